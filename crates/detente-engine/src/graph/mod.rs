//! The graph engine: named states and listed moves, which need not chain.
//!
//! Here the rule that nobody moves twice in succession has teeth, two decision makers may share a move, and the opponents may lead the conflict back
//! to where it started. The first needs the search over pairs of a state and its last mover ([`closure`]), the last matters for margins ([`margins`]).

mod closure;
mod margins;
pub(crate) mod moves;

use detente_model::{Conflict, Meaning, Sanction, Steps, TooMany};

use crate::crew::Crew;
use crate::graph::moves::Moves;
use crate::index::StateIndex;
use crate::plan::{Finding, Plan};
use crate::ranks::{ANYWHERE, ListedVectors, Ranks, named_ranks, ranks};
use crate::{EngineError, EngineKind, Settings, Solution, StateCount, vectors};

/// Margins are kept for all states where there are no more than so many.
pub(crate) const MARGIN_STATES: usize = 1024;

/// The bytes that the engine uses, about. Moves that are not listed are counted as if each decision maker could reach every state that its
/// options allow, at most [`MOVES_FORESEEN`]; the work stops where there turn out to be more than the memory takes.
pub(crate) fn bytes(conflict: &Conflict, states: u64) -> u64 {
    let mut moves = 0u64;
    for dm in conflict.dm_ids() {
        let of_dm = match conflict.move_tables.get(&dm) {
            Some(table) => table.iter().map(|ends| ends.len() as u64).sum(),
            None => {
                let options = conflict.dm(dm).options.len() as u32;
                let each = 1u64.checked_shl(options).unwrap_or(u64::MAX).min(states).saturating_sub(1);
                let foreseen = states.saturating_mul(each);
                if conflict.named_states.is_some() { foreseen.min(MOVES_FORESEEN) } else { foreseen }
            }
        };
        moves = moves.saturating_add(of_dm);
    }
    moves.saturating_mul(8).saturating_add(states.saturating_mul(100 + 24 * conflict.decision_makers.len() as u64))
}

/// Named states that stand for many vectors mostly allow far fewer moves than their decision makers' options do.
const MOVES_FORESEEN: u64 = 1 << 20;

pub(crate) fn solve(
    conflict: &Conflict, settings: &Settings, mut plan: Plan, crew: &Crew<'_>,
) -> Result<Solution, EngineError> {
    let options = conflict.options.len();
    let dms: Vec<_> = conflict.dm_ids().collect();
    let (index, moves, ranks): (StateIndex, Vec<Moves>, Vec<Ranks>) = if conflict.named_states.is_some() {
        let meaning = Meaning::new(conflict).map_err(|TooMany { limit }| EngineError::TooManyVectors { limit })?;
        let states = conflict.named_states.as_ref().map_or(0, Vec::len);
        let moves = moves::of_named_states(conflict, &meaning, states, settings.memory, crew)?;
        let ranks = dms.iter().map(|&dm| named_ranks(&meaning, dm, states)).collect();
        (StateIndex::Named(states), moves, ranks)
    } else {
        let limit = crate::sparse::STATES;
        let listed = vectors::list(conflict, limit).map_err(|vectors::GaveUp| EngineError::TooLarge {
            options,
            states: StateCount::AtMostTwoTo(options as u32),
            needed: None,
            allowed: settings.memory,
        })?;
        let moves = moves::of_vectors(conflict, &listed, settings.memory, crew)?;
        let ranks = dms.iter().map(|&dm| ranks(conflict, dm, &ListedVectors(&listed), crew)).collect();
        (StateIndex::Listed { options, vectors: listed }, moves, ranks)
    };
    dms.iter().for_each(|_| crew.done("ranking the states"));
    plan.watch_places(&index, &settings.watch);
    let findings = crew.map(dms.len(), |focal| {
        let mut found = Vec::new();
        for &sanction in &plan.sanctions {
            found.push(finding(focal, sanction, &moves, &ranks, &plan, crew)?);
            crew.done("finding stable states");
        }
        Ok(found)
    })?;
    Ok(Solution::new(EngineKind::Graph, index, plan, ranks, findings))
}

/// What is found for the decision maker at `focal` under one sanction.
fn finding(
    focal: usize, sanction: Option<Sanction>, moves: &[Moves], ranks: &[Ranks], plan: &Plan, crew: &Crew<'_>,
) -> Result<Finding, EngineError> {
    crew.check()?;
    let own = &ranks[focal];
    let states = own.of.len();
    let movers: Vec<closure::Mover<'_>> = (0..moves.len())
        .filter(|&dm| dm != focal)
        .map(|dm| closure::Mover {
            moves: &moves[dm],
            improves: sanction.is_some_and(|s| s.steps == Steps::Improvements).then_some(&ranks[dm].of[..]),
        })
        .collect();
    // The place that the decision maker is sure of after moving to each state, and how a state counts as an end of the opponents' answer.
    let mut sure = own.of.clone();
    let mut counts = own.of.clone();
    if let Some(sanction) = sanction {
        if sanction.inescapable {
            for (state, counts) in counts.iter_mut().enumerate() {
                *counts = moves[focal].ends(state).iter().map(|&end| own.of[end as usize]).fold(*counts, i32::max);
            }
        }
        let lowest = closure::lowest_reachable(&counts, own.places, &movers, crew)?;
        sure.iter_mut().zip(lowest).for_each(|(sure, lowest)| *sure = (*sure).min(lowest));
    }
    let mut thresholds: Vec<i32> = (0..states)
        .map(|state| {
            let others = moves[focal].ends(state).iter().filter(|&&end| end as usize != state);
            others.map(|&end| sure[end as usize]).max().unwrap_or(ANYWHERE)
        })
        .collect();
    if let Some(sanction) = sanction {
        let mut exact = margins::Exact::new(&moves[focal], &own.of, &movers, sanction, &sure, &counts);
        let all = plan.keeps_margins.then_some(0..states);
        for state in all.into_iter().flatten().chain(plan.watch.iter().copied()) {
            if state % 64 == 0 {
                crew.check()?;
            }
            if own.of[state] >= thresholds[state] {
                thresholds[state] = exact.threshold(state);
            }
        }
    }
    Ok(plan.finding(&own.of, thresholds))
}
