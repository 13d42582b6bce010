//! The dense engine: conflicts in option form, with a slot for each of the 2^options option vectors, feasible or not.
//!
//! A vector's slot is its number, in which the options of one decision maker are bits that follow each other. So what one decision maker's moves lead to is
//! found for all slots at once by streaming through memory in order ([`moves`], [`improvements`]). What sequences of them lead to is found by doing that for one
//! opponent after the other until nothing changes any more. In option form every sequence of moves may be taken for a legal sequence
//! (see [`crate::sparse`]).

mod improvements;
mod moves;
mod tiles;

#[cfg(test)]
mod tests;

use detente_model::{Conflict, DmId, Sanction, Steps};

use crate::crew::Crew;
use crate::dense::improvements::{Order, bytes_of_order, lower_by_improvements};
use crate::dense::moves::{best_other, lower_by_moves};
use crate::dense::tiles::{Axis, Changes};
use crate::index::{Bits, StateIndex};
use crate::plan::{Finding, Plan};
use crate::ranks::{EveryVector, HOLE, Ranks, ranks};
use crate::sparse::closure::{Mover, lowest_reachable};
use crate::sparse::groups::Groups;
use crate::{EngineError, EngineKind, Settings, Solution, StateSet, sparse};

/// More options than this are too many for a slot each, whatever the memory.
pub(crate) const OPTIONS: usize = 30;

/// The bytes that the engine uses, about: of each slot its ranks, its place in the order of its groups and its verdicts, and two values to work on.
pub(crate) fn bytes(conflict: &Conflict, settings: &Settings) -> u64 {
    let options = conflict.options.len();
    if options > OPTIONS {
        return u64::MAX;
    }
    let orders: u64 = conflict.decision_makers.iter().map(|dm| bytes_of_order(dm.options.len())).sum();
    let bits = (1 + conflict.decision_makers.len() * settings.concepts.len()).div_ceil(8) as u64;
    (1 << options) * (4 * conflict.decision_makers.len() as u64 + orders + 8 + bits) + (1 << 20)
}

/// When to change from passing over all slots to following single states.
pub(crate) struct Tuning {
    /// For one closure the slots may be worked on so many times, on average.
    pub passes: usize,
    /// Single states are followed only where there are at most so many.
    pub follow: u64,
}

impl Tuning {
    /// Following single states takes as long as some dozens of passes, and needs memory of its own.
    pub fn usual(conflict: &Conflict, settings: &Settings) -> Self {
        let dms = conflict.decision_makers.len();
        let left = settings.memory.saturating_sub(bytes(conflict, settings));
        Tuning { passes: 64 + 8 * dms, follow: left / sparse::bytes(1, dms) }
    }
}

pub(crate) fn solve(
    conflict: &Conflict, settings: &Settings, mut plan: Plan, crew: &Crew<'_>, tuning: &Tuning,
) -> Result<Solution, EngineError> {
    let slots = EveryVector::new(conflict, crew);
    let mut all_ranks = Vec::new();
    let mut axes = Vec::new();
    let mut orders = Vec::new();
    for dm in conflict.dm_ids() {
        crew.check()?;
        let (axis, ranks) = (Axis::new(conflict, dm), ranks(conflict, dm, &slots, crew));
        if plan.sanctions.iter().flatten().any(|sanction| sanction.steps == Steps::Improvements) {
            crew.check()?;
            orders.push(Order::new(crew, &axis, &ranks.of));
        }
        all_ranks.push(ranks);
        axes.push(axis);
        crew.done("ranking the states");
    }
    let options = conflict.options.len();
    let feasible = slots.into_feasible().map(|words| Bits::new(options, words));
    let index = feasible.clone().map_or(StateIndex::Every { options }, StateIndex::Bits);
    plan.watch_places(&index, &settings.watch);
    let mut work = Work {
        conflict,
        plan: &plan,
        crew,
        tuning,
        ranks: &all_ranks,
        axes: &axes,
        orders: &orders,
        feasible: feasible.as_ref(),
        plain: Vec::new(),
        replied: Vec::new(),
    };
    let findings = (0..axes.len()).map(|focal| work.findings(focal)).collect::<Result<_, _>>()?;
    if let Some(feasible) = &feasible {
        for ranks in &mut all_ranks {
            ranks.of = only_states(feasible, std::mem::take(&mut ranks.of));
        }
    }
    Ok(Solution::new(EngineKind::Dense, index, plan, all_ranks, findings))
}

