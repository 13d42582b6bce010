//! The strongly connected sets of a graph.

use detente_engine::StepNodes;

/// A graph whose arrows are asked for one after the other.
pub(super) trait Arrows {
    /// How many nodes there are.
    fn nodes(&self) -> usize;

    /// The next node that an arrow from `node` leads to and the cursor for the one after it; the first cursor is 0. `None` after the last.
    fn next(&self, node: u32, cursor: u64) -> Option<(u32, u64)>;
}

/// Lists of the ends.
impl Arrows for Vec<Vec<u32>> {
    fn nodes(&self) -> usize {
        self.len()
    }

    fn next(&self, node: u32, cursor: u64) -> Option<(u32, u64)> {
        self[node as usize].get(cursor as usize).map(|&end| (end, cursor + 1))
    }
}

impl Arrows for StepNodes<'_> {
    fn nodes(&self) -> usize {
        self.count()
    }

    fn next(&self, node: u32, cursor: u64) -> Option<(u32, u64)> {
        StepNodes::next(self, node, cursor)
    }
}

/// The arrows from a node.
pub(super) fn ends<A: Arrows>(arrows: &A, node: u32) -> impl Iterator<Item = u32> {
    let mut cursor = 0;
    std::iter::from_fn(move || {
        let (end, next) = arrows.next(node, cursor)?;
        cursor = next;
        Some(end)
    })
}

/// The set of a node that was not come to.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The strongly connected sets of what can be reached from the roots.
pub(super) struct Components {
    /// The set of each node, [`NOWHERE`] where it is not reached. Arrows lead to sets of the same or of a lower number.
    pub of: Vec<u32>,
    /// How many sets there are.
    pub count: usize,
    /// The nodes reached, set by set.
    pub order: Vec<u32>,
}

/// Finds the strongly connected sets (Tarjan 1972), with a stack of its own: paths may be long. `None` as soon as `cancelled`, which is asked after every thousand or so
/// arrows.
pub(super) fn components<A: Arrows>(arrows: &A, roots: &[u32], cancelled: &dyn Fn() -> bool) -> Option<Components> {
    const NEW: u32 = u32::MAX;
    let nodes = arrows.nodes();
    let mut found = Components { of: vec![NOWHERE; nodes], count: 0, order: Vec::new() };
    let (mut number, mut low) = (vec![NEW; nodes], vec![0u32; nodes]);
    let (mut stack, mut calls): (Vec<u32>, Vec<(u32, u64)>) = (Vec::new(), Vec::new());
    let (mut next, mut asked) = (0u32, 0u32);
    for &root in roots.iter() {
        if number[root as usize] != NEW {
            continue;
        }
        calls.push((root, 0));
        while let Some(&mut (node, ref mut cursor)) = calls.last_mut() {
            asked = asked.wrapping_add(1);
            if asked.is_multiple_of(1 << 10) && cancelled() {
                return None;
            }
            let at = node as usize;
            if number[at] == NEW {
                (number[at], low[at]) = (next, next);
                next += 1;
                stack.push(node);
            }
            if let Some((end, further)) = arrows.next(node, *cursor) {
                *cursor = further;
                let end_at = end as usize;
                if number[end_at] == NEW {
                    calls.push((end, 0));
                } else if found.of[end_at] == NOWHERE {
                    low[at] = low[at].min(number[end_at]);
                }
                continue;
            }
            calls.pop();
            if let Some(&(caller, _)) = calls.last() {
                low[caller as usize] = low[caller as usize].min(low[at]);
            }
            if low[at] == number[at] {
                let from = stack.iter().rposition(|&member| member == node).expect("the node itself is on the stack");
                for member in stack.drain(from..) {
                    found.of[member as usize] = found.count as u32;
                    found.order.push(member);
                }
                found.count += 1;
            }
        }
    }
    Some(found)
}
