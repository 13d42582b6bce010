//! The places of the states in a decision maker's ranking, as small numbers that can be compared.

use std::sync::atomic::{AtomicU64, Ordering};

use detente_model::{Conflict, DmId, Expr, Meaning, Preference, State, Statement};

use crate::crew::Crew;
use crate::statements::{BLOCK, COUNTING, LANES, Lanes, holds, transpose};

/// The rank of a slot that is no state: above every rank.
pub(crate) const HOLE: i32 = i32::MAX;

/// A threshold below every rank.
pub(crate) const ANYWHERE: i32 = -1;

/// The ranks of the states for one decision maker: 0 the worst, ties share.
///
/// Ranks are signed because processors compare signed numbers faster; there are fewer than 2^31 states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ranks {
    /// By slot or by place.
    pub of: Vec<i32>,
    /// How many different ranks there are.
    pub places: u32,
}

/// Option vectors in slots, in blocks of [`BLOCK`] of them.
pub(crate) trait Slots: Sync {
    /// How many slots there are.
    fn len(&self) -> usize;
    /// The vector in a slot.
    fn vector(&self, slot: usize) -> u64;
    /// In which slots of a block each option is on.
    fn options(&self, block: usize, on: &mut [Lanes; 64]);
    /// Which slots of a block hold a state.
    fn states(&self, block: usize) -> Lanes;
    /// The slot of a vector, where it is a state.
    fn slot(&self, vector: u64) -> Option<usize>;
}

/// The ranks of the vectors in `slots` for `dm`; [`HOLE`] where there is no state.
pub(crate) fn ranks(conflict: &Conflict, dm: DmId, slots: &impl Slots, crew: &Crew<'_>) -> Ranks {
    match &conflict.dm(dm).preference {
        Preference::Prioritised(statements) => refine(&Statements { statements, slots }, slots, crew),
        Preference::Weighted(weights) => refine(&Weights::new(weights, slots), slots, crew),
        Preference::Ranked(groups) => ranked(groups, slots.len(), |state| match state {
            State::Vector(vector) => vector.to_bits().and_then(|bits| slots.slot(bits)),
            State::Named(_) => None,
        }),
    }
}

/// The ranks that a direct ranking gives. States that it does not name have no rank, and there are none.
fn ranked(groups: &[Vec<State>], slots: usize, slot: impl Fn(&State) -> Option<usize>) -> Ranks {
    let mut of = vec![HOLE; slots];
    let mut places = 0;
    for group in groups.iter().rev() {
        let mut any = false;
        for slot in group.iter().filter_map(&slot) {
            of[slot] = places;
            any = true;
        }
        places += i32::from(any);
    }
    Ranks { of, places: places as u32 }
}

/// The ranks of named states for `dm`.
pub(crate) fn named_ranks(meaning: &Meaning<'_>, dm: DmId, states: usize) -> Ranks {
    if let Preference::Ranked(groups) = &meaning.conflict().dm(dm).preference {
        return ranked(groups, states, |state| match state {
            State::Named(place) => Some(*place),
            State::Vector(_) => None,
        });
    }
    // There are few, so that the plain meaning is quick enough.
    let mut order: Vec<usize> = (0..states).collect();
    order.sort_by(|&a, &b| meaning.compare(dm, &State::Named(a), &State::Named(b)));
    let mut of = vec![0; states];
    for pair in order.windows(2) {
        let rises = meaning.prefers(dm, &State::Named(pair[1]), &State::Named(pair[0]));
        of[pair[1]] = of[pair[0]] + i32::from(rises);
    }
    let places = order.last().map_or(0, |&best| of[best] as u32 + 1);
    Ranks { of, places }
}

/// Numbers of many bits by which states are ranked, the higher the better.
trait Keys: Sync {
    /// How many bits a number has.
    fn bits(&self) -> usize;
    /// `count` bits of the numbers of a block, after the `skip` most significant ones.
    fn read(&self, block: usize, skip: usize, count: usize, into: &mut [u32; BLOCK]);
}

