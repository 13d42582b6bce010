//! Findings with their proofs: paths, what cannot be reached, joint improvements.
//!
//! What is possible is proved by a path, what is not by everything that is reached.

use std::collections::BTreeMap;

use detente_model::{Conflict, DmId, Meaning, Motion, OutcomeWhen, State};
use detente_proof::{Bundle, Finding, Goal, Reached, Step, state_text};

use crate::motion::{Path, Reach};

/// The goal of an outcome's kind, as certificates write it: a condition or a list of states. (An outcome of the file is best named:
/// [`Goal::Outcome`].)
pub fn goal(conflict: &Conflict, goal: &OutcomeWhen) -> Goal {
    match goal {
        OutcomeWhen::Holds(condition) => Goal::Condition(condition.text(conflict)),
        OutcomeWhen::OneOf(states) => Goal::States(states.iter().map(|state| state_text(conflict, state)).collect()),
    }
}

/// A path by steps of a kind to a goal that holds at its end.
pub fn path(conflict: &Conflict, path: &Path, by: Motion, goal: Goal) -> Finding {
    Finding::Path {
        from: state_text(conflict, &path.from),
        motion: by.word().into(),
        goal,
        steps: steps(conflict, path),
    }
}

/// That nothing of all that is reached satisfies a goal.
pub fn unreachable(conflict: &Conflict, reach: &Reach, goal: Goal) -> Finding {
    Finding::Unreachable {
        from: state_text(conflict, reach.from()),
        motion: reach.by().word().into(),
        goal,
        reached: reached(conflict, reach),
    }
}

/// Whether a goal is reached, proved either way: by a shortest path, or by everything that is reached. `holds` is what `goal` says.
pub fn reaches(conflict: &Conflict, reach: &Reach, goal: Goal, holds: &dyn Fn(&State) -> bool) -> Finding {
    match reach.path_to(holds) {
        Some(found) => path(conflict, &found, reach.by(), goal),
        None => unreachable(conflict, reach, goal),
    }
}

/// That all members of a coalition prefer the end of a path of their moves to its beginning.
pub fn joint_improvement(conflict: &Conflict, members: &[DmId], path: &Path) -> Finding {
    Finding::JointImprovement {
        members: ids(conflict, members),
        from: state_text(conflict, &path.from),
        goal: None,
        steps: steps(conflict, path),
    }
}

/// That all members of a coalition prefer nothing of all that they can reach by moves ([`crate::motion::reach_of`]) to its beginning.
pub fn no_joint_improvement(conflict: &Conflict, members: &[DmId], reach: &Reach) -> Finding {
    Finding::NoJointImprovement {
        members: ids(conflict, members),
        from: state_text(conflict, reach.from()),
        goal: None,
        reached: reached(conflict, reach),
    }
}

/// A certificate of findings.
pub fn certificate(meaning: &Meaning, findings: Vec<Finding>) -> Bundle {
    Bundle { findings, ..Bundle::of(meaning.conflict()) }
}

fn ids(conflict: &Conflict, dms: &[DmId]) -> Vec<String> {
    dms.iter().map(|&dm| conflict.dm(dm).id.clone()).collect()
}

fn steps(conflict: &Conflict, path: &Path) -> Vec<Step> {
    path.steps
        .iter()
        .map(|step| Step { by: conflict.dm(step.by).id.clone(), to: state_text(conflict, &step.to) })
        .collect()
}

/// The pairs in the order of decision makers and states: the same for the same set.
fn reached(conflict: &Conflict, reach: &Reach) -> Vec<Reached> {
    let mut by_dm: BTreeMap<DmId, Vec<State>> = BTreeMap::new();
    for (state, by) in reach.pairs() {
        by_dm.entry(by).or_default().push(state);
    }
    by_dm
        .into_iter()
        .map(|(by, mut states)| {
            states.sort();
            let states = states.iter().map(|state| state_text(conflict, state)).collect();
            Reached { by: conflict.dm(by).id.clone(), states }
        })
        .collect()
}
