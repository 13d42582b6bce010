//! Everything that is reached from a state, and the shortest ways there.

use std::collections::HashMap;

use detente_engine::{Control, Forwards, NumberedStates, StepTable};
use detente_model::{DmId, Meaning, Motion, State};

use super::search::{Bounds, Found, Pair, PlainFrontier, TableFrontier, search};
use super::{MotionError, Path, Step};

/// Everything that is reached from a state by legal sequences.
#[derive(Clone, Debug)]
pub struct Reach {
    by: Motion,
    /// How many decision makers the conflict has.
    pub(super) dms: usize,
    from: State,
    numbers: Numbers,
    /// The first is where it begins, the others nearest first.
    pub(super) pairs: Vec<Pair>,
    /// For each state the pair by which it was found first.
    first: Vec<u32>,
    ended_at: Option<u32>,
}

/// Which state has which number; numbers are in the order found.
#[derive(Clone, Debug)]
enum Numbers {
    Listed {
        states: Vec<State>,
        numbers: HashMap<State, u32>,
    },
    /// The places in the order found, and the number of each place ([`u32::MAX`] where it was not found).
    Placed {
        states: NumberedStates,
        places: Vec<u32>,
        numbers: Vec<u32>,
    },
}

/// Everything reached from `from` by legal sequences of all decision makers, breadth first.
///
/// # Errors
/// [`MotionError::TooFar`] when more than `limit` pairs of a state and who stepped last are reached, [`MotionError::Cancelled`] soon after `control` says so.
///
/// # Panics
/// When `from` is not a state of the conflict.
pub fn reach(
    meaning: &Meaning, from: &State, by: Motion, limit: usize, control: &Control,
) -> Result<Reach, MotionError> {
    let everybody: Vec<DmId> = meaning.conflict().dm_ids().collect();
    reach_of(meaning, &everybody, from, by, limit, control)
}

/// The same by legal sequences of some decision makers only, such as the members of a coalition.
///
/// # Errors
/// Those of [`reach`].
///
/// # Panics
/// When `from` is not a state of the conflict.
pub fn reach_of(
    meaning: &Meaning, movers: &[DmId], from: &State, by: Motion, limit: usize, control: &Control,
) -> Result<Reach, MotionError> {
    reach_until(meaning, movers, from, by, limit, &|_| false, control)
}

/// The same, but it ends at the first state reached that is wanted: [`Reach::ended_at`]. Where it begins does not count as reached.
///
/// # Errors
/// Those of [`reach`].
///
/// # Panics
/// When `from` is not a state of the conflict.
pub fn reach_until(
    meaning: &Meaning, movers: &[DmId], from: &State, by: Motion, limit: usize, wanted: &dyn Fn(&State) -> bool,
    control: &Control,
) -> Result<Reach, MotionError> {
    let mut frontier = PlainFrontier::new(meaning, by, from);
    let bounds = Bounds { pairs: limit, total: None, control };
    let found =
        search(&mut frontier, movers, &bounds, &mut |frontier, state| wanted(&frontier.states[state as usize]))?;
    let numbers = Numbers::Listed { states: frontier.states, numbers: frontier.numbers };
    Ok(Reach::new(by, meaning.conflict().decision_makers.len(), from.clone(), numbers, found))
}

/// What [`reach`] finds, by the tables of an analysed conflict.
///
/// # Errors
/// Those of [`reach`].
///
/// # Panics
/// When `from` is not a state of the conflict.
pub fn reach_in(table: &StepTable, from: &State, limit: usize, control: &Control) -> Result<Reach, MotionError> {
    let (states, dms) = (table.states(), table.decision_makers());
    let start = states.place(from).expect("it begins at a state of the conflict") as u32;
    let everybody: Vec<DmId> = (0..dms).map(DmId::from).collect();
    let mut frontier = TableFrontier::new(Forwards::new(table), states.count(), start);
    let bounds = Bounds { pairs: limit, total: Some((states.count() * dms) as u64), control };
    let found = search(&mut frontier, &everybody, &bounds, &mut |_, _| false)?;
    let numbers = Numbers::Placed { states: states.clone(), places: frontier.places, numbers: frontier.numbers };
    Ok(Reach::new(table.by(), dms, from.clone(), numbers, found))
}

