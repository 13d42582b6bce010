//! The same for spreadsheets and programs.

use detente_analysis::motion::{Arrival, Flip, Path, Rest, Shock};
use detente_model::DmId;
use serde_json::{Map, Value, json};

use super::{PATHS_FORMAT, Paths};
use crate::csv::Csv;

impl Paths<'_, '_> {
    /// The same for spreadsheets: a row for every state that is reached.
    pub fn csv(&self) -> String {
        let conflict = self.conflict();
        let mut columns = vec!["state".to_string(), "steps".to_string()];
        columns.extend(conflict.decision_makers.iter().map(|dm| format!("steps.{}", dm.id)));
        columns.extend(conflict.outcomes.iter().map(|outcome| format!("outcome.{}", outcome.id)));
        let mut csv = Csv::new(&columns);
        for Arrival { state, by } in self.reach.evolution().rows() {
            let text = |steps: Option<usize>| steps.map(|steps| steps.to_string()).unwrap_or_default();
            let mut row = vec![self.name(&state), text(by.iter().flatten().min().copied())];
            row.extend(by.iter().map(|&steps| text(steps)));
            let holding = self.outcomes_at(&state);
            row.extend(conflict.outcomes.iter().map(|o| u8::from(holding.contains(&o.id)).to_string()));
            csv.row(&row);
        }
        csv.into_text()
    }

    /// The same for programs: a stable interface.
    pub fn json(&self, digest: &str) -> Value {
        let conflict = self.conflict();
        let path = |path: &Path| -> Value {
            let steps = path.steps.iter();
            steps.map(|step| json!({ "by": conflict.dm(step.by).id, "to": self.name(&step.to) })).collect()
        };
        let by_dm = |by: &[Option<usize>]| -> Map<String, Value> {
            let dms = conflict.dm_ids().map(|dm: DmId| (conflict.dm(dm).id.clone(), json!(by[dm.index()])));
            dms.filter(|(_, steps)| !steps.is_null()).collect()
        };
        let reached: Vec<Value> = (self.reach.evolution().rows())
            .map(|row| {
                let least = row.by.iter().flatten().min();
                json!({ "state": self.name(&row.state), "steps": least, "last_by": by_dm(&row.by) })
            })
            .collect();
        let equilibria: Vec<Value> = (self.equilibria().iter())
            .map(|(state, concepts)| {
                let found = self.reach.path_to_state(state);
                json!({ "state": self.name(state), "under": concepts, "path": found.as_ref().map(path) })
            })
            .collect();
        let targets: Vec<Value> = (self.targets.iter())
            .map(|target| {
                let slide = target.slide.as_ref().map(|slide| {
                    let enters = slide.enters.iter().map(|&(dm, from)| (conflict.dm(dm).id.clone(), from.into()));
                    json!({
                        "states": slide.states,
                        "holds_in": slide.holds_in,
                        "leads_from": slide.leads_from,
                        "last_step_by": enters.collect::<Map<String, Value>>(),
                    })
                });
                json!({ "goal": target.name, "path": target.path.as_ref().map(path), "slide": slide })
            })
            .collect();
        let shocks = self.shocks.map(|shocks| shocks.iter().map(|shock| self.shock_json(shock)).collect::<Vec<_>>());
        json!({
            "format": PATHS_FORMAT,
            "conflict": { "title": conflict.title, "digest": digest },
            "from": self.name(self.reach.from()),
            "by": self.reach.by().word(),
            "scope": { "complete": true, "states": self.reach.count(), "pairs": self.reach.pairs().len() },
            "reached": reached,
            "equilibria": self.answer.map(|_| equilibria),
            "goals": targets,
            "shocks": shocks,
        })
    }

    fn shock_json(&self, shock: &Shock) -> Value {
        let option = self.conflict().option_name(shock.option);
        let rest = |rest: &Rest| rest.states.iter().map(|state| self.name(state)).collect::<Vec<_>>();
        match &shock.flip {
            Flip::Done(endings) => {
                let list = endings.iter().map(|ending| {
                    let rests = ending.course.rests.iter().map(rest).collect::<Vec<_>>();
                    json!({ "to": self.name(&ending.to), "rests": rests, "states": ending.course.states })
                });
                json!({ "option": option, "endings": list.collect::<Vec<_>>() })
            }
            Flip::OneWay => json!({ "option": option, "cannot": "one-way" }),
            Flip::Excluded(rules) => json!({ "option": option, "cannot": "excluded", "rules": rules }),
            Flip::NoMove => json!({ "option": option, "cannot": "no-move" }),
        }
    }
}
