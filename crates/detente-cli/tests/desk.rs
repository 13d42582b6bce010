//! The program and the desk give the same answers in the same words, so that whoever else asks the desk gets those of the program.

mod support;

use std::cell::RefCell;
use std::fmt::Display;

use detente_desk::ask::{Ask, samples};
use detente_desk::catalogue::CASES;
use detente_desk::{Host, Kind};
use detente_model::read;
use detente_report::markdown;

use support::run;

/// The command that asks a question, and what comes after the case.
fn command(ask: &Ask) -> (&'static str, Vec<String>) {
    let mut words = Vec::new();
    let mut say = |name: &str, value: &dyn Display| words.extend([name.to_string(), value.to_string()]);
    let name = match ask {
        Ask::Why { state: None, dm: None, concept } => {
            concept.iter().for_each(|concept| say("--under", concept));
            "why"
        }
        Ask::Check => "check",
        Ask::Propositions => "propositions",
        Ask::Pivots { proposition: None, state: None, dm: None, concept: None, sets, answers, .. } => {
            say("--sets", sets);
            say("--answers", answers);
            "pivots"
        }
        Ask::Compare { concepts } => {
            concepts.iter().for_each(|concept| say("--under", concept));
            "compare"
        }
        Ask::Paths { state: None, by, to: None, limit } => {
            say("--by", by);
            say("--limit", limit);
            "paths"
        }
        Ask::Coalitions { state: None, of: _, limit } => {
            say("--limit", limit);
            "coalitions"
        }
        Ask::Stabilise { state: None, outcome: None, concept, by, edits, limit, work, .. } => {
            say("--under", concept);
            say("--by", by);
            say("--edits", edits);
            say("--limit", limit);
            say("--work", work);
            "stabilise"
        }
        Ask::Unknowns { state: None, completions, limit, .. } => {
            say("--completions", completions);
            say("--limit", limit);
            "unknowns"
        }
        Ask::Views { concepts, limit } => {
            concepts.iter().for_each(|concept| say("--under", concept));
            say("--limit", limit);
            "views"
        }
        Ask::Events => "events",
        Ask::Why { .. }
        | Ask::Pivots { .. }
        | Ask::Paths { .. }
        | Ask::Coalitions { .. }
        | Ask::Stabilise { .. }
        | Ask::Unknowns { .. } => panic!("the samples ask about the status quo: {ask:?}"),
    };
    (name, words)
}

#[test]
fn every_question_to_every_case_is_answered_by_the_desk_in_the_words_of_the_program() {
    for case in &CASES {
        let conflict = read::read(case.text).conflict.expect("it can be read");
        for ask in samples() {
            let (name, words) = command(&ask);
            let mut command = vec![name, case.id, "--format", "markdown"];
            command.extend(words.iter().map(String::as_str));
            let printed = run(&command);
            let notes = RefCell::new(String::new());
            let tell = |note: &str| *notes.borrow_mut() += &format!("{note}\n");
            let host = Host { tell: &tell, ..Host::none() };
            let code = match detente_desk::answer(&conflict, None, &ask, &host) {
                Ok(reply) => {
                    assert_eq!(markdown::render(&reply.document), printed.stdout, "{command:?}");
                    0
                }
                Err(refusal) => {
                    tell(&format!("error: {refusal}"));
                    assert_eq!(refusal.kind, Kind::Usage, "{command:?}: {refusal}");
                    2
                }
            };
            assert_eq!((code, notes.take()), (printed.code, printed.stderr), "{command:?}");
        }
    }
}
