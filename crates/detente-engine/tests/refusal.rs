//! What is too large is refused before any work, and work can be watched and stopped.

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use detente_engine::{Control, EngineError, EngineKind, Settings, StateCount, analyse, estimate};
use detente_model::{Expr, Rule};
use support::{Size, conflict};

fn refused(options: usize, rules: usize) -> EngineError {
    let conflict = conflict(Size { statements: 10, rules, ..Size::plain(options, 5) }, 1);
    let start = Instant::now();
    let told = estimate(&conflict, &Settings::default()).expect_err("it is too large");
    let error = analyse(&conflict, &Settings::default(), &Control::none()).expect_err("it is too large");
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{options} options were refused only after {:?}",
        start.elapsed()
    );
    assert_eq!(told, error);
    error
}

#[test]
fn forty_free_options_are_refused_with_the_numbers() {
    let error = refused(40, 0);
    let EngineError::TooLarge { options: 40, states, needed: Some(needed), allowed } = error else {
        panic!("{error:?}")
    };
    assert_eq!(states, StateCount::Exactly(1 << 40));
    assert!(needed > allowed);
    let text = error.to_string();
    assert!(text.contains("40 options") && text.contains("1099511627776 states") && text.contains("rules"), "{text}");
}

#[test]
fn more_options_than_a_word_has_bits_are_refused() {
    for options in [65, 100, 10_000] {
        let error = refused(options, 3);
        assert!(matches!(error, EngineError::TooLarge { needed: None, .. }), "{error:?}");
        let text = error.to_string();
        assert!(
            text.contains(&format!("2^{options}")) && text.contains("64 options") && text.contains("[states]"),
            "{text}"
        );
    }
}

#[test]
fn sixty_four_options_with_few_rules_are_refused() {
    refused(64, 0);
    refused(64, 30);
    refused(60, 90);
}

#[test]
fn sixty_four_options_are_no_obstacle_where_rules_leave_few_states() {
    let mut conflict = conflict(Size { statements: 80, ..Size::plain(64, 4) }, 5);
    // The options from the eleventh on are as the one before them.
    for option in 10..64 {
        let (this, before) =
            (Expr::Option(detente_model::OptionId(option)), Expr::Option(detente_model::OptionId(option - 1)));
        let differ = Expr::Not(Expr::Iff(this.into(), before.into()).into());
        conflict.rules.push(Rule { id: format!("F{option}"), when: differ, provenance: Default::default() });
    }
    let told = estimate(&conflict, &Settings::default()).expect("few states");
    assert_eq!((told.engine, told.states), (EngineKind::Sparse, StateCount::Exactly(1 << 10)));
    let solution = analyse(&conflict, &Settings::default(), &Control::none()).expect("few states");
    assert_eq!(solution.states(), 1 << 10);
    assert_eq!(solution.place(&solution.state(1023)), Some(1023));
}

#[test]
fn what_does_not_fit_the_memory_allowed_is_refused() {
    let conflict = conflict(Size::plain(20, 5), 1);
    let settings = Settings { memory: 10 << 20, ..Settings::default() };
    let error = analyse(&conflict, &settings, &Control::none()).expect_err("10 MiB are too few");
    assert!(error.to_string().contains("may use 10 MiB"), "{error}");
    for engine in [EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph, EngineKind::Symbolic] {
        let settings = Settings { engine: Some(engine), ..settings.clone() };
        assert!(matches!(estimate(&conflict, &settings), Err(EngineError::TooLarge { .. })), "{engine:?}");
    }
}

#[test]
fn an_engine_for_option_vectors_is_not_forced_on_named_states() {
    let conflict = detente_testkit::random_conflict(1, detente_testkit::Shape::Graph);
    let settings = Settings { engine: Some(EngineKind::Dense), ..Settings::default() };
    assert!(matches!(estimate(&conflict, &settings), Err(EngineError::WrongEngine { .. })));
}

#[test]
fn work_that_is_cancelled_ends_at_once() {
    let conflict = conflict(Size::plain(18, 4), 1);
    for engine in [EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph, EngineKind::Symbolic] {
        let settings = Settings { engine: Some(engine), ..Settings::default() };
        let asked = AtomicUsize::new(0);
        let cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= 6;
        let control = Control { cancelled: &cancelled, progress: &|_| {} };
        assert_eq!(analyse(&conflict, &settings, &control).map(|_| ()), Err(EngineError::Cancelled), "{engine:?}");
    }
}

#[test]
fn work_may_be_cancelled_at_any_time_even_by_somebody_who_changes_his_mind() {
    let shapes = [
        (EngineKind::Dense, Size::plain(14, 3)),
        (EngineKind::Dense, Size { rules: 4, one_way: 20, ..Size::plain(13, 4) }),
        (EngineKind::Sparse, Size { rules: 9, one_way: 20, ..Size::plain(14, 3) }),
        (EngineKind::Graph, Size { rules: 6, ..Size::plain(9, 3) }),
    ];
    for (engine, size) in shapes {
        let conflict = conflict(size, 1);
        let settings = Settings { engine: Some(engine), ..Settings::default() };
        let asked_in_all = AtomicUsize::new(0);
        let never = || {
            asked_in_all.fetch_add(1, Ordering::Relaxed);
            false
        };
        analyse(&conflict, &settings, &Control { cancelled: &never, progress: &|_| {} }).expect("a small conflict");
        let asked_in_all = asked_in_all.into_inner();
        for at in (0..asked_in_all).step_by((asked_in_all / 40).max(1)) {
            let asked = AtomicUsize::new(0);
            let once = || asked.fetch_add(1, Ordering::Relaxed) == at;
            let found = analyse(&conflict, &settings, &Control { cancelled: &once, progress: &|_| {} });
            assert_eq!(found.map(|_| ()), Err(EngineError::Cancelled), "{engine:?}, at {at} of {asked_in_all}");
        }
    }
}

#[test]
fn progress_is_told_until_all_is_done() {
    let conflict = conflict(Size::plain(12, 3), 1);
    for engine in [EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph, EngineKind::Symbolic] {
        let settings = Settings { engine: Some(engine), ..Settings::default() };
        let told = Mutex::new(Vec::new());
        let control = Control { cancelled: &|| false, progress: &|progress| told.lock().unwrap().push(progress) };
        analyse(&conflict, &settings, &control).expect("a small conflict");
        let told = told.into_inner().unwrap();
        assert_eq!(told.iter().map(|p| p.done).max(), Some(told[0].total), "{engine:?}");
        assert!(told.iter().all(|p| p.total == told[0].total), "{engine:?}");
        assert!(told.len() > 15, "{engine:?}");
    }
}
