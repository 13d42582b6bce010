//! From what a decision maker is sure of after each move to its thresholds and verdicts.
//!
//! A slot's threshold is the best of what the decision maker is sure of after its moves from there; the slot is stable where its rank is at least that. Both are worked out in
//! one pass, block by block, of which mostly nothing is left but a bit for each slot.

use crate::EngineError;
use crate::StateSet;
use crate::dense::axis::Axis;
use crate::dense::bits::gather;
use crate::dense::closed::Closed;
use crate::dense::cut::{Cut, LINE};
use crate::dense::moves::{best_other, higher, lower};
use crate::dense::tiles::{Sink, read};
use crate::dense::{Mover, Work, only_states};
use crate::plan::Finding;
use crate::ranks::{ANYWHERE, HOLE};

/// The verdicts of lines, a bit for each slot, and thresholds by slot where they are kept.
struct Decided {
    lines: Vec<u16>,
    thresholds: Option<Vec<i32>>,
}

/// Notes verdicts: where the own rank reaches what was worked out.
struct Reached<'a>(&'a [i32]);

impl Reached<'_> {
    /// The verdicts of a run of slots.
    fn note(&self, slot: usize, thresholds: &[i32], verdicts: &mut [u16]) {
        let own = &self.0[slot..slot + thresholds.len()];
        for ((own, thresholds), verdict) in own.chunks(LINE).zip(thresholds.chunks(LINE)).zip(verdicts) {
            *verdict = match (<&[i32; LINE]>::try_from(own), <&[i32; LINE]>::try_from(thresholds)) {
                (Ok(own), Ok(thresholds)) => bits(own, thresholds),
                _ => bits(own, thresholds),
            };
        }
    }
}

#[inline(always)]
fn bits(own: &[i32], thresholds: &[i32]) -> u16 {
    let reached = own.iter().zip(thresholds).map(|(own, threshold)| own >= threshold);
    reached.enumerate().fold(0, |bits, (at, reached)| bits | u16::from(reached) << at)
}

impl Sink<0, 1> for Reached<'_> {
    fn take(&self, slot: usize, run: &[i32], _: [&mut [i32]; 0], [verdicts]: [&mut [u16]; 1]) {
        self.note(slot, run, verdicts);
    }
}

/// The same, and keeps thresholds.
impl Sink<1, 1> for Reached<'_> {
    fn take(&self, slot: usize, run: &[i32], [kept]: [&mut [i32]; 1], [verdicts]: [&mut [u16]; 1]) {
        self.note(slot, run, verdicts);
        kept.copy_from_slice(run);
    }
}

/// Keeps the better of the own rank and what was worked out: the value of the best reply, since one may stay.
struct OrStay<'a>(&'a [i32]);

impl Sink<1, 0> for OrStay<'_> {
    fn take(&self, slot: usize, run: &[i32], [kept]: [&mut [i32]; 1], _: [&mut [u16]; 0]) {
        let own = &self.0[slot..slot + run.len()];
        kept.iter_mut().zip(own.iter().zip(run)).for_each(|(kept, (&own, &other))| *kept = higher(own, other));
    }
}

/// Keeps what was worked out.
struct Keep;

impl Sink<1, 0> for Keep {
    fn take(&self, _: usize, run: &[i32], [kept]: [&mut [i32]; 1], _: [&mut [u16]; 0]) {
        kept.copy_from_slice(run);
    }
}

