//! The list of statements that a decision maker has in a row.

use detente_model::{Conflict, DmId};

use crate::family::{Factor, Kind, Mixing, Sample, permutation};
use crate::random::Draws;

/// What factors do to the list of statements of one decision maker in one form of the conflict.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    /// How many statements the form has.
    pub(crate) length: usize,
    /// In the order in which they are done: orders, samples, drops.
    acts: Vec<Act>,
}

#[derive(Clone, Debug)]
struct Act {
    /// Whose value it takes, by its place among the factors.
    factor: usize,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Order {
        /// How many statements the factor names.
        named: usize,
        /// For each of them its place in the form; `None` where the form does not have it.
        statements: Vec<Option<u16>>,
        /// The places that those which are there have, ascending.
        places: Vec<u16>,
    },
    Sample {
        sample: Sample,
        dm: u64,
    },
    Drop {
        statement: u16,
    },
}

impl Lists {
    /// What the factors do to the statements of `dm` in a form; `None` where it has a ranking or weights. A form has at most 65,536 statements of one decision maker: its file has no room for more.
    pub(crate) fn new(form: &Conflict, dm: DmId, factors: &[Factor]) -> Option<Self> {
        let list = form.statements(dm)?;
        let place = |id: &String| {
            list.iter()
                .position(|statement| statement.id == *id)
                .map(|place| u16::try_from(place).expect("a file has no room for longer lists"))
        };
        let mut acts: Vec<Act> = Vec::new();
        for (factor, Factor { kind, .. }) in factors.iter().enumerate() {
            match kind {
                Kind::Order { dm: of, statements } if *of == dm.index() => {
                    let statements: Vec<Option<u16>> = statements.iter().map(place).collect();
                    let mut places: Vec<u16> = statements.iter().copied().flatten().collect();
                    places.sort_unstable();
                    acts.push(Act { factor, what: What::Order { named: statements.len(), statements, places } });
                }
                Kind::Sample(sample) if sample.dms.contains(&dm.index()) => {
                    acts.push(Act { factor, what: What::Sample { sample: sample.clone(), dm: dm.index() as u64 } });
                }
                Kind::Statement(id) => {
                    if let Some(statement) = place(id) {
                        acts.push(Act { factor, what: What::Drop { statement } });
                    }
                }
                _ => {}
            }
        }
        acts.sort_by_key(|act| match act.what {
            What::Order { .. } => 0,
            What::Sample { .. } => 1,
            What::Drop { .. } => 2,
        });
        Some(Lists { length: list.len(), acts })
    }

    /// The factors that bear on the list, by place, ascending.
    pub(crate) fn factors(&self) -> Vec<usize> {
        let mut factors: Vec<usize> = self.acts.iter().map(|act| act.factor).collect();
        factors.sort_unstable();
        factors.dedup();
        factors
    }

    /// Whether samples change the list.
    pub(crate) fn are_drawn(&self) -> bool {
        self.acts.iter().any(|act| matches!(act.what, What::Sample { .. }))
    }

    /// The list in a row with these values of the factors, the most important statement first, by their places in the form.
    pub(crate) fn list(&self, values: &[u64], list: &mut Vec<u16>) {
        list.clear();
        list.extend(0..self.length as u16);
        // Those that are dropped; mostly none, and never many.
        let mut dropped: Vec<u16> = Vec::new();
        for act in &self.acts {
            let value = values[act.factor];
            match &act.what {
                What::Order { named, statements, places } => {
                    let order = permutation(*named, value);
                    let there = order.into_iter().filter_map(|member| statements[member]);
                    for (&place, statement) in places.iter().zip(there) {
                        list[usize::from(place)] = statement;
                    }
                }
                What::Sample { sample, dm } => {
                    let mut draws = Draws::new(sample.seed, value, *dm);
                    match sample.mixing {
                        Mixing::Shuffle => {
                            for last in (1..list.len()).rev() {
                                list.swap(last, draws.below(last as u64 + 1) as usize);
                            }
                        }
                        Mixing::Swaps(swaps) if list.len() > 1 => {
                            for _ in 0..swaps {
                                let at = draws.below(list.len() as u64 - 1) as usize;
                                list.swap(at, at + 1);
                            }
                        }
                        Mixing::Swaps(_) => {}
                    }
                    if sample.drop_percent > 0 {
                        dropped.extend(list.iter().filter(|_| draws.chance(sample.drop_percent)));
                    }
                }
                What::Drop { statement } if value == 1 => dropped.push(*statement),
                What::Drop { .. } => {}
            }
        }
        if !dropped.is_empty() {
            list.retain(|statement| !dropped.contains(statement));
        }
    }
}
