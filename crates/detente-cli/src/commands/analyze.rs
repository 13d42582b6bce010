//! `detente analyze`: the main job.

use detente_analysis::{Answer, published};
use detente_model::ledger;
use detente_report::csv::Csv;
use detente_report::document::Document;
use detente_report::json;
use detente_report::pages::{self, OverviewInputs, overview};

use super::propositions::Answers;
use super::solve::solve;
use crate::args::{Analyze, Format};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Analyze) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let concepts = args.concepts.iter().map(|name| super::concept(name)).collect::<Result<Vec<_>, _>>()?;
    let conflict = &loaded.conflict;
    let answer = solve(conflict, &concepts, &args.work)?;
    let comparisons = published::compare(&answer);
    let default_limit = match args.layout.format {
        Format::Text | Format::Markdown => 12,
        Format::Json => 10_000,
        Format::Csv => usize::MAX,
    };
    let inputs = OverviewInputs {
        answer: &answer,
        digest: &detente_model::digest(conflict),
        audit: &ledger::audit(conflict),
        verification: &loaded.verify(&args.documents.sources),
        comparisons: &comparisons,
        limit: args.limit.unwrap_or(default_limit),
    };
    match args.layout.format {
        Format::Text | Format::Markdown => {
            let mut page = overview(inputs);
            study(&mut page, &answer)?;
            terminal::show(&page, &args.layout)?;
        }
        Format::Json => {
            let mut value = json::analysis(inputs);
            if !conflict.study.propositions.is_empty() {
                let answers = Answers::new(conflict);
                value["propositions"] = pages::propositions_json(&answer.meaning, &answers.propositions(conflict));
            }
            terminal::print(&format!("{value:#}\n"))?;
        }
        Format::Csv => terminal::print(&verdicts(inputs))?,
    }
    Ok(exit::OK)
}

/// What the file asks, and what has happened: the page ends with it.
fn study(page: &mut Document, answer: &Answer) -> Result<(), Failure> {
    let conflict = answer.conflict;
    if !conflict.study.propositions.is_empty() {
        let answers = Answers::new(conflict);
        pages::propositions_section(page, &answers.propositions(conflict));
    }
    if !conflict.study.events.is_empty() {
        let course = super::events::followed(&answer.meaning, &conflict.study.events)?;
        pages::events_section(page, &answer.meaning, &conflict.study.events, &course);
    }
    Ok(())
}

/// One verdict a row, as statistics want it.
fn verdicts(inputs: OverviewInputs) -> String {
    let answer = inputs.answer;
    let mut csv = Csv::new(&["state", "concept", "decision_maker", "stable", "margin", "equilibrium"]);
    for place in 0..answer.solution.states().min(inputs.limit) {
        let name = answer.name(place);
        for concept in answer.solution.concepts() {
            let equilibrium = answer.solution.equilibria(concept).contains(place);
            for dm in answer.conflict.dm_ids() {
                let stable = answer.solution.stable(concept, dm).contains(place);
                let margin = match answer.margin(concept, dm, place) {
                    None => String::new(),
                    Some(detente_engine::Margin::Anywhere) => "any".into(),
                    Some(detente_engine::Margin::Falls(places)) => places.to_string(),
                    Some(detente_engine::Margin::Rises(places)) => format!("-{places}"),
                };
                let bit = |value: bool| if value { "1" } else { "0" };
                csv.row(&[&name, concept.id, &answer.conflict.dm(dm).id, bit(stable), &margin, bit(equilibrium)]);
            }
        }
    }
    csv.into_text()
}
