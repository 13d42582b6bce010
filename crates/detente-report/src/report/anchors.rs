//! Where names lead: claims, propositions and the assumptions that decide, each to its row.

use std::collections::BTreeMap;

use detente_model::{Conflict, Preference, numbered_place};

use super::Inputs;
use super::hangs::pivotal;

/// Names with the ids of the rows they lead to. A name that two things bear leads nowhere, since it would be ambiguous.
pub(super) fn anchors(inputs: Inputs) -> BTreeMap<String, String> {
    let conflict = inputs.overview.answer.conflict;
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for name in names(conflict) {
        *bearers.entry(name).or_default() += 1;
    }
    let claims = conflict.claims.iter().map(|claim| &claim.id);
    let propositions = conflict.study.propositions.iter().map(|proposition| &proposition.id);
    let assumptions: Vec<String> = pivotal(inputs).iter().map(|one| one.assumption.id.clone()).collect();
    let rows = |kind: &'static str| move |(place, id): (usize, &String)| (id.clone(), format!("{kind}-{}", place + 1));
    let all = claims.enumerate().map(rows("claim"));
    let all = all.chain(propositions.enumerate().map(rows("proposition")));
    let all = all.chain(assumptions.iter().enumerate().map(rows("assumption")));
    let numbered = |name: &str| conflict.named_states.is_none() && numbered_place(name).is_some();
    all.filter(|(id, _)| bearers.get(id) == Some(&1) && !numbered(id)).collect()
}

/// The names of everything, each as often as it is given.
fn names(conflict: &Conflict) -> Vec<String> {
    let study = &conflict.study;
    let mut names: Vec<String> = Vec::new();
    names.extend(conflict.rules.iter().map(|rule| rule.id.clone()));
    names.extend(conflict.options.iter().map(|option| option.id.clone()));
    names.extend((0..conflict.options.len()).map(|option| conflict.option_name(option.into())));
    names.extend(conflict.outcomes.iter().map(|outcome| outcome.id.clone()));
    names.extend(conflict.sources.iter().map(|source| source.id.clone()));
    names.extend(conflict.claims.iter().map(|claim| claim.id.clone()));
    for dm in &conflict.decision_makers {
        if let Preference::Prioritised(statements) = &dm.preference {
            names.extend(statements.iter().map(|statement| statement.id.clone()));
        }
    }
    names.extend(conflict.named_states.iter().flatten().map(|state| state.id.clone()));
    names.extend(study.propositions.iter().map(|proposition| proposition.id.clone()));
    names.extend(study.variants.iter().map(|variant| variant.id.clone()));
    names.extend(study.unknowns.iter().map(|unknown| unknown.id.clone()));
    names
}
