//! The completions, told apart by what they change: which states and moves there are, and how each decision maker ranks the states.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use detente_model::{Change, Conflict, DmId, Meaning, State, StateList, Unknown, advance, plain};

use super::{Completion, UnknownsError, completed};

/// So many forms (ways that states and moves may be) are kept.
const MAX_FORMS: usize = 1 << 10;

/// Which states and moves there are.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The conflict with the alternatives that make this form.
    pub conflict: Conflict,
    /// Its states.
    pub states: StateList,
}

/// The completions of a conflict.
///
/// What makes this cheap is that an unknown bears on few rankings: how a decision maker ranks the states follows from the alternatives of the
/// unknowns that bear on its preference and of those that change the form, and is worked out once for each of their combinations.
#[derive(Debug)]
pub(super) struct Space<'a> {
    /// The conflict without its ledger.
    base: Conflict,
    unknowns: &'a [Unknown],
    /// The unknowns that change the form, by place.
    structural: Vec<usize>,
    /// For each decision maker the unknowns that bear on its ranking, those that change the form among them.
    of_dm: Vec<Vec<usize>>,
    max_states: usize,
    forms: Vec<Form>,
    form_of: HashMap<Vec<usize>, usize>,
    /// Rankings, each once.
    rankings: Vec<Rc<[u32]>>,
    ranking_ids: HashMap<Rc<[u32]>, usize>,
    ranking_of: Vec<HashMap<Vec<usize>, usize>>,
}

impl<'a> Space<'a> {
    pub fn new(conflict: &Conflict, unknowns: &'a [Unknown], max_states: usize) -> Result<Self, UnknownsError> {
        if let Some(unknown) = unknowns.iter().find(|unknown| unknown.alternatives.is_empty()) {
            return Err(UnknownsError::NoAlternative(unknown.id.clone()));
        }
        let base = conflict.bare();
        let mut structural = Vec::new();
        let mut of_dm = vec![Vec::new(); conflict.decision_makers.len()];
        for (place, unknown) in unknowns.iter().enumerate() {
            let touches: Vec<Touch> = unknown
                .alternatives
                .iter()
                .flat_map(|alternative| &alternative.changes)
                .map(|change| touch(conflict, unknowns, change))
                .collect();
            let changes_form = touches.iter().any(|touch| touch.form);
            if changes_form {
                structural.push(place);
            }
            for (dm, list) in of_dm.iter_mut().enumerate() {
                if changes_form || touches.iter().any(|touch| touch.dms.contains(&DmId::from(dm))) {
                    list.push(place);
                }
            }
        }
        Ok(Space {
            ranking_of: vec![HashMap::new(); conflict.decision_makers.len()],
            base,
            unknowns,
            structural,
            of_dm,
            max_states,
            forms: Vec::new(),
            form_of: HashMap::new(),
            rankings: Vec::new(),
            ranking_ids: HashMap::new(),
        })
    }

    /// The unknowns that change which states or moves there are, by place.
    pub fn structural(&self) -> &[usize] {
        &self.structural
    }

    /// The unknowns that bear on the ranking of `dm`, by place.
    pub fn bearing_on(&self, dm: DmId) -> &[usize] {
        &self.of_dm[dm.index()]
    }

    /// The conflict of a completion, without its ledger.
    pub fn conflict(&self, completion: &[usize]) -> Result<Conflict, UnknownsError> {
        completed(&self.base, self.unknowns, completion)
    }

    /// The completion with the alternatives that `completion` has at the unknowns `at`, and the first elsewhere.
    fn only(&self, completion: &[usize], at: &[usize]) -> Completion {
        let mut only = vec![0; self.unknowns.len()];
        at.iter().for_each(|&place| only[place] = completion[place]);
        only
    }

    /// The form of a completion, by number.
    pub fn form_of(&mut self, completion: &[usize]) -> Result<usize, UnknownsError> {
        let key: Vec<usize> = self.structural.iter().map(|&place| completion[place]).collect();
        if let Some(&form) = self.form_of.get(&key) {
            return Ok(form);
        }
        if self.forms.len() == MAX_FORMS {
            return Err(UnknownsError::TooManyForms { limit: MAX_FORMS });
        }
        let conflict = self.conflict(&self.only(completion, &self.structural))?;
        let states = StateList::new(&conflict, self.max_states)
            .map_err(|_| UnknownsError::TooManyStates { limit: self.max_states })?;
        self.forms.push(Form { conflict, states });
        self.form_of.insert(key, self.forms.len() - 1);
        Ok(self.forms.len() - 1)
    }

    /// A form.
    pub fn form(&self, form: usize) -> &Form {
        &self.forms[form]
    }

    /// How `dm` ranks the states of the form in a completion, by number: equal numbers are equal rankings.
    pub fn ranking_of(&mut self, dm: DmId, completion: &[usize]) -> Result<usize, UnknownsError> {
        let key: Vec<usize> = self.of_dm[dm.index()].iter().map(|&place| completion[place]).collect();
        if let Some(&ranking) = self.ranking_of[dm.index()].get(&key) {
            return Ok(ranking);
        }
        let form = self.form_of(completion)?;
        let conflict = self.conflict(&self.only(completion, &self.of_dm[dm.index()]))?;
        let meaning = Meaning::new(&conflict).map_err(|_| UnknownsError::TooManyStates { limit: self.max_states })?;
        let places = plain::places(&meaning, &self.forms[form].states, dm);
        let ranking: Rc<[u32]> =
            places.into_iter().map(|place| u32::try_from(place).expect("states are listed")).collect();
        let next = self.rankings.len();
        let id = *self.ranking_ids.entry(ranking.clone()).or_insert(next);
        if id == next {
            self.rankings.push(ranking);
        }
        self.ranking_of[dm.index()].insert(key, id);
        Ok(id)
    }

