//! One question about any number of completions, by branch and bound.
//!
//! A node settles some of the unknowns. Of each decision maker it is known which rankings are left to it, and so which preferences are certain and
//! which are possible; replies by improvements lie between those by certain and those by possible improvements. If a state is stable although
//! every doubt is resolved against it, it is stable in all completions of the node, and the other way round; only where neither holds does the
//! search branch. Unknowns that bear on nothing that matters are never branched on.

use std::rc::Rc;

use detente_engine::{Control, EngineError, Progress};
use detente_model::{Concept, Conflict, DmId, State, Steps, Unknown};

use super::space::Space;
use super::{Completion, Graph, UnknownsError};

/// States are compared one with another up to this number.
const MAX_STATES: usize = 1 << 16;
/// The rankings left to a decision maker are listed up to so many combinations of alternatives; beyond, anything is possible.
const MAX_RANKINGS: u64 = 1 << 10;
/// A good limit for the nodes that [`ask`] looks at: seconds for conflicts of hundreds of states.
pub const MAX_LOOKS: u64 = 1 << 16;

/// A question: is a state stable?
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Under which concept.
    pub concept: &'static Concept,
    /// For whom; for all together (an equilibrium) where this is `None`.
    pub who: Option<DmId>,
    /// Which state.
    pub state: State,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// A completion in which it is stable.
    pub yes: Option<Completion>,
    /// A completion in which it is not.
    pub no: Option<Completion>,
    /// Whether the answer is whole: where it is, a missing completion of either kind means that there is none. Where not, the search was ended at
    /// its limit.
    pub complete: bool,
    /// So many nodes were looked at.
    pub looks: u64,
    /// Unknowns, by place, that decide the verdict: on the way from one completion to the other, one unknown at a time, the verdict changes with
    /// them. There may be others.
    pub decided_by: Vec<usize>,
}

/// Answers one question, looking at no more than about `limit` nodes.
///
/// # Errors
/// [`UnknownsError::NoSuchState`] where the state is not feasible in the conflict itself nor in any completion looked at; those of the completions; cancelled work.
pub fn ask(
    conflict: &Conflict, unknowns: &[Unknown], asked: &Asked, limit: u64, control: &Control,
) -> Result<Settled, UnknownsError> {
    let mut search = Search {
        space: Space::new(conflict, unknowns, MAX_STATES)?,
        graphs: Vec::new(),
        unknowns,
        asked,
        dms: conflict.dm_ids().collect(),
        seen: false,
    };
    let mut settled = Settled { yes: None, no: None, complete: true, looks: 0, decided_by: Vec::new() };
    let mut open = vec![vec![None; unknowns.len()]];
    while let Some(node) = open.pop() {
        if (control.cancelled)() {
            return Err(UnknownsError::Engine(EngineError::Cancelled));
        }
        if settled.looks == limit {
            settled.complete = false;
            break;
        }
        settled.looks += 1;
        (control.progress)(Progress { done: settled.looks, total: limit, what: "partial completions" });
        match search.look(&node)? {
            Look::Settled(stable) => {
                let found = if stable { &mut settled.yes } else { &mut settled.no };
                found.get_or_insert_with(|| node.iter().map(|at| at.unwrap_or(0)).collect());
                if settled.yes.is_some() && settled.no.is_some() {
                    break;
                }
            }
            // The first alternative is looked at first.
            Look::Branch(unknown) => open.extend((0..unknowns[unknown].alternatives.len()).rev().map(|at| {
                let mut child = node.clone();
                child[unknown] = Some(at);
                child
            })),
        }
    }
    if let (Some(yes), Some(no)) = (&settled.yes, &settled.no) {
        settled.decided_by = search.between(yes, no)?;
    }
    if !search.seen && settled.complete {
        return Err(UnknownsError::NoSuchState);
    }
    Ok(settled)
}

struct Search<'a> {
    space: Space<'a>,
    /// By form.
    graphs: Vec<Option<Rc<Graph>>>,
    unknowns: &'a [Unknown],
    asked: &'a Asked,
    dms: Vec<DmId>,
    /// Whether the state was feasible in any form looked at.
    seen: bool,
}

/// What is to be seen at a node.
enum Look {
    /// The verdict is the same in all of its completions.
    Settled(bool),
    /// It may not be; this unknown is the next to settle.
    Branch(usize),
}

