//! The Nash equilibria of conflicts in option form that are too large for their states to be listed.
//!
//! A solver of satisfiability problems proposes a state that no rule excludes, and each decision maker's best reply to what the others do in it is worked out.
//! If nobody can do better, the state is an equilibrium, and the solver is told not to propose it again. Otherwise the solver is told what the improvement
//! teaches about *all* states: where that own change is a move, its end must not be better. So every proposal is either an equilibrium or excludes many states,
//! and when nothing is left to propose, all equilibria have been found, or it is proved that there are none. This is refinement by counterexamples (Clarke,
//! Grumberg, Jha, Lu and Veith 2003), for a question of the form *there is a state such that for all own changes*; stability under Nash is that of Nash (1950).
//!
//! Conflicts with a direct ranking list their states, so that each is looked at.

mod circuit;
mod clauses;
mod cuts;
mod listed;
mod player;
mod wishes;

use std::cell::Cell;

use detente_model::{Conflict, Expr, OptionId, OptionVector, OutcomeWhen, State};

use crate::{Control, EngineError, Progress};
use circuit::{Circuit, Edge};
use clauses::{Clauses, Said};
use cuts::{Cuts, Improvement};
use player::{Player, Reply};

/// Progress is told whenever so many states have been looked at.
const PROGRESS: u64 = 64;

/// What is asked of the search.
#[derive(Clone, Debug)]
pub struct NashSettings {
    /// At most so many equilibria: the first ones that the search comes upon. In which order it does depends on the conflict and on `among`, not on the limit.
    pub limit: usize,
    /// Only equilibria in which this holds; `None` for all. Moves may lead anywhere.
    pub among: Option<OutcomeWhen>,
    /// The work after which the search ends with what it has: decisions of the solver, counted rather than timed, so that the same question gets the same answer.
    pub work: u64,
    /// The bytes that the search may use, roughly.
    pub memory: u64,
}

impl Default for NashSettings {
    /// A thousand equilibria, anywhere, 100 million pieces of work, 4 GiB.
    fn default() -> Self {
        NashSettings { limit: 1000, among: None, work: 100_000_000, memory: 4 << 30 }
    }
}

/// Why a list of equilibria may lack some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NashCut {
    /// There are more than were asked for.
    Limit,
    /// The work was used up. All that are listed are equilibria; others may lie anywhere.
    Work,
    /// The memory was used up. All that are listed are equilibria; others may lie anywhere.
    Memory,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NashFound {
    /// The equilibria, in the order of states.
    pub equilibria: Vec<OptionVector>,
    /// Why there may be others; `None` where there are none.
    pub cut: Option<NashCut>,
    /// The work that was done.
    pub work: u64,
    /// How many states were looked at.
    pub candidates: u64,
    /// How often a best reply was worked out.
    pub replies: u64,
}

impl NashFound {
    /// Whether these are all the equilibria that were asked for.
    pub fn complete(&self) -> bool {
        self.cut.is_none()
    }
}

/// Finds the Nash equilibria of a conflict in option form, of any size.
///
/// All of them are found unless there are more than asked for, or the work or the memory is used up; [`NashFound::cut`] tells. The same question gets the same
/// answer, and a list that is cut by a lower limit is part of one that is cut by a higher one.
///
/// # Errors
/// When states have names ([`EngineError::WrongEngine`]: such conflicts are small, and [`crate::analyse`] takes them), and when the work is cancelled.
pub fn nash_search(conflict: &Conflict, settings: &NashSettings, control: &Control) -> Result<NashFound, EngineError> {
    if conflict.named_states.is_some() {
        return Err(EngineError::WrongEngine { engine: "search" });
    }
    match listed::states(conflict) {
        Some(states) => looked_through(conflict, states, settings, control),
        None => Search::new(conflict, settings, control, &Cell::new(settings.work)).run(),
    }
}

/// The equilibria among listed states.
fn looked_through(
    conflict: &Conflict, states: Vec<OptionVector>, settings: &NashSettings, control: &Control,
) -> Result<NashFound, EngineError> {
    let left = Cell::new(settings.work);
    let stable = listed::stable(conflict, &states, control.cancelled, &left)?;
    let candidates = states.len() as u64;
    let mut found =
        NashFound { equilibria: Vec::new(), cut: None, work: settings.work - left.get(), candidates, replies: 0 };
    let Some(stable) = stable else { return Ok(NashFound { cut: Some(NashCut::Work), ..found }) };
    let wanted = |state: &OptionVector| match &settings.among {
        None => true,
        Some(OutcomeWhen::Holds(condition)) => condition.holds(state),
        Some(OutcomeWhen::OneOf(states)) => states.contains(&State::Vector(state.clone())),
    };
    let equilibria = states.into_iter().zip(stable).filter(|(_, stable)| *stable).map(|(state, _)| state);
    found.equilibria = equilibria.filter(wanted).collect();
    if found.equilibria.len() > settings.limit {
        found.equilibria.truncate(settings.limit);
        found.cut = Some(NashCut::Limit);
    }
    Ok(found)
}

