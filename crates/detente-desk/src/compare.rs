//! Compare: the variants side by side.

use detente_analysis::compare::{Compared, compare};
use detente_model::{Concept, Conflict};
use detente_report::document::Document;
use detente_report::pages;
use serde_json::Value;

use crate::host::Host;
use crate::refusal::Refusal;

/// The variants of a conflict beside it.
#[derive(Debug)]
pub struct Comparison<'c> {
    conflict: &'c Conflict,
    compared: Compared,
}

impl<'c> Comparison<'c> {
    /// Analyses the conflict and its variants under some concepts; under all where there are none.
    ///
    /// # Errors
    /// When there are no variants, the conflict is too large, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, concepts: &[&'static Concept], host: &Host) -> Result<Self, Refusal> {
        let study = &conflict.study;
        if study.variants.is_empty() {
            return Err(Refusal::usage("the file has no variants to compare: add a table `[variants.NAME]`"));
        }
        let settings = host.settings(concepts);
        host.announce(conflict, &settings)?;
        let compared = compare(conflict, &study.variants, &study.propositions, &settings, &host.control())?;
        host.go_on()?;
        Ok(Comparison { conflict, compared })
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::compare(self.conflict, &self.conflict.study.propositions, &self.compared)
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        pages::compare_json(self.conflict, &self.conflict.study.propositions, &self.compared)
    }
}
