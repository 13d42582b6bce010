//! `detente sweep summary`.

use detente_engine::Control;
use detente_sweep::summary::Summary;

use super::{failure, page};
use crate::args::Format;
use crate::args::sweep::Summary as Args;
use crate::exit::{self, Failure};
use crate::terminal;

/// So many states in a list for people.
const LISTED: usize = 12;

pub fn run(args: &Args) -> Result<u8, Failure> {
    let control = Control { cancelled: &terminal::interrupted, progress: &terminal::rows };
    let summary = Summary::new(&args.folder, control).map_err(failure)?;
    match args.layout.format {
        Format::Json => {
            let json = page::json(&summary, args.limit.unwrap_or(usize::MAX));
            terminal::print(&format!("{json:#}\n"))?;
        }
        Format::Csv => terminal::print(&page::csv(&summary))?,
        Format::Text | Format::Markdown => {
            terminal::show(&page::summary(&summary, args.limit.unwrap_or(LISTED)), &args.layout)?;
        }
    }
    Ok(exit::OK)
}
