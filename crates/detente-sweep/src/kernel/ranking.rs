//! One ranking of one decision maker, and all verdicts that depend on no other ranking: Nash, GMR and SMR.

use super::bits::Bits;
use super::structure::Structure;

/// A ranking with what follows from it.
#[derive(Debug)]
pub(crate) struct Ranking<const W: usize> {
    /// The states of each level, the worst first.
    pub(crate) levels: Vec<Bits<W>>,
    /// The level of each state.
    pub(crate) level_of: Vec<u16>,
    /// For each level, the states from which the decision maker, if it moved on, would get as high as that and no higher; staying counts.
    pub(crate) escapes: Vec<Bits<W>>,
    /// For each level, the states up to it.
    pub(crate) up_to: Vec<Bits<W>>,
    /// For each state, from where the decision maker can improve to it.
    pub(crate) improvers: Vec<Bits<W>>,
    /// The stable states.
    pub(crate) nash: Bits<W>,
    /// The stable states.
    pub(crate) gmr: Bits<W>,
    /// The stable states.
    pub(crate) smr: Bits<W>,
}

/// The levels that preference statements make of the states, the worst first. For each statement, the most important first, `truths` has the states where it holds.
pub(crate) fn levels<'t, const W: usize>(
    all: Bits<W>, truths: &[&'t Bits<W>], levels: &mut Vec<Bits<W>>, open: &mut Vec<(Bits<W>, usize)>,
) {
    levels.clear();
    open.clear();
    open.push((all, 0));
    while let Some((mut set, first)) = open.pop() {
        for statement in first..truths.len() {
            if set.is_single() {
                break;
            }
            let (better, worse) = (set.and(truths[statement]), set.without(truths[statement]));
            if worse.is_empty() {
                continue;
            }
            if !better.is_empty() {
                open.push((better, statement + 1));
            }
            set = worse;
        }
        levels.push(set);
    }
}

/// The levels of numbers that order the states, the worst first.
pub(crate) fn levels_of<const W: usize>(numbers: &[u128]) -> Vec<Bits<W>> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.iter().map(|&number| Bits::filled(numbers.len(), |place| numbers[place] == number)).collect()
}

impl<const W: usize> Ranking<W> {
    /// The ranking of these levels, and the verdicts that follow from it.
    ///
    /// Going up from the worst level, the opponents can leave the decision maker at a level or below from ever more states. A state of the level is stable
    /// once all improvements from it lead to such states.
    pub(crate) fn new(structure: &Structure<W>, dm: usize, levels: &[Bits<W>]) -> Self {
        let (forward, back, answered) = (structure.forward(dm), structure.back(dm), structure.answered(dm));
        let mut escapes = vec![Bits::EMPTY; levels.len()];
        let mut higher = Bits::EMPTY;
        for (level, states) in levels.iter().enumerate().rev() {
            let mut from = *states;
            states.for_each(|state| from.add(&back[state]));
            escapes[level] = from.without(&higher);
            higher.add(&from);
        }
        let mut ranking = Ranking {
            levels: levels.to_vec(),
            level_of: vec![0; structure.states],
            up_to: Vec::with_capacity(levels.len()),
            improvers: vec![Bits::EMPTY; structure.states],
            nash: Bits::EMPTY,
            gmr: Bits::EMPTY,
            smr: Bits::EMPTY,
            escapes,
        };
        let (mut low, mut answer, mut inescapable) = (Bits::EMPTY, Bits::EMPTY, Bits::EMPTY);
        for (level, states) in levels.iter().enumerate() {
            states.for_each(|state| {
                ranking.level_of[state] = level as u16;
                ranking.improvers[state] = back[state].and(&low);
                answer.add(&answered[state]);
            });
            low.add(states);
            ranking.up_to.push(low);
            ranking.escapes[level].for_each(|state| inescapable.add(&answered[state]));
            let resting = states.and(&ranking.escapes[level]);
            ranking.nash.add(&resting);
            let (countered, stuck) = (low.or(&answer), low.or(&inescapable));
            states.without(&resting).for_each(|state| {
                if forward[state].is_within(&countered) {
                    ranking.gmr.insert(state);
                    if forward[state].is_within(&stuck) {
                        ranking.smr.insert(state);
                    }
                }
            });
        }
        ranking.gmr.add(&ranking.nash);
        ranking.smr.add(&ranking.nash);
        ranking
    }

    /// The states that the decision maker prefers to one.
    pub(crate) fn above(&self, state: usize, all: &Bits<W>) -> Bits<W> {
        all.without(&self.up_to[usize::from(self.level_of[state])])
    }

    /// About so many bytes are kept for it.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + (3 * self.levels.len() + self.improvers.len()) * 8 * W + 4 * self.level_of.len()
    }
}
