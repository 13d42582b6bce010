//! One page for each answer that people ask for.

mod catalogue;
mod check;
mod concepts;
mod overview;
mod states;
mod why;

pub use catalogue::{CaseRun, case_list, case_runs, case_runs_csv};
pub use check::{Checked, check, check_csv};
pub use concepts::concepts;
pub use overview::{OverviewInputs, overview};
pub use states::{states, states_csv};
pub use why::Why;
