//! Conditions as one circuit, in which what is the same stands once.

use std::collections::HashMap;

use detente_model::{Expr, OptionId, OptionVector};

/// A condition on option vectors: a node of a [`Circuit`], or its negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Edge(u32);

impl Edge {
    /// Always true.
    pub const TRUE: Edge = Edge(0);
    /// Never true.
    pub const FALSE: Edge = Edge(1);

    fn of(node: usize) -> Self {
        Edge(2 * node as u32)
    }

    /// The place of the node.
    pub fn node(self) -> usize {
        (self.0 / 2) as usize
    }

    /// Whether the node is negated.
    pub fn is_negated(self) -> bool {
        self.0 % 2 == 1
    }

    /// The same, and negated where `negated`.
    pub fn negated_if(self, negated: bool) -> Self {
        Edge(self.0 ^ u32::from(negated))
    }
}

impl std::ops::Not for Edge {
    type Output = Edge;

    fn not(self) -> Edge {
        self.negated_if(true)
    }
}

/// What a node says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// Always true.
    True,
    /// The option is on.
    Option(OptionId),
    /// All of them; at least two, ascending, each once, none constant.
    All(Box<[Edge]>),
    /// The two differ; neither is constant or negated, the lesser first.
    Differ(Edge, Edge),
}

/// Conditions that share their parts. A node stands after those that it is made of, so that a circuit is evaluated by one pass, and equal parts are one node.
#[derive(Clone, Debug)]
pub(super) struct Circuit {
    nodes: Vec<Node>,
    places: HashMap<Node, u32>,
    /// How many places in lists of parts there are, for what the circuit takes of memory.
    parts: usize,
}

impl Circuit {
    pub fn new() -> Self {
        Circuit { nodes: vec![Node::True], places: HashMap::from([(Node::True, 0)]), parts: 0 }
    }

    /// What a node says.
    pub fn node(&self, place: usize) -> &Node {
        &self.nodes[place]
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The bytes that it takes, roughly.
    pub fn bytes(&self) -> u64 {
        (self.nodes.len() * (2 * size_of::<Node>() + 16) + self.parts * 2 * size_of::<Edge>()) as u64
    }

    fn put(&mut self, node: Node) -> Edge {
        if let Some(&place) = self.places.get(&node) {
            return Edge::of(place as usize);
        }
        if let Node::All(parts) = &node {
            self.parts += parts.len();
        }
        let place = self.nodes.len();
        self.places.insert(node.clone(), place as u32);
        self.nodes.push(node);
        Edge::of(place)
    }

    /// The option is on.
    pub fn option(&mut self, option: OptionId) -> Edge {
        self.put(Node::Option(option))
    }

    /// All of them hold.
    pub fn all(&mut self, parts: impl IntoIterator<Item = Edge>) -> Edge {
        let mut kept: Vec<Edge> = Vec::new();
        for part in parts {
            match part {
                Edge::TRUE => {}
                Edge::FALSE => return Edge::FALSE,
                _ => kept.push(part),
            }
        }
        kept.sort_unstable();
        kept.dedup();
        // A node and its negation are neighbours.
        if kept.windows(2).any(|pair| pair[0] == !pair[1]) {
            return Edge::FALSE;
        }
        match kept[..] {
            [] => Edge::TRUE,
            [one] => one,
            _ => self.put(Node::All(kept.into())),
        }
    }

    /// At least one of them holds.
    pub fn any(&mut self, parts: impl IntoIterator<Item = Edge>) -> Edge {
        let negated: Vec<Edge> = parts.into_iter().map(|part| !part).collect();
        !self.all(negated)
    }

    /// The two have different values.
    pub fn differ(&mut self, a: Edge, b: Edge) -> Edge {
        let negated = a.is_negated() != b.is_negated();
        let (a, b) = (a.negated_if(a.is_negated()), b.negated_if(b.is_negated()));
        let (a, b) = (a.min(b), a.max(b));
        let differ = match (a, b) {
            _ if a == b => Edge::FALSE,
            (Edge::TRUE, b) => !b,
            _ => self.put(Node::Differ(a, b)),
        };
        differ.negated_if(negated)
    }

    /// A condition of the model.
    pub fn condition(&mut self, condition: &Expr) -> Edge {
        match condition {
            Expr::Constant(value) => Edge::FALSE.negated_if(*value),
            Expr::Option(option) => self.option(*option),
            Expr::Not(a) => !self.condition(a),
            Expr::And(parts) => {
                let parts: Vec<Edge> = parts.iter().map(|part| self.condition(part)).collect();
                self.all(parts)
            }
            Expr::Or(parts) => {
                let parts: Vec<Edge> = parts.iter().map(|part| self.condition(part)).collect();
                self.any(parts)
            }
            Expr::Implies(a, b) => {
                let (a, b) = (self.condition(a), self.condition(b));
                self.any([!a, b])
            }
            Expr::Iff(a, b) => {
                let (a, b) = (self.condition(a), self.condition(b));
                !self.differ(a, b)
            }
        }
    }

    /// The condition that is left of `edge` when some options are known. Takes as long as the condition is when it is written out, where no part is shared.
    pub fn given(&mut self, edge: Edge, known: &impl Fn(OptionId) -> Option<bool>) -> Edge {
        let given = match self.nodes[edge.node()].clone() {
            Node::True => Edge::TRUE,
            Node::Option(option) => match known(option) {
                Some(on) => Edge::FALSE.negated_if(on),
                None => return edge,
            },
            Node::All(parts) => {
                let parts: Vec<Edge> = parts.iter().map(|&part| self.given(part, known)).collect();
                self.all(parts)
            }
            Node::Differ(a, b) => {
                let (a, b) = (self.given(a, known), self.given(b, known));
                self.differ(a, b)
            }
        };
        given.negated_if(edge.is_negated())
    }

    /// The values of nodes at a vector: of the first so many, or of some with all that they are made of, ascending. Those in between are not told.
    pub fn values(&self, nodes: impl IntoIterator<Item = usize>, vector: &OptionVector) -> Vec<bool> {
        let mut values = Vec::new();
        for place in nodes {
            values.resize(place, false);
            values.push(match &self.nodes[place] {
                Node::True => true,
                Node::Option(option) => vector.is_on(*option),
                Node::All(parts) => parts.iter().all(|&part| value(&values, part)),
                Node::Differ(a, b) => value(&values, *a) != value(&values, *b),
            });
        }
        values
    }

    /// The nodes that edges are made of, ascending.
    pub fn parts_of(&self, edges: impl Iterator<Item = Edge>) -> Vec<usize> {
        let mut needed = vec![false; self.nodes.len()];
        edges.for_each(|edge| needed[edge.node()] = true);
        for place in (0..self.nodes.len()).rev() {
            if !needed[place] {
                continue;
            }
            match &self.nodes[place] {
                Node::True | Node::Option(_) => {}
                Node::All(parts) => parts.iter().for_each(|part| needed[part.node()] = true),
                Node::Differ(a, b) => [a, b].into_iter().for_each(|part| needed[part.node()] = true),
            }
        }
        (0..needed.len()).filter(|&place| needed[place]).collect()
    }

    /// By node: whether the option that `which` picks, or any of them, occurs in it.
    pub fn mentions(&self, which: impl Fn(OptionId) -> bool) -> Vec<bool> {
        let mut mentions: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let one = match node {
                Node::True => false,
                Node::Option(option) => which(*option),
                Node::All(parts) => parts.iter().any(|part| mentions[part.node()]),
                Node::Differ(a, b) => mentions[a.node()] || mentions[b.node()],
            };
            mentions.push(one);
        }
        mentions
    }
}