struct Search<'a> {
    conflict: &'a Conflict,
    settings: &'a NashSettings,
    control: &'a Control<'a>,
    left: &'a Cell<u64>,
    circuit: Circuit,
    /// The nodes of the circuit that the conflict itself has; what cuts add stands behind them.
    nodes: usize,
    players: Vec<Player<'a>>,
    clauses: Clauses<'a>,
    cuts: Cuts,
    candidates: u64,
    replies: u64,
}

impl<'a> Search<'a> {
    fn new(conflict: &'a Conflict, settings: &'a NashSettings, control: &'a Control<'a>, left: &'a Cell<u64>) -> Self {
        let mut circuit = Circuit::new();
        let rules: Vec<Edge> = conflict.rules.iter().map(|rule| circuit.condition(&rule.when)).collect();
        let players = conflict
            .dm_ids()
            .filter(|&dm| !conflict.dm(dm).options.is_empty())
            .map(|dm| Player::new(conflict, dm, &mut circuit, &rules))
            .collect();
        let nodes = circuit.len();
        let mut clauses = Clauses::new(conflict.options.len(), control.cancelled, left);
        rules.iter().for_each(|&rule| clauses.require(&circuit, !rule));
        if let Some(among) = &settings.among {
            let among = wanted(conflict, among, &mut circuit);
            clauses.require(&circuit, among);
        }
        let cuts = Cuts::new();
        Search { conflict, settings, control, left, circuit, nodes, players, clauses, cuts, candidates: 0, replies: 0 }
    }

    fn run(mut self) -> Result<NashFound, EngineError> {
        let mut equilibria: Vec<OptionVector> = Vec::new();
        let cut = loop {
            if self.clauses.bytes() + self.circuit.bytes() + self.cuts.bytes() > self.settings.memory {
                break Some(NashCut::Memory);
            }
            match self.clauses.solve(&[]) {
                Said::No => break None,
                Said::Stopped => break self.stopped()?,
                Said::Yes => {}
            }
            let state = self.clauses.vector();
            self.candidates += 1;
            match self.is_equilibrium(&state) {
                None => break self.stopped()?,
                Some(false) => {}
                Some(true) if equilibria.len() == self.settings.limit => break Some(NashCut::Limit),
                Some(true) => {
                    let others = self.clauses.options().map(|option| (option, !state.is_on(option)));
                    self.clauses.add_choices(others);
                    equilibria.push(state);
                }
            }
            if self.candidates.is_multiple_of(PROGRESS) {
                let done = self.settings.work - self.left.get();
                (self.control.progress)(Progress { done, total: self.settings.work, what: "searching for equilibria" });
            }
        };
        equilibria.sort_unstable();
        Ok(NashFound {
            equilibria,
            cut,
            work: self.settings.work - self.left.get(),
            candidates: self.candidates,
            replies: self.replies,
        })
    }

    /// Why the solver was stopped.
    fn stopped(&self) -> Result<Option<NashCut>, EngineError> {
        match (self.control.cancelled)() {
            true => Err(EngineError::Cancelled),
            false => Ok(Some(NashCut::Work)),
        }
    }

    /// Whether nobody has an improvement from `state`; what improvements there are cut off the state, and others. `None` where the search was stopped.
    fn is_equilibrium(&mut self, state: &OptionVector) -> Option<bool> {
        let from = self.circuit.values(0..self.nodes, state);
        let mut stays = true;
        for (at, player) in self.players.iter().enumerate() {
            self.replies += 1;
            match player.reply(&self.circuit, state, &from, self.control.cancelled, self.left) {
                Reply::Stay => {}
                Reply::Stopped => return None,
                Reply::Move(end) => {
                    stays = false;
                    let to = player.values(&self.circuit, &end);
                    let improvement = Improvement { from: &from, to: &to, end: &end };
                    self.cuts.add(self.conflict, &mut self.circuit, &mut self.clauses, at, player, &improvement);
                }
            }
        }
        Some(stays)
    }
}

/// A condition of the model on states that are option vectors.
fn wanted(conflict: &Conflict, goal: &OutcomeWhen, circuit: &mut Circuit) -> Edge {
    let states = match goal {
        OutcomeWhen::Holds(condition) => return circuit.condition(condition),
        OutcomeWhen::OneOf(states) => states,
    };
    let exactly = |state: &State| match state {
        State::Named(_) => Expr::Constant(false),
        State::Vector(vector) => Expr::And(
            (0..conflict.options.len())
                .map(OptionId::from)
                .map(|option| match vector.is_on(option) {
                    true => Expr::Option(option),
                    false => Expr::Option(option).negated(),
                })
                .collect(),
        ),
    };
    circuit.condition(&Expr::Or(states.iter().map(exactly).collect()))
}
