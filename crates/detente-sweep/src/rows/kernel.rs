//! Rows on words of bits: what does not change from one row to the next is not worked out again.

use std::any::Any;

use detente_analysis::world::World;
use detente_model::{Conflict, DmId, Meaning};

use super::asked::Asked;
use super::store::{Found, Rankings};
use super::{Form, Rows, Task};
use crate::columns::Finding;
use crate::kernel::{Answers, Bits, Credible, Kind, Ranking, Structure, Variant, levels, levels_of, solve};
use crate::lists::Lists;
use crate::sweep::SweepError;

/// Numbers of rankings are kept by the values of the factors that bear on a list, up to so many combinations of them.
const MAX_LISTS: u64 = 1 << 20;
const UNKNOWN: u32 = u32::MAX;

/// The rows of a form, with words enough for its states. What the form before had is taken over where the states and moves are the same.
pub(super) fn rows<'s>(
    task: &Task<'s>, form: Form, world: &World, before: Option<Box<dyn Any>>,
) -> Result<Box<dyn Rows + 's>, SweepError> {
    fn wide<const W: usize>(
        task: &Task, form: Form, world: &World, before: Option<Box<dyn Any>>,
    ) -> Result<Box<dyn Rows>, SweepError> {
        let before = before.and_then(|before| before.downcast::<Kept<W>>().ok());
        Ok(Box::new(KernelRows::<W>::new(task, form, world, before)?))
    }
    // Every width is a program of its own, so there are not too many.
    match world.states().div_ceil(64) {
        0 | 1 => wide::<1>(task, form, world, before),
        2 => wide::<2>(task, form, world, before),
        3 | 4 => wide::<4>(task, form, world, before),
        5..=16 => wide::<16>(task, form, world, before),
        _ => wide::<64>(task, form, world, before),
    }
}

/// What one form leaves to the next.
struct Kept<const W: usize> {
    conflict: Conflict,
    structure: Structure<W>,
    rankings: Vec<Rankings<W>>,
}

impl<const W: usize> Kept<W> {
    /// Whether another form has the same states and moves.
    fn fits(&self, form: &Conflict) -> bool {
        let own = &self.conflict;
        let rules =
            own.rules.len() == form.rules.len() && own.rules.iter().zip(&form.rules).all(|(a, b)| a.when == b.when);
        let options = own.options.iter().zip(&form.options).all(|(a, b)| a.direction == b.direction);
        rules && options && own.named_states == form.named_states && own.move_tables == form.move_tables
    }
}

/// What a decision maker has in one row after the other.
struct Party<const W: usize> {
    /// What the factors do to its list; `None` where its ranking is always the same.
    lists: Option<Lists>,
    /// For each statement where it holds.
    truths: Vec<Bits<W>>,
    /// The factors that bear on the list, by place, with what a step of each counts in `known`.
    factors: Vec<(usize, u64)>,
    /// The numbers of rankings by the values of those factors; empty where there are too many.
    known: Vec<u32>,
    /// The levels of a ranking that is always the same.
    fixed: Vec<Bits<W>>,
}

struct KernelRows<const W: usize> {
    kept: Kept<W>,
    parties: Vec<Party<W>>,
    findings: Vec<Finding>,
    kinds: Vec<Kind>,
    watched: Vec<Option<usize>>,
    asked: Vec<Option<Asked<W>>>,
    outcomes: Vec<Bits<W>>,
    /// The place that each state has among all states that are recorded; `None` where it is its own place.
    places: Option<Vec<Option<usize>>>,
    present: Vec<bool>,
    /// The states whose stability for everybody is asked for, and whether SEQ or SSEQ are asked for at all.
    credible: (Bits<W>, bool),
    /// The numbers of the rankings of the row.
    key: Vec<u32>,
    found: Found,
    work: Work<W>,
}

/// Room for what is worked out.
struct Work<const W: usize> {
    answers: Answers<W>,
    credible: Vec<Credible<W>>,
    list: Vec<u16>,
    levels: Vec<Bits<W>>,
    open: Vec<(Bits<W>, usize)>,
}

