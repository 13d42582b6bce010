//! Stability under unknown preference as the literature has it: extensions a to d.

use detente_model::{Concept, Conflict, DmId, Steps, Unknown};

use super::space::Space;
use super::{Graph, Opinion, Relation, UnknownsError};

/// How a decision maker takes the unknown (Li, Hipel, Kilgour and Fang 2004).
///
/// In each concept a ⇒ b ⇒ d and a ⇒ c ⇒ d.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extension {
    /// It goes for the unknown, and is not deterred by it: the boldest.
    A,
    /// It neither goes for the unknown nor is deterred by it.
    B,
    /// It goes for the unknown, and is deterred by it.
    C,
    /// It does not go for the unknown, and is deterred by it: the most cautious.
    D,
}

/// A conflict in which parts of the preferences are unknown.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// States and moves.
    pub graph: Graph,
    /// For each decision maker, what is known of its preference.
    pub relations: Vec<Relation>,
}

/// So many states are compared one with another.
const MAX_STATES: usize = 1 << 12;

impl Extension {
    /// All of them.
    pub const ALL: [Extension; 4] = [Extension::A, Extension::B, Extension::C, Extension::D];

    /// The letter that it goes by.
    pub fn letter(self) -> &'static str {
        match self {
            Extension::A => "a",
            Extension::B => "b",
            Extension::C => "c",
            Extension::D => "d",
        }
    }

    /// What kind of decision maker it is about, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Extension::A => "goes for the unknown, is not deterred by it",
            Extension::B => "leaves the unknown aside",
            Extension::C => "goes for the unknown, is deterred by it",
            Extension::D => "does not go for the unknown, is deterred by it",
        }
    }

    /// Whether a decision maker moves to a state of which it is not known whether it prefers it.
    fn is_drawn(self) -> bool {
        matches!(self, Extension::A | Extension::C)
    }

    /// Whether a state of which that is not known deters it.
    fn is_deterred(self) -> bool {
        matches!(self, Extension::C | Extension::D)
    }
}

impl Uncertain {
    /// The conflict with relations given directly, one for each decision maker, on the states by place.
    ///
    /// # Errors
    /// [`UnknownsError::TooManyStates`].
    ///
    /// # Panics
    /// Where there is not one relation for each decision maker, on all states.
    pub fn new(conflict: &Conflict, relations: Vec<Relation>) -> Result<Self, UnknownsError> {
        let graph = Graph::new(conflict, MAX_STATES)?;
        assert_eq!(relations.len(), graph.decision_makers(), "one relation for each decision maker");
        assert!(relations.iter().all(|relation| relation.states() == graph.len()), "relations on all states");
        Ok(Uncertain { graph, relations })
    }

    /// The conflict with what all completions agree on.
    ///
    /// A decision maker's relation is taken over the completions of the unknowns that bear on it, so that the number of completions in all does
    /// not matter; and from what is known of a ranking directly, however many completions it has.
    ///
    /// # Errors
    /// When the unknowns of one decision maker have more than `limit` completions, or change which states or moves there are.
    pub fn from_unknowns(conflict: &Conflict, unknowns: &[Unknown], limit: u64) -> Result<Self, UnknownsError> {
        let mut space = Space::new(conflict, unknowns, MAX_STATES)?;
        if let Some(&first) = space.structural().first() {
            return Err(UnknownsError::FormDiffers { unknown: unknowns[first].id.clone() });
        }
        let open = vec![None; unknowns.len()];
        let mut relations = Vec::new();
        for dm in conflict.dm_ids() {
            let left = space
                .left(dm, &open, limit)?
                .ok_or_else(|| UnknownsError::TooMany { completions: space.count_for(dm, &open), limit })?;
            relations.push(Relation::of_left(&left));
        }
        Uncertain::new(conflict, relations)
    }

    /// Whether `dm` moves from `s` to `y` (*y ∈ R⁺ᵁ(s)* or *R⁺(s)*).
    fn goes(&self, dm: DmId, s: usize, y: usize, to_the_unknown: bool) -> bool {
        match self.relations[dm.index()].of(y, s) {
            Opinion::Preferred => true,
            Opinion::Unknown => to_the_unknown,
            _ => false,
        }
    }

    /// Whether the state at `s` is stable for `dm` under `concept` in an extension.
    ///
    /// The formulas are those of the NUAA program and agree with the paper's as far as they are known to us; SSEQ is by the same pattern: a sanction of
    /// SEQ all of whose counter-moves are in the sanction set. An answer never ends where it began (definitions, convention 0.2), which matters in
    /// extension c for three or more decision makers.
    pub fn is_stable(&self, concept: &Concept, extension: Extension, dm: DmId, s: usize) -> bool {
        let sanctions = |z: usize| match self.relations[dm.index()].of(z, s) {
            Opinion::Worse | Opinion::Indifferent => true,
            Opinion::Unknown => extension.is_deterred(),
            Opinion::Preferred => false,
        };
        let graph = &self.graph;
        graph.moves(dm, s).iter().filter(|&&y| self.goes(dm, s, y, extension.is_drawn())).all(|&y| {
            concept.sanction.is_some_and(|sanction| {
                let step = |by, from, to| sanction.steps == Steps::Moves || self.goes(by, from, to, true);
                graph.replies(dm, y, step).into_iter().any(|z| {
                    sanctions(z) && (!sanction.inescapable || graph.moves(dm, z).iter().all(|&w| sanctions(w)))
                })
            })
        })
    }

    /// Whether the state at `s` is stable for every decision maker.
    pub fn is_equilibrium(&self, concept: &Concept, extension: Extension, s: usize) -> bool {
        (0..self.relations.len()).all(|dm| self.is_stable(concept, extension, DmId::from(dm), s))
    }

    /// The places of all equilibria, ascending.
    pub fn equilibria(&self, concept: &Concept, extension: Extension) -> Vec<usize> {
        (0..self.graph.len()).filter(|&s| self.is_equilibrium(concept, extension, s)).collect()
    }
}
