//! The program that a question is asked in: how it is told of work, and what work may take.

use std::path::Path;

use detente_analysis::{Answer, motion};
use detente_engine::{Control, EngineError, EngineKind, Progress, Settings, StateCount, StepTable};
use detente_model::{CONCEPTS, Concept, Conflict, Motion};
use detente_report::advice::{Advice, Surface};

use crate::refusal::{Kind, Refusal};

/// From so many states on, the size is told before the work begins.
const TOLD_FROM: u64 = 1 << 19;

/// A survey by sets is given up after so many steps unless told otherwise: minutes.
pub const SURVEY_WORK: u64 = 1_000_000_000;

/// What a question needs of the program that it is asked in.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// Asked often; once it is true the work ends with [`Kind::Cancelled`].
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    /// Told now and then how far the work is, from any thread. Whether that is shown is up to the program.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Told what else there is to say, a note at a time: how large the work is, what was left out and why.
    pub tell: &'a dyn Fn(&str),
    /// The bytes that one analysis may use.
    pub memory: u64,
    /// The number of threads; `None` for one a core. No answer depends on it.
    pub threads: Option<usize>,
    /// The engine for the conflict that is asked about; `None` leaves the choice to the estimate. No answer depends on it.
    pub engine: Option<EngineKind>,
    /// The steps that a survey by sets may take; what was found by then stays.
    pub survey_work: u64,
    /// Where documents of ledgers are looked for, in this order.
    pub folders: &'a [&'a Path],
    /// What the program is to those who ask: what can be done is said in its words.
    pub surface: Surface,
}

impl Host<'static> {
    /// Never cancels, listens to nothing, allows 4 GiB, and has no documents.
    pub fn none() -> Self {
        let Settings { memory, .. } = Settings::default();
        Host {
            cancelled: &|| false,
            progress: &|_| {},
            tell: &|_| {},
            memory,
            threads: None,
            engine: None,
            survey_work: SURVEY_WORK,
            folders: &[],
            surface: Surface::CommandLine,
        }
    }
}

impl<'a> Host<'a> {
    /// How work stays in touch with the program.
    pub fn control(&self) -> Control<'a> {
        Control { cancelled: self.cancelled, progress: self.progress }
    }

    /// The same for one of many pieces of work, of which each alone says nothing of how far all are.
    pub fn quietly(&self) -> Control<'a> {
        Control { cancelled: self.cancelled, progress: &|_| {} }
    }

    /// Ends here where nobody wants the answer any more.
    ///
    /// # Errors
    /// When the program has cancelled the work.
    pub fn go_on(&self) -> Result<(), Refusal> {
        if (self.cancelled)() { Err(Refusal::cancelled()) } else { Ok(()) }
    }

    /// What an analysis under these concepts may take; under all where there are none. The engine is left to the estimate: forms of a conflict may need another.
    pub fn settings(&self, concepts: &[&'static Concept]) -> Settings {
        Settings {
            concepts: if concepts.is_empty() { CONCEPTS.to_vec() } else { concepts.to_vec() },
            memory: self.memory,
            threads: self.threads,
            ..Settings::default()
        }
    }

    /// Analyses a conflict under some concepts; under all where there are none.
    ///
    /// # Errors
    /// When it is too large, or the work is cancelled.
    pub fn solve<'c>(&self, conflict: &'c Conflict, concepts: &[&'static Concept]) -> Result<Answer<'c>, Refusal> {
        let settings = Settings {
            engine: self.engine,
            watch: conflict.status_quo.iter().cloned().collect(),
            ..self.settings(concepts)
        };
        self.announce(conflict, &settings)?;
        Ok(Answer::new(conflict, &settings, &self.control())?)
    }

    /// The same for questions that have an answer without: `None` where the conflict is too large.
    ///
    /// # Errors
    /// When the work is cancelled.
    pub fn solve_if_it_fits<'c>(
        &self, conflict: &'c Conflict, concepts: &[&'static Concept],
    ) -> Result<Option<Answer<'c>>, Refusal> {
        match self.solve(conflict, concepts) {
            Ok(answer) => Ok(Some(answer)),
            Err(refusal) if refusal.kind == Kind::TooLarge => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Tells the size of an analysis before it begins, where it is large. What does not fit is refused here.
    ///
    /// # Errors
    /// When it is too large.
    pub fn announce(&self, conflict: &Conflict, settings: &Settings) -> Result<(), Refusal> {
        let estimate = detente_engine::estimate(conflict, settings)?;
        let (states, large) = match estimate.states {
            StateCount::Exactly(states) => (detente_report::number(states), states >= TOLD_FROM),
            StateCount::AtMostTwoTo(power) => (format!("at most 2^{power}"), true),
        };
        if large {
            (self.tell)(&format!(
                "{states} states, {} decision makers, {} options: about {} of memory",
                estimate.decision_makers,
                estimate.options,
                mebibytes(estimate.bytes),
            ));
        }
        Ok(())
    }

    /// The steps between the states of an analysed conflict; or, in words, why they take more memory than they may.
    ///
    /// # Errors
    /// When the work is cancelled.
    pub fn steps<'s>(&self, answer: &'s Answer, by: Motion) -> Result<Result<StepTable<'s>, String>, Refusal> {
        let (conflict, states) = (answer.conflict, answer.solution.states());
        // The analysis stays in memory beside them.
        let settings =
            Settings { concepts: answer.solution.concepts().to_vec(), memory: self.memory, ..Settings::default() };
        let analysis = detente_engine::estimate(conflict, &settings).map_or(0, |estimate| estimate.bytes);
        let bytes = motion::bytes(conflict, states);
        let needed = analysis.saturating_add(bytes);
        if needed > self.memory {
            return Ok(Err(format!(
                "{} states would take about {} of memory and may use {}; {}",
                detente_report::number(states as u64),
                mebibytes(needed),
                mebibytes(self.memory),
                Advice::Memory.words(self.surface),
            )));
        }
        if states as u64 >= TOLD_FROM {
            (self.tell)(&format!("The steps between them: about {} more", mebibytes(bytes)));
        }
        match StepTable::new(conflict, &answer.solution, by, self.memory, &self.control()) {
            Ok(table) => Ok(Ok(table)),
            Err(EngineError::Cancelled) => Err(EngineError::Cancelled.into()),
            Err(error) => Ok(Err(error.to_string())),
        }
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", detente_report::number(bytes.div_ceil(1 << 20)))
}
