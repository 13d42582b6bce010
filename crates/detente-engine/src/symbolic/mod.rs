//! The symbolic engine: conflicts in option form of any number of options, by sets of states that are functions of the options.
//!
//! Nothing is listed: a set of 10^80 states may be a diagram of a thousand nodes. What that takes cannot be told from the number of options; it follows how entangled the
//! rules and the preferences are. So the work may have to end before all is found, and what was found until then stays ([`Verdicts`]).
//!
//! * [`store`], [`ops`]: functions, and what is done with them;
//! * [`order`]: the order of the options, from what hangs together;
//! * [`game`]: a conflict as functions;
//! * [`stability`]: who is stable where, and why the algorithm is right;
//! * [`reach`]: what can be reached;
//! * [`diagram`]: a set as a value.

mod diagram;
mod game;
mod ops;
mod order;
mod reach;
mod stability;
mod store;

use std::sync::Arc;

use detente_model::{Conflict, DmId, OptionVector, OutcomeWhen, Sanction, State, Steps};

use crate::crew::Crew;
use crate::index::StateIndex;
use crate::plan::{Finding, Plan};
use crate::ranks::{ListedVectors, ranks};
use crate::survey::{Found, Unfinished};
use crate::vectors;
use crate::{Control, EngineError, EngineKind, Settings, Solution, StateCount, StateSet, States};

pub(crate) use diagram::Diagram;
pub(crate) use reach::reach;

use game::Game;
use stability::Verdicts;
use store::{Func, Halt, Store};

/// More options than a conflict file may have are not taken.
pub(crate) const OPTIONS: usize = 4096;
/// With less memory nothing is begun.
pub(crate) const LEAST_MEMORY: u64 = 1 << 20;
/// Rules and preferences may take so many steps to be laid down, however little work is allowed.
const BEGINNING: u64 = 10_000_000;
/// So many states are listed at most: each is looked for in the diagram of all.
const LISTED: u64 = 1 << 18;

/// How entangled a conflict is: at most so many options before any point of the order of variables hang together with one behind it.
pub(crate) fn width(conflict: &Conflict) -> usize {
    let groups = order::groups(conflict);
    order::width(&order::order(conflict.options.len(), &groups), &groups)
}

/// The bytes that listing so many states takes, about, beside the diagrams.
pub(crate) fn bytes(states: u64, dms: usize, sanctions: usize) -> u64 {
    if states > LISTED {
        return u64::MAX;
    }
    LEAST_MEMORY + states.saturating_mul(24 + 4 * dms as u64 + (dms * sanctions) as u64 / 8)
}

/// Does work that goes deep where there is stack enough for it: operations call themselves once a level.
pub(crate) fn with_room<R: Send>(options: usize, work: impl FnOnce() -> R + Send) -> Result<R, EngineError> {
    if options <= 64 {
        return Ok(work());
    }
    let stack = (16 << 20) + options * (16 << 10);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, work);
        match thread.map_err(|_| EngineError::NoThread)?.join() {
            Ok(result) => Ok(result),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The whole analysis, as functions.
struct Analysis<'c> {
    game: Game<'c>,
    order: Arc<[usize]>,
    /// By decision maker, then by sanction.
    verdicts: Vec<Vec<Verdicts>>,
}

/// What work may take.
#[derive(Clone, Copy)]
struct Limits {
    memory: u64,
    /// Steps of operations on diagrams.
    work: Option<u64>,
}

impl Limits {
    fn new(settings: &Settings) -> Self {
        Limits { memory: settings.memory, work: settings.work }
    }

    /// The last step of laying down rules and preferences: a beginning is made however little work is allowed.
    fn beginning(&self) -> Option<u64> {
        self.work.map(|work| work.max(BEGINNING))
    }

    /// The last step, after `steps`, of the next of `left` pieces of work, each of which gets the same share of what is left.
    fn share(&self, steps: u64, left: usize) -> Option<u64> {
        self.work.map(|work| steps + work.saturating_sub(steps) / left.max(1) as u64)
    }

    fn why(&self, halt: Halt) -> Result<Unfinished, EngineError> {
        match halt {
            Halt::Cancelled => Err(EngineError::Cancelled),
            Halt::Memory => Ok(Unfinished::Memory { allowed: self.memory }),
            Halt::Work => Ok(Unfinished::Work { allowed: self.work.unwrap_or(u64::MAX) }),
        }
    }

