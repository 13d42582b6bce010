//! The search for Nash equilibria finds what the definitions and the other engines find, and what it lists of large conflicts are equilibria.

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use detente_engine::{Control, EngineError, NashCut, NashFound, NashSettings, Settings, analyse, nash_search};
use detente_model::concept::NASH;
use detente_model::{
    Conflict, Expr, Meaning, OptionId, OptionVector, OutcomeWhen, Preference, Provenance, Rule, State, StateList, plain,
};
use detente_testkit::{Rng, Shape, random_conflict};
use support::{Size, conflict};

/// As many equilibria as there are.
fn all() -> NashSettings {
    NashSettings { limit: usize::MAX, ..NashSettings::default() }
}

fn search(conflict: &Conflict, settings: &NashSettings) -> NashFound {
    nash_search(conflict, settings, &Control::none()).expect("option form, and nobody cancels")
}

/// The equilibria by the letter of the definition, in the order of states.
fn by_definition(conflict: &Conflict) -> Vec<OptionVector> {
    let meaning = Meaning::new(conflict).expect("a small conflict");
    let list = StateList::new(conflict, 1 << 10).expect("a small conflict");
    list.states().iter().filter(|state| plain::is_equilibrium(&meaning, &NASH, state)).map(vector).collect()
}

fn vector(state: &State) -> OptionVector {
    match state {
        State::Vector(vector) => vector.clone(),
        State::Named(_) => panic!("states are option vectors"),
    }
}

/// The same conflict with weights in the place of each direct ranking.
fn without_rankings(mut conflict: Conflict, rng: &mut Rng) -> Conflict {
    let options = conflict.options.len();
    for dm in &mut conflict.decision_makers {
        if matches!(dm.preference, Preference::Ranked(_)) {
            let spread = [3, 9, 1 << 40][rng.below(3)];
            let weight = |_| rng.below(2 * spread + 1) as i64 - spread as i64;
            dm.preference = Preference::Weighted((0..options).map(weight).collect());
        }
    }
    conflict
}

fn literal(rng: &mut Rng, options: usize) -> Expr {
    let option = Expr::Option(OptionId::from(rng.below(options)));
    if rng.chance(50) { option } else { option.negated() }
}

/// An implication, a pair or a choice of listed states.
fn goal(rng: &mut Rng, options: usize, states: &[State]) -> OutcomeWhen {
    match rng.below(3) {
        0 => OutcomeWhen::Holds(Expr::Implies(literal(rng, options).into(), literal(rng, options).into())),
        1 => OutcomeWhen::Holds(Expr::And(vec![literal(rng, options), literal(rng, options)])),
        _ => OutcomeWhen::OneOf(states.iter().filter(|_| rng.chance(40)).cloned().collect()),
    }
}

#[test]
fn the_equilibria_of_small_conflicts_are_those_of_the_definition() {
    let mut rng = Rng::new(7);
    for seed in 0..4000 {
        let ranked = random_conflict(seed, Shape::Options);
        for conflict in [&ranked, &without_rankings(ranked.clone(), &mut rng)] {
            let found = search(conflict, &all());
            assert_eq!((&found.equilibria, found.cut), (&by_definition(conflict), None), "seed {seed}");
        }
    }
}

#[test]
fn a_condition_leaves_exactly_the_equilibria_in_which_it_holds() {
    let mut rng = Rng::new(8);
    for seed in 0..1500 {
        let ranked = random_conflict(seed, Shape::Options);
        for conflict in [&ranked, &without_rankings(ranked.clone(), &mut rng)] {
            let states = StateList::new(conflict, 1 << 10).expect("a small conflict");
            let goal = goal(&mut rng, conflict.options.len(), states.states());
            let meaning = Meaning::new(conflict).expect("a small conflict");
            let mut expected = by_definition(conflict);
            expected.retain(|state| meaning.satisfies(&goal, &State::Vector(state.clone())));
            let found = search(conflict, &NashSettings { among: Some(goal), ..all() });
            assert_eq!((found.equilibria, found.cut), (expected, None), "seed {seed}");
        }
    }
}