impl<const W: usize> KernelRows<W> {
    fn new(task: &Task, form: Form, world: &World, before: Option<Box<Kept<W>>>) -> Result<Self, SweepError> {
        let lists = form.lists(task);
        let Form { conflict, watched, questions, present } = form;
        let (sweep, dms) = (task.sweep, conflict.decision_makers.len());
        let kept = match before {
            Some(before) if before.fits(&conflict) => Kept { conflict, ..*before },
            _ => Kept {
                structure: Structure::new(&conflict, world),
                rankings: lists
                    .iter()
                    .map(|lists| Rankings::new(lists.as_ref().is_some_and(Lists::are_drawn)))
                    .collect(),
                conflict,
            },
        };
        let (conflict, structure) = (&kept.conflict, &kept.structure);
        let recorded = &sweep.spec().record;
        let meaning = Meaning::new(conflict).map_err(SweepError::TooMany)?;
        let kinds: Vec<Kind> = recorded.concepts.iter().map(|concept| Kind::of(concept)).collect();
        let watched: Vec<Option<usize>> = watched
            .iter()
            .map(|state| state.as_ref().and_then(|state| world.place(state)).map(|place| place as usize))
            .collect();
        let asked: Vec<Option<Asked<W>>> = questions
            .iter()
            .map(|question| Asked::new(conflict, &meaning, world, structure, question.as_ref()?))
            .collect();
        let outcomes = recorded
            .outcomes
            .iter()
            .map(|&place| {
                let holds = world.where_holds(&meaning, &conflict.outcomes[place].when);
                Bits::filled(structure.states, |state| holds[state])
            })
            .collect();
        let mut credible = (Bits::EMPTY, kinds.iter().any(|kind| kind.is_credible()));
        watched.iter().flatten().for_each(|&state| credible.0.insert(state));
        for (state, is_needed) in asked.iter().flatten().map(Asked::credible) {
            state.into_iter().for_each(|state| credible.0.insert(state));
            credible.1 |= is_needed;
        }
        let places: Vec<Option<usize>> =
            world.list().states().iter().map(|state| sweep.universe().place(conflict, state)).collect();
        let is_same = places.iter().enumerate().all(|(place, of)| *of == Some(place));
        let factors: Vec<u64> = sweep.spec().family.factors.iter().map(|factor| factor.values).collect();
        let parties = lists.into_iter().enumerate().map(|(dm, lists)| Party::new(world, dm, lists, &factors)).collect();
        let found = Found::new(dms, task.findings.len(), sweep.spec().family.rows_of_a_form());
        Ok(KernelRows {
            parties,
            findings: task.findings.clone(),
            kinds,
            watched,
            asked,
            outcomes,
            places: (!is_same).then_some(places),
            present,
            credible,
            key: vec![UNKNOWN; dms],
            found,
            work: Work {
                answers: Answers::new(dms),
                credible: Vec::with_capacity(dms),
                list: Vec::new(),
                levels: Vec::new(),
                open: Vec::new(),
            },
            kept,
        })
    }

    /// The number of a decision maker's ranking in a row.
    fn ranking(&mut self, dm: usize, values: &[u64]) -> u32 {
        let party = &mut self.parties[dm];
        let at = party.factors.iter().map(|&(factor, step)| values[factor] * step).sum::<u64>() as usize;
        if let Some(&known) = party.known.get(at)
            && known != UNKNOWN
        {
            return known;
        }
        if self.kept.rankings[dm].is_full() {
            self.kept.rankings[dm].forget();
            party.known.fill(UNKNOWN);
            self.found.forget();
        }
        let levels_here = match &party.lists {
            None => &party.fixed,
            Some(lists) => {
                lists.list(values, &mut self.work.list);
                let mut truths: [&Bits<W>; MAX_TRUTHS] = [&Bits::EMPTY; MAX_TRUTHS];
                let count = self.work.list.len();
                truths.iter_mut().zip(&self.work.list).for_each(|(truth, &at)| *truth = &party.truths[usize::from(at)]);
                let all = Bits::first(self.kept.structure.states);
                levels(all, &truths[..count], &mut self.work.levels, &mut self.work.open);
                &self.work.levels
            }
        };
        let number = self.kept.rankings[dm].number(&self.kept.structure, dm, levels_here);
        if let Some(known) = party.known.get_mut(at) {
            *known = number;
        }
        number
    }

