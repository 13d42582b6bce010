//! `detente catalogue`: published conflicts, listed or run.

use detente_analysis::{Answer, Comparison, published};
use detente_engine::{Control, Settings};
use detente_report::pages::{self, CaseRun};
use serde_json::json;

use crate::args::{Catalogue, CatalogueAction, Format, Layout};
use crate::exit::{self, Failure};
use crate::input::{self, Loaded};
use crate::terminal;
use detente_desk::catalogue::{CASES, Case, find};

pub fn run(args: &Catalogue) -> Result<u8, Failure> {
    match &args.action {
        None => list(&Layout { format: Format::Text, width: None }),
        Some(CatalogueAction::List { layout }) => list(layout),
        Some(CatalogueAction::Run { cases, layout }) => run_cases(cases, layout),
        Some(CatalogueAction::Show { case }) => {
            terminal::print(named(case)?.text)?;
            Ok(exit::OK)
        }
    }
}

fn named(id: &str) -> Result<&'static Case, Failure> {
    find(id).ok_or_else(|| Failure::usage(format_args!("there is no case {id}; `detente catalogue` lists them")))
}

fn list(layout: &Layout) -> Result<u8, Failure> {
    let loaded: Vec<(&str, Loaded)> =
        CASES.iter().map(|case| Ok((case.id, input::load_case(case)?))).collect::<Result<_, Failure>>()?;
    let cases =
        loaded.iter().map(|(id, loaded)| (*id, loaded.conflict.title.as_str(), loaded.conflict.reference.as_deref()));
    match layout.format {
        Format::Json => {
            let list: Vec<_> = cases
                .map(|(id, title, reference)| json!({ "id": id, "title": title, "reference": reference }))
                .collect();
            terminal::print(&format!("{:#}\n", json!({ "format": "detente-catalogue/1", "cases": list })))?;
        }
        Format::Csv => {
            let mut csv = detente_report::csv::Csv::new(&["name", "conflict", "reference"]);
            cases.for_each(|(id, title, reference)| csv.row(&[id, title, reference.unwrap_or("")]));
            terminal::print(&csv.into_text())?;
        }
        Format::Text | Format::Markdown => terminal::show(&pages::case_list(cases), layout)?,
    }
    Ok(exit::OK)
}

fn run_cases(names: &[String], layout: &Layout) -> Result<u8, Failure> {
    let cases: Vec<&Case> = match names {
        [] => CASES.iter().collect(),
        names => names.iter().map(|name| named(name)).collect::<Result<_, _>>()?,
    };
    let loaded = cases.iter().map(|case| input::load_case(case)).collect::<Result<Vec<Loaded>, _>>()?;
    let control = Control { cancelled: &terminal::interrupted, ..Control::none() };
    let answers = loaded
        .iter()
        .map(|loaded| Answer::new(&loaded.conflict, &Settings::default(), &control))
        .collect::<Result<Vec<Answer>, _>>()
        .map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    let comparisons: Vec<Vec<Comparison>> = answers.iter().map(published::compare).collect();
    let runs: Vec<CaseRun> = cases
        .iter()
        .zip(&answers)
        .zip(&comparisons)
        .map(|((case, answer), comparisons)| CaseRun { id: case.id, answer, comparisons })
        .collect();
    match layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", detente_report::json::case_runs(&runs)))?,
        Format::Csv => terminal::print(&pages::case_runs_csv(&runs))?,
        Format::Text | Format::Markdown => terminal::show(&pages::case_runs(&runs), layout)?,
    }
    let failed = comparisons.iter().flatten().any(|comparison| comparison.finding.is_failure());
    Ok(if failed { exit::FOUND_FAULT } else { exit::OK })
}
