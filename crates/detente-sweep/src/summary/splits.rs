//! What rows are told apart by: the values of factors, and which of two statements stands before the other.

use crate::columns::held_word;
use crate::family::{Factor, Kind, permutation};
use crate::lists::Lists;
use crate::sweep::Sweep;
use detente_model::DmId;

/// A way to tell rows apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The factor, by its place.
    pub factor: usize,
    /// What tells rows apart, in words: "the variant", "u1 and u2".
    pub words: String,
    /// The sides, in words that follow "where": "u1 stands before u2".
    pub sides: Vec<String>,
    /// How the side of a row is found.
    of: Of,
}

#[derive(Clone, Debug, PartialEq)]
enum Of {
    /// The side is the value.
    Value,
    /// Which of two members of an order stands first, by their places among them.
    Pair(usize, usize),
    /// Which of two statements of a decision maker stands first in the row's list, by their places in the conflict. Where one of them is dropped the row is on neither side.
    Listed(usize, u16, u16),
    /// Whether a statement of a decision maker is in the row's list.
    Dropped(usize, u16),
}

/// Factors with more values are not told value by value.
const MAX_VALUES: u64 = 64;
/// Pairs of lists of more statements are not told.
const MAX_PAIRED: usize = 24;

/// Finds the sides of rows.
pub(super) struct Splitter {
    splits: Vec<Split>,
    /// For each decision maker what the factors do to its list.
    lists: Vec<Option<Lists>>,
}

impl Splitter {
    pub(super) fn new(sweep: &Sweep) -> Self {
        let (conflict, factors) = (sweep.lean(), &sweep.spec().family.factors);
        let mut splits = Vec::new();
        for (place, factor) in factors.iter().enumerate() {
            splits.extend(of_factor(sweep, place, factor));
        }
        let lists = conflict.dm_ids().map(|dm| Lists::new(conflict, dm, factors)).collect();
        Splitter { splits, lists }
    }

    pub(super) fn splits(&self) -> &[Split] {
        &self.splits
    }

    /// For each split and each of its sides the rows that are on it, as bits.
    pub(super) fn sides(&mut self, sweep: &Sweep, first: u64, rows: usize) -> Vec<Vec<Vec<u64>>> {
        let family = &sweep.spec().family;
        let words = rows.div_ceil(64);
        let mut sides: Vec<Vec<Vec<u64>>> =
            self.splits.iter().map(|split| vec![vec![0; words]; split.sides.len()]).collect();
        let mut values = family.values(first);
        let mut orders: Vec<Vec<usize>> = vec![Vec::new(); family.factors.len()];
        let mut places: Vec<Vec<Option<usize>>> = vec![Vec::new(); self.lists.len()];
        let listed: Vec<usize> = self.splits.iter().filter_map(Split::list).collect();
        let (mut changed, mut list) = (0, Vec::new());
        for row in 0..rows {
            for place in changed..values.len() {
                if let Kind::Order { statements, .. } = &family.factors[place].kind {
                    // Where each member stands.
                    let order = permutation(statements.len(), values[place]);
                    orders[place] = vec![0; order.len()];
                    order.iter().enumerate().for_each(|(at, &member)| orders[place][member] = at);
                }
            }
            for (dm, lists) in self.lists.iter().enumerate().filter(|(dm, _)| listed.contains(dm)) {
                let Some(lists) = lists else { continue };
                lists.list(&values, &mut list);
                places[dm] = vec![None; lists.length];
                list.iter().enumerate().for_each(|(at, &statement)| places[dm][usize::from(statement)] = Some(at));
            }
            for (split, sides) in self.splits.iter().zip(&mut sides) {
                let side = match split.of {
                    Of::Value => Some(values[split.factor] as usize),
                    Of::Pair(a, b) => Some(usize::from(orders[split.factor][a] > orders[split.factor][b])),
                    Of::Listed(dm, a, b) => {
                        let place = |at: u16| places[dm][usize::from(at)];
                        place(a).zip(place(b)).map(|(a, b)| usize::from(a > b))
                    }
                    Of::Dropped(dm, at) => Some(usize::from(places[dm][usize::from(at)].is_none())),
                };
                if let Some(side) = side {
                    sides[side][row / 64] |= 1 << (row % 64);
                }
            }
            changed = family.advance(&mut values);
        }
        sides
    }
}

