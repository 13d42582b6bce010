//! Pivots: the assumptions that, changed alone, overturn the answer to a question.
//!
//! Every statement is negated, dropped and moved; every option's direction is changed; every rule is dropped; and each time the question is
//! answered anew. Then sets of two and three assumptions none of which does it alone.
//!
//! The conflict is compiled once, to states as numbers. Statements are edited by what an edit does to a word of bits, directions by two
//! masks; only without a rule is the conflict compiled again. So a question about one state takes microseconds a time.

mod assumptions;
mod evaluate;
mod view;

use std::collections::BTreeMap;
use std::fmt;

use detente_model::{Conflict, DmId, Preference, Question, TooMany};

use crate::ask::{AskError, question_in};
use crate::world::{World, WorldError};
use evaluate::{Asked, Scratch};
use view::View;

pub use assumptions::{Alteration, Assumption, Element, Way};

/// How far to look for pivots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PivotSettings {
    /// Move statements to every place of their list rather than by one place.
    pub any_place: bool,
    /// Look at sets of so many assumptions: 1, 2 or 3.
    pub up_to: usize,
    /// Go on to larger sets even where smaller ones overturn the answer.
    pub all_sizes: bool,
    /// No size of sets is begun that would bring the number of answers beyond this.
    pub answers: u64,
    /// The conflict, with a rule dropped or not, may have so many states.
    pub states: usize,
}

impl Default for PivotSettings {
    /// Moves by one place; sets of two, then three, until one is found; two million answers, 65,536 states.
    fn default() -> Self {
        PivotSettings { any_place: false, up_to: 3, all_sizes: false, answers: 2_000_000, states: 1 << 16 }
    }
}

/// What a verdict hangs on.
#[derive(Clone, Debug, PartialEq)]
pub struct Pivots {
    /// The answer as things are.
    pub holds: bool,
    /// All assumptions that were varied, in the order of the file: statements, options, rules.
    pub assumptions: Vec<Assumption>,
    /// All that was done to them, one at a time, in the same order.
    pub alterations: Vec<Alteration>,
    /// The alterations that overturn the answer alone, by their places.
    pub single: Vec<usize>,
    /// The smallest sets that overturn it, in order: sets of assumptions without any smaller set among them.
    pub sets: Vec<PivotSet>,
    /// What was looked at.
    pub scope: Scope,
}

/// Assumptions that overturn an answer together, though fewer of them do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PivotSet {
    /// The assumptions, by their places, ascending.
    pub assumptions: Vec<usize>,
    /// The ways in which it happens: for each, one alteration of every assumption, by their places.
    pub ways: Vec<Vec<usize>>,
}

/// What a search for pivots looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Sets of up to so many assumptions were all looked at; those of more were not.
    pub complete_to: usize,
    /// How many answers were computed, by the size of the sets.
    pub answers: Vec<u64>,
    /// The size that was not begun because it would take so many answers, more than the settings allow.
    pub too_many: Option<(usize, u64)>,
    /// The alterations that cannot be made alone, by their places, and why. In sets, too, what cannot be made is passed over.
    pub impossible: Vec<(usize, String)>,
    /// The decision makers whose ranking or weights were taken as they are.
    pub not_varied: Vec<DmId>,
}

/// Why pivots were not looked for.
#[derive(Clone, Debug)]
pub enum PivotError {
    /// The question has no answer as things are.
    Ask(AskError),
    /// There are too many states.
    TooMany(TooMany),
    /// There is more of something than the search can take.
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How many there are, or at least so many.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The caller had enough.
    Cancelled,
}

impl fmt::Display for PivotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PivotError::Ask(error) => error.fmt(f),
            PivotError::TooMany(error) => write!(f, "{error}: pivots are looked for in smaller conflicts"),
            PivotError::TooLarge { what, count, limit } => {
                write!(f, "{count} {what} are more than the search for pivots can take ({limit})")
            }
            PivotError::Cancelled => write!(f, "cancelled"),
        }
    }
}

impl std::error::Error for PivotError {}

impl From<WorldError> for PivotError {
    fn from(error: WorldError) -> Self {
        match error {
            WorldError::TooMany(error) => PivotError::TooMany(error),
            WorldError::TooLarge { what, count, limit } => PivotError::TooLarge { what, count, limit },
        }
    }
}

