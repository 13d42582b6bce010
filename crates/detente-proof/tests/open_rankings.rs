//! Certificates about rankings that are partly known.

use detente_model::read;
use detente_proof::{Bundle, Conclusion, Form, FormOf, Proof, Stable, Verdict, Verified, verify};

/// Row does not know how it ranks the two states in which column defects; and it is not known whether column is kind.
const RANKED: &str = r#"
format = 1
title = "Two prisoners, ranked"
[decision_makers.row]
options.d = "Defect"
ranking = "s2 > s1 > s3 ? s4"
[decision_makers.column]
options.d = "Defect"
prefers = [{ id = "c1", that = "not row.d" }, { id = "c2", that = "d", unknown = "opposite" }]
"#;

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

fn completions(list: &[[usize; 2]], verdicts: Vec<Verdict>) -> Form {
    form(FormOf::Completions(list.iter().map(|one| one.to_vec()).collect()), verdicts)
}

fn asked(dm: Option<&str>, state: &str) -> Stable {
    Stable { concept: "nash".into(), decision_maker: dm.map(Into::into), state: state.into() }
}

fn verify_in(file: &str, forms: Vec<Form>, conclusions: Vec<Conclusion>) -> Result<Verified, String> {
    let conflict = read::read(file).conflict.expect("the file reads");
    let bundle = Bundle { forms, conclusions, ..Bundle::of(&conflict) };
    assert_eq!(Bundle::from_json(&bundle.to_json()).as_ref(), Ok(&bundle));
    verify(&conflict, &bundle).map_err(|rejections| rejections[0].to_string())
}

#[test]
fn a_completion_has_a_number_for_each_unknown_and_then_for_each_ranking() {
    // The rankings are: both as good, s3 better (NY, where row gives in), s4 better (YY).
    let (both, gives_in, defects) = ([[0, 0], [1, 0]], [[0, 1], [1, 1]], [[0, 2], [1, 2]]);
    let stays_in = |list: &[[usize; 2]]| completions(list, vec![stays("row", "YY")]);
    let leaves_in = |list: &[[usize; 2]]| completions(list, vec![leaves("row", "YY", "NY")]);
    let row = || asked(Some("row"), "YY");
    let right = || vec![stays_in(&[both, defects].concat()), leaves_in(&gives_in)];
    verify_in(RANKED, right(), vec![Conclusion::Possible(row()), Conclusion::NotNecessary(row())]).unwrap();
    let wrong = |forms: Vec<Form>, conclusion: Conclusion, because: &str| {
        let rejected = verify_in(RANKED, forms, vec![conclusion]).expect_err("something is wrong");
        assert!(rejected.contains(because), "{rejected}");
    };
    wrong(right(), Conclusion::Necessary(row()), "there is a completion in which it is not stable");
    // YN is best of all for row, however it ranks the others.
    let best = || asked(Some("row"), "YN");
    let all = [both, gives_in, defects].concat();
    let with = |list: &[[usize; 2]]| vec![completions(list, vec![stays("row", "YN")])];
    verify_in(RANKED, with(&all), vec![Conclusion::Necessary(best())]).unwrap();
    // One ranking is missing.
    wrong(with(&all[..5]), Conclusion::Necessary(best()), "nothing is proved about it in the completion [1, 2]");
    wrong(with(&all), Conclusion::NotNecessary(best()), "no completion is proved to show it");
}

#[test]
fn numbers_of_rankings_are_those_of_the_list() {
    let stays_in = |list: &[[usize; 2]]| vec![completions(list, vec![stays("row", "YY")])];
    let wrong = |forms: Vec<Form>, because: &str| {
        let rejected = verify_in(RANKED, forms, vec![]).expect_err("something is wrong");
        assert!(rejected.contains(because), "{rejected}");
    };
    // Another ranking, one that is none, the numbers exchanged, one too few.
    wrong(stays_in(&[[0, 0], [0, 1]]), "in [0, 1], verdict 0 (concept");
    wrong(stays_in(&[[0, 3]]), "[0, 3] is no completion");
    wrong(stays_in(&[[2, 0]]), "for each ranking that is partly known, below [2, 3]");
    wrong(vec![form(FormOf::Completions(vec![vec![0]]), vec![stays("row", "YY")])], "[0] is no completion");
    wrong(stays_in(&[[0, 2], [0, 2]]), "[0, 2] is listed twice");
    // Without the open order there are no such completions.
    let known = RANKED.replace("s3 ? s4", "s3 ~ s4");
    let rejected = verify_in(&known, stays_in(&[[0, 0]]), vec![]).expect_err("there is one unknown");
    assert!(rejected.contains("[0, 0] is no completion"), "{rejected}");
}

#[test]
fn of_a_ranking_of_which_little_is_known_the_first_completions_have_numbers() {
    let open = RANKED
        .replace("options.d = \"Defect\"\nranking", "options = { d = \"Defect\", e = \"Escape\" }\nranking")
        .replace("s2 > s1 > s3 ? s4", "s1 ? s2 ? s3 ? s4 ? s5 ? s6 ? s7 ? s8")
        .replace(", unknown = \"opposite\"", "");
    let with = |list: &[usize], conclusion: Conclusion| {
        let list = list.iter().map(|&number| vec![number]).collect();
        verify_in(&open, vec![form(FormOf::Completions(list), vec![stays("row", "NNN")])], vec![conclusion])
    };
    let row = || asked(Some("row"), "NNN");
    // In the first all states are as good, and in the second all but the last.
    with(&[0, 1], Conclusion::Possible(row())).unwrap();
    with(&[65_535], Conclusion::Possible(row())).unwrap();
    let rejected = with(&[65_536], Conclusion::Possible(row())).expect_err("it has no number");
    assert!(rejected.contains("[65536] is no completion"), "{rejected}");
    let rejected = with(&[0], Conclusion::Necessary(row())).expect_err("there are 545,835");
    assert!(rejected.contains("there are more than 65536 completions, too many to look at all"), "{rejected}");
}
