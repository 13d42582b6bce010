//! What sequences of the opponents' steps lead to: one opponent after the other has its turn until nothing changes any more.
//!
//! After an opponent's turn each value is the lowest that its steps lead to, so that after turns of all of them, repeated, it is the lowest that any sequence
//! leads to. How often each has its turn depends on how long the sequences are that matter: three or four times mostly, and in each turn only blocks count in which something has
//! changed since its last. There is no small bound on that, so where it drags on, single states are followed instead, each of them once
//! ([`crate::sparse::closure`]).

use detente_model::{DmId, Steps};

use crate::EngineError;
use crate::dense::Work;
use crate::dense::tiles::{Changes, sweep};
use crate::dense::{PASS, improvements, moves};
use crate::index::Bits;
use crate::sparse::closure::{Mover, lowest_reachable};
use crate::sparse::groups::Groups;

impl Work<'_> {
    /// Lowers the values to the lowest that sequences of the opponents of `focal` lead to: those of the states themselves, those of the best replies, or both.
    pub(super) fn follow_sequences(
        &mut self, focal: usize, steps: Steps, plain: bool, replied: bool,
    ) -> Result<(), EngineError> {
        let (mut a, mut b) = (std::mem::take(&mut self.plain), std::mem::take(&mut self.replied));
        if plain {
            let own = &self.ranks[focal].of;
            self.crew.pieces(&mut a, 1 << 16, |first, piece| piece.copy_from_slice(&own[first..first + piece.len()]));
        }
        let result = match (plain, replied) {
            (true, true) => self.lower_by_sequences(focal, steps, [&mut a, &mut b]),
            (true, false) => self.lower_by_sequences(focal, steps, [&mut a]),
            (false, true) => self.lower_by_sequences(focal, steps, [&mut b]),
            (false, false) => Ok(()),
        };
        (self.plain, self.replied) = (a, b);
        result
    }

    fn lower_by_sequences<const W: usize>(
        &self, focal: usize, steps: Steps, mut arrays: [&mut Vec<i32>; W],
    ) -> Result<(), EngineError> {
        let (effort, what) = match steps {
            Steps::Moves => (self.effort.moves, "following moves"),
            Steps::Improvements => (self.effort.improvements, "following improvements"),
        };
        let moves = |dm: &usize| {
            let mover = &self.movers[*dm];
            mover.axis.rows() > 1 && (steps == Steps::Moves || mover.ranks_any)
        };
        let movers: Vec<usize> = (0..self.movers.len()).filter(|&dm| dm != focal).filter(moves).collect();
        // With a state in every slot the movers' options are independent of each other: the order of their moves does not matter.
        let once = steps == Steps::Moves && self.feasible.is_none() || movers.len() == 1;
        if once {
            for &dm in &movers {
                self.lower(dm, steps, arrays.each_mut().map(|values| &mut values[..]), None);
                self.crew.check()?;
            }
            self.crew.advance(effort, what);
            return Ok(());
        }
        let slots = arrays[0].len();
        let mut changes = Changes::new(slots);
        let mut last_pass = vec![0; self.movers.len()];
        let (mut quiet, mut looked_at) = (0, 0);
        let mut told = 0;
        for &dm in movers.iter().cycle() {
            if quiet == movers.len() {
                break;
            }
            // Finding out what has changed takes time too, about as much as working on a slot of each few lines.
            looked_at += slots as u64 / 64;
            let enough = self.tuning.passes as u64 * slots as u64;
            if changes.worked() + looked_at >= enough && self.states() <= self.tuning.follow {
                self.follow(&movers, steps, arrays)?;
                break;
            }
            let pass = changes.begin_pass();
            let since = std::mem::replace(&mut last_pass[dm], pass);
            let values = arrays.each_mut().map(|values| &mut values[..]);
            let changed = self.lower(dm, steps, values, Some((&changes, since)));
            self.crew.check()?;
            // A mover gains nothing by moving twice, so after a change only the others need another turn.
            quiet = if changed { 1 } else { quiet + 1 };
            let worked = (changes.worked() as u128 * u128::from(W as u64 * PASS) / slots as u128) as u64;
            let step = worked.min(effort).saturating_sub(told);
            told += step;
            self.crew.advance(step, what);
        }
        self.crew.advance(effort - told, what);
        Ok(())
    }

    /// Lowers each value to the lowest that one opponent's steps lead to. Tells whether any changed.
    fn lower<const W: usize>(
        &self, dm: usize, steps: Steps, values: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
    ) -> bool {
        let mover = &self.movers[dm];
        match (steps, &mover.improvements) {
            (Steps::Improvements, Some((cut, orders))) => {
                sweep(self.crew, cut, values, changes, |room, context| improvements::lowest(orders, cut, room, context))
            }
            _ => sweep(self.crew, &mover.cut, values, changes, |room, _| moves::lowest(&mover.axis, &mover.cut, room)),
        }
    }

    /// The same as turns by following single states: slower mostly, but it does not matter how many turns it would take.
    fn follow<const W: usize>(
        &self, movers: &[usize], steps: Steps, arrays: [&mut Vec<i32>; W],
    ) -> Result<(), EngineError> {
        let vectors: Vec<u64> = match self.feasible {
            Some(feasible) => feasible.iter().map(|slot| slot as u64).collect(),
            None => (0..arrays[0].len() as u64).collect(),
        };
        let pick = |values: &[i32]| -> Vec<i32> { vectors.iter().map(|&slot| values[slot as usize]).collect() };
        let ranks: Vec<Vec<i32>> = movers.iter().map(|&dm| pick(&self.ranks[dm].of)).collect();
        let groups: Vec<Groups> = movers
            .iter()
            .zip(&ranks)
            .map(|(&dm, ranks)| Groups::new(self.conflict, DmId::from(dm), &vectors, ranks))
            .collect();
        let movers: Vec<Mover<'_>> = groups
            .iter()
            .zip(&ranks)
            .map(|(groups, ranks)| Mover { groups, improves: (steps == Steps::Improvements).then_some(&ranks[..]) })
            .collect();
        for values in arrays {
            let picked = pick(values);
            let places = picked.iter().max().map_or(0, |&highest| highest as u32 + 1);
            let lowest = lowest_reachable(&picked, places, &movers, self.crew)?;
            vectors.iter().zip(lowest).for_each(|(&slot, lowest)| values[slot as usize] = lowest);
        }
        Ok(())
    }

    fn states(&self) -> u64 {
        self.feasible.map_or(self.ranks[0].of.len(), Bits::count) as u64
    }
}
