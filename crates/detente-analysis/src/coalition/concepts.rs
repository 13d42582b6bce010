//! The four stabilities of a state for a coalition.

/// A stability of a state for a coalition `H`, whose joint improvements are answered by the others, `K = N \ H`.
///
/// The names are those of T. Inohara and K. W. Hipel (2008); the formulas are as implemented. Where `K` is empty nobody answers, and all four are the same.
#[derive(Debug, PartialEq, Eq)]
pub struct CoalitionConcept {
    /// The name in JSON: `cnash`, …
    pub id: &'static str,
    /// The name in tables.
    pub name: &'static str,
    /// The full name.
    pub title: &'static str,
    /// The definition in a sentence.
    pub words: &'static str,
    /// The definition in symbols; `φ_H(s)` are the states that some member of `H` does not prefer to `s`.
    pub symbols: &'static str,
    /// Where it comes from.
    pub reference: &'static str,
    /// What answers count; `None` where none does.
    pub sanction: Option<CoalitionSanction>,
}

/// What answers of the others take the gain of a joint improvement away, for at least one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoalitionSanction {
    /// Any legal sequence of the others.
    Moves,
    /// Any legal sequence of the others, to a state from which no legal sequence of the members leads to what all of them prefer to where they began.
    Inescapable,
    /// Any sequence of joint improvements of coalitions among the others.
    ClassImprovements,
}

/// The concepts in the order of tables.
pub static COALITION_CONCEPTS: [CoalitionConcept; 4] = [
    CoalitionConcept {
        id: "cnash",
        name: "CNash",
        title: "coalitional Nash stability",
        words: "the members have no joint improvement",
        symbols: "R_H⁺⁺(s) = ∅",
        reference: "Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008; as implemented",
        sanction: None,
    },
    CoalitionConcept {
        id: "cgmr",
        name: "CGMR",
        title: "coalitional general metarationality",
        words: "after each joint improvement the others have some way, whatever it costs them, to leave a member no better off",
        symbols: "∀ y ∈ R_H⁺⁺(s) ∃ z ∈ R_K(y): z ∈ φ_H(s)",
        reference: "Inohara and Hipel 2008; as implemented",
        sanction: Some(CoalitionSanction::Moves),
    },
    CoalitionConcept {
        id: "csmr",
        name: "CSMR",
        title: "coalitional symmetric metarationality",
        words: "the same, and the members cannot then move on to what all of them prefer to where they began",
        symbols: "∀ y ∈ R_H⁺⁺(s) ∃ z ∈ R_K(y): z ∈ φ_H(s) and R_H(z) ⊆ φ_H(s)",
        reference: "Inohara and Hipel 2008; as implemented",
        sanction: Some(CoalitionSanction::Inescapable),
    },
    CoalitionConcept {
        id: "cseq",
        name: "CSEQ",
        title: "coalitional sequential stability",
        words: "after each joint improvement the others, alone or together, have a way to their own advantage that leaves a member no better off",
        symbols: "∀ y ∈ R_H⁺⁺(s) ∃ z ∈ R_P(K)⁺⁺(y): z ∈ φ_H(s)",
        reference: "Inohara and Hipel 2008; as implemented",
        sanction: Some(CoalitionSanction::ClassImprovements),
    },
];

impl CoalitionConcept {
    /// The concept with this [`id`](CoalitionConcept::id).
    pub fn by_id(id: &str) -> Option<&'static CoalitionConcept> {
        COALITION_CONCEPTS.iter().find(|concept| concept.id == id)
    }

    /// The place in [`COALITION_CONCEPTS`].
    pub fn index(&self) -> usize {
        COALITION_CONCEPTS.iter().position(|concept| concept.id == self.id).expect("every concept is in the list")
    }
}
