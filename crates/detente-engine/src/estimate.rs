//! What the work would take, told before it begins.

use std::fmt;

use detente_model::{Conflict, MAX_NAMED_VECTORS};

use crate::vectors;
use crate::{EngineError, EngineKind, Settings, dense, graph, sparse, symbolic};

/// Thresholds are kept for all states where they fit so many bytes.
pub(crate) const MARGIN_BYTES: u64 = 256 << 20;

/// What the work would take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The engine that would do it.
    pub engine: EngineKind,
    /// The number of options.
    pub options: usize,
    /// The number of decision makers.
    pub decision_makers: usize,
    /// What is known of the number of feasible states.
    pub states: StateCount,
    /// The bytes it would use, about.
    pub bytes: u64,
    /// Whether margins would be kept for all states, and not only for those that are watched.
    pub keeps_margins: bool,
    /// For a survey by sets: how many options before any point of the order of variables hang together with one behind it, at most. Up to twenty or so the work is a
    /// matter of seconds, however many options there are; beyond forty it may not end.
    pub width: Option<usize>,
}

/// What is known of the number of feasible states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateCount {
    /// There are so many.
    Exactly(u64),
    /// There are at most 2 to this power. They were not counted because the rules are too many, or too far apart, to count quickly.
    AtMostTwoTo(u32),
}

impl fmt::Display for StateCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StateCount::Exactly(1) => write!(f, "1 state"),
            StateCount::Exactly(count) => write!(f, "{count} states"),
            StateCount::AtMostTwoTo(power) => write!(f, "up to 2^{power} states"),
        }
    }
}

impl StateCount {
    /// The number, or its bound as far as it fits.
    pub(crate) fn at_most(self) -> u64 {
        match self {
            StateCount::Exactly(count) => count,
            StateCount::AtMostTwoTo(power) => 1u64.checked_shl(power).unwrap_or(u64::MAX),
        }
    }
}

/// Tells what [`crate::analyse`] would take: which engine, how many states, how much memory. Takes milliseconds, and never more than a second.
///
/// # Errors
/// [`EngineError::TooLarge`] where no engine, or not the one that was asked for, can do it within the memory allowed;
/// [`EngineError::WrongEngine`] where the one that was asked for does not work on conflicts of this form.
pub fn estimate(conflict: &Conflict, settings: &Settings) -> Result<Estimate, EngineError> {
    let (options, dms) = (conflict.options.len(), conflict.decision_makers.len());
    let estimate = |engine, states: StateCount, bytes: u64, margins: bool| {
        let margin_bytes = (states.at_most()).saturating_mul(4 * (dms * settings.concepts.len()) as u64);
        let keeps_margins =
            margins && margin_bytes <= MARGIN_BYTES && bytes.saturating_add(margin_bytes) <= settings.memory;
        let bytes = if keeps_margins { bytes + margin_bytes } else { bytes };
        let fits = Estimate { engine, options, decision_makers: dms, states, bytes, keeps_margins, width: None };
        let too_large = |needed| EngineError::TooLarge { options, states, needed, allowed: settings.memory };
        if bytes == u64::MAX {
            Err(too_large(None))
        } else if bytes > settings.memory {
            Err(too_large(Some(bytes)))
        } else {
            Ok(fits)
        }
    };
    if let Some(named) = &conflict.named_states {
        if let Some(engine) = settings.engine.filter(|&engine| engine != EngineKind::Graph) {
            return Err(EngineError::WrongEngine { engine: engine.word() });
        }
        let states = named.len() as u64;
        let bytes = graph::bytes(conflict, states);
        return estimate(EngineKind::Graph, StateCount::Exactly(states), bytes, states <= graph::MARGIN_STATES as u64);
    }
    let (counted, states) = count(conflict);
    // States that were not counted cannot be listed either, nor so many that their places do not fit, whatever the memory.
    let listed = |bytes: u64| match counted {
        Err(vectors::GaveUp) => u64::MAX,
        Ok(count) if count < sparse::STATES as u128 => bytes,
        Ok(_) => bytes.max(settings.memory.saturating_add(1)),
    };
    let of = |engine| match engine {
        EngineKind::Dense => dense::bytes(conflict, settings),
        EngineKind::Sparse => listed(sparse::bytes(states.at_most(), dms, settings)),
        EngineKind::Graph => listed(graph::bytes(conflict, states.at_most())),
        EngineKind::Symbolic => listed(symbolic::bytes(states.at_most(), dms, settings.concepts.len())),
    };
    let engine = settings.engine.unwrap_or_else(|| {
        let (dense, sparse) = (of(EngineKind::Dense), of(EngineKind::Sparse));
        // A slot of the dense engine takes about an eighth of the time of a state of the sparse one.
        let crowded =
            options <= dense::OPTIONS && (options <= 12 || states.at_most() >= 1 << options.saturating_sub(3));
        match (dense <= settings.memory, sparse <= settings.memory) {
            (true, true) if crowded => EngineKind::Dense,
            (_, true) => EngineKind::Sparse,
            (true, false) => EngineKind::Dense,
            (false, false) if sparse < dense => EngineKind::Sparse,
            (false, false) => EngineKind::Dense,
        }
    });
    let margins = match engine {
        EngineKind::Graph => states.at_most() <= graph::MARGIN_STATES as u64,
        EngineKind::Symbolic => false,
        EngineKind::Dense | EngineKind::Sparse => true,
    };
    estimate(engine, states, of(engine), margins)
}

