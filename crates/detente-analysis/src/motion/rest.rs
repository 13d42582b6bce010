//! Where a conflict comes to rest.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use detente_engine::{Control, StepNodes, StepTable};
use detente_model::{Meaning, Motion, State};

use super::components::{Arrows, Components, NOWHERE, components, ends};
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
    let mut rests: Option<Vec<(u32, Rest)>> = None;
    let mut courses = Vec::new();
    // A bit for each root: which of them each set is reached from.
    for some in roots.chunks(64) {
        let mut from = vec![0u64; sets.count];
        for (bit, &root) in some.iter().enumerate() {
            from[sets.of[root as usize] as usize] |= 1 << bit;
        }
        let mut passed = [0usize; 64];
        let mut leaves = vec![false; sets.count];
        // Arrows lead to lower sets, so that all that leads to a set has been seen before it.
        for (at, &node) in sets.order.iter().rev().enumerate() {
            if at % (1 << 12) == 0 && (control.cancelled)() {
                return Err(MotionError::Cancelled);
            }
            let set = sets.of[node as usize];
            let mask = from[set as usize];
            if (node as usize) < states {
                let mut bits = mask;
                while bits != 0 {
                    passed[bits.trailing_zeros() as usize] += 1;
                    bits &= bits - 1;
                }
            }
            for end in ends(arrows, node).map(|end| sets.of[end as usize]).filter(|&end| end != set) {
                leaves[set as usize] = true;
                from[end as usize] |= mask;
            }
        }
        let rests = rests.get_or_insert_with(|| terminal(&sets, &leaves, states, state));
        for (bit, &states) in passed[..some.len()].iter().enumerate() {
            let ended = rests.iter().filter(|(set, _)| from[*set as usize] >> bit & 1 == 1);
            courses.push(Course { rests: ended.map(|(_, rest)| rest.clone()).collect(), states });
        }
    }
    Ok(courses)
}

/// The sets that no arrow leaves, in the order of states. `leaves` says by set whether one does.
fn terminal(sets: &Components, leaves: &[bool], states: usize, state: &dyn Fn(usize) -> State) -> Vec<(u32, Rest)> {
    let mut members: BTreeMap<u32, Vec<State>> = BTreeMap::new();
    for (place, &set) in sets.of[..states].iter().enumerate() {
        if set != NOWHERE && !leaves[set as usize] {
            members.entry(set).or_default().push(state(place));
        }
    }
    let sorted = |mut states: Vec<State>| {
        states.sort();
        Rest { states: states.into() }
    };
    let mut rests: Vec<(u32, Rest)> = members.into_iter().map(|(set, states)| (set, sorted(states))).collect();
    rests.sort_by(|(_, a), (_, b)| a.cmp(b));
    rests
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
