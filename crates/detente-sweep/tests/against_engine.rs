//! Every row against the engine, which analyses the conflict with the row's changes made.

#[path = "../../detente-engine/tests/support/mod.rs"]
mod conflicts;
mod support;

use detente_engine::Control;
use detente_model::{CONCEPTS, OptionVector, Preference, State};
use detente_sweep::family::{Factor, Family, Kind, Mixing, Sample};
use detente_sweep::spec::{Record, Watched};
use detente_sweep::{ColumnKind, Finding, Origin, ReadError, Spec, Sweep};
use detente_testkit::{Rng, Shape, random_conflict};
use support::{NINE_STATES, random_sweep};

/// Compares some stretches of rows, up to so many rows in all, with what the engine finds of the same rows. How many there were.
fn agrees(sweep: &Sweep, seed: u64, most: u64, what: &str) -> u64 {
    let mut rng = Rng::new(seed);
    let (mut done, stretch) = (0, 24);
    while done < most {
        let count = stretch.min(sweep.rows());
        let first = if done == 0 { 0 } else { rng.bits() % (sweep.rows() - count + 1) };
        let fast = sweep.table(first, count, Control::none()).expect("small conflicts");
        let plain = sweep.table_plainly(first, count, Control::none()).expect("small conflicts");
        for (at, column) in sweep.columns().iter().enumerate() {
            for row in 0..count as usize {
                let name = &column.name;
                assert_eq!(fast.get(at, row), plain.get(at, row), "{what}: {name} of row {}", first + row as u64);
            }
        }
        assert_eq!(fast, plain, "{what}");
        done += count;
        if count == sweep.rows() {
            break;
        }
    }
    done
}

