//! Rows one by one through the engine: for conflicts that are too large for the kernel, and for tests of it.

use std::any::Any;

use detente_analysis::ask::{Bounds, ask};
use detente_engine::{Settings, analyse};
use detente_model::Meaning;

use super::{Form, Rows, Task};
use crate::columns::Finding;
use crate::sweep::SweepError;

/// A form whose rows are made as conflicts of their own.
pub(crate) struct EngineRows<'s> {
    task: Task<'s>,
    form: Form,
}

impl<'s> EngineRows<'s> {
    pub(crate) fn new(task: &Task<'s>, form: Form) -> Self {
        EngineRows { task: Task { findings: task.findings.clone(), ..*task }, form }
    }
}

impl Rows for EngineRows<'_> {
    fn record<'r>(&'r mut self, values: &[u64], _: usize, record: &'r mut Vec<u64>) -> Result<&'r [u64], SweepError> {
        let (sweep, control) = (self.task.sweep, &self.task.control);
        let recorded = &sweep.spec().record;
        let conflict = self.form.row(&self.task, values)?;
        let settings = Settings { concepts: recorded.concepts.clone(), threads: Some(1), ..sweep.settings().clone() };
        let solution = analyse(&conflict, &settings, control)?;
        let meaning = Meaning::new(&conflict).map_err(SweepError::TooMany)?;
        let bounds = Bounds { memory: settings.memory, ..Bounds::default() };
        record.clear();
        for finding in &self.task.findings {
            let value = match *finding {
                Finding::States => solution.states() as u64,
                Finding::Equilibria(concept) => solution.equilibria(recorded.concepts[concept]).count() as u64,
                Finding::Word(concept, word) => {
                    let places = solution.equilibria(recorded.concepts[concept]).iter();
                    let places = places.filter_map(|place| sweep.universe().place(&conflict, &solution.state(place)));
                    places.filter(|place| place / 64 == word).fold(0, |bits, place| bits | 1 << (place % 64))
                }
                Finding::Watched(state, concept) => self
                    .place(&solution, state)
                    .map_or(0, |place| u64::from(solution.equilibria(recorded.concepts[concept]).contains(place))),
                Finding::WatchedFor(state, concept, dm) => self.place(&solution, state).map_or(0, |place| {
                    u64::from(solution.stable(recorded.concepts[concept], dm.into()).contains(place))
                }),
                Finding::Proposition(place) => match &self.form.questions[place] {
                    Some(question) => {
                        u64::from(ask(&conflict, question, &bounds, control.cancelled).map_err(SweepError::Ask)?.holds)
                    }
                    None => 0,
                },
                Finding::Outcome(outcome, concept) => {
                    let when = &conflict.outcomes[recorded.outcomes[outcome]].when;
                    let places = solution.equilibria(recorded.concepts[concept]).iter();
                    places.filter(|&place| meaning.satisfies(when, &solution.state(place))).count() as u64
                }
            };
            record.push(value);
        }
        Ok(record)
    }

    fn present(&self) -> &[bool] {
        &self.form.present
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(())
    }
}

impl EngineRows<'_> {
    fn place(&self, solution: &detente_engine::Solution, watched: usize) -> Option<usize> {
        self.form.watched[watched].as_ref().and_then(|state| solution.place(state))
    }
}
