//! A text, read: the file as it stands, what is wrong with it, and the conflict that it describes.

use std::ops::Range;

use detente_edit::Step;
use detente_model::{Conflict, Diagnostic, Severity, read};
use serde_json::{Map, Value};
use toml_edit::{Array, Item, TableLike};

use crate::api::{Complaint, Place};

/// So many complaints are shown.
const MAX_COMPLAINTS: usize = 200;

/// A text, read.
pub struct Read {
    /// The file as it stands.
    pub file: Option<Value>,
    /// What is wrong.
    pub complaints: Vec<Complaint>,
    /// The conflict.
    pub conflict: Option<Conflict>,
}

/// Reads a text.
pub fn read(text: &str) -> Read {
    let reading = read::read(text);
    let file = toml_edit::Document::parse(text).ok();
    let mut spans = Vec::new();
    let value = file.as_ref().map(|file| table(file.as_table(), &mut Vec::new(), &mut spans));
    let shown = reading.diagnostics.iter().take(MAX_COMPLAINTS);
    let complaints = shown.map(|diagnostic| complaint(diagnostic, text, &spans)).collect();
    Read { file: value, complaints, conflict: reading.conflict }
}

/// Where an element stands: its name, where it has one. An element that is not there stands where the nearest one around it does; the beginning, where there is none, or where the
/// text is no TOML.
pub fn place(text: &str, at: &[Step]) -> Place {
    let mut spans = Vec::new();
    if let Ok(file) = toml_edit::Document::parse(text) {
        table(file.as_table(), &mut Vec::new(), &mut spans);
    }
    let around = spans.iter().filter(|(_, element)| at.starts_with(element));
    // The first of the nearest is the name, which comes before the value.
    let nearest = around.rev().max_by_key(|(_, element)| element.len());
    let span = nearest.map(|(span, _)| span.clone()).unwrap_or_default();
    Place { start: utf16(text, span.start), end: utf16(text, span.end) }
}

/// A text as it stands, tables as objects; `None` where it is no TOML.
pub fn file(text: &str) -> Option<Value> {
    let file = toml_edit::Document::parse(text).ok()?;
    Some(table(file.as_table(), &mut Vec::new(), &mut Vec::new()))
}

/// Where an element of the file stands.
type Span = (Range<usize>, Vec<Step>);

fn complaint(diagnostic: &Diagnostic, text: &str, spans: &[Span]) -> Complaint {
    let span = diagnostic.span.start.min(text.len())..diagnostic.span.end.min(text.len());
    let (line, column) = diagnostic.line_and_column(text);
    // The smallest element that holds all of it.
    let around = spans.iter().filter(|(element, _)| element.start <= span.start && span.end <= element.end);
    let at = if span == (0..0) { None } else { around.min_by_key(|(element, _)| element.len()) };
    Complaint {
        warning: diagnostic.severity == Severity::Warning,
        code: diagnostic.code.into(),
        message: diagnostic.message.clone(),
        label: diagnostic.label.clone(),
        help: diagnostic.help.clone(),
        at: at.map(|(_, at)| at.clone()).unwrap_or_default(),
        line,
        column,
        start: utf16(text, span.start),
        end: utf16(text, span.end),
    }
}

/// The number of UTF-16 units before a byte of a text.
fn utf16(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    text[..byte].encode_utf16().count()
}

fn table(of: &dyn TableLike, at: &mut Vec<Step>, spans: &mut Vec<Span>) -> Value {
    let mut object = Map::new();
    for (name, item) in of.iter() {
        at.push(Step::Key(name.into()));
        // A complaint may be about the name of an element.
        if let Some(span) = of.key(name).and_then(toml_edit::Key::span) {
            spans.push((span, at.clone()));
        }
        object.insert(name.into(), self::item(item, at, spans));
        at.pop();
    }
    Value::Object(object)
}

fn item(item: &Item, at: &mut Vec<Step>, spans: &mut Vec<Span>) -> Value {
    if let Some(span) = item.span() {
        spans.push((span, at.clone()));
    }
    match item {
        Item::None => Value::Null,
        Item::Value(of) => value(of, at, spans),
        Item::Table(of) => table(of, at, spans),
        Item::ArrayOfTables(of) => {
            let one = |(place, of): (usize, &toml_edit::Table)| {
                at.push(Step::Item(place));
                if let Some(span) = of.span() {
                    spans.push((span, at.clone()));
                }
                let value = table(of, at, spans);
                at.pop();
                value
            };
            Value::Array(of.iter().enumerate().map(one).collect())
        }
    }
}

fn value(of: &toml_edit::Value, at: &mut Vec<Step>, spans: &mut Vec<Span>) -> Value {
    match of {
        toml_edit::Value::String(text) => text.value().as_str().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(flag) => (*flag.value()).into(),
        toml_edit::Value::Datetime(date) => date.value().to_string().into(),
        toml_edit::Value::Array(items) => array(items, at, spans),
        toml_edit::Value::InlineTable(of) => table(of, at, spans),
    }
}

fn array(items: &Array, at: &mut Vec<Step>, spans: &mut Vec<Span>) -> Value {
    let one = |(place, of): (usize, &toml_edit::Value)| {
        at.push(Step::Item(place));
        if let Some(span) = of.span() {
            spans.push((span, at.clone()));
        }
        let value = value(of, at, spans);
        at.pop();
        value
    };
    Value::Array(items.iter().enumerate().map(one).collect())
}

#[cfg(test)]
mod tests {
    use detente_edit::path;

    use super::*;

    const TEXT: &str =
        "format = 1\ntitle = \"Zwölf – 𝄞\"\n\n[decision_makers.a]\noptions.x = \"X\"\nprefers = [\"x\", \"y\"]\n";

    #[test]
    fn a_complaint_names_the_element_and_the_place_as_a_browser_counts() {
        let read = read(TEXT);
        let complaint = read.complaints.iter().find(|one| one.message.contains('y')).expect("a complaint about y");
        assert_eq!(complaint.at, path!["decision_makers", "a", "prefers", 1]);
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        assert_eq!(String::from_utf16_lossy(&units[complaint.start..complaint.end]), "y");
        assert_eq!((complaint.line, complaint.column), (6, 18));
    }

    #[test]
    fn an_element_has_a_place_in_the_text_and_a_missing_one_that_of_what_is_around_it() {
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        let told = |at: Vec<Step>| {
            let Place { start, end } = place(TEXT, &at);
            String::from_utf16_lossy(&units[start..end])
        };
        assert_eq!(told(path!["decision_makers", "a", "prefers", 1]), "\"y\"");
        assert_eq!(told(path!["decision_makers", "a", "prefers"]), "prefers");
        assert_eq!(told(path!["decision_makers", "a", "prefers", 7]), "prefers");
        assert_eq!(told(path!["decision_makers", "a", "options", "x", "basis"]), "x");
        assert_eq!(told(path!["variants", "v"]), "");
        assert_eq!(place("format = \n", &[Step::from("format")]), Place { start: 0, end: 0 });
    }

    #[test]
    fn the_file_is_told_in_its_own_order() {
        let file = read(TEXT).file.expect("it is TOML");
        let keys: Vec<&String> = file.as_object().expect("a table").keys().collect();
        assert_eq!(keys, ["format", "title", "decision_makers"]);
        assert_eq!(file["decision_makers"]["a"]["prefers"][1], "y");
    }

    #[test]
    fn what_is_no_toml_has_a_complaint_and_no_file() {
        let read = read("format = \n");
        assert!(read.file.is_none() && read.conflict.is_none() && !read.complaints.is_empty());
    }
}
