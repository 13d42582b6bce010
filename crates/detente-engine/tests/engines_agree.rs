//! Conflicts too large for the plain meaning: the engines, which share no algorithm, against each other.

mod support;

use detente_engine::{Control, EngineKind, Margin, Settings, Solution, analyse};
use detente_model::{CONCEPTS, Conflict, DmId, Meaning, Preference, State, Steps, plain};
use detente_testkit::Rng;
use support::{Size, conflict};

fn solve(conflict: &Conflict, engine: EngineKind, threads: usize) -> Solution {
    let settings = Settings { engine: Some(engine), threads: Some(threads), ..Settings::default() };
    analyse(conflict, &settings, &Control::none()).expect("it fits")
}

fn assert_same(conflict: &Conflict, a: &Solution, b: &Solution, what: &str) {
    assert_eq!(a.states(), b.states(), "{what}");
    for dm in conflict.dm_ids() {
        assert_eq!(a.places_in_ranking(dm), b.places_in_ranking(dm), "{what}");
        for place in 0..a.states() {
            assert_eq!(a.rank(dm, place), b.rank(dm, place), "{what}");
        }
        for concept in CONCEPTS {
            let what = || format!("{what}: {} for {}", concept.name, conflict.dm(dm).id);
            assert_eq!(a.stable(concept, dm), b.stable(concept, dm), "{}", what());
            for place in 0..a.states() {
                if let (Some(a), Some(b)) = (a.margin(concept, dm, place), b.margin(concept, dm, place)) {
                    assert_eq!(a, b, "{}, state {place}", what());
                }
            }
        }
    }
    for concept in CONCEPTS {
        assert_eq!(a.equilibria(concept), b.equilibria(concept), "{what}: {}", concept.name);
    }
}

fn compare(conflict: &Conflict, what: &str) {
    let dense = solve(conflict, EngineKind::Dense, 1);
    assert_same(conflict, &dense, &solve(conflict, EngineKind::Dense, 2), &format!("{what}, threads"));
    assert_same(conflict, &dense, &solve(conflict, EngineKind::Sparse, 1), what);
    assert_same(conflict, &dense, &solve(conflict, EngineKind::Sparse, 2), &format!("{what}, sparse with threads"));
    assert_same(conflict, &dense, &solve(conflict, EngineKind::Symbolic, 1), &format!("{what}, symbolic"));
    if dense.states() <= 1 << 13 {
        assert_same(conflict, &dense, &solve(conflict, EngineKind::Graph, 2), &format!("{what}, graph"));
    }
    for place in [0, dense.states() / 2, dense.states() - 1] {
        assert_eq!(dense.place(&dense.state(place)), Some(place), "{what}");
    }
}

#[test]
fn conflicts_of_middling_size_have_one_answer() {
    let sizes = [
        Size::plain(12, 2),
        Size::plain(13, 4),
        Size::plain(14, 1),
        Size::plain(15, 3),
        Size::plain(16, 2),
        Size { rules: 8, ..Size::plain(14, 3) },
        Size { rules: 5, one_way: 40, ..Size::plain(14, 3) },
        Size { one_way: 60, ..Size::plain(13, 2) },
        Size { one_way: 100, ..Size::plain(12, 5) },
        Size { statements: 4, rules: 3, ..Size::plain(15, 5) },
        Size { rules: 4, ..Size::plain(14, 14) },
    ];
    for (seed, size) in (0..).zip(sizes) {
        compare(&conflict(size, seed), &format!("{size:?}"));
    }
}

/// Gives the decision makers these numbers of options.
fn share_out(conflict: &mut Conflict, shares: &[usize]) {
    let mut first = 0;
    for (dm, share) in shares.iter().enumerate() {
        conflict.decision_makers[dm].options = first..first + *share as u32;
        (0..*share).for_each(|option| conflict.options[first as usize + option].owner = DmId::from(dm));
        first += *share as u32;
    }
    assert_eq!(first as usize, conflict.options.len());
}

#[test]
fn options_may_be_shared_out_in_any_way() {
    let shares: [&[usize]; 8] =
        [&[12, 0, 1], &[0, 0, 12], &[1, 11, 1], &[2, 0, 3, 0, 8], &[6, 4, 1, 1], &[1; 12], &[16, 0], &[3, 3, 3, 4]];
    for (seed, shares) in (0..).zip(shares) {
        let options = shares.iter().sum();
        for (rules, one_way) in [(0, 0), (5, 0), (0, 30), (4, 20)] {
            let size = Size { rules, one_way, statements: 9, ..Size::plain(options, shares.len()) };
            let mut conflict = conflict(size, seed);
            share_out(&mut conflict, shares);
            compare(&conflict, &format!("{shares:?}, {rules} rules, {one_way} % one-way"));
        }
    }
}

#[test]
fn preferences_may_be_about_own_options_alone_or_about_those_of_others_alone() {
    for (seed, own) in [(1, true), (2, false)] {
        let mut conflict = conflict(Size { rules: 2, one_way: 10, statements: 60, ..Size::plain(14, 4) }, seed);
        for dm in 0..4 {
            let range = conflict.decision_makers[dm].options.clone();
            let Preference::Prioritised(statements) = &mut conflict.decision_makers[dm].preference else {
                panic!("random conflicts prioritise")
            };
            statements.retain(|statement| {
                let mut fits = true;
                statement.that.for_each_option(&mut |option| fits &= range.contains(&option.0) == own);
                fits
            });
            assert!(statements.len() > 1, "few statements are left");
        }
        compare(&conflict, if own { "own options" } else { "others' options" });
    }
}

