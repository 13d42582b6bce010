//! Variants, views, unknowns, propositions and events in the file.

use detente_model::read::read;
use detente_model::{Change, Conflict, Motion, Question, State, StateList};

const FILE: &str = r#"
format = 1
title = "Two"
status_quo = ["a.x", "b.z"]

[sources.report]
[claims.K1]
source = "report"
at = [0, 10]
standing = "disputed"
reading = "One thing."
other_reading = "Another."

[decision_makers.a]
options.x = "X"
options.y = { text = "Y", direction = "on" }
prefers = [{ id = "a1", that = "x", cites = ["K1"], basis = "disputed" }, { id = "a2", that = "b.z" }, { id = "a3", that = "not y" }]

[decision_makers.b]
options.z = "Z"
prefers = [{ id = "b1", that = "z iff a.x" }]

[[infeasible]]
id = "F1"
when = "a.y and b.z"

[outcomes]
settled = "a.x and b.z"

[variants.other]
text = "The other reading"
other_reading = ["K1"]
drop = ["F1"]
negate = ["a1"]
replace = { a2 = "not b.z" }
place = { a3 = "first" }
add = [{ to = "a", id = "a4", that = "y", place = "after a1" }, { to = "b", that = "a.y" }]
infeasible = [{ id = "F2", when = "not a.x and not b.z" }]
direction = { "a.y" = "both" }
status_quo = ["a.y", "b.z"]

[variants.held]
hold = { "b.z" = false }

[variants.misread.views.a.decision_makers.b]
prefers = ["not z"]

[variants.clear]
clarified = ["b"]

[views.b.decision_makers.a]
prefers = ["not x", { id = "seen", that = "y" }]
unaware = ["y"]

[unknowns.trigger]
text = "What would make A move"
written = "A likes X"
or = [{ words = "A does not like X", negate = ["a1"] }, { words = "A does not care", drop = ["a1"] }]

[propositions.P1]
says = "It lasts."
cites = ["K1"]
ask = { equilibrium = "nash" }
variants = ["other", "held"]

[propositions.P2]
says = "It cannot come to Y."
ask = { avoids = "a.y", by = "improvements" }

[[events]]
date = "2023-07-03"
by = "a"
on = ["y"]
off = ["x"]
"#;

fn conflict() -> Conflict {
    let reading = read(FILE);
    assert_eq!(reading.diagnostics, []);
    reading.conflict.expect("the file reads")
}

#[test]
fn a_variant_makes_its_changes_in_an_order_in_which_places_mean_what_they_say() {
    let conflict = conflict();
    let other = conflict.changed(&conflict.study.variants[0].changes).expect("it was checked when it was read");
    let order = |dm: u32| -> Vec<String> {
        let statements = other.statements(detente_model::DmId(dm)).expect("statements");
        statements.iter().map(|s| format!("{} {}", s.id, s.that.text(&other))).collect()
    };
    assert_eq!(order(0), ["a3 not a.y", "a1 not a.x", "a4 a.y", "a2 not b.z"]);
    assert_eq!(order(1), ["b1 b.z iff a.x", "other.added2 a.y"]);
    assert_eq!(other.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["F2"]);
    assert!(matches!(&other.status_quo, Some(State::Vector(vector)) if vector.row(3) == "NYY"));
    assert_eq!(conflict.study.variants[0].other_reading.len(), 1);
}

#[test]
fn places_hold_whatever_else_changes_before_them() {
    let file = FILE.replace(
        "[unknowns.trigger]",
        "[unknowns.one]\nor = [{ words = \"a3 before a2\", place = { a3 = \"before a2\" } }]\n[unknowns.trigger]",
    );
    let conflict = read(&file).conflict.expect("it reads");
    let place = &conflict.study.unknowns[0].alternatives[1].changes;
    let dropped = Change::Drop { id: "a1".into() };
    let both = conflict.changed(&[vec![dropped], place.clone()].concat()).expect("both can be made");
    let list = both.statements(detente_model::DmId(0)).expect("statements");
    assert_eq!(list.iter().map(|statement| statement.id.as_str()).collect::<Vec<_>>(), ["a3", "a2"]);
}

#[test]
fn a_held_option_takes_the_status_quo_along() {
    let conflict = conflict();
    let held = conflict.changed(&conflict.study.variants[1].changes).expect("it was checked when it was read");
    assert!(matches!(&held.status_quo, Some(State::Vector(vector)) if vector.row(3) == "YNN"));
    assert_eq!(StateList::new(&held, 10).expect("few").states().len(), 4);
}

#[test]
fn views_unknowns_propositions_and_events_are_read() {
    let study = conflict().study;
    assert_eq!(study.views.len(), 1);
    assert!(
        matches!(&study.views[0].changes[..], [Change::Prefer { statements, .. }, Change::Fix { on: false, .. }] if statements.len() == 2)
    );
    assert_eq!(
        study.unknowns[0].alternatives.iter().map(|a| a.words.as_str()).collect::<Vec<_>>(),
        ["A likes X", "A does not like X", "A does not care"]
    );
    assert!(matches!(study.propositions[0].question, Question::Equilibrium { at: None, .. }));
    assert!(matches!(study.propositions[1].question, Question::Avoids { by: Motion::Improvements, .. }));
    assert_eq!(study.propositions[0].variants, ["other", "held"]);
    assert_eq!(study.events[0].switches.len(), 2);
}

