//! A conflict as functions.

use detente_model::{Conflict, Direction, DmId, Expr, OptionId, OptionVector, Preference, State};

use super::ops::Owners;
use super::order;
use super::store::{Edge, Func, Halt, NO, Store, YES};
use crate::Control;

/// A conflict in option form as functions of its options.
///
/// Sets of states are kept *up to what the rules exclude*: two functions that differ in excluded vectors only stand for the same set. So a set that
/// concerns few options is a small function, however many rules there are. That is sound because every step is made to end in a state: a step of `dm` starts in one, and
/// of the rules only those can be broken at its end that name an option of `dm`, so its end is a state exactly where these are kept ([`Game::kept`]).
pub(super) struct Game<'c> {
    pub conflict: &'c Conflict,
    pub store: Store<'c>,
    pub owners: Owners,
    /// The options in the order of the variables.
    pub order: Vec<usize>,
    /// By option: its place in that order.
    pub place: Vec<usize>,
    /// The states: the vectors that no rule excludes.
    pub states: Func,
    /// By decision maker: where all rules that name an option of its own are kept.
    pub kept: Vec<Func>,
    /// By decision maker: its statements, the most important first. Of two states it prefers the one that satisfies the first statement on which they differ.
    pub levels: Vec<Vec<Func>>,
    /// By decision maker: its improvements, as a relation between the states before and after.
    pub improvements: Vec<Func>,
}

impl<'c> Game<'c> {
    /// Lays down rules and preferences, until so many steps if any; what follows has no end.
    pub fn new(conflict: &'c Conflict, memory: u64, last: Option<u64>, control: &'c Control<'c>) -> Result<Self, Halt> {
        let options = conflict.options.len();
        let order = order::order(options, &order::groups(conflict));
        let mut place = vec![0; options];
        order.iter().enumerate().for_each(|(at, &option)| place[option] = at);
        let option = |at: &usize| &conflict.options[*at];
        let mut end = vec![0; conflict.decision_makers.len()];
        for (at, dm) in order.iter().map(|at| option(at).owner.index()).enumerate() {
            end[dm] = 2 * at as u32 + 2;
        }
        let owners = Owners {
            owner: order.iter().map(|at| option(at).owner.0).collect(),
            turn: order.iter().map(|at| option(at).direction).collect(),
            end,
        };
        let mut store = Store::new(memory, control);
        store.end_after(last);
        let (no, yes) = (store.no(), store.yes());
        let mut game = Game {
            conflict,
            store,
            owners,
            order,
            place,
            states: no,
            kept: vec![yes; conflict.decision_makers.len()],
            levels: Vec::new(),
            improvements: Vec::new(),
        };
        game.lay_down_rules()?;
        for dm in conflict.dm_ids() {
            let levels = game.levels_of(dm)?;
            game.levels.push(levels);
            let improvements = game.improvements_of(dm)?;
            game.improvements.push(improvements);
        }
        game.store.end_after(None);
        Ok(game)
    }

    fn lay_down_rules(&mut self) -> Result<(), Halt> {
        // The lowest rules first: what is made of them is then looked at by one after the other, and not gone through.
        let mut rules = Vec::new();
        for rule in &self.conflict.rules {
            let mut named = Vec::new();
            rule.when.for_each_option(&mut |option| named.push(option.index()));
            let highest = named.iter().map(|&option| self.place[option]).min().unwrap_or(0);
            rules.push((highest, &rule.when, named));
        }
        rules.sort_by_key(|(highest, ..)| std::cmp::Reverse(*highest));
        let mut states = self.store.yes();
        for (_, when, named) in rules {
            let excluded = self.condition(when)?;
            states = self.store.without(&states, &excluded)?;
            let mut owners: Vec<usize> =
                named.iter().map(|&option| self.conflict.options[option].owner.index()).collect();
            owners.sort_unstable();
            owners.dedup();
            for dm in owners {
                self.kept[dm] = self.store.without(&self.kept[dm], &excluded)?;
            }
        }
        self.states = states;
        Ok(())
    }

    /// Where a condition holds.
    pub fn condition(&mut self, expr: &Expr) -> Result<Func, Halt> {
        condition(&mut self.store, &self.place, expr)
    }

    /// The set of some vectors.
    pub fn vectors(&mut self, vectors: &[&OptionVector]) -> Result<Func, Halt> {
        vectors_in(&mut self.store, &self.order, vectors)
    }

    fn levels_of(&mut self, dm: DmId) -> Result<Vec<Func>, Halt> {
        match &self.conflict.dm(dm).preference {
            Preference::Prioritised(statements) => {
                statements.iter().map(|statement| self.condition(&statement.that)).collect()
            }
            Preference::Weighted(weights) => self.sum(weights),
            Preference::Ranked(groups) => self.ranks(groups),
        }
    }

    /// The digits of the sum of the weights of the options that are on, the highest first, up to a constant that all states share: an option of
    /// negative weight counts by its absolute value where it is *off*.
    fn sum(&mut self, weights: &[i64]) -> Result<Vec<Func>, Halt> {
        let mut digits: Vec<Func> = Vec::new();
        let no = self.store.no();
        // From the last variable to the first, so that what is made so far lies below.
        for at in (0..self.order.len()).rev() {
            let weight = weights[self.order[at]];
            let mut counts = self.store.option(at)?;
            if weight < 0 {
                counts = self.store.not(&counts);
            }
            let mut carry = no.clone();
            for digit in 0.. {
                let more = if digit < 64 { weight.unsigned_abs() >> digit } else { 0 };
                if more == 0 && carry.is_no() {
                    break;
                }
                if digit == digits.len() {
                    digits.push(no.clone());
                }
                let (a, b) = (digits[digit].clone(), if more & 1 == 1 { counts.clone() } else { no.clone() });
                let same = self.store.iff(&a, &b)?;
                // Where they are the same, the sum is the carry and the new carry is either of them; where not, the carry decides both.
                let differ = self.store.not(&same);
                digits[digit] = self.store.iff(&same, &carry)?;
                let both = self.store.and(&a, &b)?;
                let carried = self.store.and(&differ, &carry)?;
                carry = self.store.or(&both, &carried)?;
            }
        }
        digits.reverse();
        Ok(digits)
    }

