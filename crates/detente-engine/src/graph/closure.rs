//! The lowest value that legal sequences lead to, for all states at once, where moves need not chain.

use crate::EngineError;
use crate::crew::Crew;
use crate::graph::moves::Moves;
use crate::set::StateSet;

/// One of those who move.
pub(super) struct Mover<'a> {
    pub moves: &'a Moves,
    /// Its ranks, where it makes improvements only.
    pub improves: Option<&'a [i32]>,
}

impl Mover<'_> {
    fn makes(&self, from: usize, to: usize) -> bool {
        self.improves.is_none_or(|ranks| ranks[from] < ranks[to])
    }
}

/// How far a state is known to be on the way to the values looked at so far, for somebody who arrives there by a move.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrived {
    /// Whoever arrives, no such value is known to follow.
    No,
    /// One follows unless this mover is the one who arrives, since it would have to move twice in succession.
    UnlessBy(u32),
    /// Whoever arrives, one follows.
    Anyway,
}

/// The lowest of `values` (at least 0, below `places`) among the ends of all legal sequences of the movers from each state; `i32::MAX` where
/// nobody can move. A legal sequence has at least one move, and nobody moves twice in succession.
///
/// Works on pairs of a state and the mover who arrived there. Such a pair leads to a value when the state has it, or when another mover's move leads
/// to a pair that does. Values are taken in ascending order, so that the first that a pair is found to lead to is its lowest. At each state the pairs
/// change in one of three ways: all at once (the state has the value), all but mover `k`'s (the first continuation found is a move of `k`), and then
/// `k`'s too (a continuation by somebody else). So each move is walked back once, and the work is proportional to the number of moves. (Own
/// algorithm; the inductive definition with sets of last movers is that of Fang, Hipel and Kilgour 1993.)
pub(super) fn lowest_reachable(
    values: &[i32], places: u32, movers: &[Mover<'_>], crew: &Crew<'_>,
) -> Result<Vec<i32>, EngineError> {
    let mut lowest = vec![i32::MAX; values.len()];
    let mut arrived = vec![Arrived::No; values.len()];
    // States whose pairs of these movers (all, all but one, or only one) have just been found to lead to the value.
    let mut open: Vec<(usize, Who)> = Vec::new();
    let mut with_value: Vec<Vec<usize>> = vec![Vec::new(); places as usize];
    for (state, &value) in values.iter().enumerate() {
        with_value[value as usize].push(state);
    }
    for (value, states) in with_value.into_iter().enumerate() {
        crew.check()?;
        for target in states {
            match arrived[target] {
                Arrived::No => open.push((target, Who::All)),
                Arrived::UnlessBy(k) => open.push((target, Who::Only(k))),
                Arrived::Anyway => {}
            }
            arrived[target] = Arrived::Anyway;
            while let Some((state, who)) = open.pop() {
                for (k, mover) in (0u32..).zip(movers).filter(|&(k, _)| who.includes(k)) {
                    for &from in mover.moves.starts(state) {
                        let from = from as usize;
                        if !mover.makes(from, state) {
                            continue;
                        }
                        lowest[from] = lowest[from].min(value as i32);
                        match arrived[from] {
                            Arrived::No => {
                                arrived[from] = Arrived::UnlessBy(k);
                                open.push((from, Who::AllBut(k)));
                            }
                            Arrived::UnlessBy(first) if first != k => {
                                arrived[from] = Arrived::Anyway;
                                open.push((from, Who::Only(first)));
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }
    Ok(lowest)
}

#[derive(Clone, Copy)]
enum Who {
    All,
    AllBut(u32),
    Only(u32),
}

impl Who {
    fn includes(self, mover: u32) -> bool {
        match self {
            Who::All => true,
            Who::AllBut(k) => mover != k,
            Who::Only(k) => mover == k,
        }
    }
}

/// The ends of all legal sequences of the movers from `from`.
///
/// Each mover's moves from a state are followed once: as soon as somebody else is known to arrive there.
pub(super) fn reachable(movers: &[Mover<'_>], from: usize, states: usize) -> StateSet {
    let mut ends = vec![false; states];
    let mut left = states;
    let mut arrivals: Vec<Arrivals> = vec![Arrivals::Nobody; states];
    let mut open = vec![(from, Who::All)];
    while let Some((state, who)) = open.pop() {
        for (k, mover) in (0u32..).zip(movers).filter(|&(k, _)| who.includes(k)) {
            for &end in mover.moves.ends(state) {
                let end = end as usize;
                if !mover.makes(state, end) {
                    continue;
                }
                if !std::mem::replace(&mut ends[end], true) {
                    left -= 1;
                    if left == 0 {
                        return StateSet::all(states);
                    }
                }
                match arrivals[end] {
                    Arrivals::Nobody => {
                        arrivals[end] = Arrivals::Only(k);
                        open.push((end, Who::AllBut(k)));
                    }
                    Arrivals::Only(first) if first != k => {
                        arrivals[end] = Arrivals::Several;
                        open.push((end, Who::Only(first)));
                    }
                    _ => {}
                }
            }
        }
    }
    StateSet::where_holds(states, |state| ends[state])
}

/// Who is known to arrive at a state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrivals {
    Nobody,
    Only(u32),
    Several,
}
