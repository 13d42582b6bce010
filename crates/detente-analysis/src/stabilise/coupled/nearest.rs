//! The ranking nearest to a given one among those that put some states above others.
//!
//! States that no demand names keep the order among themselves: where an optimum inverts two of them, exchanging the two costs less. So a ranking is built
//! from the top down out of two things: the blocks of unnamed states, in their old order, and the named states, one by one or in groups that tied
//! before. A pair is paid for as soon as it is certain to be compared otherwise, and the search (A*) takes the cheapest beginning first; for each demand that is
//! open it counts on one pair for every state still between the two.
//!
//! New ties are never needed: of states that tie that did not before, the target and what tied with it may as well come first, and the others in their old order.
//! So a demand to be ranked no lower is one to be ranked higher, unless the two tied before.

use std::cell::Cell;
use std::collections::HashMap;

use super::super::table::distance;

/// What one ranking is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Demand {
    /// The state that must rank above the other.
    pub above: u32,
    /// The other.
    pub below: u32,
    /// Whether they may tie. Only asked of states that tied before.
    pub or_tie: bool,
}

/// The nearest ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// It changes so many pairs of states, and is this: the place of each state, higher is better.
    Found(u64, Vec<u32>),
    /// Every one changes more pairs than the most that was asked about.
    Dearer,
    /// No ranking does all that.
    Contradiction,
    /// The work was used up, or more states are named than the search can hold.
    GivenUp,
}

/// Beginnings of rankings that are one piece of work.
const BEGINNINGS: u64 = 32;

/// A search that remembers more beginnings is given up, for the sake of memory.
const MAX_KNOWN: usize = 1 << 20;
/// So many named states that tie and may come next are grouped in all ways.
const MAX_READY: usize = 12;

/// The demands laid out: named states are numbered.
struct Task<'a> {
    places: &'a [u32],
    named: Vec<u32>,
    /// By named state: who must come before it, and who not after it.
    before: Vec<u128>,
    not_after: Vec<u128>,
    /// By named state: the named states that rank as high or higher, itself not.
    as_high: Vec<u128>,
    /// The blocks of unnamed states, best first: their place and how many they are.
    blocks: Vec<(u32, u64)>,
    /// How many unnamed states the blocks before each one hold.
    filled: Vec<u64>,
    /// By named state: the blocks that rank higher, and the size of the one that ties.
    higher_blocks: Vec<usize>,
    tied: Vec<u64>,
    /// The demands that the old ranking does not meet.
    open: Vec<Open>,
}

/// A demand that the old ranking does not meet, and what lies between its states: from the lower one to the higher one, the lower one left out.
struct Open {
    above: usize,
    below: usize,
    named: u128,
    /// The blocks, the first and the one past the last.
    blocks: (usize, usize),
}

/// A beginning: which named states stand, and how many blocks.
type Beginning = (u128, usize);

/// A step: the named states placed next, together, and whether the next block stands with them.
type Step = (u128, bool);

/// The ranking nearest to `places` that meets all demands and changes at most `most` pairs.
pub fn nearest(places: &[u32], demands: &[Demand], most: u64, left: &Cell<u64>) -> Nearest {
    let Some(some) = any(places, demands) else { return Nearest::Contradiction };
    let met = |demand: &Demand| places[demand.above as usize] > places[demand.below as usize] || demand.or_tie;
    if demands.iter().all(met) {
        return Nearest::Found(0, places.to_vec());
    }
    let Some(task) = Task::new(places, demands) else { return Nearest::GivenUp };
    let reach = distance(places, &some).min(most);
    match task.search(reach, left) {
        Some(Some((cost, steps))) => Nearest::Found(cost, task.ranking(&steps)),
        Some(None) => Nearest::Dearer,
        None => Nearest::GivenUp,
    }
}

