//! Who can move where: all that does not depend on what anybody wants.

use detente_analysis::world::World;
use detente_model::Conflict;

use super::bits::Bits;

/// The states and moves of a conflict as rows of bits.
#[derive(Debug)]
pub(crate) struct Structure<const W: usize> {
    pub(crate) dms: usize,
    pub(crate) states: usize,
    /// For each decision maker and state, where it can move to.
    forward: Vec<Bits<W>>,
    /// For each decision maker and state, from where it can move there.
    back: Vec<Bits<W>>,
    /// For each decision maker and state, from where its opponents can get there by legal sequences of moves, at least one.
    answered: Vec<Bits<W>>,
    /// Whether every decision maker's moves chain: what it reaches by two moves it reaches by one. Then a legal sequence may as well be any sequence.
    pub(crate) chains: bool,
}

impl<const W: usize> Structure<W> {
    /// The structure of a compiled conflict of at most 64·`W` states.
    pub(crate) fn new(conflict: &Conflict, world: &World) -> Self {
        let (dms, states) = (conflict.decision_makers.len(), world.states());
        let mut forward = vec![Bits::EMPTY; dms * states];
        let mut back = vec![Bits::EMPTY; dms * states];
        for dm in conflict.dm_ids() {
            let rows = dm.index() * states;
            for from in 0..states {
                for to in world.moves_from(dm, from as u32) {
                    forward[rows + from].insert(to as usize);
                    back[rows + to as usize].insert(from);
                }
            }
        }
        let mut structure =
            Structure { dms, states, chains: chains(&forward, states), forward, back, answered: vec![] };
        structure.answered = (0..dms).flat_map(|dm| structure.answers(dm)).collect();
        structure
    }

    #[inline]
    pub(crate) fn forward(&self, dm: usize) -> &[Bits<W>] {
        &self.forward[dm * self.states..(dm + 1) * self.states]
    }

    #[inline]
    pub(crate) fn back(&self, dm: usize) -> &[Bits<W>] {
        &self.back[dm * self.states..(dm + 1) * self.states]
    }

    #[inline]
    pub(crate) fn answered(&self, dm: usize) -> &[Bits<W>] {
        &self.answered[dm * self.states..(dm + 1) * self.states]
    }

    /// For each state, from where the opponents of `dm` can get there.
    fn answers(&self, dm: usize) -> Vec<Bits<W>> {
        let others: Vec<usize> = (0..self.dms).filter(|&other| other != dm).collect();
        let mut done: Vec<Bits<W>> = vec![Bits::EMPTY; self.states];
        let mut settled = Bits::<W>::EMPTY;
        for end in 0..self.states {
            done[end] = if self.chains {
                let mut found = Bits::EMPTY;
                let mut open = Bits::EMPTY;
                let mut next = Some(end);
                while let Some(at) = next {
                    for &other in &others {
                        let new = self.back(other)[at].without(&found);
                        found.add(&new);
                        open.add(&new);
                    }
                    next = open.take();
                    // What leads to a state that is done leads here, and nothing else does by way of it.
                    while let Some(known) = next.filter(|&known| settled.contains(known)) {
                        found.add(&done[known]);
                        open = open.without(&done[known]);
                        next = open.take();
                    }
                }
                found
            } else {
                self.legal(&others, end)
            };
            settled.insert(end);
        }
        done
    }

    /// From where a legal sequence of `by` leads to `end`, by the last step first.
    fn legal(&self, by: &[usize], end: usize) -> Bits<W> {
        self.followed(by, end, |dm| self.back(dm))
    }

    /// Where legal sequences of moves of `by` lead from `from`, at least one.
    pub(crate) fn ends(&self, by: &[usize], from: usize) -> Bits<W> {
        self.followed(by, from, |dm| self.forward(dm))
    }

    /// What steps of `by` lead to, where nobody steps twice in succession: that is the same rule from the front and from the back.
    fn followed<'r>(&self, by: &[usize], start: usize, rows: impl Fn(usize) -> &'r [Bits<W>]) -> Bits<W> {
        // For each decision maker, what a step of it leads to.
        let mut met = vec![Bits::<W>::EMPTY; self.dms];
        let mut open: Vec<(usize, Option<usize>)> = vec![(start, None)];
        while let Some((at, last)) = open.pop() {
            for &dm in by.iter().filter(|&&dm| Some(dm) != last) {
                let new = rows(dm)[at].without(&met[dm]);
                met[dm].add(&new);
                new.for_each(|to| open.push((to, Some(dm))));
            }
        }
        met.iter().fold(Bits::EMPTY, |all, some| all.or(some))
    }
}

/// Whether moves chain, for each decision maker by itself; a state's way back to itself is no move.
fn chains<const W: usize>(forward: &[Bits<W>], states: usize) -> bool {
    forward.chunks(states).all(|rows| {
        rows.iter().enumerate().all(|(from, row)| {
            let mut all = *row;
            all.insert(from);
            let mut chained = true;
            row.for_each(|to| chained &= rows[to].is_within(&all));
            chained
        })
    })
}
