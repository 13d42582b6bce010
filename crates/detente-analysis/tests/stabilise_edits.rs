//! Edits of statements and commitments against plain enumeration: all sequences of edits, all rules on a pair of choices.

use std::collections::{BTreeMap, BTreeSet};

use detente_analysis::Answer;
use detente_analysis::stabilise::{
    EditKinds, Kind, Limits, StatementPlan, Wanted, commitments, statements, statements_of_any,
};
use detente_engine::{Control, Settings};
use detente_model::{
    CONCEPTS, Change, Concept, Conflict, Direction, DmId, Expr, Meaning, OptionId, Provenance, Rule, State, Statement,
    plain, read,
};
use detente_testkit::{Rng, Shape, random_conflict};

fn answer(conflict: &Conflict) -> Answer<'_> {
    let settings = Settings { threads: Some(1), ..Settings::default() };
    Answer::new(conflict, &settings, &Control::none()).expect("it is small")
}

fn all(conflict: &Conflict) -> Vec<DmId> {
    conflict.dm_ids().collect()
}

/// Every conflict that is one edit of a statement away.
fn one_edit_away(conflict: &Conflict, vary: &[DmId], kinds: EditKinds) -> Vec<Conflict> {
    let mut changes = Vec::new();
    for &dm in vary {
        let Some(list) = conflict.statements(dm) else { continue };
        for id in list.iter().map(|statement| &statement.id) {
            if kinds.drop {
                changes.push(Change::Drop { id: id.clone() });
            }
            if kinds.negate {
                changes.push(Change::Negate { id: id.clone() });
            }
            if kinds.shift {
                changes.extend((0..list.len()).map(|to| Change::Move { id: id.clone(), to }));
            }
        }
        for option in (0..conflict.options.len()).map(OptionId::from).filter(|_| kinds.add) {
            for that in [Expr::Option(option), Expr::Option(option).negated()] {
                let id = format!("new {} {that:?}", dm.index());
                if list.iter().all(|statement| statement.id != id) {
                    let statement = Statement { id, that, provenance: Provenance::default() };
                    let added = |at: usize| Change::Add { dm, at, statement: statement.clone() };
                    changes.extend((0..=list.len()).map(added));
                }
            }
        }
    }
    changes.iter().map(|change| conflict.changed(std::slice::from_ref(change)).unwrap()).collect()
}

fn preferences(conflict: &Conflict) -> String {
    conflict.dm_ids().map(|dm| format!("{:?};", conflict.dm(dm).preference)).collect()
}

/// The fewest edits that make the state an equilibrium, and how many different lists they lead to, by going through all sequences of edits.
fn plain_fewest(
    conflict: &Conflict, concept: &Concept, state: &State, vary: &[DmId], kinds: EditKinds, most: usize,
) -> Option<(usize, u64)> {
    let mut start = conflict.clone();
    start.published.clear();
    let mut seen = BTreeSet::from([preferences(&start)]);
    let mut layer = vec![start];
    for edits in 0..=most {
        let good =
            layer.iter().filter(|one| plain::is_equilibrium(&Meaning::new(one).unwrap(), concept, state)).count();
        if good > 0 {
            return Some((edits, good as u64));
        }
        if edits < most {
            layer = layer.iter().flat_map(|one| one_edit_away(one, vary, kinds)).collect();
            layer.retain(|one| seen.insert(preferences(one)));
        }
    }
    None
}

/// The conflicts of these seeds that are small enough for plain enumeration, asked about a random state.
fn compare(
    seeds: std::ops::Range<u64>, kinds: EditKinds, most: usize, states: usize, statements_at_most: usize,
) -> Vec<u32> {
    let mut by_edits = vec![0; most + 2];
    for seed in seeds {
        let conflict = random_conflict(seed, Shape::Options);
        let answer = answer(&conflict);
        let lists: usize = conflict.dm_ids().map(|dm| conflict.statements(dm).map_or(0, <[_]>::len)).sum();
        let fewest = usize::from(!kinds.add);
        if answer.solution.states() > states || !(fewest..=statements_at_most).contains(&lists) {
            continue;
        }
        let mut rng = Rng::new(seed);
        let target = rng.below(answer.solution.states());
        let state = answer.solution.state(target);
        let mut vary = all(&conflict);
        if rng.chance(20) {
            vary.remove(rng.below(vary.len()));
        }
        for concept in CONCEPTS {
            let found = statements(&answer, concept, target, &vary, kinds, most, Limits::default()).unwrap();
            let expected = plain_fewest(&conflict, concept, &state, &vary, kinds, most);
            let got = found.plans.first().map(|plan| (plan.edits.len(), found.total));
            assert_eq!(got, expected, "{} of seed {seed}", concept.id);
            assert!(!found.cut && found.complete_to == expected.map_or(most, |(edits, _)| edits));
            let different: BTreeSet<String> = found.plans.iter().map(|plan| after(&conflict, plan)).collect();
            assert_eq!(different.len(), found.plans.len(), "{} of seed {seed}", concept.id);
            by_edits[expected.map_or(most + 1, |(edits, _)| edits)] += 1;
        }
    }
    by_edits
}

