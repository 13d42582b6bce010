//! Which values of a conflict file are a short form: one value that stands for a table with that value alone.

use crate::Step;

/// A value that may be a short form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short<'t> {
    /// A text.
    Text(&'t str),
    /// A list.
    List,
}

/// The key that a value at this place stands for, where a table may stand as well: a statement `"talk"` is `{ that = "talk" }`.
pub fn key_of(at: &[Step], value: Short) -> Option<&'static str> {
    let keys: Vec<Option<&str>> = at
        .iter()
        .map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        })
        .collect();
    match (keys.as_slice(), value) {
        ([Some("outcomes"), _], Short::List) => Some("states"),
        ([Some("states"), _], Short::List) => Some("at"),
        // A row such as "YN-"; in graph form, what the state is in words.
        ([Some("states"), _], Short::Text(row)) => {
            let is_row = !row.is_empty() && row.chars().all(|c| matches!(c, 'Y' | 'N' | '-'));
            Some(if is_row { "at" } else { "text" })
        }
        (_, Short::List) => None,
        ([Some("decision_makers"), _, Some("options"), _], _) => Some("text"),
        ([Some("decision_makers"), _, Some("prefers"), None], _) => Some("that"),
        ([Some("variants"), _, Some("prefers"), _, None], _) => Some("that"),
        ([Some("unknowns"), _, Some("or"), None, Some("prefers"), _, None], _) => Some("that"),
        ([Some("views"), _, Some("decision_makers"), _, Some("prefers"), None], _) => Some("that"),
        ([Some("outcomes"), _], _) => Some("when"),
        _ => None,
    }
}