    /// Why not even a beginning was made.
    fn nothing(&self, conflict: &Conflict, halt: Halt) -> EngineError {
        match self.why(halt) {
            Err(error) => error,
            Ok(unfinished) => EngineError::TooEntangled { options: conflict.options.len(), unfinished },
        }
    }
}

impl<'c> Analysis<'c> {
    fn new(
        conflict: &'c Conflict, sanctions: &[Option<Sanction>], limits: Limits, control: &'c Control<'c>,
        done: &dyn Fn(&'static str),
    ) -> Result<Self, Halt> {
        let mut game = Game::new(conflict, limits.memory, limits.beginning(), control)?;
        let dms: Vec<DmId> = conflict.dm_ids().collect();
        // Weaker concepts come first: outside their stable states there is nothing to decide for the others.
        let (moves, improvements) = (Steps::Moves, Steps::Improvements);
        let sanction = |steps, inescapable| Sanction { steps, inescapable };
        let [gmr, smr, seq, sseq] = [
            sanction(moves, false),
            sanction(moves, true),
            sanction(improvements, false),
            sanction(improvements, true),
        ];
        let wanted = |sanction: Sanction| {
            sanctions.contains(&Some(sanction)) || sanction == gmr && sanctions.iter().any(Option::is_some)
        };
        let jobs: Vec<Sanction> = [gmr, smr, seq, sseq].into_iter().filter(|&sanction| wanted(sanction)).collect();
        let mut left = dms.len() * (1 + jobs.len());

        let mut nash = Vec::new();
        let mut found: Vec<Vec<(Sanction, Verdicts)>> = vec![Vec::new(); dms.len()];
        let mut replies: Vec<Option<Result<Vec<Func>, Halt>>> = vec![None; dms.len()];
        for &dm in &dms {
            game.store.end_after(limits.share(game.store.steps(), left));
            nash.push(game.verdicts(|game| Ok(Verdicts { stable: game.nash(dm)?, open: None }))?);
            left -= 1;
            if sanctions.contains(&None) {
                done("finding stable states");
            }
        }
        for &job in &jobs {
            for &dm in &dms {
                let at = dm.index();
                // Stable states are stable under every weaker concept too; what is not decided there may be.
                let stronger: Vec<Verdicts> =
                    found[at].iter().filter(|(weaker, _)| implies(job, *weaker)).map(|(_, v)| v.clone()).collect();
                game.store.end_after(None);
                let verdicts = game.verdicts(|game| {
                    let mut candidates = game.store.not(&nash[at].stable);
                    for weaker in &stronger {
                        let possible = game.possible(weaker)?;
                        candidates = game.store.and(&candidates, &possible)?;
                    }
                    game.store.end_after(limits.share(game.store.steps(), left));
                    let values = match job.inescapable {
                        false => Ok(game.levels[at].clone()),
                        true => replies[at].get_or_insert_with(|| game.best_replies(dm)).clone(),
                    };
                    let decided = match values {
                        Ok(values) => game.decide(dm, job, &values, &candidates),
                        Err(halt) => Verdicts { stable: game.store.no(), open: Some((candidates, halt)) },
                    };
                    game.store.end_after(None);
                    game.with_certain(decided, &nash[at])
                })?;
                found[at].push((job, verdicts));
                left -= 1;
                if sanctions.contains(&Some(job)) {
                    done("finding stable states");
                }
            }
        }
        game.store.end_after(None);
        let verdicts = (0..dms.len())
            .map(|at| {
                let of = |sanction: &Option<Sanction>| match sanction {
                    None => nash[at].clone(),
                    Some(wanted) => found[at]
                        .iter()
                        .find(|(own, _)| own == wanted)
                        .expect("all that are wanted are found")
                        .1
                        .clone(),
                };
                sanctions.iter().map(of).collect()
            })
            .collect();
        let order = game.order.clone().into();
        Ok(Analysis { game, order, verdicts })
    }

    /// The states that are stable for everybody under a sanction.
    fn equilibria(&mut self, sanction: usize) -> Result<Verdicts, Halt> {
        let mut certain = self.game.states.clone();
        let mut possible = certain.clone();
        let mut why = None;
        for of_dm in &self.verdicts {
            let verdicts = &of_dm[sanction];
            let own = self.game.possible(verdicts)?;
            certain = self.game.store.and(&certain, &verdicts.stable)?;
            possible = self.game.store.and(&possible, &own)?;
            why = why.or(verdicts.open.as_ref().map(|(_, halt)| *halt));
        }
        let open = self.game.store.without(&possible, &certain)?;
        let open = why.filter(|_| !open.is_no()).map(|halt| (open, halt));
        Ok(Verdicts { stable: certain, open })
    }

    fn diagram(&self, func: &Func) -> States {
        States::diagram(Arc::new(Diagram::new(&self.game.store, &self.order, func)))
    }

    /// Verdicts as values, without what the rules exclude.
    fn found(&mut self, verdicts: &Verdicts, limits: &Limits) -> Result<Found, EngineError> {
        let stable = self.within_states(&verdicts.stable, limits)?;
        let at_least = self.diagram(&stable);
        let Some((open, halt)) = &verdicts.open else { return Ok(Found::known(at_least)) };
        let open = self.within_states(open, limits)?;
        if open.is_no() {
            return Ok(Found::known(at_least));
        }
        let at_most = self.game.store.or(&stable, &open).map_err(|halt| limits.nothing(self.game.conflict, halt))?;
        Ok(Found::between(at_least, self.diagram(&at_most), limits.why(*halt)?))
    }

    fn within_states(&mut self, func: &Func, limits: &Limits) -> Result<Func, EngineError> {
        let states = self.game.states.clone();
        self.game.store.and(func, &states).map_err(|halt| limits.nothing(self.game.conflict, halt))
    }
}

/// Whether each state that is stable under `a` is stable under `b`: the same or more answers count there, as many must be inescapable or fewer.
fn implies(a: Sanction, b: Sanction) -> bool {
    a != b && (a.steps == b.steps || b.steps == Steps::Moves) && (a.inescapable || !b.inescapable)
}

impl Game<'_> {
    /// Verdicts, or that nothing is known of any state and why.
    fn verdicts(&mut self, work: impl FnOnce(&mut Self) -> Result<Verdicts, Halt>) -> Result<Verdicts, Halt> {
        match work(self) {
            Err(Halt::Cancelled) => Err(Halt::Cancelled),
            Err(halt) => Ok(Verdicts { stable: self.store.no(), open: Some((self.store.yes(), halt)) }),
            Ok(Verdicts { open: Some((_, Halt::Cancelled)), .. }) => Err(Halt::Cancelled),
            Ok(verdicts) => Ok(verdicts),
        }
    }

