//! `detente stabilise`: what would have to change for a wanted state to be an equilibrium.

use detente_analysis::certify::{self, Plan};
use detente_desk::Refusal;
use detente_desk::plans::{self, Found};
use detente_desk::stabilise::{By, Settled, Which};

use super::certificate;
use crate::args::{Change, Format, Stabilise, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Stabilise) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let which = Which {
        state: args.state.as_deref(),
        outcome: args.outcome.as_deref(),
        concept: &args.concept,
        by: match args.by {
            Change::Rankings => By::Rankings,
            Change::Statements => By::Statements,
            Change::Commitments => By::Commitments,
            Change::All => By::All,
        },
        vary: &args.vary,
        edits: args.edits,
        add: args.add,
        work: args.work,
    };
    let host = terminal::host(&Work::default());
    let settled = Settled::new(conflict, &which, &host).map_err(Failure::about("--outcome"))?;
    if let Some(path) = &args.certificate {
        let plans: Vec<Plan> = settled.plans(args.limit).into_iter().map(|proposal| proposal.plan).collect();
        if plans.is_empty() {
            return Err(Failure::usage("there is nothing to certify: no plan was found"));
        }
        let (base, variant) = match loaded.variant_of() {
            Some((base, id)) => (base, Some(id)),
            None => (conflict, None),
        };
        let bundle = certify::plans(base, variant, conflict, settled.concept(), &plans).map_err(Refusal::from)?;
        certificate::save(&bundle, path)?;
    }
    if let Some(id) = &args.as_variant {
        plans::check(conflict, id)?;
        let found = settled.plans(args.limit).into_iter().map(|proposal| proposal.found);
        let found: Vec<Found> = found.filter(|found| !found.changes.is_empty()).collect();
        if found.is_empty() {
            terminal::tell("There is nothing to paste: the state is an equilibrium already, or no plan was found.");
        }
        terminal::print(&plans::tables(loaded.file(), conflict, id, &found)?)?;
        return Ok(ended());
    }
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&settled.page(args.limit), &args.layout)?,
        Format::Csv => {
            return Err(Failure::usage("sentences do not go into a table: use --format text, markdown or json"));
        }
        Format::Json => terminal::print(&format!("{:#}\n", settled.json()))?,
    }
    Ok(ended())
}

/// What was known when Ctrl-C was pressed has been told, and is not the whole answer.
fn ended() -> u8 {
    if terminal::interrupted() { exit::INTERRUPTED } else { exit::OK }
}
