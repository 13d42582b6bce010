//! SEQ and SSEQ: what opponents would answer to their own advantage, which takes the rankings of all.

use super::bits::Bits;
use super::ranking::Ranking;
use super::structure::Structure;

/// What the search for answers needs again and again.
#[derive(Debug)]
pub(crate) struct Answers<const W: usize> {
    /// For each decision maker, from where legal sequences of improvements that it begins lead to one of the ends, and those not followed up.
    begun: Vec<Bits<W>>,
    open: Vec<Bits<W>>,
}

/// The stable states under SEQ and SSEQ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Credible<const W: usize> {
    pub(crate) seq: Bits<W>,
    pub(crate) sseq: Bits<W>,
}

impl<const W: usize> Answers<W> {
    pub(crate) fn new(dms: usize) -> Self {
        Answers { begun: vec![Bits::EMPTY; dms], open: vec![Bits::EMPTY; dms] }
    }

    /// The states that are stable for `dm`. Of the others only those among `wanted` are looked at: all that are stable under Nash are in the answer, and of
    /// `wanted` all that are stable.
    ///
    /// A state that is stable under SEQ is so under GMR, and one that is under SSEQ is so under SMR as well: so few are left to look at, and often none.
    pub(crate) fn credible(
        &mut self, structure: &Structure<W>, rankings: &[&Ranking<W>], dm: usize, wanted: &Bits<W>,
    ) -> Credible<W> {
        let own = rankings[dm];
        let mut stable = Credible { seq: own.nash, sseq: own.nash };
        let mut left = own.gmr.and(wanted).without(&own.nash);
        if left.is_empty() {
            return stable;
        }
        let seq = self.sweep(structure, rankings, dm, left, &own.levels, None);
        stable.seq.add(&seq);
        left = seq.and(&own.smr);
        if !left.is_empty() {
            stable.sseq.add(&self.sweep(structure, rankings, dm, left, &own.levels, Some(&own.escapes)));
        }
        stable
    }

    /// Which of `left` are stable where the opponents' answers end among `ends`, each set of them at a level and those below it; where none are given, among the levels themselves.
    fn sweep(
        &mut self, structure: &Structure<W>, rankings: &[&Ranking<W>], dm: usize, mut left: Bits<W>,
        levels: &[Bits<W>], ends: Option<&[Bits<W>]>,
    ) -> Bits<W> {
        let forward = structure.forward(dm);
        let (mut stable, mut low, mut from, mut new) = (Bits::EMPTY, Bits::EMPTY, Bits::EMPTY, Bits::EMPTY);
        self.begun.fill(Bits::EMPTY);
        for (level, states) in levels.iter().enumerate() {
            low.add(states);
            new.add(&ends.map_or(*states, |ends| ends[level]));
            let here = states.and(&left);
            if here.is_empty() {
                continue;
            }
            if structure.chains {
                follow(rankings, dm, &mut from, new);
            } else {
                self.follow_legal(rankings, dm, &mut from, new);
            }
            new = Bits::EMPTY;
            let countered = low.or(&from);
            here.for_each(|state| {
                if forward[state].is_within(&countered) {
                    stable.insert(state);
                }
            });
            left = left.without(&here);
            if left.is_empty() {
                break;
            }
        }
        stable
    }

    /// Adds to `from` the states from which legal sequences of improvements of the opponents of `dm` lead to `ends`.
    fn follow_legal(&mut self, rankings: &[&Ranking<W>], dm: usize, from: &mut Bits<W>, ends: Bits<W>) {
        let step = |begun: &mut [Bits<W>], open: &mut [Bits<W>], at: usize, next: Option<usize>| {
            for other in (0..rankings.len()).filter(|&other| other != dm && Some(other) != next) {
                let new = rankings[other].improvers[at].without(&begun[other]);
                begun[other].add(&new);
                open[other].add(&new);
            }
        };
        ends.for_each(|end| step(&mut self.begun, &mut self.open, end, None));
        while let Some(next) = (0..rankings.len()).find(|&other| !self.open[other].is_empty()) {
            while let Some(at) = self.open[next].take() {
                step(&mut self.begun, &mut self.open, at, Some(next));
            }
        }
        *from = self.begun.iter().fold(*from, |all, some| all.or(some));
    }
}

/// The same where moves chain. The ends themselves are added as well; they rank too low to be improvements, so nobody asks about them.
#[inline]
fn follow<const W: usize>(rankings: &[&Ranking<W>], dm: usize, from: &mut Bits<W>, ends: Bits<W>) {
    let mut open = ends.without(from);
    from.add(&open);
    while let Some(at) = open.take() {
        let mut row = Bits::EMPTY;
        for (other, ranking) in rankings.iter().enumerate() {
            if other != dm {
                row.add(&ranking.improvers[at]);
            }
        }
        let new = row.without(from);
        from.add(&new);
        open.add(&new);
    }
}
