//! Joint moves: what decision makers could do together that none of them does alone.
//!
//! The definitions are those of coalitional stability in the graph model, as implemented (D. M. Kilgour, K. W. Hipel, L. Fang and X. Peng 2001,
//! *Coalition analysis in group decision support*, Group Decision and Negotiation 10, 159–175; T. Inohara and K. W. Hipel 2008, *Coalition analysis in the graph
//! model for conflict resolution*, Systems Engineering 11, 343–359). `H` is a coalition, a non-empty set of decision makers, and `K` are all others.
//!
//! - A *joint improvement* of `H` from `s` is the end of a legal sequence of its members that every member prefers to `s`:
//!   `R_H⁺⁺(s) = {q ∈ R_H(s) : q >_i s for all i ∈ H}`. The steps on the way need not be improvements. A single member's joint improvements are its improvements.
//! - For a family of coalitions, *class improvements* are the ends of sequences of joint improvements by coalitions of the family, each judged from the state that it
//!   leaves, and never two in succession by the same coalition.
//! - [`CoalitionConcept`] has the four stabilities of a state for a coalition. A state is *universally* stable when it is stable for every coalition.
//!
//! [`joint_improvements`] and [`joint_moves`] search from one state and work on conflicts of any size, up to a limit on the search; [`Coalitions`] answers
//! everything about every state of a conflict with a moderate number of states; [`upsets`] asks which coalition would upset a state.

mod all;
mod concepts;
mod joint;
mod relation;
mod upset;

use std::fmt;

use detente_model::{Conflict, DmId};

pub use crate::motion::{Step, TooFar};
pub use all::{Coalitions, MAX_STATES, MAX_WORK};
pub use concepts::{COALITION_CONCEPTS, CoalitionConcept, CoalitionSanction};
pub use joint::{JointMove, Switch, joint_improvements, joint_moves};
pub use upset::{Upset, upsets};

/// Every coalition is looked at where there are at most so many decision makers.
pub const MAX_DMS_FOR_ALL: usize = 8;

/// A search for joint moves from one state looks at no more than so many pairs of a state and who moved last, unless somebody says otherwise.
pub const MAX_PAIRS: usize = 1 << 20;

/// Why there is no answer about coalitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoalitionError {
    /// The search from one state was given up.
    TooFar(TooFar),
    /// There are too many states, or too many decision makers, to answer for every state and every coalition.
    TooLarge {
        /// How many states there are; `None` where they are more than [`MAX_STATES`].
        states: Option<usize>,
        /// How many decision makers.
        decision_makers: usize,
    },
    /// The caller had enough.
    Cancelled,
}

impl fmt::Display for CoalitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CoalitionError::TooFar(error) => write!(
                f,
                "the coalition can go so far that the search was given up after {} pairs of a state and who moved last; ask for a smaller coalition, or raise \
                 the limit",
                error.limit
            ),
            CoalitionError::TooLarge { states, decision_makers } => {
                match states {
                    Some(states) => write!(f, "{states} states")?,
                    None => write!(f, "more than {MAX_STATES} states")?,
                }
                write!(
                    f,
                    " and {decision_makers} decision makers are too many to compare what every coalition can do from every state; ask for the joint \
                     improvements from one state, or fix an option"
                )
            }
            CoalitionError::Cancelled => write!(f, "cancelled"),
        }
    }
}

impl std::error::Error for CoalitionError {}

impl From<TooFar> for CoalitionError {
    fn from(error: TooFar) -> Self {
        CoalitionError::TooFar(error)
    }
}

/// The coalitions of at least two decision makers, small ones first, then in the order of the decision makers; and whether these are all that there are.
///
/// Beyond [`MAX_DMS_FOR_ALL`] decision makers they are the pairs and the coalition of all.
pub fn coalitions(conflict: &Conflict) -> (Vec<Vec<DmId>>, bool) {
    let dms: Vec<DmId> = conflict.dm_ids().collect();
    if dms.len() > MAX_DMS_FOR_ALL {
        let mut list: Vec<Vec<DmId>> =
            dms.iter().enumerate().flat_map(|(at, &a)| dms[at + 1..].iter().map(move |&b| vec![a, b])).collect();
        list.push(dms);
        return (list, false);
    }
    let mut list: Vec<Vec<DmId>> = (0_usize..1 << dms.len())
        .map(|mask| dms.iter().copied().filter(|dm| mask >> dm.index() & 1 == 1).collect::<Vec<DmId>>())
        .filter(|members| members.len() >= 2)
        .collect();
    list.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    (list, true)
}
