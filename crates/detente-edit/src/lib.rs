//! Edits to the text of a conflict file, made so that everything else in it stays as somebody wrote it: comments, order, blank lines, the way
//! that strings are quoted.
//!
//! An [`Edit`] is a place in the file ([`Step`]s from the top: keys and numbers of list items) and what is done there ([`What`]). [`apply`] makes one edit to a text and
//! gives the new text. It knows TOML, and of conflict files only two things. Which values are a short form: a statement may stand as `"ban iff build"` and becomes
//! `{ that = "ban iff build", basis = "judgement" }` when it is given a basis. And which new tables get headers: `[decision_makers.north]`, `[[events]]`.
//! Whether the result is a conflict is for `detente_model::read` to say; names in conditions are not changed with the key that they name.
//!
//! What an edit does not touch stays byte for byte: the text is taken apart into places, an edit replaces the bytes of some of them, and nothing is ever written
//! out anew from data. A comment belongs to what stands directly below it or before it on its line, and goes where that goes; a comment between empty lines
//! belongs to the place in the file and stays.
//!
//! ```
//! use detente_edit::{Edit, What, apply, path};
//!
//! let text = r#"
//! [decision_makers.north]
//! prefers = [
//!   "not south.seize", # first of all
//!   "talk",
//! ]
//! "#;
//! let edit = Edit { at: path!["decision_makers", "north", "prefers", 1], what: What::Move { to: 0 } };
//! let edited = apply(text, &edit)?;
//! assert_eq!(edited, r#"
//! [decision_makers.north]
//! prefers = [
//!   "talk",
//!   "not south.seize", # first of all
//! ]
//! "#);
//! # Ok::<(), detente_edit::EditError>(())
//! ```

#![forbid(unsafe_code)]

mod apply;
mod body;
mod bracket;
mod error;
mod file;
mod form;
mod limits;
mod list;
mod path;
mod same;
mod set;
mod short;
mod splice;
mod syntax;
mod tree;
mod write;

pub use apply::{apply, apply_all};
pub use error::{EditError, Reason};
pub use limits::{MAX_DEPTH, MAX_FILE_BYTES, MAX_KEY_BYTES, MAX_NUMBER, MAX_TEXT_BYTES};
pub use path::{Step, words as path_words};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One edit: something is done at a place of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Where: from the top of the file, keys of tables and numbers of list items, from 0.
    pub at: Vec<Step>,
    /// What is done there.
    pub what: What,
}

/// What is done at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// The place gets a value; a key that is not there yet is added at the end of its table, with the tables on the way to it. Where the value is there
    /// already, nothing changes. Where it takes another form, such as `events = []` for tables with headers, the key may come to stand at the end of its
    /// table; and of a new table the keys that stand on lines come before those with headers.
    Set {
        /// The value: text, a whole number, true or false, a list, or an object (a table; the order of its keys is kept).
        #[cfg_attr(feature = "typescript", ts(type = "Json"))]
        value: Value,
    },
    /// The place is taken out, with everything below it. A table that is there only through its keys (`options.talk`), and a list of tables with headers, go
    /// with the last that is in them.
    Remove,
    /// An item is put into a list. The place is the list, for its end, or an item of it: the new one comes before the one that has the number now. A list
    /// that is not there yet is made.
    Insert {
        /// The item.
        #[cfg_attr(feature = "typescript", ts(type = "Json"))]
        value: Value,
    },
    /// An item of a list, or a key of a table, is moved to another number in the order, counted without it. Keys that stand on lines cannot change places
    /// with tables that have headers.
    Move {
        /// The number.
        to: usize,
    },
    /// A key is called otherwise, where it stands.
    Rename {
        /// Its new name.
        key: String,
    },
}
