//! Walking TOML tables: every value is checked where it stands, and every complaint is kept.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned as Toml;
use toml::de::{DeTable, DeValue};

use super::condition::is_id;
use crate::Diagnostic;
use crate::diagnostic::{did_you_mean, listed};
use crate::file::{Entries, Spanned};

/// So many complaints are kept; beyond that a file is not a conflict file.
const MAX_DIAGNOSTICS: usize = 200;

/// The text of the file, and the complaints so far.
pub(crate) struct Desk<'s> {
    pub source: &'s str,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl<'s> Desk<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Desk { source, diagnostics: RefCell::default() }
    }

    pub(crate) fn complain(&self, diagnostic: Diagnostic) {
        let mut diagnostics = self.diagnostics.borrow_mut();
        if diagnostics.len() < MAX_DIAGNOSTICS {
            diagnostics.push(diagnostic);
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.borrow().iter().any(|d| d.severity == crate::Severity::Error)
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.into_inner();
        diagnostics.sort_by_key(|d| (d.span.start, d.span.end, d.severity));
        diagnostics.dedup();
        diagnostics
    }
}

/// A value and where it stands.
pub(crate) type Node<'t> = &'t Toml<DeValue<'t>>;

/// A table that is being read.
pub(crate) struct Table<'t, 's> {
    pub desk: &'t Desk<'s>,
    /// What the table is, for complaints: "the claim `K04`".
    what: String,
    span: Range<usize>,
    entries: &'t DeTable<'t>,
}

impl<'t, 's> Table<'t, 's> {
    /// Begins to read a table that may have only these keys, and complains of the others.
    pub(crate) fn new(
        desk: &'t Desk<'s>, what: impl Into<String>, span: Range<usize>, entries: &'t DeTable<'t>, keys: &[&str],
    ) -> Self {
        let table = Table { desk, what: what.into(), span, entries };
        for (key, _) in entries.iter().filter(|(key, _)| !keys.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let complaint =
                Diagnostic::error("unknown-key", key.span(), format!("{} has no key `{}`", table.what, shorten(name)));
            desk.complain(match did_you_mean(name, keys.iter().copied()) {
                Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
                None => complaint.help(format!("it may have {}", listed(keys, 20))),
            });
        }
        table
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<Node<'t>> {
        self.entries.get(key)
    }

    /// The place of the table: of its header or braces.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Complains that a key is not there.
    pub(crate) fn missing(&self, key: &str, help: &str) {
        self.desk.complain(
            Diagnostic::error("missing-key", self.span(), format!("{} has no `{key}`", self.what)).help(help),
        );
    }

    pub(crate) fn string(&self, key: &str) -> Option<Spanned<String>> {
        as_string(self.desk, &self.of(key), self.get(key)?)
    }

    /// A string that must be there; empty where it is not, after a complaint.
    pub(crate) fn required_string(&self, key: &str, help: &str) -> Spanned<String> {
        match self.get(key) {
            Some(node) => as_string(self.desk, &self.of(key), node),
            None => {
                self.missing(key, help);
                None
            }
        }
        .unwrap_or(Spanned { value: String::new(), span: self.span() })
    }

    pub(crate) fn integer(&self, key: &str) -> Option<Spanned<i64>> {
        as_integer(self.desk, &self.of(key), self.get(key)?)
    }

