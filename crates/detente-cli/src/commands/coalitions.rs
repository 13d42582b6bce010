//! `detente coalitions`: what decision makers could do together.

use detente_analysis::Answer;
use detente_analysis::certify::findings;
use detente_analysis::coalition::{self, CoalitionError, Upset};
use detente_analysis::motion;
use detente_engine::Control;
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, DmId, Meaning, Motion, State};
use detente_proof::Finding;
use detente_report::pages::{self, CoalitionMoves, CoalitionsInputs};

use super::certificate;
use super::question::find;
use super::solve::{motion_failure, solve};
use crate::args::{Coalitions, Format, Work};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// From about so many seconds on, the size is told before the work begins.
const TOLD_FROM: u64 = 1 << 30;

pub fn run(args: &Coalitions) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    // The analysis gives states their numbers and ranks, and finds the equilibria. A conflict that is too large for it is answered without.
    let work = Work::default();
    let answer = match solve(conflict, &[&NASH, &SEQ], &work) {
        Ok(answer) => Some(answer),
        Err(failure) if failure.code == exit::TOO_LARGE => None,
        Err(failure) => return Err(failure),
    };
    // Without a status quo there is still something to say about the equilibria.
    let state = match (&args.state, &conflict.status_quo, args.of.as_slice()) {
        (None, None, []) => None,
        (text, ..) => Some(find(&meaning, text.as_deref(), answer.as_ref())?),
    };
    let (list, complete) = match args.of.as_slice() {
        [] => coalition::coalitions(conflict),
        ids => (vec![members(conflict, ids)?], false),
    };
    let mut joint: Vec<CoalitionMoves> = Vec::new();
    for (members, state) in list.into_iter().filter_map(|members| Some((members, state.as_ref()?))) {
        let moves = coalition::joint_moves(&meaning, &members, state, args.search, &terminal::interrupted);
        if moves == Err(CoalitionError::Cancelled) {
            return Err(failure(CoalitionError::Cancelled));
        }
        joint.push(CoalitionMoves { members, moves });
    }
    if let [CoalitionMoves { moves: Err(error), .. }] = joint.as_slice() {
        return Err(failure(error.clone()));
    }
    if let Some(path) = &args.certificate {
        let Some(state) = &state else {
            return Err(Failure::usage("there is no state to certify joint improvements from: name one"));
        };
        certificate::write(&loaded, certified(&meaning, state, &joint, args.search)?, path)?;
    }
    let all = match &answer {
        None => Err("The conflict is too large to list its states".to_string()),
        Some(answer) => everything(answer)?,
    };
    let default_limit = match args.layout.format {
        Format::Text | Format::Markdown => 12,
        Format::Json | Format::Csv => 1000,
    };
    let (equilibria, equilibria_in_all) = match (&all, &answer) {
        (Ok(all), Some(answer)) => upsets(answer, all, args.limit.unwrap_or(default_limit), args.search)?,
        _ => (Vec::new(), 0),
    };
    let digest = detente_model::digest(conflict);
    let inputs = CoalitionsInputs {
        meaning: &meaning,
        answer: answer.as_ref(),
        digest: &digest,
        state: state.as_ref(),
        joint: &joint,
        complete,
        all: all.as_ref().map_err(String::as_str),
        equilibria: &equilibria,
        equilibria_in_all,
    };
    match args.layout.format {
        Format::Text | Format::Markdown => terminal::show(&pages::coalitions(&inputs), &args.layout)?,
        Format::Csv => terminal::print(&pages::coalitions_csv(&inputs))?,
        Format::Json => terminal::print(&format!("{:#}\n", pages::coalitions_json(&inputs)))?,
    }
    Ok(exit::OK)
}

/// The proofs: of each joint improvement its sequence, and of coalitions without one all that they can reach.
fn certified(
    meaning: &Meaning, from: &State, joint: &[CoalitionMoves], search: usize,
) -> Result<detente_proof::Bundle, Failure> {
    let conflict = meaning.conflict();
    let mut list: Vec<Finding> = Vec::new();
    for CoalitionMoves { members, moves } in joint {
        match moves {
            Ok(moves) if moves.is_empty() => {
                let control = Control { cancelled: &terminal::interrupted, progress: &|_| {} };
                let reach = motion::reach_of(meaning, members, from, Motion::Moves, search, &control)
                    .map_err(motion_failure)?;
                list.push(findings::no_joint_improvement(conflict, members, &reach));
            }
            Ok(moves) => list.extend(moves.iter().map(|joint| {
                let path = motion::Path { from: from.clone(), steps: joint.sequence.clone() };
                findings::joint_improvement(conflict, members, &path)
            })),
            Err(error) => return Err(failure(error.clone())),
        }
    }
    Ok(findings::certificate(meaning, list))
}

/// The coalition of these decision makers, in the order of the file.
fn members(conflict: &Conflict, ids: &[String]) -> Result<Vec<DmId>, Failure> {
    let mut members =
        ids.iter().map(|id| super::decision_maker(conflict, id.trim())).collect::<Result<Vec<DmId>, Failure>>()?;
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// What every coalition can do from every state, or why that is not looked at.
fn everything(answer: &Answer) -> Result<Result<coalition::Coalitions, String>, Failure> {
    let (states, dms) = (answer.solution.states(), answer.conflict.decision_makers.len());
    if coalition::Coalitions::fits(states, dms) && coalition::Coalitions::work(states, dms) >= TOLD_FROM {
        terminal::tell(&format!(
            "{} states and {dms} decision makers: what every coalition can do from every state may take some seconds",
            detente_report::number(states as u128)
        ));
    }
    match coalition::Coalitions::of(&answer.meaning, &terminal::interrupted) {
        Ok(all) => Ok(Ok(all)),
        Err(CoalitionError::Cancelled) => Err(failure(CoalitionError::Cancelled)),
        Err(error) => Ok(Err(sentence(&error.to_string()))),
    }
}

/// Equilibria by their places, with who would upset each; and how many equilibria there are in all.
type Equilibria = (Vec<(usize, Vec<Upset>)>, usize);

/// The equilibria, and who would upset each; and how many equilibria there are in all.
fn upsets(answer: &Answer, all: &coalition::Coalitions, limit: usize, search: usize) -> Result<Equilibria, Failure> {
    let (places, total) = answer.notable(limit);
    let solution = &answer.solution;
    let settles = |state: &State| {
        let concepts = solution.concepts().iter();
        solution
            .place(state)
            .is_some_and(|place| concepts.clone().any(|concept| solution.equilibria(concept).contains(place)))
    };
    let (coalitions, _) = coalition::coalitions(answer.conflict);
    let mut found = Vec::new();
    for place in places {
        // Only coalitions that have a joint improvement are searched for the way.
        let some: Vec<Vec<DmId>> =
            coalitions.iter().filter(|members| !all.joint_improvements(members, place).is_empty()).cloned().collect();
        let from = solution.state(place);
        let upsets = coalition::upsets(
            &answer.meaning,
            &some,
            &from,
            &settles,
            Some((all, place)),
            search,
            &terminal::interrupted,
        );
        found.push((place, upsets.map_err(failure)?));
    }
    Ok((found, total))
}

fn failure(error: CoalitionError) -> Failure {
    let code = match error {
        CoalitionError::Cancelled => exit::INTERRUPTED,
        CoalitionError::TooFar(_) | CoalitionError::TooLarge { .. } => exit::TOO_LARGE,
    };
    Failure::new(code, error)
}

/// With a capital letter at the beginning.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
