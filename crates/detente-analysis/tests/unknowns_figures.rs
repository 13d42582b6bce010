//! Figures of unknown preferences: the first case, Taiwan, Lake Gisborne.

mod unknowns_support;

use detente_analysis::unknowns::{
    Asked, Completed, Extension, MAX_COMPLETIONS, Opinion, Pair, Relation, Scope, Uncertain, Verdict, ask, words,
};
use detente_engine::Control;
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{CONCEPTS, Change, Conflict, DmId, Meaning, OptionId, State, StateList, Unknown, read};
use unknowns_support::{all, catalogue, condition, only, replace, unknown};

/// How the unknown rank and direction of force, and the order of c5 and c6, may be: 18 completions of the first case.
fn of_the_core(conflict: &Conflict) -> Vec<Unknown> {
    let order =
        unknown("e3", vec![("c5 above c6", vec![]), ("c6 above c5", vec![Change::Move { id: "c6".into(), to: 5 }])]);
    let to = |to| Change::Move { id: "c3".into(), to };
    let mut ranks = vec![("as it is", vec![])];
    ranks.extend([0, 1, 2, 4, 5, 6, 7].map(|place| ("at another place", vec![to(place)])));
    ranks.push(("wanted, if all else is equal", vec![replace(conflict, "c3", "china.force"), to(7)]));
    vec![order, unknown("e2", ranks)]
}

#[test]
fn the_status_quo_of_the_first_case_lasts_however_china_thinks_of_force() {
    let conflict = catalogue("us-china-2023.toml");
    let both = of_the_core(&conflict);
    let mut rank_alone = both[1].clone();
    rank_alone.alternatives.truncate(8);
    let status_quo = conflict.status_quo.clone().unwrap();
    for (unknowns, count) in [(vec![rank_alone], 8), (both[1..].to_vec(), 9), (both.clone(), 18)] {
        let found = all(&conflict, &unknowns);
        assert_eq!(found.scope, Scope::All(count));
        let place = found.place(&status_quo).unwrap();
        for concept in CONCEPTS {
            let tally = found.tally(concept, None, place);
            assert_eq!((tally.verdict, tally.holds, tally.decided_by.len()), (Verdict::Necessary, count, 0));
        }
        let uncertain = Uncertain::from_unknowns(&conflict, &unknowns, MAX_COMPLETIONS).unwrap();
        let place = uncertain.graph.states.place(&status_quo).unwrap();
        for extension in Extension::ALL {
            for concept in CONCEPTS {
                assert!(uncertain.is_equilibrium(concept, extension, place), "{} {extension:?}", concept.name);
            }
        }
    }
    // Its twin with both channels closed is only possibly Nash.
    let found = all(&conflict, &both);
    let Some(State::Vector(vector)) = &conflict.status_quo else { unreachable!() };
    let mut twin = vector.clone();
    (0..2).for_each(|o| twin.set(OptionId([0, 4][o]), false));
    let tally = found.tally(&NASH, None, found.place(&State::Vector(twin)).unwrap());
    assert_eq!((tally.verdict, tally.decided_by), (Verdict::Possible, vec![1]));
}

#[test]
fn the_figures_for_taiwan_are_those_of_the_analysis() {
    let conflict = catalogue("us-china-2023-taiwan.toml");
    let unknowns = vec![
        unknown("e4", vec![("answer", vec![]), ("no answer", vec![replace(&conflict, "u14", "not us.defend")])]),
        unknown(
            "e5",
            vec![
                ("trigger first", vec![]),
                ("no war with the US first", vec![Change::Move { id: "c12".into(), to: 1 }]),
                ("averse to force", vec![replace(&conflict, "c11", "not china.force")]),
            ],
        ),
        unknown(
            "e6",
            vec![
                ("wants it without opposition", vec![]),
                ("wants it", vec![replace(&conflict, "t2", "taiwan.indep")]),
                ("does not want it", vec![replace(&conflict, "t2", "not taiwan.indep")]),
            ],
        ),
    ];
    let found = all(&conflict, &unknowns);
    assert_eq!(found.scope, Scope::All(18));
    let status_quo = conflict.status_quo.clone().unwrap();
    let place = found.place(&status_quo).unwrap();
    let holds: Vec<u64> = [&NASH, &GMR, &SMR, &SEQ].map(|c| found.tally(c, None, place).holds).into();
    assert_eq!(holds, [12, 18, 18, 16]);
    let nash = found.tally(&NASH, None, place);
    assert_eq!((nash.verdict, &nash.decided_by), (Verdict::Possible, &vec![2]), "only Taiwan's wish decides it");
    assert_eq!(nash.no, Some(only(&[0, 0, 1])));
    assert!(words(&conflict, &unknowns, &nash.no.unwrap()).contains("e6: wants it"));
    let necessary = found.in_all(&NASH, None);
    assert_eq!(necessary.len(), 1);
    let meaning = Meaning::new(&conflict).unwrap();
    let war = condition(&conflict, "china.force and us.defend and taiwan.indep");
    assert!(meaning.holds(&war, &found.states[necessary[0]]));

    let uncertain = Uncertain::from_unknowns(&conflict, &unknowns, MAX_COMPLETIONS).unwrap();
    let place = uncertain.graph.states.place(&status_quo).unwrap();
    let nash = Extension::ALL.map(|extension| uncertain.is_equilibrium(&NASH, extension, place));
    assert_eq!(nash, [false, true, false, true]);
    let taiwan = conflict.dm_by_id("taiwan").unwrap();
    for dm in conflict.dm_ids() {
        assert_eq!(uncertain.is_stable(&NASH, Extension::A, dm, place), dm != taiwan);
    }
}

