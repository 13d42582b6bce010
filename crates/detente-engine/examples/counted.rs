//! Work of fixed size, for counting the instructions that it takes: `counted CASE`, and without a case the names of all (see `.ci/instructions`).
//!
//! One thread, and nothing that depends on the machine.

#[path = "../tests/support/mod.rs"]
mod support;

use detente_engine::{Control, EngineKind, Settings, analyse};
use support::{Size, conflict};

/// A case: its name, the conflict, and the engine.
type Case = (&'static str, Size, EngineKind);

fn main() {
    let cases: [Case; 7] = [
        ("dense", Size::plain(17, 3), EngineKind::Dense),
        ("dense_small", Size::plain(10, 3), EngineKind::Dense),
        ("dense_many_decision_makers", Size::plain(15, 9), EngineKind::Dense),
        ("dense_one_way", Size { one_way: 25, ..Size::plain(16, 3) }, EngineKind::Dense),
        ("dense_rules", Size { rules: 6, ..Size::plain(16, 4) }, EngineKind::Dense),
        ("sparse", Size { rules: 36, one_way: 10, ..Size::plain(28, 4) }, EngineKind::Sparse),
        ("graph", Size { rules: 4, ..Size::plain(11, 3) }, EngineKind::Graph),
    ];
    let Some(name) = std::env::args().nth(1) else {
        return cases.iter().for_each(|(name, ..)| println!("{name}"));
    };
    let (_, size, engine) = cases.into_iter().find(|(case, ..)| *case == name).expect("a case");
    let settings = Settings { engine: Some(engine), threads: Some(1), ..Settings::default() };
    let solution = analyse(&conflict(size, 1), &settings, &Control::none()).expect("it fits");
    // Whoever counts can see that the work was done.
    println!("{} states", solution.states());
}
