//! Which tables of a conflict file have a short form: one value that stands for a table with that value alone.

use crate::Step;

/// The key that a value at this place stands for, where a table may stand as well: a statement `"talk"` is `{ that = "talk" }`.
pub fn key_of(at: &[Step]) -> Option<&'static str> {
    let keys: Vec<Option<&str>> = at
        .iter()
        .map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        })
        .collect();
    match keys.as_slice() {
        [Some("decision_makers"), _, Some("options"), _] => Some("text"),
        [Some("decision_makers"), _, Some("prefers"), None] => Some("that"),
        [Some("variants"), _, Some("prefers"), _, None] => Some("that"),
        [Some("unknowns"), _, Some("or"), None, Some("prefers"), _, None] => Some("that"),
        [Some("views"), _, Some("decision_makers"), _, Some("prefers"), None] => Some("that"),
        [Some("outcomes"), _] => Some("when"),
        _ => None,
    }
}