const GISBORNE: &str = r#"
format = 1
title = "Lake Gisborne"
status_quo = "s1"
[decision_makers.federal]
options.accord = "Continue a Canada-wide accord on the prohibition of bulk water export"
ranking = "s2 > s6 > s4 > s8 > s1 > s5 > s3 > s7"
[decision_makers.provincial]
options.lift = "Lift the ban on bulk water export"
ranking = "s3 > s7 > s4 > s8 > s1 > s5 > s2 > s6"
[decision_makers.support]
options.appeal = "Appeal for continuing the Gisborne project"
ranking = "s3 > s4 > s7 > s8 > s5 > s6 > s1 > s2"
[states]
s1 = "NNN"
s2 = "YNN"
s3 = "NYN"
s4 = "YYN"
s5 = "NNY"
s6 = "YNY"
s7 = "NYY"
s8 = "YYY"
"#;

/// The places of states numbered from 1.
fn numbered(numbers: &[usize]) -> Vec<usize> {
    numbers.iter().map(|number| number - 1).collect()
}

fn ranked(order: &[usize]) -> Change {
    Change::Rank { dm: DmId(1), groups: numbered(order).into_iter().map(|place| vec![State::Named(place)]).collect() }
}

#[test]
fn lake_gisborne_with_the_provinces_wishes_unknown_is_as_published() {
    let conflict = read::read(GISBORNE).conflict.unwrap();
    // The second ranking turns every pair round but the four that are known: together the two leave exactly those.
    let mind =
        unknown("mind", vec![("as it is", vec![]), ("the other way round", vec![ranked(&[2, 6, 1, 5, 4, 8, 3, 7])])]);
    let from_two = Uncertain::from_unknowns(&conflict, &[mind], 10).unwrap();
    let known = [(3, 7), (4, 8), (1, 5), (2, 6)];
    let province = Relation::new(8, |a, b| {
        let said = |a: usize, b: usize| known.contains(&(a + 1, b + 1));
        match () {
            () if a == b => Opinion::Indifferent,
            () if said(a, b) => Opinion::Preferred,
            () if said(b, a) => Opinion::Worse,
            () => Opinion::Unknown,
        }
    })
    .unwrap();
    assert_eq!(from_two.relations[1], province);
    assert_eq!(province.unknown_pairs(), 24);
    let given = [from_two.relations[0].clone(), province, from_two.relations[2].clone()];
    let given = Uncertain::new(&conflict, given.into()).unwrap();
    let file: [(Extension, [&[usize]; 4]); 4] = [
        (Extension::A, [&[], &[], &[], &[]]),
        (Extension::B, [&[4, 6], &[4, 6, 8], &[4, 6, 8], &[4, 6, 8]]),
        (Extension::C, [&[], &[4, 6, 8], &[4, 6, 8], &[4, 6]]),
        (Extension::D, [&[4, 6], &[4, 6, 8], &[4, 6, 8], &[4, 6, 8]]),
    ];
    for (extension, by_concept) in file {
        for (concept, expected) in [&NASH, &GMR, &SMR, &SEQ].into_iter().zip(by_concept) {
            assert_eq!(given.equilibria(concept, extension), numbered(expected), "{} {extension:?}", concept.name);
            assert_eq!(from_two.equilibria(concept, extension), numbered(expected));
        }
    }
}

