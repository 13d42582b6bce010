//! One row, laid out.

use detente_model::DmId;
use detente_report::csv::Csv;
use detente_report::document::{Align, Document, Item, Rich, Table as Cells, Tone};
use detente_report::number;
use detente_sweep::family::Kind;
use detente_sweep::{ColumnKind, Finding, Origin, Sweep, Table};
use serde_json::{Map, Value, json};

/// The page of a row. `same` says whether the folder has the same row, where it has it.
pub fn row(sweep: &Sweep, row: u64, made: &Table, same: Option<bool>) -> Document {
    let mut page = Document::titled(sweep.conflict().title.as_str());
    let words = Rich::from("Row ").then(Tone::Strong, number(row)).plain(format!(" of {}", number(sweep.rows())));
    page.paragraph(words.plain(match same {
        Some(true) => ", made again; the folder has the same.",
        Some(false) => ", made again; the folder has another.",
        None => ".",
    }));
    page.heading("What is varied", Rich::empty());
    let values = sweep.spec().family.values(row);
    let items = sweep.spec().family.factors.iter().zip(&values).map(|(factor, &value)| {
        Item::new(
            "–",
            Rich::toned(Tone::Name, factor.name.as_str()).plain(format!(": {}", sweep.value_words(factor, value))),
        )
    });
    page.items(items.collect());
    lists(&mut page, sweep, row);
    found(&mut page, sweep, made);
    page
}

/// The lists of statements that the row has, of those decision makers whose lists are varied.
fn lists(page: &mut Document, sweep: &Sweep, row: u64) {
    let changed = match sweep
        .changes(row)
        .and_then(|changes| changes.made(sweep.conflict()).map_err(detente_sweep::SweepError::Change))
    {
        Ok(changed) => changed,
        Err(error) => {
            page.paragraph(format!("The changes leave no conflict: {error}."));
            return;
        }
    };
    let conflict = sweep.conflict();
    let mut items = Vec::new();
    for dm in conflict.dm_ids() {
        if conflict.dm(dm).preference == changed.dm(dm).preference {
            continue;
        }
        let Some(list) = changed.statements(dm) else {
            items.push(Item::new(
                "",
                Rich::toned(Tone::Name, conflict.dm(dm).id.as_str()).plain(" ranks the states otherwise"),
            ));
            continue;
        };
        let name = Rich::toned(Tone::Name, conflict.dm(dm).id.as_str());
        items.push(Item::new("–", name.plain(" prefers, the most important first:")));
        items.extend(list.iter().enumerate().map(|(place, statement)| {
            let text = Rich::toned(Tone::Quiet, format!("{} ", statement.id)).plain(statement.that.text(&changed));
            Item::new(format!("{}.", place + 1), text).at(1)
        }));
        let gone = gone(sweep, &changed, dm);
        if !gone.is_empty() {
            items.push(Item::new("", format!("without {}", gone.join(", "))).at(1));
        }
    }
    let rules: Vec<&str> = conflict
        .rules
        .iter()
        .filter(|rule| !changed.rules.iter().any(|other| other.id == rule.id))
        .map(|rule| rule.id.as_str())
        .collect();
    if !rules.is_empty() {
        items.push(Item::new("–", format!("without the rules {}", rules.join(", "))));
    }
    if items.is_empty() {
        page.paragraph("The lists of statements and the rules are as they are written.");
    } else {
        page.heading("What that makes of the conflict", Rich::empty());
        page.items(items);
    }
}

/// The statements of a decision maker that are no more.
fn gone(sweep: &Sweep, changed: &detente_model::Conflict, dm: DmId) -> Vec<String> {
    let now = changed.statements(dm).unwrap_or_default();
    let before = sweep.conflict().statements(dm).unwrap_or_default().iter();
    before.filter(|one| !now.iter().any(|other| other.id == one.id)).map(|one| one.id.clone()).collect()
}

