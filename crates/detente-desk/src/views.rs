//! Views: what lasts where each decision maker acts on its own picture.

use detente_analysis::find_state;
use detente_analysis::views::{Course, Hypergame, ViewsError, unnoticed};
use detente_engine::{Control, Settings};
use detente_model::{Concept, Conflict, DmId, Meaning, Variant};
use detente_report::document::Document;
use detente_report::pages;
use serde_json::Value;

use crate::host::Host;
use crate::refusal::Refusal;

/// The course of the conflict is followed for so many steps.
const MAX_STEPS: usize = 1 << 10;

/// A conflict with the pictures that decision makers have of it.
#[derive(Debug)]
pub struct Views<'c> {
    meaning: Meaning<'c>,
    found: Found<'c>,
}

impl<'c> Views<'c> {
    /// Analyses every picture under some concepts, all where there are none, and looks closely at one state, the status quo unless given. `varied` is the variant
    /// that the conflict is, with the conflict that has it.
    ///
    /// # Errors
    /// When there are no views, the state is not there, the conflict is too large, or the work is cancelled.
    pub fn new(
        conflict: &'c Conflict, varied: Option<(&Variant, &Conflict)>, state: Option<&str>,
        concepts: &[&'static Concept], host: &Host,
    ) -> Result<Self, Refusal> {
        let views = &conflict.study.views;
        // A variant in which everybody sees it as it is has something to show.
        if views.is_empty() && varied.is_none_or(|(_, base)| base.study.views.is_empty()) {
            return Err(Refusal::usage("the file has no views: say how somebody sees the conflict under [views]"));
        }
        let settings = host.settings(concepts);
        host.announce(conflict, &settings)?;
        let meaning = Meaning::new(conflict)?;
        let game = Hypergame::new(conflict, views, &settings, &host.control())?;
        let at = match state {
            Some(text) => {
                let numbered = |place| (place < game.solution.states()).then(|| game.solution.state(place));
                let state = find_state(&meaning, text, numbered).map_err(Refusal::usage)?;
                Some(game.solution.place(&state).expect("it is a state of the conflict"))
            }
            None => conflict.status_quo.as_ref().and_then(|state| game.solution.place(state)),
        };
        let mut found = Found::of(game, at)?;
        if let Some((variant, base)) = varied {
            found.unnoticed = unnoticed(base, conflict, variant, views);
        }
        Ok(Views { meaning, found })
    }

    /// The pictures, analysed.
    pub fn game(&self) -> &Hypergame<'c> {
        &self.found.game
    }

    /// The page, with at most so many states in a list.
    pub fn page(&self, limit: usize) -> Document {
        self.found.page(&self.meaning, limit).page()
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        self.found.page(&self.meaning, usize::MAX).json()
    }
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
    ///
    /// # Errors
    /// When a picture cannot be made or is too large, or the work is cancelled.
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
