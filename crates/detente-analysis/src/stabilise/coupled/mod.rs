//! The exact search where sanctions must be improvements (SEQ, SSEQ): there a change in one ranking changes what sanctions another, and no
//! decision maker can be looked at alone.
//!
//! An answer meets, for each improvement that would go unsanctioned, one of the demands that would cure it. So the search is for a set of demands that hits all
//! cuts (`world`) at the least cost, where the cost of demands on one ranking is the distance of the nearest ranking that meets them (`nearest`). Cuts and costs
//! are found as they are needed (`master` chooses with those that are known): an implicit hitting set (Chandrasekaran, Karp, Moreno-Centeno and Vempala 2011) with logic-based
//! Benders cuts (Hooker and Ottosson 2003). Each choice either meets a cut that it had missed, or costs more than was known, or is an
//! answer. The price rises from a proved bound, so the first answer is an optimum, and where the work ends before, the price is a bound that is proved.

mod master;
mod nearest;
mod polish;
mod world;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use detente_model::Concept;

use super::table::{Places, Table, distance};
use master::{Master, Said};
use nearest::{Demand, Nearest, any, nearest};
use world::{Cure, World};

/// What came of the search.
pub(super) enum Outcome {
    /// The cheapest rankings.
    Best(u64, Places),
    /// No rankings cost less than the bound that was given; without a bound: no rankings at all.
    Nothing,
    /// It was given up; nothing costs less than this. These rankings are the cheapest met on the way below the bound that was given.
    AtLeast(u64, Option<(u64, Places)>),
}

/// One problem: who may change, and by how much at most.
pub(super) struct Problem<'a> {
    pub table: &'a Table,
    pub concept: &'static Concept,
    pub places: &'a Places,
    pub target: u32,
    pub vary: &'a [usize],
    /// By decision maker: no answer changes its ranking by less.
    pub least: &'a [u64],
    /// Only answers below this cost are wanted; without a bound any answer will do.
    pub below: Option<u64>,
    pub cancelled: &'a dyn Fn() -> bool,
    pub left: &'a Cell<u64>,
}

/// The solver counts no further than this at first.
const WIDTH: u64 = 128;

struct Search<'a> {
    problem: &'a Problem<'a>,
    master: Master<'a>,
    /// All that was told to the solver, to be told to a wider one.
    cuts: Vec<Vec<(Cure, Vec<Demand>)>>,
    costs: Vec<(usize, Vec<Demand>, u64)>,
    contradictions: Vec<(usize, Vec<Demand>)>,
    /// What a cure costs by itself.
    alone: BTreeMap<Cure, u64>,
    /// The cheapest answer so far, and what the next must stay below.
    best: Option<(u64, Places)>,
    below: Option<u64>,
    /// How many choices met all cuts that were known and were no answer.
    refuted: u64,
}

/// What became of one choice.
enum Step {
    Answer(u64, Places),
    Refuted,
    /// Nothing can cure it.
    Hopeless,
    Stopped,
}

