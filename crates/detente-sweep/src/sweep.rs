//! A sweep: a conflict, what is varied of it, and what is recorded.

use std::fmt;

use detente_analysis::ask::AskError;
use detente_engine::{Control, EngineError, Settings};
use detente_model::{ChangeError, Conflict, Diagnostic, TooMany, digest, ledger, read};

use crate::columns::{Column, Finding, Origin, Table, columns, value_words};
use crate::family::Factor;
use crate::forms::{RowChanges, Universe, form_changes, lean, list_changes};
use crate::rows::Worker;
use crate::spec::{self, Spec};

/// Why there are no rows.
#[derive(Clone, Debug)]
pub enum SweepError {
    /// The engine cannot take a variant, or somebody cancelled.
    Engine(EngineError),
    /// A proposition has no answer.
    Ask(AskError),
    /// The states of a variant are too many to be told apart.
    TooMany(TooMany),
    /// A change of a list cannot be made.
    Change(ChangeError),
    /// There is no such row.
    NoSuchRow {
        /// The row.
        row: u64,
        /// How many there are.
        rows: u64,
    },
}

impl fmt::Display for SweepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SweepError::Engine(error) => error.fmt(f),
            SweepError::Ask(error) => error.fmt(f),
            SweepError::TooMany(error) => error.fmt(f),
            SweepError::Change(error) => error.fmt(f),
            SweepError::NoSuchRow { row, rows } => {
                write!(f, "there is no row {row}: they are numbered from 0 to {}", rows - 1)
            }
        }
    }
}

impl std::error::Error for SweepError {}

impl From<EngineError> for SweepError {
    fn from(error: EngineError) -> Self {
        SweepError::Engine(error)
    }
}

/// A sweep, ready to be made. All that a row holds follows from this and from its number.
#[derive(Debug)]
pub struct Sweep {
    conflict: Conflict,
    lean: Conflict,
    spec: Spec,
    universe: Universe,
    columns: Vec<Column>,
    settings: Settings,
    /// The text of the spec.
    pub spec_text: String,
    /// The text of the conflict's file.
    pub conflict_text: String,
}

/// Why there is no sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadError {
    /// The conflict cannot be read.
    Conflict(Vec<Diagnostic>),
    /// The spec cannot be read, or asks for what the conflict does not have.
    Spec(Vec<Diagnostic>),
}

impl Sweep {
    /// The sweep of a conflict, from the texts of two files; and the warnings about the spec.
    ///
    /// # Errors
    /// All complaints about one of them, with their places.
    pub fn read(conflict_text: &str, spec_text: &str) -> Result<(Self, Vec<Diagnostic>), ReadError> {
        let reading = read::read(conflict_text);
        let Some(conflict) = reading.conflict else { return Err(ReadError::Conflict(reading.diagnostics)) };
        let (spec, complaints) = spec::read(spec_text, &conflict);
        let Some(spec) = spec else { return Err(ReadError::Spec(complaints)) };
        let mut sweep = Sweep::new(conflict, spec);
        sweep.conflict_text = conflict_text.into();
        sweep.spec_text = spec_text.into();
        let unanswered = sweep.unanswered();
        if unanswered.is_empty() { Ok((sweep, complaints)) } else { Err(ReadError::Spec(unanswered)) }
    }

    /// The sweep of a conflict.
    pub fn new(conflict: Conflict, spec: Spec) -> Self {
        let lean = lean(&conflict);
        let universe = Universe::new(&conflict, &lean, &spec.family);
        let columns = columns(&conflict, &spec, &universe);
        let texts = (String::new(), String::new());
        Sweep {
            conflict,
            lean,
            spec,
            universe,
            columns,
            settings: Settings::default(),
            spec_text: texts.0,
            conflict_text: texts.1,
        }
    }

    /// Sets the memory that the engine may use for one variant that is too large for the kernel, in bytes.
    pub fn allow(&mut self, memory: u64) {
        self.settings.memory = memory;
    }

    /// The conflict as it is written.
    pub fn conflict(&self) -> &Conflict {
        &self.conflict
    }

    pub(crate) fn lean(&self) -> &Conflict {
        &self.lean
    }

    /// What is varied and recorded.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The states that words of bits stand for.
    pub fn universe(&self) -> &Universe {
        &self.universe
    }

    /// The columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A value of one of its factors, in words.
    pub fn value_words(&self, factor: &Factor, value: u64) -> String {
        value_words(&self.conflict, factor, value)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        // Reading refuses what does not fit.
        self.spec.family.rows().and_then(|rows| u64::try_from(rows).ok()).unwrap_or(u64::MAX)
    }

    /// The digest of what the conflict means, that of its file, and that of the spec.
    pub fn digests(&self) -> [String; 3] {
        let of = |text: &str| format!("sha256:{}", ledger::sha256(text.as_bytes()));
        [digest(&self.conflict), of(&self.conflict_text), of(&self.spec_text)]
    }

    /// The columns of `count` rows from `first` on.
    ///
    /// # Errors
    /// When there are no such rows, somebody cancels, or a variant is too large for the engine.
    pub fn table(&self, first: u64, count: u64, control: Control) -> Result<Table, SweepError> {
        self.check(first, count)?;
        Worker::new(self, control, false).rows(first, count, &|_| {})
    }

    /// The same, each row made as a conflict of its own and analysed by the engine: slow, and by another way.
    ///
    /// # Errors
    /// The same.
    pub fn table_plainly(&self, first: u64, count: u64, control: Control) -> Result<Table, SweepError> {
        self.check(first, count)?;
        Worker::new(self, control, true).rows(first, count, &|_| {})
    }

    fn check(&self, first: u64, count: u64) -> Result<(), SweepError> {
        match first.checked_add(count) {
            Some(end) if end <= self.rows() => Ok(()),
            _ => Err(SweepError::NoSuchRow { row: first.saturating_add(count.saturating_sub(1)), rows: self.rows() }),
        }
    }

    /// The changes that make the variant of a row.
    ///
    /// # Errors
    /// When there is no such row, or its changes leave no conflict.
    pub fn changes(&self, row: u64) -> Result<RowChanges, SweepError> {
        self.check(row, 1)?;
        let values = self.spec.family.values(row);
        let mut changes =
            form_changes(&self.conflict, &self.lean, &self.spec.family, &values).map_err(SweepError::Change)?;
        let form = changes.made(&self.lean).map_err(SweepError::Change)?;
        changes.others.extend(list_changes(&form, &self.spec.family.factors, &values));
        Ok(changes)
    }

    /// Complaints about propositions that have no answer, where all variants have the states of the conflict.
    fn unanswered(&self) -> Vec<Diagnostic> {
        let propositions =
            || self.columns.iter().filter(|column| matches!(column.source, Origin::Finding(Finding::Proposition(_))));
        if self.conflict.status_quo.is_some() || propositions().next().is_none() {
            return Vec::new();
        }
        let about_it = self.spec.record.propositions.iter().filter(|&&place| {
            crate::rows::asks_about_the_status_quo(&self.conflict.study.propositions[place].question)
        });
        about_it
            .map(|&place| {
                let id = &self.conflict.study.propositions[place].id;
                let message = format!("the proposition `{id}` is about the status quo, and the conflict has none");
                Diagnostic::error("no-status-quo", 0..0, message)
                    .help("give the conflict a status quo, or list other propositions under [record]")
            })
            .collect()
    }
}
