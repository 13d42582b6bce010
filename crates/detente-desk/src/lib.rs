//! The desk: where people bring their conflicts, whichever program they use, and have their questions answered.
//!
//! [`ask`] is what people ask, [`answer`](mod@answer) puts it to a conflict, and there is a module for each question: from what somebody means to what is laid out. [`host`] is what a question needs
//! of the program that it is asked in, and [`refusal`] why it may have no answer. [`catalogue`] has the published conflicts, [`files`] reads conflict files and finds the documents of their ledgers,
//! [`output`] writes files so that nothing is ever half written. Nothing here prints; errors are values.

#![forbid(unsafe_code)]

pub mod analysis;
pub mod answer;
pub mod ask;
pub mod catalogue;
pub mod check;
pub mod coalitions;
pub mod compare;
pub mod course;
pub mod events;
pub mod files;
pub mod find;
pub mod host;
pub mod nash;
pub mod output;
pub mod paths;
pub mod pivots;
pub mod plans;
pub mod propositions;
pub mod refusal;
pub mod report;
pub mod stabilise;
pub mod survey;
pub mod unknowns;
pub mod variant;
pub mod views;
pub mod why;

pub use answer::{Plan, Reply, answer};
pub use host::{Host, SURVEY_WORK};
pub use refusal::{Kind, Refusal};
