//! The one search behind all questions of motion: breadth first, over pairs of a state and who stepped last.

use std::collections::HashMap;

use detente_engine::{Control, Forwards, Progress};
use detente_model::{DmId, Meaning, Motion, State};

use super::{MotionError, TooFar, steps};

/// Progress is told after so many pairs.
const TOLD_EVERY: usize = 1 << 14;

/// A pair of a state and the decision maker who stepped there last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    /// The number of the state, in the order found.
    pub state: u32,
    /// Who stepped last; of the first pair, with which the search begins, it means nothing.
    pub last: DmId,
    /// The pair from which it was found first.
    pub before: u32,
    /// In how many steps.
    pub steps: u32,
}

/// What a search goes over. States have numbers in the order found, 0 where it begins.
pub(super) trait Frontier {
    /// Appends the numbers of the states that steps of `dm` lead to from the state with this number, in the order of states, but for those that steps of `dm` were found to
    /// lead to before.
    fn fresh(&mut self, dm: DmId, from: u32, into: &mut Vec<u32>);

    /// How many states have a number.
    fn found(&self) -> usize;
}

/// What a search is bound by.
pub(super) struct Bounds<'a> {
    /// It is given up when it finds more pairs than this.
    pub pairs: usize,
    /// How many there may be at most, where that is known.
    pub total: Option<u64>,
    pub control: &'a Control<'a>,
}

/// What a search found.
pub(super) struct Found {
    /// The first is where it begins, the others nearest first.
    pub pairs: Vec<Pair>,
    /// For each state the pair by which it was found first.
    pub first: Vec<u32>,
    /// The number of the state at which it ended early.
    pub ended_at: Option<u32>,
}

/// Follows legal sequences of `movers` until there is nothing new, or until `ends` is true of a state that was just found.
pub(super) fn search<F: Frontier>(
    frontier: &mut F, movers: &[DmId], bounds: &Bounds, ends: &mut dyn FnMut(&F, u32) -> bool,
) -> Result<Found, MotionError> {
    let start = Pair { state: 0, last: DmId(u32::MAX), before: 0, steps: 0 };
    let mut found = Found { pairs: vec![start], first: vec![0], ended_at: None };
    let mut fresh = Vec::new();
    let mut at = 0;
    while let Some(&pair) = found.pairs.get(at) {
        if (bounds.control.cancelled)() {
            return Err(MotionError::Cancelled);
        }
        if at % TOLD_EVERY == TOLD_EVERY - 1 {
            let done = found.pairs.len() as u64;
            let total = bounds.total.unwrap_or(bounds.pairs as u64).max(done);
            (bounds.control.progress)(Progress { done, total, what: "following the steps" });
        }
        for &dm in movers.iter().filter(|&&dm| at == 0 || dm != pair.last) {
            fresh.clear();
            frontier.fresh(dm, pair.state, &mut fresh);
            found.first.resize(frontier.found(), u32::MAX);
            for &state in &fresh {
                // The first pair is no step.
                if found.pairs.len() > bounds.pairs {
                    return Err(TooFar { limit: bounds.pairs }.into());
                }
                let new = found.first[state as usize] == u32::MAX;
                if new {
                    found.first[state as usize] = found.pairs.len() as u32;
                }
                found.pairs.push(Pair { state, last: dm, before: at as u32, steps: pair.steps + 1 });
                if new && ends(frontier, state) {
                    found.ended_at = Some(state);
                    return Ok(found);
                }
            }
        }
        at += 1;
    }
    Ok(found)
}

/// The plain meaning, asked state by state.
pub(super) struct PlainFrontier<'a, 'c> {
    pub meaning: &'a Meaning<'c>,
    pub by: Motion,
    pub states: Vec<State>,
    pub numbers: HashMap<State, u32>,
    /// By state and decision maker: whether its steps from there were looked at, and whether its steps were found to lead there.
    looked: Vec<bool>,
    handed: Vec<bool>,
}

impl<'a, 'c> PlainFrontier<'a, 'c> {
    pub fn new(meaning: &'a Meaning<'c>, by: Motion, from: &State) -> Self {
        let mut frontier = PlainFrontier {
            meaning,
            by,
            states: Vec::new(),
            numbers: HashMap::new(),
            looked: Vec::new(),
            handed: Vec::new(),
        };
        frontier.number(from.clone());
        frontier
    }

    fn dms(&self) -> usize {
        self.meaning.conflict().decision_makers.len()
    }

    fn number(&mut self, state: State) -> u32 {
        if let Some(&number) = self.numbers.get(&state) {
            return number;
        }
        let number = u32::try_from(self.states.len()).expect("the limit on pairs ends a search long before");
        self.numbers.insert(state.clone(), number);
        self.states.push(state);
        for marks in [&mut self.looked, &mut self.handed] {
            marks.resize(marks.len() + self.meaning.conflict().decision_makers.len(), false);
        }
        number
    }
}

impl Frontier for PlainFrontier<'_, '_> {
    fn fresh(&mut self, dm: DmId, from: u32, into: &mut Vec<u32>) {
        let place = from as usize * self.dms() + dm.index();
        // What a decision maker does at a state does not depend on who stepped there last.
        if std::mem::replace(&mut self.looked[place], true) {
            return;
        }
        for end in steps(self.meaning, dm, &self.states[from as usize], self.by) {
            let end = self.number(end);
            let place = end as usize * self.dms() + dm.index();
            if !std::mem::replace(&mut self.handed[place], true) {
                into.push(end);
            }
        }
    }

    fn found(&self) -> usize {
        self.states.len()
    }
}

/// The tables of an analysed conflict.
pub(super) struct TableFrontier<'t> {
    walker: Forwards<'t>,
    /// The places of the states in the order found.
    pub places: Vec<u32>,
    /// The number of the state at each place, [`u32::MAX`] where it was not found.
    pub numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl<'t> TableFrontier<'t> {
    /// Begins at a place among so many states.
    pub fn new(walker: Forwards<'t>, states: usize, from: u32) -> Self {
        let mut numbers = vec![u32::MAX; states];
        numbers[from as usize] = 0;
        TableFrontier { walker, places: vec![from], numbers, ends: Vec::new() }
    }
}

impl Frontier for TableFrontier<'_> {
    fn fresh(&mut self, dm: DmId, from: u32, into: &mut Vec<u32>) {
        self.ends.clear();
        self.walker.fresh(dm.index(), self.places[from as usize] as usize, &mut self.ends);
        for &place in &self.ends {
            let number = &mut self.numbers[place as usize];
            if *number == u32::MAX {
                *number = self.places.len() as u32;
                self.places.push(place);
            }
            into.push(*number);
        }
    }

    fn found(&self) -> usize {
        self.places.len()
    }
}
