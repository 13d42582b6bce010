//! Random conflicts and the small test models of the definitions, for the tests of all floors.

mod changes;
mod models;
mod random;
mod strict;

pub use changes::random_changes;
pub use models::{ArcsAndPayoffs, Game, graph_model, two_by_two};
pub use random::{Rng, Shape, random_conflict};
pub use strict::strict_conflict;
