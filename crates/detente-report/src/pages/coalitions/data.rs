//! The same for programs.

use detente_analysis::coalition::{COALITION_CONCEPTS, JointMove, Step, Upset};
use detente_model::DmId;
use detente_proof::CONVENTIONS;
use serde_json::{Map, Value, json};

use super::{CoalitionMoves, CoalitionsInputs};
use crate::csv::Csv;

/// The `format` of [`coalitions_json`].
const FORMAT: &str = "detente-coalitions/1";

/// The answer as JSON, `detente-coalitions/1`.
pub fn coalitions_json(inputs: &CoalitionsInputs) -> Value {
    let conflict = inputs.meaning.conflict();
    let given_up: Vec<Value> = inputs
        .joint
        .iter()
        .filter_map(|CoalitionMoves { members, moves }| {
            let error = moves.as_ref().err()?;
            Some(json!({ "members": inputs.ids(members), "because": error.to_string() }))
        })
        .collect();
    let universal = match (inputs.all, inputs.answer) {
        (Ok(all), Some(answer)) => {
            let names = |places: Vec<usize>| places.into_iter().map(|place| answer.name(place)).collect::<Vec<_>>();
            let each = COALITION_CONCEPTS.iter().map(|c| (c.id.to_string(), names(all.universal(c)).into()));
            each.collect::<Map<String, Value>>().into()
        }
        _ => Value::Null,
    };
    json!({
        "format": FORMAT,
        "detente": env!("CARGO_PKG_VERSION"),
        "conflict": { "title": conflict.title, "digest": inputs.digest },
        "conventions": CONVENTIONS.iter().map(|c| (c.topic.to_string(), c.id.into())).collect::<Map<String, Value>>(),
        "scope": {
            "complete": given_up.is_empty() && inputs.all.is_ok(),
            "all_coalitions": inputs.complete,
            "given_up": given_up,
            "states": inputs.all.ok().map(|all| all.states()),
            "equilibria": { "listed": inputs.equilibria.len(), "in_all": inputs.all.ok().map(|_| inputs.equilibria_in_all) },
            "not_answered": inputs.all.err(),
        },
        "state": inputs.state.map(|state| inputs.name(state)),
        "joint_improvements": inputs
            .joint
            .iter()
            .filter_map(|CoalitionMoves { members, moves }| {
                let moves: Vec<Value> = moves.as_ref().ok()?.iter().map(|joint| inputs.move_json(joint)).collect();
                Some(json!({ "members": inputs.ids(members), "moves": moves }))
            })
            .collect::<Vec<_>>(),
        "equilibria": match inputs.all {
            Ok(_) => inputs.equilibria.iter().map(|(place, upsets)| inputs.equilibrium(*place, upsets)).collect(),
            Err(_) => Value::Null,
        },
        "universal": universal,
    })
}

/// The joint improvements from the state as CSV: a row for each; steps are `dm>state` and options `dm.option=1` or `=0`, separated by spaces.
pub fn coalitions_csv(inputs: &CoalitionsInputs) -> String {
    let mut csv = Csv::new(&["coalition", "from", "to", "minimal", "switches", "sequence"]);
    let conflict = inputs.meaning.conflict();
    for CoalitionMoves { members, moves } in inputs.joint {
        for joint in moves.iter().flatten() {
            let switch = |switch: &detente_analysis::coalition::Switch| {
                format!("{}={}", conflict.option_name(switch.option), u8::from(switch.on))
            };
            let step = |step: &Step| format!("{}>{}", conflict.dm(step.by).id, inputs.name(&step.to));
            csv.row(&[
                inputs.ids(members).join(" "),
                inputs.state.map(|state| inputs.name(state)).unwrap_or_default(),
                inputs.name(&joint.to),
                u8::from(joint.minimal).to_string(),
                joint.switches.iter().map(switch).collect::<Vec<_>>().join(" "),
                joint.sequence.iter().map(step).collect::<Vec<_>>().join(" "),
            ]);
        }
    }
    csv.into_text()
}

impl CoalitionsInputs<'_, '_> {
    fn ids(&self, members: &[DmId]) -> Vec<String> {
        members.iter().map(|&dm| self.meaning.conflict().dm(dm).id.clone()).collect()
    }

    fn move_json(&self, joint: &JointMove) -> Value {
        let conflict = self.meaning.conflict();
        let switches: Vec<Value> = joint
            .switches
            .iter()
            .map(|switch| json!({ "option": conflict.option_name(switch.option), "on": switch.on }))
            .collect();
        let steps: Vec<Value> = joint
            .sequence
            .iter()
            .map(|step| json!({ "by": conflict.dm(step.by).id, "to": self.name(&step.to) }))
            .collect();
        json!({ "to": self.name(&joint.to), "switches": switches, "minimal": joint.minimal, "sequence": steps })
    }

    fn equilibrium(&self, place: usize, upsets: &[Upset]) -> Value {
        let upset_by: Vec<Value> = upsets
            .iter()
            .map(|upset| {
                let deterred: Option<Vec<&str>> = upset.deterred.map(|deterred| {
                    let held = COALITION_CONCEPTS.iter().zip(deterred).filter(|(_, deterred)| *deterred);
                    held.map(|(concept, _)| concept.id).collect()
                });
                json!({
                    "members": self.ids(&upset.members),
                    "improvements": upset.improvements,
                    "by": self.move_json(&upset.by),
                    "to_equilibrium": upset.settles,
                    "smallest": upset.smallest,
                    "deterred_under": deterred,
                })
            })
            .collect();
        let under: Vec<&str> = self.concepts_at(place).iter().map(|concept| concept.id).collect();
        json!({
            "state": self.answer.map(|answer| answer.name(place)),
            "concepts": under,
            "upset_by": upset_by,
        })
    }
}