    /// Works out what is found of the combination of rankings.
    fn find(&mut self, record: &mut Vec<u64>) {
        let structure = &self.kept.structure;
        let rankings: Vec<&Ranking<W>> =
            self.kept.rankings.iter().zip(&self.key).map(|(rankings, &number)| rankings.get(number)).collect();
        let (asked, is_needed) = &self.credible;
        solve(structure, &rankings, asked, *is_needed, &mut self.work.answers, &mut self.work.credible);
        let variant = Variant::new(&rankings, &self.work.credible);
        let equilibria = self.kinds.iter().map(|&kind| variant.equilibria(kind));
        let mut sets = [Bits::<W>::EMPTY; MAX_CONCEPTS];
        sets.iter_mut().zip(equilibria).for_each(|(set, equilibria)| *set = equilibria);
        record.clear();
        record.extend(self.findings.iter().map(|finding| match *finding {
            Finding::States => structure.states as u64,
            Finding::Equilibria(concept) => u64::from(sets[concept].count()),
            Finding::Word(concept, word) => match &self.places {
                None => sets[concept].0.get(word).copied().unwrap_or(0),
                Some(places) => {
                    let mut bits = 0;
                    sets[concept].for_each(|state| {
                        if let Some(place) = places[state].filter(|place| place / 64 == word) {
                            bits |= 1 << (place % 64);
                        }
                    });
                    bits
                }
            },
            Finding::Watched(state, concept) => {
                self.watched[state].map_or(0, |at| u64::from(sets[concept].contains(at)))
            }
            Finding::WatchedFor(state, concept, dm) => {
                self.watched[state].map_or(0, |at| u64::from(variant.stable(self.kinds[concept], dm).contains(at)))
            }
            Finding::Proposition(place) => {
                self.asked[place].as_ref().map_or(0, |asked| u64::from(asked.answer(structure, &variant)))
            }
            Finding::Outcome(outcome, concept) => u64::from(sets[concept].and(&self.outcomes[outcome]).count()),
        }));
    }
}

/// A list has at most so many statements.
const MAX_TRUTHS: usize = 128;
/// There are at most so many concepts.
const MAX_CONCEPTS: usize = detente_model::CONCEPTS.len();

impl<const W: usize> Party<W> {
    fn new(world: &World, dm: usize, lists: Option<Lists>, values: &[u64]) -> Self {
        let dm = DmId::from(dm);
        let states = world.states();
        let words: Vec<u128> = (0..states).map(|state| world.word(dm, state as u32)).collect();
        let length = lists.as_ref().map_or(0, |lists| lists.length);
        // The first statement has the highest bit.
        let truths =
            (0..length).map(|at| Bits::filled(states, |state| words[state] >> (length - 1 - at) & 1 == 1)).collect();
        let (mut factors, mut size) = (Vec::new(), 1u64);
        for factor in lists.iter().flat_map(Lists::factors) {
            factors.push((factor, size));
            size = size.saturating_mul(values[factor]);
        }
        let known = if size <= MAX_LISTS { vec![UNKNOWN; size as usize] } else { Vec::new() };
        if known.is_empty() {
            factors.iter_mut().for_each(|(_, step)| *step = 0);
        }
        let fixed = if lists.is_none() { levels_of(&words) } else { Vec::new() };
        Party { lists, truths, factors, known, fixed }
    }
}

impl<const W: usize> Rows for KernelRows<W> {
    fn record<'r>(
        &'r mut self, values: &[u64], changed: usize, record: &'r mut Vec<u64>,
    ) -> Result<&'r [u64], SweepError> {
        for dm in 0..self.parties.len() {
            let is_same =
                self.key[dm] != UNKNOWN && self.parties[dm].factors.last().is_none_or(|&(last, _)| last < changed);
            if !is_same {
                self.key[dm] = self.ranking(dm, values);
            }
        }
        let slot = self.found.slot(&self.key);
        if !self.found.has(slot, &self.key) {
            self.find(record);
            self.found.keep(slot, &self.key, record);
        }
        Ok(self.found.at(slot))
    }

    fn present(&self) -> &[bool] {
        &self.present
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        Box::new(self.kept)
    }
}
