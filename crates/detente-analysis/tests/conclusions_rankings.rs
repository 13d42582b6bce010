//! Certificates of what holds in all completions of rankings that are partly known: what they conclude, and how many completions there are.
//!
//! Random conflicts with such rankings are in `conclusions`.

mod conclusions_support;

use conclusions_support::{stable, states};
use detente_analysis::certify::{CertifyError, completions};
use detente_model::{CONCEPTS, Completions, Concept, Conflict, read};
use detente_proof::{Conclusion, Form, FormOf, verify};

fn go_on(_: usize, _: usize) -> bool {
    true
}

const PARTLY_KNOWN: &str = r#"
format = 1
title = "Two, of whom one is partly known"
status_quo = ["row.give", "column.give"]

[decision_makers.row]
options.give = "Give"
ranking = ["s3 > s1", "s4 > s2"]

[decision_makers.column]
options.give = "Give"
prefers = [{ id = "c1", that = "row.give", unknown = true }, "not give"]
"#;

#[test]
fn rankings_that_are_partly_known_are_completed_by_the_checker_in_all_ways() {
    let conflict = read::read(PARTLY_KNOWN).conflict.expect("the file reads");
    let all = Completions::new(&conflict, 1 << 16);
    assert_eq!(all.sizes()[0], 3);
    let (mut drawn, mut rejected) = (0, 0);
    for state in states(&conflict) {
        let bundle = completions(&conflict, &CONCEPTS, &state, None, &mut go_on).unwrap();
        verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{}", all[0]));
        // What is concluded is what the plain meaning says of all completions.
        let mut numbers = vec![0; all.sizes().len()];
        let mut made = vec![all.make(&numbers).unwrap()];
        while all.advance(&mut numbers) {
            made.push(all.make(&numbers).unwrap());
        }
        assert_eq!(made.len() as u64, all.count().expect("they are few"));
        for conclusion in &bundle.conclusions {
            let (Conclusion::Necessary(asked)
            | Conclusion::NotNecessary(asked)
            | Conclusion::Possible(asked)
            | Conclusion::Impossible(asked)) = conclusion
            else {
                panic!("{conclusion}")
            };
            let concept = Concept::by_id(&asked.concept).unwrap();
            let who = asked.decision_maker.as_ref().map(|id| conflict.dm_by_id(id).unwrap());
            let holds = made.iter().filter(|made| stable(made, concept, who, &state)).count();
            let expected = match conclusion {
                Conclusion::Necessary(_) => holds == made.len(),
                Conclusion::NotNecessary(_) => holds < made.len(),
                Conclusion::Possible(_) => holds > 0,
                _ => holds == 0,
            };
            assert!(expected, "{conclusion}: {holds} of {}", made.len());
            drawn += 1;
        }
        // A completion that is left out, that is none, or that is listed twice.
        let place = bundle.forms.iter().position(|form| matches!(form.form, FormOf::Completions(_))).unwrap();
        for change in [
            (|all: &mut Vec<Vec<usize>>| drop(all.pop())) as fn(&mut Vec<Vec<usize>>),
            |all| all[0][1] = usize::MAX,
            |all| {
                all[0].pop();
            },
            |all| all.push(all[0].clone()),
        ] {
            let mut wrong = bundle.clone();
            let FormOf::Completions(list) = &mut wrong.forms[place].form else { panic!("it is of completions") };
            change(list);
            let decides =
                wrong.conclusions.iter().any(|one| matches!(one, Conclusion::Necessary(_) | Conclusion::Impossible(_)));
            match verify(&conflict, &wrong) {
                Err(_) => rejected += 1,
                // Where nothing is said of all completions, one may be left out.
                Ok(_) => assert!(!decides),
            }
        }
    }
    assert!(drawn > 60 && rejected >= 12, "{drawn} {rejected}");
}

#[test]
fn completions_of_rankings_are_counted_among_them() {
    let with = |ranking: &str| {
        let file = r#"
format = 1
title = "Open"
[decision_makers.a]
options = { x = "X", y = "Y" }
ranking = "RANKING"
[decision_makers.b]
options.z = "Z"
prefers = [{ id = "z", that = "z", unknown = true }]
"#;
        read::read(&file.replace("RANKING", ranking)).conflict.expect("the file reads")
    };
    let certified = |conflict: &Conflict| completions(conflict, &CONCEPTS, &states(conflict)[0], None, &mut go_on);
    let error = certified(&with("s1 ? s2 ? s3 ? s4 ? s5 ? s6 ? s7 ? s8")).expect_err("there are very many");
    assert_eq!(error, CertifyError::TooManyCompletions { completions: Some(3 * 545_835), limit: 65_536 });
    // 75 rankings of four states, and three ways that the statement may be.
    let conflict = with("s1 ? s2 ? s3 ? s4 > s5 > s6 > s7 > s8");
    let bundle = certified(&conflict).unwrap();
    verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{}", all[0]));
    let named = |form: &Form| match &form.form {
        FormOf::Completions(list) => list.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(bundle.forms.iter().map(named).sum::<usize>(), 3 * 75);
}
