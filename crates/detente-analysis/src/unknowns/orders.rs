//! The completions of a partly known order: how many there are, all of them, and drawn evenly.
//!
//! A completion is built level by level from the top: the next level is any of the items that nothing left is known to be above. Where everything
//! in one part is above everything in another, the two parts are independent, and of items of which nothing is known the number
//! of ways follows from how many they are (the ordered Bell numbers), so that most orders are counted without looking at their completions.

use std::collections::HashMap;

use detente_model::Order;

use super::draw::Draw;

/// So many sets of top items are looked at in a count; beyond, the completions are not counted.
const MAX_STEPS: usize = 1 << 18;
/// A level is chosen among at most so many items one by one.
const MAX_TOP: usize = 16;

/// The completions of an order of which only ties and strict preferences are known.
#[derive(Debug)]
pub(super) struct Orders<'a> {
    order: &'a Order,
    /// Items that are known to tie, by the first of them.
    classes: Vec<Vec<usize>>,
    /// Row by row: whether the class is above the other.
    above: Vec<Vec<bool>>,
    counts: HashMap<Vec<usize>, Option<u128>>,
    room: usize,
}

/// A part of a set of classes, above the parts that come after it and below those before.
enum Part {
    /// Nothing is known of how its classes stand.
    Open(Vec<usize>),
    /// Something is.
    Partly(Vec<usize>),
}

impl<'a> Orders<'a> {
    pub fn new(order: &'a Order) -> Self {
        let mut classes: Vec<Vec<usize>> = Vec::new();
        for item in 0..order.items() {
            match classes.iter_mut().find(|class| order.is_tied(class[0], item)) {
                Some(class) => class.push(item),
                None => classes.push(vec![item]),
            }
        }
        let above = classes.iter().map(|a| classes.iter().map(|b| order.is_above(a[0], b[0])).collect()).collect();
        Orders { order, classes, above, counts: HashMap::new(), room: MAX_STEPS }
    }

    /// How many completions there are; `None` where they are too many to count, or the count does not fit 128 bits.
    pub fn count(&mut self) -> Option<u128> {
        self.count_of(&self.all())
    }

