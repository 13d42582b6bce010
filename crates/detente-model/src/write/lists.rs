//! What makes one list of statements of another: the fewest edits.

use std::collections::{BTreeMap, BTreeSet};

use crate::Statement;

/// The fewest edits that lead from one list of statements to another, in which statements are told apart by their ids. Places are counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListChanges {
    /// The statements that are no more, by their places in the old list.
    pub dropped: Vec<usize>,
    /// Those that say the opposite, by their places in the new list.
    pub negated: Vec<usize>,
    /// Those that say something else, by their places in the new list.
    pub replaced: Vec<usize>,
    /// Those that are new, by their places in the new list.
    pub added: Vec<usize>,
    /// Those that have to be moved so that all others keep their order, by their places in the new list; as few as can be.
    pub moved: Vec<usize>,
}

impl ListChanges {
    /// The edits that lead from `old` to `new`; `None` where the lists have no statement in common or an id occurs twice, so that only the whole new
    /// list tells.
    pub fn between(old: &[Statement], new: &[Statement]) -> Option<Self> {
        let places = |list: &[Statement]| -> Option<BTreeMap<String, usize>> {
            let places: BTreeMap<String, usize> = list.iter().map(|one| one.id.clone()).zip(0..).collect();
            (places.len() == list.len()).then_some(places)
        };
        let (was, is) = (places(old)?, places(new)?);
        let mut changes = ListChanges::default();
        changes.dropped.extend((0..old.len()).filter(|&at| !is.contains_key(&old[at].id)));
        let mut kept = Vec::new();
        for (at, statement) in new.iter().enumerate() {
            let Some(&before) = was.get(&statement.id) else {
                changes.added.push(at);
                continue;
            };
            kept.push((at, before));
            let then = &old[before].that;
            if *then == statement.that {
            } else if then.negated() == statement.that {
                changes.negated.push(at);
            } else {
                changes.replaced.push(at);
            }
        }
        if kept.is_empty() && !old.is_empty() && !new.is_empty() {
            return None;
        }
        let staying: BTreeSet<usize> = longest_rise(&kept.iter().map(|&(_, before)| before).collect::<Vec<_>>());
        changes.moved.extend((0..kept.len()).filter(|at| !staying.contains(at)).map(|at| kept[at].0));
        Some(changes)
    }

    /// How many edits these are: one for each statement that is dropped, negated, replaced, added or moved, and two for one that is moved and says something
    /// else.
    pub fn count(&self) -> usize {
        self.dropped.len() + self.negated.len() + self.replaced.len() + self.added.len() + self.moved.len()
    }
}

/// The places of a longest rising subsequence of different numbers.
fn longest_rise(numbers: &[usize]) -> BTreeSet<usize> {
    // For each length the place of the smallest number that a rising subsequence of this length can end with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (place, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    std::iter::successors(ends.last().copied(), |&place| before[place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longest_rise_is_as_long_as_any_subset_that_rises() {
        // All arrangements of 0 … 5, each against all subsets.
        fn arrangements(left: &mut Vec<usize>, chosen: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
            if left.is_empty() {
                return visit(chosen);
            }
            for at in 0..left.len() {
                chosen.push(left.remove(at));
                arrangements(left, chosen, visit);
                left.insert(at, chosen.pop().expect("it was just put there"));
            }
        }
        let mut seen = 0;
        arrangements(&mut (0..6).collect(), &mut Vec::new(), &mut |numbers| {
            seen += 1;
            let rise: Vec<usize> = longest_rise(numbers).into_iter().map(|place| numbers[place]).collect();
            assert!(rise.is_sorted(), "{numbers:?} {rise:?}");
            let subsets = (0u32..64).map(|set| numbers.iter().zip(0..).filter(move |(_, at)| set >> at & 1 == 1));
            let longest = subsets.map(|part| part.map(|(n, _)| *n).collect::<Vec<_>>()).filter(|part| part.is_sorted());
            assert_eq!(rise.len(), longest.map(|part| part.len()).max().expect("the empty one rises"), "{numbers:?}");
        });
        assert_eq!(seen, 720);
    }
}