impl Problem<'_> {
    pub fn solve(&self) -> Outcome {
        let mut price: u64 = self.least.iter().sum();
        let mut search = Search::new(self, price);
        loop {
            if search.below.is_some_and(|below| price >= below) {
                return match search.best {
                    Some((cost, places)) => Outcome::Best(cost, places),
                    None => Outcome::Nothing,
                };
            }
            search.widen(price);
            match search.master.choose(self.below.map(|_| price)) {
                Said::Stopped => return Outcome::AtLeast(price, search.best),
                Said::Never if self.below.is_none() => return Outcome::Nothing,
                Said::Never => price += 1,
                Said::Chosen(cures) => match search.look_at(&cures, price) {
                    Step::Answer(cost, places) => return Outcome::Best(cost, places),
                    Step::Refuted => {}
                    Step::Hopeless if self.below.is_none() => return Outcome::Nothing,
                    Step::Hopeless => price = search.below.unwrap_or(price),
                    Step::Stopped => return Outcome::AtLeast(price, search.best),
                },
            }
        }
    }

    /// The least cost of comparing a pair otherwise: every state between them, ties included, forces one more.
    fn alone(&self, dm: usize, demand: Demand) -> u64 {
        let own = &self.places[dm];
        let (above, below) = (own[demand.above as usize], own[demand.below as usize]);
        if demand.or_tie || above > below {
            return 0;
        }
        own.iter().filter(|place| (above..=below).contains(place)).count() as u64 - 1
    }

    /// What a cure costs by itself: a state that rises past several rises past the highest of them.
    fn cure_alone(&self, cure: Cure) -> u64 {
        let demands = cure.demands(self.table, self.places, self.target);
        demands.into_iter().map(|demand| self.alone(cure.dm(), demand)).max().unwrap_or(0)
    }
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem<'a>, price: u64) -> Self {
        let width = problem.below.map_or(0, |below| below.min((price + 1).max(WIDTH)));
        let mut search = Search {
            problem,
            master: Master::new(problem.table.dms(), width as usize, problem.cancelled, problem.left),
            cuts: Vec::new(),
            costs: Vec::new(),
            contradictions: Vec::new(),
            alone: BTreeMap::new(),
            best: None,
            below: problem.below,
            refuted: 0,
        };
        search.limit();
        search
    }

    /// What one ranking may cost at most in an answer that is wanted; `None` without a bound.
    fn room(&self, dm: usize) -> Option<u64> {
        let others = self.problem.least.iter().sum::<u64>() - self.problem.least[dm];
        self.below.map(|below| below.saturating_sub(1 + others))
    }

    /// Tells the solver what is known of the cost of each ranking.
    fn limit(&mut self) {
        for dm in 0..self.problem.table.dms() {
            self.master.costs_at_least(dm, &[], self.problem.least[dm]);
            if let Some(room) = self.room(dm) {
                self.master.costs_at_most(dm, room);
            }
        }
    }

    /// Makes sure that the solver can count beyond a price.
    fn widen(&mut self, price: u64) {
        let Some(below) = self.below else { return };
        if (price as usize) < self.master.width() {
            return;
        }
        let width = below.min(2 * price + 1).max(price + 1);
        let problem = self.problem;
        self.master = Master::new(problem.table.dms(), width as usize, problem.cancelled, problem.left);
        self.limit();
        for cut in &self.cuts {
            self.master.cut(cut, |dm, demand| problem.alone(dm, demand));
        }
        for (dm, demands, cost) in &self.costs {
            self.master.costs_at_least(*dm, demands, *cost);
        }
        for (dm, demands) in &self.contradictions {
            self.master.forbid(*dm, demands);
        }
    }

    /// Tells the solver new cuts; false where one of them holds nothing.
    fn tell(&mut self, cuts: Vec<Vec<Cure>>) -> bool {
        let problem = self.problem;
        for cut in cuts {
            if cut.is_empty() {
                return false;
            }
            let cut: Vec<(Cure, Vec<Demand>)> = cut
                .into_iter()
                .map(|cure| (cure, cure.demands(problem.table, problem.places, problem.target)))
                .collect();
            for (cure, _) in &cut {
                self.alone.insert(*cure, problem.cure_alone(*cure));
            }
            self.master.cut(&cut, |dm, demand| problem.alone(dm, demand));
            self.cuts.push(cut);
        }
        true
    }

    /// The cures without those that no cut needs, the dear ones first to go.
    fn fewest(&self, cures: &[Cure]) -> Vec<Cure> {
        let chosen: BTreeSet<Cure> = cures.iter().copied().collect();
        let hits = |cut: &Vec<(Cure, Vec<Demand>)>| -> Vec<Cure> {
            cut.iter().map(|one| one.0).filter(|cure| chosen.contains(cure)).collect()
        };
        let mut by_cure: BTreeMap<Cure, Vec<usize>> = BTreeMap::new();
        let mut number: Vec<usize> = Vec::new();
        for (at, cut) in self.cuts.iter().enumerate() {
            let hits = hits(cut);
            number.push(hits.len());
            hits.into_iter().for_each(|cure| by_cure.entry(cure).or_default().push(at));
        }
        let mut order: Vec<Cure> = cures.to_vec();
        order.sort_by_key(|cure| (std::cmp::Reverse(self.alone[cure]), *cure));
        let mut kept = Vec::new();
        for cure in order {
            let cuts = by_cure.get(&cure).map_or(&[][..], Vec::as_slice);
            if cuts.iter().any(|&cut| number[cut] == 1) {
                kept.push(cure);
            } else {
                cuts.iter().for_each(|&cut| number[cut] -= 1);
            }
        }
        kept
    }

    /// Judges a choice of the solver's at a price.
    fn look_at(&mut self, cures: &[Cure], price: u64) -> Step {
        let problem = self.problem;
        let (table, target, dms) = (problem.table, problem.target, problem.table.dms());
        problem.left.set(problem.left.get().saturating_sub(1));
        let mut demands: Vec<BTreeSet<Demand>> = vec![BTreeSet::new(); dms];
        for cure in self.fewest(cures) {
            demands[cure.dm()].extend(cure.demands(table, problem.places, target));
        }
        // Were all of it true at once and nothing lost by it, would it be enough?
        let mut world = World::new(table, problem.concept, target, problem.places);
        for (dm, demands) in demands.iter().enumerate() {
            demands.iter().for_each(|&demand| world.grant(dm, demand));
        }
        let rooms: Vec<Option<u64>> = (0..dms).map(|dm| self.room(dm)).collect();
        let possible = |cure: Cure| {
            let dm = cure.dm();
            problem.vary.contains(&dm) && rooms[dm].is_none_or(|room| problem.cure_alone(cure) <= room)
        };
        let alone = |cure: Cure| problem.cure_alone(cure);
        let cuts = world.cuts(problem.places, &possible, &alone);
        if !cuts.is_empty() {
            return if self.tell(cuts) { Step::Refuted } else { Step::Hopeless };
        }
        // What do rankings cost that make it true?
        let mut rankings = problem.places.clone();
        let mut total = 0;
        let mut priced: Vec<(usize, Vec<Demand>, u64)> = Vec::new();
        let mut contradiction = false;
        for (dm, demands) in demands.iter().enumerate() {
            if demands.is_empty() {
                total += problem.least[dm];
                continue;
            }
            let demands: Vec<Demand> = demands.iter().copied().collect();
            let base = &problem.places[dm];
            let most = rooms[dm].unwrap_or(0);
            let found = match rooms[dm] {
                None => any(base, &demands).map_or(Nearest::Contradiction, |own| Nearest::Found(0, own)),
                Some(_) => nearest(base, &demands, most, problem.left),
            };
            match found {
                Nearest::Found(cost, own) => {
                    rankings[dm] = own;
                    total += cost.max(problem.least[dm]);
                    priced.push((dm, demands, cost));
                }
                Nearest::Dearer => {
                    total += most + 1;
                    priced.push((dm, demands, most + 1));
                }
                Nearest::Contradiction => {
                    contradiction = true;
                    self.contradict(dm, demands);
                }
                Nearest::GivenUp => return Step::Stopped,
            }
        }
        if contradiction {
            return Step::Refuted;
        }
        if self.below.is_some() && total > price {
            for (dm, demands, cost) in priced {
                if demands.len() > 1 {
                    self.price(dm, demands, cost);
                }
            }
            return Step::Refuted;
        }
        // What those rankings lose by it may be missed.
        let mut world = World::new(table, problem.concept, target, &rankings);
        let cuts = world.cuts(problem.places, &possible, &alone);
        if cuts.is_empty() {
            let cost = rankings.iter().zip(problem.places).map(|(after, before)| distance(before, after)).sum();
            return Step::Answer(cost, rankings);
        }
        self.refuted += 1;
        if self.refuted.is_power_of_two() && self.below.is_some() {
            self.mend(&rankings);
        }
        if self.tell(cuts) { Step::Refuted } else { Step::Hopeless }
    }

    /// Looks for an answer near rankings that are none.
    fn mend(&mut self, rankings: &Places) {
        let Some((cost, places)) = polish::mend(self.problem, rankings) else { return };
        if self.below.is_some_and(|below| cost < below) {
            self.below = Some(cost);
            self.best = Some((cost, places));
            self.limit();
        }
    }

    /// Tells the solver what demands cost, and of them only those that make it so.
    fn price(&mut self, dm: usize, mut demands: Vec<Demand>, cost: u64) {
        let mut at = 0;
        while at < demands.len() {
            let mut fewer = demands.clone();
            fewer.remove(at);
            let own = &self.problem.places[dm];
            match nearest(own, &fewer, cost - 1, self.problem.left) {
                Nearest::Dearer => demands = fewer,
                _ => at += 1,
            }
        }
        self.master.costs_at_least(dm, &demands, cost);
        self.costs.push((dm, demands, cost));
    }

    /// Tells the solver that demands contradict each other, and of them only those that do.
    fn contradict(&mut self, dm: usize, mut demands: Vec<Demand>) {
        let mut at = 0;
        while at < demands.len() {
            let mut fewer = demands.clone();
            fewer.remove(at);
            match any(&self.problem.places[dm], &fewer) {
                None => demands = fewer,
                Some(_) => at += 1,
            }
        }
        self.master.forbid(dm, &demands);
        self.contradictions.push((dm, demands));
    }
}
