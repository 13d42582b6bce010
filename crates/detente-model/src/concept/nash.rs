//! Nash stability: no improvement at all.
//!
//! `s` is stable for `i` iff `R_i⁺(s) = ∅`.
//!
//! J. F. Nash (1950), *Equilibrium points in n-person games*, PNAS 36, 48–49; in the graph model L. Fang, K. W. Hipel and
//! D. M. Kilgour (1993), *Interactive Decision Making: The Graph Model for Conflict Resolution*, Wiley.

use super::Concept;

/// Nash stability (rationality, R).
pub const NASH: Concept = Concept {
    id: "nash",
    name: "Nash",
    title: "Nash stability",
    short: "there is no better move",
    words: "it has no move that it would prefer",
    symbols: "R_i⁺(s) = ∅",
    reference: "Nash 1950; Fang, Hipel and Kilgour 1993",
    sanction: None,
};