/// Some ranking that meets all demands, near the old one: the best state that nothing has to precede comes next. `None` where the demands contradict each other.
pub fn any(places: &[u32], demands: &[Demand]) -> Option<Vec<u32>> {
    let states = places.len();
    let mut waits = vec![0usize; states];
    demands.iter().filter(|demand| !demand.or_tie).for_each(|demand| waits[demand.below as usize] += 1);
    let mut order: Vec<u32> = (0..states as u32).collect();
    order.sort_by_key(|&x| (std::cmp::Reverse(places[x as usize]), x));
    let mut after = vec![u32::MAX; states];
    let mut next = states as u32;
    let mut last: Option<u32> = None;
    while !order.is_empty() {
        let ready = |&&x: &&u32| {
            let held = |demand: &Demand| demand.or_tie && demand.below == x && after[demand.above as usize] == u32::MAX;
            waits[x as usize] == 0 && !demands.iter().any(held)
        };
        let x = *order.iter().find(ready)?;
        order.retain(|&y| y != x);
        // It ties with the one before where it did, unless that had to come first.
        let ties = last.is_some_and(|last| {
            let split = |demand: &Demand| !demand.or_tie && demand.below == x && after[demand.above as usize] == next;
            places[last as usize] == places[x as usize] && !demands.iter().any(split)
        });
        if !ties {
            next -= 1;
        }
        after[x as usize] = next;
        last = Some(x);
        demands.iter().filter(|d| !d.or_tie && d.above == x).for_each(|d| waits[d.below as usize] -= 1);
    }
    Some(after)
}

impl<'a> Task<'a> {
    /// `None` where too many states are named.
    fn new(places: &'a [u32], demands: &[Demand]) -> Option<Self> {
        let mut named: Vec<u32> = demands.iter().flat_map(|demand| [demand.above, demand.below]).collect();
        named.sort_unstable();
        named.dedup();
        if named.len() > 128 {
            return None;
        }
        let number = |x: u32| named.binary_search(&x).expect("every demand's states are named");
        let (mut before, mut not_after) = (vec![0u128; named.len()], vec![0u128; named.len()]);
        let mut open = Vec::new();
        for demand in demands {
            let (above, below) = (number(demand.above), number(demand.below));
            if demand.or_tie {
                not_after[below] |= 1 << above;
            } else {
                before[below] |= 1 << above;
                if places[demand.above as usize] <= places[demand.below as usize] {
                    open.push(Open { above, below, named: 0, blocks: (0, 0) });
                }
            }
        }
        let place = |at: usize| places[named[at] as usize];
        let as_high: Vec<u128> = (0..named.len())
            .map(|at| set((0..named.len()).filter(|&other| other != at && place(other) >= place(at))))
            .collect();
        let mut unnamed: Vec<u32> =
            (0..places.len() as u32).filter(|x| named.binary_search(x).is_err()).map(|x| places[x as usize]).collect();
        unnamed.sort_unstable_by(|a, b| b.cmp(a));
        let blocks: Vec<(u32, u64)> =
            unnamed.chunk_by(|a, b| a == b).map(|block| (block[0], block.len() as u64)).collect();
        let mut filled = vec![0];
        filled.extend(blocks.iter().scan(0, |sum, block| {
            *sum += block.1;
            Some(*sum)
        }));
        let higher_blocks: Vec<usize> =
            (0..named.len()).map(|at| blocks.partition_point(|block| block.0 > place(at))).collect();
        let tied: Vec<u64> = (0..named.len())
            .map(|at| blocks.get(higher_blocks[at]).filter(|block| block.0 == place(at)).map_or(0, |block| block.1))
            .collect();
        for open in &mut open {
            let range = place(open.above)..=place(open.below);
            open.named = set((0..named.len()).filter(|&at| at != open.above && range.contains(&place(at))));
            let end = higher_blocks[open.above] + usize::from(tied[open.above] > 0);
            open.blocks = (higher_blocks[open.below], end);
        }
        Some(Task { places, named, before, not_after, as_high, blocks, filled, higher_blocks, tied, open })
    }

    fn place(&self, at: usize) -> u32 {
        self.places[self.named[at] as usize]
    }

    /// The pairs that must still be compared otherwise, at least: for an open demand all that has not been placed from the one state to the other.
    fn ahead(&self, (stand, blocks): Beginning) -> u64 {
        let stands = |at: usize| stand >> at & 1 == 1;
        let open = self.open.iter().filter(|open| !stands(open.above) && !stands(open.below));
        let rest = open.map(|open| {
            let first = open.blocks.0.max(blocks);
            let unnamed = self.filled[open.blocks.1.max(first)] - self.filled[first];
            unnamed + u64::from((open.named & !stand).count_ones())
        });
        rest.max().unwrap_or(0)
    }

