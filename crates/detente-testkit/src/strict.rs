//! Conflicts of a known size with strict random rankings: the hard case of inverse analysis.

use detente_model::{
    Conflict, DecisionMaker, Direction, DmId, DmOption, Expr, OptionId, OptionVector, Provenance, Rule, State,
};

use crate::models::{empty, ranked};
use crate::random::Rng;

/// A conflict of `dms` decision makers and `states` states from a seed: as few options as that many states need, shared out evenly, a tenth of them
/// one-way; one rule that excludes the surplus of combinations, chosen at random; a strict random ranking for everybody. The status quo is a random state.
///
/// # Panics
/// Where there are no decision makers or no states, or more than a million states.
pub fn strict_conflict(seed: u64, dms: usize, states: usize) -> Conflict {
    assert!(dms > 0 && (1..=1 << 20).contains(&states), "{dms} decision makers, {states} states");
    let mut rng = Rng::new(seed ^ 0x57_21C7_0000);
    let count = (states.next_power_of_two().trailing_zeros() as usize).max(1);
    let mut conflict = empty("A conflict with strict rankings");
    let mut vectors: Vec<usize> = (0..1 << count).collect();
    shuffle(&mut rng, &mut vectors);
    let excluded = vectors.split_off(states);
    vectors.sort_unstable();
    let state = |place: usize| State::Vector(OptionVector::from_bits(count, vectors[place] as u64));
    for dm in 0..dms {
        let range = (dm * count / dms) as u32..((dm + 1) * count / dms) as u32;
        for option in range.clone() {
            let direction = match (rng.chance(10), rng.chance(50)) {
                (false, _) => Direction::Both,
                (true, true) => Direction::On,
                (true, false) => Direction::Off,
            };
            conflict.options.push(DmOption {
                id: format!("o{option}"),
                owner: DmId::from(dm),
                text: format!("Option {option}"),
                direction,
                provenance: Provenance::default(),
            });
        }
        let mut payoffs: Vec<u32> = (0..states as u32).collect();
        shuffle(&mut rng, &mut payoffs);
        conflict.decision_makers.push(DecisionMaker {
            id: format!("dm{dm}"),
            name: format!("DM {dm}"),
            options: range,
            preference: ranked(&payoffs, state),
            provenance: Provenance::default(),
        });
    }
    if !excluded.is_empty() {
        let exactly = |vector: &usize| {
            let literals = (0..count).map(|at| {
                let option = Expr::Option(OptionId::from(at));
                if vector >> at & 1 == 1 { option } else { Expr::Not(Box::new(option)) }
            });
            Expr::And(literals.collect())
        };
        conflict.rules.push(Rule {
            id: "F".into(),
            when: Expr::Or(excluded.iter().map(exactly).collect()),
            provenance: Provenance::default(),
        });
    }
    conflict.status_quo = Some(state(rng.below(states)));
    conflict
}

/// Fisher and Yates's shuffle.
fn shuffle<T>(rng: &mut Rng, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, rng.below(last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_model::StateList;

    #[test]
    fn a_strict_conflict_has_as_many_states_as_asked_for() {
        for (dms, states) in [(3, 13), (5, 32), (2, 1), (3, 100)] {
            let conflict = strict_conflict(7, dms, states);
            let list = StateList::new(&conflict, 1 << 10).expect("they are few");
            assert_eq!((conflict.decision_makers.len(), list.states().len()), (dms, states));
            assert!(list.place(conflict.status_quo.as_ref().expect("it has one")).is_some());
        }
    }
}
