//! What is done with functions.
//!
//! Option `b` has two variables side by side: its value before a step, and right below it its value after the step. Only the options of the decision maker who
//! steps have a value after, so a relation between the states before and after its step is a function of all values before and its own values after. Sets are
//! functions of the values before.

use detente_model::Direction;

use super::store::{BOTTOM, Edge, Func, Halt, NO, Store, YES};

/// Who owns which variables: the options of each decision maker by their places in the order of variables.
pub(super) struct Owners {
    /// By place: whose the option is.
    pub owner: Vec<u32>,
    /// By place: how it may change.
    pub turn: Vec<Direction>,
    /// By decision maker: the level below all variables of its options.
    pub end: Vec<u32>,
}

impl Owners {
    /// Whether `dm` owns the variable of a level.
    fn own(&self, dm: u32, level: u32) -> bool {
        self.owner.get((level >> 1) as usize) == Some(&dm)
    }
}

// Kinds of operations; those of a decision maker have its number in the bits above.
const AND: u32 = 0;
const BEFORE: u32 = 1;
const AFTER: u32 = 2;
const PRIME: u32 = 3;
const SOME_AFTER: u32 = 4;
const BACK: u32 = 5;
const FORTH: u32 = 6;
const FIT: u32 = 7;
const KINDS: u32 = 3;

