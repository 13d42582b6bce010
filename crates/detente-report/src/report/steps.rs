//! The steps of decision makers, as far as they can be listed in a moment.

use detente_analysis::{Answer, motion};
use detente_model::{DmId, Motion, State};

/// Moves are not listed for a decision maker that can choose in more than 2^16 ways.
const FREE: usize = 16;

/// Whether the moves of a decision maker can be listed in a moment.
pub(super) fn listed(answer: &Answer, dm: DmId) -> bool {
    answer.conflict.named_states.is_some() || answer.conflict.options_of(dm).count() <= FREE
}

/// The steps of a decision maker from a state; none where they cannot be listed.
pub(super) fn steps(answer: &Answer, dm: DmId, state: &State, by: Motion) -> Vec<State> {
    if listed(answer, dm) { motion::steps(&answer.meaning, dm, state, by) } else { Vec::new() }
}

/// The best improvements of a decision maker.
pub(super) fn best(answer: &Answer, dm: DmId, state: &State) -> Vec<State> {
    steps(answer, dm, state, Motion::BestImprovements)
}
