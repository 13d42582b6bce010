//! The survey of a conflict as JSON, in the format of the analysis: what cannot be listed is counted.
//!
//! Counts of any size are decimal text under `exact`; the fields of the analysis have them as numbers where these fit 53 bits, and `null` otherwise.

use detente_engine::{BigUint, Found, States, Survey};
use detente_model::{Meaning, OptionId, State};
use detente_proof::{CONVENTIONS, state_text};
use serde_json::{Map, Value, json};

use super::survey::SurveyInputs;
use crate::json::{ANALYSIS_FORMAT, sourcing};

/// The survey.
pub fn survey_json(inputs: SurveyInputs) -> Value {
    let SurveyInputs { meaning, survey, digest, outcomes, audit, verification, limit } = inputs;
    let conflict = meaning.conflict();
    let mut described: Vec<State> =
        survey.concepts().iter().flat_map(|concept| survey.equilibria(concept).at_least().first(limit)).collect();
    described.extend(conflict.status_quo.clone());
    described.sort_unstable();
    described.dedup();
    let mut cut: Vec<String> = vec!["states".into()];
    let by_concept = |of: &dyn Fn(&'static detente_model::Concept) -> Value| -> Value {
        survey.concepts().iter().map(|concept| (concept.id.to_string(), of(concept))).collect::<Map<_, _>>().into()
    };
    let by_dm = |of: &dyn Fn(detente_model::DmId) -> Value| -> Value {
        conflict.dm_ids().map(|dm| (conflict.dm(dm).id.clone(), of(dm))).collect::<Map<_, _>>().into()
    };
    let mut equilibria = Map::new();
    for concept in survey.concepts() {
        let states = survey.equilibria(concept).at_least();
        let listed = states.first(limit);
        if BigUint::from(listed.len()) < states.count() {
            cut.push(format!("equilibria.{}", concept.id));
        }
        equilibria
            .insert(concept.id.into(), listed.iter().map(|state| text(meaning, state)).collect::<Vec<_>>().into());
    }
    cut.push("stable".into());
    let status_quo = conflict.status_quo.as_ref().map(|state| {
        by_concept(&|concept| {
            json!({
                "equilibrium": survey.equilibria(concept).contains(state),
                "stable": by_dm(&|dm| survey.stable(concept, dm).contains(state).into()),
            })
        })
    });
    let counts = by_concept(&|concept| {
        json!({
            "equilibria": survey.equilibria(concept).whole().map(|states| number(&states.count())),
            "stable": by_dm(&|dm| survey.stable(concept, dm).whole().map(|states| number(&states.count())).into()),
            "exact": {
                "equilibria": exact(survey.equilibria(concept)),
                "stable": by_dm(&|dm| exact(survey.stable(concept, dm))),
            },
        })
    });
    let outcomes = conflict.outcomes.iter().zip(outcomes).map(|(outcome, found)| {
        let listed: Vec<Value> = described
            .iter()
            .filter(|state| meaning.satisfies(&outcome.when, state))
            .map(|state| text(meaning, state))
            .collect();
        let equilibria: Map<String, Value> = survey
            .concepts()
            .iter()
            .zip(&found.equilibria)
            .map(|(concept, found)| (concept.id.to_string(), exact(found)))
            .collect();
        let value = json!({
            "states": listed,
            "count": number(&found.states.count()),
            "exact": { "count": found.states.count().to_string(), "equilibria": equilibria },
            "reached": { "moves": found.by_moves, "improvements": found.by_improvements },
        });
        (outcome.id.clone(), value)
    });
    json!({
        "format": ANALYSIS_FORMAT,
        "detente": env!("CARGO_PKG_VERSION"),
        "conflict": { "title": conflict.title, "digest": digest },
        "conventions": CONVENTIONS.iter().map(|c| (c.topic.to_string(), c.id.into())).collect::<Map<String, Value>>(),
        "scope": {
            "complete": survey.is_complete(),
            "engine": survey.engine().word(),
            "states": number(&survey.states().count()),
            "exact": { "states": survey.states().count().to_string() },
            "listed": false,
            "nodes": survey.nodes(),
            "limit": limit,
            "cut": cut,
            "not_found": not_found(survey, meaning),
        },
        "decision_makers": conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect::<Vec<_>>(),
        "options": (0..conflict.options.len()).map(|o| conflict.option_name(OptionId::from(o))).collect::<Vec<_>>(),
        "status_quo": conflict.status_quo.as_ref().map(|state| text(meaning, state)),
        "verdicts": status_quo,
        "states": described.iter().map(|state| described_state(meaning, state)).collect::<Vec<_>>(),
        "stable": {},
        "equilibria": equilibria,
        "counts": counts,
        "ranks": {},
        "margins": {},
        "outcomes": outcomes.collect::<Map<String, Value>>(),
        "sourcing": sourcing(audit, verification),
        "published": [],
    })
}

/// The states of a set, listed as far as the limit goes.
pub fn survey_states_json(inputs: SurveyInputs, of: &States) -> Value {
    let SurveyInputs { meaning, digest, limit, .. } = inputs;
    let conflict = meaning.conflict();
    let states = of.first(limit);
    let count = of.count();
    json!({
        "format": "detente-states/1",
        "conflict": { "title": conflict.title, "digest": digest },
        "count": number(&count),
        "exact": { "count": count.to_string() },
        "cut": BigUint::from(states.len()) < count,
        "states": states.iter().map(|state| described_state(meaning, state)).collect::<Vec<_>>(),
    })
}

fn text(meaning: &Meaning, state: &State) -> Value {
    state_text(meaning.conflict(), state).into()
}

fn described_state(meaning: &Meaning, state: &State) -> Value {
    let conflict = meaning.conflict();
    let on: Vec<String> = match state {
        State::Vector(vector) => vector.on().map(|option| conflict.option_name(option)).collect(),
        State::Named(_) => Vec::new(),
    };
    json!({ "id": text(meaning, state), "on": on })
}

/// A number that every reader of JSON can take in; `null` where it is too large for that.
fn number(n: &BigUint) -> Value {
    u64::try_from(n).ok().filter(|&n| n < 1 << 53).into()
}

/// How many states are in a set, as text; between which numbers that is, where it was not found.
fn exact(found: &Found) -> Value {
    match found.whole() {
        Some(states) => states.count().to_string().into(),
        None => json!({
            "at_least": found.at_least().count().to_string(),
            "at_most": found.at_most().count().to_string(),
        }),
    }
}

fn not_found(survey: &Survey, meaning: &Meaning) -> Value {
    let conflict = meaning.conflict();
    let mut all = Vec::new();
    for concept in survey.concepts() {
        for dm in conflict.dm_ids() {
            if let Some(why) = survey.stable(concept, dm).unfinished() {
                all.push(
                    json!({ "concept": concept.id, "decision_maker": conflict.dm(dm).id, "why": why.to_string() }),
                );
            }
        }
    }
    all.into()
}
