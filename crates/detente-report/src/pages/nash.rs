//! The Nash equilibria that a search found, in options: for conflicts whose states are too many to be numbered.

use detente_engine::{NashCut, NashFound};
use detente_model::{Meaning, OptionId, OptionVector, State};
use serde_json::{Value, json};

use super::paths::outcomes_at;
use crate::csv::Csv;
use crate::document::{Align, Document, Rich, Table, Tone};
use crate::words::{count, number, vectors_on};

/// The schema that [`nash_json`] follows.
pub const NASH_FORMAT: &str = "detente-nash/1";

/// What was found; `among` is the condition that was asked for, in the words of who asked.
pub fn nash(meaning: &Meaning, found: &NashFound, among: Option<&str>) -> Document {
    let conflict = meaning.conflict();
    let mut page = Document::titled(conflict.title.as_str());
    let among = among.map(|among| format!(" where {among}")).unwrap_or_default();
    let listed = found.equilibria.len();
    let equilibria = format!("{}{among}", count(listed, "Nash equilibrium", "Nash equilibria"));
    let head = match (found.cut, listed) {
        (None, 0) => Rich::toned(Tone::Strong, format!("No Nash equilibrium{among}.")).plain(" This is proved: nothing was left open."),
        (None, _) => Rich::toned(Tone::Strong, format!("{equilibria}.")).plain(" The list is complete."),
        (Some(NashCut::Limit), _) => Rich::toned(Tone::Strong, format!("More than {equilibria}."))
            .then(Tone::Warn, " The list is cut at the limit.")
            .plain(" These are the first that the search came upon; allow more with --limit, or ask for fewer with --where."),
        (Some(NashCut::Work), _) => Rich::toned(Tone::Strong, format!("{equilibria} so far."))
            .then(Tone::Warn, " The list is cut because the work was used up.")
            .plain(" There may be others; allow more with --work, or ask for fewer with --where."),
        (Some(NashCut::Memory), _) => Rich::toned(Tone::Strong, format!("{equilibria} so far."))
            .then(Tone::Warn, " The list is cut because the memory was used up.")
            .plain(" There may be others; allow more with --memory, or ask for fewer with --where."),
    };
    page.paragraph(head);
    if listed > 0 {
        page.table(table(meaning, &found.equilibria));
    }
    let looked = number(found.candidates);
    page.paragraph(Rich::toned(
        Tone::Quiet,
        format!(
            "{}; the search looked at {looked} of them, in {} steps",
            size(conflict.options.len()),
            number(found.work)
        ),
    ));
    page
}

fn size(options: usize) -> String {
    format!("{}, so up to 2^{options} states", count(options, "option", "options"))
}

fn table(meaning: &Meaning, equilibria: &[OptionVector]) -> Table {
    let conflict = meaning.conflict();
    let mut columns = vec![(String::new(), Align::Right), ("what is on".into(), Align::Left)];
    if !conflict.outcomes.is_empty() {
        columns.push(("outcomes".into(), Align::Left));
    }
    let mut table = Table::new("equilibria", columns);
    for (place, vector) in equilibria.iter().enumerate() {
        let state = State::Vector(vector.clone());
        let mut name = Rich::from(number(place as u128 + 1));
        if conflict.status_quo.as_ref() == Some(&state) {
            name = name.then(Tone::Strong, " now");
        }
        let mut row = vec![name, vectors_on(meaning, &state)];
        if !conflict.outcomes.is_empty() {
            row.push(outcomes_at(meaning, &state).join(", ").into());
        }
        table.rows.push(row);
    }
    table
}

/// The same for programs.
pub fn nash_json(meaning: &Meaning, found: &NashFound, among: Option<&str>, digest: &str) -> Value {
    let conflict = meaning.conflict();
    let one = |vector: &OptionVector| {
        let on: Vec<String> = vector.on().map(|option| conflict.option_name(option)).collect();
        json!({ "on": on, "outcomes": outcomes_at(meaning, &State::Vector(vector.clone())) })
    };
    json!({
        "format": NASH_FORMAT,
        "conflict": { "title": conflict.title, "digest": digest },
        "where": among,
        "count": found.equilibria.len(),
        "complete": found.complete(),
        "cut": found.cut.map(|cut| match cut {
            NashCut::Limit => "limit",
            NashCut::Work => "work",
            NashCut::Memory => "memory",
        }),
        "looked_at": found.candidates,
        "work": found.work,
        "equilibria": found.equilibria.iter().map(one).collect::<Vec<_>>(),
    })
}

/// The same for spreadsheets: a row for each equilibrium, an option a column, an outcome a column.
pub fn nash_csv(meaning: &Meaning, found: &NashFound) -> String {
    let conflict = meaning.conflict();
    let options = || (0..conflict.options.len()).map(OptionId::from);
    let mut columns: Vec<String> = options().map(|option| conflict.option_name(option)).collect();
    columns.extend(conflict.outcomes.iter().map(|outcome| format!("outcome.{}", outcome.id)));
    let mut csv = Csv::new(&columns);
    let bit = |value: bool| if value { "1" } else { "0" };
    for vector in &found.equilibria {
        let state = State::Vector(vector.clone());
        let mut row: Vec<&str> = options().map(|option| bit(vector.is_on(option))).collect();
        row.extend(conflict.outcomes.iter().map(|outcome| bit(meaning.satisfies(&outcome.when, &state))));
        csv.row(&row);
    }
    csv.into_text()
}
