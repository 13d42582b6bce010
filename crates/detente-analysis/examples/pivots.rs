//! Measures how many re-analyses a second the search for pivots does: `pivots FILE...`, conflicts as TOML.
//!
//! For each conflict: is the status quo an equilibrium, is every equilibrium like the status quo in its first option, and do best improvements avoid the state
//! furthest down the list. All sets of up to three assumptions are looked at. Beside it, as many of the single changes as fit into a second are made to the
//! conflict and analysed from the beginning by the engine, which is what the search saves.

use std::time::{Duration, Instant};

use detente_analysis::pivots::{PivotSettings, pivots};
use detente_engine::{Control, Settings};
use detente_model::{CONCEPTS, Conflict, Expr, Motion, OptionId, OutcomeWhen, Question, StateList, read};

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        let conflict = read::read(&text).conflict.expect("the file is in order");
        let states = StateList::new(&conflict, 1 << 16).expect("they are few");
        println!("{path}: {} states, {} decision makers", states.states().len(), conflict.decision_makers.len());
        let mut questions: Vec<(String, Question)> = CONCEPTS
            .iter()
            .map(|concept| (format!("equilibrium, {}", concept.name), Question::Equilibrium { concept, at: None }))
            .collect();
        let last = states.states().last().expect("there is one").clone();
        let avoids =
            Question::Avoids { from: None, by: Motion::BestImprovements, goal: OutcomeWhen::OneOf(vec![last]) };
        questions.push(("avoids by best improvements".into(), avoids));
        if !conflict.options.is_empty() {
            let goal = OutcomeWhen::Holds(Expr::Option(OptionId::from(0)));
            questions.push(("every SEQ equilibrium".into(), Question::EveryEquilibrium { concept: CONCEPTS[3], goal }));
        }
        for (name, question) in &questions {
            let settings = PivotSettings { all_sizes: true, ..PivotSettings::default() };
            let start = Instant::now();
            let found = pivots(&conflict, question, &settings, &|| false).expect("it is small");
            let took = start.elapsed();
            let answers: u64 = found.scope.answers.iter().sum();
            println!(
                "  {name}: {} assumptions, {} alone, {} sets, {answers} answers in {took:.1?}: {:.0} a second",
                found.assumptions.len(),
                found.pivotal().len(),
                found.sets.len(),
                answers as f64 / took.as_secs_f64()
            );
        }
        println!("  from the beginning, all concepts: {:.0} a second", from_the_beginning(&conflict, &questions[0].1));
    }
}

/// How many single changes a second are made and analysed by the engine.
fn from_the_beginning(conflict: &Conflict, question: &Question) -> f64 {
    let settings = PivotSettings { up_to: 1, ..PivotSettings::default() };
    let found = pivots(conflict, question, &settings, &|| false).expect("it is small");
    let engine = Settings { threads: Some(1), ..Settings::default() };
    let start = Instant::now();
    let mut made = 0;
    for alteration in found.alterations.iter().cycle() {
        if let Ok(changed) = conflict.changed(std::slice::from_ref(&alteration.change)) {
            detente_engine::analyse(&changed, &engine, &Control::none()).expect("it is small");
        }
        made += 1;
        if start.elapsed() > Duration::from_secs(1) {
            break;
        }
    }
    f64::from(made) / start.elapsed().as_secs_f64()
}
