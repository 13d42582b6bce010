//! A conflict compiled for being asked again and again while its statements change.
//!
//! Editing statements changes neither which states there are nor who can move where: so the states, the moves and the truth of every statement at
//! every state are worked out once. Which way options may be changed is two masks. Only without a rule there are other states, and
//! the conflict is compiled anew.

use std::collections::HashMap;
use std::fmt;

use detente_model::{
    Conflict, Direction, DmId, Meaning, OptionId, OptionVector, OutcomeWhen, Preference, State, StateList, TooMany,
};

use crate::motion;

/// The place of a state in the list of states.
pub type Place = u32;

/// Why a conflict was not compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorldError {
    /// There are too many states.
    TooMany(TooMany),
    /// There is more of something than is compiled.
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How many there are, or at least so many.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorldError::TooMany(error) => error.fmt(f),
            WorldError::TooLarge { what, count, limit } => write!(f, "{count} {what} are more than {limit}"),
        }
    }
}

impl std::error::Error for WorldError {}

/// So many moves are listed for named states.
const MAX_MOVES: usize = 1 << 24;

/// A compiled conflict.
#[derive(Debug)]
pub struct World {
    list: StateList,
    /// In option form, which options are on at each state, the first in the lowest bit; otherwise all 0.
    bits: Vec<u128>,
    /// For each decision maker the states that it may be able to move to.
    candidates: Vec<Candidates>,
    /// For each decision maker and state a number that is the higher the better. With statements, one bit each, the last statement's the
    /// lowest: then it is also which of them hold.
    words: Vec<Vec<u128>>,
    pub(crate) masks: Masks,
    /// The status quo, where the conflict has one.
    pub status_quo: Option<Place>,
}

/// Which options, as bits, can only be taken or only be dropped.
#[derive(Clone, Copy, Debug, Default)]
pub struct Masks {
    on: u128,
    off: u128,
}

/// Lists of states, one after the other: list `of[s]` is the one of state `s`.
#[derive(Debug)]
struct Candidates {
    of: Vec<u32>,
    starts: Vec<usize>,
    members: Vec<Place>,
}

impl World {
    /// Compiles a conflict of at most `limit` states, 128 options and 128 statements of one decision maker.
    ///
    /// # Errors
    /// When there is more of something.
    pub fn new(conflict: &Conflict, limit: usize) -> Result<World, WorldError> {
        let meaning = Meaning::new(conflict).map_err(WorldError::TooMany)?;
        let list = StateList::new(conflict, limit).map_err(WorldError::TooMany)?;
        if conflict.options.len() > 128 {
            return Err(WorldError::TooLarge { what: "options", count: conflict.options.len(), limit: 128 });
        }
        if list.states().len() > limit {
            return Err(WorldError::TooLarge { what: "states", count: list.states().len(), limit });
        }
        let words = conflict.dm_ids().map(|dm| words(&meaning, &list, dm)).collect::<Result<_, _>>()?;
        let (bits, candidates, masks) = match conflict.named_states {
            None => option_form(conflict, &list),
            Some(_) => (vec![0; list.states().len()], listed(&meaning, &list)?, Masks::default()),
        };
        let status_quo = conflict.status_quo.as_ref().and_then(|state| place(&list, state));
        Ok(World { list, bits, candidates, words, masks, status_quo })
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.bits.len()
    }

    /// The states in order, with their places.
    pub fn list(&self) -> &StateList {
        &self.list
    }

    /// The place of a state; `None` where it is not feasible.
    pub fn place(&self, state: &State) -> Option<Place> {
        place(&self.list, state)
    }

    /// At which states a condition holds.
    pub fn where_holds(&self, meaning: &Meaning, goal: &OutcomeWhen) -> Vec<bool> {
        self.list.states().iter().map(|state| motion::holds(meaning, goal, state)).collect()
    }

    /// A number that orders the states as `dm` does, the higher the better. Where it has statements, those that hold at the state: one bit each, the last
    /// statement's the lowest.
    pub fn word(&self, dm: DmId, at: Place) -> u128 {
        self.words[dm.index()][at as usize]
    }

    /// The moves of `dm` from `from` as the conflict has them, in no particular order.
    pub fn moves_from(&self, dm: DmId, from: Place) -> impl Iterator<Item = Place> + '_ {
        self.moves(self.masks, dm, from)
    }

    /// The same with options turned.
    pub(crate) fn moves(&self, masks: Masks, dm: DmId, from: Place) -> impl Iterator<Item = Place> + '_ {
        let candidates = &self.candidates[dm.index()];
        let list = candidates.of[from as usize] as usize;
        let before = self.bits[from as usize];
        candidates.members[candidates.starts[list]..candidates.starts[list + 1]].iter().copied().filter(move |&to| {
            let after = self.bits[to as usize];
            to != from && before & !after & masks.on == 0 && after & !before & masks.off == 0
        })
    }
}