    /// The states that are stable or may be.
    fn possible(&mut self, verdicts: &Verdicts) -> Result<Func, Halt> {
        match &verdicts.open {
            None => Ok(verdicts.stable.clone()),
            Some((open, _)) => self.store.or(&verdicts.stable, open),
        }
    }

    /// Adds the states that are stable under any concept, as far as they are known, to those found stable.
    fn with_certain(&mut self, verdicts: Verdicts, nash: &Verdicts) -> Result<Verdicts, Halt> {
        Ok(Verdicts { stable: self.store.or(&verdicts.stable, &nash.stable)?, open: verdicts.open })
    }
}

/// The sets of a survey: states, what is stable by decision maker and sanction, equilibria by sanction; the most nodes there were, and the steps that it took.
pub(crate) struct Sets {
    pub states: States,
    pub stable: Vec<Vec<Found>>,
    pub equilibria: Vec<Found>,
    pub nodes: usize,
    pub steps: u64,
}

/// Finds the sets of a survey.
pub(crate) fn sets(
    conflict: &Conflict, sanctions: &[Option<Sanction>], settings: &Settings, control: &Control<'_>,
) -> Result<Sets, EngineError> {
    with_room(conflict.options.len(), || {
        let limits = Limits::new(settings);
        let crew = Crew::new(false, control, (conflict.decision_makers.len() * sanctions.len()) as u64);
        let analysis = Analysis::new(conflict, sanctions, limits, control, &|what| crew.done(what));
        let mut analysis = analysis.map_err(|halt| limits.nothing(conflict, halt))?;
        let states = analysis.diagram(&analysis.game.states);
        let mut stable = Vec::new();
        for of_dm in analysis.verdicts.clone() {
            stable.push(of_dm.iter().map(|verdicts| analysis.found(verdicts, &limits)).collect::<Result<_, _>>()?);
        }
        let mut equilibria = Vec::new();
        for sanction in 0..sanctions.len() {
            let verdicts = analysis.equilibria(sanction).map_err(|halt| limits.nothing(conflict, halt))?;
            equilibria.push(analysis.found(&verdicts, &limits)?);
        }
        Ok(Sets { states, stable, equilibria, nodes: analysis.game.store.peak(), steps: analysis.game.store.steps() })
    })?
}

