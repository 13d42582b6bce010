//! Passes over arrays with a value for each slot, block by block, as a [`Cut`] has it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::crew::Crew;
use crate::dense::cut::{Cut, LINE};
use crate::ranks::{ANYWHERE, HOLE};

/// Room for a thread to work in.
pub(super) struct Room {
    pub block: Vec<i32>,
    pub spare: Vec<i32>,
    /// The tile, run after run.
    tile: Vec<i32>,
    /// Which of its runs have changed.
    has_changed: Vec<bool>,
    /// Which of its blocks have to be worked on.
    is_due: Vec<bool>,
}

/// What one thread works on: by array the runs of a tile, of values and of verdicts.
struct Tile<'t, 'a, const W: usize, const V: usize> {
    first: usize,
    values: [&'t mut [&'a mut [i32]]; W],
    verdicts: [&'t mut [&'a mut [u16]]; V],
}

/// Calls `work` on every tile of these arrays. Verdicts have a number for each line. Tells whether any call was true.
fn each_tile<const W: usize, const V: usize>(
    crew: &Crew<'_>, cut: &Cut, values: [&mut [i32]; W], verdicts: [&mut [u16]; V],
    work: impl Fn(&mut Room, Tile<'_, '_, W, V>) -> bool + Sync + Send,
) -> bool {
    let mut values = values.map(|values| cut.runs_of(values, 1));
    let mut verdicts = verdicts.map(|verdicts| cut.runs_of(verdicts, cut.line));
    let mut values = values.each_mut().map(|runs| runs.chunks_mut(cut.runs.len()));
    let mut verdicts = verdicts.each_mut().map(|runs| runs.chunks_mut(cut.runs.len()));
    let tiles = (0..cut.tiles)
        .map(|tile| Tile {
            first: cut.start(tile),
            values: values.each_mut().map(|tiles| tiles.next().expect("every array has all tiles")),
            verdicts: verdicts.each_mut().map(|tiles| tiles.next().expect("every array has all tiles")),
        })
        .collect();
    let fresh = || Room {
        block: vec![0; cut.block()],
        spare: Vec::new(),
        tile: vec![0; cut.run * cut.runs.len()],
        has_changed: vec![false; cut.runs.len()],
        is_due: vec![true; cut.blocks.len()],
    };
    crew.any(tiles, fresh, work)
}

/// When each line of slots last changed, so that what has not changed since need not be worked on again.
pub(super) struct Changes {
    lines: Vec<AtomicU32>,
    /// The number of the pass that is being made.
    pass: u32,
    /// The slots that were worked on in all passes.
    worked: AtomicU64,
}

impl Changes {
    /// Everything has just changed.
    pub fn new(slots: usize) -> Self {
        let lines = std::iter::repeat_with(|| AtomicU32::new(1)).take(slots.div_ceil(LINE)).collect();
        Changes { lines, pass: 1, worked: AtomicU64::new(0) }
    }

    /// Begins another pass, and tells its number, which is at least 2.
    pub fn begin_pass(&mut self) -> u32 {
        self.pass += 1;
        self.pass
    }

    /// The slots that were worked on in all passes so far.
    pub fn worked(&self) -> u64 {
        self.worked.load(Ordering::Relaxed)
    }

    fn is_new(&self, slot: usize, since: u32) -> bool {
        self.lines[slot / LINE].load(Ordering::Relaxed) > since
    }
}

