//! The fewest edits to lists of preference statements.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use detente_model::{Change, Concept, DmId, Expr, OptionId, Provenance, Statement, Steps};

use super::rankings::{laid_out, without_credibility};
use super::table::{Places, Table};
use super::{Limits, StabiliseError, Wanted, insist};
use crate::Answer;

/// Plans are kept up to this number.
const MAX_PLANS: usize = 1000;

/// Which edits are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditKinds {
    /// A statement is dropped.
    pub drop: bool,
    /// A statement is turned into its opposite.
    pub negate: bool,
    /// A statement gets another place; one edit however far it goes.
    pub shift: bool,
    /// A statement is added, at any place: an option is on, or an option is off.
    pub add: bool,
}

impl Default for EditKinds {
    /// All but additions.
    fn default() -> Self {
        EditKinds { drop: true, negate: true, shift: true, add: false }
    }
}

/// One edit to a list. Each costs one.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Whose list.
    pub dm: DmId,
    /// The statement as it stands before the edit; for additions the one that is added.
    pub statement: Statement,
    /// What is done: [`Change::Drop`], [`Change::Negate`], [`Change::Move`] or [`Change::Add`].
    pub change: Change,
    /// The place of the statement before, 0 the most important; of an addition where it goes.
    pub from: usize,
}

/// Edits that make a state an equilibrium. The engine and the plain definitions have confirmed it.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementPlan {
    /// The edits, to be made in this order.
    pub edits: Vec<Edit>,
}

impl StatementPlan {
    /// The edits as changes to the conflict.
    pub fn changes(&self) -> Vec<Change> {
        self.edits.iter().map(|edit| edit.change.clone()).collect()
    }
}

/// The fewest edits to lists of statements that make a state an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct Statements {
    /// The state, by place.
    pub target: usize,
    /// Under which concept.
    pub concept: &'static Concept,
    /// Whose lists were edited: those asked for that have one.
    pub vary: Vec<DmId>,
    /// Which edits were tried.
    pub kinds: EditKinds,
    /// All plans of the fewest edits, up to 1000; empty where no number of edits up to [`Statements::complete_to`] suffices. One plan
    /// without edits where the state is an equilibrium already. Of edits that leave the same list the first is given.
    pub plans: Vec<StatementPlan>,
    /// How many plans of the fewest edits there are.
    pub total: u64,
    /// All combinations of up to so many edits were tried, or of fewer where those suffice.
    pub complete_to: usize,
    /// Whether the work ended before the number of edits that was asked for had been tried.
    pub cut: bool,
}

/// A statement in a list: its place in the pool, and whether it is negated.
type Code = (u16, bool);

/// A list and how it came about.
type Edited = (Vec<Code>, Vec<Edit>);

/// An order of states with the edits that lead to it.
struct Order {
    places: Vec<u32>,
    edits: Vec<Vec<Edit>>,
}

/// The lists of one decision maker, by number of edits.
struct Shelf {
    dm: DmId,
    /// Its statements, and after them those that may be added.
    pool: Vec<Statement>,
    /// How many of the pool are its own.
    own: usize,
    /// The value of each statement of the pool at each state.
    truth: Vec<Vec<bool>>,
    seen: HashSet<Vec<Code>>,
    orders_seen: HashSet<Vec<u32>>,
    /// The lists of the latest layer.
    lists: Vec<Edited>,
    /// By number of edits: the orders that are new there and under which the target may be stable.
    layers: Vec<Vec<Order>>,
}

/// The fewest edits, at most `edits`, to the lists of the decision makers in `vary` that make the state at `target` an equilibrium; rankings and weights are
/// left alone. All combinations are tried, fewer edits first.
///
/// # Errors
/// When the conflict has more than [`super::MAX_STATES`] states, or a plan is not confirmed.
pub fn statements(
    answer: &Answer, concept: &'static Concept, target: usize, vary: &[DmId], kinds: EditKinds, edits: usize,
    limits: Limits,
) -> Result<Statements, StabiliseError> {
    let (table, places) = laid_out(answer)?;
    if target >= table.states() {
        return Err(StabiliseError::NotFeasible);
    }
    let vary: Vec<DmId> = vary.iter().copied().filter(|&dm| answer.conflict.statements(dm).is_some()).collect();
    let left = Cell::new(limits.work);
    let spend = |amount: u64| {
        left.set(left.get().saturating_sub(amount));
        left.get() > 0 && !(limits.cancelled)()
    };
    let mut shelves: Vec<Shelf> = vary.iter().map(|&dm| Shelf::new(answer, dm, kinds)).collect();
    let mut found =
        Statements { target, concept, vary, kinds, plans: Vec::new(), total: 0, complete_to: 0, cut: false };
    let credible = concept.sanction.is_some_and(|sanction| sanction.steps == Steps::Improvements);
    let search = Search { table: &table, concept, target: target as u32, credible, spend: &spend };
    // Whoever keeps its ranking must be able to be content with the target at all.
    let simple = without_credibility(concept);
    let hopeless = (0..table.dms())
        .any(|dm| !found.vary.contains(&DmId::from(dm)) && !table.stable(simple, dm, target as u32, &places));
    for number in 0..=edits {
        let grown = shelves.iter_mut().all(|shelf| shelf.grow(number, kinds, &search));
        if !grown || !hopeless && !search.combine(&shelves, number, &places, &mut found) {
            (found.plans, found.total, found.cut) = (Vec::new(), 0, true);
            break;
        }
        found.complete_to = number;
        if found.total > 0 {
            break;
        }
    }
    for plan in &found.plans {
        insist(answer.conflict, &plan.changes(), concept, &answer.solution.state(target), "an edit of statements")?;
    }
    Ok(found)
}