impl Masks {
    /// The same with one option changed another way.
    pub(crate) fn with(mut self, option: OptionId, direction: Direction) -> Masks {
        let bit = 1 << option.index();
        self.on &= !bit;
        self.off &= !bit;
        match direction {
            Direction::Both => {}
            Direction::On => self.on |= bit,
            Direction::Off => self.off |= bit,
        }
        self
    }
}

fn place(list: &StateList, state: &State) -> Option<Place> {
    list.place(state).map(|place| u32::try_from(place).expect("the states are limited"))
}

/// Numbers that order the states as `dm` does.
fn words(meaning: &Meaning, list: &StateList, dm: DmId) -> Result<Vec<u128>, WorldError> {
    let first = |state: &State| -> OptionVector { meaning.vectors(state)[0].clone() };
    Ok(match &meaning.conflict().dm(dm).preference {
        Preference::Prioritised(statements) if statements.len() > 128 => {
            return Err(WorldError::TooLarge {
                what: "statements of one decision maker",
                count: statements.len(),
                limit: 128,
            });
        }
        Preference::Prioritised(statements) if statements.is_empty() => vec![0; list.states().len()],
        Preference::Prioritised(statements) => list
            .states()
            .iter()
            .map(|state| {
                let vector = first(state);
                statements.iter().fold(0, |word, statement| word << 1 | u128::from(statement.that.holds(&vector)))
            })
            .collect(),
        Preference::Ranked(groups) => {
            let mut words = vec![0; list.states().len()];
            for (rank, group) in groups.iter().rev().enumerate() {
                for state in group {
                    words[list.place(state).expect("a ranking has the states of its conflict")] = rank as u128;
                }
            }
            words
        }
        Preference::Weighted(weights) => {
            let weight =
                |state: &State| -> i128 { first(state).on().map(|option| i128::from(weights[option.index()])).sum() };
            // Shifted so that the order of the signed sums is that of unsigned numbers.
            list.states().iter().map(|state| weight(state).wrapping_sub(i128::MIN) as u128).collect()
        }
    })
}

/// Option form: a decision maker's candidates are the states in which all others' options are the same.
fn option_form(conflict: &Conflict, list: &StateList) -> (Vec<u128>, Vec<Candidates>, Masks) {
    let bits: Vec<u128> = list
        .states()
        .iter()
        .map(|state| match state {
            State::Vector(vector) => vector.on().fold(0, |bits, option| bits | 1 << option.index()),
            State::Named(_) => 0,
        })
        .collect();
    let candidates = conflict
        .dm_ids()
        .map(|dm| {
            let own: u128 = conflict.options_of(dm).fold(0, |own, option| own | 1 << option.index());
            let mut groups: HashMap<u128, u32> = HashMap::new();
            let mut lists: Vec<Vec<Place>> = Vec::new();
            let mut of = Vec::with_capacity(bits.len());
            for (place, bits) in (0..).zip(&bits) {
                let group = *groups.entry(bits & !own).or_insert_with(|| {
                    lists.push(Vec::new());
                    lists.len() as u32 - 1
                });
                lists[group as usize].push(place);
                of.push(group);
            }
            Candidates::new(of, &lists)
        })
        .collect();
    let mut masks = Masks::default();
    for (place, option) in conflict.options.iter().enumerate() {
        masks = masks.with(OptionId::from(place), option.direction);
    }
    (bits, candidates, masks)
}

/// Named states: the moves themselves.
fn listed(meaning: &Meaning, list: &StateList) -> Result<Vec<Candidates>, WorldError> {
    let mut total = 0;
    meaning
        .conflict()
        .dm_ids()
        .map(|dm| {
            let mut lists = Vec::new();
            for state in list.states() {
                let ends: Vec<Place> = meaning
                    .moves(dm, state)
                    .iter()
                    .map(|end| place(list, end).expect("moves lead to states"))
                    .collect();
                total += ends.len();
                if total > MAX_MOVES {
                    return Err(WorldError::TooLarge { what: "moves", count: total, limit: MAX_MOVES });
                }
                lists.push(ends);
            }
            Ok(Candidates::new((0..list.states().len() as u32).collect(), &lists))
        })
        .collect()
}

impl Candidates {
    fn new(of: Vec<u32>, lists: &[Vec<Place>]) -> Self {
        let mut starts = vec![0];
        starts.extend(lists.iter().scan(0, |end, list| {
            *end += list.len();
            Some(*end)
        }));
        Candidates { of, starts, members: lists.concat() }
    }
}
