//! The way from a conflict to its solution.

use detente_model::Conflict;

use crate::crew::Crew;
use crate::plan::Plan;
use crate::{Control, EngineError, EngineKind, Settings, Solution, dense, estimate, graph, sparse, symbolic};

/// Below so many states a second thread costs more than it saves.
const ALONE: u64 = 1 << 13;

/// Finds which states are stable, for every decision maker and every concept of `settings`.
///
/// # Errors
/// Those of [`estimate`], before any work; [`EngineError::Cancelled`] soon after `control` says so; [`EngineError::TooManyVectors`] where
/// named states stand for more option vectors than the model allows.
pub fn analyse(conflict: &Conflict, settings: &Settings, control: &Control<'_>) -> Result<Solution, EngineError> {
    let estimate = estimate(conflict, settings)?;
    let parallel = settings.threads != Some(1) && estimate.states.at_most() >= ALONE;
    let mut plan = Plan::new(&settings.concepts);
    plan.keeps_margins = estimate.keeps_margins;
    let pieces = conflict.decision_makers.len() * (1 + plan.sanctions.len());
    let crew = Crew::new(parallel, control, pieces as u64);
    let work = || match estimate.engine {
        EngineKind::Dense => dense::solve(conflict, settings, plan, &crew, &dense::Tuning::usual(conflict, settings)),
        EngineKind::Sparse => sparse::solve(conflict, settings, plan, &crew),
        EngineKind::Graph => graph::solve(conflict, settings, plan, &crew),
        EngineKind::Symbolic => symbolic::solve(conflict, settings, plan, &crew, control),
    };
    match settings.threads.filter(|_| parallel) {
        // Where threads cannot be had the answer is the same, only later.
        Some(threads) => match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool.install(work),
            Err(_) => work(),
        },
        None => work(),
    }
}
