//! The solver of satisfiability problems, told about a circuit.

use std::cell::Cell;

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface, SolverOpts, lbool};
use detente_model::{OptionId, OptionVector};

use super::circuit::{Circuit, Edge, Node};

/// Ends the solver when the asker says so or when its work is used up. Work is counted, not timed, so that the same question gets the same answer.
struct Watch<'a> {
    cancelled: &'a (dyn Fn() -> bool + Sync),
    left: &'a Cell<u64>,
    /// Literals in clauses that were learnt and kept.
    learnt: u64,
}

impl Callbacks for Watch<'_> {
    /// Asked once for each decision.
    fn stop(&self) -> bool {
        self.left.set(self.left.get().saturating_sub(1));
        self.left.get() == 0 || (self.cancelled)()
    }

    fn on_new_clause(&mut self, clause: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.learnt += clause.len() as u64;
        }
    }

    fn on_delete_clause(&mut self, clause: &[Lit]) {
        self.learnt = self.learnt.saturating_sub(clause.len() as u64);
    }
}

/// What the solver said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// There is a vector, and it is at hand.
    Yes,
    /// There is none.
    No,
    /// It was stopped.
    Stopped,
}

/// A solver that knows parts of a circuit.
pub(super) struct Clauses<'a> {
    solver: Solver<Watch<'a>>,
    options: Vec<Lit>,
    truth: Lit,
    /// The literals of the nodes that it knows.
    nodes: Vec<Option<Lit>>,
    /// Literals in clauses, and clauses, that it was given.
    given: (u64, u64),
}

impl<'a> Clauses<'a> {
    /// A solver that knows so many options and nothing of them.
    pub fn new(options: usize, cancelled: &'a (dyn Fn() -> bool + Sync), left: &'a Cell<u64>) -> Self {
        let mut solver = Solver::new(SolverOpts::default(), Watch { cancelled, left, learnt: 0 });
        let mut new = || Lit::new(solver.new_var_default(), true);
        let truth = new();
        let options = (0..options).map(|_| new()).collect();
        let mut clauses = Clauses { solver, options, truth, nodes: Vec::new(), given: (0, 0) };
        clauses.add([truth]);
        clauses
    }

    /// A literal that nothing is said of yet. The solver never chooses for it: all that there is to choose are options, and what follows from them follows.
    pub fn free(&mut self) -> Lit {
        Lit::new(self.solver.new_var(lbool::UNDEF, false), true)
    }

    /// The literal that says that an option is on, or off.
    pub fn choice(&self, option: OptionId, on: bool) -> Lit {
        let lit = self.options[option.index()];
        if on { lit } else { !lit }
    }

    /// One of them is true.
    pub fn add(&mut self, lits: impl IntoIterator<Item = Lit>) {
        let mut clause: Vec<Lit> = lits.into_iter().collect();
        self.given.0 += clause.len() as u64;
        self.given.1 += 1;
        self.solver.add_clause_reuse(&mut clause);
    }

    /// The options.
    pub fn options(&self) -> impl DoubleEndedIterator<Item = OptionId> + use<> {
        (0..self.options.len()).map(OptionId::from)
    }

    /// One of these choices is made.
    pub fn add_choices(&mut self, choices: impl IntoIterator<Item = (OptionId, bool)>) {
        let lits: Vec<Lit> = choices.into_iter().map(|(option, on)| self.choice(option, on)).collect();
        self.add(lits);
    }

    /// The literal of a condition, with all that it is made of.
    pub fn literal(&mut self, circuit: &Circuit, edge: Edge) -> Lit {
        let place = edge.node();
        if self.nodes.len() <= place {
            self.nodes.resize(circuit.len(), None);
        }
        let lit = match (self.nodes[place], circuit.node(place)) {
            (Some(lit), _) => lit,
            (None, Node::True) => self.truth,
            (None, Node::Option(option)) => self.choice(*option, true),
            (None, Node::All(parts)) => {
                let parts: Vec<Lit> = parts.iter().map(|&part| self.literal(circuit, part)).collect();
                let lit = self.free();
                parts.iter().for_each(|&part| self.add([!lit, part]));
                self.add(parts.into_iter().map(|part| !part).chain([lit]));
                lit
            }
            (None, Node::Differ(a, b)) => {
                let (a, b) = (self.literal(circuit, *a), self.literal(circuit, *b));
                let lit = self.free();
                for (a, b, differ) in [(a, b, !lit), (!a, !b, !lit), (a, !b, lit), (!a, b, lit)] {
                    self.add([!a, !b, differ]);
                }
                lit
            }
        };
        self.nodes[place] = Some(lit);
        if edge.is_negated() { !lit } else { lit }
    }

    /// A condition holds.
    pub fn require(&mut self, circuit: &Circuit, edge: Edge) {
        match (circuit.node(edge.node()), edge.is_negated()) {
            (Node::All(parts), true) => {
                let lits: Vec<Lit> = parts.iter().map(|&part| self.literal(circuit, !part)).collect();
                self.add(lits);
            }
            (Node::All(parts), false) => parts.iter().for_each(|&part| self.require(circuit, part)),
            _ => {
                let lit = self.literal(circuit, edge);
                self.add([lit]);
            }
        }
    }

    /// Looks for a vector that satisfies everything, and the assumptions.
    pub fn solve(&mut self, assumptions: &[Lit]) -> Said {
        if self.solver.cb().stop() {
            return Said::Stopped;
        }
        match self.solver.solve_limited(assumptions) {
            said if said == lbool::TRUE => Said::Yes,
            said if said == lbool::FALSE => Said::No,
            _ => Said::Stopped,
        }
    }

    /// The vector that was found last.
    pub fn vector(&self) -> OptionVector {
        let on = |option: &OptionId| self.solver.value_lit(self.options[option.index()]) == lbool::TRUE;
        OptionVector::with_on(self.options.len(), (0..self.options.len()).map(OptionId::from).filter(on))
    }

    /// The bytes that the clauses take, roughly.
    pub fn bytes(&self) -> u64 {
        4 * (self.given.0 + self.solver.cb().learnt) + 48 * self.given.1 + 160 * u64::from(self.solver.num_vars())
    }
}
