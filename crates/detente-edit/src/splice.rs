//! Changes to a text: parts of it that are replaced. All that no splice names stays byte for byte.

use crate::syntax::Span;

/// A part of the text gets other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub span: Span,
    pub with: String,
}

impl Splice {
    pub fn replace(span: Span, with: impl Into<String>) -> Self {
        Splice { span, with: with.into() }
    }

    pub fn remove(span: Span) -> Self {
        Splice { span, with: String::new() }
    }

    pub fn insert(at: usize, with: impl Into<String>) -> Self {
        Splice { span: at..at, with: with.into() }
    }
}

/// Makes changes to a text. They do not overlap; insertions at the same place are made in the order given.
///
/// `None` if they overlap, which no edit asks for.
pub(crate) fn splice(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
    let grown: usize = splices.iter().map(|splice| splice.with.len()).sum();
    let mut edited = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for Splice { span, with } in splices {
        edited.push_str(text.get(at..span.start)?);
        edited.push_str(&with);
        at = span.end;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}
