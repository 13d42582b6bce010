//! Propositions: what is claimed, what is asked of the conflict, and what it says.

use std::cmp::Ordering;

use detente_analysis::ask::{AskError, Reason, Verdict};
use detente_analysis::certify::{Reasons, Step};
use detente_analysis::choices;
use detente_analysis::pivots::Pivots;
use detente_model::{Conflict, DmId, Meaning, Motion, OutcomeWhen, Proposition, Question, State};
use detente_proof::state_text;
use serde_json::{Value, json};

use super::pivots::{ids, rests_on};
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, change, count};

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
    let columns = [("", Align::Left), ("It is claimed that", Align::Left), ("Verdict", Align::Centre)];
    let more = [("In variants", Align::Left), ("Hangs on", Align::Left)];
    let mut table =
        Table::new("propositions", columns.into_iter().chain(more).map(|(name, align)| (name.to_string(), align)));
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
            None => String::new(),
            Some(pivots) => pivots_in_short(pivots),
        };
        table.rows.push(vec![
            Rich::toned(Tone::Name, one.proposition.id.as_str()),
            one.proposition.says.as_str().into(),
            match one.verdict {
                Ok(verdict) => yes_or_no_rich(verdict.holds),
                Err(_) => Rich::toned(Tone::Warn, "?"),
            },
            variants.join("; ").into(),
            hangs_on.into(),
        ]);
    }
    table.notes.push(
        "“Hangs on” names the assumptions each of which, changed alone, overturns the verdict; “a + b” those that do so together.".into(),
    );
    page.table(table);
}

/// Each with its question, the reason for the answer, and what it hangs on.
fn details(page: &mut Document, meaning: &Meaning, answered: &[AnsweredProposition]) {
    if answered.is_empty() {
        return;
    }
    page.heading("Why", Rich::toned(Tone::Quiet, "each question, its answer, and what that hangs on"));
    for one in answered {
        let mut items = vec![
            Item::new(
                Rich::toned(Tone::Name, one.proposition.id.as_str()),
                question_words(meaning.conflict(), &one.proposition.question),
            ),
            Item::new(
                "–",
                match one.verdict {
                    Ok(verdict) => {
                        yes_or_no_rich(verdict.holds).plain(": ").join(reason_words(meaning, &verdict.reason))
                    }
                    Err(error) => Rich::toned(Tone::Warn, format!("No answer: {error}.")),
                },
            )
            .at(1),
        ];
        if let Some(pivots) = one.pivots {
            items.push(Item::new("–", rests_on(meaning.conflict(), pivots)).at(1));
        }
        page.items(items);
    }
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

pub(crate) fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

pub(crate) fn yes_or_no_rich(holds: bool) -> Rich {
    Rich::toned(if holds { Tone::Good } else { Tone::Bad }, yes_or_no(holds))
}

fn pivots_in_short(pivots: &Pivots) -> String {
    let alone = ids(pivots, &pivots.pivotal());
    if !alone.is_empty() {
        return alone.join(", ");
    }
    const SHOWN: usize = 3;
    let mut sets: Vec<String> =
        pivots.sets.iter().take(SHOWN).map(|set| ids(pivots, &set.assumptions).join(" + ")).collect();
    if pivots.sets.len() > SHOWN {
        sets.push("…".into());
    }
    if sets.is_empty() { "–".into() } else { sets.join(", ") }
}

/// A question in words.
pub fn question_words(conflict: &Conflict, question: &Question) -> Rich {
    let at = |state: &Option<State>| state_words(conflict, state.as_ref());
    let name = |dm: DmId| conflict.dm(dm).name.clone();
    let goal = |goal: &OutcomeWhen| goal_words(conflict, goal);
    match question {
        Question::Equilibrium { concept, at: state } => {
            format!("Is {} an equilibrium under {}?", at(state), concept.name)
        }
        Question::Stable { concept, dm, at: state } => {
            format!("Is {} stable for {} under {}?", at(state), name(*dm), concept.name)
        }
        Question::Reaches { from, by, goal: to } => {
            format!("From {}, do {} lead to where {}?", at(from), steps_words(*by), goal(to))
        }
        Question::Avoids { from, by, goal: to } => {
            format!("From {}, do {} never lead to where {}?", at(from), steps_words(*by), goal(to))
        }
        Question::JointImprovement { coalition, from, goal: to } => {
            let members: Vec<String> = coalition.iter().map(|&dm| name(dm)).collect();
            let to = to.as_ref().map(|to| format!(", where {}", goal(to))).unwrap_or_default();
            format!("Can {} move from {} to a state that all of them prefer{to}?", and_list(&members), at(from))
        }
        Question::Prefers { dm, better, worse } => {
            format!("Does {} prefer {} to {}?", name(*dm), at(better), at(worse))
        }
        Question::SomeEquilibrium { concept, goal: to } => {
            format!("Is there an equilibrium under {} in which {}?", concept.name, goal(to))
        }
        Question::EveryEquilibrium { concept, goal: to } => {
            format!("Is it so in every equilibrium under {} that {}?", concept.name, goal(to))
        }
    }
    .into()
}

pub(crate) fn state_words(conflict: &Conflict, state: Option<&State>) -> String {
    match state {
        None => "the status quo".into(),
        Some(state) if conflict.status_quo.as_ref() == Some(state) => "the status quo".into(),
        Some(state) => state_text(conflict, state),
    }
}

fn steps_words(by: Motion) -> &'static str {
    match by {
        Motion::Moves => "moves",
        Motion::Improvements => "improvements",
        Motion::BestImprovements => "best improvements",
    }
}

