//! `detente paths` and `detente play`, from the outside.

mod support;

use support::{output, run, run_with_input, scratch};

#[test]
fn paths_tells_what_is_reached_and_what_cannot_be() {
    let text = output(&["paths", "elmira", "--by", "moves"]);
    for line in [
        "complete: 9 states, 16 pairs of a state and who stepped last",
        "● To the Nash and SEQ equilibrium s8, 3 steps:",
        "  3. Local government takes up “Insist on the original control order” (s8)",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let text = output(&["paths", "us-china-2023-taiwan"]);
    for line in [
        "Nobody has an improvement from here: the conflict stays where it is.",
        "Cannot be reached: the outcomes conflict,",
        "conflict      never              288  384  china (192)",
        "us.defend taken up     cannot be flipped alone: excluded by F4 and F5",
        "us.engage dropped      s190 (where it began)",
    ] {
        assert!(text.contains(line), "{text}");
    }
    for width in ["80", "120"] {
        for line in output(&["paths", "us-china-2023-taiwan", "--width", width]).lines() {
            assert!(line.chars().count() <= width.parse().expect("a number"), "{width}: {line}");
        }
    }
}

#[test]
fn a_goal_may_be_an_outcome_a_condition_or_a_state() {
    let to = |goal| output(&["paths", "elmira", "--by", "moves", "--to", goal]);
    assert!(to("agreement").contains("To agreement “The order is modified and accepted”, 2 steps:"));
    assert!(to("modify and accept").contains("To modify and accept, 2 steps:"));
    assert!(to("s8").contains("To s8, 3 steps:"));
    assert!(to("s1").contains("To s1: it holds here already."));
    let never = output(&["paths", "elmira", "--to", "s9"]);
    assert!(never.contains("It cannot be reached. 2 states are reached, and that is all"), "{never}");
    let unknown = run(&["paths", "elmira", "--to", "s99"]);
    assert_eq!(unknown.code, 2, "{}", unknown.stderr);
}

#[test]
fn what_paths_certifies_is_verified() {
    let folder = scratch("paths");
    for (case, by) in [("elmira", "moves"), ("elmira", "best"), ("us-china-2023-taiwan", "best")] {
        let file = folder.join(format!("{case}-{by}.json")).display().to_string();
        let run = run(&["paths", case, "--by", by, "--certificate", &file]);
        assert!(run.code == 0 && run.stderr.contains("certified in"), "{}", run.stderr);
        let verified = output(&["verify", case, &file]);
        assert!(verified.contains("accepted, ") && verified.contains("findings proved"), "{verified}");
    }
    // Nothing of it holds of another conflict.
    let other = folder.join("elmira-best.json").display().to_string();
    assert_eq!(run(&["verify", "us-china-2023", &other]).code, 1);
}

#[test]
fn paths_for_programs_name_the_same() {
    let value: serde_json::Value =
        serde_json::from_str(&output(&["paths", "elmira", "--by", "moves", "--format", "json"])).expect("JSON");
    assert_eq!(value["format"], "detente-paths/1");
    assert_eq!((&value["scope"]["states"], &value["scope"]["pairs"]), (&9.into(), &16.into()));
    assert_eq!(value["reached"].as_array().map(Vec::len), Some(8));
    assert_eq!(value["goals"][0]["path"][1]["by"], "uniroyal");
    let csv = output(&["paths", "elmira", "--by", "moves", "--format", "csv"]);
    assert!(csv.starts_with("state,steps,steps.moe,steps.uniroyal,steps.local,outcome.agreement,outcome.closure\n"));
    assert!(csv.contains("s4,2,2,2,4,1,0\n"), "{csv}");
}

#[test]
fn a_game_is_played_from_a_script_and_ends_with_its_transcript() {
    let script = "help\n9\n1\nu\nu\n4\nwhy\n1\n2\nreset\n4\nfoo\nquit\n";
    let run = run_with_input(&["play", "elmira", "--width", "100"], script.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "“9” is no move from 1 to 4",
        "“foo” is no move from",
        "There is no move to take back.",
        "4. takes up “Insist on the original control order” (s5)  best improvement",
        "At s5, an equilibrium (Nash, SEQ)",
        "So the state is stable",
        "WHAT WAS PLAYED  1 step",
        "1. Local government takes up “Insist on the original control order” (s5)  better for it",
        "It ends at s5: an equilibrium (Nash, SEQ).",
    ] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
    // The end of the script ends the game as well.
    let run = run_with_input(&["play", "elmira"], b"4");
    assert!(run.code == 0 && run.stdout.contains("It ends at s5"), "{}", run.stdout);
}

#[test]
fn as_one_decision_maker_the_others_answer() {
    let run = run_with_input(&["play", "us-china-2023-taiwan", "--as", "taiwan"], b"1\np\nu\nu\n1\n");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "China takes up “Take Taiwan by force” and drops",
        "United States takes up “Defend Taiwan by force” and drops",
        "WHAT WAS PLAYED  3 steps",
        "It ends at s502, conflict, independence.",
    ] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
    assert_eq!(run_with_input(&["play", "elmira", "--as", "nobody"], b"").code, 2);
    assert_eq!(run_with_input(&["play", "-"], b"").code, 2);
}
