//! `detente paths`: where the conflict can go, how, and where it comes to rest.

use detente_analysis::certify::findings;
use detente_desk::paths::Which;
use detente_model::Motion;

use super::certificate;
use crate::args::{By, Format, Paths};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Paths) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let by = match args.by {
        By::Moves => Motion::Moves,
        By::Improvements => Motion::Improvements,
        By::Best => Motion::BestImprovements,
    };
    let which = Which { state: args.state.as_deref(), by, to: args.to.as_deref(), pairs: args.pairs };
    let host = terminal::host(&args.work);
    let paths = detente_desk::paths::Paths::new(&loaded.conflict, &which, &host).map_err(Failure::about("--to"))?;
    if let Some(path) = &args.certificate {
        let list = paths.findings();
        if list.is_empty() {
            return Err(Failure::usage(
                "there is nothing to certify: no outcome and no equilibrium; name a goal with --to",
            ));
        }
        certificate::write(&loaded, findings::certificate(paths.meaning(), list), path)?;
    }
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&paths.page(args.limit.unwrap_or(20)), &args.layout)?,
        Format::Csv => terminal::print(&paths.csv())?,
        Format::Json => terminal::print(&format!("{:#}\n", paths.json()))?,
    }
    Ok(exit::OK)
}
