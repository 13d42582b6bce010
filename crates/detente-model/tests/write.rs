//! Changes written as the body of a variant and read again.

use detente_model::write::{WriteError, changes};
use detente_model::{
    Basis, Change, Conflict, Direction, DmId, OptionId, Place, Provenance, Rule, State, Statement, digest, read,
};
use detente_testkit::{Rng, Shape, random_changes, random_conflict};

const FILE: &str = r#"
format = 1
title = "Two"
status_quo = ["a.x", "b.z"]
[sources.report]
[claims.K1]
source = "report"
at = [0, 10]
standing = "stated"
reading = "One thing."
[decision_makers.a]
options.x = "X"
options.y = "Y"
prefers = [{ id = "a1", that = "x" }, "b.z", { id = "a3", that = "not y" }]
[decision_makers.b]
options.z = "Z"
prefers = ["a.x", "not z"]
[[infeasible]]
id = "F1"
when = "a.x and a.y and b.z"
"#;

fn conflict() -> Conflict {
    read::read(FILE).conflict.expect("the file reads")
}

fn id(text: &str) -> String {
    text.to_string()
}

#[track_caller]
fn written(list: &[Change], expected: &str) {
    let conflict = conflict();
    let text = changes(&conflict, list).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(text, expected);
    let read = read::changes(&conflict, &text).unwrap_or_else(|all| panic!("{all:?}"));
    assert_eq!(digest(&conflict.changed(&read).unwrap()), digest(&conflict.changed(list).unwrap()));
    // The same within a file.
    let file = format!("{FILE}\n[variants.plan]\n{text}");
    let reading = read::read(&file);
    assert_eq!(reading.diagnostics, []);
    let whole = reading.conflict.unwrap();
    assert_eq!(
        digest(&whole.changed(&whole.study.variants[0].changes).unwrap()),
        digest(&conflict.changed(list).unwrap())
    );
}

#[test]
fn every_kind_of_change_has_its_words() {
    let that = |text: &str| read::condition(&conflict(), text).unwrap();
    let cited = Provenance {
        cites: vec![detente_model::ClaimId(0)],
        basis: Some(Basis::Inferred),
        because: Some(id("It \"says\" so.")),
    };
    written(&[], "");
    written(&[Change::Negate { id: id("a1") }], "negate = [\"a1\"]\n");
    written(&[Change::Drop { id: id("a.2") }, Change::Drop { id: id("F1") }], "drop = [\"F1\", \"a.2\"]\n");
    written(
        &[Change::Replace { id: id("a.2"), that: that("x or y and z") }],
        "replace.\"a.2\" = \"a.x or a.y and b.z\"\n",
    );
    written(&[Change::Move { id: id("a3"), to: 0 }], "place.a3 = \"first\"\n");
    written(&[Change::Move { id: id("a1"), to: 1 }], "place.\"a.2\" = \"first\"\n");
    written(&[Change::Place { id: id("a1"), place: Place::Last }], "place.a1 = \"last\"\n");
    let statement = |name: &str, provenance: &Provenance| Statement {
        id: id(name),
        that: that("not z"),
        provenance: provenance.clone(),
    };
    written(
        &[Change::Add { dm: DmId(0), at: 1, statement: statement("a.added.not.b.z", &cited) }],
        "add = [{ to = \"a\", id = \"a_added_not_b_z\", that = \"not b.z\", place = \"after a1\", cites = [\"K1\"], \
         basis = \"inferred\", because = \"It \\\"says\\\" so.\" }]\n",
    );
    let plain = Provenance::default();
    written(
        &[
            Change::Move { id: id("a3"), to: 0 },
            Change::Add { dm: DmId(0), at: 1, statement: statement("n", &plain) },
            Change::Add { dm: DmId(0), at: Change::AT_THE_END, statement: statement("m", &plain) },
        ],
        "place.a3 = \"first\"\nplace.n = \"after a3\"\nplace.m = \"last\"\nadd = [\n  { to = \"a\", id = \"n\", that = \"not b.z\" },\n  \
         { to = \"a\", id = \"m\", that = \"not b.z\" },\n]\n",
    );
    written(
        &[Change::AddRule(Rule { id: id("commitment.0.1"), when: that("y and z"), provenance: plain.clone() })],
        "infeasible = [{ id = \"commitment_0_1\", when = \"a.y and b.z\" }]\n",
    );
    written(&[Change::Direct { option: OptionId(1), direction: Direction::Off }], "direction.\"a.y\" = \"off\"\n");
    written(&[Change::Fix { option: OptionId(0), on: false }], "hold.\"a.x\" = false\n");
}

