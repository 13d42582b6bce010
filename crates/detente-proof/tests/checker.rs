//! The checker accepts right certificates of the small models of the definitions, and says what is wrong with wrong
//! ones.

use detente_model::{Conflict, OptionId};
use detente_proof::{Answer, Bundle, ClosedSet, Proof, Reached, Step, Verdict, Verified, verify};
use detente_testkit::{Game, graph_model, two_by_two};

// --- the models of the definitions ---------------------------------------------------------------

/// The second decision maker must move twice, not in succession, to sanction.
fn e1() -> Conflict {
    graph_model(
        5,
        &[(&[(0, 1)], &[1, 2, 3, 4, 0]), (&[(1, 2), (3, 4)], &[0, 0, 1, 1, 2]), (&[(2, 3)], &[0, 0, 0, 1, 1])],
    )
}

/// It would have to move twice in succession, which it may not.
fn e2() -> Conflict {
    graph_model(4, &[(&[(0, 1)], &[1, 2, 3, 0]), (&[(1, 2), (2, 3)], &[0, 0, 1, 2]), (&[], &[0, 0, 0, 0])])
}

/// The first step is open to two opponents.
fn e3() -> Conflict {
    graph_model(4, &[(&[(0, 1)], &[1, 2, 3, 0]), (&[(1, 2), (2, 3)], &[0, 0, 1, 2]), (&[(1, 2)], &[0, 0, 1, 1])])
}

/// The only sanction leads back to the starting state.
fn e4() -> Conflict {
    graph_model(2, &[(&[(0, 1)], &[0, 1]), (&[(1, 0)], &[1, 0])])
}

/// One answer is credible and can be escaped, the other cannot be escaped and is not credible.
fn e5() -> Conflict {
    graph_model(
        6,
        &[(&[(0, 1), (2, 5), (4, 5)], &[1, 2, 0, 0, 0, 3]), (&[(1, 2), (1, 3)], &[0, 0, 1, 0, 0, 0]), (&[], &[0; 6])],
    )
}

fn prisoners_dilemma() -> Conflict {
    two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] })
}

fn chicken() -> Conflict {
    two_by_two(Game { row: [3, 2, 4, 1], column: [3, 4, 2, 1] })
}

// --- certificates in short -----------------------------------------------------------------------

fn certificate(conflict: &Conflict, closed_sets: Vec<ClosedSet>, verdicts: Vec<Verdict>) -> Bundle {
    Bundle { closed_sets, verdicts, ..Bundle::of(conflict) }
}

/// Improvements with their answers, such as `"s1: dm1 s2, dm2 s3"`.
fn stable(concept: &str, dm: &str, state: &str, answers: &[&str]) -> Verdict {
    let step = |text: &str| {
        let (by, to) = text.trim().split_once(' ').unwrap();
        Step { by: by.into(), to: to.into() }
    };
    let answer = |text: &&str| {
        let (to, steps) = text.split_once(':').unwrap();
        Answer { to: to.into(), sanction: steps.split(',').filter(|step| !step.trim().is_empty()).map(step).collect() }
    };
    let proof = Proof::Stable { improvements: answers.iter().map(answer).collect() };
    Verdict { concept: concept.into(), decision_maker: dm.into(), state: state.into(), proof }
}

fn unstable(concept: &str, dm: &str, state: &str, improvement: &str, closed_set: impl Into<Option<usize>>) -> Verdict {
    let proof = Proof::Unstable { improvement: improvement.into(), closed_set: closed_set.into() };
    Verdict { concept: concept.into(), decision_maker: dm.into(), state: state.into(), proof }
}

fn closed_set(opponents_of: &str, steps: &str, reached: &[(&str, &[&str])]) -> ClosedSet {
    let reached = reached
        .iter()
        .map(|(by, states)| Reached { by: (*by).into(), states: states.iter().map(|&state| state.into()).collect() });
    ClosedSet { opponents_of: opponents_of.into(), steps: steps.into(), reached: reached.collect() }
}

#[track_caller]
fn accept(conflict: &Conflict, closed_sets: Vec<ClosedSet>, verdicts: Vec<Verdict>) -> Verified {
    let bundle = certificate(conflict, closed_sets, verdicts);
    assert_eq!(Bundle::from_json(&bundle.to_json()).as_ref(), Ok(&bundle));
    verify(conflict, &bundle).unwrap_or_else(|rejections| panic!("{}", rejections[0]))
}

