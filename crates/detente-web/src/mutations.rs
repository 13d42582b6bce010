//! Requests as nobody meant them: whatever is sent, the server answers in words and goes on, and touches no file outside its folder.

use axum::http::StatusCode;
use detente_testkit::Rng;
use serde_json::{Value, json};

use crate::grounds::{Grounds, SECRET};
use crate::requests::{lawful, mutated, samples};
use crate::routes::Route;
use crate::served::Served;

const ROUNDS: usize = 2000;

#[test]
fn whatever_is_sent_the_server_answers_in_words_and_goes_on() {
    let grounds = Grounds::new("mutations");
    let served = Served::new(grounds.folder());
    let text = Grounds::text();
    let of_route = |&route: &Route| samples(route, &text).into_iter().map(move |request| (route, request));
    let requests: Vec<(Route, Value)> = Route::ALL.iter().flat_map(of_route).collect();
    let seed = 20_231_125;
    let mut rng = Rng::new(seed);
    for round in 0..ROUNDS {
        let (route, whole) = &requests[round % requests.len()];
        let meant = round < requests.len();
        let body = if meant { whole.clone() } else { mutated(whole, &mut |bound| rng.below(bound)) };
        let mut bytes = serde_json::to_vec(&body).expect("it is JSON");
        if !meant && rng.below(12) == 0 {
            bytes.truncate(rng.below(bytes.len().max(1)));
        }
        let (status, text) = served.ask(*route, bytes);
        let what = || format!("seed {seed}, round {round}: {} with {body:.300}: {status} {text:.300}", route.path());
        lawful(status, &text).unwrap_or_else(|wrong| panic!("{wrong}; {}", what()));
        assert!(!text.contains(SECRET), "{}", what());
        if meant {
            assert_eq!(status, StatusCode::OK, "{}", what());
        }
    }
    grounds.assert_untouched();
}

#[test]
fn a_link_that_leads_out_of_the_folder_is_followed_neither_to_a_file_nor_to_a_document() {
    let grounds = Grounds::new("links");
    let served = Served::new(grounds.folder());
    let file = json!({ "from": "folder", "name": "leads-out.toml" });
    let mine = json!({ "from": "folder", "name": "mine.toml" });
    let document = |source: &str| json!({ "text": Grounds::text(), "file": mine, "source": source });
    for (route, body, expected) in [
        (Route::Open, json!({ "file": file }), StatusCode::NOT_FOUND),
        (Route::Digest, json!({ "name": "leads-out.toml" }), StatusCode::NOT_FOUND),
        (Route::Save, json!({ "name": "leads-out.toml", "text": "", "expected": null }), StatusCode::NOT_FOUND),
        (Route::Document, document("out"), StatusCode::NOT_FOUND),
        (Route::Document, document("paper"), StatusCode::OK),
    ] {
        let (status, text) = served.ask(route, serde_json::to_vec(&body).expect("it is JSON"));
        assert_eq!(status, expected, "{route:?}: {text}");
        assert!(!text.contains(SECRET), "{route:?}: {text}");
    }
    grounds.assert_untouched();
}

#[test]
fn every_request_is_told_of_in_the_documentation() {
    let guide = include_str!("../../../docs/workbench.md");
    for route in Route::ALL {
        let path = route.path();
        assert!(guide.contains(&format!("`{path}`")) || guide.contains(&format!("`GET {path}`")), "{path}");
    }
}
