//! Every coalition, every state: joint improvements, the four stabilities, universal stability.

use detente_model::{DmId, Meaning, StateList, plain};

use super::relation::{Relation, is_disjoint, is_subset, ones};
use super::{CoalitionConcept, CoalitionError, CoalitionSanction, MAX_DMS_FOR_ALL};

/// Everything about every state is answered for conflicts with at most so many states.
pub const MAX_STATES: usize = 1 << 12;

/// Everything about every state is answered where [`Coalitions::work`] is at most this: some seconds.
pub const MAX_WORK: u64 = 1 << 34;

/// What every coalition of a conflict can do from every state, and which states are stable for it.
///
/// The answer is complete: all non-empty coalitions, single decision makers among them, and all feasible states, by their places in the [`StateList`].
/// Coalitions are given by their members, in any order.
///
/// # Panics
/// All methods panic where members are none or not decision makers of the conflict, or where there is no state at a place.
#[derive(Clone, Debug)]
pub struct Coalitions {
    dms: usize,
    states: usize,
    /// By the coalition's mask: bit `i` for decision maker `i`. Coalition 0, nobody, relates nothing.
    joint: Vec<Relation>,
    /// By concept, then by mask: the stable states.
    stable: Vec<Vec<Vec<bool>>>,
}

impl Coalitions {
    /// About how many words of memory are looked at in the worst case to answer for so many states and decision makers.
    pub fn work(states: usize, decision_makers: usize) -> u64 {
        let (states, dms) = (states as u64, u32::try_from(decision_makers).unwrap_or(u32::MAX));
        // For each coalition each state, sanction and reply of the members; and for each coalition what all pairs of coalitions among the others do.
        let squared = states.saturating_mul(states);
        let replies = 2_u64.saturating_pow(dms).saturating_mul(squared.saturating_mul(states) / 64);
        // The latter is not cut short as often as the former.
        let classes = 5_u64.saturating_pow(dms).saturating_mul(squared / 16);
        replies.saturating_add(classes)
    }

    /// Whether so many states and decision makers can be answered for.
    pub fn fits(states: usize, decision_makers: usize) -> bool {
        states <= MAX_STATES && decision_makers <= MAX_DMS_FOR_ALL && Self::work(states, decision_makers) <= MAX_WORK
    }

    /// Finds everything.
    ///
    /// # Errors
    /// [`CoalitionError::TooLarge`], before any work, where [`Coalitions::fits`] says no; [`CoalitionError::Cancelled`].
    pub fn new(meaning: &Meaning, list: &StateList, cancelled: &dyn Fn() -> bool) -> Result<Self, CoalitionError> {
        let (states, dms) = (list.states().len(), meaning.conflict().decision_makers.len());
        if !Self::fits(states, dms) {
            return Err(CoalitionError::TooLarge { states: Some(states), decision_makers: dms });
        }
        let build = Builder { dms, states, cancelled };
        build.all(meaning, list).ok_or(CoalitionError::Cancelled)
    }

    /// The same, listing the states.
    ///
    /// # Errors
    /// As [`Coalitions::new`].
    pub fn of(meaning: &Meaning, cancelled: &dyn Fn() -> bool) -> Result<Self, CoalitionError> {
        let decision_makers = meaning.conflict().decision_makers.len();
        let list = StateList::new(meaning.conflict(), MAX_STATES)
            .map_err(|_| CoalitionError::TooLarge { states: None, decision_makers })?;
        Self::new(meaning, &list, cancelled)
    }

    /// The number of states.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The places of the joint improvements of `members` from the state at `place` (*R_H⁺⁺(s)*), ascending.
    pub fn joint_improvements(&self, members: &[DmId], place: usize) -> Vec<usize> {
        ones(self.joint[self.mask(members)].row(place)).collect()
    }

    /// The places of the class improvements of a family of coalitions from the state at `place`, ascending: where sequences of joint improvements end, each judged
    /// from the state that it leaves, never two in succession by the same coalition. The state itself is among them where such a sequence leads back to it.
    pub fn class_improvements(&self, family: &[Vec<DmId>], place: usize) -> Vec<usize> {
        let mut masks: Vec<usize> = family.iter().map(|members| self.mask(members)).collect();
        masks.sort_unstable();
        masks.dedup();
        let agents: Vec<&Relation> = masks.iter().map(|&mask| &self.joint[mask]).collect();
        let ends = Relation::sequences(&agents, self.states, &|| false).expect("nobody cancels");
        ones(ends.row(place)).collect()
    }

    /// Whether the state at `place` is stable for the coalition of `members`.
    pub fn is_stable(&self, concept: &CoalitionConcept, members: &[DmId], place: usize) -> bool {
        self.stable[concept.index()][self.mask(members)][place]
    }

    /// Whether the state at `place` is stable for every coalition.
    pub fn is_universal(&self, concept: &CoalitionConcept, place: usize) -> bool {
        (1..1 << self.dms).all(|mask: usize| self.stable[concept.index()][mask][place])
    }

