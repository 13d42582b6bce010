//! Making rankings that are no optimum better: answers met on the way.

use super::super::raise::{Raised, raise_only};
use super::super::table::{Places, distance};
use super::Problem;

/// So many rises of the target are tried from rankings that are no answer.
const RISES: u32 = 200;

/// An answer near rankings that are none: the target raised in them, and then [`undo`].
pub fn mend(problem: &Problem, places: &Places) -> Option<(u64, Places)> {
    let from: Vec<u32> = places.iter().map(|own| own[problem.target as usize]).collect();
    let mut tries = RISES;
    let mut budget = || {
        tries = tries.saturating_sub(1);
        problem.left.set(problem.left.get().saturating_sub(1));
        tries > 0 && problem.left.get() > 0
    };
    match raise_only(problem.table, problem.concept, places, problem.target, problem.vary, &from, &mut budget) {
        Raised::Found(_, raised) => Some(undo(problem, raised)),
        Raised::Never | Raised::GivenUp => None,
    }
}

/// Takes back one change after another of rankings that are an answer, as long as they stay one: two neighbours that were the other way round before.
pub fn undo(problem: &Problem, mut places: Places) -> (u64, Places) {
    let mut going = true;
    while going {
        going = false;
        for &dm in problem.vary {
            let base = &problem.places[dm];
            let mut order: Vec<u32> = (0..base.len() as u32).collect();
            order.sort_by_key(|&x| (std::cmp::Reverse(places[dm][x as usize]), x));
            for at in 1..order.len() {
                let (high, low) = (order[at - 1], order[at]);
                let own = &places[dm];
                let alone = |x: u32| own.iter().filter(|&&place| place == own[x as usize]).count() == 1;
                if base[high as usize] >= base[low as usize] || !alone(high) || !alone(low) {
                    continue;
                }
                places[dm].swap(high as usize, low as usize);
                problem.left.set(problem.left.get().saturating_sub(1));
                if problem.left.get() > 0 && problem.table.equilibrium(problem.concept, problem.target, &places) {
                    order.swap(at - 1, at);
                    going = true;
                } else {
                    places[dm].swap(high as usize, low as usize);
                }
            }
        }
    }
    let cost = places.iter().zip(problem.places).map(|(after, before)| distance(before, after)).sum();
    (cost, places)
}
