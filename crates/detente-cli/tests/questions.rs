//! The commands beyond the main job: what could move a conflict, what would settle it, what it hangs on.

mod support;

use support::{output, run};

#[test]
fn paths_say_what_is_reached_what_is_not_and_what_shocks_do() {
    insta::assert_snapshot!("paths-taiwan", output(&["paths", "us-china-2023-taiwan"]));
    insta::assert_snapshot!("paths-elmira-moves", output(&["paths", "elmira", "--by", "moves"]));
}

#[test]
fn coalitions_show_the_story_of_elmira() {
    insta::assert_snapshot!("coalitions-elmira-s5", output(&["coalitions", "elmira", "s5"]));
}

#[test]
fn joint_improvements_and_their_absence_are_certified() {
    for (case, state) in [("elmira", "s5"), ("us-china-2023", "s94"), ("garrison", "s13")] {
        let folder = support::scratch(&format!("joint-{case}"));
        let file = folder.join("joint.json");
        let path = file.to_str().expect("a path of letters");
        output(&["coalitions", case, state, "--certificate", path]);
        let said = output(&["verify", case, path]);
        assert!(said.contains("accepted"), "{case}: {said}");
        let text = std::fs::read_to_string(&file).expect("it is there");
        let other = text.replacen("\"from\":\"", "\"from\":\"x", 1);
        assert_ne!(text, other, "{case}");
        std::fs::write(&file, other).expect("it can be written");
        assert_eq!(run(&["verify", case, path]).code, 1, "{case}");
    }
}

#[test]
fn what_follows_from_forms_of_the_conflict_is_certified_and_verified_without_being_told_which() {
    let folder = support::scratch("forms");
    for (name, args) in [
        ("plans", vec!["stabilise", "us-china-2023", "YNNNYNNN"]),
        (
            "plans-of-variant",
            vec!["stabilise", "us-china-2023", "YNNNYNNN", "--variant", "deadlock", "--by", "statements"],
        ),
        ("views", vec!["views", "us-china-2023"]),
        ("unknowns", vec!["unknowns", "lake-gisborne", "s4"]),
        ("propositions", vec!["propositions", "us-china-2023-taiwan"]),
        ("variant", vec!["certify", "us-china-2023", "--variant", "deadlock", "--under", "seq"]),
        ("paths-of-variant", vec!["paths", "us-china-2023", "--variant", "deadlock", "--to", "conflict"]),
        ("joint-of-variant", vec!["coalitions", "us-china-2023", "--variant", "deadlock"]),
    ] {
        let path = folder.join(format!("{name}.json")).display().to_string();
        let option = if args[0] == "certify" { "-o" } else { "--certificate" };
        let written = run(&args.iter().copied().chain([option, &path]).collect::<Vec<_>>());
        assert!(written.code == 0 && written.stderr.contains(&format!("certified in {path}")), "{}", written.stderr);
        let said = output(&["verify", args[1], &path]).replace(&path, &format!("{name}.json"));
        insta::assert_snapshot!(format!("verify-{name}"), said);
        // Whoever names the variant is understood as well, and another conflict is not.
        if name.contains("variant") {
            assert_eq!(run(&["verify", args[1], "--variant", "deadlock", &path]).code, 0);
        }
        assert_eq!(run(&["verify", "elmira", &path]).code, 1);
        // A name that is another's makes it wrong.
        let text = std::fs::read_to_string(&path).expect("it is there");
        for (from, to) in [
            ("\"variant\":\"deadlock\"", "\"variant\":\"holding_back\""),
            ("\"view\":\"china\"", "\"view\":\"us\""),
            ("[[0]", "[[1]"),
            ("\"cost\":{\"edits\":1}", "\"cost\":{\"edits\":0}"),
            ("\"holds\":true", "\"holds\":false"),
        ] {
            if name != "paths-of-variant" && text.contains(from) {
                std::fs::write(&path, text.replacen(from, to, 1)).expect("it can be written");
                assert_eq!(run(&["verify", args[1], &path]).code, 1, "{name}: {to}");
            }
        }
    }
    let path = folder.join("refused.json").display().to_string();
    for (args, why) in [
        (vec!["views", "us-china-2023", "--variant", "deadlock"], "leave out --variant"),
        (vec!["unknowns", "us-china-2023", "--sample", "9"], "cannot be used with"),
        (vec!["propositions", "garrison"], "no propositions"),
        (vec!["stabilise", "elmira", "s1", "--by", "statements"], "no plan was found"),
    ] {
        let refused = run(&args.iter().copied().chain(["--certificate", &path]).collect::<Vec<_>>());
        assert!(refused.code == 2 && refused.stderr.contains(why), "{args:?}: {}", refused.stderr);
        assert!(!std::path::Path::new(&path).exists());
    }
}

