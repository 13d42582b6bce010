//! Unknowns: what holds whatever they turn out to be.

use std::collections::BTreeSet;

use detente_analysis::unknowns::{
    Asked, Completed, Completion, How, MAX_LOOKS, Settled, Survey, Uncertain, UnknownsError, ask, complete, survey,
};
use detente_engine::{Control, Settings};
use detente_model::concept::NASH;
use detente_model::{CONCEPTS, Completions, Conflict, Meaning, State, StateList};
use detente_proof::MAX_COMPLETIONS;
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::pages;
use serde_json::Value;

use crate::find;
use crate::host::Host;
use crate::refusal::Refusal;

/// The rankings of one decision maker are compared up to so many.
const MAX_RANKINGS: u64 = 1 << 12;
/// All states are asked about up to this number, where completions are too many, and so many nodes are looked at for each.
const MAX_SURVEYED: usize = 128;
const SURVEY_LOOKS: u64 = 256;
/// States are listed for their names up to this number.
const MAX_NAMED: usize = 1 << 20;

/// What is not known of a conflict, and what holds all the same.
#[derive(Debug)]
pub struct Unknown<'c> {
    conflict: &'c Conflict,
    found: Found,
    surface: Surface,
}

impl<'c> Unknown<'c> {
    /// Looks at the completions; closely at one state, the status quo unless given.
    ///
    /// # Errors
    /// When everything is known, the state is not there, the conflict is too large, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, state: Option<&str>, how: How, host: &Host) -> Result<Self, Refusal> {
        if conflict.study.unknowns.is_empty() && conflict.study.orders.is_empty() {
            return Err(Refusal::usage(
                "the file has no unknowns: mark statements as unknown, give what is known of a ranking, or say what is not known under [unknowns]",
            ));
        }
        if matches!(how, How::Sample { draws: 0, .. }) {
            return Err(Refusal::usage("a sample has at least one draw"));
        }
        let meaning = Meaning::new(conflict)?;
        let answer = host.solve(conflict, &[&NASH])?;
        let state = find::state(&meaning, state, Some(&answer))?;
        let found = Found::new(conflict, state, how, &host.settings(&[]), &host.control())?;
        if let Some(error) = &found.too_many {
            (host.tell)(&format!("{error}. Here it is asked about one state."));
        }
        Ok(Unknown { conflict, found, surface: host.surface })
    }

    /// The state that was looked at closely.
    pub fn state(&self) -> &State {
        &self.found.state
    }

    /// Whether all completions were looked at.
    pub fn is_complete(&self) -> bool {
        self.found.completed.is_some()
    }

    /// The completions that were found where not all were looked at, by their numbers as certificates have them, and how many have none: rankings beyond those that are listed.
    pub fn completions(&self) -> (Vec<Vec<usize>>, usize) {
        let shown: BTreeSet<&Completion> =
            self.found.settled.iter().flat_map(|(_, settled)| settled.yes.iter().chain(&settled.no)).collect();
        let completions = Completions::new(self.conflict, MAX_COMPLETIONS);
        let numbered = |one: &&Completion| completions.numbers(&one.alternatives, &one.rankings);
        let mut found: Vec<Vec<usize>> = shown.iter().filter_map(numbered).collect();
        found.sort_unstable();
        let without = shown.len() - found.len();
        (found, without)
    }

    /// The page, with at most so many states in a list.
    pub fn page(&self, limit: usize) -> Document {
        self.found.page(self.conflict, limit, self.surface).page()
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        self.found.page(self.conflict, usize::MAX, self.surface).json()
    }

    /// The same for spreadsheets.
    pub fn csv(&self) -> String {
        self.found.page(self.conflict, usize::MAX, self.surface).csv()
    }
}

/// What holds whatever the unknowns turn out to be.
#[derive(Debug)]
pub struct Found {
    state: State,
    states: Option<StateList>,
    completed: Option<Completed>,
    /// Why not all completions were looked at.
    too_many: Option<UnknownsError>,
    settled: Vec<(Asked, Settled)>,
    /// Of every state, as far as it could be told, where not all completions were looked at.
    survey: Option<Survey>,
    uncertain: Option<Uncertain>,
}

impl Found {
    /// Looks at the completions; where they are too many, asks about `state` alone.
    ///
    /// # Errors
    /// When an alternative cannot be made, something is too large, or the work is cancelled.
    pub fn new(
        conflict: &Conflict, state: State, how: How, settings: &Settings, control: &Control,
    ) -> Result<Self, UnknownsError> {
        let unknowns = &conflict.study.unknowns;
        let (completed, too_many) = match complete(conflict, unknowns, settings, how, control) {
            Ok(completed) => (Some(completed), None),
            Err(error @ UnknownsError::TooMany { .. }) => (None, Some(error)),
            Err(error) => return Err(error),
        };
        let mut settled = Vec::new();
        if completed.is_none() {
            for concept in CONCEPTS {
                for who in conflict.dm_ids().map(Some).chain([None]) {
                    let asked = Asked { concept, who, state: state.clone() };
                    let answer = ask(conflict, unknowns, &asked, MAX_LOOKS, control)?;
                    settled.push((asked, answer));
                }
            }
        }
        let survey = match completed {
            Some(_) => None,
            None => match survey(conflict, unknowns, &CONCEPTS, MAX_SURVEYED, SURVEY_LOOKS, control) {
                Ok(surveyed) => Some(surveyed),
                Err(UnknownsError::TooManyStates { .. }) => None,
                Err(error) => return Err(error),
            },
        };
        let uncertain = match Uncertain::from_unknowns(conflict, unknowns, MAX_RANKINGS) {
            Ok(uncertain) => Some(uncertain),
            Err(
                UnknownsError::TooMany { .. } | UnknownsError::FormDiffers { .. } | UnknownsError::TooManyStates { .. },
            ) => None,
            Err(error) => return Err(error),
        };
        let states = StateList::new(conflict, MAX_NAMED).ok();
        Ok(Found { state, states, completed, too_many, settled, survey, uncertain })
    }

    /// The page of it.
    pub fn page<'a>(&'a self, conflict: &'a Conflict, limit: usize, surface: Surface) -> pages::Unknowns<'a> {
        pages::Unknowns {
            conflict,
            states: self.states.as_ref(),
            unknowns: &conflict.study.unknowns,
            state: &self.state,
            completed: self.completed.as_ref(),
            settled: &self.settled,
            survey: self.survey.as_ref(),
            uncertain: self.uncertain.as_ref(),
            limit,
            surface,
        }
    }
}
