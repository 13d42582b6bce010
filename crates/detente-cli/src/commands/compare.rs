//! `detente compare`: the variants side by side.

use detente_desk::compare::Comparison;
use detente_desk::find;

use crate::args::{Compare, Format, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Compare) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("a comparison does not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let work = Work { memory: args.memory, threads: args.threads, engine: None };
    let concepts = find::concepts(&args.concepts)?;
    let compared = Comparison::new(&loaded.conflict, &concepts, &terminal::host(&work))?;
    match args.layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", compared.json()))?,
        _ => terminal::show(&compared.page(), &args.layout)?,
    }
    Ok(exit::OK)
}
