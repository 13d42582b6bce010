//! The answer for programs: `detente-stabilise/1`.

use detente_analysis::stabilise::{Commitment, Edit, Ending, Kind};
use detente_model::{Change, Conflict, DmId};
use serde_json::{Value, json};

use super::{STABILISE_FORMAT, Stabilise};

impl Stabilise<'_, '_> {
    /// The answer as JSON.
    pub fn json(&self, digest: &str) -> Value {
        let conflict = self.answer.conflict;
        let name = |place: usize| self.answer.name(place);
        let names = |places: &[usize]| places.iter().map(|&place| name(place)).collect::<Vec<_>>();
        let ids = |dms: &[DmId]| dms.iter().map(|&dm| conflict.dm(dm).id.clone()).collect::<Vec<_>>();
        let mut value = json!({
            "format": STABILISE_FORMAT,
            "conflict": { "title": conflict.title, "digest": digest },
            "concept": self.concept.id,
            "wanted": self.outcome.map(|(text, states)| json!({ "condition": text, "states": states })),
            "target": name(self.target),
            "equilibrium": self.answer.solution.equilibria(self.concept).contains(self.target),
        });
        if let Some(found) = self.rankings {
            let plan = found.plan.as_ref().map(|plan| {
                let each = plan.reranked.iter().map(|one| {
                    json!({
                        "decision_maker": conflict.dm(one.dm).id,
                        "cost": one.cost,
                        "pairs": one.pairs.iter().map(|&(a, b)| [name(a), name(b)]).collect::<Vec<_>>(),
                        "ranking": one.groups.iter().map(|group| names(group)).collect::<Vec<_>>(),
                    })
                });
                json!({ "cost": plan.cost, "rankings": each.collect::<Vec<_>>() })
            });
            value["rankings"] = json!({
                "target": name(found.target),
                "metric": "pairs of states compared otherwise",
                "vary": ids(&found.vary),
                "scope": match found.ending {
                    Ending::Exact => "exact",
                    Ending::Impossible => "impossible",
                    Ending::Interval => "interval",
                },
                "at_least": (found.ending != Ending::Impossible).then_some(found.lower),
                "plan": plan,
            });
        }
        if let Some(found) = self.statements {
            let plan = |plan: &detente_analysis::stabilise::StatementPlan| {
                plan.edits.iter().map(|edit| edit_json(conflict, edit)).collect::<Vec<_>>()
            };
            value["statements"] = json!({
                "target": name(found.target),
                "vary": ids(&found.vary),
                "scope": {
                    "complete_to_edits": found.complete_to,
                    "ended_early": found.cut,
                    "drop": found.kinds.drop,
                    "negate": found.kinds.negate,
                    "move": found.kinds.shift,
                    "add": found.kinds.add,
                },
                "fewest": found.plans.first().map(|plan| plan.edits.len()),
                "total": found.total,
                "plans": found.plans.iter().map(plan).collect::<Vec<_>>(),
            });
        }
        if let Some(found) = self.commitments {
            value["commitments"] = json!({
                "target": name(found.target),
                "scope": { "tried": found.tried, "all": found.all, "rules": found.rules, "already": found.already },
                "found": found.found.iter().map(|one| commitment_json(conflict, one)).collect::<Vec<_>>(),
            });
        }
        if let Some(condition) = self.condition {
            let one = |one: &detente_analysis::stabilise::Requirement| {
                json!({
                    "decision_maker": conflict.dm(one.dm).id,
                    "moves": names(&one.moves),
                    "at_least_as_high_as": one.alternatives.iter().map(|all| names(all)).collect::<Vec<_>>(),
                    "met": one.met,
                })
            };
            value["condition"] = json!({
                "target": name(condition.target),
                "opponents_fixed": condition.opponents_fixed,
                "all_of": condition.requirements.iter().map(one).collect::<Vec<_>>(),
            });
        }
        value
    }
}

fn edit_json(conflict: &Conflict, edit: &Edit) -> Value {
    let (kind, to) = match &edit.change {
        Change::Drop { .. } => ("drop", None),
        Change::Negate { .. } => ("negate", None),
        Change::Move { to, .. } => ("move", Some(to + 1)),
        _ => ("add", Some(edit.from + 1)),
    };
    json!({
        "edit": kind,
        "decision_maker": conflict.dm(edit.dm).id,
        "statement": edit.statement.id,
        "that": edit.statement.that.text(conflict),
        "from": (kind != "add").then_some(edit.from + 1),
        "to": to,
    })
}

fn commitment_json(conflict: &Conflict, one: &Commitment) -> Value {
    let (kind, choices) = match &one.kind {
        Kind::OneWay(option, direction) => {
            let name = conflict.option_name(*option);
            return json!({ "commitment": "one_way", "option": name, "direction": direction.word(), "closes": one.closes });
        }
        Kind::Removed(option) => ("removed", vec![(*option, true)]),
        Kind::Closed(pair) => ("closed", pair.to_vec()),
    };
    let choices: Vec<Value> =
        choices.iter().map(|&(option, on)| json!({ "option": conflict.option_name(option), "on": on })).collect();
    json!({ "commitment": kind, "never": choices, "closes": one.closes })
}
