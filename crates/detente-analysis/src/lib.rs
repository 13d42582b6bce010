//! What people ask of a conflict, one question a module.
//!
//! [`Answer`] is a conflict with its solution, [`certify`] proves single verdicts by a search of its own, [`published`] compares
//! with the literature.

mod answer;
pub mod certify;
pub mod published;

pub use answer::{Answer, AnswerError, Choice, choices, find_state, on};
pub use published::{Comparison, Finding};
