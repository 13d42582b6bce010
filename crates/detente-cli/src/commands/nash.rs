//! `detente nash`: the Nash equilibria of conflicts of any size.

use detente_desk::nash::{Which, nash};

use crate::args::{Format, Nash, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Nash) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let which = Which { among: args.condition.as_deref(), limit: args.limit, work: args.work };
    let host = terminal::host(&Work { memory: args.memory, ..Work::default() });
    let equilibria = nash(&loaded.conflict, &which, &host)?;
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&equilibria.page(), &args.layout)?,
        Format::Csv => terminal::print(&equilibria.csv())?,
        Format::Json => terminal::print(&format!("{:#}\n", equilibria.json()))?,
    }
    Ok(exit::OK)
}
