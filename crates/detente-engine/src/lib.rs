//! The engine of Détente: which states of a conflict are stable, for whom, under which concept, and by what margin.
//!
//! [`estimate`] tells what the work would take before it begins, [`analyse`] does it, and a [`Solution`] holds the answer. There
//! are four engines behind this one interface, and all give the same answer:
//!
//! * *dense*: conflicts in option form, one slot for each of the 2^options option vectors;
//! * *sparse*: conflicts in option form of up to 64 options of whose vectors the rules leave few;
//! * *graph*: named states and listed moves, where a decision maker's moves need not chain;
//! * *symbolic*: conflicts in option form of any number of options, by sets of states that are not listed.
//!
//! [`survey`] gives the answer for conflicts of any size, from whichever engine fits, as a [`Survey`]: sets of states that are counted exactly, asked and searched. [`reach`] finds in the same way
//! what steps lead to.
//!
//! What they share is that stability is a threshold. For each concept there is a value `f(y)` of a state `y`, on the scale of
//! decision maker `i`'s own ranking, which says how well `i` is sure to fare after moving to `y`, whatever its opponents answer.
//! Then `i` is stable at `s` exactly when `s` ranks at least as high as the best `f(y)` among `i`'s moves `y` from `s`. That best value is
//! the *threshold*, and its distance to the place of `s` is the [`Margin`].
//!
//! | concept | `f(y)` |
//! |---|---|
//! | Nash | the place of `y` |
//! | GMR | the lowest place among `y` and the ends of the opponents' legal sequences from `y` |
//! | SMR | the same, but each such end `z` counts with the best place among `z` and `i`'s moves from `z` |
//! | SEQ, SSEQ | as GMR and SMR, over sequences of improvements |
//!
//! Moves from `s` that are no improvements never matter, since `f(y)` is at most the place of `y`. The definitions are those of L. Fang,
//! K. W. Hipel and D. M. Kilgour (1993), *Interactive Decision Making: The Graph Model for Conflict Resolution*, Wiley; the threshold form and the
//! algorithms are our own, and are tested against the definitions by the letter ([`detente_model::plain`]).

mod analyse;
mod crew;
mod dense;
mod error;
mod estimate;
mod graph;
mod index;
mod plan;
mod ranks;
mod search;
mod set;
mod settings;
mod solution;
mod sparse;
mod statements;
mod steps;
mod survey;
mod symbolic;
mod vectors;

pub use analyse::analyse;
pub use error::EngineError;
pub use estimate::{Estimate, StateCount, estimate, estimate_survey};
pub use num_bigint::BigUint;
pub use search::{NashCut, NashFound, NashSettings, nash_search};
pub use set::StateSet;
pub use settings::{Control, EngineKind, Progress, Settings};
pub use solution::{Margin, NumberedStates, Solution};
pub use steps::{Backwards, Forwards, StepNodes, StepTable};
pub use survey::{Found, States, Survey, Unfinished, reach, survey};
