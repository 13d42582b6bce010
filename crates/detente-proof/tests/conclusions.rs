//! Forms and conclusions: right ones are accepted, and of wrong ones the checker says what is wrong.

use detente_model::{Conflict, read};
use detente_proof::{
    Bundle, ClosedSet, Conclusion, Cost, Form, FormOf, Plan, Proof, Stable, Verdict, Verified, verify,
};

/// The Prisoner's Dilemma, and other ways to see it. A state is whether row and column defect.
const FILE: &str = r#"
format = 1
title = "Two prisoners"
status_quo = ["row.d", "column.d"]
[decision_makers.row]
options.d = "Defect"
prefers = [{ id = "r1", that = "not column.d" }, { id = "r2", that = "d" }]
[decision_makers.column]
options.d = "Defect"
prefers = [{ id = "c1", that = "not row.d" }, { id = "c2", that = "d" }]
[variants.kind]
negate = ["r2", "c2"]
[variants.loyal]
hold = { "row.d" = false }
[views.row.decision_makers.row]
unaware = ["d"]
[unknowns.kindness]
or = [{ words = "row is kind", negate = ["r2"] }]
[unknowns.loyalty]
or = [{ words = "row is loyal", hold = { "row.d" = false } }]
[propositions.lasts]
says = "Both defect, and that lasts."
ask = { equilibrium = "nash" }
[propositions.kind]
says = "Row prefers that nobody defects."
ask = { prefers = "row", better = ["column.d"] , worse = [] }
[propositions.away]
says = "Somebody will give in."
ask = { reaches = "not row.d or not column.d", by = "moves" }
[propositions.all]
says = "Row defects in the end."
ask = { every_equilibrium = "nash", holds = "row.d" }
[propositions.some]
says = "Nobody defects in the end."
ask = { some_equilibrium = "nash", holds = "not row.d and not column.d" }
[propositions.left]
says = "Row alone defects, and that lasts."
ask = { stable = "nash", decision_maker = "row", at = ["row.d"] }
"#;

fn prisoners() -> Conflict {
    let reading = read::read(FILE);
    assert_eq!(reading.diagnostics, []);
    reading.conflict.expect("the file reads")
}

/// Nash, without improvement.
fn stays(dm: &str, state: &str) -> Verdict {
    let proof = Proof::Stable { improvements: Vec::new() };
    Verdict { concept: "nash".into(), decision_maker: dm.into(), state: state.into(), proof }
}

/// Nash, with an improvement.
fn leaves(dm: &str, state: &str, improvement: &str) -> Verdict {
    let proof = Proof::Unstable { improvement: improvement.into(), closed_set: None };
    Verdict { concept: "nash".into(), decision_maker: dm.into(), state: state.into(), proof }
}

fn form(form: FormOf, verdicts: Vec<Verdict>) -> Form {
    Form { form, closed_sets: Vec::new(), verdicts, findings: Vec::new() }
}

fn plan(changes: &str, verdicts: Vec<Verdict>) -> Form {
    form(FormOf::Plan(Plan { variant: None, changes: changes.into() }), verdicts)
}

fn completions(list: &[[usize; 2]], verdicts: Vec<Verdict>) -> Form {
    form(FormOf::Completions(list.iter().map(|one| one.to_vec()).collect()), verdicts)
}

fn certificate(verdicts: Vec<Verdict>, forms: Vec<Form>, conclusions: Vec<Conclusion>) -> Bundle {
    Bundle { verdicts, forms, conclusions, ..Bundle::of(&prisoners()) }
}

#[track_caller]
fn accept(bundle: &Bundle) -> Verified {
    assert_eq!(Bundle::from_json(&bundle.to_json()).as_ref(), Ok(bundle));
    verify(&prisoners(), bundle).unwrap_or_else(|rejections| panic!("{}", rejections[0]))
}

#[track_caller]
fn reject(bundle: &Bundle, what: &str, because: &str) {
    let rejections = verify(&prisoners(), bundle).expect_err("something is wrong");
    let first = rejections[0].to_string();
    assert!(first.starts_with(what) && first.contains(because), "{first}");
}

// --- forms ---------------------------------------------------------------------------------------

