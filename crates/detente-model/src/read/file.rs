//! From TOML to the tables of the conflict file.

use toml::de::{DeTable, DeValue};

use super::study_file;
use super::table::{
    Desk, Node, Table, as_array, as_integer, as_string, as_strings, as_table, as_tables, check_id, entries, id_entries,
    shorten, wrong_type,
};
use crate::file::{
    ByteRange, ClaimTable, ConceptName, ConflictFile, DecisionMakerTable, Entries, FormatVersion, NamedStateTable,
    NamedStateValue, OptionTable, OptionValue, OutcomeTable, OutcomeValue, PlaceRange, PublishedTable, RankingValue,
    RuleTable, SourceTable, Spanned, StateValue, StatementTable, StatementValue, UnknownMark,
};
use crate::ledger::Standing;
use crate::{Basis, CONCEPTS, Diagnostic, Direction};

const FORMAT_HELP: &str = "begin the file with `format = 1`";

/// Fills the tables of the file. What cannot be read is left out after a complaint. `None` where the file has another format, in
/// which everything may mean something else.
pub(crate) fn read_file(desk: &Desk, root: &DeTable) -> Option<ConflictFile> {
    let version = root.get("format").and_then(|node| as_integer(desk, "`format`", node));
    if let Some(version) = version.filter(|version| version.value != 1) {
        let help = match version.value > 1 {
            true => "the file was made for a later version of Détente",
            false => FORMAT_HELP,
        };
        desk.complain(
            Diagnostic::error("unknown-format", version.span, format!("format {} is not known", version.value))
                .label("this program reads format 1")
                .help(help),
        );
        return None;
    }
    let table = Table::new(desk, "the conflict", 0..0, root, ConflictFile::KEYS);
    desk.aside(|| table.missing("format", FORMAT_HELP));
    Some(ConflictFile {
        format: Spanned { value: FormatVersion, span: table.get("format").map_or(0..0, |node| node.span()) },
        title: desk.aside(|| table.required_string("title", "say what the conflict is about: title = \"…\"")),
        description: desk.aside(|| table.string("description")),
        reference: desk.aside(|| table.string("reference")),
        status_quo: table.get("status_quo").and_then(|node| {
            let value = desk.aside(|| state_value(desk, "the status quo", node))?;
            Some(Spanned { value, span: node.span() })
        }),
        sources: table.get("sources").and_then(|node| {
            desk.aside(|| id_entries(desk, "`sources`", node, |key, node| Some(source(desk, &key.value, node))))
        }),
        claims: table.get("claims").and_then(|node| {
            desk.aside(|| id_entries(desk, "`claims`", node, |key, node| Some(claim(desk, &key.value, node))))
        }),
        decision_makers: {
            table.missing("decision_makers", "add at least one: [decision_makers.north]");
            let node = table.get("decision_makers");
            node.and_then(|node| {
                id_entries(desk, "`decision_makers`", node, |key, node| Some(decision_maker(desk, key, node)))
            })
            .unwrap_or_default()
        },
        infeasible: table.get("infeasible").and_then(|node| {
            let rules = as_tables(desk, "infeasible", node)?;
            Some(rules.iter().map(|node| rule(desk, node)).collect())
        }),
        states: table
            .get("states")
            .and_then(|node| id_entries(desk, "`states`", node, |key, node| named_state(desk, &key.value, node))),
        moves: table
            .get("moves")
            .and_then(|node| desk.aside(|| entries(desk, "`moves`", node, |key, node| moves(desk, &key.value, node)))),
        outcomes: table.get("outcomes").and_then(|node| {
            desk.aside(|| id_entries(desk, "`outcomes`", node, |key, node| Some(outcome(desk, &key.value, node))))
        }),
        published: table.get("published").and_then(|node| {
            let results = desk.aside(|| as_tables(desk, "published", node))?;
            Some(results.iter().filter_map(|node| desk.aside(|| published(desk, node))).collect())
        }),
        variants: table.get("variants").and_then(|node| desk.aside(|| study_file::variants(desk, node))),
        views: table.get("views").and_then(|node| desk.aside(|| study_file::views(desk, node))),
        unknowns: table.get("unknowns").and_then(|node| desk.aside(|| study_file::unknowns(desk, node))),
        propositions: table.get("propositions").and_then(|node| desk.aside(|| study_file::propositions(desk, node))),
        events: table.get("events").and_then(|node| desk.aside(|| study_file::events(desk, node))),
    })
}

/// Begins to read a table at `node`; an empty one where there is none.
pub(super) fn table<'t, 's>(desk: &'t Desk<'s>, what: String, node: Node<'t>, keys: &[&str]) -> Table<'t, 's> {
    match as_table(desk, &what, node) {
        Some(entries) => Table::new(desk, what, node.span(), entries, keys),
        None => Table::none(desk, node.span()),
    }
}

