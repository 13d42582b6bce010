//! `detente paths`: where the conflict can go, how, and where it comes to rest.

use detente_analysis::certify::findings;
use detente_analysis::motion::{self, MAX_PAIRS, Reach, Shock, Slide};
use detente_analysis::{Answer, find_state};
use detente_engine::StepTable;
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, Meaning, Motion, OutcomeWhen, State, read};
use detente_proof::{Finding, Goal};
use detente_report::pages::{self, Target};

use super::certificate;
use super::question::find;
use super::solve::{motion_failure, solve, steps, working};
use crate::args::{By, Format, Paths};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// Equilibria are put into a certificate up to this number.
const MAX_CERTIFIED: usize = 1 << 10;

pub fn run(args: &Paths) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    // The analysis gives states their numbers and says which are equilibria. A conflict that is too large for it goes without.
    let answer = match solve(conflict, &[&NASH, &SEQ], &args.work) {
        Ok(answer) => Some(answer),
        Err(failure) if failure.code == exit::TOO_LARGE => {
            terminal::tell(
                "The conflict is too large to be analysed: states are named by their rows, and equilibria are left out.",
            );
            None
        }
        Err(failure) => return Err(failure),
    };
    let by = match args.by {
        By::Moves => Motion::Moves,
        By::Improvements => Motion::Improvements,
        By::Best => Motion::BestImprovements,
    };
    let from = find(&meaning, args.state.as_deref(), answer.as_ref())?;
    let (table, left_out) = match &answer {
        None => (None, Some("The conflict is too large to start from each of its states".to_string())),
        Some(answer) => match steps(answer, by, &args.work)? {
            Ok(table) => (Some(table), None),
            Err(why) => (None, Some(format!("To start from each of {why}"))),
        },
    };
    let ground = match &table {
        Some((table, large)) => Ground::Table { meaning: &meaning, table, large: *large },
        None => Ground::Plain { meaning: &meaning, by },
    };
    let reach = ground.reach(&from, args.pairs)?;

    let asked = args.to.as_deref().map(|text| target_of(&meaning, answer.as_ref(), text)).transpose()?;
    let all = conflict.outcomes.iter().map(|outcome| {
        let goal = Goal::Outcome(outcome.id.clone());
        (outcome.id.clone(), outcome.text.clone(), outcome.when.clone(), goal)
    });
    let wanted: Vec<Wanted> = match &asked {
        Some(target) => vec![target.clone()],
        None => all.collect(),
    };
    let mut targets = Vec::new();
    for (name, text, when, _) in &wanted {
        let path = reach.path_to(&|state| motion::holds(&meaning, when, state));
        let slide = ground.slide(when)?;
        targets.push(Target { name: name.clone(), text: text.clone(), when: when.clone(), path, slide });
    }
    let shocks = match asked {
        // By any moves everything leads everywhere, so there a shock shows nothing.
        None if by != Motion::Moves => Some(ground.shocks(&from, args.pairs)?),
        _ => None,
    };
    if let Some(path) = &args.certificate {
        let mut list: Vec<Finding> = Vec::new();
        for (_, _, when, goal) in &wanted {
            let holds = |state: &State| motion::holds(&meaning, when, state);
            list.push(findings::reaches(conflict, &reach, goal.clone(), &holds));
        }
        if asked.is_none() {
            list.extend(of_equilibria(conflict, answer.as_ref(), &reach));
        }
        if list.is_empty() {
            return Err(Failure::usage(
                "there is nothing to certify: no outcome and no equilibrium; name a goal with --to",
            ));
        }
        certificate::write(&loaded, findings::certificate(&meaning, list), path)?;
    }
    let page = pages::Paths {
        meaning: &meaning,
        answer: answer.as_ref(),
        reach: &reach,
        targets: &targets,
        shocks: shocks.as_deref(),
        left_out: left_out.as_deref(),
        only_goal: args.to.is_some(),
        limit: args.limit.unwrap_or(20),
    };
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&page.page(), &args.layout)?,
        Format::Csv => terminal::print(&page.csv())?,
        Format::Json => terminal::print(&format!("{:#}\n", page.json(&detente_model::digest(conflict))))?,
    }
    Ok(exit::OK)
}

/// A goal: its name, its text, where it holds, and how a certificate writes it.
type Wanted = (String, Option<String>, OutcomeWhen, Goal);

