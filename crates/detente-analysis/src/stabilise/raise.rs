//! Raising one state in a ranking: the closed form for the concepts whose sanctions do not depend on the opponents' preferences, and the
//! bounds for those whose sanctions do.
//!
//! Whether `s` is stable for a decision maker under such a concept depends on its ranking only through the set of states that it prefers to
//! `s`, and the smaller that set the better. To take a set `D` out of it, let `d` be the best of `D`. Every other state `x` ranked from
//! `s` up to `d`, ties included, costs a pair at least: once `d` is not preferred to `s`, either `x` compares otherwise with `s` or it compares otherwise
//! with `d`; and the pair of `s` and `d` itself costs one. Raising `s` alone past `d` costs exactly that much and takes out everything up to `d`. So the
//! optimum is to raise `s` past its threshold, for each decision maker by itself, and one solution answers for every state.

use std::collections::{BTreeSet, BinaryHeap};

use detente_engine::{Margin, Solution};
use detente_model::{Concept, DmId};

use super::table::{Places, Table};

/// How far a state has to rise in one ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rise {
    /// The states that it passes, with those that it ties with now: pairs of states that are compared otherwise afterwards. 0 where it
    /// need not rise.
    pub cost: u64,
    /// The place of the ranking that it rises past (0 the worst); its own where it need not rise.
    pub past: u32,
}

/// The least rise of the state at `place` that makes it stable for `dm`, everything else unmoved.
///
/// For concepts without sanctions or with sanctions by any moves (Nash, GMR, SMR) no other change of the ranking costs less. For the others it is the
/// rise that suffices while the opponents' rankings stay as they are. `None` where the solution keeps no margins, in
/// conflicts that are large, for states that were not watched.
///
/// # Panics
/// Where the concept was not asked for, or there is no state at `place`.
pub fn rise(solution: &Solution, concept: &Concept, dm: DmId, place: usize) -> Option<Rise> {
    let rank = solution.rank(dm, place);
    let past = match solution.margin(concept, dm, place)? {
        Margin::Anywhere | Margin::Falls(_) => return Some(Rise { cost: 0, past: rank }),
        Margin::Rises(places) => rank + places,
    };
    let between = (0..solution.states()).filter(|&x| (rank..=past).contains(&solution.rank(dm, x)));
    Some(Rise { cost: between.count() as u64 - 1, past })
}

/// The least cost of making each state an equilibrium under a concept without sanctions or with sanctions by any moves, every ranking being free
/// to change: all states from one solution. `None` where margins were not kept.
///
/// # Panics
/// Where the concept was not asked for.
pub fn costs(solution: &Solution, concept: &Concept, dms: impl Iterator<Item = DmId>) -> Option<Vec<u64>> {
    let mut total = vec![0; solution.states()];
    for dm in dms {
        // The number of states below each place.
        let mut below = vec![0u64; solution.places_in_ranking(dm) as usize + 1];
        (0..solution.states()).for_each(|x| below[solution.rank(dm, x) as usize + 1] += 1);
        for place in 1..below.len() {
            below[place] += below[place - 1];
        }
        for (place, total) in total.iter_mut().enumerate() {
            if let Margin::Rises(places) = solution.margin(concept, dm, place)? {
                let rank = solution.rank(dm, place) as usize;
                *total += below[rank + places as usize + 1] - below[rank] - 1;
            }
        }
    }
    Some(total)
}

/// The ranking with one state raised just past a place; where that is its own place, the ranking as it is.
pub(super) fn raised(ranking: &[u32], state: u32, past: u32) -> Vec<u32> {
    let mut places: Vec<u32> = ranking.iter().map(|place| 2 * place).collect();
    if past > ranking[state as usize] {
        places[state as usize] = 2 * past + 1;
    }
    places
}

/// What it costs to raise a state past a place.
pub(super) fn cost(ranking: &[u32], state: u32, past: u32) -> u64 {
    let own = ranking[state as usize];
    if past <= own { 0 } else { ranking.iter().filter(|place| (own..=past).contains(place)).count() as u64 - 1 }
}

/// The cheapest rankings in which nothing but the target was raised, by best-first search over how far it rises for whom.
pub(super) enum Raised {
    /// These.
    Found(u64, Places),
    /// However far it rises.
    Never,
    /// So far no answer; every combination costs at least that much.
    GivenUp,
}

/// Raises the target for the decision makers in `vary`, from the places in `least` on.
///
/// Raising the target for one decision maker never harms another: it only adds improvements, all of them into the target, which
/// is itself a sanction. So the combinations that suffice are closed upwards, and the search need not go beyond them.
pub(super) fn raise_only(
    table: &Table, concept: &Concept, places: &Places, target: u32, vary: &[usize], least: &[u32],
    budget: &mut dyn FnMut() -> bool,
) -> Raised {
    let of = |heights: &[u32]| -> Places {
        let mut raised_places: Places = Vec::new();
        for (dm, ranking) in places.iter().enumerate() {
            let at = vary.iter().position(|&varied| varied == dm);
            raised_places.push(raised(ranking, target, at.map_or(0, |at| heights[at])));
        }
        raised_places
    };
    let price =
        |heights: &[u32]| -> u64 { vary.iter().zip(heights).map(|(&dm, &past)| cost(&places[dm], target, past)).sum() };
    let top: Vec<u32> = vary.iter().map(|&dm| places[dm].iter().copied().max().unwrap_or(0)).collect();
    let start: Vec<u32> = vary.iter().map(|&dm| least[dm]).collect();
    let mut open = BinaryHeap::from([std::cmp::Reverse((price(&start), start.clone()))]);
    let mut seen = BTreeSet::from([start]);
    while let Some(std::cmp::Reverse((price_now, heights))) = open.pop() {
        if !budget() {
            return Raised::GivenUp;
        }
        let now = of(&heights);
        if table.equilibrium(concept, target, &now) {
            return Raised::Found(price_now, now);
        }
        for at in 0..vary.len() {
            if heights[at] < top[at] {
                let mut higher = heights.clone();
                // Below its own place nothing changes: the first step is the next place above it.
                higher[at] = higher[at].max(places[vary[at]][target as usize]) + 1;
                if higher[at] <= top[at] && seen.insert(higher.clone()) {
                    open.push(std::cmp::Reverse((price(&higher), higher)));
                }
            }
        }
    }
    Raised::Never
}
