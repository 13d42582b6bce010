//! Running the engine: the estimate first, then the work, with progress and Ctrl-C.

use detente_analysis::motion::{self, MotionError};
use detente_analysis::{Answer, AnswerError};
use detente_engine::{Control, EngineError, EngineKind, Settings, StateCount, StepTable};
use detente_model::{CONCEPTS, Concept, Conflict, Motion};

use crate::args::{Engine, Work};
use crate::exit::{self, Failure};
use crate::terminal::{self, Bar};

/// From so many states on, the size is told before the work begins.
const TOLD_FROM: u64 = 1 << 19;

/// Analyses a conflict under some concepts.
pub fn solve<'c>(conflict: &'c Conflict, concepts: &[&'static Concept], work: &Work) -> Result<Answer<'c>, Failure> {
    let settings = Settings {
        concepts: if concepts.is_empty() { CONCEPTS.to_vec() } else { concepts.to_vec() },
        engine: work.engine.map(|engine| match engine {
            Engine::Dense => EngineKind::Dense,
            Engine::Sparse => EngineKind::Sparse,
            Engine::Graph => EngineKind::Graph,
        }),
        memory: work.memory.saturating_mul(1 << 20),
        threads: work.threads,
        watch: conflict.status_quo.iter().cloned().collect(),
    };
    let large = announce(conflict, &settings)?;
    working(large, |control| Answer::new(conflict, &settings, control)).map_err(|error| match error {
        AnswerError::Engine(error) => engine_failure(error),
        AnswerError::TooMany(error) => Failure::new(exit::TOO_LARGE, error),
    })
}

/// Tells the size of an analysis before it begins, where it is large; whether it is. What does not fit is refused here.
pub fn announce(conflict: &Conflict, settings: &Settings) -> Result<bool, Failure> {
    let estimate = detente_engine::estimate(conflict, settings).map_err(engine_failure)?;
    let (states, large) = match estimate.states {
        StateCount::Exactly(states) => (detente_report::number(states), states >= TOLD_FROM),
        StateCount::AtMostTwoTo(power) => (format!("at most 2^{power}"), true),
    };
    if large {
        terminal::tell(&format!(
            "{states} states, {} decision makers, {} options: about {} of memory",
            estimate.decision_makers,
            estimate.options,
            mebibytes(estimate.bytes),
        ));
    }
    Ok(large)
}

/// Does work that Ctrl-C ends in good order; with a bar on standard error where it is large.
pub fn working<R>(large: bool, work: impl FnOnce(&Control) -> R) -> R {
    let bar = large.then(Bar::new);
    let control = Control {
        cancelled: &terminal::interrupted,
        progress: &|progress| {
            if let Some(bar) = &bar {
                bar.show(&progress);
            }
        },
    };
    work(&control)
}

/// The steps between the states of an analysed conflict, and whether finding them and searching in them is work to be shown; or, in words, why they take more memory
/// than they may.
pub fn steps<'s>(
    answer: &'s Answer, by: Motion, work: &Work,
) -> Result<Result<(StepTable<'s>, bool), String>, Failure> {
    let (conflict, states) = (answer.conflict, answer.solution.states());
    let allowed = work.memory.saturating_mul(1 << 20);
    // The analysis stays in memory beside them.
    let settings = Settings { concepts: answer.solution.concepts().to_vec(), memory: allowed, ..Settings::default() };
    let analysis = detente_engine::estimate(conflict, &settings).map_or(0, |estimate| estimate.bytes);
    let bytes = motion::bytes(conflict, states);
    let needed = analysis.saturating_add(bytes);
    if needed > allowed {
        return Ok(Err(format!(
            "{} states would take about {} of memory and may use {}; allow more with --memory, or hold options fixed in a variant",
            detente_report::number(states as u64),
            mebibytes(needed),
            mebibytes(allowed),
        )));
    }
    let large = states as u64 >= TOLD_FROM;
    if large {
        terminal::tell(&format!("The steps between them: about {} more", mebibytes(bytes)));
    }
    let table = working(large, |control| StepTable::new(conflict, &answer.solution, by, allowed, control));
    match table {
        Ok(table) => Ok(Ok((table, large))),
        Err(EngineError::Cancelled) => Err(engine_failure(EngineError::Cancelled)),
        Err(error) => Ok(Err(error.to_string())),
    }
}

/// Why a search of motion gave no answer.
pub fn motion_failure(error: MotionError) -> Failure {
    let code = match error {
        MotionError::TooFar(_) => exit::TOO_LARGE,
        MotionError::Cancelled => exit::INTERRUPTED,
    };
    Failure::new(code, error)
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", detente_report::number(bytes.div_ceil(1 << 20)))
}

pub fn engine_failure(error: EngineError) -> Failure {
    let code = match error {
        EngineError::Cancelled => exit::INTERRUPTED,
        EngineError::WrongEngine { .. } => exit::USAGE,
        _ => exit::TOO_LARGE,
    };
    Failure::new(code, error)
}
