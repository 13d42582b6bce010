//! Paths: where the conflict can go, how, and where it comes to rest.

use detente_analysis::certify::findings;
use detente_analysis::motion::{self, MAX_PAIRS, Reach, Shock, Slide};
use detente_analysis::{Answer, find_state};
use detente_engine::StepTable;
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, Meaning, Motion, OptionId, OutcomeWhen, State};
use detente_proof::{Finding, Goal};
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::pages::{self, Target};
use serde_json::Value;

use crate::find;
use crate::host::Host;
use crate::refusal::Refusal;

/// Equilibria are looked for in findings up to this number.
const MAX_CERTIFIED: usize = 1 << 10;

/// Where to begin and where to go.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// Where to begin; the status quo unless given.
    pub state: Option<&'a str>,
    /// By what steps.
    pub by: Motion,
    /// Only the way to this outcome, condition or state; to every outcome unless given.
    pub to: Option<&'a str>,
    /// The search is given up beyond so many pairs of a state and who stepped last.
    pub pairs: Option<usize>,
}

/// Where a conflict can go.
#[derive(Debug)]
pub struct Paths<'c> {
    meaning: Meaning<'c>,
    answer: Option<Answer<'c>>,
    reach: Reach,
    targets: Vec<Target>,
    goals: Vec<Goal>,
    shocks: Option<Vec<Shock>>,
    left_out: Option<String>,
    only_goal: bool,
    surface: Surface,
}

impl<'c> Paths<'c> {
    /// Searches the conflict.
    ///
    /// # Errors
    /// When something is asked about that is not there, the search grows too large, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, which: &Which, host: &Host) -> Result<Self, Refusal> {
        let meaning = Meaning::new(conflict)?;
        // The analysis gives states their numbers and says which are equilibria. A conflict that is too large for it goes without.
        let answer = host.solve_if_it_fits(conflict, &[&NASH, &SEQ])?;
        if answer.is_none() {
            (host.tell)(
                "The conflict is too large to be analysed: states are named by their rows, and equilibria are left out.",
            );
        }
        let by = which.by;
        let from = find::state(&meaning, which.state, answer.as_ref())?;
        let (table, left_out) = match &answer {
            None => (None, Some("The conflict is too large to start from each of its states".to_string())),
            Some(answer) => match host.steps(answer, by)? {
                Ok(table) => (Some(table), None),
                Err(why) => (None, Some(format!("To start from each of {why}"))),
            },
        };
        let ground = match &table {
            Some(table) => Ground::Table { meaning: &meaning, table },
            None => Ground::Plain { meaning: &meaning, by },
        };
        let reach = ground.reach(&from, which.pairs, host)?;

