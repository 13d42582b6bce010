//! What can be reached.
//!
//! The states that steps of anybody lead to from one are the least set that holds it and every end of a step from a state of the set. Nobody may step twice in succession, but in option form that
//! forbids no end: what a decision maker can do in two moves, or two improvements, it can do in one, and after a best improvement it has none. Best improvements of a
//! decision maker are its improvements that end in a best state among all that it can move to; where it can take every change back, these best states are the same from
//! each state that it can move to, so that a condition on the end says it all ([`Game::best_replies`] says why), and otherwise they are kept as pairs.

use std::sync::Arc;

use detente_model::{Conflict, DmId, Motion, OptionVector};

use super::game::Game;
use super::store::{Func, Halt};
use super::{Diagram, Limits, with_room};
use crate::survey::{Found, Unfinished};
use crate::{Control, EngineError, Settings, States};

/// The states that steps lead to from `from`, and `from` itself.
///
/// Where the work has to end before all are found, those found are reached for certain, and any other may be.
pub(crate) fn reach(
    conflict: &Conflict, from: &OptionVector, by: Motion, settings: &Settings, control: &Control<'_>,
) -> Result<Found, EngineError> {
    with_room(conflict.options.len(), || {
        let limits = Limits::new(settings);
        let nothing = |halt| limits.nothing(conflict, halt);
        let mut game = Game::new(conflict, limits.memory, limits.beginning(), control).map_err(nothing)?;
        let order: Arc<[usize]> = game.order.clone().into();
        game.store.end_after(limits.work);
        let start = game.vectors(&[from]).map_err(nothing)?;
        let start = game.store.and(&start, &game.states).map_err(nothing)?;
        let (reached, halt) = game.ends(start, by);
        let diagram = |game: &Game<'_>, func: &Func| States::diagram(Arc::new(Diagram::new(&game.store, &order, func)));
        let found = diagram(&game, &reached);
        match halt {
            None => Ok(Found::known(found)),
            Some(halt) => {
                let why: Unfinished = limits.why(halt)?;
                Ok(Found::between(found, diagram(&game, &game.states), why))
            }
        }
    })?
}

/// The steps of a decision maker.
enum Stride {
    Moves,
    Along(Func),
    /// Improvements that end in one of these states.
    Onto(Func),
}

impl Game<'_> {
    /// All ends of steps from a set, the set among them; and why these may not be all.
    fn ends(&mut self, start: Func, by: Motion) -> (Func, Option<Halt>) {
        let mut reached = start;
        let mut search = || -> Result<(), Halt> {
            let dms: Vec<DmId> = self.conflict.dm_ids().collect();
            let strides = dms.iter().map(|&dm| self.stride(dm, by)).collect::<Result<Vec<Stride>, Halt>>()?;
            let mut asked: Vec<Option<Func>> = vec![None; dms.len()];
            loop {
                let before = reached.clone();
                for (at, stride) in strides.iter().enumerate() {
                    if asked[at].as_ref().is_some_and(|asked| asked.is(&reached)) {
                        continue;
                    }
                    let ends = match stride {
                        Stride::Moves => {
                            let ends = self.store.moves_from(&self.owners, at as u32, &reached)?;
                            self.store.and(&ends, &self.kept[at])?
                        }
                        Stride::Along(steps) => self.store.forth(&self.owners, at as u32, steps, &reached)?,
                        Stride::Onto(best) => {
                            let ends = self.store.forth(&self.owners, at as u32, &self.improvements[at], &reached)?;
                            self.store.and(&ends, best)?
                        }
                    };
                    reached = self.store.or(&reached, &ends)?;
                    asked[at] = Some(reached.clone());
                }
                if reached.is(&before) {
                    return Ok(());
                }
            }
        };
        let halt = search().err();
        (reached, halt)
    }

    fn stride(&mut self, dm: DmId, by: Motion) -> Result<Stride, Halt> {
        let improvements = self.improvements[dm.index()].clone();
        match by {
            Motion::Moves => Ok(Stride::Moves),
            Motion::Improvements => Ok(Stride::Along(improvements)),
            Motion::BestImprovements if self.is_reversible(dm) => Ok(Stride::Onto(self.nash(dm)?)),
            Motion::BestImprovements => {
                let mut best = self.best_pairs_at_first(dm)?;
                for level in self.levels[dm.index()].clone() {
                    best = self.best_pairs(dm, &best, &level)?.1;
                }
                Ok(Stride::Along(self.store.and(&best, &improvements)?))
            }
        }
    }
}
