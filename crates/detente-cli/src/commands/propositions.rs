//! `detente propositions`: what is claimed, and what the conflict says to it.

use detente_analysis::ask::{Answered, Bounds, answer_propositions};
use detente_analysis::certify::{self, Unproved};
use detente_analysis::pivots::{PivotSettings, Pivots, pivots};
use detente_model::{Conflict, Meaning};
use detente_report::pages::{self, AnsweredProposition};
use serde_json::json;

use super::certificate;
use super::question::certify_failure;
use crate::args::{Format, Propositions};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Propositions) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("propositions do not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    if let Some(path) = &args.certificate {
        certificate::as_written(&loaded, Some(path))?;
        if conflict.study.propositions.is_empty() {
            return Err(Failure::usage("there is nothing to certify: the file has no propositions"));
        }
        let bounds = Bounds::default();
        let certified =
            certificate::watched("certifying", |progress| certify::propositions(conflict, &bounds, progress));
        let (bundle, unproved) = certified.map_err(certify_failure)?;
        certificate::save(&bundle, path)?;
        for Unproved { id, variant, because } in unproved {
            let variant = variant.map_or_else(String::new, |variant| format!(" in {variant}"));
            terminal::tell(&format!("{id}{variant} is not certified: {because}"));
        }
    }
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    let answers = Answers::new(conflict);
    if terminal::interrupted() {
        return Err(Failure::new(exit::INTERRUPTED, "interrupted"));
    }
    match args.layout.format {
        Format::Json => {
            let value = json!({
                "format": "detente-propositions/1",
                "conflict": { "title": conflict.title, "digest": detente_model::digest(conflict) },
                "propositions": pages::propositions_json(&meaning, &answers.propositions(conflict)),
            });
            terminal::print(&format!("{value:#}\n"))?;
        }
        _ => terminal::show(&pages::propositions(&meaning, &answers.propositions(conflict)), &args.layout)?,
    }
    Ok(exit::OK)
}

/// The answers to the propositions of a conflict, and what they hang on.
#[derive(Debug)]
pub struct Answers {
    answered: Vec<Answered>,
    pivots: Vec<Option<Pivots>>,
}

impl Answers {
    /// Answers all propositions of the file. Where there are too many assumptions or states to vary, pivots are left out.
    pub fn new(conflict: &Conflict) -> Self {
        let study = &conflict.study;
        let answered = answer_propositions(
            conflict,
            &study.variants,
            &study.propositions,
            &Bounds::default(),
            &terminal::interrupted,
        );
        let settings = PivotSettings { up_to: 2, answers: 200_000, ..PivotSettings::default() };
        let hangs_on = study.propositions.iter().zip(&answered).map(|(proposition, answered)| {
            answered.verdict.as_ref().ok()?;
            pivots(conflict, &proposition.question, &settings, &terminal::interrupted).ok()
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
