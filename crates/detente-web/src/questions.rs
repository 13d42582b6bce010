//! Every question to every case of the catalogue, and everything that can be taken out.

use std::cell::RefCell;

use axum::http::StatusCode;
use detente_desk::ask::{Ask, samples};
use detente_desk::catalogue::CASES;
use detente_desk::{Host, Kind};
use detente_model::{Conflict, read};
use detente_report::advice::Surface;
use serde::Serialize;
use serde_json::Value;

use crate::api::{AskRequest, ExportFormat, ExportRequest, FileRef};
use crate::doc::doc;
use crate::routes::Route;
use crate::served::Served;

/// Whether a file has what a question is about.
fn has(conflict: &Conflict, ask: &Ask) -> bool {
    let study = &conflict.study;
    match ask {
        Ask::Compare { .. } => !study.variants.is_empty(),
        Ask::Unknowns { .. } => !study.unknowns.is_empty() || !study.orders.is_empty(),
        Ask::Views { .. } => !study.views.is_empty(),
        Ask::Events => !study.events.is_empty(),
        Ask::Check | Ask::Propositions | Ask::Coalitions { .. } => true,
        Ask::Why { .. } | Ask::Pivots { .. } | Ask::Paths { .. } | Ask::Stabilise { .. } => {
            conflict.status_quo.is_some()
        }
    }
}

/// The last line of an answer.
fn last(served: &Served, route: Route, request: &impl Serialize) -> Value {
    let (status, text) = served.ask(route, serde_json::to_vec(request).expect("it is JSON"));
    assert_eq!(status, StatusCode::OK, "{text:.300}");
    serde_json::from_str(text.lines().last().unwrap_or("")).expect("a line of JSON")
}

/// No words of the command line: there is none where this is read.
fn assert_no_options(line: &Value, what: &str) {
    let text = line.to_string();
    for words in [" --", "(--", "`detente"] {
        assert!(!text.contains(words), "{what} says {words}: {text}");
    }
}

#[test]
fn every_question_to_every_case_is_answered_in_the_words_of_the_desk() {
    let served = Served::new("/nonexistent".into());
    for case in &CASES {
        let conflict = read::read(case.text).conflict.expect("it can be read");
        for ask in samples() {
            let what = format!("{}: {ask:?}", case.id);
            let notes = RefCell::new(Vec::new());
            let tell = |note: &str| notes.borrow_mut().push(note.to_string());
            let host = Host { tell: &tell, surface: Surface::Workbench, ..Host::none() };
            let expected = detente_desk::answer(&conflict, None, &ask, &host);
            let request = AskRequest {
                text: case.text.into(),
                variant: None,
                file: Some(FileRef::Catalogue { name: case.id.into() }),
                ask: ask.clone(),
            };
            let line = last(&served, Route::Ask, &request);
            match expected {
                Ok(reply) => {
                    assert_no_options(&line, &what);
                    assert!(has(&conflict, &ask), "{what} is answered, and nothing is there");
                    assert_eq!(line["line"], "done", "{what}: {line}");
                    assert_eq!(
                        line["answer"]["doc"],
                        serde_json::to_value(doc(&reply.document)).expect("JSON"),
                        "{what}"
                    );
                    assert_eq!(line["answer"]["notes"], serde_json::to_value(notes.take()).expect("JSON"), "{what}");
                    let plans = line["answer"]["plans"].as_array().expect("a list");
                    let words: Vec<&str> = plans.iter().filter_map(|plan| plan["words"].as_str()).collect();
                    let expected: Vec<&str> = reply.plans.iter().map(|plan| plan.words.as_str()).collect();
                    assert_eq!(words, expected, "{what}");
                }
                Err(refusal) => {
                    assert_no_options(&line, &what);
                    assert!(!has(&conflict, &ask), "{what}: {refusal}");
                    assert_eq!(refusal.kind, Kind::Usage, "{what}: {refusal}");
                    assert_eq!(line["line"], "failed", "{what}: {line}");
                    assert_eq!(line["problem"]["kind"], "bad_request", "{what}: {line}");
                    assert_eq!(line["problem"]["message"], refusal.told(Surface::Workbench), "{what}");
                }
            }
        }
    }
}

