//! Shock test: one option is flipped, then everybody follows its steps. Where does the conflict come to rest?

use std::collections::BTreeSet;

use detente_engine::{Control, StepTable};
use detente_model::{Meaning, Motion, OptionId, OptionVector, State};

use super::rest::rests_in;
use super::{Course, MotionError, rests};

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
/// [`MotionError::TooFar`] when more than `limit` states are reached from a flip, [`MotionError::Cancelled`] soon after `control` says so.
pub fn shocks(
    meaning: &Meaning, from: &State, by: Motion, limit: usize, control: &Control,
) -> Result<Vec<Shock>, MotionError> {
    let follow = |ends: &[State]| ends.iter().map(|to| rests(meaning, to, by, limit, control)).collect();
    all(meaning, from, follow)
}

/// The same by the tables of an analysed conflict.
///
/// # Errors
/// [`MotionError::Cancelled`] soon after `control` says so.
pub fn shocks_in(
    meaning: &Meaning, table: &StepTable, from: &State, control: &Control,
) -> Result<Vec<Shock>, MotionError> {
    let place = |to: &State| table.states().place(to).expect("moves lead to states of the conflict") as u32;
    all(meaning, from, |ends| rests_in(table, &ends.iter().map(place).collect::<Vec<u32>>(), control))
}

/// What flipping an option leads to at once.
enum Flipped {
    To(Vec<State>),
    Not(Flip),
}

/// All shocks; `follow` finds what comes of each of the states that they lead to, all at once, since they share much of it.
fn all(
    meaning: &Meaning, from: &State, follow: impl FnOnce(&[State]) -> Result<Vec<Course>, MotionError>,
) -> Result<Vec<Shock>, MotionError> {
    let options = (0..meaning.conflict().options.len()).map(OptionId::from);
    let flipped: Vec<(OptionId, Flipped)> = options.map(|option| (option, flip(meaning, from, option))).collect();
    let ends: Vec<State> = flipped
        .iter()
        .flat_map(|(_, flipped)| match flipped {
            Flipped::To(ends) => ends.clone(),
            Flipped::Not(_) => Vec::new(),
        })
        .collect();
    let mut courses = follow(&ends)?.into_iter();
    let done = |ends: Vec<State>, courses: &mut dyn Iterator<Item = Course>| {
        Flip::Done(ends.into_iter().zip(courses).map(|(to, course)| Ending { to, course }).collect())
    };
    let shocks = flipped.into_iter().map(|(option, flipped)| match flipped {
        Flipped::To(ends) => Shock { option, flip: done(ends, &mut courses) },
        Flipped::Not(flip) => Shock { option, flip },
    });
    Ok(shocks.collect())
}

fn flip(meaning: &Meaning, from: &State, option: OptionId) -> Flipped {
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
        return Flipped::Not(if vectors.is_empty() { Flip::NoMove } else { Flip::OneWay });
    }
    let leads = |to: &State| meaning.vectors(to).iter().any(|vector| flipped.contains(vector));
    let ends: Vec<State> = meaning.moves(owner, from).into_iter().filter(leads).collect();
    if ends.is_empty() {
        let excluding = |vector: &OptionVector| -> BTreeSet<String> {
            conflict.rules.iter().filter(|rule| rule.when.holds(vector)).map(|rule| rule.id.clone()).collect()
        };
        let rules: BTreeSet<String> = flipped.iter().flat_map(excluding).collect();
        return Flipped::Not(if rules.is_empty() { Flip::NoMove } else { Flip::Excluded(rules.into_iter().collect()) });
    }
    Flipped::To(ends)
}
