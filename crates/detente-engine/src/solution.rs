//! The answer.

use std::sync::Arc;

use detente_model::{Concept, DmId, Expr, State};

use crate::index::StateIndex;
use crate::plan::{Finding, Plan};
use crate::ranks::Ranks;
use crate::{EngineKind, StateSet};

/// Which states of a conflict are stable, for whom, under which concept, and by what margin.
///
/// States are named by their place, from 0, in the order of [`detente_model::StateList`]. The answer is complete: it covers every feasible
/// state, every decision maker and every concept that was asked for.
#[derive(Clone, Debug)]
pub struct Solution {
    pub(crate) engine: EngineKind,
    pub(crate) index: Arc<StateIndex>,
    pub(crate) plan: Plan,
    /// By decision maker.
    pub(crate) ranks: Vec<Ranks>,
    /// By decision maker, then by sanction.
    pub(crate) findings: Vec<Vec<Finding>>,
    /// By sanction.
    pub(crate) equilibria: Vec<StateSet>,
}

/// The states of a conflict by place. Copies are cheap: they share one table.
#[derive(Clone, Debug)]
pub struct NumberedStates(Arc<StateIndex>);

impl NumberedStates {
    /// The number of states.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The state at a place.
    ///
    /// # Panics
    /// Where there is no such place.
    pub fn state(&self, place: usize) -> State {
        self.0.state(place)
    }

    /// The place of a state; `None` where it is not feasible.
    pub fn place(&self, state: &State) -> Option<usize> {
        self.0.place(state)
    }
}

/// How far a state is from the point where its verdict changes, in places of the decision maker's ranking: that is, if the state alone were
/// ranked elsewhere and all else stayed as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Margin {
    /// It is stable wherever the decision maker ranks it.
    Anywhere,
    /// It is stable; it could fall so many places and stay so.
    Falls(u32),
    /// It is unstable; it must rise so many places to become stable.
    Rises(u32),
}

impl Solution {
    pub(crate) fn new(
        engine: EngineKind, index: StateIndex, plan: Plan, ranks: Vec<Ranks>, findings: Vec<Vec<Finding>>,
    ) -> Self {
        let equilibria = (0..plan.sanctions.len())
            .map(|sanction| {
                findings.iter().fold(StateSet::all(index.len()), |all, of_dm| all.intersection(&of_dm[sanction].stable))
            })
            .collect();
        Solution { engine, index: Arc::new(index), plan, ranks, findings, equilibria }
    }

    /// The engine that found it.
    pub fn engine(&self) -> EngineKind {
        self.engine
    }

    /// The concepts that were asked for.
    pub fn concepts(&self) -> &[&'static Concept] {
        &self.plan.concepts
    }

    /// The number of decision makers.
    pub(crate) fn decision_makers(&self) -> usize {
        self.findings.len()
    }

    /// The number of feasible states.
    pub fn states(&self) -> usize {
        self.index.len()
    }

    /// The state at a place.
    ///
    /// # Panics
    /// Where there is no such place.
    pub fn state(&self, place: usize) -> State {
        self.index.state(place)
    }

    /// The place of a state; `None` where it is not feasible.
    pub fn place(&self, state: &State) -> Option<usize> {
        self.index.place(state)
    }

    /// The states at which a condition holds, all looked at together; `None` where states have names, since they may stand for several combinations.
    pub fn holding(&self, condition: &Expr) -> Option<StateSet> {
        self.index.holding(condition)
    }

    /// Which state has which place, to be kept beyond the solution.
    pub fn numbered(&self) -> NumberedStates {
        NumberedStates(Arc::clone(&self.index))
    }

    /// The states that are stable for a decision maker under a concept.
    ///
    /// # Panics
    /// Where the concept was not asked for.
    pub fn stable(&self, concept: &Concept, dm: DmId) -> &StateSet {
        &self.finding(concept, dm).stable
    }

    /// The states that are stable for every decision maker under a concept.
    ///
    /// # Panics
    /// Where the concept was not asked for.
    pub fn equilibria(&self, concept: &Concept) -> &StateSet {
        &self.equilibria[self.sanction_index(concept)]
    }

    /// How many different places a decision maker's ranking has.
    pub fn places_in_ranking(&self, dm: DmId) -> u32 {
        self.ranks[dm.index()].places
    }

    /// The place of a state in a decision maker's ranking: 0 the worst, states that tie share it.
    ///
    /// # Panics
    /// Where there is no state at `place`.
    pub fn rank(&self, dm: DmId, place: usize) -> u32 {
        self.ranks[dm.index()].of[place] as u32
    }

    /// The margin of a verdict. `None` where it was not kept: in conflicts that are large, for states that were not watched.
    ///
    /// # Panics
    /// Where the concept was not asked for, or there is no state at `place`.
    pub fn margin(&self, concept: &Concept, dm: DmId, place: usize) -> Option<Margin> {
        let threshold = self.finding(concept, dm).threshold(&self.plan, place)?;
        let rank = self.rank(dm, place);
        Some(match u32::try_from(threshold) {
            Err(_) => Margin::Anywhere,
            Ok(threshold) if threshold <= rank => Margin::Falls(rank - threshold),
            Ok(threshold) => Margin::Rises(threshold - rank),
        })
    }

    fn finding(&self, concept: &Concept, dm: DmId) -> &Finding {
        &self.findings[dm.index()][self.sanction_index(concept)]
    }

    fn sanction_index(&self, concept: &Concept) -> usize {
        self.plan.sanction_index(concept).unwrap_or_else(|| panic!("{} was not asked for", concept.name))
    }
}
