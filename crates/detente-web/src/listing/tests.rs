//! Listings against plain filters and sorts of all states.

use std::cmp::{Ordering, Reverse};
use std::sync::atomic::{AtomicUsize, Ordering as Memory};

use detente_engine::Settings;
use detente_model::{CONCEPTS, DmId, Expr, Outcome};
use detente_testkit::{Rng, Shape, random_conflict};

use super::*;
use crate::api::{OptionIs, OrderBy, OutcomeIs, VerdictOf};
use crate::kept::Kept;

/// A conflict with outcomes, and texts of its states.
fn conflict(rng: &mut Rng, seed: u64) -> Conflict {
    let mut conflict = random_conflict(seed, [Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 3]);
    for state in conflict.named_states.iter_mut().flatten() {
        let words = [None, Some("talks"), Some("Talks"), Some("war"), Some("Émile"), Some("")];
        state.text = words[rng.below(words.len())].map(Into::into);
    }
    let states = detente_engine::analyse(&conflict, &Settings::default(), &Control::none()).expect("it is small");
    for id in ["near", "far", "there"] {
        let when = match conflict.options.len() {
            0 => OutcomeWhen::OneOf((0..3).map(|_| states.state(rng.below(states.states()))).collect()),
            options => OutcomeWhen::Holds(Expr::Option(OptionId::from(rng.below(options)))),
        };
        conflict.outcomes.push(Outcome { id: id.into(), text: None, when, provenance: Default::default() });
    }
    conflict
}

/// An order of each kind that the page offers, of a conflict.
fn orders(conflict: &Conflict) -> Vec<OrderBy> {
    let mut orders = vec![OrderBy::State, OrderBy::Text, OrderBy::Outcomes];
    orders.extend(conflict.dm_ids().map(|dm| OrderBy::Rank { dm: conflict.dm(dm).id.clone() }));
    orders.extend(CONCEPTS.iter().map(|concept| OrderBy::Concept { concept: concept.id.into() }));
    let options = (0..conflict.options.len()).map(OptionId::from);
    orders.extend(options.map(|option| OrderBy::Option { option: conflict.option_name(option) }));
    orders
}

fn some_filters(rng: &mut Rng, conflict: &Conflict) -> Which {
    let mut which = Which::default();
    let dm = |rng: &mut Rng| conflict.dm(DmId::from(rng.below(conflict.decision_makers.len()))).id.clone();
    if rng.chance(30) {
        let concept = CONCEPTS[rng.below(CONCEPTS.len())].id.into();
        which.verdict = Some(VerdictOf { concept, dm: rng.chance(70).then(|| dm(rng)) });
    }
    if rng.chance(20) {
        which.outcome = Some(OutcomeIs { outcome: "near".into(), holds: rng.chance(50) });
    }
    if rng.chance(20) {
        which.search = Some(["s1", " T", "yn", "é", "talks"][rng.below(5)].into());
    }
    if !conflict.options.is_empty() {
        if rng.chance(20) {
            let option = conflict.option_name(OptionId::from(rng.below(conflict.options.len())));
            which.options.push(OptionIs { option, on: rng.chance(50) });
        }
        if rng.chance(20) {
            let name = |rng: &mut Rng| conflict.option_name(OptionId::from(rng.below(conflict.options.len())));
            which.condition = Some(format!("{} or not {}", name(rng), name(rng)));
        }
    } else if rng.chance(20) {
        which.condition = Some("far".into());
    }
    which
}

