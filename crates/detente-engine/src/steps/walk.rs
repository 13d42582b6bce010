//! Walking along steps, or against them, so that nothing is met twice.

use detente_model::Motion;

use super::{Grouped, StepTable, Stepper};

/// No state, and all states, of a part.
const NONE: u32 = u32::MAX;
const ALL: u32 = u32::MAX - 1;

/// Where steps lead, each end handed out once for each decision maker.
pub struct Forwards<'t> {
    table: &'t StepTable<'t>,
    marks: Vec<Marks>,
}

/// Whence steps lead somewhere, each beginning handed out once for each decision maker.
pub struct Backwards<'t> {
    table: &'t StepTable<'t>,
    marks: Vec<Marks>,
}

/// What has been handed out for one decision maker.
enum Marks {
    /// Moves. Of each part that is gone to: which state is left, [`ALL`] where none was handed out and [`NONE`] where none is left. Of each part that is gone
    /// from: whether all it leads to has been handed out, but for what is left of itself.
    Moves { left: Vec<u32>, done: Vec<bool> },
    /// Improvements. Members of a part stand in ascending rank, so that what was handed out is one of its two ends: up to (or from) this place among all that are
    /// listed. Of each part that is gone from: the rank from which, beyond which nothing new is met.
    Improvements { until: Vec<u32>, rank: Vec<i32> },
    /// Best improvements: of each part whether it was gone from, and, forwards, which states were handed out.
    Best { done: Vec<bool>, seen: Bits },
    /// Steps one by one: which states were handed out.
    Listed { seen: Bits },
}

impl<'t> Forwards<'t> {
    /// A walker that has handed out nothing.
    pub fn new(table: &'t StepTable<'t>) -> Self {
        Forwards { table, marks: marks(table, true) }
    }

    /// Appends where steps of the decision maker at `dm` lead from the state at `from`, but for what was handed out for it before; ascending.
    pub fn fresh(&mut self, dm: usize, from: usize, into: &mut Vec<u32>) {
        let first = into.len();
        match (&self.table.steppers[dm], &mut self.marks[dm]) {
            (Stepper::Listed(steps), Marks::Listed { seen }) => {
                into.extend(steps.ends(from).iter().filter(|&&end| seen.insert(end)));
                return;
            }
            (Stepper::Grouped(of), Marks::Moves { left, done }) => {
                let part = of.groups.part_of(from);
                hand_out(of, part, from as u32, left, &mut done[part], of.onwards(part), into);
            }
            (Stepper::Grouped(of), Marks::Improvements { until, rank }) => {
                let (part, own) = (of.groups.part_of(from), of.rank(from as u32));
                if own >= rank[part] {
                    return;
                }
                rank[part] = own;
                for to in of.onwards(part) {
                    let start = of.first_from(to, own + 1);
                    if start < until[to] as usize {
                        into.extend(&of.groups.listed()[start..until[to] as usize]);
                        until[to] = start as u32;
                    }
                }
            }
            (Stepper::Grouped(of), Marks::Best { done, seen }) => {
                let part = of.groups.part_of(from);
                let best = of.best[part];
                if done[part] || of.rank(from as u32) >= best {
                    return;
                }
                done[part] = true;
                for to in of.onwards(part).filter(|&to| of.top(to) == best) {
                    let ends = &of.groups.listed()[of.first_from(to, best)..of.groups.range(to).end];
                    into.extend(ends.iter().filter(|&&end| seen.insert(end)));
                }
            }
            _ => unreachable!("marks are made for the table"),
        }
        into[first..].sort_unstable();
    }
}

impl<'t> Backwards<'t> {
    /// A walker that has handed out nothing.
    pub fn new(table: &'t StepTable<'t>) -> Self {
        Backwards { table, marks: marks(table, false) }
    }

