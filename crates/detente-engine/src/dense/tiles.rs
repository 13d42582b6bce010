//! Passes over arrays with a value for each slot, block by block, as a [`Cut`] has it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::crew::Crew;
use crate::dense::cut::{Block, Cut, LINE};
use crate::ranks::{ANYWHERE, HOLE};

/// Room for a thread to work in.
pub(super) struct Room {
    pub block: Vec<i32>,
    pub spare: Vec<i32>,
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
    let mut values = values.each_mut().map(|runs| runs.chunks_mut(cut.runs));
    let mut verdicts = verdicts.each_mut().map(|runs| runs.chunks_mut(cut.runs));
    let tiles = (0..cut.tiles)
        .map(|tile| Tile {
            first: cut.start(tile),
            values: values.each_mut().map(|tiles| tiles.next().expect("every array has all tiles")),
            verdicts: verdicts.each_mut().map(|tiles| tiles.next().expect("every array has all tiles")),
        })
        .collect();
    let fresh = || Room { block: vec![0; cut.block()], spare: Vec::new() };
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
        let context = cut.context(tile.first);
        let mut any_changed = false;
        for block in &cut.blocks {
            let first = tile.first + block.slot;
            if let Some((changes, since)) = changes {
                if !cut.lines.iter().any(|line| changes.is_new(first + line.slot as usize, since)) {
                    continue;
                }
                changes.worked.fetch_add(cut.block() as u64, Ordering::Relaxed);
            }
            for values in &mut tile.values {
                for line in &cut.lines {
                    let run = &values[block.run + line.run as usize];
                    let at = block.at + line.at as usize;
                    cut.put(&run[at..at + cut.line], &mut room.block[line.place as usize..]);
                }
                work(room, context + block.context);
                for line in &cut.lines {
                    let into = line_of(cut, values, block, line.run, line.at);
                    let mut from = [0; LINE];
                    cut.take(&room.block[line.place as usize..], &mut from[..cut.line]);
                    if put_back(into, &from) {
                        any_changed = true;
                        if let Some((changes, _)) = changes {
                            let slot = first + line.slot as usize;
                            changes.lines[slot / LINE].store(changes.pass, Ordering::Relaxed);
                        }
                    }
                }
            }
        }
        any_changed
    })
}

fn line_of<'t, T>(cut: &Cut, runs: &'t mut [&mut [T]], block: &Block, run: u32, at: u32) -> &'t mut [T] {
    let at = block.at + at as usize;
    &mut runs[block.run + run as usize][at..at + cut.line]
}

/// Writes a line except where there is no state. Tells whether that changes it.
#[inline(always)]
fn put_back(into: &mut [i32], from: &[i32; LINE]) -> bool {
    match <&mut [i32; LINE]>::try_from(&mut *into) {
        Ok(into) => put_back_each(into, from),
        Err(_) => put_back_each(into, from),
    }
}

#[inline(always)]
fn put_back_each(into: &mut [i32], from: &[i32]) -> bool {
    let mut different = 0;
    for (into, &from) in into.iter_mut().zip(from) {
        let value = if *into == HOLE { HOLE } else { from };
        different |= value ^ *into;
        *into = value;
    }
    different != 0
}

/// What becomes of the values that [`read`] works out.
pub(super) trait Sink<const W: usize, const V: usize>: Sync + Send {
    /// Takes what was worked out for the slots of a line, of which the first is given.
    fn take(&self, slot: usize, line: &[i32], values: [&mut [i32]; W], verdicts: [&mut u16; V]);
}

/// Fills blocks with what `source` writes for each line, given its first slot, calls `work` on them, and hands what it leaves there to `sink`, line by line.
/// In blocks a slot without a state has the value [`ANYWHERE`].
pub(super) fn read<const W: usize, const V: usize>(
    crew: &Crew<'_>, cut: &Cut, source: impl Fn(usize, &mut [i32]) + Sync + Send,
    work: impl Fn(&mut Room) + Sync + Send, sink: impl Sink<W, V>, values: [&mut [i32]; W], verdicts: [&mut [u16]; V],
) {
    each_tile(crew, cut, values, verdicts, |room, mut tile| {
        for block in &cut.blocks {
            let first = tile.first + block.slot;
            for line in &cut.lines {
                let mut from = [0; LINE];
                source(first + line.slot as usize, &mut from[..cut.line]);
                from.iter_mut().for_each(|value| *value = if *value == HOLE { ANYWHERE } else { *value });
                cut.put(&from[..cut.line], &mut room.block[line.place as usize..]);
            }
            work(room);
            for line in &cut.lines {
                let mut from = [0; LINE];
                cut.take(&room.block[line.place as usize..], &mut from[..cut.line]);
                let (run, at) = (block.run + line.run as usize, block.at + line.at as usize);
                let values = tile.values.each_mut().map(|values| &mut values[run][at..at + cut.line]);
                let verdicts = tile.verdicts.each_mut().map(|verdicts| &mut verdicts[run][at / cut.line]);
                sink.take(first + line.slot as usize, &from[..cut.line], values, verdicts);
            }
        }
        false
    });
}