    /// The places of the states that are stable for every coalition, ascending.
    pub fn universal(&self, concept: &CoalitionConcept) -> Vec<usize> {
        (0..self.states).filter(|&place| self.is_universal(concept, place)).collect()
    }

    fn mask(&self, members: &[DmId]) -> usize {
        assert!(!members.is_empty(), "a coalition has members");
        members.iter().fold(0, |mask, dm| {
            assert!(dm.index() < self.dms, "a member is a decision maker of the conflict");
            mask | 1 << dm.index()
        })
    }
}

/// The work on a conflict.
struct Builder<'a> {
    dms: usize,
    states: usize,
    cancelled: &'a dyn Fn() -> bool,
}

impl Builder<'_> {
    /// `None` when cancelled.
    fn all(&self, meaning: &Meaning, list: &StateList) -> Option<Coalitions> {
        let everybody = (1_usize << self.dms) - 1;
        let moves: Vec<Relation> =
            meaning.conflict().dm_ids().map(|dm| self.moves(meaning, list, dm)).collect::<Option<_>>()?;
        let prefer: Vec<Relation> = meaning.conflict().dm_ids().map(|dm| self.prefer(meaning, list, dm)).collect();
        let mut reach = vec![Relation::new(self.states)];
        // What all members prefer, by coalition; for nobody this is not defined and not used.
        let mut better = vec![Relation::new(self.states)];
        let mut joint = vec![Relation::new(self.states)];
        for mask in 1..=everybody {
            let members: Vec<usize> = ones(&[mask as u64]).collect();
            let agents: Vec<&Relation> = members.iter().map(|&dm| &moves[dm]).collect();
            reach.push(Relation::sequences(&agents, self.states, self.cancelled)?);
            let (first, rest) = (members[0], &members[1..]);
            better.push(rest.iter().fold(prefer[first].clone(), |all, &dm| all.and(&prefer[dm])));
            joint.push(reach[mask].and(&better[mask]));
        }
        let mut stable = Vec::new();
        for concept in &super::COALITION_CONCEPTS {
            let mut by_mask = vec![Vec::new()];
            for mask in 1..=everybody {
                let others = everybody ^ mask;
                let class;
                let answers = match concept.sanction {
                    None => None,
                    Some(CoalitionSanction::Moves | CoalitionSanction::Inescapable) => Some(&reach[others]),
                    Some(CoalitionSanction::ClassImprovements) => {
                        let agents: Vec<&Relation> =
                            (1..=others).filter(|part| part & !others == 0).map(|part| &joint[part]).collect();
                        class = Relation::sequences(&agents, self.states, self.cancelled)?;
                        Some(&class)
                    }
                };
                let escapes = (concept.sanction == Some(CoalitionSanction::Inescapable)).then_some(&reach[mask]);
                by_mask.push(self.stable(&joint[mask], &better[mask], answers, escapes)?);
            }
            stable.push(by_mask);
        }
        Some(Coalitions { dms: self.dms, states: self.states, joint, stable })
    }

    /// The states from which every joint improvement has an answer that leads to what some member does not prefer, and, where `escapes` are given,
    /// from where none of them leads to what all members prefer.
    fn stable(
        &self, joint: &Relation, better: &Relation, answers: Option<&Relation>, escapes: Option<&Relation>,
    ) -> Option<Vec<bool>> {
        let mut stable = vec![false; self.states];
        for (place, stable) in stable.iter_mut().enumerate() {
            if (self.cancelled)() {
                return None;
            }
            let better = better.row(place);
            // Whether a state is a sanction of any improvement that it answers: found once for each.
            let mut safe: Vec<Option<bool>> = vec![None; if escapes.is_some() { self.states } else { 0 }];
            *stable = ones(joint.row(place)).all(|y| {
                let Some(answers) = answers else { return false };
                let Some(escapes) = escapes else { return !is_subset(answers.row(y), better) };
                let sanction = |z: &usize| better[z / 64] >> (z % 64) & 1 == 0;
                ones(answers.row(y))
                    .filter(sanction)
                    .any(|z| *safe[z].get_or_insert_with(|| is_disjoint(escapes.row(z), better)))
            });
        }
        Some(stable)
    }

    /// The moves of a decision maker. `None` when cancelled.
    fn moves(&self, meaning: &Meaning, list: &StateList, dm: DmId) -> Option<Relation> {
        let mut moves = Relation::new(self.states);
        for (from, state) in list.states().iter().enumerate() {
            if (self.cancelled)() {
                return None;
            }
            for end in meaning.moves(dm, state) {
                moves.add(from, list.place(&end).expect("moves lead to states"));
            }
        }
        Some(moves)
    }

    /// For each state those that a decision maker prefers to it.
    fn prefer(&self, meaning: &Meaning, list: &StateList, dm: DmId) -> Relation {
        let places = plain::places(meaning, list, dm);
        let mut prefer = Relation::new(self.states);
        for (from, place) in places.iter().enumerate() {
            for (to, other) in places.iter().enumerate() {
                if other > place {
                    prefer.add(from, to);
                }
            }
        }
        prefer
    }
}
