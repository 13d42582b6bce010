//! Conflicts whose states cannot be listed, from the command line.

mod support;

use std::fmt::Write as _;
use std::path::PathBuf;

use support::{output, run, scratch};

/// A row of neighbours, each of whom minds the fences beside it alone; the last may move away for good.
fn neighbours(folder: &str, count: usize) -> PathBuf {
    let mut text = String::from("format = 1\ntitle = \"A row of quarrels between neighbours\"\nstatus_quo = []\n\n");
    for at in 0..count {
        let mut wishes = Vec::new();
        if at > 0 {
            wishes.push(format!("\"not n{}.fence\"", at - 1));
        }
        if at + 1 < count {
            wishes.push(format!("\"not n{}.fence\"", at + 1));
        }
        if at > 0 {
            wishes.push(format!("\"n{at}.talk iff n{}.talk\"", at - 1));
        }
        wishes.push(format!("\"n{at}.fence\", \"not n{at}.talk\""));
        let away = if at + 1 == count { "options.away = { text = \"Move away\", direction = \"on\" }\n" } else { "" };
        let _ = write!(
            text,
            "[decision_makers.n{at}]\nname = \"Neighbour {at}\"\noptions.fence = \"Put up a fence\"\noptions.talk = \"Talk\"\n{away}prefers = [{}]\n\n",
            wishes.join(", ")
        );
        if at % 5 == 0 {
            let _ = write!(
                text,
                "[[infeasible]]\nid = \"quiet{at}\"\nwhen = \"n{at}.fence and n{at}.talk\"\nbecause = \"Nobody talks across a new fence.\"\nbasis = \"logic\"\n\n"
            );
        }
    }
    let peace: Vec<String> = (0..count).map(|at| format!("not n{at}.fence")).collect();
    let _ = write!(
        text,
        "[outcomes]\npeace = {{ when = \"{}\", text = \"No fence anywhere\" }}\nfirst_fence = \"n0.fence\"\ngone = \"n{}.away\"\n",
        peace.join(" and "),
        count - 1
    );
    let file = scratch(folder).join("neighbours.toml");
    std::fs::write(&file, text).expect("the file can be written");
    file
}

fn path(file: &std::path::Path) -> &str {
    file.to_str().expect("a path of letters")
}

#[test]
fn a_conflict_of_more_states_than_can_be_listed_has_its_page() {
    let file = neighbours("symbolic_page", 30);
    insta::assert_snapshot!("analyze-neighbours", output(&["analyze", path(&file)]));
    let told = run(&["analyze", path(&file)]).stderr;
    assert!(told.contains("61 options") && told.contains("--work"), "{told}");
    for width in ["80", "120"] {
        for line in output(&["analyze", path(&file), "--width", width]).lines() {
            assert!(line.chars().count() <= width.parse().expect("a number"), "{width}: {line}");
        }
    }
}

#[test]
fn its_json_counts_exactly_what_it_does_not_list() {
    let file = neighbours("symbolic_json", 60);
    let text = output(&["analyze", path(&file), "--format", "json", "--limit", "3"]);
    let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(json["format"], "detente-analysis/1");
    assert_eq!(json["scope"]["complete"], true);
    assert_eq!(json["scope"]["engine"], "symbolic");
    assert_eq!(json["scope"]["states"], serde_json::Value::Null);
    // Twelve of the 60 pairs of options have three values, 48 four, and the last option two.
    let states = 3u128.pow(12) * 4u128.pow(48) * 2;
    assert_eq!(json["scope"]["exact"]["states"], states.to_string());
    assert_eq!(json["counts"]["nash"]["equilibria"], 2);
    assert_eq!(json["counts"]["nash"]["exact"]["equilibria"], "2");
    assert_eq!(json["counts"]["seq"]["equilibria"], serde_json::Value::Null);
    assert_eq!(json["equilibria"]["nash"].as_array().expect("a list").len(), 2);
    assert_eq!(json["equilibria"]["gmr"].as_array().expect("a list").len(), 3);
    assert_eq!(json["verdicts"]["nash"]["equilibrium"], false);
    assert_eq!(json["verdicts"]["seq"]["stable"]["n5"], true);
    assert_eq!(json["outcomes"]["gone"]["reached"]["moves"], true);
    assert_eq!(json["outcomes"]["gone"]["exact"]["count"], (states / 2).to_string());
    let ids: Vec<&str> =
        json["states"].as_array().expect("a list").iter().filter_map(|state| state["id"].as_str()).collect();
    for concept in ["nash", "gmr", "smr", "seq", "sseq"] {
        for state in json["equilibria"][concept].as_array().expect("a list") {
            assert!(ids.contains(&state.as_str().expect("a row")), "every state that is named is described");
        }
    }
}