#[test]
fn whole_lists_and_rankings_are_written_by_the_states_of_the_variant() {
    let that = |text: &str| read::condition(&conflict(), text).unwrap();
    let statement =
        |name: &str, text: &str| Statement { id: id(name), that: that(text), provenance: Provenance::default() };
    written(
        &[Change::Prefer {
            dm: DmId(1),
            statements: vec![statement("b as a sees it.1", "z"), statement("b2", "not x")],
        }],
        "prefers.b = [\n  { that = \"b.z\" },\n  { id = \"b2\", that = \"not a.x\" },\n]\n",
    );
    written(&[Change::Prefer { dm: DmId(1), statements: vec![] }], "drop = [\"b.1\", \"b.2\"]\n");
    let vector = |bits| State::Vector(detente_model::OptionVector::from_bits(3, bits));
    written(
        &[
            Change::Fix { option: OptionId(1), on: false },
            Change::Rank { dm: DmId(0), groups: vec![vec![vector(5)], vec![vector(0), vector(1)], vec![vector(4)]] },
            Change::StatusQuo(vector(4)),
        ],
        "hold.\"a.y\" = false\nranking.a = \"YNY > NNN ~ YNN > NNY\"\nstatus_quo = [\"b.z\"]\n",
    );
}

#[test]
fn changes_that_cannot_be_made_are_not_written() {
    let error = changes(&conflict(), &[Change::Drop { id: id("zz") }]).expect_err("there is no zz");
    assert!(matches!(error, WriteError::Change(_)) && error.to_string().contains("zz"), "{error}");
}

#[test]
fn what_is_not_a_list_of_changes_is_complained_of_at_its_place() {
    for (text, at, message) in [
        ("drop = [\"zz\"]", 8..12, "there is no statement or rule `zz`"),
        ("text = \"nothing\"\ndrops = []", 17..22, "no key `drops`"),
        ("hold = { \"a.x\" = 1 }", 17..18, "true or false"),
        ("drop = [", 0..8, ""),
        ("status_quo = [\"a.x\", \"a.y\", \"b.z\"]", 13..34, "excludes this state"),
        ("[variants.x]\ndrop = []", 1..9, "no key `variants`"),
    ] {
        let complaints = read::changes(&conflict(), text).expect_err(text);
        assert!(complaints[0].message.contains(message), "{text}: {complaints:?}");
        if !message.is_empty() {
            assert_eq!(complaints[0].span, at, "{text}: {complaints:?}");
        }
    }
    assert_eq!(read::changes(&conflict(), "").unwrap(), []);
    let huge = "#".repeat(read::MAX_FILE_BYTES + 1);
    assert_eq!(read::changes(&conflict(), &huge).expect_err("it is too long")[0].code, "too-long");
}

/// The digest, whatever the order of the rules.
fn meaning(mut conflict: Conflict) -> String {
    let texts: Vec<String> = conflict.rules.iter().map(|rule| rule.when.text(&conflict)).collect();
    let mut rules: Vec<(String, Rule)> = texts.into_iter().zip(std::mem::take(&mut conflict.rules)).collect();
    rules.sort_by(|a, b| a.0.cmp(&b.0));
    conflict.rules = rules.into_iter().map(|(_, rule)| rule).collect();
    digest(&conflict)
}

#[test]
fn random_changes_read_back_as_the_same_conflict() {
    let (mut several, mut same_order) = (0, 0);
    let mut keys = std::collections::BTreeMap::<String, usize>::new();
    for seed in 0..6000 {
        let shape = [Shape::Options, Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 4];
        let conflict = random_conflict(seed, shape);
        let mut rng = Rng::new(seed ^ 0xF00D);
        let list = random_changes(&mut rng, &conflict, 8);
        let text = changes(&conflict, &list).unwrap_or_else(|error| panic!("{shape:?} {seed}: {error}\n{list:#?}"));
        let read = read::changes(&conflict, &text).unwrap_or_else(|all| panic!("{shape:?} {seed}: {all:?}\n{text}"));
        let (after, again) = (conflict.changed(&list).unwrap(), conflict.changed(&read).unwrap());
        assert_eq!(meaning(again.clone()), meaning(after.clone()), "{shape:?} {seed}: {list:#?}\n{text}");
        same_order += usize::from(digest(&again) == digest(&after));
        several += usize::from(list.len() > 2);
        for line in text.lines().filter(|line| !line.starts_with(' ') && !line.starts_with(']')) {
            *keys.entry(line.split(['.', ' ']).next().unwrap().to_string()).or_default() += 1;
        }
        // What is written of what is read is the same text.
        assert_eq!(changes(&conflict, &read).as_ref(), Ok(&text), "{shape:?} {seed}");
    }
    assert!(several > 1500 && same_order > 5000, "{several} {same_order}");
    for key in [
        "hold",
        "replace",
        "negate",
        "drop",
        "place",
        "add",
        "infeasible",
        "direction",
        "prefers",
        "ranking",
        "status_quo",
    ] {
        assert!(keys.get(key).is_some_and(|&count| count > 100), "{key}: {keys:?}");
    }
}
