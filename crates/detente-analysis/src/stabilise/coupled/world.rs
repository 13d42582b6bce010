//! What would make an unsanctioned improvement harmless: the cuts of the exact search.
//!
//! An improvement of a decision maker goes unsanctioned where its opponents, by the steps that are improvements for them, reach only states that it prefers to
//! the target. Whatever cures that must do one of these: the improver is content with the target beside what it moves to; a state that is reached becomes a
//! sanction; a step out of what is reached becomes an improvement. Nothing else can, so a clause of these holds of every answer.

use std::collections::HashSet;

use detente_model::Concept;

use super::super::table::{Places, Table};
use super::nearest::Demand;

/// Something that may be true of the rankings and helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cure {
    /// A decision maker prefers the target no less than a state.
    Content(usize, u32),
    /// The same for a state and for everything that the decision maker can move to from it.
    NoEscape(usize, u32),
    /// A decision maker prefers the first state to the second.
    Step(usize, u32, u32),
}

impl Cure {
    /// Whose ranking it is about.
    pub fn dm(self) -> usize {
        match self {
            Cure::Content(dm, _) | Cure::NoEscape(dm, _) | Cure::Step(dm, ..) => dm,
        }
    }

    /// The same as demands on the ranking; none where it is true of every ranking.
    pub fn demands(self, table: &Table, places: &Places, target: u32) -> Vec<Demand> {
        let content = |dm: usize, x: u32| {
            let or_tie = places[dm][x as usize] == places[dm][target as usize];
            (x != target).then_some(Demand { above: target, below: x, or_tie })
        };
        match self {
            Cure::Content(dm, x) => content(dm, x).into_iter().collect(),
            Cure::NoEscape(dm, z) => {
                let mut all: Vec<Demand> =
                    table.moves(dm, z).iter().chain([&z]).filter_map(|&x| content(dm, x)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Cure::Step(_, above, below) => vec![Demand { above, below, or_tie: false }],
        }
    }
}

/// Rankings, and what is taken to be true besides: more may be true at once than any rankings allow.
pub struct World<'a> {
    table: &'a Table,
    concept: &'static Concept,
    target: u32,
    rankings: &'a Places,
    besides: HashSet<(usize, u32, u32)>,
    content: HashSet<(usize, u32)>,
}

impl<'a> World<'a> {
    /// Rankings, and nothing besides.
    pub fn new(table: &'a Table, concept: &'static Concept, target: u32, rankings: &'a Places) -> Self {
        World { table, concept, target, rankings, besides: HashSet::new(), content: HashSet::new() }
    }

    /// Takes a demand on a ranking to be met.
    pub fn grant(&mut self, dm: usize, demand: Demand) {
        if demand.above == self.target {
            self.content.insert((dm, demand.below));
        }
        if !demand.or_tie {
            self.besides.insert((dm, demand.above, demand.below));
        }
    }

    fn prefers(&self, dm: usize, a: u32, b: u32) -> bool {
        self.rankings[dm][a as usize] > self.rankings[dm][b as usize] || self.besides.contains(&(dm, a, b))
    }

    fn is_content(&self, dm: usize, x: u32) -> bool {
        self.rankings[dm][x as usize] <= self.rankings[dm][self.target as usize] || self.content.contains(&(dm, x))
    }

    /// One cut for each decision maker and improvement that is not sanctioned; each time the cures in it that are `possible` are granted from then on, so that
    /// no two cuts share one. All cures of a cut are false before it is found.
    pub fn cuts(&mut self, base: &Places, possible: impl Fn(Cure) -> bool) -> Vec<Vec<Cure>> {
        let mut found = Vec::new();
        for dm in 0..self.table.dms() {
            for &improvement in self.table.moves(dm, self.target) {
                let Some(cut) = self.cut(dm, improvement) else { continue };
                let cut: Vec<Cure> = cut.into_iter().filter(|&cure| possible(cure)).collect();
                for &cure in &cut {
                    for demand in cure.demands(self.table, base, self.target) {
                        self.grant(cure.dm(), demand);
                    }
                }
                found.push(cut);
            }
        }
        found
    }

    /// What would cure a move of `dm` from the target; `None` where nothing has to.
    fn cut(&self, dm: usize, to: u32) -> Option<Vec<Cure>> {
        if self.is_content(dm, to) {
            return None;
        }
        let sanction = self.concept.sanction?;
        let reached = self.table.replies_by(dm, to, |by, from, end| self.prefers(by, end, from));
        let holds = |&z: &u32| {
            self.is_content(dm, z)
                && (!sanction.inescapable || self.table.moves(dm, z).iter().all(|&w| self.is_content(dm, w)))
        };
        if reached.ends.iter().any(holds) {
            return None;
        }
        let mut cut = vec![Cure::Content(dm, to)];
        cut.extend(reached.ends.iter().map(|&z| match sanction.inescapable {
            true => Cure::NoEscape(dm, z),
            false => Cure::Content(dm, z),
        }));
        for &(from, last) in &reached.pairs {
            for by in (0..self.table.dms()).filter(|&by| by != dm && Some(by) != last) {
                let ends = self.table.moves(by, from).iter().filter(|&&end| !reached.has(end, by));
                cut.extend(ends.map(|&end| Cure::Step(by, end, from)));
            }
        }
        cut.sort_unstable();
        cut.dedup();
        Some(cut)
    }
}
