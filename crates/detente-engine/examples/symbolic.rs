//! Surveys one large conflict by sets and says how long it took: `symbolic chain|random OPTIONS DECISION_MAKERS [STATEMENTS [RULES [ONE_WAY [SEED]]]]`.
//!
//! `CONCEPTS=nash,gmr,smr` asks for some concepts alone, `WORK=600000000` bounds the steps. One process, one conflict, so that the peak memory of the process is that of the work.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use detente_engine::{Control, EngineKind, Found, Settings, estimate_survey, survey};
use detente_model::{CONCEPTS, Concept};
use support::{Size, chain, conflict};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: usize| arguments.get(at).map_or(otherwise, |a| a.parse().expect("a number"));
    let is_chain = arguments.first().is_some_and(|kind| kind == "chain");
    let options = number(1, if is_chain { 100 } else { 24 });
    let size = Size {
        statements: number(3, if is_chain { 6 } else { options }),
        rules: number(4, if is_chain { options / 4 } else { 6 }),
        one_way: number(5, 0),
        ..Size::plain(options, number(2, if is_chain { options / 2 } else { 5 }))
    };
    let seed = number(6, 1) as u64;
    let conflict = if is_chain { chain(size, seed) } else { conflict(size, seed) };
    let concepts = match std::env::var("CONCEPTS") {
        Ok(names) => names.split(',').map(|name| Concept::by_id(name).expect("a concept")).collect(),
        Err(_) => CONCEPTS.to_vec(),
    };
    let work = std::env::var("WORK").ok().map(|steps| steps.parse().expect("a number"));
    let settings = Settings { engine: Some(EngineKind::Symbolic), work, concepts, ..Settings::default() };
    let width = estimate_survey(&conflict, &settings).expect("any size").width.unwrap_or(0);
    let start = Instant::now();
    let survey = survey(&conflict, &settings, &Control::none()).expect("it fits");
    let told = start.elapsed();
    println!(
        "{size:?}: width {width}, {} states, {told:?}, {} nodes, {} steps",
        survey.states().count(),
        survey.nodes().unwrap_or(0),
        survey.steps().unwrap_or(0)
    );
    let words = |found: &Found| match found.whole() {
        Some(states) => states.count().to_string(),
        None => format!("{}..{}", found.at_least().count(), found.at_most().count()),
    };
    for concept in survey.concepts() {
        println!("{} {}", concept.name, words(survey.equilibria(concept)));
    }
}
