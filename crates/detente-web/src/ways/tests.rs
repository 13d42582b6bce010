//! Ways by the tables and ways by asking state by state are the same.

use detente_engine::{Control, Settings};
use detente_model::{CONCEPTS, Motion, Outcome, OutcomeWhen};
use detente_testkit::{Rng, Shape, random_conflict};

use super::*;

#[test]
fn ways_by_the_tables_are_those_that_are_found_state_by_state() {
    let (mut reached, mut unreached) = (0, 0);
    for seed in 0..150 {
        let mut rng = Rng::new(seed);
        let shape = [Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 3];
        let mut conflict = random_conflict(seed, shape);
        let settings = Settings::default();
        let states = Answer::new(&conflict, &settings, &Control::none()).expect("it is small").solution.numbered();
        let some = |rng: &mut Rng| states.state(rng.below(states.count()));
        for id in ["near", "far"] {
            let when = OutcomeWhen::OneOf(vec![some(&mut rng), some(&mut rng)]);
            conflict.outcomes.push(Outcome { id: id.into(), text: None, when, provenance: Default::default() });
        }
        let answer = Answer::new(&conflict, &settings, &Control::none()).expect("it is small");
        for (by, word) in
            [(Motion::Moves, "moves"), (Motion::Improvements, "improvements"), (Motion::BestImprovements, "best")]
        {
            let from = some(&mut rng);
            let concept = CONCEPTS[rng.below(CONCEPTS.len())];
            let limit = [0, 2, 500][rng.below(3)];
            let plain = one_by_one(&answer, &from, by, MOMENT, &Control::none()).expect("it is small");
            let expected = told(&answer, &plain, concept, limit, &Control::none()).expect("nobody cancels");
            let tables = by_tables(&answer, &from, by, &Control::none()).expect("nobody cancels").expect("they fit");
            let found = told(&answer, &tables, concept, limit, &Control::none()).expect("nobody cancels");
            assert_eq!(found, expected, "seed {seed} by {word}");
            let request = WaysRequest {
                text: String::new(),
                variant: None,
                from: Some(answer.name(answer.solution.place(&from).expect("a state"))),
                by: word.into(),
                concept: concept.id.into(),
                limit,
            };
            let found = ways(&answer, &request, &Control::none()).expect("an answer");
            assert_eq!(found, expected, "seed {seed} by {word}, as it is asked for");
            reached += found.ways.iter().filter(|way| way.steps.is_some()).count();
            unreached += found.ways.iter().filter(|way| way.steps.is_none()).count();
        }
    }
    assert!(reached > 300 && unreached > 300, "{reached} ways and {unreached} states without any");
}

#[test]
fn ways_lead_through_more_states_than_can_be_asked_one_by_one() {
    let text = include_str!("../listing/large.toml");
    let conflict = detente_model::read::read(text).conflict.expect("it can be read");
    let answer = Answer::new(&conflict, &Settings::default(), &Control::none()).expect("it fits");
    let from = state(&answer, None).expect("the status quo");
    let plain = one_by_one(&answer, &from, Motion::Moves, MOMENT, &Control::none());
    assert!(matches!(plain, Err(MotionError::TooFar(_))));
    let reach = reached(&answer, &from, Motion::Moves, &Control::none()).expect("by the tables");
    assert_eq!(reach.count(), 1 << 16);
    let ways = told(&answer, &reach, CONCEPTS[0], 9, &Control::none()).expect("nobody cancels");
    let steps: Vec<usize> = ways.ways.iter().filter_map(|way| Some(way.steps.as_ref()?.len())).collect();
    assert_eq!(steps[..2], [0, 2], "calm holds there already, a storm takes two steps");
}

#[test]
fn ways_that_nobody_waits_for_any_more_end_as_cancelled_at_whatever_moment() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let text = detente_desk::catalogue::find("us-china-2023").expect("it is in the catalogue").text;
    let conflict = detente_model::read::read(text).conflict.expect("it can be read");
    let answer = Answer::new(&conflict, &Settings::default(), &Control::none()).expect("it is small");
    let request = WaysRequest {
        text: String::new(),
        variant: None,
        from: None,
        by: "moves".into(),
        concept: "nash".into(),
        limit: 500,
    };
    let mut ended = 0;
    for patience in (0..1000).step_by(3) {
        let looks = AtomicUsize::new(0);
        let control = Control { cancelled: &|| looks.fetch_add(1, Ordering::Relaxed) >= patience, progress: &|_| {} };
        match ways(&answer, &request, &control) {
            Err(problem) => {
                assert_eq!(problem.kind, "cancelled", "{patience}: {problem:?}");
                ended += 1;
            }
            Ok(_) => {
                assert!(looks.load(Ordering::Relaxed) <= patience, "told as if it were whole after {patience} looks")
            }
        }
    }
    assert!(ended > 100, "only {ended} times");
}
