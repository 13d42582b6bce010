//! What holds whatever the unknowns turn out to be.
//!
//! An [`Unknown`] is a choice between several ways that a conflict may be. A *completion* takes one alternative of each; what is the same in all
//! completions is *necessary*, what differs is *possible*, and an unknown *decides* a verdict where two completions that differ in it alone have
//! different verdicts. A ranking of which the order of some states is not known is an unknown whose alternatives are all rankings, ties allowed, that
//! keep what is known; a *pair* of states decides a verdict where two completions that differ in the order of these two alone have different verdicts.
//!
//! - [`complete`] looks at every completion while they are few, or at a sample when told so, and answers for every state;
//! - [`ask`] answers one question about any number of completions by branch and bound, and [`survey`] asks for the equilibria state by state;
//! - [`Uncertain`] has the literature's own way of it, the extensions a to d of K. W. Li, K. W. Hipel, D. M. Kilgour and L. Fang (2004),
//!   *Preference uncertainty in the graph model for conflict resolution*, IEEE Transactions on Systems, Man, and Cybernetics A 34, 507–520. They know
//!   of each pair of states only whether the preference between them is known, and lose how the unknown pairs hang together.

use std::fmt;

use detente_engine::EngineError;
use detente_model::{ChangeError, Conflict, DmId, PartialRanking, State, Unknown, completion_changes, numbered_name};

mod confirm;
mod doubts;
mod draw;
mod every;
mod extensions;
mod graph;
mod looking;
mod orders;
mod pairs;
mod question;
mod relation;
mod space;
mod survey;

pub use every::{Completed, How, Scope, Tally, Verdict, complete};
pub use extensions::{Extension, Uncertain};
pub use graph::Graph;
pub use pairs::Pair;
pub use question::{Asked, MAX_LOOKS, Settled, ask};
pub use relation::{Opinion, Relation, RelationError};
pub use survey::{Survey, survey};

