//! Certificates: verdicts together with their proofs, for [`detente_proof`] to check.
//!
//! The verdicts are found here afresh, by a search on the plain meaning of the conflict: a certificate owes nothing to
//! the engines and so is evidence for them as well. [`Prover::reasons`] gives one verdict with its reasons as typed
//! values, for explanations; [`certify`] writes the proofs of many into a certificate.

mod completions;
pub mod findings;
mod plans;
mod propositions;
mod reasons;
mod search;
mod verdicts;
mod views;

use std::fmt;

use detente_model::write::WriteError;
use detente_model::{CONCEPTS, ChangeError, Concept, Conflict, DmId, Meaning, State, StateList, TooMany};
use detente_proof::{Bundle, Form, FormOf};

pub use completions::completions;
pub use plans::{Counted, Plan, plans};
pub use propositions::{Unproved, propositions};
pub use reasons::{Reasons, Remains, Reply, Sanctioned, Step, Unanswered};
pub use search::Prover;
use verdicts::Verdicts;
pub use views::hypergame;

/// The search for a sanction of one improvement gives up beyond so many pairs of a state and the opponent who moved
/// there last, unless [`Prover::with_max_pairs`] says otherwise.
pub const MAX_PAIRS: usize = 1 << 20;

/// Moves of a decision maker with more options than this are not looked at one by one.
pub const MAX_OWN_OPTIONS: usize = 24;

/// [`all_requests`] asks about all states of conflicts with at most so many.
///
/// At this size a certificate of everything is some tens of megabytes.
pub const MAX_STATES_FOR_ALL: usize = 1 << 12;

/// A question that a certificate is to answer: whether `state` is stable for `dm` under `concept`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The concept.
    pub concept: &'static Concept,
    /// The decision maker.
    pub dm: DmId,
    /// The state.
    pub state: State,
}

/// Why no certificate was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertifyError {
    /// A request names a decision maker or a state that the conflict does not have.
    Unknown(Request),
    /// The opponents of the decision maker can do too much: the search met more than so many pairs of a state and the
    /// opponent who moved there last, and none of them settles the question.
    TooLarge {
        /// The request.
        request: Request,
        /// How many pairs were allowed, of one improvement.
        max_pairs: usize,
    },
    /// A decision maker can change so many options that its moves cannot be looked at one by one.
    TooManyMoves {
        /// The decision maker.
        dm: DmId,
        /// How many options it can change at some state.
        options: usize,
    },
    /// There are more states than can be listed.
    TooMany(TooMany),
    /// A form of the conflict cannot be made.
    Form {
        /// Which one, in words.
        form: String,
        /// Why.
        error: ChangeError,
    },
    /// There are more completions than a certificate may be about.
    TooManyCompletions {
        /// How many there are; `None` where that does not fit 128 bits.
        completions: Option<u128>,
        /// How many it may be about.
        limit: u64,
    },
    /// A plan cannot be written down.
    Write(WriteError),
    /// A plan does not do what it should.
    NoEquilibrium,
    /// The caller had enough.
    Cancelled {
        /// How many requests had been answered.
        done: usize,
    },
}

impl fmt::Display for CertifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CertifyError::Unknown(_) => write!(f, "the conflict has no such decision maker or state"),
            CertifyError::TooLarge { request, max_pairs } => write!(
                f,
                "the opponents can answer an improvement in so many ways that the search under {} was given up: more than \
                 {max_pairs} pairs of a state and who moved there last",
                request.concept.name
            ),
            CertifyError::TooManyMoves { dm, options } => write!(
                f,
                "decision maker {} can change {options} options, so it has up to 2^{options} moves from one state; proofs look at moves one by one, of up to \
                 {MAX_OWN_OPTIONS} options",
                dm.index() + 1
            ),
            CertifyError::TooMany(error) => error.fmt(f),
            CertifyError::Form { form, error } => write!(f, "{form} is no conflict: {error}"),
            CertifyError::TooManyCompletions { completions, limit } => {
                match completions {
                    Some(completions) => write!(f, "there are {completions} completions")?,
                    None => write!(f, "there are more completions than can be counted")?,
                }
                write!(f, ", and a certificate is about {limit} at most")
            }
            CertifyError::Write(error) => error.fmt(f),
            CertifyError::NoEquilibrium => write!(f, "with the plan the state is no equilibrium"),
            CertifyError::Cancelled { done } => write!(f, "cancelled after {done} verdicts"),
        }
    }
}

impl std::error::Error for CertifyError {}

/// The requests for every verdict there is: of each decision maker, at each state, under each concept.
///
/// # Errors
/// When the conflict has more than [`MAX_STATES_FOR_ALL`] states.
pub fn all_requests(conflict: &Conflict) -> Result<Vec<Request>, TooMany> {
    let list = StateList::new(conflict, MAX_STATES_FOR_ALL)?;
    if list.states().len() > MAX_STATES_FOR_ALL {
        return Err(TooMany { limit: MAX_STATES_FOR_ALL });
    }
    // The decision maker first: the prover remembers what the opponents of one at a time can do.
    let of_state = |dm, state: &State| CONCEPTS.map(|concept| Request { concept, dm, state: state.clone() });
    Ok(conflict.dm_ids().flat_map(|dm| list.states().iter().flat_map(move |state| of_state(dm, state))).collect())
}

/// Finds the verdict on each request and writes a certificate of all of them, in their order; a request made twice is
/// answered once.
///
/// `progress` is called after each request with the number of those answered and of all; when it returns `false`, the
/// work is given up. Requests about one decision maker are best put together (as [`all_requests`] does): the search
/// remembers what the opponents of one decision maker at a time can do.
///
/// # Errors
/// See [`CertifyError`]; nothing is certified then.
pub fn certify(
    meaning: &Meaning, requests: &[Request], progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Bundle, CertifyError> {
    let mut verdicts = Verdicts::new(meaning);
    for (done, request) in requests.iter().enumerate() {
        verdicts.stable(request)?;
        if !progress(done + 1, requests.len()) {
            return Err(CertifyError::Cancelled { done: done + 1 });
        }
    }
    let (closed_sets, verdicts) = verdicts.written();
    Ok(Bundle { closed_sets, verdicts, ..Bundle::of(meaning.conflict()) })
}

/// What is proved of a variant's conflict, as a certificate of the conflict `base` that has the variant.
pub fn in_variant(base: &Conflict, id: &str, bundle: Bundle) -> Bundle {
    let Bundle { closed_sets, verdicts, findings, .. } = bundle;
    let form = Form { form: FormOf::Variant(id.into()), closed_sets, verdicts, findings };
    Bundle { forms: vec![form], ..Bundle::of(base) }
}

impl From<TooMany> for CertifyError {
    fn from(error: TooMany) -> Self {
        CertifyError::TooMany(error)
    }
}
