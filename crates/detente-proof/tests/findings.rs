//! Findings: right ones are accepted, and of wrong ones the checker says what is wrong.

use detente_model::{Conflict, Expr, OptionId, Outcome, OutcomeWhen, Provenance};
use detente_proof::{Bundle, Finding, Goal, Reached, Step, verify};
use detente_testkit::{Game, graph_model, two_by_two};

/// The Prisoner's Dilemma with two outcomes.
fn dilemma() -> Conflict {
    let mut conflict = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
    let both = |on: bool| {
        let option = |option| if on { Expr::Option(option) } else { Expr::Option(option).negated() };
        OutcomeWhen::Holds(Expr::And(vec![option(OptionId(0)), option(OptionId(1))]))
    };
    for (id, when) in [("war", both(true)), ("peace", both(false))] {
        conflict.outcomes.push(Outcome { id: id.into(), text: None, when, provenance: Provenance::default() });
    }
    conflict
}

/// The second decision maker can go on only after the third.
fn relay() -> Conflict {
    graph_model(
        5,
        &[(&[(0, 1)], &[1, 2, 3, 4, 0]), (&[(1, 2), (3, 4)], &[0, 0, 1, 1, 2]), (&[(2, 3)], &[0, 0, 0, 1, 1])],
    )
}

/// A choice of improvements: to 1 and 2, which tie, or to 3, which is less.
fn choice() -> Conflict {
    graph_model(4, &[(&[(0, 1), (0, 2), (0, 3)], &[0, 2, 2, 1]), (&[(1, 0)], &[1, 0, 0, 0])])
}

fn steps(list: &[(&str, &str)]) -> Vec<Step> {
    list.iter().map(|&(by, to)| Step { by: by.into(), to: to.into() }).collect()
}

fn pairs(list: &[(&str, &[&str])]) -> Vec<Reached> {
    list.iter()
        .map(|(by, states)| Reached { by: (*by).into(), states: states.iter().map(|&state| state.into()).collect() })
        .collect()
}

fn outcome(id: &str) -> Goal {
    Goal::Outcome(id.into())
}

fn at(states: &[&str]) -> Goal {
    Goal::States(states.iter().map(|&state| state.into()).collect())
}

fn path(from: &str, motion: &str, goal: Goal, list: &[(&str, &str)]) -> Finding {
    Finding::Path { from: from.into(), motion: motion.into(), goal, steps: steps(list) }
}

fn never(from: &str, motion: &str, goal: Goal, list: &[(&str, &[&str])]) -> Finding {
    Finding::Unreachable { from: from.into(), motion: motion.into(), goal, reached: pairs(list) }
}

fn joint(members: &[&str], from: &str, list: &[(&str, &str)]) -> Finding {
    let members = members.iter().map(|&id| id.into()).collect();
    Finding::JointImprovement { members, from: from.into(), goal: None, steps: steps(list) }
}

fn no_joint(members: &[&str], from: &str, list: &[(&str, &[&str])]) -> Finding {
    let members = members.iter().map(|&id| id.into()).collect();
    Finding::NoJointImprovement { members, from: from.into(), goal: None, reached: pairs(list) }
}

fn certificate(conflict: &Conflict, findings: Vec<Finding>) -> Bundle {
    Bundle { findings, ..Bundle::of(conflict) }
}

#[track_caller]
fn accept(conflict: &Conflict, finding: Finding) {
    let bundle = certificate(conflict, vec![finding]);
    assert_eq!(Bundle::from_json(&bundle.to_json()).as_ref(), Ok(&bundle));
    let verified = verify(conflict, &bundle).unwrap_or_else(|rejections| panic!("{}", rejections[0]));
    assert_eq!((verified.verdicts, verified.findings), (0, 1));
    assert_eq!(verified.to_string(), "1 finding proved");
}

#[track_caller]
fn reject(conflict: &Conflict, finding: Finding, because: &str) {
    let rejections = verify(conflict, &certificate(conflict, vec![finding])).expect_err("the finding is wrong");
    let first = rejections[0].to_string();
    assert!(first.starts_with("finding 0 (") && first.contains(because), "{first}");
}

