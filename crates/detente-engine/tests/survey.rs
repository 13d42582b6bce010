//! Surveys: the same answer from every engine, for conflicts of any size, and what is known where the work had to end early.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use detente_engine::{
    BigUint, Control, EngineError, EngineKind, Found, Settings, States, Survey, Unfinished, analyse, estimate_survey,
    reach, survey,
};
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{
    CONCEPTS, Conflict, DmId, Expr, Meaning, Motion, OptionId, OptionVector, OutcomeWhen, State, Steps, plain,
};
use detente_testkit::{Rng, Shape, random_conflict};
use support::{Size, chain, conflict, duels, shuffled};

fn symbolic() -> Settings {
    Settings { engine: Some(EngineKind::Symbolic), ..Settings::default() }
}

fn surveyed(conflict: &Conflict) -> Survey {
    survey(conflict, &symbolic(), &Control::none()).expect("it fits")
}

fn all(states: &States) -> Vec<State> {
    states.first(usize::MAX)
}

/// A condition with some literals.
fn some_condition(rng: &mut Rng, options: usize) -> Expr {
    let literal = |rng: &mut Rng| {
        let option = Expr::Option(OptionId::from(rng.below(options)));
        if rng.chance(50) { option } else { Expr::Not(option.into()) }
    };
    let (a, b, c) = (literal(rng), literal(rng), literal(rng));
    match rng.below(3) {
        0 => Expr::Or(vec![a, b, c]),
        1 => Expr::Implies(a.into(), Expr::And(vec![b, c]).into()),
        _ => Expr::Iff(a.into(), Expr::Or(vec![b, c]).into()),
    }
}

#[test]
fn sets_that_are_not_listed_hold_what_lists_hold_in_the_same_order() {
    for seed in 20_000..20_300 {
        let conflict = random_conflict(seed, Shape::Options);
        let meaning = Meaning::new(&conflict).expect("a small conflict");
        let sets = surveyed(&conflict);
        let solution = analyse(&conflict, &Settings::default(), &Control::none()).expect("a small conflict");
        let lists = Survey::of(&solution);
        assert!(sets.is_complete() && lists.is_complete());
        let mut rng = Rng::new(seed);
        let condition = some_condition(&mut rng, conflict.options.len());
        let some = all(lists.states()).into_iter().filter(|_| rng.chance(30)).collect();
        let conditions = [OutcomeWhen::Holds(condition), OutcomeWhen::OneOf(some)];
        let same = |a: &States, b: &States, what: &str| {
            assert_eq!(all(a), all(b), "seed {seed}, {what}");
            assert_eq!(a.count(), b.count(), "seed {seed}, {what}");
            assert_eq!(a.is_empty(), b.is_empty(), "seed {seed}, {what}");
            assert_eq!(a.first(2), all(b)[..all(b).len().min(2)], "seed {seed}, {what}");
            for condition in &conditions {
                let [a, b] = [a, b].map(|set| set.among(&meaning, condition).expect("it fits"));
                assert_eq!(all(&a), all(&b), "seed {seed}, {what}, {condition:?}");
            }
        };
        same(sets.states(), lists.states(), "states");
        for concept in CONCEPTS {
            let whole = |found: &Found| found.whole().expect("nothing limits the work").clone();
            same(&whole(sets.equilibria(concept)), &whole(lists.equilibria(concept)), concept.name);
            for dm in conflict.dm_ids() {
                let (a, b) = (sets.stable(concept, dm), lists.stable(concept, dm));
                same(&whole(a), &whole(b), concept.name);
                for state in all(lists.states()) {
                    assert_eq!(a.contains(&state), b.contains(&state), "seed {seed}, {}", concept.name);
                }
            }
        }
    }
}

/// The ends of legal sequences of everybody, by the letter, and the state itself.
fn reached(conflict: &Conflict, meaning: &Meaning, from: &State, by: Motion) -> Vec<State> {
    let everybody: Vec<DmId> = conflict.dm_ids().collect();
    let mut ends = match by {
        Motion::Moves => plain::reachable(meaning, &everybody, Steps::Moves, from),
        Motion::Improvements => plain::reachable(meaning, &everybody, Steps::Improvements, from),
        Motion::BestImprovements => {
            let mut seen = std::collections::BTreeSet::new();
            let mut open: Vec<(State, Option<DmId>)> = vec![(from.clone(), None)];
            while let Some((state, last)) = open.pop() {
                for &dm in everybody.iter().filter(|&&dm| Some(dm) != last) {
                    let improvements = meaning.improvements(dm, &state);
                    let best = improvements.iter().filter(|a| !improvements.iter().any(|b| meaning.prefers(dm, b, a)));
                    for end in best {
                        if seen.insert((end.clone(), dm)) {
                            open.push((end.clone(), Some(dm)));
                        }
                    }
                }
            }
            seen.into_iter().map(|(state, _)| state).collect()
        }
    };
    ends.push(from.clone());
    ends.sort();
    ends.dedup();
    ends
}

