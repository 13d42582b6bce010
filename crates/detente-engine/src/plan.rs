//! What is to be found, and what is found, for every decision maker.

use detente_model::{Concept, Sanction, State};

use crate::StateSet;
use crate::index::StateIndex;
use crate::ranks::ANYWHERE;

/// What is to be found. Concepts with the same sanction have the same answer, which is computed once.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub concepts: Vec<&'static Concept>,
    /// The different sanctions, `None` for "no answer counts".
    pub sanctions: Vec<Option<Sanction>>,
    /// Whether thresholds are kept for all states.
    pub keeps_margins: bool,
    /// The places of the states whose thresholds are kept in any case, ascending.
    pub watch: Vec<usize>,
}

impl Plan {
    pub fn new(concepts: &[&'static Concept]) -> Self {
        let mut sanctions: Vec<Option<Sanction>> = Vec::new();
        for concept in concepts {
            if !sanctions.contains(&concept.sanction) {
                sanctions.push(concept.sanction);
            }
        }
        Plan { concepts: concepts.to_vec(), sanctions, keeps_margins: false, watch: Vec::new() }
    }

    /// The place of a concept's sanction among the sanctions.
    pub fn sanction_index(&self, concept: &Concept) -> Option<usize> {
        self.concepts.iter().any(|c| c.id == concept.id).then_some(())?;
        self.sanctions.iter().position(|s| *s == concept.sanction)
    }

    /// Has the thresholds of these states kept, as far as they are feasible.
    pub fn watch_places(&mut self, index: &StateIndex, watch: &[State]) {
        self.watch = watch.iter().filter_map(|state| index.place(state)).collect();
        self.watch.sort_unstable();
        self.watch.dedup();
    }

    /// What the thresholds say of states with these ranks, both by place.
    pub fn finding(&self, ranks: &[i32], thresholds: Vec<i32>) -> Finding {
        let stable = StateSet::where_holds(ranks.len(), |place| ranks[place] >= thresholds[place]);
        let watched = self.watch.iter().map(|&place| thresholds[place]).collect();
        Finding { stable, watched, thresholds: self.keeps_margins.then_some(thresholds) }
    }
}

/// What was found for one decision maker under one sanction.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub stable: StateSet,
    /// By place, [`ANYWHERE`] or a rank, where they were kept.
    pub thresholds: Option<Vec<i32>>,
    /// The same for the watched states, in the order of [`Plan::watch`].
    pub watched: Vec<i32>,
}

impl Finding {
    /// The threshold of the state at `place`, where it was kept.
    pub fn threshold(&self, plan: &Plan, place: usize) -> Option<i32> {
        match &self.thresholds {
            Some(thresholds) => Some(thresholds[place]),
            None => plan.watch.binary_search(&place).ok().map(|at| self.watched[at]),
        }
    }
}

const _: () = assert!(ANYWHERE < 0, "every rank reaches the threshold of a state that is stable anywhere");
