//! Sweeps: whole families of variants of one conflict, each analysed.
//!
//! A family is a product of factors (orders of statements, statements dropped, unknowns completed, options held, variants, random changes), and its rows are numbered. All that a row
//! holds follows from the conflict, the spec and its number, so that any rows can be made anywhere, in any order.
//!
//! ```
//! use detente_engine::Control;
//! use detente_sweep::Sweep;
//!
//! let fence = r#"
//! format = 1
//! title = "Two neighbours and a fence"
//! status_quo = ["east.mend"]
//! [decision_makers.east]
//! name = "East"
//! options.mend = "Mend the fence"
//! prefers = ["west.mend", "not mend"]
//! [decision_makers.west]
//! name = "West"
//! options.mend = "Mend the fence"
//! prefers = ["east.mend", "not mend"]
//! "#;
//! let spec = "format = 1\n[[orders]]\nof = \"east\"\n[drop]\nelements = [\"west.2\"]\n";
//! let (sweep, _) = Sweep::read(fence, spec).expect("both can be read");
//! assert_eq!(sweep.rows(), 4);
//! // All rows: two numbers in, columns out.
//! let table = sweep.table(0, sweep.rows(), Control::none()).expect("they are few");
//! let nash = sweep.columns().iter().position(|column| column.name == "nash").expect("it is recorded");
//! let equilibria: Vec<Option<i64>> = (0..4).map(|row| table.get(nash, row)).collect();
//! assert_eq!(equilibria, [Some(1), Some(1), Some(2), Some(2)]);
//! ```
//!
//! [`Sweep::read`] takes two texts, [`Sweep::table`] two numbers, and plain columns come out. [`run`](folder::run) makes all rows in parts that lie in a folder.

mod columns;
pub mod family;
pub mod folder;
mod forms;
mod kernel;
mod lists;
mod part;
mod random;
mod rows;
pub mod spec;
pub mod summary;
mod sweep;

pub use columns::{Column, ColumnKind, Finding, Origin, Table, Values};
pub use forms::{RowChanges, Universe};
pub use kernel::MAX_STATES;
pub use spec::Spec;
pub use sweep::{ReadError, Sweep, SweepError};

/// Makes rows and their Parquet file, which is thrown away: for measurements. How many bytes it has; 0 where the rows cannot be made.
#[doc(hidden)]
pub fn measure(sweep: &Sweep, first: u64, count: u64, control: detente_engine::Control) -> usize {
    let table = sweep.table(first, count, control).ok();
    table.and_then(|table| part::write(sweep.columns(), &table, "", 0).ok()).map_or(0, |bytes| bytes.len())
}
