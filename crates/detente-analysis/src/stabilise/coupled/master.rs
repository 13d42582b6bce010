//! Which demands to make: the hitting sets of the cuts, cheapest first, by satisfiability.
//!
//! The solver knows the cuts, a number for what each ranking costs, written in unary, and what sets of demands are known to cost at least. It knows nothing of
//! rankings themselves.

use std::cell::Cell;
use std::collections::BTreeMap;

use batsat::{Callbacks, Lit, Solver, SolverInterface, SolverOpts, lbool};

use super::nearest::Demand;
use super::world::Cure;

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

/// What the solver said.
pub enum Said {
    /// These cures, of those known to it, may be true together at the price.
    Chosen(Vec<Cure>),
    /// No cures within the price are enough.
    Never,
    /// It was stopped.
    Stopped,
}

/// The solver and what was told to it.
pub struct Master<'a> {
    solver: Solver<Watch<'a>>,
    demands: BTreeMap<(usize, Demand), Lit>,
    cures: BTreeMap<Cure, Lit>,
    /// By decision maker: the literal at place `v` is true where its ranking costs more than `v`.
    costs: Vec<Vec<Lit>>,
    /// The same of the sum.
    total: Vec<Lit>,
}

impl<'a> Master<'a> {
    /// A solver that can count up to `width`.
    pub fn new(dms: usize, width: usize, cancelled: &'a dyn Fn() -> bool, left: &'a Cell<u64>) -> Self {
        let solver = Solver::new(SolverOpts::default(), Watch { cancelled, left });
        let mut master =
            Master { solver, demands: BTreeMap::new(), cures: BTreeMap::new(), costs: Vec::new(), total: Vec::new() };
        for _ in 0..dms {
            let number = master.number(width);
            master.total = if master.costs.is_empty() { number.clone() } else { master.sum(&number) };
            master.costs.push(number);
        }
        master
    }

    /// How far it can count.
    pub fn width(&self) -> usize {
        self.total.len()
    }

    fn new_lit(&mut self) -> Lit {
        Lit::new(self.solver.new_var_default(), true)
    }

    fn clause(&mut self, lits: impl IntoIterator<Item = Lit>) {
        let mut clause: Vec<Lit> = lits.into_iter().collect();
        self.solver.add_clause_reuse(&mut clause);
    }

    /// A number in unary.
    fn number(&mut self, width: usize) -> Vec<Lit> {
        let number: Vec<Lit> = (0..width).map(|_| self.new_lit()).collect();
        for pair in number.windows(2) {
            self.clause([!pair[1], pair[0]]);
        }
        number
    }

    /// The sum of the total so far and one more number (a totalizer: Bailleux and Boufkhad 2003), cut off at the width.
    fn sum(&mut self, more: &[Lit]) -> Vec<Lit> {
        let before = std::mem::take(&mut self.total);
        let sum = self.number(more.len());
        for a in 0..sum.len() {
            self.clause([!before[a], sum[a]]);
            self.clause([!more[a], sum[a]]);
            for b in 0..sum.len() - a - 1 {
                self.clause([!before[a], !more[b], sum[a + b + 1]]);
            }
        }
        sum
    }

    /// The literal of a demand, new or known; whether it is new.
    fn demand(&mut self, dm: usize, demand: Demand) -> (Lit, bool) {
        if let Some(&lit) = self.demands.get(&(dm, demand)) {
            return (lit, false);
        }
        let lit = self.new_lit();
        self.demands.insert((dm, demand), lit);
        let reverse = |or_tie| Demand { above: demand.below, below: demand.above, or_tie };
        for or_tie in [false, true] {
            if let Some(&other) = self.demands.get(&(dm, reverse(or_tie))).filter(|_| !(or_tie && demand.or_tie)) {
                self.clause([!lit, !other]);
            }
        }
        (lit, true)
    }

    /// Adds a cut: one of the cures is true. What a demand costs by itself is told along with it.
    pub fn cut(&mut self, cut: &[(Cure, Vec<Demand>)], alone: impl Fn(usize, Demand) -> u64) {
        let mut clause = Vec::new();
        for (cure, demands) in cut {
            if demands.is_empty() {
                return;
            }
            if let Some(&lit) = self.cures.get(cure) {
                clause.push(lit);
                continue;
            }
            let dm = cure.dm();
            let mut lits = Vec::new();
            for &demand in demands {
                let (lit, new) = self.demand(dm, demand);
                if new {
                    self.costs_at_least(dm, &[demand], alone(dm, demand));
                }
                lits.push(lit);
            }
            let lit = match lits[..] {
                [one] => one,
                _ => {
                    let lit = self.new_lit();
                    lits.iter().for_each(|&demand| self.clause([!lit, demand]));
                    lit
                }
            };
            self.cures.insert(*cure, lit);
            clause.push(lit);
        }
        self.clause(clause);
    }

    /// Adds that demands together cost at least so much in one ranking.
    pub fn costs_at_least(&mut self, dm: usize, demands: &[Demand], cost: u64) {
        let Some(place) = (cost.min(self.width() as u64) as usize).checked_sub(1) else { return };
        let cost = self.costs[dm][place];
        let demands: Vec<Lit> = demands.iter().map(|&demand| !self.demand(dm, demand).0).collect();
        self.clause(demands.into_iter().chain([cost]));
    }

    /// Adds that one ranking costs at most so much.
    pub fn costs_at_most(&mut self, dm: usize, cost: u64) {
        if let Some(&more) = usize::try_from(cost).ok().and_then(|cost| self.costs[dm].get(cost)) {
            self.clause([!more]);
        }
    }

    /// Adds that demands on one ranking contradict each other.
    pub fn forbid(&mut self, dm: usize, demands: &[Demand]) {
        let demands: Vec<Lit> = demands.iter().map(|&demand| !self.demand(dm, demand).0).collect();
        self.clause(demands);
    }

    /// Cures that satisfy all that was said, at a total cost of at most `price` where one is given. It must be less than the width.
    pub fn choose(&mut self, price: Option<u64>) -> Said {
        if self.solver.cb().stop() {
            return Said::Stopped;
        }
        let assumption: Vec<Lit> = price.map(|price| !self.total[price as usize]).into_iter().collect();
        let answer = self.solver.solve_limited(&assumption);
        if answer == lbool::FALSE {
            return Said::Never;
        }
        if answer != lbool::TRUE {
            return Said::Stopped;
        }
        let is_true = |lit: Lit| self.solver.value_lit(lit) == lbool::TRUE;
        Said::Chosen(self.cures.iter().filter(|&(_, &lit)| is_true(lit)).map(|(&cure, _)| cure).collect())
    }
}
