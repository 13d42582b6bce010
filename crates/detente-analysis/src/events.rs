//! What happened, held against the conflict: a dated list of switched options is followed from the status quo, and each is judged by what its
//! maker was expected to do. No forecast is claimed: the counts are what they are.

use detente_engine::Control;
use detente_model::{CONCEPTS, Concept, DmId, Event, Meaning, Motion, OptionId, OptionVector, State, Steps};

use crate::certify::Step;
use crate::motion::{MotionError, reach_until};

/// A list of events, followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Each event in order.
    pub steps: Vec<Followed>,
}

/// An event, held against the conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// The state before; `None` where an earlier event led to a combination of options that the conflict says cannot be.
    pub before: Option<State>,
    /// The options afterwards: what happened has happened, whatever the conflict says of it.
    pub after: OptionVector,
    /// The state that has these options on, if there is one.
    pub state: Option<State>,
    /// How it was expected.
    pub finding: Found,
    /// For a move that its maker prefers to staying: how the others could have sanctioned it, under each concept that knows sanctions.
    pub sanctions: Vec<(&'static Concept, Answered)>,
}

/// How an event was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The options were so already.
    NoChange,
    /// A best improvement of its maker: there was nothing that it would rather do.
    Best,
    /// An improvement, though there was a better one: this.
    Improvement {
        /// One of the best.
        better: State,
    },
    /// Its maker is indifferent between this and staying.
    Indifferent,
    /// Its maker prefers staying: a surprise.
    Surprise,
    /// The conflict does not know such a move.
    Impossible(Vec<Obstacle>),
}

/// Why the conflict does not know a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not the maker's to switch this option.
    NotOwn(OptionId),
    /// This option cannot be changed that way.
    OneWay(OptionId),
    /// This rule, by its place, excludes what results.
    Rule(usize),
    /// No named state has these options on, or the moves listed do not have this one.
    NotListed,
    /// What was before was already excluded.
    FromNowhere,
}

/// What the others could do about a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A shortest legal sequence of theirs that leaves its maker no better off than before.
    By(Vec<Step>),
    /// Nothing.
    Not,
    /// The search was given up.
    Unknown,
}

/// How many events were expected how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Best improvements.
    pub best: usize,
    /// Other improvements.
    pub improvements: usize,
    /// Moves to which their makers were indifferent.
    pub indifferent: usize,
    /// Moves that their makers do not prefer.
    pub surprises: usize,
    /// What the conflict says cannot be.
    pub impossible: usize,
    /// Events that changed nothing.
    pub nothing: usize,
}

/// Why events were not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventError {
    /// The conflict has no status quo to begin from.
    NoStatusQuo,
    /// Its states have no options (graph form), or the status quo stands for several combinations of options.
    NoOptions,
    /// The caller had enough.
    Cancelled,
}

impl std::fmt::Display for EventError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EventError::NoStatusQuo => {
                write!(f, "the conflict has no status quo from which events could be followed: give it one")
            }
            EventError::NoOptions => {
                write!(
                    f,
                    "events switch options, and the status quo of this conflict is not one combination of options"
                )
            }
            EventError::Cancelled => write!(f, "cancelled"),
        }
    }
}

impl std::error::Error for EventError {}

/// Follows `events` from the status quo. The search for each sanction looks at no more than `limit` pairs of a state and who moved there last.
///
/// # Errors
/// When there is no single combination of options to begin from, and [`EventError::Cancelled`] soon after `control` says so.
pub fn follow(meaning: &Meaning, events: &[Event], limit: usize, control: &Control) -> Result<Course, EventError> {
    let status_quo = meaning.conflict().status_quo.as_ref().ok_or(EventError::NoStatusQuo)?;
    let [mut at] =
        <[OptionVector; 1]>::try_from(meaning.vectors(status_quo).to_vec()).map_err(|_| EventError::NoOptions)?;
    let mut steps = Vec::new();
    for event in events {
        let followed = follow_one(meaning, &at, event, limit, control)?;
        at = followed.after.clone();
        steps.push(followed);
    }
    Ok(Course { steps })
}

