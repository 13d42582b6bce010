//! The findings: paths, what cannot be reached, joint improvements.

use std::collections::BTreeSet;

use detente_model::{DmId, Motion, OutcomeWhen, State, read};

use super::verdicts::Closed;
use super::{Check, Reach, Sequences};
use crate::{Finding, Goal, Reached, Step};

/// Whether a goal holds at a state.
type Holds<'a> = Box<dyn Fn(&State) -> bool + 'a>;

impl Check<'_> {
    /// What a finding proves.
    pub(super) fn finding(&self, finding: &Finding) -> Result<Sequences, String> {
        let everybody: Vec<DmId> = self.meaning.conflict().dm_ids().collect();
        match finding {
            Finding::Path { from, motion, goal, steps } => {
                let (from, motion, goal) = (self.state(from)?, motion_of(motion)?, self.goal(goal)?);
                let end = self.follow(from.clone(), steps, motion, &everybody, "is no decision maker")?;
                match goal(&end) {
                    true => Ok(Sequences { from, motion, movers: everybody, reach: Reach::End(end) }),
                    false => Err(format!("the path ends at {}, where the goal does not hold", self.text(&end))),
                }
            }
            Finding::Unreachable { from, motion, goal, reached } => {
                let (motion, goal) = (motion_of(motion)?, self.goal(goal)?);
                self.never(self.state(from)?, reached, motion, everybody, &*goal)
            }
            Finding::JointImprovement { members, from, goal, steps } => {
                let (members, from) = (self.members(members)?, self.state(from)?);
                let end = self.follow(from.clone(), steps, Motion::Moves, &members, "is no member of the coalition")?;
                if let Some(&dm) = members.iter().find(|&&dm| !self.meaning.prefers(dm, &end, &from)) {
                    let (who, end) = (&self.meaning.conflict().dm(dm).id, self.text(&end));
                    return Err(format!("{who:?} does not prefer {end}, where it ends, to {}", self.text(&from)));
                }
                match self.goal_if_any(goal)?(&end) {
                    true => Ok(Sequences { from, motion: Motion::Moves, movers: members, reach: Reach::End(end) }),
                    false => Err(format!("it ends at {}, where the goal does not hold", self.text(&end))),
                }
            }
            Finding::NoJointImprovement { members, from, goal, reached } => {
                let (members, from) = (self.members(members)?, self.state(from)?);
                let goal = self.goal_if_any(goal)?;
                let gained = |end: &State| members.iter().all(|&dm| self.meaning.prefers(dm, end, &from)) && goal(end);
                self.never(from.clone(), reached, Motion::Moves, members.clone(), &gained)
            }
        }
    }

    /// By no legal sequence of `movers` does the conflict get from `from` to a state for which `goal` holds: it does not hold at the beginning, and nowhere in a set that the
    /// sequences cannot leave.
    fn never(
        &self, from: State, reached: &[Reached], motion: Motion, movers: Vec<DmId>, goal: &dyn Fn(&State) -> bool,
    ) -> Result<Sequences, String> {
        let set = self.closed(reached, movers, motion, "is not one of those who move")?;
        self.stay(&set, &from, |_| true)?;
        let Closed { movers, motion, reached } = set;
        let only: BTreeSet<State> = [from.clone()].into_iter().chain(reached.into_keys()).collect();
        match only.iter().find(|state| goal(state)) {
            None => Ok(Sequences { from, motion, movers, reach: Reach::Only(only) }),
            Some(state) => Err(format!("{} is reached, and is what the finding denies", self.text(state))),
        }
    }

    /// The end of the legal sequence `steps` of `movers` from `start`.
    pub(super) fn follow(
        &self, start: State, steps: &[Step], motion: Motion, movers: &[DmId], outsider: &str,
    ) -> Result<State, String> {
        let (mut at, mut last) = (start, None);
        for step in steps {
            let (by, to) = (self.dm(&step.by)?, self.state(&step.to)?);
            let (who, from, to_text) = (&step.by, self.text(&at), &step.to);
            if !movers.contains(&by) {
                return Err(format!("{who:?} {outsider}"));
            }
            if last == Some(by) {
                return Err(format!("{who:?} moves twice in succession"));
            }
            if !self.meaning.can_move(by, &at, &to) {
                return Err(format!("{who:?} cannot move from {from} to {to_text:?}"));
            }
            if motion != Motion::Moves && !self.meaning.prefers(by, &to, &at) {
                return Err(format!("{who:?} does not prefer {to_text:?} to {from}, so that its step is not credible"));
            }
            if motion == Motion::BestImprovements && !self.ends(by, &at, motion).contains(&to) {
                return Err(format!("{who:?} has a better improvement from {from} than {to_text:?}"));
            }
            (at, last) = (to, Some(by));
        }
        Ok(at)
    }

    /// Where steps of `dm` from `from` end.
    pub(super) fn ends(&self, dm: DmId, from: &State, motion: Motion) -> Vec<State> {
        match motion {
            Motion::Moves => self.meaning.moves(dm, from),
            Motion::Improvements => self.meaning.improvements(dm, from),
            Motion::BestImprovements => {
                let mut ends = self.meaning.improvements(dm, from);
                if let Some(best) = ends.iter().max_by(|a, b| self.meaning.compare(dm, a, b)).cloned() {
                    ends.retain(|end| self.meaning.compare(dm, end, &best).is_eq());
                }
                ends
            }
        }
    }

    /// Every step from `from` of the movers who `may` take one leads into the set.
    pub(super) fn stay(&self, set: &Closed, from: &State, may: impl Fn(DmId) -> bool) -> Result<(), String> {
        for &by in set.movers.iter().filter(|&&by| may(by)) {
            for end in self.ends(by, from, set.motion) {
                if !set.reached.get(&end).is_some_and(|last| last.contains(&by)) {
                    let who = &self.meaning.conflict().dm(by).id;
                    let (from, end) = (self.text(from), self.text(&end));
                    return Err(format!("the closed set leaves out that {who:?} can go from {from} to {end}"));
                }
            }
        }
        Ok(())
    }

    fn goal<'a>(&'a self, goal: &Goal) -> Result<Holds<'a>, String> {
        let conflict = self.meaning.conflict();
        Ok(match goal {
            Goal::Outcome(id) => {
                let outcome = conflict.outcomes.iter().find(|outcome| outcome.id == *id);
                match &outcome.ok_or_else(|| format!("there is no outcome {id:?}"))?.when {
                    OutcomeWhen::Holds(condition) => Box::new(|state| self.meaning.holds_throughout(condition, state)),
                    OutcomeWhen::OneOf(states) => Box::new(|state| states.contains(state)),
                }
            }
            Goal::Condition(text) => {
                let condition = read::condition(conflict, text)
                    .map_err(|all| format!("the condition {text:?} cannot be read: {}", all[0].message))?;
                Box::new(move |state| self.meaning.holds_throughout(&condition, state))
            }
            Goal::States(texts) => {
                let states = texts.iter().map(|text| self.state(text)).collect::<Result<BTreeSet<State>, String>>()?;
                if states.is_empty() || states.len() < texts.len() {
                    return Err("a goal names at least one state, and none twice".into());
                }
                Box::new(move |state| states.contains(state))
            }
        })
    }

    /// A goal that holds everywhere where there is none.
    fn goal_if_any<'a>(&'a self, goal: &Option<Goal>) -> Result<Holds<'a>, String> {
        goal.as_ref().map_or_else(|| Ok(Box::new(|_: &State| true) as Holds), |goal| self.goal(goal))
    }

    fn members(&self, ids: &[String]) -> Result<Vec<DmId>, String> {
        let members = ids.iter().map(|id| self.dm(id)).collect::<Result<BTreeSet<DmId>, String>>()?;
        if members.is_empty() || members.len() < ids.len() {
            return Err("a coalition has at least one member, and none twice".into());
        }
        Ok(members.into_iter().collect())
    }
}

fn motion_of(text: &str) -> Result<Motion, String> {
    let motion = Motion::ALL.into_iter().find(|motion| motion.word() == text);
    motion.ok_or_else(|| format!("motion is by `moves`, `improvements` or `best`, not {text:?}"))
}
