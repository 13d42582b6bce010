//! The checker: whether the proofs of a certificate are proofs.
//!
//! It searches for nothing. It lists moves, compares states and follows what the certificate says, by the plain meaning
//! alone.

mod findings;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use detente_model::{
    CONCEPTS, Concept, Conflict, DmId, Meaning, Motion, OptionId, OptionVector, Sanction, State, Steps,
};

use crate::{Answer, Bundle, ClosedSet, Conventions, Proof, Reached, Step, Verdict, state_text, steps_text};

/// What a certificate proves, once it has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many verdicts it proves.
    pub verdicts: usize,
    /// How many findings it proves; [`Bundle::findings`] says which.
    pub findings: usize,
    /// The verdicts by concept, for those that occur, in the order of tables.
    pub tallies: Vec<Tally>,
}

/// What a certificate proves under one concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The concept.
    pub concept: &'static Concept,
    /// How many of its verdicts say *stable*.
    pub stable: usize,
    /// How many say *unstable*.
    pub unstable: usize,
    /// The states proved to be equilibria: those that have a stable verdict for every decision maker.
    pub equilibria: Vec<State>,
    /// How many states are proved to be no equilibrium: those with an unstable verdict. Together with
    /// [`equilibria`](Tally::equilibria) as many as there are states where the certificate proves that these are all
    /// the equilibria.
    pub not_equilibria: usize,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        if self.verdicts > 0 || self.findings == 0 {
            write!(f, "{} proved", some(self.verdicts, "verdict"))?;
        }
        for (place, tally) in self.tallies.iter().enumerate() {
            let joint = if place == 0 { ": " } else { "; " };
            write!(f, "{joint}{} {} stable, {} unstable", tally.concept.name, tally.stable, tally.unstable)?;
        }
        if self.findings > 0 {
            let joint = if self.verdicts > 0 { "; " } else { "" };
            write!(f, "{joint}{} proved", some(self.findings, "finding"))?;
        }
        Ok(())
    }
}

/// Why a certificate proves nothing, or a part of it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What is rejected: the certificate, a closed set or a verdict.
    pub what: String,
    /// Why, in a sentence without a full stop.
    pub because: String,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.because)
    }
}

impl std::error::Error for Rejection {}

/// Checks a certificate against the conflict that it is about.
///
/// # Errors
/// Everything that is wrong with it, with one reason for each closed set and verdict: a certificate holds as a whole or
/// not at all.
pub fn verify(conflict: &Conflict, bundle: &Bundle) -> Result<Verified, Vec<Rejection>> {
    let whole = |because: String| vec![Rejection { what: "the certificate".into(), because }];
    // A proof about another conflict, or in other words, means nothing here: its parts are not even looked at.
    let digest = detente_model::digest(conflict);
    if bundle.conflict.digest != digest {
        let theirs = &bundle.conflict.digest;
        return Err(whole(format!(
            "it is about another conflict, or another version of this one ({theirs:?}, not {digest:?})"
        )));
    }
    if bundle.conflict.title != conflict.title {
        return Err(whole(format!(
            "it names the conflict {:?}, and the conflict's title is {:?}",
            bundle.conflict.title, conflict.title
        )));
    }
    if bundle.conventions != Conventions::default() {
        return Err(whole("it was made under other conventions than those of this checker".into()));
    }
    if bundle.verdicts.is_empty() && bundle.findings.is_empty() {
        return Err(whole("it holds no verdict and no finding".into()));
    }
    let meaning = Meaning::new(conflict).map_err(|error| whole(format!("the conflict is too large: {error}")))?;
    let names =
        conflict.named_states.iter().flatten().zip(0..).map(|(named, place)| (named.id.as_str(), place)).collect();
    let check = Check { meaning, names };

    let mut rejections = Vec::new();
    let mut closed = Vec::new();
    let used: BTreeSet<usize> = bundle.verdicts.iter().filter_map(|verdict| verdict.proof.closed_set()).collect();
    for (index, set) in bundle.closed_sets.iter().enumerate() {
        let checked = if used.contains(&index) { check.closed_set(set) } else { Err("no verdict uses it".into()) };
        closed.push(
            checked.map_err(|because| rejections.push(Rejection { what: format!("closed set {index}"), because })).ok(),
        );
    }
    let mut proved: BTreeMap<(usize, State), BTreeMap<DmId, bool>> = BTreeMap::new();
    for (index, verdict) in bundle.verdicts.iter().enumerate() {
        if let Err(because) = check.verdict(verdict, &closed, &mut proved) {
            let Verdict { concept, decision_maker, state, .. } = verdict;
            let what =
                format!("verdict {index} (concept {concept:?}, decision maker {decision_maker:?}, state {state:?})");
            rejections.push(Rejection { what, because });
        }
    }
    let mut told = HashSet::new();
    for (index, finding) in bundle.findings.iter().enumerate() {
        let checked = match told.insert(finding) {
            true => check.finding(finding),
            false => Err("an earlier finding is the same".into()),
        };
        if let Err(because) = checked {
            rejections.push(Rejection { what: format!("finding {index} ({finding})"), because });
        }
    }
    if rejections.is_empty() { Ok(summary(conflict, &proved, told.len())) } else { Err(rejections) }
}

