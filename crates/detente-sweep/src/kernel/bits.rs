//! Sets of states as words of bits.

/// A set of places below 64·`W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bits<const W: usize>(pub(crate) [u64; W]);

impl<const W: usize> Default for Bits<W> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<const W: usize> Bits<W> {
    pub(crate) const EMPTY: Self = Bits([0; W]);

    /// The first `count` places.
    pub(crate) fn first(count: usize) -> Self {
        let mut bits = Self::EMPTY;
        (0..count).for_each(|place| bits.insert(place));
        bits
    }

    /// The places for which `holds`, among the first `count`.
    pub(crate) fn filled(count: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::EMPTY;
        (0..count).filter(|&place| holds(place)).for_each(|place| bits.insert(place));
        bits
    }

    #[inline]
    pub(crate) fn insert(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    #[inline]
    pub(crate) fn contains(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |any, word| any | word) == 0
    }

    /// Whether it has one place.
    #[inline]
    pub(crate) fn is_single(&self) -> bool {
        let (mut any, mut more) = (0, 0);
        for &word in &self.0 {
            more |= word & word.wrapping_sub(1) | if any != 0 { word } else { 0 };
            any |= word;
        }
        any != 0 && more == 0
    }

    #[inline]
    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    #[inline]
    pub(crate) fn or(&self, other: &Self) -> Self {
        Bits(std::array::from_fn(|w| self.0[w] | other.0[w]))
    }

    #[inline]
    pub(crate) fn and(&self, other: &Self) -> Self {
        Bits(std::array::from_fn(|w| self.0[w] & other.0[w]))
    }

    #[inline]
    pub(crate) fn without(&self, other: &Self) -> Self {
        Bits(std::array::from_fn(|w| self.0[w] & !other.0[w]))
    }

    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    /// Whether all its places are in `other`.
    #[inline]
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).fold(0, |any, (word, of)| any | word & !of) == 0
    }

    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).fold(0, |any, (word, of)| any | word & of) != 0
    }

    /// Calls `each` with its places, ascending.
    #[inline]
    pub(crate) fn for_each(&self, mut each: impl FnMut(usize)) {
        for (w, &word) in self.0.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                each(w * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }

    /// Takes its lowest place out.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<usize> {
        for (w, word) in self.0.iter_mut().enumerate() {
            if *word != 0 {
                let place = w * 64 + word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(place);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_know_their_places_across_words() {
        let mut bits = Bits::<3>::filled(190, |place| [3, 64, 128, 189].contains(&place));
        assert_eq!(bits.count(), 4);
        assert!(bits.contains(128) && !bits.contains(127) && !bits.is_single());
        let mut found = Vec::new();
        bits.for_each(|place| found.push(place));
        assert_eq!(found, [3, 64, 128, 189]);
        assert_eq!(std::iter::from_fn(|| bits.take()).collect::<Vec<_>>(), found);
        assert!(bits.is_empty() && bits.is_within(&Bits::first(1)));
        for at in [0, 63, 64, 191] {
            let one = Bits::<3>::filled(192, |place| place == at);
            assert!(one.is_single() && one.meets(&Bits::first(192)) && !one.meets(&Bits::EMPTY));
            assert!(!one.or(&Bits::filled(192, |place| place == 100)).is_single());
        }
        assert!(!Bits::<3>::EMPTY.is_single());
    }
}