/// The preferences after a plan.
fn after(conflict: &Conflict, plan: &StatementPlan) -> String {
    preferences(&conflict.changed(&plan.changes()).unwrap())
}

#[test]
fn the_fewest_edits_of_statements_are_those_of_plain_enumeration() {
    let by_edits = compare(0..400, EditKinds::default(), 2, 16, 7);
    assert!(by_edits.iter().sum::<u32>() > 200 && by_edits.iter().all(|&count| count > 5), "{by_edits:?}");
}

#[test]
fn the_fewest_of_up_to_three_edits_are_those_of_plain_enumeration() {
    let by_edits = compare(400..1500, EditKinds::default(), 3, 8, 5);
    assert!(by_edits.iter().all(|&count| count > 3), "{by_edits:?}");
}

#[test]
fn the_fewest_edits_with_additions_are_those_of_plain_enumeration() {
    let only = EditKinds { drop: false, negate: false, shift: false, add: true };
    let by_edits = compare(0..600, only, 2, 16, 6);
    assert!(by_edits.iter().all(|&count| count > 5), "{by_edits:?}");
    let with_others = EditKinds { add: true, ..EditKinds::default() };
    let by_edits = compare(0..600, with_others, 2, 8, 4);
    // Two edits, one of them an addition, are nearly always enough.
    assert!(by_edits[..3].iter().all(|&count| count > 5), "{by_edits:?}");
}

