//! All rankings that keep what is known of an order, one after the other.

use crate::Order;

impl Order {
    /// The completions, but no more than the first `most`: for each item its place, the higher the better, from 0 without gaps.
    ///
    /// Their order is fixed. A completion is told group by group from the top, and of two of them that one comes first which, in the first group in which they
    /// differ, has the first item that only one of them has there. So the first of all is that [by levels](Order::by_levels).
    ///
    /// One completion takes up to about the square of the number of items.
    pub fn completions(&self, most: usize) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        let mut left = Left::all(self);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        while found.len() < most {
            while left.count > 0 {
                let group = left.top();
                left.take(&group);
                groups.push(group);
            }
            found.push(places(self.items(), &groups));
            // The next one differs in the last group that can be another.
            loop {
                let Some(group) = groups.pop() else { return found };
                left.put_back(&group);
                if let Some(next) = self.next_group(&left.top(), &group) {
                    left.take(&next);
                    groups.push(next);
                    break;
                }
            }
        }
        found
    }

    /// The group that comes after `group` among those that can stand highest, of items that nothing left is above (`top`). An item can be in such a group
    /// only together with all that are at least as high. Both are ascending.
    fn next_group(&self, top: &[usize], group: &[usize]) -> Option<Vec<usize>> {
        let is_in = |item: &usize| group.binary_search(item).is_ok();
        for at in (0..top.len()).rev().filter(|&at| is_in(&top[at])) {
            // What is chosen before this item stays, this item goes, and of those after it all come that can.
            if group.iter().take_while(|&&item| item < top[at]).any(|&lower| self.is_at_least(top[at], lower)) {
                continue;
            }
            let (mut chosen, mut out): (Vec<usize>, Vec<usize>) = top[..at].iter().partition(|item| is_in(item));
            out.push(top[at]);
            for &item in &top[at + 1..] {
                if out.iter().any(|&higher| self.is_at_least(higher, item)) {
                    out.push(item);
                } else {
                    chosen.push(item);
                }
            }
            if !chosen.is_empty() {
                return Some(chosen);
            }
        }
        None
    }
}

/// The items that have no place yet.
struct Left<'o> {
    order: &'o Order,
    is_left: Vec<bool>,
    count: usize,
    /// For each item how many of those left are known to be above it.
    above: Vec<usize>,
}

impl<'o> Left<'o> {
    fn all(order: &'o Order) -> Self {
        let items = order.items();
        let above = (0..items).map(|item| (0..items).filter(|&other| order.is_above(other, item)).count()).collect();
        Left { order, is_left: vec![true; items], count: items, above }
    }

    /// Those that none of them is above, ascending.
    fn top(&self) -> Vec<usize> {
        (0..self.is_left.len()).filter(|&item| self.is_left[item] && self.above[item] == 0).collect()
    }

    fn take(&mut self, group: &[usize]) {
        self.count -= group.len();
        for &item in group {
            self.is_left[item] = false;
            (0..self.above.len()).filter(|&other| self.order.is_above(item, other)).for_each(|o| self.above[o] -= 1);
        }
    }

    fn put_back(&mut self, group: &[usize]) {
        self.count += group.len();
        for &item in group {
            self.is_left[item] = true;
            (0..self.above.len()).filter(|&other| self.order.is_above(item, other)).for_each(|o| self.above[o] += 1);
        }
    }
}

fn places(items: usize, groups: &[Vec<usize>]) -> Vec<u32> {
    let mut places = vec![0; items];
    for (place, group) in (0u32..).zip(groups.iter().rev()) {
        group.iter().for_each(|&item| places[item] = place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All rankings of so many items, ties allowed, by trying all places.
    fn all_rankings(items: usize) -> Vec<Vec<u32>> {
        let tried = (0..items.pow(items as u32))
            .map(|code| (0..items).map(|at| (code / items.pow(at as u32) % items) as u32).collect::<Vec<u32>>());
        let no_gaps = |ranking: &Vec<u32>| (0..*ranking.iter().max().unwrap()).all(|place| ranking.contains(&place));
        tried.filter(no_gaps).collect()
    }

    /// The documented order: group by group, item by item, whoever is in comes first.
    fn key(ranking: &[u32]) -> Vec<bool> {
        let highest = *ranking.iter().max().unwrap();
        (0..=highest).rev().flat_map(|place| ranking.iter().map(move |&own| own != place)).collect()
    }

    #[test]
    fn completions_are_all_that_keep_what_is_known_in_the_order_that_is_told() {
        let rankings: Vec<Vec<Vec<u32>>> = (1..6).map(all_rankings).collect();
        assert_eq!(rankings.iter().map(Vec::len).collect::<Vec<_>>(), [1, 3, 13, 75, 541]);
        // A simple generator of numbers is enough here.
        let mut drawn = 7u64;
        let mut below = |bound: usize| {
            drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (drawn >> 33) as usize % bound
        };
        let mut listed = 0;
        for _ in 0..500 {
            let items = 1 + below(5);
            let mut order = Order::new(items);
            for _ in 0..below(6) {
                // Ties, strict steps, and steps of which it is open whether they are strict.
                let (a, b, kind) = (below(items), below(items), below(4));
                if order.add(a, b, kind > 1) && kind == 0 {
                    order.add(b, a, false);
                }
            }
            let mut expected: Vec<&Vec<u32>> =
                rankings[items - 1].iter().filter(|ranking| order.allows(ranking)).collect();
            expected.sort_by_key(|ranking| key(ranking));
            let found = order.completions(usize::MAX);
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{order:?}");
            assert_eq!(found[0], order.by_levels());
            let some = below(found.len() + 2);
            assert_eq!(order.completions(some), found[..some.min(found.len())]);
            listed += found.len();
        }
        assert!(listed > 10_000, "{listed}");
    }

    #[test]
    fn of_very_many_completions_the_first_are_listed_at_once() {
        assert_eq!(Order::new(500).completions(3)[1].iter().filter(|&&place| place == 1).count(), 499);
        // Ties are one choice, and not one for each subset of them.
        let ties: Vec<(usize, usize)> = (0..60).map(|item| (item, (item + 1) % 60)).collect();
        assert_eq!(Order::from_pairs(60, &ties, &[]).unwrap().completions(10).len(), 1);
        let ties: Vec<(usize, usize)> = (1..4000).map(|item| (0, item)).collect();
        assert_eq!(Order::from_pairs(4001, &ties, &[(5, 4000)]).unwrap().completions(10).len(), 1);
        // A chain of many, and two beside it.
        let chain: Vec<(usize, usize)> = (1..1000).map(|item| (item - 1, item)).collect();
        assert_eq!(Order::from_pairs(1002, &[], &chain).unwrap().completions(50).len(), 50);
    }
}