/// The first complaint contains `because`.
#[track_caller]
fn reject(conflict: &Conflict, closed_sets: Vec<ClosedSet>, verdicts: Vec<Verdict>, because: &str) {
    reject_bundle(conflict, &certificate(conflict, closed_sets, verdicts), because);
}

#[track_caller]
fn reject_bundle(conflict: &Conflict, bundle: &Bundle, because: &str) {
    let rejections = verify(conflict, bundle).expect_err("the certificate is wrong");
    let first = rejections[0].to_string();
    assert!(first.contains(because), "{first}");
}

// --- right certificates --------------------------------------------------------------------------

#[test]
fn a_sanction_may_need_the_same_opponent_twice() {
    let path = &["s1: dm1 s2, dm2 s3, dm1 s4"];
    let verdicts = ["gmr", "smr", "seq", "sseq"].map(|concept| stable(concept, "dm0", "s0", path)).to_vec();
    assert_eq!(accept(&e1(), vec![], verdicts).verdicts, 4);
}

#[test]
fn an_opponent_who_cannot_move_twice_in_succession_cannot_sanction() {
    let sets =
        vec![closed_set("dm0", "moves", &[("dm1", &["s2"])]), closed_set("dm0", "improvements", &[("dm1", &["s2"])])];
    let verdicts = vec![
        unstable("nash", "dm0", "s0", "s1", None),
        unstable("gmr", "dm0", "s0", "s1", 0),
        unstable("smr", "dm0", "s0", "s1", 0),
        unstable("seq", "dm0", "s0", "s1", 1),
        unstable("sseq", "dm0", "s0", "s1", 1),
    ];
    accept(&e2(), sets, verdicts);
}

#[test]
fn a_state_may_be_reached_by_one_opponent_and_left_by_another() {
    accept(&e3(), vec![], vec![stable("sseq", "dm0", "s0", &["s1: dm2 s2, dm1 s3"])]);
}

#[test]
fn a_sanction_may_lead_back_to_the_starting_state_and_can_then_be_escaped() {
    let sets = vec![closed_set("dm0", "moves", &[("dm1", &["s0"])])];
    let verdicts = vec![
        stable("gmr", "dm0", "s0", &["s1: dm1 s0"]),
        stable("seq", "dm0", "s0", &["s1: dm1 s0"]),
        unstable("smr", "dm0", "s0", "s1", 0),
    ];
    accept(&e4(), sets, verdicts);
}

#[test]
fn a_state_may_be_stable_under_seq_and_smr_and_not_under_sseq() {
    let verdicts = vec![
        stable("seq", "dm0", "s0", &["s1: dm1 s2"]),
        stable("smr", "dm0", "s0", &["s1: dm1 s3"]),
        unstable("sseq", "dm0", "s0", "s1", 0),
    ];
    accept(&e5(), vec![closed_set("dm0", "improvements", &[("dm1", &["s2"])])], verdicts);
}

#[test]
fn a_state_without_improvement_is_stable_with_nothing_to_answer() {
    let verdicts = ["nash", "gmr", "smr", "seq", "sseq"].map(|concept| stable(concept, "row", "YY", &[])).to_vec();
    accept(&prisoners_dilemma(), vec![], verdicts);
}

#[test]
fn opponents_who_can_do_nothing_make_an_empty_closed_set() {
    let sets = vec![closed_set("row", "improvements", &[])];
    accept(&chicken(), sets, vec![unstable("seq", "row", "NN", "YN", 0), unstable("sseq", "row", "NN", "YN", 0)]);
}

#[test]
fn verdicts_for_all_decision_makers_add_up_to_equilibria() {
    let verdicts = vec![
        stable("gmr", "row", "NN", &["YN: column YY"]),
        stable("gmr", "column", "NN", &["NY: row YY"]),
        unstable("gmr", "row", "NY", "YY", 0),
        unstable("gmr", "column", "YN", "YY", 1),
        stable("nash", "row", "YY", &[]),
        unstable("nash", "column", "NN", "NY", None),
    ];
    let sets =
        vec![closed_set("row", "moves", &[("column", &["YN"])]), closed_set("column", "moves", &[("row", &["NY"])])];
    let verified = accept(&prisoners_dilemma(), sets, verdicts);
    assert_eq!(verified.to_string(), "6 verdicts proved: Nash 1 stable, 1 unstable; GMR 2 stable, 2 unstable");
    let found = verified.tallies.iter().map(|tally| (tally.concept.id, tally.equilibria.len(), tally.not_equilibria));
    assert_eq!(found.collect::<Vec<_>>(), [("nash", 0, 1), ("gmr", 1, 2)]);
}

