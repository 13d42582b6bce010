//! What holds whatever the unknowns turn out to be, and which of them decide.

use detente_analysis::unknowns::{
    Asked, Completed, Completion, Extension, Scope, Settled, Tally, Uncertain, Verdict, completions, words,
};
use detente_model::{CONCEPTS, Concept, Conflict, DmId, State, StateList, Unknown, digest};
use detente_proof::state_text;
use serde_json::{Map, Value, json};

use crate::csv::Csv;
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, number};

/// The `format` of [`Unknowns::json`].
pub const UNKNOWNS_FORMAT: &str = "detente-unknowns/1";

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Unknowns<'a> {
    /// The conflict.
    pub conflict: &'a Conflict,
    /// Its states, for their names; without them states are named by their rows.
    pub states: Option<&'a StateList>,
    /// What is not known.
    pub unknowns: &'a [Unknown],
    /// The state that is looked at closely.
    pub state: &'a State,
    /// The verdicts over the completions; `None` where there were too many of them.
    pub completed: Option<&'a Completed>,
    /// Single questions about the state, where there were too many completions.
    pub settled: &'a [(Asked, Settled)],
    /// What is known of each pair of states, for the extensions a to d; `None` where the unknowns change states or moves, or there were too many.
    pub uncertain: Option<&'a Uncertain>,
    /// At most so many states are listed.
    pub limit: usize,
}

