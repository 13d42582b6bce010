//! What a conflict means: which moves exist, which state is preferred. Slow and obvious.
//!
//! Everything fast must agree with this module, and certificates are checked against it alone.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use crate::states::{TooMany, feasible_vectors};
use crate::{Conflict, DmId, Expr, Extent, OptionId, OptionVector, OutcomeWhen, Preference, State};

/// The plain meaning of a conflict.
#[derive(Clone, Debug)]
pub struct Meaning<'c> {
    conflict: &'c Conflict,
    /// The option vectors of each named state (none in graph form), and the way back.
    extents: Vec<Vec<OptionVector>>,
    state_of: HashMap<OptionVector, usize>,
    /// For each decision maker with a direct ranking, the place of each state, 0 the best.
    ranks: Vec<Option<HashMap<State, usize>>>,
}

/// At most so many option vectors may stand behind the named states of a conflict.
pub const MAX_NAMED_VECTORS: usize = 1 << 16;

impl<'c> Meaning<'c> {
    /// Prepares the meaning of `conflict`.
    ///
    /// # Errors
    /// When the named states stand for more than [`MAX_NAMED_VECTORS`] option vectors.
    pub fn new(conflict: &'c Conflict) -> Result<Self, TooMany> {
        let extents = named_extents(conflict)?;
        let state_of = extents
            .iter()
            .enumerate()
            .flat_map(|(place, vectors)| vectors.iter().map(move |v| (v.clone(), place)))
            .collect();
        let ranks = conflict
            .decision_makers
            .iter()
            .map(|dm| match &dm.preference {
                Preference::Ranked(groups) => Some(
                    groups
                        .iter()
                        .enumerate()
                        .flat_map(|(rank, group)| group.iter().map(move |s| (s.clone(), rank)))
                        .collect(),
                ),
                _ => None,
            })
            .collect();
        Ok(Meaning { conflict, extents, state_of, ranks })
    }

