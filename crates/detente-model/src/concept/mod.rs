//! Stability concepts, one a file.
//!
//! Every concept here has one shape: a state `s` is stable for decision maker `i` when every improvement `y` of `i` from `s` is
//! *sanctioned*: its opponents have an answer that leaves `i` no better off than at `s`. The concepts differ in what answers
//! count, and a [`Concept`] says just that. The plain evaluator, the engines, the certificates and their checker all read it,
//! so that a new concept of this shape is one new file and one line in [`CONCEPTS`].
//!
//! Notation: `N` the decision makers, `O = N \ {i}` the opponents of `i`, `R_i(s)` the moves of `i` from `s`, `R_i⁺(s)` its improvements,
//! `R_O(s)` the ends of legal sequences of the opponents, `R_O⁺(s)` the ends of those in which each step is an improvement of
//! its mover. `z ≤_i s` means that `i` does not prefer `z` to `s`.

mod gmr;
mod nash;
mod seq;
mod smr;
mod sseq;

pub use gmr::GMR;
pub use nash::NASH;
pub use seq::SEQ;
pub use smr::SMR;
pub use sseq::SSEQ;

/// All concepts, in the order in which every table shows them.
pub static CONCEPTS: [&Concept; 5] = [&NASH, &GMR, &SMR, &SEQ, &SSEQ];

/// A stability concept.
#[derive(Debug, PartialEq, Eq)]
pub struct Concept {
    /// The name in files, commands and JSON: `nash`, `gmr`, …
    pub id: &'static str,
    /// The name in tables: `Nash`, `GMR`, …
    pub name: &'static str,
    /// The full name.
    pub title: &'static str,
    /// Why a state lasts under it, in a few words for the column of a table.
    pub short: &'static str,
    /// The definition in a sentence for somebody who has never heard of it.
    pub words: &'static str,
    /// The definition in symbols.
    pub symbols: &'static str,
    /// Where it comes from.
    pub reference: &'static str,
    /// The answers that count; `None` where no answer does, so that any improvement makes a state unstable.
    pub sanction: Option<Sanction>,
}

/// What answer of the opponents takes the gain of an improvement away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// What steps the opponents may take.
    pub steps: Steps,
    /// Whether the sanction must hold even after the decision maker's own next move: no move of its own from there may lead to
    /// a state that it prefers to the one it started from.
    pub inescapable: bool,
}

/// The steps of a legal sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Steps {
    /// Any moves, even such as hurt the mover.
    Moves,
    /// Improvements only: each step leads to a state that its mover prefers to the one it leaves.
    Improvements,
}

impl Concept {
    /// The concept with this [`id`](Concept::id).
    pub fn by_id(id: &str) -> Option<&'static Concept> {
        CONCEPTS.iter().copied().find(|concept| concept.id == id)
    }

    /// The place in [`CONCEPTS`].
    pub fn index(&self) -> usize {
        CONCEPTS.iter().position(|concept| concept.id == self.id).expect("every concept is in the list")
    }
}
