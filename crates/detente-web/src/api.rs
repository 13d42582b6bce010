//! What the page and the server say to each other. The page's types (`ui/src/lib/api.ts`) are written from these.
//!
//! Every request is `POST` with JSON (or `GET` without a body) and carries the token of this start. What may take long answers with a line of JSON for each [`Line`]: progress, then the
//! end. Each request carries the text of the file, and the text is the document; the server may remember what followed from the last one, and nothing hangs on that. So undo is the text
//! before, two windows cannot disagree, and a server that is killed loses nothing.

mod answer;
mod files;
mod listing;
mod outside;
mod picture;
mod play;
mod sketch;
mod work;

use serde::{Deserialize, Serialize};

pub use answer::*;
pub use files::*;
pub use listing::*;
pub use outside::*;
pub use picture::*;
pub use play::*;
pub use sketch::*;
pub use work::*;

/// A line of an answer that may take long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum Line<T> {
    /// How far the work is.
    Progress {
        /// What is being done.
        what: String,
        /// Pieces of work done.
        #[cfg_attr(test, ts(type = "number"))]
        done: u64,
        /// Pieces in all.
        #[cfg_attr(test, ts(type = "number"))]
        total: u64,
    },
    /// The answer. Nothing follows it.
    Done {
        /// The answer.
        answer: T,
    },
    /// There is none. Nothing follows it.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// `GET /api/start`: what there is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Start {
    /// The version of the program.
    pub version: String,
    /// The file to begin with, if one was named.
    pub opened: Option<FileRef>,
    /// The conflict files of the opened folder, in the order of their names.
    pub files: Vec<FileEntry>,
    /// Whether there are more files in the folder than are listed.
    pub files_cut: bool,
    /// The catalogue.
    pub cases: Vec<CaseEntry>,
    /// The concepts, in the order of tables.
    pub concepts: Vec<ConceptEntry>,
}

/// A case of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CaseEntry {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How many decision makers it has.
    pub decision_makers: usize,
    /// How many options.
    pub options: usize,
    /// Where it was published.
    pub reference: Option<String>,
}

/// A stability concept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ConceptEntry {
    /// The name in files and requests.
    pub id: String,
    /// The name in tables.
    pub name: String,
    /// The full name.
    pub title: String,
    /// Why a state lasts under it, in a few words.
    pub short: String,
    /// The definition in a sentence.
    pub words: String,
}

/// Why a request has no answer. Also the body of every answer that is not `200`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    /// A short stable word for programs: `refused`, `bad_request`, `not_found`, `too_large`, `cancelled`, `bad_file`, `cannot_write`, `cannot_edit`,
    /// `bad_answer`, `rejected`.
    pub kind: String,
    /// For people: what, and what to do.
    pub message: String,
}