    /// How many combinations of alternatives are left that may make the ranking of `dm` differ; `None` where that does not fit 128 bits.
    pub fn count_for(&self, dm: DmId, fixed: &[Option<usize>]) -> Option<u128> {
        let left = self.of_dm[dm.index()].iter().filter(|&&place| fixed[place].is_none());
        left.map(|&place| self.unknowns[place].alternatives.len() as u128).try_fold(1u128, u128::checked_mul)
    }

    /// The different rankings that `dm` may have where the unknowns that are not `None` in `fixed` are settled so; `None` where more than `limit`
    /// combinations would have to be looked at. The form must be settled.
    pub fn rankings(
        &mut self, dm: DmId, fixed: &[Option<usize>], limit: u64,
    ) -> Result<Option<Vec<Rc<[u32]>>>, UnknownsError> {
        if self.count_for(dm, fixed).is_none_or(|count| count > u128::from(limit)) {
            return Ok(None);
        }
        let left: Vec<usize> = self.of_dm[dm.index()].iter().copied().filter(|&place| fixed[place].is_none()).collect();
        let mut completion: Completion = fixed.iter().map(|at| at.unwrap_or(0)).collect();
        let mut ids = BTreeSet::new();
        loop {
            ids.insert(self.ranking_of(dm, &completion)?);
            if !advance(&mut completion, &left, self.unknowns) {
                return Ok(Some(ids.into_iter().map(|id| self.rankings[id].clone()).collect()));
            }
        }
    }

    /// The forms of all completions, made in order.
    pub fn make_all_forms(&mut self) -> Result<(), UnknownsError> {
        let structural = self.structural.clone();
        let mut completion = vec![0; self.unknowns.len()];
        loop {
            self.form_of(&completion)?;
            if !advance(&mut completion, &structural, self.unknowns) {
                return Ok(());
            }
        }
    }

    /// The states of all forms made so far, as those of the conflict itself, in order; and for each form the place of each of them in it.
    pub fn states(&self) -> (Vec<State>, Vec<Vec<Option<usize>>>) {
        let states: Vec<State> = match &self.base.named_states {
            // Changes take named states away, and never make any.
            Some(named) => (0..named.len()).map(State::Named).collect(),
            None => {
                let all: BTreeSet<&State> = self.forms.iter().flat_map(|form| form.states.states()).collect();
                all.into_iter().cloned().collect()
            }
        };
        let places =
            self.forms.iter().map(|form| states.iter().map(|state| self.place(form, state)).collect()).collect();
        (states, places)
    }

    /// The place of a state of the conflict itself in a form.
    pub fn place(&self, form: &Form, state: &State) -> Option<usize> {
        form.states.place(&self.base.state_in(&form.conflict, state)?)
    }
}

/// What a change may bear on.
#[derive(Debug, Default)]
struct Touch {
    /// States and moves, and with them every ranking.
    form: bool,
    /// The rankings of these.
    dms: Vec<DmId>,
}

fn touch(conflict: &Conflict, unknowns: &[Unknown], change: &Change) -> Touch {
    match change {
        Change::Replace { id, .. }
        | Change::Negate { id }
        | Change::Drop { id }
        | Change::Move { id, .. }
        | Change::Place { id, .. } => bearers(conflict, unknowns, id),
        Change::Add { dm, .. } | Change::Prefer { dm, .. } | Change::Rank { dm, .. } => {
            Touch { form: false, dms: vec![*dm] }
        }
        Change::AddRule(_) | Change::Direct { .. } | Change::Fix { .. } | Change::StatusQuo(_) => {
            Touch { form: true, dms: Vec::new() }
        }
    }
}

/// Whatever an id may name: a statement or rule of the conflict, or one that an alternative adds.
fn bearers(conflict: &Conflict, unknowns: &[Unknown], id: &str) -> Touch {
    let mut found = Touch { form: conflict.rules.iter().any(|rule| rule.id == id), dms: Vec::new() };
    found.dms.extend(conflict.statement_place(id).map(|(dm, _)| dm));
    let all = unknowns.iter().flat_map(|unknown| &unknown.alternatives).flat_map(|alternative| &alternative.changes);
    for change in all {
        match change {
            Change::AddRule(rule) => found.form |= rule.id == id,
            Change::Fix { option, .. } => found.form |= id == format!("fix.{}", conflict.option_name(*option)),
            Change::Add { dm, statement, .. } if statement.id == id => found.dms.push(*dm),
            Change::Prefer { dm, statements } if statements.iter().any(|statement| statement.id == id) => {
                found.dms.push(*dm);
            }
            _ => {}
        }
    }
    // A name that nothing bears is a mistake, which the first conflict made with it brings to light.
    found.form |= found.dms.is_empty();
    found
}
