//! The search: the verdict on one request, with the sanctions or the improvement that settle it.
//!
//! It works on the plain meaning, state by state as they are met, so that a verdict on one state of a huge conflict
//! needs no list of states. It goes breadth first, decision makers in order and states in order: sanctions are as short
//! as can be, and the same question always gets the same proof.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use detente_model::{DmId, Meaning, Sanction, State, Steps};

use super::{CertifyError, MAX_OWN_OPTIONS, MAX_PAIRS, Request};

/// A state that was met, by when it was met first.
pub(super) type Place = u32;

/// Finds verdicts together with their reasons, and remembers what it has seen.
#[derive(Debug)]
pub struct Prover<'m, 'c> {
    pub(super) meaning: &'m Meaning<'c>,
    states: Vec<State>,
    places: HashMap<State, Place>,
    steps: HashMap<(DmId, Steps, Place), Arc<[Place]>>,
    /// The decision maker whose opponents are remembered below. What was found out about another's is forgotten, or the
    /// certificate of a whole conflict would need a few times the memory.
    focal: Option<DmId>,
    replies: HashMap<(Steps, Place), Replies>,
    best_moves: HashMap<Place, Option<Place>>,
    max_pairs: usize,
}

/// What the opponents can do from a state, as far as somebody asked.
#[derive(Debug, Default)]
pub(super) struct Replies {
    /// The pairs of a state and the opponent who moved there last, nearest first.
    pub(super) pairs: Vec<Pair>,
    seen: HashSet<(Place, DmId)>,
    /// How many of the starting state and the pairs, in this order, were followed up.
    followed: usize,
}

impl Replies {
    /// The steps that lead to the pair at `end`.
    fn sequence(&self, end: usize) -> Vec<(DmId, Place)> {
        let before = |pair: &&Pair| pair.before.map(|before| &self.pairs[before as usize]);
        let mut steps: Vec<(DmId, Place)> =
            std::iter::successors(Some(&self.pairs[end]), before).map(|pair| (pair.by, pair.state)).collect();
        steps.reverse();
        steps
    }
}

#[derive(Debug)]
pub(super) struct Pair {
    pub(super) state: Place,
    pub(super) by: DmId,
    /// The pair from which it was reached first; `None` for first steps.
    before: Option<u32>,
}

/// The verdict on a request.
pub(super) enum Found {
    /// Stable: each improvement, with a sanction: who moves where.
    Stable(Vec<(Place, Vec<(DmId, Place)>)>),
    /// Unstable: this improvement has no sanction.
    Unstable(Place),
}

enum Search {
    Sanction(Vec<(DmId, Place)>),
    /// None, among so many pairs.
    Nothing(usize),
    GivenUp,
}

impl<'m, 'c> Prover<'m, 'c> {
    /// A prover of verdicts on the conflict of `meaning`.
    pub fn new(meaning: &'m Meaning<'c>) -> Self {
        Prover {
            meaning,
            states: Vec::new(),
            places: HashMap::new(),
            steps: HashMap::new(),
            focal: None,
            replies: HashMap::new(),
            best_moves: HashMap::new(),
            max_pairs: MAX_PAIRS,
        }
    }

    /// The same, with another limit than [`MAX_PAIRS`].
    #[must_use]
    pub fn with_max_pairs(self, max_pairs: usize) -> Self {
        Prover { max_pairs, ..self }
    }

    /// Of the improvements that have no sanction, the one that leaves the opponents the least to do is the shortest to
    /// explain: so all are tried.
    pub(super) fn decide(&mut self, request: &Request) -> Result<Found, CertifyError> {
        let Request { concept, dm, ref state } = *request;
        if dm.index() >= self.meaning.conflict().decision_makers.len() || !self.meaning.is_feasible(state) {
            return Err(CertifyError::Unknown(request.clone()));
        }
        if self.focal != Some(dm) {
            self.focal = Some(dm);
            self.replies.clear();
            self.best_moves.clear();
        }
        let s = self.place(state);
        let improvements = self.steps(dm, Steps::Improvements, s)?;
        let Some(kind) = concept.sanction else {
            return Ok(improvements.first().map_or(Found::Stable(Vec::new()), |&y| Found::Unstable(y)));
        };
        let (mut sanctions, mut unanswered, mut given_up) = (Vec::new(), None, false);
        for &y in improvements.iter() {
            match self.search(kind, dm, s, y)? {
                Search::Sanction(sequence) => sanctions.push((y, sequence)),
                Search::Nothing(pairs) => {
                    if unanswered.is_none_or(|(least, _)| pairs < least) {
                        unanswered = Some((pairs, y));
                    }
                }
                Search::GivenUp => given_up = true,
            }
        }
        match unanswered {
            Some((_, y)) => Ok(Found::Unstable(y)),
            None if given_up => Err(CertifyError::TooLarge { request: request.clone(), max_pairs: self.max_pairs }),
            None => Ok(Found::Stable(sanctions)),
        }
    }

