//! One question about any number of completions, by branch and bound.
//!
//! A node settles some of the unknowns, and of partly known rankings some of the pairs of states. Of each decision maker it is known what is left to its
//! ranking, and so which preferences are certain and which are possible; replies by improvements lie between those by certain and those by possible
//! improvements. If a state is stable although every doubt is resolved against it, it is stable in all completions of the node, and the other way round;
//! only where neither holds does the search branch. Unknowns that bear on nothing that matters are never branched on.
//!
//! A decision maker's stability hangs on its own ranking only through which states are above the one in question, the fewer the better, and
//! there are completions with the fewest and with the most. So under Nash, GMR and SMR the first node of partly known rankings is the last. Under SEQ and SSEQ the
//! opponents' improvements matter as well; the search then branches on moves of which it is open whether they are improvements, and before it does so
//! it tries the two completions of the node that promise most.

use std::rc::Rc;

use detente_engine::{Control, EngineError, Progress};
use detente_model::{Concept, Conflict, DmId, Order, State, Steps, Unknown};

use super::confirm::confirm;
use super::doubts::{Arc, Bound, Doubts};
use super::pairs::Path;
use super::space::{Left, Numbers, Space};
use super::{Completion, Graph, Pair, UnknownsError};

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
    /// Unknowns, by place, and after them the partly known rankings, that decide the verdict: on the way from one completion to the other, one
    /// unknown at a time, the verdict changes with them. There may be others.
    pub decided_by: Vec<usize>,
    /// Pairs of states that decide the verdict, one for each ranking among `decided_by`, where the verdict changes with a single pair on the way from one
    /// completion of it to the other. There may be others.
    pub pairs: Vec<Pair>,
}

/// Answers one question, looking at no more than about `limit` nodes. The completions that it shows are confirmed by the engine and by the plain definitions.
///
/// # Errors
/// [`UnknownsError::NoSuchState`] where the state is not feasible in the conflict itself nor in any completion looked at; those of the completions; cancelled work.
pub fn ask(
    conflict: &Conflict, unknowns: &[Unknown], asked: &Asked, limit: u64, control: &Control,
) -> Result<Settled, UnknownsError> {
    let mut search = Search::new(conflict, unknowns, asked.clone())?;
    let mut settled = search.run(limit, control)?;
    for (completion, expected) in [(&settled.yes, true), (&settled.no, false)] {
        if let Some(completion) = completion {
            confirm(conflict, unknowns, asked, completion, expected, control)?;
        }
    }
    if let (Some(yes), Some(no)) = (settled.yes.clone(), settled.no.clone()) {
        (settled.decided_by, settled.pairs) = search.between(&yes, &no)?;
    }
    if !search.seen && settled.complete {
        return Err(UnknownsError::NoSuchState);
    }
    Ok(settled)
}

/// Some unknowns settled, and some moves.
#[derive(Clone)]
struct Node {
    alternatives: Vec<Option<usize>>,
    added: Vec<Added>,
}

/// Whether a move between two states of the form is an improvement.
#[derive(Clone, Copy)]
struct Added {
    /// The partly known ranking of the mover.
    order: usize,
    from: usize,
    to: usize,
    improves: bool,
}

/// What is to be seen at a node.
struct Looked {
    /// Completions of it with their verdicts.
    found: Vec<(Completion, bool)>,
    next: Next,
}

/// How a search goes on from a node.
enum Next {
    /// Not at all: the verdict is the same in all of its completions.
    Nothing,
    /// This unknown is the next to settle.
    Unknown(usize),
    /// This move is, by the partly known ranking of its mover.
    Move(usize, (usize, usize)),
    /// The verdict is open, and hangs on nothing that is.
    Lost,
}

/// A search, and what it has made on the way.
pub(super) struct Search<'a> {
    space: Space<'a>,
    unknowns: &'a [Unknown],
    /// By form.
    graphs: Vec<Option<Rc<Graph>>>,
    asked: Asked,
    /// Everybody, and those whose stability is asked about.
    dms: Vec<DmId>,
    by: Vec<DmId>,
    /// Whether the state was feasible in any form looked at.
    seen: bool,
}

