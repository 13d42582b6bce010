//! The answer to any question.

use detente_analysis::coalition;
use detente_analysis::pivots::PivotSettings;
use detente_analysis::unknowns::How;
use detente_model::{Conflict, Variant};
use detente_report::document::Document;

use crate::ask::Ask;
use crate::check::Check;
use crate::coalitions::{self, Together};
use crate::compare::Comparison;
use crate::course::Course;
use crate::events::Events;
use crate::find;
use crate::host::Host;
use crate::paths::{self, Paths};
use crate::pivots::{self, Hinges};
use crate::plans;
use crate::propositions::Propositions;
use crate::refusal::Refusal;
use crate::stabilise::{self, By, Settled};
use crate::unknowns::Unknown;
use crate::views::Views;
use crate::why::Why;

/// A list on a page has so many at most, whatever is asked: pages are for people.
const MAX_LISTED: usize = 10_000;

/// The answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The answer, laid out.
    pub document: Document,
    /// Plans that can be applied: of stabilising, one for each.
    pub plans: Vec<Plan>,
    /// The moves that reasons tell of: of why, one for each verdict.
    pub courses: Vec<Course>,
}

/// A plan that can be applied as a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it changes, in words.
    pub words: String,
    /// The body of a table `[variants.ID]` that makes the changes to the conflict of the file, as TOML.
    pub variant: String,
}

/// Answers a question to a conflict. Where the conflict is a variant, `varied` is that variant and the conflict of the file.
///
/// # Errors
/// When something is asked about that is not there, the conflict or a search is too large, or the work is cancelled.
pub fn answer(
    conflict: &Conflict, varied: Option<(&Variant, &Conflict)>, ask: &Ask, host: &Host,
) -> Result<Reply, Refusal> {
    let (mut plans, mut courses) = (Vec::new(), Vec::new());
    let document = match ask {
        Ask::Why { state, dm, concept } => {
            let why = Why::new(conflict, state.as_deref(), dm.as_deref(), concept.as_deref(), host)?;
            courses = why.courses(host)?;
            why.page()
        }
        Ask::Check => Check::new(conflict, host).page(),
        Ask::Propositions => Propositions::new(conflict, host)?.page(),
        Ask::Pivots { proposition, state, dm, concept, any_place, sets, all_sizes, answers } => {
            let which = match proposition {
                Some(id) => pivots::Which::Proposition(id),
                None => {
                    pivots::Which::Stability { state: state.as_deref(), dm: dm.as_deref(), concept: concept.as_deref() }
                }
            };
            let settings = PivotSettings {
                any_place: *any_place,
                up_to: usize::from(*sets),
                all_sizes: *all_sizes,
                answers: *answers,
                ..PivotSettings::default()
            };
            Hinges::new(conflict, which, &settings, host)?.page()
        }
        Ask::Compare { concepts } => Comparison::new(conflict, &find::concepts(concepts)?, host)?.page(),
        Ask::Paths { state, by, to, limit } => {
            let by = find::motion(by)?;
            let which = paths::Which { state: state.as_deref(), by, to: to.as_deref(), pairs: None };
            Paths::new(conflict, &which, host)?.page((*limit).min(MAX_LISTED))
        }
        Ask::Coalitions { state, of, limit } => {
            let search = coalition::MAX_PAIRS;
            let which = coalitions::Which { state: state.as_deref(), of, limit: (*limit).min(MAX_LISTED), search };
            Together::new(conflict, &which, host)?.page()
        }
        Ask::Stabilise { state, outcome, concept, by, vary, edits, add, limit, work } => {
            let which = stabilise::Which {
                state: state.as_deref(),
                outcome: outcome.as_deref(),
                concept,
                by: By::named(by)?,
                vary,
                edits: *edits,
                add: *add,
                work: *work,
            };
            let settled = Settled::new(conflict, &which, host)?;
            host.go_on()?;
            let file = varied.map_or(conflict, |(_, base)| base);
            for proposal in settled.plans((*limit).min(MAX_LISTED)) {
                if proposal.found.changes.is_empty() {
                    continue;
                }
                match plans::body(file, conflict, &proposal.found.changes) {
                    Ok(variant) => plans.push(Plan { words: proposal.words, variant }),
                    Err(refusal) => {
                        (host.tell)(&format!("{}: this cannot be written as a variant: {refusal}", proposal.words))
                    }
                }
            }
            settled.page((*limit).min(MAX_LISTED))
        }
        Ask::Unknowns { state, completions, sample, seed, limit } => {
            let how = match sample {
                Some(draws) => How::Sample { draws: *draws, seed: *seed },
                None => How::All { limit: *completions },
            };
            Unknown::new(conflict, state.as_deref(), how, host)?.page((*limit).min(MAX_LISTED))
        }
        Ask::Views { concepts, limit } => {
            Views::new(conflict, varied, None, &find::concepts(concepts)?, host)?.page((*limit).min(MAX_LISTED))
        }
        Ask::Events => Events::new(conflict, host)?.page(),
    };
    Ok(Reply { document, plans, courses })
}
