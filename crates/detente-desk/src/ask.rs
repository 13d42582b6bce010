//! What people ask of a conflict, as data: the same for every program.

#[cfg(feature = "samples")]
mod samples;

use serde::{Deserialize, Serialize};

#[cfg(feature = "samples")]
pub use samples::samples;

/// A question to a conflict. States are named as people name them: a name, a row such as `YNNY`, or the options that are on; the status quo unless given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// Why a state is stable, or is not.
    Why {
        /// The state.
        state: Option<String>,
        /// For whom; for everybody unless given.
        dm: Option<String>,
        /// Under which concept; under all unless given.
        concept: Option<String>,
    },
    /// The file and its ledger.
    Check,
    /// What the documents claim, as questions with computed verdicts.
    Propositions,
    /// What a verdict hangs on.
    Pivots {
        /// A proposition, by id, instead of a state's stability.
        proposition: Option<String>,
        /// The state.
        state: Option<String>,
        /// For whom; whether it is an equilibrium unless given.
        dm: Option<String>,
        /// Under which concept; Nash unless given.
        concept: Option<String>,
        /// Whether statements are moved to every place of their list, not by one place only.
        any_place: bool,
        /// The largest sets of assumptions that are looked at, from 1 to 3.
        sets: u8,
        /// Whether larger sets are looked at even where smaller ones overturn the verdict.
        all_sizes: bool,
        /// No size of sets is begun that would take more answers in all.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        answers: u64,
    },
    /// The variants side by side.
    Compare {
        /// Only these concepts; all where there is none.
        concepts: Vec<String>,
    },
    /// Where the conflict can go, and where not; slides and shocks.
    Paths {
        /// Where to begin.
        state: Option<String>,
        /// By what steps: `moves`, `improvements` or `best`.
        by: String,
        /// Only the way to this outcome, condition or state.
        to: Option<String>,
        /// So many states and paths in a list.
        limit: usize,
    },
    /// What decision makers could do together.
    Coalitions {
        /// The state.
        state: Option<String>,
        /// Only the coalition of these; every one where there is none.
        of: Vec<String>,
        /// So many equilibria in the table.
        limit: usize,
    },
    /// What would have to change for a wanted state to be an equilibrium.
    Stabilise {
        /// The wanted state.
        state: Option<String>,
        /// Any state of this outcome or condition instead.
        outcome: Option<String>,
        /// Under which concept.
        concept: String,
        /// What may change: `rankings`, `statements`, `commitments` or `all`.
        by: String,
        /// Only the preferences of these may change; of all where there is none.
        vary: Vec<String>,
        /// So many edits of statements together, from 1 to 3.
        edits: u8,
        /// Whether added statements are tried as well.
        add: bool,
        /// So many plans of a kind.
        limit: usize,
        /// The search ends after so many pieces of work.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        work: u64,
    },
    /// What holds whatever the unknowns turn out to be.
    Unknowns {
        /// The state.
        state: Option<String>,
        /// So many completions are looked at one by one; beyond, only the state is asked about.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        completions: u64,
        /// So many are drawn instead of all being looked at.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        sample: Option<u64>,
        /// What the draws follow from.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seed: u64,
        /// So many states in a list.
        limit: usize,
    },
    /// What lasts where each decision maker acts on its own picture.
    Views {
        /// Only these concepts; all where there is none.
        concepts: Vec<String>,
        /// So many states in a list.
        limit: usize,
    },
    /// What happened, and whether the model expected it.
    Events,
}
