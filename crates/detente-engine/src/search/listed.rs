//! Conflicts with a direct ranking, which lists their states: every state is looked at.

use std::cell::Cell;

use detente_model::{Conflict, DmId, Meaning, OptionVector, Preference, State};

use crate::EngineError;

/// The states that a direct ranking lists, ascending; `None` where no decision maker has one.
pub(super) fn states(conflict: &Conflict) -> Option<Vec<OptionVector>> {
    let vector = |state: &State| match state {
        State::Vector(vector) => Some(vector.clone()),
        State::Named(_) => None,
    };
    let listed = conflict.decision_makers.iter().find_map(|dm| match &dm.preference {
        Preference::Ranked(groups) => Some(groups.iter().flatten().filter_map(vector).collect::<Vec<_>>()),
        _ => None,
    });
    listed.map(|mut states| {
        states.sort_unstable();
        states
    })
}

/// Which of all `states` are Nash equilibria; `None` where the work was used up, a piece of which is a pair of states compared.
///
/// # Errors
/// When it was cancelled.
pub(super) fn stable(
    conflict: &Conflict, states: &[OptionVector], cancelled: &(dyn Fn() -> bool + Sync), left: &Cell<u64>,
) -> Result<Option<Vec<bool>>, EngineError> {
    let meaning = Meaning::new(conflict).map_err(|many| EngineError::TooManyVectors { limit: many.limit })?;
    let named: Vec<State> = states.iter().cloned().map(State::Vector).collect();
    let mut stable = vec![true; states.len()];
    for dm in conflict.dm_ids() {
        // States that differ in the decision maker's own options only are next to each other, the best of them first.
        let others: Vec<OptionVector> = states.iter().map(|state| without_own(conflict, dm, state)).collect();
        let mut order: Vec<usize> = (0..states.len()).collect();
        order.sort_by(|&a, &b| others[a].cmp(&others[b]).then_with(|| meaning.compare(dm, &named[b], &named[a])));
        for group in order.chunk_by(|&a, &b| others[a] == others[b]) {
            for &from in group {
                for &to in group {
                    left.set(left.get().saturating_sub(1));
                    if cancelled() {
                        return Err(EngineError::Cancelled);
                    }
                    if left.get() == 0 {
                        return Ok(None);
                    }
                    if !meaning.prefers(dm, &named[to], &named[from]) {
                        break;
                    }
                    if meaning.can_move(dm, &named[from], &named[to]) {
                        stable[from] = false;
                        break;
                    }
                }
            }
        }
    }
    Ok(Some(stable))
}

fn without_own(conflict: &Conflict, dm: DmId, state: &OptionVector) -> OptionVector {
    let mut others = state.clone();
    conflict.options_of(dm).for_each(|option| others.set(option, false));
    others
}
