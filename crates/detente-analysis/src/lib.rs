//! What people ask of a conflict, one question a module.
//!
//! [`Answer`] is a conflict with its solution, [`certify`] proves single verdicts by a search of its own, [`published`] compares
//! with the literature.

mod answer;
pub mod ask;
pub mod certify;
pub mod coalition;
pub mod compare;
pub mod events;
pub mod motion;
pub mod pivots;
pub mod published;
pub mod stabilise;
pub mod unknowns;
pub mod views;
pub mod world;

pub use answer::{Answer, AnswerError, Choice, choices, find_state, on};
pub use published::{Comparison, Finding};
