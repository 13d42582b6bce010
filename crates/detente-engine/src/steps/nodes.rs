//! The steps as a sparse graph, for searches that need every arrow and not only every end.
//!
//! Between the states of a part and those that they lead to there are as many arrows as pairs. A node in between, which all of the one lead to and which leads to
//! all of the other, needs only their sum. Such nodes change nothing about what can be reached from where, nor about which states can be reached from each other.

use detente_model::Motion;

use super::{Grouped, StepTable, Stepper};

/// The graph. Nodes below the number of states are the states by place; the others are in between.
#[derive(Debug)]
pub struct StepNodes<'t> {
    table: &'t StepTable<'t>,
    /// The first node in between of each decision maker, and their end.
    first: Vec<u32>,
}

impl<'t> StepNodes<'t> {
    /// The graph of a table; `None` where there are more nodes than 32 bits can number.
    pub fn new(table: &'t StepTable<'t>) -> Option<Self> {
        let mut first = vec![u32::try_from(table.states.count()).ok()?];
        for stepper in &table.steppers {
            let between = match stepper {
                Stepper::Listed(_) => 0,
                // A node for each member of a part: the improvements are it and those that rank above it.
                Stepper::Grouped(_) if table.by == Motion::Improvements => table.states.count(),
                Stepper::Grouped(of) => of.groups.parts(),
            };
            first.push(first.last()?.checked_add(u32::try_from(between).ok()?)?);
        }
        Some(StepNodes { table, first })
    }

    /// How many nodes there are.
    pub fn count(&self) -> usize {
        self.first[self.first.len() - 1] as usize
    }

    /// How many of them, the first ones, are states.
    pub fn states(&self) -> usize {
        self.first[0] as usize
    }

    /// The next node that one arrow leads to from `node`, and the cursor with which to ask for the one after it; the first cursor is 0. `None` after the last.
    pub fn next(&self, node: u32, cursor: u64) -> Option<(u32, u64)> {
        if (node as usize) < self.states() {
            return self.leaving(node, cursor);
        }
        let dm = self.first.partition_point(|&first| first <= node) - 1;
        let Stepper::Grouped(of) = &self.table.steppers[dm] else {
            unreachable!("what is listed needs nothing between")
        };
        let between = (node - self.first[dm]) as usize;
        match self.table.by {
            Motion::Moves => of.groups.members(between).get(cursor as usize).map(|&end| (end, cursor + 1)),
            Motion::Improvements => match cursor {
                0 => Some((of.groups.listed()[between], 1)),
                1 => {
                    let part = of.groups.part_of(of.groups.listed()[between] as usize);
                    (between + 1 < of.groups.range(part).end).then_some((node + 1, 2))
                }
                _ => None,
            },
            Motion::BestImprovements => next_best(of, between, cursor),
        }
    }

    /// The cursor has the decision maker in its upper half and, in its lower half, which of its arrows comes next.
    fn leaving(&self, state: u32, cursor: u64) -> Option<(u32, u64)> {
        let (mut dm, mut at) = ((cursor >> 32) as usize, (cursor & 0xFFFF_FFFF) as usize);
        while let Some(stepper) = self.table.steppers.get(dm) {
            let found = match stepper {
                Stepper::Listed(steps) => steps.ends(state as usize).get(at).map(|&end| (end, at)),
                Stepper::Grouped(of) => self.between(dm, of, state, at),
            };
            if let Some((node, at)) = found {
                return Some((node, (dm as u64) << 32 | (at as u64 + 1)));
            }
            (dm, at) = (dm + 1, 0);
        }
        None
    }

    /// The next node in between that a state leads to, from the `at`-th part of its group on.
    fn between(&self, dm: usize, of: &Grouped, state: u32, at: usize) -> Option<(u32, usize)> {
        let (part, own) = (of.groups.part_of(state as usize), of.rank(state));
        let node = |between: usize| self.first[dm] + between as u32;
        if self.table.by == Motion::BestImprovements {
            return (at == 0 && own < of.best[part]).then(|| (node(part), 0));
        }
        let beside = of.groups.beside(part);
        (at..beside.len()).find_map(|at| {
            let to = beside.start + at;
            if !of.groups.leads(part, to) {
                return None;
            }
            if self.table.by == Motion::Moves {
                return Some((node(to), at));
            }
            let first = of.first_from(to, own + 1);
            (first < of.groups.range(to).end).then(|| (node(first), at))
        })
    }
}

/// The best improvements from a part: in each part that it leads to those members that rank highest of all. The cursor has the part, counted within the group, in its upper
/// half and the member, counted from the best, in its lower half.
fn next_best(of: &Grouped, part: usize, cursor: u64) -> Option<(u32, u64)> {
    let beside = of.groups.beside(part);
    let (mut at, mut member) = ((cursor >> 32) as usize, (cursor & 0xFFFF_FFFF) as usize);
    while at < beside.len() {
        let to = beside.start + at;
        let members = of.groups.members(to);
        if of.groups.leads(part, to)
            && let Some(&end) = members.len().checked_sub(member + 1).map(|place| &members[place])
            && of.rank(end) == of.best[part]
        {
            return Some((end, (at as u64) << 32 | (member as u64 + 1)));
        }
        (at, member) = (at + 1, 0);
    }
    None
}
