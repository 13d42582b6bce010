//! `detente unknowns`: what holds whatever the unknowns turn out to be.

use detente_analysis::unknowns::{Asked, How, MAX_LOOKS, Uncertain, UnknownsError, ask, complete, survey};
use detente_engine::{Control, EngineError, Settings};
use detente_model::{CONCEPTS, Meaning, StateList};
use detente_report::pages;

use super::question::find;
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
    let completed = match complete(conflict, unknowns, &Settings::default(), how, &control) {
        Ok(completed) => Some(completed),
        Err(error @ UnknownsError::TooMany { .. }) => {
            terminal::tell(&format!("{error}. Here it is asked about one state."));
            None
        }
        Err(error) => return Err(failure(error)),
    };
    let mut settled = Vec::new();
    if completed.is_none() {
        for concept in CONCEPTS {
            for who in conflict.dm_ids().map(Some).chain([None]) {
                let asked = Asked { concept, who, state: state.clone() };
                let answer = ask(conflict, unknowns, &asked, MAX_LOOKS, &control).map_err(failure)?;
                settled.push((asked, answer));
            }
        }
    }
    let surveyed = match completed {
        Some(_) => None,
        None => match survey(conflict, unknowns, &CONCEPTS, MAX_SURVEYED, SURVEY_LOOKS, &control) {
            Ok(surveyed) => Some(surveyed),
            Err(UnknownsError::TooManyStates { .. }) => None,
            Err(error) => return Err(failure(error)),
        },
    };
    let uncertain = match Uncertain::from_unknowns(conflict, unknowns, MAX_RANKINGS) {
        Ok(uncertain) => Some(uncertain),
        Err(
            UnknownsError::TooMany { .. } | UnknownsError::FormDiffers { .. } | UnknownsError::TooManyStates { .. },
        ) => None,
        Err(error) => return Err(failure(error)),
    };
    drop(bar);
    let states = StateList::new(conflict, MAX_NAMED).ok();
    let page = pages::Unknowns {
        conflict,
        states: states.as_ref(),
        unknowns,
        state: &state,
        completed: completed.as_ref(),
        settled: &settled,
        survey: surveyed.as_ref(),
        uncertain: uncertain.as_ref(),
        limit: args.limit,
    };
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&page.page(), &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", page.json()))?,
        Format::Csv => terminal::print(&page.csv())?,
    }
    Ok(exit::OK)
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
