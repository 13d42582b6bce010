//! Propositions: what is claimed, what is asked of the conflict, and what it says.

use detente_analysis::ask::{AskError, Verdict};
use detente_analysis::pivots::Pivots;
use detente_model::{Meaning, Proposition};
use serde_json::{Value, json};

use super::pivots::{ids, rests_on};
use super::questions::{question_words, reason_words, yes_or_no, yes_or_no_rich};
use crate::document::{Align, Document, Item, Rich, Table, Tone};

/// A proposition with its answers.
#[derive(Debug)]
pub struct AnsweredProposition<'a> {
    /// The proposition.
    pub proposition: &'a Proposition,
    /// What the conflict as it is says.
    pub verdict: &'a Result<Verdict, AskError>,
    /// What its variants say: yes or no, or why there is no answer.
    pub in_variants: Vec<(String, Result<bool, String>)>,
    /// What the verdict hangs on, where that was looked for.
    pub pivots: Option<&'a Pivots>,
}

/// The page: the propositions in a table, then each with its question and its reason.
pub fn propositions(meaning: &Meaning, answered: &[AnsweredProposition]) -> Document {
    let conflict = meaning.conflict();
    let mut page = Document::titled(conflict.title.as_str());
    propositions_section(&mut page, answered);
    details(&mut page, meaning, answered);
    page
}

/// The table alone, as a section of another page.
pub fn propositions_section(page: &mut Document, answered: &[AnsweredProposition]) {
    page.heading("Propositions", Rich::empty());
    if answered.is_empty() {
        page.paragraph("The file has no propositions.");
        return;
    }
    page.table(table(answered, true));
}

/// Each with its verdict and what that hangs on; with the verdicts in the variants, where that is asked for.
pub(crate) fn table(answered: &[AnsweredProposition], in_variants: bool) -> Table {
    let columns = [
        ("", Align::Left),
        ("It is claimed that", Align::Left),
        ("Verdict", Align::Centre),
        ("In variants", Align::Left),
        ("Hangs on", Align::Left),
    ];
    let columns = columns.into_iter().filter(|(name, _)| in_variants || *name != "In variants");
    let mut table = Table::new("propositions", columns.map(|(name, align)| (name.to_string(), align)));
    for one in answered {
        let variants: Vec<String> = one
            .in_variants
            .iter()
            .map(|(id, verdict)| match verdict {
                Ok(holds) => format!("{id}: {}", yes_or_no(*holds)),
                Err(_) => format!("{id}: no answer"),
            })
            .collect();
        let hangs_on = match one.pivots {
            None => Rich::empty(),
            Some(pivots) => pivots_in_short(pivots),
        };
        let mut row = vec![
            Rich::toned(Tone::Name, one.proposition.id.as_str()),
            one.proposition.says.as_str().into(),
            match one.verdict {
                Ok(verdict) => yes_or_no_rich(verdict.holds),
                Err(_) => Rich::toned(Tone::Warn, "?"),
            },
        ];
        row.extend(in_variants.then(|| Rich::from(variants.join("; "))));
        row.push(hangs_on);
        table.rows.push(row);
    }
    table.notes.push(
        "“Hangs on” names the assumptions each of which, changed alone, overturns the verdict; “a + b” those that do so together.".into(),
    );
    table
}

/// Each with its question, the reason for the answer, and what it hangs on.
fn details(page: &mut Document, meaning: &Meaning, answered: &[AnsweredProposition]) {
    if answered.is_empty() {
        return;
    }
    page.heading("Why", Rich::toned(Tone::Quiet, "each question, its answer, and what that hangs on"));
    for one in answered {
        page.items(detail(meaning, one));
    }
}

/// The question, the reason for its answer, and what that hangs on.
pub(crate) fn detail(meaning: &Meaning, one: &AnsweredProposition) -> Vec<Item> {
    let mut items = vec![
        Item::new(
            Rich::toned(Tone::Name, one.proposition.id.as_str()),
            question_words(meaning.conflict(), &one.proposition.question),
        ),
        Item::new(
            "–",
            match one.verdict {
                Ok(verdict) => yes_or_no_rich(verdict.holds).plain(": ").join(reason_words(meaning, &verdict.reason)),
                Err(error) => Rich::toned(Tone::Warn, format!("No answer: {error}.")),
            },
        )
        .at(1),
    ];
    if let Some(pivots) = one.pivots {
        items.push(Item::new("–", rests_on(meaning.conflict(), pivots)).at(1));
    }
    items
}

