//! Which states are listed, and in which order: what the page does by itself with a conflict that it holds whole (`ui/src/parts/answer/listing.svelte.ts`), for those that it does not.

mod order;
#[cfg(test)]
mod tests;

use detente_analysis::{Answer, Choice, motion};
use detente_engine::{Control, Progress, StateSet};
use detente_model::{Conflict, OptionId, Outcome, OutcomeWhen, read};

use crate::analysis::rows;
use crate::api::{Order, Problem, Rows, RowsRequest, Which};
use crate::kept::Solved;
use crate::sketch::row;
use crate::solve::{cancelled, concepts, dms, problem};
use order::Sorting;

/// A request has so many states at most.
const MAX_ROWS: usize = 5000;
/// States are looked at one by one up to this number. A list of them takes 64 MiB, and putting it in order as much again twice.
const MAX_LISTED: usize = 1 << 24;
/// After so many states it is looked whether anybody still waits.
const LOOK_EVERY: usize = 1 << 12;

/// States that were listed.
#[derive(Debug)]
pub struct Listed {
    which: Which,
    order: Option<Order>,
    /// Their places, in the order that was asked for.
    places: Vec<u32>,
}

/// Whether a state is listed.
type Test<'a> = Box<dyn Fn(usize) -> bool + 'a>;

/// The states that a request asks for.
pub fn wanted(solved: &Solved, request: &RowsRequest, control: &Control) -> Result<Rows, Problem> {
    let answer = &solved.answer()?;
    let RowsRequest { which, order, skip, .. } = request;
    let limit = request.limit.min(MAX_ROWS);
    let set = with_verdict(answer, which)?;
    let tests = tests(answer, which)?;
    let sorting = order.as_ref().map(|order| Sorting::new(answer, order)).transpose()?;
    let states = answer.solution.states();
    let candidates = set.map_or(states, StateSet::count);
    if tests.is_empty() && sorting.is_none() {
        // Nothing needs to be looked at but what is shown.
        let shown: Vec<usize> = match set {
            Some(set) => set.iter().skip(*skip).take(limit).collect(),
            None => (0..states).skip(*skip).take(limit).collect(),
        };
        return Ok(rows(answer, &shown, candidates));
    }
    if candidates > MAX_LISTED {
        let what = format_args!(
            "conditions and orders are worked out for up to {MAX_LISTED} states; list the equilibria under a concept first"
        );
        return Err(problem("too_large", what));
    }
    let list = || {
        let mut places = match set {
            Some(set) => listed(set.iter(), candidates, &tests, control)?,
            None => listed(0..states, candidates, &tests, control)?,
        };
        if let Some(sorting) = &sorting {
            places = sorting.sorted(places, control)?;
        }
        Ok(Listed { which: which.clone(), order: order.clone(), places })
    };
    let listed = solved.listed(|last| last.which == *which && last.order == *order, list)?;
    let shown: Vec<usize> = listed.places.iter().skip(*skip).take(limit).map(|&place| place as usize).collect();
    Ok(rows(answer, &shown, listed.places.len()))
}

/// The candidates that pass all tests.
fn listed(
    candidates: impl Iterator<Item = usize>, count: usize, tests: &[Test], control: &Control,
) -> Result<Vec<u32>, Problem> {
    let mut places = Vec::new();
    for (at, place) in candidates.enumerate() {
        go_on(at, count, "looking through the states", control)?;
        if tests.iter().all(|test| test(place)) {
            places.push(place as u32);
        }
    }
    Ok(places)
}

/// Says how far the work is, and ends it where nobody waits.
fn go_on(done: usize, total: usize, what: &'static str, control: &Control) -> Result<(), Problem> {
    if done.is_multiple_of(LOOK_EVERY) {
        if (control.cancelled)() {
            return Err(cancelled());
        }
        (control.progress)(Progress { done: done as u64, total: total as u64, what });
    }
    Ok(())
}

/// The states with the verdict that is asked for, where one is.
fn with_verdict<'a>(answer: &'a Answer, which: &Which) -> Result<Option<&'a StateSet>, Problem> {
    let Some(verdict) = &which.verdict else { return Ok(None) };
    let concept = concepts(Some(&verdict.concept))?[0];
    Ok(Some(match &verdict.dm {
        Some(id) => answer.solution.stable(concept, dms(answer.conflict, Some(id))?[0]),
        None => answer.solution.equilibria(concept),
    }))
}

/// What else must be true of a state.
fn tests<'a>(answer: &'a Answer, which: &Which) -> Result<Vec<Test<'a>>, Problem> {
    let mut tests: Vec<Test> = Vec::new();
    if !which.options.is_empty() {
        let chosen = |is: &crate::api::OptionIs| {
            Ok((option(answer.conflict, &is.option)?, if is.on { Choice::On } else { Choice::Off }))
        };
        let chosen = which.options.iter().map(chosen).collect::<Result<Vec<_>, Problem>>()?;
        tests.push(Box::new(move |place| {
            let is = answer.choices(place);
            chosen.iter().all(|&(option, choice)| is[option.index()] == choice)
        }));
    }
    if let Some(is) = &which.outcome {
        let unknown = || problem("not_found", format_args!("there is no outcome {}", is.outcome));
        let (outcome, holds) = (outcome(answer.conflict, &is.outcome).ok_or_else(unknown)?, is.holds);
        tests.push(Box::new(move |place| answer.holds(outcome, place) == holds));
    }
    if let Some(text) = which.condition.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let when = condition(answer.conflict, text)?;
        tests.push(Box::new(move |place| motion::holds(&answer.meaning, &when, &answer.solution.state(place))));
    }
    if let Some(letters) = which.search.as_deref().map(|letters| letters.trim().to_lowercase())
        && !letters.is_empty()
    {
        tests.push(Box::new(move |place| {
            let (name, row, text) = (answer.name(place), row(&answer.choices(place)), text(answer.conflict, place));
            format!("{name}\n{row}\n{}", text.unwrap_or_default()).to_lowercase().contains(&letters)
        }));
    }
    Ok(tests)
}

/// Where a condition holds; the name of an outcome is one as well.
fn condition(conflict: &Conflict, text: &str) -> Result<OutcomeWhen, Problem> {
    if let Some(outcome) = outcome(conflict, text) {
        return Ok(outcome.when.clone());
    }
    read::condition(conflict, text).map(OutcomeWhen::Holds).map_err(|complaints| {
        let help = complaints[0].help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        problem("bad_request", format_args!("{}{help}", complaints[0].message))
    })
}

fn outcome<'c>(conflict: &'c Conflict, id: &str) -> Option<&'c Outcome> {
    conflict.outcomes.iter().find(|outcome| outcome.id == id)
}

/// The option of a full name.
fn option(conflict: &Conflict, name: &str) -> Result<OptionId, Problem> {
    let mut options = (0..conflict.options.len()).map(OptionId::from);
    options
        .find(|&option| conflict.option_name(option) == name)
        .ok_or_else(|| problem("not_found", format_args!("there is no option {name}")))
}

/// The text of a named state.
fn text(conflict: &Conflict, place: usize) -> Option<&str> {
    conflict.named_states.as_ref()?[place].text.as_deref()
}
