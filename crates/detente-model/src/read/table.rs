//! Walking TOML tables: every value is checked where it stands, and every complaint is kept.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::sync::LazyLock;

use toml::Spanned as Toml;
use toml::de::{DeTable, DeValue};

use super::condition::is_id;
pub(crate) use crate::diagnostic::shorten;
use crate::diagnostic::{closest, did_you_mean, listed};
use crate::file::{Entries, Spanned};
use crate::{Diagnostic, Severity};

/// So many complaints are kept; beyond that a file is not a conflict file.
const MAX_DIAGNOSTICS: usize = 200;

/// Checking a file may take so many steps, each a look at a part of a condition: a second or two.
const MAX_STEPS: usize = 1 << 28;

/// The text of the file, and the complaints so far.
pub struct Desk<'s> {
    /// The text of the file.
    pub source: &'s str,
    complaints: RefCell<Complaints>,
    aside: Cell<bool>,
    in_doubt: Cell<bool>,
    /// How many steps checking the file may still take; `None` once it took too many.
    steps: Cell<Option<usize>>,
}

#[derive(Default)]
struct Complaints {
    kept: Vec<Diagnostic>,
    /// How many of those kept are errors.
    errors: usize,
    errors_left_out: usize,
    warnings_left_out: usize,
}

impl<'s> Desk<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Desk {
            source,
            complaints: RefCell::default(),
            aside: Cell::new(false),
            in_doubt: Cell::new(false),
            steps: Cell::new(Some(MAX_STEPS)),
        }
    }

    /// Keeps a complaint.
    pub fn complain(&self, diagnostic: Diagnostic) {
        let complaints = &mut *self.complaints.borrow_mut();
        let is_error = diagnostic.severity == Severity::Error;
        if is_error && !self.aside.get() {
            self.in_doubt.set(true);
        }
        if complaints.kept.len() == MAX_DIAGNOSTICS {
            // Any number of warnings must not hide an error.
            let warning = complaints.kept.iter().rposition(|kept| kept.severity == Severity::Warning);
            match warning.filter(|_| is_error) {
                Some(place) => {
                    complaints.kept.remove(place);
                    complaints.warnings_left_out += 1;
                }
                None => {
                    complaints.errors_left_out += usize::from(is_error);
                    complaints.warnings_left_out += usize::from(!is_error);
                    return;
                }
            }
        }
        complaints.errors += usize::from(is_error);
        complaints.kept.push(diagnostic);
    }

    /// Counts an error that is not worked out, because the desk is full.
    pub(crate) fn leave_out(&self) {
        self.complaints.borrow_mut().errors_left_out += 1;
    }

    /// How many errors there were so far, as far as they are kept.
    pub(crate) fn errors(&self) -> usize {
        self.complaints.borrow().errors
    }

    /// Whether there was any error so far.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Whether no further complaint will be kept, so that it is idle to work one out.
    pub(crate) fn is_full(&self) -> bool {
        self.errors() >= MAX_DIAGNOSTICS
    }

    /// Reads something that does not bear on what the states are: an error in it leaves the rest of the file clear.
    pub(crate) fn aside<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.aside.replace(true);
        let result = read();
        self.aside.set(before);
        result
    }

    /// Whether an error leaves it open what the states are. Complaints about the names of states would mislead then.
    pub(crate) fn states_in_doubt(&self) -> bool {
        self.in_doubt.get()
    }

    /// Says that the states are in doubt.
    pub(crate) fn doubt_states(&self) {
        self.in_doubt.set(true);
    }

    /// Takes `steps` off what checking the file may take. False, after one complaint, where there is not so much left.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        self.search(|left| left.checked_sub(steps).map(|rest| *left = rest)).is_some()
    }

    /// Runs a search that takes its steps off what is left, and answers `None` where that did not suffice. The same complaint.
    pub(crate) fn search<T>(&self, run: impl FnOnce(&mut usize) -> Option<T>) -> Option<T> {
        let mut left = self.steps.get()?;
        let result = run(&mut left);
        self.steps.set(result.is_some().then_some(left));
        if result.is_none() {
            self.complain(
                Diagnostic::error("too-large", 0..0, "the states of the conflict are too many to be checked")
                    .help("say what is feasible with few and simple rules, and name fewer states"),
            );
        }
        result
    }

    /// The one of `candidates` that somebody who wrote `name` may have meant.
    pub fn meant<'a>(&self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.is_full() { None } else { did_you_mean(name, candidates) }
    }

    /// All complaints in the order of the file.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let Complaints { mut kept, errors_left_out, warnings_left_out, .. } = self.complaints.into_inner();
        kept.sort_by_key(|d| (d.span.start, d.span.end, d.severity));
        kept.dedup();
        let end = self.source.len()..self.source.len();
        let more = "there are more complaints than are shown here";
        let help = "mend these first, and check the file again";
        if errors_left_out > 0 {
            kept.push(Diagnostic::error("more", end, more).help(help));
        } else if warnings_left_out > 0 {
            kept.push(Diagnostic::warning("more", end, more).help(help));
        }
        kept
    }
}

