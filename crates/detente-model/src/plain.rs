//! Stability by the letter of its definition. Slow and obvious; everything fast must agree with it.

use std::collections::HashSet;

use crate::{Concept, DmId, Meaning, State, StateList, Steps};

/// The ends of all legal sequences of the decision makers `by` from `from` (*R_H(s)*, or *R_H⁺(s)* for improvements), in the order found.
///
/// In a legal sequence each step is one decision maker's move; it may move again, but never twice in succession. So the
/// search is over pairs of a state and the decision maker who moved last. `from` itself is among the ends where a sequence
/// leads back to it.
pub fn reachable(meaning: &Meaning, by: &[DmId], steps: Steps, from: &State) -> Vec<State> {
    let mut seen: HashSet<(State, Option<DmId>)> = HashSet::new();
    let mut ends = Vec::new();
    let mut open = vec![(from.clone(), None)];
    while let Some((state, last)) = open.pop() {
        for &dm in by.iter().filter(|&&dm| Some(dm) != last) {
            for end in meaning.moves(dm, &state) {
                if steps == Steps::Improvements && !meaning.prefers(dm, &end, &state) {
                    continue;
                }
                if seen.insert((end.clone(), Some(dm))) {
                    ends.push(end.clone());
                    open.push((end, Some(dm)));
                }
            }
        }
    }
    ends.sort();
    ends.dedup();
    ends
}

/// Whether `state` is stable for `dm` under `concept`.
pub fn is_stable(meaning: &Meaning, concept: &Concept, dm: DmId, state: &State) -> bool {
    is_stable_if(meaning, concept, dm, state, &|x| meaning.prefers(dm, x, state))
}

/// Whether `state` is an equilibrium under `concept`: stable for every decision maker.
pub fn is_equilibrium(meaning: &Meaning, concept: &Concept, state: &State) -> bool {
    meaning.conflict().dm_ids().all(|dm| is_stable(meaning, concept, dm, state))
}

/// Whether `state` is stable for `dm` if `dm` prefers exactly the states for which `better` holds to it.
///
/// No definition compares two states other than `state` in the eyes of `dm`, so `better` is all of its preference that matters.
fn is_stable_if(
    meaning: &Meaning, concept: &Concept, dm: DmId, state: &State, better: &dyn Fn(&State) -> bool,
) -> bool {
    let opponents = meaning.conflict().opponents(dm);
    meaning.moves(dm, state).iter().filter(|y| better(y)).all(|y| {
        concept.sanction.is_some_and(|sanction| {
            reachable(meaning, &opponents, sanction.steps, y)
                .iter()
                .any(|z| !better(z) && (!sanction.inescapable || !meaning.moves(dm, z).iter().any(better)))
        })
    })
}

/// The places of the states in the ranking of `dm`: states that tie share a place, the worst have place 0.
pub fn places(meaning: &Meaning, list: &StateList, dm: DmId) -> Vec<usize> {
    let mut order: Vec<usize> = (0..list.states().len()).collect();
    order.sort_by(|&a, &b| meaning.compare(dm, &list.states()[a], &list.states()[b]));
    let mut places = vec![0; order.len()];
    for pair in order.windows(2) {
        let rises = meaning.prefers(dm, &list.states()[pair[1]], &list.states()[pair[0]]);
        places[pair[1]] = places[pair[0]] + usize::from(rises);
    }
    places
}

/// The threshold of `state` for `dm` under `concept`: the lowest place in the ranking of `dm` at which the state, everything else
/// unmoved, would be stable; `None` where it would be stable at any place.
///
/// `places` are those of [`places`], `at` is the place of `state` in `list`.
pub fn threshold(
    meaning: &Meaning, list: &StateList, places: &[usize], concept: &Concept, dm: DmId, at: usize,
) -> Option<usize> {
    let state = &list.states()[at];
    let stable_at = |place: usize| {
        is_stable_if(meaning, concept, dm, state, &|x| {
            x != state && places[list.place(x).expect("moves lead to states")] > place
        })
    };
    let lowest = (0..=places.iter().copied().max().unwrap_or(0)).find(|&place| stable_at(place))?;
    // Below every other state only the sanctions count that lead back to the state itself, or none is needed.
    let anywhere = is_stable_if(meaning, concept, dm, state, &|x| x != state);
    (!anywhere).then_some(lowest)
}
