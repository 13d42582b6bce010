//! `detente why`: verdicts in plain sentences.

use detente_analysis::certify::{Prover, Reasons, Request};
use detente_model::Meaning;
use detente_model::concept::NASH;
use detente_proof::state_text;
use detente_report::markdown;
use detente_report::pages;
use serde_json::json;

use super::question::{certify_failure, find};
use super::solve::solve;
use crate::args::{Format, Why, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Why) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    // The analysis gives states their numbers and ranks. A conflict that is too large for it is explained without.
    let work = Work::default();
    let answer = match solve(conflict, &[&NASH], &work) {
        Ok(answer) => Some(answer),
        Err(failure) if failure.code == exit::TOO_LARGE => None,
        Err(failure) => return Err(failure),
    };
    let state = find(&meaning, args.state.as_deref(), answer.as_ref())?;
    let mut prover = Prover::new(&meaning);
    let mut verdicts: Vec<(Request, Reasons)> = Vec::new();
    for dm in args.which.dms(conflict)? {
        for concept in args.which.concepts()? {
            let request = Request { concept, dm, state: state.clone() };
            let reasons = prover.reasons(&request).map_err(certify_failure)?;
            verdicts.push((request, reasons));
        }
    }
    let page = pages::Why { meaning: &meaning, answer: answer.as_ref() }.page(&state, &verdicts);
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&page, &args.layout)?,
        Format::Csv => {
            return Err(Failure::usage("sentences do not go into a table: use --format text, markdown or json"));
        }
        Format::Json => {
            let list: Vec<_> = verdicts
                .iter()
                .map(|(request, reasons)| {
                    json!({
                        "concept": request.concept.id,
                        "decision_maker": conflict.dm(request.dm).id,
                        "stable": matches!(reasons, Reasons::Stable(_)),
                    })
                })
                .collect();
            let value = json!({
                "format": "detente-why/1",
                "conflict": { "title": conflict.title, "digest": detente_model::digest(conflict) },
                "state": state_text(conflict, &state),
                "verdicts": list,
                "explanation": markdown::render(&page),
            });
            terminal::print(&format!("{value:#}\n"))?;
        }
    }
    Ok(exit::OK)
}
