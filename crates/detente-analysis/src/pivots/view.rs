//! A compiled conflict with its statements edited and its options turned: nothing is copied, and nothing is worked out twice.

use detente_model::{Direction, DmId, OptionId};

use crate::world::{Masks, Place, World};

/// A compiled conflict as some changes leave it.
#[derive(Debug)]
pub(super) struct View<'w> {
    pub(super) world: &'w World,
    /// For each decision maker what is done to the words of its states, in order.
    edits: Vec<Vec<Edit>>,
    masks: Masks,
}

/// What an edit of statements does to the word of a state, whose bits say which statements hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// A statement is negated: its bit is flipped.
    Flip(u128),
    /// A statement is dropped: its bit is the same at all states. The others keep their places.
    Clear(u128),
    /// A statement is moved: the lowest of so many bits from this one on becomes the highest of them.
    Raise(u32, u32),
    /// The highest of so many bits from this one on becomes the lowest of them.
    Lower(u32, u32),
}

impl<'w> View<'w> {
    /// The world as it is.
    pub(super) fn new(world: &'w World, decision_makers: usize) -> Self {
        View { world, edits: vec![Vec::new(); decision_makers], masks: world.masks }
    }

    /// Undoes all changes.
    pub(super) fn reset(&mut self) {
        self.edits.iter_mut().for_each(Vec::clear);
        self.masks = self.world.masks;
    }

    pub(super) fn edit(&mut self, dm: DmId, edit: Edit) {
        self.edits[dm.index()].push(edit);
    }

    pub(super) fn direct(&mut self, option: OptionId, direction: Direction) {
        self.masks = self.masks.with(option, direction);
    }

    /// How good a state is for `dm`: of two states it prefers the one with the higher number.
    pub(super) fn worth(&self, dm: DmId, at: Place) -> u128 {
        self.edits[dm.index()].iter().fold(self.world.word(dm, at), |word, edit| edit.apply(word))
    }

    /// The moves of `dm`, in no particular order.
    pub(super) fn moves(&self, dm: DmId, from: Place) -> impl Iterator<Item = Place> + '_ {
        self.world.moves(self.masks, dm, from)
    }
}

impl Edit {
    /// Moving the statement at `at` to `to`, both counted from the most important, in a list of `length`.
    pub(super) fn shift(length: usize, at: usize, to: usize) -> Edit {
        let bit = |place: usize| u32::try_from(length - 1 - place).expect("a list has at most 128 statements");
        if to <= at { Edit::Raise(bit(at), bit(to) - bit(at) + 1) } else { Edit::Lower(bit(to), bit(at) - bit(to) + 1) }
    }

    fn apply(self, word: u128) -> u128 {
        match self {
            Edit::Flip(bit) => word ^ bit,
            Edit::Clear(bit) => word & !bit,
            Edit::Raise(low, count) => turned(word, low, count, |field| field >> 1 | (field & 1) << (count - 1)),
            Edit::Lower(low, count) => {
                turned(word, low, count, |field| field << 1 & ones(count) | field >> (count - 1))
            }
        }
    }
}

/// The word with the field of `count` bits from `low` on put through `turn`.
fn turned(word: u128, low: u32, count: u32, turn: impl Fn(u128) -> u128) -> u128 {
    let field = word >> low & ones(count);
    word & !(ones(count) << low) | turn(field) << low
}

fn ones(count: u32) -> u128 {
    if count >= 128 { u128::MAX } else { (1 << count) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_statement_takes_its_bit_along_and_the_others_close_up() {
        // Statements a b c d e, the first in the highest bit.
        let word = |text: &str| text.chars().fold(0u128, |word, c| word << 1 | u128::from(c == '1'));
        // d to the second place: a d b c e.
        assert_eq!(Edit::shift(5, 3, 1).apply(word("00010")), word("01000"));
        assert_eq!(Edit::shift(5, 3, 1).apply(word("11101")), word("10111"));
        // b to the last place: a c d e b.
        assert_eq!(Edit::shift(5, 1, 4).apply(word("01000")), word("00001"));
        assert_eq!(Edit::shift(5, 1, 4).apply(word("10111")), word("11110"));
        assert_eq!(Edit::shift(5, 2, 2).apply(word("10110")), word("10110"));
    }

    #[test]
    fn the_longest_list_has_room() {
        assert_eq!(Edit::shift(128, 127, 0).apply(1), 1 << 127);
        assert_eq!(Edit::shift(128, 0, 127).apply(1 << 127), 1);
    }
}