impl Unknowns<'_> {
    /// The page.
    pub fn page(&self) -> Document {
        let mut page = Document::titled(self.conflict.title.as_str());
        page.paragraph(Rich::toned(Tone::Quiet, self.size()));
        self.list(&mut page);
        self.closely(&mut page);
        self.single(&mut page);
        self.everywhere(&mut page);
        self.extensions(&mut page);
        page
    }

    pub(crate) fn size(&self) -> String {
        let all = completions(self.unknowns).map_or("too many to count".into(), number);
        let mut parts = vec![count(self.unknowns.len(), "unknown", "unknowns"), format!("{all} completions")];
        match self.completed.map(|completed| (completed.scope, completed.different())) {
            Some((Scope::All(_), different)) => {
                parts.push(format!("all looked at, {} different", number(different as u128)))
            }
            Some((Scope::Sampled { draws, seed, .. }, _)) => {
                parts.push(format!("{} drawn with seed {seed}", number(draws)))
            }
            None => parts.push("too many to look at one by one".into()),
        }
        parts.join(" · ")
    }

    pub(crate) fn list(&self, page: &mut Document) {
        page.heading("What is not known", Rich::empty());
        let mut items = Vec::new();
        for unknown in self.unknowns {
            let text = unknown.text.clone().unwrap_or_default();
            items.push(Item::new(Rich::toned(Tone::Name, unknown.id.as_str()), text));
            for (at, alternative) in unknown.alternatives.iter().enumerate() {
                let now = if at == 0 { "  as the conflict has it" } else { "" };
                let text = Rich::from(alternative.words.as_str()).then(Tone::Quiet, now);
                items.push(Item::new("–", text).at(1));
            }
        }
        page.items(items);
    }

    /// The verdicts on the state, and what decides them.
    pub(crate) fn closely(&self, page: &mut Document) {
        let Some(completed) = self.completed else { return };
        page.heading("Does it last?", Rich::toned(Tone::Quiet, "state ").then(Tone::Name, self.name(self.state)));
        let Some(place) = completed.place(self.state) else {
            page.paragraph("The state is not feasible in any completion.");
            return;
        };
        let mut columns =
            vec![("concept".into(), Align::Left), ("equilibrium".into(), Align::Left), ("in".into(), Align::Right)];
        columns.extend(self.conflict.decision_makers.iter().map(|dm| (dm.id.clone(), Align::Right)));
        columns.push(("decided by".into(), Align::Left));
        let mut table = Table::new("unknowns", columns);
        let mut shown = Vec::new();
        for concept in completed.concepts() {
            let tally = completed.tally(concept, None, place);
            let mut row = vec![concept.name.into(), verdict(tally.verdict), share(&tally).into()];
            for dm in self.conflict.dm_ids() {
                row.push(share(&completed.tally(concept, Some(dm), place)).into());
            }
            row.push(and_list(&self.ids(&tally.decided_by)).into());
            table.rows.push(row);
            if let (Some(yes), Some(no)) = (tally.yes, tally.no) {
                shown.push((concept.name, yes, no));
            }
        }
        if let Scope::Sampled { .. } = completed.scope {
            table.notes.push(format!(
                "Shares are those of a sample: with a certainty of 95 % each is within {} percentage points of the true one. A verdict that no draw contradicts may \
                 still be contradicted by completions that were not drawn, and other unknowns may decide as well.",
                completed.scope.margin().div_ceil(10)
            ));
        }
        page.table(table);
        let mut items = Vec::new();
        // Concepts with the same examples are told together.
        while let Some((_, yes, no)) = shown.first().cloned() {
            let same = |(_, other_yes, other_no): &(&str, Completion, Completion)| *other_yes == yes && *other_no == no;
            let names: Vec<String> = shown.iter().filter(|it| same(it)).map(|it| it.0.to_string()).collect();
            shown.retain(|it| !same(it));
            items.push(Item::new(
                format!("{}:", and_list(&names)),
                "an equilibrium with ".to_string() + &self.words(&yes),
            ));
            items.push(Item::new("", "not with ".to_string() + &self.words(&no)).at(1));
        }
        page.items(items);
    }

    pub(crate) fn single(&self, page: &mut Document) {
        if self.settled.is_empty() {
            return;
        }
        page.heading("Does it last?", Rich::toned(Tone::Quiet, "state ").then(Tone::Name, self.name(self.state)));
        let mut items = Vec::new();
        for (asked, settled) in self.settled {
            let who = asked
                .who
                .map_or("an equilibrium".to_string(), |dm| format!("stable for {}", self.conflict.dm(dm).name));
            let (tone, said) = answer(settled);
            let text = Rich::from(format!("{who}: ")).then(tone, said).plain(match settled.complete {
                true => String::new(),
                false => format!(", as far as {} looks tell; ask for more", number(settled.looks)),
            });
            items.push(Item::new(asked.concept.name, text));
            for (completion, word) in [(&settled.yes, "with"), (&settled.no, "not with")] {
                if let (Some(completion), true) = (completion, settled.yes.is_some() && settled.no.is_some()) {
                    items.push(Item::new("", format!("{word} {}", self.words(completion))).at(1));
                }
            }
            if !settled.decided_by.is_empty() {
                let by = and_list(&self.ids(&settled.decided_by));
                items.push(Item::new("", format!("decided by {by}, perhaps by others as well")).at(1));
            }
        }
        page.items(items);
    }

    /// The equilibria, whatever the unknowns turn out to be.
    pub(crate) fn everywhere(&self, page: &mut Document) {
        let Some(completed) = self.completed else { return };
        page.heading("Equilibria", Rich::toned(Tone::Quiet, "in all completions, and in some"));
        let columns = ["concept", "in all", "which", "in some"];
        let align = [Align::Left, Align::Right, Align::Left, Align::Right];
        let mut table = Table::new("equilibria", columns.map(String::from).into_iter().zip(align));
        for concept in completed.concepts() {
            let (all, some) = (completed.in_all(concept, None), completed.in_some(concept, None));
            let mut names: Vec<String> =
                all.iter().take(self.limit).map(|&place| self.name(&completed.states[place])).collect();
            if all.len() > self.limit {
                names.push("…".into());
            }
            table.rows.push(vec![
                concept.name.into(),
                number(all.len() as u128).into(),
                Rich::toned(Tone::Name, names.join(" ")),
                number(some.len() as u128).into(),
            ]);
        }
        page.table(table);
    }

    /// The extensions of the literature.
    pub(crate) fn extensions(&self, page: &mut Document) {
        let Some((uncertain, place)) = self.uncertain_place() else { return };
        page.heading("In the terms of the literature", Rich::toned(Tone::Quiet, "Li, Hipel, Kilgour and Fang 2004"));
        let mut columns = vec![("concept".into(), Align::Left)];
        columns.extend(Extension::ALL.map(|extension| (extension.letter().to_string(), Align::Left)));
        let mut table = Table::new("extensions", columns);
        for concept in CONCEPTS {
            let mut row = vec![concept.name.into()];
            for extension in Extension::ALL {
                let leavers: Vec<String> = self
                    .conflict
                    .dm_ids()
                    .filter(|&dm| !uncertain.is_stable(concept, extension, dm, place))
                    .map(|dm| self.conflict.dm(dm).id.clone())
                    .collect();
                row.push(match leavers.is_empty() {
                    true => Rich::toned(Tone::Good, "yes"),
                    false => Rich::toned(Tone::Bad, "no").then(Tone::Quiet, format!(": {}", leavers.join(", "))),
                });
            }
            table.rows.push(row);
        }
        for extension in Extension::ALL {
            table.notes.push(format!("{}: {}", extension.letter(), extension.words()));
        }
        table.notes.push("Whether the state is an equilibrium, and for whom it is not stable. Of each pair of states these know only whether all completions agree on it.".into());
        page.table(table);
    }

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
        let mut value = json!({
            "format": UNKNOWNS_FORMAT,
            "conflict": { "title": self.conflict.title, "digest": digest(self.conflict) },
            "unknowns": unknowns,
            "completions": completions(self.unknowns).map(|all| all.to_string()),
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
        })
    }

    fn chosen(&self, completion: &Completion) -> Value {
        let pairs = self.unknowns.iter().zip(completion);
        Value::Object(
            pairs.map(|(unknown, &at)| (unknown.id.clone(), unknown.alternatives[at].words.clone().into())).collect(),
        )
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

    fn uncertain_place(&self) -> Option<(&Uncertain, usize)> {
        let uncertain = self.uncertain?;
        Some((uncertain, uncertain.graph.states.place(self.state)?))
    }

    fn ids(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|&place| self.unknowns[place].id.clone()).collect()
    }

    fn words(&self, completion: &[usize]) -> String {
        words(self.unknowns, completion)
    }

    fn name(&self, state: &State) -> String {
        let named = self.states.and_then(|states| Some(states.name(self.conflict, states.place(state)?)));
        named.unwrap_or_else(|| state_text(self.conflict, state))
    }
}

fn verdict(verdict: Verdict) -> Rich {
    let tone = match verdict {
        Verdict::Necessary | Verdict::NecessaryAsFarAsSeen => Tone::Good,
        Verdict::Possible => Tone::Warn,
        Verdict::Impossible | Verdict::ImpossibleAsFarAsSeen => Tone::Bad,
    };
    Rich::toned(tone, verdict.word())
}

fn share(tally: &Tally) -> String {
    format!("{}/{}", tally.holds, tally.of)
}

fn answer(settled: &Settled) -> (Tone, &'static str) {
    match (&settled.yes, &settled.no, settled.complete) {
        (Some(_), Some(_), _) => (Tone::Warn, "possible"),
        (Some(_), None, true) => (Tone::Good, "necessary"),
        (None, Some(_), true) => (Tone::Bad, "impossible"),
        (Some(_), None, false) => (Tone::Warn, "possible, perhaps necessary"),
        (None, Some(_), false) => (Tone::Warn, "not necessary, perhaps impossible"),
        (None, None, _) => (Tone::Warn, "not known"),
    }
}
