//! Questions and proofs, and their answers laid out.

use detente_desk::ask::Ask;
use serde::{Deserialize, Serialize};

use super::FileRef;

/// A piece of text with a tone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Run {
    /// `plain`, `strong`, `quiet`, `good`, `bad`, `warn` or `name`.
    pub tone: String,
    /// The text.
    pub text: String,
}

/// An answer laid out: headings, sentences, lists and tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Doc {
    /// The parts in order.
    pub blocks: Vec<Block>,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// The title of the whole.
    Title {
        /// Its text.
        text: Vec<Run>,
    },
    /// The title of a section.
    Heading {
        /// Its text.
        text: String,
        /// A few words beside it.
        beside: Vec<Run>,
    },
    /// Sentences.
    Paragraph {
        /// Their text.
        text: Vec<Run>,
    },
    /// Points.
    Items {
        /// The points.
        items: Vec<Item>,
    },
    /// A table.
    Table {
        /// A short name of it.
        name: String,
        /// The columns.
        columns: Vec<Column>,
        /// The rows.
        rows: Vec<Vec<Vec<Run>>>,
        /// What the reader needs to know to read it.
        notes: Vec<String>,
    },
}

/// A point of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Item {
    /// How far it is set in.
    pub depth: usize,
    /// What stands before it.
    pub mark: Vec<Run>,
    /// The point.
    pub text: Vec<Run>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// `left`, `right` or `centre`.
    pub align: String,
}

/// `POST /api/ask`, answered by lines that end with [`Answered`]: one of the questions of the command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AskRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The file that the text came from, for the documents beside it.
    pub file: Option<FileRef>,
    /// The question.
    pub ask: Ask,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Answered {
    /// The answer, laid out.
    pub doc: Doc,
    /// What else there is to say: what was left out, and why.
    pub notes: Vec<String>,
    /// Plans that can be applied: of stabilising, one for each.
    pub plans: Vec<Plan>,
    /// The moves that reasons tell of: of why, one for each verdict.
    pub courses: Vec<Course>,
}

/// The moves that the reasons of one verdict tell of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Course {
    /// The decision maker, by place.
    pub dm: usize,
    /// The concept, by place.
    pub concept: usize,
    /// Whether the state is stable.
    pub stable: bool,
    /// The state.
    pub from: String,
    /// Sequences of moves from the state; the first of each is by the decision maker.
    pub threads: Vec<Thread>,
    /// How many more sequences there are than are listed.
    pub more: usize,
}

/// A sequence of moves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Thread {
    /// Its moves, in order.
    pub moves: Vec<ThreadMove>,
}

/// A move of a sequence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ThreadMove {
    /// Who moves, by place.
    pub by: usize,
    /// The state that it leads to.
    pub to: String,
    /// What it is in the reasons: `improvement`, `sanction`, `reply`, `escape` or `refused`.
    pub part: String,
}

/// A plan that can be applied as a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Plan {
    /// What it changes, in words.
    pub words: String,
    /// The table of a variant that makes the change.
    #[cfg_attr(test, ts(type = "JsonObject"))]
    pub variant: serde_json::Value,
}

/// `POST /api/verify`, answered by lines that end with a [`Verified`]: verdicts are proved, and the proofs checked by the independent checker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerifyRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The state.
    pub state: String,
    /// For whom; for everybody unless given.
    pub dm: Option<String>,
    /// Under which concept; under all unless given.
    pub concept: Option<String>,
}

/// A certificate that has been checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Verified {
    /// What it proves.
    pub words: String,
    /// The certificate, as `detente certify` writes it.
    pub certificate: String,
}