    /// The conflict.
    pub fn conflict(&self) -> &'c Conflict {
        self.conflict
    }

    /// Whether `state` is a state of the conflict.
    pub fn is_feasible(&self, state: &State) -> bool {
        match state {
            State::Vector(vector) => self.conflict.named_states.is_none() && !self.conflict.is_excluded(vector),
            State::Named(place) => *place < self.extents.len(),
        }
    }

    /// The option vectors that `state` stands for: none in graph form.
    pub fn vectors<'a>(&'a self, state: &'a State) -> &'a [OptionVector] {
        match state {
            State::Vector(vector) => std::slice::from_ref(vector),
            State::Named(place) => &self.extents[*place],
        }
    }

    /// The state that an option vector belongs to; `None` where it is not feasible.
    pub fn state_of(&self, vector: &OptionVector) -> Option<State> {
        match &self.conflict.named_states {
            Some(_) => self.state_of.get(vector).copied().map(State::Named),
            None => (!self.conflict.is_excluded(vector)).then(|| State::Vector(vector.clone())),
        }
    }

    /// Whether `goal` holds at `state`.
    pub fn satisfies(&self, goal: &OutcomeWhen, state: &State) -> bool {
        match goal {
            OutcomeWhen::Holds(condition) => self.holds_throughout(condition, state),
            OutcomeWhen::OneOf(states) => states.contains(state),
        }
    }

    /// The option vectors of every named state, in order; empty where states have no names.
    pub(crate) fn all_extents(&self) -> Vec<Vec<OptionVector>> {
        self.extents.clone()
    }

    /// The moves of `dm` from `state` (*R_i(s)*), in the order of states. Never contains `state` itself.
    ///
    /// A decision maker changes any of its own options in one move, each in a direction that it allows, and arrives at a
    /// feasible state; or its moves are listed in the file.
    pub fn moves(&self, dm: DmId, state: &State) -> Vec<State> {
        if let (Some(table), State::Named(place)) = (self.conflict.move_tables.get(&dm), state) {
            return table[*place].iter().copied().map(State::Named).collect();
        }
        let mut ends = BTreeSet::new();
        for vector in self.vectors(state) {
            self.for_each_own_change(dm, vector, |end| match &self.conflict.named_states {
                Some(_) => ends.extend(self.state_of.get(end).copied().map(State::Named)),
                None => {
                    if !self.conflict.is_excluded(end) {
                        ends.insert(State::Vector(end.clone()));
                    }
                }
            });
        }
        ends.remove(state);
        ends.into_iter().collect()
    }

    /// Whether `dm` can move from one state to the other in one step.
    pub fn can_move(&self, dm: DmId, from: &State, to: &State) -> bool {
        if let (Some(table), State::Named(from), State::Named(to)) = (self.conflict.move_tables.get(&dm), from, to) {
            return table[*from].contains(to);
        }
        let own = &self.conflict.dm(dm).options;
        let leads = |a: &OptionVector, b: &OptionVector| {
            (0..self.conflict.options.len()).map(OptionId::from).all(|o| {
                let (from, to) = (a.is_on(o), b.is_on(o));
                from == to || own.contains(&o.0) && self.conflict.option(o).direction.allows(from, to)
            })
        };
        from != to
            && self.is_feasible(from)
            && self.is_feasible(to)
            && self.vectors(from).iter().any(|a| self.vectors(to).iter().any(|b| leads(a, b)))
    }

    /// How `dm` compares two states: `Greater` when it prefers `a` to `b`, `Equal` when it is indifferent.
    pub fn compare(&self, dm: DmId, a: &State, b: &State) -> Ordering {
        match &self.conflict.dm(dm).preference {
            Preference::Ranked(_) => {
                let rank = self.ranks[dm.index()].as_ref().expect("a ranking is indexed");
                rank[b].cmp(&rank[a])
            }
            // Conditions have one value on all vectors of a state: reading makes sure of it.
            Preference::Prioritised(statements) => statements
                .iter()
                .map(|s| s.that.holds(&self.vectors(a)[0]).cmp(&s.that.holds(&self.vectors(b)[0])))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal),
            Preference::Weighted(weights) => {
                let weight = |state: &State| -> i128 {
                    self.vectors(state)[0].on().map(|option| i128::from(weights[option.index()])).sum()
                };
                weight(a).cmp(&weight(b))
            }
        }
    }

    /// Whether `dm` prefers `a` to `b` (*a >_i b*).
    pub fn prefers(&self, dm: DmId, a: &State, b: &State) -> bool {
        self.compare(dm, a, b).is_gt()
    }

    /// The improvements of `dm` from `state` (*R_i⁺(s)*).
    pub fn improvements(&self, dm: DmId, state: &State) -> Vec<State> {
        self.moves(dm, state).into_iter().filter(|end| self.prefers(dm, end, state)).collect()
    }

    /// Whether an outcome's condition holds at `state`.
    pub fn holds(&self, condition: &Expr, state: &State) -> bool {
        condition.holds(&self.vectors(state)[0])
    }

    /// Whether `condition` holds in all option vectors that `state` stands for. For conditions from outside the file, which may
    /// differ between them; false in graph form.
    pub fn holds_throughout(&self, condition: &Expr, state: &State) -> bool {
        let vectors = self.vectors(state);
        !vectors.is_empty() && vectors.iter().all(|vector| condition.holds(vector))
    }

    fn for_each_own_change(&self, dm: DmId, from: &OptionVector, mut visit: impl FnMut(&OptionVector)) {
        let free: Vec<OptionId> = self
            .conflict
            .options_of(dm)
            .filter(|&o| self.conflict.option(o).direction.allows(from.is_on(o), !from.is_on(o)))
            .collect();
        let mut vector = from.clone();
        // Every subset of the options that may change, by counting in binary: flip the trailing ones and the next bit.
        loop {
            visit(&vector);
            let Some(carry) = free.iter().position(|&o| vector.is_on(o) == from.is_on(o)) else { return };
            for &o in &free[..=carry] {
                vector.set(o, !vector.is_on(o));
            }
        }
    }
}

fn named_extents(conflict: &Conflict) -> Result<Vec<Vec<OptionVector>>, TooMany> {
    let mut room = MAX_NAMED_VECTORS;
    let mut extents = Vec::new();
    for state in conflict.named_states.iter().flatten() {
        let vectors = match &state.extent {
            Extent::Bare => Vec::new(),
            Extent::Vector(vector) => vec![vector.clone()],
            Extent::When(condition) => feasible_vectors(conflict, condition, room)?,
        };
        room = room.saturating_sub(vectors.len());
        extents.push(vectors);
    }
    Ok(extents)
}
