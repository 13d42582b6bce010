//! Verdicts about one form of the conflict on their way into a certificate.

use std::collections::{BTreeMap, HashMap};

use detente_model::{Concept, DmId, Meaning, State, Steps};
use detente_proof::{Answer, ClosedSet, Proof, Reached, Verdict, state_text, steps_text};

use super::search::{Found, Place};
use super::{CertifyError, Prover, Request};

/// Finds verdicts, each once, and keeps those that are asked for.
pub(super) struct Verdicts<'m, 'c> {
    prover: Prover<'m, 'c>,
    closed_sets: ClosedSets,
    written: Vec<Verdict>,
    known: BTreeMap<(usize, DmId, State), bool>,
}

impl<'m, 'c> Verdicts<'m, 'c> {
    pub(super) fn new(meaning: &'m Meaning<'c>) -> Self {
        Verdicts {
            prover: Prover::new(meaning),
            closed_sets: ClosedSets::default(),
            written: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    /// Whether the state is stable, with the proof written.
    pub(super) fn stable(&mut self, request: &Request) -> Result<bool, CertifyError> {
        if let Some(&stable) = self.known.get(&key(request)) {
            return Ok(stable);
        }
        let verdict = self.find(request)?;
        Ok(self.write(request, verdict))
    }

    /// The verdict on a request with its proof, not written yet.
    pub(super) fn find(&mut self, request: &Request) -> Result<Verdict, CertifyError> {
        let found = self.prover.decide(request)?;
        let conflict = self.prover.meaning.conflict();
        Ok(Verdict {
            concept: request.concept.id.into(),
            decision_maker: conflict.dm(request.dm).id.clone(),
            state: state_text(conflict, &request.state),
            proof: proof(&self.prover, request, found, &mut self.closed_sets),
        })
    }

    /// Writes a verdict that was found, and says whether it is *stable*.
    pub(super) fn write(&mut self, request: &Request, verdict: Verdict) -> bool {
        let stable = is_stable(&verdict);
        if self.known.insert(key(request), stable).is_none() {
            self.written.push(verdict);
        }
        stable
    }

    /// Whether the state is an equilibrium. Where it is, all verdicts are written, and otherwise one.
    pub(super) fn equilibrium(&mut self, concept: &'static Concept, state: &State) -> Result<bool, CertifyError> {
        let mut stable = Vec::new();
        for dm in self.prover.meaning.conflict().dm_ids() {
            let request = Request { concept, dm, state: state.clone() };
            match self.known.get(&key(&request)) {
                Some(true) => continue,
                Some(false) => return Ok(false),
                None => {}
            }
            let verdict = self.find(&request)?;
            if !is_stable(&verdict) {
                return Ok(self.write(&request, verdict));
            }
            stable.push((request, verdict));
        }
        for (request, verdict) in stable {
            self.write(&request, verdict);
        }
        Ok(true)
    }

    /// All that was written.
    pub(super) fn written(self) -> (Vec<ClosedSet>, Vec<Verdict>) {
        (self.closed_sets.written, self.written)
    }
}

fn key(request: &Request) -> (usize, DmId, State) {
    (request.concept.index(), request.dm, request.state.clone())
}

pub(super) fn is_stable(verdict: &Verdict) -> bool {
    matches!(verdict.proof, Proof::Stable { .. })
}

fn proof(prover: &Prover, request: &Request, found: Found, closed_sets: &mut ClosedSets) -> Proof {
    let conflict = prover.meaning.conflict();
    let text = |place: Place| state_text(conflict, prover.state(place));
    match found {
        Found::Stable(sanctions) => Proof::Stable {
            improvements: sanctions
                .into_iter()
                .map(|(y, sequence)| Answer {
                    to: text(y),
                    sanction: sequence
                        .into_iter()
                        .map(|(by, to)| detente_proof::Step { by: conflict.dm(by).id.clone(), to: text(to) })
                        .collect(),
                })
                .collect(),
        },
        Found::Unstable(y) => Proof::Unstable {
            improvement: text(y),
            closed_set: request.concept.sanction.map(|kind| closed_sets.index(prover, request.dm, kind.steps, y)),
        },
    }
}

/// The closed sets of a certificate, each written once: from most improvements the opponents can reach what they can
/// from many others.
#[derive(Default)]
struct ClosedSets {
    written: Vec<ClosedSet>,
    by_start: HashMap<(DmId, Steps, Place), usize>,
    by_content: HashMap<(DmId, Steps, Pairs), usize>,
}

/// The pairs of a closed set, in order: the same for the same set.
type Pairs = Vec<(DmId, Place)>;

impl ClosedSets {
    /// The place of the set of all that the opponents of `dm` can reach from `y`.
    fn index(&mut self, prover: &Prover, dm: DmId, steps: Steps, y: Place) -> usize {
        if let Some(&index) = self.by_start.get(&(dm, steps, y)) {
            return index;
        }
        let mut pairs: Pairs = prover.replies(steps, y).iter().map(|pair| (pair.by, pair.state)).collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| prover.state(a.1).cmp(prover.state(b.1))));
        let conflict = prover.meaning.conflict();
        let index = *self.by_content.entry((dm, steps, pairs)).or_insert_with_key(|(_, _, pairs)| {
            let reached = pairs.chunk_by(|a, b| a.0 == b.0).map(|part| Reached {
                by: conflict.dm(part[0].0).id.clone(),
                states: part.iter().map(|&(_, place)| state_text(conflict, prover.state(place))).collect(),
            });
            self.written.push(ClosedSet {
                opponents_of: conflict.dm(dm).id.clone(),
                steps: steps_text(steps).into(),
                reached: reached.collect(),
            });
            self.written.len() - 1
        });
        self.by_start.insert((dm, steps, y), index);
        index
    }
}
