//! The states of a conflict, listed: for people, for tests and for everything small.

use std::collections::HashMap;
use std::fmt;

use crate::{Conflict, Expr, OptionId, OptionVector, State};

/// Why states were not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// More than so many option vectors are feasible.
    pub limit: usize,
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} option vectors are feasible", self.limit)
    }
}

impl std::error::Error for TooMany {}

/// All option vectors that no rule excludes and that satisfy `condition`, in order.
///
/// Stops with an error beyond `limit` vectors, or after a search so long that nothing useful would come of it.
pub fn feasible_vectors(conflict: &Conflict, condition: &Expr, limit: usize) -> Result<Vec<OptionVector>, TooMany> {
    let mut found = Vec::new();
    let mut too_many = false;
    let finished = walk(conflict, condition, |vector| {
        too_many = found.len() == limit;
        found.push(vector.clone());
        !too_many
    });
    if finished && !too_many { Ok(found) } else { Err(TooMany { limit }) }
}

/// Whether the rules leave any state; `None` where a long search did not tell.
pub(crate) fn any_feasible(conflict: &Conflict) -> Option<bool> {
    let mut any = false;
    let finished = walk(conflict, &Expr::Constant(true), |_| {
        any = true;
        false
    });
    (any || finished).then_some(any)
}

/// So many choices are looked at before a walk gives up.
const MAX_CHOICES: usize = 1 << 23;

/// Calls `visit` with the option vectors that no rule excludes and that satisfy `condition`, in order, until it answers false.
/// False where the walk was given up.
///
/// Walks the choices from the last option to the first and leaves a branch as soon as a rule excludes all of it, so the time
/// follows the number of feasible vectors rather than 2^options for most rules.
fn walk(conflict: &Conflict, condition: &Expr, mut visit: impl FnMut(&OptionVector) -> bool) -> bool {
    let options = conflict.options.len();
    let mut vector = OptionVector::all_off(options);
    // The options from `decided` on have a value in `vector`. An explicit stack: there may be thousands of options.
    let mut decided = options;
    for _ in 0..MAX_CHOICES {
        let known = |option: OptionId| (option.index() >= decided).then(|| vector.is_on(option));
        let dead = condition.holds_partly(&known) == Some(false)
            || conflict.rules.iter().any(|rule| rule.when.holds_partly(&known) == Some(true));
        if !dead && decided > 0 {
            decided -= 1;
            vector.set(OptionId::from(decided), false);
            continue;
        }
        if !dead && !visit(&vector) {
            return true;
        }
        // Back to the last choice of "off", which becomes "on".
        loop {
            if decided == options {
                return true;
            }
            let option = OptionId::from(decided);
            if !vector.is_on(option) {
                vector.set(option, true);
                break;
            }
            vector.set(option, false);
            decided += 1;
        }
    }
    false
}

/// The feasible states of a conflict in order, with their names.
#[derive(Clone, Debug)]
pub struct StateList {
    states: Vec<State>,
    places: HashMap<State, usize>,
}

impl StateList {
    /// Lists the states of `conflict`, at most `limit`.
    pub fn new(conflict: &Conflict, limit: usize) -> Result<Self, TooMany> {
        let states: Vec<State> = match &conflict.named_states {
            Some(named) => (0..named.len()).map(State::Named).collect(),
            None => feasible_vectors(conflict, &Expr::Constant(true), limit)?.into_iter().map(State::Vector).collect(),
        };
        let places = states.iter().cloned().zip(0..).collect();
        Ok(StateList { states, places })
    }

    /// The states.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The place of a state, or `None` where it is not feasible.
    pub fn place(&self, state: &State) -> Option<usize> {
        self.places.get(state).copied()
    }

    /// The name of the state at `place`: its own, or `s1`, `s2`, … by place.
    pub fn name(&self, conflict: &Conflict, place: usize) -> String {
        match &conflict.named_states {
            Some(named) => named[place].id.clone(),
            None => numbered_name(place),
        }
    }
}

/// The name of the state at `place` where states have no names of their own: `s1` for place 0.
pub fn numbered_name(place: usize) -> String {
    format!("s{}", place + 1)
}

/// The place of the state named `s1`, `s2`, …; the opposite of [`numbered_name`].
pub fn numbered_place(name: &str) -> Option<usize> {
    let digits = name.strip_prefix('s').filter(|digits| digits.starts_with(|c: char| ('1'..='9').contains(&c)))?;
    digits.parse::<usize>().ok().map(|number| number - 1)
}
