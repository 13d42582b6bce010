//! What the page and the server say to each other. The page's types (`ui/src/api.ts`) are written from these.
//!
//! Every request is `POST` with JSON (or `GET` without a body) and carries the token of this start. What may take long answers with a line of JSON for each [`Line`]: progress, then the
//! end. The server keeps nothing of a conflict: each request carries the text of the file, and the text is the document. So undo is the text before, two windows cannot disagree, and
//! a server that is killed loses nothing.

use detente_desk::ask::Ask;
use detente_edit::{Edit, Step};
use serde::{Deserialize, Serialize};

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

/// Which file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FileRef {
    /// One of the opened folder, by name.
    Folder {
        /// Its name.
        name: String,
    },
    /// A case of the catalogue, which cannot be changed: to keep changes, save them under another name.
    Catalogue {
        /// Its name.
        name: String,
    },
}

/// A conflict file of the folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// The title of the conflict, where it can be read.
    pub title: Option<String>,
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

/// `POST /api/open`: the text of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Open {
    /// Which.
    pub file: FileRef,
}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Opened {
    /// Which.
    pub file: FileRef,
    /// Its text.
    pub text: String,
    /// The SHA-256 digest of its bytes, by which a change on disk is noticed.
    pub digest: String,
}

/// `POST /api/save`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Save {
    /// The name of the file in the opened folder.
    pub name: String,
    /// Its new text.
    pub text: String,
    /// The digest of what is thought to be there now; nothing where no file of this name is thought to be there.
    pub expected: Option<String>,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Saved {
    /// It is written.
    Written {
        /// Its digest now.
        digest: String,
    },
    /// Something else is there than was thought. Nothing was written.
    Changed {
        /// What is there; nothing where the file is gone.
        text: Option<String>,
        /// Its digest.
        digest: Option<String>,
    },
}

/// `POST /api/digest`: has a file changed?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DigestOf {
    /// Which file of the folder.
    pub name: String,
}

/// The digest of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Digest {
    /// Nothing where it is gone.
    pub digest: Option<String>,
}

/// Why a request has no answer. Also the body of every answer that is not `200`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Problem {
    /// A short stable word for programs: `refused`, `bad_request`, `not_found`, `too_large`, `cancelled`, `bad_file`, `cannot_write`, `cannot_edit`.
    pub kind: String,
    /// For people: what, and what to do.
    pub message: String,
}

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

/// A conflict, for whoever looks at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Sketch {
    /// What it is about.
    pub title: String,
    /// The digest of its meaning.
    pub digest: String,
    /// The decision makers in order.
    pub decision_makers: Vec<DmSketch>,
    /// All options in order.
    pub options: Vec<OptionSketch>,
    /// The rules in order.
    pub rules: Vec<RuleSketch>,
    /// The outcomes in order.
    pub outcomes: Vec<OutcomeSketch>,
    /// Everything that can have a basis.
    pub elements: Vec<ElementSketch>,
    /// The documents in order.
    pub sources: Vec<SourceSketch>,
    /// The claims in order.
    pub claims: Vec<ClaimSketch>,
    /// The variants in order.
    pub variants: Vec<VariantSketch>,
    /// The status quo as a row of `Y`, `N` and `-`, or its name in graph form.
    pub status_quo: Option<String>,
    /// How many states there are; nothing where that takes too long to count.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub feasible: Option<u64>,
    /// Whether states are named in the file.
    pub named: bool,
    /// Whether moves or states are such that there are no options.
    pub graph_form: bool,
}

/// A decision maker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DmSketch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How its preference is given: `prefers`, `ranking` or `weights`.
    pub preference: String,
    /// Its options, by place in [`Sketch::options`].
    pub options: Vec<usize>,
    /// Its statements.
    pub statements: Vec<StatementSketch>,
}