    /// All completions, that by levels first. For each item its place, the higher the better, without gaps.
    ///
    /// Only after a count: there may be any number.
    pub fn list(&self) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        self.descend(&self.all(), &mut Vec::new(), &mut found);
        let first = self.order.by_levels();
        let at = found.iter().position(|own| *own == first).expect("the completion by levels is one");
        found[..=at].rotate_right(1);
        found
    }

    /// One completion, each as likely as any other; `None` where they are not counted.
    pub fn draw(&mut self, draw: &mut Draw) -> Option<Vec<u32>> {
        let mut levels = Vec::new();
        self.draw_from(self.all(), draw, &mut levels)?;
        Some(self.places(&levels))
    }

    fn all(&self) -> Vec<usize> {
        (0..self.classes.len()).collect()
    }

    fn places(&self, levels: &[Vec<usize>]) -> Vec<u32> {
        let mut places = vec![0; self.order.items()];
        for (place, level) in levels.iter().rev().enumerate() {
            for &item in level.iter().flat_map(|&class| &self.classes[class]) {
                places[item] = u32::try_from(place).expect("states are listed");
            }
        }
        places
    }

    /// The classes of `set` that none of it is above, ascending as `set` is.
    fn top(&self, set: &[usize]) -> Vec<usize> {
        set.iter().copied().filter(|&item| !set.iter().any(|&other| self.above[other][item])).collect()
    }

    fn parts(&self, set: &[usize]) -> Vec<Part> {
        let over = |item: usize| set.iter().filter(|&&other| self.above[other][item]).count();
        let mut sorted: Vec<(usize, usize)> = set.iter().map(|&item| (over(item), item)).collect();
        sorted.sort_unstable();
        let mut parts = Vec::new();
        let mut start = 0;
        for end in 1..=sorted.len() {
            let (front, rest) = (&sorted[start..end], &sorted[end..]);
            // Each of the rest is below all before it exactly where so many of those are above it.
            if rest.iter().all(|&(_, below)| front.iter().all(|&(_, item)| self.above[item][below])) {
                let mut part: Vec<usize> = front.iter().map(|&(_, item)| item).collect();
                part.sort_unstable();
                let open = part.iter().all(|&a| part.iter().all(|&b| !self.above[a][b]));
                parts.push(if open { Part::Open(part) } else { Part::Partly(part) });
                start = end;
            }
        }
        parts
    }

    fn count_of(&mut self, set: &[usize]) -> Option<u128> {
        self.parts(set).into_iter().try_fold(1u128, |product, part| {
            product.checked_mul(match part {
                Part::Open(part) => bell(part.len())?,
                Part::Partly(part) => self.count_part(part)?,
            })
        })
    }

    fn count_part(&mut self, part: Vec<usize>) -> Option<u128> {
        if let Some(&count) = self.counts.get(&part) {
            return count;
        }
        let top = self.top(&part);
        let mut count = (top.len() <= MAX_TOP).then_some(0u128);
        for level in (1u32..1 << top.len().min(MAX_TOP)).filter(|_| top.len() <= MAX_TOP) {
            self.room = self.room.saturating_sub(1);
            let below = if self.room == 0 { None } else { self.count_of(&without(&part, &top, level)) };
            count = count.zip(below).and_then(|(count, below)| count.checked_add(below));
            if count.is_none() {
                break;
            }
        }
        self.counts.insert(part, count);
        count
    }

    fn descend(&self, set: &[usize], levels: &mut Vec<Vec<usize>>, found: &mut Vec<Vec<u32>>) {
        if set.is_empty() {
            found.push(self.places(levels));
            return;
        }
        let top = self.top(set);
        // The fuller levels first: the more ties, the nearer to the conflict as it is.
        for level in (1u128..1 << top.len()).rev() {
            levels.push(top.iter().enumerate().filter(|(at, _)| level >> at & 1 == 1).map(|(_, &item)| item).collect());
            let rest: Vec<usize> =
                set.iter().copied().filter(|item| !levels[levels.len() - 1].contains(item)).collect();
            self.descend(&rest, levels, found);
            levels.pop();
        }
    }

    fn draw_from(&mut self, set: Vec<usize>, draw: &mut Draw, levels: &mut Vec<Vec<usize>>) -> Option<()> {
        for part in self.parts(&set) {
            match part {
                Part::Open(mut left) => {
                    while !left.is_empty() {
                        let mut at = draw.below_wide(bell(left.len())?);
                        let mut size = 1;
                        loop {
                            let ways = choose(left.len(), size)?.checked_mul(bell(left.len() - size)?)?;
                            if at < ways {
                                break;
                            }
                            at -= ways;
                            size += 1;
                        }
                        let mut level = Vec::new();
                        for _ in 0..size {
                            level.push(left.swap_remove(draw.below(left.len())));
                        }
                        left.sort_unstable();
                        levels.push(level);
                    }
                }
                Part::Partly(part) => {
                    let mut at = draw.below_wide(self.count_part(part.clone())?);
                    let top = self.top(&part);
                    for level in 1u32..1 << top.len() {
                        let rest = without(&part, &top, level);
                        let ways = self.count_of(&rest)?;
                        if at < ways {
                            let chosen = top.iter().enumerate().filter(|(at, _)| level >> at & 1 == 1);
                            levels.push(chosen.map(|(_, &item)| item).collect());
                            self.draw_from(rest, draw, levels)?;
                            break;
                        }
                        at -= ways;
                    }
                }
            }
        }
        Some(())
    }
}

/// `set` without the items of `top` whose bits are set in `level`.
fn without(set: &[usize], top: &[usize], level: u32) -> Vec<usize> {
    let chosen = |item: &usize| top.iter().position(|other| other == item).is_some_and(|at| level >> at & 1 == 1);
    set.iter().copied().filter(|item| !chosen(item)).collect()
}

/// In how many ways so many items are ordered with ties: the ordered Bell number. `None` where that does not fit 128 bits.
fn bell(items: usize) -> Option<u128> {
    let mut bells: Vec<u128> = vec![1];
    for n in 1..=items {
        let mut sum = 0u128;
        for size in 1..=n {
            sum = sum.checked_add(choose(n, size)?.checked_mul(bells[n - size])?)?;
        }
        bells.push(sum);
    }
    bells.pop()
}