/// The work on one decision maker after the other.
struct Work<'a> {
    conflict: &'a Conflict,
    plan: &'a Plan,
    crew: &'a Crew<'a>,
    tuning: &'a Tuning,
    ranks: &'a [Ranks],
    axes: &'a [Axis],
    /// Empty where no concept asks for improvements.
    orders: &'a [Order],
    /// `None` where all slots hold states.
    feasible: Option<&'a Bits>,
    /// The values to work on: those of states themselves, and those of the best reply.
    plain: Vec<i32>,
    replied: Vec<i32>,
}

impl Work<'_> {
    /// What is found for the decision maker at `focal`, by sanction.
    fn findings(&mut self, focal: usize) -> Result<Vec<Finding>, EngineError> {
        let mut found: Vec<Option<Finding>> = vec![None; self.plan.sanctions.len()];
        let position = |sanction: Option<Sanction>| self.plan.sanctions.iter().position(|s| *s == sanction);
        if let Some(at) = position(None) {
            self.crew.check()?;
            self.replied.clone_from(&self.ranks[focal].of);
            best_other(self.crew, &self.axes[focal], &mut self.replied);
            found[at] = Some(self.finding(focal, &self.replied));
            self.crew.done("finding stable states");
        }
        // Concepts with the same steps go the same ways, so that each way is gone once.
        for steps in [Steps::Moves, Steps::Improvements] {
            let plain = position(Some(Sanction { steps, inescapable: false }));
            let replied = position(Some(Sanction { steps, inescapable: true }));
            if plain.is_some() {
                self.plain.clone_from(&self.ranks[focal].of);
            }
            if replied.is_some() {
                self.replied.clone_from(&self.ranks[focal].of);
                best_other(self.crew, &self.axes[focal], &mut self.replied);
                self.combine(focal, i32::max);
            }
            let (mut a, mut b) = (std::mem::take(&mut self.plain), std::mem::take(&mut self.replied));
            match (plain, replied) {
                (Some(_), Some(_)) => self.lower_by_sequences(focal, steps, [&mut a, &mut b])?,
                (Some(_), None) => self.lower_by_sequences(focal, steps, [&mut a])?,
                (None, Some(_)) => self.lower_by_sequences(focal, steps, [&mut b])?,
                (None, None) => {}
            }
            (self.plain, self.replied) = (a, b);
            if let Some(at) = plain {
                best_other(self.crew, &self.axes[focal], &mut self.plain);
                found[at] = Some(self.finding(focal, &self.plain));
                self.crew.done("finding stable states");
            }
            if let Some(at) = replied {
                self.combine(focal, i32::min);
                best_other(self.crew, &self.axes[focal], &mut self.replied);
                found[at] = Some(self.finding(focal, &self.replied));
                self.crew.done("finding stable states");
            }
        }
        Ok(found.into_iter().map(|finding| finding.expect("a sanction has steps or is none")).collect())
    }

    /// Makes of each value of `replied` and the own rank one value.
    fn combine(&mut self, focal: usize, how: impl Fn(i32, i32) -> i32 + Sync + Send) {
        let own = &self.ranks[focal].of;
        self.crew.pieces(&mut self.replied, 1 << 14, |first, piece| {
            piece.iter_mut().zip(&own[first..]).for_each(|(value, &own)| *value = how(*value, own));
        });
    }

    /// Lowers each value to the lowest that sequences of the opponents of `focal` lead to.
    fn lower_by_sequences<const W: usize>(
        &self, focal: usize, steps: Steps, mut arrays: [&mut Vec<i32>; W],
    ) -> Result<(), EngineError> {
        let moves = |dm: &usize| match steps {
            Steps::Moves => self.axes[*dm].rows() > 1,
            Steps::Improvements => self.axes[*dm].rows() > 1 && self.ranks[*dm].places > 1,
        };
        let movers: Vec<usize> = (0..self.axes.len()).filter(|&dm| dm != focal).filter(moves).collect();
        // With a state in every slot the movers' options are independent of each other: the order of their moves does not matter.
        let once = steps == Steps::Moves && self.feasible.is_none() || movers.len() == 1;
        if once {
            for &dm in &movers {
                self.crew.check()?;
                self.lower(dm, steps, arrays.each_mut().map(|values| &mut values[..]), None);
            }
            return Ok(());
        }
        let slots = arrays[0].len();
        let mut changes = Changes::new(slots);
        let mut last_pass = vec![0; self.axes.len()];
        let (mut quiet, mut looked_at) = (0, 0);
        for &dm in movers.iter().cycle() {
            self.crew.check()?;
            if quiet == movers.len() {
                break;
            }
            // Finding out what has changed takes time too, about as much as working on a slot of each few lines.
            looked_at += slots as u64 / 64;
            let enough = self.tuning.passes as u64 * slots as u64;
            if changes.worked() + looked_at >= enough && self.states() <= self.tuning.follow {
                return self.follow(&movers, steps, arrays);
            }
            let pass = changes.begin_pass();
            let since = std::mem::replace(&mut last_pass[dm], pass);
            let values = arrays.each_mut().map(|values| &mut values[..]);
            let changed = self.lower(dm, steps, values, Some((&changes, since)));
            // A mover gains nothing by moving twice, so after a change only the others need another turn.
            quiet = if changed { 1 } else { quiet + 1 };
        }
        Ok(())
    }

    /// Lowers each value to the lowest that one opponent's steps lead to. Tells whether any changed.
    fn lower<const W: usize>(
        &self, dm: usize, steps: Steps, values: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
    ) -> bool {
        match steps {
            Steps::Moves => lower_by_moves(self.crew, &self.axes[dm], values, changes),
            Steps::Improvements => lower_by_improvements(self.crew, &self.axes[dm], &self.orders[dm], values, changes),
        }
    }

    /// The same by following single states: slower mostly, but the number of passes is of no matter.
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

    /// What thresholds by slot say.
    fn finding(&self, focal: usize, thresholds: &[i32]) -> Finding {
        let own = &self.ranks[focal].of;
        let mut words = vec![0u64; own.len().div_ceil(64)];
        self.crew.pieces(&mut words, 64, |first, piece| {
            for (at, word) in piece.iter_mut().enumerate() {
                let slots = (first + at) * 64..own.len().min((first + at + 1) * 64);
                let reached =
                    own[slots.clone()].iter().zip(&thresholds[slots]).map(|(own, threshold)| own >= threshold);
                *word = reached.rev().fold(0, |word, reached| word << 1 | u64::from(reached));
            }
        });
        let slot = |place: usize| self.feasible.map_or(place, |feasible| feasible.slot(place));
        Finding {
            stable: match self.feasible {
                Some(feasible) => StateSet::from_words(gather(feasible.words(), &words), feasible.count()),
                None => StateSet::from_words(words, own.len()),
            },
            watched: self.plan.watch.iter().map(|&place| thresholds[slot(place)]).collect(),
            thresholds: self.plan.keeps_margins.then(|| match self.feasible {
                Some(feasible) => only_states(feasible, thresholds.to_vec()),
                None => thresholds.to_vec(),
            }),
        }
    }
}

