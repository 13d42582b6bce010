//! The order of the variables, found from what hangs together.
//!
//! A decision diagram stays small where the options of one rule, one statement and one owner stand near each other. What hangs together is a list of groups of
//! options; an order is the better, the less its groups spread in all. Four orders compete: that of the file; one that walks from option to neighbouring option from an end of
//! the graph that the groups make (E. Cuthill and J. McKee (1969), *Reducing the bandwidth of sparse symmetric matrices*, 24th ACM National Conference, 157–172); and both of
//! them after each option was drawn again and again to the middle of its groups (F. A. Aloul, I. L. Markov and K. A. Sakallah (2003), *FORCE: a fast and
//! easy-to-implement variable-ordering heuristic*, 13th ACM Great Lakes Symposium on VLSI, 116–119). All numbers are whole, so that the order is the same everywhere.

use detente_model::{Conflict, Expr, Preference};

/// So often options are drawn to the middle of their groups at most.
const ROUNDS: usize = 60;
/// Groups of more options than this say nothing of who is near whom.
const WIDE: usize = 64;

/// The groups of options that hang together: those of each rule, of each statement and of each owner.
pub(super) fn groups(conflict: &Conflict) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut add = |mut group: Vec<usize>| {
        group.sort_unstable();
        group.dedup();
        if group.len() > 1 {
            groups.push(group);
        }
    };
    let options_in = |expr: &Expr| {
        let mut group = Vec::new();
        expr.for_each_option(&mut |option| group.push(option.index()));
        group
    };
    conflict.rules.iter().for_each(|rule| add(options_in(&rule.when)));
    for dm in &conflict.decision_makers {
        let own = dm.options.start as usize..dm.options.end as usize;
        add(own.clone().collect());
        match &dm.preference {
            Preference::Prioritised(statements) => {
                statements.iter().for_each(|statement| add(options_in(&statement.that)))
            }
            Preference::Weighted(weights) => {
                let mut weighed: Vec<usize> = (0..weights.len()).filter(|&option| weights[option] != 0).collect();
                weighed.extend(own);
                add(weighed);
            }
            Preference::Ranked(_) => {}
        }
    }
    groups
}

/// The options in their order: from the first to be asked for to the last.
pub(super) fn order(options: usize, groups: &[Vec<usize>]) -> Vec<usize> {
    let file: Vec<usize> = (0..options).collect();
    let walk = walk(options, groups);
    let candidates = [drawn(&file, groups), drawn(&walk, groups), walk];
    let mut best = (spread(&file, groups), file);
    for order in candidates {
        let own = spread(&order, groups);
        if own < best.0 {
            best = (own, order);
        }
    }
    best.1
}

/// How far apart the ends of groups are, in all.
fn spread(order: &[usize], groups: &[Vec<usize>]) -> usize {
    let places = places(order);
    groups
        .iter()
        .map(|group| {
            let (first, last) =
                group.iter().fold((usize::MAX, 0), |(first, last), &o| (first.min(places[o]), last.max(places[o])));
            last - first
        })
        .sum()
}

/// The most groups that any cut through the order parts: a measure of how entangled a conflict is.
pub(super) fn width(order: &[usize], groups: &[Vec<usize>]) -> usize {
    let places = places(order);
    // By cut: the options before it that share a group with one behind it.
    let mut reach: Vec<usize> = (0..order.len()).collect();
    for group in groups {
        let last = group.iter().map(|&option| places[option]).max().unwrap_or(0);
        group.iter().for_each(|&option| reach[places[option]] = reach[places[option]].max(last));
    }
    let mut open = vec![0isize; order.len() + 1];
    for (place, &last) in reach.iter().enumerate() {
        open[place] += isize::from(last > place);
        open[last] -= isize::from(last > place);
    }
    let mut now = 0;
    let mut widest = 0;
    for change in open {
        now += change;
        widest = widest.max(now);
    }
    widest as usize
}

fn places(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, &option)| places[option] = place);
    places
}

