//! Requests as nobody meant them: whatever is sent, the server answers in words and goes on.

use axum::http::StatusCode;
use detente_desk::catalogue;
use detente_testkit::Rng;
use serde_json::{Value, json};

use crate::served::Served;

const ROUNDS: usize = 1500;

/// One request of each kind, as the page sends them.
fn requests() -> Vec<(&'static str, Value)> {
    let text = catalogue::find("elmira").expect("it is in the catalogue").text;
    let file = json!({ "from": "catalogue", "name": "elmira" });
    let edit = json!({ "at": ["decision_makers", "moe", "name"], "what": { "do": "set", "value": "M" } });
    let mut requests = vec![
        ("/api/open", json!({ "file": file })),
        ("/api/digest", json!({ "name": "none.toml" })),
        ("/api/work", json!({ "text": text, "edits": [edit], "variant": null, "file": file })),
        (
            "/api/rows",
            json!({ "text": text, "variant": null, "equilibria": "nash", "condition": "moe.modify", "by_rank_of": "moe", "skip": 0, "limit": 9 }),
        ),
        ("/api/verify", json!({ "text": text, "variant": null, "state": "s5", "dm": null, "concept": "seq" })),
        ("/api/moves", json!({ "text": text, "variant": null, "state": "s1" })),
        (
            "/api/graph",
            json!({ "text": text, "variant": null, "from": "s2", "show": "best", "movers": ["moe"], "ways": [["s1", "s5"]], "limit": 20 }),
        ),
        (
            "/api/ways",
            json!({ "text": text, "variant": null, "from": "s1", "by": "best", "concept": "nash", "limit": 9 }),
        ),
        ("/api/document", json!({ "text": text, "file": file, "source": "none" })),
        ("/api/place", json!({ "text": text, "at": ["decision_makers", "moe", "options", 0] })),
    ];
    for ask in questions() {
        requests.push(("/api/ask", json!({ "text": text, "variant": null, "file": file, "ask": ask })));
    }
    for format in ["html", "markdown", "latex", "csv", "json", "toml"] {
        requests.push(("/api/export", json!({ "text": text, "variant": null, "file": file, "format": format })));
    }
    requests
}

/// One question of each kind.
fn questions() -> Vec<Value> {
    vec![
        json!({ "ask": "why", "state": "s5", "dm": "moe", "concept": "nash" }),
        json!({ "ask": "check" }),
        json!({ "ask": "propositions" }),
        json!({ "ask": "pivots", "proposition": null, "state": "s5", "dm": "moe", "concept": "seq", "any_place": false, "sets": 2, "all_sizes": false, "answers": 9000 }),
        json!({ "ask": "compare", "concepts": ["nash"] }),
        json!({ "ask": "paths", "state": "s1", "by": "best", "to": "moe.modify", "limit": 9 }),
        json!({ "ask": "coalitions", "state": "s5", "of": ["moe", "local"], "limit": 9 }),
        json!({ "ask": "stabilise", "state": "s1", "outcome": null, "concept": "nash", "by": "all", "vary": ["moe"], "edits": 2, "add": false, "limit": 9, "work": 2000 }),
        json!({ "ask": "unknowns", "state": null, "completions": 500, "sample": null, "seed": 1, "limit": 9 }),
        json!({ "ask": "views", "concepts": ["nash"], "limit": 9 }),
        json!({ "ask": "events" }),
    ]
}

/// A value with something changed in it.
fn mutated(rng: &mut Rng, value: &Value) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("../../x.toml"),
        json!("s999999999999"),
        json!("\u{0}\u{202E}"),
        json!([]),
        json!({}),
        json!("x".repeat(5000)),
        json!("(".repeat(2000)),
    ];
    if rng.below(4) == 0 {
        return odd[rng.below(odd.len())].clone();
    }
    match value {
        Value::Object(pairs) if !pairs.is_empty() => {
            let mut pairs = pairs.clone();
            let at = rng.below(pairs.len());
            let key = pairs.keys().nth(at).cloned().unwrap_or_default();
            match rng.below(5) {
                0 => drop(pairs.remove(&key)),
                1 => drop(pairs.insert(format!("{key}x"), odd[rng.below(odd.len())].clone())),
                _ => {
                    let inner = mutated(rng, &pairs[&key]);
                    pairs.insert(key, inner);
                }
            }
            Value::Object(pairs)
        }
        Value::Array(items) if !items.is_empty() => {
            let mut items = items.clone();
            let at = rng.below(items.len());
            match rng.below(4) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => items[at] = mutated(rng, &items[at]),
            }
            Value::Array(items)
        }
        Value::String(text) if !text.is_empty() => {
            let mut letters: Vec<char> = text.chars().collect();
            for _ in 0..=rng.below(3) {
                let at = rng.below(letters.len());
                match rng.below(3) {
                    0 => drop(letters.remove(at)),
                    1 => letters[at] = ['"', '\'', '[', ']', '.', '\n', '=', 'é', '𝄞', '~', '>'][rng.below(11)],
                    _ => letters.insert(at, letters[at]),
                }
                if letters.is_empty() {
                    break;
                }
            }
            Value::String(letters.into_iter().collect())
        }
        _ => odd[rng.below(odd.len())].clone(),
    }
}

#[test]
fn whatever_is_sent_the_server_answers_in_words_and_goes_on() {
    let served = Served::new();
    let seed = 20_231_125;
    let mut rng = Rng::new(seed);
    let requests = requests();
    for round in 0..ROUNDS {
        let (path, whole) = &requests[round % requests.len()];
        let body = if round < requests.len() { whole.clone() } else { mutated(&mut rng, whole) };
        let mut bytes = serde_json::to_vec(&body).expect("it is JSON");
        if round >= requests.len() && rng.below(12) == 0 {
            bytes.truncate(rng.below(bytes.len().max(1)));
        }
        let (status, text) = served.post(path, bytes);
        let what = || format!("seed {seed}, round {round}: {path} with {body:.300}: {status} {text:.300}");
        assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "{}", what());
        if status == StatusCode::OK {
            // Either one JSON value, or lines of which the last says how it ended: a mistake of ours would leave it out.
            let last: Value =
                serde_json::from_str(text.lines().last().unwrap_or("")).unwrap_or_else(|_| panic!("{}", what()));
            let ended = last.get("line").is_none_or(|line| line == "done" || line == "failed");
            assert!(ended, "{}", what());
        } else {
            let problem: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}", what()));
            assert!(problem["message"].as_str().is_some_and(|message| !message.is_empty()), "{}", what());
        }
        if round < requests.len() {
            let expected = matches!(*path, "/api/document");
            assert_eq!(status != StatusCode::OK, expected, "{}", what());
        }
    }
}
