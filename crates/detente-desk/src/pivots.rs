//! Pivots: what a verdict hangs on.

use detente_analysis::pivots::{PivotSettings, Pivots, pivots};
use detente_model::concept::NASH;
use detente_model::{Conflict, Meaning, Question, State};
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::pages;
use serde_json::Value;

use crate::find;
use crate::host::Host;
use crate::plans::Found;
use crate::refusal::Refusal;

/// Which verdict.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// That on a proposition of the file, by id.
    Proposition(&'a str),
    /// Whether a state, the status quo unless given, is stable for a decision maker; whether it is an equilibrium where none is given. Under Nash unless given.
    Stability {
        /// The state.
        state: Option<&'a str>,
        /// For whom.
        dm: Option<&'a str>,
        /// Under which concept.
        concept: Option<&'a str>,
    },
}

/// A verdict and what it hangs on.
#[derive(Debug)]
pub struct Hinges<'c> {
    conflict: &'c Conflict,
    question: Question,
    says: Option<&'c str>,
    found: Pivots,
    surface: Surface,
}

impl<'c> Hinges<'c> {
    /// Varies the assumptions of a conflict.
    ///
    /// # Errors
    /// When something is asked about that is not there, there is too much to vary, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, which: Which, settings: &PivotSettings, host: &Host) -> Result<Self, Refusal> {
        if !(1..=3).contains(&settings.up_to) {
            return Err(Refusal::usage("sets of assumptions are looked at up to 1, 2 or 3 together"));
        }
        let (question, says) = match which {
            Which::Proposition(id) => {
                let all = &conflict.study.propositions;
                let proposition = all.iter().find(|proposition| proposition.id == id).ok_or_else(|| {
                    let ids: Vec<&str> = all.iter().map(|proposition| proposition.id.as_str()).collect();
                    let there =
                        if ids.is_empty() { "there are none".into() } else { format!("there are {}", ids.join(", ")) };
                    Refusal::usage(format_args!("there is no proposition {id}; {there}"))
                })?;
                (proposition.question.clone(), Some(proposition.says.as_str()))
            }
            Which::Stability { state, dm, concept } => (stability(conflict, state, dm, concept, host)?, None),
        };
        let found = pivots(conflict, &question, settings, host.cancelled)?;
        Ok(Hinges { conflict, question, says, found, surface: host.surface })
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::pivots(self.conflict, &self.question, self.says, &self.found, self.surface)
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        pages::pivots_json(self.conflict, &self.question, self.says, &self.found)
    }

    /// The ways to overturn the verdict: the single ones, or else those of the smallest sets.
    pub fn overturning(&self) -> Vec<Found> {
        let (conflict, found) = (self.conflict, &self.found);
        let ways: Vec<Vec<usize>> = match found.single.as_slice() {
            [] => found.sets.iter().flat_map(|set| set.ways.clone()).collect(),
            single => single.iter().map(|&way| vec![way]).collect(),
        };
        let least = ways.iter().map(Vec::len).min().unwrap_or(0);
        let row = |state: &State| detente_proof::state_text(conflict, state);
        let of = match (self.says, &self.question) {
            (Some(says), _) => format!("“{says}”"),
            (None, Question::Equilibrium { concept, at: Some(state) }) => {
                format!("whether {} is an equilibrium under {}", row(state), concept.name)
            }
            (None, Question::Stable { concept, dm, at: Some(state) }) => {
                format!("whether {} is stable for {} under {}", row(state), conflict.dm(*dm).id, concept.name)
            }
            _ => "the question".into(),
        };
        let answer = if found.holds { "yes" } else { "no" };
        let smallest = ways.into_iter().filter(|way| way.len() == least);
        let one = |way: Vec<usize>| Found {
            text: format!("Another answer to {of}"),
            changes: found.changes(&way),
            because: format!(
                "One of the smallest sets of changes that overturn it; without them the answer is {answer}."
            ),
        };
        smallest.map(one).collect()
    }
}

/// The question whether a state is stable for a decision maker, or an equilibrium.
fn stability(
    conflict: &Conflict, state: Option<&str>, dm: Option<&str>, concept: Option<&str>, host: &Host,
) -> Result<Question, Refusal> {
    let concept = concept.map_or(Ok(&NASH), find::concept)?;
    let meaning = Meaning::new(conflict)?;
    // Only states that are named by their number need the list of states.
    let answer = match state {
        Some(_) => Some(host.solve(conflict, &[&NASH])?),
        None => None,
    };
    let at = Some(find::state(&meaning, state, answer.as_ref())?);
    Ok(match dm {
        Some(id) => Question::Stable { concept, dm: find::decision_maker(conflict, id)?, at },
        None => Question::Equilibrium { concept, at },
    })
}
