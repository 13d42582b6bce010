//! General metarationality: every improvement can be answered.
//!
//! `s` is stable for `i` iff for every `y ∈ R_i⁺(s)` there is `z ∈ R_O(y)` with `z ≤_i s`.
//!
//! N. Howard (1971), *Paradoxes of Rationality: Theory of Metagames and Political Behavior*, MIT Press; in the graph model
//! Fang, Hipel and Kilgour (1993). The opponents may hurt themselves by their answer.

use super::{Concept, Sanction, Steps};

/// General metarational stability (GMR).
pub const GMR: Concept = Concept {
    id: "gmr",
    name: "GMR",
    title: "general metarationality",
    short: "better moves can be countered",
    words: "the others can answer each move that it would prefer, even at their own cost, so that it gains nothing",
    symbols: "∀ y ∈ R_i⁺(s) ∃ z ∈ R_O(y): z ≤_i s",
    reference: "Howard 1971; Fang, Hipel and Kilgour 1993",
    sanction: Some(Sanction { steps: Steps::Moves, inescapable: false }),
};
