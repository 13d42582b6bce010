//! The table of evolution: which state is reached after how many steps, and who steps last (status quo analysis, Li, Kilgour and Hipel 2005).

use detente_model::State;

use super::Reach;

/// The table.
#[derive(Clone, Debug)]
pub struct Evolution<'a> {
    reach: &'a Reach,
    /// By number of the state and decision maker: the fewest steps, 0 where it never steps there last.
    least: Vec<u32>,
}

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
    pub fn evolution(&self) -> Evolution<'_> {
        let mut least = vec![0; self.count() * self.dms];
        // Each pair once.
        for pair in &self.pairs[1..] {
            least[pair.state as usize * self.dms + pair.last.index()] = pair.steps;
        }
        Evolution { reach: self, least }
    }
}

impl Evolution<'_> {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Arrival> {
        let row = |number: usize| {
            let least = &self.least[number * self.reach.dms..(number + 1) * self.reach.dms];
            let by = least.iter().map(|&steps| Some(steps as usize).filter(|&steps| steps > 0)).collect();
            least.iter().any(|&steps| steps > 0).then(|| Arrival { state: self.reach.state(number), by })
        };
        (0..self.reach.count()).filter_map(row)
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        // Every state is there, but for the first where nothing leads back to it.
        let back = self.least[..self.reach.dms].iter().any(|&steps| steps > 0);
        self.reach.count() - usize::from(!back)
    }

    /// The most steps that any cell of the table has; 0 where there is none.
    pub fn longest(&self) -> usize {
        self.least.iter().max().map_or(0, |&steps| steps as usize)
    }
}
