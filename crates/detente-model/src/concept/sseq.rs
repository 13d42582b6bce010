//! Symmetric sequential stability: every improvement is answered credibly, and the answer cannot be escaped.
//!
//! As implemented: `s` is stable for `i` iff for every `y ∈ R_i⁺(s)` there is `z ∈ R_O⁺(y)` with `z ≤_i s` and `w ≤_i s` for all
//! `w ∈ R_i(z)`.
//!
//! L. C. Rego and G. I. A. Vieira (2017), *Symmetric sequential stability in the graph model for conflict resolution with multiple
//! decision makers*, Group Decision and Negotiation 26, 775–792, introduce the concept; the formula here joins the credible sanctions
//! of SEQ with the counter-reply of SMR, and was not compared with the paper's own text.

use super::{Concept, Sanction, Steps};

/// Symmetric sequential stability (SSEQ), as implemented.
pub const SSEQ: Concept = Concept {
    id: "sseq",
    name: "SSEQ",
    title: "symmetric sequential stability",
    short: "they would be countered, with no way out",
    words: "the others would answer each move that it would prefer, to their own advantage, and it cannot escape that answer",
    symbols: "∀ y ∈ R_i⁺(s) ∃ z ∈ R_O⁺(y): z ≤_i s and ∀ w ∈ R_i(z): w ≤_i s",
    reference: "Rego and Vieira 2017 (as implemented)",
    sanction: Some(Sanction { steps: Steps::Improvements, inescapable: true }),
};
