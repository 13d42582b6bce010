//! Symmetric metarationality: every improvement can be answered, and the answer cannot be escaped.
//!
//! `s` is stable for `i` iff for every `y ∈ R_i⁺(s)` there is `z ∈ R_O(y)` with `z ≤_i s` and `w ≤_i s` for all `w ∈ R_i(z)`.
//!
//! Howard (1971); in the graph model Fang, Hipel and Kilgour (1993). The same `z` serves both halves; the counter-move `w` is any
//! move, and it is compared with `s`, not with `z`.

use super::{Concept, Sanction, Steps};

/// Symmetric metarational stability (SMR).
pub const SMR: Concept = Concept {
    id: "smr",
    name: "SMR",
    title: "symmetric metarationality",
    short: "they can be countered, with no way out",
    words: "the others can answer each move that it would prefer, and it cannot escape that answer by a further move of its own",
    symbols: "∀ y ∈ R_i⁺(s) ∃ z ∈ R_O(y): z ≤_i s and ∀ w ∈ R_i(z): w ≤_i s",
    reference: "Howard 1971; Fang, Hipel and Kilgour 1993",
    sanction: Some(Sanction { steps: Steps::Moves, inescapable: true }),
};
