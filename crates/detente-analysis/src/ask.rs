//! Questions put to a conflict: yes or no, and why.
//!
//! The slow and obvious way: single verdicts come from the prover, which searches the plain meaning, and sequences from a search state by
//! state. Only questions about all equilibria take the engine. [`crate::pivots`] answers the same questions thousands of times a second and
//! must agree with this module.

use std::cmp::Ordering;
use std::fmt;

use detente_engine::{Control, EngineError, Settings};
use detente_model::{
    Concept, Conflict, DmId, Meaning, Motion, OutcomeWhen, Proposition, Question, State, TooMany, Variant,
};

use crate::certify::{CertifyError, Prover, Reasons, Request, Step};
use crate::motion::{self, MotionError};

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Yes or no.
    pub holds: bool,
    /// Why. Complete: where the bounds do not suffice there is an [`AskError`] instead.
    pub reason: Reason,
}

/// Why a question is answered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What each decision maker asked about would do at the state, in order.
    Stability {
        /// The state.
        state: State,
        /// Who, and why it would stay or leave.
        of: Vec<(DmId, Reasons)>,
    },
    /// A shortest legal sequence to a state where the condition holds. Without steps where it holds at once.
    Path {
        /// Where it begins.
        from: State,
        /// The steps.
        steps: Vec<Step>,
    },
    /// The steps lead nowhere else than to so many states (the first included), and the condition holds in none of them.
    Closed {
        /// Where it begins.
        from: State,
        /// How many states there are.
        states: usize,
    },
    /// A shortest legal sequence of the members to a state that all of them prefer.
    Joint {
        /// Where it begins.
        from: State,
        /// The steps.
        steps: Vec<Step>,
    },
    /// The members can get to so many other states, and no such state is among them.
    NoJoint {
        /// Where they begin.
        from: State,
        /// How many states there are.
        states: usize,
    },
    /// How the decision maker compares the two: `Greater` where it prefers the first.
    Order {
        /// The state that it was asked to prefer.
        better: State,
        /// The other.
        worse: State,
        /// The comparison.
        order: Ordering,
    },
    /// An equilibrium that settles the question: one in which the condition holds, or one in which it does not.
    AtEquilibrium(State),
    /// There are so many equilibria (perhaps none), and all are alike as to the condition.
    AllEquilibria(usize),
}

/// What an answer may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// So many pairs of a state and who moved there last are looked at in a search for a sequence.
    pub pairs: usize,
    /// The bytes that the engine may use for questions about all equilibria.
    pub memory: u64,
}

impl Default for Bounds {
    /// A million pairs, 4 GiB.
    fn default() -> Self {
        Bounds { pairs: crate::certify::MAX_PAIRS, memory: 4 << 30 }
    }
}

/// Why a question has no answer.
#[derive(Clone, Debug)]
pub enum AskError {
    /// It is about the status quo, and the conflict has none.
    NoStatusQuo,
    /// It is about a state that is not feasible in the conflict asked.
    NoSuchState(State),
    /// The named states stand for too many combinations of options.
    TooMany(TooMany),
    /// A search met more than so many pairs of a state and who moved there last.
    TooFar(usize),
    /// The search for a sanction grew too large, or was cancelled.
    Prover(CertifyError),
    /// The equilibria could not be found.
    Engine(EngineError),
    /// The caller had enough.
    Cancelled,
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AskError::NoStatusQuo => {
                write!(
                    f,
                    "the question is about the status quo, and the conflict has none: give it one, or name a state"
                )
            }
            AskError::NoSuchState(_) => write!(f, "the question is about a state that is not feasible here"),
            AskError::TooMany(error) => error.fmt(f),
            AskError::TooFar(pairs) => write!(
                f,
                "the search was given up after {pairs} pairs of a state and who moved there last: ask about fewer kinds of steps"
            ),
            AskError::Prover(error) => error.fmt(f),
            AskError::Engine(error) => error.fmt(f),
            AskError::Cancelled => write!(f, "cancelled"),
        }
    }
}

impl std::error::Error for AskError {}

