//! Changes to a conflict: what variants are made of, and what pivots and stabilising look for.

use std::fmt;

use crate::states::feasible_vectors;
use crate::{
    Conflict, Direction, DmId, Expr, Extent, Meaning, OptionId, OptionVector, OutcomeWhen, Preference, Provenance,
    Rule, State, StateList, Statement,
};

/// A change to a conflict. Statements and rules are named by their ids.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A statement or rule says something else.
    Replace {
        /// The statement or rule.
        id: String,
        /// What it says now.
        that: Expr,
    },
    /// A statement says the opposite.
    Negate {
        /// The statement.
        id: String,
    },
    /// A statement or rule is no more.
    Drop {
        /// The statement or rule.
        id: String,
    },
    /// A statement gets another place in its list.
    Move {
        /// The statement.
        id: String,
        /// Its new place, 0 the most important, counted in the list without it.
        to: usize,
    },
    /// A statement gets a place beside another, wherever that one is by then.
    Place {
        /// The statement.
        id: String,
        /// Its new place.
        place: Place,
    },
    /// Statements stand at these places; the others keep their order. Who is not there is passed over, and places beyond the end are the last.
    Places {
        /// Whose statements.
        dm: DmId,
        /// The statements with their places, 0 the most important, ascending by place.
        at: Vec<(String, usize)>,
    },
    /// A statement whose mark says that it is not known is otherwise. Where it is not there, nothing is changed.
    Mark {
        /// The statement.
        id: String,
        /// How it is.
        mark: Mark,
    },
    /// A statement is added.
    Add {
        /// To whose list.
        dm: DmId,
        /// At which place, 0 the most important; [`Change::AT_THE_END`] for the last, however long the list is by then.
        at: usize,
        /// What.
        statement: Statement,
    },
    /// A rule is added.
    AddRule(Rule),
    /// An option can be changed another way.
    Direct {
        /// The option.
        option: OptionId,
        /// Which way it can be changed now.
        direction: Direction,
    },
    /// An option is held: only states in which it is on, or off, remain. The status quo is changed along where it differs.
    Fix {
        /// The option.
        option: OptionId,
        /// How it is held.
        on: bool,
    },
    /// Another state is the status quo.
    StatusQuo(State),
    /// A decision maker has other statements.
    Prefer {
        /// Who.
        dm: DmId,
        /// The whole list, the most important first.
        statements: Vec<Statement>,
    },
    /// A decision maker ranks the states otherwise.
    Rank {
        /// Who.
        dm: DmId,
        /// Groups of states that tie, the best first.
        groups: Vec<Vec<State>>,
    },
}

/// A place in a list of statements that does not depend on what else changes in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The most important.
    First,
    /// The least important.
    Last,
    /// Just before the statement with this id.
    Before(String),
    /// Just after the statement with this id.
    After(String),
}

/// How a statement may be that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The decision maker wants the opposite.
    Opposite,
    /// It does not care.
    Absent,
}

impl Change {
    /// The place of an added statement that is to be the last.
    pub const AT_THE_END: usize = usize::MAX;

    /// What the id of a rule that holds an option begins with; the name of the option follows.
    pub const FIX_PREFIX: &'static str = "fix.";
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeError {
    /// There is no statement (or rule) with this id.
    Unknown(String),
    /// The id of an added statement or rule is taken.
    Taken(String),
    /// A place lies beyond the end of the list.
    BeyondTheEnd {
        /// The statement or the decision maker.
        of: String,
        /// How many places the list has.
        places: usize,
    },
    /// The decision maker has no list of statements.
    NoStatements(String),
    /// No state is left.
    NothingLeft,
    /// The status quo is not feasible any more, so the variant has to name another.
    StatusQuoLost,
    /// States become feasible that a direct ranking does not have.
    Unranked(String),
    /// A statement, or weights, have no single value in a state that stands for several combinations of options, or for none.
    Mixed {
        /// The statement, or the decision maker that has weights.
        of: String,
        /// The state.
        state: String,
    },
    /// There are too many states to find out what is feasible.
    TooMany,
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChangeError::Unknown(id) => write!(f, "there is no statement or rule `{id}`"),
            ChangeError::Taken(id) => write!(f, "the id `{id}` is taken"),
            ChangeError::BeyondTheEnd { of, places } => write!(f, "the list of `{of}` has {places} places"),
            ChangeError::NoStatements(dm) => write!(f, "`{dm}` has no list of statements"),
            ChangeError::NothingLeft => write!(f, "no state is left"),
            ChangeError::StatusQuoLost => write!(f, "the status quo is not feasible any more: name another"),
            ChangeError::Unranked(dm) => write!(f, "states become feasible that the ranking of `{dm}` does not have"),
            ChangeError::Mixed { of, state } => write!(f, "`{of}` has no single value in the state `{state}`"),
            ChangeError::TooMany => write!(f, "there are too many states to find out what is feasible"),
        }
    }
}

