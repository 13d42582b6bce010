//! The feasible option vectors of conflicts of up to 64 options: counted, or listed.

mod cubes;

use detente_model::{Conflict, Expr};

use crate::set::ones;
use crate::statements::{COUNTING, holds};

/// How many nodes the search may visit. Some millions of scattered vectors, in well under a second.
const NODES: u64 = 8_000_000;

/// The search was given up: it would visit too many nodes, or find too many vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GaveUp;

/// How many vectors no rule excludes.
pub(crate) fn count(conflict: &Conflict) -> Result<u128, GaveUp> {
    let mut found = 0u128;
    Search::new(conflict).run(&mut |part| {
        found += match part {
            Part::All { free, .. } => 1 << free.count_ones(),
            Part::Some { which, .. } => u128::from(which.count_ones()),
        };
        Ok(())
    })?;
    Ok(found)
}

/// The vectors that no rule excludes, ascending, at most `limit`.
pub(crate) fn list(conflict: &Conflict, limit: usize) -> Result<Vec<u64>, GaveUp> {
    let mut found = Vec::new();
    let mut search = Search::new(conflict);
    let last_six = search.last_six();
    search.run(&mut |part| {
        match part {
            Part::All { chosen, free } => {
                if free.count_ones() >= 48 || (1 << free.count_ones()) > limit - found.len() {
                    return Err(GaveUp);
                }
                // All subsets of `free`, by counting in those bits alone.
                let mut subset = 0u64;
                loop {
                    found.push(chosen | subset);
                    subset = subset.wrapping_sub(free) & free;
                    if subset == 0 {
                        break;
                    }
                }
            }
            Part::Some { chosen, which } => {
                found.extend(ones(which).map(|bit| chosen | last_six[bit]));
                if found.len() > limit {
                    return Err(GaveUp);
                }
            }
        }
        Ok(())
    })?;
    found.sort_unstable();
    Ok(found)
}

/// Feasible vectors that are found together.
enum Part {
    /// `chosen` with any of the `free` options on.
    All { chosen: u64, free: u64 },
    /// `chosen` with the last options as in the bits of `which`.
    Some { chosen: u64, which: u64 },
}

/// Chooses for one option after the other.
///
/// A rule that is true whatever is chosen next ends the branch, a rule that is false is forgotten below it, and where no rule is left all
/// completions are feasible (Kleene's three values). The last six choices are made at once, a bit for each of the 64 vectors.
struct Search<'c> {
    rules: Vec<Excluded<'c>>,
    /// The options, the one to be chosen first at the end.
    order: Vec<usize>,
    /// The place of each option in the order.
    place: Vec<usize>,
    /// The rules in which an option occurs, as bits.
    touching: Vec<Vec<u64>>,
    /// The rules that are still open, as bits, while so many options are.
    open: Vec<Vec<u64>>,
    nodes: u64,
}

type Visit<'v> = &'v mut dyn FnMut(Part) -> Result<(), GaveUp>;

impl<'c> Search<'c> {
    /// A search for the vectors that no rule of `conflict` excludes.
    fn new(conflict: &'c Conflict) -> Self {
        let options = conflict.options.len();
        assert!(options <= 64, "vectors of more than 64 options do not fit a word");
        let rules: Vec<_> = conflict.rules.iter().flat_map(|rule| Excluded::of(&rule.when)).collect();
        let words = rules.len().div_ceil(64);
        let mut touching = vec![vec![0; words]; options];
        for (at, rule) in rules.iter().enumerate() {
            (0..options).filter(|o| rule.mask >> o & 1 == 1).for_each(|o| touching[o][at / 64] |= 1 << (at % 64));
        }
        let order = order(options, &rules);
        let mut place = vec![0; options];
        order.iter().enumerate().for_each(|(at, &option)| place[option] = at);
        Search { rules, order, place, touching, open: vec![vec![0; words]; options + 1], nodes: 0 }
    }

    /// What each combination of the last six options adds to a vector.
    fn last_six(&self) -> [u64; 64] {
        let bits = self.order.iter().take(6).enumerate();
        std::array::from_fn(|which| bits.clone().map(|(at, option)| (which as u64 >> at & 1) << option).sum())
    }

    fn run(&mut self, visit: Visit<'_>) -> Result<(), GaveUp> {
        let options = self.order.len();
        for at in 0..self.rules.len() {
            match self.rules[at].value(0, 0) {
                Some(true) => return Ok(()),
                Some(false) => {}
                None => self.open[options][at / 64] |= 1 << (at % 64),
            }
        }
        self.walk(options, if options == 64 { u64::MAX } else { (1 << options) - 1 }, 0, visit)
    }

