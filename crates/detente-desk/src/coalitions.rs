//! Coalitions: what decision makers could do together.

use detente_analysis::Answer;
use detente_analysis::certify::findings;
use detente_analysis::coalition::{self, CoalitionError, Upset};
use detente_analysis::motion;
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, DmId, Meaning, Motion, State};
use detente_proof::Finding;
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::pages::{self, CoalitionMoves, CoalitionsInputs};
use serde_json::Value;

use crate::find;
use crate::host::Host;
use crate::refusal::Refusal;

/// From about so many seconds on, the size is told before the work begins.
const TOLD_FROM: u64 = 1 << 30;

/// What coalitions are asked about.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// Where their moves begin; the status quo unless given.
    pub state: Option<&'a str>,
    /// Only the coalition of these; every one where there is none.
    pub of: &'a [String],
    /// At most so many equilibria are held against them.
    pub limit: usize,
    /// The search for the joint moves of a coalition is given up beyond so many pairs of a state and who moved last.
    pub search: usize,
}

/// What decision makers could do together.
#[derive(Debug)]
pub struct Together<'c> {
    meaning: Meaning<'c>,
    answer: Option<Answer<'c>>,
    digest: String,
    state: Option<State>,
    joint: Vec<CoalitionMoves>,
    complete: bool,
    all: Result<coalition::Coalitions, String>,
    equilibria: Vec<(usize, Vec<Upset>)>,
    equilibria_in_all: usize,
    search: usize,
    surface: Surface,
}

impl<'c> Together<'c> {
    /// Looks for joint moves.
    ///
    /// # Errors
    /// When something is asked about that is not there, a search grows too large, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, which: &Which, host: &Host) -> Result<Self, Refusal> {
        let meaning = Meaning::new(conflict)?;
        // The analysis gives states their numbers and ranks, and finds the equilibria. A conflict that is too large for it is answered without.
        let answer = host.solve_if_it_fits(conflict, &[&NASH, &SEQ])?;
        // Without a status quo there is still something to say about the equilibria.
        let state = match (which.state, &conflict.status_quo, which.of) {
            (None, None, []) => None,
            (text, ..) => Some(find::state(&meaning, text, answer.as_ref())?),
        };
        let (list, complete) = match which.of {
            [] => coalition::coalitions(conflict),
            ids => (vec![find::decision_makers(conflict, ids)?], false),
        };
        let mut joint: Vec<CoalitionMoves> = Vec::new();
        for (members, state) in list.into_iter().filter_map(|members| Some((members, state.as_ref()?))) {
            let moves = coalition::joint_moves(&meaning, &members, state, which.search, host.cancelled);
            if moves == Err(CoalitionError::Cancelled) {
                return Err(CoalitionError::Cancelled.into());
            }
            joint.push(CoalitionMoves { members, moves });
        }
        if let [CoalitionMoves { moves: Err(error), .. }] = joint.as_slice() {
            return Err(error.clone().into());
        }
        let all = match &answer {
            None => Err("The conflict is too large to list its states".to_string()),
            Some(answer) => everything(answer, host)?,
        };
        let (equilibria, equilibria_in_all) = match (&all, &answer) {
            (Ok(all), Some(answer)) => upsets(answer, all, which, host)?,
            _ => (Vec::new(), 0),
        };
        let digest = detente_model::digest(conflict);
        let (search, surface) = (which.search, host.surface);
        Ok(Together {
            meaning,
            answer,
            digest,
            state,
            joint,
            complete,
            all,
            equilibria,
            equilibria_in_all,
            search,
            surface,
        })
    }

    /// What the conflict means.
    pub fn meaning(&self) -> &Meaning<'c> {
        &self.meaning
    }

    /// What is to be proved: of each joint improvement its sequence, and of coalitions without one all that they can reach. `None` where there is no state to
    /// begin from.
    ///
    /// # Errors
    /// When a search grows too large, or the work is cancelled.
    pub fn findings(&self, host: &Host) -> Result<Option<Vec<Finding>>, Refusal> {
        let Some(from) = &self.state else { return Ok(None) };
        let conflict = self.meaning.conflict();
        let mut list: Vec<Finding> = Vec::new();
        for CoalitionMoves { members, moves } in &self.joint {
            match moves {
                Ok(moves) if moves.is_empty() => {
                    let control = host.quietly();
                    let reach = motion::reach_of(&self.meaning, members, from, Motion::Moves, self.search, &control)?;
                    list.push(findings::no_joint_improvement(conflict, members, &reach));
                }
                Ok(moves) => list.extend(moves.iter().map(|joint| {
                    let path = motion::Path { from: from.clone(), steps: joint.sequence.clone() };
                    findings::joint_improvement(conflict, members, &path)
                })),
                Err(error) => return Err(error.clone().into()),
            }
        }
        Ok(Some(list))
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::coalitions(&self.inputs())
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        pages::coalitions_json(&self.inputs())
    }

    /// The same for spreadsheets.
    pub fn csv(&self) -> String {
        pages::coalitions_csv(&self.inputs())
    }

    fn inputs(&self) -> CoalitionsInputs<'_, 'c> {
        CoalitionsInputs {
            meaning: &self.meaning,
            answer: self.answer.as_ref(),
            digest: &self.digest,
            state: self.state.as_ref(),
            joint: &self.joint,
            complete: self.complete,
            all: self.all.as_ref().map_err(String::as_str),
            equilibria: &self.equilibria,
            equilibria_in_all: self.equilibria_in_all,
            surface: self.surface,
        }
    }
}

/// What every coalition can do from every state, or why that is not looked at.
fn everything(answer: &Answer, host: &Host) -> Result<Result<coalition::Coalitions, String>, Refusal> {
    let (states, dms) = (answer.solution.states(), answer.conflict.decision_makers.len());
    if coalition::Coalitions::fits(states, dms) && coalition::Coalitions::work(states, dms) >= TOLD_FROM {
        (host.tell)(&format!(
            "{} states and {dms} decision makers: what every coalition can do from every state may take some seconds",
            detente_report::number(states as u128)
        ));
    }
    match coalition::Coalitions::of(&answer.meaning, host.cancelled) {
        Ok(all) => Ok(Ok(all)),
        Err(CoalitionError::Cancelled) => Err(CoalitionError::Cancelled.into()),
        Err(error) => Ok(Err(sentence(&error.to_string()))),
    }
}

/// Equilibria by their places, with who would upset each; and how many equilibria there are in all.
type Equilibria = (Vec<(usize, Vec<Upset>)>, usize);

/// The equilibria, and who would upset each; and how many equilibria there are in all.
fn upsets(answer: &Answer, all: &coalition::Coalitions, which: &Which, host: &Host) -> Result<Equilibria, Refusal> {
    let (places, total) = answer.notable(which.limit);
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
        let known = Some((all, place));
        let upsets = coalition::upsets(&answer.meaning, &some, &from, &settles, known, which.search, host.cancelled)?;
        found.push((place, upsets));
    }
    Ok((found, total))
}

/// With a capital letter at the beginning.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
