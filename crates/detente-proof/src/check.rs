//! The checker: whether the proofs of a certificate are proofs.
//!
//! It searches for nothing. It lists moves, compares states and follows what the certificate says, by the plain meaning
//! alone.

mod conclusions;
mod findings;
mod forms;
mod propositions;
mod unknowns;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use detente_model::{CONCEPTS, Concept, Conflict, DmId, Meaning, Motion, State};

use crate::{Bundle, ClosedSet, Conventions, Finding, Form, Verdict};
pub use unknowns::MAX_COMPLETIONS;

/// What a certificate proves, once it has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many verdicts it proves about the conflict itself.
    pub verdicts: usize,
    /// How many findings it proves about the conflict itself; [`Bundle::findings`] says which.
    pub findings: usize,
    /// Those verdicts by concept, for those that occur, in the order of tables.
    pub tallies: Vec<Tally>,
    /// What it proves about each of [`Bundle::forms`], in order.
    pub forms: Vec<InForm>,
    /// How many conclusions follow; [`Bundle::conclusions`] says which.
    pub conclusions: usize,
}

/// What a certificate proves about a form of the conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForm {
    /// How many verdicts.
    pub verdicts: usize,
    /// How many findings.
    pub findings: usize,
    /// The verdicts by concept. States are those of the conflict itself where it has them. Of several completions the first.
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
        let mut parts = Vec::new();
        if self.verdicts > 0 {
            let tallies = self.tallies.iter();
            let each = tallies.map(|t| format!("{} {} stable, {} unstable", t.concept.name, t.stable, t.unstable));
            parts.push(format!("{} proved: {}", some(self.verdicts, "verdict"), each.collect::<Vec<_>>().join("; ")));
        }
        if self.findings > 0 {
            parts.push(format!("{} proved", some(self.findings, "finding")));
        }
        let in_forms: usize = self.forms.iter().map(|form| form.verdicts + form.findings).sum();
        if in_forms > 0 {
            parts.push(format!("{in_forms} more in {}", some(self.forms.len(), "form")));
        }
        if self.conclusions > 0 {
            parts.push(format!("{} drawn", some(self.conclusions, "conclusion")));
        }
        write!(f, "{}", parts.join("; "))
    }
}

/// Why a certificate proves nothing, or a part of it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What is rejected: the certificate, or a part of it.
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

/// A part of a certificate: the proofs about one form.
#[derive(Clone, Copy)]
struct Part<'b> {
    closed_sets: &'b [ClosedSet],
    verdicts: &'b [Verdict],
    findings: &'b [Finding],
}

impl Bundle {
    fn part(&self) -> Part<'_> {
        Part { closed_sets: &self.closed_sets, verdicts: &self.verdicts, findings: &self.findings }
    }
}

impl Form {
    fn part(&self) -> Part<'_> {
        Part { closed_sets: &self.closed_sets, verdicts: &self.verdicts, findings: &self.findings }
    }
}

/// What has been proved about a form.
#[derive(Default)]
struct Facts {
    /// By concept and state: for whom it is stable, and for whom it is not.
    verdicts: BTreeMap<(usize, State), BTreeMap<DmId, bool>>,
    sequences: Vec<Sequences>,
}

/// What has been proved about legal sequences.
struct Sequences {
    from: State,
    motion: Motion,
    /// Who steps, in order.
    movers: Vec<DmId>,
    reach: Reach,
}

enum Reach {
    /// One of them ends here.
    End(State),
    /// They lead nowhere else than to these states, where they begin among them.
    Only(BTreeSet<State>),
}

impl Facts {
    /// Whether a state is stable for all of some decision makers, as far as that has been proved.
    fn stable(&self, concept: &Concept, dms: &[DmId], state: &State) -> Option<bool> {
        let known = self.verdicts.get(&(concept.index(), state.clone()))?;
        let verdicts: Vec<Option<bool>> = dms.iter().map(|dm| known.get(dm).copied()).collect();
        if verdicts.contains(&Some(false)) {
            return Some(false);
        }
        verdicts.iter().all(Option::is_some).then_some(true)
    }
}

/// Checks a certificate against the conflict that it is about.
///
/// # Errors
/// Everything that is wrong with it, with one reason for each part: a certificate holds as a whole or not at all.
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
    if bundle.verdicts.is_empty()
        && bundle.findings.is_empty()
        && bundle.forms.is_empty()
        && bundle.conclusions.is_empty()
    {
        return Err(whole("it holds no verdict, no finding and no conclusion".into()));
    }
    let mut rejections = Vec::new();
    let facts = check_part(conflict, bundle.part(), "", &mut rejections);
    let summary = InForm::new(conflict, conflict, bundle.part(), &facts);
    let forms = forms::check(conflict, facts, bundle, &mut rejections);
    if !rejections.is_empty() {
        return Err(rejections);
    }
    let InForm { verdicts, findings, tallies } = summary;
    Ok(Verified { verdicts, findings, tallies, forms, conclusions: bundle.conclusions.len() })
}

/// Checks the proofs about one form: what they prove. Rejections name the part after `place`.
fn check_part(conflict: &Conflict, part: Part, place: &str, rejections: &mut Vec<Rejection>) -> Facts {
    let mut facts = Facts::default();
    let mut reject = |what: String, because| rejections.push(Rejection { what: format!("{place}{what}"), because });
    let meaning = match Meaning::new(conflict) {
        Ok(meaning) => meaning,
        Err(error) => {
            reject("the certificate".into(), format!("the conflict is too large: {error}"));
            return facts;
        }
    };
    let names =
        conflict.named_states.iter().flatten().zip(0..).map(|(named, place)| (named.id.as_str(), place)).collect();
    let check = Check { meaning, names };
    let mut closed = Vec::new();
    let used: BTreeSet<usize> = part.verdicts.iter().filter_map(|verdict| verdict.proof.closed_set()).collect();
    for (index, set) in part.closed_sets.iter().enumerate() {
        let checked = if used.contains(&index) { check.closed_set(set) } else { Err("no verdict uses it".into()) };
        closed.push(checked.map_err(|because| reject(format!("closed set {index}"), because)).ok());
    }
    for (index, verdict) in part.verdicts.iter().enumerate() {
        if let Err(because) = check.verdict(verdict, &closed, &mut facts) {
            let Verdict { concept, decision_maker, state, .. } = verdict;
            reject(
                format!("verdict {index} (concept {concept:?}, decision maker {decision_maker:?}, state {state:?})"),
                because,
            );
        }
    }
    let mut told = HashSet::new();
    for (index, finding) in part.findings.iter().enumerate() {
        let checked = match told.insert(finding) {
            true => check.finding(finding),
            false => Err("an earlier finding is the same".into()),
        };
        match checked {
            Ok(sequences) => facts.sequences.push(sequences),
            Err(because) => reject(format!("finding {index} ({finding})"), because),
        }
    }
    facts
}

impl InForm {
    fn new(base: &Conflict, form: &Conflict, part: Part, facts: &Facts) -> Self {
        let mut tallies: Vec<Tally> = Vec::new();
        for ((place, state), verdicts) in &facts.verdicts {
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
            } else if stable == form.decision_makers.len() {
                tally.equilibria.push(form.state_in(base, state).unwrap_or_else(|| state.clone()));
            }
        }
        InForm { verdicts: part.verdicts.len(), findings: part.findings.len(), tallies }
    }
}

struct Check<'c> {
    meaning: Meaning<'c>,
    /// The places of the named states.
    names: HashMap<&'c str, usize>,
}
