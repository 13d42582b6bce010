//! The sparse engine: conflicts in option form of up to 64 options, by the list of their feasible vectors.
//!
//! In option form a decision maker's moves chain: whatever it can do in two moves it can do in one, since it may change any of its options
//! at once, an option that may change one way only still changes that way, and what the rules exclude is jumped over. The same holds of
//! improvements, because preferences are transitive. So forbidding two moves in succession forbids nothing, and the opponents' legal sequences
//! are simply all sequences of their moves.

pub(crate) mod closure;
pub(crate) mod groups;

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
pub(crate) fn bytes(states: u64, dms: usize) -> u64 {
    let threads = rayon::current_num_threads().min(4 * dms.max(1)) as u64;
    states.saturating_mul(40 + 28 * dms as u64 + threads * (24 + 4 * dms as u64))
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
    let index = StateIndex::Listed { options, vectors: listed };
    plan.watch_places(&index, &settings.watch);
    let sanctions = plan.sanctions.len();
    let mut found = crew.map(dms.len() * sanctions, |at| {
        crew.check()?;
        let finding = finding(at / sanctions, plan.sanctions[at % sanctions], &ranks, &groups, &plan, crew)?;
        crew.done("finding stable states");
        Ok(finding)
    })?;
    let mut findings = Vec::new();
    for _ in &dms {
        let rest = found.split_off(sanctions);
        findings.push(found);
        found = rest;
    }
    Ok(Solution::new(EngineKind::Sparse, index, plan, ranks, findings))
}

/// What is found for the decision maker at `focal` under one sanction.
fn finding(
    focal: usize, sanction: Option<Sanction>, ranks: &[Ranks], groups: &[Groups], plan: &Plan, crew: &Crew<'_>,
) -> Result<Finding, EngineError> {
    let (own, places) = (&ranks[focal].of, ranks[focal].places);
    let thresholds = match sanction {
        None => groups[focal].best_other(own),
        Some(sanction) => {
            let mut values = own.clone();
            if sanction.inescapable {
                let replies = groups[focal].best_other(own);
                values.iter_mut().zip(replies).for_each(|(value, reply)| *value = reply.max(*value));
            }
            let movers: Vec<closure::Mover<'_>> = (0..ranks.len())
                .filter(|&dm| dm != focal)
                .map(|dm| closure::Mover {
                    groups: &groups[dm],
                    improves: (sanction.steps == Steps::Improvements).then_some(&ranks[dm].of[..]),
                })
                .collect();
            let mut sure = closure::lowest_reachable(&values, places, &movers, crew)?;
            sure.iter_mut().zip(own).for_each(|(sure, own)| *sure = (*sure).min(*own));
            groups[focal].best_other(&sure)
        }
    };
    Ok(plan.finding(own, thresholds))
}
