//! What holds whatever the unknowns turn out to be.
//!
//! An [`Unknown`] is a choice between several ways that a conflict may be. A *completion* takes one alternative of each; what is the same in all
//! completions is *necessary*, what differs is *possible*, and an unknown *decides* a verdict where two completions that differ in it alone have
//! different verdicts.
//!
//! - [`complete`] looks at every completion while they are few, or at a sample when told so, and answers for every state;
//! - [`ask`] answers one question about any number of completions by branch and bound;
//! - [`Uncertain`] has the literature's own way of it, the extensions a to d of K. W. Li, K. W. Hipel, D. M. Kilgour and L. Fang (2004),
//!   *Preference uncertainty in the graph model for conflict resolution*, IEEE Transactions on Systems, Man, and Cybernetics A 34, 507–520. They know
//!   of each pair of states only whether the preference between them is known, and lose how the unknown pairs hang together.

use std::fmt;

use detente_engine::EngineError;
use detente_model::{ChangeError, Conflict, DmId, Unknown};

mod every;
mod extensions;
mod graph;
mod question;
mod relation;
mod space;

pub use detente_model::completions;
pub use every::{Completed, How, Scope, Tally, Verdict, complete};
pub use extensions::{Extension, Uncertain};
pub use graph::Graph;
pub use question::{Asked, MAX_LOOKS, Settled, ask};
pub use relation::{Opinion, Relation, RelationError};

/// One way that everything unknown may be: for each unknown, by its place, the place of the alternative that holds.
pub type Completion = Vec<usize>;

/// So many completions are looked at one by one, unless somebody asks for more.
pub const MAX_COMPLETIONS: u64 = 1 << 16;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownsError {
    /// An unknown has no alternative at all.
    NoAlternative(String),
    /// There are more completions than may be looked at one by one.
    TooMany {
        /// How many there are; `None` where that does not fit 128 bits.
        completions: Option<u128>,
        /// How many may be looked at.
        limit: u64,
    },
    /// The unknowns make feasible states or moves differ in too many ways.
    TooManyForms {
        /// How many ways are kept.
        limit: usize,
    },
    /// Feasible states or moves differ between completions, where the question needs them to be the same.
    FormDiffers {
        /// The first unknown that makes them differ.
        unknown: String,
    },
    /// The states are too many to be compared one with another.
    TooManyStates {
        /// How many may be.
        limit: usize,
    },
    /// The state is not feasible in any completion.
    NoSuchState,
    /// A completion is no conflict.
    Change {
        /// Which one, in words.
        completion: String,
        /// What is wrong with it.
        error: ChangeError,
    },
    /// A completion could not be analysed.
    Engine(EngineError),
}

impl fmt::Display for UnknownsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnknownsError::NoAlternative(id) => write!(f, "the unknown `{id}` has no alternative: give at least two"),
            UnknownsError::TooMany { completions, limit } => {
                match completions {
                    Some(completions) => write!(f, "there are {completions} completions")?,
                    None => write!(f, "there are more completions than can be counted")?,
                }
                write!(
                    f,
                    " and {limit} are looked at one by one. Ask about one state, raise the limit, or take a sample"
                )
            }
            UnknownsError::TooManyForms { limit } => write!(
                f,
                "the unknowns make states or moves differ in more than {limit} ways. Leave some of those that change rules or options out"
            ),
            UnknownsError::FormDiffers { unknown } => write!(
                f,
                "`{unknown}` changes which states or moves there are; extensions a to d are about unknown preferences alone"
            ),
            UnknownsError::TooManyStates { limit } => {
                write!(f, "there are more than {limit} states, too many to compare one with another")
            }
            UnknownsError::NoSuchState => write!(f, "the state is not feasible in any completion"),
            UnknownsError::Change { completion, error } => {
                write!(f, "with {completion} there is no conflict: {error}")
            }
            UnknownsError::Engine(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for UnknownsError {}

/// The conflict of one completion.
///
/// # Errors
/// When the alternatives together leave no meaningful conflict.
///
/// # Panics
/// Where `completion` does not have one place of an alternative for each unknown.
pub fn completed(conflict: &Conflict, unknowns: &[Unknown], completion: &[usize]) -> Result<Conflict, UnknownsError> {
    conflict
        .completed(unknowns, completion)
        .map_err(|error| UnknownsError::Change { completion: words(unknowns, completion), error })
}

/// A completion in words: `force: last; arms: as it is`.
pub fn words(unknowns: &[Unknown], completion: &[usize]) -> String {
    let parts: Vec<String> = unknowns
        .iter()
        .zip(completion)
        .map(|(unknown, &at)| format!("{}: {}", unknown.id, unknown.alternatives[at].words))
        .collect();
    parts.join("; ")
}

/// Whom a verdict is about: one decision maker, or all of them (`None`, an equilibrium), as an index.
fn who_index(who: Option<DmId>, dms: usize) -> usize {
    who.map_or(dms, DmId::index)
}
