//! `detente stabilise`: what would have to change for a wanted state to be an equilibrium.

use detente_analysis::Answer;
use detente_analysis::certify::{self, Counted, Plan};
use detente_analysis::stabilise::{
    Commitments, EditKinds, Ending, Limits, MAX_CONDITION_STATES, Rankings, StabiliseError, Statements, Wanted,
    commitments, condition, rankings_of_any, statements_of_any, wanted,
};
use detente_model::{Change as ModelChange, Concept, DmId, OutcomeWhen, read};
use detente_report::pages;

use super::as_variant::{self, Found};
use super::certificate;
use super::question::{certify_failure, find};
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
    let plans = plans(&answer, concept, statements.as_ref(), commitments.as_ref(), rankings.as_ref(), args.limit);
    if let Some(path) = &args.certificate {
        if plans.is_empty() {
            return Err(Failure::usage("there is nothing to certify: no plan was found"));
        }
        let (base, variant) = match loaded.variant_of() {
            Some((base, id)) => (base, Some(id)),
            None => (conflict, None),
        };
        let plans: Vec<Plan> = plans.iter().map(|(plan, _)| plan.clone()).collect();
        let bundle = certify::plans(base, variant, conflict, concept, &plans).map_err(certify_failure)?;
        certificate::save(&bundle, path)?;
    }
    if let Some(id) = &args.as_variant {
        as_variant::check(conflict, id)?;
        let found: Vec<Found> =
            plans.into_iter().filter(|(plan, _)| !plan.changes.is_empty()).map(|(_, f)| f).collect();
        if found.is_empty() {
            terminal::tell("There is nothing to paste: the state is an equilibrium already, or no plan was found.");
        }
        terminal::print(&as_variant::tables(&loaded, id, &found)?)?;
        return Ok(if terminal::interrupted() { exit::INTERRUPTED } else { exit::OK });
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

/// The plans that were found, up to so many of a kind: edits of statements, then commitments, then rankings. Each also in words.
fn plans(
    answer: &Answer, concept: &Concept, statements: Option<&Statements>, commitments: Option<&Commitments>,
    rankings: Option<&Rankings>, limit: usize,
) -> Vec<(Plan, Found)> {
    let mut plans = Vec::new();
    let mut add = |target: usize, changes: Vec<ModelChange>, counted: Option<Counted>, because: String| {
        let state = answer.solution.state(target);
        // A row, since numbers of states are others where some are closed.
        let row = detente_proof::state_text(answer.conflict, &state);
        let text = format!("{row} is an equilibrium under {}", concept.name);
        plans.push((Plan { state, changes: changes.clone(), counted }, Found { text, changes, because }));
    };
    let some = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    if let Some(found) = statements {
        for plan in found.plans.iter().take(limit) {
            let edits = some(plan.edits.len(), "edit");
            let because =
                format!("One of {} with the fewest edits of statements: {edits}.", some(found.total as usize, "plan"));
            add(found.target, plan.changes(), Some(Counted::Edits), because);
        }
    }
    if let Some(found) = commitments {
        for one in found.found.iter().take(limit) {
            let closes = if one.closes == 0 { "no state".into() } else { some(one.closes, "state") };
            let because = format!("A commitment that suffices alone; it closes {closes}.");
            add(found.target, vec![one.change.clone()], None, because);
        }
    }
    if let Some((found, plan)) = rankings.and_then(|found| Some((found, found.plan.as_ref()?))) {
        let pairs = some(plan.cost as usize, "pair");
        let least = if found.ending == Ending::Exact { "; nothing costs less" } else { "" };
        let because = format!("Rankings that compare {pairs} of states otherwise{least}.");
        add(found.target, plan.changes.clone(), Some(Counted::Pairs), because);
    }
    plans
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