/// The same for whichever of the wanted states needs the fewest edits; the first of those that need the same number.
///
/// # Errors
/// As [`statements`].
pub fn statements_of_any(
    answer: &Answer, concept: &'static Concept, wanted: &Wanted, vary: &[DmId], kinds: EditKinds, edits: usize,
    limits: Limits,
) -> Result<Statements, StabiliseError> {
    let mut complete_to = 0;
    for number in 0..=edits {
        let mut cut = None;
        for &target in &wanted.0 {
            let found = statements(answer, concept, target, vary, kinds, number, limits)?;
            if !found.plans.is_empty() {
                return Ok(found);
            }
            if found.cut || number == edits && target == wanted.0[wanted.0.len() - 1] {
                cut.get_or_insert(found);
            }
        }
        if let Some(found) = cut {
            // Of several states the least is complete, since any of them would have done.
            let complete_to = if found.cut { complete_to } else { number };
            return Ok(Statements { complete_to, ..found });
        }
        complete_to = number;
    }
    Err(StabiliseError::NothingWanted)
}

struct Search<'a> {
    table: &'a Table,
    concept: &'static Concept,
    target: u32,
    credible: bool,
    spend: &'a dyn Fn(u64) -> bool,
}

impl Search<'_> {
    /// Whether the target may be stable for `dm` under this ranking of its own; under concepts without credible sanctions: whether it is.
    fn may_be_stable(&self, dm: DmId, own: &[u32]) -> bool {
        let mut places: Places = vec![Vec::new(); self.table.dms()];
        places[dm.index()] = own.to_vec();
        self.table.stable(without_credibility(self.concept), dm.index(), self.target, &places)
    }

    /// Adds all plans of exactly `number` edits; false when given up.
    fn combine(&self, shelves: &[Shelf], number: usize, places: &Places, found: &mut Statements) -> bool {
        self.choose(shelves, number, places.clone(), &mut Vec::new(), found)
    }

    fn choose<'s>(
        &self, shelves: &'s [Shelf], number: usize, places: Places, chosen: &mut Vec<&'s Order>, found: &mut Statements,
    ) -> bool {
        let Some(shelf) = shelves.get(chosen.len()) else {
            if number == 0 && (!self.credible || self.table.equilibrium(self.concept, self.target, &places)) {
                let plans = chosen.iter().fold(vec![Vec::new()], |plans: Vec<Vec<Edit>>, order| {
                    let joined = |plan: &Vec<Edit>, edits: &Vec<Edit>| [plan.as_slice(), edits].concat();
                    plans.iter().flat_map(|plan| order.edits.iter().map(move |edits| joined(plan, edits))).collect()
                });
                found.total += plans.len() as u64;
                let room = MAX_PLANS - found.plans.len().min(MAX_PLANS);
                found.plans.extend(plans.into_iter().take(room).map(|edits| StatementPlan { edits }));
            }
            return true;
        };
        let last = chosen.len() + 1 == shelves.len();
        for edits in (if last { number } else { 0 })..=number {
            for order in &shelf.layers[edits] {
                if !(self.spend)(if last && self.credible { 4 } else { 1 }) {
                    return false;
                }
                let mut places = places.clone();
                places[shelf.dm.index()] = order.places.clone();
                chosen.push(order);
                let went_on = self.choose(shelves, number - edits, places, chosen, found);
                chosen.pop();
                if !went_on {
                    return false;
                }
            }
        }
        true
    }
}