/// The values of those slots that hold states.
fn only_states(feasible: &Bits, mut values: Vec<i32>) -> Vec<i32> {
    for (place, slot) in feasible.iter().enumerate() {
        values[place] = values[slot];
    }
    values.truncate(feasible.count());
    values.shrink_to_fit();
    values
}

/// The bits of `words` that stand where `masks` have a 1, one after the other.
fn gather(masks: &[u64], words: &[u64]) -> Vec<u64> {
    let mut gathered = Vec::new();
    let (mut word, mut filled) = (0u64, 0);
    for (&mask, &bits) in masks.iter().zip(words) {
        let (bits, count) = (compress(bits, mask), mask.count_ones());
        word |= bits.checked_shl(filled).unwrap_or(0);
        if filled + count >= 64 {
            gathered.push(word);
            word = bits.checked_shr(64 - filled).unwrap_or(0);
        }
        filled = (filled + count) % 64;
    }
    gathered.push(word);
    gathered
}

/// The bits of `word` that stand where `mask` has a 1, moved to the low end (H. S. Warren (2012), *Hacker's Delight*, 2nd ed., section 7-4).
fn compress(word: u64, mut mask: u64) -> u64 {
    if mask == u64::MAX {
        return word;
    }
    let mut word = word & mask;
    let mut zeros_below = !mask << 1;
    for step in 0..6 {
        // Where the number of zeros below a bit, counted mod 2, is odd: those bits move by 2^step.
        let mut odd = zeros_below;
        for shift in 0..6 {
            odd ^= odd << (1 << shift);
        }
        let moving = odd & mask;
        mask = mask ^ moving | moving >> (1 << step);
        let bits = word & moving;
        word = word ^ bits | bits >> (1 << step);
        zeros_below &= !odd;
    }
    word
}

const _: () = assert!(HOLE == i32::MAX, "a slot without a state is as good as the best and lowers nothing");
