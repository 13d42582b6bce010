//! One page for each answer that people ask for.

mod catalogue;
mod check;
mod coalitions;
pub(crate) mod compare;
mod concepts;
pub(crate) mod events;
mod nash;
mod open;
mod overview;
mod paths;
mod pivots;
mod play;
pub(crate) mod propositions;
mod questions;
mod stabilise;
mod states;
mod survey;
mod survey_json;
mod unknowns;
mod views;
mod why;

pub use catalogue::{CaseRun, case_list, case_runs, case_runs_csv};
pub use check::{Checked, check, check_csv};
pub use coalitions::{CoalitionMoves, CoalitionsInputs, coalitions, coalitions_csv, coalitions_json};

pub use compare::{compare, compare_json};
pub use concepts::concepts;
pub use events::{events, events_json, events_section};
pub use nash::{NASH_FORMAT, nash, nash_csv, nash_json};
pub(crate) use open::{open_ranking, open_unknowns};
pub use overview::{OverviewInputs, overview, some_names};
pub(crate) use overview::{difference, named, ordinal, outcome_table, without_ledger};
pub use paths::{PATHS_FORMAT, Paths, Target, motion_words};
pub use pivots::{pivots, pivots_json, rests_on};
pub use play::Play;
pub use propositions::{AnsweredProposition, propositions, propositions_json, propositions_section};
pub use questions::{question_words, reason_words};
pub use stabilise::{STABILISE_FORMAT, Stabilise};
pub use states::{states, states_csv};
pub use survey::{OutcomeFound, SurveyInputs, survey, survey_states};
pub use survey_json::{survey_json, survey_states_json};
pub use unknowns::{UNKNOWNS_FORMAT, Unknowns};
pub use views::{VIEWS_FORMAT, Views};
pub use why::Why;
