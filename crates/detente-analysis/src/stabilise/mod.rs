//! Stabilise: the least that has to change for a wanted state to be an equilibrium (inverse analysis).
//!
//! Four answers to it, each exact within the scope that it names:
//!
//! * [`rankings`](fn@rankings): the fewest pairs of states that decision makers would have to compare otherwise (adjacent swaps);
//! * [`statements`](fn@statements): the fewest edits to lists of preference statements;
//! * [`commitments`](fn@commitments): single options made one-way or removed, and combinations closed by a rule;
//! * [`condition`](fn@condition): everything that suffices, as a condition on the rankings.
//!
//! **The metric on rankings.** A change costs one for each pair of states that a decision maker compares otherwise than before: prefers the one to the other,
//! the other to the one, or is indifferent. Among strict rankings this is Kendall's distance, the number of adjacent swaps; with ties it is
//! a distance too. To tie a state with the wanted one costs as much as to put it below: a sanction need only be *not preferred*, so either will do.
//!
//! The question is that of K. W. Hipel's inverse graph model (Kinsara, Kilgour and Hipel 2015, *Inverse approach to the graph model for conflict
//! resolution*, IEEE Transactions on Systems, Man, and Cybernetics: Systems 45), which enumerates rankings. The closed form and the exact search here are our
//! own. What comes out is applied to the conflict and judged by the engine and by the plain definitions before it is reported.

mod commitments;
mod condition;
mod coupled;
mod raise;
mod rankings;
mod statements;
mod table;
mod target;

use std::fmt;

use detente_engine::{Control, EngineError, Settings};
use detente_model::{Change, ChangeError, Concept, Conflict, Meaning, State, TooMany, plain};

pub use commitments::{Commitment, Commitments, Kind, commitments};
pub use condition::{Condition, MAX_CONDITION_STATES, Requirement, condition, holds_under};
pub use raise::{Rise, costs, rise};
pub use rankings::{Ending, RankingPlan, Rankings, Reranked, rankings, rankings_of_any};
pub use statements::{Edit, EditKinds, StatementPlan, Statements, statements, statements_of_any};
pub use target::{Wanted, wanted};

/// Rankings are changed state by state in conflicts of up to so many states.
pub const MAX_STATES: usize = 2048;

/// What an answer may use, and who may end it.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// Pieces of work, counted rather than timed so that the same question gets the same answer: decisions of the solver of
    /// satisfiability problems, rankings judged, beginnings of rankings tried (by the dozen), lists of statements tried.
    pub work: u64,
    /// Asked often; once it is true the work ends with what is known so far.
    pub cancelled: &'a dyn Fn() -> bool,
}

impl Default for Limits<'static> {
    /// A hundred thousand pieces of work, never cancelled.
    fn default() -> Self {
        Limits { work: 100_000, cancelled: &|| false }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum StabiliseError {
    /// More states than [`MAX_STATES`].
    TooLarge {
        /// How many there are.
        states: usize,
    },
    /// The states cannot be listed.
    TooMany(TooMany),
    /// The target is not a state of the conflict.
    NotFeasible,
    /// No state satisfies the wanted condition.
    NothingWanted,
    /// The engine could not analyse a changed conflict.
    Engine(EngineError),
    /// A change that was found cannot be made to the conflict.
    Change(ChangeError),
    /// A change that was found does not do what it should. This is a fault of the program, and should be reported.
    Unconfirmed(String),
}

impl fmt::Display for StabiliseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StabiliseError::TooLarge { states } => write!(
                f,
                "rankings are changed state by state in conflicts of up to {MAX_STATES} states, and this one has {states}; fix options or \
                 ask for statements and commitments"
            ),
            StabiliseError::TooMany(error) => error.fmt(f),
            StabiliseError::NotFeasible => write!(f, "the wanted state is not a state of the conflict"),
            StabiliseError::NothingWanted => write!(f, "no state satisfies the wanted condition"),
            StabiliseError::Engine(error) => error.fmt(f),
            StabiliseError::Change(error) => write!(f, "a change that was found cannot be made: {error}"),
            StabiliseError::Unconfirmed(what) => {
                write!(f, "{what} was found, but the changed conflict does not confirm it: please report this")
            }
        }
    }
}

impl std::error::Error for StabiliseError {}

/// Whether `state` is an equilibrium of the changed conflict, by the engine and by the plain definitions; `Ok(None)` where the state is not in it or the
/// changes cannot be made.
///
/// # Errors
/// When the engine cannot analyse the changed conflict, or does not agree with the definitions.
pub fn confirmed(
    conflict: &Conflict, changes: &[Change], concept: &'static Concept, state: &State,
) -> Result<Option<bool>, StabiliseError> {
    let Ok(changed) = conflict.changed(changes) else { return Ok(None) };
    let Some(state) = conflict.state_in(&changed, state) else { return Ok(None) };
    let meaning = Meaning::new(&changed).map_err(StabiliseError::TooMany)?;
    let settings = Settings { concepts: vec![concept], threads: Some(1), ..Settings::default() };
    let solution = detente_engine::analyse(&changed, &settings, &Control::none()).map_err(StabiliseError::Engine)?;
    let place = solution.place(&state).ok_or(StabiliseError::NotFeasible)?;
    let by_engine = solution.equilibria(concept).contains(place);
    if by_engine != plain::is_equilibrium(&meaning, concept, &state) {
        return Err(StabiliseError::Unconfirmed("a verdict".into()));
    }
    Ok(Some(by_engine))
}

/// As [`confirmed`], for changes that should make the state an equilibrium.
fn insist(
    conflict: &Conflict, changes: &[Change], concept: &'static Concept, state: &State, what: &str,
) -> Result<(), StabiliseError> {
    match confirmed(conflict, changes, concept, state)? {
        Some(true) => Ok(()),
        _ => Err(StabiliseError::Unconfirmed(what.into())),
    }
}
