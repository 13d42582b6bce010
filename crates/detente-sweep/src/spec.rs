//! The spec: what a sweep varies and what it records, read from a TOML file with the care with which conflicts are read.

mod factors;
mod record;

use detente_model::file::Spanned;
use detente_model::read::other;
use detente_model::read::table::{Desk, Table};
use detente_model::{Concept, Conflict, Diagnostic, State};

use crate::family::{Factor, Family, MAX_ROWS};

/// What a sweep varies and what it records.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// What it is for, in words.
    pub title: Option<String>,
    /// A part file has so many rows, the last one perhaps fewer.
    pub rows_per_part: u64,
    /// What is varied.
    pub family: Family,
    /// What is recorded of each row.
    pub record: Record,
}

/// What is recorded of each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Under which concepts.
    pub concepts: Vec<&'static Concept>,
    /// Of which states it is recorded for whom they are stable.
    pub states: Vec<Watched>,
    /// Which propositions, by their places in the study.
    pub propositions: Vec<usize>,
    /// Which outcomes, by their places in the conflict.
    pub outcomes: Vec<usize>,
}

/// A state that is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// What its columns begin with.
    pub name: String,
    /// Which state of the conflict as it is written; `None` for the status quo, whichever that is in a form.
    pub state: Option<State>,
}

/// A part has so many rows unless the spec says otherwise.
pub const ROWS_PER_PART: u64 = 1 << 16;
/// A part has at most so many rows.
pub const MAX_ROWS_PER_PART: u64 = 1 << 22;
/// A family has at most so many factors.
pub const MAX_FACTORS: usize = 256;

const KEYS: [&str; 10] =
    ["format", "title", "rows_per_part", "variants", "unknowns", "options", "drop", "orders", "random", "record"];

/// Reads a spec about `conflict` from its text. There is none where a complaint is an error.
pub fn read(text: &str, conflict: &Conflict) -> (Option<Spec>, Vec<Diagnostic>) {
    other(text, "the sweep", &KEYS, |desk, table| spec(desk, table, conflict))
}

fn spec(desk: &Desk, table: &Table, conflict: &Conflict) -> Option<Spec> {
    table.missing("format", "begin the file with format = 1");
    if let Some(format) = table.integer("format").filter(|format| format.value != 1) {
        let message = format!("there is no format {} of sweeps", format.value);
        desk.complain(Diagnostic::error("unknown-format", format.span, message).help("write format = 1"));
    }
    let rows_per_part = table
        .integer("rows_per_part")
        .map_or(Some(ROWS_PER_PART), |rows| number(desk, "a part", &rows, 1..=MAX_ROWS_PER_PART, "rows"));
    let factors = factors::factors(desk, table, conflict);
    let record = record::record(desk, table, conflict)?;
    let family = Family { factors };
    count(desk, table, &family)?;
    Some(Spec { title: table.string("title").map(|title| title.value), rows_per_part: rows_per_part?, family, record })
}

/// A number within bounds, or `None` after a complaint.
fn number(
    desk: &Desk, of: &str, written: &Spanned<i64>, bounds: std::ops::RangeInclusive<u64>, what: &str,
) -> Option<u64> {
    let found = u64::try_from(written.value).ok().filter(|number| bounds.contains(number));
    if found.is_none() {
        let message = format!("{of} has {} to {} {what}, not {}", bounds.start(), bounds.end(), written.value);
        let help = "write a number within these bounds";
        desk.complain(Diagnostic::error("out-of-bounds", written.span.clone(), message).help(help));
    }
    found
}

/// Complains of a family that is none, or that nobody could number.
fn count(desk: &Desk, table: &Table, family: &Family) -> Option<()> {
    let complain = |code, message: String, help: &str| {
        desk.complain(Diagnostic::error(code, 0..0, message).help(help));
        None
    };
    if family.factors.is_empty() && !desk.has_errors() {
        return complain(
            "nothing-varied",
            format!("{} varies nothing", table.what()),
            "say what to vary: [[orders]], [drop], [random], unknowns, variants or [options]",
        );
    }
    if family.factors.len() > MAX_FACTORS {
        let message = format!("{} varies {} things; {MAX_FACTORS} are the most", table.what(), family.factors.len());
        return complain("too-large", message, "vary fewer");
    }
    match family.rows() {
        Some(rows) if rows <= MAX_ROWS => Some(()),
        rows => {
            let rows = rows.map_or("more than 10^38".into(), |rows| rows.to_string());
            complain(
                "too-large",
                format!("the family has {rows} rows, more than can be numbered ({MAX_ROWS})"),
                "vary less: fix some statements, drop fewer, or draw samples with [random]",
            )
        }
    }
}

/// A name for a column: letters, digits and `_`.
fn column(parts: &[&str]) -> String {
    parts.join("_").replace(['.', ' '], "_")
}

/// Gives a factor a name that no other has.
fn named(factors: &[Factor], name: String) -> String {
    let taken = |name: &str| factors.iter().any(|factor| factor.name == name);
    if !taken(&name) {
        return name;
    }
    (2..).map(|n| format!("{name}_{n}")).find(|name| !taken(name)).expect("there are numbers enough")
}
