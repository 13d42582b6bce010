//! A decision maker, and its best reply to what the others do.

use std::cell::Cell;
use std::ops::Range;

use detente_model::{Conflict, DmId, OptionId, OptionVector};

use super::circuit::{Circuit, Edge, Node, value};
use super::clauses::{Clauses, Said};
use super::wishes::wishes;

/// A decision maker that has options.
pub(super) struct Player<'c> {
    conflict: &'c Conflict,
    /// Its options.
    own: Range<u32>,
    /// The conditions by which it compares the states that its own changes lead to, the first counts most. Each mentions an option of its own.
    pub wishes: Vec<Wish>,
    /// The rules that mention an option of its own.
    pub rules: Vec<Edge>,
    /// The nodes that its wishes and rules are made of, ascending.
    nodes: Vec<usize>,
}

/// A condition that a decision maker would have true.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    pub edge: Edge,
    /// It mentions no option of anybody else. So do the sums of weights, in which every part has many uses.
    pub own_only: bool,
}

/// What a decision maker would do.
pub(super) enum Reply {
    /// It stays where it is: nothing is better.
    Stay,
    /// It moves here, which is better than where it is; nothing that it can move to is better than this.
    Move(OptionVector),
    /// The search was stopped.
    Stopped,
}

impl<'c> Player<'c> {
    /// Takes `dm` in, which has options and no direct ranking; `rules` are all of the conflict.
    pub fn new(conflict: &'c Conflict, dm: DmId, circuit: &mut Circuit, rules: &[Edge]) -> Self {
        let wishes = wishes(conflict, dm, circuit);
        let mine = circuit.mentions(|option| conflict.option(option).owner == dm);
        let others = circuit.mentions(|option| conflict.option(option).owner != dm);
        let wishes: Vec<Wish> = wishes
            .into_iter()
            .filter(|edge| mine[edge.node()])
            .map(|edge| Wish { edge, own_only: !others[edge.node()] })
            .collect();
        let rules: Vec<Edge> = rules.iter().copied().filter(|rule| mine[rule.node()]).collect();
        let nodes = circuit.parts_of(wishes.iter().map(|wish| wish.edge).chain(rules.iter().copied()));
        Player { conflict, own: conflict.dm(dm).options.clone(), wishes, rules, nodes }
    }

    /// The values at a state of what its wishes and rules are made of, by node of the circuit.
    pub fn values(&self, circuit: &Circuit, state: &OptionVector) -> Vec<bool> {
        circuit.values(self.nodes.iter().copied(), state)
    }

    /// Its options.
    pub fn own(&self) -> impl Iterator<Item = OptionId> + use<> {
        self.own.clone().map(OptionId)
    }

    /// Whether an option is its own.
    pub fn owns(&self, option: OptionId) -> bool {
        self.own.contains(&option.0)
    }

    /// Whether it can change an option of its own from what it is in `state`.
    fn may_change(&self, option: OptionId, state: &OptionVector) -> bool {
        let on = state.is_on(option);
        self.conflict.option(option).direction.allows(on, !on)
    }

    /// What is left of its wishes and rules when the others do what they do in `state`: conditions on its own options, which are numbered from 0, by node of
    /// `circuit`.
    fn remaining(&self, circuit: &Circuit, state: &OptionVector) -> Remaining {
        let mut small = Circuit::new();
        let mut nodes = vec![Edge::TRUE; self.nodes.last().map_or(0, |last| last + 1)];
        let of = |nodes: &[Edge], edge: Edge| nodes[edge.node()].negated_if(edge.is_negated());
        for &place in &self.nodes {
            nodes[place] = match circuit.node(place) {
                Node::True => Edge::TRUE,
                Node::Option(option) if self.owns(*option) && self.may_change(*option, state) => {
                    small.option(OptionId(option.0 - self.own.start))
                }
                Node::Option(option) => Edge::FALSE.negated_if(state.is_on(*option)),
                Node::All(parts) => small.all(parts.iter().map(|&part| of(&nodes, part))),
                Node::Differ(a, b) => small.differ(of(&nodes, *a), of(&nodes, *b)),
            };
        }
        Remaining { circuit: small, nodes }
    }

    /// The best reply at `state`, which no rule excludes. `values` are those of the circuit's nodes there.
    ///
    /// Condition by condition: what can be made true while all that counts more stays as good as it is, is made true.
    pub fn reply(
        &self, circuit: &Circuit, state: &OptionVector, values: &[bool], cancelled: &(dyn Fn() -> bool + Sync),
        left: &Cell<u64>,
    ) -> Reply {
        let remaining = self.remaining(circuit, state);
        let mut clauses = Clauses::new(self.own.len(), cancelled, left);
        self.rules.iter().for_each(|&rule| clauses.require(&remaining.circuit, !remaining.of(rule)));
        // The best own choice known, once it is better than the one in `state`, and the values there.
        let mut best: Option<(OptionVector, Vec<bool>)> = None;
        for &Wish { edge: wish, .. } in &self.wishes {
            let wanted = remaining.of(wish);
            if wanted == Edge::TRUE || wanted == Edge::FALSE {
                continue;
            }
            let holds = match &best {
                Some((_, values)) => value(values, wanted),
                None => value(values, wish),
            };
            if holds {
                clauses.require(&remaining.circuit, wanted);
                continue;
            }
            let lit = clauses.literal(&remaining.circuit, wanted);
            match clauses.solve(&[lit]) {
                Said::Yes => {
                    let own = clauses.vector();
                    let values = remaining.circuit.values(0..remaining.circuit.len(), &own);
                    best = Some((own, values));
                    clauses.require(&remaining.circuit, wanted);
                }
                Said::No => clauses.require(&remaining.circuit, !wanted),
                Said::Stopped => return Reply::Stopped,
            }
        }
        best.map_or(Reply::Stay, |(own, _)| {
            let mut end = state.clone();
            for option in self.own().filter(|&option| self.may_change(option, state)) {
                end.set(option, own.is_on(OptionId(option.0 - self.own.start)));
            }
            Reply::Move(end)
        })
    }
}

/// Conditions on the options of one decision maker.
struct Remaining {
    circuit: Circuit,
    /// By node of the whole circuit.
    nodes: Vec<Edge>,
}

impl Remaining {
    fn of(&self, edge: Edge) -> Edge {
        self.nodes[edge.node()].negated_if(edge.is_negated())
    }
}