#[test]
fn of_several_wanted_states_the_one_that_needs_the_fewest_edits_is_taken() {
    let mut compared = 0;
    for seed in 0..60 {
        let conflict = random_conflict(seed, Shape::Options);
        let answer = answer(&conflict);
        let wanted = Wanted((0..answer.solution.states()).step_by(4).take(6).collect());
        for concept in CONCEPTS {
            let fewest = |target: usize| {
                let kinds = EditKinds::default();
                let found = statements(&answer, concept, target, &all(&conflict), kinds, 1, Limits::default()).unwrap();
                found.plans.first().map(|plan| plan.edits.len())
            };
            let expected = wanted.0.iter().filter_map(|&target| fewest(target)).min();
            let kinds = EditKinds::default();
            let found =
                statements_of_any(&answer, concept, &wanted, &all(&conflict), kinds, 1, Limits::default()).unwrap();
            assert_eq!(found.plans.first().map(|plan| plan.edits.len()), expected, "{} of seed {seed}", concept.id);
            compared += u32::from(expected != Some(0));
        }
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn added_statements_are_found_where_they_help() {
    let conflict = read::read(include_str!("../../../catalogue/syria-iraq-1975.toml")).conflict.unwrap();
    let answer = answer(&conflict);
    let kinds = EditKinds { drop: false, negate: false, shift: false, add: true };
    let found = statements(&answer, CONCEPTS[0], 1, &all(&conflict), kinds, 1, Limits::default()).unwrap();
    // With the release of water first in its list Syria stays; nothing else of one edit will do.
    assert!(
        found
            .plans
            .iter()
            .any(|plan| matches!(&plan.edits[..], [edit] if matches!(edit.change, Change::Add { at: 0, .. })))
    );
}

#[test]
fn the_commitments_found_are_those_that_the_definitions_confirm() {
    let (mut found_some, mut tried) = (0, 0);
    for seed in 0..200 {
        let conflict = random_conflict(seed, Shape::Options);
        let answer = answer(&conflict);
        if answer.solution.states() > 20 {
            continue;
        }
        let target = Rng::new(seed).below(answer.solution.states());
        let state = answer.solution.state(target);
        for concept in CONCEPTS {
            let found = commitments(&answer, concept, target, Limits::default()).unwrap();
            assert_eq!(found.already, plain::is_equilibrium(&answer.meaning, concept, &state));
            if found.already {
                continue;
            }
            let mut expected = Vec::new();
            for option in (0..conflict.options.len()).map(OptionId::from) {
                let mut changes: Vec<Change> =
                    [Direction::On, Direction::Off].map(|direction| Change::Direct { option, direction }).to_vec();
                changes.push(Change::Fix { option, on: false });
                for change in changes {
                    let Ok(changed) = conflict.changed(std::slice::from_ref(&change)) else { continue };
                    let meaning = Meaning::new(&changed).unwrap();
                    if meaning.is_feasible(&state) && plain::is_equilibrium(&meaning, concept, &state) {
                        expected.push(change);
                    }
                }
            }
            let got = found.found.iter().map(|one| &one.change);
            let mut got: Vec<String> = got
                .filter(|change| !matches!(change, Change::AddRule(_)))
                .map(|change| format!("{change:?}"))
                .collect();
            let mut expected: Vec<String> = expected.iter().map(|change| format!("{change:?}")).collect();
            got.sort();
            expected.sort();
            assert_eq!(got, expected, "{} of seed {seed}", concept.id);
            found_some += got.len();
            tried += found.tried;
            assert_eq!(found.tried, found.all);
        }
    }
    assert!(found_some > 50 && tried > 1000, "{found_some} {tried}");
}

/// A choice of an option: which, and whether it is on.
type Choice = (usize, bool);

#[test]
fn the_pairs_of_choices_to_rule_out_are_those_that_the_definitions_confirm() {
    let (mut compared, mut helped, mut kept) = (0, 0, 0);
    for seed in 0..400 {
        let conflict = random_conflict(seed, if seed % 4 == 0 { Shape::Coalesced } else { Shape::Options });
        let answer = answer(&conflict);
        if answer.solution.states() > 24 {
            continue;
        }
        let target = Rng::new(seed).below(answer.solution.states());
        let state = answer.solution.state(target);
        for concept in CONCEPTS {
            let found = commitments(&answer, concept, target, Limits::default()).unwrap();
            assert_eq!(found.already, plain::is_equilibrium(&answer.meaning, concept, &state));
            if found.already {
                continue;
            }
            let got: BTreeMap<[Choice; 2], usize> = found
                .found
                .iter()
                .filter_map(|one| match &one.kind {
                    Kind::Closed(pair) => Some((pair.map(|(option, on)| (option.index(), on)), one.closes)),
                    _ => None,
                })
                .collect();
            let mut expected = BTreeMap::new();
            for second in 0..conflict.options.len() {
                for first in 0..second {
                    for (on, other) in [(true, true), (true, false), (false, true), (false, false)] {
                        let literal = |at: usize, on: bool| {
                            let option = Expr::Option(OptionId::from(at));
                            if on { option } else { Expr::Not(Box::new(option)) }
                        };
                        let when = Expr::And(vec![literal(first, on), literal(second, other)]);
                        // A state that may stand for a combination that is ruled out is no longer the same state.
                        if answer.meaning.vectors(&state).iter().any(|vector| when.holds(vector)) {
                            continue;
                        }
                        let all_of = |place: &usize| {
                            let state = answer.solution.state(*place);
                            answer.meaning.vectors(&state).iter().all(|vector| when.holds(vector))
                        };
                        let closes = (0..answer.solution.states()).filter(all_of).count();
                        let rule = Rule { id: "pair".into(), when, provenance: Provenance::default() };
                        let Ok(changed) = conflict.changed(&[Change::AddRule(rule)]) else { continue };
                        let Some(state) = conflict.state_in(&changed, &state) else { continue };
                        compared += 1;
                        if plain::is_equilibrium(&Meaning::new(&changed).unwrap(), concept, &state) {
                            expected.insert([(first, on), (second, other)], closes);
                        } else {
                            kept += 1;
                        }
                    }
                }
            }
            assert_eq!(got, expected, "{} of seed {seed} at {target}", concept.id);
            helped += got.len();
        }
    }
    assert!(compared > 3000 && helped > 300 && kept > 1000, "{compared} {helped} {kept}");
}
