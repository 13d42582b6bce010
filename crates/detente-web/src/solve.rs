//! A text, solved: what every question begins with.

use detente_analysis::{Answer, AnswerError, find_state};
use detente_desk::variant::{VariantError, in_variant};
use detente_engine::{Control, EngineError, Settings};
use detente_model::{CONCEPTS, Concept, Conflict, DmId, State, Variant, read};

use crate::api::Problem;
use crate::ask::refused;

/// The bytes that one piece of work may use: 2 GiB.
pub const MEMORY: u64 = 2 << 30;

/// A problem of a kind.
pub fn problem(kind: &str, message: impl std::fmt::Display) -> Problem {
    Problem { kind: kind.into(), message: message.to_string() }
}

/// The conflict of a text, in a variant.
pub fn conflict(text: &str, id: Option<&str>) -> Result<Conflict, Problem> {
    let reading = read::read(text);
    let first = reading.errors().next().map(|error| error.message.clone());
    let conflict = reading.conflict.ok_or_else(|| {
        problem("bad_file", format_args!("the file has errors: {}", first.as_deref().unwrap_or("it cannot be read")))
    })?;
    variant(conflict, id)
}

/// A conflict in a variant.
pub fn variant(conflict: Conflict, id: Option<&str>) -> Result<Conflict, Problem> {
    let varied = varied(&conflict, id)?;
    Ok(varied.map_or(conflict, |(_, changed)| changed))
}

/// The variant of a conflict that is asked for, and the conflict with it made; `None` where the conflict itself is.
pub fn varied(conflict: &Conflict, id: Option<&str>) -> Result<Option<(Variant, Conflict)>, Problem> {
    let Some(id) = id.filter(|id| *id != "base") else { return Ok(None) };
    in_variant(conflict, id).map(Some).map_err(|error| match error {
        VariantError::Unknown(..) => problem("not_found", error),
        VariantError::Change(_) => problem("bad_file", error),
    })
}

/// Analyses a conflict under all concepts.
pub fn solve<'c>(conflict: &'c Conflict, control: &Control) -> Result<Answer<'c>, Problem> {
    let settings =
        Settings { memory: MEMORY, watch: conflict.status_quo.iter().cloned().collect(), ..Settings::default() };
    Answer::new(conflict, &settings, control).map_err(unsolved)
}

/// Nobody waits for the answer any more.
pub fn cancelled() -> Problem {
    problem("cancelled", "the work was cancelled")
}

/// Why a conflict has no answer.
pub fn unsolved(error: AnswerError) -> Problem {
    match error {
        AnswerError::Engine(EngineError::Cancelled) => cancelled(),
        other => refused(other),
    }
}

/// The state that a request names; the status quo unless it does.
pub fn state(answer: &Answer, name: Option<&str>) -> Result<State, Problem> {
    match name {
        Some(name) => find_state(&answer.meaning, name, |place| {
            (place < answer.solution.states()).then(|| answer.solution.state(place))
        })
        .map_err(|error| problem("not_found", error)),
        None => answer
            .conflict
            .status_quo
            .clone()
            .ok_or_else(|| problem("not_found", "the conflict has no status quo: name a state")),
    }
}

/// The decision makers that a request names; all unless it names one.
pub fn dms(conflict: &Conflict, id: Option<&str>) -> Result<Vec<DmId>, Problem> {
    match id {
        None => Ok(conflict.dm_ids().collect()),
        Some(id) => conflict
            .dm_by_id(id)
            .map(|dm| vec![dm])
            .ok_or_else(|| problem("not_found", format_args!("there is no decision maker {id}"))),
    }
}

/// The concepts that a request names; all unless it names one.
pub fn concepts(id: Option<&str>) -> Result<Vec<&'static Concept>, Problem> {
    match id {
        None => Ok(CONCEPTS.to_vec()),
        Some(id) => Concept::by_id(id)
            .map(|concept| vec![concept])
            .ok_or_else(|| problem("not_found", format_args!("there is no concept {id}"))),
    }
}
