//! The states among which a decision maker can choose: those that agree in everybody else's options.

use std::ops::Range;

use detente_model::{Conflict, Direction, DmId};

use crate::ranks::ANYWHERE;

/// The states in groups that agree in the options of all others.
///
/// Within a group a decision maker moves freely, but for its one-way options. Their values, with those that can only be dropped counted
/// as on while they are off, are the *pattern* of a state: a move leads from pattern `a` to pattern `b` exactly when every bit of `a` is in `b`. So a
/// group falls into parts by pattern, and moves lead from part to part.
pub(crate) struct Groups {
    /// The part of each state.
    part_of: Vec<u32>,
    parts: Vec<Part>,
    /// The parts of each group: from its number to that of the next.
    starts: Vec<u32>,
    /// The states part by part, within a part in ascending rank.
    members: Vec<u32>,
    /// A bit for each member: whether it ranks above the one before it in its part.
    rises: Vec<u64>,
}

struct Part {
    group: u32,
    pattern: u64,
    start: u32,
    end: u32,
}

impl Groups {
    /// The groups of `dm` among the `vectors`, which `dm` ranks so.
    pub fn new(conflict: &Conflict, dm: DmId, vectors: &[u64], ranks: &[i32]) -> Self {
        let bits = |wanted: &dyn Fn(Direction) -> bool| {
            conflict
                .options_of(dm)
                .filter(|&o| wanted(conflict.option(o).direction))
                .fold(0u64, |mask, o| mask | 1 << o.index())
        };
        let own = bits(&|_| true);
        let one_way = bits(&|direction| direction != Direction::Both);
        let reversed = bits(&|direction| direction == Direction::Off);
        let mut order: Vec<(u64, u64, i32, u32)> = vectors
            .iter()
            .zip(ranks)
            .enumerate()
            .map(|(place, (&vector, &rank))| (vector & !own, (vector ^ reversed) & one_way, rank, place as u32))
            .collect();
        order.sort_unstable();
        let mut groups = Groups {
            part_of: vec![0; vectors.len()],
            parts: Vec::new(),
            starts: Vec::new(),
            members: Vec::with_capacity(vectors.len()),
            rises: vec![0; vectors.len().div_ceil(64)],
        };
        let mut last = None;
        let mut last_rank = 0;
        for (at, (others, pattern, rank, place)) in order.into_iter().enumerate() {
            if last.is_none_or(|(o, _)| o != others) {
                groups.starts.push(groups.parts.len() as u32);
            }
            if last != Some((others, pattern)) {
                let (group, at) = (groups.starts.len() as u32 - 1, at as u32);
                groups.parts.push(Part { group, pattern, start: at, end: at });
            } else if rank > last_rank {
                groups.rises[at / 64] |= 1 << (at % 64);
            }
            last_rank = rank;
            let part = groups.parts.len() - 1;
            groups.parts[part].end += 1;
            groups.part_of[place as usize] = part as u32;
            groups.members.push(place);
            last = Some((others, pattern));
        }
        groups.starts.push(groups.parts.len() as u32);
        groups
    }

    /// The number of groups.
    pub fn groups(&self) -> usize {
        self.starts.len() - 1
    }

    /// The group of a state.
    pub fn group_of(&self, state: usize) -> usize {
        let part = self.part_of[state];
        // Without one-way options a group is one part.
        if self.parts.len() == self.groups() { part as usize } else { self.parts[part as usize].group as usize }
    }

    /// The states of a group, part by part.
    pub fn members_of(&self, group: usize) -> &[u32] {
        let parts = self.parts_of(group);
        &self.members[self.parts[parts.start].start as usize..self.parts[parts.end - 1].end as usize]
    }

    /// Whether the state that is listed at a place ranks above the one before it in its part.
    pub fn rises(&self, at: usize) -> bool {
        self.rises[at / 64] >> (at % 64) & 1 == 1
    }

    /// The number of parts.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The states of a part, in ascending rank.
    pub fn members(&self, part: usize) -> &[u32] {
        &self.members[self.parts[part].start as usize..self.parts[part].end as usize]
    }

    /// The part of a state.
    pub fn part_of(&self, state: usize) -> usize {
        self.part_of[state] as usize
    }

    /// The parts of the group of a part, its own among them.
    pub fn beside(&self, part: usize) -> Range<usize> {
        self.parts_of(self.parts[part].group as usize)
    }

    /// Whether moves lead from states of one part to those of another of the same group.
    pub fn leads(&self, from: usize, to: usize) -> bool {
        self.parts[from].pattern & !self.parts[to].pattern == 0
    }

    /// The places among all [`Self::listed`] that the members of a part take.
    pub fn range(&self, part: usize) -> Range<usize> {
        self.parts[part].start as usize..self.parts[part].end as usize
    }

    /// The states part by part, within a part in ascending rank.
    pub fn listed(&self) -> &[u32] {
        &self.members
    }

    /// The parts from which a move can lead to `state`, its own among them.
    pub fn parts_leading_to(&self, state: usize) -> impl Iterator<Item = usize> + '_ {
        let part = &self.parts[self.part_of[state] as usize];
        self.parts_of(part.group as usize).filter(|&from| self.parts[from].pattern & !part.pattern == 0)
    }

    /// The highest value among the states that the decision maker can move to from each state; [`ANYWHERE`] where it cannot move.
    pub fn best_other(&self, values: &[i32]) -> Vec<i32> {
        let mut best = vec![ANYWHERE; values.len()];
        let mut highest: Vec<(i32, i32)> = Vec::new();
        for group in 0..self.groups() {
            let parts = self.parts_of(group);
            highest.clear();
            highest.extend(parts.clone().map(|part| {
                // The two highest, so that each state finds the highest of the others.
                self.members(part).iter().fold((ANYWHERE, ANYWHERE), |(first, second), &state| {
                    let value = values[state as usize];
                    (first.max(value), second.max(first.min(value)))
                })
            }));
            for part in parts.clone() {
                let pattern = self.parts[part].pattern;
                let beyond = parts
                    .clone()
                    .filter(|&to| to != part && pattern & !self.parts[to].pattern == 0)
                    .map(|to| highest[to - parts.start].0)
                    .max()
                    .unwrap_or(ANYWHERE);
                let (first, second) = highest[part - parts.start];
                for &state in self.members(part) {
                    let within = if values[state as usize] == first { second } else { first };
                    best[state as usize] = within.max(beyond);
                }
            }
        }
        best
    }

    /// The parts of a group.
    pub fn parts_of(&self, group: usize) -> Range<usize> {
        self.starts[group] as usize..self.starts[group + 1] as usize
    }
}
