//! What is counted and listed for many states at once against a look at each.

use std::cmp::Reverse;

use detente_analysis::Answer;
use detente_engine::{Control, Settings};
use detente_model::{Expr, OptionId, Outcome, OutcomeWhen};
use detente_testkit::{Rng, Shape, random_conflict};

#[test]
fn the_notable_states_are_those_under_most_concepts_with_the_status_quo_first_among_its_like() {
    let mut rng = Rng::new(11);
    for seed in 0..600 {
        let shape = [Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 3];
        let mut conflict = random_conflict(seed, shape);
        let settings = Settings { threads: Some(1), ..Settings::default() };
        let answer = Answer::new(&conflict, &settings, &Control::none()).expect("a small conflict");
        let state = answer.solution.state(rng.below(answer.solution.states()));
        conflict.status_quo = rng.chance(70).then_some(state);
        let answer = Answer::new(&conflict, &settings, &Control::none()).expect("a small conflict");
        let concepts = answer.solution.concepts();
        let count = |place: &usize| concepts.iter().filter(|c| answer.solution.equilibria(c).contains(*place)).count();
        let mut all: Vec<usize> = (0..answer.solution.states()).filter(|place| count(place) > 0).collect();
        all.sort_by_key(|place| (Reverse(count(place)), Some(*place) != answer.status_quo(), *place));
        for limit in [0, 1, 2, 7, usize::MAX] {
            let expected: Vec<usize> = all.iter().copied().take(limit).collect();
            assert_eq!(answer.notable(limit), (expected, all.len()), "seed {seed}, limit {limit}");
        }
    }
}

#[test]
fn the_states_at_which_an_outcome_holds_are_found_together_as_they_are_one_by_one() {
    let mut rng = Rng::new(12);
    for seed in 0..600 {
        let shape = [Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 3];
        let conflict = random_conflict(seed, shape);
        for engine in ["usual", "sparse"] {
            let engine = (engine == "sparse" && shape == Shape::Options).then_some(detente_engine::EngineKind::Sparse);
            let settings = Settings { engine, threads: Some(1), ..Settings::default() };
            let answer = Answer::new(&conflict, &settings, &Control::none()).expect("a small conflict");
            let states = answer.solution.states();
            let option = |rng: &mut Rng| Expr::Option(OptionId::from(rng.below(conflict.options.len())));
            let when = if conflict.options.is_empty() || rng.chance(30) {
                OutcomeWhen::OneOf((0..rng.below(4)).map(|_| answer.solution.state(rng.below(states))).collect())
            } else {
                OutcomeWhen::Holds(Expr::Or(vec![
                    Expr::Not(option(&mut rng).into()),
                    Expr::Iff(option(&mut rng).into(), option(&mut rng).into()),
                ]))
            };
            let outcome = Outcome { id: "o".into(), text: None, when, provenance: Default::default() };
            let found = answer.holding(&outcome).expect("few states");
            let expected: Vec<usize> = (0..states).filter(|&place| answer.holds(&outcome, place)).collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{shape:?} {seed}");
        }
    }
}
