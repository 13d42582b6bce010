//! The main page of a conflict whose states are too many to list: where it could rest, in sets that are counted and asked.

use detente_engine::{Found, States, Survey};
use detente_model::ledger::{Audit, Verification};
use detente_model::{Conflict, Direction, DmId, Meaning, OptionId, State};
use detente_proof::CONVENTIONS;

use super::paths::outcomes_at;
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{count, large_number, number, short_number};

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct SurveyInputs<'a, 'c> {
    /// What the conflict means.
    pub meaning: &'a Meaning<'c>,
    /// Its survey.
    pub survey: &'a Survey,
    /// Its digest.
    pub digest: &'a str,
    /// What was found of each of its outcomes, in order.
    pub outcomes: &'a [OutcomeFound],
    /// What its elements rest on.
    pub audit: &'a Audit<'c>,
    /// Its documents and claims, checked.
    pub verification: &'a Verification,
    /// At most so many states and decision makers are listed.
    pub limit: usize,
}

/// What was found of an outcome.
#[derive(Clone, Debug)]
pub struct OutcomeFound {
    /// In how many states it holds.
    pub states: States,
    /// By concept, in the order of the survey: the equilibria in which it holds.
    pub equilibria: Vec<Found>,
    /// Whether moves lead from the status quo to a state in which it holds; `None` where that was not found, or there is no status quo.
    pub by_moves: Option<bool>,
    /// The same for improvements.
    pub by_improvements: Option<bool>,
}

/// More options than this are not listed of one state.
const TOLD: usize = 16;
/// The row of a state is shown where it has at most so many letters.
const ROW: usize = 40;

/// The page.
pub fn survey(inputs: SurveyInputs) -> Document {
    let SurveyInputs { meaning, survey, .. } = inputs;
    let conflict = meaning.conflict();
    let mut page = Document::titled(conflict.title.as_str());
    let total = survey.states().count();
    let mut parts = vec![
        count(conflict.decision_makers.len(), "decision maker", "decision makers"),
        count(conflict.options.len(), "option", "options"),
    ];
    if !conflict.rules.is_empty() {
        parts.push(count(conflict.rules.len(), "rule", "rules"));
    }
    parts.push(format!("{} feasible states", large_number(&total)));
    page.paragraph(Rich::toned(Tone::Quiet, parts.join(" · ")));
    page.paragraph(format!(
        "These are too many to list: exactly {total}. What follows is about sets of them, and no less exact."
    ));
    rest(&mut page, inputs);
    decision_makers(&mut page, inputs);
    equilibria(&mut page, inputs);
    outcomes(&mut page, inputs);
    unfinished(&mut page, inputs);
    scope(&mut page, inputs);
    page
}

/// How many states are in a set, or between which numbers that is.
fn counted(found: &Found) -> String {
    match found.whole() {
        Some(states) => short_number(&states.count()),
        None => format!("{}–{}", short_number(&found.at_least().count()), short_number(&found.at_most().count())),
    }
}

/// A verdict on a state, in words.
fn verdict(found: &Found, state: &State, yes: &str, no: &str) -> Rich {
    match found.contains(state) {
        Some(true) => Rich::toned(Tone::Good, yes),
        Some(false) => Rich::toned(Tone::Bad, no),
        None => Rich::toned(Tone::Warn, "?"),
    }
}

fn rest(page: &mut Document, inputs: SurveyInputs) {
    let SurveyInputs { meaning, survey, .. } = inputs;
    page.heading("Where it could rest", Rich::toned(Tone::Quiet, "states that are stable for every decision maker"));
    let mut columns = vec![("concept".into(), Align::Left), ("equilibria".into(), Align::Right)];
    let status_quo = meaning.conflict().status_quo.as_ref();
    if status_quo.is_some() {
        columns.push(("status quo".into(), Align::Left));
    }
    columns.push(("because, for each of them,".into(), Align::Left));
    let mut table = Table::new("concepts", columns);
    for concept in survey.concepts() {
        let found = survey.equilibria(concept);
        let mut row = vec![Rich::toned(Tone::Strong, concept.name), counted(found).into()];
        row.extend(status_quo.map(|state| verdict(found, state, "lasts", "does not last")));
        row.push(Rich::toned(Tone::Quiet, concept.short));
        table.rows.push(row);
    }
    page.table(table);
}

