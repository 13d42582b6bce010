//! What a change settles of what is not known.

use crate::{Change, Conflict, Unknown};

impl Conflict {
    /// Whoever says how something is settles what was not known of it: a statement that is replaced, negated or dropped loses its mark, one that is
    /// placed its range, and with it those that hang together with it; a decision maker with other wishes loses all of them.
    pub(crate) fn settle_unknowns(&mut self, change: &Change) {
        if self.study.unknowns.is_empty() && self.study.orders.is_empty() {
            return;
        }
        let settled = |own: &Change| match (own, change) {
            (
                Change::Mark { id: own, .. },
                Change::Replace { id, .. } | Change::Negate { id } | Change::Drop { id },
            ) => own == id,
            (Change::Places { at, .. }, Change::Move { id, .. } | Change::Place { id, .. } | Change::Drop { id }) => {
                at.iter().any(|(own, _)| own == id)
            }
            (Change::Places { dm: own, .. }, Change::Prefer { dm, .. } | Change::Rank { dm, .. }) => own == dm,
            (Change::Mark { id, .. }, Change::Prefer { dm, .. } | Change::Rank { dm, .. }) => {
                self.statements(*dm).is_some_and(|list| list.iter().any(|statement| statement.id == *id))
            }
            _ => false,
        };
        let kept = |unknown: &Unknown| !unknown.alternatives.iter().flat_map(|other| &other.changes).any(settled);
        let kept: Vec<bool> = self.study.unknowns.iter().map(kept).collect();
        let mut kept = kept.into_iter();
        self.study.unknowns.retain(|_| kept.next().unwrap_or(true));
        if let Change::Prefer { dm, .. } | Change::Rank { dm, .. } = change {
            self.study.orders.retain(|order| order.dm != *dm);
        }
    }
}
