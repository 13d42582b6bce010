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

    /// Cuts, until every improvement is sanctioned once the cures in them are granted, so that no two cuts share one. All cures of a cut are false here; those
    /// that are not `possible` are left out. `alone` is what a cure costs by itself.
    pub fn cuts(
        &mut self, base: &Places, possible: &impl Fn(Cure) -> bool, alone: &impl Fn(Cure) -> u64,
    ) -> Vec<Vec<Cure>> {
        let mut found = Vec::new();
        for dm in 0..self.table.dms() {
            for &improvement in self.table.moves(dm, self.target) {
                while let Some(cut) = self.cut(dm, improvement, possible) {
                    let cut = self.narrowed(dm, improvement, cut, possible, alone);
                    let empty = cut.is_empty();
                    cut.iter().for_each(|&cure| self.grant_cure(cure, base));
                    found.push(cut);
                    if empty {
                        return found;
                    }
                }
            }
        }
        found
    }

    /// A cut that asks for more: steps that alone do not sanction the improvement are granted, the cheap ones first, until each cure that is left would do.
    fn narrowed(
        &mut self, dm: usize, improvement: u32, mut cut: Vec<Cure>, possible: &impl Fn(Cure) -> bool,
        alone: &impl Fn(Cure) -> u64,
    ) -> Vec<Cure> {
        let mut granted = Vec::new();
        // Once a cure would do, it would also do with more granted.
        let mut would_do = HashSet::new();
        while let Some(cure) = cut
            .iter()
            .copied()
            .filter(|cure| matches!(cure, Cure::Step(..)) && !would_do.contains(cure))
            .min_by_key(|&cure| (alone(cure), cure))
        {
            let Cure::Step(by, to, from) = cure else { break };
            self.besides.insert((by, to, from));
            match self.cut(dm, improvement, possible) {
                Some(next) => {
                    granted.push((by, to, from));
                    cut = next;
                }
                None => {
                    self.besides.remove(&(by, to, from));
                    would_do.insert(cure);
                }
            }
        }
        for step in granted {
            self.besides.remove(&step);
        }
        cut
    }

    fn grant_cure(&mut self, cure: Cure, base: &Places) {
        for demand in cure.demands(self.table, base, self.target) {
            self.grant(cure.dm(), demand);
        }
    }

    /// What would cure a move of `dm` from the target; `None` where nothing has to.
    fn cut(&self, dm: usize, to: u32, possible: &impl Fn(Cure) -> bool) -> Option<Vec<Cure>> {
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
        cut.retain(|&cure| possible(cure));
        Some(cut)
    }
}
