//! The joint improvements of one coalition from one state.

use std::collections::HashMap;

use detente_model::{DmId, Meaning, OptionId, State};

use super::{CoalitionError, Step, TooFar};
use crate::{Choice, choices};

/// A joint improvement, and how the members get there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointMove {
    /// Where it leads.
    pub to: State,
    /// What is different there, in the order of options. An option counts where it is on in all combinations that one of the two states stands for and off in all
    /// that the other stands for. Empty in graph form.
    pub switches: Vec<Switch>,
    /// Whether no other joint improvement of this coalition switches only some of these options. Always true in graph form, where there are none to compare.
    pub minimal: bool,
    /// A shortest legal sequence of the members: at least one step, the last leads to `to`. Of several, the first in the order of decision makers and
    /// states. A member without a step gains by what the others do.
    pub sequence: Vec<Step>,
}

/// An option that is different after a joint move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Switch {
    /// The option.
    pub option: OptionId,
    /// What it becomes.
    pub on: bool,
}

/// The joint improvements of `members` from `from` (*R_H⁺⁺(s)*): the ends of legal sequences of the members that every member prefers to `from`, in the order of
/// states. For one member these are its improvements; for none there are none.
///
/// # Errors
/// When the search meets more than `limit` pairs of a state and the member who moved there last.
///
/// # Panics
/// When `from` is not a state of the conflict, or a member is not one of its decision makers.
pub fn joint_improvements(
    meaning: &Meaning, members: &[DmId], from: &State, limit: usize,
) -> Result<Vec<State>, TooFar> {
    match Search::new(meaning, members, from).run(limit, &|| false) {
        Ok(search) => {
            Ok(search.improvements().into_iter().map(|place| search.states[place as usize].clone()).collect())
        }
        Err(CoalitionError::TooFar(error)) => Err(error),
        Err(error) => unreachable!("nobody cancels this search: {error}"),
    }
}

/// The joint improvements of `members` from `from` with what each switches, which of them are minimal, and a shortest way there; in the order of states.
///
/// # Errors
/// When the search meets more than `limit` pairs of a state and the member who moved there last, or `cancelled` says so.
///
/// # Panics
/// When `from` is not a state of the conflict, or a member is not one of its decision makers.
pub fn joint_moves(
    meaning: &Meaning, members: &[DmId], from: &State, limit: usize, cancelled: &dyn Fn() -> bool,
) -> Result<Vec<JointMove>, CoalitionError> {
    let search = Search::new(meaning, members, from).run(limit, cancelled)?;
    let before = choices(meaning, from);
    let mut moves: Vec<JointMove> = search
        .improvements()
        .into_iter()
        .map(|place| {
            let to = search.states[place as usize].clone();
            let switches = switches(&before, &choices(meaning, &to));
            JointMove { to, switches, minimal: true, sequence: search.sequence(place) }
        })
        .collect();
    mark_minimal(&mut moves);
    Ok(moves)
}

/// The options that are on here and off there, or the other way round.
fn switches(before: &[Choice], after: &[Choice]) -> Vec<Switch> {
    let pairs = before.iter().zip(after).zip(0..);
    pairs
        .filter_map(|(pair, option)| match pair {
            (Choice::Off, Choice::On) => Some(Switch { option: OptionId(option), on: true }),
            (Choice::On, Choice::Off) => Some(Switch { option: OptionId(option), on: false }),
            _ => None,
        })
        .collect()
}

/// Marks those whose switches include all of another's and more as not minimal.
///
/// It is enough to compare with the minimal ones of fewer switches, so this takes time in proportion to all times the minimal ones.
fn mark_minimal(moves: &mut [JointMove]) {
    let mut order: Vec<usize> = (0..moves.len()).collect();
    order.sort_by_key(|&at| moves[at].switches.len());
    let mut minimal: Vec<usize> = Vec::new();
    for at in order {
        let own = &moves[at].switches;
        let includes =
            |other: &[Switch]| other.len() < own.len() && other.iter().all(|switch| own.binary_search(switch).is_ok());
        let is_minimal = !minimal.iter().any(|&other| includes(&moves[other].switches));
        if is_minimal {
            minimal.push(at);
        }
        moves[at].minimal = is_minimal;
    }
}

/// A state is reached, and by whose move last.
#[derive(Clone, Copy, Debug)]
struct Pair {
    state: u32,
    last: Option<DmId>,
    /// The pair from which it was found.
    before: u32,
}

/// Whose moves from a state have been followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Followed {
    Nobody,
    AllBut(DmId),
    All,
}

