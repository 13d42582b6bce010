//! Every completion, one by one: the whole answer, for every state, decision maker and concept.

use detente_engine::{Control, Settings};
use detente_model::{Concept, Conflict, DmId, State, Unknown};

use super::looking::{Class, Looking};
use super::{Completion, Pair, UnknownsError, completions, who_index};

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
    /// The unknowns, by place, and after them the partly known rankings, that decide it: two completions that differ in that unknown alone have
    /// different verdicts. All of them where all completions were looked at; of a sample those that it happened to show.
    pub decided_by: Vec<usize>,
    /// The pairs of states that decide it: two completions that differ in the order of these two alone have different verdicts. A ranking may decide
    /// without any of its pairs alone: where it takes three that tie. The same of a sample.
    pub pairs: Vec<Pair>,
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
    /// The completion that each class was first seen in.
    firsts: Vec<Completion>,
    /// For each unknown and partly known ranking, laid out as the bits of a class: the verdicts that it decides.
    decided: Vec<Vec<u64>>,
    /// The same for pairs.
    pairs: Vec<(Pair, Vec<u64>)>,
}

/// Looks at the completions of `conflict` one by one, or at a sample of them. Completions that make no difference to states, moves and rankings are
/// analysed once.
///
/// A state that is not feasible in a completion is not stable there.
///
/// # Errors
/// [`UnknownsError::TooMany`] and [`UnknownsError::Uncounted`] before any work; later those of the completions themselves, and of the engine, cancelled work among them.
pub fn complete(
    conflict: &Conflict, unknowns: &[Unknown], settings: &Settings, how: How, control: &Control,
) -> Result<Completed, UnknownsError> {
    let count = completions(conflict, unknowns);
    if let How::All { limit } = how
        && count.is_none_or(|count| count > u128::from(limit))
    {
        return Err(UnknownsError::TooMany { completions: count, limit });
    }
    let mut looking = Looking::new(conflict, unknowns, settings, control)?;
    let (scope, differences) = match how {
        How::All { .. } => {
            let count = count.and_then(|count| u64::try_from(count).ok()).expect("below the limit");
            (Scope::All(count), looking.at_all(count)?)
        }
        How::Sample { draws, seed } => {
            let draws = draws.max(1);
            (Scope::Sampled { completions: count, draws, seed }, looking.at_some(draws, seed)?)
        }
    };
    let (decided, pairs) = looking.decided(&differences);
    let firsts = looking.classes.iter().map(|class| looking.completion(&class.first)).collect();
    let Looking { states, classes, words, .. } = looking;
    let dms = conflict.decision_makers.len();
    let concepts = settings.concepts.clone();
    Ok(Completed { states, scope, concepts, dms, words, classes, firsts, decided, pairs })
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
        let first = |wanted: bool| {
            self.classes.iter().position(|class| stable(&class) == wanted).map(|at| self.firsts[at].clone())
        };
        let (yes, no) = (first(true), first(false));
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
            pairs: self.pairs.iter().filter(|(_, bits)| bits[word] >> bit & 1 == 1).map(|(pair, _)| *pair).collect(),
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