#[test]
fn a_plan_of_the_page_is_a_variant_of_the_file_also_where_a_variant_was_asked_about() {
    let served = Served::new("/nonexistent".into());
    let text = detente_desk::catalogue::find("us-china-2023").expect("it is in the catalogue").text;
    for variant in [None, Some("deadlock".to_string())] {
        let ask = Ask::Stabilise {
            state: Some("YNNNYNNN".into()),
            outcome: None,
            concept: "nash".into(),
            by: "all".into(),
            vary: Vec::new(),
            edits: 2,
            add: false,
            limit: 4,
            work: 100_000,
        };
        let request = AskRequest { text: text.into(), variant, file: None, ask };
        let line = last(&served, Route::Ask, &request);
        let plans = line["answer"]["plans"].as_array().expect("plans");
        assert!(plans.len() >= 3, "{line}");
        for plan in plans {
            // As the page does it: the table becomes an element of the file.
            let edit =
                serde_json::json!({ "at": ["variants", "settled"], "what": { "do": "set", "value": plan["variant"] } });
            let edit: detente_edit::Edit = serde_json::from_value(edit).expect("an edit");
            let edited = detente_edit::apply_all(text, &[edit]).expect("the edit can be made");
            let why = AskRequest {
                text: edited,
                variant: Some("settled".into()),
                file: None,
                ask: Ask::Why { state: Some("YNNNYNNN".into()), dm: None, concept: Some("nash".into()) },
            };
            let line = last(&served, Route::Ask, &why);
            let words = line["answer"]["doc"].to_string();
            assert!(
                line["line"] == "done" && !words.contains("not stable") && !words.contains("unstable"),
                "{plan}: {words}"
            );
        }
    }
}

#[test]
fn what_is_taken_out_is_what_the_program_writes() {
    let served = Served::new("/nonexistent".into());
    let text = detente_desk::catalogue::find("elmira").expect("it is in the catalogue").text;
    let taken = |format, variant: Option<&str>| {
        let file = Some(FileRef::Catalogue { name: "elmira".into() });
        let request = ExportRequest { text: text.into(), variant: variant.map(Into::into), file, format };
        last(&served, Route::Export, &request)
    };
    for (format, name, begins) in [
        (ExportFormat::Html, "elmira.html", "<!DOCTYPE html>"),
        (ExportFormat::Markdown, "elmira.md", "# "),
        (ExportFormat::Latex, "elmira.tex", "%"),
        (ExportFormat::Csv, "elmira.csv", "state,concept,decision_maker,stable,margin,equilibrium"),
        (ExportFormat::Json, "elmira.json", "{"),
        (ExportFormat::Toml, "elmira.toml", text),
    ] {
        let line = taken(format, None);
        assert_eq!(line["answer"]["name"], name, "{line:.300}");
        let text = line["answer"]["text"].as_str().expect("text");
        assert!(text.to_lowercase().starts_with(&begins.to_lowercase()), "{name}: {text:.200}");
    }
    let file = Some(FileRef::Folder { name: "../a/b'\n.toml".into() });
    let request = ExportRequest { text: text.into(), variant: None, file, format: ExportFormat::Csv };
    assert_eq!(last(&served, Route::Export, &request)["answer"]["name"], ".._a_b__.csv");
    let line = taken(ExportFormat::Html, Some("nobody"));
    assert_eq!(line["problem"]["kind"], "not_found", "{line}");
}

#[test]
fn work_that_nobody_waits_for_any_more_ends() {
    let served = Served::new("/nonexistent".into());
    let text = detente_desk::catalogue::find("us-china-2023-north-korea").expect("it is in the catalogue").text;
    let ask = Ask::Pivots {
        proposition: None,
        state: None,
        dm: None,
        concept: None,
        any_place: true,
        sets: 3,
        all_sizes: true,
        answers: u64::MAX,
    };
    let request = AskRequest { text: text.into(), variant: None, file: None, ask };
    let body = serde_json::to_vec(&request).expect("it is JSON");
    // It asserts that the work ends; were it answered in such a time, nothing would be shown.
    assert!(served.ask_for(std::time::Duration::from_millis(300), Route::Ask, body).is_none());
}
