//! The exact search where sanctions must be improvements (SEQ, SSEQ): there a change in one ranking changes what sanctions another, and no
//! decision maker can be looked at alone.
//!
//! The search is a sequence of satisfiability problems. A variable says that a decision maker compares a pair of states otherwise than before; clauses say that
//! the result is a ranking; a counter bounds how many pairs there are. Nothing is said at first about stability: each ranking that comes out is
//! judged, and where an improvement goes unsanctioned a clause is added that any cure must satisfy (something reached is no better for the improver than
//! the target, or some step out of what is reached becomes an improvement). The bound rises from a proved one, so the first answer is an optimum.
//!
//! New ties are never needed: where states tie that did not before, they may as well keep their old order, the target and what tied with it first.
//! So a strict pair is one variable, and only pairs that tied before have three ways to be.

use std::cell::Cell;

use batsat::{Callbacks, Lit, Solver, SolverInterface, SolverOpts, lbool};
use detente_model::Concept;

use super::table::{Places, Table};

/// A fact about a pair of states.
#[derive(Clone, Copy)]
enum Fact {
    Known(bool),
    Open(Lit),
}

impl std::ops::Not for Fact {
    type Output = Fact;

    fn not(self) -> Fact {
        match self {
            Fact::Known(value) => Fact::Known(!value),
            Fact::Open(lit) => Fact::Open(!lit),
        }
    }
}

/// What came of the search.
pub(super) enum Outcome {
    /// The cheapest rankings.
    Best(u64, Places),
    /// No rankings cost less than the bound that was given; without a bound: no rankings at all.
    Nothing,
    /// It was given up; nothing costs less than this.
    AtLeast(u64),
}

/// Ends the solver when the asker says so or when its work is used up. Work is counted, not timed, so that the same question gets the same answer.
struct Watch<'a> {
    cancelled: &'a dyn Fn() -> bool,
    left: &'a Cell<u64>,
}

impl Callbacks for Watch<'_> {
    fn stop(&self) -> bool {
        self.left.set(self.left.get().saturating_sub(1));
        self.left.get() == 0 || (self.cancelled)()
    }
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
    /// Only answers below this cost are wanted.
    pub below: Option<u64>,
    pub cancelled: &'a dyn Fn() -> bool,
    pub left: &'a Cell<u64>,
}

struct Search<'a> {
    problem: &'a Problem<'a>,
    solver: Solver<Watch<'a>>,
    /// By decision maker, then `a * states + b`: whether `a` is preferred to `b`.
    prefers: Vec<Vec<Fact>>,
    changes: Vec<Lit>,
}