pub(super) fn basis(table: &Table) -> Option<Spanned<Basis>> {
    table.desk.aside(|| table.word("basis", &Basis::ALL, |basis| basis.word()))
}

fn source(desk: &Desk, id: &str, node: Node) -> SourceTable {
    let table = table(desk, format!("the source `{}`", shorten(id)), node, SourceTable::KEYS);
    SourceTable {
        title: table.string("title"),
        author: table.string("author"),
        date: table.string("date"),
        url: table.string("url"),
        file: table.string("file"),
        sha256: table.string("sha256"),
        note: table.string("note"),
    }
}

fn claim(desk: &Desk, id: &str, node: Node) -> ClaimTable {
    let table = table(desk, format!("the claim `{}`", shorten(id)), node, ClaimTable::KEYS);
    table.missing("at", "say where the passage stands in the document: at = [first byte, byte after the last]");
    let at = table.get("at").and_then(|node| byte_range(desk, &table.of("at"), node));
    table.missing("standing", "say how firm the claim is: standing = \"quoted\", \"reported\", \"disputed\", …");
    let standing = table.word("standing", &Standing::ALL, |standing| standing.word());
    ClaimTable {
        source: table.required_string("source", "name the document: source = \"…\""),
        at: at.unwrap_or_else(|| table.absent()),
        quote: table.string("quote"),
        speaker: table.string("speaker"),
        about: table.string("about"),
        standing: standing.unwrap_or(Spanned { value: Standing::Inferred, span: table.span() }),
        reading: table.required_string("reading", "say what the passage is taken to say: reading = \"…\""),
        other_reading: table.string("other_reading"),
        note: table.string("note"),
    }
}

fn byte_range(desk: &Desk, what: &str, node: Node) -> Option<Spanned<ByteRange>> {
    let items = as_array(desk, what, node)?;
    let item = format!("an item of {what}");
    let numbers: Vec<Spanned<i64>> = items.iter().filter_map(|node| as_integer(desk, &item, node)).collect();
    if numbers.len() < items.len() {
        return None;
    }
    let problem = match numbers.as_slice() {
        [start, end] => match (u64::try_from(start.value), u64::try_from(end.value)) {
            (Ok(start), Ok(end)) if start < end => {
                return Some(Spanned { value: ByteRange(start, end), span: node.span() });
            }
            (Ok(_), Ok(_)) => "ends before it begins, or is empty",
            _ => "begins before the document",
        },
        _ => "is not two numbers",
    };
    desk.complain(
        Diagnostic::error("bad-range", node.span(), format!("{what} {problem}"))
            .help("give the first byte of the passage, counted from 0, and the byte after its last: at = [354, 523]"),
    );
    None
}

fn decision_maker(desk: &Desk, key: &Spanned<String>, node: Node) -> DecisionMakerTable {
    let id = shorten(&key.value);
    let table = table(desk, format!("the decision maker `{id}`"), node, DecisionMakerTable::KEYS);
    let options = table.get("options").and_then(|node| {
        id_entries(desk, &table.of("options"), node, |key, node| {
            // Whatever is wrong with an option, there is one of that name.
            Some(desk.aside(|| option(desk, &format!("the option `{id}.{}`", shorten(&key.value)), node)))
        })
    });
    // What is wrong with a preference leaves it clear that there is one, and what the states are.
    desk.aside(|| DecisionMakerTable {
        name: table.string("name"),
        options,
        prefers: table
            .get("prefers")
            .and_then(|node| {
                let statements = as_array(desk, &table.of("prefers"), node)?;
                let what = format!("a statement of `{id}`");
                let value = statements.iter().map(|node| statement(desk, &what, node)).collect();
                Some(Spanned { value, span: node.span() })
            })
            .or_else(|| (table.is_none() || table.mentions("prefers")).then(|| table.absent())),
        ranking: table
            .get("ranking")
            .and_then(|node| ranking(desk, &table.of("ranking"), node))
            .or_else(|| table.mentions("ranking").then(|| RankingValue::Whole(table.absent()))),
        weights: table
            .get("weights")
            .and_then(|node| {
                let what = table.of("weights");
                let value = entries(desk, &what, node, |key, node| {
                    as_integer(desk, &format!("the weight of `{}`", shorten(&key.value)), node)
                })?;
                Some(Spanned { value, span: node.span() })
            })
            .or_else(|| table.mentions("weights").then(|| table.absent())),
        cites: table.strings("cites"),
        basis: basis(&table),
        because: table.string("because"),
    })
}