#[test]
fn what_can_be_reached_is_what_legal_sequences_lead_to() {
    for seed in 30_000..30_300 {
        let conflict = random_conflict(seed, Shape::Options);
        let meaning = Meaning::new(&conflict).expect("a small conflict");
        let states = all(surveyed(&conflict).states());
        let mut rng = Rng::new(seed);
        for by in [Motion::Moves, Motion::Improvements, Motion::BestImprovements] {
            let from = &states[rng.below(states.len())];
            let found = reach(&conflict, from, by, &symbolic(), &Control::none()).expect("it fits");
            let expected = reached(&conflict, &meaning, from, by);
            assert_eq!(all(found.whole().expect("nothing limits the work")), expected, "seed {seed}, {by:?}");
        }
    }
}

#[test]
fn nothing_is_reached_from_what_is_no_state() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(10, 3) }, 1);
    let excluded = (0..1 << 10)
        .map(|bits| OptionVector::from_bits(10, bits))
        .find(|v| conflict.is_excluded(v))
        .expect("rules exclude something");
    let found =
        reach(&conflict, &State::Vector(excluded), Motion::Moves, &symbolic(), &Control::none()).expect("it fits");
    assert!(found.whole().expect("nothing limits the work").is_empty());
}

#[test]
fn a_hundred_quarrels_that_have_nothing_to_do_with_each_other_multiply() {
    // Each is a prisoners' dilemma: one Nash equilibrium, two under the other concepts.
    let conflict = duels(100);
    let survey = surveyed(&conflict);
    assert_eq!(survey.states().count(), BigUint::from(1u32) << 200);
    let count = |concept| survey.equilibria(concept).whole().expect("all is found").count();
    assert_eq!(count(&NASH), BigUint::from(1u32));
    for concept in [&GMR, &SMR, &SEQ, &SSEQ] {
        assert_eq!(count(concept), BigUint::from(1u32) << 100, "{}", concept.name);
    }
    for dm in conflict.dm_ids() {
        assert_eq!(survey.stable(&NASH, dm).at_least().count(), BigUint::from(1u32) << 199);
        assert_eq!(survey.stable(&SEQ, dm).at_least().count(), BigUint::from(3u32) << 198);
    }
    let everybody_defects = State::Vector(OptionVector::with_on(200, (0..200).map(OptionId)));
    assert_eq!(survey.equilibria(&NASH).at_least().first(3), [everybody_defects]);
    // The first two pairs keep faith or not, and so do all others: none is the first.
    let first = survey.equilibria(&GMR).at_least().first(4);
    let row = |state: &State| match state {
        State::Vector(vector) => vector.row(200)[..6].to_string(),
        State::Named(_) => unreachable!("option form"),
    };
    assert_eq!(first.iter().map(row).collect::<Vec<_>>(), ["NNNNNN", "YYNNNN", "NNYYNN", "YYYYNN"]);
}

#[test]
fn a_model_of_as_many_options_as_a_file_may_have_is_surveyed() {
    let conflict = duels(2048);
    assert_eq!(conflict.options.len(), 4096);
    let settings = Settings { concepts: vec![&NASH, &GMR], ..symbolic() };
    let survey = survey(&conflict, &settings, &Control::none()).expect("it fits");
    assert_eq!(survey.states().count(), BigUint::from(1u32) << 4096);
    assert_eq!(survey.equilibria(&GMR).at_least().count(), BigUint::from(1u32) << 2048);
}

#[test]
fn the_order_of_the_file_makes_no_difference_to_a_chain() {
    let ordered = chain(Size { statements: 6, rules: 25, one_way: 20, ..Size::plain(100, 50) }, 3);
    let mixed = shuffled(&ordered, 5);
    let (ordered, mixed) = (surveyed(&ordered), surveyed(&mixed));
    assert_eq!(ordered.states().count(), mixed.states().count());
    for concept in CONCEPTS {
        assert_eq!(ordered.equilibria(concept).at_least().count(), mixed.equilibria(concept).at_least().count());
    }
    let (in_order, in_disorder) = (ordered.nodes().unwrap_or(0), mixed.nodes().unwrap_or(0));
    assert!(in_disorder < 4 * in_order, "{in_order} nodes in order, {in_disorder} in disorder");
}

/// Whether bounds enclose what is true.
fn encloses(found: &Found, truth: &States, all_states: &[State]) -> bool {
    all_states.iter().all(|state| match found.contains(state) {
        Some(verdict) => verdict == truth.contains(state),
        None => found.unfinished().is_some(),
    })
}