// --- paths ---------------------------------------------------------------------------------------

#[test]
fn a_path_leads_by_legal_steps_to_its_goal() {
    let dilemma = dilemma();
    for motion in ["moves", "improvements", "best"] {
        accept(&dilemma, path("NN", motion, outcome("war"), &[("row", "YN"), ("column", "YY")]));
        accept(&dilemma, path("NN", motion, at(&["YY", "NY"]), &[("column", "NY")]));
        accept(&relay(), path("s0", motion, at(&["s2"]), &[("dm0", "s1"), ("dm1", "s2")]));
    }
    let condition = Goal::Condition("row.defect and not column.defect".into());
    accept(&dilemma, path("NN", "best", condition, &[("row", "YN")]));
    // The same decision maker again, after another.
    let relayed = [("dm1", "s2"), ("dm2", "s3"), ("dm1", "s4")];
    accept(&relay(), path("s1", "moves", at(&["s4"]), &relayed));
}

#[test]
fn a_path_without_steps_proves_a_goal_that_holds_at_the_beginning() {
    accept(&dilemma(), path("NN", "best", outcome("peace"), &[]));
    reject(&dilemma(), path("NN", "best", outcome("war"), &[]), r#"ends at "NN", where the goal does not hold"#);
}

#[test]
fn a_path_that_is_not_legal_or_misses_its_goal_is_rejected() {
    let wrong = |list: &[(&str, &str)]| path("NN", "moves", outcome("war"), list);
    let dilemma = dilemma();
    reject(&dilemma, wrong(&[("row", "YN")]), "where the goal does not hold");
    reject(&dilemma, wrong(&[("row", "YN"), ("row", "NN"), ("row", "YN")]), r#""row" moves twice in succession"#);
    reject(&dilemma, wrong(&[("row", "YY")]), r#""row" cannot move from "NN" to "YY""#);
    reject(&dilemma, wrong(&[("nobody", "YN")]), r#"no decision maker "nobody""#);
    reject(&dilemma, wrong(&[("row", "YNN")]), r#""YNN" is no state"#);
    let back = [("row", "YN"), ("column", "YY"), ("row", "NY"), ("column", "NN"), ("row", "YN"), ("column", "YY")];
    accept(&dilemma, wrong(&back));
    let by = |motion| path("NN", motion, outcome("war"), &back);
    reject(&dilemma, by("improvements"), r#""row" does not prefer "NY" to "YY""#);
    reject(&dilemma, by("best"), r#""row" does not prefer "NY" to "YY""#);
    reject(&dilemma, by("leaps"), r#"not "leaps""#);
}

#[test]
fn a_best_improvement_may_be_one_of_several_and_no_lesser_one() {
    let to = |state, motion| path("s0", motion, at(&[state]), &[("dm0", state)]);
    accept(&choice(), to("s1", "best"));
    accept(&choice(), to("s2", "best"));
    accept(&choice(), to("s3", "improvements"));
    reject(&choice(), to("s3", "best"), r#""dm0" has a better improvement from "s0" than "s3""#);
}

// --- what cannot be reached ----------------------------------------------------------------------

#[test]
fn what_a_closed_set_does_not_hold_cannot_be_reached() {
    let all = [("row", &["YN", "YY"][..]), ("column", &["NY", "YY"][..])];
    for motion in ["improvements", "best"] {
        accept(&dilemma(), never("NN", motion, Goal::Condition("false and row.defect".into()), &all));
        accept(&dilemma(), never("YN", motion, outcome("peace"), &[("column", &["YY"])]));
    }
    accept(&choice(), never("s0", "best", at(&["s3"]), &[("dm0", &["s1", "s2"]), ("dm1", &["s0"])]));
    // A set may be larger than needed, as long as it is closed.
    let larger = [("dm0", &["s1", "s2"][..]), ("dm1", &["s0", "s2"][..])];
    accept(&choice(), never("s0", "best", at(&["s3"]), &larger));
}

#[test]
fn a_goal_that_holds_at_the_beginning_or_within_the_set_is_reached() {
    let all = [("row", &["YN", "YY"][..]), ("column", &["NY", "YY"][..])];
    reject(&dilemma(), never("NN", "best", outcome("peace"), &all), r#""NN" is reached"#);
    reject(&dilemma(), never("NN", "best", outcome("war"), &all), r#""YY" is reached"#);
}

#[test]
fn a_set_that_a_step_leaves_proves_nothing() {
    let set = |list: &[(&str, &[&str])]| never("YN", "improvements", outcome("peace"), list);
    reject(&dilemma(), set(&[]), r#"leaves out that "column" can go from "YN" to "YY""#);
    reject(&dilemma(), set(&[("row", &["YY"])]), "leaves out");
    let by_moves = never("YY", "moves", outcome("peace"), &[("row", &["NY"]), ("column", &["YN"])]);
    reject(&dilemma(), by_moves, r#"leaves out that "row" can go from "YN" to "NN""#);
    let best = |motion| never("s0", motion, at(&["s3"]), &[("dm0", &["s1", "s2"]), ("dm1", &["s0"])]);
    reject(&choice(), best("improvements"), r#"leaves out that "dm0" can go from "s0" to "s3""#);
    // The first step as well as what follows: from s1 the second can move on, unless it moved last.
    reject(&choice(), never("s0", "best", at(&["s3"]), &[("dm0", &["s1", "s2"])]), r#""dm1" can go from "s1" to "s0""#);
    reject(&choice(), never("s0", "best", at(&["s3"]), &[("dm0", &["s1"]), ("dm1", &["s0"])]), "leaves out");
}

#[test]
fn closed_sets_and_goals_name_what_there_is_and_nothing_twice() {
    let set = |list: &[(&str, &[&str])]| never("YN", "best", outcome("peace"), list);
    reject(&dilemma(), set(&[("nobody", &["YY"])]), r#"no decision maker "nobody""#);
    reject(&dilemma(), set(&[("column", &["Y"])]), r#""Y" is no state"#);
    reject(&dilemma(), set(&[("column", &["YY", "YY"])]), "listed twice");
    let goal = |goal| never("YN", "best", goal, &[("column", &["YY"])]);
    accept(&dilemma(), goal(at(&["NN"])));
    reject(&dilemma(), goal(at(&[])), "at least one state");
    reject(&dilemma(), goal(at(&["NN", "NN"])), "none twice");
    reject(&dilemma(), goal(at(&["s1"])), r#""s1" is no state"#);
    reject(&dilemma(), goal(outcome("truce")), r#"no outcome "truce""#);
    reject(&dilemma(), goal(Goal::Condition("truce".into())), "cannot be read");
}

// --- coalitions ----------------------------------------------------------------------------------

#[test]
fn a_joint_improvement_is_better_for_every_member() {
    let dilemma = dilemma();
    accept(&dilemma, joint(&["row", "column"], "YY", &[("row", "NY"), ("column", "NN")]));
    accept(&dilemma, joint(&["row"], "NN", &[("row", "YN")]));
    let wrong = |members: &[&str], list: &[(&str, &str)]| joint(members, "YY", list);
    reject(&dilemma, wrong(&["row", "column"], &[("row", "NY")]), r#""row" does not prefer "NY""#);
    reject(&dilemma, wrong(&["row", "column"], &[]), r#""row" does not prefer "YY""#);
    let both = [("row", "NY"), ("column", "NN")];
    reject(&dilemma, wrong(&["row"], &both), r#""column" is no member of the coalition"#);
    reject(&dilemma, wrong(&[], &both), "at least one member");
    reject(&dilemma, wrong(&["row", "row"], &both), "none twice");
    let again = [("row", "NY"), ("row", "YY")];
    reject(&dilemma, wrong(&["row", "column"], &again), "twice in succession");
    reject(&dilemma, wrong(&["row", "column"], &[("row", "NN")]), r#""row" cannot move from "YY" to "NN""#);
}

#[test]
fn a_coalition_without_joint_improvement_reaches_nothing_that_all_prefer() {
    let all: &[&str] = &["NN", "NY", "YN", "YY"];
    accept(&dilemma(), no_joint(&["row", "column"], "NN", &[("row", all), ("column", all)]));
    accept(&dilemma(), no_joint(&["row"], "YY", &[("row", &["NY"])]));
    let both = no_joint(&["row", "column"], "YY", &[("row", all), ("column", all)]);
    reject(&dilemma(), both, r#""NN" is reached, and is what the finding denies"#);
    reject(&dilemma(), no_joint(&["row"], "YY", &[]), r#"leaves out that "row" can go from "YY" to "NY""#);
    let stranger = no_joint(&["row"], "YY", &[("row", &["NY"]), ("column", &["NN"])]);
    reject(&dilemma(), stranger, r#""column" is not one of those who move"#);
}

// --- the file ------------------------------------------------------------------------------------

#[test]
fn the_same_finding_twice_is_rejected_and_every_wrong_one_is_named() {
    let right = path("NN", "best", outcome("peace"), &[]);
    let wrong = path("NN", "best", outcome("war"), &[]);
    let bundle = certificate(&dilemma(), vec![right.clone(), wrong, right]);
    let rejections = verify(&dilemma(), &bundle).unwrap_err();
    let what: Vec<_> = rejections.iter().map(|rejection| rejection.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "finding 1 (from NN by best improvements to the outcome war: a path of 0 steps)",
            "finding 2 (from NN by best improvements to the outcome peace: a path of 0 steps)",
        ]
    );
}

#[test]
fn findings_are_written_one_a_line_and_read_strictly() {
    let findings = vec![
        path("NN", "best", outcome("war"), &[("row", "YN"), ("column", "YY")]),
        never("YN", "best", at(&["NN"]), &[("column", &["YY"])]),
        joint(&["row"], "NN", &[("row", "YN")]),
        no_joint(&["row"], "YY", &[("row", &["NY"])]),
    ];
    let text = certificate(&dilemma(), findings).to_json();
    let list = r#""findings":[
{"finding":"path","from":"NN","motion":"best","goal":{"outcome":"war"},"steps":[{"by":"row","to":"YN"},{"by":"column","to":"YY"}]},
{"finding":"unreachable","from":"YN","motion":"best","goal":{"states":["NN"]},"reached":[{"by":"column","states":["YY"]}]},
{"finding":"joint_improvement","members":["row"],"from":"NN","steps":[{"by":"row","to":"YN"}]},
{"finding":"no_joint_improvement","members":["row"],"from":"YY","reached":[{"by":"row","states":["NY"]}]}
]
}
"#;
    assert!(text.ends_with(list), "{text}");
    let read = Bundle::from_json(&text).unwrap();
    assert_eq!(verify(&dilemma(), &read).unwrap().findings, 4);
    for (from, to, because) in [
        (r#""finding":"path""#, r#""finding":"route""#, "unknown variant `route`"),
        (r#""finding":"path","#, "", "missing field `finding`"),
        (r#""motion":"best","#, "", "missing field `motion`"),
        (r#""motion":"best","#, r#""motion":"best","motion":"best","#, "duplicate field `motion`"),
        (r#""motion":"best","#, r#""motion":"best","why":"x","#, "unknown field `why`"),
        (r#"{"outcome":"war"}"#, r#"{"outcome":"war","states":["NN"]}"#, "map with a single key"),
        (r#"{"outcome":"war"}"#, r#"{"result":"war"}"#, "unknown variant `result`"),
        (r#""members":["row"]"#, r#""members":"row""#, "invalid type"),
        (r#""by":"row""#, r#""by":"row","as":"x""#, "unknown field `as`"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let error = Bundle::from_json(&changed).expect_err(to).to_string();
        assert!(error.contains(because), "{error}");
    }
}
