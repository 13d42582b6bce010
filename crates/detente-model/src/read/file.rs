//! From TOML to the tables of the conflict file.

use toml::de::{DeTable, DeValue};

use super::table::{
    Desk, Node, Table, as_array, as_integer, as_string, as_strings, as_table, check_id, entries, id_entries, shorten,
    wrong_type,
};
use crate::file::{
    ByteRange, ClaimTable, ConceptName, ConflictFile, DecisionMakerTable, Entries, FormatVersion, NamedStateTable,
    NamedStateValue, OptionTable, OptionValue, OutcomeTable, OutcomeValue, PublishedTable, RuleTable, SourceTable,
    Spanned, StateValue, StatementTable, StatementValue,
};
use crate::ledger::Standing;
use crate::{Basis, CONCEPTS, Diagnostic, Direction};

/// Fills the tables of the file. What cannot be read is left out after a complaint.
pub(crate) fn read_file(desk: &Desk, root: &DeTable) -> ConflictFile {
    let table = Table::new(desk, "the conflict", 0..0, root, ConflictFile::KEYS);
    ConflictFile {
        format: format(&table),
        title: table.required_string("title", "say what the conflict is about: title = \"…\""),
        description: table.string("description"),
        reference: table.string("reference"),
        status_quo: table
            .get("status_quo")
            .and_then(|node| Some(Spanned { value: state_value(desk, "the status quo", node)?, span: node.span() })),
        sources: table
            .get("sources")
            .and_then(|node| id_entries(desk, "`sources`", node, |key, node| source(desk, &key.value, node))),
        claims: table
            .get("claims")
            .and_then(|node| id_entries(desk, "`claims`", node, |key, node| claim(desk, &key.value, node))),
        decision_makers: match table.get("decision_makers") {
            Some(node) => id_entries(desk, "`decision_makers`", node, |key, node| decision_maker(desk, key, node)),
            None => {
                table.missing("decision_makers", "add at least one: [decision_makers.north]");
                None
            }
        }
        .unwrap_or_default(),
        infeasible: table.get("infeasible").and_then(|node| {
            let rules = as_array(desk, "`infeasible`", node)?;
            Some(rules.iter().filter_map(|node| rule(desk, node)).collect())
        }),
        states: table
            .get("states")
            .and_then(|node| id_entries(desk, "`states`", node, |key, node| named_state(desk, &key.value, node))),
        moves: table
            .get("moves")
            .and_then(|node| entries(desk, "`moves`", node, |key, node| moves(desk, &key.value, node))),
        outcomes: table
            .get("outcomes")
            .and_then(|node| id_entries(desk, "`outcomes`", node, |key, node| outcome(desk, &key.value, node))),
        published: table.get("published").and_then(|node| {
            let results = as_array(desk, "`published`", node)?;
            Some(results.iter().filter_map(|node| published(desk, node)).collect())
        }),
    }
}

fn format(table: &Table) -> Spanned<FormatVersion> {
    const HELP: &str = "begin the file with `format = 1`";
    let span = match table.get("format") {
        None => {
            table.missing("format", HELP);
            0..0
        }
        Some(node) => {
            if let Some(version) = as_integer(table.desk, "`format`", node).filter(|version| version.value != 1) {
                table.desk.complain(
                    Diagnostic::error("unknown-format", version.span, format!("format {} is not known", version.value))
                        .label("this program reads format 1")
                        .help(if version.value > 1 {
                            "the file was made for a later version of Détente"
                        } else {
                            HELP
                        }),
                );
            }
            node.span()
        }
    };
    Spanned { value: FormatVersion, span }
}

/// Begins to read a table at `node`.
fn table<'t, 's>(desk: &'t Desk<'s>, what: String, node: Node<'t>, keys: &[&str]) -> Option<Table<'t, 's>> {
    let entries = as_table(desk, &what, node)?;
    Some(Table::new(desk, what, node.span(), entries, keys))
}

fn basis(table: &Table) -> Option<Spanned<Basis>> {
    table.word("basis", &Basis::ALL, |basis| basis.word())
}

fn source(desk: &Desk, id: &str, node: Node) -> Option<SourceTable> {
    let table = table(desk, format!("the source `{}`", shorten(id)), node, SourceTable::KEYS)?;
    Some(SourceTable {
        title: table.string("title"),
        author: table.string("author"),
        date: table.string("date"),
        url: table.string("url"),
        file: table.string("file"),
        sha256: table.string("sha256"),
        note: table.string("note"),
    })
}

