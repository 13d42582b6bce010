//! What can be done next: the moves from a state, and what each is worth to the one who makes it.

use detente_model::{DmId, Meaning, Motion, OptionId, State};

use super::steps;

/// A move that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// By whom.
    pub by: DmId,
    /// Where it leads.
    pub to: State,
    /// What it is worth to the mover.
    pub worth: Worth,
}

/// What a move is worth to the one who makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// An improvement to which it prefers no other.
    Best,
    /// An improvement.
    Better,
    /// The mover is indifferent.
    Same,
    /// The mover prefers to stay.
    Worse,
}

/// All moves from `state` of everybody but `last`, who moved last: decision makers in order, the moves of each by worth, then by how many options they change (of
/// states that stand for several combinations, in the first of these), then in the order of states.
pub fn offers(meaning: &Meaning, state: &State, last: Option<DmId>) -> Vec<Offer> {
    let mut all = Vec::new();
    for by in meaning.conflict().dm_ids().filter(|&dm| Some(dm) != last) {
        let best = steps(meaning, by, state, Motion::BestImprovements);
        let mut own: Vec<Offer> = meaning
            .moves(by, state)
            .into_iter()
            .map(|to| {
                let worth = match meaning.compare(by, &to, state) {
                    std::cmp::Ordering::Greater if best.contains(&to) => Worth::Best,
                    std::cmp::Ordering::Greater => Worth::Better,
                    std::cmp::Ordering::Equal => Worth::Same,
                    std::cmp::Ordering::Less => Worth::Worse,
                };
                Offer { by, to, worth }
            })
            .collect();
        own.sort_by_key(|offer| (offer.worth, switched(meaning, state, &offer.to)));
        all.extend(own);
    }
    all
}

/// How many options differ between two states; 0 in graph form.
fn switched(meaning: &Meaning, from: &State, to: &State) -> usize {
    let (Some(before), Some(after)) = (meaning.vectors(from).first(), meaning.vectors(to).first()) else { return 0 };
    let options = (0..meaning.conflict().options.len()).map(OptionId::from);
    options.filter(|&option| before.is_on(option) != after.is_on(option)).count()
}
