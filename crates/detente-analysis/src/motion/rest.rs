//! Where a conflict comes to rest.

use std::collections::HashMap;

use detente_model::{Meaning, Motion, State};

use super::{TooFar, steps};

/// A set of states that the conflict ends in: one that nobody leaves, or a cycle of states that it goes round for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    /// One state, or those of a cycle, in the order of states.
    pub states: Vec<State>,
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
/// When more than `limit` states are reached.
pub fn rests(meaning: &Meaning, from: &State, by: Motion, limit: usize) -> Result<Course, TooFar> {
    let (states, ends) = successors(meaning, from, by, limit)?;
    let sets = components(&ends);
    let mut set_of = vec![0; states.len()];
    for (index, set) in sets.iter().enumerate() {
        set.iter().for_each(|&place| set_of[place] = index);
    }
    let mut rests: Vec<Rest> = sets
        .iter()
        .enumerate()
        .filter(|(index, set)| set.iter().all(|&place| ends[place].iter().all(|&end| set_of[end] == *index)))
        .map(|(_, set)| {
            let mut members: Vec<State> = set.iter().map(|&place| states[place].clone()).collect();
            members.sort();
            Rest { states: members }
        })
        .collect();
    rests.sort();
    Ok(Course { rests, states: states.len() })
}

/// The states reached, the first first, and for each the places of those that one step leads to.
fn successors(
    meaning: &Meaning, from: &State, by: Motion, limit: usize,
) -> Result<(Vec<State>, Vec<Vec<usize>>), TooFar> {
    let mut states = vec![from.clone()];
    let mut places = HashMap::from([(from.clone(), 0)]);
    let mut ends: Vec<Vec<usize>> = Vec::new();
    while ends.len() < states.len() {
        let state = states[ends.len()].clone();
        let mut of_state = Vec::new();
        for dm in meaning.conflict().dm_ids() {
            for end in steps(meaning, dm, &state, by) {
                let place = *places.entry(end).or_insert_with_key(|end| {
                    states.push(end.clone());
                    states.len() - 1
                });
                of_state.push(place);
            }
        }
        if states.len() > limit {
            return Err(TooFar { limit });
        }
        ends.push(of_state);
    }
    Ok((states, ends))
}

/// The strongly connected sets of a graph (Tarjan 1972), with a stack of its own: paths may be long.
fn components(ends: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let (mut number, mut low) = (vec![NEW; ends.len()], vec![0; ends.len()]);
    let (mut on_stack, mut stack) = (vec![false; ends.len()], Vec::new());
    let mut sets = Vec::new();
    let mut next = 0;
    for root in 0..ends.len() {
        if number[root] != NEW {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, at)) = calls.pop() {
            if at == 0 {
                number[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            } else {
                low[node] = low[node].min(low[ends[node][at - 1]]);
            }
            let mut following = at;
            while let Some(&end) = ends[node].get(following) {
                if number[end] == NEW {
                    break;
                }
                if on_stack[end] {
                    low[node] = low[node].min(number[end]);
                }
                following += 1;
            }
            if let Some(&end) = ends[node].get(following) {
                calls.push((node, following + 1));
                calls.push((end, 0));
            } else if low[node] == number[node] {
                let mut set = Vec::new();
                loop {
                    let member = stack.pop().expect("the node itself is on the stack");
                    on_stack[member] = false;
                    set.push(member);
                    if member == node {
                        break;
                    }
                }
                sets.push(set);
            }
        }
    }
    sets
}
