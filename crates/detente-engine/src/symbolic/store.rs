//! Decision diagrams: functions of yes-or-no variables as shared graphs (R. E. Bryant (1986), *Graph-based algorithms for Boolean function manipulation*,
//! IEEE Transactions on Computers 35, 677–691; edges that negate: K. S. Brace, R. L. Rudell and R. E. Bryant (1990), *Efficient implementation of a BDD package*).
//!
//! A function is an edge to a node. A node asks for the variable of its level and goes on along one of two edges, and levels grow along every path. Equal
//! functions are one edge, because a node is never made twice and the edge for *yes* never negates. What the engine asks of this layer is small: [`Func`],
//! [`Store`], and the operations in [`super::ops`]. A library could take its place; it is our own because long work has to be watched *within* an
//! operation: a single one may take hours, and it must heed the memory, the work allowed and the asker.

use std::rc::{Rc, Weak};

use crate::Control;

/// An edge: the place of a node, and in the lowest bit whether the function is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Edge(pub u32);

/// True everywhere.
pub(super) const YES: Edge = Edge(0);
/// True nowhere.
pub(super) const NO: Edge = Edge(1);

/// The level of the two constants: below all variables.
pub(super) const BOTTOM: u32 = u32::MAX;
/// The level of a place that holds no node.
const VACANT: u32 = u32::MAX - 1;
/// The end of a chain of nodes.
const END: u32 = u32::MAX;

impl Edge {
    pub fn index(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub fn negated(self) -> bool {
        self.0 & 1 == 1
    }

    pub fn not(self) -> Edge {
        Edge(self.0 ^ 1)
    }

    /// The same edge, negated once more if `so`.
    pub fn not_if(self, so: bool) -> Edge {
        Edge(self.0 ^ u32::from(so))
    }
}

#[derive(Clone, Copy)]
struct Node {
    level: u32,
    low: Edge,
    high: Edge,
    /// The next node of the same bucket, or the next vacant place.
    next: u32,
}

/// What an operation was found to give.
#[derive(Clone, Copy)]
struct Known {
    operation: u32,
    a: Edge,
    b: Edge,
    c: Edge,
    result: Edge,
}

const UNKNOWN: Known = Known { operation: u32::MAX, a: NO, b: NO, c: NO, result: NO };

/// Why an operation was not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// The nodes do not fit the memory allowed.
    Memory,
    /// The steps allowed are used up.
    Work,
    /// The asker cancelled the work.
    Cancelled,
}

/// A function that is kept: its nodes stay while any copy of it lives.
#[derive(Clone, Debug)]
pub(super) struct Func(Rc<Edge>);

impl Func {
    pub fn edge(&self) -> Edge {
        *self.0
    }

    /// Whether both are the same function of the same store.
    pub fn is(&self, other: &Func) -> bool {
        self.edge() == other.edge()
    }

    /// Whether it is true nowhere.
    pub fn is_no(&self) -> bool {
        self.edge() == NO
    }
}

/// Where nodes live, and what is known of them.
pub(super) struct Store<'c> {
    nodes: Vec<Node>,
    buckets: Vec<u32>,
    /// The first vacant place, [`END`] where there is none.
    vacant: u32,
    in_use: usize,
    /// So many nodes are looked through for such as nobody needs.
    collect_at: usize,
    most: usize,
    known: Vec<Known>,
    kept: Vec<Weak<Edge>>,
    tidy_at: usize,
    control: &'c Control<'c>,
    /// Where operations end.
    last: u64,
    /// Steps of operations, which grow with the work and are the same on every machine.
    steps: u64,
    peak: usize,
    /// By place: the look at nodes at which it was seen last.
    seen: Vec<u32>,
    looks: u32,
}

/// The bytes that a node takes with its share of the tables around it.
pub(super) const NODE_BYTES: u64 = 48;
/// So many nodes fit any memory allowed.
const FEW: usize = 1 << 12;
/// Below so many nodes none is looked for that nobody needs: about what fits the caches of a processor with the tables around it.
const ROOMY: usize = 1 << 16;
/// The asker is asked once in so many steps.
const PATIENCE: u64 = 1 << 12;

