//! `detente why`: verdicts in plain sentences.

use crate::args::{Format, Why, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Why) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let host = terminal::host(&Work::default());
    let (dm, concept) = (args.which.dm.as_deref(), args.which.concept.as_deref());
    let why = detente_desk::why::Why::new(&loaded.conflict, args.state.as_deref(), dm, concept, &host)?;
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&why.page(), &args.layout)?,
        Format::Csv => {
            return Err(Failure::usage("sentences do not go into a table: use --format text, markdown or json"));
        }
        Format::Json => terminal::print(&format!("{:#}\n", why.json()))?,
    }
    Ok(exit::OK)
}
