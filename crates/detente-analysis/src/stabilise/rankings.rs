//! The fewest pairs of states that would have to be compared otherwise.

use std::cell::Cell;

use detente_model::concept::{GMR, NASH, SMR};
use detente_model::{Change, Concept, DmId, State, Steps};

use super::coupled::{Outcome, Problem};
use super::raise::{Raised, raise_only, raised};
use super::table::{Places, Table, distance};
use super::{Limits, MAX_STATES, StabiliseError, Wanted, insist};
use crate::Answer;

/// The fewest changes to rankings that make a state an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct Rankings {
    /// The state, by place.
    pub target: usize,
    /// Under which concept.
    pub concept: &'static Concept,
    /// Whose rankings were free to change.
    pub vary: Vec<DmId>,
    /// No plan costs less.
    pub lower: u64,
    /// The cheapest plan found; `None` where there is none, or none was found before the work ended.
    pub plan: Option<RankingPlan>,
    /// How much is known.
    pub ending: Ending,
}

/// How much is known about the least cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The plan is one of the cheapest: nothing costs less.
    Exact,
    /// No rankings of those who may change theirs make the state an equilibrium.
    Impossible,
    /// The work ended early: the least cost lies between the lower bound and the cost of the plan.
    Interval,
}

/// Rankings that make a state an equilibrium. The engine and the plain definitions have confirmed it.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingPlan {
    /// Pairs of states that are compared otherwise.
    pub cost: u64,
    /// Each ranking that changes, in the order of the decision makers.
    pub reranked: Vec<Reranked>,
    /// The same as changes to the conflict.
    pub changes: Vec<Change>,
}

/// How one ranking changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Reranked {
    /// Whose.
    pub dm: DmId,
    /// Pairs of states that it compares otherwise.
    pub cost: u64,
    /// Those pairs, by place: the first is preferred now, or ties with the other and is preferred no more afterwards.
    pub pairs: Vec<(usize, usize)>,
    /// The new ranking, by place, the best first, those that tie together.
    pub groups: Vec<Vec<usize>>,
}

/// The fewest changes to the rankings of the decision makers in `vary` that make the state at `target` an equilibrium.
///
/// Nash, GMR and SMR by the closed form of [`super::rise`], SEQ and SSEQ by an exact search between two bounds: the rise that GMR (or SMR) needs and the
/// cheapest rise of the target alone.
///
/// # Errors
/// When the conflict has more than [`MAX_STATES`] states, or a plan is not confirmed.
pub fn rankings(
    answer: &Answer, concept: &'static Concept, target: usize, vary: &[DmId], limits: Limits,
) -> Result<Rankings, StabiliseError> {
    Desk::new(answer, concept, vary, limits)?.solve(target, u64::MAX)
}

/// The same for whichever of the wanted states costs least; the first of those that cost the same.
///
/// # Errors
/// As [`rankings`].
pub fn rankings_of_any(
    answer: &Answer, concept: &'static Concept, wanted: &Wanted, vary: &[DmId], limits: Limits,
) -> Result<Rankings, StabiliseError> {
    let desk = Desk::new(answer, concept, vary, limits)?;
    let mut order: Vec<(u64, usize)> = Vec::new();
    for &target in &wanted.0 {
        if let Some(bounds) = desk.bounds(target) {
            order.push((bounds.iter().map(|bound| bound.1).sum(), target));
        }
    }
    order.sort_unstable();
    // Those that no change helps are left over where nothing else is.
    let mut best = Rankings {
        target: wanted.0[0],
        concept,
        vary: vary.to_vec(),
        lower: 0,
        plan: None,
        ending: Ending::Impossible,
    };
    let mut lower = u64::MAX;
    let mut open = false;
    for (bound, target) in order {
        let cost = best.plan.as_ref().map_or(u64::MAX, |plan| plan.cost);
        if bound >= cost {
            break;
        }
        let found = desk.solve(target, cost)?;
        if found.ending == Ending::Interval {
            open = true;
            lower = lower.min(found.lower);
        }
        if found.plan.as_ref().is_some_and(|plan| plan.cost < cost)
            || best.plan.is_none() && found.ending == Ending::Interval
        {
            best = found;
        }
    }
    if let Some(plan) = &best.plan {
        best.lower = lower.min(plan.cost);
        best.ending = if best.lower == plan.cost { Ending::Exact } else { Ending::Interval };
    } else if open {
        best.lower = lower;
    }
    Ok(best)
}

