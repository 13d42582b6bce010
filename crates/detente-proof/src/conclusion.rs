//! Conclusions: what follows from the verdicts and findings of several forms together.

use std::fmt;

use detente_model::Concept;
use serde::{Deserialize, Serialize};

/// Something that follows from what is proved elsewhere in the certificate. It has no proof of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "conclusion", rename_all = "snake_case", deny_unknown_fields)]
pub enum Conclusion {
    /// A state is an equilibrium in the form of a plan: stable there for every decision maker. That no plan costs less is not proved.
    Stabilised {
        /// The plan: a place in [`Bundle::forms`](crate::Bundle::forms), counted from 0.
        form: usize,
        /// The concept, by id.
        concept: String,
        /// The state.
        state: String,
        /// What the plan costs, where somebody counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cost: Option<Cost>,
    },
    /// Every decision maker finds a state, or what it takes it for, stable for itself in its own picture.
    HypergameEquilibrium {
        /// The concept, by id.
        concept: String,
        /// The state.
        state: String,
    },
    /// Some decision maker does not, or does not have the state in its picture.
    NotHypergameEquilibrium {
        /// The concept, by id.
        concept: String,
        /// The state.
        state: String,
    },
    /// A state is stable in all completions of what is not known.
    Necessary(Stable),
    /// There is a completion in which it is not stable.
    NotNecessary(Stable),
    /// There is a completion in which it is stable.
    Possible(Stable),
    /// It is stable in no completion.
    Impossible(Stable),
    /// The answer to a proposition of the conflict file.
    Proposition {
        /// The proposition, by id.
        id: String,
        /// The variant that is asked, by id; absent for the conflict itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variant: Option<String>,
        /// Yes or no.
        holds: bool,
    },
}

/// That a state is stable. It is not where it is not feasible.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stable {
    /// The concept, by id.
    pub concept: String,
    /// For which decision maker, by id; absent for all of them: an equilibrium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_maker: Option<String>,
    /// The state.
    pub state: String,
}

/// What a plan costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// So many statements are dropped, negated, replaced, added or moved, and nothing else is changed.
    Edits(usize),
    /// So many pairs of states are compared otherwise, counted for each decision maker, and nothing but preferences is changed.
    Pairs(u64),
}

impl fmt::Display for Conclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |id: &str| Concept::by_id(id).map_or_else(|| id.to_string(), |concept| concept.name.to_string());
        match self {
            Conclusion::Stabilised { form, concept, state, cost } => {
                write!(f, "{state} is an equilibrium under {} with plan {form}", name(concept))?;
                match cost {
                    Some(cost) => write!(f, ", which takes {cost}"),
                    None => Ok(()),
                }
            }
            Conclusion::HypergameEquilibrium { concept, state } => {
                write!(f, "{state} is a hypergame equilibrium under {}", name(concept))
            }
            Conclusion::NotHypergameEquilibrium { concept, state } => {
                write!(f, "{state} is no hypergame equilibrium under {}", name(concept))
            }
            Conclusion::Necessary(stable) => write!(f, "whatever is not known, {stable}"),
            Conclusion::NotNecessary(stable) => write!(f, "it is not necessary that {stable}"),
            Conclusion::Possible(stable) => write!(f, "it is possible that {stable}"),
            Conclusion::Impossible(stable) => write!(f, "it is impossible that {stable}"),
            Conclusion::Proposition { id, variant, holds } => {
                write!(f, "proposition {id}")?;
                if let Some(variant) = variant {
                    write!(f, " in variant {variant}")?;
                }
                write!(f, ": {}", if *holds { "yes" } else { "no" })
            }
        }
    }
}

impl fmt::Display for Stable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Concept::by_id(&self.concept).map_or(self.concept.as_str(), |concept| concept.name);
        match &self.decision_maker {
            Some(dm) => write!(f, "{} is stable for {dm} under {name}", self.state),
            None => write!(f, "{} is an equilibrium under {name}", self.state),
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cost::Edits(1) => write!(f, "1 edit of a statement"),
            Cost::Edits(count) => write!(f, "{count} edits of statements"),
            Cost::Pairs(1) => write!(f, "1 pair of states compared otherwise"),
            Cost::Pairs(count) => write!(f, "{count} pairs of states compared otherwise"),
        }
    }
}
