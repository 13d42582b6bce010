//! Looking at completions one by one, or at a sample of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use detente_engine::{Control, EngineError, Progress, Settings};
use detente_model::{Conflict, DmId, State, Unknown, advance};

use super::draw::Draw;
use super::orders::Orders;
use super::pairs::{first_of_ties, neighbours};
use super::space::{Numbers, Space};
use super::{Completion, Pair, UnknownsError};

/// States are listed up to this number.
const MAX_STATES: usize = 1 << 20;

/// Completions with the same states, moves and rankings.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// The first of them that was seen.
    pub first: Numbers,
    /// How many completions, or draws.
    pub weight: u64,
    /// For each decision maker and then for all together, for each concept: the stable states as bits, by place.
    pub bits: Vec<u64>,
}

/// The classes of completions that differ in one thing alone.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// By unknown, and after them by partly known ranking.
    unknowns: Vec<BTreeSet<(usize, usize)>>,
    pairs: BTreeMap<Pair, BTreeSet<(usize, usize)>>,
}

/// The verdicts that are decided, laid out as the bits of a class: by unknown and partly known ranking, and by pair of states.
pub(super) type Decided = (Vec<Vec<u64>>, Vec<(Pair, Vec<u64>)>);

/// The work on its way.
pub(super) struct Looking<'a> {
    unknowns: &'a [Unknown],
    settings: &'a Settings,
    control: &'a Control<'a>,
    space: Space<'a>,
    pub states: Vec<State>,
    /// For each form the place of each state in it.
    places: Vec<Vec<Option<usize>>>,
    pub words: usize,
    pub classes: Vec<Class>,
    class_of: HashMap<Vec<usize>, usize>,
}

impl<'a> Looking<'a> {
    pub fn new(
        conflict: &Conflict, unknowns: &'a [Unknown], settings: &'a Settings, control: &'a Control<'a>,
    ) -> Result<Self, UnknownsError> {
        let mut space = Space::new(conflict, unknowns, MAX_STATES)?;
        space.make_all_forms()?;
        let (states, places) = space.states();
        let words = states.len().div_ceil(64);
        Ok(Looking {
            unknowns,
            settings,
            control,
            space,
            states,
            places,
            words,
            classes: Vec::new(),
            class_of: HashMap::new(),
        })
    }

    /// The completion that numbers stand for.
    pub fn completion(&self, numbers: &[usize]) -> Completion {
        self.space.completion(numbers)
    }

    /// All completions, of which there are `count`; which classes differ in one thing alone.
    pub fn at_all(&mut self, count: u64) -> Result<Differences, UnknownsError> {
        let orders = self.space.orders().to_vec();
        for (at, order) in orders.iter().enumerate() {
            for ranking in Orders::new(&order.order).list() {
                self.space.intern(at, ranking);
            }
        }
        let sizes = self.space.sizes();
        let all: Vec<usize> = (0..sizes.len()).collect();
        let mut completion: Numbers = vec![0; sizes.len()];
        let mut class_at = Vec::new();
        loop {
            self.tell(class_at.len() as u64, count)?;
            let class = self.class(&completion)?;
            self.classes[class].weight += 1;
            class_at.push(class);
            if !advance(&mut completion, &all, &sizes) {
                break;
            }
        }
        let mut differences = Differences { unknowns: vec![BTreeSet::new(); sizes.len()], ..Differences::default() };
        let mut stride = 1;
        for place in all.iter().rev().copied() {
            let size = sizes[place];
            // Of the completions that differ in one unknown alone it suffices to compare each with the one that has its first alternative.
            for (at, &class) in class_at.iter().enumerate() {
                let first = class_at[at - at / stride % size * stride];
                if first != class {
                    differences.unknowns[place].insert((first, class));
                }
            }
            if let Some(order) = place.checked_sub(self.unknowns.len()) {
                for (pair, one, other) in self.neighbours(order) {
                    // Whatever is before and after it in the completion.
                    let found = differences.pairs.entry(pair).or_default();
                    for before in (0..class_at.len()).step_by(stride * size) {
                        for after in before..before + stride {
                            let (a, b) = (class_at[after + one * stride], class_at[after + other * stride]);
                            if a != b {
                                found.insert((a.min(b), a.max(b)));
                            }
                        }
                    }
                }
            }
            stride *= size;
        }
        Ok(differences)
    }

    /// The completions of a partly known ranking, by number, that differ in one pair alone: each two once, with that pair.
    fn neighbours(&mut self, order: usize) -> Vec<(Pair, usize, usize)> {
        let ranking = self.space.orders()[order].clone();
        let first = first_of_ties(&ranking.order);
        let all: Vec<Vec<u32>> = (0..self.space.sizes()[self.unknowns.len() + order])
            .map(|number| self.space.ranked(order, number))
            .collect();
        let mut found = Vec::new();
        for (one, ranking_of_one) in all.iter().enumerate() {
            for ((a, b), other) in neighbours(&ranking.order, &first, ranking_of_one) {
                let other = self.space.intern(order, other);
                if one < other {
                    found.push((Pair { ranking: order, a, b }, one, other));
                }
            }
        }
        found
    }

