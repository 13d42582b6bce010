//! What a file asks beyond the conflict itself, answered.

use detente_analysis::Answer;
use detente_analysis::ask::{Answered, Bounds, answer_propositions};
use detente_analysis::compare::{Compared, compare};
use detente_analysis::events::{Course, follow};
use detente_analysis::pivots::{PivotSettings, Pivots, pivots};
use detente_analysis::unknowns::{Completed, How, complete};
use detente_analysis::views::Hypergame;
use detente_engine::{Control, Settings};
use detente_model::{Conflict, State};
use detente_report::advice::Surface;
use detente_report::pages::{AnsweredProposition, Unknowns, Views};
use detente_report::report::Study;

/// The answers, to be borrowed from.
pub struct Asked<'c> {
    conflict: &'c Conflict,
    answered: Vec<Answered>,
    pivots: Vec<Option<Pivots>>,
    compared: Option<Compared>,
    completed: Option<(State, Result<Completed, String>)>,
    game: Option<Result<Hypergame<'c>, String>>,
    course: Option<Result<Course, String>>,
}

impl<'c> Asked<'c> {
    /// Answers everything.
    pub fn new(conflict: &'c Conflict) -> Self {
        let study = &conflict.study;
        let settings = Settings { threads: Some(1), ..Settings::default() };
        let control = Control::none();
        let answered =
            answer_propositions(conflict, &study.variants, &study.propositions, &Bounds::default(), &|| false);
        let hangs_on = PivotSettings { up_to: 2, ..PivotSettings::default() };
        let pivots = study
            .propositions
            .iter()
            .map(|proposition| pivots(conflict, &proposition.question, &hangs_on, &|| false).ok())
            .collect();
        let compared = (!study.variants.is_empty()).then(|| {
            compare(conflict, &study.variants, &study.propositions, &settings, &control).expect("it can be compared")
        });
        let completed = conflict.status_quo.clone().filter(|_| !study.unknowns.is_empty()).map(|state| {
            let how = How::All { limit: 1 << 12 };
            let found = complete(conflict, &study.unknowns, &settings, how, &control);
            (state, found.map_err(|error| error.to_string()))
        });
        let game = (!study.views.is_empty())
            .then(|| Hypergame::new(conflict, &study.views, &settings, &control).map_err(|error| error.to_string()));
        let course = (!study.events.is_empty()).then(|| {
            let meaning = detente_model::Meaning::new(conflict).expect("it is small");
            follow(&meaning, &study.events, 1 << 16, &control).map_err(|error| error.to_string())
        });
        Asked { conflict, answered, pivots, compared, completed, game, course }
    }

    /// The propositions beside their answers.
    pub fn propositions(&self) -> Vec<AnsweredProposition<'_>> {
        let both = self.answered.iter().zip(&self.pivots);
        self.conflict
            .study
            .propositions
            .iter()
            .zip(both)
            .map(|(proposition, (answered, pivots))| AnsweredProposition {
                proposition,
                verdict: &answered.verdict,
                in_variants: answered.in_variants.clone(),
                pivots: pivots.as_ref(),
            })
            .collect()
    }

    /// All of it, for a report.
    pub fn study<'a>(&'a self, propositions: &'a [AnsweredProposition<'a>], answer: &'a Answer<'c>) -> Study<'a, 'c> {
        let study = &self.conflict.study;
        Study {
            propositions,
            compared: self.compared.as_ref().map(Ok),
            unknowns: self.completed.as_ref().map(|(state, completed)| {
                let page = |completed| Unknowns {
                    conflict: self.conflict,
                    states: None,
                    unknowns: &study.unknowns,
                    state,
                    completed: Some(completed),
                    settled: &[],
                    survey: None,
                    uncertain: None,
                    limit: 4,
                    surface: Surface::CommandLine,
                };
                completed.as_ref().map(page).map_err(String::as_str)
            }),
            views: self.game.as_ref().map(|game| {
                let meaning = &answer.meaning;
                let page = |game: &'a Hypergame<'c>| Views {
                    game,
                    meaning,
                    views: &study.views,
                    unnoticed: &[],
                    at: game.conflict.status_quo.as_ref().and_then(|state| game.solution.place(state)),
                    course: None,
                    gains: None,
                    limit: 4,
                };
                game.as_ref().map(page).map_err(String::as_str)
            }),
            events: self.course.as_ref().map(|course| course.as_ref().map_err(String::as_str)),
        }
    }
}
