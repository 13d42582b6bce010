//! What the literature says of the conflict.

use std::ops::Range;

use super::resolve::{complain_of_dm, text};
use super::states::StateNames;
use super::table::Desk;
use crate::diagnostic::listed;
use crate::file::{ConflictFile, PublishedTable};
use crate::{Agreement, Conflict, Diagnostic, Published, PublishedResult};

pub(crate) fn published(desk: &Desk, conflict: &Conflict, states: &StateNames, file: &ConflictFile) -> Vec<Published> {
    file.published.iter().flatten().filter_map(|table| published_one(desk, conflict, states, table)).collect()
}

fn published_one(desk: &Desk, conflict: &Conflict, states: &StateNames, table: &PublishedTable) -> Option<Published> {
    let span = table.concept.span.clone();
    let wrong = |at: &Range<usize>, message: &str, help: &str| {
        desk.complain(Diagnostic::error("bad-published", at.clone(), message).help(help));
    };
    let given: Vec<&str> = [
        ("equilibria", table.equilibria.is_some()),
        ("includes", table.includes.is_some()),
        ("count", table.count.is_some()),
        ("stable", table.stable.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, is_given)| is_given.then_some(key))
    .collect();
    match given.as_slice() {
        [_] => {}
        [] => {
            let help = "give one of `equilibria`, `includes` and `count`, or `decision_maker` with `stable`";
            wrong(&span, "this published result does not say what was found", help);
            return None;
        }
        several => {
            let message = format!("this published result has {} at once", listed(several, 4));
            wrong(&span, &message, "write a [[published]] of its own for each");
            return None;
        }
    }
    match (&table.decision_maker, &table.stable) {
        (Some(dm), None) => {
            let help = "leave it out, or list the states that are stable for it: stable = [\"…\"]";
            wrong(&dm.span, "`decision_maker` goes with `stable`, and that is not there", help);
            return None;
        }
        (None, Some(_)) => {
            let help = "add whose: decision_maker = \"…\"";
            wrong(&span, "`stable` does not say for which decision maker these states are stable", help);
            return None;
        }
        _ => {}
    }
    let result = if let Some(list) = &table.equilibria {
        PublishedResult::Equilibria(states.values(list)?)
    } else if let Some(list) = &table.includes {
        PublishedResult::Includes(states.values(list)?)
    } else if let Some(count) = &table.count {
        let Ok(number) = u64::try_from(count.value) else {
            wrong(&count.span, "`count` is less than 0", "give the number of equilibria");
            return None;
        };
        PublishedResult::Count(number)
    } else {
        let (dm_name, list) = table.decision_maker.as_ref().zip(table.stable.as_ref())?;
        let Some(dm) = conflict.dm_by_id(&dm_name.value) else {
            let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
            complain_of_dm(desk, &ids, dm_name);
            return None;
        };
        PublishedResult::Stable(dm, states.values(list)?)
    };
    let agreement = match (&table.differs, &table.unresolved) {
        (None, None) => Agreement::Expected,
        (Some(why), None) => Agreement::Differs(why.value.clone()),
        (None, Some(why)) => Agreement::Unresolved(why.value.clone()),
        (Some(_), Some(why)) => {
            let message = "this published result has both `differs` and `unresolved`";
            wrong(&why.span, message, "keep `differs` if it is known why the results differ, else `unresolved`");
            return None;
        }
    };
    Some(Published { concept: table.concept.value.0, result, reference: text(&table.reference), agreement })
}
