//! The moves that the reasons of a verdict tell of, in sequences that can be followed from state to state.

use std::cell::RefCell;
use std::cmp::Ordering;

use detente_analysis::Answer;
use detente_analysis::certify::{MAX_PAIRS, Reasons, Remains, Reply, Request, Unanswered};
use detente_analysis::motion::{self, MotionError};
use detente_model::{Concept, DmId, Motion, State, Steps};

use crate::host::Host;
use crate::refusal::Refusal;

/// So many sequences are told of a verdict, as on the page that tells the reasons.
const TOLD: usize = 8;

/// The moves that the reasons of one verdict tell of.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// For whom the verdict is.
    pub dm: DmId,
    /// Under which concept.
    pub concept: &'static Concept,
    /// Whether the state is stable.
    pub stable: bool,
    /// The state, by name.
    pub from: String,
    /// Sequences of moves from the state: where it is stable, each improvement with its sanction; where it has none, the moves that are not preferred; where it is
    /// unstable, the improvement and what the opponents can make of it, to no avail.
    pub threads: Vec<Thread>,
    /// How many more there are than are told.
    pub more: usize,
}

/// A sequence of moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its moves, in order. The first is by the decision maker whom the verdict is about.
    pub moves: Vec<Move>,
}

/// A move of a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Who moves.
    pub by: DmId,
    /// The state that it leads to, by name.
    pub to: String,
    /// What it is in the reasons.
    pub part: Part,
}

/// What a move is in the reasons of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The improvement of the decision maker.
    Improvement,
    /// A step of the sequence that sanctions it.
    Sanction,
    /// A step of opponents that sanctions nothing.
    Reply,
    /// How the decision maker moves on from there.
    Escape,
    /// A move that the decision maker does not prefer to staying.
    Refused,
}

impl Part {
    /// A short stable word: `improvement`, `sanction`, `reply`, `escape`, `refused`.
    pub fn word(self) -> &'static str {
        match self {
            Part::Improvement => "improvement",
            Part::Sanction => "sanction",
            Part::Reply => "reply",
            Part::Escape => "escape",
            Part::Refused => "refused",
        }
    }
}

/// The moves of a verdict.
///
/// # Errors
/// When the work is cancelled.
pub fn of(answer: &Answer, request: &Request, reasons: &Reasons, host: &Host) -> Result<Course, Refusal> {
    let teller = Teller { answer, request };
    let (stable, threads, all) = match reasons {
        Reasons::Stable(sanctions) if sanctions.is_empty() => {
            let refused = answer.meaning.moves(request.dm, &request.state);
            let thread = |to: &State| Thread { moves: vec![teller.step(request.dm, to, Part::Refused)] };
            (true, refused.iter().take(TOLD).map(thread).collect(), refused.len())
        }
        Reasons::Stable(sanctions) => {
            let threads = sanctions.iter().take(TOLD).map(|sanctioned| {
                let mut moves = vec![teller.step(request.dm, &sanctioned.improvement, Part::Improvement)];
                moves.extend(sanctioned.sequence.iter().map(|step| teller.step(step.by, &step.to, Part::Sanction)));
                Thread { moves }
            });
            (true, threads.collect(), sanctions.len())
        }
        Reasons::Unstable(unanswered) => {
            let all = unanswered.replies.as_ref().map_or(0, Vec::len).max(1);
            (false, teller.unanswered(unanswered, host)?, all)
        }
    };
    let more = all.saturating_sub(threads.len());
    let Request { dm, concept, .. } = *request;
    Ok(Course { dm, concept, stable, from: teller.name(&request.state), threads, more })
}

struct Teller<'a, 'c> {
    answer: &'a Answer<'c>,
    request: &'a Request,
}

impl Teller<'_, '_> {
    fn name(&self, state: &State) -> String {
        match self.answer.solution.place(state) {
            Some(place) => self.answer.name(place),
            None => detente_proof::state_text(self.answer.conflict, state),
        }
    }

    fn step(&self, by: DmId, to: &State, part: Part) -> Move {
        Move { by, to: self.name(to), part }
    }

    /// The improvement, and the shortest way to each reply that is told. The reasons have the replies without their ways, so these are searched for.
    fn unanswered(&self, unanswered: &Unanswered, host: &Host) -> Result<Vec<Thread>, Refusal> {
        let Request { concept, dm, .. } = *self.request;
        let improvement = self.step(dm, &unanswered.improvement, Part::Improvement);
        let alone = || vec![Thread { moves: vec![improvement.clone()] }];
        let (Some(sanction), Some(replies)) = (concept.sanction, unanswered.replies.as_deref()) else {
            return Ok(alone());
        };
        let by = match sanction.steps {
            Steps::Moves => Motion::Moves,
            Steps::Improvements => Motion::Improvements,
        };
        let opponents: Vec<DmId> = self.answer.conflict.dm_ids().filter(|&other| other != dm).collect();
        let mut order: Vec<&Reply> = replies.iter().collect();
        order.sort_by(|a, b| self.nearness(a, b));
        order.truncate(TOLD);
        // No further than to the last of them.
        let left = RefCell::new(order.iter().map(|reply| &reply.state).collect::<Vec<&State>>());
        let all_found = |state: &State| {
            let mut left = left.borrow_mut();
            left.retain(|one| *one != state);
            left.is_empty()
        };
        let (meaning, control) = (&self.answer.meaning, host.quietly());
        let from = &unanswered.improvement;
        let reach = match motion::reach_until(meaning, &opponents, from, by, MAX_PAIRS, &all_found, &control) {
            Ok(reach) => reach,
            Err(MotionError::Cancelled) => return Err(Refusal::cancelled()),
            // The prover found them within the same bound, so this does not happen; the improvement is to be seen all the same.
            Err(MotionError::TooFar(_)) => return Ok(alone()),
        };
        let mut threads = Vec::new();
        for reply in order {
            let Some(path) = reach.path_to_state(&reply.state) else { continue };
            let mut moves = vec![improvement.clone()];
            moves.extend(path.steps.iter().map(|step| self.step(step.by, &step.to, Part::Reply)));
            if let Remains::Escape(to) = &reply.remains {
                moves.push(self.step(dm, to, Part::Escape));
            }
            threads.push(Thread { moves });
        }
        Ok(if threads.is_empty() { alone() } else { threads })
    }

    /// Replies in the order in which the page tells them: those that must be escaped from, then the least good for the decision maker.
    fn nearness(&self, a: &Reply, b: &Reply) -> Ordering {
        let escaped = |reply: &Reply| matches!(reply.remains, Remains::Escape(_));
        let meaning = &self.answer.meaning;
        escaped(b).cmp(&escaped(a)).then_with(|| meaning.compare(self.request.dm, &a.state, &b.state))
    }
}
