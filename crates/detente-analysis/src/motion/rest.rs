//! Where a conflict comes to rest.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use detente_engine::{Control, StepNodes, StepTable};
use detente_model::{Meaning, Motion, State};

use super::components::{Arrows, components, ends};
use super::{MotionError, TooFar, steps};

/// A set of states that the conflict ends in: one that nobody leaves, or a cycle of states that it goes round for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    /// One state, or those of a cycle, in the order of states.
    pub states: Arc<[State]>,
}

impl Rest {
    /// Whether it is a cycle.
    pub fn is_cycle(&self) -> bool {
        self.states.len() > 1
    }
}

/// What comes of a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The sets of states that it may end in, in the order of states; at least one.
    pub rests: Vec<Rest>,
    /// How many states it may pass through, with the first and the last.
    pub states: usize,
}

/// Where a conflict comes to rest that starts at `from` and moves by steps of a kind: the terminal strongly connected sets of states.
///
/// Here a decision maker may step twice in succession: a state from which somebody would still step is no place of rest. Where moves chain (options without named
/// states) that makes no difference for improvements, since two in succession are one.
///
/// # Errors
/// [`MotionError::TooFar`] when more than `limit` states are reached, [`MotionError::Cancelled`] soon after `control` says so.
pub fn rests(
    meaning: &Meaning, from: &State, by: Motion, limit: usize, control: &Control,
) -> Result<Course, MotionError> {
    let (states, ends) = successors(meaning, from, by, limit, control)?;
    let count = states.len();
    let mut courses = courses(&ends, &[0], count, &|place| states[place].clone(), control)?;
    Ok(courses.remove(0))
}

/// The same from several places, by the tables of an analysed conflict. Rests that several courses share are shared in memory.
pub(super) fn rests_in(table: &StepTable, from: &[u32], control: &Control) -> Result<Vec<Course>, MotionError> {
    // What does not fit 32 bits takes more memory than any machine of today has.
    let nodes = StepNodes::new(table).ok_or(TooFar { limit: u32::MAX as usize })?;
    let states = table.states();
    courses(&nodes, from, nodes.states(), &|place| states.state(place), control)
}

/// What comes of each root. The first `states` nodes are states, the others only lie between them.
fn courses<A: Arrows>(
    arrows: &A, roots: &[u32], states: usize, state: &dyn Fn(usize) -> State, control: &Control,
) -> Result<Vec<Course>, MotionError> {
    let sets = components(arrows, roots, control.cancelled).ok_or(MotionError::Cancelled)?;
    let mut members: BTreeMap<u32, Vec<State>> = BTreeMap::new();
    for place in 0..states {
        let set = sets.of[place];
        if sets.terminal.get(set as usize) == Some(&true) {
            members.entry(set).or_default().push(state(place));
        }
    }
    let mut all: BTreeMap<u32, Rest> = BTreeMap::new();
    for (set, mut states) in members {
        states.sort();
        all.insert(set, Rest { states: states.into() });
    }
    let mut seen = vec![u32::MAX; arrows.nodes()];
    let mut courses = Vec::new();
    for (turn, &root) in (0u32..).zip(roots) {
        if (control.cancelled)() {
            return Err(MotionError::Cancelled);
        }
        let mut course = Course { rests: Vec::new(), states: 0 };
        let mut open = vec![root];
        let mut ended: Vec<u32> = Vec::new();
        seen[root as usize] = turn;
        while let Some(node) = open.pop() {
            course.states += usize::from((node as usize) < states);
            let set = sets.of[node as usize];
            if sets.terminal[set as usize] {
                ended.push(set);
            }
            for end in ends(arrows, node) {
                if std::mem::replace(&mut seen[end as usize], turn) != turn {
                    open.push(end);
                }
            }
        }
        ended.sort_unstable();
        ended.dedup();
        course.rests = ended.iter().map(|set| all[set].clone()).collect();
        course.rests.sort();
        courses.push(course);
    }
    Ok(courses)
}

/// The states reached, the first first, and for each the places of those that one step leads to.
fn successors(
    meaning: &Meaning, from: &State, by: Motion, limit: usize, control: &Control,
) -> Result<(Vec<State>, Vec<Vec<u32>>), MotionError> {
    let mut states = vec![from.clone()];
    let mut places = HashMap::from([(from.clone(), 0)]);
    let mut ends: Vec<Vec<u32>> = Vec::new();
    while ends.len() < states.len() {
        if (control.cancelled)() {
            return Err(MotionError::Cancelled);
        }
        let state = states[ends.len()].clone();
        let mut of_state = Vec::new();
        for dm in meaning.conflict().dm_ids() {
            for end in steps(meaning, dm, &state, by) {
                let place = *places.entry(end).or_insert_with_key(|end| {
                    states.push(end.clone());
                    states.len() as u32 - 1
                });
                of_state.push(place);
            }
        }
        if states.len() > limit {
            return Err(TooFar { limit }.into());
        }
        ends.push(of_state);
    }
    Ok((states, ends))
}
