//! `detente analyze`: the main job.

use detente_desk::analysis::Analysis;
use detente_desk::survey::{self, Surveyed};
use detente_desk::{Host, find};

use crate::args::{Analyze, Format};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// A row a state is no answer where states cannot be listed.
pub const TOO_MANY_ROWS: &str = "the states are too many for a table: use --format text, markdown or json";

pub fn run(args: &Analyze) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let folders = loaded.folders(&args.documents.sources);
    let host = Host { folders: &folders, survey_work: args.patience.steps, ..terminal::host(&args.work) };
    let concepts = find::concepts(&args.concepts)?;
    if survey::is_needed(&loaded.conflict, &concepts, &host)? {
        let surveyed = Surveyed::new(&loaded.conflict, &concepts, &host)?;
        let limit = args.limit.unwrap_or(12);
        match args.layout.format {
            Format::Text | Format::Markdown => terminal::show(&surveyed.page(limit), &args.layout)?,
            Format::Json => terminal::print(&format!("{:#}\n", surveyed.json(limit)))?,
            Format::Csv => return Err(Failure::usage(TOO_MANY_ROWS)),
        }
        return Ok(exit::OK);
    }
    let analysis = Analysis::new(&loaded.conflict, &concepts, &host)?;
    let default_limit = match args.layout.format {
        Format::Text | Format::Markdown => 12,
        Format::Json => 10_000,
        Format::Csv => usize::MAX,
    };
    let limit = args.limit.unwrap_or(default_limit);
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&analysis.page(limit, &host)?, &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", analysis.json(limit, &host)))?,
        Format::Csv => terminal::print(&analysis.csv(limit))?,
    }
    Ok(exit::OK)
}