#[test]
fn the_equilibria_of_middling_conflicts_are_those_of_the_dense_engine() {
    let settings = Settings { concepts: vec![&NASH], threads: Some(1), ..Settings::default() };
    for seed in 0..600 {
        let mut rng = Rng::new(seed);
        let options = 2 + rng.below(13);
        let size = Size {
            options,
            decision_makers: 1 + rng.below(6),
            statements: rng.below(2 * options),
            rules: rng.below(2 * options),
            one_way: [0, 20, 70][rng.below(3)],
        };
        let conflict = conflict(size, seed);
        let solution = analyse(&conflict, &settings, &Control::none()).expect("a small conflict");
        let expected: Vec<OptionVector> =
            solution.equilibria(&NASH).iter().map(|place| vector(&solution.state(place))).collect();
        let found = search(&conflict, &all());
        assert_eq!((found.equilibria, found.cut), (expected, None), "{size:?}, seed {seed}");
    }
}

/// Goes through all own changes of everybody.
fn nobody_improves(conflict: &Conflict, state: &OptionVector) {
    let meaning = Meaning::new(conflict).expect("states have no names");
    let state = State::Vector(state.clone());
    assert!(meaning.is_feasible(&state));
    for dm in conflict.dm_ids() {
        assert!(meaning.improvements(dm, &state).is_empty(), "{} improves", conflict.dm(dm).id);
    }
}

#[test]
fn what_is_found_in_conflicts_of_two_hundred_options_are_equilibria() {
    let mut equilibria = 0;
    for seed in 1..6 {
        for one_way in [0, 8] {
            let conflict = conflict(Size { rules: 6, one_way, ..Size::plain(200, 20) }, seed);
            let found = search(&conflict, &NashSettings { limit: 12, ..all() });
            assert!(found.complete() || found.cut == Some(NashCut::Limit));
            found.equilibria.iter().for_each(|state| nobody_improves(&conflict, state));
            assert!(found.equilibria.is_sorted_by(|a, b| a < b));
            equilibria += found.equilibria.len();
        }
    }
    assert!(equilibria >= 10, "only {equilibria} equilibria were there to be checked");
}

#[test]
fn no_equilibrium_planted_in_a_large_conflict_is_missed() {
    // Everybody wants first that its options be as in the state that is planted, if the others' are: it is an equilibrium, whatever else is wanted.
    for seed in 0..12 {
        let mut conflict = conflict(Size::plain(100, 10), seed);
        let mut rng = Rng::new(seed);
        let planted = OptionVector::with_on(100, (0..100).filter(|_| rng.chance(50)).map(OptionId));
        for dm in conflict.dm_ids() {
            let as_planted = |own: bool| {
                let of = |option: &OptionId| (conflict.option(*option).owner == dm) == own;
                let choice = |option: OptionId| match planted.is_on(option) {
                    true => Expr::Option(option),
                    false => Expr::Option(option).negated(),
                };
                Expr::And((0..100).map(OptionId).filter(of).map(choice).collect())
            };
            let that = Expr::Implies(as_planted(false).into(), as_planted(true).into());
            let Preference::Prioritised(statements) = &mut conflict.decision_makers[dm.index()].preference else {
                panic!("statements")
            };
            statements[0].that = that;
        }
        let found = search(&conflict, &NashSettings { limit: 10_000, ..NashSettings::default() });
        assert!(found.complete() && found.equilibria.contains(&planted), "seed {seed}: {:?}", found.cut);
    }
}

#[test]
fn a_lower_limit_lists_a_part_of_what_a_higher_one_lists() {
    for seed in 1..4 {
        let conflict = conflict(Size { rules: 6, ..Size::plain(100, 5) }, seed);
        let whole = search(&conflict, &all());
        assert!(whole.complete());
        let number = whole.equilibria.len();
        assert!(number > 10, "{number} equilibria are too few for this test");
        let mut before: Vec<OptionVector> = Vec::new();
        for limit in [0, 1, 2, 7, number - 1, number, number + 1] {
            let found = search(&conflict, &NashSettings { limit, ..all() });
            assert_eq!(found.equilibria.len(), limit.min(number));
            assert_eq!(found.cut, (limit < number).then_some(NashCut::Limit), "limit {limit} of {number}");
            assert!(found.equilibria.is_sorted_by(|a, b| a < b));
            assert!(before.iter().all(|state| found.equilibria.contains(state)), "limit {limit}");
            before = found.equilibria;
        }
        assert_eq!(before, whole.equilibria);
    }
}

