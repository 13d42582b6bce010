//! `detente views`: what lasts where each decision maker acts on its own picture.

use detente_analysis::views::{Course, Hypergame, ViewsError};
use detente_engine::{Control, EngineError, Settings};
use detente_model::{CONCEPTS, Conflict, Meaning};
use detente_report::pages;

use crate::args::{Format, Views};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// The course of the conflict is followed for so many steps.
const MAX_STEPS: usize = 1 << 10;

pub fn run(args: &Views) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let views = &conflict.study.views;
    if views.is_empty() {
        return Err(Failure::usage("the file has no views: say how somebody sees the conflict under [views]"));
    }
    let concepts = args.concepts.iter().map(|name| super::concept(name)).collect::<Result<Vec<_>, _>>()?;
    let concepts = if concepts.is_empty() { CONCEPTS.to_vec() } else { concepts };
    let settings = Settings { concepts, ..Settings::default() };
    let control = Control { cancelled: &terminal::interrupted, progress: &|_| {} };
    let found = Found::new(conflict, &settings, &control).map_err(failure)?;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
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

/// What lasts where each acts on its own picture, and where it goes.
#[derive(Debug)]
pub struct Found<'c> {
    game: Hypergame<'c>,
    course: Option<Course>,
    gains: Option<(usize, Vec<usize>)>,
}

impl<'c> Found<'c> {
    /// Analyses every picture.
    pub fn new(conflict: &'c Conflict, settings: &Settings, control: &Control) -> Result<Self, ViewsError> {
        let game = Hypergame::new(conflict, &conflict.study.views, settings, control)?;
        let status_quo = conflict.status_quo.as_ref().and_then(|state| game.solution.place(state));
        let course = status_quo.map(|place| game.course(place, MAX_STEPS)).transpose().map_err(ViewsError::TooMany)?;
        let mut gains = None;
        if let Some(place) = status_quo {
            let joint = |dm| game.joint_improvements(dm, place).map_err(ViewsError::TooMany);
            let seen = conflict.dm_ids().map(|dm| joint(Some(dm))).collect::<Result<Vec<_>, _>>()?;
            let seen: Option<Vec<usize>> = seen.into_iter().map(|seen| seen.map(|seen| seen.len())).collect();
            gains = joint(None)?.map(|truly| truly.len()).zip(seen);
        }
        Ok(Found { game, course, gains })
    }

    /// The page of it.
    pub fn page<'a>(&'a self, meaning: &'a Meaning<'c>, limit: usize) -> pages::Views<'a, 'c> {
        pages::Views {
            game: &self.game,
            meaning,
            views: &self.game.conflict.study.views,
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
