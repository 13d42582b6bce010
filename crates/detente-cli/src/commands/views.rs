//! `detente views`: what lasts where each decision maker acts on its own picture.

use detente_analysis::certify::{MAX_STATES_FOR_ALL, hypergame};
use detente_analysis::views::Hypergame;
use detente_desk::{Refusal, find};
use detente_model::State;
use detente_proof::Bundle;

use super::certificate;
use crate::args::{Format, Views, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Views) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    certificate::as_written(&loaded, args.certificate.as_deref())?;
    let varied = loaded.varied.as_ref().map(|(variant, base)| (variant, base));
    let concepts = find::concepts(&args.concepts)?;
    let host = terminal::host(&Work::default());
    let state = args.state.as_deref();
    let views = detente_desk::views::Views::new(&loaded.conflict, varied, state, &concepts, &host)?;
    if let Some(path) = &args.certificate {
        certificate::save(&certified(views.game())?, path)?;
    }
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&views.page(args.limit), &args.layout)?,
        Format::Json => terminal::print(&format!("{:#}\n", views.json()))?,
        Format::Csv => {
            return Err(Failure::usage("this does not go into one table: use --format text, markdown or json"));
        }
    }
    Ok(exit::OK)
}

/// Of every state whether it is a hypergame equilibrium; of the equilibria alone where the states are very many.
fn certified(game: &Hypergame) -> Result<Bundle, Failure> {
    let solution = &game.solution;
    let places: Vec<usize> = if solution.states() <= MAX_STATES_FOR_ALL {
        (0..solution.states()).collect()
    } else {
        terminal::tell("The states are very many: only the hypergame equilibria are certified.");
        let all = solution.concepts().iter().flat_map(|concept| game.equilibria(concept));
        let mut places: Vec<usize> = all.map(|found| found.place).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let states: Vec<State> = places.into_iter().map(|place| solution.state(place)).collect();
    let concepts = solution.concepts();
    let bundle = certificate::watched("certifying", |progress| hypergame(game.conflict, concepts, &states, progress));
    Ok(bundle.map_err(Refusal::from)?)
}