/// The value of an edge, given those of the nodes.
pub(super) fn value(values: &[bool], edge: Edge) -> bool {
    values[edge.node()] != edge.is_negated()
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_model::Preference;
    use detente_testkit::{Shape, random_conflict};

    #[test]
    fn a_circuit_has_the_values_of_its_conditions_also_when_some_options_are_known() {
        for seed in 0..300 {
            let conflict = random_conflict(seed, Shape::Options);
            let options = conflict.options.len();
            let mut conditions: Vec<&Expr> = conflict.rules.iter().map(|rule| &rule.when).collect();
            for dm in &conflict.decision_makers {
                if let Preference::Prioritised(statements) = &dm.preference {
                    conditions.extend(statements.iter().map(|statement| &statement.that));
                }
            }
            let mut circuit = Circuit::new();
            let edges: Vec<Edge> = conditions.iter().map(|condition| circuit.condition(condition)).collect();
            for bits in 0..1 << options {
                let vector = OptionVector::from_bits(options, bits);
                // Every second option is known.
                let known = |option: OptionId| option.index().is_multiple_of(2).then(|| vector.is_on(option));
                let left: Vec<Edge> = edges.iter().map(|&edge| circuit.given(edge, &known)).collect();
                let values = circuit.values(0..circuit.len(), &vector);
                for ((condition, &edge), &left) in conditions.iter().zip(&edges).zip(&left) {
                    assert_eq!(
                        value(&values, edge),
                        condition.holds(&vector),
                        "seed {seed}: {condition:?} at {bits:b}"
                    );
                    assert_eq!(
                        value(&values, left),
                        condition.holds(&vector),
                        "seed {seed}: {condition:?} at {bits:b}"
                    );
                    let mentioned = circuit.parts_of([left].into_iter());
                    let known_one = |&node: &usize| matches!(circuit.node(node), Node::Option(o) if o.index() % 2 == 0);
                    assert!(!mentioned.iter().any(known_one), "seed {seed}: what is known is left in {condition:?}");
                }
            }
        }
    }
}