/// Looks for what overturns the answer to `question`, whose states are those of `conflict`; `None` is the status quo.
///
/// `cancelled` is asked every few thousand answers.
///
/// # Errors
/// See [`PivotError`]. A change that cannot be made is no error: it is listed in the scope.
pub fn pivots(
    conflict: &Conflict, question: &Question, settings: &PivotSettings, cancelled: &dyn Fn() -> bool,
) -> Result<Pivots, PivotError> {
    let world = World::new(conflict, settings.states)?;
    let asked = Asked::new(conflict, &world, question).map_err(PivotError::Ask)?;
    let mut scratch = Scratch::new(conflict, &world);
    let dms = conflict.decision_makers.len();
    let holds = scratch.answer(&View::new(&world, dms), &asked);
    let (assumptions, alterations) = assumptions::all(conflict, settings.any_place);
    let not_varied =
        conflict.dm_ids().filter(|&dm| !matches!(conflict.dm(dm).preference, Preference::Prioritised(_))).collect();
    let scope = Scope { not_varied, ..Scope::default() };
    let mut found = Pivots { holds, assumptions, alterations, single: Vec::new(), sets: Vec::new(), scope };
    let mut hunt = Hunt { conflict, question, settings, cancelled, holds, base: Compiled { world, asked, scratch } };
    // Assumptions that do it alone belong to no larger set.
    let mut open: Vec<usize> = (0..found.assumptions.len()).collect();
    for size in 1..=settings.up_to.clamp(1, 3) {
        if size > 1 && !settings.all_sizes && !(found.single.is_empty() && found.sets.is_empty()) {
            break;
        }
        let needed = sets_of(&found, &open, size);
        if size > 1 && found.scope.answers.iter().sum::<u64>().saturating_add(needed) > settings.answers {
            found.scope.too_many = Some((size, needed));
            break;
        }
        let sets = hunt.size(&mut found, &open, size)?;
        if size == 1 {
            found.single = sets.iter().flat_map(|set| set.ways.iter().map(|way| way[0])).collect();
            found.single.sort_unstable();
            open.retain(|&assumption| sets.iter().all(|set| set.assumptions[0] != assumption));
        } else {
            found.sets.extend(sets);
        }
        found.scope.complete_to = size;
    }
    Ok(found)
}

/// How many answers the sets of `size` of the open assumptions would take, before any are left out.
fn sets_of(found: &Pivots, open: &[usize], size: usize) -> u64 {
    // The elementary symmetric sums of the numbers of ways, one assumption after the other.
    let mut sums = vec![1u64];
    sums.resize(size + 1, 0);
    for &assumption in open {
        let ways = found.alterations.iter().filter(|a| a.assumption == assumption).count() as u64;
        for k in (1..=size).rev() {
            sums[k] = sums[k].saturating_add(sums[k - 1].saturating_mul(ways));
        }
    }
    sums[size]
}

/// A conflict compiled, with the question worked out for it.
struct Compiled {
    world: World,
    asked: Asked,
    scratch: Scratch,
}

struct Hunt<'a> {
    conflict: &'a Conflict,
    question: &'a Question,
    settings: &'a PivotSettings,
    cancelled: &'a dyn Fn() -> bool,
    holds: bool,
    base: Compiled,
}