#[test]
fn what_was_found_before_the_limits_stays_and_bounds_the_rest() {
    let conflict = conflict(Size { rules: 4, one_way: 15, ..Size::plain(13, 4) }, 7);
    let whole = surveyed(&conflict);
    let states = all(whole.states());
    let mut unfinished = 0;
    // From so little that hardly anything is found to so much that all is.
    let limits = [0, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
        .map(|steps| Settings { work: Some(steps), ..symbolic() });
    let memories = [18u64, 19, 20, 21].map(|bits| Settings { memory: (1 << 20) + (1 << bits), ..symbolic() });
    for settings in limits.into_iter().chain(memories) {
        let partial = match survey(&conflict, &settings, &Control::none()) {
            Ok(partial) => partial,
            Err(EngineError::TooEntangled { .. }) => continue,
            Err(error) => panic!("{error}"),
        };
        unfinished += usize::from(!partial.is_complete());
        for concept in CONCEPTS {
            for dm in conflict.dm_ids() {
                assert!(
                    encloses(partial.stable(concept, dm), whole.stable(concept, dm).at_least(), &states),
                    "{settings:?}"
                );
            }
            assert!(
                encloses(partial.equilibria(concept), whole.equilibria(concept).at_least(), &states),
                "{settings:?}"
            );
        }
    }
    assert!(unfinished > 0);
}

#[test]
fn the_easy_concepts_are_found_where_sequential_stability_takes_too_long() {
    let conflict = conflict(Size { rules: 6, ..Size::plain(40, 5) }, 1);
    let work = 60_000_000;
    let settings = Settings { work: Some(work), ..symbolic() };
    let survey = survey(&conflict, &settings, &Control::none()).expect("it begins");
    let steps = survey.steps().expect("it is done by sets");
    assert!(steps < 2 * work, "{steps}");
    for concept in [&NASH, &GMR] {
        assert!(survey.equilibria(concept).whole().is_some(), "{}", concept.name);
    }
    let seq = survey.equilibria(&SEQ);
    let why = seq.unfinished().expect("it takes much more");
    assert_eq!(why, Unfinished::Work { allowed: work });
    assert!(why.to_string().contains("60000000 steps"), "{why}");
    let count = |concept| survey.equilibria(concept).at_least().count();
    assert!(count(&NASH) <= seq.at_least().count() && seq.at_most().count() <= count(&GMR));
}

#[test]
fn a_survey_can_be_cancelled_within_an_operation() {
    let conflict = conflict(Size::plain(60, 5), 1);
    let asked = AtomicUsize::new(0);
    let cancelled = || asked.fetch_add(1, Ordering::Relaxed) > 200;
    let control = Control { cancelled: &cancelled, progress: &|_| {} };
    assert_eq!(survey(&conflict, &symbolic(), &control).map(|_| ()), Err(EngineError::Cancelled));
}

#[test]
fn engines_that_list_do_the_survey_where_they_fit() {
    let settings = Settings::default();
    let told = |size| estimate_survey(&conflict(size, 1), &settings).expect("it fits");
    assert_eq!(told(Size::plain(16, 3)).engine, EngineKind::Dense);
    let large = told(Size { rules: 6, ..Size::plain(40, 5) });
    assert_eq!((large.engine, large.bytes), (EngineKind::Symbolic, settings.memory));
    assert!(large.width.is_some_and(|width| width > 20), "{large:?}");
    let chained =
        estimate_survey(&chain(Size { statements: 6, ..Size::plain(300, 150) }, 1), &settings).expect("it fits");
    assert!(chained.width.is_some_and(|width| width < 10), "{chained:?}");
}

#[test]
fn what_no_engine_can_do_is_refused_within_a_second() {
    let begun = Instant::now();
    let too_many = conflict(Size { statements: 3, rules: 3, ..Size::plain(10_000, 5) }, 1);
    let error = survey(&too_many, &Settings::default(), &Control::none()).expect_err("too many options");
    assert!(matches!(error, EngineError::TooLarge { options: 10_000, .. }), "{error}");
    let large = conflict(Size::plain(40, 5), 1);
    let error =
        survey(&large, &Settings { memory: 1000, ..Settings::default() }, &Control::none()).expect_err("no room");
    assert!(error.to_string().contains("may use 1 KiB"), "{error}");
    let named = random_conflict(1, Shape::Graph);
    assert!(matches!(survey(&named, &symbolic(), &Control::none()), Err(EngineError::WrongEngine { .. })));
    assert!(survey(&named, &Settings::default(), &Control::none()).expect("few states").is_complete());
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}