#[test]
fn the_symbolic_engine_tells_of_small_conflicts_what_the_others_tell() {
    let file = neighbours("symbolic_small", 5);
    for case in [path(&file), "us-china-2023", "north-korea-2017"] {
        let [dense, symbolic] = ["dense", "symbolic"].map(|engine| {
            let run = run(&["analyze", case, "--format", "json", "--engine", engine]);
            let mut json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_default();
            for field in ["margins", "scope", "detente"] {
                json.as_object_mut().and_then(|fields| fields.remove(field));
            }
            (run.code, json)
        });
        assert_eq!(dense, symbolic, "{case}");
    }
    let refused = run(&["analyze", "elmira", "--engine", "symbolic"]);
    assert!(refused.code != 0 && refused.stderr.contains("option form"), "{}", refused.stderr);
}

#[test]
fn its_states_are_found_by_condition() {
    let file = neighbours("symbolic_states", 40);
    let all = output(&["states", path(&file), "--where", "n0.fence and n39.away", "--limit", "2"]);
    assert!(all.contains("the first 2 of"), "{all}");
    let text = output(&["states", path(&file), "--equilibria", "nash", "--where", "not n39.away", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(json["count"], 1);
    assert_eq!(json["cut"], false);
    let row = json["states"][0]["id"].as_str().expect("a row");
    assert_eq!(row.len(), 81);
    let why = output(&["why", path(&file), row, "--for", "n7", "--under", "nash"]);
    assert!(why.contains("stable"), "{why}");
    let none = output(&["states", path(&file), "--equilibria", "nash", "--where", "n1.talk"]);
    assert!(none.contains("0 states"), "{none}");
    assert!(run(&["states", path(&file), "--format", "csv"]).stderr.contains("--format"));
}

#[test]
fn verdicts_on_single_states_are_explained_and_certified() {
    let file = neighbours("symbolic_certify", 40);
    let certificate = file.with_file_name("proof.json");
    let row = "N".repeat(81);
    let why = output(&["why", path(&file), &row, "--for", "n5"]);
    assert!(why.contains("Under Nash unstable") && why.contains("Neighbour 4 takes up"), "{why}");
    output(&["certify", path(&file), &row, "--for", "n5", "--output", path(&certificate)]);
    let verified = output(&["verify", path(&file), path(&certificate)]);
    assert!(verified.contains("4 stable, 0 unstable") || verified.contains("1 stable, 0 unstable"), "{verified}");
}

#[test]
fn a_proof_that_would_have_to_list_too_much_is_refused() {
    let file = neighbours("symbolic_refused", 40);
    // Neighbour 0 would put up its fence, and nobody can make it worse off than the fence of neighbour 1 has: all that the others can do would have to be shown.
    let refused = run(&["certify", path(&file), "n1.fence", "--for", "n0", "--under", "gmr"]);
    assert!(refused.code != 0 && refused.stderr.contains("given up"), "{} {}", refused.code, refused.stderr);
    let all = run(&["certify", path(&file), "--all"]);
    assert!(all.code != 0 && all.stderr.contains("too many to certify"), "{}", all.stderr);
}

#[test]
fn what_was_found_by_the_work_allowed_is_told() {
    let file = neighbours("symbolic_work", 60);
    let page = output(&["analyze", path(&file), "--work", "0"]);
    assert!(page.contains("WHAT WAS NOT FOUND") && page.contains("0 steps that it may take"), "{page}");
    let text = output(&["analyze", path(&file), "--work", "0", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(json["scope"]["complete"], false);
    assert!(!json["scope"]["not_found"].as_array().expect("a list").is_empty());
    let whole = output(&["analyze", path(&file)]);
    assert!(!whole.contains("WHAT WAS NOT FOUND"), "{whole}");
}