impl Work<'_> {
    /// Where the decision maker cannot do better by one move.
    pub(super) fn nash(&self, focal: usize) -> Result<Finding, EngineError> {
        let own = &self.ranks[focal].of;
        self.decide(focal, |slot| own[slot], |slot, line| line.copy_from_slice(&own[slot..slot + line.len()]))
    }

    /// Makes the values of `replied` those of the best reply: the best place that the decision maker can move to from each slot, or stay at.
    pub(super) fn reply(&mut self, focal: usize) -> Result<(), EngineError> {
        let (own, mover) = (&self.ranks[focal].of, &self.movers[focal]);
        read(
            self.crew,
            &mover.cut,
            |slot, line| line.copy_from_slice(&own[slot..slot + line.len()]),
            |room| best_other(&mover.axis, &mover.cut, room),
            OrStay(own),
            [&mut self.replied],
            [],
        );
        self.crew.check()
    }

    /// From the values that sequences of the opponents lead to: those of states themselves, or those of the best reply.
    pub(super) fn by_values(&self, focal: usize, replied: bool) -> Result<Finding, EngineError> {
        let own = &self.ranks[focal].of;
        if !replied {
            let sure = &self.plain;
            return self.decide(
                focal,
                |slot| sure[slot],
                |slot, line| line.copy_from_slice(&sure[slot..slot + line.len()]),
            );
        }
        // The place that the move itself leads to counts as it is, without reply.
        let ends = &self.replied;
        self.decide(
            focal,
            |slot| lower(own[slot], ends[slot]),
            |slot, line| {
                let both = own[slot..].iter().zip(&ends[slot..]);
                line.iter_mut().zip(both).for_each(|(value, (&own, &end))| *value = lower(own, end));
            },
        )
    }

    /// Where any sequence of moves sanctions, in closed form: what the decision maker is sure of depends on what is kept alone, and so do thresholds.
    pub(super) fn by_moves(&self, focal: usize, closed: &Closed) -> Result<Finding, EngineError> {
        let own = &self.ranks[focal].of;
        let sure = closed.lowest(self.crew, own);
        self.crew.check()?;
        let axis = closed.axis(&self.movers[focal].axis);
        let thresholds = best_others(self, closed.kept(), &axis, &sure);
        let line = LINE.min(own.len());
        let mut lines = vec![0u16; own.len() / line];
        let mut kept = self.plan.keeps_margins.then(|| vec![0; own.len()]);
        self.crew.pieces(&mut lines, (1 << 12) / line, |first, piece| {
            let mut found = [0; 1 << 12];
            let found = &mut found[..piece.len() * line];
            closed.look_up(&thresholds, first * line, found);
            Reached(own).note(first * line, found, piece);
        });
        if let Some(kept) = &mut kept {
            self.crew.pieces(kept, 1 << 12, |first, piece| closed.look_up(&thresholds, first, piece));
        }
        let decided = Decided { lines, thresholds: kept };
        self.finding(decided, |slot| thresholds[closed.number(slot)])
    }

    /// The same where the sanction must be inescapable: the lowest best reply depends on what is kept alone.
    pub(super) fn by_moves_without_escape(&self, focal: usize, closed: &Closed) -> Result<Finding, EngineError> {
        let own = &self.ranks[focal].of;
        let ends = closed.lowest(self.crew, &self.replied);
        self.crew.check()?;
        self.decide(
            focal,
            |slot| lower(own[slot], ends[closed.number(slot)]),
            |slot, line| {
                closed.look_up(&ends, slot, line);
                line.iter_mut().zip(&own[slot..]).for_each(|(value, &own)| *value = lower(*value, own));
            },
        )
    }

    /// Thresholds and verdicts from what the decision maker is `sure` of in each slot, where `line` writes that for neighbouring slots.
    fn decide(
        &self, focal: usize, sure: impl Fn(usize) -> i32, line: impl Fn(usize, &mut [i32]) + Sync + Send,
    ) -> Result<Finding, EngineError> {
        let (own, Mover { axis, cut, .. }) = (&self.ranks[focal].of[..], &self.movers[focal]);
        let mut lines = vec![0u16; own.len().div_ceil(cut.line)];
        let mut thresholds = self.plan.keeps_margins.then(|| vec![0; own.len()]);
        let work = |room: &mut _| best_other(axis, cut, room);
        match &mut thresholds {
            None => read(self.crew, cut, line, work, Reached(own), [], [&mut lines]),
            Some(kept) => read(self.crew, cut, line, work, Reached(own), [kept], [&mut lines]),
        }
        let threshold = |slot: usize| {
            let rows = (0..axis.rows()).map(|row| slot & !(axis.mask() as usize) | row << axis.low);
            let ends = rows.filter(|&end| end != slot && own[end] != HOLE && axis.leads(slot, end));
            ends.map(&sure).fold(ANYWHERE, higher)
        };
        self.finding(Decided { lines, thresholds }, threshold)
    }

    /// What is found, where `threshold` tells the threshold of a slot.
    fn finding(&self, decided: Decided, threshold: impl Fn(usize) -> i32) -> Result<Finding, EngineError> {
        self.crew.check()?;
        let slots = self.ranks[0].of.len();
        let line = LINE.min(slots);
        let words: Vec<u64> = decided
            .lines
            .chunks((64 / line).max(1))
            .map(|lines| lines.iter().rev().fold(0, |word, &bits| word << (line % 64) | u64::from(bits)))
            .collect();
        let slot = |place: usize| self.feasible.map_or(place, |feasible| feasible.slot(place));
        self.crew.advance(self.effort.verdict, "finding stable states");
        Ok(Finding {
            stable: match self.feasible {
                Some(feasible) => StateSet::from_words(gather(feasible.words(), &words), feasible.count()),
                None => StateSet::from_words(words, slots),
            },
            watched: self.plan.watch.iter().map(|&place| threshold(slot(place))).collect(),
            thresholds: decided.thresholds.map(|kept| match self.feasible {
                Some(feasible) => only_states(feasible, kept),
                None => kept,
            }),
        })
    }
}

/// The highest of the other values that moves of `axis` lead to, of a table of 2^`options` values.
fn best_others(work: &Work<'_>, options: usize, axis: &Axis, values: &[i32]) -> Vec<i32> {
    let cut = Cut::new(options, axis, 0);
    let mut best = vec![0; values.len()];
    let source = |slot: usize, line: &mut [i32]| line.copy_from_slice(&values[slot..slot + line.len()]);
    read(work.crew, &cut, source, |room| best_other(axis, &cut, room), Keep, [&mut best], []);
    best
}
