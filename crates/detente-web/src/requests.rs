//! Requests of every kind, what may be wrong with them, and what holds of every answer: for tests and fuzzers.

use axum::http::StatusCode;
use detente_desk::ask::samples as questions;
use serde::Serialize;
use serde_json::{Value, json};

use crate::api::{
    AskRequest, DigestOf, DocumentRequest, ExportFormat, ExportRequest, FileRef, GraphRequest, MovesRequest, Open,
    OptionIs, Order, OrderBy, OutcomeIs, PlaceOf, RowsRequest, Save, Show, VerdictOf, VerifyRequest, WaysRequest,
    Which, WorkRequest,
};
use crate::routes::Route;

/// Requests of a kind as the page sends them, about a conflict file that is much like `elmira` of the catalogue.
pub fn samples(route: Route, text: &str) -> Vec<Value> {
    let (text, variant) = (text.to_string(), None);
    let file = Some(FileRef::Folder { name: "mine.toml".into() });
    let catalogue = FileRef::Catalogue { name: "elmira".into() };
    match route {
        Route::Start => vec![Value::Null],
        Route::Open => [FileRef::Folder { name: "mine.toml".into() }, catalogue].map(|file| json(Open { file })).into(),
        Route::Save => {
            vec![json(Save { name: "new.toml".into(), text, expected: None })]
        }
        Route::Digest => vec![json(DigestOf { name: "mine.toml".into() })],
        Route::Work => {
            let edit = json!({ "at": ["decision_makers", "moe", "name"], "what": { "do": "set", "value": "M" } });
            let edits = serde_json::from_value(json!([edit])).expect("it is an edit");
            vec![json(WorkRequest { text, edits, variant, file })]
        }
        Route::Rows => {
            let which = Which {
                search: Some("s".into()),
                verdict: Some(VerdictOf { concept: "seq".into(), dm: Some("moe".into()) }),
                outcome: None,
                options: vec![OptionIs { option: "moe.modify".into(), on: true }],
                condition: Some("not uniroyal.abandon".into()),
            };
            let outcome = OutcomeIs { outcome: "agreement".into(), holds: false };
            let request = |which, by, up| {
                let order = Some(Order { by, up });
                json(RowsRequest { text: text.clone(), variant: None, which, order, skip: 0, limit: 9 })
            };
            let with_outcome = request(Which { outcome: Some(outcome), ..which.clone() }, OrderBy::Outcomes, true);
            vec![
                request(which.clone(), OrderBy::Rank { dm: "moe".into() }, true),
                request(Which::default(), OrderBy::Option { option: "moe.modify".into() }, false),
                request(which.clone(), OrderBy::Concept { concept: "nash".into() }, false),
                request(Which::default(), OrderBy::State, false),
                request(which, OrderBy::Text, true),
                with_outcome,
            ]
        }
        Route::Ask => questions()
            .into_iter()
            .map(|ask| json(AskRequest { text: text.clone(), variant: None, file: file.clone(), ask }))
            .collect(),
        Route::Verify => {
            let (dm, concept) = (None, Some("seq".into()));
            vec![json(VerifyRequest { text, variant, state: "s5".into(), dm, concept })]
        }
        Route::Graph => {
            let shows = [Show::Moves, Show::Improvements, Show::Best, Show::Evolution];
            let request = |show| GraphRequest {
                text: text.clone(),
                variant: None,
                from: Some("s2".into()),
                show,
                movers: vec!["moe".into()],
                ways: vec![vec!["s1".into(), "s5".into()]],
                limit: 20,
            };
            shows.map(|show| json(request(show))).into()
        }
        Route::Ways => {
            let (from, by, concept) = (Some("s1".into()), "best".into(), "nash".into());
            vec![json(WaysRequest { text, variant, from, by, concept, limit: 9 })]
        }
        Route::Moves => vec![json(MovesRequest { text, variant, state: Some("s1".into()) })],
        Route::Document => vec![json(DocumentRequest { text, file, source: "paper".into() })],
        Route::Place => {
            let at = detente_edit::path!["decision_makers", "moe", "options", 0];
            vec![json(PlaceOf { text, at })]
        }
        Route::Export => {
            use ExportFormat::{Csv, Html, Json, Latex, Markdown, Toml};
            let request = |format| ExportRequest { text: text.clone(), variant: None, file: file.clone(), format };
            [Html, Markdown, Latex, Csv, Json, Toml].map(|format| json(request(format))).into()
        }
    }
}