/// Ranks by refinement, a few bits of the keys at a time: states that tie so far are told apart by the next bits.
///
/// Each round appends so many bits to the ranks that the result still numbers the bits of a table of moderate size, marks there which
/// results occur, and counts the marks below each. So any number of statements costs time proportional to states × statements, and
/// nothing is sorted. (Own algorithm.)
fn refine<S: Slots>(keys: &impl Keys, slots: &S, crew: &Crew<'_>) -> Ranks {
    let mut of = vec![0i32; slots.len()];
    let mut places = 1u32;
    let mut read = 0;
    let table_bits = (slots.len().max(1).ilog2() + 3).clamp(16, 30) as usize;
    while read < keys.bits() {
        let room = table_bits.saturating_sub(places.next_power_of_two().ilog2() as usize).max(1);
        let count = room.min(keys.bits() - read);
        let marks: Vec<AtomicU64> =
            std::iter::repeat_with(|| AtomicU64::new(0)).take(((places as usize) << count).div_ceil(64)).collect();
        crew.pieces(&mut of, 16 * BLOCK, |first, piece| {
            let mut bits = [0; BLOCK];
            for (at, part) in piece.chunks_mut(BLOCK).enumerate() {
                let block = first / BLOCK + at;
                keys.read(block, read, count, &mut bits);
                let states = slots.states(block);
                for (slot, (rank, bits)) in part.iter_mut().zip(&bits).enumerate() {
                    if states[slot / 64] >> (slot % 64) & 1 == 1 {
                        *rank = *rank << count | *bits as i32;
                        let (word, mark) = (&marks[*rank as usize / 64], 1 << (*rank % 64));
                        // Most marks are there already, and looking is much cheaper than marking.
                        if word.load(Ordering::Relaxed) & mark == 0 {
                            word.fetch_or(mark, Ordering::Relaxed);
                        }
                    }
                }
            }
        });
        let mut total = 0;
        let marks: Vec<(u64, u32)> = marks
            .into_iter()
            .map(|word| {
                let (word, before) = (word.into_inner(), total);
                total += word.count_ones();
                (word, before)
            })
            .collect();
        crew.pieces(&mut of, 16 * BLOCK, |first, piece| {
            for (at, part) in piece.chunks_mut(BLOCK).enumerate() {
                let states = slots.states(first / BLOCK + at);
                for (slot, rank) in part.iter_mut().enumerate() {
                    if states[slot / 64] >> (slot % 64) & 1 == 1 {
                        let (word, before) = marks[*rank as usize / 64];
                        *rank = (before + (word & ((1 << (*rank % 64)) - 1)).count_ones()) as i32;
                    }
                }
            }
        });
        places = total;
        read += count;
    }
    crew.pieces(&mut of, 16 * BLOCK, |first, piece| {
        for (at, part) in piece.chunks_mut(BLOCK).enumerate() {
            let states = slots.states(first / BLOCK + at);
            if states != [u64::MAX; LANES] {
                for (slot, rank) in part.iter_mut().enumerate() {
                    if states[slot / 64] >> (slot % 64) & 1 == 0 {
                        *rank = HOLE;
                    }
                }
            }
        }
    });
    Ranks { of, places }
}

/// Option prioritisation: a bit a statement.
struct Statements<'a, S> {
    statements: &'a [Statement],
    slots: &'a S,
}

impl<S: Slots> Keys for Statements<'_, S> {
    fn bits(&self) -> usize {
        self.statements.len()
    }

    fn read(&self, block: usize, skip: usize, count: usize, into: &mut [u32; BLOCK]) {
        let mut on = [[0; LANES]; 64];
        self.slots.options(block, &mut on);
        let mut rows = [[0u64; 64]; LANES];
        for (at, statement) in self.statements[skip..skip + count].iter().enumerate() {
            let value = holds(&statement.that, &|o| on[o]);
            for (rows, value) in rows.iter_mut().zip(value) {
                rows[count - 1 - at] = value;
            }
        }
        for (rows, into) in rows.iter_mut().zip(into.chunks_exact_mut(64)) {
            transpose(rows);
            for (into, row) in into.iter_mut().zip(rows) {
                *into = *row as u32;
            }
        }
    }
}

/// Option weighting: the sum of the weights of the options that are on, less the lowest sum possible.
struct Weights<'a, S> {
    /// The sum for each value of each byte of a vector.
    sums: Vec<[u128; 256]>,
    bits: usize,
    slots: &'a S,
}

impl<'a, S: Slots> Weights<'a, S> {
    fn new(weights: &[i64], slots: &'a S) -> Self {
        let mut highest = 0;
        let sums = weights
            .chunks(8)
            .map(|weights| {
                let lowest: i128 = weights.iter().map(|&w| i128::from(w.min(0))).sum();
                let sums = std::array::from_fn(|byte| {
                    let sum: i128 = weights
                        .iter()
                        .enumerate()
                        .filter(|(o, _)| byte >> o & 1 == 1)
                        .map(|(_, &w)| i128::from(w))
                        .sum();
                    (sum - lowest) as u128
                });
                highest += sums.iter().max().copied().unwrap_or(0);
                sums
            })
            .collect();
        Weights { sums, bits: (128 - highest.leading_zeros()) as usize, slots }
    }
}