fn summary(conflict: &Conflict, proved: &BTreeMap<(usize, State), BTreeMap<DmId, bool>>, findings: usize) -> Verified {
    let mut tallies: Vec<Tally> = Vec::new();
    for ((place, state), verdicts) in proved {
        let concept = CONCEPTS[*place];
        if tallies.last().is_none_or(|tally| tally.concept != concept) {
            tallies.push(Tally { concept, stable: 0, unstable: 0, equilibria: Vec::new(), not_equilibria: 0 });
        }
        let tally = tallies.last_mut().expect("one was just put there");
        let stable = verdicts.values().filter(|&&stable| stable).count();
        tally.stable += stable;
        tally.unstable += verdicts.len() - stable;
        if stable < verdicts.len() {
            tally.not_equilibria += 1;
        } else if stable == conflict.decision_makers.len() {
            tally.equilibria.push(state.clone());
        }
    }
    Verified { verdicts: proved.values().map(BTreeMap::len).sum(), findings, tallies }
}

/// A set that is closed indeed: the states, each with those who may have moved there last. No legal step of the movers leaves it.
struct Closed {
    movers: Vec<DmId>,
    motion: Motion,
    reached: BTreeMap<State, BTreeSet<DmId>>,
}

struct Check<'c> {
    meaning: Meaning<'c>,
    /// The places of the named states.
    names: HashMap<&'c str, usize>,
}

impl Check<'_> {
    fn verdict(
        &self, verdict: &Verdict, closed: &[Option<Closed>],
        proved: &mut BTreeMap<(usize, State), BTreeMap<DmId, bool>>,
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
        match proved.entry((concept.index(), state)).or_default().insert(dm, stable) {
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
    fn closed_set(&self, set: &ClosedSet) -> Result<Closed, String> {
        let opponents = self.meaning.conflict().opponents(self.dm(&set.opponents_of)?);
        let steps = [Steps::Moves, Steps::Improvements].into_iter().find(|&steps| steps_text(steps) == set.steps);
        let steps = steps.ok_or_else(|| format!("steps are `moves` or `improvements`, not {:?}", set.steps))?;
        self.closed(&set.reached, opponents, motion_of(steps), "is no opponent of itself")
    }

    /// Reads a closed set, and makes sure that it is closed.
    fn closed(&self, parts: &[Reached], movers: Vec<DmId>, motion: Motion, outsider: &str) -> Result<Closed, String> {
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

    fn dm(&self, id: &str) -> Result<DmId, String> {
        self.meaning.conflict().dm_by_id(id).ok_or_else(|| format!("there is no decision maker {id:?}"))
    }

    /// The opposite of [`state_text`], for feasible states only: nothing else may be asked of the meaning.
    fn state(&self, text: &str) -> Result<State, String> {
        let conflict = self.meaning.conflict();
        let state = match conflict.named_states {
            Some(_) => self.names.get(text).copied().map(State::Named),
            None => row(text, conflict.options.len()).map(State::Vector),
        };
        state
            .filter(|state| self.meaning.is_feasible(state))
            .ok_or_else(|| format!("{text:?} is no state of the conflict"))
    }

    fn text(&self, state: &State) -> String {
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
fn row(text: &str, options: usize) -> Option<OptionVector> {
    let plain = text.len() == options && text.bytes().all(|letter| letter == b'Y' || letter == b'N');
    let on = text.bytes().enumerate().filter(|&(_, letter)| letter == b'Y').map(|(place, _)| OptionId::from(place));
    plain.then(|| OptionVector::with_on(options, on))
}
