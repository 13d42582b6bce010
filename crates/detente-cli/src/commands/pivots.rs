//! `detente pivots`: what a verdict hangs on.

use detente_analysis::pivots::PivotSettings;
use detente_desk::pivots::{Hinges, Which};
use detente_desk::plans;

use crate::args::{Format, Pivots, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Pivots) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("pivots do not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let which = match &args.proposition {
        Some(id) => Which::Proposition(id),
        None => Which::Stability {
            state: args.state.as_deref(),
            dm: args.which.dm.as_deref(),
            concept: args.which.concept.as_deref(),
        },
    };
    let settings = PivotSettings {
        any_place: args.any_place,
        up_to: usize::from(args.sets),
        all_sizes: args.all_sizes,
        answers: args.answers,
        ..PivotSettings::default()
    };
    let hinges = Hinges::new(conflict, which, &settings, &terminal::host(&Work::default()))?;
    if let Some(id) = &args.as_variant {
        plans::check(conflict, id)?;
        let found = hinges.overturning();
        if found.is_empty() {
            terminal::tell("There is nothing to paste: nothing that was tried overturns the verdict.");
        }
        terminal::print(&plans::tables(loaded.file(), conflict, id, &found)?)?;
        return Ok(exit::OK);
    }
    match args.layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", hinges.json()))?,
        _ => terminal::show(&hinges.page(), &args.layout)?,
    }
    Ok(exit::OK)
}
