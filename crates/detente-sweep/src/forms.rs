//! Forms: the conflict as variants, completions, held options and dropped rules leave it.

use std::collections::HashMap;

use detente_model::{
    Change, ChangeError, Conflict, DmId, Extent, OptionVector, State, StateList, completion_changes, numbered_name,
};

use crate::family::{Factor, Family, Kind};
use crate::lists::Lists;

/// The conflict without what is said about it, but with what is not known of it: what forms are made of.
pub(crate) fn lean(conflict: &Conflict) -> Conflict {
    let mut lean = conflict.bare();
    lean.study.unknowns = conflict.study.unknowns.clone();
    lean.study.orders = conflict.study.orders.clone();
    lean
}

/// The changes of a row: those of its variant, which are made first and by themselves, and all others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowChanges {
    /// Those of the variant.
    pub variant: Vec<Change>,
    /// The others, in the order in which they are made.
    pub others: Vec<Change>,
}

impl RowChanges {
    /// The conflict with the changes made.
    ///
    /// # Errors
    /// When they leave no conflict.
    pub fn made(&self, conflict: &Conflict) -> Result<Conflict, ChangeError> {
        if self.variant.is_empty() {
            return conflict.changed(&self.others);
        }
        conflict.changed(&self.variant)?.changed(&self.others)
    }
}

/// The changes that make the form of a row, whose factors have these values. `lean` is the conflict; `conflict` has its study.
pub(crate) fn form_changes(
    conflict: &Conflict, lean: &Conflict, family: &Family, values: &[u64],
) -> Result<RowChanges, ChangeError> {
    let mut changes = RowChanges::default();
    for (factor, &value) in family.factors.iter().zip(values) {
        if let Kind::Variant(variants) = &factor.kind
            && let Some(variant) = variants[value as usize]
        {
            changes.variant = conflict.study.variants[variant].changes.clone();
        }
    }
    let varied;
    let form = if changes.variant.is_empty() {
        lean
    } else {
        varied = lean.changed(&changes.variant)?;
        &varied
    };
    // A variant settles what it speaks of: that is no unknown any more.
    let alternative = |id: &str| {
        family.factors.iter().zip(values).find_map(|(factor, &value)| match &factor.kind {
            Kind::Unknown(of) if of == id => Some(value as usize),
            _ => None,
        })
    };
    let unknowns = &form.study.unknowns;
    let chosen: Vec<usize> = unknowns
        .iter()
        .map(|unknown| alternative(&unknown.id).filter(|&at| at < unknown.alternatives.len()).unwrap_or(0))
        .collect();
    changes.others = completion_changes(unknowns, &chosen, std::iter::empty());
    for (factor, &value) in family.factors.iter().zip(values) {
        match &factor.kind {
            Kind::Option { option, held } => {
                if let Some(on) = held[value as usize] {
                    changes.others.push(Change::Fix { option: *option, on });
                }
            }
            Kind::Rule(id) if value == 1 && form.rules.iter().any(|rule| rule.id == *id) => {
                changes.others.push(Change::Drop { id: id.clone() });
            }
            _ => {}
        }
    }
    Ok(changes)
}

/// The changes that the other factors make to the lists of statements of a form.
pub(crate) fn list_changes(form: &Conflict, factors: &[Factor], values: &[u64]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut list = Vec::new();
    for dm in form.dm_ids() {
        let Some(lists) = Lists::new(form, dm, factors) else { continue };
        lists.list(values, &mut list);
        changes.extend(to_list(form, dm, &list));
    }
    changes
}

/// The changes that leave these statements of a list, in this order.
fn to_list(form: &Conflict, dm: DmId, list: &[u16]) -> Vec<Change> {
    let statements = form.statements(dm).unwrap_or_default();
    let id = |at: usize| statements[at].id.clone();
    let gone = (0..statements.len()).filter(|&at| !list.contains(&(at as u16)));
    let mut changes: Vec<Change> = gone.map(|at| Change::Drop { id: id(at) }).collect();
    if !list.is_sorted() {
        let at = list.iter().enumerate().map(|(place, &at)| (id(usize::from(at)), place)).collect();
        changes.push(Change::Places { dm, at });
    }
    changes
}

