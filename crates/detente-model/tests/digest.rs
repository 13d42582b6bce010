//! What changes the digest of a conflict, and what does not.

mod common;

use std::collections::BTreeMap;

use common::catalogue;
use detente_model::digest;
use detente_model::read::read;

const PLAIN: &str = r#"
format = 1
title = "Two neighbours"
description = "About a bridge."
reference = "Nobody (2026)"
status_quo = ["north.talk"]

[sources.report]
title = "A report"

[claims.K1]
source = "report"
at = [0, 10]
standing = "quoted"
reading = "They talk."

[decision_makers.north]
name = "North"
options.talk = { text = "Talk", cites = ["K1"] }
options.strike = { text = "Strike", direction = "on" }
prefers = [
  { id = "u1", that = "not south.hold and talk", basis = "judgement", because = "It seems so." },
  "strike or south.hold",
]

[decision_makers.south]
options.hold = "Hold the bridge"
options.burn = "Burn the bridge"
weights = { hold = 2, "north.talk" = 1 }

[decision_makers.east]
options.watch = "Watch"
prefers = []

[[infeasible]]
id = "F1"
when = "talk and strike"

[outcomes]
war = { when = "strike", text = "War" }
first = ["s1", "s3"]

[[published]]
concept = "nash"
count = 3
"#;

const NAMED: &str = r#"
format = 1
title = "Named states"
status_quo = "a"

[decision_makers.north]
options.talk = "Talk"
options.ban = "Ban"
ranking = "a > b ~ c"

[decision_makers.south]
ranking = "c > b > a"

[states]
a = { at = "NN", text = "Nothing" }
b = "YN"
c = { when = "ban" }

[moves.south]
a = ["b", "c"]

[outcomes]
good = ["a", "b"]
"#;

fn digest_of(text: &str) -> String {
    let reading = read(text);
    let conflict = reading.conflict.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics));
    digest(&conflict)
}

