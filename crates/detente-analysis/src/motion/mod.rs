//! Motion: where a conflict can go from a state, by whose steps, and where it comes to rest.
//!
//! A step is a decision maker's move, improvement or best improvement ([`Motion`]). A sequence of steps is *legal* when nobody steps twice in
//! succession; a decision maker may step again later. Every search here is over pairs of a state and the decision maker who stepped last, since
//! what may follow depends on both (Fang, Hipel and Kilgour 1993; the cycles and detours of such sequences are those of Li, Kilgour and Hipel 2005).

mod evolution;
mod offers;
mod rest;
mod shock;
mod slide;

use std::collections::{HashMap, HashSet};
use std::fmt;

use detente_model::{DmId, Meaning, Motion, OutcomeWhen, State};

pub use evolution::Arrival;
pub use offers::{Offer, Worth, offers};
pub use rest::{Course, Rest, rests};
pub use shock::{Ending, Flip, Shock, shocks};
pub use slide::{Slide, slide};

/// A search looks at no more than so many pairs of a state and who stepped last, unless somebody says otherwise.
pub const MAX_PAIRS: usize = 1 << 21;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who takes it.
    pub by: DmId,
    /// Where it leads.
    pub to: State,
}

/// A legal sequence of steps; of length 0 where it stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub from: State,
    /// The steps in order.
    pub steps: Vec<Step>,
}

impl Path {
    /// Where it ends.
    pub fn end(&self) -> &State {
        self.steps.last().map_or(&self.from, |step| &step.to)
    }
}

/// Why a search was given up: it grew beyond its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFar {
    /// How many pairs of a state and who stepped last (or states, where only states are listed) were allowed.
    pub limit: usize,
}

impl fmt::Display for TooFar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        write!(
            f,
            "the conflict can go so far that the search was given up after {limit} pairs of a state and who stepped last; ask for best \
             improvements, or fix an option"
        )
    }
}

impl std::error::Error for TooFar {}

/// The steps that `dm` would take from `state`, in the order of states: all moves, the improvements, or the best improvements (those improvements to which
/// it prefers no other of them; several where it is indifferent between them).
pub fn steps(meaning: &Meaning, dm: DmId, state: &State, by: Motion) -> Vec<State> {
    match by {
        Motion::Moves => meaning.moves(dm, state),
        Motion::Improvements => meaning.improvements(dm, state),
        Motion::BestImprovements => {
            let improvements = meaning.improvements(dm, state);
            let Some(best) =
                improvements.iter().reduce(|best, end| if meaning.prefers(dm, end, best) { end } else { best })
            else {
                return Vec::new();
            };
            improvements.iter().filter(|end| !meaning.prefers(dm, best, end)).cloned().collect()
        }
    }
}

/// Whether a goal holds at a state.
pub fn holds(meaning: &Meaning, goal: &OutcomeWhen, state: &State) -> bool {
    meaning.satisfies(goal, state)
}

/// A pair of a state and the decision maker who stepped last.
#[derive(Clone, Copy, Debug)]
struct Pair {
    /// The place of the state among those found.
    state: u32,
    /// Who stepped last; `None` at the beginning.
    last: Option<DmId>,
    /// The pair from which it was found first.
    before: u32,
    /// In how many steps.
    steps: u32,
}

/// Everything that is reached from a state by legal sequences.
#[derive(Clone, Debug)]
pub struct Reach {
    by: Motion,
    /// How many decision makers the conflict has.
    dms: usize,
    states: Vec<State>,
    places: HashMap<State, u32>,
    /// The first is where it begins, the others nearest first.
    pairs: Vec<Pair>,
    /// For each state the pair by which it was found first.
    first: Vec<u32>,
}

/// Everything reached from `from` by legal sequences of all decision makers, breadth first.
///
/// # Errors
/// When more than `limit` pairs of a state and who stepped last are reached.
///
/// # Panics
/// When `from` is not a state of the conflict.
pub fn reach(meaning: &Meaning, from: &State, by: Motion, limit: usize) -> Result<Reach, TooFar> {
    let everybody: Vec<DmId> = meaning.conflict().dm_ids().collect();
    reach_of(meaning, &everybody, from, by, limit)
}

