//! From TOML to the tables of a study: variants, views, unknowns, propositions, events.

use toml::de::{DeTable, DeValue};

use super::file::{basis, own_id, rule, state_value, statement, table};
use super::table::{Desk, Node, Table, as_array, as_string, as_tables, entries, id_entries, shorten, wrong_type};
use crate::file::{
    AddedTable, AlternativeTable, ConceptName, Entries, EventTable, PropositionTable, QuestionTable, RuleTable,
    SeenTable, Spanned, StateValue, StatementValue, UnknownTable, VariantTable, ViewTable,
};
use crate::{CONCEPTS, Direction, Motion};

/// Fills the keys that make changes, in whichever table they stand.
macro_rules! with_changes {
    ($table:expr, $name:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let table = $table;
        $name {
            $($field: $value,)*
            negate: table.strings("negate"),
            drop: table.strings("drop"),
            replace: by_name(table, "replace", as_string),
            place: by_name(table, "place", as_string),
            add: added(table),
            infeasible: rules(table),
            hold: by_name(table, "hold", as_truth),
            direction: by_name(table, "direction", as_direction),
            prefers: by_name(table, "prefers", as_statements),
            ranking: by_name(table, "ranking", as_string),
            status_quo: state(table, "status_quo"),
        }
    }};
}

pub(crate) fn variants(desk: &Desk, node: Node) -> Option<Entries<VariantTable>> {
    id_entries(desk, "`variants`", node, |key, node| {
        let what = format!("the variant `{}`", shorten(&key.value));
        Some(variant_table(&table(desk, what, node, VariantTable::KEYS)))
    })
}

/// A variant that is a text of its own.
pub(crate) fn variant(desk: &Desk, root: &DeTable) -> VariantTable {
    variant_table(&Table::new(desk, "the list of changes", 0..0, root, VariantTable::KEYS))
}

fn variant_table(table: &Table) -> VariantTable {
    with_changes!(
        table,
        VariantTable {
            text: table.string("text"),
            other_reading: table.strings("other_reading"),
            views: table.get("views").and_then(|node| views(table.desk, node)),
            clarified: table.strings("clarified"),
            cites: table.strings("cites"),
            basis: basis(table),
            because: table.string("because"),
        }
    )
}

pub(crate) fn unknowns(desk: &Desk, node: Node) -> Option<Entries<UnknownTable>> {
    id_entries(desk, "`unknowns`", node, |key, node| {
        let what = format!("the unknown `{}`", shorten(&key.value));
        let table = &table(desk, what.clone(), node, UnknownTable::KEYS);
        table.missing("or", "say how else it may be: or = [{ words = \"…\", negate = [\"…\"] }]");
        let alternatives = table.get("or").and_then(|node| as_tables(desk, "or", node)).unwrap_or_default();
        Some(UnknownTable {
            text: table.string("text"),
            written: table.string("written"),
            or: alternatives.iter().map(|node| alternative(desk, &what, node)).collect(),
            cites: table.strings("cites"),
            basis: basis(table),
            because: table.string("because"),
        })
    })
}

fn alternative(desk: &Desk, of: &str, node: Node) -> AlternativeTable {
    let table = &table(desk, format!("an alternative of {of}"), node, AlternativeTable::KEYS);
    with_changes!(
        table,
        AlternativeTable { words: table.required_string("words", "say in a few words how it may be: words = \"…\"") }
    )
}

pub(crate) fn views(desk: &Desk, node: Node) -> Option<Entries<ViewTable>> {
    entries(desk, "`views`", node, |key, node| {
        let what = format!("the view of `{}`", shorten(&key.value));
        let table = table(desk, what, node, ViewTable::KEYS);
        table.missing("decision_makers", "say how it sees somebody: [views.X.decision_makers.Y]");
        let decision_makers = table.get("decision_makers").and_then(|node| {
            entries(desk, &table.of("decision_makers"), node, |seen, node| Some(self::seen(desk, key, seen, node)))
        });
        Some(ViewTable {
            decision_makers: decision_makers.unwrap_or_default(),
            cites: table.strings("cites"),
            basis: basis(&table),
            because: table.string("because"),
        })
    })
}

fn seen(desk: &Desk, by: &Spanned<String>, of: &Spanned<String>, node: Node) -> SeenTable {
    let what = format!("`{}` as `{}` sees it", shorten(&of.value), shorten(&by.value));
    let table = table(desk, what, node, SeenTable::KEYS);
    SeenTable {
        prefers: table.get("prefers").and_then(|node| as_statements(desk, &table.of("prefers"), node)),
        ranking: table.string("ranking"),
        unaware: table.strings("unaware"),
    }
}

