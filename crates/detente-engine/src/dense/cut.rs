//! How an array with a value for each slot is cut for the work on one decision maker's groups.
//!
//! A group is spread over the array, and alone it is too little to keep a processor's vector units busy. So groups are worked on in *blocks*: copies in which
//! the slots of `lanes` groups lie beside each other, row by row. What happens to one row then happens to all lanes at once.
//!
//! Lanes must be groups that are to be treated alike. For moves any will do. For improvements the order in which a group's rows are gone through
//! has to be the same, and that depends on some of the other decision makers' options only: those that *matter* to its ranking of the rows (see [`super::orders`]). So
//! the lanes of a block differ in options that do not matter.
//!
//! Memory is read by the *line*, the slots of a cache line, so a block is made of whole lines. Where the bits within a line are options that matter, the block
//! has groups of several *contexts*: one after the other, each with rows and lanes.
//!
//! Blocks that share longer runs of the array make a *tile*, which one thread works on. Runs of a tile are found by taking the array apart once for each pass.

use crate::dense::axis::Axis;
use crate::dense::bits::BitMap;
use crate::set::ones;

/// Neighbouring slots that are read together: a cache line of values. All of these are tiny in tests, so that small conflicts have many blocks and tiles.
pub(super) const LINE: usize = if cfg!(test) { 2 } else { 16 };

/// Groups that lie beside each other, as a power of two: as many as are worth having.
const LANES: usize = if cfg!(test) { 1 } else { 4 };

/// Lanes and contexts of a block together, as a power of two: more would make blocks so coarse that much is worked on again for little that has changed.
const GROUPS: usize = if cfg!(test) { 2 } else { 6 };

/// Slots of a block, as a power of two, unless groups are so large that it cannot be helped.
const BLOCK: usize = if cfg!(test) { 4 } else { 16 };

/// Values between the contexts of a block. Without them, all contexts would fall on the same few lines of the nearest cache.
const PADDING: usize = 16;

/// Slots of a tile, as a power of two: they fit the cache of a core twice. There should also be some tiles for each thread.
const TILE: usize = if cfg!(test) { 4 } else { 16 };

/// Tiles of an array, as a power of two, unless it is small.
const TILES: usize = if cfg!(test) { 1 } else { 4 };

/// How an array is cut for one decision maker.
pub(super) struct Cut {
    /// The slots of a group.
    pub rows: usize,
    /// The groups that lie beside each other.
    pub lanes: usize,
    /// The contexts of a block.
    pub contexts: usize,
    /// The slots of a line: [`LINE`], or all there are.
    pub line: usize,
    /// Where the slots of a line lie in a block, from where the first lies.
    in_line: [u32; LINE],
    /// Whether they lie there as they do in the line.
    is_straight: bool,
    /// The lines of a block.
    pub lines: Vec<Line>,
    /// The blocks of a tile.
    pub blocks: Vec<Block>,
    /// The slots of a run.
    pub run: usize,
    /// The distance of each run of a tile from the first.
    pub runs: Vec<usize>,
    /// The tiles of an array.
    pub tiles: usize,
    /// The place of each run of the array when runs are put in order by tile; `None` where they are in order.
    order: Option<BitMap>,
    /// The first slot of each tile.
    start: BitMap,
    /// The number of the context of each slot: the options that matter, moved together.
    context: BitMap,
}

/// A line of a block.
pub(super) struct Line {
    /// Where it goes in the block.
    pub place: u32,
    /// Its distance from the first slot of the block.
    pub slot: u32,
    /// Where it lies in the tile, from where the block begins.
    pub at: u32,
}

/// A block of a tile, by its first slot.
pub(super) struct Block {
    /// The distance of its first slot from that of the tile.
    pub slot: usize,
    /// Where its first slot lies in the tile, run after run.
    pub at: usize,
    /// The number of its first context, from that of the tile.
    pub context: usize,
}