impl Store<'_> {
    /// The value of the option at `place`.
    pub fn option(&mut self, place: usize) -> Result<Func, Halt> {
        self.run(|store| store.node(2 * place as u32, NO, YES))
    }

    /// Where it does not hold.
    pub fn not(&mut self, a: &Func) -> Func {
        self.keep(a.edge().not())
    }

    /// Where both hold.
    pub fn and(&mut self, a: &Func, b: &Func) -> Result<Func, Halt> {
        let (a, b) = (a.edge(), b.edge());
        self.run(move |store| store.and_edges(a, b))
    }

    /// Where at least one holds.
    pub fn or(&mut self, a: &Func, b: &Func) -> Result<Func, Halt> {
        let (a, b) = (a.edge(), b.edge());
        self.run(move |store| store.or_edges(a, b))
    }

    /// Where the first holds and the second does not.
    pub fn without(&mut self, a: &Func, b: &Func) -> Result<Func, Halt> {
        let (a, b) = (a.edge(), b.edge().not());
        self.run(move |store| store.and_edges(a, b))
    }

    /// Where both hold or neither does.
    pub fn iff(&mut self, a: &Func, b: &Func) -> Result<Func, Halt> {
        let (a, b) = (a.edge(), b.edge());
        self.run(move |store| {
            let only_a = store.and_edges(a, b.not())?;
            let only_b = store.and_edges(a.not(), b)?;
            Ok(store.or_edges(only_a, only_b)?.not())
        })
    }

    /// Whether both hold anywhere.
    pub fn meet(&mut self, a: &Func, b: &Func) -> Result<bool, Halt> {
        self.meet_edges(a.edge(), b.edge())
    }

    /// The states from which `dm` can move into a set, and the set itself: each option of its own may differ as it may change.
    pub fn moves_into(&mut self, owners: &Owners, dm: u32, set: &Func) -> Result<Func, Halt> {
        let edge = set.edge();
        self.run(move |store| store.spread(owners, dm, BEFORE, edge))
    }

    /// The states that `dm` can move to from a set, and the set itself.
    pub fn moves_from(&mut self, owners: &Owners, dm: u32, set: &Func) -> Result<Func, Halt> {
        let edge = set.edge();
        self.run(move |store| store.spread(owners, dm, AFTER, edge))
    }

    /// The set as a condition on the state after a step of `dm`.
    pub fn prime(&mut self, owners: &Owners, dm: u32, set: &Func) -> Result<Func, Halt> {
        let edge = set.edge();
        self.run(move |store| store.spread(owners, dm, PRIME, edge))
    }

    /// The states from which a relation of `dm` leads anywhere.
    pub fn some_after(&mut self, owners: &Owners, dm: u32, relation: &Func) -> Result<Func, Halt> {
        let edge = relation.edge();
        self.run(move |store| store.spread(owners, dm, SOME_AFTER, edge))
    }

    /// The states of `within` from which a relation of `dm` leads into a goal.
    pub fn back(
        &mut self, owners: &Owners, dm: u32, relation: &Func, goal: &Func, within: &Func,
    ) -> Result<Func, Halt> {
        let (relation, goal, within) = (relation.edge(), goal.edge(), within.edge());
        self.run(move |store| store.back_edges(owners, dm, relation, goal, within))
    }

    /// The states that a relation of `dm` leads to from a set.
    pub fn forth(&mut self, owners: &Owners, dm: u32, relation: &Func, set: &Func) -> Result<Func, Halt> {
        let (relation, set) = (relation.edge(), set.edge());
        self.run(move |store| store.forth_edges(owners, dm, relation, set))
    }

    /// By decision maker: whether the function depends on an option of its own.
    pub fn depends_on(&mut self, owners: &Owners, func: &Func) -> Vec<bool> {
        let mut found = vec![false; owners.end.len()];
        self.look_at_all(func.edge(), |level| found[owners.owner[(level >> 1) as usize] as usize] = true);
        found
    }

    pub(super) fn or_edges(&mut self, a: Edge, b: Edge) -> Result<Edge, Halt> {
        Ok(self.and_edges(a.not(), b.not())?.not())
    }

    pub(super) fn and_edges(&mut self, a: Edge, b: Edge) -> Result<Edge, Halt> {
        if a == b || b == YES {
            return Ok(a);
        }
        if a == YES {
            return Ok(b);
        }
        if a == NO || b == NO || a == b.not() {
            return Ok(NO);
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        if let Some(known) = self.recall(AND, [a, b, YES]) {
            return Ok(known);
        }
        self.step()?;
        let level = self.level(a).min(self.level(b));
        let ((a0, a1), (b0, b1)) = (self.branches_at(a, level), self.branches_at(b, level));
        let low = self.and_edges(a0, b0)?;
        let high = self.and_edges(a1, b1)?;
        let result = self.node(level, low, high)?;
        self.note(AND, [a, b, YES], result);
        Ok(result)
    }

    /// Whether both hold anywhere: stops at the first such place, and makes no nodes.
    fn meet_edges(&mut self, a: Edge, b: Edge) -> Result<bool, Halt> {
        if a == NO || b == NO || a == b.not() {
            return Ok(false);
        }
        if a == YES || b == YES || a == b {
            return Ok(true);
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        if let Some(known) = self.recall(AND, [a, b, YES]) {
            return Ok(known != NO);
        }
        if let Some(known) = self.recall(FIT, [a, b, YES]) {
            return Ok(known != NO);
        }
        self.step()?;
        let level = self.level(a).min(self.level(b));
        let ((a0, a1), (b0, b1)) = (self.branches_at(a, level), self.branches_at(b, level));
        let meet = self.meet_edges(a0, b0)? || self.meet_edges(a1, b1)?;
        self.note(FIT, [a, b, YES], if meet { YES } else { NO });
        Ok(meet)
    }

    /// The operations on one function that treat the variables of `dm` alone in another way.
    fn spread(&mut self, owners: &Owners, dm: u32, kind: u32, a: Edge) -> Result<Edge, Halt> {
        let level = self.level(a);
        if level >= owners.end[dm as usize] {
            return Ok(a);
        }
        let operation = dm << KINDS | kind;
        if let Some(known) = self.recall(operation, [a, a, YES]) {
            return Ok(known);
        }
        self.step()?;
        let (low, high) = self.branches(a);
        let low = self.spread(owners, dm, kind, low)?;
        let own = owners.own(dm, level);
        let after = level & 1 == 1;
        // Where either will do, one that always does decides.
        let result = if own && kind == SOME_AFTER && after && low == YES {
            YES
        } else {
            let high = self.spread(owners, dm, kind, high)?;
            match kind {
                PRIME if own => self.node(level + 1, low, high)?,
                SOME_AFTER if own && after => self.or_edges(low, high)?,
                BEFORE | AFTER if own => {
                    let either = self.or_edges(low, high)?;
                    let (off, on) = match (owners.turn[(level >> 1) as usize], kind) {
                        (Direction::Both, _) => (either, either),
                        (Direction::On, BEFORE) | (Direction::Off, AFTER) => (either, high),
                        (Direction::On, _) | (Direction::Off, _) => (low, either),
                    };
                    self.node(level, off, on)?
                }
                _ => self.node(level, low, high)?,
            }
        };
        self.note(operation, [a, a, YES], result);
        Ok(result)
    }

    /// Where, within a set, values after a step of `dm` make both the relation and, for the state after, the goal true. The goal's own variables of `dm` stand for values after,
    /// so each counts as one level lower; all three are gone through together, and nothing in between is made.
    fn back_edges(&mut self, owners: &Owners, dm: u32, relation: Edge, goal: Edge, within: Edge) -> Result<Edge, Halt> {
        if relation == NO || goal == NO || within == NO {
            return Ok(NO);
        }
        let (in_relation, in_within) = (self.level(relation), self.level(within));
        let mut in_goal = self.level(goal);
        let end = owners.end[dm as usize];
        if in_relation.min(in_goal) >= end {
            let both = self.and_edges(relation, goal)?;
            return self.and_edges(both, within);
        }
        let operation = dm << KINDS | BACK;
        if let Some(known) = self.recall(operation, [relation, goal, within]) {
            return Ok(known);
        }
        self.step()?;
        let (goal_low, goal_high) = if in_goal == BOTTOM { (goal, goal) } else { self.branches(goal) };
        if owners.own(dm, in_goal) {
            in_goal += 1;
        }
        let level = in_relation.min(in_goal).min(in_within);
        let ((r0, r1), (w0, w1)) = (self.branches_at(relation, level), self.branches_at(within, level));
        let (g0, g1) = if in_goal == level { (goal_low, goal_high) } else { (goal, goal) };
        let low = self.back_edges(owners, dm, r0, g0, w0)?;
        let quantified = level & 1 == 1;
        let result = if quantified && low == within {
            low
        } else {
            let high = self.back_edges(owners, dm, r1, g1, w1)?;
            if quantified { self.or_edges(low, high)? } else { self.node(level, low, high)? }
        };
        self.note(operation, [relation, goal, within], result);
        Ok(result)
    }

    /// Where values before a step of `dm` make both the relation and the set true; what is left, values after, moves up to where values of states stand.
    fn forth_edges(&mut self, owners: &Owners, dm: u32, relation: Edge, set: Edge) -> Result<Edge, Halt> {
        if relation == NO || set == NO {
            return Ok(NO);
        }
        let level = self.level(relation).min(self.level(set));
        if level >= owners.end[dm as usize] {
            return self.and_edges(relation, set);
        }
        let operation = dm << KINDS | FORTH;
        if let Some(known) = self.recall(operation, [relation, set, YES]) {
            return Ok(known);
        }
        self.step()?;
        let ((r0, r1), (s0, s1)) = (self.branches_at(relation, level), self.branches_at(set, level));
        let low = self.forth_edges(owners, dm, r0, s0)?;
        let high = self.forth_edges(owners, dm, r1, s1)?;
        let result = match (owners.own(dm, level), level & 1 == 1) {
            (true, false) => self.or_edges(low, high)?,
            (true, true) => self.node(level - 1, low, high)?,
            (false, _) => self.node(level, low, high)?,
        };
        self.note(operation, [relation, set, YES], result);
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Control;
    use crate::symbolic::store::NODE_BYTES;

    /// Variables before a step; two decision makers own them in turn, and the second one's are one-way.
    const PLACES: usize = 6;

    fn owners() -> Owners {
        let turn = |place: usize| match place {
            1 => Direction::On,
            3 => Direction::Off,
            _ => Direction::Both,
        };
        Owners {
            owner: (0..PLACES as u32).map(|place| place % 2).collect(),
            turn: (0..PLACES).map(turn).collect(),
            end: vec![2 * PLACES as u32 - 2, 2 * PLACES as u32],
        }
    }

    /// The set of the numbers whose bits are 1, the value at place `p` being bit `p` of a number.
    fn set(store: &mut Store<'_>, table: u64) -> Func {
        let mut any = store.no();
        for number in (0..1 << PLACES).filter(|number| table >> number & 1 == 1) {
            let mut all = store.yes();
            for place in 0..PLACES {
                let option = store.option(place).unwrap();
                let literal = if number >> place & 1 == 1 { option } else { store.not(&option) };
                all = store.and(&all, &literal).unwrap();
            }
            any = store.or(&any, &all).unwrap();
        }
        any
    }

    /// Whether `dm` may go from one number to another.
    fn leads(owners: &Owners, dm: u32, from: usize, to: usize) -> bool {
        (0..PLACES).all(|place| {
            let (before, after) = (from >> place & 1 == 1, to >> place & 1 == 1);
            let may = match owners.turn[place] {
                Direction::Both => true,
                Direction::On => after,
                Direction::Off => before,
            };
            before == after || owners.owner[place] == dm && may
        })
    }

    fn table(holds: impl Fn(usize) -> bool) -> u64 {
        (0..1 << PLACES).filter(|&number| holds(number)).map(|number| 1 << number).sum()
    }

    #[test]
    fn operations_do_what_tables_say_and_nodes_that_are_kept_outlive_the_others() {
        let control = Control::none();
        // So little room that nodes nobody needs must go again and again.
        let mut store = Store::new(4096 * NODE_BYTES, &control);
        let owners = owners();
        let first = set(&mut store, 0x0123_4567_89AB_CDEF);
        let mut state = 1u64;
        for _ in 0..300 {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state ^ state >> 29
            };
            let (a, b, c) = (next(), next(), next() & next() & next());
            let [fa, fb, fc] = [a, b, c].map(|table| set(&mut store, table));
            let dm = (a & 1) as u32;
            let checks = [
                (store.and(&fa, &fb).unwrap(), a & b),
                (store.without(&fa, &fb).unwrap(), a & !b),
                (store.iff(&fa, &fb).unwrap(), !(a ^ b)),
                (
                    store.moves_into(&owners, dm, &fc).unwrap(),
                    table(|from| (0..64).any(|to| c >> to & 1 == 1 && leads(&owners, dm, from, to))),
                ),
                (
                    store.moves_from(&owners, dm, &fc).unwrap(),
                    table(|to| (0..64).any(|from| c >> from & 1 == 1 && leads(&owners, dm, from, to))),
                ),
            ];
            for (func, expected) in checks {
                let expected = set(&mut store, expected);
                assert!(func.is(&expected));
            }
            assert_eq!(store.meet(&fa, &fc).unwrap(), a & c != 0);
            // A relation: from where `a` holds to where `b` does.
            let after = store.prime(&owners, dm, &fb).unwrap();
            let relation = store.and(&fa, &after).unwrap();
            let free = |from: usize, to: usize| (0..PLACES).all(|p| (from ^ to) >> p & 1 == 0 || owners.owner[p] == dm);
            let steps = |from: usize, to: usize| free(from, to) && a >> from & 1 == 1 && b >> to & 1 == 1;
            let everywhere = store.yes();
            let back = store.back(&owners, dm, &relation, &fc, &everywhere).unwrap();
            let expected = table(|from| (0..64).any(|to| c >> to & 1 == 1 && steps(from, to)));
            assert!(back.is(&set(&mut store, expected)));
            let within = store.back(&owners, dm, &relation, &fc, &fb).unwrap();
            assert!(within.is(&set(&mut store, expected & b)));
            let forth = store.forth(&owners, dm, &relation, &fc).unwrap();
            let expected = table(|to| (0..64).any(|from| c >> from & 1 == 1 && steps(from, to)));
            assert!(forth.is(&set(&mut store, expected)));
            let some = store.some_after(&owners, dm, &relation).unwrap();
            let expected = table(|from| (0..64).any(|to| steps(from, to)));
            assert!(some.is(&set(&mut store, expected)));
        }
        assert!(store.peak() <= 4096 && store.steps() > 100_000);
        assert!(first.is(&set(&mut store, 0x0123_4567_89AB_CDEF)));
    }
}
