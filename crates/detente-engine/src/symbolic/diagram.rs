//! A set of option vectors as a value: a diagram that needs no store, is never changed, and can be shared.

use std::collections::HashMap;
use std::sync::Arc;

use detente_model::{OptionId, OptionVector};
use num_bigint::BigUint;

use super::store::{BOTTOM, Edge, Func, Halt, NO, Store, YES};

/// Asks for the option at a place of the order, and goes on to other nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    place: u32,
    off: u32,
    on: u32,
}

/// The place of the node that is true nowhere, and of that which is true everywhere.
const NOWHERE: u32 = 0;
const EVERYWHERE: u32 = 1;

/// A set of vectors of the options of a conflict. No edge negates, and nodes come after those that they go on to.
#[derive(Clone, Debug)]
pub(crate) struct Diagram {
    order: Arc<[usize]>,
    /// The first two are the constants.
    nodes: Vec<Node>,
    root: u32,
}

impl Diagram {
    /// The set that a function stands for, with the options in this order.
    pub(super) fn new(store: &Store<'_>, order: &Arc<[usize]>, func: &Func) -> Self {
        let bottom = order.len() as u32;
        let constant = Node { place: bottom, off: 0, on: 0 };
        let mut nodes = vec![constant, constant];
        let mut made: HashMap<Edge, u32> = HashMap::from([(NO, NOWHERE), (YES, EVERYWHERE)]);
        let mut open = vec![func.edge()];
        while let Some(&edge) = open.last() {
            if made.contains_key(&edge) {
                open.pop();
                continue;
            }
            debug_assert_ne!(store.level(edge), BOTTOM);
            let (low, high) = store.branches(edge);
            match (made.get(&low), made.get(&high)) {
                (Some(&off), Some(&on)) => {
                    made.insert(edge, nodes.len() as u32);
                    nodes.push(Node { place: store.level(edge) >> 1, off, on });
                    open.pop();
                }
                (off, on) => {
                    let (off, on) = (off.is_none(), on.is_none());
                    open.extend(off.then_some(low));
                    open.extend(on.then_some(high));
                }
            }
        }
        let root = made[&func.edge()];
        Diagram { order: order.clone(), nodes, root }
    }

    /// The function of the set, in another store with the same order.
    pub(super) fn load(&self, store: &mut Store<'_>) -> Result<Func, Halt> {
        store.run(|store| {
            let mut edges = vec![NO, YES];
            for node in &self.nodes[2..] {
                let edge = store.node(2 * node.place, edges[node.off as usize], edges[node.on as usize])?;
                edges.push(edge);
            }
            Ok(edges[self.root as usize])
        })
    }

    /// The options in the order in which they are asked for.
    pub fn order(&self) -> &Arc<[usize]> {
        &self.order
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Whether no vector is in the set.
    pub fn is_empty(&self) -> bool {
        self.root == NOWHERE
    }

    /// Whether a vector is in the set.
    pub fn contains(&self, vector: &OptionVector) -> bool {
        let mut at = self.root;
        while at > EVERYWHERE {
            let node = self.nodes[at as usize];
            at = if vector.is_on(OptionId::from(self.order[node.place as usize])) { node.on } else { node.off };
        }
        at == EVERYWHERE
    }

    /// How many vectors are in the set.
    pub fn count(&self) -> BigUint {
        let fits = self.order.len() < 128;
        if fits {
            let counts = self.counts(0u128, 1u128, |count, by| count << by, |a, b| a + b);
            BigUint::from(counts)
        } else {
            self.counts(BigUint::ZERO, BigUint::from(1u32), |count, by| count << by, |a, b| a + b)
        }
    }

    /// The number of vectors, in whatever numbers: each node counts the choices for the options from its place on.
    fn counts<N: Clone>(&self, zero: N, one: N, times: impl Fn(N, u32) -> N, sum: impl Fn(N, N) -> N) -> N {
        let mut counts = vec![zero, one];
        for node in &self.nodes[2..] {
            let part = |to: u32| times(counts[to as usize].clone(), self.nodes[to as usize].place - node.place - 1);
            counts.push(sum(part(node.off), part(node.on)));
        }
        times(counts[self.root as usize].clone(), self.nodes[self.root as usize].place)
    }

    /// The first vectors of the set, at most so many, in the order of vectors.
    pub fn first(&self, most: usize) -> Vec<OptionVector> {
        let mut found = Vec::new();
        let options = self.order.len();
        let mut places = vec![0; options];
        self.order.iter().enumerate().for_each(|(place, &option)| places[option] = place);
        // By place: the value chosen, if one is. The last option counts most, so it is chosen first.
        let mut chosen: Vec<Option<bool>> = vec![None; options];
        let mut room = vec![false; self.nodes.len()];
        if most == 0 || !self.any(&chosen, &mut room) {
            return found;
        }
        let mut open = options;
        loop {
            // Down to a whole vector: off where anything is left then, else on.
            while open > 0 {
                open -= 1;
                chosen[places[open]] = Some(false);
                if !self.any(&chosen, &mut room) {
                    chosen[places[open]] = Some(true);
                }
            }
            let on = (0..options).filter(|&option| chosen[places[option]] == Some(true)).map(OptionId::from);
            found.push(OptionVector::with_on(options, on));
            if found.len() == most {
                return found;
            }
            // Back to the last choice of off that can be on as well.
            loop {
                if open == options {
                    return found;
                }
                let was = std::mem::take(&mut chosen[places[open]]);
                if was == Some(false) {
                    chosen[places[open]] = Some(true);
                    if self.any(&chosen, &mut room) {
                        break;
                    }
                    chosen[places[open]] = None;
                }
                open += 1;
            }
        }
    }

    /// Whether any vector of the set agrees with what is chosen.
    fn any(&self, chosen: &[Option<bool>], room: &mut [bool]) -> bool {
        room[EVERYWHERE as usize] = true;
        for (at, node) in self.nodes.iter().enumerate().skip(2) {
            let (off, on) = (room[node.off as usize], room[node.on as usize]);
            room[at] = match chosen[node.place as usize] {
                None => off || on,
                Some(false) => off,
                Some(true) => on,
            };
        }
        room[self.root as usize]
    }
}