fn claim(desk: &Desk, id: &str, node: Node) -> Option<ClaimTable> {
    let table = table(desk, format!("the claim `{}`", shorten(id)), node, ClaimTable::KEYS)?;
    let at = match table.get("at") {
        Some(node) => byte_range(desk, &table.of("at"), node),
        None => {
            table.missing("at", "say where the passage stands in the document: at = [first byte, byte after the last]");
            None
        }
    };
    let standing = table.word("standing", &Standing::ALL, |standing| standing.word());
    if table.get("standing").is_none() {
        table.missing("standing", "say how firm the claim is: standing = \"quoted\", \"reported\", \"disputed\", …");
    }
    Some(ClaimTable {
        source: table.required_string("source", "name the document: source = \"…\""),
        at: at.unwrap_or(Spanned { value: ByteRange::default(), span: table.span() }),
        quote: table.string("quote"),
        speaker: table.string("speaker"),
        about: table.string("about"),
        standing: standing.unwrap_or(Spanned { value: Standing::Inferred, span: table.span() }),
        reading: table.required_string("reading", "say what the passage is taken to say: reading = \"…\""),
        other_reading: table.string("other_reading"),
        note: table.string("note"),
    })
}

fn byte_range(desk: &Desk, what: &str, node: Node) -> Option<Spanned<ByteRange>> {
    let numbers: Vec<Spanned<i64>> =
        as_array(desk, what, node)?.iter().filter_map(|node| as_integer(desk, what, node)).collect();
    let range = match numbers.as_slice() {
        [start, end] => {
            u64::try_from(start.value).ok().zip(u64::try_from(end.value).ok()).filter(|(start, end)| start < end)
        }
        _ => None,
    };
    if range.is_none() {
        desk.complain(
            Diagnostic::error("bad-range", node.span(), format!("{what} is not a range of bytes"))
                .help("give two numbers, the first byte and the byte after the last: at = [354, 523]"),
        );
    }
    range.map(|(start, end)| Spanned { value: ByteRange(start, end), span: node.span() })
}

fn decision_maker(desk: &Desk, key: &Spanned<String>, node: Node) -> Option<DecisionMakerTable> {
    let id = shorten(&key.value);
    let table = table(desk, format!("the decision maker `{id}`"), node, DecisionMakerTable::KEYS)?;
    Some(DecisionMakerTable {
        name: table.string("name"),
        options: table.get("options").and_then(|node| {
            id_entries(desk, &table.of("options"), node, |key, node| {
                option(desk, &format!("the option `{id}.{}`", shorten(&key.value)), node)
            })
        }),
        prefers: table.get("prefers").and_then(|node| {
            let statements = as_array(desk, &table.of("prefers"), node)?;
            let what = format!("a statement of `{id}`");
            let value = statements.iter().filter_map(|node| statement(desk, &what, node)).collect();
            Some(Spanned { value, span: node.span() })
        }),
        ranking: table.string("ranking"),
        weights: table.get("weights").and_then(|node| {
            let what = table.of("weights");
            let value = entries(desk, &what, node, |key, node| {
                as_integer(desk, &format!("the weight of `{}`", shorten(&key.value)), node)
            })?;
            Some(Spanned { value, span: node.span() })
        }),
        cites: table.strings("cites"),
        basis: basis(&table),
        because: table.string("because"),
    })
}

fn option(desk: &Desk, what: &str, node: Node) -> Option<OptionValue> {
    Some(match node.get_ref() {
        DeValue::Table(_) => {
            let table = table(desk, what.into(), node, OptionTable::KEYS)?;
            OptionValue::Table(OptionTable {
                text: table.required_string("text", "say what the option is, in words: text = \"…\""),
                direction: table.word("direction", &Direction::ALL, |direction| direction.word()),
                cites: table.strings("cites"),
                basis: basis(&table),
                because: table.string("because"),
            })
        }
        DeValue::String(_) => OptionValue::Text(as_string(desk, what, node)?),
        other => return wrong_type(desk, what, "a text or a table", other, node.span()),
    })
}

fn statement(desk: &Desk, what: &str, node: Node) -> Option<StatementValue> {
    Some(match node.get_ref() {
        DeValue::Table(_) => {
            let table = table(desk, what.into(), node, StatementTable::KEYS)?;
            StatementValue::Table(StatementTable {
                id: own_id(&table),
                that: table.required_string("that", "say what the decision maker would have true: that = \"…\""),
                cites: table.strings("cites"),
                basis: basis(&table),
                because: table.string("because"),
            })
        }
        DeValue::String(_) => StatementValue::Condition(as_string(desk, what, node)?),
        other => return wrong_type(desk, what, "a condition in quotation marks or a table", other, node.span()),
    })
}

