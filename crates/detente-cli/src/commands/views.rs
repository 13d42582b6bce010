//! `detente views`: what lasts where each decision maker acts on its own picture.

use detente_analysis::certify::{MAX_STATES_FOR_ALL, hypergame};
use detente_analysis::find_state;
use detente_analysis::views::{Course, Hypergame, ViewsError, unnoticed};
use detente_engine::{Control, EngineError, Settings};
use detente_model::{CONCEPTS, Conflict, DmId, Meaning, State};
use detente_proof::Bundle;
use detente_report::pages;

use super::certificate;
use super::question::certify_failure;
use super::solve::{announce, working};
use crate::args::{Format, Views};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// The course of the conflict is followed for so many steps.
const MAX_STEPS: usize = 1 << 10;

pub fn run(args: &Views) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    certificate::as_written(&loaded, args.certificate.as_deref())?;
    let conflict = &loaded.conflict;
    let views = &conflict.study.views;
    // A variant in which everybody sees it as it is has something to show.
    if views.is_empty() && loaded.varied.as_ref().is_none_or(|(_, base)| base.study.views.is_empty()) {
        return Err(Failure::usage("the file has no views: say how somebody sees the conflict under [views]"));
    }
    let concepts = args.concepts.iter().map(|name| super::concept(name)).collect::<Result<Vec<_>, _>>()?;
    let concepts = if concepts.is_empty() { CONCEPTS.to_vec() } else { concepts };
    let settings = Settings { concepts, ..Settings::default() };
    let large = announce(conflict, &settings)?;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    let game = working(large, |control| Hypergame::new(conflict, views, &settings, control)).map_err(failure)?;
    let at = match &args.state {
        Some(text) => {
            let numbered = |place| (place < game.solution.states()).then(|| game.solution.state(place));
            let state = find_state(&meaning, text, numbered).map_err(Failure::usage)?;
            Some(game.solution.place(&state).expect("it is a state of the conflict"))
        }
        None => conflict.status_quo.as_ref().and_then(|state| game.solution.place(state)),
    };
    let mut found = Found::of(game, at).map_err(failure)?;
    if let Some((variant, base)) = &loaded.varied {
        found.unnoticed = unnoticed(base, conflict, variant, views);
    }
    if let Some(path) = &args.certificate {
        certificate::save(&certified(&found.game)?, path)?;
    }
    let page = found.page(&meaning, args.limit);
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&page.page(), &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", page.json()))?,
        Format::Csv => {
            return Err(Failure::usage("this does not go into one table: use --format text, markdown or json"));
        }
    }
    Ok(exit::OK)
}

/// Of every state whether it is a hypergame equilibrium; of the equilibria alone where the states are very many.
fn certified(game: &Hypergame) -> Result<Bundle, Failure> {
    let solution = &game.solution;
    let places: Vec<usize> = if solution.states() <= MAX_STATES_FOR_ALL {
        (0..solution.states()).collect()
    } else {
        terminal::tell("The states are very many: only the hypergame equilibria are certified.");
        let all = solution.concepts().iter().flat_map(|concept| game.equilibria(concept));
        let mut places: Vec<usize> = all.map(|found| found.place).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let states: Vec<State> = places.into_iter().map(|place| solution.state(place)).collect();
    let concepts = solution.concepts();
    certificate::watched("certifying", |progress| hypergame(game.conflict, concepts, &states, progress))
        .map_err(certify_failure)
}

/// What lasts where each acts on its own picture, and where it goes.
#[derive(Debug)]
pub struct Found<'c> {
    game: Hypergame<'c>,
    /// The place that the course begins from.
    at: Option<usize>,
    /// Whom the variant does not reach.
    unnoticed: Vec<(DmId, DmId)>,
    course: Option<Course>,
    gains: Option<(usize, Vec<usize>)>,
}

impl<'c> Found<'c> {
    /// Analyses every picture, and follows the course from the status quo.
    pub fn new(conflict: &'c Conflict, settings: &Settings, control: &Control) -> Result<Self, ViewsError> {
        let game = Hypergame::new(conflict, &conflict.study.views, settings, control)?;
        let at = conflict.status_quo.as_ref().and_then(|state| game.solution.place(state));
        Self::of(game, at)
    }

    /// The course from the state at `at`, and what the decision makers see to be gained together there.
    fn of(game: Hypergame<'c>, at: Option<usize>) -> Result<Self, ViewsError> {
        let course = at.map(|place| game.course(place, MAX_STEPS)).transpose().map_err(ViewsError::TooMany)?;
        let mut gains = None;
        if let Some(place) = at {
            let joint = |dm| game.joint_improvements(dm, place).map_err(ViewsError::TooMany);
            let seen = game.conflict.dm_ids().map(|dm| joint(Some(dm))).collect::<Result<Vec<_>, _>>()?;
            let seen: Option<Vec<usize>> = seen.into_iter().map(|seen| seen.map(|seen| seen.len())).collect();
            gains = joint(None)?.map(|truly| truly.len()).zip(seen);
        }
        Ok(Found { game, at, unnoticed: Vec::new(), course, gains })
    }

    /// The page of it.
    pub fn page<'a>(&'a self, meaning: &'a Meaning<'c>, limit: usize) -> pages::Views<'a, 'c> {
        pages::Views {
            game: &self.game,
            meaning,
            views: &self.game.conflict.study.views,
            unnoticed: &self.unnoticed,
            at: self.at,
            course: self.course.as_ref(),
            gains: self.gains.as_ref(),
            limit,
        }
    }
}

fn failure(error: ViewsError) -> Failure {
    let code = match &error {
        ViewsError::Change { .. } => exit::BAD_INPUT,
        ViewsError::Engine(EngineError::Cancelled) => exit::INTERRUPTED,
        ViewsError::Engine(_) | ViewsError::TooMany(_) => exit::TOO_LARGE,
    };
    Failure::new(code, error)
}
