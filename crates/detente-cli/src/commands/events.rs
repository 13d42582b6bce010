//! `detente events`: what happened, and whether the conflict expected it.

use crate::args::{Events, Format, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Events) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("events do not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let events = detente_desk::events::Events::new(&loaded.conflict, &terminal::host(&Work::default()))?;
    match args.layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", events.json()))?,
        _ => terminal::show(&events.page(), &args.layout)?,
    }
    Ok(exit::OK)
}