/// A preference statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StatementSketch {
    /// Its id.
    pub id: String,
    /// Whether it is true at the status quo.
    pub holds: Option<bool>,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OptionSketch {
    /// Its full name, `dm.option`.
    pub name: String,
    /// Its id within its decision maker.
    pub id: String,
    /// Whose it is, by place.
    pub dm: usize,
    /// What it is, in words.
    pub text: String,
    /// Which way it can be changed: `both`, `on` or `off`.
    pub direction: String,
    /// Whether it is on at the status quo.
    pub now: Option<bool>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleSketch {
    /// Its id.
    pub id: String,
    /// How many combinations of options it alone would leave; nothing where that takes too long to count.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub leaves: Option<u64>,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OutcomeSketch {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// Whether it holds at the status quo.
    pub holds: Option<bool>,
}

/// Something that can have a basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ElementSketch {
    /// `option`, `statement`, `ranking`, `weights`, `rule` or `outcome`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where it stands in the file.
    pub at: Vec<Step>,
    /// The claims it rests on, by place in [`Sketch::claims`].
    pub cites: Vec<usize>,
    /// `cited`, `inferred`, `disputed`, `judgement` or `logic`; nothing where nothing was said.
    pub basis: Option<String>,
    /// Whether it rests on a disputed claim.
    pub disputed: bool,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceSketch {
    /// Its id.
    pub id: String,
    /// What became of it when it was checked: `verified`, `not_at_hand`, `no_digest`, `other_document`.
    pub check: String,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClaimSketch {
    /// Its id.
    pub id: String,
    /// What became of it when it was checked: `verified`, `not_at_hand`, `no_digest`, `other_document`, `bad_range`, `quote_not_there`, `no_quote`.
    pub check: String,
    /// Whether it is disputed.
    pub disputed: bool,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VariantSketch {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
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

/// `POST /api/rows`, answered by lines that end with [`Rows`]: states of a conflict that has many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RowsRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// Only equilibria under this concept.
    pub equilibria: Option<String>,
    /// Only states where this condition holds.
    pub condition: Option<String>,
    /// The rank for this decision maker, best first, gives the order; the order of states unless given.
    pub by_rank_of: Option<String>,
    /// So many are left out first.
    pub skip: usize,
    /// So many are shown at most.
    pub limit: usize,
}

/// States with their verdicts, a list for each property; all lists are equally long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rows {
    /// How many states the question was about, of which these are some.
    pub of: usize,
    /// Their places.
    pub place: Vec<usize>,
    /// Their names.
    pub name: Vec<String>,
    /// Their options, a letter each: `Y`, `N`, or `-` where a state stands for both; empty in graph form.
    pub row: Vec<String>,
    /// Their texts, where they have any.
    pub text: Vec<Option<String>>,
    /// By decision maker: the rank of each, from 1, the best.
    pub rank: Vec<Vec<u32>>,
    /// By decision maker: the concepts under which each is stable, as bits in the order of concepts.
    pub stable: Vec<Vec<u32>>,
    /// The concepts under which each is an equilibrium, as bits.
    pub equilibrium: Vec<u32>,
    /// By outcome: whether it holds.
    pub outcomes: Vec<Vec<bool>>,
}

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

/// `POST /api/graph`, answered by lines that end with a [`Picture`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GraphRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The state to begin from; the status quo unless given.
    pub from: Option<String>,
    /// What is drawn.
    pub show: Show,
    /// Only the moves of these decision makers; of all where there is none.
    pub movers: Vec<String>,
    /// States that are drawn in any case, with the moves from each to the next: a way to be shown.
    pub way: Vec<String>,
    /// So many states at most; no more than 400.
    pub limit: usize,
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// All moves.
    Moves,
    /// Improvements.
    Improvements,
    /// Best improvements.
    Best,
    /// The best improvements that lead on from where the picture begins, as a tree.
    Evolution,
}

/// States and moves, placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Picture {
    /// Width of the whole, in pixels.
    pub width: i32,
    /// Height of the whole.
    pub height: i32,
    /// The states.
    pub nodes: Vec<PictureNode>,
    /// The moves between them.
    pub lines: Vec<PictureLine>,
    /// Whether moves run down the picture as far as they can, and not to the right.
    pub down: bool,
    /// What is shown and what is left out, in a sentence.
    pub says: String,
    /// Whether anything is left out.
    pub cut: bool,
}

/// A state in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PictureNode {
    /// Its place.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// What it is, in a line each.
    pub text: Vec<String>,
    /// The whole of it.
    pub full: String,
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Whether it is the status quo.
    pub status_quo: bool,
    /// The concepts under which it is an equilibrium, as bits.
    pub equilibrium: u32,
    /// To how many states that are left out its moves of the kind shown lead.
    pub beyond: usize,
}

