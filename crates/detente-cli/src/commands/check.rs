//! `detente check`: the file and its ledger.

use detente_model::ledger;
use detente_report::pages::{self, Checked};

use crate::args::{Check, Format};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Check) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let conflict = &loaded.conflict;
    let verification = loaded.verify(&args.documents.sources);
    let checked = Checked {
        conflict,
        digest: &detente_model::digest(conflict),
        audit: &ledger::audit(conflict),
        verification: &verification,
    };
    match args.layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", detente_report::json::check(checked)))?,
        Format::Csv => terminal::print(&pages::check_csv(checked))?,
        Format::Text | Format::Markdown => terminal::show(&pages::check(checked), &args.layout)?,
    }
    Ok(if verification.has_failures() { exit::FOUND_FAULT } else { exit::OK })
}