/// Calls `work` with the blocks of each array and the number of a block's first context, and puts back what it leaves there, except where there is no state: slots that
/// are [`HOLE`] stay so. Tells whether any value changed.
///
/// Where `changes` are given, with the pass that was the last to work on groups of this cut, blocks that have not changed since are passed over.
pub(super) fn sweep<const W: usize>(
    crew: &Crew<'_>, cut: &Cut, arrays: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
    work: impl Fn(&mut Room, usize) + Sync + Send,
) -> bool {
    each_tile(crew, cut, arrays, [], |room, mut tile| {
        if let Some((changes, since)) = changes {
            let mut due = 0;
            for (block, is_due) in cut.blocks.iter().zip(&mut room.is_due) {
                let first = tile.first + block.slot;
                *is_due = cut.lines.iter().any(|line| changes.is_new(first + line.slot as usize, since));
                due += u64::from(*is_due);
            }
            changes.worked.fetch_add(due * cut.slots() as u64, Ordering::Relaxed);
            if due == 0 {
                return false;
            }
        }
        let context = cut.context(tile.first);
        let mut any_changed = false;
        for values in &mut tile.values {
            room.tile.chunks_exact_mut(cut.run).zip(&**values).for_each(|(into, run)| into.copy_from_slice(run));
            for (at, block) in cut.blocks.iter().enumerate() {
                if !room.is_due[at] {
                    continue;
                }
                for line in &cut.lines {
                    let from = block.at + line.at as usize;
                    cut.put(&room.tile[from..from + cut.line], &mut room.block[line.place as usize..]);
                }
                work(room, context + block.context);
                for line in &cut.lines {
                    let mut after = [0; LINE];
                    cut.take(&room.block[line.place as usize..], &mut after[..cut.line]);
                    let at = block.at + line.at as usize;
                    let before = &mut room.tile[at..at + cut.line];
                    if keep_holes(&mut after[..cut.line], before) {
                        before.copy_from_slice(&after[..cut.line]);
                        room.has_changed[at / cut.run] = true;
                        any_changed = true;
                        if let Some((changes, _)) = changes {
                            let slot = tile.first + block.slot + line.slot as usize;
                            changes.lines[slot / LINE].store(changes.pass, Ordering::Relaxed);
                        }
                    }
                }
            }
            let runs = room.tile.chunks_exact(cut.run).zip(&mut **values).zip(&mut room.has_changed);
            for ((from, run), has_changed) in runs {
                if std::mem::take(has_changed) {
                    run.copy_from_slice(from);
                }
            }
        }
        any_changed
    })
}

/// Leaves the slots without a state as they were. Tells whether anything is different from before.
#[inline(always)]
fn keep_holes(after: &mut [i32], before: &[i32]) -> bool {
    match (<&mut [i32; LINE]>::try_from(&mut *after), <&[i32; LINE]>::try_from(before)) {
        (Ok(after), Ok(before)) => keep_each(after, before),
        _ => keep_each(after, before),
    }
}

#[inline(always)]
fn keep_each(after: &mut [i32], before: &[i32]) -> bool {
    let mut different = 0;
    for (after, &before) in after.iter_mut().zip(before) {
        *after = if before == HOLE { HOLE } else { *after };
        different |= *after ^ before;
    }
    different != 0
}

/// What becomes of the values that [`read`] works out.
pub(super) trait Sink<const W: usize, const V: usize>: Sync + Send {
    /// Takes what was worked out for a run of slots, of which the first is given. There is a verdict for each line.
    fn take(&self, slot: usize, run: &[i32], values: [&mut [i32]; W], verdicts: [&mut [u16]; V]);
}

/// Fills blocks with what `source` writes for each run of slots, given its first slot, calls `work` on them, and hands what it leaves there to `sink`, run by run.
/// In blocks a slot without a state has the value [`ANYWHERE`].
pub(super) fn read<const W: usize, const V: usize>(
    crew: &Crew<'_>, cut: &Cut, source: impl Fn(usize, &mut [i32]) + Sync + Send,
    work: impl Fn(&mut Room) + Sync + Send, sink: impl Sink<W, V>, values: [&mut [i32]; W], verdicts: [&mut [u16]; V],
) {
    each_tile(crew, cut, values, verdicts, |room, mut tile| {
        for (run, into) in cut.runs.iter().zip(room.tile.chunks_exact_mut(cut.run)) {
            source(tile.first + run, into);
            into.iter_mut().for_each(|value| *value = if *value == HOLE { ANYWHERE } else { *value });
        }
        for block in &cut.blocks {
            for line in &cut.lines {
                let at = block.at + line.at as usize;
                cut.put(&room.tile[at..at + cut.line], &mut room.block[line.place as usize..]);
            }
            work(room);
            for line in &cut.lines {
                let at = block.at + line.at as usize;
                cut.take(&room.block[line.place as usize..], &mut room.tile[at..at + cut.line]);
            }
        }
        for (at, (run, from)) in cut.runs.iter().zip(room.tile.chunks_exact(cut.run)).enumerate() {
            let values = tile.values.each_mut().map(|values| &mut *values[at]);
            let verdicts = tile.verdicts.each_mut().map(|verdicts| &mut *verdicts[at]);
            sink.take(tile.first + run, from, values, verdicts);
        }
        false
    });
}
