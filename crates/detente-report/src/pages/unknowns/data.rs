//! What holds whatever is not known, for programs.

use detente_analysis::unknowns::{
    Asked, Completion, Extension, Pair, Scope, Settled, Tally, Verdict, completions, completions_of, ranking_in_words,
    state_name,
};
use detente_model::{CONCEPTS, Concept, DmId, digest};
use serde_json::{Map, Value, json};

use super::{UNKNOWNS_FORMAT, Unknowns, answer};
use crate::csv::Csv;

impl Unknowns<'_> {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        let unknowns: Vec<Value> = self
            .unknowns
            .iter()
            .map(|unknown| {
                let alternatives: Vec<&str> = unknown.alternatives.iter().map(|other| other.words.as_str()).collect();
                json!({ "id": unknown.id, "text": unknown.text, "alternatives": alternatives })
            })
            .collect();
        let orders = self.conflict.study.orders.iter();
        let rankings: Vec<Value> = orders
            .map(|order| {
                json!({
                    "id": order.id(self.conflict),
                    "decision_maker": self.conflict.dm(order.dm).id,
                    "open_pairs": order.order.open_pairs(),
                    "written": ranking_in_words(self.conflict, order, &order.order.by_levels(), usize::MAX),
                    "completions": completions_of(order).map(|all| all.to_string()),
                })
            })
            .collect();
        let mut value = json!({
            "format": UNKNOWNS_FORMAT,
            "conflict": { "title": self.conflict.title, "digest": digest(self.conflict) },
            "unknowns": unknowns,
            "rankings": rankings,
            "completions": completions(self.conflict, self.unknowns).map(|all| all.to_string()),
            "scope": self.scope(),
            "state": self.name(self.state),
        });
        if let Some(completed) = self.completed {
            let place = completed.place(self.state);
            let (mut verdicts, mut equilibria) = (Map::new(), Map::new());
            for concept in completed.concepts() {
                let mut of = Map::new();
                if let Some(place) = place {
                    of.insert("equilibrium".into(), self.tally(&completed.tally(concept, None, place)));
                    for dm in self.conflict.dm_ids() {
                        let tally = completed.tally(concept, Some(dm), place);
                        of.insert(format!("stable.{}", self.conflict.dm(dm).id), self.tally(&tally));
                    }
                }
                verdicts.insert(concept.id.into(), of.into());
                let names = |places: Vec<usize>| -> Vec<String> {
                    places.iter().map(|&place| self.name(&completed.states[place])).collect()
                };
                let (all, some) = (names(completed.in_all(concept, None)), names(completed.in_some(concept, None)));
                equilibria.insert(concept.id.into(), json!({ "in_all": all, "in_some": some }));
            }
            value["verdicts"] = verdicts.into();
            value["equilibria"] = equilibria.into();
        }
        if let Some(survey) = self.survey {
            let of = |verdicts: &[Option<Verdict>], wanted: &[Option<Verdict>]| -> Vec<String> {
                let found = (0..verdicts.len()).filter(|&place| wanted.contains(&verdicts[place]));
                found.map(|place| self.name(&survey.states[place])).collect()
            };
            let one = |(concept, verdicts): &(&'static Concept, Vec<Option<Verdict>>)| {
                let (necessary, possible) = (Some(Verdict::Necessary), Some(Verdict::Possible));
                let lists = json!({
                    "in_all": of(verdicts, &[necessary]), "in_some": of(verdicts, &[necessary, possible]), "open": of(verdicts, &[None]),
                });
                (concept.id.to_string(), lists)
            };
            value["equilibria"] = survey.equilibria.iter().map(one).collect::<Map<String, Value>>().into();
        }
        let questions: Vec<Value> = self.settled.iter().map(|(asked, settled)| self.question(asked, settled)).collect();
        value["questions"] = questions.into();
        if let Some((uncertain, place)) = self.uncertain_place() {
            let of = |concept: &Concept| -> Map<String, Value> {
                let one = |extension: Extension| {
                    let stable = |dm: &DmId| uncertain.is_stable(concept, extension, *dm, place);
                    let stable: Vec<&str> =
                        self.conflict.dm_ids().filter(stable).map(|dm| self.conflict.dm(dm).id.as_str()).collect();
                    let equilibrium = stable.len() == self.conflict.decision_makers.len();
                    (extension.letter().to_string(), json!({ "equilibrium": equilibrium, "stable_for": stable }))
                };
                Extension::ALL.map(one).into_iter().collect()
            };
            let all: Map<String, Value> =
                CONCEPTS.iter().map(|concept| (concept.id.to_string(), of(concept).into())).collect();
            value["extensions"] = all.into();
        }
        value
    }

    fn scope(&self) -> Value {
        match self.completed.map(|completed| (completed.scope, completed.different())) {
            Some((Scope::All(all), different)) => json!({ "complete": true, "looked_at": all, "different": different }),
            Some((Scope::Sampled { draws, seed, .. }, different)) => json!({
                "complete": false, "sampled": { "draws": draws, "seed": seed, "margin_per_mille": self.completed.map(|c| c.scope.margin()) }, "different": different,
            }),
            None => {
                json!({ "complete": self.settled.iter().all(|(_, settled)| settled.complete), "questions_only": true })
            }
        }
    }

    fn tally(&self, tally: &Tally) -> Value {
        json!({
            "verdict": tally.verdict.word(),
            "holds": tally.holds,
            "of": tally.of,
            "holds_in": tally.yes.as_ref().map(|it| self.chosen(it)),
            "fails_in": tally.no.as_ref().map(|it| self.chosen(it)),
            "decided_by": self.ids(&tally.decided_by),
            "pairs": self.pairs_data(&tally.pairs),
        })
    }

    fn question(&self, asked: &Asked, settled: &Settled) -> Value {
        json!({
            "concept": asked.concept.id,
            "stable_for": asked.who.map(|dm| self.conflict.dm(dm).id.as_str()),
            "answer": answer(settled).1,
            "complete": settled.complete,
            "looks": settled.looks,
            "holds_in": settled.yes.as_ref().map(|it| self.chosen(it)),
            "fails_in": settled.no.as_ref().map(|it| self.chosen(it)),
            "decided_by_at_least": self.ids(&settled.decided_by),
            "pairs_at_least": self.pairs_data(&settled.pairs),
        })
    }

    fn chosen(&self, completion: &Completion) -> Value {
        let alternatives = self.unknowns.iter().zip(&completion.alternatives);
        let alternatives =
            alternatives.map(|(unknown, &at)| (unknown.id.clone(), unknown.alternatives[at].words.clone().into()));
        let rankings = self.conflict.study.orders.iter().zip(&completion.rankings).map(|(order, ranking)| {
            let words = ranking_in_words(self.conflict, order, ranking, usize::MAX);
            (order.id(self.conflict), words.into())
        });
        Value::Object(alternatives.chain(rankings).collect())
    }

    fn pairs_data(&self, pairs: &[Pair]) -> Value {
        let one = |pair: &Pair| {
            let dm = self.conflict.study.orders[pair.ranking].dm;
            let names = [pair.a, pair.b].map(|at| state_name(self.conflict, at));
            json!({ "decision_maker": self.conflict.dm(dm).id, "states": names })
        };
        pairs.iter().map(one).collect::<Vec<_>>().into()
    }

    /// The verdicts on all states as CSV; empty but for its header where there were too many completions.
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(&["state", "concept", "who", "verdict", "holds", "of", "decided_by"]);
        if let Some(completed) = self.completed {
            for (place, state) in completed.states.iter().enumerate() {
                for concept in completed.concepts() {
                    for who in self.conflict.dm_ids().map(Some).chain([None]) {
                        let tally = completed.tally(concept, who, place);
                        csv.row(&[
                            self.name(state),
                            concept.id.into(),
                            who.map_or("all".into(), |dm| self.conflict.dm(dm).id.clone()),
                            tally.verdict.word().into(),
                            tally.holds.to_string(),
                            tally.of.to_string(),
                            self.ids(&tally.decided_by).join(" "),
                        ]);
                    }
                }
            }
        }
        csv.into_text()
    }
}
