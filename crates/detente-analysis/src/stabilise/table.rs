//! A small conflict laid out: every state's moves and every ranking as numbers, so that one state can be judged under many rankings.

use detente_model::{Concept, DmId, Meaning, State, Steps};

/// The rankings of all decision makers: for each the place of each state, higher is better, equal is a tie.
pub(super) type Places = Vec<Vec<u32>>;

/// The moves of a conflict, by decision maker, then by state.
#[derive(Clone, Debug)]
pub(super) struct Table {
    moves: Vec<Vec<Vec<u32>>>,
    states: usize,
}

/// What the opponents reach: pairs of a state and who moved there last, and the states alone.
pub(super) struct Reached {
    /// The pairs, in the order found; the first is the start, which nobody moved to.
    pub pairs: Vec<(u32, Option<usize>)>,
    /// The ends, ascending, each once. The start is among them only where a sequence leads back to it.
    pub ends: Vec<u32>,
    /// Whether a pair was reached: by decision maker, then by state.
    seen: Vec<Vec<bool>>,
}

impl Table {
    /// The moves between `states`, which are all states of the conflict.
    pub fn new(meaning: &Meaning, states: &[State], place: impl Fn(&State) -> Option<usize>) -> Self {
        let ends = |dm: DmId, state: &State| -> Vec<u32> {
            meaning.moves(dm, state).iter().filter_map(&place).map(|end| end as u32).collect()
        };
        let moves =
            meaning.conflict().dm_ids().map(|dm| states.iter().map(|state| ends(dm, state)).collect()).collect();
        Table { moves, states: states.len() }
    }

    /// The number of decision makers.
    pub fn dms(&self) -> usize {
        self.moves.len()
    }

    /// The number of states.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The moves of a decision maker from a state.
    pub fn moves(&self, dm: usize, from: u32) -> &[u32] {
        &self.moves[dm][from as usize]
    }

    /// The legal sequences of the opponents of `dm` from a state, of moves or of improvements under `places`.
    pub fn replies(&self, dm: usize, from: u32, steps: Steps, places: &Places) -> Reached {
        self.replies_by(dm, from, |by, state, end| {
            steps == Steps::Moves || places[by][end as usize] > places[by][state as usize]
        })
    }

    /// The legal sequences of the opponents of `dm` from a state, of the moves that are allowed: whose, from where, to where.
    pub fn replies_by(&self, dm: usize, from: u32, allowed: impl Fn(usize, u32, u32) -> bool) -> Reached {
        let mut reached =
            Reached { pairs: vec![(from, None)], ends: Vec::new(), seen: vec![vec![false; self.states]; self.dms()] };
        let mut at = 0;
        while let Some(&(state, last)) = reached.pairs.get(at) {
            at += 1;
            for by in (0..self.dms()).filter(|&by| by != dm && Some(by) != last) {
                for &end in self.moves(by, state) {
                    if !reached.seen[by][end as usize] && allowed(by, state, end) {
                        reached.seen[by][end as usize] = true;
                        reached.pairs.push((end, Some(by)));
                    }
                }
            }
        }
        reached.ends = reached.pairs[1..].iter().map(|&(state, _)| state).collect();
        reached.ends.sort_unstable();
        reached.ends.dedup();
        reached
    }

    /// The first improvement of `dm` from `state` that is not sanctioned, with what the opponents reach from it; `None` where the state is stable.
    pub fn unsanctioned(
        &self, concept: &Concept, dm: usize, state: u32, places: &Places,
    ) -> Option<(u32, Option<Reached>)> {
        let own = &places[dm];
        let better = |x: u32| own[x as usize] > own[state as usize];
        for &y in self.moves(dm, state).iter().filter(|&&y| better(y)) {
            let Some(sanction) = concept.sanction else { return Some((y, None)) };
            let reached = self.replies(dm, y, sanction.steps, places);
            let holds = |z: u32| !better(z) && (!sanction.inescapable || !self.moves(dm, z).iter().any(|&w| better(w)));
            if !reached.ends.iter().any(|&z| holds(z)) {
                return Some((y, Some(reached)));
            }
        }
        None
    }

    /// Whether a state is stable for a decision maker.
    pub fn stable(&self, concept: &Concept, dm: usize, state: u32, places: &Places) -> bool {
        self.unsanctioned(concept, dm, state, places).is_none()
    }

    /// Whether a state is an equilibrium.
    pub fn equilibrium(&self, concept: &Concept, state: u32, places: &Places) -> bool {
        (0..self.dms()).all(|dm| self.stable(concept, dm, state, places))
    }
}

impl Reached {
    /// Whether `by` may be the last mover of a sequence to `state`.
    pub fn has(&self, state: u32, by: usize) -> bool {
        self.seen[by][state as usize]
    }
}

/// How many pairs of states two rankings compare differently.
pub(super) fn distance(before: &[u32], after: &[u32]) -> u64 {
    let mut pairs = 0;
    for a in 0..before.len() {
        for b in 0..a {
            pairs += u64::from(before[a].cmp(&before[b]) != after[a].cmp(&after[b]));
        }
    }
    pairs
}
