//! Sets of states of any size.

use std::sync::Arc;

use detente_model::{Meaning, OutcomeWhen, State};
use num_bigint::BigUint;

use crate::symbolic::{self, Diagram};
use crate::{EngineError, NumberedStates, StateSet};

/// A set of states, listed or not. Copies are cheap.
#[derive(Clone, Debug)]
pub struct States(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Listed { numbered: NumberedStates, set: Arc<StateSet> },
    Diagram(Arc<Diagram>),
}

/// The bytes that looking for the states in which a condition holds may use.
const MEMORY: u64 = 1 << 30;

impl States {
    pub(crate) fn listed(numbered: NumberedStates, set: StateSet) -> Self {
        States(Kind::Listed { numbered, set: Arc::new(set) })
    }

    pub(crate) fn diagram(diagram: Arc<Diagram>) -> Self {
        States(Kind::Diagram(diagram))
    }

    /// How many states are in the set, exactly.
    pub fn count(&self) -> BigUint {
        match &self.0 {
            Kind::Listed { set, .. } => BigUint::from(set.count()),
            Kind::Diagram(diagram) => diagram.count(),
        }
    }

    /// Whether no state is in the set.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::Listed { set, .. } => set.is_empty(),
            Kind::Diagram(diagram) => diagram.is_empty(),
        }
    }

    /// Whether a state is in the set.
    pub fn contains(&self, state: &State) -> bool {
        match (&self.0, state) {
            (Kind::Listed { numbered, set }, _) => numbered.place(state).is_some_and(|place| set.contains(place)),
            (Kind::Diagram(diagram), State::Vector(vector)) => diagram.contains(vector),
            (Kind::Diagram(_), State::Named(_)) => false,
        }
    }

    /// The first states of the set, at most so many, in the order of [`detente_model::StateList`].
    pub fn first(&self, most: usize) -> Vec<State> {
        match &self.0 {
            Kind::Listed { numbered, set } => set.iter().take(most).map(|place| numbered.state(place)).collect(),
            Kind::Diagram(diagram) => diagram.first(most).into_iter().map(State::Vector).collect(),
        }
    }

    /// The states of the set in which a condition holds. `meaning` is that of the conflict of the set.
    ///
    /// # Errors
    /// [`EngineError::TooEntangled`] where set and condition together take too much memory.
    pub fn among(&self, meaning: &Meaning<'_>, condition: &OutcomeWhen) -> Result<States, EngineError> {
        match &self.0 {
            Kind::Listed { numbered, set } => {
                let holds = |place: usize| {
                    let state = numbered.state(place);
                    match condition {
                        OutcomeWhen::Holds(expr) => meaning.holds_throughout(expr, &state),
                        OutcomeWhen::OneOf(states) => states.contains(&state),
                    }
                };
                let among = StateSet::where_holds(set.states(), |place| set.contains(place) && holds(place));
                Ok(States::listed(numbered.clone(), among))
            }
            Kind::Diagram(diagram) => Ok(States::diagram(Arc::new(symbolic::among(diagram, condition, MEMORY)?))),
        }
    }

    /// How many nodes the set's decision diagram has; `None` where it is listed.
    pub fn nodes(&self) -> Option<usize> {
        match &self.0 {
            Kind::Listed { .. } => None,
            Kind::Diagram(diagram) => Some(diagram.size()),
        }
    }
}