/// The same by legal sequences of some decision makers only, such as the members of a coalition.
///
/// # Errors
/// When more than `limit` pairs of a state and who stepped last are reached.
///
/// # Panics
/// When `from` is not a state of the conflict.
pub fn reach_of(meaning: &Meaning, movers: &[DmId], from: &State, by: Motion, limit: usize) -> Result<Reach, TooFar> {
    let start = Pair { state: 0, last: None, before: 0, steps: 0 };
    let mut found = Reach {
        by,
        dms: meaning.conflict().decision_makers.len(),
        states: vec![from.clone()],
        places: HashMap::from([(from.clone(), 0)]),
        pairs: vec![start],
        first: vec![0],
    };
    let mut seen: HashSet<(u32, DmId)> = HashSet::new();
    // What a decision maker does at a state does not depend on who stepped there last: found once.
    let mut ends: HashMap<(u32, DmId), Vec<u32>> = HashMap::new();
    let mut at = 0;
    while let Some(&pair) = found.pairs.get(at) {
        for &dm in movers.iter().filter(|&&dm| Some(dm) != pair.last) {
            let reached = ends.entry((pair.state, dm)).or_insert_with(|| {
                let of = steps(meaning, dm, &found.states[pair.state as usize], by);
                of.into_iter().map(|end| found.place_or_add(end)).collect()
            });
            for &end in reached.iter() {
                if seen.insert((end, dm)) {
                    if found.pairs.len() > limit {
                        return Err(TooFar { limit });
                    }
                    if found.first[end as usize] == u32::MAX {
                        found.first[end as usize] = found.pairs.len() as u32;
                    }
                    found.pairs.push(Pair { state: end, last: Some(dm), before: at as u32, steps: pair.steps + 1 });
                }
            }
        }
        at += 1;
    }
    Ok(found)
}

impl Reach {
    fn place_or_add(&mut self, state: State) -> u32 {
        if let Some(&place) = self.places.get(&state) {
            return place;
        }
        let place = u32::try_from(self.states.len()).expect("the limit on pairs ends a search long before");
        self.places.insert(state.clone(), place);
        self.states.push(state);
        self.first.push(u32::MAX);
        place
    }

    /// By what steps.
    pub fn by(&self) -> Motion {
        self.by
    }

    /// Where it begins.
    pub fn from(&self) -> &State {
        &self.states[0]
    }

    /// The states: the one where it begins, then the others in the order found, nearest first.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// Whether a state is reached (the first is, in no step).
    pub fn contains(&self, state: &State) -> bool {
        self.places.contains_key(state)
    }

    /// The fewest steps of a legal sequence to a state; 0 for the first, `None` for a state that is not reached.
    pub fn steps_to(&self, state: &State) -> Option<usize> {
        let &place = self.places.get(state)?;
        Some(self.pairs[self.first[place as usize] as usize].steps as usize)
    }

    /// A shortest legal path to a state where `goal` holds, of several the first found; of length 0 where it holds at the beginning.
    pub fn path_to(&self, goal: &dyn Fn(&State) -> bool) -> Option<Path> {
        // States are numbered in the order found, so the first that satisfies the goal is among the nearest.
        self.states.iter().position(goal).map(|place| self.path_to_place(place))
    }

    /// A shortest legal path to a state; `None` where it is not reached.
    pub fn path_to_state(&self, state: &State) -> Option<Path> {
        self.places.get(state).map(|&place| self.path_to_place(place as usize))
    }

    fn path_to_place(&self, place: usize) -> Path {
        let mut steps = Vec::new();
        let mut at = self.first[place] as usize;
        while let Some(by) = self.pairs[at].last {
            steps.push(Step { by, to: self.states[self.pairs[at].state as usize].clone() });
            at = self.pairs[at].before as usize;
        }
        steps.reverse();
        Path { from: self.from().clone(), steps }
    }

    /// The pairs of a state and who stepped there last, nearest first. No legal step of this kind leads from one of them, or from where it begins, to a pair that
    /// is not among them: they are the closed set that proves what cannot be reached.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (&State, DmId)> {
        self.pairs[1..]
            .iter()
            .map(|pair| (&self.states[pair.state as usize], pair.last.expect("only the first has nobody")))
    }

    /// The decision makers who are the last to step on some shortest sequence to a state, in order.
    pub fn last_movers(&self, state: &State) -> Vec<DmId> {
        let Some((&place, steps)) = self.places.get(state).zip(self.steps_to(state)) else { return Vec::new() };
        let mut dms: Vec<DmId> = self
            .pairs
            .iter()
            .filter(|pair| pair.state == place && pair.steps as usize == steps)
            .filter_map(|pair| pair.last)
            .collect();
        dms.sort_unstable();
        dms
    }
}
