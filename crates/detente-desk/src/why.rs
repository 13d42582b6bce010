//! Why: verdicts in plain sentences.

use detente_analysis::Answer;
use detente_analysis::certify::{Prover, Reasons, Request};
use detente_model::concept::NASH;
use detente_model::{Conflict, Meaning, State};
use detente_proof::state_text;
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::{markdown, pages};
use serde_json::{Value, json};

use crate::course::{self, Course};
use crate::find;
use crate::host::Host;
use crate::refusal::Refusal;

/// Verdicts on a state with their reasons.
#[derive(Debug)]
pub struct Why<'c> {
    meaning: Meaning<'c>,
    answer: Option<Answer<'c>>,
    state: State,
    verdicts: Vec<(Request, Reasons)>,
    surface: Surface,
}

impl<'c> Why<'c> {
    /// Finds the reasons: of a state, the status quo unless given; for a decision maker and under a concept, all unless given.
    ///
    /// # Errors
    /// When something is asked about that is not there, a search grows too large, or the work is cancelled.
    pub fn new(
        conflict: &'c Conflict, state: Option<&str>, dm: Option<&str>, concept: Option<&str>, host: &Host,
    ) -> Result<Self, Refusal> {
        let meaning = Meaning::new(conflict)?;
        // The analysis gives states their numbers and ranks. A conflict that is too large for it is explained without.
        let answer = host.solve_if_it_fits(conflict, &[&NASH])?;
        let state = find::state(&meaning, state, answer.as_ref())?;
        let mut prover = Prover::new(&meaning);
        let mut verdicts = Vec::new();
        for dm in find::decision_maker_or_all(conflict, dm)? {
            for concept in find::concept_or_all(concept)? {
                host.go_on()?;
                let request = Request { concept, dm, state: state.clone() };
                let reasons = prover.reasons(&request)?;
                verdicts.push((request, reasons));
            }
        }
        Ok(Why { meaning, answer, state, verdicts, surface: host.surface })
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::Why { meaning: &self.meaning, answer: self.answer.as_ref(), surface: self.surface }
            .page(&self.state, &self.verdicts)
    }

    /// The moves that the reasons tell of, verdict by verdict: to be followed in a picture. Nothing where the conflict is too large for its states to have names.
    ///
    /// # Errors
    /// When the work is cancelled.
    pub fn courses(&self, host: &Host) -> Result<Vec<Course>, Refusal> {
        let Some(answer) = &self.answer else { return Ok(Vec::new()) };
        self.verdicts.iter().map(|(request, reasons)| course::of(answer, request, reasons, host)).collect()
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let conflict = self.meaning.conflict();
        let list: Vec<_> = self
            .verdicts
            .iter()
            .map(|(request, reasons)| {
                json!({
                    "concept": request.concept.id,
                    "decision_maker": conflict.dm(request.dm).id,
                    "stable": matches!(reasons, Reasons::Stable(_)),
                })
            })
            .collect();
        json!({
            "format": "detente-why/1",
            "conflict": { "title": conflict.title, "digest": detente_model::digest(conflict) },
            "state": state_text(conflict, &self.state),
            "verdicts": list,
            "explanation": markdown::render(&self.page()),
        })
    }
}
