//! The lowest values that sequences of moves lead to, by turns: mostly much quicker than following single states.
//!
//! One mover after the other has its turn, in which each of its groups in which something has changed since its last is gone through: from the best state to the worst,
//! keeping the lowest value so far, or, where all moves count, once for the lowest value and once to write it down. A mover gains nothing by moving
//! twice in succession, so that it is done when all others have had a turn without any change. Several values of a state are lowered together, since the way is the same.
//!
//! How many turns that takes has no small bound. So where it drags on, the rest is left to [`super::closure`], which passes each state once.

use crate::EngineError;
use crate::crew::Crew;
use crate::sparse::closure::{Mover, lowest_reachable};
use crate::sparse::groups::Groups;

/// A value that lowers nothing.
const NOTHING: i32 = i32::MAX;

/// Lowers the values of each state (at least 0, below `places`) to the lowest among itself and all that the movers can reach from it.
///
/// After `passes` visits to each state on average, single states are followed.
pub(crate) fn lower<const W: usize>(
    values: &mut [[i32; W]], places: u32, movers: &[Mover<'_>], passes: usize, crew: &Crew<'_>,
) -> Result<(), EngineError> {
    let mut due: Vec<Vec<bool>> = movers.iter().map(|mover| vec![true; mover.groups.groups()]).collect();
    let (mut quiet, mut left) = (0, passes * values.len());
    let mut changed = Vec::new();
    for at in (0..movers.len()).cycle() {
        if quiet == movers.len() {
            break;
        }
        if left == 0 {
            return follow(values, places, movers, crew);
        }
        let (groups, mut any) = (movers[at].groups, false);
        for group in 0..groups.groups() {
            if group % (1 << 14) == 0 {
                crew.check()?;
            }
            if !std::mem::take(&mut due[at][group]) {
                continue;
            }
            left = left.saturating_sub(groups.members_of(group).len());
            changed.clear();
            turn(values, &movers[at], group, &mut changed);
            any |= !changed.is_empty();
            for (other, due) in due.iter_mut().enumerate().filter(|&(other, _)| other != at) {
                changed.iter().for_each(|&state| due[movers[other].groups.group_of(state as usize)] = true);
            }
        }
        quiet = if any { 1 } else { quiet + 1 };
    }
    Ok(())
}

/// The turn of one mover in one group. Notes the states of which a value has changed.
fn turn<const W: usize>(values: &mut [[i32; W]], mover: &Mover<'_>, group: usize, changed: &mut Vec<u32>) {
    let groups = mover.groups;
    let parts = groups.parts_of(group);
    for part in parts.clone() {
        let mut lower = |state: u32, lowest: &[i32; W]| {
            let value = &mut values[state as usize];
            let lowered = least(value, lowest);
            if lowered != *value {
                *value = lowered;
                changed.push(state);
            }
            lowered
        };
        if mover.improves.is_some() {
            let (mut better, mut so_far) = ([NOTHING; W], [NOTHING; W]);
            for at in groups.range(part).rev() {
                so_far = least(&so_far, &lower(groups.listed()[at], &better));
                if groups.rises(at) {
                    better = so_far;
                }
            }
        }
    }
    match mover.improves {
        // All moves: the lowest of each part, then of the parts that each leads to.
        None => {
            let all = |values: &[[i32; W]], part: usize| {
                groups.members(part).iter().fold([NOTHING; W], |low, &state| least(&low, &values[state as usize]))
            };
            let lowest: Vec<[i32; W]> = parts.clone().map(|part| all(values, part)).collect();
            for part in parts.clone() {
                let ends = parts.clone().filter(|&to| groups.leads(part, to));
                let low = ends.fold([NOTHING; W], |low, to| least(&low, &lowest[to - parts.start]));
                write(values, groups, part, changed, |_, _| low);
            }
        }
        // Improvements from part to part: both are gone through side by side, in the order of rank.
        Some(ranks) => {
            for part in parts.clone() {
                for to in parts.clone().filter(|&to| to != part && groups.leads(part, to)) {
                    let mut ends = groups.members(to).iter().rev().peekable();
                    let mut low = [NOTHING; W];
                    write(values, groups, part, changed, |values, state| {
                        while let Some(&&end) = ends.peek()
                            && ranks[end as usize] > ranks[state as usize]
                        {
                            low = least(&low, &values[end as usize]);
                            ends.next();
                        }
                        low
                    });
                }
            }
        }
    }
}

/// Lowers the values of the states of a part, from the best to the worst, to what `lowest` tells.
fn write<const W: usize>(
    values: &mut [[i32; W]], groups: &Groups, part: usize, changed: &mut Vec<u32>,
    mut lowest: impl FnMut(&[[i32; W]], u32) -> [i32; W],
) {
    for &state in groups.members(part).iter().rev() {
        let low = lowest(values, state);
        let lowered = least(&values[state as usize], &low);
        if lowered != values[state as usize] {
            values[state as usize] = lowered;
            changed.push(state);
        }
    }
}

fn least<const W: usize>(a: &[i32; W], b: &[i32; W]) -> [i32; W] {
    std::array::from_fn(|w| a[w].min(b[w]))
}

/// The same by following single states.
fn follow<const W: usize>(
    values: &mut [[i32; W]], places: u32, movers: &[Mover<'_>], crew: &Crew<'_>,
) -> Result<(), EngineError> {
    for w in 0..W {
        let picked: Vec<i32> = values.iter().map(|value| value[w]).collect();
        let lowest = lowest_reachable(&picked, places, movers, crew)?;
        values.iter_mut().zip(lowest).for_each(|(value, lowest)| value[w] = lowest);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Control;
    use crate::ranks::{ListedVectors, ranks};
    use crate::vectors;
    use detente_model::DmId;
    use detente_testkit::{Rng, Shape, random_conflict};

    #[test]
    fn turns_lead_where_following_single_states_leads() {
        let control = Control::none();
        let crew = Crew::new(false, &control, 1);
        let mut rng = Rng::new(5);
        for seed in 0..1500 {
            let conflict = random_conflict(seed, Shape::Options);
            let listed = vectors::list(&conflict, 1 << 20).unwrap();
            let dms: Vec<DmId> = conflict.dm_ids().collect();
            let ranks: Vec<_> = dms.iter().map(|&dm| ranks(&conflict, dm, &ListedVectors(&listed), &crew)).collect();
            let groups: Vec<_> =
                dms.iter().zip(&ranks).map(|(&dm, ranks)| Groups::new(&conflict, dm, &listed, &ranks.of)).collect();
            for improves in [false, true] {
                let mover = |at: usize| Mover { groups: &groups[at], improves: improves.then_some(&ranks[at].of[..]) };
                let movers: Vec<Mover<'_>> = (1..dms.len()).map(mover).collect();
                let mut values: Vec<[i32; 2]> =
                    listed.iter().map(|_| [rng.below(9) as i32, rng.below(9) as i32]).collect();
                let column = |w: usize| -> Vec<i32> { values.iter().map(|value| value[w]).collect() };
                let expected = [0, 1].map(|w| lowest_reachable(&column(w), 9, &movers, &crew).unwrap());
                let passes = seed as usize % 3 * 50;
                lower(&mut values, 9, &movers, passes, &crew).unwrap();
                for w in [0, 1] {
                    assert!(values.iter().map(|v| &v[w]).eq(&expected[w]), "seed {seed}, improvements: {improves}");
                }
            }
        }
    }
}
