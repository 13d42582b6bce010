//! The digest that binds answers and certificates to a conflict's meaning.

use crate::ledger::sha256;
use crate::{Conflict, Extent, OutcomeWhen, Preference, State};

/// The digest of what `conflict` means: `sha256:` and 64 hexadecimal digits.
///
/// It covers everything that decides an answer or says in words what an answer is about: decision makers and options with
/// their names and texts, directions, rules, states, moves, preferences, the status quo and the outcomes. It does not cover what is said
/// *about* the model (title, description, reference, ledger, basis, published results), nor layout, comments and spelling of conditions:
/// `a & b` and `a and b` are one. Line breaks in texts count as one character, whatever the system that wrote the file.
pub fn digest(conflict: &Conflict) -> String {
    format!("sha256:{}", sha256(canonical(conflict).as_bytes()))
}

/// The text of which [`digest`] is the digest: one fact a line, each field quoted so that no two conflicts share it.
fn canonical(conflict: &Conflict) -> String {
    let mut out = String::from("detente-meaning 1\n");
    let mut line = |fields: &[&str]| {
        for (place, field) in fields.iter().enumerate() {
            out.push_str(if place > 0 { " " } else { "" });
            quote(field, &mut out);
        }
        out.push('\n');
    };
    let state = |state: &State| match state {
        State::Vector(vector) => vector.row(conflict.options.len()),
        State::Named(place) => {
            conflict.named_states.as_ref().map_or_else(String::new, |named| named[*place].id.clone())
        }
    };
    for dm in &conflict.decision_makers {
        line(&["decision maker", &dm.id, &dm.name]);
        for option in &conflict.options[dm.options.start as usize..dm.options.end as usize] {
            line(&["option", &option.id, &option.text, option.direction.word()]);
        }
        match &dm.preference {
            Preference::Prioritised(statements) => {
                for statement in statements {
                    line(&["prefers", &statement.that.text(conflict)]);
                }
            }
            Preference::Ranked(groups) => {
                for group in groups {
                    let mut names: Vec<String> = group.iter().map(&state).collect();
                    names.sort();
                    line(&["ranks", &names.join(" ")]);
                }
            }
            Preference::Weighted(weights) => {
                line(&["weights", &weights.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")]);
            }
        }
    }
    for rule in &conflict.rules {
        line(&["infeasible", &rule.when.text(conflict)]);
    }
    for named in conflict.named_states.iter().flatten() {
        let extent = match &named.extent {
            Extent::Bare => String::new(),
            Extent::Vector(vector) => vector.row(conflict.options.len()),
            Extent::When(condition) => condition.text(conflict),
        };
        line(&["state", &named.id, named.text.as_deref().unwrap_or(""), &extent]);
    }
    for (dm, table) in &conflict.move_tables {
        for (from, ends) in table.iter().enumerate().filter(|(_, ends)| !ends.is_empty()) {
            let ends: Vec<String> = ends.iter().map(|&end| state(&State::Named(end))).collect();
            line(&["moves", &conflict.dm(*dm).id, &state(&State::Named(from)), &ends.join(" ")]);
        }
    }
    // A table without a single move is not the same as no table: the options would give moves.
    for dm in conflict.move_tables.keys() {
        line(&["moves are listed", &conflict.dm(*dm).id]);
    }
    if let Some(status_quo) = &conflict.status_quo {
        line(&["status quo", &state(status_quo)]);
    }
    for outcome in &conflict.outcomes {
        let when = match &outcome.when {
            OutcomeWhen::Holds(condition) => condition.text(conflict),
            OutcomeWhen::OneOf(states) => {
                let mut names: Vec<String> = states.iter().map(&state).collect();
                names.sort();
                names.join(" ")
            }
        };
        line(&["outcome", &outcome.id, outcome.text.as_deref().unwrap_or(""), &when]);
    }
    out
}

/// Puts a field in quotation marks. Only what would make two conflicts look alike is escaped, and nothing that depends on
/// what characters this year's Unicode knows.
fn quote(field: &str, out: &mut String) {
    out.push('"');
    for c in field.replace("\r\n", "\n").chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
}
