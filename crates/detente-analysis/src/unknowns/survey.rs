//! The equilibria over any number of completions, state by state.

use detente_engine::{Control, Progress};
use detente_model::{Concept, Conflict, State, StateList, Unknown};

use super::question::Search;
use super::{Asked, UnknownsError, Verdict};

/// What is known of the equilibria where there are too many completions to look at one by one.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The states of the conflict itself, in order.
    pub states: Vec<State>,
    /// For each concept, for each state: whether it is an equilibrium in all completions, in some or in none; `None` where the search was
    /// ended at its limit.
    pub equilibria: Vec<(&'static Concept, Vec<Option<Verdict>>)>,
}

/// Asks of every state of `conflict`, at most `most` of them, whether it is an equilibrium under each of `concepts`, looking at no more than about `limit` nodes
/// for each.
///
/// # Errors
/// [`UnknownsError::TooManyStates`] before any work; those of the completions; cancelled work.
pub fn survey(
    conflict: &Conflict, unknowns: &[Unknown], concepts: &[&'static Concept], most: usize, limit: u64,
    control: &Control,
) -> Result<Survey, UnknownsError> {
    let too_many = UnknownsError::TooManyStates { limit: most };
    let list = StateList::new(conflict, most).map_err(|_| too_many.clone())?;
    let states = list.states().to_vec();
    let (Some(first), Some(&concept)) = (states.first(), concepts.first()) else {
        return Ok(Survey { states, equilibria: Vec::new() });
    };
    if states.len() > most {
        return Err(too_many);
    }
    let mut search = Search::new(conflict, unknowns, Asked { concept, who: None, state: first.clone() })?;
    let quiet = Control { cancelled: control.cancelled, progress: &|_| {} };
    let total = (states.len() * concepts.len()) as u64;
    let mut done = 0;
    let mut equilibria = Vec::new();
    for &concept in concepts {
        let mut verdicts = Vec::new();
        for state in &states {
            (control.progress)(Progress { done, total, what: "states" });
            search.ask(Asked { concept, who: None, state: state.clone() });
            let settled = search.run(limit, &quiet)?;
            verdicts.push(match (settled.yes.is_some(), settled.no.is_some(), settled.complete) {
                (true, true, _) => Some(Verdict::Possible),
                (true, false, true) => Some(Verdict::Necessary),
                (false, _, true) => Some(Verdict::Impossible),
                _ => None,
            });
            done += 1;
        }
        equilibria.push((concept, verdicts));
    }
    Ok(Survey { states, equilibria })
}
