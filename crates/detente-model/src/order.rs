//! An order of which parts are not known.

/// What is known of an order of items counted from 0: of each pair whether the one is above the other, at least as high, or neither is known.
///
/// What follows is always drawn: the relations are transitively closed, and a step that is strict anywhere is strict as a whole. A *completion* is
/// a total order with ties that keeps all that is known. There is always one ([`Order::by_levels`]), since contradictions are refused; and of a pair of
/// which a relation is not excluded there is one that has it (E. Szpilrajn 1930, *Sur l'extension de l'ordre partiel*, Fundamenta Mathematicae 16,
/// 386–389; for orders with ties K. Suzumura 1976, *Remarks on the theory of collective choice*, Economica 43, 381–390).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    items: usize,
    /// Words in a row.
    words: usize,
    /// Row by row, as bits: whether the row is known to be at least as high as the column. Every item is as high as itself.
    at_least: Vec<u64>,
    /// The same: whether it is known to be above.
    above: Vec<u64>,
}

/// A contradiction: what is known goes in a circle. The items on it, each with whether the step to the next (from the last to the first) is strict.
pub type Circle = Vec<(usize, bool)>;

impl Order {
    /// An order of which nothing is known. Memory goes with the square of `items`.
    pub fn new(items: usize) -> Self {
        let words = items.div_ceil(64);
        let mut order = Order { items, words, at_least: vec![0; items * words], above: vec![0; items * words] };
        for item in 0..items {
            order.at_least[item * words + item / 64] |= 1 << (item % 64);
        }
        order
    }