// --- wrong as a whole ----------------------------------------------------------------------------

#[test]
fn a_certificate_of_another_conflict_is_rejected() {
    let bundle = certificate(&chicken(), vec![], vec![stable("nash", "row", "YY", &[])]);
    reject_bundle(&prisoners_dilemma(), &bundle, "another conflict");
}

#[test]
fn a_certificate_under_another_title_is_rejected() {
    let mut bundle = certificate(&prisoners_dilemma(), vec![], vec![stable("nash", "row", "YY", &[])]);
    bundle.conflict.title = "Tosca".into();
    reject_bundle(&prisoners_dilemma(), &bundle, "Tosca");
}

#[test]
fn other_conventions_are_rejected() {
    for change in 0..4 {
        let mut bundle = certificate(&prisoners_dilemma(), vec![], vec![stable("nash", "row", "YY", &[])]);
        let conventions = &mut bundle.conventions;
        let one = [
            &mut conventions.replies,
            &mut conventions.sanction,
            &mut conventions.returning,
            &mut conventions.credible,
        ];
        *one.into_iter().nth(change).unwrap() = "single-moves".into();
        reject_bundle(&prisoners_dilemma(), &bundle, "other conventions");
    }
}

#[test]
fn a_certificate_without_verdicts_is_rejected() {
    reject(&prisoners_dilemma(), vec![], vec![], "it holds no verdict, no finding and no conclusion");
}

#[test]
fn every_bad_part_is_named() {
    let verdicts =
        vec![stable("nash", "row", "YY", &[]), stable("nash", "row", "NN", &[]), stable("nash", "row", "??", &[])];
    let bundle = certificate(&prisoners_dilemma(), vec![closed_set("row", "moves", &[])], verdicts);
    let rejections = verify(&prisoners_dilemma(), &bundle).unwrap_err();
    let what: Vec<_> = rejections.iter().map(|rejection| rejection.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "closed set 0",
            r#"verdict 1 (concept "nash", decision maker "row", state "NN")"#,
            r#"verdict 2 (concept "nash", decision maker "row", state "??")"#,
        ]
    );
}

// --- unknown names and duplicates ----------------------------------------------------------------