#[test]
fn the_four_known_pairs_of_lake_gisborne_say_what_is_published_and_what_all_rankings_say() {
    let conflict = catalogue("lake-gisborne.toml");
    assert!(conflict.study.unknowns.is_empty());
    assert_eq!(conflict.study.orders[0].order.open_pairs(), 24);
    let uncertain = Uncertain::from_unknowns(&conflict, &[], 10).unwrap();
    let file: [(Extension, [&[usize]; 4]); 4] = [
        (Extension::A, [&[], &[], &[], &[]]),
        (Extension::B, [&[4, 6], &[4, 6, 8], &[4, 6, 8], &[4, 6, 8]]),
        (Extension::C, [&[], &[4, 6, 8], &[4, 6, 8], &[4, 6]]),
        (Extension::D, [&[4, 6], &[4, 6, 8], &[4, 6, 8], &[4, 6, 8]]),
    ];
    for (extension, by_concept) in file {
        for (concept, expected) in [&NASH, &GMR, &SMR, &SEQ].into_iter().zip(by_concept) {
            assert_eq!(uncertain.equilibria(concept, extension), numbered(expected), "{} {extension:?}", concept.name);
        }
    }
    // With ties there are more rankings than the 2520 without, and the answers are the same.
    let found = all(&conflict, &[]);
    assert_eq!(found.scope, Scope::All(23_917));
    for concept in CONCEPTS {
        let possible = if *concept == NASH { numbered(&[4, 6]) } else { numbered(&[4, 6, 8]) };
        assert_eq!((found.in_all(concept, None), found.in_some(concept, None)), (vec![], possible), "{}", concept.name);
    }
    let nash = found.tally(&NASH, None, 3);
    assert_eq!((nash.holds, nash.pairs), (13_340, vec![Pair { ranking: 0, a: 1, b: 3 }]));
    // Without looking at any completion: the same, and the pair that decides.
    let asked = Asked { concept: &NASH, who: None, state: State::Named(3) };
    let numbered_state = |place: usize| StateList::new(&conflict, 8).unwrap().states()[place].clone();
    let settled = ask(&conflict, &[], &Asked { state: numbered_state(3), ..asked }, 1, &Control::none()).unwrap();
    assert_eq!((settled.complete, settled.looks, settled.pairs), (true, 1, vec![Pair { ranking: 0, a: 1, b: 3 }]));
}

/// All rankings in which the four known pairs are as they are known.
fn linear_extensions(above: &[usize], left: &[usize], out: &mut Vec<Vec<usize>>) {
    if left.is_empty() {
        out.push(above.to_vec());
    }
    for &state in left {
        let better = [(7, 3), (8, 4), (5, 1), (6, 2)].iter().find(|pair| pair.0 == state).map(|pair| pair.1);
        if better.is_none_or(|better| above.contains(&better)) {
            let rest: Vec<usize> = left.iter().copied().filter(|&other| other != state).collect();
            linear_extensions(&[above, &[state]].concat(), &rest, out);
        }
    }
}

#[test]
fn three_rankings_say_of_lake_gisborne_what_all_2520_say() {
    let conflict = read::read(GISBORNE).conflict.unwrap();
    let mut orders = Vec::new();
    linear_extensions(&[], &[1, 2, 3, 4, 5, 6, 7, 8], &mut orders);
    assert_eq!(orders.len(), 2520);
    let alternatives = orders.iter().map(|order| ("a ranking", vec![ranked(order)])).collect();
    let of_all = all(&conflict, &[unknown("mind", alternatives)]);
    // The two published rankings leave exactly the known pairs, but between them s8 is never a SEQ equilibrium.
    let (economic, environment) = (vec![], vec![ranked(&[2, 6, 1, 5, 4, 8, 3, 7])]);
    let two = vec![("the economy", economic), ("the environment", environment)];
    let mut three = two.clone();
    three.push(("in between", vec![ranked(&THIRD)]));
    let (of_two, of_three) = (all(&conflict, &[unknown("mind", two)]), all(&conflict, &[unknown("mind", three)]));
    let of = |found: &Completed, concept| (found.in_all(concept, None), found.in_some(concept, None));
    for concept in CONCEPTS {
        let possible = if *concept == NASH { numbered(&[4, 6]) } else { numbered(&[4, 6, 8]) };
        assert_eq!(of(&of_all, concept), (vec![], possible), "{}", concept.name);
        assert_eq!(of(&of_three, concept), of(&of_all, concept), "{}", concept.name);
        let credible = [&SEQ, &SSEQ].contains(&concept);
        assert_eq!(of(&of_two, concept) == of(&of_all, concept), !credible, "{}", concept.name);
    }
}

/// A ranking in which s8 is a SEQ equilibrium.
const THIRD: [usize; 8] = [1, 2, 3, 4, 5, 7, 8, 6];
