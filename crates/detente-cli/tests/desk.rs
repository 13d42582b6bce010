//! The program and the desk give the same answers in the same words, so that whoever else asks the desk gets those of the program.

mod support;

use std::cell::RefCell;

use detente_desk::ask::Ask;
use detente_desk::catalogue::CASES;
use detente_desk::{Host, Kind};
use detente_model::read;
use detente_report::markdown;

use support::run;

/// Questions, each with the command line that asks it.
fn questions() -> Vec<(Ask, Vec<&'static str>)> {
    vec![
        (Ask::Why { state: None, dm: None, concept: None }, vec!["why"]),
        (Ask::Check, vec!["check"]),
        (Ask::Propositions, vec!["propositions"]),
        (
            Ask::Pivots {
                proposition: None,
                state: None,
                dm: None,
                concept: None,
                any_place: false,
                sets: 2,
                all_sizes: false,
                answers: 5_000,
            },
            vec!["pivots", "--sets", "2", "--answers", "5000"],
        ),
        (Ask::Compare { concepts: Vec::new() }, vec!["compare"]),
        (Ask::Paths { state: None, by: "best".into(), to: None, limit: 20 }, vec!["paths"]),
        (Ask::Coalitions { state: None, of: Vec::new(), limit: 12 }, vec!["coalitions"]),
        (
            Ask::Stabilise {
                state: None,
                outcome: None,
                concept: "sseq".into(),
                by: "all".into(),
                vary: Vec::new(),
                edits: 1,
                add: false,
                limit: 12,
                work: 2_000,
            },
            vec!["stabilise", "--under", "sseq", "--edits", "1", "--work", "2000"],
        ),
        (
            Ask::Unknowns { state: None, completions: 1_000, sample: None, seed: 1, limit: 12 },
            vec!["unknowns", "--completions", "1000"],
        ),
        (Ask::Views { concepts: Vec::new(), limit: 12 }, vec!["views"]),
        (Ask::Events, vec!["events"]),
    ]
}

#[test]
fn every_question_to_every_case_is_answered_by_the_desk_in_the_words_of_the_program() {
    for case in &CASES {
        let conflict = read::read(case.text).conflict.expect("it can be read");
        for (ask, command) in questions() {
            let printed = run(&[&[command[0], case.id, "--format", "markdown"], &command[1..]].concat());
            let notes = RefCell::new(String::new());
            let tell = |note: &str| *notes.borrow_mut() += &format!("{note}\n");
            let host = Host { tell: &tell, ..Host::none() };
            let code = match detente_desk::answer(&conflict, None, &ask, &host) {
                Ok(reply) => {
                    assert_eq!(markdown::render(&reply.document), printed.stdout, "{} {command:?}", case.id);
                    0
                }
                Err(refusal) => {
                    tell(&format!("error: {refusal}"));
                    assert_eq!(refusal.kind, Kind::Usage, "{} {command:?}: {refusal}", case.id);
                    2
                }
            };
            assert_eq!((code, notes.take()), (printed.code, printed.stderr), "{} {command:?}", case.id);
        }
    }
}
