//! Slide test: can the situation get to an outcome, and from how many states?

use std::collections::HashSet;

use detente_model::{DmId, Meaning, Motion, State, StateList};

use super::{TooFar, steps};

/// The test looks at no more than so many steps from state to state.
const MAX_STEPS: usize = 1 << 25;

/// From where a conflict can get to a goal by legal sequences of all decision makers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slide {
    /// By what steps.
    pub by: Motion,
    /// How many states the conflict has.
    pub states: usize,
    /// In how many the goal holds.
    pub holds_in: usize,
    /// The states in which it does not hold and from which it can be reached, each with the fewest steps, in the order of states.
    pub leads: Vec<(State, usize)>,
    /// The decision makers whose step can be the one into the goal, in order, each with the number of states from which it can take that step.
    pub enters: Vec<(DmId, usize)>,
}

impl Slide {
    /// How many states there are in which the goal does not hold.
    pub fn outside(&self) -> usize {
        self.states - self.holds_in
    }
}

/// From where a conflict can get to where `goal` holds; a search backwards from all those states at once.
///
/// # Errors
/// When the conflict has more than `limit` states, or too many steps between them.
pub fn slide(meaning: &Meaning, by: Motion, goal: &dyn Fn(&State) -> bool, limit: usize) -> Result<Slide, TooFar> {
    let list = StateList::new(meaning.conflict(), limit).map_err(|_| TooFar { limit })?;
    let states = list.states();
    let inside: Vec<bool> = states.iter().map(goal).collect();
    let before = Before::new(meaning, &list, by)?;

    // For each state outside: who can take the first step of a sequence into the goal, one decision maker or several, found nearest first. A sequence that comes to the state
    // by the step of somebody can go on where somebody else is among them.
    let mut first: Vec<Option<(DmId, usize)>> = vec![None; states.len()];
    let mut second = vec![false; states.len()];
    let mut layer: Vec<(usize, DmId)> = Vec::new();
    for place in (0..states.len()).filter(|&place| inside[place]) {
        layer.extend(meaning.conflict().dm_ids().map(|dm| (place, dm)));
    }
    let mut enters: HashSet<(DmId, usize)> = HashSet::new();
    let mut length = 0;
    while !layer.is_empty() {
        length += 1;
        let mut next = Vec::new();
        for (end, dm) in layer {
            for &from in before.of(end, dm) {
                if inside[from] {
                    continue;
                }
                if length == 1 {
                    enters.insert((dm, from));
                }
                match first[from] {
                    None => {
                        first[from] = Some((dm, length));
                        next.extend(meaning.conflict().dm_ids().filter(|&last| last != dm).map(|last| (from, last)));
                    }
                    Some((other, _)) if other != dm && !second[from] => {
                        second[from] = true;
                        next.push((from, other));
                    }
                    Some(_) => {}
                }
            }
        }
        layer = next;
    }
    let entering = |dm: DmId| (0..states.len()).filter(|&place| enters.contains(&(dm, place))).count();
    Ok(Slide {
        by,
        states: states.len(),
        holds_in: inside.iter().filter(|&&inside| inside).count(),
        leads: states.iter().zip(&first).filter_map(|(state, first)| Some((state.clone(), (*first)?.1))).collect(),
        enters: meaning.conflict().dm_ids().map(|dm| (dm, entering(dm))).filter(|&(_, count)| count > 0).collect(),
    })
}

/// For each state and decision maker, the places of the states from which a step of it leads there.
struct Before {
    dms: usize,
    from: Vec<Vec<usize>>,
}

impl Before {
    fn new(meaning: &Meaning, list: &StateList, by: Motion) -> Result<Self, TooFar> {
        let dms = meaning.conflict().decision_makers.len();
        let mut from = vec![Vec::new(); list.states().len() * dms];
        let mut room = MAX_STEPS;
        for (place, state) in list.states().iter().enumerate() {
            for dm in meaning.conflict().dm_ids() {
                for end in steps(meaning, dm, state, by) {
                    room = room.checked_sub(1).ok_or(TooFar { limit: MAX_STEPS })?;
                    let end = list.place(&end).expect("steps lead to states of the conflict");
                    from[end * dms + dm.index()].push(place);
                }
            }
        }
        Ok(Before { dms, from })
    }

    fn of(&self, end: usize, dm: DmId) -> &[usize] {
        &self.from[end * self.dms + dm.index()]
    }
}
