//! What can be done is said in the words of the program that asks.

use std::cell::RefCell;

use detente_desk::ask::Ask;
use detente_desk::{Host, Refusal, catalogue};
use detente_model::{Conflict, Meaning, read};
use detente_report::advice::Surface;
use detente_report::markdown;

fn case(id: &str) -> Conflict {
    let text = catalogue::find(id).expect("it is in the catalogue").text;
    read::read(text).conflict.expect("it can be read")
}

/// All that is said in answer to a question.
fn told(conflict: &Conflict, ask: &Ask, surface: Surface, memory: u64) -> String {
    let notes = RefCell::new(Vec::new());
    let tell = |note: &str| notes.borrow_mut().push(note.to_string());
    let host = Host { tell: &tell, memory, surface, ..Host::none() };
    let answer = match detente_desk::answer(conflict, None, ask, &host) {
        Ok(reply) => markdown::render(&reply.document),
        Err(refusal) => refusal.told(surface).to_string(),
    };
    // Markdown escapes what might be its own.
    format!("{answer}\n{}", notes.take().join("\n")).replace('\\', "")
}

/// Whether an option of the command line is named; lines of tables are not.
fn names_an_option(said: &str) -> bool {
    said.match_indices("--").any(|(at, _)| said[at + 2..].starts_with(|next: char| next.is_ascii_alphabetic()))
}

fn stabilise(edits: u8, limit: usize, work: u64, by: &str) -> Ask {
    Ask::Stabilise {
        state: Some("YNNNYNNN".into()),
        outcome: None,
        concept: "nash".into(),
        by: by.into(),
        vary: Vec::new(),
        edits,
        add: false,
        limit,
        work,
    }
}

fn pivots(sets: u8, answers: u64) -> Ask {
    Ask::Pivots {
        proposition: None,
        state: None,
        dm: None,
        concept: None,
        any_place: false,
        sets,
        all_sizes: false,
        answers,
    }
}

const ROOM: u64 = 2 << 30;

#[test]
fn what_can_be_done_is_said_in_the_words_of_each() {
    let talks = case("us-china-2023");
    let paths = |limit| Ask::Paths { state: None, by: "moves".into(), to: None, limit };
    let cases: Vec<(Ask, u64, &str, &str)> = vec![
        (stabilise(2, 1, 100_000, "all"), ROOM, "(--limit)", "(longer lists show more)"),
        (stabilise(3, 1, 1, "statements"), ROOM, "--work lets it go on", "more work lets it go on"),
        (paths(2), ROOM, "--limit lists more", "longer lists show more"),
        (pivots(1, 5_000), ROOM, "(--all-sizes goes on)", "(“larger sets too” goes on)"),
        (Ask::Check, ROOM, "--sources DIR says", "Put it beside the conflict file"),
    ];
    for (ask, memory, terminal, workbench) in cases {
        let said = told(&talks, &ask, Surface::CommandLine, memory);
        assert!(said.contains(terminal), "{ask:?}: {said}");
        let said = told(&talks, &ask, Surface::Workbench, memory);
        assert!(said.contains(workbench), "{ask:?}: {said}");
        assert!(!names_an_option(&said) && !said.contains("`detente"), "{ask:?}: {said}");
    }
}

#[test]
fn more_memory_is_advised_only_where_it_can_be_allowed() {
    let conflict = case("us-china-2023");
    // Enough for the analysis and not for the steps; then not enough for either.
    let ask = Ask::Paths { state: None, by: "best".into(), to: None, limit: 5 };
    let too_little = |memory: &u64| told(&conflict, &ask, Surface::CommandLine, *memory).contains("--memory");
    let memory = (10..30).map(|power| 1 << power).find(too_little).expect("the steps take more than the analysis");
    let said = told(&conflict, &ask, Surface::Workbench, memory);
    assert!(said.contains("hold options fixed in a variant") && !names_an_option(&said), "{said}");
    let ask = stabilise(1, 1, 10, "all");
    let said = told(&conflict, &ask, Surface::CommandLine, 1);
    assert!(said.contains("or allow more memory"), "{said}");
    let said = told(&conflict, &ask, Surface::Workbench, 1);
    assert!(said.contains("too large") && said.contains("or leave options out"), "{said}");
    assert!(!said.contains("more memory"), "{said}");
}

#[test]
fn a_conflict_without_a_status_quo_says_where_its_states_are_listed() {
    let mut conflict = case("elmira");
    conflict.status_quo = None;
    let meaning = Meaning::new(&conflict).expect("it has a meaning");
    let refusal: Refusal = detente_desk::find::state(&meaning, None, None).expect_err("there is none");
    assert!(refusal.told(Surface::CommandLine).ends_with("(`detente states` lists them)"), "{refusal}");
    assert!(refusal.told(Surface::Workbench).ends_with("(the Answer lists them)"), "{refusal:?}");
}
