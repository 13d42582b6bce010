//! Completions: a conflict with one alternative of each unknown.

use crate::{Change, ChangeError, Conflict, Unknown};

/// How many completions there are: the product of the numbers of alternatives. `None` where it does not fit 128 bits.
pub fn completions(unknowns: &[Unknown]) -> Option<u128> {
    unknowns.iter().try_fold(1u128, |product, unknown| product.checked_mul(unknown.alternatives.len() as u128))
}

/// Goes on to the next combination of alternatives of the unknowns at `places`, the last varying fastest; false after the last one.
pub fn advance(completion: &mut [usize], places: &[usize], unknowns: &[Unknown]) -> bool {
    for &place in places.iter().rev() {
        completion[place] += 1;
        if completion[place] < unknowns[place].alternatives.len() {
            return true;
        }
        completion[place] = 0;
    }
    false
}

impl Conflict {
    /// The conflict of one completion: with the alternative at the place that `completion` names of each unknown.
    ///
    /// # Errors
    /// When the alternatives together leave no meaningful conflict.
    ///
    /// # Panics
    /// Where `completion` does not have one place of an alternative for each unknown.
    pub fn completed(&self, unknowns: &[Unknown], completion: &[usize]) -> Result<Conflict, ChangeError> {
        assert_eq!(completion.len(), unknowns.len(), "one alternative for each unknown");
        let chosen = unknowns.iter().zip(completion).flat_map(|(unknown, &at)| &unknown.alternatives[at].changes);
        self.changed(&chosen.cloned().collect::<Vec<Change>>())
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