#[test]
fn verdicts_are_about_the_form_in_which_they_stand() {
    let variant = || FormOf::Variant("kind".into());
    let verified = accept(&certificate(
        vec![leaves("row", "NN", "YN")],
        vec![form(variant(), vec![stays("row", "NN"), stays("column", "NN")])],
        vec![],
    ));
    assert_eq!((verified.verdicts, verified.forms[0].verdicts), (1, 2));
    assert_eq!(verified.forms[0].tallies[0].equilibria.len(), 1);
    assert_eq!(verified.to_string(), "1 verdict proved: Nash 0 stable, 1 unstable; 2 more in 1 form");
    let wrong = certificate(vec![], vec![form(variant(), vec![leaves("row", "NN", "YN")])], vec![]);
    reject(&wrong, "form 0 (the variant kind), verdict 0", r#""YN" is no improvement"#);
    // What is not feasible there cannot be spoken of.
    let loyal = certificate(vec![], vec![form(FormOf::Variant("loyal".into()), vec![stays("row", "YN")])], vec![]);
    reject(&loyal, "form 0 (the variant loyal), verdict 0", r#""YN" is no state"#);
}

#[test]
fn forms_are_those_of_the_file_each_once_and_not_empty() {
    let one = |of: FormOf| certificate(vec![], vec![form(of, vec![stays("column", "NY")])], vec![]);
    reject(&one(FormOf::Variant("cruel".into())), "form 0 (the variant cruel)", "there is no variant \"cruel\"");
    reject(&one(FormOf::View("nobody".into())), "form 0", "there is no decision maker \"nobody\"");
    reject(&one(FormOf::View("column".into())), "form 0", "has no view of its own");
    accept(&one(FormOf::Variant("loyal".into())));
    let twice = form(FormOf::Variant("loyal".into()), vec![stays("column", "NY")]);
    reject(&certificate(vec![], vec![twice.clone(), twice], vec![]), "form 1", "an earlier form is the same");
    let empty = certificate(vec![], vec![form(FormOf::Variant("loyal".into()), vec![])], vec![]);
    reject(&empty, "form 0", "nothing is proved about it");
    let idle = ClosedSet { opponents_of: "row".into(), steps: "moves".into(), reached: vec![] };
    let mut bundle = one(FormOf::Variant("loyal".into()));
    bundle.forms[0].closed_sets.push(idle);
    reject(&bundle, "form 0 (the variant loyal), closed set 0", "no verdict uses it");
}

// --- plans ---------------------------------------------------------------------------------------

fn stabilised(form: usize, state: &str, cost: Option<Cost>) -> Conclusion {
    Conclusion::Stabilised { form, concept: "nash".into(), state: state.into(), cost }
}

#[test]
fn a_plan_makes_a_state_an_equilibrium_at_the_cost_that_is_counted() {
    let both = || vec![stays("row", "NN"), stays("column", "NN")];
    let kind = "negate = [\"r2\", \"c2\"]\n";
    let with = |changes: &str, cost| certificate(vec![], vec![plan(changes, both())], vec![stabilised(0, "NN", cost)]);
    accept(&with(kind, None));
    accept(&with(kind, Some(Cost::Edits(2))));
    reject(&with(kind, Some(Cost::Edits(1))), "conclusion 0", "the plan takes 2 edits of statements");
    // Each of row and column compares NN with its own defection otherwise, and NY with YY.
    accept(&with(kind, Some(Cost::Pairs(4))));
    reject(&with(kind, Some(Cost::Pairs(2))), "conclusion 0", "the plan takes 4 pairs");
    let held = "hold = { \"row.d\" = false, \"column.d\" = false }\n";
    accept(&with(held, None));
    reject(&with(held, Some(Cost::Edits(2))), "conclusion 0", "changes more than its cost counts");
    reject(&with("negate = [\"r2\"]\n", None), "form 0 (a plan), verdict 1", "the improvement to \"NY\" is left out");
    reject(&with("negate = [\"x\"]\n", None), "form 0 (a plan)", "cannot be read: there is no statement or rule `x`");
    reject(&with("negate = ", None), "form 0 (a plan)", "cannot be read");
    // Of a variant the plan is what is still to be changed.
    let start = Plan { variant: Some("loyal".into()), changes: "negate = [\"c2\"]\n".into() };
    let bundle = |start: Plan| {
        certificate(vec![], vec![form(FormOf::Plan(start), both())], vec![stabilised(0, "NN", Some(Cost::Edits(1)))])
    };
    accept(&bundle(start.clone()));
    reject(&bundle(Plan { variant: None, ..start.clone() }), "form 0 (a plan), verdict 0", "left out");
    reject(&bundle(Plan { variant: Some("x".into()), ..start }), "form 0", "there is no variant \"x\"");
}

#[test]
fn a_plan_needs_the_verdicts_of_everybody_on_that_state() {
    let kind = "negate = [\"r2\", \"c2\"]\n";
    let with = |verdicts, conclusion| certificate(vec![], vec![plan(kind, verdicts)], vec![conclusion]);
    let missing = "not proved that the state is stable for every decision maker";
    reject(&with(vec![stays("row", "NN")], stabilised(0, "NN", None)), "conclusion 0", missing);
    let both = vec![stays("row", "NN"), stays("column", "NN")];
    reject(&with(both.clone(), stabilised(0, "YY", None)), "conclusion 0", missing);
    reject(&with(both.clone(), stabilised(0, "Y", None)), "conclusion 0", "\"Y\" is no state");
    reject(&with(both.clone(), stabilised(1, "NN", None)), "conclusion 0", "there is no form 1");
    let variant = form(FormOf::Variant("kind".into()), both);
    reject(&certificate(vec![], vec![variant], vec![stabilised(0, "NN", None)]), "conclusion 0", "is no plan");
}

// --- hypergames ----------------------------------------------------------------------------------

fn hypergame(state: &str, holds: bool) -> Conclusion {
    let (concept, state) = ("nash".into(), state.into());
    match holds {
        true => Conclusion::HypergameEquilibrium { concept, state },
        false => Conclusion::NotHypergameEquilibrium { concept, state },
    }
}

#[test]
fn in_a_hypergame_each_judges_what_it_takes_the_state_for() {
    // Row does not know that it could defect, and takes YY for NY.
    let view = |verdict| form(FormOf::View("row".into()), vec![verdict]);
    let own = || vec![stays("column", "YY")];
    accept(&certificate(own(), vec![view(stays("row", "NY"))], vec![hypergame("YY", true)]));
    reject(
        &certificate(own(), vec![view(stays("row", "NN"))], vec![hypergame("YY", true)]),
        "conclusion 0 (YY is a hypergame equilibrium under Nash)",
        "whether \"row\" finds it stable in its own picture is not proved",
    );
    // The verdict in the conflict as it is does not count for row.
    let truly = vec![stays("row", "YY"), stays("column", "YY")];
    reject(&certificate(truly, vec![], vec![hypergame("YY", true)]), "conclusion 0", "is not proved");
    let leaving = vec![leaves("column", "NN", "NY")];
    accept(&certificate(leaving.clone(), vec![], vec![hypergame("NN", false)]));
    reject(
        &certificate(leaving, vec![], vec![hypergame("NN", true)]),
        "conclusion 0",
        "\"column\" does not find it stable",
    );
    let all = certificate(own(), vec![view(stays("row", "NY"))], vec![hypergame("YY", false)]);
    reject(&all, "conclusion 0", "every decision maker finds it stable");
    reject(&certificate(own(), vec![], vec![hypergame("YYY", true)]), "conclusion 0", "\"YYY\" is no state");
}

// --- unknowns ------------------------------------------------------------------------------------

fn asked(dm: Option<&str>, state: &str) -> Stable {
    Stable { concept: "nash".into(), decision_maker: dm.map(Into::into), state: state.into() }
}

#[test]
fn what_is_necessary_is_proved_in_every_completion() {
    let all = [[0, 0], [0, 1], [1, 0], [1, 1]];
    let necessary = || vec![Conclusion::Necessary(asked(Some("column"), "NY"))];
    let with =
        |list: &[[usize; 2]]| certificate(vec![], vec![completions(list, vec![stays("column", "NY")])], necessary());
    accept(&with(&all));
    // The same in parts.
    let parts = |a: &[[usize; 2]], b: &[[usize; 2]]| {
        let part = |list| completions(list, vec![stays("column", "NY")]);
        certificate(vec![], vec![part(a), part(b)], necessary())
    };
    accept(&parts(&all[1..], &all[..1]));
    reject(&parts(&all[1..], &all[..2]), "form 1 (2 completions)", "[0, 1] is listed twice");
    reject(&with(&all[1..]), "conclusion 0", "nothing is proved about it in the completion [0, 0]");
    reject(&with(&[[0, 0], [0, 1], [1, 0], [1, 2]]), "form 0 (4 completions)", "[1, 2] is no completion");
    reject(&with(&[]), "form 0 (0 completions)", "it names no completion");
    let mut short = with(&all);
    short.forms[0].form = FormOf::Completions(vec![vec![0]]);
    reject(&short, "form 0 (the completion [0])", "[0] is no completion");
    // A verdict that is false in one of them.
    let row = certificate(vec![], vec![completions(&all, vec![stays("row", "NY")])], vec![]);
    reject(&row, "form 0 (4 completions), in [0, 0], verdict 0", "the improvement to \"YY\" is left out");
}

#[test]
fn what_is_possible_is_shown_by_one_completion_and_what_is_not_feasible_is_not_stable() {
    let some = |conclusion: Conclusion| {
        let forms = vec![
            completions(&[[0, 0]], vec![stays("row", "YY")]),
            completions(&[[1, 0]], vec![leaves("row", "YY", "NY")]),
        ];
        certificate(vec![], forms, vec![conclusion])
    };
    let row = || asked(Some("row"), "YY");
    accept(&some(Conclusion::Possible(row())));
    accept(&some(Conclusion::NotNecessary(row())));
    let other = "there is a completion in which it is ";
    reject(&some(Conclusion::Necessary(row())), "conclusion 0 (whatever is not known", &format!("{other}not stable"));
    reject(&some(Conclusion::Impossible(row())), "conclusion 0", &format!("{other}stable"));
    // Where row is loyal, YN is no state; and otherwise column leaves it.
    let impossible = |list: &[[usize; 2]]| {
        let forms = vec![completions(list, vec![leaves("column", "YN", "YY")])];
        certificate(vec![], forms, vec![Conclusion::Impossible(asked(None, "YN"))])
    };
    accept(&impossible(&[[0, 0], [1, 0]]));
    reject(&impossible(&[[0, 0]]), "conclusion 0", "nothing is proved about it in the completion [1, 0]");
    accept(&certificate(vec![], vec![], vec![Conclusion::NotNecessary(asked(None, "YN"))]));
    let nothing = certificate(vec![], vec![], vec![Conclusion::Possible(asked(None, "YY"))]);
    reject(&nothing, "conclusion 0", "no completion is proved to show it");
    let nobody = certificate(vec![], vec![], vec![Conclusion::Possible(asked(Some("nobody"), "YY"))]);
    reject(&nobody, "conclusion 0", "there is no decision maker \"nobody\"");
}

#[test]
fn the_checker_counts_the_completions_before_it_makes_them() {
    let more: String = (0..40)
        .map(|n| format!("[unknowns.u{n}]\nor = [{{ words = \"row is kind\", negate = [\"r2\"] }}]\n"))
        .collect();
    let conflict = read::read(&format!("{FILE}{more}")).conflict.expect("the file reads");
    let mut bundle = certificate(vec![], vec![], vec![Conclusion::Necessary(asked(None, "YY"))]);
    let rejections = verify(&conflict, &bundle).expect_err("there are very many");
    assert!(rejections[0].because.contains("more than 65536 completions"), "{}", rejections[0]);
    bundle.conclusions = vec![Conclusion::Possible(asked(None, "YY"))];
    bundle.forms = vec![form(FormOf::Completions(vec![vec![0; 42]]), vec![stays("row", "YY"), stays("column", "YY")])];
    verify(&conflict, &bundle).unwrap_or_else(|rejections| panic!("{}", rejections[0]));
}

// --- propositions --------------------------------------------------------------------------------

fn answer(id: &str, variant: Option<&str>, holds: bool) -> Conclusion {
    Conclusion::Proposition { id: id.into(), variant: variant.map(Into::into), holds }
}

#[test]
fn a_proposition_is_answered_by_what_is_proved_where_it_is_asked() {
    let lasting = || vec![stays("row", "YY"), stays("column", "YY")];
    accept(&certificate(lasting(), vec![], vec![answer("lasts", None, true)]));
    reject(
        &certificate(lasting(), vec![], vec![answer("lasts", None, false)]),
        "conclusion 0",
        "gives the other answer",
    );
    let half = certificate(vec![stays("row", "YY")], vec![], vec![answer("lasts", None, true)]);
    reject(&half, "conclusion 0 (proposition lasts: yes)", "nothing that is proved answers it");
    // In the variant it is another status quo's, or another verdict.
    let kind = form(FormOf::Variant("kind".into()), vec![leaves("row", "YY", "NY")]);
    accept(&certificate(vec![], vec![kind], vec![answer("lasts", Some("kind"), false)]));
    reject(
        &certificate(lasting(), vec![], vec![answer("lasts", Some("kind"), true)]),
        "conclusion 0 (proposition lasts in variant kind: yes)",
        "nothing that is proved answers it",
    );
    reject(
        &certificate(lasting(), vec![], vec![answer("stays", None, true)]),
        "conclusion 0",
        "no proposition \"stays\"",
    );
    let nowhere = certificate(lasting(), vec![], vec![answer("lasts", Some("x"), true)]);
    reject(&nowhere, "conclusion 0", "there is no variant \"x\"");
    let gone = certificate(lasting(), vec![], vec![answer("left", Some("loyal"), true)]);
    reject(&gone, "conclusion 0", "about a state that is not feasible there");
}

#[test]
fn two_states_are_compared_by_the_checker_itself() {
    accept(&certificate(vec![], vec![], vec![answer("kind", None, false)]));
    reject(&certificate(vec![], vec![], vec![answer("kind", None, true)]), "conclusion 0", "gives the other answer");
}

#[test]
fn what_is_said_of_all_equilibria_takes_a_verdict_on_every_state_that_matters() {
    let row_does_not = || vec![leaves("row", "NN", "YN"), leaves("row", "NY", "YY")];
    let one = || vec![stays("row", "YY"), stays("column", "YY")];
    accept(&certificate([row_does_not(), one()].concat(), vec![], vec![answer("all", None, true)]));
    let open = "nothing that is proved answers it";
    reject(&certificate(row_does_not(), vec![], vec![answer("all", None, true)]), "conclusion 0", open);
    reject(&certificate(one(), vec![], vec![answer("all", None, true)]), "conclusion 0", open);
    accept(&certificate(row_does_not(), vec![], vec![answer("some", None, false)]));
    reject(&certificate(one(), vec![], vec![answer("some", None, false)]), "conclusion 0", open);
    let kind = form(FormOf::Variant("kind".into()), vec![stays("row", "NN"), stays("column", "NN")]);
    let both = vec![answer("some", Some("kind"), true), answer("all", Some("kind"), false)];
    accept(&certificate(vec![], vec![kind], both));
}

#[test]
fn where_a_conflict_can_get_is_answered_by_findings_and_needs_none_at_the_goal() {
    use detente_proof::{Finding, Goal, Step};
    let steps = vec![Step { by: "row".into(), to: "NY".into() }];
    let path = |motion: &str| Finding::Path {
        from: "YY".into(),
        motion: motion.into(),
        // Another goal that holds at the same end: what is proved is the way.
        goal: Goal::States(vec!["NY".into()]),
        steps: steps.clone(),
    };
    let with = |finding: Option<Finding>, holds| Bundle {
        findings: finding.into_iter().collect(),
        ..certificate(vec![], vec![], vec![answer("away", None, holds)])
    };
    accept(&with(Some(path("moves")), true));
    reject(&with(Some(path("moves")), false), "conclusion 0", "gives the other answer");
    reject(&with(None, true), "conclusion 0", "nothing that is proved answers it");
    accept(&certificate(vec![], vec![], vec![answer("away", Some("loyal"), true)]));
}

// --- the file ------------------------------------------------------------------------------------

#[test]
fn forms_and_conclusions_are_written_one_a_line_and_read_strictly() {
    let bundle = certificate(
        vec![],
        vec![
            plan("negate = [\"r2\", \"c2\"]\n", vec![stays("row", "NN"), stays("column", "NN")]),
            completions(&[[0, 0], [1, 0]], vec![stays("column", "NY")]),
            form(FormOf::View("row".into()), vec![stays("row", "NY")]),
        ],
        vec![
            stabilised(0, "NN", Some(Cost::Edits(2))),
            Conclusion::Possible(asked(Some("column"), "NY")),
            answer("kind", Some("loyal"), false),
        ],
    );
    accept(&bundle);
    let text = bundle.to_json();
    let tail = r#""forms":[
{"form":{"plan":{"changes":"negate = [\"r2\", \"c2\"]\n"}},
"closed_sets":[],
"verdicts":[
{"concept":"nash","decision_maker":"row","state":"NN","verdict":"stable","improvements":[]},
{"concept":"nash","decision_maker":"column","state":"NN","verdict":"stable","improvements":[]}
]},
{"form":{"completions":[[0,0],[1,0]]},
"closed_sets":[],
"verdicts":[
{"concept":"nash","decision_maker":"column","state":"NY","verdict":"stable","improvements":[]}
]},
{"form":{"view":"row"},
"closed_sets":[],
"verdicts":[
{"concept":"nash","decision_maker":"row","state":"NY","verdict":"stable","improvements":[]}
]}
],
"conclusions":[
{"conclusion":"stabilised","form":0,"concept":"nash","state":"NN","cost":{"edits":2}},
{"conclusion":"possible","concept":"nash","decision_maker":"column","state":"NY"},
{"conclusion":"proposition","id":"kind","variant":"loyal","holds":false}
]
}
"#;
    assert!(text.ends_with(tail), "{text}");
    for (from, to, because) in [
        (r#"{"view":"row"}"#, r#"{"dream":"row"}"#, "unknown variant `dream`"),
        (r#"{"view":"row"}"#, r#"{"view":"row","variant":"kind"}"#, "expected value"),
        (r#"{"plan":{"#, r#"{"plan":{"words":"x","#, "unknown field `words`"),
        (r#"{"form":{"view""#, r#"{"as":"x","form":{"view""#, "unknown field `as`"),
        (r#"[0,0]"#, r#"[0,-1]"#, "invalid value"),
        (r#""conclusion":"possible","#, r#""conclusion":"likely","#, "unknown variant `likely`"),
        (r#""conclusion":"possible","#, r#""conclusion":"possible","margin":1,"#, "unknown field `margin`"),
        (r#""conclusion":"stabilised","#, r#""conclusion":"stabilised","margin":1,"#, "unknown field `margin`"),
        (r#""holds":false"#, r#""holds":"no""#, "invalid type"),
        (r#"{"edits":2}"#, r#"{"euros":2}"#, "unknown variant `euros`"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let error = Bundle::from_json(&changed).expect_err(to).to_string();
        assert!(error.contains(because), "{error}");
    }
}

#[test]
fn the_same_conclusion_twice_is_rejected_and_conclusions_alone_may_do() {
    let one = answer("kind", None, false);
    let verified = accept(&certificate(vec![], vec![], vec![one.clone()]));
    assert_eq!(verified.to_string(), "1 conclusion drawn");
    reject(&certificate(vec![], vec![], vec![one.clone(), one]), "conclusion 1", "an earlier conclusion is the same");
}

#[test]
fn corrupted_forms_and_conclusions_are_refused_or_rejected_and_never_a_panic() {
    let all = [[0, 0], [0, 1], [1, 0], [1, 1]];
    let text = certificate(
        vec![stays("column", "YY")],
        vec![
            plan("negate = [\"r2\", \"c2\"]\nplace.r2 = \"first\"\n", vec![stays("row", "NN"), stays("column", "NN")]),
            completions(&all, vec![stays("column", "NY")]),
            form(FormOf::View("row".into()), vec![stays("row", "NY")]),
        ],
        vec![
            stabilised(0, "NN", Some(Cost::Edits(3))),
            Conclusion::Necessary(asked(Some("column"), "NY")),
            hypergame("YY", true),
            answer("kind", Some("loyal"), false),
        ],
    )
    .to_json();
    accept(&Bundle::from_json(&text).unwrap());
    let conflict = prisoners();
    let mut rng = detente_testkit::Rng::new(7);
    let pieces = [
        "\"", "\\n", "[", "]", ",", "0", "-1", "9", "Y", "N", "row", "column", "r2", "d", "hold.", "drop = ", " = ",
        "#",
    ];
    let mut read = 0;
    for _ in 0..6000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=rng.below(3) {
            let (at, piece) = (rng.below(bytes.len()), pieces[rng.below(pieces.len())]);
            match rng.below(3) {
                0 => bytes[at] = rng.bits() as u8,
                1 => drop(bytes.splice(at..at, piece.bytes())),
                _ => drop(bytes.splice(at..=at, piece.bytes())),
            }
        }
        if let Ok(bundle) = Bundle::from_json(&String::from_utf8_lossy(&bytes)) {
            read += 1;
            // Whatever it says now: an answer, and no panic.
            let _ = verify(&conflict, &bundle);
        }
    }
    assert!(read > 300, "{read}");
}
