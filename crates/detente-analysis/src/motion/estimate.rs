//! What searches in the tables of a conflict would take, told before they begin.

use detente_engine::StepTable;
use detente_model::Conflict;

/// The bytes that a table of steps and the searches in it take, about and at most: that is [`super::reach_in`], kept, while [`super::slide`] or
/// [`super::shocks_in`] goes on. `states` is how many states the conflict has; what its analysis takes comes on top.
pub fn bytes(conflict: &Conflict, states: usize) -> u64 {
    let (count, dms) = (states as u64, conflict.decision_makers.len() as u64);
    // A number, a place and the first pair of each state; each pair, which are kept in a list that doubles when it is full; what was handed out.
    let reach = count.saturating_mul(12 + 32 * dms + dms.div_ceil(8));
    // The steps and the first movers of each state; two layers of pairs, and what was handed out.
    let slide = count.saturating_mul(12 + 24 * dms);
    // Of each state, and of each node between, its set, two numbers, a stack, the way to it and a mark.
    let shocks = count.saturating_mul((1 + dms) * 36);
    StepTable::bytes(conflict, states).saturating_add(reach).saturating_add(slide.max(shocks))
}