/// Whether a state is listed, as the definition has it.
fn is_listed(answer: &Answer, which: &Which, place: usize) -> bool {
    let (conflict, solution) = (answer.conflict, &answer.solution);
    let state = solution.state(place);
    let verdict = which.verdict.as_ref().is_none_or(|verdict| {
        let concept = concepts(Some(&verdict.concept)).expect("there is one")[0];
        let stable = |dm| solution.stable(concept, dm).contains(place);
        match &verdict.dm {
            Some(id) => stable(conflict.dm_by_id(id).expect("there is one")),
            None => conflict.dm_ids().all(stable),
        }
    });
    let outcome = which.outcome.as_ref().is_none_or(|is| {
        let outcome = conflict.outcomes.iter().find(|one| one.id == is.outcome).expect("there is one");
        motion::holds(&answer.meaning, &outcome.when, &state) == is.holds
    });
    let options = which.options.iter().all(|is| {
        let option = option(conflict, &is.option).expect("there is one");
        let vectors = answer.meaning.vectors(&state);
        vectors.iter().all(|vector| vector.is_on(option) == is.on)
    });
    let condition = which
        .condition
        .as_ref()
        .is_none_or(|text| motion::holds(&answer.meaning, &condition(conflict, text).expect("it is one"), &state));
    let search = which.search.as_ref().is_none_or(|letters| {
        let letters = letters.trim().to_lowercase();
        let text = text(conflict, place).unwrap_or_default().to_lowercase();
        let row = row(&answer.choices(place)).to_lowercase();
        [answer.name(place).to_lowercase(), row, text].iter().any(|words| words.contains(&letters))
    });
    verdict && outcome && options && condition && search
}

/// How two states stand to each other in an order that goes up, as the page has it.
fn compared(answer: &Answer, by: &OrderBy, a: usize, b: usize) -> Ordering {
    let (conflict, solution) = (answer.conflict, &answer.solution);
    let of = |key: &dyn Fn(usize) -> Vec<usize>| key(a).cmp(&key(b));
    match by {
        OrderBy::State => a.cmp(&b),
        OrderBy::Text => {
            let key = |place| text(conflict, place).map(|text| (text.to_lowercase(), text)).unwrap_or_default();
            key(a).cmp(&key(b))
        }
        OrderBy::Option { option: name } => {
            let option = option(conflict, name).expect("there is one");
            let letter = |place| row(&answer.choices(place)).as_bytes()[option.index()];
            of(&|place| vec!["Y-N".bytes().position(|one| one == letter(place)).expect("a letter")])
        }
        OrderBy::Rank { dm } => {
            let dm = conflict.dm_by_id(dm).expect("there is one");
            Reverse(solution.rank(dm, a)).cmp(&Reverse(solution.rank(dm, b)))
        }
        OrderBy::Concept { concept } => {
            let concept = concepts(Some(concept)).expect("there is one")[0];
            let key = |place| {
                let stable = conflict.dm_ids().filter(|&dm| solution.stable(concept, dm).contains(place)).count();
                (Reverse(solution.equilibria(concept).contains(place)), Reverse(stable))
            };
            key(a).cmp(&key(b))
        }
        OrderBy::Outcomes => {
            let key = |place| conflict.outcomes.iter().map(|one| usize::from(!answer.holds(one, place))).collect();
            of(&key)
        }
    }
}

fn request(which: &Which, order: Option<Order>, skip: usize, limit: usize) -> RowsRequest {
    RowsRequest { text: String::new(), variant: None, which: which.clone(), order, skip, limit }
}

#[test]
fn states_are_listed_as_a_plain_filter_and_a_plain_sort_list_them_on_whatever_page() {
    let (mut told_apart, mut left_out) = (0, 0);
    for seed in 0..120 {
        let mut rng = Rng::new(seed);
        let read = conflict(&mut rng, seed);
        let solved = Kept::default().solved("", None, || Ok(read), &Control::none()).expect("it is small");
        let answer = solved.answer().expect("it is small");
        let mut orders: Vec<Option<Order>> = orders(answer.conflict)
            .into_iter()
            .flat_map(|by| [true, false].map(|up| Some(Order { by: by.clone(), up })))
            .collect();
        orders.push(None);
        for order in orders {
            let which = some_filters(&mut rng, answer.conflict);
            let all = answer.solution.states();
            let mut expected: Vec<usize> = (0..all).filter(|&place| is_listed(&answer, &which, place)).collect();
            left_out += all - expected.len();
            if let Some(Order { by, up }) = &order {
                expected.sort_by(|&a, &b| {
                    let way = compared(&answer, by, a, b);
                    if *up { way } else { way.reverse() }.then(a.cmp(&b))
                });
                told_apart += usize::from(!expected.is_sorted());
            }
            let limit = 1 + rng.below(9);
            let mut found = Vec::new();
            while found.len() < expected.len() {
                let page = wanted(&solved, &request(&which, order.clone(), found.len(), limit), &Control::none());
                let page = page.expect("it is small");
                assert_eq!(page.of, expected.len(), "seed {seed}: {which:?}");
                assert_eq!(page.place.len(), limit.min(expected.len() - found.len()), "seed {seed}: {which:?}");
                found.extend(page.place);
            }
            assert_eq!(found, expected, "seed {seed}: {which:?} {order:?}");
            let beyond = wanted(&solved, &request(&which, order, usize::MAX, usize::MAX), &Control::none());
            assert!(beyond.expect("it is small").place.is_empty());
        }
    }
    assert!(told_apart > 500 && left_out > 10_000, "{told_apart} orders, {left_out} states left out");
}