    /// What it costs to place named states next, beside those that are certain already.
    fn cost(&self, (stand, blocks): Beginning, (group, with_block): Step) -> u64 {
        let rest = !stand & !group & self.all();
        let mut cost = 0;
        for at in members(group) {
            cost += u64::from((self.as_high[at] & rest).count_ones());
            if !with_block && blocks <= self.higher_blocks[at] {
                cost += self.filled[self.higher_blocks[at]] - self.filled[blocks] + self.tied[at];
            }
        }
        if with_block {
            let (place, size) = self.blocks[blocks];
            cost += size * members(rest).filter(|&at| self.place(at) >= place).count() as u64;
        }
        cost
    }

    fn all(&self) -> u128 {
        if self.named.len() == 128 { u128::MAX } else { (1 << self.named.len()) - 1 }
    }

    /// What may come next; `None` where there are too many ways to go on.
    fn steps(&self, (stand, blocks): Beginning) -> Option<Vec<Step>> {
        let mut found = Vec::new();
        let ready = members(!stand & self.all()).filter(|&at| self.before[at] & !stand == 0);
        let mut by_place: Vec<(u32, Vec<usize>)> = Vec::new();
        for at in ready {
            let place = self.place(at);
            match by_place.iter_mut().find(|one| one.0 == place) {
                Some(one) => one.1.push(at),
                None => by_place.push((place, vec![at])),
            }
        }
        let next = self.blocks.get(blocks).map(|block| block.0);
        if next.is_some() {
            found.push((0, true));
        }
        for (place, ready) in by_place {
            if ready.len() > MAX_READY {
                return None;
            }
            // All groups of those that tied; the numbers of the ready ones in a group are the bits of `choice`.
            for choice in 1u64..1 << ready.len() {
                let group = set((0..ready.len()).filter(|bit| choice >> bit & 1 == 1).map(|bit| ready[bit]));
                if members(group).any(|at| self.not_after[at] & !stand & !group != 0) {
                    continue;
                }
                found.push((group, false));
                if next == Some(place) {
                    found.push((group, true));
                }
            }
        }
        Some(found)
    }

    /// The cheapest way to place everything with its steps, `None` where all cost more than `most`; nothing when given up.
    #[allow(clippy::type_complexity)]
    fn search(&self, most: u64, left: &Cell<u64>) -> Option<Option<(u64, Vec<Step>)>> {
        let start: Beginning = (0, 0);
        // The least cost known of each beginning, and the last step.
        let mut known: HashMap<Beginning, (u64, Option<(Beginning, Step)>)> = HashMap::from([(start, (0, None))]);
        let mut queue: Vec<Vec<(u64, Beginning)>> = vec![Vec::new(); most as usize + 1];
        match queue.get_mut(self.ahead(start) as usize) {
            Some(first) => first.push((0, start)),
            None => return Some(None),
        }
        let mut looked_at = 0u64;
        let mut level = 0;
        while level < queue.len() {
            let Some((cost, at)) = queue[level].pop() else {
                level += 1;
                continue;
            };
            if known[&at].0 < cost {
                continue;
            }
            looked_at += 1;
            if known.len() > MAX_KNOWN {
                return None;
            }
            if looked_at.is_multiple_of(BEGINNINGS) {
                left.set(left.get().saturating_sub(1));
                if left.get() == 0 {
                    return None;
                }
            }
            if at.0 == self.all() {
                let mut steps = Vec::new();
                let mut back = at;
                while let Some((before, step)) = known[&back].1 {
                    steps.push(step);
                    back = before;
                }
                steps.reverse();
                return Some(Some((cost, steps)));
            }
            for step in self.steps(at)? {
                let next = (at.0 | step.0, at.1 + usize::from(step.1));
                let price = cost + self.cost(at, step);
                if known.get(&next).is_some_and(|known| known.0 <= price) {
                    continue;
                }
                let total = (price + self.ahead(next)).max(level as u64);
                if let Some(place) = queue.get_mut(total as usize) {
                    known.insert(next, (price, Some((at, step))));
                    place.push((price, next));
                }
            }
        }
        Some(None)
    }

