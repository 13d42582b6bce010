//! The dense engine: conflicts in option form, with a slot for each of the 2^options option vectors, feasible or not.
//!
//! A vector's slot is its number, in which the options of one decision maker are bits that follow each other. What one decision maker's moves or improvements
//! lead to is found for all slots at once, many groups side by side ([`cut`], [`moves`], [`improvements`]). What sequences of moves lead to has a closed form where
//! no rule excludes anything ([`closed`]); otherwise, and for improvements, one opponent after the other has its turn until nothing changes any more ([`sequences`]). In option form
//! every sequence of moves may be taken for a legal sequence (see [`crate::sparse`]).
//!
//! Of each slot only the ranks, the verdicts and two values to work on are in memory; thresholds are kept where there is room ([`verdicts`]).

mod axis;
mod bits;
mod closed;
mod cut;
mod improvements;
mod moves;
mod orders;
mod sequences;
mod tiles;
mod verdicts;

#[cfg(test)]
mod tests;

use detente_model::{Conflict, Sanction, Steps};

use crate::crew::Crew;
use crate::dense::axis::Axis;
pub(crate) use crate::dense::bits::gather;
use crate::dense::closed::Closed;
use crate::dense::cut::Cut;
use crate::dense::orders::{Orders, matter};
use crate::index::{Bits, StateIndex};
use crate::plan::{Finding, Plan};
use crate::ranks::{EveryVector, HOLE, Ranks, ranks};
use crate::{EngineError, EngineKind, Settings, Solution, sparse};

/// More options than this are too many for a slot each, whatever the memory.
pub(crate) const OPTIONS: usize = 30;

/// The bytes that the engine uses, about: of each slot its ranks and its verdicts, two values to work on and when they changed; the orders of groups; and the blocks
/// that threads work on.
pub(crate) fn bytes(conflict: &Conflict, settings: &Settings) -> u64 {
    let options = conflict.options.len();
    if options > OPTIONS {
        return u64::MAX;
    }
    let dms = conflict.decision_makers.len() as u64;
    let orders: u64 = conflict.dm_ids().map(|dm| orders::bytes(conflict, dm)).sum();
    let most = conflict.decision_makers.iter().map(|dm| dm.options.len()).max().unwrap_or(0);
    let blocks = (settings.workers() as u64 * 12) << options.min(most.max(12) + 4);
    let bits = (1 + (dms + 1) * settings.concepts.len() as u64).div_ceil(8);
    (1 << options) * (4 * dms + 8 + 1 + bits) + orders + blocks + (1 << 20)
}

/// When to change from passing over all slots to following single states, and whether to use what is known in closed form.
pub(crate) struct Tuning {
    /// For one closure the slots may be worked on so many times, on average.
    pub passes: usize,
    /// Single states are followed only where there are at most so many.
    pub follow: u64,
    /// Whether sequences of moves are looked up in closed form where they can be.
    pub closed: bool,
}

impl Tuning {
    /// Following single states takes as long as some dozens of passes, and needs memory of its own.
    pub fn usual(conflict: &Conflict, settings: &Settings) -> Self {
        let dms = conflict.decision_makers.len();
        let left = settings.memory.saturating_sub(bytes(conflict, settings));
        Tuning { passes: 64 + 8 * dms, follow: left / sparse::bytes(1, dms, settings), closed: true }
    }
}

pub(crate) fn solve(
    conflict: &Conflict, settings: &Settings, mut plan: Plan, crew: &Crew<'_>, tuning: &Tuning,
) -> Result<Solution, EngineError> {
    let improves = plan.sanctions.iter().flatten().any(|sanction| sanction.steps == Steps::Improvements);
    let effort = Effort::new(conflict, &plan, tuning);
    crew.expect(effort.all());
    let options = conflict.options.len();
    let slots = EveryVector::new(conflict, crew);
    let mut all_ranks = Vec::new();
    let mut decision_makers = Vec::new();
    for dm in conflict.dm_ids() {
        crew.check()?;
        let (axis, ranks) = (Axis::new(conflict, dm), ranks(conflict, dm, &slots, crew));
        crew.check()?;
        let improvements = improves.then(|| {
            let orders = Orders::new(conflict, dm, &axis, &ranks, crew);
            (Cut::new(options, &axis, matter(conflict, dm)), orders)
        });
        let cut = Cut::new(options, &axis, 0);
        let closed = (tuning.closed && conflict.rules.is_empty()).then(|| Closed::new(conflict, &axis)).flatten();
        decision_makers.push(Mover { axis, cut, improvements, closed, ranks_any: ranks.places > 1 });
        all_ranks.push(ranks);
        crew.advance(effort.ranking, "ranking the states");
    }
    crew.check()?;
    let feasible = slots.into_feasible().map(|words| Bits::new(options, words));
    let index = feasible.clone().map_or(StateIndex::Every { options }, StateIndex::Bits);
    plan.watch_places(&index, &settings.watch);
    let mut work = Work {
        conflict,
        plan: &plan,
        crew,
        tuning,
        effort,
        ranks: &all_ranks,
        movers: &decision_makers,
        feasible: feasible.as_ref(),
        plain: vec![0; 1 << options],
        replied: vec![0; 1 << options],
    };
    let findings = (0..decision_makers.len()).map(|focal| work.findings(focal)).collect::<Result<_, _>>()?;
    drop(work);
    if let Some(feasible) = &feasible {
        for ranks in &mut all_ranks {
            crew.check()?;
            ranks.of = only_states(feasible, std::mem::take(&mut ranks.of));
        }
    }
    Ok(Solution::new(EngineKind::Dense, index, plan, all_ranks, findings))
}

