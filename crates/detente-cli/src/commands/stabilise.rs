//! `detente stabilise`: what would have to change for a wanted state to be an equilibrium.

use detente_analysis::stabilise::{
    EditKinds, Limits, MAX_CONDITION_STATES, StabiliseError, Wanted, commitments, condition, rankings_of_any,
    statements_of_any, wanted,
};
use detente_model::{DmId, OutcomeWhen, read};
use detente_report::pages;

use super::question::find;
use super::solve::solve;
use crate::args::{Change, Format, Stabilise, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Stabilise) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let concept = super::concept(&args.concept)?;
    let vary: Vec<DmId> = match args.vary.as_slice() {
        [] => conflict.dm_ids().collect(),
        ids => {
            let mut vary =
                ids.iter().map(|id| super::decision_maker(conflict, id.trim())).collect::<Result<Vec<_>, _>>()?;
            vary.sort_unstable();
            vary.dedup();
            vary
        }
    };
    let work = Work::default();
    let answer = solve(conflict, &[concept], &work)?;
    let goal = match &args.outcome {
        Some(text) => wanted(&answer, &outcome(conflict, text)?).map_err(failure)?,
        None => {
            let state = find(&answer.meaning, args.state.as_deref(), Some(&answer))?;
            Wanted(vec![answer.solution.place(&state).ok_or_else(|| failure(StabiliseError::NotFeasible))?])
        }
    };
    let limits = Limits { work: args.work, cancelled: &terminal::interrupted };
    let asked = |by: Change| args.by == Change::All || args.by == by;
    let small = answer.solution.states() <= detente_analysis::stabilise::MAX_STATES;
    // What is asked for by name and cannot be had is a failure; as a part of all it is left out, and said so.
    let possible = |by: Change| asked(by) && (small || args.by == by);
    let rankings = possible(Change::Rankings)
        .then(|| rankings_of_any(&answer, concept, &goal, &vary, limits))
        .transpose()
        .map_err(failure)?;
    let kinds = EditKinds { add: args.add, ..EditKinds::default() };
    let statements = possible(Change::Statements)
        .then(|| statements_of_any(&answer, concept, &goal, &vary, kinds, args.edits.into(), limits))
        .transpose()
        .map_err(failure)?;
    let target = match (&rankings, &statements) {
        (Some(found), _) => found.target,
        (None, Some(found)) => found.target,
        _ => goal.0[0],
    };
    let commitments = asked(Change::Commitments)
        .then(|| commitments(&answer, concept, target, limits))
        .transpose()
        .map_err(failure)?;
    let condition = (asked(Change::Rankings) && answer.solution.states() <= MAX_CONDITION_STATES)
        .then(|| condition(&answer, concept, target))
        .transpose()
        .map_err(failure)?;
    if !small && args.by == Change::All {
        terminal::tell(&format!(
            "The conflict has {} states: rankings and statements are left out, for they are changed state by state.",
            detente_report::number(answer.solution.states() as u64)
        ));
    }
    let page = pages::Stabilise {
        answer: &answer,
        concept,
        outcome: args.outcome.as_deref().map(|text| (text, goal.0.len())),
        target,
        rankings: rankings.as_ref(),
        statements: statements.as_ref(),
        commitments: commitments.as_ref(),
        condition: condition.as_ref(),
        limit: args.limit,
    };
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&page.page(), &args.layout)?,
        Format::Csv => {
            return Err(Failure::usage("sentences do not go into a table: use --format text, markdown or json"));
        }
        Format::Json => terminal::print(&format!("{:#}\n", page.json(&detente_model::digest(conflict))))?,
    }
    Ok(if terminal::interrupted() { exit::INTERRUPTED } else { exit::OK })
}

/// The outcome or condition that somebody means.
fn outcome(conflict: &detente_model::Conflict, text: &str) -> Result<OutcomeWhen, Failure> {
    if let Some(outcome) = conflict.outcomes.iter().find(|outcome| outcome.id == text) {
        return Ok(outcome.when.clone());
    }
    let condition = read::condition(conflict, text).map_err(|complaints| {
        let shown = detente_report::diagnostics::render(&complaints, "--outcome", text);
        Failure::told(exit::USAGE, shown.trim_end().to_string())
    })?;
    Ok(OutcomeWhen::Holds(condition))
}

fn failure(error: StabiliseError) -> Failure {
    let code = match error {
        StabiliseError::NotFeasible | StabiliseError::NothingWanted => exit::USAGE,
        StabiliseError::Unconfirmed(_) => exit::FOUND_FAULT,
        _ => exit::TOO_LARGE,
    };
    Failure::new(code, error)
}
