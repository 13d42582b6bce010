//! Finds all Nash equilibria of one random conflict: `nash OPTIONS DECISION_MAKERS [SEED [RULES [STATEMENTS [ONE_WAY [LIMIT]]]]]`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use detente_engine::{Control, NashSettings, nash_search};
use support::{Size, conflict};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: usize| arguments.get(at).map_or(otherwise, |a| a.parse().expect("a number"));
    let options = number(0, 200);
    let size = Size {
        rules: number(3, 6),
        statements: number(4, options),
        one_way: number(5, 0),
        ..Size::plain(options, number(1, 20))
    };
    let conflict = conflict(size, number(2, 1) as u64);
    let settings = NashSettings { limit: number(6, usize::MAX), among: None, work: u64::MAX, memory: 4 << 30 };
    let start = Instant::now();
    let found = nash_search(&conflict, &settings, &Control::none()).expect("option form");
    println!(
        "{size:?}: {} equilibria, {}, {} states looked at, {} replies, {} pieces of work, in {:?}",
        found.equilibria.len(),
        found.cut.map_or("complete".into(), |cut| format!("cut by {cut:?}")),
        found.candidates,
        found.replies,
        found.work,
        start.elapsed()
    );
}
