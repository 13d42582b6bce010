//! Why an edit was not made.

use crate::{Step, path_words};

/// Why an edit was not made: where, what, and what to do. The text is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError {
    /// What kind of reason it is, for programs.
    pub reason: Reason,
    /// The place that the edit is about, from the top of the file.
    pub at: Vec<Step>,
    /// What is in the way.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

/// Kinds of reasons why an edit is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The text is not TOML.
    NotToml,
    /// The text is too long, or would be.
    TooLong,
    /// There is nothing at the place.
    NoSuchPlace,
    /// The place is in something that is not a table.
    NotATable,
    /// The place is in something that is not a list.
    NotAList,
    /// A number is beyond the end of a list or of the keys of a table.
    BeyondTheEnd,
    /// Another key of the table has the name.
    KeyTaken,
    /// A value that a file cannot hold.
    BadValue,
    /// TOML does not let it stand there.
    CannotStandThere,
    /// The edit would leave a text that is not TOML. None is known to, but for values nested deeper than TOML is read (80 levels).
    Spoiled,
}

impl EditError {
    pub(crate) fn new(reason: Reason, at: &[Step], what: impl Into<String>, help: impl Into<String>) -> Self {
        EditError { reason, at: at.to_vec(), what: what.into(), help: help.into() }
    }
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; {}", path_words(&self.at), self.what, self.help)
    }
}

impl std::error::Error for EditError {}