    /// A sample: each draw, and beside it a completion that differs from it in one unknown alone, or in one pair alone.
    pub fn at_some(&mut self, draws: u64, seed: u64) -> Result<Differences, UnknownsError> {
        let rankings = self.space.orders().to_vec();
        let mut orders: Vec<Orders> = rankings.iter().map(|ranking| Orders::new(&ranking.order)).collect();
        let firsts: Vec<Vec<usize>> = rankings.iter().map(|ranking| first_of_ties(&ranking.order)).collect();
        let mut draw = Draw::new(seed);
        let unknowns = self.unknowns.len();
        let count = unknowns + rankings.len();
        let mut differences = Differences { unknowns: vec![BTreeSet::new(); count], ..Differences::default() };
        let open: Vec<usize> =
            (0..count).filter(|&at| at >= unknowns || self.unknowns[at].alternatives.len() > 1).collect();
        for done in 0..draws {
            self.tell(done, draws)?;
            let mut completion: Numbers =
                self.unknowns.iter().map(|unknown| draw.below(unknown.alternatives.len())).collect();
            for (at, order) in orders.iter_mut().enumerate() {
                let ranking = order.draw(&mut draw).ok_or_else(|| self.uncounted(at))?;
                completion.push(self.space.intern(at, ranking));
            }
            let class = self.class(&completion)?;
            self.classes[class].weight += 1;
            if open.is_empty() {
                continue;
            }
            let place = open[draw.below(open.len())];
            let mut pair = None;
            if let Some(at) = place.checked_sub(unknowns) {
                let own = self.space.ranked(at, completion[place]);
                let mut beside = neighbours(&rankings[at].order, &firsts[at], &own);
                if beside.is_empty() {
                    continue;
                }
                let ((a, b), other) = beside.swap_remove(draw.below(beside.len()));
                pair = Some(Pair { ranking: at, a, b });
                completion[place] = self.space.intern(at, other);
            } else {
                let alternatives = self.unknowns[place].alternatives.len();
                completion[place] = (completion[place] + 1 + draw.below(alternatives - 1)) % alternatives;
            }
            let beside = self.class(&completion)?;
            if beside != class {
                let both = (class.min(beside), class.max(beside));
                differences.unknowns[place].insert(both);
                if let Some(pair) = pair {
                    differences.pairs.entry(pair).or_default().insert(both);
                }
            }
        }
        Ok(differences)
    }

    fn uncounted(&self, order: usize) -> UnknownsError {
        UnknownsError::Uncounted { ranking: self.space.orders()[order].id(self.space.base()) }
    }

    fn tell(&self, done: u64, total: u64) -> Result<(), UnknownsError> {
        if (self.control.cancelled)() {
            return Err(UnknownsError::Engine(EngineError::Cancelled));
        }
        (self.control.progress)(Progress { done, total, what: "completions" });
        Ok(())
    }

    /// The class of a completion, analysed where it is new.
    fn class(&mut self, completion: &[usize]) -> Result<usize, UnknownsError> {
        let form = self.space.form_of(completion)?;
        let mut key = vec![form];
        for dm in 0..self.space.form(form).conflict.decision_makers.len() {
            key.push(self.space.ranking_of(DmId::from(dm), completion)?);
        }
        if let Some(&class) = self.class_of.get(&key) {
            return Ok(class);
        }
        let conflict = self.space.conflict(completion)?;
        let quiet = Control { cancelled: self.control.cancelled, progress: &|_| {} };
        let solution = detente_engine::analyse(&conflict, self.settings, &quiet).map_err(UnknownsError::Engine)?;
        let mut bits = Vec::new();
        for who in conflict.dm_ids().map(Some).chain([None]) {
            for &concept in solution.concepts() {
                let set = match who {
                    Some(dm) => solution.stable(concept, dm),
                    None => solution.equilibria(concept),
                };
                let mut words = vec![0; self.words];
                for (place, there) in self.places[form].iter().enumerate() {
                    if there.is_some_and(|there| set.contains(there)) {
                        words[place / 64] |= 1u64 << (place % 64);
                    }
                }
                bits.extend(words);
            }
        }
        self.classes.push(Class { first: completion.to_vec(), weight: 0, bits });
        self.class_of.insert(key, self.classes.len() - 1);
        Ok(self.classes.len() - 1)
    }

    /// For each unknown the verdicts that differ in two of its classes, and for each pair of states that decides any.
    pub fn decided(&self, differences: &Differences) -> Decided {
        let length = self.classes.first().map_or(0, |class| class.bits.len());
        let of = |classes: &BTreeSet<(usize, usize)>| {
            let mut differ = vec![0; length];
            for &(a, b) in classes {
                let both = self.classes[a].bits.iter().zip(&self.classes[b].bits);
                differ.iter_mut().zip(both).for_each(|(differ, (a, b))| *differ |= a ^ b);
            }
            differ
        };
        let pairs = differences.pairs.iter().map(|(pair, classes)| (*pair, of(classes)));
        let pairs = pairs.filter(|(_, bits)| bits.iter().any(|&bits| bits != 0)).collect();
        (differences.unknowns.iter().map(of).collect(), pairs)
    }
}
