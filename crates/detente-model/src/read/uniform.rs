//! Conditions and weights have one value on all combinations of options that count as one state.

use super::states::Vectors;
use super::table::{Desk, shorten};
use crate::file::{ConflictFile, OutcomeValue, StatementValue};
use crate::states::steps;
use crate::{Conflict, Diagnostic, OptionVector, OutcomeWhen, Preference};

/// A condition must have one value on all option vectors of a state; otherwise the state's place in a ranking is anybody's guess.
///
/// Only after a reading without errors, so that the conflict has everything that is in the file.
pub(crate) fn check_uniform(desk: &Desk, file: &ConflictFile, conflict: &Conflict, vectors: &Vectors) {
    let bare = conflict.named_states.is_some() && conflict.options.is_empty();
    let mixed = Mixed::new(desk, conflict, vectors);
    for (dm, (key, table)) in conflict.decision_makers.iter().zip(&file.decision_makers.0) {
        let id = shorten(&key.value);
        let (what, span) = match (&dm.preference, &table.prefers, &table.weights) {
            (Preference::Prioritised(list), Some(prefers), _) if !list.is_empty() => ("statements", &prefers.span),
            (Preference::Weighted(_), _, Some(weights)) => ("weights", &weights.span),
            _ => continue,
        };
        if bare {
            let message = format!("`{id}` has {what}, but the conflict has no options");
            desk.complain(Diagnostic::error("no-options", span.clone(), message).help("give a `ranking`"));
            continue;
        }
        let help = |state: &str| {
            format!("`{state}` stands for several combinations of options that differ in this: give `{id}` a `ranking`")
        };
        if let Preference::Weighted(weights) = &dm.preference {
            let sum = |vector: &OptionVector| vector.on().map(|o| i128::from(weights[o.index()])).sum();
            if let Some(state) = mixed.first(conflict.options.len(), &sum) {
                let message = format!("the weights give the state `{state}` no single worth");
                desk.complain(Diagnostic::error("mixed-state", span.clone(), message).help(help(&state)));
            }
        }
        let (Preference::Prioritised(list), Some(prefers)) = (&dm.preference, &table.prefers) else { continue };
        for (statement, written) in list.iter().zip(&prefers.value) {
            let holds = |vector: &OptionVector| i128::from(statement.that.holds(vector));
            if let Some(state) = mixed.first(steps(&statement.that), &holds) {
                let span = match written {
                    StatementValue::Condition(that) => that.span.clone(),
                    StatementValue::Table(table) => table.that.span.clone(),
                };
                let name = shorten(&statement.id);
                let message = format!("the statement `{name}` is neither true nor false in the state `{state}`");
                desk.complain(Diagnostic::error("mixed-state", span, message).help(help(&state)));
            }
        }
    }
    for (outcome, (key, value)) in conflict.outcomes.iter().zip(file.outcomes.iter().flat_map(|outcomes| &outcomes.0)) {
        let OutcomeWhen::Holds(condition) = &outcome.when else { continue };
        let id = shorten(&outcome.id);
        let span = match value {
            OutcomeValue::Condition(when) => when.span.clone(),
            OutcomeValue::Table(table) => table.when.as_ref().map_or(key.span.clone(), |when| when.span.clone()),
            OutcomeValue::States(_) => key.span.clone(),
        };
        if bare {
            let message = format!("the outcome `{id}` has a condition, but the conflict has no options");
            desk.complain(Diagnostic::error("no-options", span, message).help("list its states: [\"s3\", \"s4\"]"));
        } else if let Some(state) = mixed.first(steps(condition), &|vector| i128::from(condition.holds(vector))) {
            let message = format!("the outcome `{id}` is neither true nor false in the state `{state}`");
            desk.complain(Diagnostic::error("mixed-state", span, message).help(format!(
                "`{state}` stands for several combinations of options that differ in this: list the states instead"
            )));
        }
    }
}

/// Looks for states that stand for option vectors of which not all have one value.
struct Mixed<'a> {
    desk: &'a Desk<'a>,
    /// The states of several option vectors.
    several: Vec<(&'a str, &'a [OptionVector])>,
    count: usize,
}

impl<'a> Mixed<'a> {
    fn new(desk: &'a Desk<'a>, conflict: &'a Conflict, vectors: &'a Vectors) -> Self {
        let named = conflict.named_states.as_deref().unwrap_or_default();
        let several: Vec<_> = named
            .iter()
            .zip(vectors)
            .filter(|(_, own)| own.len() > 1)
            .map(|(state, own)| (state.id.as_str(), own.as_slice()))
            .collect();
        let count = several.iter().map(|(_, own)| own.len()).sum();
        Mixed { desk, several, count }
    }

    /// The first state on which `value` differs. To work it out once takes so many steps.
    fn first(&self, steps: usize, value: &dyn Fn(&OptionVector) -> i128) -> Option<String> {
        if !self.desk.spend(steps.saturating_mul(self.count)) {
            return None;
        }
        let is_mixed = |own: &[OptionVector]| own.iter().any(|vector| value(vector) != value(&own[0]));
        self.several.iter().find(|(_, own)| is_mixed(own)).map(|(id, _)| shorten(id))
    }
}
