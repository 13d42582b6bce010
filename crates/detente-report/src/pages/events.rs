//! Events: what happened, and whether the conflict expected it.

use detente_analysis::choices;
use detente_analysis::events::{Answered, Course, Followed, Found, Obstacle, Tally};
use detente_model::{Conflict, Event, Meaning, OptionVector, State};
use detente_proof::state_text;
use serde_json::{Value, json};

use super::questions::path_words;
use crate::document::{Align, Document, Rich, Table, Tone};
use crate::words::{change, count, number};

/// The page.
pub fn events(meaning: &Meaning, events: &[Event], course: &Course) -> Document {
    let mut page = Document::titled(meaning.conflict().title.as_str());
    events_section(&mut page, meaning, events, course);
    page
}

/// The same as a section of another page.
pub fn events_section(page: &mut Document, meaning: &Meaning, events: &[Event], course: &Course) {
    let conflict = meaning.conflict();
    page.heading("Events", Rich::toned(Tone::Quiet, "followed from the status quo"));
    if events.is_empty() {
        page.paragraph("The file has no events.");
        return;
    }
    let columns =
        [("When", Align::Left), ("What", Align::Left), ("Expected", Align::Left), ("Could be answered", Align::Left)];
    let mut table = Table::new("events", columns.map(|(name, align)| (name.to_string(), align)));
    for (event, step) in events.iter().zip(&course.steps) {
        let what = match &event.text {
            Some(text) => Rich::from(format!("{}: {text}", conflict.dm(event.by).name)),
            None => Rich::from(format!("{} ", conflict.dm(event.by).name)).plain(switches_words(conflict, event)),
        };
        let answered = step.state.as_ref().map_or_else(Rich::empty, |state| answers_words(meaning, state, step));
        table.rows.push(vec![event.date.as_str().into(), what, finding_words(meaning, event, step), answered]);
    }
    page.table(table);
    page.paragraph(tally_words(&course.tally(), course.steps.len()));
}

fn switches_words(conflict: &Conflict, event: &Event) -> String {
    let one = |&(option, on): &(_, bool)| {
        format!("{} “{}”", if on { "takes up" } else { "drops" }, conflict.option(option).text)
    };
    event.switches.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn finding_words(meaning: &Meaning, event: &Event, step: &Followed) -> Rich {
    let conflict = meaning.conflict();
    match &step.finding {
        Found::NoChange => Rich::toned(Tone::Quiet, "nothing changes"),
        Found::Best => Rich::toned(Tone::Good, "best improvement"),
        Found::Improvement { better } => {
            let words = Rich::toned(Tone::Good, "improvement").plain(", not the best: ");
            match &step.before {
                Some(before) => {
                    words.join(change(conflict, event.by, &choices(meaning, before), &choices(meaning, better)))
                }
                None => words,
            }
        }
        Found::Indifferent => Rich::toned(Tone::Warn, "indifferent"),
        Found::Surprise => Rich::toned(Tone::Bad, "surprise").plain(": it prefers staying"),
        Found::Impossible(obstacles) => {
            let words: Vec<String> = obstacles.iter().map(|obstacle| obstacle_words(conflict, obstacle)).collect();
            Rich::toned(Tone::Bad, "not a move").plain(format!(": {}", words.join("; ")))
        }
    }
}

fn obstacle_words(conflict: &Conflict, obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NotOwn(option) => format!("{} is another's option", conflict.option_name(*option)),
        Obstacle::OneWay(option) => format!("{} is one-way", conflict.option_name(*option)),
        Obstacle::Rule(place) => format!("{} excludes it", conflict.rules[*place].id),
        Obstacle::NotListed => "there is no such state, or no such move to it".into(),
        Obstacle::FromNowhere => "what was before is excluded".into(),
    }
}

/// Concepts with the same answer are told together.
fn answers_words(meaning: &Meaning, state: &State, step: &Followed) -> Rich {
    let mut told: Vec<(&Answered, Vec<&str>)> = Vec::new();
    for (concept, answered) in &step.sanctions {
        match told.iter_mut().find(|(known, _)| *known == answered) {
            Some((_, names)) => names.push(concept.name),
            None => told.push((answered, vec![concept.name])),
        }
    }
    let mut words = Rich::empty();
    for (answered, names) in told {
        let gap = if words.is_empty() { "" } else { " " };
        words = words.then(Tone::Quiet, format!("{gap}{}: ", names.join(", "))).join(match answered {
            Answered::Not => "no.".into(),
            Answered::Unknown => Rich::toned(Tone::Warn, "not known: the search was given up."),
            Answered::By(steps) => path_words(meaning, state, steps),
        });
    }
    words
}

/// "Of 3 events the conflict expected 2: 2 best improvements, 1 surprise."
pub(crate) fn tally_words(tally: &Tally, events: usize) -> String {
    let parts: Vec<String> = [
        (tally.best, "best improvement", "best improvements"),
        (tally.improvements, "other improvement", "other improvements"),
        (tally.indifferent, "to which its maker was indifferent", "to which their makers were indifferent"),
        (tally.surprises, "surprise", "surprises"),
        (tally.impossible, "that is no move", "that are no moves"),
        (tally.nothing, "that changed nothing", "that changed nothing"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| count(n, one, many))
    .collect();
    let expected = match tally.best + tally.improvements {
        0 => "none".to_string(),
        n if n == events && n > 1 => "all".to_string(),
        n => number(n as u128),
    };
    format!("Of {} the conflict expected {expected}: {}.", count(events, "event", "events"), parts.join(", "))
}

/// The same for programs, for other answers to take in.
pub fn events_json(conflict: &Conflict, events: &[Event], course: &Course) -> Value {
    let options_on = |vector: &OptionVector| vector.on().map(|option| conflict.option_name(option)).collect::<Vec<_>>();
    let one = |(event, step): (&Event, &Followed)| {
        let (found, obstacles) = match &step.finding {
            Found::NoChange => ("no_change", Vec::new()),
            Found::Best => ("best_improvement", Vec::new()),
            Found::Improvement { .. } => ("improvement", Vec::new()),
            Found::Indifferent => ("indifferent", Vec::new()),
            Found::Surprise => ("surprise", Vec::new()),
            Found::Impossible(all) => ("not_a_move", all.iter().map(|one| obstacle_words(conflict, one)).collect()),
        };
        let sanctions = step.sanctions.iter().map(|(concept, answered)| {
            json!({
                "concept": concept.id,
                "sanctioned": match answered {
                    Answered::By(_) => Some(true),
                    Answered::Not => Some(false),
                    Answered::Unknown => None,
                },
                "by": match answered {
                    Answered::By(steps) => steps
                        .iter()
                        .map(|step| json!({ "by": conflict.dm(step.by).id, "to": state_text(conflict, &step.to) }))
                        .collect(),
                    _ => Vec::new(),
                },
            })
        });
        json!({
            "date": event.date,
            "by": conflict.dm(event.by).id,
            "text": event.text,
            "found": found,
            "obstacles": obstacles,
            "on_after": options_on(&step.after),
            "state_after": step.state.as_ref().map(|state| state_text(conflict, state)),
            "sanctions": sanctions.collect::<Vec<_>>(),
        })
    };
    let tally = course.tally();
    json!({
        "events": events.iter().zip(&course.steps).map(one).collect::<Vec<_>>(),
        "counts": {
            "best_improvement": tally.best,
            "improvement": tally.improvements,
            "indifferent": tally.indifferent,
            "surprise": tally.surprises,
            "not_a_move": tally.impossible,
            "no_change": tally.nothing,
        },
    })
}
