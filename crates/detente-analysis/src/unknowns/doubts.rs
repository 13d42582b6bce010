//! What is known of preferences on the way through a search, and what follows from it for a verdict.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use detente_model::{Concept, DmId, Steps};

use super::Graph;
use super::space::Left;

/// What is left to each decision maker, or `None` where the rankings are too many to list.
pub(super) struct Doubts<'a> {
    pub graph: &'a Graph,
    pub left: Vec<Option<Left>>,
}

/// What the bounds tell of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// It is the same however the doubts are resolved.
    Settled(bool),
    /// It may not be.
    Open,
}

/// A move of which it is open whether it is an improvement: who moves, from where, to where.
pub(super) type Arc = (DmId, usize, usize);

impl Left {
    /// Nothing but one ranking.
    pub fn one(ranking: Rc<[u32]>) -> Self {
        Left { rankings: vec![ranking], order: None }
    }

    /// Whether that is all there is.
    pub fn is_one(&self) -> bool {
        match &self.order {
            None => self.rankings.len() == 1,
            Some(_) => self.rankings.is_empty(),
        }
    }

    fn certainly(&self, a: usize, b: usize) -> bool {
        self.rankings.iter().all(|ranking| ranking[a] > ranking[b])
            && self.order.as_ref().is_none_or(|order| order.is_above(a, b))
    }

    fn possibly(&self, a: usize, b: usize) -> bool {
        self.rankings.iter().any(|ranking| ranking[a] > ranking[b])
            || self.order.as_ref().is_some_and(|order| !order.is_at_least(b, a))
    }
}

impl Doubts<'_> {
    fn certainly(&self, dm: DmId, a: usize, b: usize) -> bool {
        a != b && self.left[dm.index()].as_ref().is_some_and(|left| left.certainly(a, b))
    }

    fn possibly(&self, dm: DmId, a: usize, b: usize) -> bool {
        a != b && self.left[dm.index()].as_ref().is_none_or(|left| left.possibly(a, b))
    }

    /// Whether a sanction of the improvement to `y` is certain.
    fn answered_surely(&self, concept: &Concept, dm: DmId, s: usize, y: usize) -> bool {
        let Some(sanction) = concept.sanction else { return false };
        let step = |by, from, to| sanction.steps == Steps::Moves || self.certainly(by, to, from);
        self.graph.replies(dm, y, step).into_iter().any(|z| {
            !(self.possibly(dm, z, s)
                || sanction.inescapable && self.graph.moves(dm, z).iter().any(|&w| self.possibly(dm, w, s)))
        })
    }

    /// Whether it is certain that there is none.
    fn unanswered_surely(&self, concept: &Concept, dm: DmId, s: usize, y: usize) -> bool {
        let Some(sanction) = concept.sanction else { return true };
        let step = |by, from, to| sanction.steps == Steps::Moves || self.possibly(by, to, from);
        self.graph.replies(dm, y, step).into_iter().all(|z| {
            self.certainly(dm, z, s)
                || sanction.inescapable && self.graph.moves(dm, z).iter().any(|&w| self.certainly(dm, w, s))
        })
    }

    /// Whether the state at `s` is stable for `dm` however the doubts are resolved, or not stable, or neither for all that the bounds tell.
    ///
    /// Both bounds take for `dm` itself what can be at once: that all of which it is possible are above `s`, or only those of which it is certain. So
    /// where the replies do not hang on doubts they are exact.
    pub fn stable(&self, concept: &Concept, dm: DmId, s: usize) -> Bound {
        let moves = self.graph.moves(dm, s);
        if moves.iter().all(|&y| !self.possibly(dm, y, s) || self.answered_surely(concept, dm, s, y)) {
            return Bound::Settled(true);
        }
        match moves.iter().any(|&y| self.certainly(dm, y, s) && self.unanswered_surely(concept, dm, s, y)) {
            true => Bound::Settled(false),
            false => Bound::Open,
        }
    }

    /// The moves on which it hangs how the opponents can answer the improvements of `dm` from `s` that are in doubt, the nearest first. None
    /// where any move is an answer.
    pub fn arcs(&self, concept: &Concept, dm: DmId, s: usize) -> Vec<Arc> {
        if concept.sanction.is_none_or(|sanction| sanction.steps == Steps::Moves) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut known: BTreeSet<Arc> = BTreeSet::new();
        for &y in self.graph.moves(dm, s) {
            if !self.possibly(dm, y, s) || self.answered_surely(concept, dm, s, y) {
                continue;
            }
            let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
            let mut open = VecDeque::from([(y, None)]);
            while let Some((from, last)) = open.pop_front() {
                for mover in (0..self.left.len()).filter(|&mover| mover != dm.index() && Some(mover) != last) {
                    let by = DmId::from(mover);
                    for &to in self.graph.moves(by, from) {
                        if !self.possibly(by, to, from) {
                            continue;
                        }
                        if !self.certainly(by, to, from) && known.insert((by, from, to)) {
                            found.push((by, from, to));
                        }
                        if seen.insert((to, mover)) {
                            open.push_back((to, Some(mover)));
                        }
                    }
                }
            }
        }
        found
    }
}