fn choose(items: usize, size: usize) -> Option<u128> {
    // The product of so many numbers that follow each other is divisible by the product of the first ones.
    (0..size as u128).try_fold(1u128, |ways, at| Some(ways.checked_mul(items as u128 - at)? / (at + 1)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// All rankings with ties of so many items, by trying all places.
    fn all_rankings(items: usize) -> Vec<Vec<u32>> {
        let mut found = BTreeSet::new();
        for code in 0..items.pow(items as u32) {
            let raw: Vec<usize> = (0..items).map(|at| code / items.pow(at as u32) % items).collect();
            let used: BTreeSet<usize> = raw.iter().copied().collect();
            found.insert(raw.iter().map(|own| used.iter().position(|other| other == own).unwrap() as u32).collect());
        }
        found.into_iter().collect()
    }

    #[test]
    fn counts_and_lists_are_those_of_trying_all_rankings() {
        let rankings: Vec<Vec<Vec<u32>>> = (1..6).map(all_rankings).collect();
        assert_eq!(rankings.iter().map(Vec::len).collect::<Vec<_>>(), [1, 3, 13, 75, 541]);
        let mut draw = Draw::new(3);
        let mut listed = 0;
        for _ in 0..300 {
            let items = 1 + draw.below(5);
            let mut order = Order::new(items);
            for _ in 0..draw.below(5) {
                let (a, b) = (draw.below(items), draw.below(items));
                if draw.below(4) > 0 {
                    order.add(a, b, true);
                } else if !order.is_above(a, b) && !order.is_above(b, a) {
                    order.add(a, b, false);
                    order.add(b, a, false);
                }
            }
            let expected: BTreeSet<&Vec<u32>> =
                rankings[items - 1].iter().filter(|ranking| order.allows(ranking)).collect();
            let mut orders = Orders::new(&order);
            assert_eq!(orders.count(), Some(expected.len() as u128), "{order:?}");
            let list = orders.list();
            assert_eq!(list.len(), expected.len());
            assert_eq!(list.iter().collect::<BTreeSet<_>>(), expected);
            assert_eq!(list[0], order.by_levels());
            // The plain list of the model, which certificates number, has the same rankings, and the same first.
            let plain = order.completions(usize::MAX);
            assert_eq!((plain.len(), &plain[0]), (list.len(), &list[0]));
            assert_eq!(plain.iter().collect::<BTreeSet<_>>(), expected);
            let drawn = orders.draw(&mut draw).unwrap();
            assert!(expected.contains(&drawn));
            listed += list.len();
        }
        assert!(listed > 5000, "{listed}");
    }

    #[test]
    fn every_completion_is_drawn_as_often_as_any_other() {
        // 0 > 1 and 2 > 3, and 4 above all of them.
        let order = Order::from_pairs(5, &[], &[(0, 1), (2, 3), (4, 0), (4, 2)]).unwrap();
        let mut orders = Orders::new(&order);
        let list = orders.list();
        assert_eq!((orders.count(), list.len()), (Some(13), 13));
        let mut draw = Draw::new(1);
        let mut drawn: HashMap<Vec<u32>, usize> = HashMap::new();
        for _ in 0..13_000 {
            *drawn.entry(orders.draw(&mut draw).unwrap()).or_default() += 1;
        }
        for ranking in &list {
            assert!((850..1150).contains(&drawn[ranking]), "{ranking:?}: {}", drawn[ranking]);
        }
    }

    #[test]
    fn large_orders_are_counted_by_parts_or_not_at_all() {
        // Two levels of twelve states each.
        let above: Vec<(usize, usize)> = (0..12).flat_map(|a| (12..24).map(move |b| (a, b))).collect();
        let order = Order::from_pairs(24, &[], &above).unwrap();
        assert_eq!(Orders::new(&order).count(), bell(12).map(|ways| ways * ways));
        assert_eq!(bell(12), Some(28_091_567_595));
        // Twenty chains of two: no count, and no long wait.
        let above: Vec<(usize, usize)> = (0..20).map(|at| (2 * at, 2 * at + 1)).collect();
        let order = Order::from_pairs(40, &[], &above).unwrap();
        assert_eq!(Orders::new(&order).count(), None);
        assert_eq!(Orders::new(&Order::new(60)).count(), None);
    }
}
