//! `detente pivots`: what a verdict hangs on.

use detente_analysis::pivots::{PivotError, PivotSettings, Pivots as Pivotal, pivots};
use detente_model::concept::NASH;
use detente_model::{Conflict, Meaning, Question, State};
use detente_report::pages;

use super::as_variant::{self, Found};
use super::question::find;
use super::solve::solve;
use crate::args::{Format, Pivots, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Pivots) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("pivots do not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let (question, says) = match &args.proposition {
        Some(id) => {
            let all = &conflict.study.propositions;
            let proposition = all.iter().find(|proposition| proposition.id == *id).ok_or_else(|| {
                let ids: Vec<&str> = all.iter().map(|proposition| proposition.id.as_str()).collect();
                let there =
                    if ids.is_empty() { "there are none".into() } else { format!("there are {}", ids.join(", ")) };
                Failure::usage(format_args!("there is no proposition {id}; {there}"))
            })?;
            (proposition.question.clone(), Some(proposition.says.as_str()))
        }
        None => (stability(args, conflict)?, None),
    };
    let settings = PivotSettings {
        any_place: args.any_place,
        up_to: usize::from(args.sets),
        all_sizes: args.all_sizes,
        answers: args.answers,
        ..PivotSettings::default()
    };
    let found = pivots(conflict, &question, &settings, &terminal::interrupted).map_err(|error| {
        let code = match error {
            PivotError::Cancelled => exit::INTERRUPTED,
            PivotError::Ask(_) => exit::USAGE,
            PivotError::TooMany(_) | PivotError::TooLarge { .. } => exit::TOO_LARGE,
        };
        Failure::new(code, error)
    })?;
    if let Some(id) = &args.as_variant {
        as_variant::check(conflict, id)?;
        let found = overturning(conflict, &question, says, &found);
        if found.is_empty() {
            terminal::tell("There is nothing to paste: nothing that was tried overturns the verdict.");
        }
        terminal::print(&as_variant::tables(&loaded, id, &found)?)?;
        return Ok(exit::OK);
    }
    match args.layout.format {
        Format::Json => {
            terminal::print(&format!("{:#}\n", pages::pivots_json(conflict, &question, says, &found)))?;
        }
        _ => terminal::show(&pages::pivots(conflict, &question, says, &found), &args.layout)?,
    }
    Ok(exit::OK)
}

/// The ways to overturn the verdict: the single ones, or else those of the smallest sets.
fn overturning(conflict: &Conflict, question: &Question, says: Option<&str>, found: &Pivotal) -> Vec<Found> {
    let ways: Vec<Vec<usize>> = match found.single.as_slice() {
        [] => found.sets.iter().flat_map(|set| set.ways.clone()).collect(),
        single => single.iter().map(|&way| vec![way]).collect(),
    };
    let least = ways.iter().map(Vec::len).min().unwrap_or(0);
    let row = |state: &State| detente_proof::state_text(conflict, state);
    let of = match (says, question) {
        (Some(says), _) => format!("“{says}”"),
        (None, Question::Equilibrium { concept, at: Some(state) }) => {
            format!("whether {} is an equilibrium under {}", row(state), concept.name)
        }
        (None, Question::Stable { concept, dm, at: Some(state) }) => {
            format!("whether {} is stable for {} under {}", row(state), conflict.dm(*dm).id, concept.name)
        }
        _ => "the question".into(),
    };
    let answer = if found.holds { "yes" } else { "no" };
    let smallest = ways.into_iter().filter(|way| way.len() == least);
    let one = |way: Vec<usize>| Found {
        text: format!("Another answer to {of}"),
        changes: found.changes(&way),
        because: format!("One of the smallest sets of changes that overturn it; without them the answer is {answer}."),
    };
    smallest.map(one).collect()
}

/// The question whether a state is stable for a decision maker, or an equilibrium.
fn stability(args: &Pivots, conflict: &Conflict) -> Result<Question, Failure> {
    let concept = args.which.concept.as_deref().map_or(Ok(&NASH), super::concept)?;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    // Only states that are named by their number need the list of states.
    let answer = match &args.state {
        Some(_) => Some(solve(conflict, &[&NASH], &Work::default())?),
        None => None,
    };
    let at = Some(find(&meaning, args.state.as_deref(), answer.as_ref())?);
    Ok(match &args.which.dm {
        Some(id) => Question::Stable { concept, dm: super::decision_maker(conflict, id)?, at },
        None => Question::Equilibrium { concept, at },
    })
}
