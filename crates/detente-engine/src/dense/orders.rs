//! In which order a decision maker ranks the rows of its groups.
//!
//! Groups differ in the options of others. Whether a statement of the decision maker's tells the rows of a group apart depends on those of them that stand in it
//! beside an option of its own; all other statements have one value in all rows. So only those options *matter* to the order of the rows, and groups that agree in
//! them, which are of one *context*, have the same order. A sum of weights is that of the own options and that of the rest, so that nothing matters.
//! The order is worked out once for each context: mostly there are far fewer of them than groups, and groups of one context can be gone through side by side.
//!
//! What rules exclude does not matter either: a slot without a state has its place in the order like any other, and a value that lowers nothing.

use detente_model::{Conflict, DmId, Expr, Preference};

use crate::crew::Crew;
use crate::dense::axis::Axis;
use crate::dense::bits::BitMap;
use crate::dense::improvements::Patterns;
use crate::ranks::{EveryVector, Ranks, ranks};
use crate::set::ones;

/// The rows of a decision maker's groups from the best to the worst, by context.
pub(super) struct Orders {
    pub entries: Entries,
    /// Where it has one-way options.
    pub patterns: Option<Patterns>,
}

pub(super) enum Entries {
    /// Of groups of up to 2^15 slots.
    Short(Vec<u16>),
    /// Of larger groups.
    Long(Vec<u32>),
}

/// The options of others, as bits, that matter to the order in which `dm` ranks the rows of its groups.
pub(super) fn matter(conflict: &Conflict, dm: DmId) -> u64 {
    let axis = Axis::new(conflict, dm);
    let all = (1u64 << conflict.options.len()) - 1;
    match &conflict.dm(dm).preference {
        Preference::Prioritised(statements) => {
            let named = statements.iter().map(|statement| options_in(&statement.that));
            named.filter(|mask| mask & axis.mask() != 0).fold(0, |all, mask| all | mask) & !axis.mask()
        }
        Preference::Weighted(_) => 0,
        Preference::Ranked(_) => all & !axis.mask(),
    }
}

fn options_in(expr: &Expr) -> u64 {
    let mut mask = 0;
    expr.for_each_option(&mut |option| mask |= 1 << option.index());
    mask
}

/// The bytes that the orders of `dm` take.
pub(super) fn bytes(conflict: &Conflict, dm: DmId) -> u64 {
    let own = conflict.dm(dm).options.len();
    // While they are worked out there is a rank beside each.
    let entry = 4 + if own < 16 { 2 } else { 4 };
    entry << (own + matter(conflict, dm).count_ones() as usize)
}

impl Orders {
    /// The orders of `dm`, who ranks the slots so.
    pub fn new(conflict: &Conflict, dm: DmId, axis: &Axis, by_slot: &Ranks, crew: &Crew<'_>) -> Self {
        let matter = matter(conflict, dm);
        let own = axis.directions.len();
        let options: Vec<usize> = ones(axis.mask()).chain(ones(matter)).collect();
        let ranks = match &conflict.dm(dm).preference {
            // Listed states have ranks, and others have none.
            Preference::Ranked(_) => {
                let slot = BitMap::new(options.len(), |bit| 1 << options[bit]);
                (0..1 << options.len()).map(|number| by_slot.of[slot.of(number)]).collect()
            }
            _ => ranks(conflict, dm, &EveryVector::of(options), crew).of,
        };
        let entries =
            if own < 16 { Entries::Short(sorted(crew, own, &ranks)) } else { Entries::Long(sorted(crew, own, &ranks)) };
        Orders { entries, patterns: Patterns::new(axis) }
    }
}

/// A row of a group, and whether the group's rows from here on are worse than those before.
pub(super) trait Entry: Copy + Default + Send + Sync {
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

/// The rows of each group of 2^`own` ranks, the highest rank first.
fn sorted<E: Entry>(crew: &Crew<'_>, own: usize, ranks: &[i32]) -> Vec<E> {
    let rows = 1 << own;
    let mut entries = vec![E::default(); ranks.len()];
    crew.pieces(&mut entries, rows.max(1 << 13), |first, piece| {
        let mut keys = vec![0u64; rows];
        for (ranks, group) in ranks[first..].chunks(rows).zip(piece.chunks_mut(rows)) {
            for (row, (key, &rank)) in keys.iter_mut().zip(ranks).enumerate() {
                *key = u64::from(!(rank as u32)) << 32 | row as u64;
            }
            keys.sort_unstable();
            let mut last = keys[0] >> 32;
            for (&key, entry) in keys.iter().zip(group) {
                *entry = E::new(key as u32 as usize, key >> 32 != last);
                last = key >> 32;
            }
        }
    });
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Control;
    use detente_testkit::{Shape, random_conflict};

    #[test]
    fn groups_of_one_context_are_ranked_in_one_order() {
        let control = Control::none();
        let crew = Crew::new(false, &control, 1);
        let mut with_context = 0;
        for seed in 0..600 {
            let mut conflict = random_conflict(seed, Shape::Options);
            conflict.rules.clear();
            for dm in conflict.dm_ids() {
                let (axis, matter) = (Axis::new(&conflict, dm), matter(&conflict, dm));
                let options = conflict.options.len();
                if matches!(conflict.dm(dm).preference, Preference::Ranked(_)) {
                    continue;
                }
                with_context += usize::from(matter.count_ones() as usize + axis.directions.len() < options);
                let ranks = ranks(&conflict, dm, &EveryVector::new(&conflict, &crew), &crew);
                let Entries::Short(entries) = Orders::new(&conflict, dm, &axis, &ranks, &crew).entries else {
                    panic!("groups are small")
                };
                let context = BitMap::compressing(options, matter);
                for slot in 0..1usize << options {
                    let group = slot & !(axis.mask() as usize);
                    let rank = |entry: &u16| ranks.of[group | entry.row() << axis.low];
                    let order = &entries[context.of(slot) * axis.rows()..][..axis.rows()];
                    assert!(!order[0].is_worse());
                    for pair in order.windows(2) {
                        assert_eq!(rank(&pair[0]) > rank(&pair[1]), pair[1].is_worse(), "seed {seed}");
                        assert!(rank(&pair[0]) >= rank(&pair[1]), "seed {seed}");
                    }
                }
            }
        }
        assert!(with_context > 100, "few of the conflicts have groups of one context: {with_context}");
    }
}
