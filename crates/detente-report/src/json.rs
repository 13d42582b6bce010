//! The analysis as JSON: a stable interface.
//!
//! Fields are only ever added within a `format`; a change of meaning raises its number. Lists are in the order of states, and cut at a
//! limit, with the full counts beside them and the cut lists named.

use std::collections::BTreeMap;

use detente_analysis::{Answer, Comparison};
use detente_engine::{Margin, StateSet};
use detente_model::ledger::{Audit, Check, Verification};
use detente_model::{Basis, OptionId};
use detente_proof::CONVENTIONS;
use serde_json::{Map, Value, json};

use crate::pages::{CaseRun, Checked, OverviewInputs};

/// The `format` of [`analysis`].
pub const ANALYSIS_FORMAT: &str = "detente-analysis/1";

/// The analysis of a conflict.
pub fn analysis(inputs: OverviewInputs) -> Value {
    let OverviewInputs { answer, digest, audit, verification, comparisons, limit } = inputs;
    let conflict = answer.conflict;
    let solution = &answer.solution;
    let mut cut = Vec::new();
    let mut places = |name: String, set: &StateSet| -> Vec<usize> {
        if set.count() > limit {
            cut.push(name);
        }
        set.iter().take(limit).collect()
    };
    // Every state that a list names is described, whatever the limit.
    let mut described: Vec<usize> = (0..solution.states().min(limit)).collect();
    described.extend(answer.status_quo());
    let (mut stable, mut equilibria, mut counts) = (Map::new(), Map::new(), Map::new());
    for concept in solution.concepts() {
        let list = places(format!("equilibria.{}", concept.id), solution.equilibria(concept));
        described.extend(&list);
        equilibria.insert(concept.id.into(), names(answer, &list));
        let (mut by_dm, mut count_by_dm) = (Map::new(), Map::new());
        for dm in conflict.dm_ids() {
            let set = solution.stable(concept, dm);
            let id = &conflict.dm(dm).id;
            let list = places(format!("stable.{}.{id}", concept.id), set);
            described.extend(&list);
            by_dm.insert(id.clone(), names(answer, &list));
            count_by_dm.insert(id.clone(), set.count().into());
        }
        stable.insert(concept.id.into(), by_dm.into());
        counts.insert(
            concept.id.into(),
            json!({ "equilibria": solution.equilibria(concept).count(), "stable": count_by_dm }),
        );
    }
    if solution.states() > limit {
        cut.insert(0, "states".into());
    }
    described.sort_unstable();
    described.dedup();
    let mut value = json!({
        "format": ANALYSIS_FORMAT,
        "detente": env!("CARGO_PKG_VERSION"),
        "conflict": { "title": conflict.title, "digest": digest },
        "conventions": CONVENTIONS.iter().map(|c| (c.topic.to_string(), c.id.into())).collect::<Map<String, Value>>(),
        "scope": {
            "complete": true,
            "engine": solution.engine().word(),
            "states": solution.states(),
            "limit": limit,
            "cut": cut,
        },
        "decision_makers": conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect::<Vec<_>>(),
        "options": (0..conflict.options.len()).map(|o| conflict.option_name(OptionId::from(o))).collect::<Vec<_>>(),
        "status_quo": answer.status_quo().map(|place| answer.name(place)),
        "states": described.iter().map(|&place| state(answer, place)).collect::<Vec<_>>(),
        "stable": stable,
        "equilibria": equilibria,
        "counts": counts,
        "ranks": ranks(answer, &described),
        "margins": margins(answer, &described),
        "outcomes": outcomes(answer, &described),
        "sourcing": sourcing(audit, verification),
        "published": comparisons.iter().map(|c| comparison(answer, c)).collect::<Vec<_>>(),
    });
    let study = &conflict.study;
    if !study.unknowns.is_empty() || !study.orders.is_empty() {
        let ids: Vec<&str> = study.unknowns.iter().map(|unknown| unknown.id.as_str()).collect();
        let rankings = study
            .orders
            .iter()
            .map(|order| json!({ "decision_maker": conflict.dm(order.dm).id, "open_pairs": order.order.open_pairs() }));
        value["not_known"] = json!({ "unknowns": ids, "rankings": rankings.collect::<Vec<_>>() });
    }
    value
}

