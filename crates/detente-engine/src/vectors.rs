//! The feasible option vectors of conflicts of up to 64 options: counted, or listed.

use detente_model::{Conflict, Expr};

use crate::set::ones;
use crate::statements::{COUNTING, holds};

/// How many nodes the search may visit. Enough for about a million scattered vectors, and well under a second.
const NODES: u64 = 2_000_000;

/// The search was given up: it would visit too many nodes, or find too many vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GaveUp;

/// How many vectors no rule excludes.
pub(crate) fn count(conflict: &Conflict) -> Result<u128, GaveUp> {
    let mut found = 0u128;
    Search::new(conflict, None).run(&mut |part| {
        found += match part {
            Part::All { free, .. } => 1 << free,
            Part::Some { which, .. } => u128::from(which.count_ones()),
        };
        Ok(())
    })?;
    Ok(found)
}

/// The vectors that no rule excludes and that satisfy `condition`, ascending, at most `limit`.
pub(crate) fn list(conflict: &Conflict, condition: Option<&Expr>, limit: usize) -> Result<Vec<u64>, GaveUp> {
    let mut found = Vec::new();
    let condition = condition.map(|condition| Expr::Not(Box::new(condition.clone())));
    Search::new(conflict, condition.as_ref()).run(&mut |part| {
        match part {
            Part::All { base, free } => {
                if free >= 48 || (1 << free) > limit - found.len() {
                    return Err(GaveUp);
                }
                found.extend(base..=base + ((1 << free) - 1));
            }
            Part::Some { base, which } => {
                found.extend(ones(which).map(|bit| base + bit as u64));
                if found.len() > limit {
                    return Err(GaveUp);
                }
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// Feasible vectors that are found together.
enum Part {
    /// `base` and everything that its first `free` options can be changed to.
    All { base: u64, free: usize },
    /// `base + b` for the bits `b` of `which`.
    Some { base: u64, which: u64 },
}

/// Chooses for one option after the other, the last first and *off* before *on*, so that vectors come in ascending order.
///
/// A rule that is true whatever is chosen next ends the branch, a rule that is false is forgotten below it, and where no rule is left all
/// completions are feasible (Kleene's three values). The last six choices are made at once, a bit for each of the 64 vectors.
struct Search<'c> {
    options: usize,
    rules: Vec<Excluded<'c>>,
    /// The rules in which an option occurs, as bits.
    touching: Vec<Vec<u64>>,
    /// The rules that are still open, as bits, after each number of choices.
    open: Vec<Vec<u64>>,
    nodes: u64,
}

type Visit<'v> = &'v mut dyn FnMut(Part) -> Result<(), GaveUp>;

impl<'c> Search<'c> {
    /// A search for the vectors that neither a rule of `conflict` nor `excluded` excludes.
    fn new(conflict: &'c Conflict, excluded: Option<&'c Expr>) -> Self {
        let options = conflict.options.len();
        assert!(options <= 64, "vectors of more than 64 options do not fit a word");
        let rules: Vec<_> = conflict.rules.iter().map(|rule| &rule.when).chain(excluded).map(Excluded::new).collect();
        let words = rules.len().div_ceil(64);
        let mut touching = vec![vec![0; words]; options];
        for (at, rule) in rules.iter().enumerate() {
            rule.expr.for_each_option(&mut |option| touching[option.index()][at / 64] |= 1 << (at % 64));
        }
        Search { options, rules, touching, open: vec![vec![0; words]; options + 1], nodes: 0 }
    }

    fn run(&mut self, visit: Visit<'_>) -> Result<(), GaveUp> {
        for at in 0..self.rules.len() {
            match self.rules[at].value(0, 0) {
                Some(true) => return Ok(()),
                Some(false) => {}
                None => self.open[self.options][at / 64] |= 1 << (at % 64),
            }
        }
        self.walk(self.options, 0, visit)
    }

    /// Visits the feasible vectors that agree with `chosen` in the options from `free` on.
    fn walk(&mut self, free: usize, chosen: u64, visit: Visit<'_>) -> Result<(), GaveUp> {
        self.nodes += 1;
        if self.nodes > NODES {
            return Err(GaveUp);
        }
        if self.open[free].iter().all(|&word| word == 0) {
            return visit(Part::All { base: chosen, free });
        }
        if free <= 6 {
            let option = |o: usize| {
                if o < free { [COUNTING[o]] } else { [if chosen >> o & 1 == 1 { u64::MAX } else { 0 }] }
            };
            let mut which = if free == 6 { u64::MAX } else { (1 << (1 << free)) - 1 };
            for (at, &word) in self.open[free].iter().enumerate() {
                for bit in ones(word) {
                    which &= !holds(self.rules[at * 64 + bit].expr, &option)[0];
                }
            }
            return if which == 0 { Ok(()) } else { visit(Part::Some { base: chosen, which }) };
        }
        for on in [0, 1] {
            let chosen = chosen | on << (free - 1);
            if self.choose(free - 1, chosen) {
                self.walk(free - 1, chosen, visit)?;
            }
        }
        Ok(())
    }

    /// Works out which rules are open once `option` is chosen too; false where a rule is broken.
    fn choose(&mut self, option: usize, chosen: u64) -> bool {
        let known = u64::MAX << option;
        let (below, above) = self.open.split_at_mut(option + 1);
        let (now, before) = (&mut below[option], &above[0]);
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

/// A condition that excludes.
struct Excluded<'c> {
    expr: &'c Expr,
    /// The options it names and how it wants them, where it is a list of options that are on or off: much the most common kind.
    pattern: Option<(u64, u64)>,
}

impl<'c> Excluded<'c> {
    fn new(expr: &'c Expr) -> Self {
        Excluded { expr, pattern: pattern(expr) }
    }

    /// The value when the options of `known` are as in `chosen`, where those suffice.
    fn value(&self, known: u64, chosen: u64) -> Option<bool> {
        match self.pattern {
            Some((mask, want)) if (chosen ^ want) & mask & known != 0 => Some(false),
            Some((mask, _)) => (mask & !known == 0).then_some(true),
            None => self.expr.holds_partly(&|o| (known >> o.index() & 1 == 1).then(|| chosen >> o.index() & 1 == 1)),
        }
    }
}

fn pattern(expr: &Expr) -> Option<(u64, u64)> {
    match expr {
        Expr::Option(o) => Some((1 << o.index(), 1 << o.index())),
        Expr::Not(a) => match &**a {
            Expr::Option(o) => Some((1 << o.index(), 0)),
            _ => None,
        },
        Expr::And(parts) => parts.iter().try_fold((0, 0), |(mask, want), part| {
            let (m, w) = pattern(part)?;
            ((want ^ w) & mask & m == 0).then_some((mask | m, want | w))
        }),
        _ => None,
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
            assert_eq!(list(&conflict, None, 1 << 20), Ok(plain.clone()), "seed {seed}");
            assert_eq!(count(&conflict), Ok(plain.len() as u128), "seed {seed}");
        }
    }
}
