//! Reading a conflict file: all complaints at once, each at its place.
//!
//! Text becomes TOML, TOML becomes the tables of [`crate::file`], and those become a [`Conflict`] with every name resolved. Each step
//! goes on after a mistake, so that one run shows everything there is to mend.

mod condition;
mod file;
mod ledger;
mod marks;
mod names;
mod place;
mod preference;
mod published;
mod ranking;
mod resolve;
mod states;
mod study;
mod study_file;
mod syntax;
pub mod table;
mod uniform;

use table::{Desk, Table};
use toml::de::DeTable;

use crate::file::Spanned;
pub use condition::is_id;

use crate::{Change, Conflict, Diagnostic, Expr, Severity};

/// A file longer than this is not read: 8 MiB. The worst file of that length takes some seconds and a gigabyte.
pub const MAX_FILE_BYTES: usize = 8 << 20;
/// A conflict has at most so many options.
pub const MAX_OPTIONS: usize = 4096;
/// A conflict has at most so many decision makers.
pub const MAX_DECISION_MAKERS: usize = 256;

/// What came of reading a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The conflict, where there was no error.
    pub conflict: Option<Conflict>,
    /// All complaints, errors and warnings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// The errors among the complaints.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|d| d.severity == Severity::Error)
    }

    fn refused(diagnostic: Diagnostic) -> Self {
        Reading { conflict: None, diagnostics: vec![diagnostic] }
    }
}

/// Reads a conflict file from its bytes.
pub fn read_bytes(bytes: &[u8]) -> Reading {
    if bytes.len() > MAX_FILE_BYTES {
        return Reading::refused(too_long(bytes.len() as u64));
    }
    // Some editors save text so that every second byte is 0.
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Reading::refused(
            Diagnostic::error("not-text", 0..0, "the file is not UTF-8 text but UTF-16")
                .help("save it as UTF-8; editors ask for the encoding where the file is saved"),
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
            Reading::refused(
                Diagnostic::error(
                    "not-text",
                    0..0,
                    format!("the file is not UTF-8 text: line {line} has bytes that are no characters"),
                )
                .help("a conflict file is plain text; save it as UTF-8"),
            )
        }
    }
}

/// The complaint about a file of `bytes` bytes, for callers that can tell before they read it.
pub fn too_long(bytes: u64) -> Diagnostic {
    Diagnostic::error(
        "too-long",
        0..0,
        format!("the file has {bytes} bytes; a conflict file has at most {MAX_FILE_BYTES}"),
    )
    .help("is this a conflict file? Documents are not put into it: a source names its file")
}

/// Reads a conflict file from its text.
pub fn read(text: &str) -> Reading {
    if text.len() > MAX_FILE_BYTES {
        return Reading::refused(too_long(text.len() as u64));
    }
    let desk = Desk::new(text);
    let conflict = {
        let (root, errors) = parse(text);
        syntax::complain_of_syntax(&desk, &errors);
        let tables = if errors.is_empty() { file::read_file(&desk, root.get_ref()) } else { None };
        tables.and_then(|tables| resolve::resolve(&desk, &tables))
    };
    let conflict = conflict.filter(|_| !desk.has_errors());
    Reading { conflict, diagnostics: desk.into_diagnostics() }
}

/// Reads a condition about `conflict` that is not in its file, such as one from a command line.
///
/// # Errors
/// The complaints, with their places in `text`.
pub fn condition(conflict: &Conflict, text: &str) -> Result<Expr, Vec<Diagnostic>> {
    // Places within conditions are places within strings of a file, so the text is made one. Marks that the text begins with must
    // not be taken for those around it, so these are three and a line break.
    const OPENING: &str = "'''\n";
    let quoted = format!("{OPENING}{text}'''");
    let desk = Desk::new(&quoted);
    let expr = names::Names::of_conflict(&desk, conflict)
        .condition(names::Scope::Everywhere, &Spanned { value: text.to_string(), span: 0..quoted.len() });
    let unquoted = |at: usize| at.saturating_sub(OPENING.len()).min(text.len());
    expr.ok_or_else(|| {
        let complaints = desk.into_diagnostics().into_iter();
        complaints.map(|d| Diagnostic { span: unquoted(d.span.start)..unquoted(d.span.end), ..d }).collect()
    })
}

/// Reads changes to `conflict` that are written as the body of a `[variants.ID]` table and are not in its file, such as those of a certificate.
///
/// # Errors
/// The complaints, with their places in `text`.
pub fn changes(conflict: &Conflict, text: &str) -> Result<Vec<Change>, Vec<Diagnostic>> {
    if text.len() > MAX_FILE_BYTES {
        return Err(vec![too_long(text.len() as u64)]);
    }
    let desk = Desk::new(text);
    let found = {
        let (root, errors) = parse(text);
        syntax::complain_of_syntax(&desk, &errors);
        let table = errors.is_empty().then(|| study_file::variant(&desk, root.get_ref()));
        table.and_then(|table| study::changes(&desk, conflict, &table))
    };
    found.filter(|_| !desk.has_errors()).ok_or_else(|| desk.into_diagnostics())
}

/// Reads a file of another kind with the same care: `what` it is ("the sweep"), which keys it may have, and how to read them. Complaints come in the order of the file,
/// and there is no result where any of them is an error.
pub fn other<T>(
    text: &str, what: &str, keys: &[&str], read: impl FnOnce(&Desk, &Table) -> Option<T>,
) -> (Option<T>, Vec<Diagnostic>) {
    if text.len() > MAX_FILE_BYTES {
        return (None, vec![too_long(text.len() as u64)]);
    }
    let desk = Desk::new(text);
    let found = {
        let (root, errors) = parse(text);
        syntax::complain_of_syntax(&desk, &errors);
        if errors.is_empty() { read(&desk, &Table::new(&desk, what, 0..0, root.get_ref(), keys)) } else { None }
    };
    (found.filter(|_| !desk.has_errors()), desk.into_diagnostics())
}

/// A file longer than this is not one that somebody edits, and the parser may find a mistake in every byte: the first must do.
const MAX_RECOVERABLE_BYTES: usize = 1 << 19;

fn parse(text: &str) -> (toml::Spanned<DeTable<'_>>, Vec<toml::de::Error>) {
    if text.len() <= MAX_RECOVERABLE_BYTES {
        return DeTable::parse_recoverable(text);
    }
    match DeTable::parse(text) {
        Ok(root) => (root, Vec::new()),
        Err(error) => (toml::Spanned::new(0..0, DeTable::default()), vec![error]),
    }
}