/// The propositions as JSON, for other answers to take in.
pub fn propositions_json(meaning: &Meaning, answered: &[AnsweredProposition]) -> Value {
    let conflict = meaning.conflict();
    let one = |one: &AnsweredProposition| {
        let claims: Vec<&str> =
            one.proposition.provenance.cites.iter().map(|c| conflict.claims[c.index()].id.as_str()).collect();
        json!({
            "id": one.proposition.id,
            "says": one.proposition.says,
            "cites": claims,
            "question": question_words(conflict, &one.proposition.question).words(),
            "holds": one.verdict.as_ref().ok().map(|verdict| verdict.holds),
            "reason": match one.verdict {
                Ok(verdict) => reason_words(meaning, &verdict.reason).words(),
                Err(error) => error.to_string(),
            },
            "variants": one
                .in_variants
                .iter()
                .map(|(id, verdict)| json!({
                    "id": id,
                    "holds": verdict.as_ref().ok(),
                    "problem": verdict.as_ref().err(),
                }))
                .collect::<Vec<_>>(),
            "pivots": one.pivots.map(|pivots| ids(pivots, &pivots.pivotal())),
        })
    };
    answered.iter().map(one).collect::<Vec<_>>().into()
}

fn pivots_in_short(pivots: &Pivots) -> Rich {
    let alone = ids(pivots, &pivots.pivotal());
    if !alone.is_empty() {
        return joined(alone.iter().map(|id| Rich::toned(Tone::Name, id.as_str())), ", ");
    }
    const SHOWN: usize = 3;
    let set =
        |places: &[usize]| joined(ids(pivots, places).iter().map(|id| Rich::toned(Tone::Name, id.as_str())), " + ");
    let sets = pivots.sets.iter().take(SHOWN).map(|one| set(&one.assumptions));
    let more = (pivots.sets.len() > SHOWN).then(|| Rich::from("…"));
    let all = joined(sets.chain(more), ", ");
    if all.is_empty() { "–".into() } else { all }
}

/// Parts with something between them.
fn joined(parts: impl Iterator<Item = Rich>, between: &str) -> Rich {
    parts.fold(Rich::empty(), |all, part| if all.is_empty() { part } else { all.plain(between).join(part) })
}

#[cfg(test)]
mod tests {
    use detente_analysis::ask::{Bounds, answer_propositions};
    use detente_analysis::events::follow;
    use detente_analysis::pivots::{PivotSettings, pivots};
    use detente_model::read;

    use super::*;
    use crate::pages::{events, events_json};
    use crate::text;

    const FILE: &str = r#"
format = 1
title = "Two"
status_quo = ["a.x"]
[sources.report]
[claims.K1]
source = "report"
at = [0, 10]
standing = "stated"
reading = "One thing."
[decision_makers.a]
options.x = "Talk"
prefers = [{ id = "a1", that = "x", cites = ["K1"], basis = "cited" }]
[decision_makers.b]
options.y = { text = "Strike", direction = "on" }
prefers = [{ id = "b1", that = "y iff not a.x", basis = "judgement" }]
[variants.angry]
negate = ["b1"]
[propositions.P1]
says = "Talking keeps the peace."
cites = ["K1"]
ask = { avoids = "b.y" }
variants = ["angry"]
[[events]]
date = "Monday"
by = "b"
on = ["y"]
"#;

    #[test]
    fn propositions_and_events_read_as_sentences() {
        let reading = read::read(FILE);
        let conflict = reading.conflict.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        let meaning = Meaning::new(&conflict).expect("it is small");
        let study = &conflict.study;
        let verdicts =
            answer_propositions(&conflict, &study.variants, &study.propositions, &Bounds::default(), &|| false);
        let found = pivots(&conflict, &study.propositions[0].question, &PivotSettings::default(), &|| false);
        let found = found.expect("it is small");
        let answered = [AnsweredProposition {
            proposition: &study.propositions[0],
            verdict: &verdicts[0].verdict,
            in_variants: verdicts[0].in_variants.clone(),
            pivots: Some(&found),
        }];
        let page = text::render(&propositions(&meaning, &answered), 120);
        for part in [
            "Talking keeps the peace.",
            "angry: no",
            "From the status quo, do best improvements never lead to where “b.y” holds?",
            "no such step leads away",
            "a1 is drawn from the documents and b1 is not in them.",
        ] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
        let json = propositions_json(&meaning, &answered);
        assert_eq!((&json[0]["holds"], &json[0]["variants"][0]["holds"]), (&json!(true), &json!(false)));
        assert_eq!(json[0]["pivots"], json!(["a1", "b1"]));
        let course =
            follow(&meaning, &study.events, 1000, &detente_engine::Control::none()).expect("there is a status quo");
        let page = text::render(&events(&meaning, &study.events, &course), 120);
        assert!(page.contains("it prefers staying"), "{page}");
        assert!(page.contains("Of 1 event the conflict expected none: 1 surprise."), "{page}");
        assert_eq!(events_json(&conflict, &study.events, &course)["counts"]["surprise"], 1);
    }
}
