//! One choice, yes or no, for every option.

use std::cmp::Ordering;

use crate::OptionId;

/// A choice of yes or no for every option of a conflict.
///
/// Vectors are ordered as binary numbers in which the first option counts least, so that listing them in order lets the
/// first option vary fastest. Any number of options is possible.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OptionVector {
    /// 64 options a word, the first option in the lowest bit of the first word; bits beyond the last option are 0.
    words: Box<[u64]>,
}

impl OptionVector {
    /// The vector of `options` options that are all off.
    pub fn all_off(options: usize) -> Self {
        OptionVector { words: vec![0; options.div_ceil(64).max(1)].into() }
    }

    /// The vector in which exactly the `on` options are on.
    pub fn with_on(options: usize, on: impl IntoIterator<Item = OptionId>) -> Self {
        let mut vector = Self::all_off(options);
        for option in on {
            vector.set(option, true);
        }
        vector
    }

    /// The vector whose first 64 options are the bits of `bits`, the first option in the lowest bit.
    pub fn from_bits(options: usize, bits: u64) -> Self {
        debug_assert!(options >= 64 || bits >> options == 0);
        let mut vector = Self::all_off(options);
        vector.words[0] = bits;
        vector
    }

    /// The vector as one word, where the conflict has at most 64 options.
    pub fn to_bits(&self) -> Option<u64> {
        match &*self.words {
            [word] => Some(*word),
            _ => None,
        }
    }

    /// Whether `option` is on.
    pub fn is_on(&self, option: OptionId) -> bool {
        self.words[option.index() / 64] >> (option.index() % 64) & 1 == 1
    }

    /// Turns `option` on or off.
    pub fn set(&mut self, option: OptionId, on: bool) {
        let (word, bit) = (option.index() / 64, 1 << (option.index() % 64));
        if on {
            self.words[word] |= bit;
        } else {
            self.words[word] &= !bit;
        }
    }

    /// The row of letters of the field's own notation: `Y` or `N` for each of `options` options, in order.
    pub fn row(&self, options: usize) -> String {
        (0..options).map(|o| if self.is_on(OptionId::from(o)) { 'Y' } else { 'N' }).collect()
    }

    /// The options that are on, in order.
    pub fn on(&self) -> impl Iterator<Item = OptionId> + '_ {
        (0..self.words.len() * 64).map(OptionId::from).filter(|&option| self.is_on(option))
    }
}

impl Ord for OptionVector {
    fn cmp(&self, other: &Self) -> Ordering {
        self.words.iter().rev().cmp(other.words.iter().rev())
    }
}

impl PartialOrd for OptionVector {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_option_varies_fastest_in_the_order_of_vectors() {
        let all: Vec<_> = (0..8).map(|bits| OptionVector::from_bits(3, bits)).collect();
        assert!(all.is_sorted());
        assert_eq!(all[1].row(3), "YNN");
        assert_eq!(all[4].row(3), "NNY");
    }

    #[test]
    fn options_beyond_the_first_word_are_kept_apart() {
        let vector = OptionVector::with_on(130, [OptionId(0), OptionId(64), OptionId(129)]);
        assert_eq!(vector.on().map(OptionId::index).collect::<Vec<_>>(), [0, 64, 129]);
        assert!(vector.to_bits().is_none());
        assert!(OptionVector::with_on(130, [OptionId(129)]) > OptionVector::with_on(130, [OptionId(64), OptionId(0)]));
    }
}
