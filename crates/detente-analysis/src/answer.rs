//! A conflict, its meaning and its solution, together: what every question is put to.

use std::sync::Arc;

use detente_engine::{Control, EngineError, Margin, Settings, Solution, StateSet};
use detente_model::{
    Concept, Conflict, DmId, Meaning, OptionId, Outcome, OutcomeWhen, State, TooMany, numbered_name, numbered_place,
};

/// States are not counted one by one beyond this number.
const MAX_COUNTED: usize = 1 << 20;

/// A conflict that has been analysed.
#[derive(Debug)]
pub struct Answer<'c> {
    /// The conflict.
    pub conflict: &'c Conflict,
    /// Its plain meaning.
    pub meaning: Meaning<'c>,
    /// Which states are stable, for whom, under which concept.
    pub solution: Arc<Solution>,
}

/// How a state is written in options: what is on, what is off, and what differs between the combinations that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// On.
    On,
    /// Off.
    Off,
    /// On in some of the combinations that the state stands for, off in others.
    Either,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum AnswerError {
    /// The engine could not do it.
    Engine(EngineError),
    /// The named states stand for too many combinations of options.
    TooMany(TooMany),
}

impl std::fmt::Display for AnswerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AnswerError::Engine(error) => error.fmt(f),
            AnswerError::TooMany(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AnswerError {}

impl<'c> Answer<'c> {
    /// Analyses `conflict`.
    ///
    /// # Errors
    /// When it does not fit the memory that `settings` allow, or when `control` cancels the work.
    pub fn new(conflict: &'c Conflict, settings: &Settings, control: &Control) -> Result<Self, AnswerError> {
        let solution = detente_engine::analyse(conflict, settings, control).map_err(AnswerError::Engine)?;
        Answer::of(conflict, Arc::new(solution)).map_err(AnswerError::TooMany)
    }

    /// Joins `conflict` and its `solution`, which [`detente_engine::analyse`] found for it before.
    ///
    /// # Errors
    /// When the named states stand for too many combinations of options.
    pub fn of(conflict: &'c Conflict, solution: Arc<Solution>) -> Result<Self, TooMany> {
        Ok(Answer { conflict, meaning: Meaning::new(conflict)?, solution })
    }

    /// The name of the state at `place`.
    pub fn name(&self, place: usize) -> String {
        match &self.conflict.named_states {
            Some(named) => named[place].id.clone(),
            None => numbered_name(place),
        }
    }

    /// The place of the status quo.
    pub fn status_quo(&self) -> Option<usize> {
        self.conflict.status_quo.as_ref().and_then(|state| self.solution.place(state))
    }

    /// What each option is at the state at `place`, in order; empty in graph form.
    pub fn choices(&self, place: usize) -> Vec<Choice> {
        choices(&self.meaning, &self.solution.state(place))
    }

    /// The options that are on at the state at `place`, in all combinations that it stands for.
    pub fn on(&self, place: usize) -> Vec<OptionId> {
        on(&self.meaning, &self.solution.state(place))
    }

    /// Whether an outcome holds at the state at `place`.
    pub fn holds(&self, outcome: &Outcome, place: usize) -> bool {
        crate::motion::holds(&self.meaning, &outcome.when, &self.solution.state(place))
    }

    /// The outcomes that hold at the state at `place`.
    pub fn outcomes_at(&self, place: usize) -> impl Iterator<Item = &'c Outcome> {
        self.conflict.outcomes.iter().filter(move |outcome| self.holds(outcome, place))
    }

    /// The states at which an outcome holds; `None` where they are too many to look at.
    pub fn holding(&self, outcome: &Outcome) -> Option<StateSet> {
        let states = self.solution.states();
        match &outcome.when {
            OutcomeWhen::OneOf(named) => {
                Some(StateSet::of_places(states, named.iter().filter_map(|state| self.solution.place(state))))
            }
            OutcomeWhen::Holds(condition) => self.solution.holding(condition).or_else(|| {
                (states <= MAX_COUNTED)
                    .then(|| StateSet::of_places(states, (0..states).filter(|&place| self.holds(outcome, place))))
            }),
        }
    }

    /// How far the state at `place` is from its verdict changing; `None` where the conflict was too large to keep it.
    pub fn margin(&self, concept: &Concept, dm: DmId, place: usize) -> Option<Margin> {
        self.solution.margin(concept, dm, place)
    }

    /// The places of all states that are equilibria under at least one concept: those under most concepts first, the status quo
    /// before others like it, then in the order of states. At most `limit`, and how many there are in all.
    pub fn notable(&self, limit: usize) -> (Vec<usize>, usize) {
        let sets: Vec<&[u64]> =
            self.solution.concepts().iter().map(|concept| self.solution.equilibria(concept).words()).collect();
        let limit = limit.min(MAX_COUNTED);
        // By the number of concepts, the first of its states.
        let mut first: Vec<Vec<usize>> = vec![Vec::new(); sets.len() + 1];
        let mut total = 0;
        for at in 0..self.solution.states().div_ceil(64) {
            // By the number of concepts, the states under exactly so many of them, as bits.
            let mut exactly = vec![0u64; sets.len() + 1];
            exactly[0] = u64::MAX;
            for word in sets.iter().map(|set| set[at]).filter(|&word| word != 0) {
                for count in (0..sets.len()).rev() {
                    exactly[count + 1] = exactly[count + 1] & !word | exactly[count] & word;
                }
                exactly[0] &= !word;
            }
            for (mut word, first) in exactly.into_iter().zip(&mut first).skip(1) {
                total += word.count_ones() as usize;
                while word != 0 && first.len() < limit {
                    first.push(at * 64 + word.trailing_zeros() as usize);
                    word &= word - 1;
                }
            }
        }
        if let Some(place) = self.status_quo() {
            let count = sets.iter().filter(|set| set[place / 64] >> (place % 64) & 1 == 1).count();
            if count > 0 {
                first[count].retain(|&other| other != place);
                first[count].insert(0, place);
            }
        }
        (first.into_iter().rev().flatten().take(limit).collect(), total)
    }
}

