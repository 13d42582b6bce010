//! Where the conflict goes while everybody acts on its own picture, and what each sees to be gained.

use std::collections::{BTreeMap, HashSet, VecDeque};

use detente_model::{Change, DmId, Meaning, Motion, State, Steps, TooMany, plain};

use super::Hypergame;
use crate::motion::steps;

/// One step, of somebody who takes it for the best it can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Who takes it.
    pub by: DmId,
    /// From the state at this place.
    pub from: usize,
    /// To the state at this place.
    pub to: usize,
    /// Those in whose picture it is not a best improvement of the mover.
    pub surprises: Vec<DmId>,
}

/// Where the conflict goes from a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The steps of legal sequences, in the order found: nearest first.
    pub steps: Vec<Taken>,
    /// The places at which nobody sees an improvement for itself, in the order found.
    pub rests: Vec<usize>,
    /// Whether these are all; not so where there were more steps than asked for.
    pub complete: bool,
}

/// Joint improvements are counted in conflicts of up to so many states.
const MAX_STATES: usize = 1 << 12;

impl Hypergame<'_> {
    /// Follows the best improvements of each decision maker, as it sees them, from the state at `from`; nobody steps twice in succession. A step changes the
    /// mover's own options as it intends, and leads nowhere where that is not feasible as things are.
    ///
    /// # Errors
    /// When the named states of a picture stand for too many combinations of options.
    pub fn course(&self, from: usize, limit: usize) -> Result<Course, TooMany> {
        let truth = Meaning::new(self.conflict)?;
        let pictures: Vec<Meaning> =
            self.pictures.iter().map(|picture| Meaning::new(&picture.conflict)).collect::<Result<_, _>>()?;
        let mut course = Course { complete: true, ..Course::default() };
        let mut seen = HashSet::from([(from, None)]);
        let mut told = HashSet::new();
        let mut moves: BTreeMap<(usize, DmId), Vec<usize>> = BTreeMap::new();
        let mut open = VecDeque::from([(from, None)]);
        while let Some((at, last)) = open.pop_front() {
            let mut rests = true;
            for by in self.conflict.dm_ids() {
                let ends = moves.entry((at, by)).or_insert_with(|| self.best(&truth, &pictures, by, at));
                rests &= ends.is_empty();
                if Some(by) == last {
                    continue;
                }
                for &to in ends.iter() {
                    if told.insert((by, at, to)) {
                        if course.steps.len() == limit {
                            course.complete = false;
                            return Ok(course);
                        }
                        let surprises = self.surprised(&pictures, by, at, to);
                        course.steps.push(Taken { by, from: at, to, surprises });
                    }
                    if seen.insert((to, Some(by))) {
                        open.push_back((to, Some(by)));
                    }
                }
            }
            if rests && !course.rests.contains(&at) {
                course.rests.push(at);
            }
        }
        Ok(course)
    }

    /// Where `by` goes from the state at `at`, ascending.
    fn best(&self, truth: &Meaning, pictures: &[Meaning], by: DmId, at: usize) -> Vec<usize> {
        let picture = self.picture(by);
        let Some(image) = self.image(by, at).place().map(|place| picture.solution.state(place)) else {
            return Vec::new();
        };
        let from = self.solution.state(at);
        let mut ends: Vec<usize> = steps(&pictures[by.index()], by, &image, Motion::BestImprovements)
            .iter()
            .filter_map(|to| self.truly(truth, &pictures[by.index()], by, &from, to))
            .filter(|&to| to != at)
            .collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// Where `by` really comes to when from `from` it makes for what it takes for `to`.
    fn truly(&self, truth: &Meaning, picture: &Meaning, by: DmId, from: &State, to: &State) -> Option<usize> {
        // A state that it sees as it is, and that it can really move to, is where it comes to.
        if let Some(state) = picture.conflict().state_in(self.conflict, to)
            && truth.can_move(by, from, &state)
        {
            return self.solution.place(&state);
        }
        let (vector, intended) = (truth.vectors(from).first()?, picture.vectors(to).first()?);
        let mut end = vector.clone();
        for option in self.conflict.options_of(by) {
            end.set(option, intended.is_on(option));
        }
        let state = match &self.conflict.named_states {
            None => State::Vector(end),
            Some(named) => (0..named.len()).map(State::Named).find(|state| truth.vectors(state).contains(&end))?,
        };
        truth.can_move(by, from, &state).then(|| self.solution.place(&state)).flatten()
    }

    /// Those in whose picture a step is no best improvement of `by`.
    fn surprised(&self, pictures: &[Meaning], by: DmId, from: usize, to: usize) -> Vec<DmId> {
        let expects = |dm: DmId| {
            let picture = self.picture(dm);
            let (from, to) = (self.image(dm, from).place(), self.image(dm, to).place());
            let (Some(from), Some(to)) = (from, to) else { return false };
            let ends = steps(&pictures[dm.index()], by, &picture.solution.state(from), Motion::BestImprovements);
            ends.contains(&picture.solution.state(to))
        };
        self.conflict.dm_ids().filter(|&dm| dm != by && !expects(dm)).collect()
    }

    /// The places, in its own picture, of the states that `of` believes all decision makers together could reach and would each prefer to the
    /// state at `place`; as it truly is where `of` is `None`. `None` in conflicts of more than 4096 states, and where the state is not seen.
    ///
    /// # Errors
    /// When the named states stand for too many combinations of options.
    pub fn joint_improvements(&self, of: Option<DmId>, place: usize) -> Result<Option<Vec<usize>>, TooMany> {
        let (conflict, solution, at) = match of {
            None => (self.conflict, &self.solution, Some(place)),
            Some(dm) => (&self.picture(dm).conflict, &self.picture(dm).solution, self.image(dm, place).place()),
        };
        let Some(at) = at.filter(|_| solution.states() <= MAX_STATES) else { return Ok(None) };
        let meaning = Meaning::new(conflict)?;
        let all: Vec<DmId> = conflict.dm_ids().collect();
        let from = solution.state(at);
        let ends = plain::reachable(&meaning, &all, Steps::Moves, &from);
        let better = ends.iter().filter(|end| all.iter().all(|&dm| meaning.prefers(dm, end, &from)));
        Ok(Some(better.filter_map(|end| solution.place(end)).collect()))
    }

    /// The options that `dm` does not know of: those that its view holds.
    pub fn held(&self, views: &[detente_model::View], dm: DmId) -> Vec<detente_model::OptionId> {
        let changes = views.iter().filter(|view| view.of == dm).flat_map(|view| &view.changes);
        let held = changes.filter_map(|change| match change {
            Change::Fix { option, .. } => Some(*option),
            _ => None,
        });
        held.collect()
    }
}
