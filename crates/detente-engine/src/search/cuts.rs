//! What an improvement teaches: that no equilibrium allows it.

use std::collections::HashMap;

use batsat::Lit;
use detente_model::{Conflict, OptionVector};

use super::circuit::{Circuit, Edge, value};
use super::clauses::Clauses;
use super::player::{Player, Wish};

/// What the solver was told to hold in every equilibrium.
///
/// A *cut* belongs to a decision maker and a choice *a* of all its options. It says of every state *x*: *a* is no move from *x*, or leads to what is not
/// feasible, or the decision maker likes *x* at least as much as *x* with *a*. The last is a comparison condition by condition, in which the options that *a*
/// sets are known. It is told only as far as states have been met that it cuts off, and told further when one is met that gets past what was told: most
/// improvements show early in a list of statements.
pub(super) struct Cuts {
    told: HashMap<(usize, Box<[bool]>), Told>,
    bytes: u64,
}

/// How far a comparison was told.
#[derive(Clone, Copy)]
struct Told {
    /// True at least where *a* is a move, its end is feasible, and the two states are equal so far; `None` where it is true everywhere.
    equal: Option<Lit>,
    /// The condition that comes next.
    next: usize,
}

/// An improvement that was found: from a state with these values of the circuit's nodes, to one with those.
pub(super) struct Improvement<'a> {
    pub from: &'a [bool],
    pub to: &'a [bool],
    pub end: &'a OptionVector,
}

impl Cuts {
    /// No cuts.
    pub fn new() -> Self {
        Cuts { told: HashMap::new(), bytes: 0 }
    }

    /// Cuts off the state from which `player`, the one at place `at`, has an improvement.
    pub fn add(
        &mut self, conflict: &Conflict, circuit: &mut Circuit, clauses: &mut Clauses, at: usize, player: &Player,
        improvement: &Improvement,
    ) {
        let Improvement { from, to, end } = improvement;
        let choice: Box<[bool]> = player.own().map(|option| end.is_on(option)).collect();
        let differs = |wish: &Wish| value(from, wish.edge) != value(to, wish.edge);
        let differ = player.wishes.iter().position(differs).expect("an improvement differs on a condition");
        let mut told = match self.told.get(&(at, choice.clone())) {
            Some(told) => *told,
            None => {
                self.bytes += 128 + choice.len() as u64;
                Told { equal: begun(conflict, circuit, clauses, player, end), next: 0 }
            }
        };
        while told.next <= differ {
            let Wish { edge: wish, own_only } = player.wishes[told.next];
            told.next += 1;
            let after = match own_only {
                true => Edge::FALSE.negated_if(value(to, wish)),
                false => circuit.given(wish, &|option| player.owns(option).then(|| end.is_on(option))),
            };
            if after == wish {
                continue;
            }
            let here = clauses.literal(circuit, wish);
            let unless = told.equal.map(|equal| !equal);
            if after == Edge::TRUE {
                // Where it does not hold here, *a* is better; where it does, all is equal still.
                clauses.add(unless.into_iter().chain([here]));
                continue;
            }
            let equal = clauses.free();
            clauses.add(unless.into_iter().chain([here, equal]));
            if after != Edge::FALSE {
                let there = clauses.literal(circuit, after);
                clauses.add(unless.into_iter().chain([here, !there]));
                clauses.add(unless.into_iter().chain([!there, equal]));
            }
            told.equal = Some(equal);
        }
        self.told.insert((at, choice), told);
    }

    /// The bytes that they take beside the clauses, roughly.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// The beginning of a comparison: where the choice in `end` is a move of the player's, and where its end is feasible.
fn begun(
    conflict: &Conflict, circuit: &mut Circuit, clauses: &mut Clauses, player: &Player, end: &OptionVector,
) -> Option<Lit> {
    let mut unless: Vec<Lit> = Vec::new();
    for option in player.own() {
        // What cannot be turned off has to be off already where *a* has it off, and the other way round.
        let on = end.is_on(option);
        if !conflict.option(option).direction.allows(!on, on) {
            unless.push(clauses.choice(option, !on));
        }
    }
    for &rule in &player.rules {
        match circuit.given(rule, &|option| player.owns(option).then(|| end.is_on(option))) {
            Edge::FALSE => {}
            excluded => unless.push(clauses.literal(circuit, excluded)),
        }
    }
    if unless.is_empty() {
        return None;
    }
    let equal = clauses.free();
    clauses.add(unless.into_iter().chain([equal]));
    Some(equal)
}