fn goal_words(conflict: &Conflict, goal: &OutcomeWhen) -> String {
    let outcome = conflict.outcomes.iter().find(|outcome| outcome.when == *goal);
    match (outcome, goal) {
        (Some(outcome), _) => format!("“{}” holds", outcome.id),
        (None, OutcomeWhen::Holds(condition)) => format!("“{}” holds", condition.text(conflict)),
        (None, OutcomeWhen::OneOf(states)) => {
            let names: Vec<String> = states.iter().take(8).map(|state| state_text(conflict, state)).collect();
            let more = if states.len() > 8 { " …" } else { "" };
            format!("the state is one of {}{more}", names.join(", "))
        }
    }
}

/// Why a question is answered so, in words.
pub fn reason_words(meaning: &Meaning, reason: &Reason) -> Rich {
    let conflict = meaning.conflict();
    match reason {
        Reason::Stability { state, of } => stability_words(meaning, state, of),
        Reason::Path { steps, .. } if steps.is_empty() => "it is so to begin with.".into(),
        Reason::Path { from, steps } | Reason::Joint { from, steps } => {
            Rich::from(format!("in {}: ", count(steps.len(), "step", "steps"))).join(path_words(meaning, from, steps))
        }
        Reason::Closed { states, .. } => match states {
            1 => "no such step leads away.".into(),
            n => format!("such steps lead to {} (the first included), and it is so in none of them.", count(*n, "state", "states")).into(),
        },
        Reason::NoJoint { states, .. } => {
            format!("of the {} that they can get to, at least one of them prefers staying, or is indifferent, to each that would do.", count(*states, "state", "states")).into()
        }
        Reason::Order { better, worse, order } => {
            let (a, b) = (state_words(conflict, Some(better)), state_words(conflict, Some(worse)));
            match order {
                Ordering::Greater => format!("it prefers {a}."),
                Ordering::Equal => format!("it is indifferent between {a} and {b}."),
                Ordering::Less => format!("it prefers {b}."),
            }
            .into()
        }
        Reason::AtEquilibrium(state) => format!("see the equilibrium {}.", state_words(conflict, Some(state))).into(),
        Reason::AllEquilibria(0) => "there is no equilibrium.".into(),
        Reason::AllEquilibria(n) => format!("all {} were looked at.", count(*n, "equilibrium", "equilibria")).into(),
    }
}

fn stability_words(meaning: &Meaning, state: &State, of: &[(DmId, Reasons)]) -> Rich {
    let conflict = meaning.conflict();
    let leaving = of.iter().filter_map(|(dm, reasons)| match reasons {
        Reasons::Unstable(unanswered) => Some((*dm, &unanswered.improvement)),
        Reasons::Stable(_) => None,
    });
    let mut words = Rich::empty();
    for (dm, improvement) in leaving {
        let gap = if words.is_empty() { "" } else { "; " };
        let what = change(conflict, dm, &choices(meaning, state), &choices(meaning, improvement));
        words = words.plain(format!("{gap}{} would leave: it ", conflict.dm(dm).name)).join(what);
    }
    if !words.is_empty() {
        return words.plain(".");
    }
    let answered = of.iter().any(|(_, reasons)| matches!(reasons, Reasons::Stable(all) if !all.is_empty()));
    match (answered, of) {
        (true, _) => "every improvement can be answered.".into(),
        (false, [(dm, _)]) => format!("{} has no improvement.", conflict.dm(*dm).name).into(),
        (false, _) => "nobody has an improvement.".into(),
    }
}

/// "Taiwan takes up “X”; China drops “Y”."
pub(crate) fn path_words(meaning: &Meaning, from: &State, steps: &[Step]) -> Rich {
    let conflict = meaning.conflict();
    let mut words = Rich::empty();
    let mut now = from;
    for step in steps {
        let gap = if words.is_empty() { "" } else { "; " };
        let what = change(conflict, step.by, &choices(meaning, now), &choices(meaning, &step.to));
        words = words.plain(format!("{gap}{} ", conflict.dm(step.by).name)).join(what);
        now = &step.to;
    }
    words.plain(".")
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
        assert!(page.contains("Of 1 event: 0 best improvements"), "{page}");
        assert_eq!(events_json(&conflict, &study.events, &course)["counts"]["surprise"], 1);
    }
}
