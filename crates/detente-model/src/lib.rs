//! The conflict of the Graph Model for Conflict Resolution: its types, its file format, the ledger of claims that it rests on, and
//! the plain meaning of a move, a preference and a stable state.
//!
//! Start with [`Conflict`] (what there is), [`read`] (how it comes out of a file), [`Meaning`] (which moves exist, which state is preferred) and
//! [`concept`] (what *stable* means). [`plain`] evaluates the definitions by the letter; the engines are faster and must agree with it.
//!
//! Nothing here prints, exits or reads the environment. Errors are values with a place in the file and a remedy.

mod change;
mod completion;
pub mod concept;
mod conflict;
mod diagnostic;
mod digest;
mod distance;
mod expression;
pub mod file;
mod ids;
pub mod ledger;
mod meaning;
mod order;
pub mod plain;
mod rankings;
pub mod read;
mod settled;
mod states;
mod study;
mod vector;
mod view;
pub mod write;

pub use change::{Change, ChangeError, Mark, Place};
pub use completion::{Completions, advance, completion_changes};
pub use concept::{CONCEPTS, Concept, Sanction, Steps};
pub use conflict::{
    Agreement, Basis, Conflict, DecisionMaker, Direction, DmOption, Extent, MoveTable, NamedState, Outcome,
    OutcomeWhen, Preference, Provenance, Published, PublishedResult, Rule, State, Statement,
};
pub use diagnostic::{Diagnostic, Severity};
pub use digest::digest;
pub use expression::Expr;
pub use ids::{ClaimId, DmId, OptionId, SourceId};
pub use meaning::{MAX_NAMED_VECTORS, Meaning};
pub use order::{Circle, Order};
pub use states::{StateList, TooMany, feasible_vectors, numbered_name, numbered_place};
pub use study::{Alternative, Event, Motion, PartialRanking, Proposition, Question, Study, Unknown, Variant, View};
pub use vector::OptionVector;
pub use view::Image;