/// What is known of a decision maker before anything is asked.
struct Mover {
    axis: Axis,
    /// How arrays are cut for its moves.
    cut: Cut,
    /// How they are cut for its improvements, where any concept asks for them.
    improvements: Option<(Cut, Orders)>,
    /// Where opponents of it have all sequences of moves that their options allow.
    closed: Option<Closed>,
    /// Whether it prefers anything to anything.
    ranks_any: bool,
}

/// How much work there is of each kind, in passes over an array, so that progress grows about evenly with time.
struct Effort {
    decision_makers: u64,
    /// Ranking the states for one decision maker.
    ranking: u64,
    /// A verdict for one decision maker.
    verdict: u64,
    verdicts: u64,
    /// Sequences of moves and of improvements against one decision maker.
    moves: u64,
    improvements: u64,
}

/// The parts of a pass that are counted.
const PASS: u64 = 1000;

impl Effort {
    fn new(conflict: &Conflict, plan: &Plan, tuning: &Tuning) -> Self {
        let decision_makers = conflict.decision_makers.len() as u64;
        let of = |steps| plan.sanctions.iter().flatten().filter(|sanction| sanction.steps == steps).count() as u64;
        let opponents = decision_makers.saturating_sub(1);
        let closed = tuning.closed && conflict.rules.is_empty();
        Effort {
            decision_makers,
            ranking: 6 * PASS,
            verdict: PASS,
            verdicts: plan.sanctions.len() as u64,
            moves: of(Steps::Moves) * PASS * if closed { 1 } else { 2 * opponents },
            // Two opponents need about three turns each, and many need more.
            improvements: of(Steps::Improvements) * PASS * opponents * if opponents > 1 { 4 } else { 1 },
        }
    }

    fn all(&self) -> u64 {
        self.decision_makers * (self.ranking + self.verdict * self.verdicts + self.moves + self.improvements)
    }
}

/// The work on one decision maker after the other.
struct Work<'a> {
    conflict: &'a Conflict,
    plan: &'a Plan,
    crew: &'a Crew<'a>,
    tuning: &'a Tuning,
    effort: Effort,
    ranks: &'a [Ranks],
    movers: &'a [Mover],
    /// `None` where all slots hold states.
    feasible: Option<&'a Bits>,
    /// The values to work on: those of states themselves, and those of the best reply.
    plain: Vec<i32>,
    replied: Vec<i32>,
}

impl Work<'_> {
    /// What is found for the decision maker at `focal`, by sanction.
    fn findings(&mut self, focal: usize) -> Result<Vec<Finding>, EngineError> {
        let mut found: Vec<Option<Finding>> = vec![None; self.plan.sanctions.len()];
        let position = |sanction: Option<Sanction>| self.plan.sanctions.iter().position(|s| *s == sanction);
        if let Some(at) = position(None) {
            found[at] = Some(self.nash(focal)?);
        }
        for steps in [Steps::Moves, Steps::Improvements] {
            let plain = position(Some(Sanction { steps, inescapable: false }));
            let replied = position(Some(Sanction { steps, inescapable: true }));
            if plain.is_none() && replied.is_none() {
                continue;
            }
            if replied.is_some() {
                self.reply(focal)?;
            }
            if steps == Steps::Moves
                && let Some(closed) = &self.movers[focal].closed
            {
                if let Some(at) = plain {
                    found[at] = Some(self.by_moves(focal, closed)?);
                }
                if let Some(at) = replied {
                    found[at] = Some(self.by_moves_without_escape(focal, closed)?);
                }
                self.crew.advance(self.effort.moves, "following moves");
                continue;
            }
            // Concepts with the same steps go the same ways, so that each way is gone once.
            self.follow_sequences(focal, steps, plain.is_some(), replied.is_some())?;
            if let Some(at) = plain {
                found[at] = Some(self.by_values(focal, false)?);
            }
            if let Some(at) = replied {
                found[at] = Some(self.by_values(focal, true)?);
            }
        }
        Ok(found.into_iter().map(|finding| finding.expect("a sanction has steps or is none")).collect())
    }
}

/// The values of those slots that hold states.
fn only_states(feasible: &Bits, mut values: Vec<i32>) -> Vec<i32> {
    for (place, slot) in feasible.iter().enumerate() {
        values[place] = values[slot];
    }
    values.truncate(feasible.count());
    values.shrink_to_fit();
    values
}

const _: () = assert!(HOLE == i32::MAX, "a slot without a state is as good as the best and lowers nothing");