#[test]
fn a_limit_cuts_what_is_found_in_a_list_of_states_as_well() {
    let seed = (0..).find(|&seed| {
        let conflict = random_conflict(seed, Shape::Options);
        by_definition(&conflict).len() > 3
            && conflict.decision_makers.iter().any(|dm| matches!(dm.preference, Preference::Ranked(_)))
    });
    let conflict = random_conflict(seed.expect("there are such"), Shape::Options);
    let found = search(&conflict, &NashSettings { limit: 2, ..all() });
    assert_eq!((&found.equilibria[..], found.cut), (&by_definition(&conflict)[..2], Some(NashCut::Limit)));
}

#[test]
fn the_same_question_gets_the_same_answer() {
    let conflict = conflict(Size { rules: 6, one_way: 5, ..Size::plain(120, 8) }, 3);
    let settings = NashSettings { limit: 20, ..all() };
    assert_eq!(search(&conflict, &settings), search(&conflict, &settings));
}

#[test]
fn rules_that_contradict_each_other_leave_nothing() {
    let mut conflict = conflict(Size { rules: 6, ..Size::plain(150, 10) }, 1);
    for (id, when) in [("on", Expr::Option(OptionId(3))), ("off", Expr::Option(OptionId(3)).negated())] {
        conflict.rules.push(Rule { id: id.into(), when, provenance: Provenance::default() });
    }
    let found = search(&conflict, &all());
    assert_eq!((found.equilibria.len(), found.cut, found.candidates), (0, None, 0));
}

#[test]
fn a_condition_that_nothing_satisfies_leaves_nothing() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(150, 10) }, 1);
    for goal in [OutcomeWhen::Holds(Expr::Constant(false)), OutcomeWhen::OneOf(Vec::new())] {
        let found = search(&conflict, &NashSettings { among: Some(goal), ..all() });
        assert_eq!((found.equilibria.len(), found.cut), (0, None));
    }
}

#[test]
fn that_there_is_no_equilibrium_is_proved() {
    // Each of the two wants the other's last option matched, or not matched: one of them always moves.
    let mut conflict = conflict(Size::plain(120, 2), 1);
    let same = Expr::Iff(Expr::Option(OptionId(59)).into(), Expr::Option(OptionId(119)).into());
    for (dm, that) in [(0, same.clone()), (1, same.negated())] {
        let Preference::Prioritised(statements) = &mut conflict.decision_makers[dm].preference else {
            panic!("statements")
        };
        statements[0].that = that;
    }
    let found = search(&conflict, &all());
    assert_eq!((found.equilibria.len(), found.cut), (0, None));
}

#[test]
fn the_largest_weights_are_added_exactly() {
    let mut conflict = conflict(Size::plain(70, 2), 1);
    conflict.rules.clear();
    let mut weights = vec![0; 70];
    // One vote more tips the balance: all but the first together weigh one less than it.
    weights[0] = i64::MAX;
    weights[1] = i64::MAX - 2;
    weights[2] = 1;
    weights[34] = i64::MIN;
    conflict.decision_makers[0].preference = Preference::Weighted(weights.clone());
    conflict.decision_makers[1].preference = Preference::Weighted((0..70).map(|o| i64::from(o >= 35)).collect());
    // The first option excludes the next two.
    for option in [1, 2] {
        let when = Expr::And(vec![Expr::Option(OptionId(0)), Expr::Option(OptionId(option))]);
        conflict.rules.push(Rule { id: format!("F{option}"), when, provenance: Provenance::default() });
    }
    let free: Vec<Expr> = (3..34).map(|o| Expr::Option(OptionId(o)).negated()).collect();
    let found = search(&conflict, &NashSettings { among: Some(OutcomeWhen::Holds(Expr::And(free))), ..all() });
    let best = OptionVector::with_on(70, [0].into_iter().chain(35..70).map(OptionId));
    assert_eq!((found.equilibria, found.cut), (vec![best], None));
}