fn found(page: &mut Document, sweep: &Sweep, made: &Table) {
    page.heading("What is found", Rich::empty());
    let columns = [("", Align::Left), ("Of the row", Align::Left)];
    let mut table = Cells::new("row", columns.map(|(name, align)| (name.to_string(), align)));
    for (place, column) in sweep.columns().iter().enumerate() {
        let Some(value) = made.get(place, 0) else { continue };
        let cell = match column.source {
            Origin::Row | Origin::Factor(_) | Origin::Finding(Finding::Word(..) | Finding::WatchedFor(..)) => continue,
            Origin::Finding(Finding::Watched(state, concept)) if value == 0 => {
                Rich::toned(Tone::Bad, "no").plain(format!(": not stable for {}", leaving(sweep, made, state, concept)))
            }
            // Columns say "Whether …"; the answer is yes or no.
            _ if column.kind == ColumnKind::Flag && value != 0 => Rich::toned(Tone::Good, "yes"),
            _ if column.kind == ColumnKind::Flag => Rich::toned(Tone::Bad, "no"),
            Origin::Finding(Finding::Equilibria(concept)) => equilibria(sweep, made, concept, value),
            Origin::Finding(_) | Origin::Possible => value.to_string().into(),
        };
        table.rows.push(vec![column.meaning.as_str().into(), cell]);
    }
    page.table(table);
}

/// For whom a watched state is not stable.
fn leaving(sweep: &Sweep, made: &Table, state: usize, concept: usize) -> String {
    let conflict = sweep.conflict();
    let is_stable = |dm: DmId| {
        let finding = Origin::Finding(Finding::WatchedFor(state, concept, dm.index()));
        let column = sweep.columns().iter().position(|column| column.source == finding);
        column.is_some_and(|column| made.get(column, 0) == Some(1))
    };
    let ids: Vec<&str> = conflict.dm_ids().filter(|&dm| !is_stable(dm)).map(|dm| conflict.dm(dm).id.as_str()).collect();
    ids.join(", ")
}

/// "6: s27 s40 …"
fn equilibria(sweep: &Sweep, made: &Table, concept: usize, count: i64) -> Rich {
    let states = sweep.universe().states();
    let mut names: Vec<&str> = Vec::new();
    for (place, column) in sweep.columns().iter().enumerate() {
        if let (Origin::Finding(Finding::Word(of, word)), Some(bits)) = (column.source, made.get(place, 0))
            && of == concept
        {
            let bits = (0..64).filter(|bit| bits as u64 >> bit & 1 == 1);
            names.extend(bits.filter_map(|bit| states.get(word * 64 + bit)).map(|(name, _)| name.as_str()));
        }
    }
    let more = if names.len() > NAMED { " …" } else { "" };
    names.truncate(NAMED);
    let names = if names.is_empty() { String::new() } else { format!(": {}{more}", names.join(" ")) };
    Rich::toned(Tone::Strong, count.to_string()).plain(names)
}

/// So many states are named.
const NAMED: usize = 12;

/// The same for programs: `detente-sweep-row/1`.
pub fn row_json(sweep: &Sweep, row: u64, made: &Table) -> Value {
    let values = sweep.spec().family.values(row);
    let varied = sweep.spec().family.factors.iter().zip(&values).map(|(factor, &value)| {
        json!({ "column": factor.name, "value": value, "words": sweep.value_words(factor, value), "form": is_form(&factor.kind) })
    });
    let columns = sweep.columns().iter().enumerate().map(|(place, column)| {
        let value = match (column.kind, made.get(place, 0)) {
            (_, None) => Value::Null,
            (ColumnKind::Flag, Some(value)) => (value != 0).into(),
            // A word may be too large for the numbers of those who read it.
            (ColumnKind::Word, Some(value)) => format!("{:016x}", value as u64).into(),
            (_, Some(value)) => value.into(),
        };
        (column.name.clone(), value)
    });
    json!({
        "format": "detente-sweep-row/1",
        "row": row,
        "varied": varied.collect::<Vec<_>>(),
        "columns": columns.collect::<Map<String, Value>>(),
    })
}

/// Whether a factor decides what form of the conflict is asked.
fn is_form(kind: &Kind) -> bool {
    kind.makes_forms()
}

/// The same for spreadsheets.
pub fn row_csv(sweep: &Sweep, made: &Table) -> String {
    let names: Vec<&str> = sweep.columns().iter().map(|column| column.name.as_str()).collect();
    let mut out = Csv::new(&names);
    let values = (0..names.len()).map(|place| match (sweep.columns()[place].kind, made.get(place, 0)) {
        (_, None) => String::new(),
        (ColumnKind::Word, Some(value)) => (value as u64).to_string(),
        (_, Some(value)) => value.to_string(),
    });
    out.row(&values.collect::<Vec<_>>());
    out.into_text()
}
