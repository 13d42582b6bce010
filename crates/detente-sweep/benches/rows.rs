//! How many rows a second: one thread, results written included.
//!
//! A bench makes one part of so many rows from the beginning, caches empty, and its Parquet bytes.

#[path = "../tests/support/mod.rs"]
mod support;

use detente_engine::Control;
use detente_sweep::Sweep;
use detente_sweep::family::{Factor, Family, Kind, Mixing, Sample};
use detente_sweep::spec::{Record, Watched};
use detente_sweep::{Spec, measure};
use divan::Bencher;
use divan::counter::ItemsCount;
use support::NINE_STATES;

fn main() {
    divan::main();
}

/// So many rows in a bench.
const NINE: u64 = 1 << 16;
const LARGE: u64 = 1 << 12;

fn bench(bencher: Bencher, sweep: &Sweep, first: u64, rows: u64) {
    bencher.counter(ItemsCount::new(rows)).bench_local(|| measure(sweep, first, rows, Control::none()));
}

/// All orders of three lists of five statements, three decision makers, nine states.
#[divan::bench(sample_count = 10)]
fn nine_states_every_order(bencher: Bencher) {
    let spec = "format = 1\n[[orders]]\nof = \"moe\"\n[[orders]]\nof = \"uniroyal\"\n[[orders]]\nof = \"local\"\n";
    let (sweep, _) = Sweep::read(NINE_STATES, spec).expect("it can be read");
    bench(bencher, &sweep, 600_000, NINE);
}

/// The same, drawn at random: every list is put into an order anew.
#[divan::bench(sample_count = 10)]
fn nine_states_samples(bencher: Bencher) {
    let spec = "format = 1\n[random]\nsamples = 100000000\nseed = 1\nshuffle = true\n";
    let (sweep, _) = Sweep::read(NINE_STATES, spec).expect("it can be read");
    bench(bencher, &sweep, 0, NINE);
}

/// A random conflict in which every combination of options is a state.
fn large(options: usize, dms: usize, kind: impl Fn(usize) -> Vec<Factor>) -> Sweep {
    let mut conflict = conflicts::conflict(conflicts::Size::plain(options, dms), 1);
    conflict.status_quo = Some(detente_model::State::Vector(detente_model::OptionVector::all_off(options)));
    let record = Record {
        concepts: detente_model::CONCEPTS.to_vec(),
        states: vec![Watched { name: "status_quo".into(), state: None }],
        propositions: Vec::new(),
        outcomes: Vec::new(),
    };
    let spec = Spec { title: None, rows_per_part: LARGE, family: Family { factors: kind(dms) }, record };
    Sweep::new(conflict, spec)
}

fn every_order(dms: usize) -> Vec<Factor> {
    let order = |dm: usize| {
        let statements = (0..6).map(|at| format!("u{at}")).collect();
        Factor { name: format!("order_{dm}"), kind: Kind::Order { dm, statements }, values: 720 }
    };
    (0..dms).map(order).collect()
}

fn swaps(dms: usize) -> Vec<Factor> {
    let sample = Sample { seed: 1, dms: (0..dms).collect(), mixing: Mixing::Swaps(1), drop_percent: 0 };
    vec![Factor { name: "sample".into(), kind: Kind::Sample(sample), values: 1 << 40 }]
}

fn shuffles(dms: usize) -> Vec<Factor> {
    let sample = Sample { seed: 1, dms: (0..dms).collect(), mixing: Mixing::Shuffle, drop_percent: 0 };
    vec![Factor { name: "sample".into(), kind: Kind::Sample(sample), values: 1 << 40 }]
}

/// 256 states, five decision makers.
#[divan::bench(sample_count = 10)]
fn states_256_every_order(bencher: Bencher) {
    bench(bencher, &large(8, 5, every_order), 1_000_000, LARGE);
}

/// The same with one swap of two statements in each list, drawn at random.
#[divan::bench(sample_count = 10)]
fn states_256_swaps(bencher: Bencher) {
    bench(bencher, &large(8, 5, swaps), 0, LARGE);
}

/// The same with each list shuffled: every ranking is new.
#[divan::bench(sample_count = 10)]
fn states_256_shuffles(bencher: Bencher) {
    bench(bencher, &large(8, 5, shuffles), 0, LARGE);
}

#[path = "../../detente-engine/tests/support/mod.rs"]
mod conflicts;