pub(crate) fn propositions(desk: &Desk, node: Node) -> Option<Entries<PropositionTable>> {
    id_entries(desk, "`propositions`", node, |key, node| {
        let what = format!("the proposition `{}`", shorten(&key.value));
        let table = table(desk, what.clone(), node, PropositionTable::KEYS);
        table.missing("ask", "put a question: ask = { equilibrium = \"nash\" }");
        let ask = table.get("ask")?;
        Some(PropositionTable {
            says: table.required_string("says", "say what is claimed: says = \"…\""),
            ask: Spanned { value: question(desk, &what, ask), span: ask.span() },
            variants: table.strings("variants"),
            cites: table.strings("cites"),
            basis: basis(&table),
            because: table.string("because"),
        })
    })
}

fn question(desk: &Desk, of: &str, node: Node) -> QuestionTable {
    let table = &table(desk, format!("the question of {of}"), node, QuestionTable::KEYS);
    let concept = |key: &str| table.word(key, &CONCEPTS.map(ConceptName), |name| name.0.id);
    QuestionTable {
        equilibrium: concept("equilibrium"),
        stable: concept("stable"),
        reaches: table.string("reaches"),
        avoids: table.string("avoids"),
        joint_improvement: table.strings("joint_improvement"),
        prefers: table.string("prefers"),
        some_equilibrium: concept("some_equilibrium"),
        every_equilibrium: concept("every_equilibrium"),
        at: state(table, "at"),
        decision_maker: table.string("decision_maker"),
        from: state(table, "from"),
        by: table.word("by", &Motion::ALL, |motion| motion.word()),
        to: table.string("to"),
        better: state(table, "better"),
        worse: state(table, "worse"),
        holds: table.string("holds"),
    }
}

pub(crate) fn events(desk: &Desk, node: Node) -> Option<Vec<EventTable>> {
    let list = as_tables(desk, "events", node)?;
    let one = |node| {
        let table = table(desk, "an event".into(), node, EventTable::KEYS);
        EventTable {
            date: table.required_string("date", "say when it happened: date = \"2023-07-03\""),
            by: table.required_string("by", "say who switched the options: by = \"…\""),
            on: table.strings("on"),
            off: table.strings("off"),
            text: table.string("text"),
            cites: table.strings("cites"),
            basis: basis(&table),
            because: table.string("because"),
        }
    };
    Some(list.iter().map(one).collect())
}

fn state(table: &Table, key: &str) -> Option<Spanned<StateValue>> {
    let node = table.get(key)?;
    Some(Spanned { value: state_value(table.desk, &table.of(key), node)?, span: node.span() })
}

/// A table within a table, whose keys are names of other elements.
fn by_name<T>(table: &Table, key: &str, read: fn(&Desk, &str, Node) -> Option<T>) -> Option<Entries<T>> {
    let what = table.of(key);
    entries(table.desk, &what, table.get(key)?, |name, node| {
        read(table.desk, &format!("`{}` in {what}", shorten(&name.value)), node)
    })
}

fn as_truth(desk: &Desk, what: &str, node: Node) -> Option<Spanned<bool>> {
    match node.get_ref() {
        DeValue::Boolean(value) => Some(Spanned { value: *value, span: node.span() }),
        other => {
            let help = "true holds the option on, false holds it off";
            wrong_type(desk, (what, "true or false"), other, node.span(), help)
        }
    }
}

fn as_direction(desk: &Desk, what: &str, node: Node) -> Option<Spanned<Direction>> {
    let written = as_string(desk, what, node)?;
    super::table::one_of(desk, "direction", &written, &Direction::ALL, |direction| direction.word())
}

fn as_statements(desk: &Desk, what: &str, node: Node) -> Option<Spanned<Vec<StatementValue>>> {
    let item = format!("a statement in {what}");
    let list = as_array(desk, what, node)?;
    Some(Spanned { value: list.iter().map(|node| statement(desk, &item, node)).collect(), span: node.span() })
}

fn added(table: &Table) -> Option<Vec<AddedTable>> {
    let list = as_tables(table.desk, "add", table.get("add")?)?;
    let one = |node| {
        let added = self::table(table.desk, format!("a statement added by {}", table.what()), node, AddedTable::KEYS);
        AddedTable {
            to: added.required_string("to", "say whose statement it is: to = \"…\""),
            id: own_id(&added),
            that: added.required_string("that", "say what the decision maker would have true: that = \"…\""),
            place: added.string("place"),
            cites: added.strings("cites"),
            basis: basis(&added),
            because: added.string("because"),
        }
    };
    Some(list.iter().map(one).collect())
}

fn rules(table: &Table) -> Option<Vec<RuleTable>> {
    let list = as_tables(table.desk, "infeasible", table.get("infeasible")?)?;
    Some(list.iter().map(|node| rule(table.desk, node)).collect())
}
