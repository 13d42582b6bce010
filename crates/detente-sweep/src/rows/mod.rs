//! From the numbers of rows to their columns.

mod asked;
mod engine;
mod kernel;
mod store;

use std::any::Any;

use detente_analysis::world::World;
use detente_engine::{Control, EngineError};
use detente_model::{ChangeError, Conflict, Question, State};

use crate::columns::{Finding, Origin, Table};
use crate::forms::{form_changes, list_changes};
use crate::kernel::MAX_STATES;
use crate::lists::Lists;
use crate::sweep::{Sweep, SweepError};

/// So many rows are made between two looks at whether anybody still wants them.
const LOOK: u64 = 1024;

/// How the rows of one form are found.
pub(crate) trait Rows {
    /// What is found of the row whose factors have these values. Factors from `changed` on may differ from the row before. `record` is room for it, if it takes any.
    fn record<'r>(
        &'r mut self, values: &[u64], changed: usize, record: &'r mut Vec<u64>,
    ) -> Result<&'r [u64], SweepError>;

    /// For each finding whether there is a value.
    fn present(&self) -> &[bool];

    /// What the next form may take over.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

/// What the rows of all forms are found with.
pub(crate) struct Task<'s> {
    pub(crate) sweep: &'s Sweep,
    pub(crate) findings: Vec<Finding>,
    pub(crate) control: Control<'s>,
    /// Everything through the engine, also what the kernel could do: for tests.
    pub(crate) plainly: bool,
}

/// A form of the conflict, with what is asked of it.
pub(crate) struct Form {
    pub(crate) conflict: Conflict,
    /// The watched states; `None` where one is not feasible here.
    pub(crate) watched: Vec<Option<State>>,
    /// The propositions; `None` where a state that one is about is not feasible here, or there is no status quo.
    pub(crate) questions: Vec<Option<Question>>,
    /// For each finding whether there is a value.
    pub(crate) present: Vec<bool>,
}

/// Makes rows one after the other, and keeps what may be of use again. Each thread has its own; what is found does not depend on what is kept.
pub(crate) struct Worker<'s> {
    task: Task<'s>,
    /// The values of the outer factors that the form is for.
    form_of: Option<Vec<u64>>,
    /// The form; `None` where the changes leave no conflict.
    form: Option<Box<dyn Rows + 's>>,
}

impl<'s> Worker<'s> {
    pub(crate) fn new(sweep: &'s Sweep, control: Control<'s>, plainly: bool) -> Self {
        let finding = |origin| match origin {
            Origin::Finding(finding) => Some(finding),
            _ => None,
        };
        let findings = sweep.columns().iter().filter_map(|column| finding(column.source)).collect();
        Worker { task: Task { sweep, findings, control, plainly }, form_of: None, form: None }
    }

    /// The columns of `count` rows from `first` on. `done` is told of rows that are made.
    ///
    /// # Errors
    /// When somebody cancels, or a form is too large for the engine.
    pub(crate) fn rows(&mut self, first: u64, count: u64, done: &dyn Fn(u64)) -> Result<Table, SweepError> {
        let sweep = self.task.sweep;
        let family = &sweep.spec().family;
        let (outer, columns) = (family.outer(), sweep.columns());
        let mut table = Table::new(columns, count as usize);
        let findings_from = columns.len() - self.task.findings.len();
        let mut values = family.values(first);
        let (mut changed, mut unseen, mut record) = (0, 0, Vec::new());
        let nothing = vec![0; self.task.findings.len()];
        // So many rows of this form do not say yet where there are values: it is the same in all of them.
        let mut unmarked = 0;
        for row in first..first + count {
            if changed < outer || self.form_of.is_none() {
                self.mark(&mut table, findings_from, std::mem::take(&mut unmarked));
                self.turn_to(&values[..outer], &values)?;
                changed = 0;
            }
            table.push(0, &[row]);
            table.push(1, &values);
            if outer > 0 {
                table.push(1 + values.len(), &[u64::from(self.form.is_some())]);
            }
            match &mut self.form {
                Some(form) => table.push(findings_from, form.record(&values, changed, &mut record)?),
                None => table.push(findings_from, &nothing),
            }
            unmarked += 1;
            changed = family.advance(&mut values);
            unseen += 1;
            if unseen == LOOK || row + 1 == first + count {
                if (self.task.control.cancelled)() {
                    return Err(EngineError::Cancelled.into());
                }
                done(unseen);
                unseen = 0;
            }
        }
        self.mark(&mut table, findings_from, unmarked);
        Ok(table)
    }

