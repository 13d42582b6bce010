//! `detente analyze`: the main job.

use detente_desk::analysis::Analysis;
use detente_desk::{Host, find};

use crate::args::{Analyze, Format};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Analyze) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let folders = loaded.folders(&args.documents.sources);
    let host = Host { folders: &folders, ..terminal::host(&args.work) };
    let concepts = find::concepts(&args.concepts)?;
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
