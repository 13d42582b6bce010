//! What a decision maker's moves lead to, for all slots of a block at once.
//!
//! Where all options of a decision maker can be changed both ways, it can go anywhere in its group: one look at all rows finds what is needed, and a
//! second puts it in place.
//!
//! Otherwise a group is gone through option by option: after the first step each slot has the lowest value that changing the first option, or not, leads to;
//! after the second the first two; and so on (the scheme of the fast Walsh and zeta transforms). An option that changes one way only is a step
//! in which one half of the slots looks at the other and not the other way round.

use detente_model::Direction;

use crate::dense::axis::Axis;
use crate::dense::cut::Cut;
use crate::dense::tiles::Room;
use crate::ranks::{ANYWHERE, HOLE};

/// Calls a function that is written for each number of lanes there can be.
macro_rules! by_lanes {
    ($lanes:expr, $function:ident($($argument:expr),*)) => {
        match $lanes {
            16 => $function::<16>($($argument),*),
            8 => $function::<8>($($argument),*),
            4 => $function::<4>($($argument),*),
            2 => $function::<2>($($argument),*),
            _ => $function::<1>($($argument),*),
        }
    };
}
pub(super) use by_lanes;

/// Lowers each value of a block of one context to the lowest of the slots that the moves of `axis` lead to from its own.
pub(super) fn lowest(axis: &Axis, cut: &Cut, room: &mut Room) {
    let block = &mut room.block[..cut.slots()];
    if axis.is_free() {
        return by_lanes!(cut.lanes, lowest_of_all(block));
    }
    for_each_step(axis, cut, |distance, direction| lower_step(block, distance, direction));
}

/// Replaces each value of a block of one context by the highest of the *other* slots that the moves of `axis` lead to, [`ANYWHERE`] where there are none.
pub(super) fn best_other(axis: &Axis, cut: &Cut, room: &mut Room) {
    let with = &mut room.block[..cut.slots()];
    if axis.is_free() {
        return by_lanes!(cut.lanes, highest_of_others(with));
    }
    room.spare.clear();
    room.spare.resize(cut.block(), ANYWHERE);
    let without = &mut room.spare[..cut.slots()];
    for_each_step(axis, cut, |distance, direction| higher_step(with, without, distance, direction));
    std::mem::swap(&mut room.block, &mut room.spare);
}

/// The lowest of each lane.
fn lowest_of_all<const L: usize>(block: &mut [i32]) {
    let (rows, _) = block.as_chunks_mut::<L>();
    let mut lowest = [HOLE; L];
    for row in &*rows {
        lowest = std::array::from_fn(|lane| lower(lowest[lane], row[lane]));
    }
    rows.fill(lowest);
}

/// The highest of each lane without the slot itself: the second highest where the slot has the highest.
fn highest_of_others<const L: usize>(block: &mut [i32]) {
    let (rows, _) = block.as_chunks_mut::<L>();
    let (mut first, mut second) = ([ANYWHERE; L], [ANYWHERE; L]);
    for row in &*rows {
        for lane in 0..L {
            second[lane] = higher(second[lane], lower(first[lane], row[lane]));
            first[lane] = higher(first[lane], row[lane]);
        }
    }
    for row in rows {
        *row = std::array::from_fn(|lane| if row[lane] == first[lane] { second[lane] } else { first[lane] });
    }
}

/// Calls `step` with the distance, in a block, of the slots in which one option is off from those in which it is on, for each option.
fn for_each_step(axis: &Axis, cut: &Cut, mut step: impl FnMut(usize, Direction)) {
    for (option, &direction) in axis.directions.iter().enumerate() {
        step(cut.lanes << option, direction);
    }
}

/// Lowers each value to what changing one option leads to.
pub(super) fn lower_step(block: &mut [i32], distance: usize, direction: Direction) {
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
        match direction {
            Direction::Both => {
                for ((off, on), (other_off, other_on)) in off.iter_mut().zip(on).zip(other_off.iter_mut().zip(other_on))
                {
                    *other_off = higher(*other_off, *on);
                    *other_on = higher(*other_on, *off);
                    let highest = higher(*off, *on);
                    (*off, *on) = (highest, highest);
                }
            }
            Direction::On => {
                for ((off, on), other_off) in off.iter_mut().zip(on).zip(other_off) {
                    *other_off = higher(*other_off, *on);
                    *off = higher(*off, *on);
                }
            }
            Direction::Off => {
                for ((off, on), other_on) in off.iter_mut().zip(on).zip(other_on) {
                    *other_on = higher(*other_on, *off);
                    *on = higher(*off, *on);
                }
            }
        }
    }
}

pub(super) fn lower(a: i32, b: i32) -> i32 {
    if a < b { a } else { b }
}

pub(super) fn higher(a: i32, b: i32) -> i32 {
    if a > b { a } else { b }
}
