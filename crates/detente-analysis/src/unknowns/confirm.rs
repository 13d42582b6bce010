//! A verdict on one completion, by the engine and by the plain definitions.

use detente_engine::{Control, Settings};
use detente_model::{Conflict, Meaning, Unknown, plain};

use super::{Asked, Completion, UnknownsError, completed, words};

/// Insists that the answer to a question is `expected` in a completion: by the definitions, and by the engine.
pub(super) fn confirm(
    conflict: &Conflict, unknowns: &[Unknown], asked: &Asked, completion: &Completion, expected: bool,
    control: &Control,
) -> Result<(), UnknownsError> {
    let changed = completed(conflict, unknowns, completion)?;
    let unconfirmed = || UnknownsError::Unconfirmed { completion: words(conflict, unknowns, completion) };
    // A state that is not there is not stable.
    let Some(state) = conflict.state_in(&changed, &asked.state) else {
        return if expected { Err(unconfirmed()) } else { Ok(()) };
    };
    let meaning = Meaning::new(&changed).map_err(|_| unconfirmed())?;
    let by_letter = match asked.who {
        Some(dm) => plain::is_stable(&meaning, asked.concept, dm, &state),
        None => plain::is_equilibrium(&meaning, asked.concept, &state),
    };
    let settings = Settings { concepts: vec![asked.concept], threads: Some(1), ..Settings::default() };
    let quiet = Control { cancelled: control.cancelled, progress: &|_| {} };
    let solution = detente_engine::analyse(&changed, &settings, &quiet).map_err(UnknownsError::Engine)?;
    let by_engine = solution.place(&state).is_some_and(|place| match asked.who {
        Some(dm) => solution.stable(asked.concept, dm).contains(place),
        None => solution.equilibria(asked.concept).contains(place),
    });
    if by_letter == expected && by_engine == expected { Ok(()) } else { Err(unconfirmed()) }
}