#[test]
fn any_number_of_statements_is_taken_in() {
    for statements in [31, 32, 63, 64, 65, 130, 400] {
        compare(&conflict(Size { statements, rules: 3, ..Size::plain(12, 3) }, 9), &format!("{statements} statements"));
    }
}

#[test]
fn the_last_of_many_statements_still_counts() {
    let mut conflict = conflict(Size { statements: 130, ..Size::plain(12, 2) }, 4);
    // All statements but the last two are about one option, so these two decide between the rest.
    if let Preference::Prioritised(statements) = &mut conflict.decision_makers[0].preference {
        let option = |o| detente_model::Expr::Option(detente_model::OptionId(o));
        statements.iter_mut().for_each(|statement| statement.that = option(3));
        statements[128].that = option(0);
        statements[129].that = option(11);
    }
    let solution = solve(&conflict, EngineKind::Dense, 1);
    assert_eq!(solution.places_in_ranking(DmId(0)), 8);
    for place in 0..solution.states() {
        let bit = |option: usize| (place >> option & 1) as u32;
        assert_eq!(solution.rank(DmId(0), place), bit(3) << 2 | bit(0) << 1 | bit(11));
    }
    compare(&conflict, "the last of many statements");
}

#[test]
fn weights_may_be_as_large_as_they_can_be_written() {
    let mut conflict = conflict(Size { rules: 3, one_way: 20, ..Size::plain(12, 3) }, 6);
    let mut rng = Rng::new(6);
    conflict.decision_makers[0].preference = Preference::Weighted((0..12).map(|_| rng.below(9) as i64 - 4).collect());
    conflict.decision_makers[1].preference = Preference::Weighted((0..12).map(|_| rng.bits() as i64).collect());
    let extremes = (0..12).map(|option| if option % 2 == 0 { i64::MAX } else { i64::MIN }).collect();
    conflict.decision_makers[2].preference = Preference::Weighted(extremes);
    compare(&conflict, "weights");
    let solution = solve(&conflict, EngineKind::Dense, 1);
    let State::Vector(vector) = solution.state(solution.states() - 1) else { panic!("option form") };
    let sum = |v: &detente_model::OptionVector| -> i128 {
        v.on().map(|o| if o.index() % 2 == 0 { i128::from(i64::MAX) } else { i128::from(i64::MIN) }).sum()
    };
    for place in 0..solution.states() {
        let State::Vector(other) = solution.state(place) else { panic!("option form") };
        let ranks = solution.rank(DmId(2), solution.states() - 1).cmp(&solution.rank(DmId(2), place));
        assert_eq!(ranks, sum(&vector).cmp(&sum(&other)));
    }
}

#[test]
fn watched_states_keep_their_margins_in_conflicts_that_are_too_large_for_all() {
    let conflict = conflict(Size { rules: 3, one_way: 10, ..Size::plain(12, 3) }, 2);
    let whole = solve(&conflict, EngineKind::Dense, 1);
    let places = [0, 17, whole.states() - 1];
    for engine in [EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph] {
        let mut settings = Settings { engine: Some(engine), ..Settings::default() };
        // So little memory that the margins of all states do not fit.
        settings.memory = detente_engine::estimate(&conflict, &settings).unwrap().bytes.max(1000) - 1;
        settings.watch = places.iter().map(|&place| whole.state(place)).collect();
        if engine == EngineKind::Graph {
            settings.memory = 4 << 30;
        }
        let solution = analyse(&conflict, &settings, &Control::none()).expect("it fits without margins");
        for concept in CONCEPTS {
            for dm in conflict.dm_ids() {
                assert_eq!(solution.margin(concept, dm, 1), None, "{engine:?}");
                for place in places {
                    let expected: Option<Margin> = whole.margin(concept, dm, place);
                    assert!(expected.is_some());
                    assert_eq!(
                        solution.margin(concept, dm, place),
                        expected,
                        "{engine:?}, {}, state {place}",
                        concept.name
                    );
                }
            }
        }
    }
}

#[test]
fn a_graph_of_tens_of_thousands_of_states_agrees_with_the_definitions_where_they_are_looked_up() {
    const STATES: usize = 30_000;
    let mut rng = Rng::new(8);
    let arcs: Vec<Vec<(usize, usize)>> = (0..3)
        .map(|_| {
            let near = |rng: &mut Rng, s: usize| (s + 1 + rng.below(40)) % STATES;
            (0..STATES).flat_map(|s| (0..rng.below(3)).map(|_| (s, near(&mut rng, s))).collect::<Vec<_>>()).collect()
        })
        .collect();
    let payoffs: Vec<Vec<u32>> = (0..3).map(|_| (0..STATES).map(|_| rng.below(5000) as u32).collect()).collect();
    let dms: Vec<_> = arcs.iter().zip(&payoffs).map(|(a, p)| (&a[..], &p[..])).collect();
    let conflict = detente_testkit::graph_model(STATES, &dms);
    let solution = analyse(&conflict, &Settings::default(), &Control::none()).expect("it fits");
    let meaning = Meaning::new(&conflict).expect("graph form");
    for concept in CONCEPTS.into_iter().filter(|c| c.sanction.is_none_or(|s| s.steps == Steps::Improvements)) {
        for dm in conflict.dm_ids() {
            for place in (0..STATES).step_by(211) {
                let expected = plain::is_stable(&meaning, concept, dm, &State::Named(place));
                let found = solution.stable(concept, dm).contains(place);
                assert_eq!(found, expected, "{} of state {place} for {}", concept.name, conflict.dm(dm).id);
            }
        }
    }
}