impl std::error::Error for ChangeError {}

/// States are listed for a change up to this number.
const MAX_LISTED: usize = 1 << 16;

impl Conflict {
    /// The conflict with changes made to it, one after the other.
    ///
    /// Published results are left behind: they are about the conflict as it was.
    ///
    /// # Errors
    /// When a change names something that is not there, or leaves no meaningful conflict.
    pub fn changed(&self, changes: &[Change]) -> Result<Conflict, ChangeError> {
        let (conflict, feasibility) = self.with(changes)?;
        let says_more =
            |change: &Change| matches!(change, Change::Replace { .. } | Change::Add { .. } | Change::Prefer { .. });
        if conflict.named_states.is_some() && (feasibility || changes.iter().any(says_more)) {
            conflict.check_uniform()?;
        }
        Ok(conflict)
    }

    /// The same while more changes are to come, so that statements may be mixed yet; and whether they may have changed what is feasible.
    pub(crate) fn with(&self, changes: &[Change]) -> Result<(Conflict, bool), ChangeError> {
        let mut conflict = self.clone();
        conflict.published.clear();
        let mut feasibility = false;
        for change in changes {
            feasibility |= conflict.change(change)?;
        }
        if feasibility {
            conflict.settle(changes)?;
        }
        Ok((conflict, feasibility))
    }

    /// Statements and weights must have one value in all combinations that a named state stands for; otherwise its place in a ranking is anybody's guess.
    fn check_uniform(&self) -> Result<(), ChangeError> {
        let meaning = Meaning::new(self).map_err(|_| ChangeError::TooMany)?;
        let check = |of: &str, value: &dyn Fn(&OptionVector) -> i128| {
            for (place, named) in self.named_states.iter().flatten().enumerate() {
                let state = State::Named(place);
                let vectors = meaning.vectors(&state);
                if vectors.first().is_none_or(|first| vectors.iter().any(|vector| value(vector) != value(first))) {
                    return Err(ChangeError::Mixed { of: of.to_string(), state: named.id.clone() });
                }
            }
            Ok(())
        };
        for dm in &self.decision_makers {
            match &dm.preference {
                Preference::Prioritised(statements) => statements
                    .iter()
                    .try_for_each(|one| check(&one.id, &|vector| i128::from(one.that.holds(vector))))?,
                Preference::Weighted(weights) => {
                    check(&dm.id, &|vector| vector.on().map(|option| i128::from(weights[option.index()])).sum())?;
                }
                Preference::Ranked(_) => {}
            }
        }
        Ok(())
    }

