//! The questions of [`crate::ask`] answered on a compiled conflict: yes or no, without a reason, fast.

use detente_model::{Concept, Conflict, DmId, Meaning, Motion, OutcomeWhen, Question, Sanction, State, Steps};

use super::view::View;
use crate::ask::AskError;
use crate::world::{Place, World};

/// A question whose states and conditions are worked out for one compiled conflict.
#[derive(Debug)]
pub(super) enum Asked {
    Stable { concept: &'static Concept, dms: Vec<DmId>, at: Place },
    Reaches { from: Place, by: Motion, goal: Vec<bool>, yes: bool },
    Joint { coalition: Vec<DmId>, from: Place, goal: Option<Vec<bool>> },
    Prefers { dm: DmId, better: Place, worse: Place },
    Equilibria { concept: &'static Concept, goal: Vec<bool>, some: bool },
}

impl Asked {
    /// Works the question out; its states are those of `conflict`.
    pub(super) fn new(conflict: &Conflict, world: &World, question: &Question) -> Result<Asked, AskError> {
        let meaning = Meaning::new(conflict).map_err(AskError::TooMany)?;
        let place = |state: &Option<State>| match state {
            Some(state) => world.place(state).ok_or_else(|| AskError::NoSuchState(state.clone())),
            None => world.status_quo.ok_or(AskError::NoStatusQuo),
        };
        let goal = |goal: &OutcomeWhen| world.where_holds(&meaning, goal);
        Ok(match question {
            Question::Equilibrium { concept, at } => {
                Asked::Stable { concept, dms: conflict.dm_ids().collect(), at: place(at)? }
            }
            Question::Stable { concept, dm, at } => Asked::Stable { concept, dms: vec![*dm], at: place(at)? },
            Question::Reaches { from, by, goal: to } => {
                Asked::Reaches { from: place(from)?, by: *by, goal: goal(to), yes: true }
            }
            Question::Avoids { from, by, goal: to } => {
                Asked::Reaches { from: place(from)?, by: *by, goal: goal(to), yes: false }
            }
            Question::JointImprovement { coalition, from, goal: to } => {
                Asked::Joint { coalition: coalition.clone(), from: place(from)?, goal: to.as_ref().map(goal) }
            }
            Question::Prefers { dm, better, worse } => {
                Asked::Prefers { dm: *dm, better: place(better)?, worse: place(worse)? }
            }
            Question::SomeEquilibrium { concept, goal: to } => {
                Asked::Equilibria { concept, goal: goal(to), some: true }
            }
            Question::EveryEquilibrium { concept, goal: to } => {
                Asked::Equilibria { concept, goal: goal(to), some: false }
            }
        })
    }
}

/// What searches need again and again: which pairs of a state and who moved there last were met, and which are to be followed up.
#[derive(Debug)]
pub(super) struct Scratch {
    everybody: Vec<DmId>,
    /// For each decision maker, its opponents.
    opponents: Vec<Vec<DmId>>,
    /// The search in which a pair was met last, so that nothing need be wiped between searches.
    met: Vec<u32>,
    search: u32,
    open: Vec<(Place, Option<DmId>)>,
}

impl Scratch {
    pub(super) fn new(conflict: &Conflict, world: &World) -> Self {
        let everybody: Vec<DmId> = conflict.dm_ids().collect();
        Scratch {
            opponents: everybody.iter().map(|&dm| conflict.opponents(dm)).collect(),
            met: vec![0; world.states() * everybody.len()],
            everybody,
            search: 0,
            open: Vec::new(),
        }
    }

    /// Answers the question.
    pub(super) fn answer(&mut self, view: &View, asked: &Asked) -> bool {
        match asked {
            Asked::Stable { concept, dms, at } => dms.iter().all(|&dm| self.stable(view, concept, dm, *at)),
            Asked::Reaches { from, by, goal, yes } => {
                let reached = goal[*from as usize] || {
                    let everybody = std::mem::take(&mut self.everybody);
                    let found = self.find(view, &everybody, *by, *from, |end| goal[end as usize]);
                    self.everybody = everybody;
                    found
                };
                reached == *yes
            }
            Asked::Joint { coalition, from, goal } => {
                let now: Vec<u128> = coalition.iter().map(|&dm| view.worth(dm, *from)).collect();
                self.find(view, coalition, Motion::Moves, *from, |end| {
                    goal.as_ref().is_none_or(|goal| goal[end as usize])
                        && coalition.iter().zip(&now).all(|(&dm, &now)| view.worth(dm, end) > now)
                })
            }
            Asked::Prefers { dm, better, worse } => view.worth(*dm, *better) > view.worth(*dm, *worse),
            Asked::Equilibria { concept, goal, some } => {
                let any = |scratch: &mut Self, kind: bool| {
                    (0..goal.len() as Place)
                        .any(|at| goal[at as usize] == kind && scratch.equilibrium(view, concept, at))
                };
                // "Every" is not said of nothing.
                if *some { any(self, true) } else { !any(self, false) && any(self, true) }
            }
        }
    }

    fn equilibrium(&mut self, view: &View, concept: &Concept, at: Place) -> bool {
        (0..self.opponents.len()).all(|dm| self.stable(view, concept, DmId::from(dm), at))
    }

    fn stable(&mut self, view: &View, concept: &Concept, dm: DmId, at: Place) -> bool {
        let now = view.worth(dm, at);
        view.moves(dm, at).all(|end| {
            view.worth(dm, end) <= now
                || concept.sanction.is_some_and(|sanction| self.sanctioned(view, sanction, dm, now, end))
        })
    }

    /// Whether the opponents can take from `improvement` what `dm` gains by it over a state that is worth `now`.
    fn sanctioned(&mut self, view: &View, sanction: Sanction, dm: DmId, now: u128, improvement: Place) -> bool {
        let opponents = std::mem::take(&mut self.opponents[dm.index()]);
        let motion = match sanction.steps {
            Steps::Moves => Motion::Moves,
            Steps::Improvements => Motion::Improvements,
        };
        let found = self.find(view, &opponents, motion, improvement, |end| {
            view.worth(dm, end) <= now
                && (!sanction.inescapable || view.moves(dm, end).all(|escape| view.worth(dm, escape) <= now))
        });
        self.opponents[dm.index()] = opponents;
        found
    }

    /// Whether a legal sequence of `by`, at least one step, leads to a state that is wanted.
    fn find(&mut self, view: &View, by: &[DmId], steps: Motion, from: Place, wanted: impl Fn(Place) -> bool) -> bool {
        self.search = self.search.wrapping_add(1);
        if self.search == 0 {
            self.met.fill(0);
            self.search = 1;
        }
        let states = self.met.len() / self.opponents.len().max(1);
        self.open.clear();
        self.open.push((from, None));
        while let Some((state, last)) = self.open.pop() {
            for &dm in by.iter().filter(|&&dm| Some(dm) != last) {
                let now = view.worth(dm, state);
                // The least that a step must be worth.
                let least = match steps {
                    Motion::Moves => 0,
                    Motion::Improvements => now.saturating_add(1),
                    Motion::BestImprovements => view
                        .moves(dm, state)
                        .map(|end| view.worth(dm, end))
                        .max()
                        .unwrap_or(0)
                        .max(now.saturating_add(1)),
                };
                for end in view.moves(dm, state) {
                    let worth = view.worth(dm, end);
                    // The second part tells the highest number of all from one above it.
                    if worth < least || steps != Motion::Moves && worth <= now {
                        continue;
                    }
                    let met = &mut self.met[dm.index() * states + end as usize];
                    if std::mem::replace(met, self.search) != self.search {
                        if wanted(end) {
                            return true;
                        }
                        self.open.push((end, Some(dm)));
                    }
                }
            }
        }
        false
    }
}
