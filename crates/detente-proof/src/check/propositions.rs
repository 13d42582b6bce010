//! The propositions: what has been proved, as an answer to the question of one.

use std::collections::BTreeSet;

use detente_model::{Concept, DmId, Meaning, Motion, Question, State, StateList};

use super::conclusions::meaning;
use super::forms::Proved;
use super::{Facts, Reach, Sequences};

/// Questions about all equilibria are answered for so many states.
const MAX_STATES: usize = 1 << 16;

impl Proved<'_> {
    /// The answer to a proposition of the conflict file, in the conflict itself or in a variant.
    pub(super) fn proposition(&self, id: &str, variant: Option<&str>, claimed: bool) -> Result<(), String> {
        let proposition = self.conflict.study.propositions.iter().find(|proposition| proposition.id == id);
        let proposition = proposition.ok_or_else(|| format!("there is no proposition {id:?}"))?;
        let form = match variant {
            Some(variant) => self.variant(variant)?,
            None => self.bare.clone(),
        };
        let question = proposition
            .question
            .in_form(self.conflict, &form)
            .map_err(|_| "it is about a state that is not feasible there".to_string())?;
        let nothing = Facts::default();
        let facts = self.facts_of(variant).unwrap_or(&nothing);
        match (Answering { meaning: meaning(&form)?, facts }).answer(&question)? {
            Some(answer) if answer == claimed => Ok(()),
            Some(_) => Err("what is proved gives the other answer".into()),
            None => Err("nothing that is proved answers it".into()),
        }
    }
}

struct Answering<'a> {
    meaning: Meaning<'a>,
    facts: &'a Facts,
}

impl Answering<'_> {
    /// The answer, as far as what has been proved gives one.
    fn answer(&self, question: &Question) -> Result<Option<bool>, String> {
        let everybody: Vec<DmId> = self.meaning.conflict().dm_ids().collect();
        Ok(match question {
            Question::Equilibrium { concept, at } => self.facts.stable(concept, &everybody, &self.state(at)?),
            Question::Stable { concept, dm, at } => self.facts.stable(concept, &[*dm], &self.state(at)?),
            Question::Reaches { from, by, goal } => {
                self.reaches(&self.state(from)?, *by, &everybody, &|state| self.meaning.satisfies(goal, state))
            }
            Question::Avoids { from, by, goal } => {
                let holds = |state: &State| self.meaning.satisfies(goal, state);
                self.reaches(&self.state(from)?, *by, &everybody, &holds).map(|reaches| !reaches)
            }
            Question::JointImprovement { coalition, from, goal } => {
                let from = self.state(from)?;
                let members: Vec<DmId> = coalition.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
                let gained = |state: &State| {
                    members.iter().all(|&dm| self.meaning.prefers(dm, state, &from))
                        && goal.as_ref().is_none_or(|goal| self.meaning.satisfies(goal, state))
                };
                self.reaches(&from, Motion::Moves, &members, &gained)
            }
            Question::Prefers { dm, better, worse } => {
                Some(self.meaning.prefers(*dm, &self.state(better)?, &self.state(worse)?))
            }
            Question::SomeEquilibrium { concept, goal } => {
                self.equilibrium(concept, &|state| self.meaning.satisfies(goal, state))?
            }
            // It holds in all where it fails in none; but it must not be said of nothing.
            Question::EveryEquilibrium { concept, goal } => {
                let fails = self.equilibrium(concept, &|state| !self.meaning.satisfies(goal, state))?;
                let holds = self.equilibrium(concept, &|state| self.meaning.satisfies(goal, state))?;
                if fails == Some(true) { Some(false) } else { fails.and(holds) }
            }
        })
    }

    /// The status quo unless another state is given.
    fn state(&self, state: &Option<State>) -> Result<State, String> {
        let state = state.clone().or_else(|| self.meaning.conflict().status_quo.clone());
        let state = state.ok_or("it is about the status quo, and there is none")?;
        if self.meaning.is_feasible(&state) {
            Ok(state)
        } else {
            Err("it is about a state that is not feasible".into())
        }
    }

    /// Whether legal sequences lead from a state to one for which `goal` holds.
    fn reaches(&self, from: &State, by: Motion, who: &[DmId], goal: &dyn Fn(&State) -> bool) -> Option<bool> {
        if goal(from) {
            return Some(true);
        }
        let about = |known: &&Sequences| known.from == *from && known.motion == by && known.movers == who;
        self.facts.sequences.iter().filter(about).find_map(|known| match &known.reach {
            Reach::End(end) => goal(end).then_some(true),
            Reach::Only(states) => (!states.iter().any(goal)).then_some(false),
        })
    }

    /// Whether a state for which `goal` holds is an equilibrium.
    fn equilibrium(&self, concept: &Concept, goal: &dyn Fn(&State) -> bool) -> Result<Option<bool>, String> {
        let conflict = self.meaning.conflict();
        let everybody: Vec<DmId> = conflict.dm_ids().collect();
        let list = StateList::new(conflict, MAX_STATES).map_err(|error| error.to_string())?;
        let states = list.states().iter().filter(|state| goal(state));
        let verdicts: Vec<_> = states.map(|state| self.facts.stable(concept, &everybody, state)).collect();
        let none = verdicts.iter().all(|verdict| *verdict == Some(false));
        Ok(if verdicts.contains(&Some(true)) { Some(true) } else { none.then_some(false) })
    }
}
