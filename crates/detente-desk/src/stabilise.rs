//! Stabilise: what would have to change for a wanted state to be an equilibrium.

use detente_analysis::Answer;
use detente_analysis::certify::{Counted, Plan};
use detente_analysis::stabilise::{
    Commitments, Condition, EditKinds, Ending, Limits, MAX_CONDITION_STATES, MAX_STATES, Rankings, StabiliseError,
    Statements, Wanted, commitments, condition, rankings_of_any, statements_of_any, wanted,
};
use detente_model::{Change, Concept, Conflict, DmId};
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::pages;
use serde_json::Value;

use crate::find;
use crate::host::Host;
use crate::plans::Found;
use crate::refusal::Refusal;

/// What may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// How decision makers rank the states; with the whole condition.
    Rankings,
    /// Their lists of preference statements.
    Statements,
    /// Single options or combinations: one-way, removed or ruled out.
    Commitments,
    /// All of these.
    All,
}

impl By {
    /// The way of this name: `rankings`, `statements`, `commitments` or `all`.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn named(name: &str) -> Result<By, Refusal> {
        match name {
            "rankings" => Ok(By::Rankings),
            "statements" => Ok(By::Statements),
            "commitments" => Ok(By::Commitments),
            "all" => Ok(By::All),
            _ => Err(Refusal::usage(format_args!(
                "{name} cannot be changed; what may change are rankings, statements, commitments, all"
            ))),
        }
    }
}

/// What is wanted, and what may be done about it.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// The wanted state; the status quo unless given.
    pub state: Option<&'a str>,
    /// Any state of this outcome or condition instead.
    pub outcome: Option<&'a str>,
    /// Under which concept.
    pub concept: &'a str,
    /// What may change.
    pub by: By,
    /// Only the preferences of these may change; of all where there is none.
    pub vary: &'a [String],
    /// So many edits of statements together, from 1 to 3.
    pub edits: u8,
    /// Whether added statements are tried as well.
    pub add: bool,
    /// The search ends after so many pieces of work.
    pub work: u64,
}

/// A plan: with its state and changes for a proof, in words for a variant, and what it changes in words.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The state that is an equilibrium by it, and the changes.
    pub plan: Plan,
    /// The same as a variant.
    pub found: Found,
    /// What it changes.
    pub words: String,
}

/// What would settle a conflict at a wanted state.
#[derive(Debug)]
pub struct Settled<'c> {
    answer: Answer<'c>,
    concept: &'static Concept,
    outcome: Option<(String, usize)>,
    target: usize,
    rankings: Option<Rankings>,
    statements: Option<Statements>,
    commitments: Option<Commitments>,
    condition: Option<Condition>,
    surface: Surface,
}

impl<'c> Settled<'c> {
    /// Searches for the fewest changes. Where the work is cancelled meanwhile, what is known by then is told.
    ///
    /// # Errors
    /// When something is asked about that is not there, or the conflict is too large.
    pub fn new(conflict: &'c Conflict, which: &Which, host: &Host) -> Result<Self, Refusal> {
        let concept = find::concept(which.concept)?;
        let vary: Vec<DmId> = match which.vary {
            [] => conflict.dm_ids().collect(),
            ids => find::decision_makers(conflict, ids)?,
        };
        if !(1..=3).contains(&which.edits) {
            return Err(Refusal::usage("edits of statements are tried up to 1, 2 or 3 together"));
        }
        let answer = host.solve(conflict, &[concept])?;
        let goal = match which.outcome {
            Some(text) => wanted(&answer, &find::outcome(conflict, text)?)?,
            None => {
                let state = find::state(&answer.meaning, which.state, Some(&answer))?;
                Wanted(vec![answer.solution.place(&state).ok_or(StabiliseError::NotFeasible)?])
            }
        };
        let limits = Limits { work: which.work, cancelled: host.cancelled };
        let asked = |by: By| which.by == By::All || which.by == by;
        let small = answer.solution.states() <= MAX_STATES;
        // What is asked for by name and cannot be had is a failure; as a part of all it is left out, and said so.
        let possible = |by: By| asked(by) && (small || which.by == by);
        let rankings =
            possible(By::Rankings).then(|| rankings_of_any(&answer, concept, &goal, &vary, limits)).transpose()?;
        let kinds = EditKinds { add: which.add, ..EditKinds::default() };
        let statements = possible(By::Statements)
            .then(|| statements_of_any(&answer, concept, &goal, &vary, kinds, which.edits.into(), limits))
            .transpose()?;
        let target = match (&rankings, &statements) {
            (Some(found), _) => found.target,
            (None, Some(found)) => found.target,
            _ => goal.0[0],
        };
        let commitments = asked(By::Commitments).then(|| commitments(&answer, concept, target, limits)).transpose()?;
        let condition = (asked(By::Rankings) && answer.solution.states() <= MAX_CONDITION_STATES)
            .then(|| condition(&answer, concept, target))
            .transpose()?;
        if !small && which.by == By::All {
            (host.tell)(&format!(
                "The conflict has {} states: rankings and statements are left out, for they are changed state by state.",
                detente_report::number(answer.solution.states() as u64)
            ));
        }
        let outcome = which.outcome.map(|text| (text.to_string(), goal.0.len()));
        Ok(Settled {
            answer,
            concept,
            outcome,
            target,
            rankings,
            statements,
            commitments,
            condition,
            surface: host.surface,
        })
    }

