//! In which form new tables of a conflict file are written.

use serde_json::Value;

/// Tables whose tables have headers of their own.
const WITH_HEADERS: [&str; 8] =
    ["sources", "claims", "decision_makers", "variants", "unknowns", "views", "propositions", "moves"];
/// Lists whose items have headers of their own.
const WITH_ITEM_HEADERS: [&str; 3] = ["infeasible", "published", "events"];

/// Whether what stands at a place of the file, keys alone, gets headers. Everything else stands on a line.
pub(crate) fn has_header(path: &[&str], value: &Value) -> bool {
    match (value, path) {
        (Value::Object(_), [_] | ["views", _, "decision_makers"] | ["views", _, "decision_makers", _]) => true,
        (Value::Object(_), [table, _]) => WITH_HEADERS.contains(table),
        (Value::Array(items), [list]) => {
            WITH_ITEM_HEADERS.contains(list) && !items.is_empty() && items.iter().all(Value::is_object)
        }
        _ => false,
    }
}

/// Whether the keys of a table stand on lines of their own, behind the name of the table and a dot.
pub(crate) fn has_dots(path: &[&str]) -> bool {
    matches!(path, ["decision_makers", _, "options"])
}
