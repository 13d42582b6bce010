//! Sets of states.

/// A set of states of a conflict, by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSet {
    /// 64 places a word, the lowest place in the lowest bit; bits beyond the last state are 0.
    words: Vec<u64>,
    states: usize,
    count: usize,
}

impl StateSet {
    /// The set of `words`, of which only the bits of `states` states count.
    pub(crate) fn from_words(mut words: Vec<u64>, states: usize) -> Self {
        words.resize(states.div_ceil(64), 0);
        if !states.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last &= (1 << (states % 64)) - 1;
        }
        let count = words.iter().map(|word| word.count_ones() as usize).sum();
        StateSet { words, states, count }
    }

    /// The set of the places, among `states`, for which `holds`.
    pub(crate) fn where_holds(states: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0; states.div_ceil(64)];
        for place in (0..states).filter(|&place| holds(place)) {
            words[place / 64] |= 1 << (place % 64);
        }
        Self::from_words(words, states)
    }

    /// The set of these places, among `states`.
    ///
    /// # Panics
    /// Where there are not so many states.
    pub fn of_places(states: usize, places: impl IntoIterator<Item = usize>) -> Self {
        let mut words = vec![0; states.div_ceil(64)];
        for place in places {
            assert!(place < states, "there is no state at place {place}: there are {states}");
            words[place / 64] |= 1 << (place % 64);
        }
        Self::from_words(words, states)
    }

    /// The set of all `states` states.
    pub(crate) fn all(states: usize) -> Self {
        Self::from_words(vec![u64::MAX; states.div_ceil(64)], states)
    }

    /// The states that are in both sets.
    pub(crate) fn intersection(&self, other: &StateSet) -> StateSet {
        debug_assert_eq!(self.states, other.states);
        Self::from_words(self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect(), self.states)
    }

    /// How many states are in both sets.
    pub fn count_common(&self, other: &StateSet) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// The set as bits: 64 places a word, the lowest place in the lowest bit; bits beyond the last state are 0.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Whether the state at `place` is in the set; no place beyond the last state is.
    pub fn contains(&self, place: usize) -> bool {
        self.words.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// How many states are in the set.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether no state is in the set.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many states the conflict has.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The places of the states in the set, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| ones(word).map(move |bit| at * 64 + bit))
    }
}

/// The bits of `word` that are 1, ascending.
pub(crate) fn ones(word: u64) -> impl Iterator<Item = usize> {
    let mut left = word;
    std::iter::from_fn(move || {
        let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_lists_its_places_in_order_and_knows_no_place_beyond_the_last() {
        let set = StateSet::where_holds(130, |place| place % 43 == 1);
        assert_eq!(set.iter().collect::<Vec<_>>(), [1, 44, 87]);
        assert_eq!(set.count(), 3);
        assert!(set.contains(87) && !set.contains(86) && !set.contains(1000));
        let all = StateSet::all(130);
        assert_eq!(all.count(), 130);
        assert!(!all.contains(130));
        assert_eq!(all.intersection(&set), set);
        assert_eq!(StateSet::of_places(130, [87, 1, 44, 1]), set);
        assert_eq!(set.count_common(&StateSet::of_places(130, [44, 45, 87])), 2);
    }
}