#[test]
fn a_variant_has_views_of_its_own_beside_those_of_the_file_or_takes_them_away() {
    let study = conflict().study;
    let among = |id: &str| {
        let variant = study.variants.iter().find(|variant| variant.id == id).expect("it is there");
        variant.views_among(&study.views)
    };
    assert_eq!(among("other"), study.views);
    assert_eq!(among("misread").iter().map(|view| view.of.0).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(among("misread")[1], study.views[0]);
    assert_eq!(among("clear"), []);
}

#[test]
fn a_view_that_does_not_go_with_a_variant_is_warned_of() {
    let file = FILE
        .replace("unaware = [\"y\"]", "ranking = \"s1 > s2 > s3 > s4 > s5 > s6\"")
        .replace("prefers = [\"not x\", { id = \"seen\", that = \"y\" }]\n", "");
    let reading = read(&file);
    let told: Vec<String> = reading.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    assert!(reading.conflict.is_some(), "{told:?}");
    assert!(
        told.iter().all(|message| message.starts_with("the view of `b` does not go with this variant")),
        "{told:?}"
    );
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn what_a_study_adds_does_not_change_what_the_conflict_means() {
    let cut = FILE.find("[variants.other]").expect("it is there");
    let plain = read(&FILE[..cut]).conflict.expect("it reads");
    assert_eq!(detente_model::digest(&plain), detente_model::digest(&conflict()));
}

/// The complaints about the file with one line of it replaced.
fn complaints(line: &str, by: &str) -> Vec<String> {
    let file = FILE.replace(line, by);
    assert_ne!(file, FILE, "{line}");
    let reading = read(&file);
    assert!(reading.conflict.is_none() || reading.errors().next().is_none());
    reading
        .diagnostics
        .iter()
        .map(|d| format!("{}: {} | {}", d.line_and_column(&file).0, d.message, d.help.as_deref().unwrap_or("")))
        .collect()
}

#[test]
fn mistakes_in_a_study_are_named_at_their_place() {
    for (line, by, expected) in [
        (
            "negate = [\"a1\"]\nreplace",
            "negate = [\"a9\"]\nreplace",
            "there is no statement or rule `a9` | to choose from: `a1`",
        ),
        ("drop = [\"F1\"]", "drop = [\"G1\"]", "there is no statement or rule `G1`"),
        ("place = { a3 = \"first\" }", "place = { a3 = \"top\" }", "`top` is not a place"),
        ("place = { a3 = \"first\" }", "place = { a3 = \"before b1\" }", "`a` has no statement `b1` to stand beside"),
        ("hold = { \"b.z\" = false }", "hold = { \"b.q\" = false }", "`b` has no option `q`"),
        ("hold = { \"b.z\" = false }", "hold = { \"b.z\" = \"no\" }", "should be true or false, not a text"),
        (
            "direction = { \"a.y\" = \"both\" }",
            "direction = { \"a.y\" = \"up\" }",
            "`up` is not a word for `direction`",
        ),
        (
            "variants = [\"other\", \"held\"]",
            "variants = [\"othr\"]",
            "there is no variant `othr` | did you mean `other`?",
        ),
        ("ask = { equilibrium = \"nash\" }", "ask = { }", "a question asks for exactly one thing"),
        (
            "ask = { equilibrium = \"nash\" }",
            "ask = { equilibrium = \"nash\", by = \"best\" }",
            "`by` does not go with `equilibrium`",
        ),
        ("ask = { equilibrium = \"nash\" }", "ask = { stable = \"nash\" }", "`stable` needs a decision maker"),
        ("ask = { avoids = \"a.y\", by = \"improvements\" }", "ask = { avoids = \"a.q\" }", "`a` has no option `q`"),
        ("other_reading = [\"K1\"]", "other_reading = [\"K2\"]", "there is no claim `K2`"),
        ("[views.b.decision_makers.a]", "[views.c.decision_makers.a]", "there is no decision maker `c`"),
        ("clarified = [\"b\"]", "clarified = [\"a\"]", "`a` has no view that could be left out"),
        ("clarified = [\"b\"]", "clarified = [\"q\"]", "there is no decision maker `q`"),
        (
            "clarified = [\"b\"]",
            "clarified = [\"b\"]\nviews.b.decision_makers.a.prefers = []",
            "`b` has a view in this variant",
        ),
        ("clarified = [\"b\"]", "views = false", "should be a table"),
        ("clarified = [\"b\"]", "views.b.decision_makers.a.prefers = [\"q\"]", "`q`"),
        ("clarified = [\"b\"]", "views.b.decision_makers.a.wishes = [\"q\"]", "`wishes`"),
        ("on = [\"y\"]\n", "on = [\"b.z\"]\n", "`b.z` is an option of `b`, not of `a`"),
        (
            "words = \"A does not care\", drop = [\"a1\"]",
            "words = \"A does not care\"",
            "this alternative changes nothing",
        ),
        ("status_quo = [\"a.y\", \"b.z\"]\n", "status_quo = [\"a.y\"]\n", "the rule `F2` excludes this state"),
    ] {
        let found = complaints(line, by);
        assert!(found.iter().any(|complaint| complaint.contains(expected)), "{by}: {found:#?}");
    }
}
