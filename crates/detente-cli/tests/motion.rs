//! `detente paths` and `detente play`, from the outside.

mod support;

use support::{output, run, run_with_input, scratch};

#[test]
fn paths_tells_what_is_reached_and_what_cannot_be() {
    let text = output(&["paths", "elmira", "--by", "moves"]);
    for line in [
        "complete: 9 states with this one",
        "● To the Nash and SEQ equilibrium s8, 3 steps:",
        "  3. Local government takes up “Insist on the original control order” (s8)",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let text = output(&["paths", "us-china-2023-taiwan"]);
    for line in [
        "Nobody has an improvement from here: the conflict stays where it is.",
        "Cannot be reached by best improvements: the outcomes conflict,",
        "conflict      never      288 of 384     china (192)",
        "us.defend taken up     cannot be changed alone: excluded by F4 and F5",
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
    assert!(never.contains("It cannot be reached. 2 states are reached, and no legal step leads out"), "{never}");
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
        "“foo” is no command, no move and no option",
        "There is no move to take back.",
        "4. takes up “Insist on the original control order” (s5)  best improvement",
        "This is an equilibrium under Nash and SEQ.",
        "Local government has just moved and waits",
        "So the state is stable",
        "WHAT WAS PLAYED  1 step",
        "1. Local government takes up “Insist on the original control order” (s5)  better for it",
        "It ends at s5: uniroyal delay; local insist. This is an equilibrium under Nash and SEQ.",
    ] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
    // The end of the script ends the game as well.
    let run = run_with_input(&["play", "elmira"], b"4");
    assert!(run.code == 0 && run.stdout.contains("It ends at s5"), "{}", run.stdout);
}

#[test]
fn as_one_decision_maker_the_others_answer() {
    let run = run_with_input(&["play", "us-china-2023-taiwan", "--as", "taiwan", "--width", "120"], b"1\np\nu\nu\n1\n");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "China takes up “Take Taiwan by force” and drops",
        "United States takes up “Defend Taiwan by force” and drops",
        "WHAT WAS PLAYED  3 steps",
        "It ends at s502: ",
        "Outcomes: conflict, independence.",
    ] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
    assert_eq!(run_with_input(&["play", "elmira", "--as", "nobody"], b"").code, 2);
    assert_eq!(run_with_input(&["play", "-"], b"").code, 2);
}

/// The rests after each shock to the Taiwan case in a variant, with the outcomes of each; what cannot be flipped is left out.
fn rests(variant: &str) -> Vec<(String, String)> {
    let paths = ["paths", "us-china-2023-taiwan", "--variant", variant, "--format", "json"];
    let value: serde_json::Value = serde_json::from_str(&output(&paths)).expect("JSON");
    let from = value["from"].as_str().expect("a name").to_string();
    let told = |state: &str| match state {
        here if here == from => "stays".to_string(),
        state => {
            let states =
                ["paths", "us-china-2023-taiwan", state, "--variant", variant, "--to", "war", "--format", "json"];
            let there: serde_json::Value = serde_json::from_str(&output(&states)).expect("JSON");
            let is_war = there["goals"][0]["path"].as_array().is_some_and(Vec::is_empty);
            if is_war { "war".to_string() } else { state.to_string() }
        }
    };
    let shocks = value["shocks"].as_array().expect("a list");
    let done = shocks.iter().filter(|shock| shock["cannot"].is_null());
    done.map(|shock| {
        let rests = shock["endings"][0]["rests"].as_array().expect("a list");
        let names = rests.iter().map(|rest| told(rest[0].as_str().expect("a name"))).collect::<Vec<_>>();
        (shock["option"].as_str().expect("a name").to_string(), names.join(" or "))
    })
    .collect()
}

#[test]
fn the_shock_tables_of_the_taiwan_case_come_out_in_its_variants() {
    let base = rests("base");
    let expected = [
        ("us.engage", "stays"),
        ("us.prohibit", "stays"),
        ("us.widen", "s165 or stays"),
        ("us.arms", "s88 or stays"),
        ("us.oppose", "stays or war"),
        ("china.engage", "stays"),
        ("china.build", "stays"),
        ("china.provoke", "s88 or stays"),
        ("taiwan.indep", "war"),
    ];
    let expected: Vec<(String, String)> =
        expected.iter().map(|(option, end)| (option.to_string(), end.to_string())).collect();
    assert_eq!(base, expected);
    // That China minds war more does not deter: force comes before the answer to it.
    assert_eq!(rests("war_averse"), base);
    // In the words as spoken every shock ends in war, ...
    let spoken = rests("as_spoken");
    assert_eq!(spoken.len(), 8);
    assert!(spoken.iter().all(|(_, end)| end == "war"), "{spoken:?}");
    // ... and where both were told what follows, in force without war.
    let both = rests("as_spoken_with_both_told");
    assert_eq!(both.len(), 8);
    assert!(both.iter().all(|(_, end)| ["s256", "s255 or s256"].contains(&end.as_str())), "{both:?}");
}

