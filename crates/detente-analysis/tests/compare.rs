//! Variants side by side, against analysing each by itself.

use detente_analysis::compare::{CompareError, Turn, compare};
use detente_engine::{Control, Settings};
use detente_model::concept::{GMR, NASH, SEQ};
use detente_model::{
    CONCEPTS, Change, Conflict, DmId, Expr, Meaning, OptionId, OutcomeWhen, Preference, Proposition, Provenance,
    Question, Rule, State, StateList, Variant, plain, read,
};
use detente_testkit::{Rng, Shape, random_conflict};

const CORE: &str = include_str!("../../../catalogue/us-china-2023.toml");

fn variant(id: &str, changes: Vec<Change>) -> Variant {
    Variant {
        id: id.into(),
        text: None,
        other_reading: Vec::new(),
        views: Vec::new(),
        clarified: Vec::new(),
        changes,
        provenance: Provenance::default(),
    }
}

fn settings() -> Settings {
    Settings { threads: Some(1), ..Settings::default() }
}

/// A few changes that can usually be made.
fn random_changes(rng: &mut Rng, conflict: &Conflict) -> Vec<Change> {
    let mut changes = Vec::new();
    for dm in conflict.dm_ids() {
        if let Preference::Prioritised(list) = &conflict.dm(dm).preference
            && !list.is_empty()
            && rng.chance(60)
        {
            let id = list[rng.below(list.len())].id.clone();
            changes.push(if rng.chance(50) { Change::Negate { id } } else { Change::Drop { id } });
        }
    }
    if !conflict.options.is_empty() && rng.chance(40) {
        let literal = |rng: &mut Rng| Expr::Option(OptionId::from(rng.below(conflict.options.len())));
        let when = Expr::And(vec![literal(rng), literal(rng).negated()]);
        changes.push(Change::AddRule(Rule { id: "new".into(), when, provenance: Provenance::default() }));
    }
    if let Some(rule) = conflict.rules.first()
        && rng.chance(40)
    {
        changes.push(Change::Drop { id: rule.id.clone() });
    }
    changes
}

#[test]
fn differences_are_those_of_two_plain_analyses_on_random_conflicts() {
    let (mut lost, mut won, mut gone, mut new, mut refused) = (0, 0, 0, 0, 0);
    for shape in [Shape::Options, Shape::Coalesced] {
        for seed in 0..200 {
            let conflict = random_conflict(seed, shape);
            let changes = random_changes(&mut Rng::new(seed), &conflict);
            let compared = compare(&conflict, &[variant("v", changes.clone())], &[], &settings(), &Control::none())
                .expect("small");
            let Ok(changed) = conflict.changed(&changes) else {
                assert!(matches!(compared.variants[0].outcome, Err(CompareError::Change(_))));
                refused += 1;
                continue;
            };
            let (_, difference) = compared.variants[0].outcome.as_ref().expect("it is small");
            let (before, after) = (Meaning::new(&conflict).unwrap(), Meaning::new(&changed).unwrap());
            let (list, other) = (StateList::new(&conflict, 4096).unwrap(), StateList::new(&changed, 4096).unwrap());
            for concept in CONCEPTS {
                let mut expected: [Vec<State>; 4] = Default::default();
                for state in list.states() {
                    let was = plain::is_equilibrium(&before, concept, state);
                    let is = conflict.state_in(&changed, state).map(|s| plain::is_equilibrium(&after, concept, &s));
                    match (was, is) {
                        (true, Some(false)) => expected[0].push(state.clone()),
                        (false, Some(true)) => expected[1].push(state.clone()),
                        (true, None) => expected[2].push(state.clone()),
                        _ => {}
                    }
                }
                for state in other.states() {
                    if changed.state_in(&conflict, state).is_none() && plain::is_equilibrium(&after, concept, state) {
                        expected[3].push(state.clone());
                    }
                }
                let found = difference.equilibria.iter().find(|changed| changed.concept.id == concept.id);
                assert_eq!(found.is_none(), expected.iter().all(Vec::is_empty), "{shape:?} {seed} {}", concept.name);
                if let Some(found) = found {
                    let lists = [&found.lost, &found.won, &found.gone, &found.new].map(Clone::clone);
                    assert_eq!(lists, expected, "{shape:?} {seed} {}", concept.name);
                    lost += found.lost.len();
                    won += found.won.len();
                    gone += found.gone.len();
                    new += found.new.len();
                }
                // The status quo's fate.
                for dm in conflict.dm_ids() {
                    let stable = |meaning: &Meaning, conflict: &Conflict| {
                        conflict.status_quo.as_ref().map(|s| plain::is_stable(meaning, concept, dm, s))
                    };
                    let turn = match (stable(&before, &conflict), stable(&after, &changed)) {
                        (Some(true), Some(false)) => Some(Turn::ToNo),
                        (Some(false), Some(true)) => Some(Turn::ToYes),
                        _ => None,
                    };
                    let found = difference.fate.iter().find(|(c, d, _)| c.id == concept.id && *d == dm);
                    assert_eq!(found.map(|(_, _, turn)| *turn), turn);
                }
            }
        }
    }
    assert!(lost.min(won) > 100 && gone.min(new) > 20 && refused > 0, "{lost} {won} {gone} {new} {refused}");
}