impl Problem<'_> {
    pub fn solve(&self) -> Outcome {
        let least: u64 = self.least.iter().sum();
        let mut search = Search::new(self);
        let counter = match self.below {
            Some(below) => search.counter(below),
            None => Vec::new(),
        };
        let mut bound = least;
        loop {
            // At most `bound` changes: the counter does not reach one more.
            let assumption: Vec<Lit> = counter.get(bound as usize).map(|&lit| !lit).into_iter().collect();
            match search.next(&assumption) {
                None => return Outcome::AtLeast(bound),
                Some(Some(places)) => {
                    let cost = (0..places.len()).map(|dm| super::table::distance(&self.places[dm], &places[dm])).sum();
                    return Outcome::Best(cost, places);
                }
                Some(None) => bound += 1,
            }
            if self.below.is_none_or(|below| bound >= below) {
                return Outcome::Nothing;
            }
        }
    }

    /// The least cost of comparing a pair otherwise: every state between them, ties included, forces one more.
    fn least_change(&self, dm: usize, a: u32, b: u32) -> u64 {
        let own = &self.places[dm];
        let (low, high) = (own[a as usize].min(own[b as usize]), own[a as usize].max(own[b as usize]));
        own.iter().filter(|place| (low..=high).contains(place)).count() as u64 - 1
    }
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem<'a>) -> Self {
        let watch = Watch { cancelled: problem.cancelled, left: problem.left };
        let solver = Solver::new(SolverOpts::default(), watch);
        let mut search = Search { problem, solver, prefers: Vec::new(), changes: Vec::new() };
        for dm in 0..problem.table.dms() {
            search.ranking(dm);
        }
        search
    }

    fn new_lit(&mut self) -> Lit {
        Lit::new(self.solver.new_var_default(), true)
    }

    fn add(&mut self, facts: &[Fact]) {
        let mut clause = Vec::new();
        for fact in facts {
            match fact {
                Fact::Known(true) => return,
                Fact::Known(false) => {}
                Fact::Open(lit) => clause.push(*lit),
            }
        }
        self.solver.add_clause_reuse(&mut clause);
    }

    /// The variables and laws of one ranking.
    fn ranking(&mut self, dm: usize) {
        let problem = self.problem;
        let states = problem.table.states();
        let own = &problem.places[dm];
        let varies = problem.vary.contains(&dm);
        let others: u64 = problem.least.iter().sum::<u64>() - problem.least[dm];
        let room = problem.below.map(|below| below.saturating_sub(1 + others));
        let mut prefers: Vec<Fact> =
            (0..states * states).map(|pair| Fact::Known(own[pair / states] > own[pair % states])).collect();
        for a in 0..states {
            for b in 0..a {
                let free = varies && room.is_none_or(|room| problem.least_change(dm, a as u32, b as u32) <= room);
                if !free {
                    continue;
                }
                if own[a] == own[b] {
                    let (over, under) = (self.new_lit(), self.new_lit());
                    self.changes.extend([over, under]);
                    self.add(&[!Fact::Open(over), !Fact::Open(under)]);
                    prefers[a * states + b] = Fact::Open(over);
                    prefers[b * states + a] = Fact::Open(under);
                } else {
                    let (high, low) = if own[a] > own[b] { (a, b) } else { (b, a) };
                    let changed = self.new_lit();
                    self.changes.push(changed);
                    prefers[low * states + high] = Fact::Open(changed);
                    prefers[high * states + low] = !Fact::Open(changed);
                }
            }
        }
        if varies {
            // Asymmetric by construction; and what is preferred to a state is preferred to all that it is, or is above by way of them.
            for a in 0..states {
                for b in (0..states).filter(|&b| b != a) {
                    if matches!(prefers[a * states + b], Fact::Known(false)) {
                        continue;
                    }
                    for c in (0..states).filter(|&c| c != a && c != b) {
                        self.add(&[!prefers[a * states + b], prefers[a * states + c], prefers[c * states + b]]);
                    }
                }
            }
        }
        self.prefers.push(prefers);
    }

    /// Literals that are forced when more than 0, 1, … changes are made, up to `below` (Sinz 2005).
    fn counter(&mut self, below: u64) -> Vec<Lit> {
        let width = below as usize;
        let mut reached: Vec<Lit> = Vec::new();
        for change in self.changes.clone() {
            let next: Vec<Lit> = (0..width.min(reached.len() + 1)).map(|_| self.new_lit()).collect();
            let change = Fact::Open(change);
            for (count, &lit) in next.iter().enumerate() {
                let lit = Fact::Open(lit);
                if let Some(&before) = reached.get(count) {
                    self.add(&[!Fact::Open(before), lit]);
                }
                match count.checked_sub(1).map(|fewer| reached[fewer]) {
                    None => self.add(&[!change, lit]),
                    Some(fewer) => self.add(&[!change, !Fact::Open(fewer), lit]),
                }
            }
            reached = next;
        }
        reached
    }

    /// Rankings within the assumption under which the target is an equilibrium; `Some(None)` where there are none, `None` when given up.
    fn next(&mut self, assumption: &[Lit]) -> Option<Option<Places>> {
        loop {
            if self.solver.cb().stop() {
                return None;
            }
            let answer = self.solver.solve_limited(assumption);
            if answer == lbool::FALSE {
                return Some(None);
            }
            if answer != lbool::TRUE {
                return None;
            }
            let places = self.places();
            let problem = self.problem;
            let mut stable = true;
            for dm in 0..problem.table.dms() {
                if let Some(cut) = self.cut(dm, &places) {
                    stable = false;
                    self.add(&cut);
                }
            }
            if stable {
                return Some(Some(places));
            }
        }
    }

    fn value(&self, fact: Fact) -> bool {
        match fact {
            Fact::Known(value) => value,
            Fact::Open(lit) => self.solver.value_lit(lit) == lbool::TRUE,
        }
    }

    /// The rankings of the model: a state's place is the number of states that it is preferred to.
    fn places(&self) -> Places {
        let states = self.problem.table.states();
        let of = |dm: usize, a: usize| (0..states).filter(|&b| self.value(self.prefers[dm][a * states + b])).count();
        (0..self.problem.table.dms()).map(|dm| (0..states).map(|a| of(dm, a) as u32).collect()).collect()
    }

    /// What any cure for an unsanctioned improvement of `dm` must satisfy; `None` where there is none. All of it is false at present.
    fn cut(&self, dm: usize, places: &Places) -> Option<Vec<Fact>> {
        let problem = self.problem;
        let (table, target) = (problem.table, problem.target);
        let (improvement, reached) = table.unsanctioned(problem.concept, dm, target, places)?;
        let states = table.states();
        let no_better = |x: u32| !self.prefers[dm][x as usize * states + target as usize];
        let mut cut = vec![no_better(improvement)];
        let (Some(reached), Some(sanction)) = (reached, problem.concept.sanction) else { return Some(cut) };
        for &z in &reached.ends {
            // For a sanction that must be inescapable the best of what it leads to is the first that must not be better.
            let own = &places[dm];
            let escapes = if sanction.inescapable { table.moves(dm, z) } else { &[] };
            let best = escapes.iter().copied().chain([z]).max_by_key(|&x| own[x as usize]).unwrap_or(z);
            cut.push(no_better(best));
        }
        for &(from, last) in &reached.pairs {
            for by in (0..table.dms()).filter(|&by| by != dm && Some(by) != last) {
                for &to in table.moves(by, from).iter().filter(|&&to| !reached.has(to, by)) {
                    cut.push(self.prefers[by][to as usize * states + from as usize]);
                }
            }
        }
        Some(cut)
    }
}
