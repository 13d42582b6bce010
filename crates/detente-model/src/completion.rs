//! Completions: a conflict with one alternative of each unknown, and one ranking for each that is partly known.

use crate::{Change, ChangeError, Conflict, PartialRanking, Unknown};

/// The completions of a ranking of n states are listed up to this number divided by n², and so within a second or so.
const MOST_WORK: usize = 1 << 28;

/// The completions of a conflict, each by its numbers: for each unknown, in order, that of the alternative that holds, and then for each ranking that is partly
/// known, in order, that of one of its completions as [`Order::completions`](crate::Order::completions) lists them. All 0 is the conflict as it is written.
#[derive(Clone, Debug)]
pub struct Completions<'c> {
    bare: Conflict,
    unknowns: &'c [Unknown],
    orders: &'c [PartialRanking],
    /// For each order its completions, as far as they are listed.
    rankings: Vec<Vec<Vec<u32>>>,
    limit: u64,
    /// Whether an order has more completions than are listed.
    cut_short: bool,
}

impl<'c> Completions<'c> {
    /// The completions of what the study of `conflict` says is not known. No more than `limit` of a ranking are listed, and of a ranking of more than 64 states
    /// perhaps fewer; those beyond have no number.
    pub fn new(conflict: &'c Conflict, limit: u64) -> Self {
        let (unknowns, orders) = (&conflict.study.unknowns, &conflict.study.orders);
        let mut cut_short = false;
        let mut listed = |partly: &PartialRanking| {
            let work = partly.order.items().saturating_mul(partly.order.items()).max(1);
            let most = usize::try_from(limit).unwrap_or(usize::MAX).min(MOST_WORK / work).max(1);
            let mut rankings = partly.order.completions(most.saturating_add(1));
            cut_short |= rankings.len() > most;
            rankings.truncate(most);
            rankings
        };
        let rankings = orders.iter().map(&mut listed).collect();
        Completions { bare: conflict.bare(), unknowns, orders, rankings, limit, cut_short }
    }

    /// The conflict without what is said about it: what completions are made of.
    pub fn bare(&self) -> &Conflict {
        &self.bare
    }

    /// For each place in the numbers of a completion, what they are below: how many alternatives there are, and how many completions of a ranking that have numbers.
    pub fn sizes(&self) -> Vec<usize> {
        let alternatives = self.unknowns.iter().map(|unknown| unknown.alternatives.len());
        alternatives.chain(self.rankings.iter().map(Vec::len)).collect()
    }

    /// How many completions there are; `None` where there are more than the limit, or more than are listed.
    pub fn count(&self) -> Option<u64> {
        self.product().filter(|&all| !self.cut_short && all <= self.limit)
    }

    /// Where they are not counted: so many there are more than.
    pub fn more_than(&self) -> u64 {
        self.product().map_or(self.limit, |all| all.min(self.limit))
    }

    /// The product of the sizes; `None` where it does not fit.
    fn product(&self) -> Option<u64> {
        self.sizes().into_iter().try_fold(1u64, |product, size| product.checked_mul(size as u64))
    }

    /// Whether these are the numbers of a completion.
    pub fn contains(&self, completion: &[usize]) -> bool {
        let sizes = self.sizes();
        completion.len() == sizes.len() && completion.iter().zip(&sizes).all(|(&number, &size)| number < size)
    }

    /// The numbers of the completion with these alternatives and these rankings: for each state its place, the higher the better, from 0 without gaps. `None` where
    /// one of the rankings has no number, or there is no such alternative.
    pub fn numbers(&self, alternatives: &[usize], rankings: &[Vec<u32>]) -> Option<Vec<usize>> {
        let mut numbers = alternatives.to_vec();
        for (listed, ranking) in self.rankings.iter().zip(rankings) {
            numbers.push(listed.iter().position(|own| own == ranking)?);
        }
        self.contains(&numbers).then_some(numbers)
    }

    /// The conflict of one completion, without what is said about it.
    ///
    /// # Errors
    /// When the alternatives together leave no meaningful conflict.
    ///
    /// # Panics
    /// Where the numbers are not those of a completion ([`Completions::contains`]).
    pub fn make(&self, completion: &[usize]) -> Result<Conflict, ChangeError> {
        assert_eq!(completion.len(), self.unknowns.len() + self.orders.len(), "one number for all that is not known");
        let (alternatives, numbers) = completion.split_at(self.unknowns.len());
        let chosen = self.rankings.iter().zip(numbers).map(|(listed, &number)| listed[number].as_slice());
        self.bare.changed(&completion_changes(self.unknowns, alternatives, self.orders.iter().zip(chosen)))
    }

    /// Goes on to the next completion, the last number varying fastest; false after the last one that has numbers.
    pub fn advance(&self, completion: &mut [usize]) -> bool {
        let places: Vec<usize> = (0..completion.len()).collect();
        advance(completion, &places, &self.sizes())
    }
}

/// Goes on to the next combination at `places`, each with so many ways, the last varying fastest; false after the last one.
pub fn advance(completion: &mut [usize], places: &[usize], sizes: &[usize]) -> bool {
    for &place in places.iter().rev() {
        completion[place] += 1;
        if completion[place] < sizes[place] {
            return true;
        }
        completion[place] = 0;
    }
    false
}

/// The changes of a completion, in the order in which they are made: rankings and places of statements come first, then the alternatives, then what marks say of
/// statements. So an alternative that gives a ranking, or a place, or drops a statement has the last word, and a place or a mark of a statement that is not there
/// means nothing.
///
/// # Panics
/// Where there is no alternative at one of the places in `alternatives`.
pub fn completion_changes<'a>(
    unknowns: &[Unknown], alternatives: &[usize], rankings: impl Iterator<Item = (&'a PartialRanking, &'a [u32])>,
) -> Vec<Change> {
    let ranked = rankings.map(|(order, ranking)| Change::Rank { dm: order.dm, groups: order.groups(ranking) });
    let mut all: Vec<Change> = ranked.collect();
    let chosen = unknowns.iter().zip(alternatives).flat_map(|(unknown, &at)| &unknown.alternatives[at].changes);
    all.extend(chosen.cloned());
    all.sort_by_key(|change| match change {
        Change::Places { .. } => 1,
        Change::Mark { .. } => 3,
        _ => 2,
    });
    all
}

impl Conflict {
    /// The conflict without what is said about it: no ledger, no published results, no study. All that answers follow from is left.
    pub fn bare(&self) -> Conflict {
        let mut bare = self.clone();
        bare.sources.clear();
        bare.claims.clear();
        bare.published.clear();
        bare.study = crate::Study::default();
        bare
    }
}
