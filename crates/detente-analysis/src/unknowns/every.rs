//! Every completion, one by one: the whole answer, for every state, decision maker and concept.

use std::collections::{BTreeSet, HashMap};

use detente_engine::{Control, Progress, Settings};
use detente_model::{Concept, Conflict, DmId, State, Unknown, advance};

use super::space::Space;
use super::{Completion, UnknownsError, completions, who_index};

/// States are listed up to this number.
const MAX_STATES: usize = 1 << 20;

/// Which completions to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// All, if there are no more than so many.
    All {
        /// The limit; [`super::MAX_COMPLETIONS`] is a good one.
        limit: u64,
    },
    /// Some, drawn evenly and independently; a completion may be drawn twice.
    Sample {
        /// How many are drawn, at least one.
        draws: u64,
        /// What the draws follow from.
        seed: u64,
    },
}

/// Which completions were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All: so many.
    All(u64),
    /// A sample.
    Sampled {
        /// How many there are in all; `None` where that does not fit 128 bits.
        completions: Option<u128>,
        /// How many were drawn.
        draws: u64,
        /// What the draws followed from.
        seed: u64,
    },
}

/// What the completions say of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It holds in all completions.
    Necessary,
    /// It holds in all completions of a sample.
    NecessaryAsFarAsSeen,
    /// It holds in some, and not in others.
    Possible,
    /// It holds in none of a sample.
    ImpossibleAsFarAsSeen,
    /// It holds in no completion.
    Impossible,
}

/// A verdict over the completions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What they say.
    pub verdict: Verdict,
    /// In how many completions it holds (of the draws, where a sample was taken).
    pub holds: u64,
    /// Of so many.
    pub of: u64,
    /// The first completion seen in which it holds.
    pub yes: Option<Completion>,
    /// The first completion seen in which it does not.
    pub no: Option<Completion>,
    /// The unknowns, by place, that decide it: two completions that differ in that unknown alone have different verdicts. All of them where all
    /// completions were looked at; of a sample those that it happened to show.
    pub decided_by: Vec<usize>,
}

/// Completions with the same states, moves and rankings.
#[derive(Clone, Debug)]
struct Class {
    first: Completion,
    /// How many completions, or draws.
    weight: u64,
    /// For each decision maker and then for all together, for each concept: the stable states as bits, by place.
    bits: Vec<u64>,
}

/// The verdicts on all states in all completions, or in a sample.
#[derive(Clone, Debug)]
pub struct Completed {
    /// The states that are feasible in any completion, in order.
    pub states: Vec<State>,
    /// Which completions were looked at.
    pub scope: Scope,
    concepts: Vec<&'static Concept>,
    dms: usize,
    words: usize,
    classes: Vec<Class>,
    /// For each unknown, laid out as the bits of a class: the verdicts that it decides.
    decided: Vec<Vec<u64>>,
}

/// Looks at the completions of `conflict` one by one, or at a sample of them. Completions that make no difference to states, moves and rankings are
/// analysed once.
///
/// A state that is not feasible in a completion is not stable there.
///
/// # Errors
/// [`UnknownsError::TooMany`] before any work; later those of the completions themselves, and of the engine, cancelled work among them.
pub fn complete(
    conflict: &Conflict, unknowns: &[Unknown], settings: &Settings, how: How, control: &Control,
) -> Result<Completed, UnknownsError> {
    let count = completions(unknowns);
    if let How::All { limit } = how
        && count.is_none_or(|count| count > u128::from(limit))
    {
        return Err(UnknownsError::TooMany { completions: count, limit });
    }
    let mut looking = Looking::new(conflict, unknowns, settings, control)?;
    let (scope, decided) = match how {
        How::All { .. } => {
            let count = count.and_then(|count| u64::try_from(count).ok()).expect("below the limit");
            (Scope::All(count), looking.at_all(count)?)
        }
        How::Sample { draws, seed } => {
            let draws = draws.max(1);
            (Scope::Sampled { completions: count, draws, seed }, looking.at_some(draws, seed)?)
        }
    };
    let Looking { states, classes, words, .. } = looking;
    let dms = conflict.decision_makers.len();
    Ok(Completed { states, scope, concepts: settings.concepts.clone(), dms, words, classes, decided })
}

