//! A preference of which parts are unknown: of each pair of states, what is known.

use std::fmt;

use detente_model::Order;

use super::space::Left;

/// What is known of a decision maker's preference between two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opinion {
    /// It prefers the first (*a > b*).
    Preferred,
    /// It prefers the second (*b > a*).
    Worse,
    /// It is indifferent (*a ~ b*).
    Indifferent,
    /// Not known (*a U b*).
    Unknown,
}

/// A preference triple {>, ~, U} on states counted from 0: of each pair exactly one of a > b, b > a, a ~ b, a U b holds (Li, Hipel, Kilgour
/// and Fang 2004). Nothing is asked of it beyond that; in particular > need not be transitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    states: usize,
    /// Row by row: the opinion of row against column.
    opinions: Vec<Opinion>,
}

/// Why opinions are not a relation: they contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationError {
    /// The place of a state.
    pub a: usize,
    /// The place of another, or the same.
    pub b: usize,
}

impl fmt::Display for RelationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RelationError { a, b } = self;
        match a == b {
            true => write!(f, "the state at {a} is to be indifferent to itself"),
            false => write!(
                f,
                "what is said of the states at {a} and {b} does not fit what is said of them the other way round"
            ),
        }
    }
}

impl std::error::Error for RelationError {}

impl Opinion {
    /// What it is the other way round.
    pub fn reversed(self) -> Self {
        match self {
            Opinion::Preferred => Opinion::Worse,
            Opinion::Worse => Opinion::Preferred,
            same => same,
        }
    }
}

impl Relation {
    /// The relation of `states` states in which `opinion(a, b)` is what is known of the states at `a` and `b`.
    ///
    /// # Errors
    /// When opinions contradict each other.
    pub fn new(states: usize, opinion: impl Fn(usize, usize) -> Opinion) -> Result<Self, RelationError> {
        let opinions: Vec<Opinion> = (0..states * states).map(|at| opinion(at / states, at % states)).collect();
        let relation = Relation { states, opinions };
        for a in 0..states {
            for b in a..states {
                let said = relation.of(a, b);
                let fits = if a == b { said == Opinion::Indifferent } else { said == relation.of(b, a).reversed() };
                if !fits {
                    return Err(RelationError { a, b });
                }
            }
        }
        Ok(relation)
    }

    /// What all of several rankings agree on, and unknown where they differ. A ranking is the places of the states, the higher the better.
    ///
    /// # Panics
    /// Where there is no ranking, or they are not all of the same states.
    pub fn common<R: AsRef<[u32]>>(rankings: &[R]) -> Self {
        let (first, others) = rankings.split_first().expect("at least one ranking");
        let first = first.as_ref();
        let states = first.len();
        assert!(others.iter().all(|other| other.as_ref().len() == states), "rankings of the same states");
        let opinion = |a: usize, b: usize| {
            let order = first[a].cmp(&first[b]);
            match others.iter().all(|other| other.as_ref()[a].cmp(&other.as_ref()[b]) == order) {
                false => Opinion::Unknown,
                true if order.is_gt() => Opinion::Preferred,
                true if order.is_lt() => Opinion::Worse,
                true => Opinion::Indifferent,
            }
        };
        let opinions = (0..states * states).map(|at| opinion(at / states, at % states)).collect();
        Relation { states, opinions }
    }

    /// What is known of an order: of a pair of which it is not known how it stands any relation is possible.
    pub fn of_order(order: &Order) -> Self {
        let states = order.items();
        let opinion = |a: usize, b: usize| match () {
            () if order.is_above(a, b) => Opinion::Preferred,
            () if order.is_above(b, a) => Opinion::Worse,
            () if order.is_tied(a, b) => Opinion::Indifferent,
            () => Opinion::Unknown,
        };
        let opinions = (0..states * states).map(|at| opinion(at / states, at % states)).collect();
        Relation { states, opinions }
    }

    /// What all that is left to a ranking agrees on.
    pub(super) fn of_left(left: &Left) -> Self {
        let Some(order) = &left.order else { return Relation::common(&left.rankings) };
        let mut relation = Relation::of_order(order);
        if !left.rankings.is_empty() {
            let common = Relation::common(&left.rankings);
            for (own, other) in relation.opinions.iter_mut().zip(common.opinions) {
                if *own != other {
                    *own = Opinion::Unknown;
                }
            }
        }
        relation
    }

    /// What is known of the states at `a` and `b`.
    pub fn of(&self, a: usize, b: usize) -> Opinion {
        self.opinions[a * self.states + b]
    }

    /// How many states it is about.
    pub fn states(&self) -> usize {
        self.states
    }

    /// How many pairs of different states are unknown, each counted once.
    pub fn unknown_pairs(&self) -> usize {
        self.opinions.iter().filter(|&&opinion| opinion == Opinion::Unknown).count() / 2
    }
}
