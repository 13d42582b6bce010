//! What is wanted: a state, or any state that satisfies a condition.

use detente_model::OutcomeWhen;

use super::StabiliseError;
use crate::Answer;
use crate::motion::holds;

/// The states that would do, by place, ascending; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted(pub Vec<usize>);

/// The states in which a condition holds.
///
/// # Errors
/// When it holds in none.
pub fn wanted(answer: &Answer, goal: &OutcomeWhen) -> Result<Wanted, StabiliseError> {
    let in_goal = |place: &usize| holds(&answer.meaning, goal, &answer.solution.state(*place));
    let places: Vec<usize> = (0..answer.solution.states()).filter(in_goal).collect();
    if places.is_empty() { Err(StabiliseError::NothingWanted) } else { Ok(Wanted(places)) }
}