/// What every target of a conflict shares.
struct Desk<'a, 'c> {
    answer: &'a Answer<'c>,
    concept: &'static Concept,
    vary: Vec<DmId>,
    limits: Limits<'a>,
    table: Table,
    places: Places,
}

impl<'a, 'c> Desk<'a, 'c> {
    fn new(
        answer: &'a Answer<'c>, concept: &'static Concept, vary: &[DmId], limits: Limits<'a>,
    ) -> Result<Self, StabiliseError> {
        let (table, places) = laid_out(answer)?;
        Ok(Desk { answer, concept, vary: vary.to_vec(), limits, table, places })
    }

    /// For each decision maker the place that the target must rise past at least, and what that costs; `None` where one that may not change
    /// stays unstable whatever the others want.
    fn bounds(&self, target: usize) -> Option<Vec<(u32, u64)>> {
        let simple = without_credibility(self.concept);
        (0..self.table.dms())
            .map(|dm| {
                let own = &self.places[dm];
                let varies = self.vary.contains(&DmId::from(dm));
                let stable_past = |past: u32| {
                    let mut places = self.places.clone();
                    places[dm] = raised(own, target as u32, past);
                    self.table.stable(simple, dm, target as u32, &places)
                };
                if stable_past(own[target]) {
                    return Some((own[target], 0));
                }
                // Only the places of moves and replies matter, but all are few enough to be tried by halving.
                let (mut low, mut high) = (own[target], own.iter().copied().max().unwrap_or(0));
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if stable_past(middle) { high = middle } else { low = middle }
                }
                varies.then(|| (high, super::raise::cost(own, target as u32, high)))
            })
            .collect()
    }

    /// The answer for a target; plans that cost `ceiling` or more are of no interest.
    fn solve(&self, target: usize, ceiling: u64) -> Result<Rankings, StabiliseError> {
        if target >= self.table.states() {
            return Err(StabiliseError::NotFeasible);
        }
        let mut found = Rankings {
            target,
            concept: self.concept,
            vary: self.vary.clone(),
            lower: 0,
            plan: None,
            ending: Ending::Impossible,
        };
        let Some(bounds) = self.bounds(target) else { return Ok(found) };
        let least: Vec<u64> = bounds.iter().map(|bound| bound.1).collect();
        found.lower = least.iter().sum();
        let credible = self.concept.sanction.is_some_and(|sanction| sanction.steps == Steps::Improvements);
        let vary: Vec<usize> = self.vary.iter().map(|dm| dm.index()).collect();
        let heights: Vec<u32> = bounds.iter().map(|bound| bound.0).collect();
        if !credible {
            let places =
                (0..self.places.len()).map(|dm| raised(&self.places[dm], target as u32, heights[dm])).collect();
            found.ending = Ending::Exact;
            found.plan = Some(self.plan(target, &places)?);
            return Ok(found);
        }
        let left = Cell::new(self.limits.work);
        let mut tries = (self.limits.work / 50).min(2_000);
        let mut budget = || {
            tries = tries.saturating_sub(1);
            tries > 0 && !(self.limits.cancelled)()
        };
        let target_at = target as u32;
        let mut best: Option<(u64, Places)> =
            match raise_only(&self.table, self.concept, &self.places, target_at, &vary, &heights, &mut budget) {
                Raised::Found(cost, places) => Some((cost, places)),
                Raised::Never => None,
                Raised::GivenUp => lowered(self, target_at, &vary, &heights),
            };
        // Without a bound from above, any answer will do as one.
        loop {
            let below =
                best.as_ref().map(|best| best.0).into_iter().chain((ceiling < u64::MAX).then_some(ceiling)).min();
            if below.is_some_and(|below| found.lower >= below) {
                found.ending = Ending::Exact;
                break;
            }
            let problem = Problem {
                table: &self.table,
                concept: self.concept,
                places: &self.places,
                target: target_at,
                vary: &vary,
                least: &least,
                below,
                cancelled: self.limits.cancelled,
                left: &left,
            };
            match problem.solve() {
                Outcome::Best(cost, places) => {
                    best = Some((cost, places));
                    if below.is_some() {
                        found.lower = cost;
                    }
                }
                Outcome::Nothing => match below {
                    Some(below) => found.lower = below,
                    None => return Ok(found),
                },
                Outcome::AtLeast(cost, better) => {
                    best = better.or(best);
                    found.lower = cost;
                    found.ending = Ending::Interval;
                    break;
                }
            }
        }
        if let Some((_, places)) = best {
            found.plan = Some(self.plan(target, &places)?);
        }
        Ok(found)
    }

    /// The plan that these rankings are, once the changed conflict has confirmed it.
    fn plan(&self, target: usize, places: &Places) -> Result<RankingPlan, StabiliseError> {
        let state = |place: &usize| -> State { self.answer.solution.state(*place) };
        let (mut reranked, mut changes) = (Vec::new(), Vec::new());
        for (dm, (before, after)) in self.places.iter().zip(places).enumerate() {
            let mut pairs = Vec::new();
            for a in 0..before.len() {
                for b in 0..before.len() {
                    let changed = before[a].cmp(&before[b]) != after[a].cmp(&after[b]);
                    // Each pair once, the loser first.
                    if changed && (before[a] > before[b] || before[a] == before[b] && after[a] < after[b]) {
                        pairs.push((a, b));
                    }
                }
            }
            if pairs.is_empty() {
                continue;
            }
            let mut order: Vec<usize> = (0..after.len()).collect();
            order.sort_by_key(|&x| (std::cmp::Reverse(after[x]), x));
            let groups: Vec<Vec<usize>> =
                order.chunk_by(|&a, &b| after[a] == after[b]).map(<[usize]>::to_vec).collect();
            let dm = DmId::from(dm);
            changes.push(Change::Rank {
                dm,
                groups: groups.iter().map(|group| group.iter().map(state).collect()).collect(),
            });
            reranked.push(Reranked { dm, cost: pairs.len() as u64, pairs, groups });
        }
        insist(self.answer.conflict, &changes, self.concept, &state(&target), "a change of rankings")?;
        Ok(RankingPlan { cost: reranked.iter().map(|one| one.cost).sum(), reranked, changes })
    }
}