    /// The digits of the places of a direct ranking, the highest first.
    fn ranks(&mut self, groups: &[Vec<State>]) -> Result<Vec<Func>, Halt> {
        let digits = usize::BITS - groups.len().saturating_sub(1).leading_zeros();
        (0..digits)
            .rev()
            .map(|digit| {
                let ranked = groups.iter().rev().enumerate().filter(|(rank, _)| rank >> digit & 1 == 1);
                let vectors: Vec<&OptionVector> = ranked
                    .flat_map(|(_, group)| group)
                    .filter_map(|state| match state {
                        State::Vector(vector) => Some(vector),
                        State::Named(_) => None,
                    })
                    .collect();
                self.vectors(&vectors)
            })
            .collect()
    }

    /// The improvements of a decision maker, folded from its last statement to its first: where the state before satisfies a statement the state after must, too, and be
    /// better by those that follow; where it does not, a state after that does is better, and otherwise those that follow decide. Statements about nothing of its own cannot differ.
    fn improvements_of(&mut self, dm: DmId) -> Result<Func, Halt> {
        let (at, own) = (dm.0, dm.index());
        let mut better = self.store.no();
        for level in (0..self.levels[own].len()).rev() {
            let before = self.levels[own][level].clone();
            if !self.store.depends_on(&self.owners, &before)[own] {
                continue;
            }
            let after = self.store.prime(&self.owners, at, &before)?;
            let not_before = self.store.not(&before);
            let still = self.store.and(&after, &better)?;
            let now = self.store.or(&after, &better)?;
            let satisfied = self.store.and(&before, &still)?;
            let unsatisfied = self.store.and(&not_before, &now)?;
            better = self.store.or(&satisfied, &unsatisfied)?;
        }
        let kept = self.store.prime(&self.owners, at, &self.kept[own])?;
        better = self.store.and(&better, &kept)?;
        let moves = self.moves_of(dm)?;
        self.store.and(&better, &moves)
    }

    /// The relation of what one-way options allow.
    pub fn moves_of(&mut self, dm: DmId) -> Result<Func, Halt> {
        let mut allowed = self.store.yes();
        for place in (0..self.order.len()).rev().filter(|&place| self.owners.owner[place] == dm.0) {
            let (before, after) = (2 * place as u32, 2 * place as u32 + 1);
            let turn = self.owners.turn[place];
            let may = self.store.run(|store| match turn {
                Direction::Both => Ok(YES),
                Direction::On => {
                    let stays_on = store.node(after, NO, YES)?;
                    store.node(before, YES, stays_on)
                }
                Direction::Off => {
                    let stays_off = store.node(after, YES, NO)?;
                    store.node(before, stays_off, YES)
                }
            })?;
            allowed = self.store.and(&allowed, &may)?;
        }
        Ok(allowed)
    }

    /// Whether `dm` can take every change back.
    pub fn is_reversible(&self, dm: DmId) -> bool {
        self.conflict.options_of(dm).all(|option| self.conflict.option(option).direction == Direction::Both)
    }
}

/// Where a condition holds, with options at these places.
pub(super) fn condition(store: &mut Store<'_>, place: &[usize], expr: &Expr) -> Result<Func, Halt> {
    match expr {
        Expr::Constant(true) => Ok(store.yes()),
        Expr::Constant(false) => Ok(store.no()),
        Expr::Option(OptionId(option)) => store.option(place[*option as usize]),
        Expr::Not(a) => {
            let a = condition(store, place, a)?;
            Ok(store.not(&a))
        }
        Expr::And(parts) => {
            let mut all = store.yes();
            for part in parts {
                let part = condition(store, place, part)?;
                all = store.and(&all, &part)?;
            }
            Ok(all)
        }
        Expr::Or(parts) => {
            let mut any = store.no();
            for part in parts {
                let part = condition(store, place, part)?;
                any = store.or(&any, &part)?;
            }
            Ok(any)
        }
        Expr::Implies(a, b) => {
            let (a, b) = (condition(store, place, a)?, condition(store, place, b)?);
            let not_a = store.not(&a);
            store.or(&not_a, &b)
        }
        Expr::Iff(a, b) => {
            let (a, b) = (condition(store, place, a)?, condition(store, place, b)?);
            store.iff(&a, &b)
        }
    }
}

/// The set of some vectors, with the options in this order.
pub(super) fn vectors_in(store: &mut Store<'_>, order: &[usize], vectors: &[&OptionVector]) -> Result<Func, Halt> {
    fn part(store: &mut Store<'_>, order: &[usize], place: usize, vectors: &[&OptionVector]) -> Result<Edge, Halt> {
        let Some(&option) = order.get(place) else { return Ok(if vectors.is_empty() { NO } else { YES }) };
        if vectors.is_empty() {
            return Ok(NO);
        }
        store.step()?;
        let (on, off): (Vec<_>, Vec<_>) = vectors.iter().partition(|vector| vector.is_on(OptionId::from(option)));
        let low = part(store, order, place + 1, &off)?;
        let high = part(store, order, place + 1, &on)?;
        store.node(2 * place as u32, low, high)
    }
    store.run(|store| part(store, order, 0, vectors))
}