    /// Under which concept.
    pub fn concept(&self) -> &'static Concept {
        self.concept
    }

    /// The page, with at most so many plans of a kind.
    pub fn page(&self, limit: usize) -> Document {
        self.laid_out(limit).page()
    }

    /// The same for programs: all of it.
    pub fn json(&self) -> Value {
        self.laid_out(usize::MAX).json(&detente_model::digest(self.answer.conflict))
    }

    fn laid_out(&self, limit: usize) -> pages::Stabilise<'_, 'c> {
        pages::Stabilise {
            answer: &self.answer,
            concept: self.concept,
            outcome: self.outcome.as_ref().map(|(text, states)| (text.as_str(), *states)),
            target: self.target,
            rankings: self.rankings.as_ref(),
            statements: self.statements.as_ref(),
            commitments: self.commitments.as_ref(),
            condition: self.condition.as_ref(),
            limit,
            surface: self.surface,
        }
    }

    /// The plans that were found, up to so many of a kind: edits of statements, then commitments, then rankings.
    pub fn plans(&self, limit: usize) -> Vec<Proposal> {
        let Settled { answer, concept, .. } = self;
        let page = self.laid_out(limit);
        let mut plans = Vec::new();
        let mut add =
            |target: usize, changes: Vec<Change>, counted: Option<Counted>, because: String, words: String| {
                let state = answer.solution.state(target);
                // A row, since numbers of states are others where some are closed.
                let row = detente_proof::state_text(answer.conflict, &state);
                let text = format!("{row} is an equilibrium under {}", concept.name);
                let plan = Plan { state, changes: changes.clone(), counted };
                plans.push(Proposal { plan, found: Found { text, changes, because }, words });
            };
        let some = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        if let Some(found) = &self.statements {
            for plan in found.plans.iter().take(limit) {
                let edits = some(plan.edits.len(), "edit");
                let of = some(found.total as usize, "plan");
                let because = format!("One of {of} with the fewest edits of statements: {edits}.");
                add(found.target, plan.changes(), Some(Counted::Edits), because, page.edits_words(plan));
            }
        }
        if let Some(found) = &self.commitments {
            for one in found.found.iter().take(limit) {
                let closes = if one.closes == 0 { "no state".into() } else { some(one.closes, "state") };
                let because = format!("A commitment that suffices alone; it closes {closes}.");
                add(found.target, vec![one.change.clone()], None, because, page.commitment_words(one).words());
            }
        }
        if let Some((found, plan)) = self.rankings.as_ref().and_then(|found| Some((found, found.plan.as_ref()?))) {
            let pairs = some(plan.cost as usize, "pair");
            let least = if found.ending == Ending::Exact { "; nothing costs less" } else { "" };
            let because = format!("Rankings that compare {pairs} of states otherwise{least}.");
            let words = page.ranking_words(found, plan);
            add(found.target, plan.changes.clone(), Some(Counted::Pairs), because, words);
        }
        plans
    }
}