/// Analyses a conflict whose states can be listed.
pub(crate) fn solve(
    conflict: &Conflict, settings: &Settings, mut plan: Plan, crew: &Crew<'_>, control: &Control<'_>,
) -> Result<Solution, EngineError> {
    let options = conflict.options.len();
    let too_large = |vectors::GaveUp| EngineError::TooLarge {
        options,
        states: StateCount::AtMostTwoTo(options as u32),
        needed: None,
        allowed: settings.memory,
    };
    let listed = vectors::list(conflict, LISTED as usize).map_err(too_large)?;
    let vectors: Vec<OptionVector> = listed.iter().map(|&bits| OptionVector::from_bits(options, bits)).collect();
    let limits = Limits { work: None, ..Limits::new(settings) };
    let done = |what| crew.done(what);
    let mut analysis = Analysis::new(conflict, &plan.sanctions, limits, control, &done)
        .map_err(|halt| limits.nothing(conflict, halt))?;
    debug_assert!({
        let states = Diagram::new(&analysis.game.store, &analysis.order, &analysis.game.states);
        states.count() == vectors.len().into() && vectors.iter().all(|vector| states.contains(vector))
    });
    let mut findings = Vec::new();
    let mut of_dms = Vec::new();
    for dm in conflict.dm_ids() {
        of_dms.push(ranks(conflict, dm, &ListedVectors(&listed), crew));
        crew.done("ranking the states");
        let mut of_dm = Vec::new();
        for verdicts in analysis.verdicts[dm.index()].clone() {
            if let Some((_, halt)) = verdicts.open {
                return Err(limits.nothing(conflict, halt));
            }
            let stable = analysis.within_states(&verdicts.stable, &limits)?;
            let stable = Diagram::new(&analysis.game.store, &analysis.order, &stable);
            let stable = StateSet::where_holds(vectors.len(), |place| stable.contains(&vectors[place]));
            of_dm.push(Finding { stable, thresholds: None, watched: Vec::new() });
        }
        findings.push(of_dm);
    }
    // Sets know no thresholds.
    plan.keeps_margins = false;
    plan.watch.clear();
    Ok(Solution::new(EngineKind::Symbolic, StateIndex::Listed { options, vectors: listed }, plan, of_dms, findings))
}

/// The states of a set in which a condition holds.
pub(crate) fn among(set: &Diagram, condition: &OutcomeWhen, memory: u64) -> Result<Diagram, EngineError> {
    let order = set.order().clone();
    let options = order.len();
    with_room(options, || {
        let control = Control::none();
        let mut store = Store::new(memory, &control);
        let mut place = vec![0; options];
        order.iter().enumerate().for_each(|(at, &option)| place[option] = at);
        let mut met = || {
            let holds = match condition {
                OutcomeWhen::Holds(expr) => game::condition(&mut store, &place, expr)?,
                OutcomeWhen::OneOf(states) => {
                    let vectors: Vec<&OptionVector> = states
                        .iter()
                        .filter_map(|state| match state {
                            State::Vector(vector) => Some(vector),
                            State::Named(_) => None,
                        })
                        .collect();
                    game::vectors_in(&mut store, &order, &vectors)?
                }
            };
            let set = set.load(&mut store)?;
            store.and(&set, &holds)
        };
        match met() {
            Ok(func) => Ok(Diagram::new(&store, &order, &func)),
            Err(_) => Err(EngineError::TooEntangled { options, unfinished: Unfinished::Memory { allowed: memory } }),
        }
    })?
}
