//! The summary against a plain count over rows, and folders from within the library.

mod support;

use std::path::PathBuf;

use detente_engine::Control;
use detente_sweep::Sweep;
use detente_sweep::family::{Kind, permutation};
use detente_sweep::folder::{RunSettings, run};
use detente_sweep::summary::{Share, Summary, Topic};
use support::NINE_STATES;

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Whether a finding holds in a row, from the table alone.
fn holds(sweep: &Sweep, table: &detente_sweep::Table, id: &str, topic: Topic, row: usize) -> bool {
    let value = |name: &str| {
        let column =
            sweep.columns().iter().position(|column| column.name == name).unwrap_or_else(|| panic!("no {name}"));
        table.get(column, row).expect("no forms, so every value is there")
    };
    match topic {
        Topic::Watched | Topic::Proposition => value(id) != 0,
        Topic::Exists(_) | Topic::Some => value(id.strip_suffix("_some").expect("its name says so")) > 0,
        Topic::Every => {
            let of = id.strip_suffix("_every").expect("its name says so");
            let concept = of.rsplit('_').next().expect("the concept comes last");
            value(of) > 0 && value(of) == value(concept)
        }
    }
}

#[test]
fn what_a_summary_counts_is_what_the_rows_say_one_by_one() {
    let spec = "format = 1\nrows_per_part = 100\n[drop]\nelements = [\"moe.3\", \"local.4\"]\n[[orders]]\nof = \"uniroyal\"\nfixed = [\"uniroyal.5\"]\n[random]\nof = [\"moe\", \"local\"]\nsamples = 12\nseed = 3\nshuffle = true\ndrop_percent = 20\n";
    let (sweep, _) = Sweep::read(NINE_STATES, spec).expect("it can be read");
    let folder = scratch("summary");
    run(&sweep, &folder, &RunSettings { threads: Some(2), ..RunSettings::default() }, Control::none())
        .expect("it is made");
    let summary = Summary::new(&folder, Control::none()).expect("it is there");
    let rows = sweep.rows();
    assert_eq!((summary.rows, summary.possible, rows), (1152, 1152, 1152));
    let table = sweep.table(0, rows, Control::none()).expect("small");
    // For each row and split the side, worked out from the conflict with the row's changes made.
    let side = |row: u64, split: usize| -> Option<usize> {
        let split = &summary.splits[split];
        let value = sweep.spec().family.values(row)[split.factor];
        match &sweep.spec().family.factors[split.factor].kind {
            Kind::Statement(_) => Some(value as usize),
            Kind::Order { statements, .. } => {
                let (a, b) = split.words.split_once(" and ").expect("a pair");
                let order: Vec<&String> =
                    permutation(statements.len(), value).into_iter().map(|at| &statements[at]).collect();
                let place = |id: &str| order.iter().position(|one| *one == id);
                Some(usize::from(place(a) > place(b)))
            }
            Kind::Sample(_) => {
                let changed = sweep.changes(row).expect("it can be made").made(sweep.conflict()).expect("likewise");
                let place = |id: &str| changed.statement_place(id).ok().map(|(_, at)| at);
                match split.words.split_once(" and ") {
                    Some((a, b)) => place(a).zip(place(b)).map(|(a, b)| usize::from(a > b)),
                    None => Some(usize::from(place(&split.words).is_none())),
                }
            }
            other => panic!("{other:?} is not in the spec"),
        }
    };
    let sides: Vec<Vec<Option<usize>>> =
        (0..summary.splits.len()).map(|split| (0..rows).map(|row| side(row, split)).collect()).collect();
    let mut told_apart = 0;
    for (place, told) in summary.findings.iter().enumerate() {
        let held: Vec<bool> = (0..rows as usize).map(|row| holds(&sweep, &table, &told.id, told.topic, row)).collect();
        let count = held.iter().filter(|&&held| held).count() as u64;
        assert_eq!(told.share, Share { holds: count, of: rows }, "{}", told.id);
        for (split, sides) in sides.iter().enumerate() {
            for (at, share) in summary.counts[place][split].iter().enumerate() {
                let there = || (0..rows as usize).filter(|&row| sides[row] == Some(at));
                let expected =
                    Share { holds: there().filter(|&row| held[row]).count() as u64, of: there().count() as u64 };
                assert_eq!(*share, expected, "{} where {}", told.id, summary.splits[split].sides[at]);
            }
        }
        let effects = summary.effects(place);
        told_apart += effects.len();
        for effect in &effects {
            let decides = summary.counts[place][effect.split]
                .iter()
                .all(|share| share.of == 0 || share.is_all() || share.is_none());
            assert_eq!(effect.decides, decides);
        }
    }
    assert!(told_apart > 50, "hardly anything was told apart: {told_apart}");
    // How often each state is an equilibrium.
    for (concept, of) in sweep.spec().record.concepts.iter().zip(&summary.states) {
        let column = sweep
            .columns()
            .iter()
            .position(|column| column.name == format!("{}_states_0", concept.id))
            .expect("nine states");
        for (state, &count) in of.iter().enumerate() {
            let plain =
                (0..rows as usize).filter(|&row| table.get(column, row).is_some_and(|bits| bits >> state & 1 == 1));
            assert_eq!(count, plain.count() as u64);
        }
    }
}

#[test]
fn a_sweep_that_is_cancelled_keeps_its_parts_and_two_cannot_write_into_one_folder() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let spec = "format = 1\nrows_per_part = 1000\n[[orders]]\nof = \"moe\"\n[[orders]]\nof = \"local\"\n";
    let (sweep, _) = Sweep::read(NINE_STATES, spec).expect("it can be read");
    let folder = scratch("cancelled");
    let settings = RunSettings { threads: Some(1), ..RunSettings::default() };
    // In the middle of the fourth part somebody has enough; and meanwhile nobody else may write.
    let seen = AtomicU64::new(0);
    let refused = AtomicU64::new(0);
    let progress = |progress: detente_engine::Progress| {
        seen.store(progress.done, Ordering::SeqCst);
        let other = run(&sweep, &folder, &settings, Control::none());
        refused
            .fetch_add(u64::from(matches!(other, Err(detente_sweep::folder::FolderError::InUse(_)))), Ordering::SeqCst);
    };
    let control = Control { cancelled: &|| seen.load(Ordering::SeqCst) >= 3000, progress: &progress };
    let error = run(&sweep, &folder, &settings, control).expect_err("it was cancelled");
    assert!(error.is_cancelled());
    assert_eq!(refused.load(Ordering::SeqCst), 3);
    let begun = detente_sweep::folder::Manifest::read(&folder).expect("it can be read").expect("it is there");
    assert_eq!((begun.rows_done(), begun.is_complete()), (3000, false));
    let done = run(&sweep, &folder, &RunSettings { resume: true, ..settings }, Control::none()).expect("it goes on");
    assert_eq!((done.rows_done(), done.is_complete()), (14_400, true));
}