/// The states that bits stand for: those of the conflict as it is written, and behind them those that dropped rules, variants and alternatives bring.
#[derive(Clone, Debug, Default)]
pub struct Universe {
    /// Their names and rows.
    states: Vec<(String, String)>,
    /// The place of each state, by option vector or by the name of the state.
    vectors: HashMap<OptionVector, usize>,
    names: HashMap<String, usize>,
}

/// So many words of bits are recorded for a set of states at most.
const MAX_WORDS: usize = 16;
/// Sets of more states are not recorded.
const MAX_STATES: usize = MAX_WORDS * 64;
/// So many forms are looked at for states that the conflict does not have as it is written.
const MAX_FORMS: usize = 1 << 10;

impl Universe {
    /// The states of the conflict and of its forms with one variant or one alternative, all rules dropped that may be.
    pub(crate) fn new(conflict: &Conflict, lean: &Conflict, family: &Family) -> Self {
        let mut universe = Universe::default();
        universe.add(lean);
        let zero = vec![0; family.factors.len()];
        let outer = &family.factors[..family.outer()];
        let open: Vec<u64> =
            family.factors.iter().map(|factor| u64::from(matches!(factor.kind, Kind::Rule(_)))).collect();
        let mut values = Vec::new();
        // Without rules that may be dropped both are the same.
        let starts = if open == zero { vec![zero] } else { vec![zero, open] };
        for start in starts {
            values.push(start.clone());
            for (place, factor) in outer.iter().enumerate() {
                for value in 1..factor.values.min(MAX_FORMS as u64) {
                    let mut one = start.clone();
                    one[place] = value;
                    values.push(one);
                }
            }
        }
        for values in values.iter().take(MAX_FORMS) {
            let made = form_changes(conflict, lean, family, values).and_then(|changes| changes.made(lean));
            if let Ok(form) = made {
                universe.add(&form);
            }
            if universe.states.len() > MAX_STATES {
                break;
            }
        }
        universe
    }

    fn add(&mut self, form: &Conflict) {
        // One state too many tells that there are too many to record.
        let Ok(list) = StateList::new(form, MAX_STATES + 1) else {
            self.states = vec![(String::new(), String::new()); MAX_STATES + 1];
            return;
        };
        for state in list.states() {
            if self.place(form, state).is_some() {
                continue;
            }
            let place = self.states.len();
            self.states.push(match state {
                State::Vector(vector) => {
                    self.vectors.insert(vector.clone(), place);
                    (numbered_name(place), vector.row(form.options.len()))
                }
                State::Named(at) => {
                    let Some(named) = form.named_states.as_ref().and_then(|named| named.get(*at)) else { continue };
                    self.names.insert(named.id.clone(), place);
                    let row = match &named.extent {
                        Extent::Vector(vector) => vector.row(form.options.len()),
                        Extent::Bare | Extent::When(_) => String::new(),
                    };
                    (named.id.clone(), row)
                }
            });
        }
    }

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// How many words of bits sets of states take; 0 where there are too many states.
    pub fn words(&self) -> usize {
        if self.len() > MAX_STATES { 0 } else { self.len().div_ceil(64) }
    }

    /// The place of a state of a form.
    pub(crate) fn place(&self, form: &Conflict, state: &State) -> Option<usize> {
        match state {
            State::Vector(vector) => self.vectors.get(vector).copied(),
            State::Named(at) => self.names.get(&form.named_states.as_ref()?.get(*at)?.id).copied(),
        }
    }

    /// For each state its name and, where it is one combination of options, its row of letters.
    pub fn states(&self) -> &[(String, String)] {
        &self.states
    }
}