/// A conflict of 2^16 states, each decision maker with four options.
const LARGE: &str = include_str!("large.toml");

#[test]
fn the_order_of_a_large_conflict_is_worked_out_once_and_ends_when_nobody_waits_for_it() {
    let kept = Kept::default();
    let read = || Ok(read::read(LARGE).conflict.expect("it can be read"));
    let solved = kept.solved(LARGE, None, read, &Control::none()).expect("it fits");
    let again = kept.solved(LARGE, None, || unreachable!("it is kept"), &Control::none()).expect("it is kept");
    assert!(std::sync::Arc::ptr_eq(&solved, &again));
    let which = Which { condition: Some("a.o1 or b.o1".into()), ..Which::default() };
    let order = Some(Order { by: OrderBy::Concept { concept: "seq".into() }, up: false });
    let mut ended = 0;
    for patience in (0..40).step_by(3).chain([1000]) {
        let looks = AtomicUsize::new(0);
        let control = Control { cancelled: &|| looks.fetch_add(1, Memory::Relaxed) >= patience, progress: &|_| {} };
        match wanted(&solved, &request(&which, order.clone(), 0, 3), &control) {
            Ok(rows) => assert_eq!(rows.of, 3 << 14),
            Err(problem) => {
                assert_eq!(problem.kind, "cancelled");
                ended += 1;
            }
        }
    }
    assert!(ended > 5, "ended {ended} times");
    // What comes next is a page of what is known.
    let never = Control { cancelled: &|| true, progress: &|_| {} };
    let first = wanted(&solved, &request(&which, order.clone(), 0, 50), &Control::none()).expect("it is known");
    let second = wanted(&solved, &request(&which, order, 2, 50), &never).expect("it is known");
    assert_eq!(first.place[2..], second.place[..48]);
    let other = request(&which, None, 0, 50);
    assert_eq!(wanted(&solved, &other, &never).expect_err("it is another").kind, "cancelled");
}

#[test]
fn what_is_not_in_the_conflict_is_refused_by_its_name() {
    let kept = Kept::default();
    let read = || Ok(read::read(LARGE).conflict.expect("it can be read"));
    let solved = kept.solved(LARGE, None, read, &Control::none()).expect("it fits");
    let none = Which::default;
    let nobody = || "nobody".to_string();
    for which in [
        Which { verdict: Some(VerdictOf { concept: nobody(), dm: None }), ..none() },
        Which { verdict: Some(VerdictOf { concept: "nash".into(), dm: Some(nobody()) }), ..none() },
        Which { outcome: Some(OutcomeIs { outcome: nobody(), holds: true }), ..none() },
        Which { options: vec![OptionIs { option: nobody(), on: true }], ..none() },
        Which { condition: Some("not nobody".into()), ..none() },
    ] {
        let problem = wanted(&solved, &request(&which, None, 0, 9), &Control::none()).expect_err("there is none");
        assert!(problem.message.contains("nobody"), "{which:?}: {problem:?}");
    }
    for by in
        [OrderBy::Rank { dm: nobody() }, OrderBy::Concept { concept: nobody() }, OrderBy::Option { option: nobody() }]
    {
        let order = Some(Order { by, up: true });
        let problem = wanted(&solved, &request(&none(), order, 0, 9), &Control::none()).expect_err("there is none");
        assert!(problem.kind == "not_found" && problem.message.contains("nobody"), "{problem:?}");
    }
}