fn follow_one(
    meaning: &Meaning, at: &OptionVector, event: &Event, limit: usize, control: &Control,
) -> Result<Followed, EventError> {
    let mut after = at.clone();
    event.switches.iter().for_each(|&(option, on)| after.set(option, on));
    let before = state_of(meaning, at);
    let state = state_of(meaning, &after);
    let finding = judge(meaning, at, &after, before.as_ref(), state.as_ref(), event);
    let is_improvement = matches!(finding, Found::Best | Found::Improvement { .. });
    let sanctions = match (&before, &state) {
        (Some(before), Some(state)) if is_improvement => CONCEPTS
            .iter()
            .filter(|concept| concept.sanction.is_some())
            .map(|concept| Ok((*concept, answered(meaning, concept, event.by, before, state, limit, control)?)))
            .collect::<Result<_, EventError>>()?,
        _ => Vec::new(),
    };
    Ok(Followed { before, after, state, finding, sanctions })
}

fn judge(
    meaning: &Meaning, at: &OptionVector, after: &OptionVector, before: Option<&State>, state: Option<&State>,
    event: &Event,
) -> Found {
    let conflict = meaning.conflict();
    let by = event.by;
    if at == after {
        return Found::NoChange;
    }
    let changed = event.switches.iter().filter(|&&(option, on)| at.is_on(option) != on);
    let mut obstacles: Vec<Obstacle> = Vec::new();
    for &(option, on) in changed {
        if conflict.option(option).owner != by {
            obstacles.push(Obstacle::NotOwn(option));
        } else if !conflict.option(option).direction.allows(!on, on) {
            obstacles.push(Obstacle::OneWay(option));
        }
    }
    let rules = conflict.rules.iter().enumerate().filter(|(_, rule)| rule.when.holds(after));
    obstacles.extend(rules.map(|(place, _)| Obstacle::Rule(place)));
    if before.is_none() {
        obstacles.push(Obstacle::FromNowhere);
    }
    // Listed moves say more than options do.
    let (Some(before), Some(state), true) = (before, state, obstacles.is_empty()) else {
        if obstacles.is_empty() {
            obstacles.push(Obstacle::NotListed);
        }
        return Found::Impossible(obstacles);
    };
    if before == state {
        return Found::NoChange;
    }
    if !meaning.can_move(by, before, state) {
        return Found::Impossible(vec![Obstacle::NotListed]);
    }
    match meaning.compare(by, state, before) {
        std::cmp::Ordering::Less => Found::Surprise,
        std::cmp::Ordering::Equal => Found::Indifferent,
        std::cmp::Ordering::Greater => {
            let improvements = meaning.improvements(by, before);
            let better =
                improvements.into_iter().reduce(|best, end| if meaning.prefers(by, &end, &best) { end } else { best });
            match better {
                Some(better) if meaning.prefers(by, &better, state) => Found::Improvement { better },
                _ => Found::Best,
            }
        }
    }
}

/// The state of a combination of options.
fn state_of(meaning: &Meaning, vector: &OptionVector) -> Option<State> {
    match &meaning.conflict().named_states {
        None => Some(State::Vector(vector.clone())).filter(|state| meaning.is_feasible(state)),
        Some(named) => (0..named.len()).map(State::Named).find(|state| meaning.vectors(state).contains(vector)),
    }
}

/// A shortest sanction of the improvement of `dm` from `before` to `improvement`.
fn answered(
    meaning: &Meaning, concept: &Concept, dm: DmId, before: &State, improvement: &State, limit: usize,
    control: &Control,
) -> Result<Answered, EventError> {
    let Some(sanction) = concept.sanction else { return Ok(Answered::Not) };
    let better = |state: &State| meaning.prefers(dm, state, before);
    let opponents = meaning.conflict().opponents(dm);
    let by = match sanction.steps {
        Steps::Moves => Motion::Moves,
        Steps::Improvements => Motion::Improvements,
    };
    let holds = |end: &State| !better(end) && (!sanction.inescapable || !meaning.moves(dm, end).iter().any(better));
    match reach_until(meaning, &opponents, improvement, by, limit, &holds, control) {
        Ok(reach) => Ok(reach.ended_at().map_or(Answered::Not, |path| Answered::By(path.steps))),
        Err(MotionError::TooFar(_)) => Ok(Answered::Unknown),
        Err(MotionError::Cancelled) => Err(EventError::Cancelled),
    }
}

impl Course {
    /// How many events were expected how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for step in &self.steps {
            *match step.finding {
                Found::NoChange => &mut tally.nothing,
                Found::Best => &mut tally.best,
                Found::Improvement { .. } => &mut tally.improvements,
                Found::Indifferent => &mut tally.indifferent,
                Found::Surprise => &mut tally.surprises,
                Found::Impossible(_) => &mut tally.impossible,
            } += 1;
        }
        tally
    }
}
