//! Values written as TOML, in the style of conflict files.

use serde_json::{Map, Value};

use crate::form;

/// One level of indentation within a list.
pub(crate) const INDENT: &str = "  ";
/// A list whose line would be longer, in characters, is written on several lines.
pub(crate) const MAX_WIDTH: usize = 100;

/// What is around a value that stands behind `key =` on a line of its own: only there may a value take several lines.
#[derive(Clone, Debug)]
pub(crate) struct OnLine {
    /// The indentation of the line.
    pub indentation: String,
    /// How many characters stand before the value on its line.
    pub column: usize,
    /// How lines end.
    pub newline: &'static str,
}

/// A value on one line, or on several where it stands on lines of its own. `like` is the value that it replaces: texts keep its quotes.
pub(crate) fn value(value: &Value, line: Option<&OnLine>, like: &str) -> String {
    match (value, line) {
        (Value::String(words), line) => text(words, line, like),
        (Value::Array(items), Some(line)) => list(items, line),
        (Value::Array(items), None) => format!("[{}]", inline_items(items).join(", ")),
        (Value::Object(keys), _) if keys.is_empty() => "{}".into(),
        (Value::Object(keys), _) => {
            let keys: Vec<String> = keys.iter().map(|(name, value)| pair(name, value)).collect();
            format!("{{ {} }}", keys.join(", "))
        }
        (Value::Bool(yes), _) => yes.to_string(),
        (Value::Number(number), _) => number.to_string(),
        // Refused before anything is written.
        (Value::Null, _) => "\"\"".into(),
    }
}

/// A key with its value, on one line.
pub(crate) fn pair(name: &str, inner: &Value) -> String {
    format!("{} = {}", key(name), value(inner, None, ""))
}

/// A key with its value on lines of their own, with the line end. `prefix` stands before the key: indentation, keys with dots.
pub(crate) fn line(prefix: &str, name: &str, inner: &Value, newline: &'static str) -> String {
    let before = format!("{prefix}{} = ", key(name));
    let indentation = prefix[..prefix.len() - prefix.trim_start_matches([' ', '\t']).len()].to_string();
    let on_line = OnLine { indentation, column: before.chars().count(), newline };
    format!("{before}{}{newline}", value(inner, Some(&on_line), ""))
}

fn inline_items(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| value(item, None, "")).collect()
}

fn list(items: &[Value], line: &OnLine) -> String {
    let written = inline_items(items);
    let one = format!("[{}]", written.join(", "));
    let is_long = items.iter().any(Value::is_object) || line.column + one.chars().count() > MAX_WIDTH;
    if items.is_empty() || !is_long {
        return one;
    }
    let OnLine { indentation, newline, .. } = line;
    let items: String = written.iter().map(|item| format!("{indentation}{INDENT}{item},{newline}")).collect();
    format!("[{newline}{items}{indentation}]")
}

/// A key, in quotation marks if it needs them.
pub(crate) fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.into(),
        false => basic(name),
    }
}

fn text(words: &str, line: Option<&OnLine>, like: &str) -> String {
    let may_break = line.is_some_and(|line| line.newline == "\n");
    if may_break && words.contains('\n') && !words.contains(needs_escape) {
        return several_lines(words);
    }
    let is_plain = !words.contains('\'') && !words.contains(|c| c == '\n' || needs_escape(c));
    let was_literal = like.starts_with('\'') && !like.starts_with("'''");
    let was_basic = like.starts_with('"') && !like.starts_with("\"\"\"");
    match is_plain && (was_literal || !was_basic && words.contains(['"', '\\'])) {
        true => format!("'{words}'"),
        false => basic(words),
    }
}

/// What a text cannot have in it as it is, but for a line end: control characters. A carriage return among them could be taken for a
/// part of a line end.
fn needs_escape(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

fn several_lines(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\");
    let escaped = match escaped.contains("\"\"\"") || escaped.ends_with('"') {
        true => escaped.replace('"', "\\\""),
        false => escaped,
    };
    format!("\"\"\"\n{escaped}\"\"\"")
}

fn basic(words: &str) -> String {
    let mut written = String::with_capacity(words.len() + 2);
    written.push('"');
    for c in words.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if c.is_control() => written.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// The lines of a table below its header: those of its keys that do not have headers of their own. `path` is where the table is.
pub(crate) fn table_lines(path: &[&str], keys: &Map<String, Value>, newline: &'static str) -> String {
    let on_lines = keys.iter().filter(|(name, value)| !form::has_header(&[path, &[name.as_str()]].concat(), value));
    on_lines.map(|(name, value)| lines_of_key("", path, name, value, newline)).collect()
}

/// The lines of one key: one with its value, or one for each key below it where those stand with dots.
pub(crate) fn lines_of_key(prefix: &str, path: &[&str], name: &str, value: &Value, newline: &'static str) -> String {
    match value {
        Value::Object(keys) if form::has_dots(&[path, &[name]].concat()) && !keys.is_empty() => {
            let prefix = format!("{prefix}{}.", key(name));
            keys.iter().map(|(name, value)| line(&prefix, name, value, newline)).collect()
        }
        _ => line(prefix, name, value, newline),
    }
}

/// A table, or a list of tables, under headers. `header` are the keys of the header as they are written, which leave out the numbers
/// of list items that `path` leaves out as well.
pub(crate) fn sections(path: &[&str], value: &Value, newline: &'static str) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| section(path, item, true, newline)).collect();
            items.join(newline)
        }
        value => section(path, value, false, newline),
    }
}

/// One table under its header, with the tables in it that have headers too.
pub(crate) fn section(path: &[&str], value: &Value, is_item: bool, newline: &'static str) -> String {
    let empty = Map::new();
    let keys = value.as_object().unwrap_or(&empty);
    let lines = table_lines(path, keys, newline);
    let inner: Vec<String> = keys
        .iter()
        .map(|(name, value)| ([path, &[name.as_str()]].concat(), value))
        .filter(|(path, value)| form::has_header(path, value))
        .map(|(path, value)| sections(&path, value, newline))
        .collect();
    let mut parts = Vec::new();
    if is_item || !lines.is_empty() || inner.is_empty() {
        parts.push(format!("{}{newline}{lines}", header(path, is_item)));
    }
    parts.extend(inner);
    parts.join(newline)
}

/// A header, without the line end.
pub(crate) fn header(path: &[&str], is_item: bool) -> String {
    let keys: Vec<String> = path.iter().map(|name| key(name)).collect();
    match is_item {
        true => format!("[[{}]]", keys.join(".")),
        false => format!("[{}]", keys.join(".")),
    }
}