    /// Makes a change; true where it may have changed what is feasible.
    fn change(&mut self, change: &Change) -> Result<bool, ChangeError> {
        self.settle_unknowns(change);
        match change {
            Change::Replace { id, that } => {
                if let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == *id) {
                    rule.when = that.clone();
                    return Ok(true);
                }
                let (dm, at) = self.statement_place(id)?;
                self.statements_mut(dm)?[at].that = that.clone();
                Ok(false)
            }
            Change::Negate { id } => {
                let (dm, at) = self.statement_place(id)?;
                let statement = &mut self.statements_mut(dm)?[at];
                statement.that = statement.that.negated();
                Ok(false)
            }
            Change::Drop { id } => {
                if let Some(at) = self.rules.iter().position(|rule| rule.id == *id) {
                    self.rules.remove(at);
                    return Ok(true);
                }
                let (dm, at) = self.statement_place(id)?;
                self.statements_mut(dm)?.remove(at);
                Ok(false)
            }
            Change::Move { id, to } => {
                let (dm, at) = self.statement_place(id)?;
                let list = self.statements_mut(dm)?;
                let statement = list.remove(at);
                if *to > list.len() {
                    return Err(ChangeError::BeyondTheEnd { of: id.clone(), places: list.len() + 1 });
                }
                list.insert(*to, statement);
                Ok(false)
            }
            Change::Place { id, place } => {
                let (dm, at) = self.statement_place(id)?;
                let list = self.statements_mut(dm)?;
                let statement = list.remove(at);
                let find = |other: &String| {
                    let found = list.iter().position(|statement| statement.id == *other);
                    found.ok_or_else(|| ChangeError::Unknown(other.clone()))
                };
                let to = match place {
                    Place::First => 0,
                    Place::Last => list.len(),
                    Place::Before(other) => find(other)?,
                    Place::After(other) => find(other)? + 1,
                };
                list.insert(to, statement);
                Ok(false)
            }
            Change::Places { dm, at } => {
                let list = self.statements_mut(*dm)?;
                let mut moved = Vec::new();
                for (id, place) in at {
                    if let Some(old) = list.iter().position(|statement| statement.id == *id) {
                        moved.push((*place, list.remove(old)));
                    }
                }
                for (place, statement) in moved {
                    list.insert(place.min(list.len()), statement);
                }
                Ok(false)
            }
            Change::Mark { id, mark } => {
                let Ok((dm, at)) = self.statement_place(id) else { return Ok(false) };
                let list = self.statements_mut(dm)?;
                match mark {
                    Mark::Opposite => list[at].that = list[at].that.negated(),
                    Mark::Absent => drop(list.remove(at)),
                }
                Ok(false)
            }
            Change::Add { dm, at, statement } => {
                self.check_free(&statement.id)?;
                let name = self.dm(*dm).id.clone();
                let list = self.statements_mut(*dm)?;
                let at = if *at == Change::AT_THE_END { list.len() } else { *at };
                if at > list.len() {
                    return Err(ChangeError::BeyondTheEnd { of: name, places: list.len() + 1 });
                }
                list.insert(at, statement.clone());
                Ok(false)
            }
            Change::AddRule(rule) => {
                self.check_free(&rule.id)?;
                self.rules.push(rule.clone());
                Ok(true)
            }
            Change::Direct { option, direction } => {
                self.options[option.index()].direction = *direction;
                Ok(false)
            }
            Change::Fix { option, on } => {
                let held = Expr::Option(*option);
                let when = if *on { held.negated() } else { held };
                let id = format!("{}{}", Change::FIX_PREFIX, self.option_name(*option));
                self.rules.retain(|rule| rule.id != id);
                self.rules.push(Rule { id, when, provenance: Provenance::default() });
                if let Some(State::Vector(vector)) = &mut self.status_quo {
                    vector.set(*option, *on);
                }
                Ok(true)
            }
            Change::StatusQuo(state) => {
                self.status_quo = Some(state.clone());
                Ok(true)
            }
            Change::Prefer { dm, statements } => {
                self.decision_makers[dm.index()].preference = Preference::Prioritised(Vec::new());
                for statement in statements {
                    self.check_free(&statement.id)?;
                    self.statements_mut(*dm)?.push(statement.clone());
                }
                Ok(false)
            }
            Change::Rank { dm, groups } => {
                self.decision_makers[dm.index()].preference = Preference::Ranked(groups.clone());
                Ok(true)
            }
        }
    }

    /// The same state in a changed form of this conflict: the same options, or the same name. `None` where it is not feasible there.
    pub fn state_in(&self, changed: &Conflict, state: &State) -> Option<State> {
        match (state, &self.named_states, &changed.named_states) {
            (State::Named(place), Some(named), Some(others)) => {
                others.iter().position(|other| other.id == named[*place].id).map(State::Named)
            }
            (State::Vector(vector), None, None) => (!changed.is_excluded(vector)).then(|| state.clone()),
            _ => None,
        }
    }

    /// The decision maker and place of a statement.
    pub fn statement_place(&self, id: &str) -> Result<(DmId, usize), ChangeError> {
        self.dm_ids()
            .find_map(|dm| Some((dm, self.statements(dm)?.iter().position(|statement| statement.id == id)?)))
            .ok_or_else(|| ChangeError::Unknown(id.to_string()))
    }

    /// The statements of a decision maker; `None` where it has a ranking or weights.
    pub fn statements(&self, dm: DmId) -> Option<&[Statement]> {
        match &self.dm(dm).preference {
            Preference::Prioritised(list) => Some(list),
            _ => None,
        }
    }

    fn statements_mut(&mut self, dm: DmId) -> Result<&mut Vec<Statement>, ChangeError> {
        let maker = &mut self.decision_makers[dm.index()];
        match &mut maker.preference {
            Preference::Prioritised(list) => Ok(list),
            _ => Err(ChangeError::NoStatements(maker.id.clone())),
        }
    }

    fn check_free(&self, id: &str) -> Result<(), ChangeError> {
        let taken = self.rules.iter().any(|rule| rule.id == *id) || self.statement_place(id).is_ok();
        if taken { Err(ChangeError::Taken(id.to_string())) } else { Ok(()) }
    }

    /// Brings everything that names states into line with what is feasible now.
    fn settle(&mut self, changes: &[Change]) -> Result<(), ChangeError> {
        if self.named_states.is_some() {
            self.settle_named(changes)?;
        } else if feasible_vectors(self, &Expr::Constant(true), 1).is_ok_and(|vectors| vectors.is_empty()) {
            return Err(ChangeError::NothingLeft);
        }
        let meaning = Meaning::new(self).map_err(|_| ChangeError::TooMany)?;
        if self.status_quo.as_ref().is_some_and(|state| !meaning.is_feasible(state)) {
            return Err(ChangeError::StatusQuoLost);
        }
        let feasible = |state: &State| meaning.is_feasible(state);
        let mut rankings = Vec::new();
        for dm in self.dm_ids() {
            let Preference::Ranked(groups) = &self.dm(dm).preference else { continue };
            let kept: Vec<Vec<State>> = groups
                .iter()
                .map(|group| group.iter().filter(|state| feasible(state)).cloned().collect::<Vec<_>>())
                .filter(|group: &Vec<State>| !group.is_empty())
                .collect();
            let list = StateList::new(self, MAX_LISTED).map_err(|_| ChangeError::TooMany)?;
            if kept.iter().map(Vec::len).sum::<usize>() != list.states().len() {
                return Err(ChangeError::Unranked(self.dm(dm).id.clone()));
            }
            rankings.push((dm, kept));
        }
        let outcomes: Vec<OutcomeWhen> = self
            .outcomes
            .iter()
            .map(|outcome| match &outcome.when {
                OutcomeWhen::OneOf(states) => {
                    OutcomeWhen::OneOf(states.iter().filter(|s| feasible(s)).cloned().collect())
                }
                when => when.clone(),
            })
            .collect();
        let mut orders = self.study.orders.clone();
        if self.named_states.is_none() {
            orders.iter_mut().for_each(|order| order.keep(|state| feasible(state).then(|| state.clone())));
        }
        drop(meaning);
        self.study.orders = orders;
        for (dm, kept) in rankings {
            self.decision_makers[dm.index()].preference = Preference::Ranked(kept);
        }
        for (outcome, when) in self.outcomes.iter_mut().zip(outcomes) {
            outcome.when = when;
        }
        Ok(())
    }

    /// Takes away the named states that no feasible combination is left for, and renumbers the others.
    fn settle_named(&mut self, changes: &[Change]) -> Result<(), ChangeError> {
        let named = self.named_states.take().unwrap_or_default();
        // A held option moves a status quo along to the state of the combination with that option changed.
        let held = self.held_status_quo(&named, changes);
        let feasible = |extent: &Extent| match extent {
            Extent::Bare => true,
            Extent::Vector(vector) => !self.is_excluded(vector),
            Extent::When(condition) => feasible_vectors(self, condition, 1).map_or(true, |vectors| !vectors.is_empty()),
        };
        let mut place_of = vec![None; named.len()];
        let mut kept = Vec::new();
        for (old, state) in named.into_iter().enumerate() {
            if feasible(&state.extent) {
                place_of[old] = Some(kept.len());
                kept.push(state);
            }
        }
        if kept.is_empty() {
            return Err(ChangeError::NothingLeft);
        }
        let count = kept.len();
        self.named_states = Some(kept);
        let renumbered = |state: &State| match state {
            State::Named(old) => place_of.get(*old).copied().flatten().map(State::Named),
            State::Vector(_) => None,
        };
        if let Some(state) = held.or_else(|| self.status_quo.clone()) {
            self.status_quo = Some(renumbered(&state).ok_or(ChangeError::StatusQuoLost)?);
        }
        for dm in &mut self.decision_makers {
            if let Preference::Ranked(groups) = &mut dm.preference {
                for group in groups.iter_mut() {
                    *group = group.iter().filter_map(renumbered).collect();
                }
                groups.retain(|group| !group.is_empty());
            }
        }
        self.study.orders.iter_mut().for_each(|order| order.keep(renumbered));
        for table in self.move_tables.values_mut() {
            let mut moves = vec![Vec::new(); count];
            for (old, ends) in table.iter().enumerate() {
                if let Some(from) = place_of[old] {
                    moves[from] = ends.iter().filter_map(|&end| place_of[end]).collect();
                }
            }
            *table = moves;
        }
        for outcome in &mut self.outcomes {
            if let OutcomeWhen::OneOf(states) = &mut outcome.when {
                *states = states.iter().filter_map(renumbered).collect();
            }
        }
        Ok(())
    }

    fn held_status_quo(&self, named: &[crate::NamedState], changes: &[Change]) -> Option<State> {
        let Some(State::Named(place)) = &self.status_quo else { return None };
        let Extent::Vector(vector) = &named.get(*place)?.extent else { return None };
        let mut held = vector.clone();
        for change in changes {
            if let Change::Fix { option, on } = change {
                held.set(*option, *on);
            }
        }
        named.iter().position(|state| state.extent == Extent::Vector(held.clone())).map(State::Named)
    }
}

impl Expr {
    /// The opposite, without two negations in a row.
    pub fn negated(&self) -> Expr {
        match self {
            Expr::Constant(value) => Expr::Constant(!value),
            Expr::Not(inner) => (**inner).clone(),
            other => Expr::Not(Box::new(other.clone())),
        }
    }
}