/// The `id` of a statement or a rule.
fn own_id(table: &Table) -> Option<Spanned<String>> {
    table.string("id").inspect(|id| check_id(table.desk, id))
}

fn rule(desk: &Desk, node: Node) -> Option<RuleTable> {
    let table = table(desk, "a rule of `infeasible`".into(), node, RuleTable::KEYS)?;
    Some(RuleTable {
        id: own_id(&table),
        when: table.required_string("when", "say what cannot be: when = \"…\""),
        cites: table.strings("cites"),
        basis: basis(&table),
        because: table.string("because"),
    })
}

/// A state where one is named: a list of options, or a name or row.
fn state_value(desk: &Desk, what: &str, node: Node) -> Option<StateValue> {
    Some(match node.get_ref() {
        DeValue::Array(_) => StateValue::On(as_strings(desk, what, node)?),
        DeValue::String(_) => StateValue::Name(as_string(desk, what, node)?),
        other => return wrong_type(desk, what, "a list of options or the name of a state", other, node.span()),
    })
}

fn state_values(desk: &Desk, what: &str, node: Node) -> Option<Vec<StateValue>> {
    let item = format!("an item of {what}");
    Some(as_array(desk, what, node)?.iter().filter_map(|node| state_value(desk, &item, node)).collect())
}

fn named_state(desk: &Desk, id: &str, node: Node) -> Option<NamedStateValue> {
    let what = format!("the state `{}`", shorten(id));
    Some(match node.get_ref() {
        DeValue::Array(_) => NamedStateValue::On(as_strings(desk, &what, node)?),
        DeValue::String(_) => NamedStateValue::Row(as_string(desk, &what, node)?),
        DeValue::Table(_) => {
            let table = table(desk, what, node, NamedStateTable::KEYS)?;
            NamedStateValue::Table(NamedStateTable {
                at: table.get("at").and_then(|node| {
                    Some(Spanned { value: state_value(desk, &table.of("at"), node)?, span: node.span() })
                }),
                when: table.string("when"),
                text: table.string("text"),
            })
        }
        other => {
            return wrong_type(desk, &what, "a list of options, a row such as \"YNN-\", or a table", other, node.span());
        }
    })
}

fn moves(desk: &Desk, dm: &str, node: Node) -> Option<Entries<Vec<Spanned<String>>>> {
    let what = format!("the moves of `{}`", shorten(dm));
    entries(desk, &what, node, |key, node| {
        as_strings(desk, &format!("the moves of `{}` from `{}`", shorten(dm), shorten(&key.value)), node)
    })
}

fn outcome(desk: &Desk, id: &str, node: Node) -> Option<OutcomeValue> {
    let what = format!("the outcome `{}`", shorten(id));
    Some(match node.get_ref() {
        DeValue::String(_) => OutcomeValue::Condition(as_string(desk, &what, node)?),
        DeValue::Array(_) => OutcomeValue::States(as_strings(desk, &what, node)?),
        DeValue::Table(_) => {
            let table = table(desk, what, node, OutcomeTable::KEYS)?;
            OutcomeValue::Table(OutcomeTable {
                when: table.string("when"),
                states: table.strings("states"),
                text: table.string("text"),
                cites: table.strings("cites"),
                basis: basis(&table),
                because: table.string("because"),
            })
        }
        other => return wrong_type(desk, &what, "a condition, a list of states or a table", other, node.span()),
    })
}

fn published(desk: &Desk, node: Node) -> Option<PublishedTable> {
    let table = table(desk, "a published result".into(), node, PublishedTable::KEYS)?;
    let list = |key: &str| table.get(key).and_then(|node| state_values(desk, &table.of(key), node));
    if table.get("concept").is_none() {
        table.missing("concept", "say under which concept: concept = \"nash\"");
    }
    Some(PublishedTable {
        concept: table
            .word("concept", &CONCEPTS.map(ConceptName), |name| name.0.id)
            .unwrap_or(Spanned { value: ConceptName(CONCEPTS[0]), span: table.span() }),
        equilibria: list("equilibria"),
        includes: list("includes"),
        count: table.integer("count"),
        decision_maker: table.string("decision_maker"),
        stable: list("stable"),
        reference: table.string("reference"),
        differs: table.string("differs"),
        unresolved: table.string("unresolved"),
    })
}
