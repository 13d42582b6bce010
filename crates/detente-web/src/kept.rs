//! The last conflict that was analysed, kept for the next request: pages of states, pictures and ways are asked for one after the other, of the same text. Nothing depends on it; what
//! is not kept is worked out again.

use std::sync::{Arc, Mutex, PoisonError};

use detente_analysis::{Answer, AnswerError};
use detente_engine::{Control, Solution};
use detente_model::Conflict;

use crate::api::Problem;
use crate::listing::Listed;
use crate::solve::{solve, unsolved};

/// A conflict is kept up to so many ranks, one for each state and decision maker: 128 MiB, and at most 256 MiB of margins.
const MAX_RANKS: usize = 1 << 25;

/// The place of the conflict that is kept.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<Arc<Solved>>>);

/// A conflict that has been analysed.
#[derive(Debug)]
pub struct Solved {
    text: String,
    variant: Option<String>,
    conflict: Conflict,
    solution: Arc<Solution>,
    listed: Mutex<Option<Arc<Listed>>>,
}

impl Kept {
    /// The conflict of a text in a variant, analysed; as `read` reads it where it is not the one that is kept.
    pub fn solved(
        &self, text: &str, variant: Option<&str>, read: impl FnOnce() -> Result<Conflict, Problem>, control: &Control,
    ) -> Result<Arc<Solved>, Problem> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(last) = last.filter(|last| last.text == text && last.variant.as_deref() == variant) {
            return Ok(last);
        }
        let conflict = read()?;
        let solution = solve(&conflict, control)?.solution;
        let ranks = solution.states().saturating_mul(conflict.decision_makers.len());
        let (text, variant) = (text.into(), variant.map(Into::into));
        let solved = Arc::new(Solved { text, variant, conflict, solution, listed: Mutex::default() });
        let kept = (ranks <= MAX_RANKS).then(|| Arc::clone(&solved));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(solved)
    }
}

impl Solved {
    /// What every question is put to.
    pub fn answer(&self) -> Result<Answer<'_>, Problem> {
        Answer::of(&self.conflict, Arc::clone(&self.solution)).map_err(|error| unsolved(AnswerError::TooMany(error)))
    }

    /// The last states that were listed, if they are those that are wanted; otherwise as `list` lists them.
    pub fn listed(
        &self, wanted: impl Fn(&Listed) -> bool, list: impl FnOnce() -> Result<Listed, Problem>,
    ) -> Result<Arc<Listed>, Problem> {
        let last = self.listed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(last) = last.filter(|last| wanted(last)) {
            return Ok(last);
        }
        let listed = Arc::new(list()?);
        *self.listed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&listed));
        Ok(listed)
    }
}