impl<'a> Search<'a> {
    pub fn new(conflict: &Conflict, unknowns: &'a [Unknown], asked: Asked) -> Result<Self, UnknownsError> {
        let space = Space::new(conflict, unknowns, MAX_STATES)?;
        let dms: Vec<DmId> = conflict.dm_ids().collect();
        let mut search =
            Search { space, unknowns, graphs: Vec::new(), asked: asked.clone(), dms, by: Vec::new(), seen: false };
        search.ask(asked);
        Ok(search)
    }

    /// Turns to another question.
    pub fn ask(&mut self, asked: Asked) {
        self.by = asked.who.map_or_else(|| self.dms.clone(), |dm| vec![dm]);
        self.seen = false;
        self.asked = asked;
    }

    /// Looks at no more than about `limit` nodes. What decides the verdict is not looked for.
    pub fn run(&mut self, limit: u64, control: &Control) -> Result<Settled, UnknownsError> {
        let mut settled =
            Settled { yes: None, no: None, complete: true, looks: 0, decided_by: Vec::new(), pairs: Vec::new() };
        let mut open = vec![Node { alternatives: vec![None; self.unknowns.len()], added: Vec::new() }];
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
            let looked = self.look(&node)?;
            for (completion, stable) in looked.found {
                let found = if stable { &mut settled.yes } else { &mut settled.no };
                found.get_or_insert(completion);
            }
            if settled.yes.is_some() && settled.no.is_some() {
                break;
            }
            match looked.next {
                Next::Nothing => {}
                // The first alternative is looked at first.
                Next::Unknown(unknown) => {
                    open.extend((0..self.unknowns[unknown].alternatives.len()).rev().map(|at| {
                        let mut child = node.clone();
                        child.alternatives[unknown] = Some(at);
                        child
                    }));
                }
                Next::Move(order, (from, to)) => open.extend([false, true].map(|improves| {
                    let mut child = node.clone();
                    child.added.push(Added { order, from, to, improves });
                    child
                })),
                // Cannot be, as far as the bounds go; what is not known is not told.
                Next::Lost => settled.complete = false,
            }
        }
        Ok(settled)
    }

    fn look(&mut self, node: &Node) -> Result<Looked, UnknownsError> {
        if let Some(&unknown) = self.space.structural().iter().find(|&&place| node.alternatives[place].is_none()) {
            return Ok(Looked { found: Vec::new(), next: Next::Unknown(unknown) });
        }
        let mut numbers: Numbers = node.alternatives.iter().map(|at| at.unwrap_or(0)).collect();
        numbers.extend(self.space.orders().iter().map(|_| 0));
        let form = self.space.form_of(&numbers)?;
        let Some(place) = self.space.place(self.space.form(form), &self.asked.state) else {
            return Ok(Looked { found: vec![(self.space.completion(&numbers), false)], next: Next::Nothing });
        };
        self.seen = true;
        let graph = self.graph(form)?;
        let mut left = Vec::new();
        for &dm in &self.dms {
            let mut own = self.space.left(dm, &node.alternatives, MAX_RANKINGS)?;
            if let Some(order) = own.as_mut().and_then(|own| own.order.as_mut()) {
                let order = Rc::make_mut(order);
                for added in node.added.iter().filter(|added| self.space.orders()[added.order].dm == dm) {
                    let fits = match added.improves {
                        true => order.add(added.to, added.from, true),
                        false => order.add(added.from, added.to, false),
                    };
                    debug_assert!(fits, "only what is open is added");
                }
            }
            left.push(own);
        }
        let doubts = Doubts { graph: &graph, left };
        let mut doubtful = Vec::new();
        let mut fails = false;
        for &dm in &self.by {
            match doubts.stable(self.asked.concept, dm, place) {
                Bound::Settled(true) => {}
                Bound::Settled(false) => fails = true,
                Bound::Open => doubtful.push(dm),
            }
        }
        if fails || doubtful.is_empty() {
            let completion = self.complete(&numbers, form, &doubts, |_, _| {});
            return Ok(Looked { found: vec![(completion, !fails)], next: Next::Nothing });
        }
        if let Some(unknown) = self.next_unknown(node, &doubts, doubtful[0]) {
            return Ok(Looked { found: Vec::new(), next: Next::Unknown(unknown) });
        }
        let arcs: Vec<Arc> = doubtful.iter().flat_map(|&dm| doubts.arcs(self.asked.concept, dm, place)).collect();
        let mut found = Vec::new();
        // The most promising: those asked about have as little above the state as may be, and the others answer all they may.
        let hopeful = self.complete(&numbers, form, &doubts, |dm, order| {
            if self.by.contains(&dm) {
                (0..order.items()).for_each(|other| {
                    order.add(place, other, false);
                });
            }
            for &(_, from, to) in arcs.iter().filter(|(by, ..)| *by == dm) {
                order.add(to, from, true);
            }
        });
        found.extend(self.exactly(&hopeful)?.map(|stable| (hopeful, stable)));
        for &doubted in &doubtful {
            let bleak = self.complete(&numbers, form, &doubts, |dm, order| {
                if dm == doubted {
                    (0..order.items()).filter(|&other| other != place).for_each(|other| {
                        order.add(other, place, true);
                    });
                }
                for &(_, from, to) in arcs.iter().filter(|(by, ..)| *by == dm) {
                    order.add(from, to, false);
                }
            });
            found.extend(self.exactly(&bleak)?.map(|stable| (bleak, stable)));
        }
        let ranked = |by: DmId| self.space.orders().iter().position(|order| order.dm == by);
        let next = arcs.iter().find_map(|&(by, from, to)| Some(Next::Move(ranked(by)?, (from, to))));
        Ok(Looked { found, next: next.unwrap_or(Next::Lost) })
    }

    /// The unknown to settle next: of whoever is in doubt first, then of the others, where their credible replies may hang on them.
    fn next_unknown(&self, node: &Node, doubts: &Doubts, doubtful: DmId) -> Option<usize> {
        let credible = self.asked.concept.sanction.is_some_and(|sanction| sanction.steps == Steps::Improvements);
        let others = self.dms.iter().copied().filter(|&other| other != doubtful);
        let others = others.filter(|other| credible || self.by.contains(other));
        [doubtful].into_iter().chain(others).find_map(|dm| {
            let decided = self.space.count_for(dm, &node.alternatives) == Some(1)
                || doubts.left[dm.index()].as_ref().is_some_and(Left::is_one);
            let mut bearing = self.space.bearing_on(dm).iter().copied();
            (!decided).then(|| bearing.find(|&place| node.alternatives[place].is_none())).flatten()
        })
    }

    /// A completion of a node: partly known rankings as `resolve` adds to what is known at the node, and by levels from there.
    fn complete(
        &self, numbers: &[usize], form: usize, doubts: &Doubts, mut resolve: impl FnMut(DmId, &mut Order),
    ) -> Completion {
        let mut completion = self.space.completion(numbers);
        for at in 0..self.space.orders().len() {
            let dm = self.space.orders()[at].dm;
            let left = doubts.left[dm.index()].as_ref();
            let Some(order) = left.and_then(|left| left.order.as_ref()) else { continue };
            let mut order = Order::clone(order);
            resolve(dm, &mut order);
            completion.rankings[at] = self.lifted(at, form, &order.by_levels());
        }
        completion
    }

    /// A ranking of all states that ranks those of a form so, and keeps what is known of the others.
    fn lifted(&self, at: usize, form: usize, ranking: &[u32]) -> Vec<u32> {
        let places = self.space.states_of(form, at);
        let whole = &self.space.orders()[at];
        let mut sorted: Vec<usize> = (0..ranking.len()).collect();
        sorted.sort_by_key(|&state| std::cmp::Reverse(ranking[state]));
        if places.len() == whole.states.len() {
            let mut all = vec![0; ranking.len()];
            sorted.into_iter().for_each(|state| all[places[state]] = ranking[state]);
            return all;
        }
        let mut order = whole.order.clone();
        for pair in sorted.windows(2) {
            let (a, b) = (places[pair[0]], places[pair[1]]);
            let tied = ranking[pair[0]] == ranking[pair[1]];
            let fits = order.add(a, b, !tied) && (!tied || order.add(b, a, false));
            debug_assert!(fits, "the ranking of the form keeps what is known");
        }
        order.by_levels()
    }

    fn graph(&mut self, form: usize) -> Result<Rc<Graph>, UnknownsError> {
        self.graphs.resize(self.graphs.len().max(form + 1), None);
        if self.graphs[form].is_none() {
            self.graphs[form] = Some(Rc::new(Graph::new(&self.space.form(form).conflict, MAX_STATES)?));
        }
        Ok(self.graphs[form].clone().expect("it was just made"))
    }

    /// The verdict on a completion; `None` cannot be, since with nothing in doubt the bounds are the definition itself.
    fn exactly(&mut self, completion: &Completion) -> Result<Option<bool>, UnknownsError> {
        let numbers = self.space.numbers(completion);
        let form = self.space.form_of(&numbers)?;
        let Some(place) = self.space.place(self.space.form(form), &self.asked.state) else { return Ok(Some(false)) };
        let graph = self.graph(form)?;
        let mut left = Vec::new();
        for &dm in &self.dms {
            let ranking = self.space.ranking_of(dm, &numbers)?;
            left.push(Some(Left::one(self.space.ranking(ranking))));
        }
        let doubts = Doubts { graph: &graph, left };
        let mut stable = Some(true);
        for &dm in &self.by {
            match doubts.stable(self.asked.concept, dm, place) {
                Bound::Settled(true) => {}
                Bound::Settled(false) => return Ok(Some(false)),
                Bound::Open => stable = None,
            }
        }
        Ok(stable)
    }

    /// The unknowns with which the verdict changes on the way from one completion to another, and the pairs.
    fn between(&mut self, yes: &Completion, no: &Completion) -> Result<(Vec<usize>, Vec<Pair>), UnknownsError> {
        let mut at = yes.clone();
        let mut before = true;
        let (mut deciding, mut pairs) = (Vec::new(), Vec::new());
        let unknowns = yes.alternatives.len();
        for place in 0..unknowns + yes.rankings.len() {
            let earlier = at.clone();
            match place.checked_sub(unknowns) {
                None => at.alternatives[place] = no.alternatives[place],
                Some(order) => at.rankings[order].clone_from(&no.rankings[order]),
            }
            if at == earlier {
                continue;
            }
            let after = self.exactly(&at)?.expect("nothing is left in doubt");
            if after != before {
                deciding.push(place);
                if let Some(order) = place.checked_sub(unknowns) {
                    pairs.extend(self.pair(order, &earlier, &at)?);
                }
            }
            before = after;
        }
        Ok((deciding, pairs))
    }

    /// A pair with which the verdict changes on the way from one completion of a ranking to another.
    fn pair(&mut self, order: usize, from: &Completion, to: &Completion) -> Result<Option<Pair>, UnknownsError> {
        let ranking = self.space.orders()[order].clone();
        let favoured = ranking.states.iter().position(|state| *state == self.asked.state).unwrap_or(0);
        let path = Path::new(&ranking, &from.rankings[order], &to.rankings[order], favoured);
        let (a, b) = path.turning(|ranking| {
            let mut at = from.clone();
            at.rankings[order] = ranking.to_vec();
            Ok::<bool, UnknownsError>(self.exactly(&at)?.expect("nothing is left in doubt"))
        })?;
        let mut different = path.difference(&a, &b).into_iter();
        Ok(match (different.next(), different.next()) {
            (Some((a, b)), None) => Some(Pair { ranking: order, a, b }),
            _ => None,
        })
    }
}
