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
/// Walks the choices from the last option to the first and leaves a branch as soon as a rule excludes all of it, so the time
/// follows the number of feasible vectors rather than 2^options for most rules. Stops with an error beyond `limit` vectors.
pub fn feasible_vectors(conflict: &Conflict, condition: &Expr, limit: usize) -> Result<Vec<OptionVector>, TooMany> {
    let options = conflict.options.len();
    let mut found = Vec::new();
    let mut vector = OptionVector::all_off(options);
    // The options from `decided` on have a value in `vector`. An explicit stack: there may be thousands of options.
    let mut decided = options;
    'walk: loop {
        let known = |option: OptionId| (option.index() >= decided).then(|| vector.is_on(option));
        let dead = condition.holds_partly(&known) == Some(false)
            || conflict.rules.iter().any(|rule| rule.when.holds_partly(&known) == Some(true));
        if !dead && decided > 0 {
            decided -= 1;
            vector.set(OptionId::from(decided), false);
            continue;
        }
        if !dead {
            if found.len() == limit {
                return Err(TooMany { limit });
            }
            found.push(vector.clone());
        }
        // Back to the last choice of "off", which becomes "on".
        loop {
            if decided == options {
                break 'walk;
            }
            let option = OptionId::from(decided);
            if vector.is_on(option) {
                vector.set(option, false);
                decided += 1;
            } else {
                vector.set(option, true);
                break;
            }
        }
    }
    Ok(found)
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
