//! Which coalition would upset a state, and how.

use detente_model::{DmId, Meaning, State};

use super::{COALITION_CONCEPTS, CoalitionError, Coalitions, JointMove, joint_moves};

/// A coalition that would upset a state: it has joint improvements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upset {
    /// The members, in order.
    pub members: Vec<DmId>,
    /// The joint improvement to tell: of those that lead to a state where `settles` holds, or of all if none does, one with the fewest steps, then with the fewest
    /// switches, then the first in the order of states.
    pub by: JointMove,
    /// Whether `settles` holds where it leads (an *equilibrium jump* where the two states are equilibria).
    pub settles: bool,
    /// How many joint improvements the coalition has in all.
    pub improvements: usize,
    /// Whether no smaller coalition of the list, within this one, would upset the state.
    pub smallest: bool,
    /// For each of [`COALITION_CONCEPTS`], whether the answers of the others deter the coalition, so that the state is stable for it after all. (For CNash
    /// nobody answers, so never.) `None` where the conflict is too large to tell.
    pub deterred: Option<[bool; COALITION_CONCEPTS.len()]>,
}

/// The coalitions among `list` that would upset `from`, in their order.
///
/// `settles` says of a state whether it counts as a place to rest, as an equilibrium does. `all` adds whether the answers of the others would deter them; it comes
/// with the place of `from`.
///
/// # Errors
/// When a search meets more than `limit` pairs of a state and who moved there last, or `cancelled` says so.
pub fn upsets(
    meaning: &Meaning, list: &[Vec<DmId>], from: &State, settles: &dyn Fn(&State) -> bool,
    all: Option<(&Coalitions, usize)>, limit: usize, cancelled: &dyn Fn() -> bool,
) -> Result<Vec<Upset>, CoalitionError> {
    let mut found: Vec<Upset> = Vec::new();
    for members in list {
        let moves = joint_moves(meaning, members, from, limit, cancelled)?;
        let improvements = moves.len();
        let best = moves.into_iter().map(|by| (settles(&by.to), by)).min_by(|(a_settles, a), (b_settles, b)| {
            let order = |by: &JointMove| (by.sequence.len(), by.switches.len());
            b_settles.cmp(a_settles).then_with(|| order(a).cmp(&order(b))).then_with(|| a.to.cmp(&b.to))
        });
        let Some((settles, by)) = best else { continue };
        let deterred =
            all.map(|(all, place)| COALITION_CONCEPTS.each_ref().map(|concept| all.is_stable(concept, members, place)));
        found.push(Upset { members: members.clone(), by, settles, improvements, smallest: true, deterred });
    }
    let smallest: Vec<bool> =
        found.iter().map(|upset| !found.iter().any(|other| is_within(&other.members, &upset.members))).collect();
    found.iter_mut().zip(smallest).for_each(|(upset, smallest)| upset.smallest = smallest);
    Ok(found)
}

/// Whether the first coalition is a part of the second, and smaller.
fn is_within(smaller: &[DmId], larger: &[DmId]) -> bool {
    smaller.len() < larger.len() && smaller.iter().all(|dm| larger.contains(dm))
}
