//! Moves about in one random conflict and says how long it took: `motion OPTIONS DECISION_MAKERS [best|improvements|moves [RULES [ONE_WAY]]]`.
//!
//! One process, one conflict, so that the peak memory of the process is that of the work. The goal is one state of eight.

#[path = "../../detente-engine/tests/support/mod.rs"]
mod support;

use std::time::Instant;

use detente_analysis::motion::{bytes, reach_in, shocks_in, slide};
use detente_engine::{Control, Settings, StepTable, analyse};
use detente_model::concept::NASH;
use detente_model::{Expr, Meaning, Motion, OptionId};
use support::{Size, conflict};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: usize| arguments.get(at).map_or(otherwise, |a| a.parse().expect("a number"));
    let by = arguments.get(2).map_or(Motion::BestImprovements, |word| {
        Motion::ALL.into_iter().find(|by| by.word() == word).expect("best, improvements or moves")
    });
    let options = number(0, 12);
    let size = Size { rules: number(3, 0), one_way: number(4, 0), ..Size::plain(options, number(1, 3)) };
    let conflict = conflict(size, 1);
    let control = Control::none();
    let time = |what: &str, start: Instant| println!("{what}: {:.2?}", start.elapsed());

    let start = Instant::now();
    let settings = Settings { concepts: vec![&NASH], ..Settings::default() };
    let solution = analyse(&conflict, &settings, &control).expect("it fits");
    time("analysis", start);
    println!("{} states, {} MiB foreseen", solution.states(), bytes(&conflict, solution.states()) >> 20);

    let start = Instant::now();
    let table = StepTable::new(&conflict, &solution, by, 4 << 30, &control).expect("it fits");
    time("table", start);

    // One state in about eight: the first option of three of the decision makers on.
    let on = |at: usize| Expr::Option(OptionId::from(at * options / 3));
    let goal = Expr::And((0..3).map(on).collect());
    let meaning = Meaning::new(&conflict).expect("it has no named states");
    let start = Instant::now();
    let found = slide(&table, &|place| meaning.holds(&goal, &solution.state(place)), &control).expect("nobody cancels");
    time("slide", start);
    println!("{} of {}", found.leads_from, found.outside());

    let from = solution.state(solution.states() / 3);
    let start = Instant::now();
    let reach = reach_in(&table, &from, usize::MAX, &control).expect("nobody cancels");
    time("reach", start);
    println!("{} states, {} pairs", reach.count(), reach.pairs().len());

    let start = Instant::now();
    let shocks = shocks_in(&meaning, &table, &from, &control).expect("nobody cancels");
    time("shocks", start);
    println!("{} shocks", shocks.len());
}