/// Answers `question` about `conflict`. A state of `None` is its status quo; all other states are its own (see [`question_in`]).
///
/// `cancelled` is asked before every step that may take long.
///
/// # Errors
/// See [`AskError`]; there is no answer then, neither yes nor no.
pub fn ask(
    conflict: &Conflict, question: &Question, bounds: &Bounds, cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Verdict, AskError> {
    let meaning = Meaning::new(conflict).map_err(AskError::TooMany)?;
    Asking { meaning: &meaning, bounds, cancelled }.answer(question)
}

/// The same question for a changed form of the conflict: its states are those with the same options, or the same names.
///
/// # Errors
/// [`AskError::NoSuchState`] where a state that is asked about is not feasible there. Goals that list states lose those.
pub fn question_in(conflict: &Conflict, changed: &Conflict, question: &Question) -> Result<Question, AskError> {
    question.in_form(conflict, changed).map_err(AskError::NoSuchState)
}

/// A proposition's verdicts.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What the conflict as it is says.
    pub verdict: Result<Verdict, AskError>,
    /// What the variants that the proposition names say, in its order; or why there is no answer, in words.
    pub in_variants: Vec<(String, Result<bool, String>)>,
}

/// Answers propositions about a conflict, each also in the variants that it names.
pub fn answer_propositions(
    conflict: &Conflict, variants: &[Variant], propositions: &[Proposition], bounds: &Bounds,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Vec<Answered> {
    // Each variant is made once, whatever number of propositions ask about it.
    let changed: Vec<_> = variants.iter().map(|variant| conflict.changed(&variant.changes)).collect();
    let in_variant = |proposition: &Proposition, id: &String| {
        let place = variants.iter().position(|variant| variant.id == *id);
        let place = place.ok_or_else(|| format!("there is no variant {id}"))?;
        let changed = changed[place].as_ref().map_err(ToString::to_string)?;
        question_in(conflict, changed, &proposition.question)
            .and_then(|question| ask(changed, &question, bounds, cancelled))
            .map(|verdict| verdict.holds)
            .map_err(|error| error.to_string())
    };
    propositions
        .iter()
        .map(|proposition| Answered {
            verdict: ask(conflict, &proposition.question, bounds, cancelled),
            in_variants: proposition.variants.iter().map(|id| (id.clone(), in_variant(proposition, id))).collect(),
        })
        .collect()
}

struct Asking<'a, 'c> {
    meaning: &'a Meaning<'c>,
    bounds: &'a Bounds,
    cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// What a search for a sequence found.
enum Sought {
    Path(Vec<Step>),
    /// Nothing, among so many states.
    Nothing(usize),
}

impl Asking<'_, '_> {
    fn answer(&self, question: &Question) -> Result<Verdict, AskError> {
        Ok(match question {
            Question::Equilibrium { concept, at } => {
                let everybody: Vec<DmId> = self.meaning.conflict().dm_ids().collect();
                self.stability(concept, &everybody, self.state(at)?)?
            }
            Question::Stable { concept, dm, at } => self.stability(concept, &[*dm], self.state(at)?)?,
            Question::Reaches { from, by, goal } => self.reaches(self.state(from)?, *by, goal)?,
            Question::Avoids { from, by, goal } => {
                let verdict = self.reaches(self.state(from)?, *by, goal)?;
                Verdict { holds: !verdict.holds, ..verdict }
            }
            Question::JointImprovement { coalition, from, goal } => {
                self.joint(coalition, self.state(from)?, goal.as_ref())?
            }
            Question::Prefers { dm, better, worse } => {
                let (better, worse) = (self.state(better)?, self.state(worse)?);
                let order = self.meaning.compare(*dm, &better, &worse);
                Verdict { holds: order.is_gt(), reason: Reason::Order { better, worse, order } }
            }
            Question::SomeEquilibrium { concept, goal } => self.equilibria(concept, goal, true)?,
            Question::EveryEquilibrium { concept, goal } => self.equilibria(concept, goal, false)?,
        })
    }

    fn state(&self, state: &Option<State>) -> Result<State, AskError> {
        let state = match state {
            Some(state) => state.clone(),
            None => self.meaning.conflict().status_quo.clone().ok_or(AskError::NoStatusQuo)?,
        };
        if self.meaning.is_feasible(&state) { Ok(state) } else { Err(AskError::NoSuchState(state)) }
    }

    fn stability(&self, concept: &'static Concept, dms: &[DmId], state: State) -> Result<Verdict, AskError> {
        let mut prover = Prover::new(self.meaning).with_max_pairs(self.bounds.pairs);
        let mut of = Vec::new();
        for &dm in dms {
            self.go_on()?;
            let reasons = prover.reasons(&Request { concept, dm, state: state.clone() }).map_err(AskError::Prover)?;
            of.push((dm, reasons));
        }
        let holds = of.iter().all(|(_, reasons)| matches!(reasons, Reasons::Stable(_)));
        Ok(Verdict { holds, reason: Reason::Stability { state, of } })
    }

    fn reaches(&self, from: State, by: Motion, goal: &OutcomeWhen) -> Result<Verdict, AskError> {
        let everybody: Vec<DmId> = self.meaning.conflict().dm_ids().collect();
        if motion::holds(self.meaning, goal, &from) {
            return Ok(Verdict { holds: true, reason: Reason::Path { from, steps: Vec::new() } });
        }
        Ok(match self.seek(&everybody, by, &from, &|state| motion::holds(self.meaning, goal, state))? {
            Sought::Path(steps) => Verdict { holds: true, reason: Reason::Path { from, steps } },
            Sought::Nothing(states) => Verdict { holds: false, reason: Reason::Closed { from, states } },
        })
    }

    fn joint(&self, coalition: &[DmId], from: State, goal: Option<&OutcomeWhen>) -> Result<Verdict, AskError> {
        let wanted = |state: &State| {
            coalition.iter().all(|&dm| self.meaning.prefers(dm, state, &from))
                && goal.is_none_or(|goal| motion::holds(self.meaning, goal, state))
        };
        Ok(match self.seek(coalition, Motion::Moves, &from, &wanted)? {
            Sought::Path(steps) => Verdict { holds: true, reason: Reason::Joint { from: from.clone(), steps } },
            Sought::Nothing(states) => {
                Verdict { holds: false, reason: Reason::NoJoint { from: from.clone(), states: states - 1 } }
            }
        })
    }

    fn equilibria(&self, concept: &'static Concept, goal: &OutcomeWhen, some: bool) -> Result<Verdict, AskError> {
        let settings = Settings { concepts: vec![concept], memory: self.bounds.memory, ..Settings::default() };
        let control = Control { cancelled: self.cancelled, progress: &|_| {} };
        let conflict = self.meaning.conflict();
        let solution = detente_engine::analyse(conflict, &settings, &control).map_err(|error| match error {
            EngineError::Cancelled => AskError::Cancelled,
            error => AskError::Engine(error),
        })?;
        let set = solution.equilibria(concept);
        // One that has the condition settles "some", one that has not settles "every".
        let decisive = set
            .iter()
            .map(|place| solution.state(place))
            .find(|state| motion::holds(self.meaning, goal, state) == some);
        let count = set.count();
        Ok(match decisive {
            Some(state) => Verdict { holds: some, reason: Reason::AtEquilibrium(state) },
            // "Every" is not said of nothing.
            None => Verdict { holds: !some && count > 0, reason: Reason::AllEquilibria(count) },
        })
    }

    /// A shortest legal sequence of the decision makers `by`, at least one step, to a state that is wanted.
    fn seek(
        &self, by: &[DmId], steps: Motion, from: &State, wanted: &dyn Fn(&State) -> bool,
    ) -> Result<Sought, AskError> {
        let control = Control { cancelled: self.cancelled, progress: &|_| {} };
        let reach = motion::reach_until(self.meaning, by, from, steps, self.bounds.pairs, wanted, &control);
        let reach = reach.map_err(|error| match error {
            MotionError::TooFar(error) => AskError::TooFar(error.limit),
            MotionError::Cancelled => AskError::Cancelled,
        })?;
        Ok(match reach.ended_at() {
            Some(path) => Sought::Path(path.steps),
            None => Sought::Nothing(reach.count()),
        })
    }

    fn go_on(&self) -> Result<(), AskError> {
        if (self.cancelled)() { Err(AskError::Cancelled) } else { Ok(()) }
    }
}
