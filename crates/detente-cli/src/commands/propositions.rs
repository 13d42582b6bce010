//! `detente propositions`: what is claimed, and what the conflict says to it.

use detente_analysis::ask::Bounds;
use detente_analysis::certify::{self, Unproved};
use detente_desk::Refusal;

use super::certificate;
use crate::args::{Format, Propositions, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Propositions) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("propositions do not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    if let Some(path) = &args.certificate {
        certificate::as_written(&loaded, Some(path))?;
        if conflict.study.propositions.is_empty() {
            return Err(Failure::usage("there is nothing to certify: the file has no propositions"));
        }
        let bounds = Bounds::default();
        let certified =
            certificate::watched("certifying", |progress| certify::propositions(conflict, &bounds, progress));
        let (bundle, unproved) = certified.map_err(Refusal::from)?;
        certificate::save(&bundle, path)?;
        for Unproved { id, variant, because } in unproved {
            let variant = variant.map_or_else(String::new, |variant| format!(" in {variant}"));
            terminal::tell(&format!("{id}{variant} is not certified: {because}"));
        }
    }
    let host = terminal::host(&Work::default());
    let answered = detente_desk::propositions::Propositions::new(conflict, &host)?;
    match args.layout.format {
        Format::Json => terminal::print(&format!("{:#}\n", answered.json()))?,
        _ => terminal::show(&answered.page(), &args.layout)?,
    }
    Ok(exit::OK)
}
