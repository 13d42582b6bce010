//! What opponents' moves lead to where no rule excludes anything: a closed form.
//!
//! With a state in every slot the opponents' options are independent of each other, and each opponent that can move can change any of them in one move. So the
//! ends of their sequences from a state are all states that agree with it in the decision maker's own options, and in which their one-way options are as they are or have been
//! used up; every option that can be changed both ways may be anything. The lowest value among them therefore depends on the own options and the opponents' one-way
//! options alone: those that are *kept*. It is found in one look at the values (the lowest of all slots that agree in what is kept), followed by a step for
//! each one-way option on what is left, mostly a few thousand numbers.

use detente_model::{Conflict, Direction, OptionId};
use rayon::prelude::*;

use crate::crew::Crew;
use crate::dense::axis::Axis;
use crate::dense::bits::{BitMap, compress};
use crate::dense::moves::{lower, lower_step};
use crate::ranks::HOLE;

/// More numbers than these, as a power of two, are too many for each thread to have its own.
const KEPT: u32 = 16;

/// What is kept of the slots for one decision maker.
pub(super) struct Closed {
    /// The options that are kept, as bits.
    kept: u64,
    /// The number of what is kept of each slot.
    number: BitMap,
    /// Neighbouring slots of which all bits are kept, or none.
    stretch: usize,
    /// The opponents' one-way options: their bits in the numbers.
    one_way: Vec<(usize, Direction)>,
}

impl Closed {
    /// `None` where too much would have to be kept.
    pub fn new(conflict: &Conflict, axis: &Axis) -> Option<Self> {
        let options = conflict.options.len();
        let direction = |option: usize| conflict.option(OptionId::from(option)).direction;
        let used_up = (0..options).filter(|&o| direction(o) != Direction::Both && axis.mask() >> o & 1 == 0);
        let used_up: Vec<usize> = used_up.collect();
        let kept = axis.mask() | used_up.iter().fold(0, |mask, o| mask | 1u64 << o);
        let place = |option: usize| compress(1 << option, kept).ilog2() as usize;
        (kept.count_ones() <= KEPT).then(|| Closed {
            kept,
            number: BitMap::compressing(options, kept),
            stretch: 1 << kept.trailing_ones().max((!kept).trailing_ones()).min(options as u32),
            one_way: used_up.iter().map(|&o| (place(o), direction(o))).collect(),
        })
    }

    /// How many options are kept.
    pub fn kept(&self) -> usize {
        self.kept.count_ones() as usize
    }

    /// The decision maker's options among those that are kept.
    pub fn axis(&self, axis: &Axis) -> Axis {
        let below = self.kept & ((1 << axis.low) - 1);
        Axis { low: below.count_ones() as usize, directions: axis.directions.clone() }
    }

    /// The number of what is kept of a slot.
    pub fn number(&self, slot: usize) -> usize {
        self.number.of(slot)
    }

    /// Fills a run of slots with what a table says of them.
    pub fn look_up(&self, table: &[i32], first: usize, run: &mut [i32]) {
        let stretch = self.stretch.min(run.len());
        for (at, run) in run.chunks_mut(stretch).enumerate() {
            let number = self.number.of(first + at * stretch);
            if self.kept & 1 == 1 {
                run.copy_from_slice(&table[number..number + run.len()]);
            } else {
                run.fill(table[number]);
            }
        }
    }

    /// The lowest of `values` that sequences of the opponents lead to, by what is kept of where they begin.
    pub fn lowest(&self, crew: &Crew<'_>, values: &[i32]) -> Vec<i32> {
        let stretch = self.stretch;
        let piece = |first: usize, piece: &[i32]| {
            let mut lowest = vec![HOLE; 1 << self.kept()];
            if crew.is_cancelled() {
                return lowest;
            }
            for (at, values) in piece.chunks(stretch).enumerate() {
                let number = self.number.of(first + at * stretch);
                if self.kept & 1 == 1 {
                    lowest[number..]
                        .iter_mut()
                        .zip(values)
                        .for_each(|(lowest, &value)| *lowest = lower(*lowest, value));
                } else {
                    lowest[number] = lower(lowest[number], values.iter().fold(HOLE, |low, &value| lower(low, value)));
                }
            }
            lowest
        };
        let both = |mut a: Vec<i32>, b: Vec<i32>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a = lower(*a, b));
            a
        };
        let size = (values.len() / 16).max(1 << 16).max(stretch);
        let mut lowest = if crew.is_parallel() && values.len() > size {
            let pieces = values.par_chunks(size).enumerate().map(|(at, values)| piece(at * size, values));
            pieces.reduce(|| vec![HOLE; 1 << self.kept()], both)
        } else {
            piece(0, values)
        };
        for &(bit, direction) in &self.one_way {
            lower_step(&mut lowest, 1 << bit, direction);
        }
        lowest
    }
}
