//! The pages of a game: what can be done next, and what was done.

use detente_analysis::motion::{Offer, Path, Step, Worth};
use detente_analysis::{Answer, choices, find_state};
use detente_model::{DmId, Meaning, OptionId, State};

use super::paths::{outcomes_at, state_name};
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{and_list, change, count, vectors_on};

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
    /// What the game is about, and how to begin.
    pub fn opening(&self, own: Option<DmId>) -> Document {
        let mut page = Document::titled(self.meaning.conflict().title.as_str());
        if let Some(dm) = own {
            page.paragraph(format!(
                "You move for {}. After each of your moves the others answer in order, each with a best improvement if it has one.",
                self.meaning.conflict().dm(dm).name
            ));
        }
        page.paragraph("Type the number of a move, or the options that it changes. “help” says what else there is.");
        page
    }

    /// What can be typed. `alone` is for somebody who moves for one decision maker only.
    pub fn help(&self, alone: bool) -> Document {
        let mut page = Document::default();
        let conflict = self.meaning.conflict();
        let example = (!conflict.options.is_empty()).then(|| conflict.option_name(OptionId(0)));
        let options = match example {
            Some(name) => format!(
                "A number makes that move, and so does the name of an option that is to change ({name}), several with commas, or the name of a state."
            ),
            None => "A number makes that move, and so does the name of the state that it leads to.".into(),
        };
        page.paragraph(if alone { options } else { format!("{options} Nobody moves twice in succession.") });
        let mut keys = vec![
            ("u, undo", "take the last move back"),
            ("r, reset", "begin again"),
            ("l, look", "show where the game stands once more"),
            ("a, all", "the same with all moves, not only the first few of those that are no improvement"),
            ("w, why", "why the state would last, or would not"),
            ("t, transcript", "what was played so far"),
        ];
        if alone {
            keys.push(("p, pass", "make no move, and let the others answer"));
        }
        keys.extend([("h, help", "this"), ("q, quit", "end, with the transcript; Ctrl-C does the same")]);
        page.items(keys.into_iter().map(|(key, what)| Item::new(Rich::toned(Tone::Name, key), what)).collect());
        page
    }

    /// Where the game stands, and the moves to choose from: they are numbered from 1. Without `all`, moves that are no improvement are cut to a few.
    pub fn turn(&self, state: &State, offers: &[Offer], all: bool) -> Document {
        let conflict = self.meaning.conflict();
        let mut page = Document::default();
        let words = Rich::from("At ").then(Tone::Name, self.name(state));
        let on = vectors_on(self.meaning, state);
        let words = if on.is_empty() { words.plain(".") } else { words.plain(": ").join(on).plain(".") };
        let about = self.about(state);
        page.paragraph(if about.is_empty() { words } else { words.plain(" ").then(Tone::Strong, about) });
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
        let mut page = Document::default();
        page.heading("What was played", Rich::toned(Tone::Quiet, count(path.steps.len(), "step", "steps")));
        self.played(&mut page, path);
        page
    }

    /// The same as a page that stands by itself.
    pub fn saved(&self, path: &Path) -> Document {
        let mut page = Document::titled(self.meaning.conflict().title.as_str());
        self.played(&mut page, path);
        page
    }

    fn played(&self, page: &mut Document, path: &Path) {
        let conflict = self.meaning.conflict();
        page.paragraph(self.stands("It begins at ", &path.from));
        let mut items = Vec::new();
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
        if !path.steps.is_empty() {
            page.paragraph(self.stands("It ends at ", path.end()));
        }
    }

    /// "It ends at s5: us engage. This is an equilibrium under Nash and SEQ."
    fn stands(&self, words: &str, state: &State) -> Rich {
        let words = Rich::from(words).then(Tone::Name, self.name(state));
        let on = vectors_on(self.meaning, state);
        let words = if on.is_empty() { words } else { words.plain(": ").join(on) };
        match self.about(state) {
            about if about.is_empty() => words.plain("."),
            about => words.plain(format!(". {about}")),
        }
    }

    /// "This is the status quo, and an equilibrium under Nash and SEQ. Outcomes: stabilised."
    fn about(&self, state: &State) -> String {
        let mut parts = Vec::new();
        if self.meaning.conflict().status_quo.as_ref() == Some(state) {
            parts.push("the status quo".to_string());
        }
        if let Some((answer, place)) = self.answer.and_then(|answer| Some((answer, answer.solution.place(state)?))) {
            let concepts = answer.solution.concepts().iter();
            let under = concepts.filter(|concept| answer.solution.equilibria(concept).contains(place));
            let under: Vec<String> = under.map(|concept| concept.name.to_string()).collect();
            if !under.is_empty() {
                parts.push(format!("an equilibrium under {}", and_list(&under)));
            }
        }
        let mut sentences = Vec::new();
        if !parts.is_empty() {
            sentences.push(format!("This is {}.", parts.join(", and ")));
        }
        match outcomes_at(self.meaning, state) {
            none if none.is_empty() => {}
            one if one.len() == 1 => sentences.push(format!("Outcome: {}.", one[0])),
            several => sentences.push(format!("Outcomes: {}.", several.join(", "))),
        }
        sentences.join(" ")
    }

    /// The options that differ between two states, in the order of the file.
    pub fn changed(&self, from: &State, to: &State) -> Vec<OptionId> {
        let (before, after) = (choices(self.meaning, from), choices(self.meaning, to));
        let all = before.iter().zip(&after).enumerate();
        all.filter(|(_, (before, after))| before != after).map(|(option, _)| OptionId::from(option)).collect()
    }

    /// Whether somebody names a state.
    pub fn is_state(&self, text: &str) -> bool {
        let numbered = |place: usize| {
            let solution = &self.answer?.solution;
            (place < solution.states()).then(|| solution.state(place))
        };
        find_state(self.meaning, text, numbered).is_ok()
    }

    /// What a state is called.
    pub fn name(&self, state: &State) -> String {
        state_name(self.meaning.conflict(), self.answer, state)
    }
}