/// A ranking in one text, or a list of chains.
fn ranking(desk: &Desk, what: &str, node: Node) -> Option<RankingValue> {
    match node.get_ref() {
        DeValue::String(_) => as_string(desk, what, node).map(RankingValue::Whole),
        DeValue::Array(items) => {
            let value = as_strings(desk, what, node)?;
            (value.len() == items.len()).then_some(RankingValue::Chains(Spanned { value, span: node.span() }))
        }
        other => {
            let help =
                "write all states, best first: \"s7 > s3 ~ s4\", or a list of chains: [\"s7 > s3\", \"s4 > s8\"]";
            wrong_type(desk, (what, "a text in quotation marks or a list of them"), other, node.span(), help)
        }
    }
}

fn option(desk: &Desk, what: &str, node: Node) -> OptionValue {
    match node.get_ref() {
        DeValue::Table(_) => {
            let table = table(desk, what.into(), node, OptionTable::KEYS);
            OptionValue::Table(OptionTable {
                text: table.required_string("text", "say what the option is, in words: text = \"…\""),
                direction: table.word("direction", &Direction::ALL, |direction| direction.word()),
                cites: table.strings("cites"),
                basis: basis(&table),
                because: table.string("because"),
            })
        }
        DeValue::String(text) => OptionValue::Text(Spanned { value: text.to_string(), span: node.span() }),
        other => {
            let help = "say in words what the option is: \"…\" or { text = \"…\" }";
            wrong_type::<()>(desk, (what, "a text or a table"), other, node.span(), help);
            OptionValue::Text(Table::none(desk, node.span()).absent())
        }
    }
}

pub(super) fn statement(desk: &Desk, what: &str, node: Node) -> StatementValue {
    match node.get_ref() {
        DeValue::Table(_) => {
            let table = table(desk, what.into(), node, StatementTable::KEYS);
            StatementValue::Table(StatementTable {
                id: own_id(&table),
                that: table.required_string("that", "say what the decision maker would have true: that = \"…\""),
                unknown: table.get("unknown").and_then(|node| unknown_mark(desk, &table.of("unknown"), node)),
                places: table.get("places").and_then(|node| place_range(desk, &table.of("places"), node)),
                cites: table.strings("cites"),
                basis: basis(&table),
                because: table.string("because"),
            })
        }
        DeValue::String(text) => StatementValue::Condition(Spanned { value: text.to_string(), span: node.span() }),
        other => {
            let help = "write what the decision maker would have true: \"…\" or { that = \"…\" }";
            let wanted = "a condition in quotation marks or a table";
            wrong_type::<()>(desk, (what, wanted), other, node.span(), help);
            StatementValue::Condition(Table::none(desk, node.span()).absent())
        }
    }
}

fn unknown_mark(desk: &Desk, what: &str, node: Node) -> Option<Spanned<UnknownMark>> {
    let help =
        "true: so, the opposite, or no wish at all; \"opposite\": so or the opposite; \"absent\": so or no wish at all";
    let value = match node.get_ref() {
        DeValue::Boolean(true) => UnknownMark::Any,
        DeValue::Boolean(false) => UnknownMark::Known,
        DeValue::String(word) if word == "opposite" => UnknownMark::Opposite,
        DeValue::String(word) if word == "absent" => UnknownMark::Absent,
        DeValue::String(word) => {
            let message = format!("`{}` is not a word for `unknown`", shorten(word));
            desk.complain(Diagnostic::error("unknown-word", node.span(), message).help(help));
            return None;
        }
        other => return wrong_type(desk, (what, "true, \"opposite\" or \"absent\""), other, node.span(), help),
    };
    Some(Spanned { value, span: node.span() })
}

fn place_range(desk: &Desk, what: &str, node: Node) -> Option<Spanned<PlaceRange>> {
    let help = "give the first and the last place it may have, 1 the most important: places = [2, 5]";
    let items = as_array(desk, what, node)?;
    let item = format!("an item of {what}");
    let numbers: Vec<i64> =
        items.iter().filter_map(|node| as_integer(desk, &item, node)).map(|number| number.value).collect();
    if numbers.len() < items.len() {
        return None;
    }
    let problem = match numbers.as_slice() {
        &[first, last] => match (u64::try_from(first), u64::try_from(last)) {
            (Ok(first @ 1..), Ok(last)) if first <= last => {
                return Some(Spanned { value: PlaceRange(first, last), span: node.span() });
            }
            (Ok(1..), Ok(1..)) => "ends before it begins",
            _ => "begins before the first place, which is 1",
        },
        _ => "is not two numbers",
    };
    desk.complain(Diagnostic::error("bad-places", node.span(), format!("{what} {problem}")).help(help));
    None
}

