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
    let mut steps = MAX_STEPS;
    match Search::new(conflict).vectors(condition, limit, &mut steps) {
        Found::All(vectors) => Ok(vectors),
        Found::TooMany | Found::GivenUp => Err(TooMany { limit }),
    }
}

/// Whether the rules leave any state; `None` where a long search did not tell.
pub(crate) fn any_feasible(conflict: &Conflict) -> Option<bool> {
    let mut steps = MAX_STEPS;
    Search::new(conflict).any(&Expr::Constant(true), &mut steps)
}

/// So many parts of rules and conditions are looked at before a search is given up: a few seconds.
const MAX_STEPS: usize = 1 << 30;
/// So many choices are made before a search is given up.
const MAX_CHOICES: usize = 1 << 23;

/// How many parts a condition has, as far as they cost time.
pub(crate) fn steps(expr: &Expr) -> usize {
    let mut steps = 1;
    expr.for_each_option(&mut |_| steps += 1);
    steps
}

/// What came of a search.
pub(crate) enum Found {
    /// These are all.
    All(Vec<OptionVector>),
    /// There are more than were asked for.
    TooMany,
    /// It took too long.
    GivenUp,
}

/// A search for feasible option vectors.
pub(crate) struct Search<'c> {
    conflict: &'c Conflict,
    /// For each option the rules that mention it, and how long they are.
    rules_of: Vec<Vec<(&'c Expr, usize)>>,
}

impl<'c> Search<'c> {
    pub(crate) fn new(conflict: &'c Conflict) -> Self {
        let mut rules_of = vec![Vec::new(); conflict.options.len()];
        for rule in &conflict.rules {
            let steps = steps(&rule.when);
            for option in options_in(&rule.when) {
                rules_of[option.index()].push((&rule.when, steps));
            }
        }
        Search { conflict, rules_of }
    }

    /// As [`feasible_vectors`]. Takes the steps of the search off `steps`, and gives up where they do not suffice.
    pub(crate) fn vectors(&self, condition: &Expr, limit: usize, steps: &mut usize) -> Found {
        match self.any(condition, steps) {
            Some(true) => {}
            Some(false) => return Found::All(Vec::new()),
            None => return Found::GivenUp,
        }
        let all: Vec<OptionId> = (0..self.conflict.options.len()).map(OptionId::from).collect();
        let mut found = Vec::new();
        let mut too_many = false;
        let finished = self.walk(condition, &all, steps, |vector| {
            too_many = found.len() == limit;
            found.push(vector.clone());
            !too_many
        });
        match (finished, too_many) {
            (_, true) => Found::TooMany,
            (true, false) => Found::All(found),
            (false, false) => Found::GivenUp,
        }
    }

    /// Whether any feasible vector satisfies `condition`; `None` where the search was given up. Options that nothing mentions are
    /// left out: with them a contradiction would be found again under every choice for them.
    fn any(&self, condition: &Expr, steps: &mut usize) -> Option<bool> {
        let mut mentioned = options_in(condition);
        mentioned.extend((0..self.rules_of.len()).filter(|&o| !self.rules_of[o].is_empty()).map(OptionId::from));
        mentioned.sort_unstable();
        mentioned.dedup();
        let mut any = false;
        let finished = self.walk(condition, &mentioned, steps, |_| {
            any = true;
            false
        });
        (any || finished).then_some(any)
    }

    /// Calls `visit` with the vectors of choices for `options` (ascending; the others are off) that no rule excludes and that
    /// satisfy `condition`, in order, until it answers false. False where the walk was given up.
    ///
    /// Walks the choices from the last option to the first and leaves a branch as soon as a rule excludes all of it, so the time
    /// follows the number of feasible vectors rather than 2^options for most rules. A choice can decide only the rules that
    /// mention its option, so only those are looked at.
    fn walk(
        &self, condition: &Expr, options: &[OptionId], steps: &mut usize, mut visit: impl FnMut(&OptionVector) -> bool,
    ) -> bool {
        let count = self.conflict.options.len();
        let condition_steps = self::steps(condition);
        let mut in_condition = vec![false; count];
        options_in(condition).into_iter().for_each(|option| in_condition[option.index()] = true);
        *steps = steps.saturating_sub(count + condition_steps);

        let mut vector = OptionVector::all_off(count);
        // Of `options` those from `decided` on have a value in `vector`. An explicit stack: there may be thousands.
        let mut decided = options.len();
        let mut is_known = vec![false; count];
        let mut dead = condition.holds_partly(&|_| None) == Some(false)
            || self.conflict.rules.iter().any(|rule| rule.when.holds_partly(&|_| None) == Some(true));
        for _ in 0..MAX_CHOICES {
            if !dead && decided > 0 {
                decided -= 1;
                vector.set(options[decided], false);
                is_known[options[decided].index()] = true;
            } else {
                if !dead && !visit(&vector) {
                    return true;
                }
                // Back to the last choice of "off", which becomes "on".
                loop {
                    let Some(&option) = options.get(decided) else { return true };
                    if !vector.is_on(option) {
                        vector.set(option, true);
                        break;
                    }
                    vector.set(option, false);
                    is_known[option.index()] = false;
                    decided += 1;
                }
            }
            let chosen = options[decided].index();
            let known = |option: OptionId| is_known[option.index()].then(|| vector.is_on(option));
            let mut cost = 1;
            dead = self.rules_of[chosen].iter().any(|(rule, steps)| {
                cost += steps;
                rule.holds_partly(&known) == Some(true)
            });
            if !dead && in_condition[chosen] {
                cost += condition_steps;
                dead = condition.holds_partly(&known) == Some(false);
            }
            let Some(left) = steps.checked_sub(cost) else { return false };
            *steps = left;
        }
        false
    }
}

/// The options that occur in a condition, each once.
fn options_in(expr: &Expr) -> Vec<OptionId> {
    let mut options = Vec::new();
    expr.for_each_option(&mut |option| options.push(option));
    options.sort_unstable();
    options.dedup();
    options
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
