//! Motion: where a conflict can go from a state, by whose steps, and where it comes to rest.
//!
//! A step is a decision maker's move, improvement or best improvement ([`Motion`]). A sequence of steps is *legal* when nobody steps twice in
//! succession; a decision maker may step again later. Every search here is over pairs of a state and the decision maker who stepped last, since
//! what may follow depends on both (Fang, Hipel and Kilgour 1993; the cycles and detours of such sequences are those of Li, Kilgour and Hipel 2005).
//!
//! There are two grounds to search on. The plain meaning is asked state by state, and needs to know nothing else: [`reach`], [`reach_until`], [`shocks`]. The tables
//! of an analysed conflict ([`detente_engine::StepTable`]) have all its states by place, and carry searches over millions of them: [`reach_in`], [`slide`], [`shocks_in`]. What
//! both can do they do in the same order, so that the answers are the same. [`bytes`] says beforehand what the second takes.

mod components;
mod estimate;
mod evolution;
mod offers;
mod reach;
mod rest;
mod search;
mod shock;
mod slide;

use std::fmt;

use detente_model::{DmId, Meaning, Motion, OutcomeWhen, State};

pub use estimate::bytes;
pub use evolution::{Arrival, Evolution};
pub use offers::{Offer, Worth, offers};
pub use reach::{Reach, reach, reach_in, reach_of, reach_until};
pub use rest::{Course, Rest, rests};
pub use shock::{Ending, Flip, Shock, shocks, shocks_in};
pub use slide::{Slide, slide};

/// A search looks at no more than so many pairs of a state and who stepped last, unless somebody says otherwise.
pub const MAX_PAIRS: usize = 1 << 21;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who takes it.
    pub by: DmId,
    /// Where it leads.
    pub to: State,
}

/// A legal sequence of steps; of length 0 where it stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub from: State,
    /// The steps in order.
    pub steps: Vec<Step>,
}

impl Path {
    /// Where it ends.
    pub fn end(&self) -> &State {
        self.steps.last().map_or(&self.from, |step| &step.to)
    }
}

/// Why a search was given up: it grew beyond its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFar {
    /// How many pairs of a state and who stepped last (or states, where only states are listed) were allowed.
    pub limit: usize,
}

impl fmt::Display for TooFar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        write!(
            f,
            "the conflict can go so far that the search was given up after {limit} pairs of a state and who stepped last; ask for best \
             improvements, or fix an option"
        )
    }
}

impl std::error::Error for TooFar {}

/// Why a search has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MotionError {
    /// It grew beyond its limit.
    TooFar(TooFar),
    /// The caller had enough.
    Cancelled,
}

impl From<TooFar> for MotionError {
    fn from(error: TooFar) -> Self {
        MotionError::TooFar(error)
    }
}

impl fmt::Display for MotionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MotionError::TooFar(error) => error.fmt(f),
            MotionError::Cancelled => write!(f, "the search was cancelled"),
        }
    }
}

impl std::error::Error for MotionError {}

/// The steps that `dm` would take from `state`, in the order of states: all moves, the improvements, or the best improvements (those improvements to which
/// it prefers no other of them; several where it is indifferent between them).
pub fn steps(meaning: &Meaning, dm: DmId, state: &State, by: Motion) -> Vec<State> {
    match by {
        Motion::Moves => meaning.moves(dm, state),
        Motion::Improvements => meaning.improvements(dm, state),
        Motion::BestImprovements => {
            let improvements = meaning.improvements(dm, state);
            let Some(best) =
                improvements.iter().reduce(|best, end| if meaning.prefers(dm, end, best) { end } else { best })
            else {
                return Vec::new();
            };
            improvements.iter().filter(|end| !meaning.prefers(dm, best, end)).cloned().collect()
        }
    }
}

/// Whether a goal holds at a state.
pub fn holds(meaning: &Meaning, goal: &OutcomeWhen, state: &State) -> bool {
    meaning.satisfies(goal, state)
}
