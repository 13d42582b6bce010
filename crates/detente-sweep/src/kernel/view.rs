//! One variant: a ranking for each decision maker, and what can be asked of it.

use detente_model::{Concept, Motion, Steps};

use super::bits::Bits;
use super::credible::{Answers, Credible};
use super::ranking::Ranking;
use super::structure::Structure;

/// What a concept asks for, as the kernel tells concepts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Nash,
    Gmr,
    Smr,
    Seq,
    Sseq,
}

impl Kind {
    /// The kind of a concept, read off its definition.
    pub(crate) fn of(concept: &Concept) -> Kind {
        match concept.sanction {
            None => Kind::Nash,
            Some(sanction) => match (sanction.steps, sanction.inescapable) {
                (Steps::Moves, false) => Kind::Gmr,
                (Steps::Moves, true) => Kind::Smr,
                (Steps::Improvements, false) => Kind::Seq,
                (Steps::Improvements, true) => Kind::Sseq,
            },
        }
    }

    /// Whether it takes the rankings of others.
    pub(crate) fn is_credible(self) -> bool {
        matches!(self, Kind::Seq | Kind::Sseq)
    }
}

/// A variant with its verdicts.
#[derive(Debug)]
pub(crate) struct Variant<'r, const W: usize> {
    pub(crate) rankings: &'r [&'r Ranking<W>],
    credible: &'r [Credible<W>],
}

/// The verdicts that take all rankings, for each decision maker: of every state that is an equilibrium under GMR as far as the others go, and of every one `asked` about.
///
/// Where none of the concepts asks for them, nothing is looked for.
pub(crate) fn solve<const W: usize>(
    structure: &Structure<W>, rankings: &[&Ranking<W>], asked: &Bits<W>, needed: bool, answers: &mut Answers<W>,
    found: &mut Vec<Credible<W>>,
) {
    found.clear();
    let mut alive = if needed { Bits::first(structure.states) } else { Bits::EMPTY };
    if needed {
        rankings.iter().for_each(|ranking| alive = alive.and(&ranking.gmr));
    }
    let asked = if needed { *asked } else { Bits::EMPTY };
    for dm in 0..rankings.len() {
        let stable = answers.credible(structure, rankings, dm, &alive.or(&asked));
        alive = alive.and(&stable.seq);
        found.push(stable);
    }
}

impl<'r, const W: usize> Variant<'r, W> {
    pub(crate) fn new(rankings: &'r [&'r Ranking<W>], credible: &'r [Credible<W>]) -> Self {
        Variant { rankings, credible }
    }

    /// The states that are stable for a decision maker, as far as they were asked about.
    #[inline]
    pub(crate) fn stable(&self, kind: Kind, dm: usize) -> &'r Bits<W> {
        let ranking = self.rankings[dm];
        match kind {
            Kind::Nash => &ranking.nash,
            Kind::Gmr => &ranking.gmr,
            Kind::Smr => &ranking.smr,
            Kind::Seq => &self.credible[dm].seq,
            Kind::Sseq => &self.credible[dm].sseq,
        }
    }

    /// The equilibria.
    #[inline]
    pub(crate) fn equilibria(&self, kind: Kind) -> Bits<W> {
        (1..self.rankings.len()).fold(*self.stable(kind, 0), |all, dm| all.and(self.stable(kind, dm)))
    }

    /// Whether a decision maker prefers one state to another.
    pub(crate) fn prefers(&self, dm: usize, better: usize, worse: usize) -> bool {
        self.rankings[dm].level_of[better] > self.rankings[dm].level_of[worse]
    }

    /// Whether a legal sequence of everybody's steps, at least one, leads to one of `goal`.
    pub(crate) fn reaches(&self, structure: &Structure<W>, by: Motion, from: usize, goal: &Bits<W>) -> bool {
        let mut met = vec![Bits::<W>::EMPTY; self.rankings.len()];
        let mut open: Vec<(usize, Option<usize>)> = vec![(from, None)];
        while let Some((at, last)) = open.pop() {
            for dm in (0..self.rankings.len()).filter(|&dm| Some(dm) != last) {
                let ends = self.steps(structure, by, dm, at);
                if ends.meets(goal) {
                    return true;
                }
                let new = ends.without(&met[dm]);
                met[dm].add(&new);
                new.for_each(|to| open.push((to, Some(dm))));
            }
        }
        false
    }

    /// Where a decision maker's steps lead.
    fn steps(&self, structure: &Structure<W>, by: Motion, dm: usize, from: usize) -> Bits<W> {
        let moves = &structure.forward(dm)[from];
        let ranking = self.rankings[dm];
        match by {
            Motion::Moves => *moves,
            Motion::Improvements => ranking.above(from, moves),
            Motion::BestImprovements => {
                let better = ranking.above(from, moves);
                let best = ranking.levels.iter().rev().find(|level| level.meets(&better));
                best.map_or(Bits::EMPTY, |level| level.and(&better))
            }
        }
    }
}