#[test]
fn unknown_names_are_rejected() {
    let (e1, path) = (e1(), &["s1: dm1 s2, dm2 s3, dm1 s4"]);
    reject(&e1, vec![], vec![stable("GMR", "dm0", "s0", path)], r#"no concept "GMR""#);
    reject(&e1, vec![], vec![stable("gmr", "dm9", "s0", path)], r#"no decision maker "dm9""#);
    reject(&e1, vec![], vec![stable("gmr", "dm0", "s9", path)], r#""s9" is no state"#);
    reject(&e1, vec![], vec![stable("gmr", "dm0", "s0", &["s9: dm1 s2"])], r#""s9" is no state"#);
    reject(&e1, vec![], vec![stable("gmr", "dm0", "s0", &["s1: dm9 s2"])], r#"no decision maker "dm9""#);
    reject(&e1, vec![], vec![stable("gmr", "dm0", "s0", &["s1: dm1 s9"])], r#""s9" is no state"#);
    reject(&e1, vec![], vec![unstable("nash", "dm0", "s0", "s9", None)], r#""s9" is no state"#);
    let e2_with = |set| (vec![set], vec![unstable("gmr", "dm0", "s0", "s1", 0)]);
    for (set, because) in [
        (closed_set("dm9", "moves", &[("dm1", &["s2"])]), r#"no decision maker "dm9""#),
        (closed_set("dm0", "moves", &[("dm9", &["s2"])]), r#"no decision maker "dm9""#),
        (closed_set("dm0", "moves", &[("dm1", &["s9"])]), r#""s9" is no state"#),
        (closed_set("dm0", "jumps", &[("dm1", &["s2"])]), r#"not "jumps""#),
    ] {
        let (sets, verdicts) = e2_with(set);
        reject(&e2(), sets, verdicts, because);
    }
}

#[test]
fn rows_that_are_no_feasible_state_are_rejected() {
    let mut conflict = prisoners_dilemma();
    conflict.rules.push(detente_model::Rule {
        id: "F1".into(),
        when: detente_model::Expr::Option(OptionId(1)),
        provenance: Default::default(),
    });
    for row in ["", "Y", "YYY", "yn", "Y-", "Ÿ", "NY", "YY", "s1"] {
        reject(&conflict, vec![], vec![stable("nash", "row", row, &[])], "is no state");
    }
    accept(&conflict, vec![], vec![stable("nash", "row", "YN", &[])]);
}

#[test]
fn the_same_verdict_twice_is_rejected() {
    let twice = vec![stable("nash", "row", "YY", &[]), stable("nash", "row", "YY", &[])];
    reject(&prisoners_dilemma(), vec![], twice, "an earlier verdict is about the same");
}

// --- wrong proofs of stability -------------------------------------------------------------------

#[test]
fn an_improvement_left_out_is_found() {
    reject(&e1(), vec![], vec![stable("gmr", "dm0", "s0", &[])], r#"the improvement to "s1" is left out"#);
}

#[test]
fn an_improvement_too_many_is_found() {
    let path = "s1: dm1 s2, dm2 s3, dm1 s4";
    reject(&e1(), vec![], vec![stable("gmr", "dm0", "s0", &[path, path])], "listed twice");
    // A state that cannot be moved to, and a move that is no improvement.
    reject(&e1(), vec![], vec![stable("gmr", "dm0", "s0", &[path, "s3: dm1 s4"])], "no improvement");
    reject(&prisoners_dilemma(), vec![], vec![stable("gmr", "row", "YY", &["NY: column NN"])], "no improvement");
}

#[test]
fn no_answer_counts_under_nash() {
    reject(&e4(), vec![], vec![stable("nash", "dm0", "s0", &["s1: dm1 s0"])], "no answer counts under Nash");
    reject(&e4(), vec![], vec![stable("nash", "dm0", "s0", &[])], "left out");
}

#[test]
fn an_answer_without_steps_is_no_answer() {
    reject(&e4(), vec![], vec![stable("gmr", "dm0", "s0", &["s1:"])], "no step is given");
}

#[test]
fn the_decision_maker_cannot_sanction_itself() {
    let conflict = graph_model(3, &[(&[(0, 1), (1, 2)], &[1, 2, 0]), (&[(1, 2)], &[0, 0, 0])]);
    accept(&conflict, vec![], vec![stable("gmr", "dm0", "s0", &["s1: dm1 s2"])]);
    reject(&conflict, vec![], vec![stable("gmr", "dm0", "s0", &["s1: dm0 s2"])], "the decision maker itself");
}

#[test]
fn nobody_moves_twice_in_succession() {
    reject(
        &e2(),
        vec![],
        vec![stable("gmr", "dm0", "s0", &["s1: dm1 s2, dm1 s3"])],
        r#""dm1" moves twice in succession"#,
    );
}

#[test]
fn steps_must_be_moves_of_their_movers() {
    let verdict = |path: &str| vec![stable("gmr", "dm0", "s0", &[path])];
    reject(&e1(), vec![], verdict("s1: dm1 s4"), r#""dm1" cannot move from "s1" to "s4""#);
    reject(&e1(), vec![], verdict("s1: dm2 s2, dm1 s3, dm2 s4"), r#""dm2" cannot move from "s1" to "s2""#);
    reject(&e1(), vec![], verdict("s1: dm1 s1"), r#""dm1" cannot move from "s1" to "s1""#);
}

#[test]
fn a_sanction_must_not_be_preferred_to_the_starting_state() {
    let short = &["s1: dm1 s2, dm2 s3"];
    reject(&e1(), vec![], vec![stable("gmr", "dm0", "s0", short)], r#""s3" is no sanction"#);
}

#[test]
fn a_credible_sanction_is_made_of_improvements_of_its_movers() {
    let verdict = |concept| vec![stable(concept, "dm0", "s0", &["s1: dm1 s3"])];
    accept(&e5(), vec![], verdict("gmr"));
    reject(&e5(), vec![], verdict("seq"), "its step is not credible");
    reject(&e5(), vec![], verdict("sseq"), "its step is not credible");
}

#[test]
fn an_inescapable_sanction_must_not_be_escaped_from() {
    let verdict = |concept| vec![stable(concept, "dm0", "s0", &["s1: dm1 s2"])];
    accept(&e5(), vec![], verdict("gmr"));
    reject(&e5(), vec![], verdict("smr"), "or can escape from it");
    reject(&e5(), vec![], verdict("sseq"), "or can escape from it");
}

// --- wrong proofs of instability -----------------------------------------------------------------

#[test]
fn instability_needs_a_real_improvement() {
    reject(&e1(), vec![], vec![unstable("nash", "dm0", "s0", "s2", None)], "no improvement");
    reject(&e1(), vec![], vec![unstable("nash", "dm0", "s0", "s0", None)], "no improvement");
    reject(&prisoners_dilemma(), vec![], vec![unstable("nash", "row", "YY", "NY", None)], "no improvement");
}

#[test]
fn a_closed_set_must_hold_every_first_step() {
    let sets = |set| vec![set];
    let verdict = || vec![unstable("gmr", "dm0", "s0", "s1", 0)];
    reject(
        &e2(),
        sets(closed_set("dm0", "moves", &[])),
        verdict(),
        r#"leaves out that "dm1" can go from "s1" to "s2""#,
    );
    // The state is there, as reached by another.
    reject(&e2(), sets(closed_set("dm0", "moves", &[("dm2", &["s2"]), ("dm1", &["s3"])])), verdict(), "leaves out");
}

#[test]
fn a_closed_set_must_be_closed() {
    // The state that two opponents can reach can be left by either: a single last mover would hide the sanction.
    let set = closed_set("dm0", "moves", &[("dm1", &["s2"]), ("dm2", &["s2"])]);
    let bundle = certificate(&e3(), vec![set], vec![unstable("gmr", "dm0", "s0", "s1", 0)]);
    reject_bundle(&e3(), &bundle, r#"leaves out that "dm1" can go from "s2" to "s3""#);
    let rejections = verify(&e3(), &bundle).unwrap_err();
    assert!(rejections[1].because.contains("rests on closed set 0, which is rejected"));
}

#[test]
fn a_closed_set_that_holds_a_sanction_proves_nothing() {
    let set = closed_set("dm0", "moves", &[("dm1", &["s2", "s3"]), ("dm2", &["s2"])]);
    reject(
        &e3(),
        vec![set],
        vec![unstable("gmr", "dm0", "s0", "s1", 0)],
        r#""s3", which closed set 0 holds, is a sanction"#,
    );
    // Escapable is not enough where the concept does not ask for more.
    let set = || vec![closed_set("dm0", "improvements", &[("dm1", &["s2"])])];
    accept(&e5(), set(), vec![unstable("sseq", "dm0", "s0", "s1", 0)]);
    reject(&e5(), set(), vec![unstable("seq", "dm0", "s0", "s1", 0)], "is a sanction");
}

#[test]
fn a_closed_set_must_be_of_the_right_kind() {
    let verdict = |concept, index| vec![unstable(concept, "dm0", "s0", "s1", index)];
    let moves = || vec![closed_set("dm0", "moves", &[("dm1", &["s2"])])];
    accept(&e2(), moves(), verdict("gmr", Some(0)));
    reject(&e2(), moves(), verdict("seq", Some(0)), "another kind of steps");
    reject(&e2(), moves(), verdict("gmr", None), "no verdict uses it");
    reject(&e2(), vec![], verdict("gmr", None), "no closed set says");
    reject(&e2(), vec![], verdict("gmr", Some(0)), "there is no closed set 0");
    reject(&e2(), moves(), verdict("gmr", Some(usize::MAX)), "no verdict uses it");
    reject(&e2(), moves(), verdict("nash", Some(0)), "no answer counts under Nash");
    let others = vec![closed_set("dm2", "moves", &[("dm1", &["s2", "s3"])])];
    reject(&e2(), others, verdict("gmr", Some(0)), "another decision maker");
}

#[test]
fn a_closed_set_lists_opponents_and_each_pair_once() {
    let verdict = || vec![unstable("gmr", "dm0", "s0", "s1", 0)];
    let with = |reached: &[(&str, &[&str])]| vec![closed_set("dm0", "moves", reached)];
    reject(&e2(), with(&[("dm1", &["s2", "s2"])]), verdict(), r#""s2" is listed twice for "dm1""#);
    reject(&e2(), with(&[("dm1", &["s2"]), ("dm1", &["s2"])]), verdict(), "listed twice");
    reject(&e2(), with(&[("dm1", &["s2"]), ("dm0", &["s1"])]), verdict(), r#""dm0" is no opponent of itself"#);
}

#[test]
fn an_unused_closed_set_is_rejected() {
    let sets =
        vec![closed_set("dm0", "moves", &[("dm1", &["s2"])]), closed_set("dm0", "improvements", &[("dm1", &["s2"])])];
    reject(&e2(), sets, vec![unstable("gmr", "dm0", "s0", "s1", 0)], "closed set 1: no verdict uses it");
}