#[test]
fn the_slides_into_force_over_taiwan_come_out_in_its_variants() {
    for (variant, from, outside) in [
        ("base", 288, 384),
        ("war_averse", 288, 384),
        ("as_spoken", 192, 192),
        ("as_spoken_with_both_told", 192, 192),
        ("as_spoken_without_force", 0, 192),
    ] {
        let paths = ["paths", "us-china-2023-taiwan", "--variant", variant, "--to", "conflict", "--format", "json"];
        let value: serde_json::Value = serde_json::from_str(&output(&paths)).expect("JSON");
        let slide = &value["goals"][0]["slide"];
        let number = |key: &str| slide[key].as_u64().expect("a number");
        assert_eq!((number("leads_from"), number("states") - number("holds_in")), (from, outside), "{variant}");
    }
}

#[test]
fn the_twelve_cells_of_whether_talks_keep_the_peace_come_out_of_the_first_case() {
    let open = "us.engage,us.prohibit,us.arms,china.engage,china.build,china.provoke";
    let closed = "us.prohibit,us.arms,china.build,china.provoke";
    for (variant, with_talks, without) in [
        ("base", false, false),
        ("force_indifferent", false, false),
        ("force_liked", false, true),
        ("force_beside_talks", false, false),
        ("force_indifferent_beside_talks", false, false),
        ("force_liked_beside_talks", true, true),
    ] {
        for (from, force) in [(open, with_talks), (closed, without)] {
            let paths = ["paths", "us-china-2023", from, "--variant", variant, "--to", "conflict", "--format", "json"];
            let value: serde_json::Value = serde_json::from_str(&output(&paths)).expect("JSON");
            assert_eq!(!value["goals"][0]["path"].is_null(), force, "{variant} from {from}");
        }
    }
}

#[test]
fn a_move_may_be_named_by_its_options_or_by_where_it_leads() {
    let script = "taiwan.indep\nindep\ns190\ncharlie\nengage\nus.oppose,us.arms\nquit\n";
    let run = run_with_input(&["play", "us-china-2023-taiwan", "--width", "120"], script.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "Taiwan takes up “Declare independence” (s454).",
        "No move that can be made now changes just indep",
        "No move that can be made now leads to s190",
        "“charlie” is no command, no move and no option",
        "several decision makers have an option “engage”: write DM.engage",
        "United States drops “Sell arms to Taiwan” and “Declare opposition to Taiwan's independence” (s436).",
        "WHAT WAS PLAYED  2 steps",
    ] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
}

#[test]
fn a_transcript_is_kept_in_a_file_and_a_file_that_cannot_be_is_known_of_at_once() {
    let folder = scratch("transcript");
    for (name, first) in [("game.txt", "Elmira: who cleans"), ("game.md", "# Elmira: who cleans")] {
        let file = folder.join(name);
        let shown = file.display().to_string();
        let run = run_with_input(&["play", "elmira", "--transcript", &shown], b"insist\nq\n");
        assert!(run.code == 0 && run.stderr.contains("The transcript is in "), "{}", run.stderr);
        let text = std::fs::read_to_string(&file).expect("it was written");
        assert!(text.starts_with(first) && text.contains("takes up “Insist on"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
    let nowhere = folder.join("nowhere").join("game.txt").display().to_string();
    let run = run_with_input(&["play", "elmira", "--transcript", &nowhere], b"1\n");
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(!run.stdout.contains("At s1"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_nothing_is_typed_ends_the_game_with_its_transcript() {
    use std::io::{Read as _, Write as _};
    use std::process::{Command, Stdio};

    let mut child = support::program()
        .args(["play", "elmira"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("standard input is a pipe");
    let mut output = child.stdout.take().expect("standard output is a pipe");
    input.write_all(b"insist\n").expect("the program reads");
    // It waits for the second line once it has shown the second prompt.
    let (mut text, mut some) = (String::new(), [0; 256]);
    while !text.contains("has just moved") {
        let count = output.read(&mut some).expect("the program writes");
        assert_ne!(count, 0, "the program ended: {text}");
        text.push_str(&String::from_utf8_lossy(&some[..count]));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    output.read_to_string(&mut text).expect("it is text");
    assert!(text.contains("WHAT WAS PLAYED  1 step"), "{text}");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    drop(input);
}

#[test]
fn what_does_not_fit_the_memory_allowed_is_refused_with_the_numbers() {
    // Room for the analysis, and not for the tables of steps beside it.
    let text = output(&["paths", "us-china-2023-taiwan", "--memory", "1"]);
    assert!(!text.contains("left out"), "{text}");
    let folder = scratch("large");
    let file = folder.join("large.toml").display().to_string();
    let of = |dm: &str, count: usize| {
        let options: String = (0..count).map(|option| format!("options.o{option} = \"Option {option}\"\n")).collect();
        let wishes: Vec<String> = (0..count).map(|option| format!("\"{dm}.o{option}\"")).collect();
        format!("[decision_makers.{dm}]\n{options}prefers = [{}]\n", wishes.join(", "))
    };
    let conflict = format!(
        "format = 1\ntitle = \"Large\"\nstatus_quo = []\n{}{}[outcomes]\ngood = \"a.o1 and b.o1\"\n",
        of("a", 9),
        of("b", 8)
    );
    std::fs::write(&file, conflict).expect("it can be written");
    let text = output(&["paths", &file, "--memory", "8"]);
    for part in ["SLIDE TEST  left out", "131,072 states would take about", "and may use 8 MiB"] {
        assert!(
            text.split_whitespace().collect::<Vec<_>>().join(" ").contains(&part.replace("  ", " ")),
            "{part}: {text}"
        );
    }
    let text = output(&["paths", &file]);
    assert!(text.contains("good") && text.contains("all "), "{text}");
}
