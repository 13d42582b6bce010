//! The completions, told apart by what they change: which states and moves there are, and how each decision maker ranks the states.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use detente_model::{
    Change, Conflict, DmId, Meaning, Order, PartialRanking, State, StateList, Unknown, advance, completion_changes,
    plain,
};

use super::{Completion, UnknownsError, words};

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

/// A completion by number: for each unknown the place of its alternative, and then for each partly known ranking the number of one of its completions
/// ([`Space::intern`]), 0 being that of the conflict itself.
pub(super) type Numbers = Vec<usize>;

/// What is left to a decision maker's ranking of the states of a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Left {
    /// One of these, each once.
    pub rankings: Vec<Rc<[u32]>>,
    /// Or any completion of this.
    pub order: Option<Rc<Order>>,
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
    /// The rankings that are partly known.
    orders: Vec<PartialRanking>,
    /// Their completions, by number.
    completions: Vec<Vec<Rc<[u32]>>>,
    completion_ids: Vec<HashMap<Rc<[u32]>, usize>>,
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
    /// By decision maker: whether its partly known ranking counts with these alternatives.
    applies: Vec<HashMap<Vec<usize>, bool>>,
}

impl<'a> Space<'a> {
    pub fn new(conflict: &Conflict, unknowns: &'a [Unknown], max_states: usize) -> Result<Self, UnknownsError> {
        if let Some(unknown) = unknowns.iter().find(|unknown| unknown.alternatives.is_empty()) {
            return Err(UnknownsError::NoAlternative(unknown.id.clone()));
        }
        let mut base = conflict.bare();
        // Of the study, what is partly known of rankings alone goes along: it is part of every form.
        base.study.orders = conflict.study.orders.clone();
        let orders = base.study.orders.clone();
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
        let mut space = Space {
            ranking_of: vec![HashMap::new(); conflict.decision_makers.len()],
            applies: vec![HashMap::new(); conflict.decision_makers.len()],
            completions: vec![Vec::new(); orders.len()],
            completion_ids: vec![HashMap::new(); orders.len()],
            base,
            unknowns,
            orders,
            structural,
            of_dm,
            max_states,
            forms: Vec::new(),
            form_of: HashMap::new(),
            rankings: Vec::new(),
            ranking_ids: HashMap::new(),
        };
        for order in 0..space.orders.len() {
            let by_levels = space.orders[order].order.by_levels();
            space.intern(order, by_levels);
        }
        Ok(space)
    }

    /// The rankings that are partly known, in order.
    pub fn orders(&self) -> &[PartialRanking] {
        &self.orders
    }

    /// The number of a completion of the partly known ranking at `order`.
    pub fn intern(&mut self, order: usize, ranking: Vec<u32>) -> usize {
        let ranking: Rc<[u32]> = ranking.into();
        let next = self.completions[order].len();
        let id = *self.completion_ids[order].entry(ranking.clone()).or_insert(next);
        if id == next {
            self.completions[order].push(ranking);
        }
        id
    }

    /// The conflict without its ledger.
    pub fn base(&self) -> &Conflict {
        &self.base
    }

    /// A completion of the partly known ranking at `order`, by number.
    pub fn ranked(&self, order: usize, number: usize) -> Vec<u32> {
        self.completions[order][number].to_vec()
    }

    /// The completion that numbers stand for.
    pub fn completion(&self, numbers: &[usize]) -> Completion {
        let (alternatives, of_orders) = numbers.split_at(self.unknowns.len());
        let rankings = self.completions.iter().zip(of_orders).map(|(all, &number)| all[number].to_vec()).collect();
        Completion { alternatives: alternatives.to_vec(), rankings }
    }

    /// The numbers of a completion.
    pub fn numbers(&mut self, completion: &Completion) -> Numbers {
        let mut numbers = completion.alternatives.clone();
        for (order, ranking) in completion.rankings.iter().enumerate() {
            numbers.push(self.intern(order, ranking.clone()));
        }
        numbers
    }

    /// The unknowns that change which states or moves there are, by place.
    pub fn structural(&self) -> &[usize] {
        &self.structural
    }

    /// The unknowns that bear on the ranking of `dm`, by place.
    pub fn bearing_on(&self, dm: DmId) -> &[usize] {
        &self.of_dm[dm.index()]
    }

    /// The conflict of a completion, without its ledger. A ranking that is as the conflict itself has it stays partly known there.
    pub fn conflict(&self, completion: &[usize]) -> Result<Conflict, UnknownsError> {
        let (alternatives, of_orders) = completion.split_at(self.unknowns.len());
        let chosen = of_orders.iter().enumerate().filter(|(_, number)| **number > 0);
        let rankings = chosen.map(|(order, &number)| (&self.orders[order], &*self.completions[order][number]));
        self.base.changed(&completion_changes(self.unknowns, alternatives, rankings)).map_err(|error| {
            UnknownsError::Change { completion: words(&self.base, self.unknowns, &self.completion(completion)), error }
        })
    }