    /// The ranking that steps make; the blocks that are left follow in their order.
    fn ranking(&self, steps: &[Step]) -> Vec<u32> {
        let mut after = vec![0; self.places.len()];
        let mut next = self.places.len() as u32 + 1;
        let mut blocks = 0;
        let block = |after: &mut Vec<u32>, blocks: usize, next: u32| {
            let place = self.blocks[blocks].0;
            for x in (0..self.places.len()).filter(|&x| self.places[x] == place) {
                if self.named.binary_search(&(x as u32)).is_err() {
                    after[x] = next;
                }
            }
        };
        for &(group, with_block) in steps {
            next -= 1;
            members(group).for_each(|at| after[self.named[at] as usize] = next);
            if with_block {
                block(&mut after, blocks, next);
                blocks += 1;
            }
        }
        while blocks < self.blocks.len() {
            next -= 1;
            block(&mut after, blocks, next);
            blocks += 1;
        }
        after
    }
}

/// The set of some members.
fn set(members: impl Iterator<Item = usize>) -> u128 {
    members.fold(0, |all, at| all | 1 << at)
}

/// The members of a set, ascending.
fn members(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let at = set.trailing_zeros() as usize;
            set &= set - 1;
            at
        })
    })
}

#[cfg(test)]
mod tests {
    use detente_testkit::Rng;

    use super::*;

    fn meets(places: &[u32], demand: &Demand) -> bool {
        let (above, below) = (places[demand.above as usize], places[demand.below as usize]);
        above > below || demand.or_tie && above == below
    }

    /// All rankings of `n` states with ties.
    fn rankings(n: usize) -> Vec<Vec<u32>> {
        let all =
            (0..(n as u32).pow(n as u32)).map(|code| (0..n).map(move |at| code / (n as u32).pow(at as u32) % n as u32));
        // Without gaps, so that none comes twice.
        let dense =
            |places: &Vec<u32>| (0..places.iter().max().map_or(0, |&top| top)).all(|place| places.contains(&place));
        all.map(Iterator::collect).filter(dense).collect()
    }

    #[test]
    fn the_nearest_ranking_is_that_of_plain_enumeration() {
        let (mut found, mut dearer, mut contradictions, mut tied) = (0, 0, 0, 0);
        let all: Vec<Vec<Vec<u32>>> = (0..=5).map(rankings).collect();
        for seed in 0..3000 {
            let mut rng = Rng::new(seed);
            let n = 2 + rng.below(4);
            let levels = 1 + rng.below(2 * n);
            let places: Vec<u32> = (0..n).map(|_| rng.below(levels) as u32).collect();
            // One state is the target: only it may be asked to rank no lower.
            let target = rng.below(n) as u32;
            let mut demands = Vec::new();
            for _ in 0..1 + rng.below(4) {
                let above = if rng.chance(50) { target } else { rng.below(n) as u32 };
                let below = rng.below(n) as u32;
                let or_tie = above == target && places[above as usize] == places[below as usize] && rng.chance(50);
                if above != below {
                    demands.push(Demand { above, below, or_tie });
                }
            }
            let good = all[n].iter().filter(|after| demands.iter().all(|demand| meets(after, demand)));
            let expected = good.map(|after| distance(&places, after)).min();
            let most = if rng.chance(30) { rng.below(6) as u64 } else { u64::MAX };
            let left = Cell::new(u64::MAX);
            match nearest(&places, &demands, most, &left) {
                Nearest::Found(cost, after) => {
                    assert_eq!(Some(cost), expected, "{places:?} {demands:?}");
                    assert_eq!(distance(&places, &after), cost, "{places:?} {demands:?} {after:?}");
                    assert!(demands.iter().all(|demand| meets(&after, demand)) && cost <= most);
                    found += usize::from(cost > 0);
                    tied += usize::from(cost > 0 && demands.iter().any(|demand| demand.or_tie));
                }
                Nearest::Dearer => {
                    assert!(expected.is_some_and(|cost| cost > most), "{places:?} {demands:?}");
                    dearer += 1;
                }
                Nearest::Contradiction => {
                    assert_eq!(expected, None, "{places:?} {demands:?}");
                    contradictions += 1;
                }
                Nearest::GivenUp => panic!("they are few"),
            }
        }
        let reached = [found, dearer, contradictions, tied];
        assert!(reached.iter().all(|&count| count > 50), "{reached:?}");
    }

    #[test]
    fn a_search_without_work_left_is_given_up() {
        let places: Vec<u32> = (0..40).collect();
        let demands: Vec<Demand> = (0..10).map(|x| Demand { above: x, below: 39 - x, or_tie: false }).collect();
        assert_eq!(nearest(&places, &demands, u64::MAX, &Cell::new(1)), Nearest::GivenUp);
    }
}