fn names(answer: &Answer, places: &[usize]) -> Value {
    places.iter().map(|&place| answer.name(place)).collect::<Vec<_>>().into()
}

fn state(answer: &Answer, place: usize) -> Value {
    let on: Vec<String> = answer.on(place).into_iter().map(|option| answer.conflict.option_name(option)).collect();
    let mut state = json!({ "id": answer.name(place), "on": on });
    if let Some(named) = &answer.conflict.named_states
        && let Some(text) = &named[place].text
    {
        state["text"] = text.as_str().into();
    }
    // Options that differ between the combinations a state stands for are neither on nor off.
    let either: Vec<String> = answer
        .choices(place)
        .iter()
        .zip(0..)
        .filter(|(choice, _)| **choice == detente_analysis::Choice::Either)
        .map(|(_, option)| answer.conflict.option_name(OptionId(option)))
        .collect();
    if !either.is_empty() {
        state["either"] = either.into();
    }
    state
}

/// Ranks counted from the best, which is 1; states that tie share one.
fn ranks(answer: &Answer, places: &[usize]) -> Value {
    let one = |dm| {
        let of = answer.solution.places_in_ranking(dm);
        let by_state: Map<String, Value> =
            places.iter().map(|&place| (answer.name(place), (of - answer.solution.rank(dm, place)).into())).collect();
        (answer.conflict.dm(dm).id.clone(), json!({ "of": of, "rank": by_state }))
    };
    Value::Object(answer.conflict.dm_ids().map(one).collect())
}

/// Margins: 0 or more where stable (places it could fall), negative where unstable (places it must rise), `"any"` where stable at any place.
fn margins(answer: &Answer, places: &[usize]) -> Value {
    let value = |margin: Margin| match margin {
        Margin::Anywhere => Value::from("any"),
        Margin::Falls(places) => places.into(),
        Margin::Rises(places) => (-i64::from(places)).into(),
    };
    let mut by_concept = Map::new();
    for concept in answer.solution.concepts() {
        let mut by_dm = Map::new();
        for dm in answer.conflict.dm_ids() {
            let kept = places
                .iter()
                .filter_map(|&place| Some((answer.name(place), value(answer.margin(concept, dm, place)?))));
            by_dm.insert(answer.conflict.dm(dm).id.clone(), Value::Object(kept.collect()));
        }
        by_concept.insert(concept.id.into(), by_dm.into());
    }
    by_concept.into()
}

fn outcomes(answer: &Answer, places: &[usize]) -> Value {
    let one = |outcome: &detente_model::Outcome| {
        let holds: Vec<usize> = places.iter().copied().filter(|&place| answer.holds(outcome, place)).collect();
        let count = answer.holding(outcome).map(|holding| holding.count());
        (outcome.id.clone(), json!({ "states": names(answer, &holds), "count": count }))
    };
    Value::Object(answer.conflict.outcomes.iter().map(one).collect())
}

/// How well a conflict is sourced.
pub(crate) fn sourcing(audit: &Audit, verification: &Verification) -> Value {
    let mut bases: BTreeMap<&str, usize> = BTreeMap::new();
    for element in &audit.elements {
        *bases.entry(element.provenance.basis.map_or("nothing", Basis::word)).or_default() += 1;
    }
    json!({
        "elements": audit.elements.len(),
        "by_basis": bases,
        "claims": verification.claims.len(),
        "claims_verified": verification.verified_claims(),
        "claims_unused": audit.unused.len(),
        "contradicted": verification.has_failures(),
    })
}