    /// The completion with the alternatives that `completion` has at the unknowns `at`, and the first elsewhere.
    fn only(&self, completion: &[usize], at: &[usize]) -> Numbers {
        let mut only = vec![0; self.unknowns.len() + self.orders.len()];
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
        let order = self.orders.iter().position(|order| order.dm == dm);
        let mut key: Numbers = self.of_dm[dm.index()].iter().map(|&place| completion[place]).collect();
        key.extend(order.map(|order| completion[self.unknowns.len() + order]));
        if let Some(&ranking) = self.ranking_of[dm.index()].get(&key) {
            return Ok(ranking);
        }
        let form = self.form_of(completion)?;
        let applies = self.applies(dm, completion)?;
        let places = if let (Some(order), true) = (order, applies) {
            let ranking = &self.completions[order][completion[self.unknowns.len() + order]];
            without_gaps(&self.states_of(form, order).iter().map(|&place| ranking[place]).collect::<Vec<_>>())
        } else {
            let conflict = self.conflict(&self.only(completion, &self.of_dm[dm.index()]))?;
            let meaning =
                Meaning::new(&conflict).map_err(|_| UnknownsError::TooManyStates { limit: self.max_states })?;
            let places = plain::places(&meaning, &self.forms[form].states, dm);
            places.into_iter().map(|place| u32::try_from(place).expect("states are listed")).collect()
        };
        let id = self.keep(places);
        self.ranking_of[dm.index()].insert(key, id);
        Ok(id)
    }

    /// Whether the ranking of `dm` is partly known, and no alternative gives it other wishes.
    fn applies(&mut self, dm: DmId, completion: &[usize]) -> Result<bool, UnknownsError> {
        if !self.orders.iter().any(|order| order.dm == dm) {
            return Ok(false);
        }
        let key: Numbers = self.of_dm[dm.index()].iter().map(|&place| completion[place]).collect();
        if let Some(&applies) = self.applies[dm.index()].get(&key) {
            return Ok(applies);
        }
        let conflict = self.conflict(&self.only(completion, &self.of_dm[dm.index()]))?;
        let applies = conflict.study.orders.iter().any(|order| order.dm == dm);
        self.applies[dm.index()].insert(key, applies);
        Ok(applies)
    }

    fn keep(&mut self, ranking: Vec<u32>) -> usize {
        let ranking: Rc<[u32]> = ranking.into();
        let next = self.rankings.len();
        let id = *self.ranking_ids.entry(ranking.clone()).or_insert(next);
        if id == next {
            self.rankings.push(ranking);
        }
        id
    }

    /// A ranking by number.
    pub fn ranking(&self, id: usize) -> Rc<[u32]> {
        self.rankings[id].clone()
    }

    /// For each state of a form its place among the states of the partly known ranking at `order`.
    pub fn states_of(&self, form: usize, order: usize) -> Vec<usize> {
        let own = &self.orders[order].states;
        let mut places = vec![0; self.forms[form].states.states().len()];
        for (at, state) in own.iter().enumerate() {
            if let Some(place) = self.place(&self.forms[form], state) {
                places[place] = at;
            }
        }
        places
    }

    /// How many combinations of alternatives are left that may make the ranking of `dm` differ; `None` where that does not fit 128 bits.
    pub fn count_for(&self, dm: DmId, fixed: &[Option<usize>]) -> Option<u128> {
        let left = self.of_dm[dm.index()].iter().filter(|&&place| fixed[place].is_none());
        left.map(|&place| self.unknowns[place].alternatives.len() as u128).try_fold(1u128, u128::checked_mul)
    }

    /// What is left to the ranking of `dm` where the unknowns that are not `None` in `fixed` are settled so; `None` where more than `limit`
    /// combinations would have to be looked at. The form must be settled.
    pub fn left(&mut self, dm: DmId, fixed: &[Option<usize>], limit: u64) -> Result<Option<Left>, UnknownsError> {
        if self.count_for(dm, fixed).is_none_or(|count| count > u128::from(limit)) {
            return Ok(None);
        }
        let open: Vec<usize> = self.of_dm[dm.index()].iter().copied().filter(|&place| fixed[place].is_none()).collect();
        let mut completion: Numbers = fixed.iter().map(|at| at.unwrap_or(0)).collect();
        completion.extend(self.orders.iter().map(|_| 0));
        let mut left = Left::default();
        let mut ids = BTreeSet::new();
        loop {
            let form = self.form_of(&completion)?;
            if self.applies(dm, &completion)? {
                if left.order.is_none() {
                    let own = &self.forms[form].conflict.study.orders;
                    let order = own.iter().find(|order| order.dm == dm).expect("forms keep what is partly known");
                    left.order = Some(Rc::new(order.order.clone()));
                }
            } else {
                ids.insert(self.ranking_of(dm, &completion)?);
            }
            if !advance(&mut completion, &open, &self.sizes()) {
                left.rankings = ids.into_iter().map(|id| self.rankings[id].clone()).collect();
                return Ok(Some(left));
            }
        }
    }

    /// How many alternatives each unknown has, and how many completions of each partly known ranking there are so far.
    pub fn sizes(&self) -> Vec<usize> {
        let alternatives = self.unknowns.iter().map(|unknown| unknown.alternatives.len());
        alternatives.chain(self.completions.iter().map(Vec::len)).collect()
    }

    /// The forms of all completions, made in order.
    pub fn make_all_forms(&mut self) -> Result<(), UnknownsError> {
        let structural = self.structural.clone();
        let sizes = self.sizes();
        let mut completion = vec![0; sizes.len()];
        loop {
            self.form_of(&completion)?;
            if !advance(&mut completion, &structural, &sizes) {
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

/// A ranking with the same order, the worst at 0 and no gaps.
pub(super) fn without_gaps(ranking: &[u32]) -> Vec<u32> {
    let used: BTreeSet<u32> = ranking.iter().copied().collect();
    let places: BTreeMap<u32, u32> = used.into_iter().zip(0..).collect();
    ranking.iter().map(|place| places[place]).collect()
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
        // A mark of what is not there is passed over.
        Change::Mark { id, .. } => Touch { form: false, ..bearers(conflict, unknowns, id) },
        Change::Places { dm, .. } | Change::Add { dm, .. } | Change::Prefer { dm, .. } | Change::Rank { dm, .. } => {
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
