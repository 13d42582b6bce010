//! Pairs of states whose order decides a verdict.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use detente_model::{Order, PartialRanking};

use super::space::without_gaps;

/// Two states of which it is not known how a decision maker orders them. Each may stand for several that are known to tie with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The partly known ranking, by its place among those of the conflict.
    pub ranking: usize,
    /// The place of the one among all states.
    pub a: usize,
    /// The place of the other, which is greater.
    pub b: usize,
}

/// For each state the first of those that are known to tie with it.
pub(super) fn first_of_ties(order: &Order) -> Vec<usize> {
    (0..order.items()).map(|item| (0..item).find(|&other| order.is_tied(other, item)).unwrap_or(item)).collect()
}

/// The completions that differ from `ranking` in one pair alone, a tie there and none here or the other way round; each with that pair.
pub(super) fn neighbours(order: &Order, first: &[usize], ranking: &[u32]) -> Vec<((usize, usize), Vec<u32>)> {
    let places = ranking.iter().copied().max().map_or(0, |place| place as usize + 1);
    // The first states of the ties at each place.
    let mut at: Vec<Vec<usize>> = vec![Vec::new(); places];
    for item in (0..ranking.len()).filter(|&item| first[item] == item) {
        at[ranking[item] as usize].push(item);
    }
    let mut found = Vec::new();
    for place in 0..places {
        if let [a, b] = at[place][..] {
            // Two that tie come apart, either way.
            for raised in [a, b] {
                let apart = |item: usize| ranking[item] * 2 + u32::from(first[item] == raised);
                let split: Vec<u32> = (0..ranking.len()).map(apart).collect();
                found.push(((a, b), without_gaps(&split)));
            }
        }
        if let (&[a], Some(&[b])) = (&at[place][..], at.get(place + 1).map(Vec::as_slice))
            && !order.is_known(a, b)
        {
            let joined: Vec<u32> = ranking.iter().map(|&own| own - u32::from(own as usize > place)).collect();
            found.push(((a.min(b), a.max(b)), joined));
        }
    }
    found
}

/// A way from one completion of a ranking to another, by steps that are as small as they can be: ties come apart one class at a time, then
/// classes that stand beside each other change places, then ties come together.
pub(super) struct Path<'a> {
    ranking: &'a PartialRanking,
    first: Vec<usize>,
    from: Vec<u32>,
    to: Vec<u32>,
    /// The classes, by their first states, in an order without ties that each end comes to.
    sorted_from: Vec<usize>,
    sorted_to: Vec<usize>,
}

impl<'a> Path<'a> {
    /// Where ties come apart, the state at `favoured` stays above the others: what is above it is the same then.
    pub fn new(ranking: &'a PartialRanking, from: &[u32], to: &[u32], favoured: usize) -> Self {
        let first = first_of_ties(&ranking.order);
        let mut classes: Vec<usize> = (0..first.len()).filter(|&item| first[item] == item).collect();
        let behind = |item: usize| item != first[favoured];
        classes.sort_by_key(|&item| (Reverse(from[item]), behind(item), Reverse(to[item]), item));
        let sorted_from = classes.clone();
        classes.sort_by_key(|&item| (Reverse(to[item]), behind(item), Reverse(from[item]), item));
        let sorted_to = classes;
        Path { ranking, first, from: from.to_vec(), to: to.to_vec(), sorted_from, sorted_to }
    }

    /// The pairs in which two completions differ, by the first states of ties.
    pub fn difference(&self, a: &[u32], b: &[u32]) -> BTreeSet<(usize, usize)> {
        let classes: Vec<usize> = (0..self.first.len()).filter(|&item| self.first[item] == item).collect();
        let pairs = classes.iter().flat_map(|&x| classes.iter().filter(move |&&y| y > x).map(move |&y| (x, y)));
        pairs.filter(|&(x, y)| a[x].cmp(&a[y]) != b[x].cmp(&b[y])).collect()
    }

    /// A step of the way on which `verdict` changes: the completions before and after it. `verdict` must differ at the two ends.
    pub fn turning<E>(&self, mut verdict: impl FnMut(&[u32]) -> Result<bool, E>) -> Result<(Vec<u32>, Vec<u32>), E> {
        let begin = verdict(&self.from)?;
        let classes = self.sorted_from.len();
        // Ties of the beginning come apart from the top.
        let apart = |ends: &[u32], sorted: &[usize], count: usize| -> Vec<u32> {
            let place = |at: usize, item: usize| if at < count { (1, 0, classes - at) } else { (0, ends[item], 0) };
            self.spread(sorted.iter().enumerate().map(|(at, &item)| (item, place(at, item))))
        };
        if verdict(&self.linear(&self.sorted_from))? != begin {
            return self.halve(classes, begin, |count| apart(&self.from, &self.sorted_from, count), verdict);
        }
        if verdict(&self.linear(&self.sorted_to))? == begin {
            // The order without ties agrees with the beginning: the turn is where ties of the end come together.
            return self.halve(classes, begin, |count| apart(&self.to, &self.sorted_to, classes - count), verdict);
        }
        // Some number of classes from the top are as at the end already, the others follow as at the beginning.
        let moved = |count: usize| -> Vec<usize> {
            let rest = self.sorted_from.iter().filter(|item| !self.sorted_to[..count].contains(item));
            self.sorted_to[..count].iter().chain(rest).copied().collect()
        };
        let (mut low, mut high) = (0, classes);
        while high - low > 1 {
            let middle = (low + high) / 2;
            if verdict(&self.linear(&moved(middle)))? == begin { low = middle } else { high = middle }
        }
        // The class that is next rises from where it is, past one other at a time.
        let sorted = moved(low);
        let rising = self.sorted_to[low];
        let at = sorted.iter().position(|&item| item == rising).expect("every class is somewhere");
        let risen = |steps: usize| {
            let mut sorted = sorted.clone();
            sorted.remove(at);
            sorted.insert(at - steps, rising);
            self.linear(&sorted)
        };
        self.halve(at - low, begin, risen, verdict)
    }

    /// The step among so many at which the verdict changes, which differs between the first and the last.
    fn halve<E>(
        &self, steps: usize, begin: bool, at: impl Fn(usize) -> Vec<u32>,
        mut verdict: impl FnMut(&[u32]) -> Result<bool, E>,
    ) -> Result<(Vec<u32>, Vec<u32>), E> {
        let (mut low, mut high) = (0, steps);
        while high - low > 1 {
            let middle = (low + high) / 2;
            if verdict(&at(middle))? == begin { low = middle } else { high = middle }
        }
        Ok((at(low), at(high)))
    }

    /// The completion in which the classes follow each other without ties.
    fn linear(&self, sorted: &[usize]) -> Vec<u32> {
        self.spread(sorted.iter().enumerate().map(|(at, &item)| (item, sorted.len() - at)))
    }

    /// The completion with classes at these places, and with each class the states that tie with it.
    fn spread<P: Ord + Copy>(&self, places: impl Iterator<Item = (usize, P)>) -> Vec<u32> {
        let places: Vec<(usize, P)> = places.collect();
        let used: BTreeSet<P> = places.iter().map(|&(_, place)| place).collect();
        let used: Vec<P> = used.into_iter().collect();
        let mut of_class = vec![0u32; self.first.len()];
        for (item, place) in places {
            let at = used.binary_search(&place).expect("it was put there");
            of_class[item] = u32::try_from(at).expect("states are listed");
        }
        let ranking: Vec<u32> = self.first.iter().map(|&first| of_class[first]).collect();
        debug_assert!(self.ranking.order.allows(&ranking), "the way leads through completions alone");
        ranking
    }
}