/// The target raised so high for each decision maker that nobody has an improvement, and then lowered for one after the other as far as it stays an
/// equilibrium; `None` where one that may not change upsets it. What suffices is closed upwards, so each is found by halving.
fn lowered(desk: &Desk, target: u32, vary: &[usize], least: &[u32]) -> Option<(u64, Places)> {
    let (table, base) = (&desk.table, &desk.places);
    let mut heights: Vec<u32> = (0..base.len())
        .map(|dm| {
            let top = table.moves(dm, target).iter().map(|&y| base[dm][y as usize]).max().unwrap_or(0);
            if vary.contains(&dm) { top.max(least[dm]) } else { 0 }
        })
        .collect();
    let at = |heights: &[u32]| -> Places {
        base.iter().zip(heights).map(|(own, &past)| raised(own, target, past)).collect()
    };
    let enough = |heights: &[u32]| table.equilibrium(desk.concept, target, &at(heights));
    if !enough(&heights) {
        return None;
    }
    for &dm in vary {
        let (mut low, mut high) = (least[dm].min(heights[dm]), heights[dm]);
        while low < high {
            heights[dm] = low + (high - low) / 2;
            if enough(&heights) { high = heights[dm] } else { low = heights[dm] + 1 }
        }
        heights[dm] = high;
    }
    let places = at(&heights);
    let cost = places.iter().zip(base).map(|(after, before)| distance(before, after)).sum();
    Some((cost, places))
}

/// The moves and rankings of a conflict as tables.
pub(super) fn laid_out(answer: &Answer) -> Result<(Table, Places), StabiliseError> {
    let solution = &answer.solution;
    if solution.states() > MAX_STATES {
        return Err(StabiliseError::TooLarge { states: solution.states() });
    }
    let states: Vec<State> = (0..solution.states()).map(|place| solution.state(place)).collect();
    let table = Table::new(&answer.meaning, &states, |state| solution.place(state));
    let places =
        answer.conflict.dm_ids().map(|dm| (0..states.len()).map(|place| solution.rank(dm, place)).collect()).collect();
    Ok((table, places))
}

/// The concept that asks the same except that sanctions may be any moves: it is easier to satisfy, and does not depend on what the
/// opponents want.
pub(super) fn without_credibility(concept: &'static Concept) -> &'static Concept {
    match concept.sanction {
        None => &NASH,
        Some(sanction) if sanction.inescapable => &SMR,
        Some(_) => &GMR,
    }
}
