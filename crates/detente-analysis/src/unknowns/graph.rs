//! States and moves by place, for questions that look at pairs of states.

use detente_model::{Conflict, DmId, Meaning, StateList};

use super::UnknownsError;

/// The states of a conflict with the moves between them, by place.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The states.
    pub states: StateList,
    /// By decision maker, then by place: the places it can move to, ascending.
    moves: Vec<Vec<Vec<usize>>>,
}

impl Graph {
    /// Lists the states of `conflict`, at most `limit`, and its moves.
    ///
    /// # Errors
    /// [`UnknownsError::TooManyStates`].
    pub fn new(conflict: &Conflict, limit: usize) -> Result<Self, UnknownsError> {
        let too_many = |_| UnknownsError::TooManyStates { limit };
        let meaning = Meaning::new(conflict).map_err(too_many)?;
        let states = StateList::new(conflict, limit).map_err(too_many)?;
        if states.states().len() > limit {
            return Err(UnknownsError::TooManyStates { limit });
        }
        let ends = |dm, from| -> Vec<usize> {
            let moves = meaning.moves(dm, from);
            moves.iter().map(|to| states.place(to).expect("moves lead to states")).collect()
        };
        let moves = conflict.dm_ids().map(|dm| states.states().iter().map(|from| ends(dm, from)).collect()).collect();
        Ok(Graph { states, moves })
    }

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.states.states().len()
    }

    /// Whether there is no state.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many decision makers there are.
    pub fn decision_makers(&self) -> usize {
        self.moves.len()
    }

    /// The places that `dm` can move to from the state at `from` (*R_i(s)*), ascending.
    pub fn moves(&self, dm: DmId, from: usize) -> &[usize] {
        &self.moves[dm.index()][from]
    }

    /// The ends of all legal sequences of the opponents of `dm` from `from` in which every step is one that `may` (mover, from, to) allows,
    /// ascending. `from` itself is not among them, whether or not a sequence leads back to it.
    pub fn replies(&self, dm: DmId, from: usize, may: impl Fn(DmId, usize, usize) -> bool) -> Vec<usize> {
        let dms = self.decision_makers();
        // The movers who have arrived at a state last; all that matters is whether there is none, one, or more than one.
        let mut arrived: Vec<Vec<bool>> = vec![vec![false; dms]; self.len()];
        let mut reached = vec![false; self.len()];
        let mut open = vec![(from, None)];
        while let Some((state, last)) = open.pop() {
            for mover in (0..dms).filter(|&mover| mover != dm.index() && Some(mover) != last) {
                for &to in &self.moves[mover][state] {
                    if !arrived[to][mover] && may(DmId::from(mover), state, to) {
                        arrived[to][mover] = true;
                        reached[to] = true;
                        open.push((to, Some(mover)));
                    }
                }
            }
        }
        reached[from] = false;
        (0..self.len()).filter(|&place| reached[place]).collect()
    }
}
