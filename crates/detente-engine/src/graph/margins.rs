//! Exact thresholds where the opponents may lead the conflict back to where it started.

use detente_model::Sanction;

use crate::graph::closure::{Mover, reachable};
use crate::graph::moves::Moves;
use crate::ranks::ANYWHERE;
use crate::set::StateSet;

/// Thresholds of stable states.
///
/// A threshold asks where a state `s`, everything else unmoved, would have to rank to be stable. The verdict itself takes `s` at its real place, and the
/// value `f(y)` that a move to `y` secures then takes it there too: as an end of the opponents' answer, or as a reply to one. For the threshold `s` is never better
/// than itself, wherever it ranks, so there it counts as below everything.
///
/// That makes no difference to states that are unstable: a move `y` with `f(y)` above the place of `s` has no end, and no best reply, at the place of `s`. For a
/// stable `s` the value of each move is worked out again with `s` below everything: only those ends of the answers to `y` are affected that are `s`, or from
/// which `s` is the best reply. (Own derivation.)
pub(super) struct Exact<'a> {
    own: &'a Moves,
    ranks: &'a [i32],
    movers: &'a [Mover<'a>],
    sanction: Sanction,
    /// The value that a move to each state secures.
    sure: &'a [i32],
    /// The value of each state as an end of an answer.
    counts: &'a [i32],
    /// The ends of the answers to each move, once they are asked for.
    answers: Vec<Option<StateSet>>,
}

impl<'a> Exact<'a> {
    pub fn new(
        own: &'a Moves, ranks: &'a [i32], movers: &'a [Mover<'a>], sanction: Sanction, sure: &'a [i32],
        counts: &'a [i32],
    ) -> Self {
        Exact { own, ranks, movers, sanction, sure, counts, answers: vec![None; ranks.len()] }
    }

    /// The threshold of `state`, which is stable.
    pub fn threshold(&mut self, state: usize) -> i32 {
        let affected = self.affected(state);
        let own = self.own;
        let others = own.ends(state).iter().map(|&end| end as usize).filter(|&end| end != state);
        others.map(|end| self.value(end, &affected)).max().unwrap_or(ANYWHERE)
    }

    /// The ends of answers that count less when `state` is below everything, and what they count then.
    fn affected(&self, state: usize) -> Vec<(usize, i32)> {
        if !self.sanction.inescapable {
            return vec![(state, ANYWHERE)];
        }
        let without = |end: usize| {
            let replies = self.own.ends(end).iter().map(|&reply| reply as usize);
            replies.chain([end]).filter(|&at| at != state).map(|at| self.ranks[at]).max().unwrap_or(ANYWHERE)
        };
        let from = self.own.starts(state).iter().map(|&from| from as usize);
        from.filter(|&end| self.counts[end] == self.ranks[state])
            .chain([state])
            .map(|end| (end, without(end)))
            .collect()
    }

    fn value(&mut self, end: usize, affected: &[(usize, i32)]) -> i32 {
        let states = self.ranks.len();
        let answers = self.answers[end].get_or_insert_with(|| reachable(self.movers, end, states));
        affected
            .iter()
            .filter(|(at, _)| answers.contains(*at))
            .map(|&(_, counts)| counts)
            .fold(self.sure[end], i32::min)
    }
}