/// A value and where it stands.
pub type Node<'t> = &'t Toml<DeValue<'t>>;

/// A table that is being read.
pub struct Table<'t, 's> {
    /// Where complaints go.
    pub desk: &'t Desk<'s>,
    /// What the table is, for complaints: "the claim `K04`".
    what: String,
    span: Range<usize>,
    entries: &'t DeTable<'t>,
    /// The keys that something unknown in the table was probably meant to be.
    misspelt: Vec<String>,
    /// Whether the table is not one, and was complained of: then nothing is missing in it.
    is_none: bool,
}

static NO_ENTRIES: LazyLock<DeTable<'static>> = LazyLock::new(DeTable::default);

impl<'t, 's> Table<'t, 's> {
    /// Begins to read a table that may have only these keys, and complains of the others.
    pub fn new(
        desk: &'t Desk<'s>, what: impl Into<String>, span: Range<usize>, entries: &'t DeTable<'t>, keys: &[&str],
    ) -> Self {
        let mut table = Table { desk, what: what.into(), span, entries, misspelt: Vec::new(), is_none: false };
        for (key, _) in entries.iter().filter(|(key, _)| !keys.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let complaint =
                Diagnostic::error("unknown-key", key.span(), format!("{} has no key `{}`", table.what, shorten(name)));
            let free = keys.iter().copied().filter(|key| !entries.contains_key(*key));
            desk.complain(match closest(name, free).filter(|_| !desk.is_full()) {
                Some(meant) => {
                    table.misspelt.push(meant.into());
                    complaint.help(format!("did you mean `{meant}`?"))
                }
                None => complaint.help(format!("it may have {}", listed(keys, 20))),
            });
        }
        table
    }

    /// Stands for a table where there is something else, which was complained of.
    pub(crate) fn none(desk: &'t Desk<'s>, span: Range<usize>) -> Self {
        Table { desk, what: String::new(), span, entries: &NO_ENTRIES, misspelt: Vec::new(), is_none: true }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Node<'t>> {
        self.entries.get(key)
    }

    /// Whether the table is none, after a complaint.
    pub(crate) fn is_none(&self) -> bool {
        self.is_none
    }

    /// Whether the key is there, if under a misspelt name. Where it has no value of use it was complained of, then, and is not missing.
    pub(crate) fn mentions(&self, key: &str) -> bool {
        self.entries.contains_key(key) || self.misspelt.iter().any(|meant| meant == key)
    }

    /// The place of the table: of its header or braces.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A value where there should be one, after a complaint. Its place is empty, as no value's is.
    pub(crate) fn absent<T: Default>(&self) -> Spanned<T> {
        Spanned { value: T::default(), span: self.span.start..self.span.start }
    }

    /// Complains that a key is not there.
    pub fn missing(&self, key: &str, help: &str) {
        if self.is_none || self.mentions(key) {
            return;
        }
        self.desk.complain(
            Diagnostic::error("missing-key", self.span(), format!("{} has no `{key}`", self.what)).help(help),
        );
    }

    /// The text of a key; `None` where there is none, or something else stands there, which is complained of.
    pub fn string(&self, key: &str) -> Option<Spanned<String>> {
        as_string(self.desk, &self.of(key), self.get(key)?)
    }

    /// A string that must be there; an empty one at an empty place, after a complaint, where it is not.
    pub fn required_string(&self, key: &str, help: &str) -> Spanned<String> {
        self.missing(key, help);
        self.string(key).unwrap_or_else(|| self.absent())
    }

    /// The same for a whole number.
    pub fn integer(&self, key: &str) -> Option<Spanned<i64>> {
        as_integer(self.desk, &self.of(key), self.get(key)?)
    }

    /// The same for a list of texts.
    pub fn strings(&self, key: &str) -> Option<Vec<Spanned<String>>> {
        as_strings(self.desk, &self.of(key), self.get(key)?)
    }

    /// One of a few words.
    pub fn word<T: Copy>(&self, key: &str, all: &[T], word: fn(&T) -> &'static str) -> Option<Spanned<T>> {
        one_of(self.desk, key, &self.string(key)?, all, word)
    }

    /// What the table is, for complaints: "the claim `K04`".
    pub fn what(&self) -> &str {
        &self.what
    }

    /// "`key` of the claim `K04`".
    pub fn of(&self, key: &str) -> String {
        format!("`{key}` of {}", self.what)
    }
}

