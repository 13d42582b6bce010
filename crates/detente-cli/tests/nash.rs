//! The Nash equilibria of conflicts of any size.

mod support;

use support::{output, run, run_with_input};

#[test]
fn equilibria_are_listed_in_options_with_the_outcomes_that_hold_there() {
    insta::assert_snapshot!("us-china-2023", output(&["nash", "us-china-2023"]));
}

#[test]
fn a_list_that_is_cut_says_why() {
    insta::assert_snapshot!("cut", output(&["nash", "us-china-2023", "--where", "us.arms", "--limit", "2"]));
    let said = output(&["nash", "us-china-2023", "--work", "3"]);
    assert!(said.contains("the work was used up") && said.contains("--work"), "{said}");
    let said = output(&["nash", "us-china-2023", "--memory", "0"]);
    assert!(said.contains("the memory was used up") && said.contains("--memory"), "{said}");
}

#[test]
fn that_there_is_none_is_said_to_be_proved() {
    let said = output(&["nash", "us-china-2023", "--where", "us.arms and not china.provoke"]);
    assert!(said.contains("No Nash equilibrium where us.arms and not china.provoke. This is proved"), "{said}");
}

#[test]
fn they_are_those_of_the_analysis() {
    for case in ["us-china-2023", "us-china-2023-taiwan", "garrison"] {
        let json = |args: &[&str]| -> serde_json::Value {
            serde_json::from_str(&output(&[args, &["--format", "json"]].concat())).expect("JSON")
        };
        let searched = json(&["nash", case]);
        let analysed = json(&["states", case, "--equilibria", "nash"]);
        let on = |list: &serde_json::Value| -> Vec<serde_json::Value> {
            list.as_array().expect("a list").iter().map(|state| state["on"].clone()).collect()
        };
        assert_eq!(on(&searched["equilibria"]), on(&analysed["states"]), "{case}");
        assert_eq!((&searched["complete"], &searched["cut"]), (&true.into(), &serde_json::Value::Null), "{case}");
        assert_eq!(searched["count"], analysed["count"], "{case}");
    }
}

#[test]
fn a_table_has_a_row_for_each_equilibrium() {
    let table = output(&["nash", "us-china-2023", "--format", "csv"]);
    assert_eq!(table.lines().count(), 1 + 6);
    assert!(table.starts_with("us.engage,"), "{table}");
}

/// A conflict of so many options that no analysis lists its states: everybody would match the next option, and has other wishes.
fn large(dms: usize, options: usize) -> String {
    let mut text = "format = 1\ntitle = \"A large conflict\"\n".to_string();
    for dm in 0..dms {
        text += &format!("\n[decision_makers.d{dm}]\nname = \"DM {dm}\"\n");
        (0..options).for_each(|option| text += &format!("options.o{option} = \"Option {option}\"\n"));
        text += "prefers = [\n";
        for option in 0..options {
            let next = (dm + 1) % dms;
            text += &format!("  \"d{dm}.o{option} iff d{next}.o{option}\",\n  \"not d{dm}.o{option}\",\n");
        }
        text += "]\n";
    }
    text + "\n[outcomes.first]\nwhen = \"d0.o0\"\n"
}

#[test]
fn hundreds_of_options_are_not_too_many() {
    let text = large(10, 20);
    // Whoever matches the next in every option has nothing better: all do or none does, option by option, which is 2^20 equilibria.
    let said = run_with_input(&["nash", "-", "--limit", "5"], text.as_bytes());
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("More than 5 Nash equilibria") && said.stdout.contains("2^200"), "{}", said.stdout);
    let all_off: Vec<String> = (1..20).map(|option| format!("not d3.o{option}")).collect();
    let said = run_with_input(&["nash", "-", "--where", &all_off.join(" and ")], text.as_bytes());
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("2 Nash equilibria where") && said.stdout.contains("complete"), "{}", said.stdout);
}

#[test]
fn conflicts_with_named_states_are_referred_to_the_list_of_states() {
    let refused = run(&["nash", "elmira"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("detente states --equilibria nash"), "{}", refused.stderr);
}
