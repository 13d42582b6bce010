//! `detente unknowns`: what holds whatever the unknowns turn out to be.

use detente_analysis::certify::completions;
use detente_analysis::unknowns::How;
use detente_desk::Refusal;
use detente_desk::unknowns::Unknown;
use detente_model::{CONCEPTS, Conflict};
use detente_proof::Bundle;

use super::certificate;
use crate::args::{Format, Unknowns, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Unknowns) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    certificate::as_written(&loaded, args.certificate.as_deref())?;
    let how = match args.sample {
        Some(draws) => How::Sample { draws, seed: args.seed },
        None => How::All { limit: args.completions },
    };
    let conflict = &loaded.conflict;
    let unknown = Unknown::new(conflict, args.state.as_deref(), how, &terminal::host(&Work::default()))?;
    if let Some(path) = &args.certificate {
        certificate::save(&certified(conflict, &unknown)?, path)?;
    }
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&unknown.page(args.limit), &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", unknown.json()))?,
        Format::Csv => terminal::print(&unknown.csv())?,
    }
    Ok(exit::OK)
}

/// What the completions say of a state. Where they are too many to be looked at, what those say that were found.
fn certified(conflict: &Conflict, unknown: &Unknown) -> Result<Bundle, Failure> {
    let (found, without) = if unknown.is_complete() { (Vec::new(), 0) } else { unknown.completions() };
    let some = (!unknown.is_complete()).then_some(found.as_slice());
    if some.is_some() {
        terminal::tell("What is possible is certified; that it is necessary or impossible would take all completions.");
    }
    if without > 0 {
        let beyond = "their rankings are beyond those that certificates number";
        if found.is_empty() {
            return Err(Failure::new(
                exit::TOO_LARGE,
                format_args!("the completions that were found cannot be certified: {beyond}"),
            ));
        }
        terminal::tell(&format!("Left out: {without} of {} completions found; {beyond}.", found.len() + without));
    }
    let state = unknown.state();
    let bundle = certificate::watched("certifying", |progress| completions(conflict, &CONCEPTS, state, some, progress));
    Ok(bundle.map_err(Refusal::from)?)
}
