//! Forms: the conflict with named changes made to it, and what is proved there.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{ClosedSet, Finding, Verdict};

/// A form of the conflict with the proofs that hold there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Which form: how the checker makes it.
    pub form: FormOf,
    /// What opponents can do there, as in [`Bundle::closed_sets`](crate::Bundle::closed_sets).
    pub closed_sets: Vec<ClosedSet>,
    /// The verdicts there, each with its proof.
    pub verdicts: Vec<Verdict>,
    /// What else is found there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// How a form is made. Only a plan brings its changes along: all others are those of the conflict file, whatever the certificate says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormOf {
    /// A variant of the conflict file, by id.
    Variant(String),
    /// How a decision maker sees the conflict, by id.
    View(String),
    /// Completions of what is not known, each by its numbers: for each unknown of the file, in order, the alternative that holds, 0 for the one that is written, and then
    /// for each ranking that is partly known, in order, the place of a completion of it in the list of [`detente_model::Order::completions`]. The proofs are checked in
    /// each of them.
    Completions(Vec<Vec<usize>>),
    /// The conflict, or a variant of it, with changes made.
    Plan(Plan),
}

/// Changes that a certificate brings along.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The variant that they are made to, by id; absent for the conflict itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The changes, as the body of a `[variants.ID]` table in a conflict file ([`detente_model::read::changes`]).
    pub changes: String,
}

impl fmt::Display for FormOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormOf::Variant(id) => write!(f, "the variant {id}"),
            FormOf::View(of) => write!(f, "the view of {of}"),
            FormOf::Completions(all) if all.len() == 1 => write!(f, "the completion {:?}", all[0]),
            FormOf::Completions(all) => write!(f, "{} completions", all.len()),
            FormOf::Plan(Plan { variant: Some(id), .. }) => write!(f, "a plan for the variant {id}"),
            FormOf::Plan(Plan { variant: None, .. }) => write!(f, "a plan"),
        }
    }
}