#[test]
fn the_deadlock_variant_of_the_core_loses_sequential_bargains_only() {
    let core = read::read(CORE).conflict.expect("the file is in order");
    let (_, c5) = core.statement_place("c5").expect("it is there");
    // c6 before c5: its own build-up matters more to China than an end of the prohibition.
    let deadlock = variant("deadlock", vec![Change::Move { id: "c6".into(), to: c5 }]);
    let hostile = variant("hostile", vec![Change::Negate { id: "u3".into() }]);
    let broken = variant("broken", vec![Change::Negate { id: "u99".into() }]);
    let proposition = |id: &str, question, variants: &[&str]| Proposition {
        id: id.into(),
        says: String::new(),
        provenance: Provenance::default(),
        question,
        variants: variants.iter().map(ToString::to_string).collect(),
    };
    let engaged = OutcomeWhen::Holds(core.statements(DmId(0)).expect("it has them")[2].that.clone());
    let propositions = [
        proposition("P1", Question::Equilibrium { concept: &NASH, at: None }, &["hostile", "deadlock"]),
        proposition("P2", Question::SomeEquilibrium { concept: &SEQ, goal: engaged }, &["deadlock"]),
    ];
    let compared =
        compare(&core, &[deadlock, hostile, broken], &propositions, &settings(), &Control::none()).expect("small");
    let counts = |side: &detente_analysis::compare::Side| side.equilibria.iter().map(|(_, n)| *n).collect::<Vec<_>>();
    // Nash, GMR, SMR, SEQ of analysis.md, 3.2: the same in A and A′.
    assert_eq!(counts(&compared.base)[..4], [6, 96, 88, 16]);
    let (side, difference) = compared.variants[0].outcome.as_ref().expect("it works");
    assert_eq!(counts(side)[..4], [6, 96, 88, 16]);
    assert!(difference.equilibria.iter().all(|changed| changed.concept.id != NASH.id && changed.concept.id != GMR.id));
    assert_eq!((difference.fate.len(), difference.propositions.len()), (0, 0));
    assert!(!difference.status_quo_moved && difference.states == (0, 0));
    let (side, difference) = compared.variants[1].outcome.as_ref().expect("it works");
    assert_eq!(difference.propositions, [(0, Turn::ToNo)]);
    assert!(side.propositions[1].is_none(), "P2 is not asked of it");
    assert!(difference.fate.contains(&(&NASH, DmId(0), Turn::ToNo)));
    assert!(matches!(compared.variants[2].outcome, Err(CompareError::Change(_))));
}

#[test]
fn the_four_cells_of_the_first_case_stand_beside_each_other() {
    let core = read::read(CORE).conflict.expect("the file is in order");
    let compared = compare(&core, &core.study.variants, &[], &settings(), &Control::none()).expect("small");
    let nash = |side: &detente_analysis::compare::Side| {
        let seen = side.seen.as_ref().expect("the file has a view").as_ref().expect("small");
        let under = seen.under.iter().find(|under| under.concept.id == NASH.id).expect("it is asked for");
        (seen.misled.len(), under.lasts, under.expects.clone())
    };
    let of = |id: &str| {
        let variant = compared.variants.iter().find(|variant| variant.id == id).expect("it is there");
        variant.outcome.as_ref().expect("it works")
    };
    let (us, china) = (DmId(0), DmId(1));
    assert_eq!(nash(&compared.base), (1, Some(true), vec![(china, vec![us])]));
    assert_eq!(nash(&of("believed").0), (0, Some(true), vec![]));
    assert_eq!(nash(&of("trusted_in_vain").0), (1, Some(false), vec![(us, vec![us])]));
    assert_eq!(nash(&of("holding_back").0), (1, Some(false), vec![(us, vec![us]), (china, vec![us])]));
    // What is believed changes nothing in the conflict as it is, and yet something.
    let difference = &of("believed").1;
    assert!(difference.equilibria.is_empty() && difference.seen.is_empty() && !difference.is_none());
    assert_eq!(difference.expects.iter().find(|(c, ..)| c.id == NASH.id), Some(&(&NASH, china, Turn::ToNo)));
    assert!(difference.hypergame.contains(&(&SEQ, 36, 16)));
}