impl<'c> Store<'c> {
    /// A store whose nodes take at most `memory` bytes.
    pub fn new(memory: u64, control: &'c Control<'c>) -> Self {
        let most = usize::try_from(memory / NODE_BYTES).unwrap_or(usize::MAX).clamp(FEW, 1 << 30);
        Store {
            nodes: vec![Node { level: BOTTOM, low: YES, high: YES, next: END }],
            buckets: vec![END; FEW],
            vacant: END,
            in_use: 1,
            collect_at: ROOMY.min(most),
            most,
            known: vec![UNKNOWN; FEW],
            kept: Vec::new(),
            tidy_at: 1 << 12,
            control,
            last: u64::MAX,
            steps: 0,
            peak: 1,
            seen: Vec::new(),
            looks: 0,
        }
    }

    /// From now on operations end after so many steps in all; never where it is `None`.
    pub fn end_after(&mut self, steps: Option<u64>) {
        self.last = steps.unwrap_or(u64::MAX);
    }

    /// Steps of operations so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The most nodes that were there at once.
    pub fn peak(&self) -> usize {
        self.peak
    }

    /// The function that is true everywhere.
    pub fn yes(&mut self) -> Func {
        self.keep(YES)
    }

    /// The function that is true nowhere.
    pub fn no(&mut self) -> Func {
        self.keep(NO)
    }

    /// Keeps a function.
    pub fn keep(&mut self, edge: Edge) -> Func {
        if self.kept.len() >= self.tidy_at {
            self.kept.retain(|kept| kept.strong_count() > 0);
            self.tidy_at = (2 * self.kept.len()).max(1 << 12);
        }
        let func = Rc::new(edge);
        self.kept.push(Rc::downgrade(&func));
        Func(func)
    }

    pub fn level(&self, edge: Edge) -> u32 {
        self.nodes[edge.index()].level
    }

    /// The two functions that a function is where the variable of its level is off, and on.
    pub fn branches(&self, edge: Edge) -> (Edge, Edge) {
        let Node { low, high, .. } = self.nodes[edge.index()];
        (low.not_if(edge.negated()), high.not_if(edge.negated()))
    }

    /// The same for the variable of `level`, which is not below that of the function.
    pub fn branches_at(&self, edge: Edge, level: u32) -> (Edge, Edge) {
        if self.level(edge) == level { self.branches(edge) } else { (edge, edge) }
    }

    /// Calls `visit` with the level of every node of a function.
    pub fn look_at_all(&mut self, edge: Edge, mut visit: impl FnMut(u32)) {
        self.seen.resize(self.nodes.len(), 0);
        self.looks = self.looks.wrapping_add(1);
        if self.looks == 0 {
            self.seen.fill(0);
            self.looks = 1;
        }
        let mut open = vec![edge.index()];
        while let Some(at) = open.pop() {
            if at != 0 && std::mem::replace(&mut self.seen[at], self.looks) != self.looks {
                visit(self.nodes[at].level);
                open.extend([self.nodes[at].low.index(), self.nodes[at].high.index()]);
            }
        }
    }

    /// One more step of an operation; asks now and then whether to go on.
    pub fn step(&mut self) -> Result<(), Halt> {
        self.steps += 1;
        if self.steps > self.last {
            return Err(Halt::Work);
        }
        if self.steps.is_multiple_of(PATIENCE) && (self.control.cancelled)() {
            return Err(Halt::Cancelled);
        }
        Ok(())
    }

    /// The function that asks for the variable of `level` first.
    pub fn node(&mut self, level: u32, low: Edge, high: Edge) -> Result<Edge, Halt> {
        if low == high {
            return Ok(low);
        }
        let negate = high.negated();
        let (low, high) = (low.not_if(negate), high.not_if(negate));
        let bucket = hash(level, low, high) & (self.buckets.len() - 1);
        let mut at = self.buckets[bucket];
        while at != END {
            let node = &self.nodes[at as usize];
            if node.level == level && node.low == low && node.high == high {
                return Ok(Edge(at << 1).not_if(negate));
            }
            at = node.next;
        }
        if self.in_use >= self.most {
            return Err(Halt::Memory);
        }
        let next = self.buckets[bucket];
        let node = Node { level, low, high, next };
        let at = if self.vacant == END {
            self.nodes.push(node);
            self.nodes.len() as u32 - 1
        } else {
            let at = self.vacant;
            self.vacant = self.nodes[at as usize].next;
            self.nodes[at as usize] = node;
            at
        };
        self.buckets[bucket] = at;
        self.in_use += 1;
        self.peak = self.peak.max(self.in_use);
        if self.in_use > self.buckets.len() {
            self.grow();
        }
        Ok(Edge(at << 1).not_if(negate))
    }

