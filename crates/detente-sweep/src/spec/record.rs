//! What a spec records.

use detente_analysis::find_state;
use detente_model::file::Spanned;
use detente_model::read::table::{Desk, Table, as_table};
use detente_model::{CONCEPTS, Concept, Conflict, Diagnostic, Meaning, State, StateList};

use super::{Record, Watched, column};

/// States are listed for their numbers up to so many.
const MAX_LISTED: usize = 1 << 20;
/// Watched states at most.
const MAX_WATCHED: usize = 64;

/// What is recorded; everything the conflict has unless the spec says otherwise.
pub(super) fn record(desk: &Desk, table: &Table, conflict: &Conflict) -> Option<Record> {
    let keys = ["concepts", "states", "propositions", "outcomes"];
    let own = match table.get("record") {
        None => None,
        Some(node) => {
            let entries = as_table(desk, "`record`", node)?;
            Some(Table::new(desk, "`record`", node.span(), entries, &keys))
        }
    };
    let names = |key: &str| own.as_ref().and_then(|table| table.strings(key));
    let ids: Vec<&str> = CONCEPTS.iter().map(|concept| concept.id).collect();
    let concepts: Vec<&'static Concept> = match names("concepts") {
        None => CONCEPTS.to_vec(),
        Some(names) => {
            let mut chosen = among(desk, "concept", &names, &ids);
            chosen.sort_unstable();
            chosen.into_iter().map(|at| CONCEPTS[at]).collect()
        }
    };
    let known: Vec<&str> = conflict.study.propositions.iter().map(|one| one.id.as_str()).collect();
    let propositions = names("propositions")
        .map_or_else(|| (0..known.len()).collect(), |names| among(desk, "proposition", &names, &known));
    let known: Vec<&str> = conflict.outcomes.iter().map(|one| one.id.as_str()).collect();
    let outcomes =
        names("outcomes").map_or_else(|| (0..known.len()).collect(), |names| among(desk, "outcome", &names, &known));
    let states = match names("states") {
        Some(names) => watched(desk, &names, conflict),
        None if conflict.status_quo.is_some() => vec![Watched { name: "status_quo".into(), state: None }],
        None => Vec::new(),
    };
    if concepts.is_empty() && !desk.has_errors() {
        let help = "name some of nash, gmr, smr, seq and sseq, or leave `concepts` out";
        desk.complain(Diagnostic::error("no-values", 0..0, "no concept is recorded").help(help));
    }
    Some(Record { concepts, states, propositions, outcomes })
}

/// The places of names among those that are known, each once; complaints about the others.
fn among(desk: &Desk, what: &str, names: &[Spanned<String>], known: &[&str]) -> Vec<usize> {
    let mut chosen = Vec::new();
    for name in names {
        match known.iter().position(|one| *one == name.value) {
            Some(at) if !chosen.contains(&at) => chosen.push(at),
            Some(_) => {
                let message = format!("`{}` is named twice", name.value);
                desk.complain(Diagnostic::error("named-twice", name.span.clone(), message).help("name it once"));
            }
            None => {
                let help = match desk.meant(&name.value, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if known.is_empty() => format!("the conflict has no {what} at all"),
                    None => format!("there are {}", known.iter().take(20).copied().collect::<Vec<_>>().join(", ")),
                };
                let message = format!("there is no {what} `{}`", name.value.escape_debug());
                desk.complain(Diagnostic::error("unknown-name", name.span.clone(), message).help(help));
            }
        }
    }
    chosen
}

fn watched(desk: &Desk, names: &[Spanned<String>], conflict: &Conflict) -> Vec<Watched> {
    let complain = |name: &Spanned<String>, message: String| {
        let help = "write status_quo, a name of a state, a row such as \"YNNY\", or the options that are on, separated by commas";
        desk.complain(Diagnostic::error("unknown-name", name.span.clone(), message).help(help));
    };
    let (Ok(meaning), Ok(list)) = (Meaning::new(conflict), StateList::new(conflict, MAX_LISTED)) else {
        if let Some(name) = names.first() {
            complain(name, "there are too many states to find one by its name".into());
        }
        return Vec::new();
    };
    let mut found: Vec<Watched> = Vec::new();
    for name in names.iter().take(MAX_WATCHED) {
        let is_status_quo = matches!(name.value.trim(), "status_quo" | "status-quo" | "sq");
        let at = |place: usize| list.states().get(place).cloned();
        let watched = match find_state(&meaning, &name.value, at) {
            Ok(_) if is_status_quo => Watched { name: "status_quo".into(), state: None },
            Ok(state) => Watched { name: column(&[&state_name(conflict, &list, &state)]), state: Some(state) },
            Err(message) => {
                complain(name, message);
                continue;
            }
        };
        if found.iter().any(|other| other.name == watched.name) {
            complain(name, format!("`{}` is named twice", watched.name));
        } else {
            found.push(watched);
        }
    }
    if names.len() > MAX_WATCHED {
        complain(&names[MAX_WATCHED], format!("{} states are watched; {MAX_WATCHED} are the most", names.len()));
    }
    found
}

/// The name of a state in the order of the list.
fn state_name(conflict: &Conflict, list: &StateList, state: &State) -> String {
    list.place(state).map_or_else(String::new, |place| list.name(conflict, place))
}