impl Cut {
    /// The cut of 2^`options` slots for `axis`, if the options of `matter` matter.
    pub fn new(options: usize, axis: &Axis, matter: u64) -> Self {
        let (all, own) = ((1u64 << options) - 1, axis.mask());
        debug_assert!(own & matter == 0 && own & !all == 0);
        let line_bits = (LINE.ilog2() as usize).min(options);
        let in_line = (1u64 << line_bits) - 1;
        let free = all & !own & !matter;
        let contexts: Vec<usize> = ones(in_line & matter).collect();
        let mut lanes: Vec<usize> = ones(in_line & free).collect();
        let wanted = LANES
            .min(GROUPS.saturating_sub(contexts.len()))
            .min(BLOCK.saturating_sub(axis.directions.len() + contexts.len()));
        let more = wanted.saturating_sub(lanes.len());
        lanes.extend(ones(free & !in_line).take(more));
        let row_bits = axis.low..axis.low + axis.directions.len();
        // From the lowest bit of a place in a block to the highest.
        let placed: Vec<usize> = lanes.iter().copied().chain(row_bits).chain(contexts.iter().copied()).collect();
        let groups = lanes.len() + axis.directions.len();
        let context_size = (1 << groups) + PADDING;
        let place = BitMap::new(options, |bit| match placed.iter().position(|&placed| placed == bit) {
            Some(at) if at < groups => 1 << at,
            Some(at) => (context_size << (at - groups)) as u32,
            None => 0,
        });
        let in_block = placed.iter().fold(0, |mask, bit| mask | 1u64 << bit);
        let tile = TILE.min(options.saturating_sub(TILES));
        let mut in_tile = in_block;
        for bit in 0..options {
            if (in_tile.count_ones() as usize) < tile {
                in_tile |= 1 << bit;
            }
        }
        let run_bits = in_tile.trailing_ones() as usize;
        let within_run = (1u64 << run_bits) - 1;
        let run_of = BitMap::compressing(options, in_tile & !within_run);
        let within_tile = BitMap::compressing(options, in_tile);
        let (above, more) = (BitMap::expanding(in_block & !in_line), BitMap::expanding(in_tile & !in_block));
        let lines = (0..1usize << (in_block & !in_line).count_ones())
            .map(|number| above.of(number))
            .map(|slot| Line { place: place.of(slot) as u32, slot: slot as u32, at: within_tile.of(slot) as u32 })
            .collect();
        let context = BitMap::compressing(options, matter);
        let blocks = (0..1usize << (in_tile & !in_block).count_ones())
            .map(|number| more.of(number))
            .map(|slot| Block { slot, at: within_tile.of(slot), context: context.of(slot) })
            .collect();
        let run_starts = BitMap::expanding(in_tile & !within_run);
        let runs = 1usize << (in_tile & !within_run).count_ones();
        let order = (runs > 1).then(|| {
            let tile_of = BitMap::compressing(options, all & !in_tile);
            BitMap::new(options - run_bits, |bit| {
                let slot = 1 << (bit + run_bits);
                (tile_of.of(slot) * runs + run_of.of(slot)) as u32
            })
        });
        let line_places: [u32; LINE] = std::array::from_fn(|slot| place.of(slot & in_line as usize) as u32);
        Cut {
            rows: axis.rows(),
            lanes: 1 << lanes.len(),
            contexts: 1 << contexts.len(),
            line: 1 << line_bits,
            is_straight: (0..1 << line_bits).all(|slot| line_places[slot] as usize == slot),
            in_line: line_places,
            lines,
            blocks,
            run: 1 << run_bits,
            runs: (0..runs).map(|run| run_starts.of(run)).collect(),
            tiles: 1 << (all & !in_tile).count_ones(),
            order,
            start: BitMap::expanding(all & !in_tile),
            context,
        }
    }

    /// The slots of a block.
    pub fn slots(&self) -> usize {
        self.contexts * self.rows * self.lanes
    }

    /// The values of a context, and how far the next one is from its beginning.
    pub fn context_size(&self) -> (usize, usize) {
        let size = self.rows * self.lanes;
        (size, size + PADDING)
    }

    /// The values of a block, with those between contexts.
    pub fn block(&self) -> usize {
        self.contexts * self.context_size().1
    }

    /// The first slot of a tile.
    pub fn start(&self, tile: usize) -> usize {
        self.start.of(tile)
    }

    /// The number of the context of a slot.
    pub fn context(&self, slot: usize) -> usize {
        self.context.of(slot)
    }

    /// The runs of an array that has one item for each `slots` slots, in order by tile.
    pub fn runs_of<'a, T>(&self, items: &'a mut [T], slots: usize) -> Vec<&'a mut [T]> {
        let runs = items.chunks_mut((self.run / slots).max(1));
        let Some(order) = &self.order else { return runs.collect() };
        let mut ordered: Vec<&mut [T]> = std::iter::repeat_with(|| &mut [][..]).take(runs.len()).collect();
        for (number, run) in runs.enumerate() {
            ordered[order.of(number)] = run;
        }
        ordered
    }

    /// Copies a line into a block.
    #[inline(always)]
    pub fn put(&self, line: &[i32], block: &mut [i32]) {
        match <&[i32; LINE]>::try_from(line) {
            Ok(line) if self.is_straight => block[..LINE].copy_from_slice(line),
            Ok(line) => line.iter().zip(&self.in_line).for_each(|(&value, &at)| block[at as usize] = value),
            Err(_) => line.iter().zip(&self.in_line).for_each(|(&value, &at)| block[at as usize] = value),
        }
    }

    /// Copies a line out of a block.
    #[inline(always)]
    pub fn take(&self, block: &[i32], line: &mut [i32]) {
        match <&mut [i32; LINE]>::try_from(&mut *line) {
            Ok(line) if self.is_straight => line.copy_from_slice(&block[..LINE]),
            Ok(line) => line.iter_mut().zip(&self.in_line).for_each(|(value, &at)| *value = block[at as usize]),
            Err(_) => line.iter_mut().zip(&self.in_line).for_each(|(value, &at)| *value = block[at as usize]),
        }
    }
}
