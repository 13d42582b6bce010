//! The report: a whole conflict in one piece, for somebody who has never heard of the method.
//!
//! The answers come first, then what they hang on, then the model, then what only some will want. [`build`] turns answers into a [`Report`]: sections of
//! sentences, lists, tables and one picture. [`crate::html`] and [`crate::latex`] write it out; [`Report::document`] gives the same content to the Markdown
//! writer.

mod anchors;
mod equilibria;
mod evolution;
mod hangs;
mod ledger;
mod outcomes;
mod picture;
mod reasons;
mod scope;
mod section;
mod sentences;
mod situation;
mod status_quo;
mod steps;
mod study;
mod summary;
mod wants;

use std::collections::BTreeMap;

use detente_analysis::certify::{Reasons, Request};
use detente_model::State;

use crate::document::Rich;
use crate::pages::OverviewInputs;

pub use section::{Chapter, Part, Section, Shape};
pub use study::Study;

/// A state, and its verdicts with their reasons; a message where these could not be found.
pub type Explained = (State, Result<Vec<(Request, Reasons)>, String>);

/// What the report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a, 'c> {
    /// The analysed conflict with its ledger; `limit` is how many states a table shows.
    pub overview: OverviewInputs<'a, 'c>,
    /// The verdicts on the status quo and on the equilibria that are explained, each with its reasons; a message where the reasons of a state could not be found.
    pub reasons: &'a [Explained],
    /// What the file asks beyond the conflict itself, answered.
    pub study: Study<'a, 'c>,
    /// The command that makes the report again.
    pub command: &'a str,
    /// The version of the program.
    pub version: &'a str,
}

/// A report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// What a reader with one minute has to know.
    pub summary: Vec<Rich>,
    /// The sections in order, those of a chapter together.
    pub sections: Vec<Section>,
    /// Names (in [`crate::document::Tone::Name`]) that lead somewhere in the report, with the id of the place.
    pub anchors: BTreeMap<String, String>,
}

/// The report on a conflict.
pub fn build(inputs: Inputs) -> Report {
    let (overview, answer) = (inputs.overview, inputs.overview.answer);
    let conflict = answer.conflict;
    let evolution = evolution::Evolution::new(answer);
    let mut sections = vec![situation::situation(answer)];
    sections.extend(status_quo::status_quo(inputs));
    sections.extend(evolution.section(answer));
    sections.extend(study::propositions(inputs));
    sections.push(equilibria::equilibria(overview));
    sections.push(picture::Drawn::new(answer).section(answer));
    sections.extend(hangs::hangs(inputs));
    sections.extend(study::variants(inputs));
    sections.extend(study::unknowns(inputs));
    sections.extend(study::views(inputs));
    sections.extend(study::events(inputs));
    sections.push(scope::trust(inputs));
    sections.push(wants::wants(answer));
    sections.extend(wants::rules(conflict));
    sections.extend(outcomes::outcomes(answer));
    sections.extend(ledger::claims(overview));
    sections.extend(ledger::sources(overview));
    sections.extend(reasons::reasons(inputs));
    sections.extend(outcomes::literature(overview));
    sections.push(scope::method(inputs));
    Report {
        title: conflict.title.clone(),
        summary: summary::summary(inputs, &evolution),
        anchors: anchors::anchors(inputs),
        sections,
    }
}
