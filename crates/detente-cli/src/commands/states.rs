//! `detente states`: the states, listed.

use detente_desk::find;
use detente_report::json;
use detente_report::pages;

use crate::args::{Format, States};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &States) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let condition = args.condition.as_deref().map(|text| find::condition(conflict, text)).transpose();
    let condition = condition.map_err(Failure::about("--where"))?;
    let equilibria = args.equilibria.as_deref().map(find::concept).transpose()?;
    let answer = terminal::host(&args.work).solve(conflict, &[])?;
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