    /// Visits the feasible vectors that agree with `chosen` but for the first `left` options of the order, which are `free`.
    fn walk(&mut self, left: usize, free: u64, chosen: u64, visit: Visit<'_>) -> Result<(), GaveUp> {
        self.nodes += 1;
        if self.nodes > NODES {
            return Err(GaveUp);
        }
        if self.open[left].iter().all(|&word| word == 0) {
            return visit(Part::All { chosen, free });
        }
        if left <= 6 {
            let option = |o: usize| match free >> o & 1 == 1 {
                true => [COUNTING[self.place[o]]],
                false => [if chosen >> o & 1 == 1 { u64::MAX } else { 0 }],
            };
            let mut which = if left == 6 { u64::MAX } else { (1 << (1 << left)) - 1 };
            for (at, &word) in self.open[left].iter().enumerate() {
                for bit in ones(word) {
                    which &= !self.rules[at * 64 + bit].holds(&option);
                }
            }
            return if which == 0 { Ok(()) } else { visit(Part::Some { chosen, which }) };
        }
        let option = self.order[left - 1];
        let free = free & !(1 << option);
        for on in [0, 1] {
            let chosen = chosen | on << option;
            if self.choose(left - 1, option, !free, chosen) {
                self.walk(left - 1, free, chosen, visit)?;
            }
        }
        Ok(())
    }

    /// Works out which rules are open once `option` is chosen too; false where a rule is broken.
    fn choose(&mut self, left: usize, option: usize, known: u64, chosen: u64) -> bool {
        let (below, above) = self.open.split_at_mut(left + 1);
        let (now, before) = (&mut below[left], &above[0]);
        for (at, word) in now.iter_mut().enumerate() {
            *word = before[at];
            for bit in ones(before[at] & self.touching[option][at]) {
                match self.rules[at * 64 + bit].value(known, chosen) {
                    Some(true) => return false,
                    Some(false) => *word &= !(1 << bit),
                    None => {}
                }
            }
        }
        true
    }
}

/// An order of the options, the one to be chosen first at the end: next comes whichever brings most rules nearest to their decision, so
/// that branches end early. Options that no rule names come last and need no choosing.
fn order(options: usize, rules: &[Excluded<'_>]) -> Vec<usize> {
    let mut left: Vec<u64> = rules.iter().map(|rule| rule.mask).collect();
    let mut order = Vec::new();
    let mut open: Vec<usize> = (0..options).collect();
    while !open.is_empty() {
        let mut weights = [0u64; 64];
        for &mask in &left {
            let weight = 1 << 16 >> (2 * mask.count_ones()).min(16);
            ones(mask).for_each(|option| weights[option] += weight);
        }
        let best = (0..open.len()).max_by_key(|&at| weights[open[at]]).expect("an option is left");
        let option = open.remove(best);
        left.iter_mut().for_each(|mask| *mask &= !(1 << option));
        order.push(option);
    }
    order.reverse();
    order
}

/// A condition that excludes.
struct Excluded<'c> {
    /// The options that it names.
    mask: u64,
    test: Test<'c>,
}

enum Test<'c> {
    /// The options of the mask are as in these bits.
    Cube(u64),
    /// Anything else.
    Condition(&'c Expr),
}

impl<'c> Excluded<'c> {
    /// What a rule excludes: a list of cubes, since what excludes *a or b* excludes *a*, and excludes *b*; itself, where these would be too many.
    fn of(rule: &'c Expr) -> Vec<Self> {
        match cubes::cubes(rule) {
            Some(cubes) => {
                cubes.into_iter().map(|cube| Excluded { mask: cube.mask, test: Test::Cube(cube.want) }).collect()
            }
            None => {
                let mut mask = 0;
                rule.for_each_option(&mut |option| mask |= 1 << option.index());
                vec![Excluded { mask, test: Test::Condition(rule) }]
            }
        }
    }

    /// The value when the options of `known` are as in `chosen`, where those suffice.
    fn value(&self, known: u64, chosen: u64) -> Option<bool> {
        match self.test {
            Test::Cube(want) if (chosen ^ want) & self.mask & known != 0 => Some(false),
            Test::Cube(_) => (self.mask & !known == 0).then_some(true),
            Test::Condition(expr) => {
                expr.holds_partly(&|o| (known >> o.index() & 1 == 1).then(|| chosen >> o.index() & 1 == 1))
            }
        }
    }

    /// Where it holds, a bit for each of 64 vectors whose options are given likewise.
    fn holds(&self, option: &impl Fn(usize) -> [u64; 1]) -> u64 {
        match self.test {
            Test::Cube(want) => ones(self.mask).fold(u64::MAX, |all, o| {
                let on = option(o)[0];
                all & if want >> o & 1 == 1 { on } else { !on }
            }),
            Test::Condition(expr) => holds(expr, option)[0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_model::feasible_vectors;
    use detente_testkit::{Shape, random_conflict};

    #[test]
    fn the_quick_search_finds_what_the_plain_one_finds_in_the_same_order() {
        for seed in 0..500 {
            let conflict = random_conflict(seed, Shape::Options);
            let plain = feasible_vectors(&conflict, &Expr::Constant(true), 1 << 20).unwrap();
            let plain: Vec<u64> = plain.iter().map(|v| v.to_bits().unwrap()).collect();
            assert_eq!(list(&conflict, 1 << 20), Ok(plain.clone()), "seed {seed}");
            assert_eq!(count(&conflict), Ok(plain.len() as u128), "seed {seed}");
        }
    }
}