    /// Looks for a sanction of the improvement `y` from `s`, following the opponents no further than to the first one.
    fn search(&mut self, kind: Sanction, dm: DmId, s: Place, y: Place) -> Result<Search, CertifyError> {
        let mut replies = self.replies.remove(&(kind.steps, y)).unwrap_or_default();
        let mut at = 0;
        let found = loop {
            if let Some(pair) = replies.pairs.get(at) {
                let keeps_gain =
                    self.prefers(dm, pair.state, s) || kind.inescapable && self.escape(dm, pair.state, s)?.is_some();
                if !keeps_gain {
                    break Search::Sanction(replies.sequence(at));
                }
                at += 1;
            } else if at > self.max_pairs {
                break Search::GivenUp;
            } else if !self.follow(&mut replies, dm, kind.steps, y)? {
                break Search::Nothing(at);
            }
        };
        self.replies.insert((kind.steps, y), replies);
        Ok(found)
    }

    /// Follows one more pair up; `false` when all have been.
    fn follow(&mut self, replies: &mut Replies, dm: DmId, steps: Steps, y: Place) -> Result<bool, CertifyError> {
        let before = replies.followed.checked_sub(1);
        let (from, last) = match before.map(|at| replies.pairs.get(at)) {
            None => (y, None),
            Some(Some(pair)) => (pair.state, Some(pair.by)),
            Some(None) => {
                replies.seen = HashSet::new();
                return Ok(false);
            }
        };
        replies.followed += 1;
        for by in self.meaning.conflict().dm_ids().filter(|&by| by != dm && Some(by) != last) {
            for &state in self.steps(by, steps, from)?.iter() {
                if replies.seen.insert((state, by)) {
                    replies.pairs.push(Pair { state, by, before: before.map(|at| at as u32) });
                }
            }
        }
        Ok(true)
    }

    /// The move of `dm` from `z` by which it is better off than at `s`, if there is one: the best for it, the first of
    /// several.
    pub(super) fn escape(&mut self, dm: DmId, z: Place, s: Place) -> Result<Option<Place>, CertifyError> {
        let best = match self.best_moves.get(&z) {
            Some(&best) => best,
            None => {
                let moves = self.steps(dm, Steps::Moves, z)?;
                let better = |best: Place, w: Place| if self.prefers(dm, w, best) { w } else { best };
                let best = moves.iter().copied().reduce(better);
                self.best_moves.insert(z, best);
                best
            }
        };
        Ok(best.filter(|&w| self.prefers(dm, w, s)))
    }

    /// The replies to an improvement without sanction: all there are.
    pub(super) fn replies(&self, steps: Steps, y: Place) -> &[Pair] {
        &self.replies[&(steps, y)].pairs
    }

    pub(super) fn state(&self, place: Place) -> &State {
        &self.states[place as usize]
    }

    pub(super) fn prefers(&self, dm: DmId, a: Place, b: Place) -> bool {
        self.meaning.prefers(dm, self.state(a), self.state(b))
    }

    pub(super) fn place(&mut self, state: &State) -> Place {
        if let Some(&place) = self.places.get(state) {
            return place;
        }
        let place = Place::try_from(self.states.len()).expect("memory ends before 32 bits do");
        self.states.push(state.clone());
        self.places.insert(state.clone(), place);
        place
    }

    /// Refuses to look at the moves of `dm` where there are too many.
    fn check_moves(&self, dm: DmId, from: Place) -> Result<(), CertifyError> {
        let State::Vector(vector) = self.state(from) else { return Ok(()) };
        let conflict = self.meaning.conflict();
        let free = |option: &detente_model::OptionId| {
            let on = vector.is_on(*option);
            conflict.option(*option).direction.allows(on, !on)
        };
        let options = conflict.options_of(dm).filter(free).count();
        if options > MAX_OWN_OPTIONS { Err(CertifyError::TooManyMoves { dm, options }) } else { Ok(()) }
    }

    fn steps(&mut self, dm: DmId, steps: Steps, from: Place) -> Result<Arc<[Place]>, CertifyError> {
        if let Some(ends) = self.steps.get(&(dm, steps, from)) {
            return Ok(Arc::clone(ends));
        }
        self.check_moves(dm, from)?;
        let ends = match steps {
            Steps::Moves => self.meaning.moves(dm, self.state(from)),
            Steps::Improvements => self.meaning.improvements(dm, self.state(from)),
        };
        let ends: Arc<[Place]> = ends.iter().map(|end| self.place(end)).collect();
        self.steps.insert((dm, steps, from), Arc::clone(&ends));
        Ok(ends)
    }
}
