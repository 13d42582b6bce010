//! What decision makers want: their statements, rankings and weights.

use std::collections::HashMap;
use std::ops::Range;

use super::ledger::Grounds;
use super::names::{Names, Scope};
use super::ranking::Ranking;
use super::states::StateNames;
use super::table::{Desk, shorten};
use crate::file::{ConflictFile, DecisionMakerTable, Entries, Spanned, StatementValue};
use crate::{Conflict, Diagnostic, DmId, OptionId, PartialRanking, Preference, Provenance, Statement};

pub(crate) fn statements(grounds: &Grounds, names: &Names, file: &ConflictFile, conflict: &mut Conflict) {
    for ((dm, (_, table)), place) in conflict.decision_makers.iter_mut().zip(&file.decision_makers.0).zip(0..) {
        let Some(prefers) = &table.prefers else { continue };
        let scope = Scope::Of(DmId(place));
        let mut list = Vec::new();
        for (place, value) in prefers.value.iter().enumerate() {
            let (id, that, provenance) = match value {
                StatementValue::Condition(that) => (None, that, Provenance::default()),
                StatementValue::Table(table) => {
                    (table.id.as_ref(), &table.that, grounds.resolve(&table.cites, &table.basis, &table.because))
                }
            };
            let Some(that) = names.condition(scope, that) else { continue };
            let id = id.map_or_else(|| format!("{}.{}", dm.id, place + 1), |id| id.value.clone());
            list.push(Statement { id, that, provenance });
        }
        dm.preference = Preference::Prioritised(list);
    }
}

/// What a decision maker wants, where it has no statements.
pub(crate) struct Direct {
    pub preference: Preference,
    /// What is known of its ranking, where that is not all.
    pub partly: Option<PartialRanking>,
}

/// Rankings and weights, by decision maker; `None` for those that have statements or after a complaint.
pub(crate) fn rankings(desk: &Desk, names: &Names, states: &StateNames, file: &ConflictFile) -> Vec<Option<Direct>> {
    let one = |(place, (_, table)): (usize, &(Spanned<String>, DecisionMakerTable))| {
        if let Some(ranking) = table.ranking.as_ref().filter(|ranking| !ranking.span().is_empty()) {
            return Some(match states.own_ranking(DmId::from(place), ranking)? {
                Ranking::Whole(groups) => Direct { preference: Preference::Ranked(groups), partly: None },
                Ranking::Partly(partly) => {
                    let groups = partly.groups(&partly.order.by_levels());
                    Direct { preference: Preference::Ranked(groups), partly: Some(partly) }
                }
            });
        }
        let weights = table.weights.as_ref()?;
        let weights = self::weights(desk, names, DmId::from(place), file, &weights.value);
        Some(Direct { preference: Preference::Weighted(weights), partly: None })
    };
    file.decision_makers.0.iter().enumerate().map(one).collect()
}

fn weights(desk: &Desk, names: &Names, dm: DmId, file: &ConflictFile, written: &Entries<Spanned<i64>>) -> Vec<i64> {
    let options = file.decision_makers.0.iter().map(|(_, dm)| dm.options.as_ref().map_or(0, |o| o.0.len())).sum();
    let mut weights = vec![0; options];
    let mut first: HashMap<OptionId, Range<usize>> = HashMap::new();
    for (name, weight) in &written.0 {
        let Some(option) = names.option(Scope::Of(dm), &name.value, || name.span.clone()) else { continue };
        weights[option.index()] = weight.value;
        if let Some(span) = first.insert(option, name.span.clone()) {
            let message = format!("the option `{}` has two weights", shorten(&name.value));
            desk.complain(
                Diagnostic::error("weighted-twice", name.span.clone(), message)
                    .related(span, "first here")
                    .help("give each option one weight; a name with and without its decision maker is the same option"),
            );
        }
    }
    weights
}
