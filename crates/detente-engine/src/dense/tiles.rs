//! An array with a value for each slot, cut into pieces that hold whole groups and fit the cache.
//!
//! A decision maker's options are bits that follow each other in the number of a slot, so the slots among which it chooses, its *group*,
//! are `rows` slots at a distance of `stride`. Groups of low bits are short stretches of the array; groups of high bits are spread all over it,
//! but then neighbouring slots belong to neighbouring groups, and those are worked on together.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use detente_model::{Conflict, Direction, DmId};

use crate::crew::Crew;
use crate::ranks::HOLE;

/// Slots in a stretch that is worked on at once. Tiny in tests, so that small conflicts have many.
const STRETCH: usize = if cfg!(test) { 1 << 3 } else { 1 << 13 };

/// Neighbouring groups that lie beside each other in a block: a cache line of values.
const LANES: usize = 16;

/// Slots in a tile whose groups are spread out, about.
const TILE: usize = if cfg!(test) { 1 << 6 } else { 1 << 17 };

/// A decision maker's options as bits of the number of a slot.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    low: u32,
    /// Which way each of its options can be changed.
    pub directions: Vec<Direction>,
}

impl Axis {
    pub fn new(conflict: &Conflict, dm: DmId) -> Self {
        let directions = conflict.options_of(dm).map(|o| conflict.option(o).direction).collect();
        Axis { low: conflict.dm(dm).options.start, directions }
    }

    /// The slots of a group.
    pub fn rows(&self) -> usize {
        1 << self.directions.len()
    }

    /// The distance of one slot of a group from the next.
    pub fn stride(&self) -> usize {
        1 << self.low
    }

    /// The slots of the shortest stretch that holds whole groups.
    pub fn span(&self) -> usize {
        self.rows() * self.stride()
    }

    /// Whether groups lie within short stretches.
    pub fn is_compact(&self) -> bool {
        self.span() <= STRETCH || self.low == 0
    }

    /// How many neighbouring groups lie beside each other in a block: the distance of one slot of a group from the next there.
    pub fn lanes(&self) -> usize {
        if self.is_compact() { self.stride() } else { LANES.min(self.stride()) }
    }

    /// How many slots of the array are worked on at once.
    pub fn tile(&self) -> usize {
        if self.is_compact() { STRETCH.max(self.span()) } else { self.rows() * self.width() }
    }

    /// Of a tile, the number of its first group, times the rows of a group, and its first slot.
    fn start_of_tile(&self, at: usize) -> (usize, usize) {
        if self.is_compact() {
            return (at * self.tile(), at * self.tile());
        }
        let columns = self.stride() / self.width();
        let (span, column) = (at / columns * self.span(), at % columns);
        (span + column * self.tile(), span + column * self.width())
    }

    /// How many neighbouring slots of each row are worked on at once, where groups are spread out.
    fn width(&self) -> usize {
        (TILE / self.rows()).clamp(LANES, 8 * LANES).min(self.stride())
    }
}

/// An array cut into tiles: for each the pieces of neighbouring slots that it is made of, one after the other. A tile is a stretch, or a piece of
/// each row.
fn pieces<'a>(axis: &Axis, values: &'a mut [i32]) -> Vec<&'a mut [i32]> {
    if axis.is_compact() {
        return values.chunks_mut(axis.tile()).collect();
    }
    let mut pieces = Vec::with_capacity(values.len() / axis.width());
    for span in values.chunks_mut(axis.span()) {
        let mut rows: Vec<_> = span.chunks_mut(axis.stride()).map(|row| row.chunks_mut(axis.width())).collect();
        for _ in 0..axis.stride() / axis.width() {
            pieces.extend(rows.iter_mut().filter_map(Iterator::next));
        }
    }
    pieces
}

/// Copies of slots that hold whole groups, one for each of `W` arrays. Each is made of stretches of `rows` × `lanes` values, and these hold `lanes`
/// groups beside each other.
pub(super) struct Blocks<const W: usize> {
    pub values: [Vec<i32>; W],
    /// Room for whoever works on them.
    pub spare: Vec<i32>,
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
        let lines = std::iter::repeat_with(|| AtomicU32::new(1)).take(slots.div_ceil(LANES)).collect();
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

