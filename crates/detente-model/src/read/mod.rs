//! Reading a conflict file: all complaints at once, each at its place.
//!
//! Text becomes TOML, TOML becomes the tables of [`crate::file`], and those become a [`Conflict`] with every name resolved. Each step
//! goes on after a mistake, so that one run shows everything there is to mend.

mod condition;
mod file;
mod names;
mod place;
mod resolve;
mod states;
mod table;

use table::Desk;

use crate::{Conflict, Diagnostic, Severity};

/// A file longer than this is not read: 16 MiB.
pub const MAX_FILE_BYTES: usize = 16 << 20;
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
    // Some editors begin UTF-8 files with this mark. It is not part of the text, but it counts in places.
    let desk = Desk::new(text);
    let conflict = {
        let (root, errors) = toml::de::DeTable::parse_recoverable(text);
        // A break in the syntax makes the parser complain of what follows, too: the first of those on a line is the one to mend.
        let mut lines = Vec::new();
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let complaint = Diagnostic::error("syntax", span, tidy(error.message()));
            let (line, _) = complaint.line_and_column(text);
            if !lines.contains(&line) && lines.len() < 20 {
                lines.push(line);
                desk.complain(syntax_help(complaint, text));
            }
        }
        let tables = errors.is_empty().then(|| file::read_file(&desk, root.get_ref()));
        tables.and_then(|tables| resolve::resolve(&desk, &tables))
    };
    let conflict = conflict.filter(|_| !desk.has_errors());
    Reading { conflict, diagnostics: desk.into_diagnostics() }
}

/// The TOML parser's message as one line.
fn tidy(message: &str) -> String {
    let line = message.lines().next().unwrap_or("this is not TOML").trim();
    format!("this is not TOML: {line}")
}

fn syntax_help(complaint: Diagnostic, text: &str) -> Diagnostic {
    if text.trim_start().starts_with('{') {
        return complaint.help("this looks like JSON; a conflict file is TOML: see docs/file-format.md");
    }
    let duplicate = complaint.message.contains("duplicate");
    let help = if duplicate {
        "everything of that name goes into one place; give the second another name or join the two"
    } else {
        "texts stand in quotation marks, lists in [ ], inline tables in { }; each key has one line"
    };
    complaint.help(help)
}
