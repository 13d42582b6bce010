//! Where one can go from a state: ways to what matters, and moves by hand.

use serde::{Deserialize, Serialize};

use super::Run;

/// `POST /api/ways`, answered by lines that end with [`Ways`]: the shortest legal sequences of steps from a state to what matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WaysRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// Where the ways begin; at the status quo unless given.
    pub from: Option<String>,
    /// By what steps: `moves`, `improvements` or `best`.
    pub by: String,
    /// The concept whose equilibria are ends of ways.
    pub concept: String,
    /// So many equilibria at most; no more than 500.
    pub limit: usize,
}

/// The shortest ways from a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ways {
    /// Where they begin.
    pub from: StateHere,
    /// Outcomes first, in order, then equilibria: those that are reached in fewest steps first.
    pub ways: Vec<Way>,
    /// How many equilibria there are under the concept.
    pub equilibria: usize,
    /// How many states can be reached, the first among them.
    pub reached: usize,
}

/// The shortest way to somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Way {
    /// The outcome that it leads to, by name; nothing where it leads to an equilibrium.
    pub outcome: Option<String>,
    /// The state where it ends; nothing for an outcome that cannot be reached.
    pub end: Option<StateHere>,
    /// Its steps; none where it is there already; nothing where it cannot be reached by such steps.
    pub steps: Option<Vec<WayStep>>,
}

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WayStep {
    /// Whose, by place.
    pub by: usize,
    /// Where it leads.
    pub to: String,
    /// What it does, in words, without who does it.
    pub words: String,
    /// Whether the mover prefers where it leads.
    pub improves: bool,
}

/// `POST /api/moves`: what can be done at a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MovesRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The state; the status quo unless given.
    pub state: Option<String>,
}

/// What can be done at a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Moves {
    /// The state.
    pub at: StateHere,
    /// The moves: decision makers in order, best moves first.
    pub moves: Vec<MoveHere>,
}

/// A state that somebody has come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StateHere {
    /// Its name.
    pub name: String,
    /// Its options, a letter each; empty in graph form.
    pub row: String,
    /// Its text.
    pub text: Option<String>,
    /// The names of the outcomes that hold.
    pub outcomes: Vec<String>,
    /// Whether it is the status quo.
    pub status_quo: bool,
}

/// A move that can be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MoveHere {
    /// By whom, by place.
    pub by: usize,
    /// Where it leads.
    pub to: StateHere,
    /// What it does, in words, without who does it: "takes up “Use force”".
    pub words: Vec<Run>,
    /// What it is worth to the mover: `best`, `better`, `same` or `worse`.
    pub worth: String,
}
