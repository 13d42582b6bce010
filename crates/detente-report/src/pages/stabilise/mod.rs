//! Stabilise: what would have to change for a wanted state to be an equilibrium, least first.

mod commitments;
mod condition;
mod json;
mod rankings;
mod statements;

use detente_analysis::Answer;
use detente_analysis::stabilise::{Commitments, Condition, MAX_CONDITION_STATES, Rankings, Statements};
use detente_model::{Concept, DmId};

use crate::advice::Surface;
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{and_list, number, options_on};

/// The `format` of [`Stabilise::json`].
pub const STABILISE_FORMAT: &str = "detente-stabilise/1";

/// So many states are told with what is on in them; of more, the names.
const TOLD: usize = 6;
/// So many names follow.
const NAMED: usize = 12;

/// What the page is made of. What was not asked for is `None`.
#[derive(Clone, Copy, Debug)]
pub struct Stabilise<'a, 'c> {
    /// The conflict with its analysis.
    pub answer: &'a Answer<'c>,
    /// Under which concept.
    pub concept: &'static Concept,
    /// What was wanted, in the asker's words, where it was not one state; and how many states would do.
    pub outcome: Option<(&'a str, usize)>,
    /// The state that the condition and the commitments are about, by place.
    pub target: usize,
    /// The fewest changes to rankings.
    pub rankings: Option<&'a Rankings>,
    /// The fewest edits to statements.
    pub statements: Option<&'a Statements>,
    /// The single commitments.
    pub commitments: Option<&'a Commitments>,
    /// The complete condition.
    pub condition: Option<&'a Condition>,
    /// At most so many plans of a kind are told.
    pub limit: usize,
    /// The program in which the page is read.
    pub surface: Surface,
}

impl Stabilise<'_, '_> {
    /// The page.
    pub fn page(&self) -> Document {
        let conflict = self.answer.conflict;
        let mut page = Document::titled(conflict.title.as_str());
        let concept = self.concept.name;
        let solution = &self.answer.solution;
        let restless: Vec<String> = conflict
            .dm_ids()
            .filter(|&dm| !solution.stable(self.concept, dm).contains(self.target))
            .map(|dm| conflict.dm(dm).name.clone())
            .collect();
        page.paragraph(match self.outcome {
            Some((text, states)) => {
                let least = match (states, self.rankings.is_some() || self.statements.is_some()) {
                    (1, _) => ", which holds in one state: ".into(),
                    (_, true) => format!(", which holds in {states} states. The one that needs least is "),
                    (_, false) => format!(", which holds in {states} states. The first of them is "),
                };
                Rich::from("Wanted: ").then(Tone::Strong, text).plain(least).join(self.state(self.target)).plain(".")
            }
            None => Rich::from("Wanted: ").join(self.state(self.target)).plain("."),
        });
        page.paragraph(match restless.is_empty() {
            true => Rich::from("It is ")
                .then(Tone::Good, "an equilibrium already")
                .plain(format!(" under {concept}: nothing has to change.")),
            false => Rich::from(format!("Under {concept} it is "))
                .then(Tone::Bad, "no equilibrium")
                .plain(format!(" as things are: {} would leave it.", and_list(&restless))),
        });
        if !restless.is_empty() {
            if let Some(rankings) = self.rankings {
                self.rankings_section(&mut page, rankings);
            }
            if let Some(statements) = self.statements {
                self.statements_section(&mut page, statements);
            }
            if let Some(commitments) = self.commitments {
                self.commitments_section(&mut page, commitments);
            }
        }
        if let Some(condition) = self.condition {
            self.condition_section(&mut page, condition);
        } else if self.rankings.is_some() && solution.states() > MAX_CONDITION_STATES {
            page.paragraph(format!(
                "The whole condition is not written out: that is done for up to {MAX_CONDITION_STATES} states, and here are {}.",
                number(solution.states() as u64)
            ));
        }
        page
    }

    /// A state with what is on in it.
    fn state(&self, place: usize) -> Rich {
        let name = Rich::toned(Tone::Name, self.answer.name(place));
        let on = options_on(self.answer, place);
        let status_quo = self.answer.status_quo() == Some(place);
        match (on.is_empty(), status_quo) {
            (true, true) => name.plain(" (the status quo)"),
            (true, false) => name,
            (false, true) => name.plain(" (the status quo: ").join(on).plain(")"),
            (false, false) => name.plain(" (").join(on).plain(")"),
        }
    }

    /// States one below the other.
    fn states(&self, places: &[usize]) -> Vec<Item> {
        let mut items: Vec<Item> =
            places.iter().take(TOLD).map(|&place| Item::new("–", self.state(place)).at(1)).collect();
        if places.len() > TOLD {
            items.push(Item::new("–", format!("and {}", self.names(&places[TOLD..], " and "))).at(1));
        }
        items
    }

    fn names(&self, places: &[usize], joint: &str) -> String {
        let mut names: Vec<String> = places.iter().take(NAMED).map(|&place| self.answer.name(place)).collect();
        if places.len() > NAMED + 1 {
            names.push(format!("{} more", places.len() - NAMED));
        } else if places.len() == NAMED + 1 {
            names.push(self.answer.name(places[NAMED]));
        }
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{joint}{last}", first.join(", ")),
        }
    }

    /// Whose preferences were free to change, where not everybody's.
    fn of(&self, vary: &[DmId]) -> String {
        let conflict = self.answer.conflict;
        if vary.is_empty() || vary.len() == conflict.decision_makers.len() {
            return String::new();
        }
        let names: Vec<String> = vary.iter().map(|&dm| conflict.dm(dm).name.clone()).collect();
        format!("{} only", and_list(&names))
    }
}

/// "a", "a or b", "a, b or c".
fn or_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