#[test]
fn of_a_ranking_with_too_many_completions_only_the_first_can_be_certified_and_that_is_said() {
    let folder = support::scratch("open-ranking");
    let (path, proof) =
        (folder.join("open.toml").display().to_string(), folder.join("open.json").display().to_string());
    let text = r#"
format = 1
title = "Nothing is known of row"
status_quo = "s1"
[decision_makers.row]
options = { d = "Defect", e = "Escape" }
ranking = "s1 ? s2 ? s3 ? s4 ? s5 ? s6 ? s7 ? s8"
[decision_makers.column]
options.d = "Defect"
prefers = ["not row.d", "d"]
"#;
    std::fs::write(&path, text).expect("it can be written");
    let written = run(&["unknowns", &path, "s1", "--certificate", &proof]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    insta::assert_snapshot!("unknowns-open-ranking", written.stderr.replace(&proof, "open.json"));
    insta::assert_snapshot!("verify-open-ranking", output(&["verify", &path, &proof]).replace(&proof, "open.json"));
}

#[test]
fn what_was_found_can_be_pasted_into_the_file_as_variants() {
    let folder = support::scratch("as-variant");
    let original = output(&["catalogue", "show", "us-china-2023"]);
    let found = output(&["stabilise", "us-china-2023", "YNNNYNNN", "--as-variant", "settled"]);
    insta::assert_snapshot!("stabilise-as-variant", found);
    let pivots = output(&["pivots", "us-china-2023", "--as-variant", "other", "--variant", "deadlock"]);
    insta::assert_snapshot!("pivots-as-variant", pivots);
    let file = folder.join("pasted.toml");
    std::fs::write(&file, format!("{original}\n{found}\n{pivots}")).expect("it can be written");
    let file = file.display().to_string();
    for id in found.lines().filter_map(|line| line.strip_prefix("[variants.")?.strip_suffix(']')) {
        let text = output(&["why", &file, "YNNNYNNN", "--under", "nash", "--variant", id, "--format", "json"]);
        assert_eq!(text.matches("\"stable\": true").count(), 2, "{id}: {text}");
    }
    for id in pivots.lines().filter_map(|line| line.strip_prefix("[variants.")?.strip_suffix(']')) {
        let text = output(&["why", &file, "--under", "nash", "--variant", id, "--format", "json"]);
        assert!(text.contains("\"stable\": false"), "{id}: {text}");
    }
    for (id, why) in [("deadlock", "has a variant deadlock already"), ("base", "cannot be"), ("a b", "cannot be")] {
        let refused = run(&["stabilise", "us-china-2023", "--as-variant", id]);
        assert!(refused.code == 2 && refused.stderr.contains(why), "{}", refused.stderr);
    }
}

#[test]
fn pivots_name_the_assumptions_and_what_they_rest_on() {
    insta::assert_snapshot!("pivots-us-china-2023", output(&["pivots", "us-china-2023"]));
}

#[test]
fn propositions_have_computed_verdicts() {
    insta::assert_snapshot!("propositions-us-china-2023", output(&["propositions", "us-china-2023"]));
    insta::assert_snapshot!("propositions-taiwan", output(&["propositions", "us-china-2023-taiwan"]));
    insta::assert_snapshot!("propositions-north-korea", output(&["propositions", "us-china-2023-north-korea"]));
}

#[test]
fn variants_stand_side_by_side_and_every_command_takes_one() {
    insta::assert_snapshot!("compare-us-china-2023", output(&["compare", "us-china-2023"]));
    insta::assert_snapshot!("compare-taiwan", output(&["compare", "us-china-2023-taiwan"]));
    let text = output(&["analyze", "us-china-2023", "--variant", "deadlock"]);
    assert!(text.starts_with("The United States and China after the Beijing talks of June 2023 [deadlock]"), "{text}");
    assert_eq!(output(&["analyze", "us-china-2023", "--variant", "base"]), output(&["analyze", "us-china-2023"]));
    let refused = run(&["analyze", "us-china-2023", "--variant", "peace"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("there is no variant peace"), "{}", refused.stderr);
}

#[test]
fn unknowns_and_views_say_what_holds_whatever_is_the_case() {
    insta::assert_snapshot!("unknowns-taiwan", output(&["unknowns", "us-china-2023-taiwan"]));
    insta::assert_snapshot!("unknowns-lake-gisborne", output(&["unknowns", "lake-gisborne"]));
    insta::assert_snapshot!("unknowns-lake-gisborne-s4", output(&["unknowns", "lake-gisborne", "s4"]));
    insta::assert_snapshot!("views-us-china-2023", output(&["views", "us-china-2023"]));
    for variant in ["believed", "trusted_in_vain", "holding_back"] {
        let views = ["views", "us-china-2023", "--variant", variant, "--under", "nash"];
        insta::assert_snapshot!(format!("views-us-china-2023-{variant}"), output(&views));
    }
    let bargain = ["views", "us-china-2023", "us.engage,china.engage", "--under", "seq", "--limit", "1"];
    insta::assert_snapshot!("views-us-china-2023-bargain", output(&bargain));
}

#[test]
fn stabilise_finds_the_fewest_changes() {
    insta::assert_snapshot!(
        "stabilise-bargain",
        output(&["stabilise", "us-china-2023", "YNNNYNNN", "--under", "nash"])
    );
}

const BRIDGE: &str = r#"
format = 1
title = "Two neighbours and a bridge"
status_quo = ["north.talk"]

[decision_makers.north]
name = "North"
options.talk = "Talk"
options.strike = { text = "Strike", direction = "on" }
prefers = [
  { id = "n1", that = "not south.hold", unknown = true, places = [1, 3] },
  { id = "n2", that = "talk", places = [1, 2] },
  { id = "n3", that = "not strike", unknown = "absent" },
]

[decision_makers.south]
name = "South"
options.hold = "Hold the bridge"
ranking = "YNN ? YNY > NNN ~ NNY > YYN ? NYN ? YYY ? NYY"

[variants.settled]
replace = { n1 = "south.hold" }
place = { n2 = "first" }
ranking = { south = "YNY > YNN > NNN ~ NNY ~ YYN ~ NYN ~ YYY ~ NYY" }
"#;

#[test]
fn what_is_marked_as_unknown_is_answered_for_and_told_by_every_answer_that_takes_it_as_written() {
    let file = support::scratch("unknown-marks").join("bridge.toml");
    std::fs::write(&file, BRIDGE).expect("it can be written");
    let file = file.to_str().expect("a path of letters");
    insta::assert_snapshot!("unknowns-marks", output(&["unknowns", file]));
    insta::assert_snapshot!("unknowns-marks-settled", output(&["unknowns", file, "--variant", "settled"]));
    insta::assert_snapshot!("unknowns-marks-one-by-one", output(&["unknowns", file, "--completions", "100"]));
    for (command, said) in [("analyze", "7 of 28 pairs of states"), ("check", "n1.n2.places, n1 and n3")] {
        let text = output(&[command, file]);
        assert!(text.contains("Not known is how South orders") && text.contains(said), "{text}");
    }
    let json = output(&["analyze", file, "--format", "json"]);
    assert!(json.contains("\"not_known\"") && json.contains("\"open_pairs\": 7"), "{json}");
    let csv = output(&["unknowns", file, "--format", "csv"]);
    assert!(csv.contains("decided_by"), "{csv}");
}

#[test]
fn all_of_them_keep_to_the_width_of_the_text() {
    for width in ["80", "100"] {
        for args in [
            vec!["paths", "us-china-2023-taiwan"],
            vec!["coalitions", "elmira", "s5"],
            vec!["pivots", "us-china-2023-taiwan"],
            vec!["propositions", "us-china-2023"],
            vec!["compare", "us-china-2023"],
            vec!["unknowns", "us-china-2023-taiwan"],
            vec!["views", "us-china-2023"],
            vec!["stabilise", "us-china-2023", "YNNNYNNN", "--under", "nash"],
        ] {
            let wide: Vec<&str> = args.iter().copied().chain(["--width", width]).collect();
            for line in output(&wide).lines() {
                assert!(line.chars().count() <= width.parse().expect("a number"), "{wide:?}: {line}");
            }
        }
    }
}

#[test]
fn all_of_them_speak_json_with_a_format() {
    for (args, format) in [
        (vec!["paths", "elmira"], "detente-paths/1"),
        (vec!["coalitions", "elmira"], "detente-coalitions/1"),
        (vec!["pivots", "elmira"], "detente-pivots/1"),
        (vec!["propositions", "us-china-2023"], "detente-propositions/1"),
        (vec!["compare", "us-china-2023"], "detente-compare/1"),
        (vec!["unknowns", "us-china-2023-taiwan"], "detente-unknowns/1"),
        (vec!["views", "us-china-2023"], "detente-views/1"),
        (vec!["stabilise", "elmira", "s8", "--under", "nash"], "detente-stabilise/1"),
    ] {
        let wide: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
        let value: serde_json::Value = serde_json::from_str(&output(&wide)).expect("it is JSON");
        assert_eq!(value["format"], format);
    }
}

#[test]
fn the_events_of_1962_were_all_expected() {
    insta::assert_snapshot!("events-cuban-missile-crisis", output(&["events", "cuban-missile-crisis"]));
    let json: serde_json::Value =
        serde_json::from_str(&output(&["events", "cuban-missile-crisis", "--format", "json"])).expect("it is JSON");
    assert_eq!(json["format"], "detente-events/1");
    assert_eq!(json["counts"]["best_improvement"], 3);
    let states: Vec<&str> =
        json["events"].as_array().expect("a list").iter().filter_map(|e| e["state_after"].as_str()).collect();
    assert_eq!(states, ["s2", "s6", "s4"], "history went by way of the blockade to the withdrawal, and on to its end");
    let refused = run(&["events", "elmira"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("[[events]]"), "{}", refused.stderr);
}
