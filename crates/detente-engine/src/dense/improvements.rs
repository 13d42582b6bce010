//! What a decision maker's improvements lead to, for all slots at once.

use detente_model::Direction;

use crate::crew::Crew;
use crate::dense::tiles::{Axis, Changes, sweep};
use crate::ranks::HOLE;

/// The slots of each group from the best for the decision maker to the worst.
pub(super) enum Order {
    /// Of groups of up to 2^15 slots.
    Short(Vec<u16>),
    /// Of larger groups.
    Long(Vec<u32>),
}

impl Order {
    /// Puts the slots in order by `ranks`.
    pub fn new(crew: &Crew<'_>, axis: &Axis, ranks: &[i32]) -> Self {
        if bytes_of_order(axis.directions.len()) == 2 {
            Order::Short(order(crew, axis, ranks))
        } else {
            Order::Long(order(crew, axis, ranks))
        }
    }
}

/// The bytes that the order of groups takes for each slot.
pub(super) fn bytes_of_order(options: usize) -> u64 {
    if options < 16 { 2 } else { 4 }
}

/// A row of a group, and whether the group's rows from here on are worse than those before.
trait Entry: Copy + Default + Send + Sync {
    fn new(row: usize, is_worse: bool) -> Self;
    fn row(self) -> usize;
    fn is_worse(self) -> bool;
}

macro_rules! entry {
    ($word:ty) => {
        impl Entry for $word {
            fn new(row: usize, is_worse: bool) -> Self {
                row as $word | <$word>::from(is_worse) << (<$word>::BITS - 1)
            }
            fn row(self) -> usize {
                (self & (<$word>::MAX >> 1)) as usize
            }
            fn is_worse(self) -> bool {
                self >> (<$word>::BITS - 1) == 1
            }
        }
    };
}
entry!(u16);
entry!(u32);

fn order<E: Entry>(crew: &Crew<'_>, axis: &Axis, ranks: &[i32]) -> Vec<E> {
    let (rows, stride, span) = (axis.rows(), axis.stride(), axis.span());
    // As many neighbouring groups at once as share cache lines.
    let lanes = stride.min(16);
    let mut entries = vec![E::default(); ranks.len()];
    crew.pieces(&mut entries, (rows * lanes).max(1 << 13), |first, piece| {
        let mut keys = vec![0u64; rows * lanes];
        for (at, groups) in piece.chunks_mut(rows * lanes).enumerate() {
            let entry = first + at * rows * lanes;
            let slot = entry / span * span + entry % span / rows;
            for row in 0..rows {
                for (lane, &rank) in ranks[slot + row * stride..][..lanes].iter().enumerate() {
                    keys[lane * rows + row] = u64::from(!(rank as u32)) << 32 | row as u64;
                }
            }
            for (keys, group) in keys.chunks_mut(rows).zip(groups.chunks_mut(rows)) {
                keys.sort_unstable();
                let mut last = keys[0] >> 32;
                for (&key, entry) in keys.iter().zip(group) {
                    *entry = E::new(key as u32 as usize, key >> 32 != last);
                    last = key >> 32;
                }
            }
        }
    });
    entries
}

/// Lowers each value to the lowest of the slots that improvements of the decision maker lead to from its own. Tells whether any changed.
///
/// Goes through each group from its best state to its worst, keeping the lowest value so far: when it comes to a state, that is the lowest among all
/// that are better. Slots without a state come first, with a value that lowers nothing. `changes` are those of [`sweep`].
pub(super) fn lower_by_improvements<const W: usize>(
    crew: &Crew<'_>, axis: &Axis, order: &Order, arrays: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
) -> bool {
    match order {
        Order::Short(order) => lower(crew, axis, order, arrays, changes),
        Order::Long(order) => lower(crew, axis, order, arrays, changes),
    }
}

