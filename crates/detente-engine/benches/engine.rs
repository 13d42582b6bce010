//! How long an analysis takes: all five concepts, all decision makers.
//!
//! `cargo bench -p detente-engine` runs everything, `cargo bench -p detente-engine -- with_rules` one part of it.

#[path = "../tests/support/mod.rs"]
mod support;

use detente_engine::{Control, EngineKind, Settings, analyse, survey};
use divan::Bencher;
use support::{Size, chain, conflict};

fn main() {
    divan::main();
}

fn bench(bencher: Bencher<'_, '_>, size: Size, engine: Option<EngineKind>) {
    let conflict = conflict(size, 1);
    let settings = Settings { engine, ..Settings::default() };
    bencher.bench(|| analyse(&conflict, &settings, &Control::none()).expect("it fits").states());
}

/// As many statements as options, no rules.
#[divan::bench(args = [10, 12, 14, 16, 18, 20, 22, 24], consts = [2, 3, 5], sample_count = 3, sample_size = 1)]
fn free<const DMS: usize>(bencher: Bencher<'_, '_>, options: usize) {
    bench(bencher, Size::plain(options, DMS), None);
}

/// Six rules, the dense engine.
#[divan::bench(args = [16, 20, 24], consts = [3, 5], sample_count = 3, sample_size = 1)]
fn with_rules<const DMS: usize>(bencher: Bencher<'_, '_>, options: usize) {
    bench(bencher, Size { rules: 6, ..Size::plain(options, DMS) }, Some(EngineKind::Dense));
}

/// A quarter of the options one-way.
#[divan::bench(args = [16, 20, 24], consts = [3, 5], sample_count = 3, sample_size = 1)]
fn with_one_way_options<const DMS: usize>(bencher: Bencher<'_, '_>, options: usize) {
    bench(bencher, Size { one_way: 25, ..Size::plain(options, DMS) }, None);
}

/// More rules than options: few states, the sparse engine.
#[divan::bench(args = [24, 28, 32], consts = [3, 5], sample_count = 3, sample_size = 1)]
fn few_states<const DMS: usize>(bencher: Bencher<'_, '_>, options: usize) {
    bench(bencher, Size { rules: options + 8, ..Size::plain(options, DMS) }, Some(EngineKind::Sparse));
}

fn bench_sets(bencher: Bencher<'_, '_>, conflict: &detente_model::Conflict) {
    let settings = Settings { engine: Some(EngineKind::Symbolic), ..Settings::default() };
    bencher.bench(|| survey(conflict, &settings, &Control::none()).expect("it fits").states().count());
}

/// Chains of disputes, two options a decision maker, the symbolic engine.
#[divan::bench(args = [40, 100, 200, 400], sample_count = 3, sample_size = 1)]
fn chains(bencher: Bencher<'_, '_>, options: usize) {
    let size = Size { statements: 6, rules: options / 4, ..Size::plain(options, options / 2) };
    bench_sets(bencher, &chain(size, 1));
}

/// Everything hangs together, six rules, the symbolic engine.
#[divan::bench(args = [16, 20, 24], consts = [3, 5], sample_count = 3, sample_size = 1)]
fn entangled<const DMS: usize>(bencher: Bencher<'_, '_>, options: usize) {
    bench_sets(bencher, &conflict(Size { rules: 6, ..Size::plain(options, DMS) }, 1));
}

/// Many decision makers with a few options each.
#[divan::bench(args = [5, 10, 20], sample_count = 3, sample_size = 1)]
fn many_decision_makers(bencher: Bencher<'_, '_>, decision_makers: usize) {
    bench(bencher, Size::plain(20, decision_makers), None);
}

/// About a million states of 2^40, the sparse engine; and as many with one-way options.
#[divan::bench(args = [0, 25], sample_count = 3, sample_size = 1)]
fn a_million_states(bencher: Bencher<'_, '_>, one_way: usize) {
    bench(bencher, Size { rules: 60, one_way, ..Size::plain(40, 5) }, Some(EngineKind::Sparse));
}