impl Reach {
    fn new(by: Motion, dms: usize, from: State, numbers: Numbers, found: Found) -> Self {
        Reach { by, dms, from, numbers, pairs: found.pairs, first: found.first, ended_at: found.ended_at }
    }

    /// By what steps.
    pub fn by(&self) -> Motion {
        self.by
    }

    /// Where it begins.
    pub fn from(&self) -> &State {
        &self.from
    }

    /// How many states there are, the one where it begins among them.
    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// The states: the one where it begins, then the others in the order found, nearest first.
    pub fn states(&self) -> impl ExactSizeIterator<Item = State> {
        (0..self.count()).map(|number| self.state(number))
    }

    pub(super) fn state(&self, number: usize) -> State {
        match &self.numbers {
            Numbers::Listed { states, .. } => states[number].clone(),
            Numbers::Placed { states, places, .. } => states.state(places[number] as usize),
        }
    }

    fn number(&self, state: &State) -> Option<usize> {
        match &self.numbers {
            Numbers::Listed { numbers, .. } => numbers.get(state).map(|&number| number as usize),
            Numbers::Placed { states, numbers, .. } => {
                Some(numbers[states.place(state)?]).filter(|&number| number != u32::MAX).map(|number| number as usize)
            }
        }
    }

    /// Whether a state is reached (the first is, in no step).
    pub fn contains(&self, state: &State) -> bool {
        self.number(state).is_some()
    }

    /// The fewest steps of a legal sequence to a state; 0 for the first, `None` for a state that is not reached.
    pub fn steps_to(&self, state: &State) -> Option<usize> {
        let number = self.number(state)?;
        Some(self.pairs[self.first[number] as usize].steps as usize)
    }

    /// A shortest legal path to a state where `goal` holds, of several the first found; of length 0 where it holds at the beginning.
    pub fn path_to(&self, goal: &dyn Fn(&State) -> bool) -> Option<Path> {
        // States are numbered in the order found, so the first that satisfies the goal is among the nearest.
        self.states().position(|state| goal(&state)).map(|number| self.path_to_number(number))
    }

    /// A shortest legal path to a state; `None` where it is not reached.
    pub fn path_to_state(&self, state: &State) -> Option<Path> {
        self.number(state).map(|number| self.path_to_number(number))
    }

    /// A shortest legal path to the state that ended the search early ([`reach_until`]); `None` where there was none, so that this is everything.
    pub fn ended_at(&self) -> Option<Path> {
        self.ended_at.map(|number| self.path_to_number(number as usize))
    }

    fn path_to_number(&self, number: usize) -> Path {
        let mut steps = Vec::new();
        let mut at = self.first[number] as usize;
        while at != 0 {
            let pair = self.pairs[at];
            steps.push(Step { by: pair.last, to: self.state(pair.state as usize) });
            at = pair.before as usize;
        }
        steps.reverse();
        Path { from: self.from.clone(), steps }
    }

    /// The pairs of a state and who stepped there last, nearest first. No legal step of this kind leads from one of them, or from where it begins, to a pair that
    /// is not among them: they are the closed set that proves what cannot be reached. (Not so where the search was ended early.)
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (State, DmId)> {
        self.pairs[1..].iter().map(|pair| (self.state(pair.state as usize), pair.last))
    }

    /// The decision makers who are the last to step on some shortest sequence to a state, in order.
    pub fn last_movers(&self, state: &State) -> Vec<DmId> {
        let Some((number, steps)) = self.number(state).zip(self.steps_to(state)) else { return Vec::new() };
        let mut dms: Vec<DmId> = self.pairs[1..]
            .iter()
            .filter(|pair| pair.state as usize == number && pair.steps as usize == steps)
            .map(|pair| pair.last)
            .collect();
        dms.sort_unstable();
        dms
    }
}
