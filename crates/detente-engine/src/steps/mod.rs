//! The steps of a conflict from state to state, in tables that take a few bytes a state.
//!
//! A search from state to state meets the same sets of ends again and again: in option form all states of a part of a group ([`Groups`]) lead to the same
//! parts, and the improvements from them are the upper ends of those parts' rankings. So the walkers hand out each end once for each decision maker and keep one
//! mark a part for what they have handed out; a search over all pairs of a state and who stepped last takes time proportional to the number of these pairs, however
//! many moves there are between them. (Own algorithm.)

mod nodes;
mod walk;

use detente_model::{Conflict, DmId, Meaning, Motion, TooMany};

use crate::crew::Crew;
use crate::graph::moves::{self, Moves};
use crate::ranks::ANYWHERE;
use crate::sparse::groups::Groups;
use crate::{Control, EngineError, NumberedStates, Solution, graph};

pub use nodes::StepNodes;
pub use walk::{Backwards, Forwards};

/// Below so many states a second thread costs more than it saves.
const ALONE: usize = 1 << 12;

/// All steps of one kind between the states of a conflict. States are named by their places in the [`Solution`] that it was made from.
pub struct StepTable<'s> {
    by: Motion,
    states: NumberedStates,
    /// By decision maker.
    steppers: Vec<Stepper<'s>>,
}

/// The steps of one decision maker.
enum Stepper<'s> {
    /// Moves that chain, in option form.
    Grouped(Grouped<'s>),
    /// Steps one by one.
    Listed(Moves),
}

/// The steps of a decision maker whose moves chain.
struct Grouped<'s> {
    groups: Groups,
    /// By place.
    ranks: &'s [i32],
    /// The highest rank that the states of each part can move to; empty unless steps are best improvements.
    best: Vec<i32>,
}

impl Grouped<'_> {
    fn rank(&self, state: u32) -> i32 {
        self.ranks[state as usize]
    }

    /// The parts that moves lead to from those of a part, its own among them.
    fn onwards(&self, part: usize) -> impl Iterator<Item = usize> + '_ {
        self.groups.beside(part).filter(move |&to| self.groups.leads(part, to))
    }

    /// The parts from which moves lead to those of a part, its own among them.
    fn back(&self, part: usize) -> impl Iterator<Item = usize> + '_ {
        self.groups.beside(part).filter(move |&from| self.groups.leads(from, part))
    }

    /// The place, among all that are listed, of the first member of a part that ranks `rank` or higher.
    fn first_from(&self, part: usize, rank: i32) -> usize {
        let range = self.groups.range(part);
        range.start + self.groups.members(part).partition_point(|&state| self.rank(state) < rank)
    }

    /// The highest rank in a part.
    fn top(&self, part: usize) -> i32 {
        self.groups.members(part).last().map_or(ANYWHERE, |&state| self.rank(state))
    }
}

impl<'s> StepTable<'s> {
    /// The bytes that a table for `conflict` takes while it is made, about: of each state its place in the groups of each decision maker, and what is sorted to find
    /// them. Listed moves count as [`crate::estimate`] counts them.
    pub fn bytes(conflict: &Conflict, states: usize) -> u64 {
        let count = states as u64;
        if conflict.named_states.is_some() {
            return graph::bytes(conflict, count).saturating_mul(2);
        }
        let parts: u64 = conflict.dm_ids().map(|dm| parts(conflict, dm, count)).sum();
        let dms = conflict.decision_makers.len() as u64;
        count.saturating_mul(8 * dms + 8 + 24 * dms.min(rayon::current_num_threads() as u64)).saturating_add(32 * parts)
    }

    /// The steps of `conflict` that are of the kind `by`. `solution` is of this conflict, under whatever concepts.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] soon after `control` says so; in conflicts with named states [`EngineError::TooManyVectors`], and [`EngineError::TooLarge`] where
    /// their moves take more than `memory` bytes.
    pub fn new(
        conflict: &Conflict, solution: &'s Solution, by: Motion, memory: u64, control: &Control<'_>,
    ) -> Result<Self, EngineError> {
        let states = solution.states();
        let dms: Vec<DmId> = conflict.dm_ids().collect();
        let crew = Crew::new(states >= ALONE, control, dms.len() as u64);
        let ranks = |dm: DmId| &solution.ranks[dm.index()].of[..];
        let steppers = if conflict.named_states.is_some() {
            let meaning = Meaning::new(conflict).map_err(|TooMany { limit }| EngineError::TooManyVectors { limit })?;
            let all = moves::of_named_states(conflict, &meaning, states, memory, &crew)?;
            let kept = all.into_iter().zip(&dms).map(|(moves, &dm)| of_kind(moves, ranks(dm), by));
            kept.map(Stepper::Listed).collect()
        } else {
            let vectors = solution.index.vectors();
            crew.map(dms.len(), |at| {
                crew.check()?;
                let groups = Groups::new(conflict, dms[at], &vectors, ranks(dms[at]));
                let mut grouped = Grouped { groups, ranks: ranks(dms[at]), best: Vec::new() };
                if by == Motion::BestImprovements {
                    let highest = |part| grouped.onwards(part).map(|to| grouped.top(to)).max().unwrap_or(ANYWHERE);
                    grouped.best = (0..grouped.groups.parts()).map(highest).collect();
                }
                crew.done("grouping the states");
                Ok(Stepper::Grouped(grouped))
            })?
        };
        Ok(StepTable { by, states: solution.numbered(), steppers })
    }

    /// By what steps.
    pub fn by(&self) -> Motion {
        self.by
    }

    /// The states by place.
    pub fn states(&self) -> &NumberedStates {
        &self.states
    }

    /// How many decision makers there are.
    pub fn decision_makers(&self) -> usize {
        self.steppers.len()
    }

    /// How many parts the groups of all decision makers have; what is listed counts as a part a state.
    fn parts(&self, dm: usize) -> usize {
        match &self.steppers[dm] {
            Stepper::Grouped(grouped) => grouped.groups.parts(),
            Stepper::Listed(_) => self.states.count(),
        }
    }
}

impl std::fmt::Debug for StepTable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<usize> = (0..self.steppers.len()).map(|dm| self.parts(dm)).collect();
        f.debug_struct("StepTable").field("by", &self.by).field("parts", &parts).finish_non_exhaustive()
    }
}

/// At most so many parts there are among so many states: those that agree in everybody else's options and in the one-way options of `dm`.
fn parts(conflict: &Conflict, dm: DmId, states: u64) -> u64 {
    let free =
        conflict.options_of(dm).filter(|&option| conflict.option(option).direction == detente_model::Direction::Both);
    let fixed = conflict.options.len() - free.count();
    1u64.checked_shl(fixed as u32).unwrap_or(u64::MAX).min(states)
}

/// Those of the moves that are steps of a kind.
fn of_kind(moves: Moves, ranks: &[i32], by: Motion) -> Moves {
    let rank = |state: u32| ranks[state as usize];
    match by {
        // A move that leads nowhere is none.
        Motion::Moves => moves.only(|from, to| from != to),
        Motion::Improvements => moves.only(|from, to| rank(from) < rank(to)),
        Motion::BestImprovements => {
            let best: Vec<i32> = (0..ranks.len())
                .map(|state| moves.ends(state).iter().map(|&end| rank(end)).max().unwrap_or(ANYWHERE))
                .collect();
            moves.only(|from, to| rank(from) < rank(to) && rank(to) == best[from as usize])
        }
    }
}