/// What each option is at `state`, in order; empty in graph form.
pub fn choices(meaning: &Meaning, state: &State) -> Vec<Choice> {
    let vectors = meaning.vectors(state);
    let Some(first) = vectors.first() else { return Vec::new() };
    (0..meaning.conflict().options.len())
        .map(OptionId::from)
        .map(|option| match vectors.iter().all(|vector| vector.is_on(option) == first.is_on(option)) {
            false => Choice::Either,
            true if first.is_on(option) => Choice::On,
            true => Choice::Off,
        })
        .collect()
}

/// The options that are on at `state`, in all combinations that it stands for.
pub fn on(meaning: &Meaning, state: &State) -> Vec<OptionId> {
    choices(meaning, state)
        .iter()
        .zip(0..)
        .filter(|(choice, _)| **choice == Choice::On)
        .map(|(_, option)| OptionId(option))
        .collect()
}

/// The state that somebody means by `text`: a name, a number like `s94`, a row like `YNNY`, `status_quo`, or the
/// options that are on, separated by commas.
///
/// Without named states, numbers need `state_at` to say which state stands at a place; it answers `None` beyond the last.
pub fn find_state(meaning: &Meaning, text: &str, state_at: impl Fn(usize) -> Option<State>) -> Result<State, String> {
    let conflict = meaning.conflict();
    let text = text.trim();
    if let Some(named) = &conflict.named_states
        && let Some(place) = named.iter().position(|state| state.id == text)
    {
        return Ok(State::Named(place));
    }
    if matches!(text, "status_quo" | "status-quo" | "sq") {
        return conflict.status_quo.clone().ok_or_else(|| "the conflict has no status quo".into());
    }
    if conflict.named_states.is_none()
        && let Some(place) = numbered_place(text)
    {
        return state_at(place).ok_or_else(|| format!("there is no state `{text}`: the numbers do not go so far"));
    }
    let options = conflict.options.len();
    let vector =
        if options > 0 && text.chars().count() == options && text.chars().all(|letter| matches!(letter, 'Y' | 'N')) {
            let on = text.chars().zip(0..).filter(|(letter, _)| *letter == 'Y').map(|(_, place)| OptionId(place));
            detente_model::OptionVector::with_on(options, on)
        } else {
            let on =
                text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| find_option(conflict, name));
            detente_model::OptionVector::with_on(options, on.collect::<Result<Vec<_>, _>>()?)
        };
    let state = match &conflict.named_states {
        None => Some(State::Vector(vector.clone())).filter(|state| meaning.is_feasible(state)),
        Some(named) => (0..named.len()).map(State::Named).find(|state| meaning.vectors(state).contains(&vector)),
    };
    state.ok_or_else(|| format!("the combination {} is not feasible", vector.row(options)))
}

fn find_option(conflict: &Conflict, name: &str) -> Result<OptionId, String> {
    let all = (0..conflict.options.len()).map(OptionId::from);
    let bearers: Vec<OptionId> =
        all.filter(|&option| conflict.option_name(option) == name || conflict.option(option).id == name).collect();
    match bearers.as_slice() {
        [only] => Ok(*only),
        [] => Err(format!("`{name}` is neither a state nor an option of this conflict")),
        _ => Err(format!("several decision makers have an option `{name}`: write `dm.{name}`")),
    }
}
