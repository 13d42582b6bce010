//! `detente states`: the states, listed.

use detente_desk::survey::{self, Surveyed};
use detente_desk::{Host, find};
use detente_model::concept::NASH;
use detente_report::json;
use detente_report::pages;

use super::analyze::TOO_MANY_ROWS;
use crate::args::{Format, States};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &States) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let condition = args.condition.as_deref().map(|text| find::condition(conflict, text)).transpose();
    let condition = condition.map_err(Failure::about("--where"))?;
    let equilibria = args.equilibria.as_deref().map(find::concept).transpose()?;
    let host = Host { survey_work: args.patience.steps, ..terminal::host(&args.work) };
    if survey::is_needed(conflict, &[], &host)? {
        // Nothing about equilibria is asked unless it is said: finding them all takes much longer than the states.
        let concepts = equilibria.map_or(vec![&NASH], |concept| vec![concept]);
        let surveyed = Surveyed::new(conflict, &concepts, &host)?;
        let states = surveyed.states_where(condition.as_ref(), equilibria)?;
        let limit = args.limit.unwrap_or(100);
        match args.layout.format {
            Format::Text | Format::Markdown => terminal::show(&surveyed.states_page(&states, limit), &args.layout)?,
            Format::Json => terminal::print(&format!("{:#}\n", surveyed.states_json(&states, limit)))?,
            Format::Csv => return Err(Failure::usage(TOO_MANY_ROWS)),
        }
        return Ok(exit::OK);
    }
    let answer = host.solve(conflict, &[])?;
    let all: Vec<usize> = match equilibria {
        Some(concept) => answer.solution.equilibria(concept).iter().collect(),
        None => (0..answer.solution.states()).collect(),
    };
    let wanted = |place: &usize| match &condition {
        None => true,
        Some(condition) => answer.meaning.holds_throughout(condition, &answer.solution.state(*place)),
    };
    let mut places: Vec<usize> = all.into_iter().filter(wanted).collect();
    let total = places.len();
    let default_limit = match args.layout.format {
        Format::Text | Format::Markdown => 100,
        Format::Json | Format::Csv => usize::MAX,
    };
    places.truncate(args.limit.unwrap_or(default_limit));
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&pages::states(&answer, &places, total), &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", json::states(&answer, &places, total)))?,
        Format::Csv => terminal::print(&pages::states_csv(&answer, &places))?,
    }
    Ok(exit::OK)
}
