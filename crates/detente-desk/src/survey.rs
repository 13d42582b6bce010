//! Conflicts whose states are too many to list: the whole answer in sets.

use detente_engine::{Found, States, Survey, estimate, estimate_survey};
use detente_model::ledger::{self, Audit, Verification};
use detente_model::{Concept, Conflict, Expr, Meaning, Motion, OutcomeWhen, State};
use detente_report::document::Document;
use detente_report::pages::{self, OutcomeFound, SurveyInputs};
use serde_json::Value;

use crate::files;
use crate::host::Host;
use crate::refusal::{Kind, Refusal};

/// A conflict, surveyed.
#[derive(Debug)]
pub struct Surveyed<'c> {
    meaning: Meaning<'c>,
    survey: Survey,
    digest: String,
    outcomes: Vec<OutcomeFound>,
    audit: Audit<'c>,
    verification: Verification,
}

/// Whether a conflict is analysed by sets: no engine can list its states within the memory allowed, or not the one that was asked for, and the symbolic engine need not.
///
/// # Errors
/// When no engine can do it.
pub fn is_needed(conflict: &Conflict, concepts: &[&'static Concept], host: &Host) -> Result<bool, Refusal> {
    let mut settings = host.settings(concepts);
    settings.engine = host.engine;
    match estimate(conflict, &settings).map_err(Refusal::from) {
        Err(refusal) if refusal.kind == Kind::TooLarge => {
            estimate_survey(conflict, &settings)?;
            Ok(true)
        }
        Err(refusal) => Err(refusal),
        Ok(_) => Ok(false),
    }
}

impl<'c> Surveyed<'c> {
    /// Surveys a conflict under some concepts; under all where there are none.
    ///
    /// # Errors
    /// When it is too entangled even for that, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, concepts: &[&'static Concept], host: &Host) -> Result<Self, Refusal> {
        let mut settings = host.settings(concepts);
        settings.engine = host.engine;
        settings.work = Some(host.survey_work);
        let told = estimate_survey(conflict, &settings)?;
        if let Some(width) = told.width {
            (host.tell)(&format!(
                "{}, {} decision makers, {} options: more than can be listed, so the work is done by sets. How long that takes cannot be told; up to {width} options \
                 hang together across one point of their order. --work and --memory bound it",
                told.states, told.decision_makers, told.options
            ));
        }
        let survey = detente_engine::survey(conflict, &settings, &host.control())?;
        let meaning = Meaning::new(conflict)?;
        let mut surveyed = Surveyed {
            survey,
            digest: detente_model::digest(conflict),
            outcomes: Vec::new(),
            audit: ledger::audit(conflict),
            verification: files::verify(conflict, host.folders),
            meaning,
        };
        surveyed.outcomes = surveyed.find_outcomes(host)?;
        Ok(surveyed)
    }

    fn find_outcomes(&self, host: &Host) -> Result<Vec<OutcomeFound>, Refusal> {
        let conflict = self.meaning.conflict();
        if conflict.outcomes.is_empty() {
            return Ok(Vec::new());
        }
        let settings = detente_engine::Settings { work: Some(host.survey_work), ..host.settings(&[]) };
        let reach = |by: Motion| -> Result<Option<Found>, Refusal> {
            let from = |state: &State| detente_engine::reach(conflict, state, by, &settings, &host.quietly());
            match conflict.status_quo.as_ref().map(from).transpose().map_err(Refusal::from) {
                Err(refusal) if refusal.kind == Kind::TooLarge => Ok(None),
                found => found,
            }
        };
        let (moves, improvements) = (reach(Motion::Moves)?, reach(Motion::Improvements)?);
        let mut all = Vec::new();
        for outcome in &conflict.outcomes {
            let among = |states: &States| states.among(&self.meaning, &outcome.when);
            let among_found = |found: &Found| found.among(&self.meaning, &outcome.when);
            let reached = |found: &Option<Found>| -> Result<Option<bool>, Refusal> {
                let Some(found) = found else { return Ok(None) };
                let here = among_found(found)?;
                Ok(match (here.at_least().is_empty(), here.at_most().is_empty()) {
                    (false, _) => Some(true),
                    (true, true) => Some(false),
                    (true, false) => None,
                })
            };
            let equilibria = self.survey.concepts().iter().map(|concept| among_found(self.survey.equilibria(concept)));
            all.push(OutcomeFound {
                states: among(self.survey.states())?,
                equilibria: equilibria.collect::<Result<_, _>>()?,
                by_moves: reached(&moves)?,
                by_improvements: reached(&improvements)?,
            });
        }
        Ok(all)
    }

    /// The survey.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    fn inputs(&self, limit: usize) -> SurveyInputs<'_, 'c> {
        SurveyInputs {
            meaning: &self.meaning,
            survey: &self.survey,
            digest: &self.digest,
            outcomes: &self.outcomes,
            audit: &self.audit,
            verification: &self.verification,
            limit,
        }
    }

    /// The page, with at most so many states and decision makers in a list.
    pub fn page(&self, limit: usize) -> Document {
        pages::survey(self.inputs(limit))
    }

    /// The same for programs.
    pub fn json(&self, limit: usize) -> Value {
        pages::survey_json(self.inputs(limit))
    }

    /// The states, or the equilibria found under a concept, in which a condition holds.
    ///
    /// # Errors
    /// When set and condition together take too much memory.
    pub fn states_where(&self, condition: Option<&Expr>, equilibria: Option<&Concept>) -> Result<States, Refusal> {
        let all = match equilibria {
            Some(concept) => self.survey.equilibria(concept).at_least().clone(),
            None => self.survey.states().clone(),
        };
        match condition {
            Some(condition) => Ok(all.among(&self.meaning, &OutcomeWhen::Holds(condition.clone()))?),
            None => Ok(all),
        }
    }

    /// The page of some states.
    pub fn states_page(&self, of: &States, limit: usize) -> Document {
        pages::survey_states(self.inputs(limit), of)
    }

    /// The same for programs.
    pub fn states_json(&self, of: &States, limit: usize) -> Value {
        pages::survey_states_json(self.inputs(limit), of)
    }
}