    /// Appends from where steps of the decision maker at `dm` lead to the state at `to`, but for what was handed out for it before; ascending.
    pub fn fresh(&mut self, dm: usize, to: usize, into: &mut Vec<u32>) {
        let first = into.len();
        match (&self.table.steppers[dm], &mut self.marks[dm]) {
            (Stepper::Listed(steps), Marks::Listed { seen }) => {
                into.extend(steps.starts(to).iter().filter(|&&start| seen.insert(start)));
                return;
            }
            (Stepper::Grouped(of), Marks::Moves { left, done }) => {
                let part = of.groups.part_of(to);
                hand_out(of, part, to as u32, left, &mut done[part], of.back(part), into);
            }
            (Stepper::Grouped(of), Marks::Improvements { until, rank }) => {
                let (part, own) = (of.groups.part_of(to), of.rank(to as u32));
                if own <= rank[part] {
                    return;
                }
                rank[part] = own;
                for from in of.back(part) {
                    let end = of.first_from(from, own);
                    if end > until[from] as usize {
                        into.extend(&of.groups.listed()[until[from] as usize..end]);
                        until[from] = end as u32;
                    }
                }
            }
            (Stepper::Grouped(of), Marks::Best { done, .. }) => {
                let (part, own) = (of.groups.part_of(to), of.rank(to as u32));
                // No best improvement leads to a state that has a better one in its own part.
                if own != of.top(part) {
                    return;
                }
                for from in of.back(part) {
                    if of.best[from] == own && !std::mem::replace(&mut done[from], true) {
                        into.extend(&of.groups.listed()[of.groups.range(from).start..of.first_from(from, own)]);
                    }
                }
            }
            _ => unreachable!("marks are made for the table"),
        }
        into[first..].sort_unstable();
    }
}

/// Hands out what is left of the parts at the other end of moves at `state`, which is of the part `part`.
fn hand_out(
    of: &Grouped, part: usize, state: u32, left: &mut [u32], done: &mut bool, parts: impl Iterator<Item = usize>,
    into: &mut Vec<u32>,
) {
    // Its own part but for itself: no move leads from a state to itself.
    match left[part] {
        NONE => {}
        ALL => {
            into.extend(of.groups.members(part).iter().filter(|&&member| member != state));
            left[part] = state;
        }
        one if one == state => {}
        one => {
            into.push(one);
            left[part] = NONE;
        }
    }
    if std::mem::replace(done, true) {
        return;
    }
    for other in parts.filter(|&other| other != part) {
        match std::mem::replace(&mut left[other], NONE) {
            NONE => {}
            ALL => into.extend(of.groups.members(other)),
            one => into.push(one),
        }
    }
}

fn marks(table: &StepTable, forwards: bool) -> Vec<Marks> {
    let marks_of = |dm: usize| {
        let Stepper::Grouped(of) = &table.steppers[dm] else {
            return Marks::Listed { seen: Bits::new(table.states.count()) };
        };
        let parts = of.groups.parts();
        match table.by {
            Motion::Moves => Marks::Moves { left: vec![ALL; parts], done: vec![false; parts] },
            Motion::Improvements => {
                let nothing = |part| if forwards { of.groups.range(part).end } else { of.groups.range(part).start };
                Marks::Improvements {
                    until: (0..parts).map(|part| nothing(part) as u32).collect(),
                    rank: vec![if forwards { i32::MAX } else { i32::MIN }; parts],
                }
            }
            Motion::BestImprovements => {
                let seen = Bits::new(if forwards { table.states.count() } else { 0 });
                Marks::Best { done: vec![false; parts], seen }
            }
        }
    };
    (0..table.steppers.len()).map(marks_of).collect()
}

/// A set of states, a bit each.
struct Bits(Vec<u64>);

impl Bits {
    fn new(states: usize) -> Self {
        Bits(vec![0; states.div_ceil(64)])
    }

    /// Adds a state; true where it was not there.
    fn insert(&mut self, state: u32) -> bool {
        let (word, bit) = (&mut self.0[state as usize / 64], 1 << (state % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

impl std::fmt::Debug for Forwards<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forwards").field("table", self.table).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Backwards<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backwards").field("table", self.table).finish_non_exhaustive()
    }
}