/// Draws each option to the middle of its groups while that brings the groups together.
fn drawn(from: &[usize], groups: &[Vec<usize>]) -> Vec<usize> {
    let mut best = (spread(from, groups), from.to_vec());
    let mut order = from.to_vec();
    let mut quiet = 0;
    for _ in 0..ROUNDS {
        let places = places(&order);
        let mut pull = vec![(0u64, 0u64); order.len()];
        for group in groups {
            let middle = (group.iter().map(|&o| places[o] as u64).sum::<u64>() << 16) / group.len() as u64;
            group.iter().for_each(|&o| {
                pull[o].0 += middle;
                pull[o].1 += 1;
            });
        }
        let target: Vec<u64> =
            (0..order.len()).map(|o| pull[o].0.checked_div(pull[o].1).unwrap_or((places[o] as u64) << 16)).collect();
        order.sort_by_key(|&o| (target[o], places[o]));
        let own = spread(&order, groups);
        if own < best.0 {
            best = (own, order.clone());
            quiet = 0;
        } else {
            quiet += 1;
            if quiet == 8 {
                break;
            }
        }
    }
    best.1
}

/// Walks from option to neighbouring option, part by part, each from an end of it.
fn walk(options: usize, groups: &[Vec<usize>]) -> Vec<usize> {
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); options];
    for group in groups.iter().filter(|group| group.len() <= WIDE) {
        for &option in group {
            beside[option].extend(group.iter().copied().filter(|&other| other != option));
        }
    }
    for neighbours in &mut beside {
        neighbours.sort_unstable();
        neighbours.dedup();
    }
    let degrees: Vec<usize> = beside.iter().map(Vec::len).collect();
    for neighbours in &mut beside {
        neighbours.sort_by_key(|&other| (degrees[other], other));
    }
    let mut order = Vec::new();
    let mut seen = vec![false; options];
    for option in 0..options {
        if seen[option] {
            continue;
        }
        // An end: where the walk from where the walk from here ends, ends.
        let mut start = option;
        for _ in 0..4 {
            start = *broadly(start, &beside, &mut vec![false; options]).last().unwrap_or(&option);
        }
        order.extend(broadly(start, &beside, &mut seen));
    }
    order
}

/// All that can be reached from an option, the nearest first.
fn broadly(start: usize, beside: &[Vec<usize>], seen: &mut [bool]) -> Vec<usize> {
    let mut found = vec![start];
    seen[start] = true;
    let mut at = 0;
    while at < found.len() {
        for &next in &beside[found[at]] {
            if !std::mem::replace(&mut seen[next], true) {
                found.push(next);
            }
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A generator good enough to shuffle with.
    fn shuffled(count: usize) -> Vec<usize> {
        let mut shuffled: Vec<usize> = (0..count).collect();
        let mut state = 12345u64;
        for at in (1..count).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        shuffled
    }

    #[test]
    fn a_chain_whose_options_are_shuffled_is_put_in_a_row_again() {
        let names = shuffled(300);
        let groups: Vec<Vec<usize>> = (0..298).map(|at| names[at..at + 3].to_vec()).collect();
        let file: Vec<usize> = (0..300).collect();
        assert!(spread(&file, &groups) > 20_000);
        let order = order(300, &groups);
        assert!(spread(&order, &groups) <= 298 * 3, "{}", spread(&order, &groups));
        assert!(width(&order, &groups) <= 4, "{}", width(&order, &groups));
        let mut all = order.clone();
        all.sort_unstable();
        assert_eq!(all, file);
    }

    #[test]
    fn an_order_that_is_good_already_stays() {
        let groups: Vec<Vec<usize>> = (0..99).map(|at| vec![at, at + 1]).collect();
        assert_eq!(order(100, &groups), (0..100).collect::<Vec<_>>());
        assert_eq!(order(5, &[]), [0, 1, 2, 3, 4]);
        assert_eq!(order(0, &[]), [0; 0]);
    }
}
