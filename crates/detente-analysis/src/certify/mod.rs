//! Certificates: verdicts together with their proofs, for [`detente_proof`] to check.
//!
//! The verdicts are found here afresh, by a search on the plain meaning of the conflict: a certificate owes nothing to
//! the engines and so is evidence for them as well. [`Prover::reasons`] gives one verdict with its reasons as typed
//! values, for explanations; [`certify`] writes the proofs of many into a certificate.

pub mod findings;
mod reasons;
mod search;

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use detente_model::{CONCEPTS, Concept, Conflict, DmId, Meaning, State, StateList, Steps, TooMany};
use detente_proof::{
    About, Answer, Bundle, ClosedSet, Conventions, Format, Proof, Reached, Verdict, state_text, steps_text,
};

pub use reasons::{Reasons, Remains, Reply, Sanctioned, Step, Unanswered};
pub use search::Prover;
use search::{Found, Place};

/// The search for a sanction of one improvement gives up beyond so many pairs of a state and the opponent who moved
/// there last, unless [`Prover::with_max_pairs`] says otherwise.
pub const MAX_PAIRS: usize = 1 << 20;

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
    let conflict = meaning.conflict();
    let mut prover = Prover::new(meaning);
    let mut closed_sets = ClosedSets::default();
    let mut verdicts = Vec::new();
    let mut answered = BTreeSet::new();
    for (done, request) in requests.iter().enumerate() {
        if answered.insert((request.concept.index(), request.dm, &request.state)) {
            let found = prover.decide(request)?;
            verdicts.push(Verdict {
                concept: request.concept.id.into(),
                decision_maker: conflict.dm(request.dm).id.clone(),
                state: state_text(conflict, &request.state),
                proof: proof(&prover, request, found, &mut closed_sets),
            });
        }
        if !progress(done + 1, requests.len()) {
            return Err(CertifyError::Cancelled { done: done + 1 });
        }
    }
    Ok(Bundle {
        format: Format::V1,
        conflict: About { title: conflict.title.clone(), digest: detente_model::digest(conflict) },
        conventions: Conventions::default(),
        closed_sets: closed_sets.written,
        verdicts,
        findings: Vec::new(),
    })
}

fn proof(prover: &Prover, request: &Request, found: Found, closed_sets: &mut ClosedSets) -> Proof {
    let conflict = prover.meaning.conflict();
    let text = |place: Place| state_text(conflict, prover.state(place));
    match found {
        Found::Stable(sanctions) => Proof::Stable {
            improvements: sanctions
                .into_iter()
                .map(|(y, sequence)| Answer {
                    to: text(y),
                    sanction: sequence
                        .into_iter()
                        .map(|(by, to)| detente_proof::Step { by: conflict.dm(by).id.clone(), to: text(to) })
                        .collect(),
                })
                .collect(),
        },
        Found::Unstable(y) => Proof::Unstable {
            improvement: text(y),
            closed_set: request.concept.sanction.map(|kind| closed_sets.index(prover, request.dm, kind.steps, y)),
        },
    }
}

/// The closed sets of a certificate, each written once: from most improvements the opponents can reach what they can
/// from many others.
#[derive(Default)]
struct ClosedSets {
    written: Vec<ClosedSet>,
    by_start: HashMap<(DmId, Steps, Place), usize>,
    by_content: HashMap<(DmId, Steps, Pairs), usize>,
}

/// The pairs of a closed set, in order: the same for the same set.
type Pairs = Vec<(DmId, Place)>;

impl ClosedSets {
    /// The place of the set of all that the opponents of `dm` can reach from `y`.
    fn index(&mut self, prover: &Prover, dm: DmId, steps: Steps, y: Place) -> usize {
        if let Some(&index) = self.by_start.get(&(dm, steps, y)) {
            return index;
        }
        let mut pairs: Pairs = prover.replies(steps, y).iter().map(|pair| (pair.by, pair.state)).collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| prover.state(a.1).cmp(prover.state(b.1))));
        let conflict = prover.meaning.conflict();
        let index = *self.by_content.entry((dm, steps, pairs)).or_insert_with_key(|(_, _, pairs)| {
            let reached = pairs.chunk_by(|a, b| a.0 == b.0).map(|part| Reached {
                by: conflict.dm(part[0].0).id.clone(),
                states: part.iter().map(|&(_, place)| state_text(conflict, prover.state(place))).collect(),
            });
            self.written.push(ClosedSet {
                opponents_of: conflict.dm(dm).id.clone(),
                steps: steps_text(steps).into(),
                reached: reached.collect(),
            });
            self.written.len() - 1
        });
        self.by_start.insert((dm, steps, y), index);
        index
    }
}