#[test]
fn ties_are_no_reason_to_move() {
    let mut conflict = conflict(Size { statements: 0, ..Size::plain(70, 3) }, 1);
    let fixed: Vec<Expr> = (4..70).map(|o| Expr::Option(OptionId(o))).collect();
    let settings = NashSettings { among: Some(OutcomeWhen::Holds(Expr::And(fixed))), ..all() };
    assert_eq!(search(&conflict, &settings).equilibria.len(), 16);
    conflict.decision_makers.iter_mut().for_each(|dm| dm.preference = Preference::Weighted(vec![0; 70]));
    assert_eq!(search(&conflict, &settings).equilibria.len(), 16);
}

#[test]
fn a_conflict_without_options_has_one_state_and_it_is_an_equilibrium() {
    let found = search(&conflict(Size::plain(0, 2), 1), &all());
    assert_eq!((found.equilibria, found.cut), (vec![OptionVector::all_off(0)], None));
}

#[test]
fn work_that_is_used_up_is_said_and_what_was_found_is_right() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(100, 5) }, 1);
    let whole = search(&conflict, &all());
    let mut found_some = false;
    for work in [0, 1, 2, 100, whole.work / 4, whole.work / 2, whole.work - 1] {
        let found = search(&conflict, &NashSettings { work, ..all() });
        assert_eq!((found.cut, found.work), (Some(NashCut::Work), work));
        assert!(found.equilibria.iter().all(|state| whole.equilibria.contains(state)), "work {work}");
        found_some |= !found.equilibria.is_empty();
    }
    assert!(found_some);
    assert!(search(&conflict, &NashSettings { work: whole.work + 1, ..all() }).complete());
}

#[test]
fn work_on_a_list_of_states_is_limited_as_well() {
    let ranked = (0..)
        .map(|seed| random_conflict(seed, Shape::Options))
        .find(|conflict| conflict.decision_makers.iter().any(|dm| matches!(dm.preference, Preference::Ranked(_))));
    let conflict = ranked.expect("there are such");
    let whole = search(&conflict, &all());
    let found = search(&conflict, &NashSettings { work: whole.work, ..all() });
    assert_eq!((found.equilibria.len(), found.cut), (0, Some(NashCut::Work)));
    assert_eq!(search(&conflict, &NashSettings { work: whole.work + 1, ..all() }).equilibria, whole.equilibria);
}

#[test]
fn memory_that_is_used_up_is_said() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(100, 5) }, 1);
    let whole = search(&conflict, &all());
    for memory in [0, 1 << 20, 2 << 20] {
        let found = search(&conflict, &NashSettings { memory, ..all() });
        assert_eq!(found.cut, Some(NashCut::Memory), "{memory} bytes");
        assert!(found.equilibria.iter().all(|state| whole.equilibria.contains(state)));
    }
}

#[test]
fn work_that_is_cancelled_ends_soon() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(200, 5) }, 1);
    for after in [0, 1, 50, 5000] {
        let asked = AtomicU64::new(0);
        let cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= after;
        let control = Control { cancelled: &cancelled, progress: &|_| {} };
        assert_eq!(nash_search(&conflict, &all(), &control), Err(EngineError::Cancelled));
        assert!(asked.load(Ordering::Relaxed) <= after + 4, "it was asked on and on");
    }
}

#[test]
fn progress_grows() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(100, 5) }, 1);
    let told = Mutex::new(Vec::new());
    let control = Control { cancelled: &|| false, progress: &|progress| told.lock().unwrap().push(progress.done) };
    let found = nash_search(&conflict, &all(), &control).expect("option form");
    let told = told.into_inner().unwrap();
    assert!(!told.is_empty() && told.is_sorted() && told.iter().all(|&done| done <= found.work));
}

#[test]
fn conflicts_with_named_states_are_left_to_the_other_engines() {
    for shape in [Shape::Coalesced, Shape::Graph] {
        let error = nash_search(&random_conflict(1, shape), &all(), &Control::none());
        assert!(matches!(error, Err(EngineError::WrongEngine { .. })), "{error:?}");
    }
}
