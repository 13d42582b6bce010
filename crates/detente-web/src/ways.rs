//! The shortest ways from a state to the outcomes and the equilibria.

#[cfg(test)]
mod tests;

use detente_analysis::Answer;
use detente_analysis::motion::{self, MotionError, Path, Reach};
use detente_engine::Control;
use detente_model::{Concept, Conflict, Motion, State};
use detente_report::pages;

use crate::api::{Problem, Way, WayStep, Ways, WaysRequest};
use crate::ask::{host, refused};
use crate::moves::here;
use crate::solve::{cancelled, concepts, problem, state};

/// A search of states one by one may look at so many pairs of a state and who stepped last, and at so many moves.
#[derive(Clone, Copy)]
struct Bound {
    pairs: usize,
    moves: usize,
}

/// What takes no longer than making tables of a small conflict.
const BRIEF: Bound = Bound { pairs: 1 << 9, moves: 1 << 16 };
/// What takes a moment.
const MOMENT: Bound = Bound { pairs: 1 << 17, moves: 1 << 24 };
/// A search that may not go so far is not begun where there are no tables.
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
    let reach = reached(answer, &from, by, control)?;
    told(answer, &reach, concept, request.limit, control)
}

/// What is reached. A search that ends soon needs no tables; they carry one through all states. Where they take too much memory, states are asked one by one, for a moment.
fn reached(answer: &Answer, from: &State, by: Motion, control: &Control) -> Result<Reach, Problem> {
    match one_by_one(answer, from, by, BRIEF, control) {
        Err(MotionError::TooFar(_)) => {}
        soon => return soon.map_err(given_up),
    }
    if let Some(reach) = by_tables(answer, from, by, control)? {
        return Ok(reach);
    }
    if MOMENT.pairs_of(answer.conflict) < LEAST_PAIRS {
        let what = "a decision maker has so many moves at each state that ways are not looked for here; fix some of its options";
        return Err(problem("too_large", what));
    }
    one_by_one(answer, from, by, MOMENT, control).map_err(given_up)
}

/// What is reached, by the tables of the conflict; `None` where they take too much memory.
fn by_tables(answer: &Answer, from: &State, by: Motion, control: &Control) -> Result<Option<Reach>, Problem> {
    let Ok(table) = host(control, &|_| {}, &[]).steps(answer, by).map_err(refused)? else { return Ok(None) };
    motion::reach_in(&table, from, usize::MAX, control).map(Some).map_err(given_up)
}

/// What is reached, by asking the meaning state by state.
fn one_by_one(
    answer: &Answer, from: &State, by: Motion, bound: Bound, control: &Control,
) -> Result<Reach, MotionError> {
    motion::reach(&answer.meaning, from, by, bound.pairs_of(answer.conflict), control)
}

impl Bound {
    /// How many pairs a search may find, if no more moves are to be looked at.
    fn pairs_of(self, conflict: &Conflict) -> usize {
        let most = match &conflict.named_states {
            Some(named) => named.len(),
            None => {
                let options = conflict.dm_ids().map(|dm| conflict.options_of(dm).count()).max().unwrap_or(0);
                1 << options.min(40)
            }
        };
        self.pairs.min(self.moves / most.max(1))
    }
}

fn given_up(error: MotionError) -> Problem {
    match error {
        MotionError::TooFar(error) => problem("too_large", error),
        MotionError::Cancelled => cancelled(),
    }
}

/// The ways among what is reached: to each outcome, and to so many equilibria.
fn told(answer: &Answer, reach: &Reach, concept: &Concept, limit: usize, control: &Control) -> Result<Ways, Problem> {
    let go_on = || if (control.cancelled)() { Err(cancelled()) } else { Ok(()) };
    let told = |path: &Path| steps(answer, path);
    let mut ways = Vec::new();
    for outcome in &answer.conflict.outcomes {
        // Who has had enough is given what was found until then, which is then thrown away.
        let path =
            reach.path_to(&|state| (control.cancelled)() || motion::holds(&answer.meaning, &outcome.when, state));
        go_on()?;
        ways.push(Way {
            outcome: Some(outcome.id.clone()),
            end: path.as_ref().map(|path| here(answer, path.end())),
            steps: path.as_ref().map(told),
        });
    }
    let equilibria = answer.solution.equilibria(concept);
    let limit = limit.min(MOST_WAYS);
    // Nearest first, as they were found; then those that cannot be reached.
    let mut ends = Vec::new();
    for place in reach.states().filter_map(|state| answer.solution.place(&state)) {
        if ends.len() >= limit {
            break;
        }
        go_on()?;
        if equilibria.contains(place) {
            ends.push(place);
        }
    }
    for place in equilibria.iter() {
        if ends.len() >= limit {
            break;
        }
        go_on()?;
        if !reach.contains(&answer.solution.state(place)) {
            ends.push(place);
        }
    }
    for place in ends {
        let end = answer.solution.state(place);
        let path = reach.path_to_state(&end);
        ways.push(Way { outcome: None, end: Some(here(answer, &end)), steps: path.as_ref().map(told) });
    }
    Ok(Ways { from: here(answer, reach.from()), ways, equilibria: equilibria.count(), reached: reach.count() })
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
