//! What a decision maker's improvements lead to, for all slots of a block at once.
//!
//! A group's rows are gone through from the best to the worst, keeping the lowest value so far: when a row's turn comes, that is the lowest among all that are
//! better. The lanes of a block are groups of one order, so that each step is the same for all of them.

use detente_model::Direction;

use crate::dense::axis::Axis;
use crate::dense::cut::Cut;
use crate::dense::moves::{by_lanes, lower};
use crate::dense::orders::{Entries, Entry, Orders};
use crate::dense::tiles::Room;
use crate::ranks::HOLE;

/// Lowers each value of a block to the lowest of the slots that improvements of a decision maker lead to from its own, where `context` is the number of the
/// block's first context. Slots without a state have a value that lowers nothing.
pub(super) fn lowest(orders: &Orders, cut: &Cut, room: &mut Room, context: usize) {
    match &orders.entries {
        Entries::Short(entries) => by_lanes!(cut.lanes, contexts(orders, entries, cut, room, context)),
        Entries::Long(entries) => by_lanes!(cut.lanes, contexts(orders, entries, cut, room, context)),
    }
}

fn contexts<const L: usize>(orders: &Orders, entries: &[impl Entry], cut: &Cut, room: &mut Room, context: usize) {
    let entries = entries[context * cut.rows..].chunks_exact(cut.rows);
    let (size, distance) = cut.context_size();
    for (values, order) in room.block.chunks_mut(distance).zip(entries) {
        let (values, _) = values[..size].as_chunks_mut::<L>();
        match &orders.patterns {
            None => walk(values, order),
            Some(patterns) => walk_by_patterns(values, order, patterns, &mut room.spare),
        }
    }
}

/// Groups without one-way options.
fn walk<const L: usize>(values: &mut [[i32; L]], order: &[impl Entry]) {
    let (mut better, mut so_far) = ([HOLE; L], [HOLE; L]);
    for &entry in order {
        if entry.is_worse() {
            better = so_far;
        }
        let row = &mut values[entry.row()];
        let value = *row;
        *row = std::array::from_fn(|lane| lower(value[lane], better[lane]));
        so_far = std::array::from_fn(|lane| lower(so_far[lane], value[lane]));
    }
}

/// Groups with one-way options: the lowest value so far is kept by pattern of the one-way options.
///
/// A state of pattern `a` can move to those of every pattern that contains `a`. To spread the work evenly, a value is noted for all patterns that
/// its own contains in the lower half of the bits, and looked up under all that contain the asking one in the upper half.
fn walk_by_patterns<const L: usize>(
    values: &mut [[i32; L]], order: &[impl Entry], patterns: &Patterns, room: &mut Vec<i32>,
) {
    room.clear();
    room.resize(((patterns.upper | patterns.lower) + 1) * L, HOLE);
    let (lowest, _) = room.as_chunks_mut::<L>();
    let mut left = order;
    while let Some(&first) = left.first() {
        let tie = 1 + left[1..].iter().take_while(|entry| !entry.is_worse()).count();
        debug_assert!(left.len() == order.len() || first.is_worse());
        let (level, rest) = left.split_at(tie);
        for entry in level {
            let (row, pattern) = (&mut values[entry.row()], patterns.of_row[entry.row()] as usize);
            // Every pattern of the upper half that contains this one: this one and a part of the rest.
            let rest = patterns.upper & !pattern;
            let mut more = rest;
            loop {
                let noted = &lowest[pattern | more];
                *row = std::array::from_fn(|lane| lower(row[lane], noted[lane]));
                if more == 0 {
                    break;
                }
                more = (more - 1) & rest;
            }
        }
        for entry in level {
            let (row, pattern) = (values[entry.row()], patterns.of_row[entry.row()] as usize);
            let part = pattern & patterns.lower;
            let mut less = part;
            loop {
                let noted = &mut lowest[pattern & patterns.upper | less];
                *noted = std::array::from_fn(|lane| lower(noted[lane], row[lane]));
                if less == 0 {
                    break;
                }
                less = (less - 1) & part;
            }
        }
        left = rest;
    }
}

/// The patterns of a group's rows: the values of the one-way options, with those that can only be dropped counted as on while they are off.
pub(super) struct Patterns {
    of_row: Vec<u32>,
    lower: usize,
    upper: usize,
}

impl Patterns {
    /// `None` where there are no one-way options.
    pub fn new(axis: &Axis) -> Option<Self> {
        let one_way: Vec<(usize, Direction)> = axis
            .directions
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, direction)| *direction != Direction::Both)
            .collect();
        let pattern = |row: usize| {
            let bits =
                one_way.iter().map(|&(option, direction)| (row >> option & 1 == 1) != (direction == Direction::Off));
            bits.rev().fold(0, |pattern, bit| pattern << 1 | u32::from(bit))
        };
        let lower = (1 << (one_way.len() / 2)) - 1;
        (!one_way.is_empty()).then(|| Patterns {
            of_row: (0..axis.rows()).map(pattern).collect(),
            lower,
            upper: (1 << one_way.len()) - 1 - lower,
        })
    }
}
