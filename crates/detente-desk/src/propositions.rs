//! Propositions: what is claimed, and what the conflict says to it.

use detente_analysis::ask::{Answered, Bounds, answer_propositions};
use detente_analysis::pivots::{PivotSettings, Pivots, pivots};
use detente_model::{Conflict, Meaning};
use detente_report::document::Document;
use detente_report::pages::{self, AnsweredProposition};
use serde_json::{Value, json};

use crate::host::Host;
use crate::refusal::Refusal;

/// The propositions of a conflict, answered.
#[derive(Debug)]
pub struct Propositions<'c> {
    meaning: Meaning<'c>,
    answers: Answers,
}

impl<'c> Propositions<'c> {
    /// Answers all propositions of the file.
    ///
    /// # Errors
    /// When the conflict has no meaning that could be worked with, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, host: &Host) -> Result<Self, Refusal> {
        let meaning = Meaning::new(conflict)?;
        let answers = Answers::new(conflict, host);
        host.go_on()?;
        Ok(Propositions { meaning, answers })
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::propositions(&self.meaning, &self.answers.propositions(self.meaning.conflict()))
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let conflict = self.meaning.conflict();
        json!({
            "format": "detente-propositions/1",
            "conflict": { "title": conflict.title, "digest": detente_model::digest(conflict) },
            "propositions": pages::propositions_json(&self.meaning, &self.answers.propositions(conflict)),
        })
    }
}

/// The answers to the propositions of a conflict, and what they hang on.
#[derive(Debug)]
pub struct Answers {
    answered: Vec<Answered>,
    pivots: Vec<Option<Pivots>>,
}

impl Answers {
    /// Answers all propositions of the file. Where there are too many assumptions or states to vary, pivots are left out.
    pub fn new(conflict: &Conflict, host: &Host) -> Self {
        let study = &conflict.study;
        let answered =
            answer_propositions(conflict, &study.variants, &study.propositions, &Bounds::default(), host.cancelled);
        let settings = PivotSettings { up_to: 2, answers: 200_000, ..PivotSettings::default() };
        let hangs_on = study.propositions.iter().zip(&answered).map(|(proposition, answered)| {
            answered.verdict.as_ref().ok()?;
            pivots(conflict, &proposition.question, &settings, host.cancelled).ok()
        });
        Answers { pivots: hangs_on.collect(), answered }
    }

    /// The same beside the propositions, for pages.
    pub fn propositions<'a>(&'a self, conflict: &'a Conflict) -> Vec<AnsweredProposition<'a>> {
        conflict
            .study
            .propositions
            .iter()
            .zip(&self.answered)
            .zip(&self.pivots)
            .map(|((proposition, answered), pivots)| AnsweredProposition {
                proposition,
                verdict: &answered.verdict,
                in_variants: answered.in_variants.clone(),
                pivots: pivots.as_ref(),
            })
            .collect()
    }
}
