//! The sparse engine: conflicts in option form of up to 64 options, by the list of their feasible vectors.
//!
//! In option form a decision maker's moves chain: whatever it can do in two moves it can do in one, since it may change any of its options
//! at once, an option that may change one way only still changes that way, and what the rules exclude is jumped over. The same holds of
//! improvements, because preferences are transitive. So forbidding two moves in succession forbids nothing, and the opponents' legal sequences
//! are simply all sequences of their moves.
//!
//! What those lead to is found by turns, one opponent after the other ([`turns`]), and where that drags on by following single states ([`closure`]).

pub(crate) mod closure;
pub(crate) mod groups;
mod turns;

use detente_model::{Conflict, Sanction, Steps};

use crate::crew::Crew;
use crate::index::StateIndex;
use crate::plan::{Finding, Plan};
use crate::ranks::{ListedVectors, Ranks, ranks};
use crate::sparse::groups::Groups;
use crate::{EngineError, EngineKind, Settings, Solution, StateCount, vectors};

/// More states than this are not listed.
pub(crate) const STATES: usize = 1 << 30;

/// The bytes that the engine uses, about: of each state and decision maker its rank, its group and its place there, and for each thread
/// the values of one closure.
pub(crate) fn bytes(states: u64, dms: usize, settings: &Settings) -> u64 {
    let threads = settings.workers().min(4 * dms.max(1)) as u64;
    states.saturating_mul(40 + 28 * dms as u64 + threads * (32 + 4 * dms as u64))
}

pub(crate) fn solve(
    conflict: &Conflict, settings: &Settings, mut plan: Plan, crew: &Crew<'_>,
) -> Result<Solution, EngineError> {
    let options = conflict.options.len();
    let listed = vectors::list(conflict, STATES).map_err(|vectors::GaveUp| EngineError::TooLarge {
        options,
        states: StateCount::AtMostTwoTo(options as u32),
        needed: None,
        allowed: settings.memory,
    })?;
    crew.check()?;
    let slots = ListedVectors(&listed);
    let dms: Vec<_> = conflict.dm_ids().collect();
    let (ranks, groups): (Vec<Ranks>, Vec<Groups>) = crew
        .map(dms.len(), |at| {
            crew.check()?;
            let ranks = ranks(conflict, dms[at], &slots, crew);
            let groups = Groups::new(conflict, dms[at], &listed, &ranks.of);
            crew.done("ranking the states");
            Ok((ranks, groups))
        })?
        .into_iter()
        .unzip();
    crew.check()?;
    let index = StateIndex::Listed { options, vectors: listed };
    plan.watch_places(&index, &settings.watch);
    // Concepts with the same steps go the same ways, so that each way is gone once.
    let mut kinds: Vec<Option<Steps>> = plan.sanctions.iter().map(|sanction| sanction.map(|s| s.steps)).collect();
    kinds.sort_by_key(|kind| kind.map(|steps| steps == Steps::Improvements));
    kinds.dedup();
    let mut found = crew
        .map(dms.len() * kinds.len(), |at| {
            crew.check()?;
            findings(at / kinds.len(), kinds[at % kinds.len()], &ranks, &groups, &plan, crew)
        })?
        .into_iter();
    let findings = dms
        .iter()
        .map(|_| {
            let mut of_dm: Vec<(usize, Finding)> = found.by_ref().take(kinds.len()).flatten().collect();
            of_dm.sort_by_key(|(sanction, _)| *sanction);
            of_dm.into_iter().map(|(_, finding)| finding).collect()
        })
        .collect();
    Ok(Solution::new(EngineKind::Sparse, index, plan, ranks, findings))
}

/// One closure takes so many passes at most before single states are followed.
const PASSES: usize = 64;

/// What is found for the decision maker at `focal` under the sanctions with such steps, each with its number.
fn findings(
    focal: usize, kind: Option<Steps>, ranks: &[Ranks], groups: &[Groups], plan: &Plan, crew: &Crew<'_>,
) -> Result<Vec<(usize, Finding)>, EngineError> {
    let (own, places) = (&ranks[focal].of, ranks[focal].places);
    let finding = |thresholds| {
        crew.done("finding stable states");
        plan.finding(own, thresholds)
    };
    let Some(steps) = kind else {
        let at = plan.sanctions.iter().position(Option::is_none);
        return Ok(at.map(|at| (at, finding(groups[focal].best_other(own)))).into_iter().collect());
    };
    let movers: Vec<closure::Mover<'_>> = (0..ranks.len())
        .filter(|&dm| dm != focal)
        .map(|dm| closure::Mover {
            groups: &groups[dm],
            improves: (steps == Steps::Improvements).then_some(&ranks[dm].of[..]),
        })
        .collect();
    let wanted = |inescapable| plan.sanctions.iter().position(|s| *s == Some(Sanction { steps, inescapable }));
    let (plain, replied) = (wanted(false), wanted(true));
    let start: Vec<[i32; 2]> = if replied.is_some() {
        let replies = groups[focal].best_other(own);
        own.iter().zip(replies).map(|(&own, reply)| [own, reply.max(own)]).collect()
    } else {
        own.iter().map(|&own| [own, 0]).collect()
    };
    let sure: [Vec<i32>; 2] = if plain.is_some() && replied.is_some() {
        let mut values = start;
        turns::lower(&mut values, places, &movers, PASSES, crew)?;
        [0, 1].map(|w| values.iter().map(|value| value[w]).collect())
    } else {
        let which = usize::from(replied.is_some());
        let mut values: Vec<[i32; 1]> = start.iter().map(|value| [value[which]]).collect();
        turns::lower(&mut values, places, &movers, PASSES, crew)?;
        let lowered: Vec<i32> = values.iter().map(|[value]| *value).collect();
        [lowered.clone(), lowered]
    };
    let [of_plain, mut of_replied] = sure;
    let mut found = Vec::new();
    if let Some(at) = plain {
        found.push((at, finding(groups[focal].best_other(&of_plain))));
    }
    if let Some(at) = replied {
        of_replied.iter_mut().zip(own).for_each(|(sure, own)| *sure = (*sure).min(*own));
        found.push((at, finding(groups[focal].best_other(&of_replied))));
    }
    Ok(found)
}
