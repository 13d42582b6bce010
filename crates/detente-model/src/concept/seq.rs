//! Sequential stability: every improvement is answered credibly.
//!
//! `s` is stable for `i` iff for every `y ∈ R_i⁺(s)` there is `z ∈ R_O⁺(y)` with `z ≤_i s`.
//!
//! N. M. Fraser and K. W. Hipel (1979), *Solving complex conflicts*, IEEE Transactions on Systems, Man, and Cybernetics 9, 805–816; in the
//! graph model Fang, Hipel and Kilgour (1993). Each step of the answer is an improvement of its mover from where it moves.

use super::{Concept, Sanction, Steps};

/// Sequential stability (SEQ).
pub const SEQ: Concept = Concept {
    id: "seq",
    name: "SEQ",
    title: "sequential stability",
    short: "better moves would be countered",
    words: "the others would answer each move that it would prefer, to their own advantage, so that it gains nothing",
    symbols: "∀ y ∈ R_i⁺(s) ∃ z ∈ R_O⁺(y): z ≤_i s",
    reference: "Fraser and Hipel 1979; Fang, Hipel and Kilgour 1993",
    sanction: Some(Sanction { steps: Steps::Improvements, inescapable: false }),
};
