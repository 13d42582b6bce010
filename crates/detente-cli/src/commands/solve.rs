//! Running the engine: the estimate first, then the work, with progress and Ctrl-C.

use detente_analysis::{Answer, AnswerError};
use detente_engine::{Control, EngineError, EngineKind, Settings, StateCount};
use detente_model::{CONCEPTS, Concept, Conflict};

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
    let estimate = detente_engine::estimate(conflict, &settings).map_err(engine_failure)?;
    let (states, large) = match estimate.states {
        StateCount::Exactly(states) => (detente_report::number(states), states >= TOLD_FROM),
        StateCount::AtMostTwoTo(power) => (format!("at most 2^{power}"), true),
    };
    if large {
        terminal::tell(&format!(
            "{states} states, {} decision makers, {} options: about {} MiB of memory",
            estimate.decision_makers,
            estimate.options,
            detente_report::number(estimate.bytes.div_ceil(1 << 20)),
        ));
    }
    let bar = large.then(Bar::new);
    let control = Control {
        cancelled: &terminal::interrupted,
        progress: &|progress| {
            if let Some(bar) = &bar {
                bar.show(&progress);
            }
        },
    };
    Answer::new(conflict, &settings, &control).map_err(|error| match error {
        AnswerError::Engine(error) => engine_failure(error),
        AnswerError::TooMany(error) => Failure::new(exit::TOO_LARGE, error),
    })
}

fn engine_failure(error: EngineError) -> Failure {
    let code = match error {
        EngineError::Cancelled => exit::INTERRUPTED,
        EngineError::WrongEngine { .. } => exit::USAGE,
        _ => exit::TOO_LARGE,
    };
    Failure::new(code, error)
}
