//! The answer for a conflict of any size, the same from every engine.

mod states;

use std::fmt;

use detente_model::{Concept, Conflict, DmId, Meaning, Motion, OutcomeWhen, Sanction, State};

use crate::error::Bytes;
use crate::plan::Plan;
use crate::{Control, EngineError, EngineKind, Settings, Solution, analyse, estimate_survey, symbolic};

pub use states::States;

/// Which states are stable, for whom, under which concept, as sets that can be counted, asked and searched, but need not be listed.
///
/// Where the work had to end early some sets are known by bounds alone ([`Found`]).
#[derive(Clone, Debug)]
pub struct Survey {
    engine: EngineKind,
    concepts: Vec<&'static Concept>,
    sanctions: Vec<Option<Sanction>>,
    states: States,
    /// By decision maker, then by sanction.
    stable: Vec<Vec<Found>>,
    /// By sanction.
    equilibria: Vec<Found>,
    work: Option<(usize, u64)>,
}

/// A set of states, as far as it was found.
#[derive(Clone, Debug)]
pub struct Found {
    at_least: States,
    /// The bound from above and why it is one; `None` where all was found.
    at_most: Option<(States, Unfinished)>,
}

/// Why a set was not found whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// The memory did not suffice.
    Memory {
        /// The bytes that the work may use.
        allowed: u64,
    },
    /// The work allowed was done. Each decision maker and concept gets an equal share of what is left of it.
    Work {
        /// The steps that the whole work may take.
        allowed: u64,
    },
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfinished::Memory { allowed } => {
                write!(f, "the work takes more than the {} that it may use", Bytes(*allowed))
            }
            Unfinished::Work { allowed } => {
                write!(f, "the work takes more than its share of the {allowed} steps that it may take")
            }
        }
    }
}

impl Found {
    /// A set that was found whole.
    pub(crate) fn known(states: States) -> Self {
        Found { at_least: states, at_most: None }
    }

    /// A set of which only bounds were found.
    pub(crate) fn between(at_least: States, at_most: States, why: Unfinished) -> Self {
        Found { at_least, at_most: Some((at_most, why)) }
    }

    /// The set, where it was found whole.
    pub fn whole(&self) -> Option<&States> {
        self.at_most.is_none().then_some(&self.at_least)
    }

    /// States that are in the set for certain: all of them where it was found whole.
    pub fn at_least(&self) -> &States {
        &self.at_least
    }

    /// The states beside which none is in the set: the set itself where it was found whole.
    pub fn at_most(&self) -> &States {
        self.at_most.as_ref().map_or(&self.at_least, |(states, _)| states)
    }

    /// Why the set was not found whole; `None` where it was.
    pub fn unfinished(&self) -> Option<Unfinished> {
        self.at_most.as_ref().map(|(_, why)| *why)
    }

    /// The states of the set in which a condition holds, as far as they were found. `meaning` is that of the conflict of the set.
    ///
    /// # Errors
    /// [`EngineError::TooEntangled`] where set and condition together take too much memory.
    pub fn among(&self, meaning: &Meaning<'_>, condition: &OutcomeWhen) -> Result<Found, EngineError> {
        let at_most = match &self.at_most {
            Some((states, why)) => Some((states.among(meaning, condition)?, *why)),
            None => None,
        };
        Ok(Found { at_least: self.at_least.among(meaning, condition)?, at_most })
    }

    /// Whether a state is in the set; `None` where that was not found.
    pub fn contains(&self, state: &State) -> Option<bool> {
        match (self.at_least.contains(state), self.at_most().contains(state)) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }
}

impl Survey {
    /// The survey of what is listed.
    pub fn of(solution: &Solution) -> Self {
        let plan = Plan::new(solution.concepts());
        let sanctions = plan.sanctions.clone();
        let listed = |set: &crate::StateSet| States::listed(solution.numbered(), set.clone());
        let concept = |sanction: &Option<Sanction>| {
            *plan.concepts.iter().find(|concept| concept.sanction == *sanction).expect("sanctions come from concepts")
        };
        let stable = (0..solution.decision_makers())
            .map(|dm| {
                sanctions.iter().map(|s| Found::known(listed(solution.stable(concept(s), DmId::from(dm))))).collect()
            })
            .collect();
        let equilibria = sanctions.iter().map(|s| Found::known(listed(solution.equilibria(concept(s))))).collect();
        Survey {
            engine: solution.engine(),
            concepts: plan.concepts.clone(),
            states: listed(&crate::StateSet::all(solution.states())),
            sanctions,
            stable,
            equilibria,
            work: None,
        }
    }