/// `text` with one thing changed.
fn with(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}` is there once");
    text.replace(from, to)
}

#[test]
fn what_is_said_about_a_conflict_does_not_change_its_digest() {
    let plain = digest_of(PLAIN);
    for (from, to) in [
        ("format = 1", "# A remark\n\n\nformat   =   1   # one"),
        ("Two neighbours", "Two other neighbours"),
        ("description = \"About a bridge.\"\n", ""),
        ("Nobody (2026)", "Somebody (2027)"),
        ("\"A report\"", "\"Another report\""),
        ("at = [0, 10]", "at = [5, 7]"),
        ("standing = \"quoted\"", "standing = \"filler\""),
        ("They talk.", "They do not talk."),
        ("cites = [\"K1\"]", "basis = \"logic\""),
        ("It seems so.", "It does not."),
        ("id = \"u1\"", "id = \"u17\""),
        ("id = \"F1\"", "id = \"F17\""),
        ("count = 3", "includes = [\"s1\"]"),
        ("not south.hold and talk", "!(south.hold) & north.talk"),
        ("strike or south.hold", "(north.strike) || hold"),
        ("status_quo = [\"north.talk\"]", "status_quo = \"YNNNN\""),
        ("{ hold = 2, \"north.talk\" = 1 }", "{ talk = 1, \"south.hold\" = 2, burn = 0 }"),
        ("[\"s1\", \"s3\"]", "[\"s3\", \"s1\"]"),
        ("{ text = \"Strike\", direction = \"on\" }", "{ direction = 'on', text = '''Strike''' }"),
        ("options.watch = \"Watch\"", "options.watch = { text = \"Watch\", direction = \"both\" }"),
    ] {
        assert_eq!(digest_of(&with(PLAIN, from, to)), plain, "{from} -> {to}");
    }
    let named = digest_of(NAMED);
    for (from, to) in [
        ("Named states", "States"),
        ("b ~ c", "c ~ b"),
        ("status_quo = \"a\"", "status_quo = []"),
        ("b = \"YN\"", "b = [\"talk\"]"),
        ("[\"b\", \"c\"]", "[\"c\", \"b\"]"),
        ("[\"a\", \"b\"]", "[\"b\", \"a\"]"),
    ] {
        assert_eq!(digest_of(&with(NAMED, from, to)), named, "{from} -> {to}");
    }
}

#[test]
fn what_decides_an_answer_or_says_what_it_is_about_changes_the_digest() {
    let changes = [
        (PLAIN, "status_quo = [\"north.talk\"]", "status_quo = []"),
        (PLAIN, "status_quo = [\"north.talk\"]\n", ""),
        (PLAIN, "name = \"North\"", "name = \"The North\""),
        (PLAIN, "text = \"Talk\"", "text = \"Talks\""),
        (PLAIN, "\"Burn the bridge\"", "\"Burn the bridge \""),
        (PLAIN, "direction = \"on\"", "direction = \"off\""),
        (PLAIN, ", direction = \"on\"", ""),
        (PLAIN, "not south.hold and talk", "not south.hold"),
        (PLAIN, "not south.hold and talk", "not (south.hold and talk)"),
        (PLAIN, "  \"strike or south.hold\",\n", ""),
        (PLAIN, "  \"strike or south.hold\",\n", "  \"strike or south.hold\",\n  \"true\",\n"),
        (PLAIN, "hold = 2", "hold = 3"),
        (PLAIN, "prefers = []", "weights = {}"),
        (PLAIN, "prefers = []", "prefers = [\"false\"]"),
        (PLAIN, "when = \"talk and strike\"", "when = \"talk and burn\""),
        (PLAIN, "[[infeasible]]\nid = \"F1\"\nwhen = \"talk and strike\"\n", ""),
        (PLAIN, "text = \"War\"", "text = \"Peace\""),
        (PLAIN, "when = \"strike\"", "when = \"burn\""),
        (PLAIN, "war = {", "peace = {"),
        (PLAIN, "[\"s1\", \"s3\"]", "[\"s1\"]"),
        (PLAIN, "options.watch = \"Watch\"\n", ""),
        (NAMED, "a > b ~ c", "a > b > c"),
        (NAMED, "a > b ~ c", "b > a ~ c"),
        (NAMED, "text = \"Nothing\"", "text = \"Something\""),
        (NAMED, "when = \"ban\"", "when = \"ban and talk\""),
        (NAMED, "status_quo = \"a\"", "status_quo = \"b\""),
        (NAMED, "[\"b\", \"c\"]", "[\"b\"]"),
        (NAMED, "a = [\"b\", \"c\"]", "b = [\"a\", \"c\"]"),
        (NAMED, "[moves.south]\na = [\"b\", \"c\"]\n", ""),
        (NAMED, "[moves.south]\na = [\"b\", \"c\"]\n", "[moves.south]\n"),
        (NAMED, "[\"a\", \"b\"]", "[\"b\"]"),
    ];
    let mut seen = BTreeMap::from([(digest_of(PLAIN), "plain".to_string()), (digest_of(NAMED), "named".to_string())]);
    for (text, from, to) in changes {
        if let Some(other) = seen.insert(digest_of(&with(text, from, to)), format!("{from} -> {to}")) {
            panic!("`{from}` -> `{to}` has the digest of `{other}`");
        }
    }
}

#[test]
fn the_order_of_statements_options_and_decision_makers_changes_the_digest() {
    let swapped = |one: &str, other: &str| {
        let text = with(&with(PLAIN, one, "\u{1}"), other, one);
        digest_of(&text.replace('\u{1}', other))
    };
    let plain = digest_of(PLAIN);
    assert_ne!(swapped("not south.hold and talk", "strike or south.hold"), plain);
    assert_ne!(swapped("options.hold = \"Hold the bridge\"", "options.burn = \"Burn the bridge\""), plain);
    assert_ne!(
        digest_of(&with(NAMED, "b = \"YN\"\nc = { when = \"ban\" }", "c = { when = \"ban\" }\nb = \"YN\"")),
        digest_of(NAMED)
    );
}

#[test]
fn the_name_of_a_state_changes_the_digest() {
    // Every `b` that stands alone.
    let renamed = NAMED.replace("\"b\"", "\"bb\"").replace("> b", "> bb").replace("\nb =", "\nbb =");
    assert_ne!(digest_of(&renamed), digest_of(NAMED));
}

#[test]
fn texts_that_look_like_several_fields_do_not_fool_the_digest() {
    let base = |name: &str, text: &str| {
        format!("format = 1\ntitle = \"T\"\n[decision_makers.n]\nname = '{name}'\noptions.a = '{text}'\nprefers = []\n")
    };
    let texts = ["x", "x\" \"both", "\\", "\\\\", "x\"\n", "both", "é", "e\u{301}", "\u{200b}"];
    let mut seen = BTreeMap::new();
    for name in texts {
        for text in texts {
            let file = base(name, text).replace("'x\"\n'", "\"x\\\"\\n\"");
            assert_eq!(seen.insert(digest_of(&file), (name, text)), None);
        }
    }
}

#[test]
fn line_ends_do_not_change_the_digest() {
    let text = PLAIN.replace("\"Hold the bridge\"", "\"\"\"\nHold\nthe bridge\"\"\"");
    assert_eq!(digest_of(&text.replace('\n', "\r\n")), digest_of(&text));
}

#[test]
fn no_two_conflicts_of_the_catalogue_share_a_digest() {
    let mut seen = BTreeMap::new();
    for (name, text) in catalogue() {
        let digest = digest_of(&text);
        assert!(digest.len() == 71 && digest.starts_with("sha256:"), "{digest}");
        if let Some(other) = seen.insert(digest, name.clone()) {
            panic!("{name} and {other} have one digest");
        }
    }
}

/// Certificates carry digests, so the text behind them must not change by accident. Whoever changes it on purpose changes the first
/// line of the canonical text as well.
#[test]
fn the_digest_of_the_first_case_is_what_it_was() {
    let files: BTreeMap<String, String> = catalogue().into_iter().collect();
    assert_eq!(
        digest_of(&files["us-china-2023"]),
        "sha256:6bcb3d139daf42d93a1a38fb5d4341a3eee263687de02343d69881b2a56400cb"
    );
}
