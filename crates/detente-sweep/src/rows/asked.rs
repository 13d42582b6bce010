//! Propositions put to variants: worked out once for a form, answered on its sets of states.

use detente_analysis::world::World;
use detente_model::{Conflict, DmId, Meaning, Motion, OutcomeWhen, Question, State};

use crate::kernel::{Bits, Kind, Structure, Variant};

/// A question whose states and conditions are places of one form.
#[derive(Debug)]
pub(super) enum Asked<const W: usize> {
    /// The answer is the same for all variants of the form.
    Always(bool),
    Stable {
        kind: Kind,
        dms: Vec<usize>,
        at: usize,
    },
    Reaches {
        from: usize,
        by: Motion,
        goal: Bits<W>,
        yes: bool,
    },
    /// Whether one of `ends` is better for all members than `from`.
    Joint {
        coalition: Vec<usize>,
        from: usize,
        ends: Bits<W>,
    },
    Prefers {
        dm: usize,
        better: usize,
        worse: usize,
    },
    Equilibria {
        kind: Kind,
        goal: Bits<W>,
        some: bool,
    },
}

impl<const W: usize> Asked<W> {
    /// Works a question out; `None` where a state it is about is not there.
    pub(super) fn new(
        form: &Conflict, meaning: &Meaning, world: &World, structure: &Structure<W>, question: &Question,
    ) -> Option<Self> {
        let place = |state: &Option<State>| match state {
            Some(state) => world.place(state).map(|place| place as usize),
            None => world.status_quo.map(|place| place as usize),
        };
        let goal = |when: &OutcomeWhen| {
            let holds = world.where_holds(meaning, when);
            Bits::<W>::filled(structure.states, |place| holds[place])
        };
        let everybody = || form.dm_ids().map(DmId::index).collect::<Vec<_>>();
        let reaches = |from: usize, by: Motion, to: &OutcomeWhen, yes: bool| {
            let to = goal(to);
            if to.contains(from) {
                return Asked::Always(yes);
            }
            match by {
                Motion::Moves => Asked::Always(structure.ends(&everybody(), from).meets(&to) == yes),
                _ => Asked::Reaches { from, by, goal: to, yes },
            }
        };
        Some(match question {
            Question::Equilibrium { concept, at } => {
                Asked::Stable { kind: Kind::of(concept), dms: everybody(), at: place(at)? }
            }
            Question::Stable { concept, dm, at } => {
                Asked::Stable { kind: Kind::of(concept), dms: vec![dm.index()], at: place(at)? }
            }
            Question::Reaches { from, by, goal: to } => reaches(place(from)?, *by, to, true),
            Question::Avoids { from, by, goal: to } => reaches(place(from)?, *by, to, false),
            Question::JointImprovement { coalition, from, goal: to } => {
                let from = place(from)?;
                let coalition: Vec<usize> = coalition.iter().map(|dm| dm.index()).collect();
                let ends = structure.ends(&coalition, from);
                let ends = to.as_ref().map_or(ends, |to| ends.and(&goal(to)));
                Asked::Joint { coalition, from, ends }
            }
            Question::Prefers { dm, better, worse } => {
                Asked::Prefers { dm: dm.index(), better: place(better)?, worse: place(worse)? }
            }
            Question::SomeEquilibrium { concept, goal: to } => {
                Asked::Equilibria { kind: Kind::of(concept), goal: goal(to), some: true }
            }
            Question::EveryEquilibrium { concept, goal: to } => {
                Asked::Equilibria { kind: Kind::of(concept), goal: goal(to), some: false }
            }
        })
    }

    /// The state whose stability under SEQ or SSEQ it takes, and whether it takes any such verdict at all.
    pub(super) fn credible(&self) -> (Option<usize>, bool) {
        match self {
            Asked::Stable { kind, at, .. } if kind.is_credible() => (Some(*at), true),
            Asked::Equilibria { kind, .. } => (None, kind.is_credible()),
            _ => (None, false),
        }
    }

    /// Answers it.
    pub(super) fn answer(&self, structure: &Structure<W>, variant: &Variant<W>) -> bool {
        match self {
            Asked::Always(answer) => *answer,
            Asked::Stable { kind, dms, at } => dms.iter().all(|&dm| variant.stable(*kind, dm).contains(*at)),
            Asked::Reaches { from, by, goal, yes } => variant.reaches(structure, *by, *from, goal) == *yes,
            Asked::Joint { coalition, from, ends } => {
                let better = |ends: Bits<W>, &dm: &usize| variant.rankings[dm].above(*from, &ends);
                !coalition.iter().fold(*ends, better).is_empty()
            }
            Asked::Prefers { dm, better, worse } => variant.prefers(*dm, *better, *worse),
            Asked::Equilibria { kind, goal, some } => {
                let equilibria = variant.equilibria(*kind);
                // "Every" is not said of nothing.
                if *some { equilibria.meets(goal) } else { !equilibria.is_empty() && equilibria.is_within(goal) }
            }
        }
    }
}