/// For whom how many states are stable, and whether the status quo is.
fn decision_makers(page: &mut Document, inputs: SurveyInputs) {
    let SurveyInputs { meaning, survey, limit, .. } = inputs;
    let conflict = meaning.conflict();
    let status_quo = conflict.status_quo.as_ref();
    // Those whom the status quo does not hold come first: of many, they are the ones to know.
    let mut dms: Vec<DmId> = conflict.dm_ids().collect();
    let held = |dm: DmId| {
        let stable = |state| {
            survey.concepts().iter().filter(|concept| survey.stable(concept, dm).contains(state) == Some(true)).count()
        };
        status_quo.map_or(0, stable)
    };
    if dms.len() > limit {
        dms.sort_by_key(|&dm| held(dm));
    }
    let beside = if dms.len() > limit {
        "those whom the status quo holds least come first"
    } else {
        "how many states are stable for each"
    };
    page.heading("The decision makers", Rich::toned(Tone::Quiet, beside));
    let mut columns = vec![("decision maker".into(), Align::Left)];
    columns.extend(survey.concepts().iter().map(|concept| (concept.name.into(), Align::Left)));
    let mut table = Table::new("decision_makers", columns);
    for &dm in dms.iter().take(limit) {
        let mut row = vec![Rich::from(conflict.dm(dm).name.as_str())];
        for concept in survey.concepts() {
            let found = survey.stable(concept, dm);
            let mark = status_quo.map_or(Rich::empty(), |state| verdict(found, state, "✓", "✗").plain(" "));
            row.push(mark.then(Tone::Quiet, counted(found)));
        }
        table.rows.push(row);
    }
    if status_quo.is_some() {
        table.notes.push("✓ the status quo is stable for it, ✗ it is not; beside it how many states are.".into());
    }
    if dms.len() > limit {
        table.notes.push(format!("{} more: use --limit to see them.", number((dms.len() - limit) as u128)));
    }
    page.table(table);
}

/// The first equilibria: of the concept with the fewest first.
fn first_equilibria(survey: &Survey, limit: usize) -> Vec<State> {
    let mut sets: Vec<&States> =
        survey.concepts().iter().map(|concept| survey.equilibria(concept).at_least()).collect();
    sets.sort_by_cached_key(|set| set.count());
    let mut states: Vec<State> = Vec::new();
    for set in sets {
        let room = limit - states.len();
        let more: Vec<State> =
            set.first(limit).into_iter().filter(|state| !states.contains(state)).take(room).collect();
        states.extend(more);
    }
    states
}

fn equilibria(page: &mut Document, inputs: SurveyInputs) {
    let SurveyInputs { survey, limit, .. } = inputs;
    let states = first_equilibria(survey, limit);
    page.heading("Equilibria", Rich::toned(Tone::Quiet, "the first of the rarest kind, then of the others"));
    if states.is_empty() {
        let none = survey.concepts().iter().all(|concept| survey.equilibria(concept).at_most().is_empty());
        let words = if none { "No state is an equilibrium under any of these concepts." } else { "None was found." };
        page.paragraph(words);
        return;
    }
    page.table(states_table(inputs, &states));
}

/// Some states, as they are told from each other.
fn states_table(inputs: SurveyInputs, states: &[State]) -> Table {
    let SurveyInputs { meaning, survey, .. } = inputs;
    let conflict = meaning.conflict();
    let rows = conflict.options.len() <= ROW;
    let from = conflict.status_quo.as_ref();
    let mut columns = Vec::new();
    if rows {
        columns.push(("state".into(), Align::Left));
    }
    columns.push((
        if from.is_some() { "what differs from the status quo".into() } else { "what is on".into() },
        Align::Left,
    ));
    columns.extend(survey.concepts().iter().map(|concept| (concept.name.into(), Align::Centre)));
    if !conflict.outcomes.is_empty() {
        columns.push(("outcomes".into(), Align::Left));
    }
    let mut table = Table::new("equilibria", columns);
    for state in states {
        let State::Vector(vector) = state else { continue };
        let mut row = Vec::new();
        if rows {
            row.push(Rich::toned(Tone::Name, vector.row(conflict.options.len())));
        }
        row.push(differences(conflict, from, state));
        for concept in survey.concepts() {
            row.push(match survey.equilibria(concept).contains(state) {
                Some(true) => Rich::toned(Tone::Good, "●"),
                Some(false) => Rich::toned(Tone::Quiet, "·"),
                None => Rich::toned(Tone::Warn, "?"),
            });
        }
        if !conflict.outcomes.is_empty() {
            row.push(outcomes_at(meaning, state).join(", ").into());
        }
        table.rows.push(row);
    }
    if !rows {
        table.notes.push("A state is named by its row of Y and N, an option a letter: --format json has them.".into());
    }
    table
}

/// What is on at a state and off at another, and the other way round; without another what is on.
fn differences(conflict: &Conflict, from: Option<&State>, to: &State) -> Rich {
    let is_on = |state: &State, option| matches!(state, State::Vector(vector) if vector.is_on(option));
    let mut told = Vec::new();
    for option in (0..conflict.options.len()).map(OptionId::from) {
        let (before, after) = (from.is_some_and(|from| is_on(from, option)), is_on(to, option));
        if before != after {
            let name = conflict.option_name(option);
            told.push(if after { name } else { format!("not {name}") });
        }
    }
    let more = told.len().saturating_sub(TOLD);
    told.truncate(TOLD);
    if more > 0 {
        told.push(format!("and {more} more"));
    }
    match (told.is_empty(), from) {
        (false, _) => told.join(", ").into(),
        (true, Some(_)) => Rich::toned(Tone::Quiet, "nothing: it is the status quo"),
        (true, None) => Rich::toned(Tone::Quiet, "nothing is on"),
    }
}

