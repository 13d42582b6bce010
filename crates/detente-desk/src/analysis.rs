//! The whole answer: the situation, the equilibria, the status quo's fate, and what it all rests on.

use detente_analysis::{Answer, Comparison, published};
use detente_engine::Margin;
use detente_model::ledger::{self, Audit, Verification};
use detente_model::{Concept, Conflict};
use detente_report::csv::Csv;
use detente_report::document::Document;
use detente_report::json;
use detente_report::pages::{self, OverviewInputs, overview};
use serde_json::Value;

use crate::events::followed;
use crate::files;
use crate::host::Host;
use crate::propositions::Answers;
use crate::refusal::Refusal;

/// A conflict, analysed, with its ledger checked and its published results beside ours.
#[derive(Debug)]
pub struct Analysis<'c> {
    answer: Answer<'c>,
    digest: String,
    audit: Audit<'c>,
    verification: Verification,
    comparisons: Vec<Comparison<'c>>,
}

impl<'c> Analysis<'c> {
    /// Analyses a conflict under some concepts; under all where there are none.
    ///
    /// # Errors
    /// When it is too large, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, concepts: &[&'static Concept], host: &Host) -> Result<Self, Refusal> {
        let answer = host.solve(conflict, concepts)?;
        Ok(Analysis {
            digest: detente_model::digest(conflict),
            audit: ledger::audit(conflict),
            verification: files::verify(conflict, host.folders),
            comparisons: published::compare(&answer),
            answer,
        })
    }

    /// The answer.
    pub fn answer(&self) -> &Answer<'c> {
        &self.answer
    }

    /// What pages are made of, with at most so many states in a list.
    pub fn overview(&self, limit: usize) -> OverviewInputs<'_, 'c> {
        OverviewInputs {
            answer: &self.answer,
            digest: &self.digest,
            audit: &self.audit,
            verification: &self.verification,
            comparisons: &self.comparisons,
            limit,
        }
    }

    /// The page. It ends with what the file asks, and what has happened.
    ///
    /// # Errors
    /// When events cannot be followed, or the work is cancelled.
    pub fn page(&self, limit: usize, host: &Host) -> Result<Document, Refusal> {
        let mut page = overview(self.overview(limit));
        let conflict = self.answer.conflict;
        if !conflict.study.propositions.is_empty() {
            let answers = Answers::new(conflict, host);
            pages::propositions_section(&mut page, &answers.propositions(conflict));
        }
        if !conflict.study.events.is_empty() {
            let course = followed(&self.answer.meaning, host)?;
            pages::events_section(&mut page, &self.answer.meaning, &conflict.study.events, &course);
        }
        Ok(page)
    }

    /// The same for programs.
    pub fn json(&self, limit: usize, host: &Host) -> Value {
        let conflict = self.answer.conflict;
        let mut value = json::analysis(self.overview(limit));
        if !conflict.study.propositions.is_empty() {
            let answers = Answers::new(conflict, host);
            value["propositions"] = pages::propositions_json(&self.answer.meaning, &answers.propositions(conflict));
        }
        value
    }

    /// One verdict a row, of so many states at most, as statistics want it.
    pub fn csv(&self, limit: usize) -> String {
        let answer = &self.answer;
        let mut csv = Csv::new(&["state", "concept", "decision_maker", "stable", "margin", "equilibrium"]);
        for place in 0..answer.solution.states().min(limit) {
            let name = answer.name(place);
            for concept in answer.solution.concepts() {
                let equilibrium = answer.solution.equilibria(concept).contains(place);
                for dm in answer.conflict.dm_ids() {
                    let stable = answer.solution.stable(concept, dm).contains(place);
                    let margin = match answer.margin(concept, dm, place) {
                        None => String::new(),
                        Some(Margin::Anywhere) => "any".into(),
                        Some(Margin::Falls(places)) => places.to_string(),
                        Some(Margin::Rises(places)) => format!("-{places}"),
                    };
                    let bit = |value: bool| if value { "1" } else { "0" };
                    csv.row(&[&name, concept.id, &answer.conflict.dm(dm).id, bit(stable), &margin, bit(equilibrium)]);
                }
            }
        }
        csv.into_text()
    }
}