#[test]
fn rows_of_random_families_of_random_conflicts_are_what_the_engine_finds() {
    let mut rows = 0;
    // What was met of each answer, and of rows without a conflict or an answer, so that none of it goes untried.
    let mut met = [[0u32; 3]; 8];
    let mut impossible = 0;
    for seed in 0..320 {
        for (shape, name) in [(Shape::Options, "options"), (Shape::Coalesced, "coalesced"), (Shape::Graph, "graph")] {
            let sweep = random_sweep(seed, random_conflict(seed, shape));
            rows += agrees(&sweep, seed, 48, &format!("{name} {seed}"));
            let few = sweep.table(0, sweep.rows().min(24), Control::none()).expect("small conflicts");
            for (at, column) in sweep.columns().iter().enumerate() {
                let all = (0..few.rows()).map(|row| few.get(at, row));
                match column.source {
                    Origin::Possible => impossible += all.filter(|value| *value == Some(0)).count(),
                    Origin::Finding(Finding::Proposition(place)) => {
                        all.for_each(|value| met[place][value.map_or(2, |value| value as usize)] += 1);
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(impossible > 50 && met.iter().flatten().all(|&count| count > 20), "{impossible} {met:?}");
    assert!(rows > 20_000, "only {rows} rows were compared");
}

#[test]
fn rows_of_the_catalogue_are_what_the_engine_finds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/");
    let all = "format = 1\nvariants = \"all\"\n[drop]\njudgements = true\n";
    let read = |case: &str, spec: &str| {
        let text = std::fs::read_to_string(format!("{folder}{case}.toml")).expect("the catalogue is there");
        Sweep::read(&text, spec).unwrap_or_else(|error| panic!("{case}: {error:?}")).0
    };
    let orders = "[[orders]]\nof = \"us\"\n[[orders]]\nof = \"china\"\nfixed = [\"c1\", \"c5\"]\n[random]\nsamples = 1000\nseed = 7\nswaps = 2\ndrop_percent = 10\n";
    let case = read("us-china-2023", &format!("{}unknowns = \"all\"\n", "format = 1\nvariants = \"all\"\n"));
    agrees(&case, 1, 72, "us-china-2023, variants and unknowns");
    let case = read("us-china-2023", &format!("{all}{orders}"));
    agrees(&case, 2, 240, "us-china-2023, judgements, orders and samples");
    let case = read(
        "elmira",
        "format = 1\n[drop]\nelements = [\"one_course\"]\n[options]\n\"moe.modify\" = [\"free\", \"on\", \"off\"]\n",
    );
    agrees(&case, 3, 100, "elmira");
}

#[test]
fn the_sample_conflict_of_nine_states_is_swept_as_the_engine_finds_it() {
    let spec = "format = 1\n[[orders]]\nof = \"moe\"\n[[orders]]\nof = \"uniroyal\"\n[[orders]]\nof = \"local\"\n";
    let (sweep, _) = Sweep::read(NINE_STATES, spec).expect("it can be read");
    assert_eq!((sweep.rows(), sweep.universe().len()), (120 * 120 * 120, 9));
    assert!(sweep.columns().iter().any(|column| column.kind == ColumnKind::Word));
    agrees(&sweep, 4, 1200, "nine states");
}

/// A conflict in which every combination of so many options is a state, with six statements for each of its decision makers.
fn wide(options: usize, dms: usize, one_way: usize) -> Sweep {
    let size = conflicts::Size { statements: 6, one_way, ..conflicts::Size::plain(options, dms) };
    let mut conflict = conflicts::conflict(size, options as u64);
    conflict.status_quo = Some(State::Vector(OptionVector::all_off(options)));
    // Changes name statements by their ids, so no two may share one.
    for (dm, maker) in conflict.decision_makers.iter_mut().enumerate() {
        let Preference::Prioritised(list) = &mut maker.preference else { continue };
        list.iter_mut().enumerate().for_each(|(at, statement)| statement.id = format!("u{dm}{at}"));
    }
    let order = |dm: usize| {
        let kind = Kind::Order { dm, statements: (0..6).map(|at| format!("u{dm}{at}")).collect() };
        Factor { name: format!("order_{dm}"), kind, values: 720 }
    };
    let family = Family { factors: (0..dms).map(order).collect() };
    let states = vec![Watched { name: "status_quo".into(), state: None }];
    let record = Record { concepts: CONCEPTS.to_vec(), states, propositions: Vec::new(), outcomes: Vec::new() };
    Sweep::new(conflict, Spec { title: None, rows_per_part: 64, family, record })
}

#[test]
fn conflicts_of_every_width_are_swept_as_the_engine_finds_them_and_larger_ones_by_it() {
    // One word to sixty-four, and one that is too large for the kernel.
    for (options, dms, rows) in [(6, 3, 96), (7, 3, 96), (8, 5, 96), (9, 3, 48), (11, 3, 24), (12, 2, 24), (13, 2, 24)]
    {
        for one_way in [0, 30] {
            let sweep = wide(options, dms, one_way);
            assert_eq!(sweep.universe().words(), if options <= 10 { (1usize << options).div_ceil(64) } else { 0 });
            agrees(&sweep, options as u64, rows, &format!("{options} options"));
        }
    }
}

#[test]
fn what_is_kept_and_forgotten_between_rows_changes_nothing() {
    // Five new rankings a row, of 256 states: some sixty rows fill the memory for them.
    let wide = wide(8, 5, 0);
    let sample = Sample { seed: 9, dms: (0..5).collect(), mixing: Mixing::Shuffle, drop_percent: 10 };
    let factor = Factor { name: "sample".into(), kind: Kind::Sample(sample), values: 1 << 40 };
    let spec = Spec { family: Family { factors: vec![factor] }, ..wide.spec().clone() };
    let samples = Sweep::new(wide.conflict().clone(), spec);
    let spec = "format = 1\n[[orders]]\nof = \"moe\"\n[[orders]]\nof = \"uniroyal\"\n[[orders]]\nof = \"local\"\n";
    let (orders, _) = Sweep::read(NINE_STATES, spec).expect("it can be read");
    for (sweep, first, count) in [(&samples, 1 << 33, 400), (&orders, 777_777, 4000)] {
        let fast = sweep.table(first, count, Control::none()).expect("small conflicts");
        let plain = sweep.table_plainly(first, count, Control::none()).expect("small conflicts");
        assert!(fast == plain, "rows from {first} on");
    }
}

#[test]
fn a_row_does_not_depend_on_where_one_begins() {
    let sweep = random_sweep(11, random_conflict(11, Shape::Options));
    let all = sweep.table(0, sweep.rows().min(400), Control::none()).expect("a small conflict");
    for row in [0, 1, 17, 63, 64, 399] {
        if row < all.rows() as u64 {
            let one = sweep.table(row, 1, Control::none()).expect("a small conflict");
            for column in 0..sweep.columns().len() {
                assert_eq!(one.get(column, 0), all.get(column, row as usize));
            }
        }
    }
    assert!(sweep.table(sweep.rows(), 1, Control::none()).is_err());
}

#[test]
fn what_is_wrong_with_a_spec_is_told_at_its_place() {
    let wrong = "format = 1\nvariant = \"all\"\n[[orders]]\nof = \"mo\"\n[[orders]]\nof = \"local\"\nstatements = [\"nobody\"]\n[random]\nsamples = 0\n[record]\nconcepts = [\"smg\"]\n";
    let Err(ReadError::Spec(complaints)) = Sweep::read(NINE_STATES, wrong) else { panic!("it was read") };
    let told: Vec<(usize, &str)> = complaints.iter().map(|one| (one.line_and_column(wrong).0, one.code)).collect();
    assert_eq!(
        told,
        [
            (2, "unknown-key"),
            (4, "unknown-name"),
            (7, "unknown-name"),
            (8, "missing-key"),
            (8, "no-values"),
            (9, "out-of-bounds"),
            (11, "unknown-name")
        ]
    );
}

#[test]
fn the_spec_in_the_documentation_can_be_read() {
    let page = include_str!("../../../docs/sweep.md");
    let spec = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("there is one");
    let case = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/us-china-2023.toml");
    let case = std::fs::read_to_string(case).expect("the catalogue is there");
    let (sweep, complaints) = Sweep::read(&case, spec).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!((complaints, sweep.spec().family.factors.len()), (Vec::new(), 12));
    agrees(&sweep, 5, 72, "the documentation");
}

#[test]
fn no_spec_however_mangled_ends_the_program() {
    let spec = include_str!("../../../docs/examples/us-china-2023-orders.sweep.toml");
    let case = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/us-china-2023.toml");
    let case = detente_model::read::read(&std::fs::read_to_string(case).expect("the catalogue is there")).conflict;
    let case = case.expect("it can be read");
    let more = "variants = \"all\"\nunknowns = [\"force\"]\n[options]\n\"us.arms\" = [\"on\", \"off\"]\n[random]\nsamples = 9\nseed = -1\nswaps = 2\ndrop_percent = 7\n";
    let spec: Vec<char> = spec.replace("[drop]", &format!("{more}[drop]")).chars().collect();
    let read = |text: &str| detente_sweep::spec::read(text, &case);
    assert_eq!(read(&spec.iter().collect::<String>()).1, []);
    let mut rng = Rng::new(77);
    let mut complaints = 0;
    for _ in 0..1500 {
        let mut text = spec.clone();
        for _ in 0..1 + rng.below(4) {
            let (at, other) = (rng.below(text.len()), rng.below(text.len()));
            match rng.below(4) {
                0 => drop(text.remove(at)),
                1 => text.swap(at, other),
                2 => text.insert(at, ['"', '[', ']', '=', '-', '9', '\n', 'é', '{', '\u{0}'][rng.below(10)]),
                _ => drop(text.drain(at..(at + rng.below(40)).min(text.len()))),
            }
        }
        let text: String = text.into_iter().collect();
        let (found, told) = read(&text);
        complaints += told.len();
        assert!(found.is_some() || !told.is_empty());
        told.iter().for_each(|one| assert!(one.span.end <= text.len() && one.span.start <= one.span.end));
    }
    assert!(complaints > 1000);
}
