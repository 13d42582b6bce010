//! The pages of a game: what can be done next, and what was done.

use detente_analysis::motion::{Offer, Path, Step, Worth};
use detente_analysis::{Answer, choices};
use detente_model::{DmId, Meaning, State};

use super::paths::{outcomes_at, state_name};
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{change, count, vectors_on};

/// So many moves that are no improvement are listed of each decision maker unless all are asked for.
const SHOWN: usize = 5;

/// What the pages of a game are made of.
#[derive(Clone, Copy, Debug)]
pub struct Play<'a, 'c> {
    /// What the conflict means.
    pub meaning: &'a Meaning<'c>,
    /// Its analysis, for the names of states and the verdicts on them.
    pub answer: Option<&'a Answer<'c>>,
}

impl Play<'_, '_> {
    /// Where the game stands, and the moves to choose from: they are numbered from 1. Without `all`, moves that are no improvement are cut to a few.
    pub fn turn(&self, state: &State, offers: &[Offer], all: bool) -> Document {
        let conflict = self.meaning.conflict();
        let mut page = Document::default();
        let mut about = vec![self.verdicts(state), outcomes_at(self.meaning, state).join(", ")];
        about.retain(|words| !words.is_empty());
        let mut words = Rich::from("At ").then(Tone::Name, self.name(state));
        if !about.is_empty() {
            words = words.then(Tone::Strong, format!(", {}", about.join("; ")));
        }
        let on = vectors_on(self.meaning, state);
        page.paragraph(if on.is_empty() { words.plain(".") } else { words.plain(": ").join(on).plain(".") });
        for dm in conflict.dm_ids() {
            let own: Vec<(usize, &Offer)> = (1..).zip(offers).filter(|(_, offer)| offer.by == dm).collect();
            if own.is_empty() {
                continue;
            }
            let mut items = vec![Item::new("", Rich::toned(Tone::Strong, conflict.dm(dm).name.as_str()))];
            let (mut shown, mut left) = (0, 0);
            for (number, offer) in own {
                if !all && offer.worth > Worth::Better {
                    shown += 1;
                    if shown > SHOWN {
                        left += 1;
                        continue;
                    }
                }
                let step = Step { by: dm, to: offer.to.clone() };
                let mark = match offer.worth {
                    Worth::Best => Rich::toned(Tone::Good, "  best improvement"),
                    Worth::Better => Rich::toned(Tone::Good, "  improvement"),
                    Worth::Same => Rich::toned(Tone::Quiet, "  all the same to it"),
                    Worth::Worse => Rich::toned(Tone::Quiet, "  worse for it"),
                };
                items.push(Item::new(format!("{number}."), self.step(state, &step).join(mark)).at(1));
            }
            if left > 0 {
                items.push(Item::new("…", format!("and {}; “all” lists them", count(left, "more", "more"))).at(1));
            }
            page.items(items);
        }
        page
    }

    /// What `dm` does in a move, in words, without its name: "takes up “Use force”".
    pub fn switches(&self, from: &State, dm: DmId, to: &State) -> Rich {
        change(self.meaning.conflict(), dm, &choices(self.meaning, from), &choices(self.meaning, to))
    }

    /// A step in words, without who takes it: "takes up “Use force” (s7)".
    fn step(&self, from: &State, step: &Step) -> Rich {
        let words = self.switches(from, step.by, &step.to);
        words.plain(" (").then(Tone::Name, self.name(&step.to)).plain(")")
    }

    /// A single step in a sentence.
    pub fn told(&self, from: &State, step: &Step) -> Document {
        let mut page = Document::default();
        let who = Rich::toned(Tone::Strong, self.meaning.conflict().dm(step.by).name.as_str());
        page.paragraph(who.plain(" ").join(self.step(from, step)).plain("."));
        page
    }

    /// What was done, from the beginning.
    pub fn transcript(&self, path: &Path) -> Document {
        let conflict = self.meaning.conflict();
        let mut page = Document::default();
        page.heading("What was played", Rich::toned(Tone::Quiet, count(path.steps.len(), "step", "steps")));
        let mut items = vec![Item::new("0.", Rich::from("from ").then(Tone::Name, self.name(&path.from)))];
        let mut from = &path.from;
        for (step, n) in path.steps.iter().zip(1..) {
            let worth = match self.meaning.compare(step.by, &step.to, from) {
                std::cmp::Ordering::Greater => "better for it",
                std::cmp::Ordering::Equal => "all the same to it",
                std::cmp::Ordering::Less => "worse for it",
            };
            let who = Rich::toned(Tone::Strong, conflict.dm(step.by).name.as_str()).plain(" ");
            let text = who.join(self.step(from, step)).then(Tone::Quiet, format!("  {worth}"));
            items.push(Item::new(format!("{n}."), text));
            from = &step.to;
        }
        page.items(items);
        let mut end = Rich::from("It ends at ").then(Tone::Name, self.name(path.end()));
        let (outcomes, verdicts) = (outcomes_at(self.meaning, path.end()), self.verdicts(path.end()));
        if !outcomes.is_empty() {
            end = end.plain(format!(", {}", outcomes.join(", ")));
        }
        if !verdicts.is_empty() {
            end = end.plain(format!(": {verdicts}"));
        }
        page.paragraph(end.plain("."));
        page
    }

    /// "the status quo; an equilibrium (Nash, SEQ)".
    fn verdicts(&self, state: &State) -> String {
        let mut parts = Vec::new();
        if self.meaning.conflict().status_quo.as_ref() == Some(state) {
            parts.push("the status quo".to_string());
        }
        if let Some((answer, place)) = self.answer.and_then(|answer| Some((answer, answer.solution.place(state)?))) {
            let under: Vec<&str> = answer
                .solution
                .concepts()
                .iter()
                .filter(|concept| answer.solution.equilibria(concept).contains(place))
                .map(|concept| concept.name)
                .collect();
            if !under.is_empty() {
                parts.push(format!("an equilibrium ({})", under.join(", ")));
            }
        }
        parts.join("; ")
    }

    fn name(&self, state: &State) -> String {
        state_name(self.meaning.conflict(), self.answer, state)
    }
}
