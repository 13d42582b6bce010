//! Motion: where the conflict can go, by whose steps, how it gets there, and where it comes to rest.

mod export;
mod reached;
mod shocks;
mod slides;
mod ways;

use detente_analysis::Answer;
use detente_analysis::motion::{Path, Reach, Shock, Slide};
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, Meaning, Motion, OutcomeWhen, State};
use detente_proof::state_text;

use crate::advice::Surface;
use crate::document::{Document, Rich, Tone};
use crate::words::{count, number, quoted, vectors_on};

/// The `format` of [`Paths::json`].
pub const PATHS_FORMAT: &str = "detente-paths/1";

/// A goal: where the conflict may get.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is called: an outcome's id, a state's name, a condition.
    pub name: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// Where it holds.
    pub when: OutcomeWhen,
    /// A shortest path to it; `None` where it cannot be reached.
    pub path: Option<Path>,
    /// From how many states it can be reached; `None` where that was not looked at ([`Paths::left_out`]).
    pub slide: Option<Slide>,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Paths<'a, 'c> {
    /// What the conflict means.
    pub meaning: &'a Meaning<'c>,
    /// Its analysis, for names of states and equilibria; without it states are named by their rows.
    pub answer: Option<&'a Answer<'c>>,
    /// Everything that is reached.
    pub reach: &'a Reach,
    /// The outcomes of the conflict, or the one goal that was asked for.
    pub targets: &'a [Target],
    /// What comes of flipping single options; `None` where nobody asked.
    pub shocks: Option<&'a [Shock]>,
    /// Why the slide tests were left out, where they were.
    pub left_out: Option<&'a str>,
    /// Whether the targets are a single goal that was asked for.
    pub only_goal: bool,
    /// At most so many states and paths are listed.
    pub limit: usize,
    /// The program in which the page is read.
    pub surface: Surface,
}

/// The words for a kind of steps: `moves`, `improvements`, `best improvements`.
pub fn motion_words(by: Motion) -> &'static str {
    match by {
        Motion::Moves => "moves",
        Motion::Improvements => "improvements",
        Motion::BestImprovements => "best improvements",
    }
}

impl Paths<'_, '_> {
    /// The page.
    pub fn page(&self) -> Document {
        let mut page = Document::titled(self.conflict().title.as_str());
        page.paragraph(Rich::from("From ").join(self.state_words(self.reach.from())).plain(format!(
            ", by legal sequences of {}: nobody steps twice in succession. {}",
            motion_words(self.reach.by()),
            match self.reach.by() {
                Motion::Moves => "A move changes options of one decision maker, whether that pays or not.",
                Motion::Improvements => "An improvement is a move to a state that the mover prefers to where it stands.",
                Motion::BestImprovements => {
                    "A best improvement is a move to a state that the mover prefers, and there is none that it prefers more."
                }
            }
        )));
        if self.only_goal {
            self.goal(&mut page);
            return page;
        }
        self.reached(&mut page);
        self.ways(&mut page);
        self.slides(&mut page);
        self.shock_table(&mut page);
        page
    }

    /// The equilibria, each with the concepts under which it is one: the Nash equilibria first, then in the order of states.
    fn equilibria(&self) -> Vec<(State, &'static str)> {
        let Some(answer) = self.answer else { return Vec::new() };
        let solution = &answer.solution;
        let under = |concept| solution.concepts().contains(&concept).then(|| solution.equilibria(concept));
        let (nash, seq) = (under(&NASH), under(&SEQ));
        let has = |set: Option<&detente_engine::StateSet>, place| set.is_some_and(|set| set.contains(place));
        let mut list: Vec<(usize, &'static str)> = Vec::new();
        for place in nash.iter().flat_map(|set| set.iter()) {
            list.push((place, if has(seq, place) { "Nash and SEQ" } else { "Nash" }));
        }
        let only_seq = seq.iter().flat_map(|set| set.iter()).filter(|&place| !has(nash, place));
        list.extend(only_seq.map(|place| (place, "SEQ")));
        list.into_iter().map(|(place, concepts)| (solution.state(place), concepts)).collect()
    }

    /// Why nothing else can be reached.
    fn closed(&self) -> String {
        let pairs = self.reach.pairs().len();
        if pairs == 0 {
            return match self.reach.by() {
                Motion::Moves => "Nobody has a move from here.".into(),
                _ => "Nobody has an improvement from here.".into(),
            };
        }
        format!(
            "{} reached, and no legal step leads out of their {}.",
            match self.reach.count() {
                1 => "1 state is".to_string(),
                n => format!("{} states are", number(n as u128)),
            },
            count(pairs, "pair of a state and who stepped last", "pairs of a state and who stepped last")
        )
    }

    fn target_words(&self, target: &Target) -> Rich {
        let name = Rich::toned(Tone::Name, target.name.as_str());
        match &target.text {
            Some(text) => name.plain(format!(" {}", quoted(text))),
            None => name,
        }
    }

    fn state_words(&self, state: &State) -> Rich {
        let now = if self.conflict().status_quo.as_ref() == Some(state) { ", the status quo" } else { "" };
        let name = Rich::toned(Tone::Name, self.name(state)).plain(now);
        let on = vectors_on(self.meaning, state);
        if on.is_empty() { name } else { name.plain(" (").join(on).plain(")") }
    }

    fn outcomes_at(&self, state: &State) -> Vec<String> {
        outcomes_at(self.meaning, state)
    }

    fn name(&self, state: &State) -> String {
        state_name(self.conflict(), self.answer, state)
    }

    fn conflict(&self) -> &Conflict {
        self.meaning.conflict()
    }
}

/// The ids of the outcomes that hold at a state.
pub(crate) fn outcomes_at(meaning: &Meaning, state: &State) -> Vec<String> {
    let holding = |outcome: &&detente_model::Outcome| detente_analysis::motion::holds(meaning, &outcome.when, state);
    meaning.conflict().outcomes.iter().filter(holding).map(|outcome| outcome.id.clone()).collect()
}

/// The name of a state: its own, its number, or its row where the conflict was not analysed.
pub(crate) fn state_name(conflict: &Conflict, answer: Option<&Answer>, state: &State) -> String {
    match answer.and_then(|answer| Some(answer.name(answer.solution.place(state)?))) {
        Some(name) => name,
        None => state_text(conflict, state),
    }
}
