//! Which states of a conflict are listed, in which order.

use serde::{Deserialize, Serialize};

/// `POST /api/rows`, answered by lines that end with [`Rows`]: states of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RowsRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// Which states are listed.
    pub which: Which,
    /// In which order; in that of states unless given.
    pub order: Option<Order>,
    /// So many are left out first.
    pub skip: usize,
    /// So many are shown at most; no more than 5000.
    pub limit: usize,
}

/// Which states are listed: those of which all that is said here is true.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Which {
    /// These letters are in its name, its row or its text, small or large.
    pub search: Option<String>,
    /// It has this verdict.
    pub verdict: Option<VerdictOf>,
    /// This outcome holds, or does not.
    pub outcome: Option<OutcomeIs>,
    /// These options are on, or off, in all combinations that the state stands for.
    pub options: Vec<OptionIs>,
    /// This condition holds, or the outcome of this name.
    pub condition: Option<String>,
}

/// Being stable: for somebody, or for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerdictOf {
    /// The concept, by id.
    pub concept: String,
    /// The decision maker, by id; equilibria unless given.
    pub dm: Option<String>,
}

/// An outcome, and whether it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OutcomeIs {
    /// The outcome, by id.
    pub outcome: String,
    /// Whether it holds.
    pub holds: bool,
}

/// An option, and whether it is on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OptionIs {
    /// The option, by its full name.
    pub option: String,
    /// Whether it is on.
    pub on: bool,
}

/// An order of states. States that it does not tell apart are in the order of states, whichever way it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Order {
    /// What gives it.
    pub by: OrderBy,
    /// Whether it is as [`OrderBy`] tells it, and not the other way round.
    pub up: bool,
}

/// What gives an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderBy {
    /// The places of the states.
    State,
    /// Their texts, by letters whether small or large; those without any first.
    Text,
    /// An option: where it is on, where it is either, where it is off.
    Option {
        /// The option, by its full name.
        option: String,
    },
    /// The rank for a decision maker, best first.
    Rank {
        /// The decision maker, by id.
        dm: String,
    },
    /// The verdicts under a concept: equilibria, then what is stable for most.
    Concept {
        /// The concept, by id.
        concept: String,
    },
    /// The outcomes that hold: where the first does, of these where the second does, and so on.
    Outcomes,
}

/// States with their verdicts, a list for each property; all lists are equally long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rows {
    /// How many states the question was about, of which these are some.
    pub of: usize,
    /// Their places.
    pub place: Vec<usize>,
    /// Their names.
    pub name: Vec<String>,
    /// Their options, a letter each: `Y`, `N`, or `-` where a state stands for both; empty in graph form.
    pub row: Vec<String>,
    /// Their texts, where they have any.
    pub text: Vec<Option<String>>,
    /// By decision maker: the rank of each, from 1, the best.
    pub rank: Vec<Vec<u32>>,
    /// By decision maker: the concepts under which each is stable, as bits in the order of concepts.
    pub stable: Vec<Vec<u32>>,
    /// The concepts under which each is an equilibrium, as bits.
    pub equilibrium: Vec<u32>,
    /// By outcome: whether it holds.
    pub outcomes: Vec<Vec<bool>>,
}
