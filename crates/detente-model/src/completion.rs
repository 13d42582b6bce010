//! Completions: a conflict with one alternative of each unknown.

use crate::{Change, ChangeError, Conflict, PartialRanking, Unknown};

/// How many completions there are: the product of the numbers of alternatives. `None` where it does not fit 128 bits.
pub fn completions(unknowns: &[Unknown]) -> Option<u128> {
    unknowns.iter().try_fold(1u128, |product, unknown| product.checked_mul(unknown.alternatives.len() as u128))
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
    /// The conflict of one completion: with the alternative at the place that `completion` names of each unknown. Rankings that are partly known are as they are
    /// written, by levels, which is one way to complete them.
    ///
    /// # Errors
    /// When the alternatives together leave no meaningful conflict.
    ///
    /// # Panics
    /// Where `completion` does not have one place of an alternative for each unknown.
    pub fn completed(&self, unknowns: &[Unknown], completion: &[usize]) -> Result<Conflict, ChangeError> {
        assert_eq!(completion.len(), unknowns.len(), "one alternative for each unknown");
        self.changed(&completion_changes(unknowns, completion, std::iter::empty()))
    }

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