/// The outcome, state or condition that somebody means.
fn target_of(meaning: &Meaning, answer: Option<&Answer>, text: &str) -> Result<Wanted, Failure> {
    let conflict = meaning.conflict();
    if let Some(outcome) = conflict.outcomes.iter().find(|outcome| outcome.id == text) {
        let goal = Goal::Outcome(outcome.id.clone());
        return Ok((outcome.id.clone(), outcome.text.clone(), outcome.when.clone(), goal));
    }
    let state = find_state(meaning, text, |place| {
        let solution = &answer?.solution;
        (place < solution.states()).then(|| solution.state(place))
    });
    // An option alone is a condition: where it is on, whatever else is.
    let is_option = (0..conflict.options.len())
        .map(detente_model::OptionId::from)
        .any(|option| conflict.option_name(option) == text || conflict.option(option).id == text);
    let when = match state {
        Ok(state) if !is_option => OutcomeWhen::OneOf(vec![state]),
        _ => OutcomeWhen::Holds(read::condition(conflict, text).map_err(|complaints| {
            let shown = detente_report::diagnostics::render(&complaints, "--to", text);
            Failure::told(exit::USAGE, shown.trim_end().to_string())
        })?),
    };
    let goal = findings::goal(conflict, &when);
    Ok((text.to_string(), None, when, goal))
}

/// For each equilibrium whether it is reached; those that are not, in one finding.
fn of_equilibria(conflict: &Conflict, answer: Option<&Answer>, reach: &motion::Reach) -> Vec<Finding> {
    let Some(answer) = answer else { return Vec::new() };
    let solution = &answer.solution;
    let mut places: Vec<usize> =
        [&NASH, &SEQ].into_iter().flat_map(|concept| solution.equilibria(concept).iter()).collect();
    places.sort_unstable();
    places.dedup();
    places.truncate(MAX_CERTIFIED);
    let (mut list, mut never) = (Vec::new(), Vec::new());
    for state in places.into_iter().map(|place| solution.state(place)) {
        let goal = findings::goal(conflict, &OutcomeWhen::OneOf(vec![state.clone()]));
        match reach.path_to_state(&state) {
            Some(path) => list.push(findings::path(conflict, &path, reach.by(), goal)),
            None => never.push(state),
        }
    }
    if !never.is_empty() {
        let goal = findings::goal(conflict, &OutcomeWhen::OneOf(never));
        list.push(findings::unreachable(conflict, reach, goal));
    }
    list
}

/// What searches go over: the tables of the conflict, or its meaning alone where it has none.
enum Ground<'a, 'c> {
    Table { meaning: &'a Meaning<'c>, table: &'a StepTable<'a>, large: bool },
    Plain { meaning: &'a Meaning<'c>, by: Motion },
}

impl Ground<'_, '_> {
    /// Everything that is reached. The tables have a pair of each state and decision maker at most, and were found to fit; without them the search has a limit.
    fn reach(&self, from: &State, pairs: Option<usize>) -> Result<Reach, Failure> {
        let reach = match self {
            Ground::Table { table, large, .. } => {
                working(*large, |control| motion::reach_in(table, from, pairs.unwrap_or(usize::MAX), control))
            }
            Ground::Plain { meaning, by } => {
                working(true, |control| motion::reach(meaning, from, *by, pairs.unwrap_or(MAX_PAIRS), control))
            }
        };
        reach.map_err(motion_failure)
    }

    /// From how many states a goal is reached; `None` without tables.
    fn slide(&self, goal: &OutcomeWhen) -> Result<Option<Slide>, Failure> {
        let Ground::Table { meaning, table, large } = self else { return Ok(None) };
        let holds = |place: usize| motion::holds(meaning, goal, &table.states().state(place));
        working(*large, |control| motion::slide(table, &holds, control)).map(Some).map_err(motion_failure)
    }

    fn shocks(&self, from: &State, pairs: Option<usize>) -> Result<Vec<Shock>, Failure> {
        let shocks = match self {
            Ground::Table { meaning, table, large } => {
                working(*large, |control| motion::shocks_in(meaning, table, from, control))
            }
            Ground::Plain { meaning, by } => {
                working(true, |control| motion::shocks(meaning, from, *by, pairs.unwrap_or(MAX_PAIRS), control))
            }
        };
        shocks.map_err(motion_failure)
    }
}