/// One way that everything unknown may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Completion {
    /// For each unknown, by its place, the place of the alternative that holds.
    pub alternatives: Vec<usize>,
    /// For each ranking that is partly known, in order: the place of each of its states, the higher the better, from 0 without gaps.
    pub rankings: Vec<Vec<u32>>,
}

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
    /// The completions of a ranking are too many to be counted, and so cannot be drawn evenly.
    Uncounted {
        /// The id of what is not known of it.
        ranking: String,
    },
    /// An answer was found that the completed conflict does not confirm.
    Unconfirmed {
        /// The completion, in words.
        completion: String,
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
            UnknownsError::Uncounted { ranking } => write!(
                f,
                "the completions of `{ranking}` are too many to be counted, so they cannot be drawn evenly. Ask about one state, without a sample"
            ),
            UnknownsError::Unconfirmed { completion } => {
                write!(f, "a verdict was found that is not confirmed with {completion}: please report this")
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

/// How many completions there are: the product of the numbers of alternatives, and of the numbers of completions of the rankings of `conflict` that are
/// partly known. `None` where it does not fit 128 bits, or where the completions of a ranking are too many to be counted.
pub fn completions(conflict: &Conflict, unknowns: &[Unknown]) -> Option<u128> {
    let of_orders = conflict.study.orders.iter().map(|order| orders::Orders::new(&order.order).count());
    let of_unknowns = unknowns.iter().map(|unknown| Some(unknown.alternatives.len() as u128));
    of_unknowns.chain(of_orders).try_fold(1u128, |product, count| product.checked_mul(count?))
}

/// How many completions a ranking has; `None` where they are too many to be counted.
pub fn completions_of(ranking: &PartialRanking) -> Option<u128> {
    orders::Orders::new(&ranking.order).count()
}

/// The conflict of one completion.
///
/// Rankings and places of statements come first, then the alternatives, then what marks say of statements: so an alternative that gives a ranking, or a place, or
/// drops a statement has the last word, and a place or a mark of a statement that is not there means nothing.
///
/// # Errors
/// When the alternatives together leave no meaningful conflict.
///
/// # Panics
/// Where `completion` does not have one place of an alternative for each unknown, and one ranking for each that is partly known.
pub fn completed(
    conflict: &Conflict, unknowns: &[Unknown], completion: &Completion,
) -> Result<Conflict, UnknownsError> {
    assert_eq!(completion.alternatives.len(), unknowns.len(), "one alternative for each unknown");
    assert_eq!(completion.rankings.len(), conflict.study.orders.len(), "one ranking for each that is partly known");
    let rankings = conflict.study.orders.iter().zip(completion.rankings.iter().map(Vec::as_slice));
    conflict
        .changed(&completion_changes(unknowns, &completion.alternatives, rankings))
        .map_err(|error| UnknownsError::Change { completion: words(conflict, unknowns, completion), error })
}

/// A completion in words: `force: last; arms: as it is; south.ranking: s2 > s1 ~ s3`.
pub fn words(conflict: &Conflict, unknowns: &[Unknown], completion: &Completion) -> String {
    words_about(conflict, unknowns, completion, None)
}

/// The same for whom it matters what is above a state: of a ranking of many states it is told for the decision makers asked about (`None` for all of
/// them) which ones are above that state, and of the others nothing.
pub fn words_about(
    conflict: &Conflict, unknowns: &[Unknown], completion: &Completion, about: Option<(&State, Option<DmId>)>,
) -> String {
    let alternatives = unknowns
        .iter()
        .zip(&completion.alternatives)
        .map(|(unknown, &at)| format!("{}: {}", unknown.id, unknown.alternatives[at].words));
    let rankings = conflict.study.orders.iter().zip(&completion.rankings).filter_map(|(order, ranking)| {
        let few = order.states.len() <= MAX_SHOWN;
        let place = about.map(|(state, who)| (order.states.iter().position(|other| other == state), who));
        let words = match (order.order.open_pairs(), place) {
            (0..=MAX_PAIRS, _) => pairs_in_words(conflict, order, ranking),
            (..=MAX_SHOWN, _) if !few => pairs_in_words(conflict, order, ranking),
            (_, Some((Some(state), who))) if !few => {
                if who.is_some_and(|dm| dm != order.dm) {
                    return None;
                }
                above_in_words(conflict, ranking, state)
            }
            _ => ranking_in_words(conflict, order, ranking, MAX_SHOWN),
        };
        Some(format!("{}: {words}", order.id(conflict)))
    });
    alternatives.chain(rankings).collect::<Vec<_>>().join("; ")
}

/// Up to so many open pairs a completion is told by them, not by the whole ranking.
const MAX_PAIRS: usize = 3;
/// So many states of a ranking are told, or so many pairs where there are more states.
pub const MAX_SHOWN: usize = 12;

/// Which states are above one in a completion: `s3, s7 and 4 others above s1`.
fn above_in_words(conflict: &Conflict, ranking: &[u32], state: usize) -> String {
    let above: Vec<usize> = (0..ranking.len()).filter(|&other| ranking[other] > ranking[state]).collect();
    let mut names: Vec<String> = above.iter().take(MAX_SHOWN).map(|&at| state_name(conflict, at)).collect();
    if above.len() > names.len() {
        names.push(format!("{} others", above.len() - names.len()));
    }
    let names = match names.as_slice() {
        [] => "nothing".to_string(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    format!("{names} above {}", state_name(conflict, state))
}

/// How the pairs that are not known stand in a completion: `s3 above s4, s5 beside s6`.
fn pairs_in_words(conflict: &Conflict, order: &PartialRanking, ranking: &[u32]) -> String {
    let name = |at: usize| state_name(conflict, at);
    let pairs = (0..ranking.len()).flat_map(|a| (a + 1..ranking.len()).map(move |b| (a, b)));
    let open = pairs.filter(|&(a, b)| !order.order.is_known(a, b)).map(|(a, b)| match ranking[a].cmp(&ranking[b]) {
        std::cmp::Ordering::Greater => format!("{} above {}", name(a), name(b)),
        std::cmp::Ordering::Less => format!("{} above {}", name(b), name(a)),
        std::cmp::Ordering::Equal => format!("{} beside {}", name(a), name(b)),
    });
    open.collect::<Vec<_>>().join(", ")
}

/// A completion of a ranking as files have it, cut after `most` states: `s3 > s7 ~ s1 > …`.
pub fn ranking_in_words(conflict: &Conflict, order: &PartialRanking, ranking: &[u32], most: usize) -> String {
    let mut sorted: Vec<usize> = (0..order.states.len()).collect();
    sorted.sort_by_key(|&at| (std::cmp::Reverse(ranking[at]), at));
    let mut text = String::new();
    for (place, &at) in sorted.iter().enumerate().take(most) {
        match place.checked_sub(1).map(|before| ranking[sorted[before]] == ranking[at]) {
            Some(true) => text.push_str(" ~ "),
            Some(false) => text.push_str(" > "),
            None => {}
        }
        text.push_str(&state_name(conflict, at));
    }
    if sorted.len() > most {
        text.push_str(" > …");
    }
    text
}

/// The name of the state at a place among all states of `conflict`.
pub fn state_name(conflict: &Conflict, at: usize) -> String {
    match &conflict.named_states {
        Some(named) => named[at].id.clone(),
        None => numbered_name(at),
    }
}

/// Whom a verdict is about: one decision maker, or all of them (`None`, an equilibrium), as an index.
fn who_index(who: Option<DmId>, dms: usize) -> usize {
    who.map_or(dms, DmId::index)
}
