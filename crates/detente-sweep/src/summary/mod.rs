//! What a sweep found: how often each finding holds, and which assumptions decide it.
//!
//! Findings and assumptions are sets of rows, as bits; how often they go together is counted a word at a time. All numbers are counts.

mod findings;
mod splits;

use std::path::Path;

use detente_engine::{Control, EngineError, Progress};

pub use findings::{Told, Topic};
pub use splits::Split;

use crate::columns::{Finding, Origin};
use crate::folder::{FolderError, Manifest, open, read_part};
use crate::sweep::{Sweep, SweepError};

/// What a sweep found.
#[derive(Debug)]
pub struct Summary {
    /// The sweep.
    pub sweep: Sweep,
    /// What of it is done.
    pub manifest: Manifest,
    /// How many rows were read.
    pub rows: u64,
    /// In how many of them the changes leave a conflict.
    pub possible: u64,
    /// What was looked for.
    pub findings: Vec<Told>,
    /// What rows are told apart by.
    pub splits: Vec<Split>,
    /// For each split, how many rows each side has.
    pub sides: Vec<Vec<u64>>,
    /// For each finding and split, how often it holds on each side, and of how many rows that have an answer.
    pub counts: Vec<Vec<Vec<Share>>>,
    /// For each recorded concept and each state, by place, in how many rows it is an equilibrium; empty where sets of states are not recorded.
    pub states: Vec<Vec<u64>>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How often it holds.
    pub holds: u64,
    /// Of how many.
    pub of: u64,
}

/// What a split says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The split, by its place.
    pub split: usize,
    /// The side on which the finding holds least often, and how often.
    pub least: (usize, Share),
    /// The side on which it holds most often, and how often.
    pub most: (usize, Share),
    /// Whether the side alone decides it: it holds always or never on each.
    pub decides: bool,
}

impl Share {
    /// Whether it always holds.
    pub fn is_all(&self) -> bool {
        self.of > 0 && self.holds == self.of
    }

    /// Whether it never holds.
    pub fn is_none(&self) -> bool {
        self.of > 0 && self.holds == 0
    }

    /// In so many of a thousand, rounded down; `None` of none.
    pub fn permille(&self) -> Option<u64> {
        (self.of > 0).then(|| (u128::from(self.holds) * 1000 / u128::from(self.of)) as u64)
    }

    /// Whether it holds less often than another, exactly.
    fn is_less(&self, other: &Share) -> bool {
        u128::from(self.holds) * u128::from(other.of) < u128::from(other.holds) * u128::from(self.of)
    }
}

impl Summary {
    /// Reads what is done of the sweep in a folder.
    ///
    /// # Errors
    /// When there is none, a part is not what its manifest says, or somebody cancels.
    pub fn new(folder: &Path, control: Control) -> Result<Self, FolderError> {
        let (sweep, manifest) = open(folder)?;
        let findings = findings::told(&sweep);
        let mut splitter = splits::Splitter::new(&sweep);
        let splits = splitter.splits().to_vec();
        let states = if sweep.universe().words() > 0 { sweep.universe().len() } else { 0 };
        let concepts = sweep.spec().record.concepts.len();
        let mut summary = Summary {
            rows: 0,
            possible: 0,
            sides: splits.iter().map(|split| vec![0; split.sides.len()]).collect(),
            counts: findings
                .iter()
                .map(|_| splits.iter().map(|split| vec![Share::default(); split.sides.len()]).collect())
                .collect(),
            states: vec![vec![0; states]; concepts],
            findings,
            splits,
            sweep,
            manifest,
        };
        let total = summary.manifest.rows_done();
        let manifest = summary.manifest.clone();
        for done in &manifest.done {
            if (control.cancelled)() {
                return Err(SweepError::Engine(EngineError::Cancelled).into());
            }
            let table = read_part(folder, done, summary.sweep.columns(), |_| true)?;
            summary.count(&table, done.first, &mut splitter);
            (control.progress)(Progress { done: summary.rows, total, what: "rows" });
        }
        Ok(summary)
    }

    fn count(&mut self, table: &crate::columns::Table, first: u64, splitter: &mut splits::Splitter) {
        let rows = table.rows();
        let columns = self.sweep.columns();
        let possible = columns.iter().position(|column| column.source == Origin::Possible);
        let is_possible = |row: usize| possible.is_none_or(|column| table.get(column, row) == Some(1));
        self.rows += rows as u64;
        self.possible += (0..rows).filter(|&row| is_possible(row)).count() as u64;
        let sides = splitter.sides(&self.sweep, first, rows);
        for (counts, sides) in self.sides.iter_mut().zip(&sides) {
            counts.iter_mut().zip(sides).for_each(|(count, side)| *count += ones(side));
        }
        for (finding, told) in self.findings.iter_mut().enumerate() {
            let (holds, there) = told.rows(table);
            told.share.holds += ones(&holds);
            told.share.of += ones(&there);
            for (counts, sides) in self.counts[finding].iter_mut().zip(&sides) {
                for (count, side) in counts.iter_mut().zip(sides) {
                    count.holds += common(&holds, side);
                    count.of += common(&there, side);
                }
            }
        }
        for (place, column) in columns.iter().enumerate() {
            let Origin::Finding(Finding::Word(concept, word)) = column.source else { continue };
            for row in 0..rows {
                let mut bits = table.get(place, row).unwrap_or(0) as u64;
                while bits != 0 {
                    self.states[concept][word * 64 + bits.trailing_zeros() as usize] += 1;
                    bits &= bits - 1;
                }
            }
        }
    }

    /// What each split says of a finding, those that make the biggest difference first. Nothing where it holds always or never.
    pub fn effects(&self, finding: usize) -> Vec<Effect> {
        let share = self.findings[finding].share;
        if share.is_all() || share.is_none() {
            return Vec::new();
        }
        let mut effects: Vec<Effect> = Vec::new();
        for (split, counts) in self.counts[finding].iter().enumerate() {
            let sides: Vec<(usize, Share)> =
                counts.iter().copied().enumerate().filter(|(_, share)| share.of > 0).collect();
            let Some(&start) = sides.first() else { continue };
            let (mut least, mut most) = (start, start);
            for &side in &sides {
                if side.1.is_less(&least.1) {
                    least = side;
                }
                if most.1.is_less(&side.1) {
                    most = side;
                }
            }
            if least.1.is_less(&most.1) {
                let decides = sides.iter().all(|(_, share)| share.is_all() || share.is_none());
                effects.push(Effect { split, least, most, decides });
            }
        }
        // Parts of 2^40 of the difference of the two fractions: enough to put splits in an order, which is all that it is for.
        let difference = |effect: &Effect| {
            let parts = |share: Share| (u128::from(share.holds) << 40) / u128::from(share.of);
            parts(effect.most.1) - parts(effect.least.1)
        };
        effects.sort_by_key(|effect| (!effect.decides, std::cmp::Reverse(difference(effect)), effect.split));
        effects
    }
}

fn ones(words: &[u64]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

fn common(a: &[u64], b: &[u64]) -> u64 {
    a.iter().zip(b).map(|(a, b)| u64::from((a & b).count_ones())).sum()
}
