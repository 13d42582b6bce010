//! A decision maker's options as bits of the number of a slot.

use detente_model::{Conflict, Direction, DmId};

/// A decision maker's options, which are bits that follow each other in the number of a slot. The slots among which it chooses, its *group*, are those
/// that agree in all other bits.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// The lowest of the bits.
    pub low: usize,
    /// Which way each of its options can be changed.
    pub directions: Vec<Direction>,
}

impl Axis {
    pub fn new(conflict: &Conflict, dm: DmId) -> Self {
        let directions = conflict.options_of(dm).map(|o| conflict.option(o).direction).collect();
        Axis { low: conflict.dm(dm).options.start as usize, directions }
    }

    /// The slots of a group.
    pub fn rows(&self) -> usize {
        1 << self.directions.len()
    }

    /// The bits of the number of a slot that are its options.
    pub fn mask(&self) -> u64 {
        (self.rows() as u64 - 1) << self.low
    }

    /// Whether all of its options can be changed both ways, so that all slots of a group lead to each other.
    pub fn is_free(&self) -> bool {
        self.directions.iter().all(|&direction| direction == Direction::Both)
    }

    /// Whether a move leads from one slot of a group to another.
    pub fn leads(&self, from: usize, to: usize) -> bool {
        self.directions.iter().enumerate().all(|(option, direction)| {
            let is_on = |slot: usize| slot >> (self.low + option) & 1 == 1;
            direction.allows(is_on(from), is_on(to))
        })
    }
}
