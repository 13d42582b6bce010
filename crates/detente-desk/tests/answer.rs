//! Questions that cannot be answered are refused in words, whoever sends them.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use detente_desk::ask::{Ask, samples};
use detente_desk::{Host, Kind, Refusal, Reply, catalogue, variant};
use detente_model::{Conflict, read};

fn case(id: &str) -> Conflict {
    let text = catalogue::find(id).expect("it is in the catalogue").text;
    read::read(text).conflict.expect("it can be read")
}

fn answer(conflict: &Conflict, ask: &Ask) -> Result<Reply, Refusal> {
    detente_desk::answer(conflict, None, ask, &Host::none())
}

fn pivots(sets: u8) -> Ask {
    Ask::Pivots {
        proposition: None,
        state: None,
        dm: None,
        concept: None,
        any_place: false,
        sets,
        all_sizes: false,
        answers: 1000,
    }
}

fn stabilise(outcome: Option<&str>, by: &str, edits: u8) -> Ask {
    Ask::Stabilise {
        state: None,
        outcome: outcome.map(Into::into),
        concept: "nash".into(),
        by: by.into(),
        vary: Vec::new(),
        edits,
        add: false,
        limit: 3,
        work: 1000,
    }
}

fn paths(by: &str, to: Option<&str>) -> Ask {
    Ask::Paths { state: None, by: by.into(), to: to.map(Into::into), limit: 3 }
}

fn unknowns(sample: Option<u64>) -> Ask {
    Ask::Unknowns { state: None, completions: 100, sample, seed: 1, limit: 3 }
}

#[test]
fn what_no_command_line_lets_through_is_refused_in_words() {
    let talks = case("us-china-2023");
    for (ask, word) in [
        (pivots(0), "1, 2 or 3"),
        (pivots(4), "1, 2 or 3"),
        (stabilise(None, "all", 0), "1, 2 or 3"),
        (stabilise(None, "all", 9), "1, 2 or 3"),
        (stabilise(None, "magic", 1), "rankings, statements, commitments, all"),
        (paths("magic", None), "moves, improvements, best"),
        (Ask::Why { state: Some("s9999".into()), dm: None, concept: None }, "s9999"),
        (Ask::Why { state: None, dm: Some("nobody".into()), concept: None }, "there are us, china"),
        (Ask::Compare { concepts: vec!["magic".into()] }, "there are nash"),
        (Ask::Coalitions { state: None, of: vec!["nobody".into()], limit: 3 }, "there are us, china"),
    ] {
        let refusal = answer(&talks, &ask).expect_err(word);
        assert_eq!(refusal.kind, Kind::Usage, "{ask:?}: {refusal}");
        assert!(refusal.message.contains(word), "{ask:?}: {refusal}");
    }
    let refusal = answer(&case("lake-gisborne"), &unknowns(Some(0))).expect_err("no draws");
    assert!(refusal.kind == Kind::Usage && refusal.message.contains("at least one draw"), "{refusal}");
}

#[test]
fn a_condition_that_cannot_be_read_keeps_what_is_wrong_with_it_and_where() {
    let talks = case("us-china-2023");
    for ask in
        [paths("best", Some("us.engage and nobody.acts")), stabilise(Some("us.engage and nobody.acts"), "all", 1)]
    {
        let refusal = answer(&talks, &ask).expect_err("a condition about nobody");
        let unread = refusal.unread.expect("the complaints");
        assert_eq!(refusal.kind, Kind::Usage);
        assert_eq!(unread.text, "us.engage and nobody.acts");
        let place = unread.complaints[0].span.clone();
        assert!(unread.text[place].contains("nobody"), "{:?}", unread.complaints);
        assert!(refusal.message.contains(&unread.complaints[0].message), "{}", refusal.message);
    }
}

#[test]
fn what_nobody_waits_for_any_more_ends_as_cancelled_at_whatever_moment() {
    let (talks, lake, crisis) = (case("us-china-2023"), case("lake-gisborne"), case("cuban-missile-crisis"));
    for ask in samples() {
        let conflict = match ask {
            // What is asked of the file alone is answered at once.
            Ask::Check => continue,
            Ask::Unknowns { .. } => &lake,
            Ask::Events => &crisis,
            Ask::Why { .. }
            | Ask::Propositions
            | Ask::Pivots { .. }
            | Ask::Compare { .. }
            | Ask::Paths { .. }
            | Ask::Coalitions { .. }
            | Ask::Stabilise { .. }
            | Ask::Views { .. } => &talks,
        };
        // The first looks are answered with "go on": so the work ends in its beginning, in its middle, or is done.
        let mut done = 0;
        for patience in [0, 1, 3, 10, 100] {
            let looks = AtomicUsize::new(0);
            let cancelled = || looks.fetch_add(1, Ordering::Relaxed) >= patience;
            let host = Host { cancelled: &cancelled, threads: Some(1), ..Host::none() };
            match detente_desk::answer(conflict, None, &ask, &host) {
                Ok(_) => {
                    done += 1;
                    assert!(
                        looks.load(Ordering::Relaxed) <= patience,
                        "{ask:?} with {patience} is told as if it were whole"
                    );
                }
                Err(refusal) => assert_eq!(refusal.kind, Kind::Cancelled, "{ask:?} with {patience}: {refusal}"),
            }
        }
        assert!(done < 5, "{ask:?} is never cancelled");
    }
}

#[test]
fn plans_say_in_words_what_they_change_and_are_bodies_of_variants() {
    let talks = case("us-china-2023");
    let ask = Ask::Stabilise {
        state: Some("YNNNYNNN".into()),
        outcome: None,
        concept: "nash".into(),
        by: "all".into(),
        vary: Vec::new(),
        edits: 2,
        add: false,
        limit: 4,
        work: 100_000,
    };
    let (deadlock, changed) = variant::in_variant(&talks, "deadlock").expect("there is one");
    for (conflict, varied) in [(&talks, None), (&changed, Some((&deadlock, &talks)))] {
        let notes = RefCell::new(Vec::new());
        let tell = |note: &str| notes.borrow_mut().push(note.to_string());
        let host = Host { tell: &tell, ..Host::none() };
        let reply = detente_desk::answer(conflict, varied, &ask, &host).expect("an answer");
        assert!(reply.plans.len() >= 3 && notes.take().is_empty(), "{:?}", reply.plans);
        let mut words: Vec<&str> = reply.plans.iter().map(|plan| plan.words.as_str()).collect();
        assert!(words.iter().any(|words| words.contains("must rank")), "{words:?}");
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), reply.plans.len(), "two plans in the same words");
        for plan in &reply.plans {
            let changes = read::changes(&talks, &plan.variant).expect("it is the body of a variant");
            let settled = talks.changed(&changes).expect("it can be made");
            let why = Ask::Why { state: Some("YNNNYNNN".into()), dm: None, concept: Some("nash".into()) };
            let page = |conflict: &Conflict| format!("{:?}", answer(conflict, &why).expect("an answer").document);
            assert!(page(conflict).contains("unstable") && !page(&settled).contains("unstable"), "{plan:?}");
        }
    }
}
