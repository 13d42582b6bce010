//! Which state has which place.

use std::borrow::Cow;

use detente_model::{Expr, OptionVector, State};

use crate::StateSet;
use crate::dense::gather;
use crate::ranks::{EveryVector, ListedVectors, Slots};
use crate::set::ones;
use crate::statements::{BLOCK, LANES, holds};

/// The feasible states in order.
#[derive(Clone, Debug)]
pub(crate) enum StateIndex {
    /// Named states: the place is the state.
    Named(usize),
    /// All vectors of so many options: the place is the vector.
    Every { options: usize },
    /// The vectors whose bits are 1.
    Bits(Bits),
    /// The vectors of a list, ascending.
    Listed { options: usize, vectors: Vec<u64> },
}

impl StateIndex {
    /// The number of states.
    pub fn len(&self) -> usize {
        match self {
            StateIndex::Named(states) => *states,
            StateIndex::Every { options } => 1 << options,
            StateIndex::Bits(bits) => bits.count,
            StateIndex::Listed { vectors, .. } => vectors.len(),
        }
    }

    /// The option vectors in the order of states; none where states have names.
    pub fn vectors(&self) -> Cow<'_, [u64]> {
        match self {
            StateIndex::Named(_) => Cow::Borrowed(&[]),
            StateIndex::Every { options } => Cow::Owned((0..1 << options).collect()),
            StateIndex::Bits(bits) => Cow::Owned(bits.iter().map(|slot| slot as u64).collect()),
            StateIndex::Listed { vectors, .. } => Cow::Borrowed(vectors),
        }
    }

    /// The state at `place`.
    pub fn state(&self, place: usize) -> State {
        assert!(place < self.len(), "there is no state at place {place}: there are {}", self.len());
        match self {
            StateIndex::Named(_) => State::Named(place),
            StateIndex::Every { options } => State::Vector(OptionVector::from_bits(*options, place as u64)),
            StateIndex::Bits(bits) => State::Vector(OptionVector::from_bits(bits.options, bits.slot(place) as u64)),
            StateIndex::Listed { options, vectors } => State::Vector(OptionVector::from_bits(*options, vectors[place])),
        }
    }

    /// The states at which a condition holds; `None` where states have names, since they may stand for several vectors.
    pub fn holding(&self, condition: &Expr) -> Option<StateSet> {
        let every = |options: usize| EveryVector::of((0..options).collect());
        Some(match self {
            StateIndex::Named(_) => return None,
            StateIndex::Every { options } => {
                StateSet::from_words(words_holding(&every(*options), condition), self.len())
            }
            StateIndex::Bits(bits) => {
                let words = words_holding(&every(bits.options), condition);
                StateSet::from_words(gather(&bits.words, &words), self.len())
            }
            StateIndex::Listed { vectors, .. } => {
                StateSet::from_words(words_holding(&ListedVectors(vectors), condition), self.len())
            }
        })
    }

    /// The place of a state, `None` where it is not feasible.
    pub fn place(&self, state: &State) -> Option<usize> {
        match (self, state) {
            (StateIndex::Named(states), State::Named(place)) => (place < states).then_some(*place),
            (StateIndex::Named(_), State::Vector(_)) | (_, State::Named(_)) => None,
            (StateIndex::Every { options }, State::Vector(vector)) => {
                vector.to_bits().filter(|bits| bits >> options == 0).map(|bits| bits as usize)
            }
            (StateIndex::Bits(bits), State::Vector(vector)) => bits.place(usize::try_from(vector.to_bits()?).ok()?),
            (StateIndex::Listed { vectors, .. }, State::Vector(vector)) => {
                vectors.binary_search(&vector.to_bits()?).ok()
            }
        }
    }
}

/// A bit for each slot: whether a condition holds of its vector.
fn words_holding(slots: &impl Slots, condition: &Expr) -> Vec<u64> {
    let mut words = Vec::with_capacity(slots.len().div_ceil(BLOCK) * LANES);
    let mut on = [[0; LANES]; 64];
    for block in 0..slots.len().div_ceil(BLOCK) {
        slots.options(block, &mut on);
        words.extend(holds(condition, &|option| on[option]));
    }
    words
}

/// A set of option vectors as bits, with the number of those before each word: place and vector are quickly found from each other.
#[derive(Clone, Debug)]
pub(crate) struct Bits {
    options: usize,
    words: Vec<u64>,
    before: Vec<u32>,
    count: usize,
}

impl Bits {
    /// The vectors of `options` options whose bits are 1; bits beyond the last vector are 0.
    pub fn new(options: usize, words: Vec<u64>) -> Self {
        let mut count = 0;
        let before = words
            .iter()
            .map(|word| {
                let before = count;
                count += word.count_ones();
                before
            })
            .collect();
        Bits { options, words, before, count: count as usize }
    }

    /// The number of vectors.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The words, 64 vectors each.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The vectors, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| ones(word).map(move |bit| at * 64 + bit))
    }

    /// The vector at `place`.
    pub fn slot(&self, place: usize) -> usize {
        let at = self.before.partition_point(|&before| before as usize <= place) - 1;
        let bit = ones(self.words[at]).nth(place - self.before[at] as usize).expect("the place lies within the word");
        at * 64 + bit
    }

    /// The place of the vector `slot`, where its bit is 1.
    pub fn place(&self, slot: usize) -> Option<usize> {
        let word = *self.words.get(slot / 64)?;
        let below = word & ((1 << (slot % 64)) - 1);
        (word >> (slot % 64) & 1 == 1).then(|| (self.before[slot / 64] + below.count_ones()) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_vector_are_found_from_each_other() {
        let words = vec![0b1011, 0, 1 << 63 | 1, 0, 7];
        let bits = Bits::new(9, words);
        let slots: Vec<usize> = bits.iter().collect();
        assert_eq!(slots, [0, 1, 3, 128, 191, 256, 257, 258]);
        for (place, &slot) in slots.iter().enumerate() {
            assert_eq!(bits.slot(place), slot);
            assert_eq!(bits.place(slot), Some(place));
        }
        assert_eq!(bits.place(2), None);
        assert_eq!(bits.place(9999), None);
    }
}
