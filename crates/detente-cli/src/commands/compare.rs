//! `detente compare`: the variants side by side.

use detente_analysis::AnswerError;
use detente_analysis::compare::compare;
use detente_engine::Settings;
use detente_model::CONCEPTS;
use detente_report::pages;

use super::solve::{announce, engine_failure, working};
use crate::args::{Compare, Format};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Compare) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("a comparison does not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let study = &conflict.study;
    if study.variants.is_empty() {
        return Err(Failure::usage("the file has no variants to compare: add a table `[variants.NAME]`"));
    }
    let concepts = args.concepts.iter().map(|name| super::concept(name)).collect::<Result<Vec<_>, _>>()?;
    let settings = Settings {
        concepts: if concepts.is_empty() { CONCEPTS.to_vec() } else { concepts },
        memory: args.memory.saturating_mul(1 << 20),
        threads: args.threads,
        ..Settings::default()
    };
    let large = announce(conflict, &settings)?;
    let compared =
        working(large, |control| compare(conflict, &study.variants, &study.propositions, &settings, control));
    let compared = compared.map_err(|error| match error {
        AnswerError::Engine(error) => engine_failure(error),
        AnswerError::TooMany(error) => Failure::new(exit::TOO_LARGE, error),
    })?;
    if terminal::interrupted() {
        return Err(Failure::new(exit::INTERRUPTED, "cancelled"));
    }
    match args.layout.format {
        Format::Json => {
            terminal::print(&format!("{:#}\n", pages::compare_json(conflict, &study.propositions, &compared)))?;
        }
        _ => terminal::show(&pages::compare(conflict, &study.propositions, &compared), &args.layout)?,
    }
    Ok(exit::OK)
}