    fn is_new(&self, slot: usize, length: usize, since: u32) -> bool {
        self.lines[slot / LANES..(slot + length).div_ceil(LANES)]
            .iter()
            .any(|line| line.load(Ordering::Relaxed) > since)
    }
}

/// Calls `work` with all slots of the arrays, in blocks, and the number of a block's first group times the rows of a group. Puts back what it leaves there, except
/// where there is no state: slots that are [`HOLE`] stay so. Tells whether any value changed.
///
/// Where `changes` are given, with the pass that was the last to work on groups of this axis, groups that have not changed since are passed over.
pub(super) fn sweep<const W: usize>(
    crew: &Crew<'_>, axis: &Axis, arrays: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
    work: impl Fn(&mut Blocks<W>, usize) + Sync + Send,
) -> bool {
    let mut arrays = arrays.map(|values| pieces(axis, values));
    let rows = if axis.is_compact() { 1 } else { axis.rows() };
    let mut tiles = arrays.each_mut().map(|pieces| pieces.chunks_mut(rows));
    let tiles: Vec<[&mut [&mut [i32]]; W]> = std::iter::from_fn(|| {
        let mut tiles = tiles.each_mut().map(Iterator::next);
        tiles.iter().all(Option::is_some).then(|| tiles.each_mut().map(|tile| tile.take().expect("there is one")))
    })
    .collect();
    let tiles = tiles.into_iter().enumerate().collect();
    let fresh = || Blocks { values: std::array::from_fn(|_| Vec::new()), spare: Vec::new() };
    crew.any(tiles, fresh, |blocks, (at, mut tiles)| {
        let piece = tiles[0][0].len();
        let (first, slot) = axis.start_of_tile(at);
        // A block is one run of neighbouring slots, or one from each row.
        let (runs, length) = match (axis.is_compact(), changes) {
            (true, None) => (1, piece),
            (true, Some(_)) => (1, axis.span().max(4 * LANES).min(piece)),
            (false, _) => (axis.rows(), axis.lanes()),
        };
        let mut any_changed = false;
        for block in 0..piece / length {
            let slot = |run: usize| slot + run * axis.stride() + block * length;
            if let Some((changes, since)) = changes {
                if !(0..runs).any(|run| changes.is_new(slot(run), length, since)) {
                    continue;
                }
                changes.worked.fetch_add((runs * length) as u64, Ordering::Relaxed);
            }
            let within = block * length..(block + 1) * length;
            for (values, tile) in blocks.values.iter_mut().zip(&tiles) {
                values.resize(runs * length, 0);
                for (into, piece) in values.chunks_exact_mut(length).zip(&**tile) {
                    copy(into, &piece[within.clone()]);
                }
            }
            work(blocks, first + block * runs * length);
            for (values, tile) in blocks.values.iter().zip(&mut tiles) {
                for (run, (from, piece)) in values.chunks_exact(length).zip(&mut **tile).enumerate() {
                    let into = piece[within.clone()].chunks_mut(LANES);
                    for (line, (into, from)) in into.zip(from.chunks(LANES)).enumerate() {
                        if put_back(into, from) {
                            any_changed = true;
                            if let Some((changes, _)) = changes {
                                changes.lines[slot(run) / LANES + line].store(changes.pass, Ordering::Relaxed);
                            }
                        }
                    }
                }
            }
        }
        any_changed
    })
}

/// Copies a run, most often of one line: too short to be worth a call.
fn copy(into: &mut [i32], from: &[i32]) {
    match (<&mut [i32; LANES]>::try_from(&mut *into), <&[i32; LANES]>::try_from(from)) {
        (Ok(into), Ok(from)) => *into = *from,
        _ => into.copy_from_slice(from),
    }
}

fn put_back(into: &mut [i32], from: &[i32]) -> bool {
    match (<&mut [i32; LANES]>::try_from(&mut *into), <&[i32; LANES]>::try_from(from)) {
        (Ok(into), Ok(from)) => put_back_each(into, from),
        _ => put_back_each(into, from),
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
