//! One ranking of one decision maker, and all verdicts that depend on no other ranking: Nash, GMR and SMR.

use super::bits::Bits;
use super::structure::Structure;

/// A ranking with what follows from it.
#[derive(Debug, Default)]
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
pub(crate) fn levels<const W: usize>(
    all: Bits<W>, truths: &[&Bits<W>], levels: &mut Vec<Bits<W>>, open: &mut Vec<(Bits<W>, usize)>,
) {
    levels.clear();
    open.clear();
    open.push((all, 0));
    while let Some((mut set, first)) = open.pop() {
        for (statement, truth) in truths.iter().enumerate().skip(first) {
            if set.is_single() {
                break;
            }
            let (better, worse) = (set.and(truth), set.without(truth));
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
    #[cfg(test)]
    pub(crate) fn new(structure: &Structure<W>, dm: usize, levels: &[Bits<W>]) -> Self {
        let mut ranking = Ranking::default();
        ranking.set(structure, dm, levels);
        ranking
    }

    /// Becomes the ranking of these levels, with the verdicts that follow from it, in the memory that it has.
    ///
    /// Going up from the worst level, the opponents can leave the decision maker at a level or below from ever more states. A state of the level is stable
    /// once all improvements from it lead to such states.
    pub(crate) fn set(&mut self, structure: &Structure<W>, dm: usize, levels: &[Bits<W>]) {
        let (forward, back, answered) = (structure.forward(dm), structure.back(dm), structure.answered(dm));
        self.levels.clear();
        self.levels.extend_from_slice(levels);
        self.escapes.resize(levels.len(), Bits::EMPTY);
        let mut higher = Bits::EMPTY;
        for (level, states) in levels.iter().enumerate().rev() {
            let mut from = *states;
            states.for_each(|state| from.add(&back[state]));
            self.escapes[level] = from.without(&higher);
            higher.add(&from);
        }
        // Every state is in one level, so all of these are written below.
        self.level_of.resize(structure.states, 0);
        self.improvers.resize(structure.states, Bits::EMPTY);
        self.up_to.clear();
        (self.nash, self.gmr, self.smr) = (Bits::EMPTY, Bits::EMPTY, Bits::EMPTY);
        let (mut low, mut answer, mut inescapable) = (Bits::EMPTY, Bits::EMPTY, Bits::EMPTY);
        for (level, states) in levels.iter().enumerate() {
            states.for_each(|state| {
                self.level_of[state] = level as u16;
                self.improvers[state] = back[state].and(&low);
                answer.add(&answered[state]);
            });
            low.add(states);
            self.up_to.push(low);
            self.escapes[level].for_each(|state| inescapable.add(&answered[state]));
            let resting = states.and(&self.escapes[level]);
            self.nash.add(&resting);
            let (countered, stuck) = (low.or(&answer), low.or(&inescapable));
            states.without(&resting).for_each(|state| {
                if forward[state].is_within(&countered) {
                    self.gmr.insert(state);
                    if forward[state].is_within(&stuck) {
                        self.smr.insert(state);
                    }
                }
            });
        }
        self.gmr.add(&self.nash);
        self.smr.add(&self.nash);
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