impl Hunt<'_> {
    /// Looks at all sets of `size` open assumptions that have no known set within them.
    fn size(&mut self, found: &mut Pivots, open: &[usize], size: usize) -> Result<Vec<PivotSet>, PivotError> {
        let structural =
            |&assumption: &usize| assumptions::is_structural(self.conflict, found.assumptions[assumption].element);
        let (hard, soft): (Vec<usize>, Vec<usize>) = open.iter().partition(|assumption| structural(assumption));
        let mut sets: BTreeMap<Vec<usize>, Vec<Vec<usize>>> = BTreeMap::new();
        let mut answers = 0;
        // What needs compiling is the outer choice, so that no more than one conflict besides the first is kept.
        for deep in 0..=size {
            for outer in subsets(&hard, deep) {
                for outer_ways in ways(&found.alterations, &outer) {
                    let fixed: Vec<&Alteration> = outer_ways.iter().map(|&way| &found.alterations[way]).collect();
                    let mut rebuilt;
                    let compiled = if fixed.is_empty() {
                        &mut self.base
                    } else {
                        match self.compile(&fixed) {
                            Ok(compiled) => {
                                rebuilt = compiled;
                                &mut rebuilt
                            }
                            Err(why) => {
                                if size == 1 {
                                    found.scope.impossible.push((outer_ways[0], why));
                                }
                                continue;
                            }
                        }
                    };
                    let mut view = View::new(&compiled.world, self.conflict.decision_makers.len());
                    for inner in subsets(&soft, size - deep) {
                        let mut set: Vec<usize> = outer.iter().chain(&inner).copied().collect();
                        set.sort_unstable();
                        let known = |smaller: &PivotSet| smaller.assumptions.iter().all(|a| set.contains(a));
                        if found.sets.iter().any(known) {
                            continue;
                        }
                        for inner_ways in ways(&found.alterations, &inner) {
                            let edits: Vec<&Alteration> =
                                inner_ways.iter().map(|&way| &found.alterations[way]).collect();
                            assumptions::apply(&mut view, self.conflict, &found.assumptions, &edits);
                            answers += 1;
                            if answers % 4096 == 1 && (self.cancelled)() {
                                return Err(PivotError::Cancelled);
                            }
                            if compiled.scratch.answer(&view, &compiled.asked) != self.holds {
                                let mut way: Vec<usize> = outer_ways.iter().chain(&inner_ways).copied().collect();
                                way.sort_unstable();
                                sets.entry(set.clone()).or_default().push(way);
                            }
                        }
                    }
                }
            }
        }
        found.scope.answers.push(answers);
        let in_order = |(assumptions, mut ways): (Vec<usize>, Vec<Vec<usize>>)| {
            ways.sort();
            PivotSet { assumptions, ways }
        };
        Ok(sets.into_iter().map(in_order).collect())
    }

    /// Compiles the conflict with alterations made to it; otherwise why they cannot be made.
    fn compile(&self, alterations: &[&Alteration]) -> Result<Compiled, String> {
        let changed = self.conflict.changed(&assumptions::ordered(alterations)).map_err(|error| error.to_string())?;
        let question = question_in(self.conflict, &changed, self.question).map_err(|error| error.to_string())?;
        let world = World::new(&changed, self.settings.states).map_err(|error| PivotError::from(error).to_string())?;
        let asked = Asked::new(&changed, &world, &question).map_err(|error| error.to_string())?;
        let scratch = Scratch::new(&changed, &world);
        Ok(Compiled { world, asked, scratch })
    }
}

/// All subsets of `size`, in order.
fn subsets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    (0..of.len())
        .flat_map(|first| {
            subsets(&of[first + 1..], size - 1).into_iter().map(move |mut rest| {
                rest.insert(0, of[first]);
                rest
            })
        })
        .collect()
}

/// All choices of one alteration for each of some assumptions.
fn ways(alterations: &[Alteration], assumptions: &[usize]) -> Vec<Vec<usize>> {
    assumptions.iter().fold(vec![Vec::new()], |chosen, &assumption| {
        let own: Vec<usize> = (0..alterations.len()).filter(|&a| alterations[a].assumption == assumption).collect();
        chosen
            .iter()
            .flat_map(|before| own.iter().map(move |&way| before.iter().copied().chain([way]).collect()))
            .collect()
    })
}

impl Pivots {
    /// The assumptions that overturn the answer alone, in order.
    pub fn pivotal(&self) -> Vec<usize> {
        let mut assumptions: Vec<usize> = self.single.iter().map(|&a| self.alterations[a].assumption).collect();
        assumptions.dedup();
        assumptions
    }

    /// The ways in which an assumption, changed alone, overturns the answer.
    pub fn ways_of(&self, assumption: usize) -> impl Iterator<Item = Way> + '_ {
        self.single.iter().map(|&a| &self.alterations[a]).filter(move |a| a.assumption == assumption).map(|a| a.way)
    }

    /// The changes of a set's way, in the order in which they are made: statements are moved first, because places are counted in the
    /// lists as they are.
    pub fn changes(&self, way: &[usize]) -> Vec<detente_model::Change> {
        assumptions::ordered(&way.iter().map(|&a| &self.alterations[a]).collect::<Vec<_>>())
    }

    /// How many changes were tried one at a time.
    pub fn tried(&self) -> usize {
        self.alterations.len() - self.scope.impossible.len()
    }
}