/// A breadth-first search through the legal sequences of some decision makers.
struct Search<'m, 'c> {
    meaning: &'m Meaning<'c>,
    members: Vec<DmId>,
    states: Vec<State>,
    places: HashMap<State, u32>,
    followed: Vec<Followed>,
    /// Nearest first; the first is where it begins.
    pairs: Vec<Pair>,
    /// For each state the pairs with it that were found: the first of them, and the member of each.
    first: Vec<Option<u32>>,
    arrived: Vec<Vec<DmId>>,
}

impl<'m, 'c> Search<'m, 'c> {
    fn new(meaning: &'m Meaning<'c>, members: &[DmId], from: &State) -> Self {
        let mut members = members.to_vec();
        members.sort_unstable();
        members.dedup();
        Search {
            meaning,
            members,
            states: vec![from.clone()],
            places: HashMap::from([(from.clone(), 0)]),
            followed: vec![Followed::Nobody],
            pairs: vec![Pair { state: 0, last: None, before: 0 }],
            first: vec![None],
            arrived: vec![Vec::new()],
        }
    }

    fn run(mut self, limit: usize, cancelled: &dyn Fn() -> bool) -> Result<Self, CoalitionError> {
        let too_far = CoalitionError::TooFar(TooFar { limit });
        let mut at = 0;
        while let Some(&pair) = self.pairs.get(at) {
            if cancelled() {
                return Err(CoalitionError::Cancelled);
            }
            // Each member's moves from a state are followed once. The first to arrive leaves only its own moves to be followed, by
            // whoever arrives next; and what was followed earlier was followed from no farther away.
            let state = pair.state as usize;
            let all = self.members.clone();
            let movers: Vec<DmId> = match (self.followed[state], pair.last) {
                (Followed::Nobody, None) => all,
                (Followed::Nobody, Some(last)) => all.into_iter().filter(|&dm| dm != last).collect(),
                (Followed::AllBut(dm), last) if last != Some(dm) => vec![dm],
                _ => Vec::new(),
            };
            self.followed[state] = match (self.followed[state], pair.last) {
                (Followed::Nobody, Some(last)) => Followed::AllBut(last),
                (Followed::AllBut(dm), Some(last)) if dm == last => Followed::AllBut(dm),
                _ => Followed::All,
            };
            for dm in movers {
                // So many own options may change that their combinations alone would go beyond any memory.
                if self.changes(dm, state) > limit.max(super::MAX_PAIRS) {
                    return Err(too_far);
                }
                for end in self.meaning.moves(dm, &self.states[state]) {
                    let end = self.place(end);
                    if !self.arrived[end as usize].contains(&dm) {
                        if self.pairs.len() > limit {
                            return Err(too_far);
                        }
                        self.first[end as usize].get_or_insert(self.pairs.len() as u32);
                        self.arrived[end as usize].push(dm);
                        self.pairs.push(Pair { state: end, last: Some(dm), before: at as u32 });
                    }
                }
            }
            at += 1;
        }
        Ok(self)
    }

    /// In how many ways `dm` could choose among its options at a state, rules aside.
    fn changes(&self, dm: DmId, state: usize) -> usize {
        let conflict = self.meaning.conflict();
        if conflict.move_tables.contains_key(&dm) {
            return 0;
        }
        let vectors = self.meaning.vectors(&self.states[state]);
        let free = |vector: &detente_model::OptionVector| {
            let may = |o: &OptionId| conflict.option(*o).direction.allows(vector.is_on(*o), !vector.is_on(*o));
            conflict.options_of(dm).filter(may).count() as u32
        };
        vectors.iter().map(|vector| 1_usize.checked_shl(free(vector)).unwrap_or(usize::MAX)).max().unwrap_or(0)
    }

    fn place(&mut self, state: State) -> u32 {
        if let Some(&place) = self.places.get(&state) {
            return place;
        }
        let place = u32::try_from(self.states.len()).expect("the limit on pairs ends a search long before");
        self.places.insert(state.clone(), place);
        self.states.push(state);
        self.followed.push(Followed::Nobody);
        self.first.push(None);
        self.arrived.push(Vec::new());
        place
    }

    /// The places of the states reached that every member prefers to the first, in the order of states.
    fn improvements(&self) -> Vec<u32> {
        let from = &self.states[0];
        let better = |state: &State| self.members.iter().all(|&dm| self.meaning.prefers(dm, state, from));
        let mut places: Vec<u32> =
            (1..self.states.len() as u32).filter(|&place| better(&self.states[place as usize])).collect();
        places.sort_by(|&a, &b| self.states[a as usize].cmp(&self.states[b as usize]));
        places
    }

    /// A shortest legal sequence to a state that was reached.
    fn sequence(&self, place: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self.first[place as usize].unwrap_or(0) as usize;
        while let Some(by) = self.pairs[at].last {
            steps.push(Step { by, to: self.states[self.pairs[at].state as usize].clone() });
            at = self.pairs[at].before as usize;
        }
        steps.reverse();
        steps
    }
}
