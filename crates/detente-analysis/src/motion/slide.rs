//! Slide test: can the situation get to an outcome, and from how many states?

use detente_engine::{Backwards, Control, Progress, StepTable};
use detente_model::{DmId, Motion};

use super::MotionError;

/// Whether to go on is asked after so many pairs.
const ASKED_EVERY: u64 = 1 << 10;
/// The mark of a state from which the goal is not reached.
const NEVER: u32 = u32::MAX;

/// From where a conflict can get to a goal by legal sequences of all decision makers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slide {
    /// By what steps.
    pub by: Motion,
    /// How many states the conflict has.
    pub states: usize,
    /// In how many the goal holds.
    pub holds_in: usize,
    /// In how many it does not hold and can be reached.
    pub leads_from: usize,
    /// The decision makers whose step can be the one into the goal, in order, each with the number of states from which it can take that step.
    pub enters: Vec<(DmId, usize)>,
    /// By place: the fewest steps to the goal, 0 where it holds.
    steps: Vec<u32>,
}

impl Slide {
    /// How many states there are in which the goal does not hold.
    pub fn outside(&self) -> usize {
        self.states - self.holds_in
    }

    /// The fewest steps from the state at `place` to the goal: 0 where it holds, `None` where it cannot be reached.
    pub fn steps_from(&self, place: usize) -> Option<usize> {
        Some(self.steps[place]).filter(|&steps| steps != NEVER).map(|steps| steps as usize)
    }

    /// The places of the states in which the goal does not hold and from which it can be reached, ascending.
    pub fn leads(&self) -> impl Iterator<Item = usize> {
        (0..self.states).filter(|&place| !matches!(self.steps[place], 0 | NEVER))
    }
}

/// Who can take the first step of a sequence into the goal from a state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Nobody,
    One(DmId),
    Several,
}

/// From where a conflict can get to where a goal holds; a search backwards from all those states at once. `inside` says by place whether it holds there.
///
/// # Errors
/// [`MotionError::Cancelled`] soon after `control` says so.
pub fn slide(table: &StepTable, inside: &dyn Fn(usize) -> bool, control: &Control) -> Result<Slide, MotionError> {
    let (states, dms) = (table.states().count(), table.decision_makers());
    let mut walker = Backwards::new(table);
    let mut steps = vec![NEVER; states];
    let mut layer: Vec<(u32, DmId)> = Vec::new();
    let mut holds_in = 0;
    for (place, steps) in steps.iter_mut().enumerate() {
        if (place as u64).is_multiple_of(ASKED_EVERY) && (control.cancelled)() {
            return Err(MotionError::Cancelled);
        }
        if inside(place) {
            *steps = 0;
            holds_in += 1;
            layer.extend((0..dms).map(|dm| (place as u32, DmId::from(dm))));
        }
    }
    // A sequence that comes to a state by the step of somebody can go on from there where somebody else can take the first step of one into the goal. So each state
    // is come to twice at most: when the first is found who can, and when the second is.
    let mut first = vec![First::Nobody; states];
    let mut enters = vec![0usize; dms];
    let (mut length, mut done, total) = (0, 0u64, (states * dms) as u64);
    let mut starts = Vec::new();
    let mut leads_from = 0;
    while !layer.is_empty() {
        length += 1;
        let mut next = Vec::new();
        for (end, dm) in layer {
            done += 1;
            if done.is_multiple_of(ASKED_EVERY) {
                if (control.cancelled)() {
                    return Err(MotionError::Cancelled);
                }
                (control.progress)(Progress { done, total, what: "following the steps back" });
            }
            starts.clear();
            walker.fresh(dm.index(), end as usize, &mut starts);
            for &from in &starts {
                let place = from as usize;
                if steps[place] == 0 {
                    continue;
                }
                enters[dm.index()] += usize::from(length == 1);
                match first[place] {
                    First::Nobody => {
                        first[place] = First::One(dm);
                        steps[place] = length;
                        leads_from += 1;
                        next.extend((0..dms).map(DmId::from).filter(|&last| last != dm).map(|last| (from, last)));
                    }
                    First::One(other) if other != dm => {
                        first[place] = First::Several;
                        next.push((from, other));
                    }
                    First::One(_) | First::Several => {}
                }
            }
        }
        layer = next;
    }
    let enters = enters.into_iter().enumerate().filter(|&(_, count)| count > 0);
    Ok(Slide {
        by: table.by(),
        states,
        holds_in,
        leads_from,
        enters: enters.map(|(dm, count)| (DmId::from(dm), count)).collect(),
        steps,
    })
}
