//! Statements that are marked, placed and dropped at once, against lists made by hand.

mod unknowns_support;

use std::collections::BTreeMap;

use detente_analysis::unknowns::Verdict;
use detente_model::concept::{NASH, SEQ};
use detente_model::{Alternative, Change, DmId, Expr, Mark, Preference, Provenance, Statement, Unknown};
use detente_testkit::{Rng, Shape, random_conflict};
use unknowns_support::{all, holds, unknown};

/// The list of a completion, by hand: places first, then the alternatives that are written, then the marks.
fn list_by_hand(list: &[Statement], chosen: &[&Change]) -> Vec<(String, Expr)> {
    let mut left: Vec<(String, Expr)> = list.iter().map(|own| (own.id.clone(), own.that.clone())).collect();
    let take =
        |left: &mut Vec<(String, Expr)>, id: &str| left.iter().position(|(own, _)| own == id).map(|at| left.remove(at));
    let mut fixed: BTreeMap<usize, (String, Expr)> = BTreeMap::new();
    for change in chosen {
        if let Change::Places { at, .. } = change {
            for (id, place) in at {
                fixed.insert(*place, take(&mut left, id).unwrap());
            }
        }
    }
    let length = list.len();
    let mut rest = left.into_iter();
    let mut left: Vec<(String, Expr)> =
        (0..length).map(|place| fixed.remove(&place).unwrap_or_else(|| rest.next().unwrap())).collect();
    for change in chosen {
        match change {
            Change::Drop { id } => drop(take(&mut left, id)),
            Change::Negate { id } => {
                let own = left.iter_mut().find(|(own, _)| own == id).unwrap();
                own.1 = Expr::Not(own.1.clone().into());
            }
            _ => {}
        }
    }
    for change in chosen {
        if let Change::Mark { id, mark } = change {
            match mark {
                Mark::Absent => drop(take(&mut left, id)),
                Mark::Opposite => {
                    if let Some(own) = left.iter_mut().find(|(own, _)| own == id) {
                        own.1 = Expr::Not(own.1.clone().into());
                    }
                }
            }
        }
    }
    left
}

#[test]
fn statements_that_are_placed_dropped_and_marked_at_once_are_as_they_are_by_hand() {
    let (mut cases, mut possible) = (0, 0);
    for seed in 0..900 {
        let conflict = random_conflict(seed, Shape::Options);
        let mut rng = Rng::new(seed + 5);
        let dm = DmId::from(rng.below(conflict.decision_makers.len()));
        let list = conflict.statements(dm).unwrap_or_default().to_vec();
        if list.len() < 3 {
            continue;
        }
        let any = |rng: &mut Rng| list[rng.below(list.len())].id.clone();
        // One statement may be placed, dropped by an alternative and marked, or three different ones.
        let placed = rng.below(list.len());
        let dropped = if rng.chance(50) { list[placed].id.clone() } else { any(&mut rng) };
        let marked = if rng.chance(50) { dropped.clone() } else { any(&mut rng) };
        let to = |place: usize| Change::Places { dm, at: vec![(list[placed].id.clone(), place)] };
        let others = (0..list.len()).filter(|&place| place != placed).map(|place| ("elsewhere", vec![to(place)]));
        let places = unknown("places", [("as written", vec![])].into_iter().chain(others).collect());
        let mark = |mark| vec![Change::Mark { id: marked.clone(), mark }];
        let marks = unknown(
            "mark",
            vec![("as written", vec![]), ("opposite", mark(Mark::Opposite)), ("absent", mark(Mark::Absent))],
        );
        let change = if rng.chance(70) { Change::Drop { id: dropped } } else { Change::Negate { id: dropped } };
        let written = unknown("written", vec![("as written", vec![]), ("other", vec![change])]);
        let mut unknowns = vec![places, marks, written];
        let turn = rng.below(3);
        unknowns.rotate_left(turn);
        let sizes: Vec<usize> = unknowns.iter().map(|unknown| unknown.alternatives.len()).collect();
        let found = all(&conflict, &unknowns);
        cases += 1;
        let mut forms = Vec::new();
        for at in 0..sizes.iter().product::<usize>() {
            let alternatives = [at / (sizes[1] * sizes[2]), at / sizes[2] % sizes[1], at % sizes[2]];
            let chosen: Vec<&Change> = unknowns
                .iter()
                .zip(alternatives)
                .flat_map(|(unknown, at): (&Unknown, usize)| {
                    let Alternative { changes, .. } = &unknown.alternatives[at];
                    changes
                })
                .collect();
            let mut form = conflict.clone();
            let statements = list_by_hand(&list, &chosen).into_iter();
            form.decision_makers[dm.index()].preference = Preference::Prioritised(
                statements.map(|(id, that)| Statement { id, that, provenance: Provenance::default() }).collect(),
            );
            forms.push(form);
        }
        for _ in 0..2 {
            let place = rng.below(found.states.len());
            for concept in [&NASH, &SEQ] {
                let stable =
                    forms.iter().filter(|form| holds(&conflict, form, concept, Some(dm), &found.states[place]));
                let tally = found.tally(concept, Some(dm), place);
                assert_eq!((tally.holds as usize, tally.of as usize), (stable.count(), forms.len()), "seed {seed}");
                possible += usize::from(tally.verdict == Verdict::Possible);
            }
        }
    }
    assert!(cases > 200 && possible > 100, "{cases} {possible}");
}