    /// The order that follows from ties and from pairs of which the first is above the second, all at once: faster than one by one.
    ///
    /// # Errors
    /// A circle, where they contradict each other.
    pub fn from_pairs(items: usize, ties: &[(usize, usize)], above: &[(usize, usize)]) -> Result<Self, Circle> {
        let class = classes(items, ties);
        if let Some(&(a, b)) = above.iter().find(|(a, b)| class[*a] == class[*b]) {
            return Err(if a == b { vec![(a, true)] } else { vec![(a, true), (b, false)] });
        }
        // One item stands for each class. Steps between classes, each with the pair that says so.
        let mut steps: Vec<Vec<(usize, (usize, usize))>> = vec![Vec::new(); items];
        let mut into = vec![0usize; items];
        for &(a, b) in above {
            steps[class[a]].push((class[b], (a, b)));
            into[class[b]] += 1;
        }
        let mut open: Vec<usize> = (0..items).filter(|&item| class[item] == item && into[item] == 0).collect();
        let mut sorted = Vec::new();
        while let Some(item) = open.pop() {
            sorted.push(item);
            for &(next, _) in &steps[item] {
                into[next] -= 1;
                if into[next] == 0 {
                    open.push(next);
                }
            }
        }
        let standing = (0..items).filter(|&item| class[item] == item).count();
        if sorted.len() < standing {
            return Err(circle(&steps, &into, &class));
        }
        let mut order = Order::new(items);
        let words = order.words;
        for (item, &class) in class.iter().enumerate() {
            set(&mut order.at_least, words, class, item);
        }
        for &item in sorted.iter().rev() {
            for &(next, _) in &steps[item] {
                for word in 0..words {
                    let below = order.at_least[next * words + word];
                    order.above[item * words + word] |= below;
                    order.at_least[item * words + word] |= below;
                }
            }
        }
        for item in (0..items).filter(|&item| class[item] != item) {
            order.at_least.copy_within(class[item] * words..(class[item] + 1) * words, item * words);
            order.above.copy_within(class[item] * words..(class[item] + 1) * words, item * words);
        }
        Ok(order)
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Whether `a` is known to be above `b`.
    pub fn is_above(&self, a: usize, b: usize) -> bool {
        self.above[a * self.words + b / 64] >> (b % 64) & 1 == 1
    }

    /// Whether `a` is known to be at least as high as `b`.
    pub fn is_at_least(&self, a: usize, b: usize) -> bool {
        self.at_least[a * self.words + b / 64] >> (b % 64) & 1 == 1
    }

    /// Whether the two are known to tie.
    pub fn is_tied(&self, a: usize, b: usize) -> bool {
        self.is_at_least(a, b) && self.is_at_least(b, a)
    }

    /// Whether it is known how the two stand: the one above the other, or a tie.
    pub fn is_known(&self, a: usize, b: usize) -> bool {
        self.is_above(a, b) || self.is_above(b, a) || self.is_tied(a, b)
    }

    /// How many pairs of different items are not known, each counted once.
    pub fn open_pairs(&self) -> usize {
        let ones = |bits: u64| bits.count_ones() as usize;
        let strict: usize = self.above.iter().map(|&bits| ones(bits)).sum();
        // Ties are among what is at least as high and not above; seldom much.
        let mut tied = 0;
        for a in 0..self.items {
            for word in 0..self.words {
                let mut bits = self.at_least[a * self.words + word] & !self.above[a * self.words + word];
                while bits != 0 {
                    let b = word * 64 + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    tied += usize::from(b < a && self.is_at_least(b, a));
                }
            }
        }
        self.items * self.items.saturating_sub(1) / 2 - strict - tied
    }

    /// Adds that `a` is above `b` (`strictly`), or at least as high, and all that follows. False, and nothing added, where the opposite is known.
    pub fn add(&mut self, a: usize, b: usize, strictly: bool) -> bool {
        if if strictly { self.is_at_least(b, a) } else { self.is_above(b, a) } {
            return false;
        }
        if if strictly { self.is_above(a, b) } else { self.is_at_least(a, b) } {
            return true;
        }
        let words = self.words;
        let row = |bits: &[u64], item: usize| bits[item * words..(item + 1) * words].to_vec();
        let (at_least_b, above_b) = (row(&self.at_least, b), row(&self.above, b));
        for item in 0..self.items {
            if !self.is_at_least(item, a) {
                continue;
            }
            let strict = strictly || self.is_above(item, a);
            for word in 0..words {
                self.at_least[item * words + word] |= at_least_b[word];
                self.above[item * words + word] |= if strict { at_least_b[word] } else { above_b[word] };
            }
        }
        true
    }

    /// What is known of the items at `kept` alone, which are counted anew.
    pub fn restricted(&self, kept: &[usize]) -> Self {
        let mut order = Order::new(kept.len());
        for (a, &old_a) in kept.iter().enumerate() {
            for (b, &old_b) in kept.iter().enumerate() {
                if self.is_at_least(old_a, old_b) {
                    set(&mut order.at_least, order.words, a, b);
                }
                if self.is_above(old_a, old_b) {
                    set(&mut order.above, order.words, a, b);
                }
            }
        }
        order
    }

    /// The completion by levels: every item as high as what is known allows, and a tie between those of one level. For each item its
    /// place, the higher the better, from 0 without gaps.
    pub fn by_levels(&self) -> Vec<u32> {
        let higher = |item: usize| (0..self.items).filter(|&other| self.is_at_least(other, item)).count();
        let count: Vec<usize> = (0..self.items).map(higher).collect();
        let mut sorted: Vec<usize> = (0..self.items).collect();
        sorted.sort_by_key(|&item| count[item]);
        // Who is at least as high and not tied has fewer above it.
        let mut level = vec![0u32; self.items];
        for (at, &item) in sorted.iter().enumerate() {
            let over =
                sorted[..at].iter().filter(|&&other| count[other] < count[item] && self.is_at_least(other, item));
            level[item] =
                over.map(|&other| level[other] + u32::from(self.is_above(other, item))).max().unwrap_or_default();
        }
        let lowest = level.iter().copied().max().unwrap_or_default();
        level.into_iter().map(|level| lowest - level).collect()
    }

    /// Whether a ranking, places the higher the better, keeps all that is known.
    pub fn allows(&self, ranking: &[u32]) -> bool {
        ranking.len() == self.items
            && (0..self.items).all(|a| {
                (0..self.items).all(|b| {
                    (!self.is_above(a, b) || ranking[a] > ranking[b])
                        && (!self.is_at_least(a, b) || ranking[a] >= ranking[b])
                })
            })
    }
}

fn set(bits: &mut [u64], words: usize, row: usize, column: usize) {
    bits[row * words + column / 64] |= 1 << (column % 64);
}

/// For each item the first of those that it ties with.
fn classes(items: usize, ties: &[(usize, usize)]) -> Vec<usize> {
    let mut class: Vec<usize> = (0..items).collect();
    fn root(class: &mut [usize], mut item: usize) -> usize {
        while class[item] != item {
            class[item] = class[class[item]];
            item = class[item];
        }
        item
    }
    for &(a, b) in ties {
        let (a, b) = (root(&mut class, a), root(&mut class, b));
        class[a.max(b)] = a.min(b);
    }
    (0..items).map(|item| root(&mut class, item)).collect()
}

/// A circle among the classes that a sorting left over: those which others still lead `into`.
fn circle(steps: &[Vec<(usize, (usize, usize))>], into: &[usize], class: &[usize]) -> Circle {
    // Whoever is left over is led to by somebody left over, so going back never ends but in a circle.
    let left = |item: usize| class[item] == item && into[item] > 0;
    let mut before: Vec<Option<(usize, (usize, usize))>> = vec![None; steps.len()];
    for from in (0..steps.len()).filter(|&item| left(item)).rev() {
        for &(to, pair) in &steps[from] {
            before[to] = Some((from, pair));
        }
    }
    let mut seen = vec![false; steps.len()];
    let mut at = (0..steps.len()).find(|&item| left(item)).expect("some are left over");
    while !std::mem::replace(&mut seen[at], true) {
        at = before[at].expect("whoever is left over is led to").0;
    }
    let end = at;
    let mut pairs = Vec::new();
    loop {
        let (from, pair) = before[at].expect("whoever is left over is led to");
        pairs.push(pair);
        at = from;
        if at == end {
            break;
        }
    }
    pairs.reverse();
    let mut circle = Vec::new();
    for (place, &(a, b)) in pairs.iter().enumerate() {
        circle.push((a, true));
        if b != pairs[(place + 1) % pairs.len()].0 {
            circle.push((b, false));
        }
    }
    circle
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relation by the letter: a matrix closed by Warshall's algorithm. `None` after a contradiction.
    fn plain(items: usize, known: &[(usize, usize, bool)]) -> Option<Vec<Vec<Option<bool>>>> {
        let mut at = vec![vec![None; items]; items];
        (0..items).for_each(|item| at[item][item] = Some(false));
        let join = |old: Option<bool>, new: bool| Some(old.unwrap_or(false) || new);
        for &(a, b, strictly) in known {
            at[a][b] = join(at[a][b], strictly);
        }
        for _ in 0..2 {
            for k in 0..items {
                for a in 0..items {
                    for b in 0..items {
                        if let (Some(x), Some(y)) = (at[a][k], at[k][b]) {
                            at[a][b] = join(at[a][b], x || y);
                        }
                    }
                }
            }
        }
        let fits = (0..items).all(|a| (0..items).all(|b| at[a][b] != Some(true) || at[b][a].is_none()));
        fits.then_some(at)
    }

    fn same(order: &Order, plain: &[Vec<Option<bool>>]) -> bool {
        (0..order.items).all(|a| {
            (0..order.items).all(|b| {
                order.is_at_least(a, b) == plain[a][b].is_some() && order.is_above(a, b) == (plain[a][b] == Some(true))
            })
        })
    }

    #[test]
    fn what_follows_is_what_follows_step_by_step_and_contradictions_are_refused() {
        let mut state = 7u64;
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % bound
        };
        let (mut refused, mut circles) = (0, 0);
        for _ in 0..600 {
            let items = 2 + below(8);
            let mut known: Vec<(usize, usize, bool)> = Vec::new();
            let mut order = Order::new(items);
            for _ in 0..below(10) {
                let (a, b, strictly) = (below(items), below(items), below(2) == 0);
                let with = [known.as_slice(), &[(a, b, strictly)]].concat();
                let fits = plain(items, &with).is_some();
                assert_eq!(order.add(a, b, strictly), fits, "{with:?}");
                refused += usize::from(!fits);
                if fits {
                    known = with;
                }
                assert!(same(&order, &plain(items, &known).unwrap()), "{known:?}");
            }
            assert!(order.allows(&order.by_levels()), "{known:?}");
            let pairs = (0..items).flat_map(|a| (0..a).map(move |b| (a, b)));
            assert_eq!(order.open_pairs(), pairs.filter(|&(a, b)| !order.is_known(a, b)).count(), "{known:?}");
            let kept: Vec<usize> = (0..items).filter(|_| below(3) > 0).collect();
            let part = order.restricted(&kept);
            assert!((0..kept.len()).all(|a| (0..kept.len()).all(|b| {
                part.is_above(a, b) == order.is_above(kept[a], kept[b])
                    && part.is_at_least(a, b) == order.is_at_least(kept[a], kept[b])
            })));

            let ties: Vec<(usize, usize)> = (0..below(3)).map(|_| (below(items), below(items))).collect();
            let above: Vec<(usize, usize)> = (0..below(9)).map(|_| (below(items), below(items))).collect();
            let all: Vec<(usize, usize, bool)> = ties
                .iter()
                .flat_map(|&(a, b)| [(a, b, false), (b, a, false)])
                .chain(above.iter().map(|&(a, b)| (a, b, true)))
                .collect();
            match (Order::from_pairs(items, &ties, &above), plain(items, &all)) {
                (Ok(order), Some(plain)) => assert!(same(&order, &plain), "{ties:?} {above:?}"),
                (Err(circle), None) => {
                    circles += 1;
                    assert!(circle.iter().any(|step| step.1));
                    for (place, &(a, strictly)) in circle.iter().enumerate() {
                        let b = circle[(place + 1) % circle.len()].0;
                        let tied = plain_ties(items, &ties);
                        assert!(if strictly { above.contains(&(a, b)) } else { tied[a] == tied[b] }, "{circle:?}");
                    }
                }
                (found, plain) => panic!("{found:?}, {plain:?}"),
            }
        }
        assert!(refused > 200 && circles > 100, "{refused}, {circles}");
    }

    fn plain_ties(items: usize, ties: &[(usize, usize)]) -> Vec<usize> {
        let mut class: Vec<usize> = (0..items).collect();
        for _ in 0..items {
            for &(a, b) in ties {
                let least = class[a].min(class[b]);
                (class[a], class[b]) = (least, least);
            }
        }
        class
    }

    #[test]
    fn levels_are_as_high_as_what_is_known_allows() {
        // 0 > 1 > 2, 3 > 2, 4 alone, 5 ties with 1.
        let order = Order::from_pairs(6, &[(1, 5)], &[(0, 1), (1, 2), (3, 2)]).unwrap();
        assert_eq!(order.by_levels(), [2, 1, 0, 2, 2, 1]);
        assert_eq!(order.open_pairs(), 8);
        assert!(!order.is_known(3, 0) && !order.is_known(3, 1), "what is not known stays so");
    }
}