/// The work on its way.
struct Looking<'a> {
    unknowns: &'a [Unknown],
    settings: &'a Settings,
    control: &'a Control<'a>,
    space: Space<'a>,
    states: Vec<State>,
    /// For each form the place of each state in it.
    places: Vec<Vec<Option<usize>>>,
    words: usize,
    classes: Vec<Class>,
    class_of: HashMap<Vec<usize>, usize>,
}

impl<'a> Looking<'a> {
    fn new(
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

    /// All completions; the verdicts that each unknown decides.
    fn at_all(&mut self, count: u64) -> Result<Vec<Vec<u64>>, UnknownsError> {
        let all: Vec<usize> = (0..self.unknowns.len()).collect();
        let mut completion: Completion = vec![0; self.unknowns.len()];
        let mut class_at = Vec::new();
        loop {
            self.tell(class_at.len() as u64, count)?;
            let class = self.class(&completion)?;
            self.classes[class].weight += 1;
            class_at.push(class);
            if !advance(&mut completion, &all, self.unknowns) {
                break;
            }
        }
        // Of the completions that differ in one unknown alone it suffices to compare each with the one that has its first alternative.
        let mut pairs = vec![BTreeSet::new(); self.unknowns.len()];
        let mut stride = 1;
        for unknown in all.iter().rev().copied() {
            let alternatives = self.unknowns[unknown].alternatives.len();
            for (at, &class) in class_at.iter().enumerate() {
                let first = class_at[at - at / stride % alternatives * stride];
                if first != class {
                    pairs[unknown].insert((first, class));
                }
            }
            stride *= alternatives;
        }
        Ok(self.differences(&pairs))
    }

    /// A sample: each draw, and beside it a completion that differs from it in one unknown alone.
    fn at_some(&mut self, draws: u64, seed: u64) -> Result<Vec<Vec<u64>>, UnknownsError> {
        let mut draw = Draw(seed);
        let mut pairs = vec![BTreeSet::new(); self.unknowns.len()];
        for done in 0..draws {
            self.tell(done, draws)?;
            let mut completion: Completion =
                self.unknowns.iter().map(|unknown| draw.below(unknown.alternatives.len())).collect();
            let class = self.class(&completion)?;
            self.classes[class].weight += 1;
            let open: Vec<usize> =
                (0..self.unknowns.len()).filter(|&at| self.unknowns[at].alternatives.len() > 1).collect();
            if open.is_empty() {
                continue;
            }
            let unknown = open[draw.below(open.len())];
            let alternatives = self.unknowns[unknown].alternatives.len();
            completion[unknown] = (completion[unknown] + 1 + draw.below(alternatives - 1)) % alternatives;
            let beside = self.class(&completion)?;
            if beside != class {
                pairs[unknown].insert((class.min(beside), class.max(beside)));
            }
        }
        Ok(self.differences(&pairs))
    }

    fn tell(&self, done: u64, total: u64) -> Result<(), UnknownsError> {
        if (self.control.cancelled)() {
            return Err(UnknownsError::Engine(detente_engine::EngineError::Cancelled));
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

    /// For each unknown the verdicts that differ in a pair of classes.
    fn differences(&self, pairs: &[BTreeSet<(usize, usize)>]) -> Vec<Vec<u64>> {
        let length = self.classes.first().map_or(0, |class| class.bits.len());
        let of = |pairs: &BTreeSet<(usize, usize)>| {
            let mut differ = vec![0; length];
            for &(a, b) in pairs {
                let both = self.classes[a].bits.iter().zip(&self.classes[b].bits);
                differ.iter_mut().zip(both).for_each(|(differ, (a, b))| *differ |= a ^ b);
            }
            differ
        };
        pairs.iter().map(of).collect()
    }
}

impl Completed {
    /// The concepts that were asked for.
    pub fn concepts(&self) -> &[&'static Concept] {
        &self.concepts
    }

    /// How many different conflicts the completions come to, as far as states, moves and rankings go.
    pub fn different(&self) -> usize {
        self.classes.len()
    }

    /// The place of a state of the conflict; `None` where no completion has it.
    pub fn place(&self, state: &State) -> Option<usize> {
        self.states.iter().position(|other| other == state)
    }

    /// Whether stability of the state at `place` for `who`, or for all together, is necessary, possible or impossible.
    ///
    /// # Panics
    /// Where the concept was not asked for, or there is no such decision maker or state.
    pub fn tally(&self, concept: &Concept, who: Option<DmId>, place: usize) -> Tally {
        let (word, bit) = self.bit(concept, who, place);
        let stable = |class: &&Class| class.bits[word] >> bit & 1 == 1;
        let first = |found: Option<&Class>| found.map(|class| class.first.clone());
        let yes = first(self.classes.iter().find(stable));
        let no = first(self.classes.iter().find(|class| !stable(class)));
        let exact = matches!(self.scope, Scope::All(_));
        let verdict = match (&yes, &no) {
            (Some(_), Some(_)) => Verdict::Possible,
            (Some(_), None) if exact => Verdict::Necessary,
            (Some(_), None) => Verdict::NecessaryAsFarAsSeen,
            (None, _) if exact => Verdict::Impossible,
            (None, _) => Verdict::ImpossibleAsFarAsSeen,
        };
        Tally {
            verdict,
            holds: self.classes.iter().filter(stable).map(|class| class.weight).sum(),
            of: self.classes.iter().map(|class| class.weight).sum(),
            yes,
            no,
            decided_by: (0..self.decided.len()).filter(|&u| self.decided[u][word] >> bit & 1 == 1).collect(),
        }
    }

    /// The places of the states that are stable in all completions looked at, ascending.
    pub fn in_all(&self, concept: &Concept, who: Option<DmId>) -> Vec<usize> {
        self.fold(concept, who, u64::MAX, |a, b| a & b)
    }

    /// The places of the states that are stable in at least one completion looked at, ascending.
    pub fn in_some(&self, concept: &Concept, who: Option<DmId>) -> Vec<usize> {
        self.fold(concept, who, 0, |a, b| a | b)
    }

    fn fold(&self, concept: &Concept, who: Option<DmId>, first: u64, join: fn(u64, u64) -> u64) -> Vec<usize> {
        let start = self.start(concept, who);
        let words: Vec<u64> = (start..start + self.words)
            .map(|word| self.classes.iter().fold(first, |all, class| join(all, class.bits[word])))
            .collect();
        (0..self.states.len()).filter(|place| words[place / 64] >> (place % 64) & 1 == 1).collect()
    }

    fn start(&self, concept: &Concept, who: Option<DmId>) -> usize {
        let asked = self.concepts.iter().position(|other| other.id == concept.id);
        let concept = asked.unwrap_or_else(|| panic!("{} was not asked for", concept.name));
        (who_index(who, self.dms) * self.concepts.len() + concept) * self.words
    }

    fn bit(&self, concept: &Concept, who: Option<DmId>, place: usize) -> (usize, usize) {
        assert!(place < self.states.len(), "there is a state at {place}");
        (self.start(concept, who) + place / 64, place % 64)
    }
}

impl Scope {
    /// How far the share of completions in which a verdict holds may be from its share in the sample, in thousandths, rounded up: with a
    /// certainty of 95 % (W. Hoeffding 1963, *Probability inequalities for sums of bounded random variables*, JASA 58, 13–30). 0 where all were
    /// looked at.
    pub fn margin(self) -> u32 {
        match self {
            Scope::All(_) => 0,
            // √(ln(2 / 0.05) / 2n). Only told, never decided by.
            Scope::Sampled { draws, .. } => {
                ((40f64.ln() / (2.0 * draws as f64)).sqrt() * 1000.0).ceil().min(1000.0) as u32
            }
        }
    }
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Necessary => "necessary",
            Verdict::NecessaryAsFarAsSeen => "in all that were drawn",
            Verdict::Possible => "possible",
            Verdict::ImpossibleAsFarAsSeen => "in none that was drawn",
            Verdict::Impossible => "impossible",
        }
    }
}

/// A small generator of pseudo-random numbers (SplitMix64: Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, every one as likely as any other but for less than one in 2^32.
    fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound as u64) as usize
    }
}