fn lower<const W: usize, E: Entry>(
    crew: &Crew<'_>, axis: &Axis, order: &[E], arrays: [&mut [i32]; W], changes: Option<(&Changes, u32)>,
) -> bool {
    let (rows, lanes) = (axis.rows(), axis.lanes());
    let patterns = Patterns::new(axis);
    sweep(crew, axis, arrays, changes, |blocks, first| {
        let size = blocks.values[0].len();
        let mut values = blocks.values.each_mut().map(|values| &mut values[..]);
        let order = &order[first..first + size];
        let mut lowest = Vec::new();
        for (group, order) in order.chunks_exact(rows).enumerate() {
            let base = group / lanes * rows * lanes + group % lanes;
            match &patterns {
                None => walk(&mut values, base, lanes, order),
                Some(patterns) => walk_by_patterns(&mut values, base, lanes, order, patterns, &mut lowest),
            }
        }
    })
}

/// A group without one-way options.
fn walk<const W: usize, E: Entry>(values: &mut [&mut [i32]; W], base: usize, lanes: usize, order: &[E]) {
    let mut better = [HOLE; W];
    let mut so_far = [HOLE; W];
    for &entry in order {
        let at = base + entry.row() * lanes;
        for w in 0..W {
            better[w] = if entry.is_worse() { so_far[w] } else { better[w] };
            let value = values[w][at];
            values[w][at] = value.min(better[w]);
            so_far[w] = so_far[w].min(value);
        }
    }
}

/// A group with one-way options: the lowest value so far is kept by pattern of the one-way options.
///
/// A state of pattern `a` can move to those of every pattern that contains `a`. To spread the work evenly, a value is noted for all patterns that
/// its own contains in the lower half of the bits, and looked up under all that contain the asking one in the upper half.
fn walk_by_patterns<const W: usize, E: Entry>(
    values: &mut [&mut [i32]; W], base: usize, lanes: usize, order: &[E], patterns: &Patterns,
    lowest: &mut Vec<[i32; W]>,
) {
    lowest.clear();
    lowest.resize((patterns.upper | patterns.lower) + 1, [HOLE; W]);
    let mut left = order;
    while let Some(&first) = left.first() {
        let tie = 1 + left[1..].iter().take_while(|entry| !entry.is_worse()).count();
        debug_assert!(left.len() == order.len() || first.is_worse());
        let (level, rest) = left.split_at(tie);
        for entry in level {
            let (at, pattern) = (base + entry.row() * lanes, patterns.of_row[entry.row()] as usize);
            let mut better = [HOLE; W];
            // Every pattern of the upper half that contains this one: this one and a part of the rest.
            let rest = patterns.upper & !pattern;
            let mut more = rest;
            loop {
                let noted = lowest[pattern | more];
                better = std::array::from_fn(|w| better[w].min(noted[w]));
                if more == 0 {
                    break;
                }
                more = (more - 1) & rest;
            }
            for w in 0..W {
                values[w][at] = values[w][at].min(better[w]);
            }
        }
        for entry in level {
            let (at, pattern) = (base + entry.row() * lanes, patterns.of_row[entry.row()] as usize);
            let part = pattern & patterns.lower;
            let mut less = part;
            loop {
                let noted = &mut lowest[pattern & patterns.upper | less];
                *noted = std::array::from_fn(|w| noted[w].min(values[w][at]));
                if less == 0 {
                    break;
                }
                less = (less - 1) & part;
            }
        }
        left = rest;
    }
}

/// The patterns of a group's rows: the values of the one-way options, with those that can only be dropped counted as on while they are off.
struct Patterns {
    of_row: Vec<u32>,
    lower: usize,
    upper: usize,
}

impl Patterns {
    /// `None` where there are no one-way options.
    fn new(axis: &Axis) -> Option<Self> {
        let one_way: Vec<(usize, Direction)> = axis
            .directions
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, direction)| *direction != Direction::Both)
            .collect();
        let pattern = |row: usize| {
            let bits =
                one_way.iter().map(|&(option, direction)| (row >> option & 1 == 1) != (direction == Direction::Off));
            bits.rev().fold(0, |pattern, bit| pattern << 1 | u32::from(bit))
        };
        let lower = (1 << (one_way.len() / 2)) - 1;
        (!one_way.is_empty()).then(|| Patterns {
            of_row: (0..axis.rows()).map(pattern).collect(),
            lower,
            upper: (1 << one_way.len()) - 1 - lower,
        })
    }
}
