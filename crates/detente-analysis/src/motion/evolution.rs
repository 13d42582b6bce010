//! The table of evolution: which state is reached after how many steps, and who steps last (status quo analysis, Li, Kilgour and Hipel 2005).

use detente_model::State;

use super::Reach;

/// A state of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The state.
    pub state: State,
    /// By decision maker, in order: the fewest steps of a legal sequence that ends here with its step (the least *k* with the state in
    /// *V_i^(k)*); `None` where it never steps here last.
    pub by: Vec<Option<usize>>,
}

impl Reach {
    /// The table of evolution: a row for every state that a sequence of one step or more ends at, in the order found. The state where it begins is among them
    /// where a sequence leads back to it.
    ///
    /// The search is over pairs of a state and who stepped last, so a row is complete: that a state is known already does not end it.
    pub fn evolution(&self) -> Vec<Arrival> {
        let mut rows: Vec<Arrival> =
            self.states.iter().map(|state| Arrival { state: state.clone(), by: vec![None; self.dms] }).collect();
        // Nearest first, and each pair once.
        for pair in &self.pairs {
            if let Some(dm) = pair.last {
                rows[pair.state as usize].by[dm.index()] = Some(pair.steps as usize);
            }
        }
        rows.retain(|row| row.by.iter().any(Option::is_some));
        rows
    }
}
