//! Relations between states as bits, and the ends of all sequences in which nobody moves twice in succession.

/// For each state the set of states that it is related to, one bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    states: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Relation {
    /// The empty relation.
    pub(super) fn new(states: usize) -> Self {
        let words = states.div_ceil(64);
        Relation { states, words, bits: vec![0; states * words] }
    }

    pub(super) fn add(&mut self, from: usize, to: usize) {
        self.bits[from * self.words + to / 64] |= 1 << (to % 64);
    }

    /// The states that `from` is related to.
    pub(super) fn row(&self, from: usize) -> &[u64] {
        &self.bits[from * self.words..(from + 1) * self.words]
    }

    fn row_mut(&mut self, from: usize) -> &mut [u64] {
        &mut self.bits[from * self.words..(from + 1) * self.words]
    }

    /// What is in both relations.
    pub(super) fn and(&self, other: &Relation) -> Relation {
        let bits = self.bits.iter().zip(&other.bits).map(|(a, b)| a & b).collect();
        Relation { bits, ..*self }
    }

    /// Where sequences end in which each step is one of `agents`, never the same twice in succession; at least one step. The start is among the ends
    /// where a sequence leads back to it.
    ///
    /// What can still be reached depends on the state and on who moved last. So the nodes are such pairs, and those that lead to each other (a strongly
    /// connected component, found as by R. Tarjan 1972) reach the same: one set serves them all. `None` when `cancelled` says so.
    pub(super) fn sequences(agents: &[&Relation], states: usize, cancelled: &dyn Fn() -> bool) -> Option<Relation> {
        let mut ends = Relation::new(states);
        let components = Components::find(agents, states, cancelled)?;
        // The start whose ends took in a component last: each is taken in once.
        let mut taken = vec![usize::MAX; components.sets.len()];
        for start in 0..states {
            let row = ends.row_mut(start);
            for (agent, relation) in agents.iter().enumerate() {
                for end in ones(relation.row(start)) {
                    let component = components.of[agent * states + end] as usize;
                    if std::mem::replace(&mut taken[component], start) != start {
                        or_into(row, &components.sets[component]);
                    }
                }
            }
        }
        Some(ends)
    }
}

/// The strongly connected components of the pairs of a state and who moved there last, each with all states that are reached from it, its own among them.
struct Components {
    /// By agent, then by state.
    of: Vec<u32>,
    sets: Vec<Vec<u64>>,
}

/// A node being visited, and where its next successor is looked for.
struct Visit {
    node: usize,
    agent: usize,
    from: usize,
}

impl Components {
    fn find(agents: &[&Relation], states: usize, cancelled: &dyn Fn() -> bool) -> Option<Self> {
        const UNSEEN: u32 = u32::MAX;
        let nodes = agents.len() * states;
        let mut found = Components { of: vec![UNSEEN; nodes], sets: Vec::new() };
        let mut number = vec![UNSEEN; nodes];
        let mut low = vec![UNSEEN; nodes];
        let mut open: Vec<usize> = Vec::new();
        let mut taken: Vec<u32> = Vec::new();
        let mut next_number = 0;
        for root in 0..nodes {
            if number[root] != UNSEEN {
                continue;
            }
            if cancelled() {
                return None;
            }
            let mut path: Vec<Visit> = Vec::new();
            let mut enter = Some(root);
            loop {
                if let Some(node) = enter.take() {
                    (number[node], low[node]) = (next_number, next_number);
                    next_number += 1;
                    open.push(node);
                    path.push(Visit { node, agent: 0, from: 0 });
                }
                let Some(visit) = path.last_mut() else { break };
                if let Some(next) = visit.next(agents, states) {
                    if number[next] == UNSEEN {
                        enter = Some(next);
                    } else if found.of[next] == UNSEEN {
                        low[visit.node] = low[visit.node].min(number[next]);
                    }
                    continue;
                }
                let node = visit.node;
                path.pop();
                if let Some(before) = path.last() {
                    low[before.node] = low[before.node].min(low[node]);
                }
                if low[node] == number[node] {
                    found.close(node, &mut open, agents, states, &mut taken);
                }
            }
        }
        Some(found)
    }

    /// Makes a component of the open nodes from `node` on. All that its nodes lead to is in it or in an earlier component.
    fn close(&mut self, node: usize, open: &mut Vec<usize>, agents: &[&Relation], states: usize, taken: &mut Vec<u32>) {
        let own = self.sets.len() as u32;
        let begin =
            open.iter().rposition(|&other| other == node).expect("a node is open until its component is closed");
        let members = open.split_off(begin);
        let mut set = vec![0; states.div_ceil(64)];
        for &member in &members {
            self.of[member] = own;
            set[member % states / 64] |= 1 << (member % states % 64);
        }
        taken.push(own);
        for member in members {
            let mut visit = Visit { node: member, agent: 0, from: 0 };
            while let Some(next) = visit.next(agents, states) {
                let component = self.of[next];
                if component != own && std::mem::replace(&mut taken[component as usize], own) != own {
                    or_into(&mut set, &self.sets[component as usize]);
                }
            }
        }
        self.sets.push(set);
    }
}

impl Visit {
    /// The next pair that a step of somebody else leads to.
    fn next(&mut self, agents: &[&Relation], states: usize) -> Option<usize> {
        let (last, state) = (self.node / states, self.node % states);
        while self.agent < agents.len() {
            if self.agent != last
                && let Some(end) = next_one(agents[self.agent].row(state), self.from)
            {
                self.from = end + 1;
                return Some(self.agent * states + end);
            }
            self.agent += 1;
            self.from = 0;
        }
        None
    }
}

/// Adds the bits of `more`.
fn or_into(set: &mut [u64], more: &[u64]) {
    set.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
}

/// The place of the first bit at `from` or later.
fn next_one(set: &[u64], from: usize) -> Option<usize> {
    let mut at = from / 64;
    let mut word = set.get(at)? & (u64::MAX << (from % 64));
    while word == 0 {
        at += 1;
        word = *set.get(at)?;
    }
    Some(at * 64 + word.trailing_zeros() as usize)
}

/// The places of the bits, ascending.
pub(super) fn ones(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let one = next_one(set, from)?;
        from = one + 1;
        Some(one)
    })
}

/// Whether every bit of `a` is one of `b`.
pub(super) fn is_subset(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a & !b == 0)
}

/// Whether the two have no bit in common.
pub(super) fn is_disjoint(a: &[u64], b: &[u64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a & b == 0)
}
