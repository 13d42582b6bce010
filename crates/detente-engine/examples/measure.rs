//! Analyses one random conflict and says how long it took: `measure OPTIONS DECISION_MAKERS [RULES [ONE_WAY [dense|sparse|graph]]]`.
//!
//! One process, one conflict, so that the peak memory of the process is that of the work.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use detente_engine::{Control, EngineKind, Settings, analyse, estimate};
use support::{Size, conflict};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: usize| arguments.get(at).map_or(otherwise, |a| a.parse().expect("a number"));
    let size = Size { rules: number(2, 0), one_way: number(3, 0), ..Size::plain(number(0, 12), number(1, 3)) };
    let engine = arguments.get(4).map(|word| match word.as_str() {
        "dense" => EngineKind::Dense,
        "sparse" => EngineKind::Sparse,
        _ => EngineKind::Graph,
    });
    let threads = std::env::var("THREADS").ok().map(|t| t.parse().expect("a number"));
    let settings = Settings { engine, threads, memory: 16 << 30, ..Settings::default() };
    let conflict = conflict(size, 1);
    let start = Instant::now();
    let estimate = estimate(&conflict, &settings);
    println!("{estimate:?} in {:?}", start.elapsed());
    let start = Instant::now();
    let solution = analyse(&conflict, &settings, &Control::none()).expect("it fits");
    println!(
        "{size:?}: {} states by the {} engine in {:?}",
        solution.states(),
        solution.engine().word(),
        start.elapsed()
    );
    for concept in solution.concepts() {
        print!("{} {}  ", concept.name, solution.equilibria(concept).count());
    }
    println!();
}
