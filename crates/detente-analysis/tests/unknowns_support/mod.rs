//! What the tests of unknowns share: the analysis as one call, unknowns from lists of changes, cases of the catalogue.

#![allow(dead_code, reason = "each test file uses a part")]

use std::path::Path;

use detente_analysis::unknowns::{Completed, Completion, How, MAX_COMPLETIONS, complete};
use detente_engine::{Control, Settings};
use detente_model::{
    Alternative, Change, Concept, Conflict, DmId, Expr, Meaning, Provenance, State, Unknown, plain, read,
};
use detente_testkit::Game;

pub const PD: Game = Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] };

pub fn all(conflict: &Conflict, unknowns: &[Unknown]) -> Completed {
    complete(conflict, unknowns, &one_thread(), How::All { limit: MAX_COMPLETIONS }, &Control::none()).unwrap()
}

pub fn one_thread() -> Settings {
    Settings { threads: Some(1), ..Settings::default() }
}

pub fn unknown(id: &str, alternatives: Vec<(&str, Vec<Change>)>) -> Unknown {
    let alternatives =
        alternatives.into_iter().map(|(words, changes)| Alternative { words: words.into(), changes }).collect();
    Unknown { id: id.into(), text: None, alternatives, provenance: Provenance::default() }
}

pub fn catalogue(name: &str) -> Conflict {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue").join(name);
    let reading = read::read(&std::fs::read_to_string(&file).unwrap());
    reading.conflict.unwrap_or_else(|| panic!("{name}: {:?}", reading.diagnostics))
}

pub fn condition(conflict: &Conflict, text: &str) -> Expr {
    read::condition(conflict, text).unwrap()
}

pub fn replace(conflict: &Conflict, id: &str, text: &str) -> Change {
    Change::Replace { id: id.into(), that: condition(conflict, text) }
}

/// A completion of unknowns with alternatives alone.
pub fn only(alternatives: &[usize]) -> Completion {
    Completion { alternatives: alternatives.to_vec(), rankings: Vec::new() }
}

/// The verdict on a state of `conflict` in a changed form of it, by the letter.
pub fn holds(conflict: &Conflict, changed: &Conflict, concept: &Concept, who: Option<DmId>, state: &State) -> bool {
    let Some(there) = conflict.state_in(changed, state) else { return false };
    let meaning = Meaning::new(changed).unwrap();
    match who {
        Some(dm) => plain::is_stable(&meaning, concept, dm, &there),
        None => plain::is_equilibrium(&meaning, concept, &there),
    }
}