impl Split {
    /// Whose list it takes.
    fn list(&self) -> Option<usize> {
        match self.of {
            Of::Listed(dm, ..) | Of::Dropped(dm, _) => Some(dm),
            Of::Value | Of::Pair(..) => None,
        }
    }
}

fn of_factor(sweep: &Sweep, place: usize, factor: &Factor) -> Vec<Split> {
    let conflict = sweep.conflict();
    let by_value = |words: String, sides: Vec<String>| {
        let is_told = factor.values <= MAX_VALUES && factor.values > 1;
        is_told.then_some(Split { factor: place, words, sides, of: Of::Value }).into_iter().collect()
    };
    let kept = |id: &String| vec![format!("{id} is kept"), format!("{id} is dropped")];
    let pair = |a: &String, b: &String, of: Of| Split {
        factor: place,
        words: format!("{a} and {b}"),
        sides: vec![format!("{a} stands before {b}"), format!("{b} stands before {a}")],
        of,
    };
    match &factor.kind {
        Kind::Variant(variants) => {
            let side = |variant: &Option<usize>| match variant {
                None => "the conflict is as it is written".to_string(),
                Some(at) => format!("the variant is {}", conflict.study.variants[*at].id),
            };
            by_value("the variant".into(), variants.iter().map(side).collect())
        }
        Kind::Unknown(id) => {
            let unknown = conflict.study.unknowns.iter().find(|unknown| unknown.id == *id);
            let words = unknown.into_iter().flat_map(|unknown| &unknown.alternatives);
            by_value(format!("the unknown {id}"), words.map(|one| format!("{id} is “{}”", one.words)).collect())
        }
        Kind::Option { option, held } => {
            let name = conflict.option_name(*option);
            let side = |held: &Option<bool>| match held {
                None => format!("{name} is {}", held_word(None)),
                Some(_) => format!("{name} is held {}", held_word(*held)),
            };
            by_value(name.clone(), held.iter().map(side).collect())
        }
        Kind::Rule(id) | Kind::Statement(id) => by_value(id.clone(), kept(id)),
        Kind::Order { statements, .. } if statements.len() <= MAX_PAIRED => {
            let pairs = (0..statements.len()).flat_map(|a| (a + 1..statements.len()).map(move |b| (a, b)));
            pairs.map(|(a, b)| pair(&statements[a], &statements[b], Of::Pair(a, b))).collect()
        }
        Kind::Order { .. } => Vec::new(),
        Kind::Sample(sample) => {
            // Where variants and alternatives change lists, what is drawn for a list is not what is drawn for the conflict's own.
            let lists_differ =
                sweep.spec().family.factors.iter().any(|one| matches!(one.kind, Kind::Variant(_) | Kind::Unknown(_)));
            if lists_differ {
                return Vec::new();
            }
            let mut splits = Vec::new();
            for &dm in &sample.dms {
                let list = conflict.statements(DmId::from(dm)).unwrap_or_default();
                for (a, one) in list.iter().enumerate() {
                    if sample.drop_percent > 0 {
                        let of = Of::Dropped(dm, a as u16);
                        splits.push(Split { factor: place, words: one.id.clone(), sides: kept(&one.id), of });
                    }
                    if list.len() <= MAX_PAIRED {
                        let rest = list.iter().enumerate().skip(a + 1);
                        splits.extend(
                            rest.map(|(b, other)| pair(&one.id, &other.id, Of::Listed(dm, a as u16, b as u16))),
                        );
                    }
                }
            }
            splits
        }
    }
}