    pub(crate) fn strings(&self, key: &str) -> Option<Vec<Spanned<String>>> {
        as_strings(self.desk, &self.of(key), self.get(key)?)
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, key: &str, all: &[T], word: fn(&T) -> &'static str) -> Option<Spanned<T>> {
        let written = self.string(key)?;
        let words: Vec<&str> = all.iter().map(word).collect();
        match words.iter().position(|word| *word == written.value) {
            Some(place) => Some(Spanned { value: all[place], span: written.span }),
            None => {
                let complaint = Diagnostic::error(
                    "unknown-word",
                    written.span,
                    format!("`{}` is not a word for `{key}`", shorten(&written.value)),
                );
                let choice = format!("it is one of {}", listed(&words, 20));
                self.desk.complain(complaint.help(match did_you_mean(&written.value, words.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`? {choice}"),
                    None => choice,
                }));
                None
            }
        }
    }

    /// "`key` of the claim `K04`".
    pub(crate) fn of(&self, key: &str) -> String {
        format!("`{key}` of {}", self.what)
    }
}

/// The entries of a table whose keys are ids, in the order of the file.
pub(crate) fn entries<'t, T>(
    desk: &Desk, what: &str, node: Node<'t>, mut read: impl FnMut(&Spanned<String>, Node<'t>) -> Option<T>,
) -> Option<Entries<T>> {
    let table = as_table(desk, what, node)?;
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let read_one = |(key, value): (&'t Toml<toml::de::DeString<'t>>, Node<'t>)| {
        let key = Spanned { value: key.get_ref().to_string(), span: key.span() };
        read(&key, value).map(|value| (key, value))
    };
    Some(Entries(keys.into_iter().filter_map(read_one).collect()))
}

/// The same, where the keys must be ids of their own.
pub(crate) fn id_entries<'t, T>(
    desk: &Desk, what: &str, node: Node<'t>, mut read: impl FnMut(&Spanned<String>, Node<'t>) -> Option<T>,
) -> Option<Entries<T>> {
    entries(desk, what, node, |key, value| {
        check_id(desk, key);
        read(key, value)
    })
}

/// Complains where an id is none.
pub(crate) fn check_id(desk: &Desk, id: &Spanned<String>) {
    if is_id(&id.value) {
        return;
    }
    let message = format!("`{}` cannot be an id", shorten(&id.value));
    let tidy: String = id.value.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).take(60).collect();
    let help = if is_id(&tidy) {
        format!("ids are made of letters, digits and `_`: `{tidy}`")
    } else {
        "ids are made of letters, digits and `_`, do not begin with a digit, and are none of `not and or implies if iff true false`"
            .into()
    };
    desk.complain(Diagnostic::error("bad-id", id.span.clone(), message).help(help));
}

pub(crate) fn as_table<'t>(desk: &Desk, what: &str, node: Node<'t>) -> Option<&'t DeTable<'t>> {
    match node.get_ref() {
        DeValue::Table(table) => Some(table),
        other => wrong_type(desk, what, "a table", other, node.span()),
    }
}

pub(crate) fn as_array<'t>(desk: &Desk, what: &str, node: Node<'t>) -> Option<&'t [Toml<DeValue<'t>>]> {
    match node.get_ref() {
        DeValue::Array(array) => Some(array),
        other => wrong_type(desk, what, "a list", other, node.span()),
    }
}

pub(crate) fn as_string(desk: &Desk, what: &str, node: Node) -> Option<Spanned<String>> {
    match node.get_ref() {
        DeValue::String(text) => Some(Spanned { value: text.to_string(), span: node.span() }),
        other => wrong_type(desk, what, "a text in quotation marks", other, node.span()),
    }
}

pub(crate) fn as_strings(desk: &Desk, what: &str, node: Node) -> Option<Vec<Spanned<String>>> {
    let item = format!("an item of {what}");
    Some(as_array(desk, what, node)?.iter().filter_map(|node| as_string(desk, &item, node)).collect())
}

pub(crate) fn as_integer(desk: &Desk, what: &str, node: Node) -> Option<Spanned<i64>> {
    match node.get_ref() {
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Some(Spanned { value, span: node.span() }),
            Err(_) => {
                desk.complain(
                    Diagnostic::error("number-too-large", node.span(), format!("{what} is too large a number"))
                        .help("whole numbers go up to 9223372036854775807 either way"),
                );
                None
            }
        },
        other => wrong_type(desk, what, "a whole number", other, node.span()),
    }
}

pub(crate) fn wrong_type<T>(desk: &Desk, what: &str, wanted: &str, found: &DeValue, span: Range<usize>) -> Option<T> {
    let found = match found {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    desk.complain(
        Diagnostic::error("wrong-type", span, format!("{what} should be {wanted}, not {found}"))
            .label(format!("{found} stands here")),
    );
    None
}

/// `text`, cut where it is too long to be shown in a sentence.
pub(crate) fn shorten(text: &str) -> String {
    let mut shown: String = text.chars().take(40).map(|c| if c.is_control() { '�' } else { c }).collect();
    if text.chars().count() > 40 {
        shown.push('…');
    }
    shown
}
