//! Moves as lists, forwards and backwards.

use std::collections::BTreeMap;

use detente_model::{Conflict, Direction, DmId, Meaning, OptionVector, State};

use crate::crew::Crew;
use crate::{EngineError, StateCount};

/// The moves of one decision maker.
pub(crate) struct Moves {
    forwards: Lists,
    backwards: Lists,
}

/// A list of states for each state.
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn of(&self, state: usize) -> &[u32] {
        &self.items[self.starts[state] as usize..self.starts[state + 1] as usize]
    }

    /// The lists that `pairs` give; each list in the order of the pairs.
    fn new(states: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; states + 1];
        pairs.clone().for_each(|(from, _)| starts[from as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts[states] as usize];
        for (from, to) in pairs {
            items[next[from as usize] as usize] = to;
            next[from as usize] += 1;
        }
        Lists { starts, items }
    }
}

impl Moves {
    /// The moves that these pairs of states are; equal pairs count once.
    fn new(states: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let forwards = Lists::new(states, pairs.iter().copied());
        let backwards = Lists::new(states, pairs.iter().map(|&(from, to)| (to, from)));
        Moves { forwards, backwards }
    }

    /// Those of the moves that `keeps`, given where they begin and where they end.
    pub fn only(&self, keeps: impl Fn(u32, u32) -> bool) -> Self {
        let states = self.forwards.starts.len() - 1;
        let all = (0..states as u32).flat_map(|from| self.ends(from as usize).iter().map(move |&to| (from, to)));
        Moves::new(states, all.filter(|&(from, to)| keeps(from, to)).collect())
    }

    /// Where moves from `state` lead, ascending.
    pub fn ends(&self, state: usize) -> &[u32] {
        self.forwards.of(state)
    }

    /// Whence moves lead to `state`, ascending.
    pub fn starts(&self, state: usize) -> &[u32] {
        self.backwards.of(state)
    }
}

/// The moves of all decision makers between named states.
pub(crate) fn of_named_states(
    conflict: &Conflict, meaning: &Meaning<'_>, states: usize, memory: u64, crew: &Crew<'_>,
) -> Result<Vec<Moves>, EngineError> {
    let named: Vec<State> = (0..states).map(State::Named).collect();
    let room = Room::new(conflict, states, memory);
    let mut moves = Vec::new();
    for dm in conflict.dm_ids() {
        let pairs = match conflict.move_tables.get(&dm) {
            Some(table) => {
                (0u32..).zip(table).flat_map(|(from, ends)| ends.iter().map(move |&to| (from, to as u32))).collect()
            }
            None => {
                let vectors = (0u32..)
                    .zip(&named)
                    .flat_map(|(state, s)| meaning.vectors(s).iter().map(move |v| (state, v.clone())));
                by_options(conflict, dm, vectors, &room, crew)?
            }
        };
        moves.push(Moves::new(states, pairs));
    }
    Ok(moves)
}

/// The moves of all decision makers between the `vectors` of a list.
pub(super) fn of_vectors(
    conflict: &Conflict, vectors: &[u64], memory: u64, crew: &Crew<'_>,
) -> Result<Vec<Moves>, EngineError> {
    let options = conflict.options.len();
    let room = Room::new(conflict, vectors.len(), memory);
    conflict
        .dm_ids()
        .map(|dm| {
            let each = (0u32..).zip(vectors).map(|(state, &bits)| (state, OptionVector::from_bits(options, bits)));
            Ok(Moves::new(vectors.len(), by_options(conflict, dm, each, &room, crew)?))
        })
        .collect()
}

/// How many moves there may be.
struct Room {
    moves: usize,
    error: EngineError,
}

impl Room {
    fn new(conflict: &Conflict, states: usize, memory: u64) -> Self {
        let moves = (memory / 16).min(u64::from(u32::MAX)) as usize;
        let error = EngineError::TooLarge {
            options: conflict.options.len(),
            states: StateCount::Exactly(states as u64),
            needed: None,
            allowed: memory,
        };
        Room { moves, error }
    }
}

/// The moves that `dm` has by its options, between states that stand for these vectors. A move leads from one state to another where it leads from one of its
/// vectors to one of the other's.
fn by_options(
    conflict: &Conflict, dm: DmId, vectors: impl Iterator<Item = (u32, OptionVector)>, room: &Room, crew: &Crew<'_>,
) -> Result<Vec<(u32, u32)>, EngineError> {
    // Vectors that agree in everybody else's options; among them, who is where with which one-way options used up.
    let mut groups: BTreeMap<OptionVector, Vec<(u32, OptionVector)>> = BTreeMap::new();
    for (state, vector) in vectors {
        let (mut others, mut pattern) = (vector.clone(), OptionVector::all_off(conflict.options.len()));
        for option in conflict.options_of(dm) {
            others.set(option, false);
            match conflict.option(option).direction {
                Direction::Both => {}
                Direction::On => pattern.set(option, vector.is_on(option)),
                Direction::Off => pattern.set(option, !vector.is_on(option)),
            }
        }
        groups.entry(others).or_default().push((state, pattern));
    }
    let mut pairs = Vec::new();
    for mut group in groups.into_values() {
        crew.check()?;
        group.sort_unstable();
        group.dedup();
        for (from, before) in &group {
            let allowed =
                group.iter().filter(|(to, after)| to != from && before.on().all(|option| after.is_on(option)));
            pairs.extend(allowed.map(|&(to, _)| (*from, to)));
            if pairs.len() > room.moves {
                return Err(room.error.clone());
            }
        }
    }
    Ok(pairs)
}
