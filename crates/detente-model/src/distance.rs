//! How far a changed form of a conflict is from the conflict itself, in the measures in which changes to preferences are counted.

use crate::write::ListChanges;
use crate::{Conflict, Meaning, Preference, StateList, TooMany, digest};

/// Pairs of states are compared in conflicts of up to so many.
const MAX_STATES: usize = 1 << 12;

impl Conflict {
    /// Whether `changed` differs from this conflict in preferences alone.
    pub fn differs_in_preferences_only(&self, changed: &Conflict) -> bool {
        let apart_from_preferences = |conflict: &Conflict| {
            let mut rest = conflict.clone();
            for dm in &mut rest.decision_makers {
                dm.preference = Preference::Prioritised(Vec::new());
            }
            digest(&rest)
        };
        apart_from_preferences(self) == apart_from_preferences(changed)
    }

    /// The fewest edits of statements that lead from the lists of this conflict to those of `changed`: one for each statement that is dropped, negated,
    /// replaced, added or moved. `None` where the two differ in anything else, or lists have nothing in common.
    pub fn edits_to(&self, changed: &Conflict) -> Option<usize> {
        if !self.differs_in_preferences_only(changed) {
            return None;
        }
        let of_dm = |dm| match (self.statements(dm), changed.statements(dm)) {
            (Some(old), Some(new)) => ListChanges::between(old, new).map(|changes| changes.count()),
            _ => (self.dm(dm).preference == changed.dm(dm).preference).then_some(0),
        };
        self.dm_ids().map(of_dm).sum()
    }

    /// The pairs of states that decision makers compare otherwise in `changed` than here, counted for each decision maker. `None` where the two differ in more
    /// than preferences.
    ///
    /// # Errors
    /// When there are more than 4096 states.
    pub fn pairs_to(&self, changed: &Conflict) -> Result<Option<u64>, TooMany> {
        if !self.differs_in_preferences_only(changed) {
            return Ok(None);
        }
        let list = StateList::new(self, MAX_STATES)?;
        if list.states().len() > MAX_STATES {
            return Err(TooMany { limit: MAX_STATES });
        }
        let (old, new) = (Meaning::new(self)?, Meaning::new(changed)?);
        let mut pairs = 0;
        for dm in self.dm_ids().filter(|&dm| self.dm(dm).preference != changed.dm(dm).preference) {
            let was = crate::plain::places(&old, &list, dm);
            let is = crate::plain::places(&new, &list, dm);
            for a in 0..was.len() {
                pairs += (0..a).filter(|&b| was[a].cmp(&was[b]) != is[a].cmp(&is[b])).count() as u64;
            }
        }
        Ok(Some(pairs))
    }
}