/// A move in a picture, perhaps with the move back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PictureLine {
    /// Who moves, by place.
    pub mover: usize,
    /// From which node, by its number in the picture.
    pub from: usize,
    /// To which node.
    pub to: usize,
    /// Whether the move there is an improvement.
    pub improves: bool,
    /// What the move does, in words, without who does it: "takes up “Use force”".
    pub words: String,
    /// The move back, where it is drawn.
    pub back: Option<PictureBack>,
    /// The line as an SVG path.
    pub path: String,
    /// The head of its arrow as an SVG path.
    pub head: String,
}

/// The move back along a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PictureBack {
    /// Whether it is an improvement.
    pub improves: bool,
    /// What it does, in words.
    pub words: String,
    /// The head of its arrow as an SVG path.
    pub head: String,
}

/// `POST /api/ways`, answered by lines that end with [`Ways`]: the shortest legal sequences of steps from a state to what matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WaysRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// Where the ways begin; at the status quo unless given.
    pub from: Option<String>,
    /// By what steps: `moves`, `improvements` or `best`.
    pub by: String,
    /// The concept whose equilibria are ends of ways.
    pub concept: String,
    /// So many equilibria at most; no more than 500.
    pub limit: usize,
}

/// The shortest ways from a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ways {
    /// Where they begin.
    pub from: StateHere,
    /// Outcomes first, in order, then equilibria: those that are reached in fewest steps first.
    pub ways: Vec<Way>,
    /// How many equilibria there are under the concept.
    pub equilibria: usize,
    /// How many states can be reached, the first among them.
    pub reached: usize,
}

/// The shortest way to somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Way {
    /// The outcome that it leads to, by name; nothing where it leads to an equilibrium.
    pub outcome: Option<String>,
    /// The state where it ends; nothing for an outcome that cannot be reached.
    pub end: Option<StateHere>,
    /// Its steps; none where it is there already; nothing where it cannot be reached by such steps.
    pub steps: Option<Vec<WayStep>>,
}

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WayStep {
    /// Whose, by place.
    pub by: usize,
    /// Where it leads.
    pub to: String,
    /// What it does, in words, without who does it.
    pub words: String,
    /// Whether the mover prefers where it leads.
    pub improves: bool,
}

/// `POST /api/moves`: what can be done at a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MovesRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The state; the status quo unless given.
    pub state: Option<String>,
}

/// What can be done at a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Moves {
    /// The state.
    pub at: StateHere,
    /// The moves: decision makers in order, best moves first.
    pub moves: Vec<MoveHere>,
}

/// A state that somebody has come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StateHere {
    /// Its name.
    pub name: String,
    /// Its options, a letter each; empty in graph form.
    pub row: String,
    /// Its text.
    pub text: Option<String>,
    /// The names of the outcomes that hold.
    pub outcomes: Vec<String>,
    /// Whether it is the status quo.
    pub status_quo: bool,
}

/// A move that can be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MoveHere {
    /// By whom, by place.
    pub by: usize,
    /// Where it leads.
    pub to: StateHere,
    /// What it does, in words, without who does it: "takes up “Use force”".
    pub words: Vec<Run>,
    /// What it is worth to the mover: `best`, `better`, `same` or `worse`.
    pub worth: String,
}

/// `POST /api/document`: the text of a source, where it is at hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DocumentRequest {
    /// The text of the conflict file.
    pub text: String,
    /// The file that the text came from.
    pub file: Option<FileRef>,
    /// The source, by id.
    pub source: String,
}

/// The text of a source, and where its claims are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceText {
    /// The text.
    pub text: String,
    /// The claims whose passages lie within it: the claim by place, and where its passage begins and ends in UTF-16 units.
    pub passages: Vec<Passage>,
}

/// Where a claim stands in the text of its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Passage {
    /// The claim, by place.
    pub claim: usize,
    /// Where it begins, in UTF-16 units.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// `POST /api/export`, answered by lines that end with an [`Exported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExportRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The file that the text came from.
    pub file: Option<FileRef>,
    /// What is wanted.
    pub format: ExportFormat,
}

/// What can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// The report as a page.
    Html,
    /// The report as Markdown.
    Markdown,
    /// The report as LaTeX.
    Latex,
    /// The verdicts as CSV.
    Csv,
    /// The analysis as JSON.
    Json,
    /// The file itself.
    Toml,
}

/// Something taken out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Exported {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its text.
    pub text: String,
}
