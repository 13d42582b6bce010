//! The assumptions of a conflict, and the ways in which each can be changed alone.

use detente_model::{Basis, Change, Conflict, Direction, DmId, OptionId, Preference, Provenance};

use super::view::{Edit, View};

/// An element of a conflict that could be otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// The name by which it is known: `u13`, `F3`, `us.arms`.
    pub id: String,
    /// What it is.
    pub element: Element,
    /// Why it is in the conflict.
    pub provenance: Provenance,
}

/// What an assumption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A preference statement: whose, and its place in the list.
    Statement(DmId, usize),
    /// Which way an option can be changed.
    Direction(OptionId),
    /// A rule, by its place.
    Rule(usize),
}

/// What is done to an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A statement is moved to this place of the list, 0 the most important.
    Placed(usize),
    /// A statement says the opposite.
    Negated,
    /// A statement or rule is no more.
    Dropped,
    /// An option can be changed another way.
    Directed(Direction),
}

/// One assumption changed in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Alteration {
    /// Which assumption, by its place in the list of assumptions.
    pub assumption: usize,
    /// What is done to it.
    pub way: Way,
    /// The same as a change to the conflict.
    pub change: Change,
}

impl Assumption {
    /// Whether a document is given as its ground: its basis is cited, inferred or disputed. What is logic needs none.
    pub fn is_in_documents(&self) -> bool {
        self.provenance.basis.is_some_and(Basis::needs_claims)
    }

    /// Whether it is the analyst's alone: judgement, or no ground given.
    pub fn is_judgement(&self) -> bool {
        matches!(self.provenance.basis, None | Some(Basis::Judgement))
    }
}

/// All assumptions of a conflict that can be varied, in the order of the file, and all their alterations; statements are moved by one place,
/// or to every place.
pub(super) fn all(conflict: &Conflict, any_place: bool) -> (Vec<Assumption>, Vec<Alteration>) {
    let mut assumptions = Vec::new();
    let mut alterations = Vec::new();
    let mut add = |id: &str, element, provenance: &Provenance, ways: Vec<(Way, Change)>| {
        let assumption = assumptions.len();
        assumptions.push(Assumption { id: id.into(), element, provenance: provenance.clone() });
        alterations.extend(ways.into_iter().map(|(way, change)| Alteration { assumption, way, change }));
    };
    for dm in conflict.dm_ids() {
        let Preference::Prioritised(list) = &conflict.dm(dm).preference else { continue };
        for (at, statement) in list.iter().enumerate() {
            let id = || statement.id.clone();
            let mut ways = vec![(Way::Negated, Change::Negate { id: id() }), (Way::Dropped, Change::Drop { id: id() })];
            let places = (0..list.len()).filter(|&to| to != at && (any_place || to.abs_diff(at) == 1));
            ways.extend(places.map(|to| (Way::Placed(to), Change::Move { id: id(), to })));
            add(&statement.id, Element::Statement(dm, at), &statement.provenance, ways);
        }
    }
    for (place, option) in conflict.options.iter().enumerate() {
        let option_id = OptionId::from(place);
        // Where a decision maker's moves are listed, the direction of its options says nothing.
        if conflict.move_tables.contains_key(&option.owner) {
            continue;
        }
        let others = Direction::ALL.into_iter().filter(|&direction| direction != option.direction);
        let ways = others.map(|direction| (Way::Directed(direction), Change::Direct { option: option_id, direction }));
        add(&conflict.option_name(option_id), Element::Direction(option_id), &option.provenance, ways.collect());
    }
    for (place, rule) in conflict.rules.iter().enumerate() {
        let ways = vec![(Way::Dropped, Change::Drop { id: rule.id.clone() })];
        add(&rule.id, Element::Rule(place), &rule.provenance, ways);
    }
    (assumptions, alterations)
}

/// Whether an alteration changes the states, or moves in a way that the compiled conflict cannot follow.
pub(super) fn is_structural(conflict: &Conflict, element: Element) -> bool {
    match element {
        Element::Statement(..) => false,
        Element::Direction(_) => conflict.named_states.is_some(),
        Element::Rule(_) => true,
    }
}

/// The changes of several alterations in the order in which they are made: moved statements before all others, because places are
/// counted in the lists as they are; otherwise in the order of the assumptions.
pub(super) fn ordered(alterations: &[&Alteration]) -> Vec<Change> {
    let is_move = |a: &&&Alteration| matches!(a.way, Way::Placed(_));
    let others = alterations.iter().filter(|a| !is_move(a));
    alterations.iter().filter(is_move).chain(others).map(|a| a.change.clone()).collect()
}

/// Makes alterations of statements and directions in a view, in the same order as [`ordered`].
pub(super) fn apply(view: &mut View, conflict: &Conflict, assumptions: &[Assumption], alterations: &[&Alteration]) {
    view.reset();
    // Where the statements of a list are after some were moved: only in those lists in which any are.
    let mut order: Vec<(DmId, Vec<usize>)> = Vec::new();
    let moves = alterations.iter().filter(|a| matches!(a.way, Way::Placed(_)));
    for alteration in moves.chain(alterations.iter().filter(|a| !matches!(a.way, Way::Placed(_)))) {
        match (assumptions[alteration.assumption].element, alteration.way) {
            (Element::Statement(dm, statement), way) => {
                let length = conflict.statements(dm).map_or(0, <[_]>::len);
                let known = order.iter().position(|(of, _)| *of == dm);
                let at = known.map_or(statement, |known| {
                    order[known].1.iter().position(|&s| s == statement).expect("every statement has a place")
                });
                let bit = 1 << (length - 1 - at);
                match way {
                    Way::Negated => view.edit(dm, Edit::Flip(bit)),
                    Way::Dropped => view.edit(dm, Edit::Clear(bit)),
                    Way::Placed(to) => {
                        view.edit(dm, Edit::shift(length, at, to));
                        // A single move needs no account of who is where.
                        if alterations.len() > 1 {
                            let known = known.unwrap_or_else(|| {
                                order.push((dm, (0..length).collect()));
                                order.len() - 1
                            });
                            let list = &mut order[known].1;
                            let moved = list.remove(at);
                            list.insert(to, moved);
                        }
                    }
                    Way::Directed(_) => {}
                }
            }
            (Element::Direction(option), Way::Directed(direction)) => view.direct(option, direction),
            _ => {}
        }
    }
}