impl Shelf {
    fn new(answer: &Answer, dm: DmId, kinds: EditKinds) -> Self {
        let own = answer.conflict.statements(dm).unwrap_or_default();
        let mut pool: Vec<Statement> = own.to_vec();
        if kinds.add {
            for option in (0..answer.conflict.options.len()).map(OptionId::from) {
                for on in [true, false] {
                    let that = if on { Expr::Option(option) } else { Expr::Option(option).negated() };
                    let name = answer.conflict.option_name(option);
                    let id = format!("{}.added.{}{name}", answer.conflict.dm(dm).id, if on { "" } else { "not." });
                    pool.push(Statement { id, that, provenance: Provenance::default() });
                }
            }
        }
        let states: Vec<_> = (0..answer.solution.states()).map(|place| answer.solution.state(place)).collect();
        let truth = pool
            .iter()
            .map(|statement| states.iter().map(|state| answer.meaning.holds(&statement.that, state)).collect())
            .collect();
        let list: Vec<Code> = (0..own.len()).map(|at| (at as u16, false)).collect();
        Shelf {
            dm,
            own: own.len(),
            pool,
            truth,
            seen: HashSet::from([list.clone()]),
            orders_seen: HashSet::new(),
            lists: vec![(list, Vec::new())],
            layers: Vec::new(),
        }
    }

    /// Makes the layer of `number` edits; false when given up.
    fn grow(&mut self, number: usize, kinds: EditKinds, search: &Search) -> bool {
        if number > 0 {
            let mut next = Vec::new();
            let mut going = true;
            for (list, edits) in std::mem::take(&mut self.lists) {
                for (after, edit) in self.edits(&list, kinds) {
                    if going && self.seen.insert(after.clone()) {
                        going = (search.spend)(1);
                        let mut edits = edits.clone();
                        edits.push(edit);
                        next.push((after, edits));
                    }
                }
                if !going {
                    return false;
                }
            }
            self.lists = next;
        }
        let mut layer: Vec<Order> = Vec::new();
        let mut index: HashMap<Vec<u32>, Option<usize>> = HashMap::new();
        for (list, edits) in &self.lists {
            if !(search.spend)(1) {
                return false;
            }
            let places = self.places(list, search.table.states());
            if self.orders_seen.contains(&places) {
                continue;
            }
            let at = *index.entry(places.clone()).or_insert_with(|| {
                search.may_be_stable(self.dm, &places).then(|| {
                    layer.push(Order { places, edits: Vec::new() });
                    layer.len() - 1
                })
            });
            if let Some(at) = at {
                layer[at].edits.push(edits.clone());
            }
        }
        self.orders_seen.extend(index.into_keys());
        self.layers.push(layer);
        true
    }

    /// The ranking that a list gives.
    fn places(&self, list: &[Code], states: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..states as u32).collect();
        let value = |&(at, negated): &Code, state: u32| self.truth[at as usize][state as usize] != negated;
        let compare = |a: u32, b: u32| {
            list.iter()
                .map(|code| value(code, a).cmp(&value(code, b)))
                .find(|o| o.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        };
        order.sort_by(|&a, &b| compare(a, b));
        let mut places = vec![0; states];
        for pair in order.windows(2) {
            places[pair[1] as usize] = places[pair[0] as usize] + u32::from(compare(pair[0], pair[1]).is_lt());
        }
        places
    }

    /// Every list that is one edit away, with the edit.
    fn edits(&self, list: &[Code], kinds: EditKinds) -> Vec<(Vec<Code>, Edit)> {
        let mut found = Vec::new();
        let dm = self.dm;
        let statement = |&(at, negated): &Code| {
            let mut statement = self.pool[at as usize].clone();
            if negated {
                statement.that = statement.that.negated();
            }
            statement
        };
        for (from, code) in list.iter().enumerate() {
            let id = self.pool[code.0 as usize].id.clone();
            let mut edit = |after: Vec<Code>, change: Change| {
                found.push((after, Edit { dm, statement: statement(code), change, from }));
            };
            let mut without = list.to_vec();
            without.remove(from);
            if kinds.drop {
                edit(without.clone(), Change::Drop { id: id.clone() });
            }
            if kinds.negate {
                let mut after = list.to_vec();
                after[from].1 = !after[from].1;
                edit(after, Change::Negate { id: id.clone() });
            }
            if kinds.shift {
                for to in (0..list.len()).filter(|&to| to != from) {
                    let mut after = without.clone();
                    after.insert(to, *code);
                    edit(after, Change::Move { id: id.clone(), to });
                }
            }
        }
        if kinds.add {
            for new in self.own..self.pool.len() {
                if list.iter().any(|code| usize::from(code.0) == new) {
                    continue;
                }
                let statement = self.pool[new].clone();
                for at in 0..=list.len() {
                    let mut after = list.to_vec();
                    after.insert(at, (new as u16, false));
                    let change = Change::Add { dm, at, statement: statement.clone() };
                    found.push((after, Edit { dm, statement: statement.clone(), change, from: at }));
                }
            }
        }
        found
    }
}
