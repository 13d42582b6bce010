//! What a decision maker wants, as a list of conditions of which the first counts most.

use detente_model::{Conflict, DmId, Preference};

use super::circuit::{Circuit, Edge};

/// The conditions by which `dm` compares the states that one move of its own leads to: the better of two states satisfies the first condition on which they
/// differ, and states that differ on none tie.
///
/// Preference statements are such conditions. Weights are the bits of a sum, the highest first, of which only the part of the decision maker's own options
/// differs between such states.
pub(super) fn wishes(conflict: &Conflict, dm: DmId, circuit: &mut Circuit) -> Vec<Edge> {
    match &conflict.dm(dm).preference {
        Preference::Prioritised(statements) => {
            statements.iter().map(|statement| circuit.condition(&statement.that)).collect()
        }
        Preference::Weighted(weights) => {
            // Turning off what is disliked counts as much as turning on what is liked.
            let parts = conflict
                .options_of(dm)
                .filter(|option| weights[option.index()] != 0)
                .map(|option| {
                    let weight = weights[option.index()];
                    let liked = circuit.option(option).negated_if(weight < 0);
                    (0..64).map(|bit| if weight.unsigned_abs() >> bit & 1 == 1 { liked } else { Edge::FALSE }).collect()
                })
                .collect();
            let mut sum = total(circuit, parts);
            sum.reverse();
            sum.retain(|&bit| bit != Edge::FALSE);
            sum
        }
        // These list the states, and are searched for in the list.
        Preference::Ranked(_) => Vec::new(),
    }
}

/// The sum of numbers in binary, the lowest bit first. Halves are added first, so that the circuit stays shallow.
fn total(circuit: &mut Circuit, mut numbers: Vec<Vec<Edge>>) -> Vec<Edge> {
    match numbers.len() {
        0 => Vec::new(),
        1 => numbers.remove(0),
        many => {
            let rest = numbers.split_off(many / 2);
            let (a, b) = (total(circuit, numbers), total(circuit, rest));
            add(circuit, &a, &b)
        }
    }
}

fn add(circuit: &mut Circuit, a: &[Edge], b: &[Edge]) -> Vec<Edge> {
    let bit = |number: &[Edge], at: usize| number.get(at).copied().unwrap_or(Edge::FALSE);
    let mut carry = Edge::FALSE;
    let mut sum = Vec::new();
    for at in 0..a.len().max(b.len()) {
        let (a, b) = (bit(a, at), bit(b, at));
        let differ = circuit.differ(a, b);
        sum.push(circuit.differ(differ, carry));
        let both = circuit.all([a, b]);
        let carried = circuit.all([differ, carry]);
        carry = circuit.any([both, carried]);
    }
    sum.push(carry);
    sum
}
