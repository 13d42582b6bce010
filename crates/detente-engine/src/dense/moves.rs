//! What a decision maker's moves lead to, for all slots at once.
//!
//! Where all options of a decision maker can be changed both ways, it can go anywhere in its group: one pass over the group finds what is needed, and a
//! second puts it in place.
//!
//! Otherwise a group is gone through option by option: after the first step each slot has the lowest value that changing the first option, or not, leads to;
//! after the second the first two; and so on (the scheme of the fast Walsh and zeta transforms). An option that changes one way only is a step
//! in which one half of the slots looks at the other and not the other way round.
//!
//! Either way neighbouring slots do the same, so that processors take many at once.

use detente_model::Direction;

use crate::crew::Crew;
use crate::dense::tiles::{Axis, Changes, sweep};
use crate::ranks::{ANYWHERE, HOLE};

/// Slots that a processor takes at once, at least.
const WIDTH: usize = 16;

/// Lowers each value to the lowest of the slots that the moves of `axis` lead to from its own. Tells whether any changed.
///
/// `changes` are those of [`sweep`].
pub(super) fn lower_by_moves<const W: usize>(
    crew: &Crew<'_>, axis: &Axis, arrays: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
) -> bool {
    let whole = Whole::of(axis);
    sweep(crew, axis, arrays, changes, |blocks, _| {
        for block in &mut blocks.values {
            match &whole {
                Some(whole) => whole.lowest(block),
                None => for_each_step(axis, |distance, direction| lower_step(block, distance, direction)),
            }
        }
    })
}

/// Replaces each value by the highest of the *other* slots that the moves of `axis` lead to, [`ANYWHERE`] where there are none.
pub(super) fn best_other(crew: &Crew<'_>, axis: &Axis, values: &mut [i32]) {
    let whole = Whole::of(axis);
    sweep(crew, axis, [values], None, |blocks, _| {
        let ([with], without) = (&mut blocks.values, &mut blocks.spare);
        with.iter_mut().for_each(|value| *value = if *value == HOLE { ANYWHERE } else { *value });
        if let Some(whole) = &whole {
            return whole.highest_other(with);
        }
        without.clear();
        without.resize(with.len(), ANYWHERE);
        for_each_step(axis, |distance, direction| higher_step(with, without, distance, direction));
        std::mem::swap(with, without);
    });
}

/// Groups all of whose slots lead to each other.
struct Whole {
    /// The slots of neighbouring groups that lie beside each other, together: what follows each other at this distance is of one group.
    lanes: usize,
    /// Slots taken at once.
    width: usize,
    /// Slots of neighbouring groups together.
    size: usize,
}

impl Whole {
    /// `None` where an option is one-way, or where groups are so small that the steps are no more work.
    fn of(axis: &Axis) -> Option<Self> {
        let (lanes, size) = (axis.lanes(), axis.rows() * axis.lanes());
        let width = lanes.max(WIDTH);
        let whole = axis.directions.iter().all(|&direction| direction == Direction::Both);
        (whole && axis.rows() > 2 && size >= 2 * width).then_some(Whole { lanes, width, size })
    }

    /// Replaces each value by the lowest of its group.
    fn lowest(&self, block: &mut [i32]) {
        let mut lowest = vec![HOLE; self.width];
        for groups in block.chunks_exact_mut(self.size) {
            lowest.fill(HOLE);
            for row in groups.chunks_exact(self.width) {
                lowest.iter_mut().zip(row).for_each(|(lowest, &value)| *lowest = lower(*lowest, value));
            }
            for at in self.lanes..self.width {
                lowest[at % self.lanes] = lower(lowest[at % self.lanes], lowest[at]);
            }
            for at in self.lanes..self.width {
                lowest[at] = lowest[at % self.lanes];
            }
            groups.chunks_exact_mut(self.width).for_each(|row| row.copy_from_slice(&lowest));
        }
    }

    /// Replaces each value by the highest of the others of its group.
    fn highest_other(&self, block: &mut [i32]) {
        // The two highest: the others' highest is the second where a slot has the first itself.
        let (mut first, mut second) = (vec![ANYWHERE; self.width], vec![ANYWHERE; self.width]);
        for groups in block.chunks_exact_mut(self.size) {
            first.fill(ANYWHERE);
            second.fill(ANYWHERE);
            for row in groups.chunks_exact(self.width) {
                for ((first, second), &value) in first.iter_mut().zip(&mut second).zip(row) {
                    *second = higher(*second, lower(*first, value));
                    *first = higher(*first, value);
                }
            }
            for at in self.lanes..self.width {
                let lane = at % self.lanes;
                second[lane] = higher(lower(first[lane], first[at]), higher(second[lane], second[at]));
                first[lane] = higher(first[lane], first[at]);
            }
            for at in self.lanes..self.width {
                (first[at], second[at]) = (first[at % self.lanes], second[at % self.lanes]);
            }
            for row in groups.chunks_exact_mut(self.width) {
                for (value, (&first, &second)) in row.iter_mut().zip(first.iter().zip(&second)) {
                    *value = if *value == first { second } else { first };
                }
            }
        }
    }
}

/// Calls `step` with the distance, in a block, of the slots in which one option is off from those in which it is on, for each option.
fn for_each_step(axis: &Axis, mut step: impl FnMut(usize, Direction)) {
    for (option, &direction) in axis.directions.iter().enumerate() {
        step(axis.lanes() << option, direction);
    }
}

/// Lowers each value to what changing one option leads to.
fn lower_step(block: &mut [i32], distance: usize, direction: Direction) {
    for pair in block.chunks_exact_mut(2 * distance) {
        let (off, on) = pair.split_at_mut(distance);
        match direction {
            Direction::Both => off.iter_mut().zip(on).for_each(|(off, on)| {
                let lowest = lower(*off, *on);
                (*off, *on) = (lowest, lowest);
            }),
            Direction::On => off.iter_mut().zip(on).for_each(|(off, on)| *off = lower(*off, *on)),
            Direction::Off => off.iter_mut().zip(on).for_each(|(off, on)| *on = lower(*off, *on)),
        }
    }
}

/// Raises each value to what changing one option leads to, once with the slot itself and once without.
fn higher_step(with: &mut [i32], without: &mut [i32], distance: usize, direction: Direction) {
    for (with, without) in with.chunks_exact_mut(2 * distance).zip(without.chunks_exact_mut(2 * distance)) {
        let (off, on) = with.split_at_mut(distance);
        let (other_off, other_on) = without.split_at_mut(distance);
        if direction != Direction::Off {
            other_off.iter_mut().zip(&*on).for_each(|(other, on)| *other = higher(*other, *on));
        }
        if direction != Direction::On {
            other_on.iter_mut().zip(&*off).for_each(|(other, off)| *other = higher(*other, *off));
        }
        match direction {
            Direction::Both => off.iter_mut().zip(on).for_each(|(off, on)| {
                let highest = higher(*off, *on);
                (*off, *on) = (highest, highest);
            }),
            Direction::On => off.iter_mut().zip(on).for_each(|(off, on)| *off = higher(*off, *on)),
            Direction::Off => off.iter_mut().zip(on).for_each(|(off, on)| *on = higher(*off, *on)),
        }
    }
}

fn lower(a: i32, b: i32) -> i32 {
    if a < b { a } else { b }
}

fn higher(a: i32, b: i32) -> i32 {
    if a > b { a } else { b }
}