/// The number of feasible states of a conflict in option form, as far as it was counted, and what is known of it.
fn count(conflict: &Conflict) -> (Result<u128, vectors::GaveUp>, StateCount) {
    let options = conflict.options.len();
    let counted = if options > 64 { Err(vectors::GaveUp) } else { vectors::count(conflict) };
    let states = match counted.map(u64::try_from) {
        Ok(Ok(count)) => StateCount::Exactly(count),
        _ => StateCount::AtMostTwoTo(options as u32),
    };
    (counted, states)
}

/// Tells what [`crate::survey`] would take. An engine that lists the states does it where that fits the memory allowed, and otherwise the symbolic one: then
/// [`Estimate::bytes`] is all that it may use, since what it will use cannot be told; [`Estimate::width`] says how entangled the conflict is. Takes milliseconds, and never
/// more than a second.
///
/// # Errors
/// As [`estimate`], where no engine at all can do it.
pub fn estimate_survey(conflict: &Conflict, settings: &Settings) -> Result<Estimate, EngineError> {
    let options = conflict.options.len();
    let states = match settings.engine {
        Some(EngineKind::Symbolic) if conflict.named_states.is_some() => {
            return Err(EngineError::WrongEngine { engine: EngineKind::Symbolic.word() });
        }
        Some(EngineKind::Symbolic) => count(conflict).1,
        // They were counted to find that they are too many to list.
        asked => match estimate(conflict, settings) {
            Err(EngineError::TooLarge { states, .. }) if asked.is_none() && conflict.named_states.is_none() => states,
            told => return told,
        },
    };
    let too_large = |needed| Err(EngineError::TooLarge { options, states, needed, allowed: settings.memory });
    if options > symbolic::OPTIONS {
        return too_large(None);
    }
    if settings.memory < symbolic::LEAST_MEMORY {
        return too_large(Some(symbolic::LEAST_MEMORY));
    }
    Ok(Estimate {
        engine: EngineKind::Symbolic,
        options,
        decision_makers: conflict.decision_makers.len(),
        states,
        bytes: settings.memory,
        keeps_margins: false,
        width: Some(symbolic::width(conflict)),
    })
}

const _: () = assert!(MAX_NAMED_VECTORS < sparse::STATES, "the vectors of named states can be listed");
