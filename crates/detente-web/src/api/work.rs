//! What is read from a text and computed from it, after each edit.

use detente_edit::{Edit, Step};
use serde::{Deserialize, Serialize};

use super::{FileRef, Problem, Rows, Sketch};

/// `POST /api/work`, answered by lines that end with a [`Work`]: edits are made, the text is read, the conflict analysed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WorkRequest {
    /// The text of the file.
    pub text: String,
    /// Edits to be made to it first, in order; all or none.
    pub edits: Vec<Edit>,
    /// The variant to analyse; the conflict as it is written unless given.
    pub variant: Option<String>,
    /// The file that the text came from, for the documents beside it.
    pub file: Option<FileRef>,
}

/// The text, read and analysed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Work {
    /// The text after the edits.
    pub text: String,
    /// What is in it.
    pub reading: Reading,
    /// What follows from it; nothing where it has errors, or could not be analysed.
    pub analysis: Option<Analysis>,
    /// Why it could not be analysed.
    pub problem: Option<Problem>,
    /// The published results beside ours, in the order of the file; nothing in a variant, which they are not about.
    pub published: Vec<Compared>,
}

/// A published result beside ours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Compared {
    /// Whether they are the same.
    pub same: bool,
    /// Whether the file says otherwise: it does not say that they differ, or says so though they do not.
    pub wrong: bool,
    /// Published states that ours has not, by name; of many the first, and how many more.
    pub missing: Vec<String>,
    /// States of ours that were not published.
    pub extra: Vec<String>,
    /// How many states ours has.
    pub ours: usize,
}

/// What is in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reading {
    /// The file as it stands, tables as objects, in the order of the file; nothing where it is no TOML. Places of [`Edit`]s are places in this.
    #[cfg_attr(test, ts(type = "JsonObject | null"))]
    pub file: Option<serde_json::Value>,
    /// What is wrong with it.
    pub complaints: Vec<Complaint>,
    /// The conflict that it describes; nothing where there are errors.
    pub conflict: Option<Sketch>,
}

/// Something that is wrong with a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Complaint {
    /// Whether the text can be used all the same.
    pub warning: bool,
    /// A short stable name of the kind of complaint.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// A few words about the place; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The element of the file that it is about; empty where that is the whole.
    pub at: Vec<Step>,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// Where the place begins, in UTF-16 units from the beginning of the text, as editors in the browser count.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// `POST /api/place`: where an element stands in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlaceOf {
    /// The text of the file.
    pub text: String,
    /// The element.
    pub at: Vec<Step>,
}

/// The place of an element; of the nearest one around it where it is not there itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Place {
    /// Where it begins, in UTF-16 units from the beginning of the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What follows from a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Analysis {
    /// The digest of the conflict that was analysed, in its variant.
    pub digest: String,
    /// The engine that did it.
    pub engine: String,
    /// How many states there are.
    pub states: usize,
    /// How many places each decision maker's ranking has.
    pub places: Vec<u32>,
    /// The place of the status quo.
    pub status_quo: Option<usize>,
    /// The number of equilibria, by concept.
    pub equilibria: Vec<usize>,
    /// The number of stable states, by concept and decision maker.
    pub stable: Vec<Vec<usize>>,
    /// The states: all of them where they are few, otherwise the first of those that matter.
    pub rows: Rows,
}