    /// The engine that found it.
    pub fn engine(&self) -> EngineKind {
        self.engine
    }

    /// The concepts that were asked for.
    pub fn concepts(&self) -> &[&'static Concept] {
        &self.concepts
    }

    /// All feasible states.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// The states that are stable for a decision maker under a concept.
    ///
    /// # Panics
    /// Where the concept was not asked for.
    pub fn stable(&self, concept: &Concept, dm: DmId) -> &Found {
        &self.stable[dm.index()][self.at(concept)]
    }

    /// The states that are stable for every decision maker under a concept.
    ///
    /// # Panics
    /// Where the concept was not asked for.
    pub fn equilibria(&self, concept: &Concept) -> &Found {
        &self.equilibria[self.at(concept)]
    }

    /// Whether all was found that was asked for.
    pub fn is_complete(&self) -> bool {
        self.stable.iter().flatten().chain(&self.equilibria).all(|found| found.unfinished().is_none())
    }

    /// The most nodes of decision diagrams that there were at once; `None` where states were listed.
    pub fn nodes(&self) -> Option<usize> {
        self.work.map(|(nodes, _)| nodes)
    }

    /// How many steps the operations on decision diagrams took, which grow with the work and are the same on every machine; `None` where states were listed.
    pub fn steps(&self) -> Option<u64> {
        self.work.map(|(_, steps)| steps)
    }

    fn at(&self, concept: &Concept) -> usize {
        let asked = self.concepts.iter().any(|own| own.id == concept.id);
        let at = self.sanctions.iter().position(|sanction| *sanction == concept.sanction);
        at.filter(|_| asked).unwrap_or_else(|| panic!("{} was not asked for", concept.name))
    }
}

/// Finds which states are stable in a conflict of any size, for every decision maker and every concept of `settings`.
///
/// Where the memory or the work allowed do not suffice for all, what was found stays.
///
/// # Errors
/// Those of [`estimate_survey`], before any work; [`EngineError::Cancelled`] soon after `control` says so; [`EngineError::TooEntangled`] where the limits do not
/// suffice to lay down the rules and preferences.
pub fn survey(conflict: &Conflict, settings: &Settings, control: &Control<'_>) -> Result<Survey, EngineError> {
    let estimate = estimate_survey(conflict, settings)?;
    if estimate.engine != EngineKind::Symbolic {
        let settings = Settings { engine: Some(estimate.engine), ..settings.clone() };
        return Ok(Survey::of(&analyse(conflict, &settings, control)?));
    }
    let Plan { concepts, sanctions, .. } = Plan::new(&settings.concepts);
    let symbolic::Sets { states, stable, equilibria, nodes, steps } =
        symbolic::sets(conflict, &sanctions, settings, control)?;
    Ok(Survey {
        engine: EngineKind::Symbolic,
        concepts,
        sanctions,
        states,
        stable,
        equilibria,
        work: Some((nodes, steps)),
    })
}

/// The states that steps lead to from a state, and the state itself, in a conflict of any size in option form. None where the state is not feasible.
///
/// Where memory or the work allowed do not suffice the states found are reached for certain, and any other may be.
///
/// # Errors
/// [`EngineError::WrongEngine`] for conflicts with named states, whose steps [`crate::StepTable`] has; otherwise those of [`survey`].
pub fn reach(
    conflict: &Conflict, from: &State, by: Motion, settings: &Settings, control: &Control<'_>,
) -> Result<Found, EngineError> {
    let settings = Settings { engine: Some(EngineKind::Symbolic), ..settings.clone() };
    estimate_survey(conflict, &settings)?;
    match from {
        State::Vector(vector) => symbolic::reach(conflict, vector, by, &settings, control),
        State::Named(_) => Err(EngineError::WrongEngine { engine: EngineKind::Symbolic.word() }),
    }
}