fn comparison(answer: &Answer, comparison: &Comparison) -> Value {
    json!({
        "concept": comparison.published.concept.id,
        "reference": comparison.published.reference,
        "finding": comparison.finding.word(),
        "as_expected": !comparison.finding.is_failure(),
        "missing": names(answer, &comparison.missing),
        "extra": names(answer, &comparison.extra),
    })
}

/// The ledger, checked.
pub fn check(checked: Checked) -> Value {
    let Checked { conflict, digest, audit, verification, .. } = checked;
    let sources = conflict.sources.iter().zip(&verification.sources);
    let claims = conflict.claims.iter().zip(&verification.claims);
    json!({
        "format": "detente-check/1",
        "conflict": { "title": conflict.title, "digest": digest },
        "sources": sources
            .map(|(source, check)| json!({ "id": source.id, "title": source.title, "file": source.file, "check": check_word(check) }))
            .collect::<Vec<_>>(),
        "claims": claims
            .map(|(claim, check)| {
                json!({
                    "id": claim.id,
                    "source": conflict.sources[claim.source.index()].id,
                    "at": [claim.at.start, claim.at.end],
                    "standing": claim.standing.word(),
                    "reading": claim.reading,
                    "other_reading": claim.other_reading,
                    "check": check_word(check),
                })
            })
            .collect::<Vec<_>>(),
        "elements": audit
            .elements
            .iter()
            .map(|element| {
                let cites: Vec<&str> =
                    element.provenance.cites.iter().map(|claim| conflict.claims[claim.index()].id.as_str()).collect();
                json!({
                    "kind": element.kind,
                    "name": element.name,
                    "basis": element.provenance.basis.map(Basis::word),
                    "cites": cites,
                    "because": element.provenance.because,
                })
            })
            .collect::<Vec<_>>(),
        "on_nothing": audit.with_basis(None).map(|element| element.name.as_str()).collect::<Vec<_>>(),
        "on_disputed": audit.on_disputed(conflict).iter().map(|element| element.name.as_str()).collect::<Vec<_>>(),
        "unused": audit.unused.iter().map(|claim| conflict.claims[claim.index()].id.as_str()).collect::<Vec<_>>(),
        "verified": verification.verified_claims(),
        "contradicted": verification.has_failures(),
    })
}

/// A word for what became of a document or a claim.
pub fn check_word(check: &Check) -> &'static str {
    match check {
        Check::Verified => "verified",
        Check::NotAtHand => "not_at_hand",
        Check::NoDigest => "no_digest",
        Check::OtherDocument { .. } => "other_document",
        Check::BadRange { .. } => "bad_range",
        Check::QuoteNotThere { .. } => "quote_not_there",
        Check::NoQuote => "no_quote",
    }
}

/// The states at `places`, of `total` that were asked for.
pub fn states(answer: &Answer, places: &[usize], total: usize) -> Value {
    json!({
        "format": "detente-states/1",
        "conflict": { "title": answer.conflict.title, "digest": detente_model::digest(answer.conflict) },
        "count": total,
        "cut": places.len() < total,
        "states": places.iter().map(|&place| state(answer, place)).collect::<Vec<_>>(),
        "ranks": ranks(answer, places),
        "outcomes": outcomes(answer, places),
    })
}

/// Cases of the catalogue, run and compared.
pub fn case_runs(runs: &[CaseRun]) -> Value {
    let one = |run: &CaseRun| {
        let counts: Map<String, Value> = run
            .answer
            .solution
            .concepts()
            .iter()
            .map(|concept| (concept.id.to_string(), run.answer.solution.equilibria(concept).count().into()))
            .collect();
        json!({
            "id": run.id,
            "title": run.answer.conflict.title,
            "states": run.answer.solution.states(),
            "equilibria": counts,
            "published": run.comparisons.iter().map(|c| comparison(run.answer, c)).collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "detente-catalogue-run/1",
        "as_expected": !runs.iter().flat_map(|run| run.comparisons).any(|comparison| comparison.finding.is_failure()),
        "cases": runs.iter().map(one).collect::<Vec<_>>(),
    })
}