/// One of a few words for `key`, written at `written`.
pub(crate) fn one_of<T: Copy>(
    desk: &Desk, key: &str, written: &Spanned<String>, all: &[T], word: fn(&T) -> &'static str,
) -> Option<Spanned<T>> {
    let words: Vec<&str> = all.iter().map(word).collect();
    match words.iter().position(|word| *word == written.value) {
        Some(place) => Some(Spanned { value: all[place], span: written.span.clone() }),
        None => {
            let complaint = Diagnostic::error(
                "unknown-word",
                written.span.clone(),
                format!("`{}` is not a word for `{key}`", shorten(&written.value)),
            );
            let choice = format!("it is one of {}", listed(&words, 20));
            desk.complain(complaint.help(match desk.meant(&written.value, words.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`? {choice}"),
                None => choice,
            }));
            None
        }
    }
}

/// The entries of a table whose keys are ids, in the order of the file.
pub fn entries<'t, T>(
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

/// Whether a value stands in the file, rather than being absent: then its place is empty.
pub fn is_there<T>(value: &Spanned<T>) -> bool {
    !value.span.is_empty()
}

/// A value as a table; `None`, after a complaint, where it is something else.
pub fn as_table<'t>(desk: &Desk, what: &str, node: Node<'t>) -> Option<&'t DeTable<'t>> {
    match node.get_ref() {
        DeValue::Table(table) => Some(table),
        other => wrong_type(
            desk,
            (what, "a table"),
            other,
            node.span(),
            "write its keys below a header in square brackets, or as { key = …, key = … }",
        ),
    }
}

/// A value as a list; `None`, after a complaint, where it is something else.
pub fn as_array<'t>(desk: &Desk, what: &str, node: Node<'t>) -> Option<&'t [Toml<DeValue<'t>>]> {
    match node.get_ref() {
        DeValue::Array(array) => Some(array),
        other => wrong_type(desk, (what, "a list"), other, node.span(), "put square brackets around it: [ … ]"),
    }
}

/// A list of tables, each of which is usually written under a header `[[key]]`.
pub fn as_tables<'t>(desk: &Desk, key: &str, node: Node<'t>) -> Option<&'t [Toml<DeValue<'t>>]> {
    match node.get_ref() {
        DeValue::Array(array) => Some(array),
        other => {
            let help = format!("begin each with a header of its own, in two pairs of brackets: [[{key}]]");
            wrong_type(desk, (&format!("`{key}`"), "a list of tables"), other, node.span(), &help)
        }
    }
}

/// A value as a text; `None`, after a complaint, where it is something else.
pub fn as_string(desk: &Desk, what: &str, node: Node) -> Option<Spanned<String>> {
    match node.get_ref() {
        DeValue::String(text) => Some(Spanned { value: text.to_string(), span: node.span() }),
        other => {
            let help = match other {
                DeValue::Array(_) | DeValue::Table(_) => "write one text in quotation marks: \"…\"",
                _ => "put quotation marks around it: \"…\"",
            };
            wrong_type(desk, (what, "a text in quotation marks"), other, node.span(), help)
        }
    }
}

/// A value as a list of texts; `None`, after a complaint, where it is something else.
pub fn as_strings(desk: &Desk, what: &str, node: Node) -> Option<Vec<Spanned<String>>> {
    let item = format!("an item of {what}");
    Some(as_array(desk, what, node)?.iter().filter_map(|node| as_string(desk, &item, node)).collect())
}

/// A value as a whole number; `None`, after a complaint, where it is something else.
pub fn as_integer(desk: &Desk, what: &str, node: Node) -> Option<Spanned<i64>> {
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
        other => wrong_type(
            desk,
            (what, "a whole number"),
            other,
            node.span(),
            "write the number without quotation marks, brackets or a decimal point",
        ),
    }
}

/// Which of several things with names are meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Which {
    /// All there are; where the word stands.
    All(Range<usize>),
    /// These.
    Names(Vec<Spanned<String>>),
}

/// A value as the word `"all"` or a list of names; `None`, after a complaint, where it is something else.
pub fn as_which(desk: &Desk, what: &str, node: Node) -> Option<Which> {
    match node.get_ref() {
        DeValue::String(text) if text.as_ref() == "all" => Some(Which::All(node.span())),
        DeValue::Array(_) => as_strings(desk, what, node).map(Which::Names),
        other => wrong_type(
            desk,
            (what, "\"all\" or a list of names"),
            other,
            node.span(),
            "write \"all\", or the names in square brackets: [\"…\", \"…\"]",
        ),
    }
}

/// A value as `true` or `false`; `None`, after a complaint, where it is something else.
pub fn as_bool(desk: &Desk, what: &str, node: Node) -> Option<Spanned<bool>> {
    match node.get_ref() {
        DeValue::Boolean(value) => Some(Spanned { value: *value, span: node.span() }),
        other => wrong_type(
            desk,
            (what, "`true` or `false`"),
            other,
            node.span(),
            "write true or false, without quotation marks",
        ),
    }
}

/// Complains that `what` should be something else.
pub fn wrong_type<T>(
    desk: &Desk, (what, wanted): (&str, &str), found: &DeValue, span: Range<usize>, help: &str,
) -> Option<T> {
    let found = match found {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a decimal point",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    desk.complain(
        Diagnostic::error("wrong-type", span, format!("{what} should be {wanted}, not {found}"))
            .label(format!("{found} stands here"))
            .help(help),
    );
    None
}
