//! `detente certify`: verdicts with their proofs.

use detente_analysis::certify::{self, Request};
use detente_desk::{Refusal, find};
use detente_model::Meaning;
use detente_model::concept::NASH;

use super::certificate;
use crate::args::{Certify, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Certify) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let meaning = Meaning::new(conflict).map_err(Refusal::from)?;
    let dms = find::decision_maker_or_all(conflict, args.which.dm.as_deref())?;
    let concepts = find::concept_or_all(args.which.concept.as_deref())?;
    let requests: Vec<Request> = if args.all {
        let all = certify::all_requests(conflict).map_err(|_| {
            let limit = certify::MAX_STATES_FOR_ALL;
            Failure::new(
                exit::TOO_LARGE,
                format_args!("the conflict has more than {limit} states, too many to certify them all; name a state"),
            )
        })?;
        all.into_iter().filter(|request| dms.contains(&request.dm) && concepts.contains(&request.concept)).collect()
    } else {
        // Only a number like `s94` needs the states listed.
        let numbered = args.state.as_deref().is_some_and(|text| detente_model::numbered_place(text).is_some());
        let answer = match numbered && conflict.named_states.is_none() {
            true => Some(terminal::host(&Work::default()).solve(conflict, &[&NASH])?),
            false => None,
        };
        let state = find::state(&meaning, args.state.as_deref(), answer.as_ref())?;
        let of_dm = |&dm: &detente_model::DmId| {
            let state = state.clone();
            concepts.iter().map(move |concept| Request { concept, dm, state: state.clone() }).collect::<Vec<_>>()
        };
        dms.iter().flat_map(of_dm).collect()
    };
    let bundle = certificate::watched("certifying", |progress| certify::certify(&meaning, &requests, progress));
    let bundle = bundle.map_err(Refusal::from)?;
    match &args.output {
        None => terminal::print(&certificate::of(&loaded, bundle).to_json())?,
        Some(path) => certificate::write(&loaded, bundle, path)?,
    }
    Ok(exit::OK)
}
