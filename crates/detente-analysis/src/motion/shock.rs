//! Shock test: one option is flipped, then everybody follows its steps. Where does the conflict come to rest?

use std::collections::BTreeSet;

use detente_model::{Meaning, Motion, OptionId, OptionVector, State};

use super::{Course, TooFar, rests};

/// An option flipped at a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shock {
    /// The option.
    pub option: OptionId,
    /// What comes of flipping it.
    pub flip: Flip,
}

/// What comes of flipping an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flip {
    /// Its owner can flip it. One ending, or several where the state, or the one after, stands for several combinations.
    Done(Vec<Ending>),
    /// The direction of the option forbids it.
    OneWay,
    /// The combination is excluded by these rules, by id: it can only be flipped together with others.
    Excluded(Vec<String>),
    /// No other state stands for the combination, or the listed moves of the owner do not lead to it.
    NoMove,
}

/// Where a flip leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The state after the flip.
    pub to: State,
    /// What follows.
    pub course: Course,
}

/// Flips each option at `from`, one at a time, and follows steps of a kind to where they come to rest; in the order of options.
///
/// # Errors
/// When more than `limit` states are reached from a flip.
pub fn shocks(meaning: &Meaning, from: &State, by: Motion, limit: usize) -> Result<Vec<Shock>, TooFar> {
    (0..meaning.conflict().options.len())
        .map(OptionId::from)
        .map(|option| Ok(Shock { option, flip: flip(meaning, from, option, by, limit)? }))
        .collect()
}

fn flip(meaning: &Meaning, from: &State, option: OptionId, by: Motion, limit: usize) -> Result<Flip, TooFar> {
    let conflict = meaning.conflict();
    let owner = conflict.option(option).owner;
    let vectors = meaning.vectors(from);
    let flipped: Vec<OptionVector> = vectors
        .iter()
        .filter(|vector| conflict.option(option).direction.allows(vector.is_on(option), !vector.is_on(option)))
        .map(|vector| {
            let mut flipped = vector.clone();
            flipped.set(option, !vector.is_on(option));
            flipped
        })
        .collect();
    if flipped.is_empty() {
        return Ok(if vectors.is_empty() { Flip::NoMove } else { Flip::OneWay });
    }
    let leads = |to: &State| meaning.vectors(to).iter().any(|vector| flipped.contains(vector));
    let ends: Vec<State> = meaning.moves(owner, from).into_iter().filter(leads).collect();
    if ends.is_empty() {
        let excluding = |vector: &OptionVector| -> BTreeSet<String> {
            conflict.rules.iter().filter(|rule| rule.when.holds(vector)).map(|rule| rule.id.clone()).collect()
        };
        let rules: BTreeSet<String> = flipped.iter().flat_map(excluding).collect();
        return Ok(if rules.is_empty() { Flip::NoMove } else { Flip::Excluded(rules.into_iter().collect()) });
    }
    let endings: Result<_, TooFar> =
        ends.into_iter().map(|to| Ok(Ending { course: rests(meaning, &to, by, limit)?, to })).collect();
    Ok(Flip::Done(endings?))
}
