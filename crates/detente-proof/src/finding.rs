//! What a certificate proves besides verdicts: where a conflict can get, where it cannot, and what a coalition can gain.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Reached, Step};

/// A finding with its proof.
///
/// In every sequence nobody steps twice in succession. Steps are `moves`, `improvements` or `best` (best improvements: of the improvements of a decision maker from a
/// state those to which it prefers no other of them).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case", deny_unknown_fields)]
pub enum Finding {
    /// The conflict can get from a state to a goal.
    Path {
        /// Where it begins.
        from: String,
        /// By what steps: `moves`, `improvements` or `best`.
        motion: String,
        /// What holds at the end.
        goal: Goal,
        /// A legal sequence to the goal; without steps where the goal holds at the beginning.
        steps: Vec<Step>,
    },
    /// The conflict cannot get from a state to a goal.
    Unreachable {
        /// Where it begins.
        from: String,
        /// By what steps: `moves`, `improvements` or `best`.
        motion: String,
        /// What never holds.
        goal: Goal,
        /// A set of pairs of a state and who stepped last that holds every first step, that no legal step leaves, and in which the goal never holds.
        reached: Vec<Reached>,
    },
    /// A coalition can move to a state that all its members prefer.
    JointImprovement {
        /// The members, by id.
        members: Vec<String>,
        /// Where it begins.
        from: String,
        /// What else holds at the end, where that is of interest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        goal: Option<Goal>,
        /// A legal sequence of moves of members.
        steps: Vec<Step>,
    },
    /// A coalition cannot move to any state that all its members prefer and where a goal holds, if there is one.
    NoJointImprovement {
        /// The members, by id.
        members: Vec<String>,
        /// Where it begins.
        from: String,
        /// What else would have to hold at the end, where only that is denied.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        goal: Option<Goal>,
        /// A set of pairs of a state and the member who moved last that holds every first move of a member, that no legal move of a member leaves, and no state
        /// of which all members prefer.
        reached: Vec<Reached>,
    },
}

/// Where a conflict is to get.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// To an outcome of the conflict, by id.
    Outcome(String),
    /// To where a condition holds, in all combinations that a state stands for.
    Condition(String),
    /// To one of these states.
    States(Vec<String>),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = |count: usize| format!("{count} step{}", if count == 1 { "" } else { "s" });
        match self {
            Finding::Path { from, motion, goal, steps } => {
                write!(f, "from {from} by {} to {goal}: a path of {}", motion_words(motion), some(steps.len()))
            }
            Finding::Unreachable { from, motion, goal, reached } => {
                write!(f, "from {from} by {} never to {goal}: {}", motion_words(motion), pairs(reached))
            }
            Finding::JointImprovement { members, from, goal, steps } => {
                let end = steps.last().map_or(from, |step| &step.to);
                let goal = goal.as_ref().map_or_else(String::new, |goal| format!(" ({goal})"));
                let members = members.join(", ");
                write!(f, "from {from} a joint improvement of {members} to {end}{goal}: {}", some(steps.len()))
            }
            Finding::NoJointImprovement { members, from, goal, reached } => {
                let goal = goal.as_ref().map_or_else(String::new, |goal| format!(" to {goal}"));
                let members = members.join(", ");
                write!(f, "from {from} no joint improvement of {members}{goal}: {}", pairs(reached))
            }
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Goal::Outcome(id) => write!(f, "the outcome {id}"),
            Goal::Condition(condition) => write!(f, "where {condition}"),
            Goal::States(states) if states.len() > 3 => write!(f, "{} and {} others", states[0], states.len() - 1),
            Goal::States(states) => write!(f, "{}", states.join(" or ")),
        }
    }
}

fn motion_words(motion: &str) -> &str {
    if motion == "best" { "best improvements" } else { motion }
}

fn pairs(reached: &[Reached]) -> String {
    let count: usize = reached.iter().map(|part| part.states.len()).sum();
    format!("a closed set of {count} pair{}", if count == 1 { "" } else { "s" })
}