    /// Says of so many rows of the form where there are values.
    fn mark(&self, table: &mut Table, findings_from: usize, rows: usize) {
        match &self.form {
            Some(form) => table.mark(findings_from, form.present(), rows),
            None => table.mark(findings_from, &vec![false; self.task.findings.len()], rows),
        }
    }

    /// Makes the form of these values of the outer factors, unless it is at hand.
    fn turn_to(&mut self, outer: &[u64], values: &[u64]) -> Result<(), SweepError> {
        if self.form_of.as_deref() == Some(outer) {
            return Ok(());
        }
        let before = self.form.take().map(Rows::into_any);
        self.form = match Form::new(&self.task, values)? {
            Some(form) => Some(self.rows_of(form, before)?),
            None => None,
        };
        self.form_of = Some(outer.to_vec());
        Ok(())
    }

    fn rows_of(&self, form: Form, before: Option<Box<dyn Any>>) -> Result<Box<dyn Rows + 's>, SweepError> {
        match (!self.task.plainly).then(|| World::new(&form.conflict, MAX_STATES).ok()).flatten() {
            Some(world) => kernel::rows(&self.task, form, &world, before),
            None => Ok(Box::new(engine::EngineRows::new(&self.task, form))),
        }
    }
}

impl Form {
    /// The form of a row; `None` where the changes leave no conflict.
    fn new(task: &Task, values: &[u64]) -> Result<Option<Form>, SweepError> {
        let sweep = task.sweep;
        let (conflict, lean, spec) = (sweep.conflict(), sweep.lean(), sweep.spec());
        let made = form_changes(conflict, lean, &spec.family, values).and_then(|changes| changes.made(lean));
        let made = match made {
            Ok(made) => made,
            // That nobody can tell is another matter than that there is none.
            Err(ChangeError::TooMany) => return Err(SweepError::Change(ChangeError::TooMany)),
            Err(_) => return Ok(None),
        };
        let watched: Vec<Option<State>> = spec
            .record
            .states
            .iter()
            .map(|watched| match &watched.state {
                Some(state) => conflict.state_in(&made, state),
                None => made.status_quo.clone(),
            })
            .collect();
        let has_status_quo = made.status_quo.is_some();
        let questions: Vec<Option<Question>> = spec
            .record
            .propositions
            .iter()
            .map(|&place| {
                let question = conflict.study.propositions[place].question.in_form(conflict, &made).ok()?;
                (has_status_quo || !asks_about_the_status_quo(&question)).then_some(question)
            })
            .collect();
        let present = task
            .findings
            .iter()
            .map(|finding| match *finding {
                Finding::Watched(state, _) | Finding::WatchedFor(state, _, _) => watched[state].is_some(),
                Finding::Proposition(place) => questions[place].is_some(),
                Finding::States | Finding::Equilibria(_) | Finding::Word(..) | Finding::Outcome(..) => true,
            })
            .collect();
        Ok(Some(Form { conflict: made, watched, questions, present }))
    }

    /// What the factors do to the lists of statements, for each decision maker.
    pub(crate) fn lists(&self, task: &Task) -> Vec<Option<Lists>> {
        let factors = &task.sweep.spec().family.factors;
        self.conflict.dm_ids().map(|dm| Lists::new(&self.conflict, dm, factors)).collect()
    }

    /// The conflict of a row of this form.
    pub(crate) fn row(&self, task: &Task, values: &[u64]) -> Result<Conflict, SweepError> {
        let changes = list_changes(&self.conflict, &task.sweep.spec().family.factors, values);
        self.conflict.changed(&changes).map_err(SweepError::Change)
    }
}

/// Whether a question leaves a state to be the status quo.
pub(crate) fn asks_about_the_status_quo(question: &Question) -> bool {
    match question {
        Question::Equilibrium { at, .. } | Question::Stable { at, .. } => at.is_none(),
        Question::Reaches { from, .. } | Question::Avoids { from, .. } | Question::JointImprovement { from, .. } => {
            from.is_none()
        }
        Question::Prefers { better, worse, .. } => better.is_none() || worse.is_none(),
        Question::SomeEquilibrium { .. } | Question::EveryEquilibrium { .. } => false,
    }
}