    /// Twice as many buckets, and as much more room for what is known.
    fn grow(&mut self) {
        let buckets = 2 * self.buckets.len();
        self.file_again(buckets);
        let before = std::mem::replace(&mut self.known, vec![UNKNOWN; buckets]);
        for known in before {
            if known.operation != UNKNOWN.operation {
                let at = self.slot(known.operation, known.a, known.b, known.c);
                self.known[at] = known;
            }
        }
    }

    fn file_again(&mut self, buckets: usize) {
        self.buckets.clear();
        self.buckets.resize(buckets, END);
        for at in 1..self.nodes.len() {
            let Node { level, low, high, .. } = self.nodes[at];
            if level != VACANT {
                let bucket = hash(level, low, high) & (buckets - 1);
                self.nodes[at].next = self.buckets[bucket];
                self.buckets[bucket] = at as u32;
            }
        }
    }

    fn slot(&self, operation: u32, a: Edge, b: Edge, c: Edge) -> usize {
        hash(operation ^ c.0.rotate_left(16), a, b) & (self.known.len() - 1)
    }

    /// What an operation is known to give.
    pub fn recall(&self, operation: u32, [a, b, c]: [Edge; 3]) -> Option<Edge> {
        let known = &self.known[self.slot(operation, a, b, c)];
        (known.operation == operation && known.a == a && known.b == b && known.c == c).then_some(known.result)
    }

    /// Keeps in mind what an operation gives.
    pub fn note(&mut self, operation: u32, [a, b, c]: [Edge; 3], result: Edge) {
        let slot = self.slot(operation, a, b, c);
        self.known[slot] = Known { operation, a, b, c, result };
    }

    /// Does an operation and keeps its result. Nodes that nobody needs make room before it, and once more where it ran out of room.
    pub fn run(&mut self, operation: impl Fn(&mut Self) -> Result<Edge, Halt>) -> Result<Func, Halt> {
        if self.in_use >= self.collect_at {
            self.collect();
            self.collect_at = (2 * self.in_use).max(ROOMY).min(self.most);
        }
        let edge = match operation(self) {
            Err(Halt::Memory) => {
                self.collect();
                // Where little room was made, the same would happen again, only later.
                if self.in_use > self.most / 4 * 3 {
                    return Err(Halt::Memory);
                }
                operation(self)?
            }
            result => result?,
        };
        Ok(self.keep(edge))
    }

    /// Gives up the nodes that no kept function needs.
    fn collect(&mut self) {
        self.kept.retain(|kept| kept.strong_count() > 0);
        let mut needed = vec![false; self.nodes.len()];
        needed[0] = true;
        let mut open: Vec<usize> = self.kept.iter().filter_map(Weak::upgrade).map(|edge| edge.index()).collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut needed[at], true) {
                open.extend([self.nodes[at].low.index(), self.nodes[at].high.index()]);
            }
        }
        self.vacant = END;
        self.in_use = 1;
        for at in (1..self.nodes.len()).rev() {
            if needed[at] {
                self.in_use += 1;
            } else {
                self.nodes[at] = Node { level: VACANT, low: YES, high: YES, next: self.vacant };
                self.vacant = at as u32;
            }
        }
        // Vacant places keep their chain: only nodes are filed.
        self.file_again(self.buckets.len());
        self.known.fill(UNKNOWN);
    }
}

/// Spreads what is looked up over a table.
fn hash(a: u32, b: Edge, c: Edge) -> usize {
    let mixed = (u64::from(b.0) << 32 | u64::from(c.0)) ^ u64::from(a).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    ((mixed >> 32) ^ mixed.wrapping_mul(0xC4CE_B9FE_1A85_EC53) >> 40) as usize
}
