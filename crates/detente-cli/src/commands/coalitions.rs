//! `detente coalitions`: what decision makers could do together.

use detente_analysis::certify::findings;
use detente_desk::coalitions::{Together, Which};

use super::certificate;
use crate::args::{Coalitions, Format, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Coalitions) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let default_limit = match args.layout.format {
        Format::Text | Format::Markdown => 12,
        Format::Json | Format::Csv => 1000,
    };
    let limit = args.limit.unwrap_or(default_limit);
    let which = Which { state: args.state.as_deref(), of: &args.of, limit, search: args.search };
    let host = terminal::host(&Work::default());
    let together = Together::new(&loaded.conflict, &which, &host)?;
    if let Some(path) = &args.certificate {
        let list = together
            .findings(&host)?
            .ok_or_else(|| Failure::usage("there is no state to certify joint improvements from: name one"))?;
        certificate::write(&loaded, findings::certificate(together.meaning(), list), path)?;
    }
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&together.page(), &args.layout)?,
        Format::Csv => terminal::print(&together.csv())?,
        Format::Json => terminal::print(&format!("{:#}\n", together.json()))?,
    }
    Ok(exit::OK)
}
