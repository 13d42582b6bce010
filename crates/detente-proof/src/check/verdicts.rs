//! The verdicts: stable, by an answer to every improvement; unstable, by one improvement and all that can be done about it.

use std::collections::{BTreeMap, BTreeSet};

use detente_model::{Concept, DmId, Motion, OptionId, OptionVector, Sanction, State, Steps};

use super::{Check, Facts};
use crate::{Answer, ClosedSet, Proof, Reached, Step, Verdict, state_text, steps_text};

/// A set that is closed indeed: the states, each with those who may have moved there last. No legal step of the movers leaves it.
pub(super) struct Closed {
    pub(super) movers: Vec<DmId>,
    pub(super) motion: Motion,
    pub(super) reached: BTreeMap<State, BTreeSet<DmId>>,
}

impl Check<'_> {
    pub(super) fn verdict(
        &self, verdict: &Verdict, closed: &[Option<Closed>], facts: &mut Facts,
    ) -> Result<(), String> {
        let concept =
            Concept::by_id(&verdict.concept).ok_or_else(|| format!("there is no concept {:?}", verdict.concept))?;
        let dm = self.dm(&verdict.decision_maker)?;
        let state = self.state(&verdict.state)?;
        match &verdict.proof {
            Proof::Stable { improvements } => self.stable(concept, dm, &state, improvements)?,
            Proof::Unstable { improvement, closed_set } => {
                self.unstable(concept, dm, &state, &self.state(improvement)?, closed_set.map(|index| (index, closed)))?;
            }
        }
        let stable = matches!(verdict.proof, Proof::Stable { .. });
        match facts.verdicts.entry((concept.index(), state)).or_default().insert(dm, stable) {
            None => Ok(()),
            Some(_) => Err("an earlier verdict is about the same".into()),
        }
    }

    /// Stable: every improvement, no more and no fewer, has a sanction.
    fn stable(&self, concept: &Concept, dm: DmId, s: &State, answers: &[Answer]) -> Result<(), String> {
        let mut unanswered: BTreeSet<State> = self.meaning.improvements(dm, s).into_iter().collect();
        for answer in answers {
            let y = self.state(&answer.to)?;
            if !unanswered.remove(&y) {
                return Err(format!("{:?} is no improvement of the decision maker, or is listed twice", answer.to));
            }
            let sanction = concept.sanction.ok_or_else(|| format!("no answer counts under {}", concept.name))?;
            self.sanction(sanction, dm, s, y, &answer.sanction)
                .map_err(|because| format!("the improvement to {:?} is not answered: {because}", answer.to))?;
        }
        match unanswered.first() {
            None => Ok(()),
            Some(y) => Err(format!("the improvement to {} is left out", self.text(y))),
        }
    }

    /// The steps are a legal sequence of the opponents from `y` that takes the gain of `dm` away.
    fn sanction(&self, kind: Sanction, dm: DmId, s: &State, y: State, steps: &[Step]) -> Result<(), String> {
        if steps.is_empty() {
            return Err("no step is given".into());
        }
        let opponents = self.meaning.conflict().opponents(dm);
        let at =
            self.follow(y, steps, motion_of(kind.steps), &opponents, "is the decision maker itself, not an opponent")?;
        match self.keeps_gain(kind, dm, &at, s) {
            false => Ok(()),
            true => {
                Err(format!("{} is no sanction: the decision maker prefers it, or can escape from it", self.text(&at)))
            }
        }
    }

    /// Unstable: `y` is an improvement, and nothing that the opponents can do about it is a sanction.
    fn unstable(
        &self, concept: &Concept, dm: DmId, s: &State, y: &State, named: Option<(usize, &[Option<Closed>])>,
    ) -> Result<(), String> {
        if !self.meaning.can_move(dm, s, y) || !self.meaning.prefers(dm, y, s) {
            return Err(format!("{} is no improvement of the decision maker", self.text(y)));
        }
        let (kind, index, closed_sets) = match (concept.sanction, named) {
            (None, None) => return Ok(()),
            (None, Some(_)) => {
                return Err(format!("no answer counts under {}, so that no closed set is due", concept.name));
            }
            (Some(_), None) => return Err("no closed set says what the opponents can do".into()),
            (Some(kind), Some((index, closed_sets))) => (kind, index, closed_sets),
        };
        let set = closed_sets.get(index).ok_or_else(|| format!("there is no closed set {index}"))?;
        let set = set.as_ref().ok_or_else(|| format!("it rests on closed set {index}, which is rejected"))?;
        if set.movers != self.meaning.conflict().opponents(dm) || set.motion != motion_of(kind.steps) {
            return Err(format!("closed set {index} is about another decision maker or another kind of steps"));
        }
        self.stay(set, y, |_| true)?;
        match set.reached.keys().find(|z| !self.keeps_gain(kind, dm, z, s)) {
            None => Ok(()),
            Some(z) => Err(format!("{}, which closed set {index} holds, is a sanction", self.text(z))),
        }
    }

    /// Whether `dm` still gains over `s` when its opponents have brought it to `z`.
    fn keeps_gain(&self, kind: Sanction, dm: DmId, z: &State, s: &State) -> bool {
        self.meaning.prefers(dm, z, s)
            || kind.inescapable && self.meaning.moves(dm, z).iter().any(|w| self.meaning.prefers(dm, w, s))
    }

    /// The closed set of a verdict.
    pub(super) fn closed_set(&self, set: &ClosedSet) -> Result<Closed, String> {
        let opponents = self.meaning.conflict().opponents(self.dm(&set.opponents_of)?);
        let steps = [Steps::Moves, Steps::Improvements].into_iter().find(|&steps| steps_text(steps) == set.steps);
        let steps = steps.ok_or_else(|| format!("steps are `moves` or `improvements`, not {:?}", set.steps))?;
        self.closed(&set.reached, opponents, motion_of(steps), "is no opponent of itself")
    }

    /// Reads a closed set, and makes sure that it is closed.
    pub(super) fn closed(
        &self, parts: &[Reached], movers: Vec<DmId>, motion: Motion, outsider: &str,
    ) -> Result<Closed, String> {
        let mut reached: BTreeMap<State, BTreeSet<DmId>> = BTreeMap::new();
        for part in parts {
            let by = self.dm(&part.by)?;
            if !movers.contains(&by) {
                return Err(format!("{:?} {outsider}", part.by));
            }
            for text in &part.states {
                if !reached.entry(self.state(text)?).or_default().insert(by) {
                    return Err(format!("{text:?} is listed twice for {:?}", part.by));
                }
            }
        }
        let set = Closed { movers, motion, reached };
        for (state, last) in &set.reached {
            // Whoever was not the only one to have moved there last may move on.
            self.stay(&set, state, |by| last.iter().any(|&last| last != by))?;
        }
        Ok(set)
    }

    pub(super) fn dm(&self, id: &str) -> Result<DmId, String> {
        self.meaning.conflict().dm_by_id(id).ok_or_else(|| format!("there is no decision maker {id:?}"))
    }

    /// The opposite of [`state_text`], for feasible states only: nothing else may be asked of the meaning.
    pub(super) fn state(&self, text: &str) -> Result<State, String> {
        let conflict = self.meaning.conflict();
        let state = match conflict.named_states {
            Some(_) => self.names.get(text).copied().map(State::Named),
            None => row(text, conflict.options.len()).map(State::Vector),
        };
        state
            .filter(|state| self.meaning.is_feasible(state))
            .ok_or_else(|| format!("{text:?} is no state of the conflict"))
    }

    pub(super) fn text(&self, state: &State) -> String {
        format!("{:?}", state_text(self.meaning.conflict(), state))
    }
}

/// The same kind of steps among those of all decision makers.
fn motion_of(steps: Steps) -> Motion {
    match steps {
        Steps::Moves => Motion::Moves,
        Steps::Improvements => Motion::Improvements,
    }
}

/// The option vector of a row of `Y` and `N`.
pub(super) fn row(text: &str, options: usize) -> Option<OptionVector> {
    let plain = text.len() == options && text.bytes().all(|letter| letter == b'Y' || letter == b'N');
    let on = text.bytes().enumerate().filter(|&(_, letter)| letter == b'Y').map(|(place, _)| OptionId::from(place));
    plain.then(|| OptionVector::with_on(options, on))
}