/// The `id` of a statement or a rule.
pub(super) fn own_id(table: &Table) -> Option<Spanned<String>> {
    table.string("id").inspect(|id| check_id(table.desk, id))
}

pub(super) fn rule(desk: &Desk, node: Node) -> RuleTable {
    let table = table(desk, "a rule of `infeasible`".into(), node, RuleTable::KEYS);
    RuleTable {
        id: desk.aside(|| own_id(&table)),
        when: table.required_string("when", "say what cannot be: when = \"…\""),
        cites: desk.aside(|| table.strings("cites")),
        basis: basis(&table),
        because: desk.aside(|| table.string("because")),
    }
}

/// A state where one is named: a list of options, or a name or row.
pub(super) fn state_value(desk: &Desk, what: &str, node: Node) -> Option<StateValue> {
    Some(match node.get_ref() {
        DeValue::Array(_) => StateValue::On(as_strings(desk, what, node)?),
        DeValue::String(_) => StateValue::Name(as_string(desk, what, node)?),
        other => {
            let help = "list the options that are on: [\"…\"], or give the name of a state: \"…\"";
            return wrong_type(desk, (what, "a list of options or the name of a state"), other, node.span(), help);
        }
    })
}

fn state_values(desk: &Desk, what: &str, node: Node) -> Option<Vec<Spanned<StateValue>>> {
    let item = format!("an item of {what}");
    let one = |node: Node| Some(Spanned { value: state_value(desk, &item, node)?, span: node.span() });
    Some(as_array(desk, what, node)?.iter().filter_map(one).collect())
}

fn named_state(desk: &Desk, id: &str, node: Node) -> Option<NamedStateValue> {
    let what = format!("the state `{}`", shorten(id));
    Some(match node.get_ref() {
        DeValue::Array(_) => NamedStateValue::On(as_strings(desk, &what, node)?),
        DeValue::String(_) => NamedStateValue::Row(as_string(desk, &what, node)?),
        DeValue::Table(_) => {
            let table = table(desk, what, node, NamedStateTable::KEYS);
            let at = table
                .get("at")
                .and_then(|node| Some(Spanned { value: state_value(desk, &table.of("at"), node)?, span: node.span() }));
            let (when, text) = (table.string("when"), table.string("text"));
            if at.is_none() && table.mentions("at") || when.is_none() && table.mentions("when") {
                return None;
            }
            NamedStateValue::Table(NamedStateTable { at, when, text })
        }
        other => {
            let wanted = "a list of options, a row such as \"YNN-\", or a table";
            let help = "list the options that are on: [\"…\"], or give a letter for each option: \"YNN\"";
            return wrong_type(desk, (&what, wanted), other, node.span(), help);
        }
    })
}

fn moves(desk: &Desk, dm: &str, node: Node) -> Option<Entries<Vec<Spanned<String>>>> {
    let what = format!("the moves of `{}`", shorten(dm));
    entries(desk, &what, node, |key, node| {
        as_strings(desk, &format!("the moves of `{}` from `{}`", shorten(dm), shorten(&key.value)), node)
    })
}

fn outcome(desk: &Desk, id: &str, node: Node) -> OutcomeValue {
    let what = format!("the outcome `{}`", shorten(id));
    match node.get_ref() {
        DeValue::String(text) => OutcomeValue::Condition(Spanned { value: text.to_string(), span: node.span() }),
        DeValue::Array(_) => OutcomeValue::States(as_strings(desk, &what, node).unwrap_or_default()),
        DeValue::Table(_) => {
            let table = table(desk, what, node, OutcomeTable::KEYS);
            OutcomeValue::Table(OutcomeTable {
                when: table.string("when").or_else(|| table.mentions("when").then(|| table.absent())),
                states: table.strings("states").or_else(|| table.mentions("states").then(Vec::new)),
                text: table.string("text"),
                cites: table.strings("cites"),
                basis: basis(&table),
                because: table.string("because"),
            })
        }
        other => {
            let wanted = "a condition, a list of states or a table";
            let help = "write the condition in quotation marks: \"…\", or list the states: [\"…\"]";
            wrong_type::<()>(desk, (&what, wanted), other, node.span(), help);
            OutcomeValue::Condition(Table::none(desk, node.span()).absent())
        }
    }
}

/// A published result; `None` after a complaint, as nothing else in the file names it.
fn published(desk: &Desk, node: Node) -> Option<PublishedTable> {
    let errors = desk.errors();
    let table = table(desk, "a published result".into(), node, PublishedTable::KEYS);
    let list = |key: &str| table.get(key).and_then(|node| state_values(desk, &table.of(key), node));
    table.missing("concept", "say under which concept: concept = \"nash\"");
    let result = PublishedTable {
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
    };
    (desk.errors() == errors && !desk.is_full()).then_some(result)
}
