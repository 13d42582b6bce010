//! What is kept from row to row: rankings of a decision maker, and what was found of combinations of rankings. Both forget when they are full, so that memory is bounded; nothing that
//! is found depends on it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::kernel::{Bits, Ranking, Structure};

/// The rankings of one decision maker that were met, each worked out once, by number.
#[derive(Debug)]
pub(super) struct Rankings<const W: usize> {
    /// Those that are kept, and behind them those that were: their memory is used again.
    kept: Vec<Ranking<W>>,
    /// By the level of each state.
    by_levels: HashMap<Box<[u16]>, u32, BuildHasherDefault<Folding>>,
    bytes: usize,
    most: usize,
    level_of: Vec<u16>,
}

/// So many bytes of rankings of one decision maker are kept where lists are put into every order, and where they are drawn at random and seldom come again.
const MOST_ORDERS: usize = 48 << 20;
const MOST_SAMPLES: usize = 2 << 20;

impl<const W: usize> Rankings<W> {
    /// Room for rankings; `drawn` says whether they are drawn at random.
    pub(super) fn new(drawn: bool) -> Self {
        let most = if drawn { MOST_SAMPLES } else { MOST_ORDERS };
        Rankings { kept: Vec::new(), by_levels: HashMap::default(), bytes: 0, most, level_of: Vec::new() }
    }

    /// Whether there is no room for another: then [`Rankings::forget`] has to come first.
    pub(super) fn is_full(&self) -> bool {
        self.bytes >= self.most
    }

    /// Forgets all; numbers mean nothing any more.
    pub(super) fn forget(&mut self) {
        self.by_levels.clear();
        self.bytes = 0;
    }

    /// The number of the ranking with these levels, which is worked out where it is new.
    pub(super) fn number(&mut self, structure: &Structure<W>, dm: usize, levels: &[Bits<W>]) -> u32 {
        self.level_of.resize(structure.states, 0);
        for (level, states) in levels.iter().enumerate() {
            states.for_each(|state| self.level_of[state] = level as u16);
        }
        if let Some(&known) = self.by_levels.get(self.level_of.as_slice()) {
            return known;
        }
        let number = self.by_levels.len();
        if number == self.kept.len() {
            self.kept.push(Ranking::default());
        }
        let ranking = &mut self.kept[number];
        ranking.set(structure, dm, levels);
        self.bytes += ranking.bytes();
        self.by_levels.insert(self.level_of.as_slice().into(), number as u32);
        number as u32
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> &Ranking<W> {
        &self.kept[number as usize]
    }
}

/// Records by combinations of rankings: one for each slot, the last that came.
#[derive(Debug)]
pub(super) struct Found {
    parties: usize,
    length: usize,
    /// How far a mixed key is shifted to be a slot.
    shift: u32,
    keys: Vec<u32>,
    records: Vec<u64>,
}

/// So many bytes of records are kept.
const MOST_FOUND: usize = 16 << 20;

impl Found {
    /// Room for the records, of `length` words each, of up to `rows` rows.
    pub(super) fn new(parties: usize, length: usize, rows: u64) -> Self {
        let most = (MOST_FOUND / (4 * parties + 8 * length).max(1)).max(2);
        let wanted = usize::try_from(rows).unwrap_or(usize::MAX).min(most).max(2);
        let slots = (wanted / 2 + 1).next_power_of_two();
        Found {
            parties,
            length,
            shift: 64 - slots.trailing_zeros(),
            keys: vec![u32::MAX; slots * parties],
            records: vec![0; slots * length],
        }
    }

    /// Forgets all.
    pub(super) fn forget(&mut self) {
        self.keys.fill(u32::MAX);
    }

    #[inline]
    pub(super) fn slot(&self, key: &[u32]) -> usize {
        let mixed = key.iter().fold(0u64, |mixed, &part| (mixed.rotate_left(21) ^ u64::from(part)).wrapping_mul(ODD));
        (mixed >> self.shift) as usize
    }

    /// Whether the slot has the record of this key.
    #[inline]
    pub(super) fn has(&self, slot: usize, key: &[u32]) -> bool {
        self.keys[slot * self.parties..(slot + 1) * self.parties] == *key
    }

    /// The record that the slot has.
    #[inline]
    pub(super) fn at(&self, slot: usize) -> &[u64] {
        &self.records[slot * self.length..(slot + 1) * self.length]
    }

    /// Keeps a record in place of what the slot had.
    pub(super) fn keep(&mut self, slot: usize, key: &[u32], record: &[u64]) {
        self.keys[slot * self.parties..(slot + 1) * self.parties].copy_from_slice(key);
        self.records[slot * self.length..(slot + 1) * self.length].copy_from_slice(record);
    }
}

/// An odd number without pattern.
const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hasher for the levels of states: eight bytes at a time. The keys are the program's own, so nobody can make them collide on purpose who gains by it.
#[derive(Debug, Default)]
pub(super) struct Folding(u64);

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        let mut pieces = bytes.chunks_exact(8);
        for piece in &mut pieces {
            self.write_u64(u64::from_le_bytes(piece.try_into().expect("eight bytes")));
        }
        for &byte in pieces.remainder() {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(ODD);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its place from the low bits and a tag from the high ones.
        self.0 ^ self.0 >> 32
    }
}