impl Search<'_> {
    fn look(&mut self, node: &[Option<usize>]) -> Result<Look, UnknownsError> {
        if let Some(&unknown) = self.space.structural().iter().find(|&&place| node[place].is_none()) {
            return Ok(Look::Branch(unknown));
        }
        let completion: Completion = node.iter().map(|at| at.unwrap_or(0)).collect();
        let form = self.space.form_of(&completion)?;
        let Some(place) = self.space.place(self.space.form(form), &self.asked.state) else {
            return Ok(Look::Settled(false));
        };
        self.seen = true;
        let graph = self.graph(form)?;
        let mut doubts = Doubts { graph: &graph, left: Vec::new() };
        for &dm in &self.dms {
            doubts.left.push(self.space.rankings(dm, node, MAX_RANKINGS)?);
        }
        let asked: Vec<DmId> = self.asked.who.map_or_else(|| self.dms.clone(), |dm| vec![dm]);
        let mut doubtful = None;
        for &dm in &asked {
            match doubts.stable(self.asked.concept, dm, place) {
                Some(true) => {}
                Some(false) => return Ok(Look::Settled(false)),
                None => doubtful = doubtful.or(Some(dm)),
            }
        }
        let Some(dm) = doubtful else { return Ok(Look::Settled(true)) };
        // The unknowns of whoever is in doubt first, then those of the others, whose credible replies may hang on them.
        let others = self.dms.iter().copied().filter(|&other| other != dm);
        let next = [dm].into_iter().chain(others).find_map(|dm| {
            let left = self.space.count_for(dm, node);
            let decided = left == Some(1) || doubts.left[dm.index()].as_ref().is_some_and(|left| left.len() == 1);
            (!decided).then(|| self.space.bearing_on(dm).iter().copied().find(|&place| node[place].is_none())).flatten()
        });
        // With nothing left in doubt the two bounds are the definition itself.
        Ok(Look::Branch(next.expect("a verdict in doubt hangs on an unknown")))
    }

    fn graph(&mut self, form: usize) -> Result<Rc<Graph>, UnknownsError> {
        self.graphs.resize(self.graphs.len().max(form + 1), None);
        if self.graphs[form].is_none() {
            self.graphs[form] = Some(Rc::new(Graph::new(&self.space.form(form).conflict, MAX_STATES)?));
        }
        Ok(self.graphs[form].clone().expect("it was just made"))
    }

    /// The unknowns with which the verdict changes on the way from one completion to another.
    fn between(&mut self, yes: &[usize], no: &[usize]) -> Result<Vec<usize>, UnknownsError> {
        let mut at: Vec<Option<usize>> = yes.iter().copied().map(Some).collect();
        let mut before = true;
        let mut deciding = Vec::new();
        for unknown in (0..self.unknowns.len()).filter(|&unknown| yes[unknown] != no[unknown]) {
            at[unknown] = Some(no[unknown]);
            let Look::Settled(after) = self.look(&at)? else { unreachable!("nothing is left in doubt") };
            if after != before {
                deciding.push(unknown);
            }
            before = after;
        }
        Ok(deciding)
    }
}

/// What is known of preferences at a node: for each decision maker the rankings that are left, or `None` where they are too many to list.
struct Doubts<'a> {
    graph: &'a Graph,
    left: Vec<Option<Vec<Rc<[u32]>>>>,
}

impl Doubts<'_> {
    fn certainly(&self, dm: DmId, a: usize, b: usize) -> bool {
        a != b && self.left[dm.index()].as_ref().is_some_and(|left| left.iter().all(|ranking| ranking[a] > ranking[b]))
    }

    fn possibly(&self, dm: DmId, a: usize, b: usize) -> bool {
        a != b && self.left[dm.index()].as_ref().is_none_or(|left| left.iter().any(|ranking| ranking[a] > ranking[b]))
    }

    /// Whether the state at `s` is stable for `dm` however the doubts are resolved; `None` where this does not tell.
    fn stable(&self, concept: &Concept, dm: DmId, s: usize) -> Option<bool> {
        let credible = concept.sanction.is_some_and(|sanction| sanction.steps == Steps::Improvements);
        let inescapable = concept.sanction.is_some_and(|sanction| sanction.inescapable);
        let answered_surely = |y: usize| {
            concept.sanction.is_some()
                && self.graph.replies(dm, y, |by, from, to| !credible || self.certainly(by, to, from)).into_iter().any(
                    |z| {
                        !(self.possibly(dm, z, s)
                            || inescapable && self.graph.moves(dm, z).iter().any(|&w| self.possibly(dm, w, s)))
                    },
                )
        };
        let unanswered_surely = |y: usize| {
            concept.sanction.is_none()
                || self.graph.replies(dm, y, |by, from, to| !credible || self.possibly(by, to, from)).into_iter().all(
                    |z| {
                        self.certainly(dm, z, s)
                            || inescapable && self.graph.moves(dm, z).iter().any(|&w| self.certainly(dm, w, s))
                    },
                )
        };
        let moves = self.graph.moves(dm, s);
        if moves.iter().all(|&y| !self.possibly(dm, y, s) || answered_surely(y)) {
            return Some(true);
        }
        moves.iter().any(|&y| self.certainly(dm, y, s) && unanswered_surely(y)).then_some(false)
    }
}
