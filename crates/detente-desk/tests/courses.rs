//! The moves that reasons tell of can be made, lead on from each other, and show what the verdict says.

use detente_analysis::certify::{Prover, Reasons, Request};
use detente_analysis::{Answer, find_state};
use detente_desk::course::{self, Course, Part};
use detente_desk::{Host, catalogue};
use detente_engine::{Control, Settings};
use detente_model::{CONCEPTS, Conflict, Meaning, State, Steps, read};
use detente_testkit::{Shape, random_conflict};

/// What was met, so that nothing passes for want of cases.
#[derive(Debug, Default)]
struct Met {
    sanctions: usize,
    replies: usize,
    escapes: usize,
    refused: usize,
    more: usize,
}

/// Checks every verdict on some states of a conflict against the definitions.
fn look(conflict: &Conflict, states: usize, met: &mut Met) {
    let answer = Answer::new(conflict, &Settings::default(), &Control::default()).expect("it is small");
    let mut prover = Prover::new(&answer.meaning);
    for place in 0..answer.solution.states().min(states) {
        let state = answer.solution.state(place);
        for dm in conflict.dm_ids() {
            for concept in CONCEPTS {
                let request = Request { concept, dm, state: state.clone() };
                let reasons = prover.reasons(&request).expect("it is small");
                let course = course::of(&answer, &request, &reasons, &Host::none()).expect("nobody cancels");
                assert_eq!(course.stable, answer.solution.stable(concept, dm).contains(place));
                assert_eq!((course.dm, course.concept.id, &course.from), (dm, concept.id, &answer.name(place)));
                let all = match &reasons {
                    Reasons::Stable(sanctions) if sanctions.is_empty() => answer.meaning.moves(dm, &state).len(),
                    Reasons::Stable(sanctions) => sanctions.len(),
                    Reasons::Unstable(unanswered) => unanswered.replies.as_ref().map_or(0, Vec::len).max(1),
                };
                assert_eq!((course.threads.len(), course.more), (all.min(8), all.saturating_sub(8)), "{course:?}");
                follow(&answer, &state, &course, met);
            }
        }
    }
}

fn follow(answer: &Answer, state: &State, course: &Course, met: &mut Met) {
    let meaning: &Meaning = &answer.meaning;
    let (dm, concept) = (course.dm, course.concept);
    let named = |name: &str| {
        find_state(meaning, name, |place| (place < answer.solution.states()).then(|| answer.solution.state(place)))
            .expect("names are names of states")
    };
    met.more += usize::from(course.more > 0);
    for thread in &course.threads {
        let first = &thread.moves[0];
        assert_eq!(first.by, dm, "the one whom the verdict is about begins");
        let mut at = state.clone();
        for (index, one) in thread.moves.iter().enumerate() {
            let to = named(&one.to);
            assert!(meaning.can_move(one.by, &at, &to), "{course:?}");
            let improves = meaning.prefers(one.by, &to, &at);
            match one.part {
                Part::Improvement => assert!(index == 0 && improves),
                Part::Refused => {
                    assert!(index == 0 && !improves && course.stable && thread.moves.len() == 1);
                    met.refused += 1;
                }
                Part::Sanction | Part::Reply => {
                    assert!(index > 0 && one.by != dm && course.stable == (one.part == Part::Sanction));
                    assert!(index < 2 || thread.moves[index - 1].by != one.by, "nobody moves twice in succession");
                    let kind = concept.sanction.expect("answers count").steps;
                    assert!(kind == Steps::Moves || improves, "{course:?}");
                    met.replies += usize::from(one.part == Part::Reply);
                }
                Part::Escape => {
                    assert!(one.by == dm && !course.stable && index + 1 == thread.moves.len());
                    met.escapes += 1;
                }
            }
            at = to;
        }
        let last = thread.moves.last().expect("there is one").part;
        if course.stable {
            assert!(!meaning.prefers(dm, &at, state), "a sanction takes the gain away, and what is refused has none");
            assert_eq!(thread.moves.len() > 1, last == Part::Sanction);
            met.sanctions += usize::from(last == Part::Sanction);
        } else {
            assert!(meaning.prefers(dm, &at, state), "whatever they do, something is gained: {course:?}");
        }
    }
    if !course.stable {
        let first = &course.threads[0].moves[0];
        assert!(course.threads.iter().all(|thread| thread.moves[0] == *first), "one improvement is enough");
    }
}

#[test]
fn every_course_of_random_conflicts_is_what_the_verdict_says() {
    let mut met = Met::default();
    for seed in 0..120 {
        for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
            look(&random_conflict(seed, shape), 6, &mut met);
        }
    }
    assert!(met.sanctions > 100 && met.replies > 100 && met.escapes > 10 && met.refused > 100, "{met:?}");
}

#[test]
fn every_course_of_the_catalogue_is_what_the_verdict_says() {
    let mut met = Met::default();
    for case in ["elmira", "us-china-2023", "garrison"] {
        let text = catalogue::find(case).expect("it is in the catalogue").text;
        look(&read::read(text).conflict.expect("it can be read"), 12, &mut met);
    }
    assert!(met.sanctions > 0 && met.replies > 0 && met.more > 0, "{met:?}");
}
