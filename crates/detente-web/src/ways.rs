//! The shortest ways from a state to the outcomes and the equilibria.

use detente_analysis::Answer;
use detente_analysis::motion::{self, MotionError, Path};
use detente_engine::Control;
use detente_model::{Motion, State};
use detente_report::pages;

use crate::api::{Problem, Way, WayStep, Ways, WaysRequest};
use crate::moves::here;
use crate::solve::{concepts, problem, state};

/// A search is given up beyond so many pairs of a state and who stepped last, and sooner where each state has many moves.
const MOST_PAIRS: usize = 1 << 17;
/// So many moves are looked at in all.
const MOST_MOVES: usize = 1 << 24;
/// A search that may not go so far is not begun.
const LEAST_PAIRS: usize = 256;
/// So many ways to equilibria are told, whatever was asked for.
const MOST_WAYS: usize = 500;

/// The ways that a request asks for.
pub fn ways(answer: &Answer, request: &WaysRequest, control: &Control) -> Result<Ways, Problem> {
    let by = match request.by.as_str() {
        "moves" => Motion::Moves,
        "improvements" => Motion::Improvements,
        "best" => Motion::BestImprovements,
        other => {
            let what = format_args!("`{other}` is no kind of step: ask for moves, improvements or best");
            return Err(problem("bad_request", what));
        }
    };
    let concept = concepts(Some(&request.concept))?[0];
    let from = state(answer, request.from.as_deref())?;
    let limit = most_pairs(answer);
    if limit < LEAST_PAIRS {
        let what = "a decision maker has so many moves at each state that ways are not looked for here; fix some of its options";
        return Err(problem("too_large", what));
    }
    let reach = motion::reach(&answer.meaning, &from, by, limit, control).map_err(|error| match error {
        MotionError::TooFar(error) => problem("too_large", error),
        MotionError::Cancelled => problem("cancelled", "the work was cancelled"),
    })?;
    let told = |path: &Path| steps(answer, path);
    let mut ways = Vec::new();
    for outcome in &answer.conflict.outcomes {
        let path = reach.path_to(&|state| motion::holds(&answer.meaning, &outcome.when, state));
        ways.push(Way {
            outcome: Some(outcome.id.clone()),
            end: path.as_ref().map(|path| here(answer, path.end())),
            steps: path.as_ref().map(told),
        });
    }
    let equilibria = answer.solution.equilibria(concept);
    let limit = request.limit.min(MOST_WAYS);
    // Nearest first, as they were found; then those that cannot be reached.
    let places = reach.states().filter_map(|state| answer.solution.place(&state));
    let mut ends: Vec<usize> = places.filter(|&place| equilibria.contains(place)).take(limit).collect();
    for place in equilibria.iter() {
        if ends.len() >= limit {
            break;
        }
        if (control.cancelled)() {
            return Err(problem("cancelled", "the work was cancelled"));
        }
        if !reach.contains(&answer.solution.state(place)) {
            ends.push(place);
        }
    }
    for place in ends {
        let end = answer.solution.state(place);
        let path = reach.path_to_state(&end);
        ways.push(Way { outcome: None, end: Some(here(answer, &end)), steps: path.as_ref().map(told) });
    }
    Ok(Ways { from: here(answer, &from), ways, equilibria: equilibria.count(), reached: reach.count() })
}

/// How far the search may go: no further than its moves can be looked at in a moment.
fn most_pairs(answer: &Answer) -> usize {
    let conflict = answer.conflict;
    let most = match &conflict.named_states {
        Some(named) => named.len(),
        None => {
            let options = conflict.dm_ids().map(|dm| conflict.options_of(dm).count()).max().unwrap_or(0);
            1 << options.min(40)
        }
    };
    MOST_PAIRS.min(MOST_MOVES / most.max(1))
}

fn steps(answer: &Answer, path: &Path) -> Vec<WayStep> {
    let words = pages::Play { meaning: &answer.meaning, answer: Some(answer) };
    let mut from: &State = &path.from;
    let mut steps = Vec::new();
    for step in &path.steps {
        steps.push(WayStep {
            by: step.by.index(),
            to: answer.solution.place(&step.to).map(|place| answer.name(place)).unwrap_or_default(),
            words: words.switches(from, step.by, &step.to).words(),
            improves: answer.meaning.prefers(step.by, &step.to, from),
        });
        from = &step.to;
    }
    steps
}