        let wanted: Vec<Wanted> = match which.to {
            Some(text) => vec![target_of(&meaning, answer.as_ref(), text)?],
            None => {
                let outcome = |outcome: &detente_model::Outcome| {
                    let goal = Goal::Outcome(outcome.id.clone());
                    (outcome.id.clone(), outcome.text.clone(), outcome.when.clone(), goal)
                };
                conflict.outcomes.iter().map(outcome).collect()
            }
        };
        let (mut targets, mut goals) = (Vec::new(), Vec::new());
        for (name, text, when, goal) in wanted {
            let path = reach.path_to(&|state| motion::holds(&meaning, &when, state));
            let slide = ground.slide(&when, host)?;
            targets.push(Target { name, text, when, path, slide });
            goals.push(goal);
        }
        let shocks = match which.to {
            // By any moves everything leads everywhere, so there a shock shows nothing.
            None if by != Motion::Moves => Some(ground.shocks(&from, which.pairs, host)?),
            _ => None,
        };
        drop(table);
        Ok(Paths {
            meaning,
            answer,
            reach,
            targets,
            goals,
            shocks,
            left_out,
            only_goal: which.to.is_some(),
            surface: host.surface,
        })
    }

    /// What the conflict means.
    pub fn meaning(&self) -> &Meaning<'c> {
        &self.meaning
    }

    /// What is and what cannot be reached, to be proved: each target, and without a single one asked for each equilibrium.
    pub fn findings(&self) -> Vec<Finding> {
        let conflict = self.meaning.conflict();
        let mut list = Vec::new();
        for (target, goal) in self.targets.iter().zip(&self.goals) {
            let holds = |state: &State| motion::holds(&self.meaning, &target.when, state);
            list.push(findings::reaches(conflict, &self.reach, goal.clone(), &holds));
        }
        if !self.only_goal {
            list.extend(of_equilibria(conflict, self.answer.as_ref(), &self.reach));
        }
        list
    }

    /// The page, with at most so many states and paths in a list.
    pub fn page(&self, limit: usize) -> Document {
        self.laid_out(limit).page()
    }

    /// The same for programs: all of it.
    pub fn json(&self) -> Value {
        self.laid_out(usize::MAX).json(&detente_model::digest(self.meaning.conflict()))
    }

    /// The same for spreadsheets: all of it.
    pub fn csv(&self) -> String {
        self.laid_out(usize::MAX).csv()
    }

    fn laid_out(&self, limit: usize) -> pages::Paths<'_, 'c> {
        pages::Paths {
            meaning: &self.meaning,
            answer: self.answer.as_ref(),
            reach: &self.reach,
            targets: &self.targets,
            shocks: self.shocks.as_deref(),
            left_out: self.left_out.as_deref(),
            only_goal: self.only_goal,
            limit,
            surface: self.surface,
        }
    }
}

/// A goal: its name, its text, where it holds, and how a certificate writes it.
type Wanted = (String, Option<String>, OutcomeWhen, Goal);

/// The outcome, state or condition that somebody means.
fn target_of(meaning: &Meaning, answer: Option<&Answer>, text: &str) -> Result<Wanted, Refusal> {
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
        .map(OptionId::from)
        .any(|option| conflict.option_name(option) == text || conflict.option(option).id == text);
    let when = match state {
        Ok(state) if !is_option => OutcomeWhen::OneOf(vec![state]),
        _ => OutcomeWhen::Holds(find::condition(conflict, text)?),
    };
    let goal = findings::goal(conflict, &when);
    Ok((text.to_string(), None, when, goal))
}

/// For each equilibrium whether it is reached; those that are not, in one finding.
fn of_equilibria(conflict: &Conflict, answer: Option<&Answer>, reach: &Reach) -> Vec<Finding> {
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
    Table { meaning: &'a Meaning<'c>, table: &'a StepTable<'a> },
    Plain { meaning: &'a Meaning<'c>, by: Motion },
}

impl Ground<'_, '_> {
    /// Everything that is reached. The tables have a pair of each state and decision maker at most, and were found to fit; without them the search has a limit.
    fn reach(&self, from: &State, pairs: Option<usize>, host: &Host) -> Result<Reach, Refusal> {
        let control = host.control();
        Ok(match self {
            Ground::Table { table, .. } => motion::reach_in(table, from, pairs.unwrap_or(usize::MAX), &control)?,
            Ground::Plain { meaning, by } => motion::reach(meaning, from, *by, pairs.unwrap_or(MAX_PAIRS), &control)?,
        })
    }

    /// From how many states a goal is reached; `None` without tables.
    fn slide(&self, goal: &OutcomeWhen, host: &Host) -> Result<Option<Slide>, Refusal> {
        let Ground::Table { meaning, table } = self else { return Ok(None) };
        let holds = |place: usize| motion::holds(meaning, goal, &table.states().state(place));
        Ok(Some(motion::slide(table, &holds, &host.control())?))
    }

    fn shocks(&self, from: &State, pairs: Option<usize>, host: &Host) -> Result<Vec<Shock>, Refusal> {
        let control = host.control();
        Ok(match self {
            Ground::Table { meaning, table } => motion::shocks_in(meaning, table, from, &control)?,
            Ground::Plain { meaning, by } => motion::shocks(meaning, from, *by, pairs.unwrap_or(MAX_PAIRS), &control)?,
        })
    }
}
