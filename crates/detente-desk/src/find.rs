//! What somebody means: states, concepts, decision makers and conditions by the names that people give them.

use detente_analysis::{Answer, find_state};
use detente_model::{CONCEPTS, Concept, Conflict, DmId, Expr, Meaning, Motion, OutcomeWhen, State, read};
use detente_report::advice::Advice;

use crate::refusal::Refusal;

/// The state that somebody asks about; the status quo unless they say. With an analysis, states can be named by their numbers.
///
/// # Errors
/// When there is no such state, or no status quo.
pub fn state(meaning: &Meaning, text: Option<&str>, answer: Option<&Answer>) -> Result<State, Refusal> {
    match text {
        Some(text) => find_state(meaning, text, |place| {
            let solution = &answer?.solution;
            (place < solution.states()).then(|| solution.state(place))
        })
        .map_err(Refusal::usage),
        None => meaning
            .conflict()
            .status_quo
            .clone()
            .ok_or_else(|| Refusal::advising("the conflict has no status quo: name a state", Advice::States)),
    }
}

/// The concept of this name.
///
/// # Errors
/// When there is none.
pub fn concept(name: &str) -> Result<&'static Concept, Refusal> {
    Concept::by_id(&name.to_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = CONCEPTS.iter().map(|concept| concept.id).collect();
        Refusal::usage(format_args!("there is no concept {name}; there are {}", names.join(", ")))
    })
}

/// The concepts of these names, in the same order.
///
/// # Errors
/// When there is none of a name.
pub fn concepts(names: &[String]) -> Result<Vec<&'static Concept>, Refusal> {
    names.iter().map(|name| concept(name)).collect()
}

/// The concept of this name, or all.
///
/// # Errors
/// When there is none of it.
pub fn concept_or_all(name: Option<&str>) -> Result<Vec<&'static Concept>, Refusal> {
    match name {
        Some(name) => Ok(vec![concept(name)?]),
        None => Ok(CONCEPTS.to_vec()),
    }
}

/// The decision maker of this id.
///
/// # Errors
/// When there is none.
pub fn decision_maker(conflict: &Conflict, id: &str) -> Result<DmId, Refusal> {
    conflict.dm_by_id(id).ok_or_else(|| {
        let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
        Refusal::usage(format_args!("there is no decision maker {id}; there are {}", ids.join(", ")))
    })
}

/// The decision maker of this id, or all.
///
/// # Errors
/// When there is none of it.
pub fn decision_maker_or_all(conflict: &Conflict, id: Option<&str>) -> Result<Vec<DmId>, Refusal> {
    match id {
        Some(id) => Ok(vec![decision_maker(conflict, id)?]),
        None => Ok(conflict.dm_ids().collect()),
    }
}

/// The decision makers of these ids, each once, in the order of the file.
///
/// # Errors
/// When there is none of an id.
pub fn decision_makers(conflict: &Conflict, ids: &[String]) -> Result<Vec<DmId>, Refusal> {
    let found: Result<Vec<DmId>, Refusal> = ids.iter().map(|id| decision_maker(conflict, id.trim())).collect();
    let mut found = found?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The condition that somebody wrote.
///
/// # Errors
/// When it cannot be read; the refusal has the complaints with their places.
pub fn condition(conflict: &Conflict, text: &str) -> Result<Expr, Refusal> {
    read::condition(conflict, text).map_err(|complaints| Refusal::unread(text, complaints))
}

/// Where the outcome of this id holds, or the condition that somebody wrote.
///
/// # Errors
/// When it is neither.
pub fn outcome(conflict: &Conflict, text: &str) -> Result<OutcomeWhen, Refusal> {
    match conflict.outcomes.iter().find(|outcome| outcome.id == text) {
        Some(outcome) => Ok(outcome.when.clone()),
        None => Ok(OutcomeWhen::Holds(condition(conflict, text)?)),
    }
}

/// The steps of this name: `moves`, `improvements` or `best`.
///
/// # Errors
/// When there are none of this name.
pub fn motion(name: &str) -> Result<Motion, Refusal> {
    match name {
        "moves" => Ok(Motion::Moves),
        "improvements" => Ok(Motion::Improvements),
        "best" => Ok(Motion::BestImprovements),
        _ => Err(Refusal::usage(format_args!("there are no steps {name}; there are moves, improvements, best"))),
    }
}