impl<S: Slots> Keys for Weights<'_, S> {
    fn bits(&self) -> usize {
        self.bits
    }

    fn read(&self, block: usize, skip: usize, count: usize, into: &mut [u32; BLOCK]) {
        let first = block * BLOCK;
        for (slot, into) in (first..self.slots.len()).zip(into) {
            let vector = self.slots.vector(slot);
            let sum: u128 =
                self.sums.iter().enumerate().map(|(byte, sums)| sums[(vector >> (8 * byte) & 255) as usize]).sum();
            *into = (sum >> (self.bits - skip - count)) as u32 & ((1 << count) - 1);
        }
    }
}

/// All combinations of some options, the others off: each in the slot of its number, of which the first option is the lowest bit. Rules may exclude some.
pub(crate) struct EveryVector {
    options: Vec<usize>,
    /// The vectors that are states, where not all of them are.
    feasible: Option<Vec<u64>>,
}

impl EveryVector {
    /// All combinations of these options, whatever the rules.
    pub fn of(options: Vec<usize>) -> Self {
        EveryVector { options, feasible: None }
    }

    /// The vectors of `conflict`.
    pub fn new(conflict: &Conflict, crew: &Crew<'_>) -> Self {
        let mut every = EveryVector::of((0..conflict.options.len()).collect());
        if !conflict.rules.is_empty() {
            let rules: Vec<&Expr> = conflict.rules.iter().map(|rule| &rule.when).collect();
            let mut words = vec![0; every.len().div_ceil(64)];
            crew.pieces(&mut words, 64 * LANES, |first, piece| {
                for (at, part) in piece.chunks_mut(LANES).enumerate() {
                    let block = first / LANES + at;
                    let mut on = [[0; LANES]; 64];
                    every.options(block, &mut on);
                    let mut feasible = every.states(block);
                    for rule in &rules {
                        let broken = holds(rule, &|o| on[o]);
                        feasible = std::array::from_fn(|l| feasible[l] & !broken[l]);
                    }
                    part.copy_from_slice(&feasible[..part.len()]);
                }
            });
            every.feasible = Some(words);
        }
        every
    }

    /// The vectors that are states, where not all of them are.
    pub fn into_feasible(self) -> Option<Vec<u64>> {
        self.feasible
    }
}

impl Slots for EveryVector {
    fn len(&self) -> usize {
        1 << self.options.len()
    }

    fn vector(&self, slot: usize) -> u64 {
        // Either all options or some of them.
        if self.options.last().is_none_or(|&last| last + 1 == self.options.len()) {
            return slot as u64;
        }
        self.options.iter().enumerate().fold(0, |vector, (bit, option)| vector | (slot as u64 >> bit & 1) << option)
    }

    fn options(&self, block: usize, on: &mut [Lanes; 64]) {
        for (bit, &option) in self.options.iter().enumerate() {
            on[option] = std::array::from_fn(|lane| match bit {
                0..6 => COUNTING[bit],
                _ if (block * LANES + lane) >> (bit - 6) & 1 == 1 => u64::MAX,
                _ => 0,
            });
        }
    }

    fn states(&self, block: usize) -> Lanes {
        std::array::from_fn(|lane| {
            let word = block * LANES + lane;
            match &self.feasible {
                Some(words) => words.get(word).copied().unwrap_or(0),
                None if word * 64 >= self.len() => 0,
                None if self.options.len() < 6 => (1 << self.len()) - 1,
                None => u64::MAX,
            }
        })
    }

    fn slot(&self, vector: u64) -> Option<usize> {
        let bits = self.options.iter().enumerate();
        let slot = bits.fold(0, |slot, (bit, option)| slot | ((vector >> option & 1) as usize) << bit);
        if self.vector(slot) != vector {
            return None;
        }
        self.feasible.as_ref().is_none_or(|words| words[slot / 64] >> (slot % 64) & 1 == 1).then_some(slot)
    }
}

/// The vectors of a list, ascending.
pub(crate) struct ListedVectors<'a>(pub &'a [u64]);

impl Slots for ListedVectors<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn vector(&self, slot: usize) -> u64 {
        self.0[slot]
    }

    fn options(&self, block: usize, on: &mut [Lanes; 64]) {
        for lane in 0..LANES {
            let mut rows = [0; 64];
            let first = (block * BLOCK + lane * 64).min(self.0.len());
            let vectors = &self.0[first..(first + 64).min(self.0.len())];
            rows[..vectors.len()].copy_from_slice(vectors);
            transpose(&mut rows);
            for (on, row) in on.iter_mut().zip(rows) {
                on[lane] = row;
            }
        }
    }

    fn states(&self, block: usize) -> Lanes {
        std::array::from_fn(|lane| {
            let first = block * BLOCK + lane * 64;
            match self.0.len().saturating_sub(first) {
                64.. => u64::MAX,
                few => (1 << few) - 1,
            }
        })
    }

    fn slot(&self, vector: u64) -> Option<usize> {
        self.0.binary_search(&vector).ok()
    }
}
