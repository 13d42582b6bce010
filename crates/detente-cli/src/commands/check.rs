//! `detente check`: the file and its ledger.

use detente_desk::Host;

use crate::args::{Check, Format, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Check) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let folders = loaded.folders(&args.documents.sources);
    let host = Host { folders: &folders, ..terminal::host(&Work::default()) };
    let checked = detente_desk::check::Check::new(&loaded.conflict, &host);
    match args.layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", checked.json()))?,
        Format::Csv => terminal::print(&checked.csv())?,
        Format::Text | Format::Markdown => terminal::show(&checked.page(), &args.layout)?,
    }
    Ok(if checked.has_failures() { exit::FOUND_FAULT } else { exit::OK })
}