fn json(request: impl Serialize) -> Value {
    serde_json::to_value(request).expect("requests are JSON")
}

/// A value with something changed in it. `below` chooses a number below another.
pub fn mutated(value: &Value, below: &mut dyn FnMut(usize) -> usize) -> Value {
    if below(4) == 0 {
        return odd(below);
    }
    match value {
        Value::Object(pairs) if !pairs.is_empty() => {
            let mut pairs = pairs.clone();
            let key = pairs.keys().nth(below(pairs.len())).cloned().unwrap_or_default();
            match below(5) {
                0 => drop(pairs.remove(&key)),
                1 => drop(pairs.insert(format!("{key}x"), odd(below))),
                _ => {
                    let inner = mutated(&pairs[&key], below);
                    pairs.insert(key, inner);
                }
            }
            Value::Object(pairs)
        }
        Value::Array(items) if !items.is_empty() => {
            let mut items = items.clone();
            let at = below(items.len());
            match below(4) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => items[at] = mutated(&items[at], below),
            }
            Value::Array(items)
        }
        Value::String(text) if !text.is_empty() => {
            let mut letters: Vec<char> = text.chars().collect();
            for _ in 0..=below(3) {
                let at = below(letters.len());
                match below(3) {
                    0 => drop(letters.remove(at)),
                    1 => letters[at] = ['"', '\'', '[', ']', '.', '\n', '=', 'é', '𝄞', '~', '>'][below(11)],
                    _ => letters.insert(at, letters[at]),
                }
                if letters.is_empty() {
                    break;
                }
            }
            Value::String(letters.into_iter().collect())
        }
        _ => odd(below),
    }
}

/// A value that nobody means.
fn odd(below: &mut dyn FnMut(usize) -> usize) -> Value {
    match below(15) {
        0 => json!(null),
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1.5),
        4 => json!(u64::MAX),
        5 => json!(""),
        6 => json!("../outside.toml"),
        7 => json!("leads-out.toml"),
        8 => json!("s999999999999"),
        9 => json!("\u{0}\u{202E}"),
        10 => json!([]),
        11 => json!({}),
        12 => json!("x".repeat(5000)),
        13 => json!("(".repeat(2000)),
        _ => json!(9),
    }
}

/// What is wrong with an answer, if anything: it must be JSON that says how it ended, or a problem in words.
///
/// # Errors
/// What is wrong, in words.
pub fn lawful(status: StatusCode, text: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{what}: {status} {text:.300}"));
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        return wrong("a mistake of the server");
    }
    // Either one JSON value, or lines of which the last says how it ended: a mistake of ours would leave it out.
    let Ok(last) = serde_json::from_str::<Value>(text.lines().last().unwrap_or("")) else { return wrong("no JSON") };
    let problem = match last.get("line").and_then(Value::as_str) {
        _ if status != StatusCode::OK => Some(&last),
        Some("failed") => Some(&last["problem"]),
        None | Some("done") => None,
        Some(_) => return wrong("it does not say how it ended"),
    };
    match problem {
        Some(problem) if problem["message"].as_str().unwrap_or_default().is_empty() => wrong("a problem without words"),
        Some(problem) if problem["kind"] == "bad_answer" || problem["kind"] == "rejected" => {
            wrong("a fault of the program")
        }
        _ => Ok(()),
    }
}
