//! `detente unknowns`: what holds whatever the unknowns turn out to be.

use std::collections::BTreeSet;

use detente_analysis::certify::completions;
use detente_analysis::unknowns::{
    Asked, Completed, How, MAX_LOOKS, Settled, Survey, Uncertain, UnknownsError, ask, complete, survey,
};
use detente_engine::{Control, EngineError, Settings};
use detente_model::{CONCEPTS, Completions, Conflict, Meaning, State, StateList};
use detente_proof::{Bundle, MAX_COMPLETIONS};
use detente_report::pages;

use super::certificate;
use super::question::{certify_failure, find};
use super::solve::solve;
use crate::args::{Format, Unknowns, Work};
use crate::exit::{self, Failure};
use crate::input;
use crate::terminal::{self, Bar};

/// The rankings of one decision maker are compared up to so many.
const MAX_RANKINGS: u64 = 1 << 12;
/// All states are asked about up to this number, where completions are too many, and so many nodes are looked at for each.
const MAX_SURVEYED: usize = 128;
const SURVEY_LOOKS: u64 = 256;
/// States are listed for their names up to this number.
const MAX_NAMED: usize = 1 << 20;

pub fn run(args: &Unknowns) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    certificate::as_written(&loaded, args.certificate.as_deref())?;
    let conflict = &loaded.conflict;
    let unknowns = &conflict.study.unknowns;
    if unknowns.is_empty() && conflict.study.orders.is_empty() {
        return Err(Failure::usage(
            "the file has no unknowns: mark statements as unknown, give what is known of a ranking, or say what is not known under [unknowns]",
        ));
    }
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    let work = Work::default();
    let answer = solve(conflict, &[&detente_model::concept::NASH], &work)?;
    let state = find(&meaning, args.state.as_deref(), Some(&answer))?;
    let bar = Bar::new();
    let control = Control { cancelled: &terminal::interrupted, progress: &|progress| bar.show(&progress) };
    let how = match args.sample {
        Some(draws) => How::Sample { draws, seed: args.seed },
        None => How::All { limit: args.completions },
    };
    let found = Found::new(conflict, state, how, &control).map_err(failure)?;
    drop(bar);
    if let Some(error) = &found.too_many {
        terminal::tell(&format!("{error}. Here it is asked about one state."));
    }
    if let Some(path) = &args.certificate {
        let all = found.completed.is_some();
        certificate::save(&certified(conflict, &found.state, all, &found.settled)?, path)?;
    }
    let page = found.page(conflict, args.limit);
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&page.page(), &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", page.json()))?,
        Format::Csv => terminal::print(&page.csv())?,
    }
    Ok(exit::OK)
}

/// What the completions say of a state. Where they are too many to be looked at, what those say that were found.
fn certified(conflict: &Conflict, state: &State, all: bool, settled: &[(Asked, Settled)]) -> Result<Bundle, Failure> {
    let mut found = Vec::new();
    if !all {
        let completions = Completions::new(conflict, MAX_COMPLETIONS);
        let shown: BTreeSet<_> = settled.iter().flat_map(|(_, one)| one.yes.iter().chain(&one.no)).collect();
        found.extend(shown.iter().filter_map(|one| completions.numbers(&one.alternatives, &one.rankings)));
        found.sort_unstable();
        let without = shown.len() - found.len();
        let because = "a certificate can name only the first completions of a ranking of which so little is known";
        if found.is_empty() && without > 0 {
            let message = format!("{because}, and none of those found is among them. Say more about the ranking");
            return Err(Failure::new(exit::TOO_LARGE, message));
        }
        terminal::tell("What is possible is certified; that it is necessary or impossible would take all completions.");
        if without > 0 {
            terminal::tell(&format!("Left out: {without} of the {} completions found; {because}.", shown.len()));
        }
    }
    let some = (!all).then_some(found.as_slice());
    certificate::watched("certifying", |progress| completions(conflict, &CONCEPTS, state, some, progress))
        .map_err(certify_failure)
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
    pub fn new(conflict: &Conflict, state: State, how: How, control: &Control) -> Result<Self, UnknownsError> {
        let unknowns = &conflict.study.unknowns;
        let (completed, too_many) = match complete(conflict, unknowns, &Settings::default(), how, control) {
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
    pub fn page<'a>(&'a self, conflict: &'a Conflict, limit: usize) -> pages::Unknowns<'a> {
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
        }
    }
}

fn failure(error: UnknownsError) -> Failure {
    let code = match &error {
        UnknownsError::Engine(EngineError::Cancelled) => exit::INTERRUPTED,
        UnknownsError::Engine(_)
        | UnknownsError::TooMany { .. }
        | UnknownsError::Uncounted { .. }
        | UnknownsError::TooManyForms { .. }
        | UnknownsError::TooManyStates { .. } => exit::TOO_LARGE,
        UnknownsError::NoSuchState | UnknownsError::FormDiffers { .. } => exit::USAGE,
        UnknownsError::Unconfirmed { .. } => exit::FOUND_FAULT,
        UnknownsError::Change { .. } | UnknownsError::NoAlternative(_) => exit::BAD_INPUT,
    };
    Failure::new(code, error)
}