fn outcomes(page: &mut Document, inputs: SurveyInputs) {
    let SurveyInputs { meaning, survey, outcomes, .. } = inputs;
    let conflict = meaning.conflict();
    if conflict.outcomes.is_empty() {
        return;
    }
    page.heading("Outcomes", Rich::toned(Tone::Quiet, "in how many states and equilibria each holds"));
    let mut columns = vec![("outcome".into(), Align::Left), ("states".into(), Align::Right)];
    columns.extend(survey.concepts().iter().map(|concept| (concept.name.into(), Align::Right)));
    let mut table = Table::new("outcomes", columns);
    for (outcome, found) in conflict.outcomes.iter().zip(outcomes) {
        let mut row = vec![Rich::toned(Tone::Strong, outcome.id.as_str()), short_number(&found.states.count()).into()];
        row.extend(found.equilibria.iter().map(|found| counted(found).into()));
        table.rows.push(row);
    }
    page.table(table);
    let Some(status_quo) = &conflict.status_quo else { return };
    page.heading("What can come", Rich::toned(Tone::Quiet, "whether steps of whomever lead to an outcome"));
    let columns = ["outcome", "now", "by moves", "by improvements"].map(|name| (name.into(), Align::Left));
    let mut table = Table::new("reached", columns);
    let word = |is: Option<bool>| match is {
        Some(true) => Rich::from("yes"),
        Some(false) => Rich::toned(Tone::Quiet, "no"),
        None => Rich::toned(Tone::Warn, "?"),
    };
    for (outcome, found) in conflict.outcomes.iter().zip(outcomes) {
        let now = Some(meaning.satisfies(&outcome.when, status_quo));
        let name = Rich::toned(Tone::Strong, outcome.id.as_str());
        table.rows.push(vec![name, word(now), word(found.by_moves), word(found.by_improvements)]);
    }
    page.table(table);
}

/// What was not found, and why.
fn unfinished(page: &mut Document, inputs: SurveyInputs) {
    let SurveyInputs { meaning, survey, .. } = inputs;
    let conflict = meaning.conflict();
    if survey.is_complete() {
        return;
    }
    page.heading("What was not found", Rich::toned(Tone::Quiet, "what is told of these sets holds, but is not all"));
    let mut items = Vec::new();
    for concept in survey.concepts() {
        let open: Vec<(DmId, &Found)> = conflict
            .dm_ids()
            .map(|dm| (dm, survey.stable(concept, dm)))
            .filter(|(_, found)| found.whole().is_none())
            .collect();
        let Some(why) = open.iter().find_map(|(_, found)| found.unfinished()) else { continue };
        let names: Vec<String> = open.iter().take(TOLD).map(|(dm, _)| conflict.dm(*dm).name.clone()).collect();
        let more = open.len().saturating_sub(TOLD);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        items.push(Item::new(
            "–",
            Rich::toned(Tone::Strong, concept.name)
                .plain(format!(": all states that are stable for {}{more}, because {why}.", names.join(", "))),
        ));
    }
    items.push(Item::new("–", "Sets are told from what is certainly in them to what may be in them at most; ? is what is open. Allow more with --work and --memory."));
    page.items(items);
}

fn scope(page: &mut Document, inputs: SurveyInputs) {
    let SurveyInputs { meaning, survey, digest, .. } = inputs;
    let conflict = meaning.conflict();
    page.heading("Scope and conventions", Rich::empty());
    let one_way = conflict.options.iter().filter(|option| option.direction != Direction::Both).count();
    let complete = if survey.is_complete() {
        "Complete: all states were analysed for every decision maker"
    } else {
        "Incomplete, as told above"
    };
    let mut items = vec![Item::new(
        "–",
        format!(
            "{complete} (symbolic engine, {} nodes at most). Margins and ranks are not kept.",
            number(survey.nodes().unwrap_or(0) as u128)
        ),
    )];
    if one_way > 0 {
        items.push(Item::new("–", format!("{} one-way.", count(one_way, "option is", "options are"))));
    }
    items.extend(CONVENTIONS.iter().map(|c| Item::new("–", format!("{}: {}.", c.topic, c.words))));
    items.push(Item::new("–", Rich::toned(Tone::Quiet, format!("Conflict {digest}"))));
    page.items(items);
}

/// Some of the states of a set, of which nothing else is asked.
pub fn survey_states(inputs: SurveyInputs, of: &States) -> Document {
    let conflict = inputs.meaning.conflict();
    let mut page = Document::titled(conflict.title.as_str());
    let states = of.first(inputs.limit);
    page.paragraph(Rich::toned(
        Tone::Quiet,
        format!("the first {} of {} states", number(states.len() as u128), large_number(&of.count())),
    ));
    if !states.is_empty() {
        let mut table = states_table(inputs, &states);
        table.notes.push("● under each concept: the state is an equilibrium.".into());
        page.table(table);
    }
    page
}
