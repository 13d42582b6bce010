//! Pivots: the compiled search against asking anew, and the figures of the first case.

use detente_analysis::ask::{AskError, Bounds, ask, question_in};
use detente_analysis::pivots::{Element, PivotSettings, Pivots, Way, pivots};
use detente_model::concept::{NASH, SEQ};
use detente_model::{
    Basis, CONCEPTS, Change, Conflict, Direction, DmId, Expr, Motion, OptionId, OutcomeWhen, Preference, Question,
    State, StateList, read,
};
use detente_testkit::{Rng, Shape, random_conflict};

const CORE: &str = include_str!("../../../catalogue/us-china-2023.toml");
const TAIWAN: &str = include_str!("../../../catalogue/us-china-2023-taiwan.toml");
const KOREA: &str = include_str!("../../../catalogue/us-china-2023-north-korea.toml");
const ELMIRA: &str = include_str!("../../../catalogue/elmira.toml");
const GARRISON: &str = include_str!("../../../catalogue/garrison.toml");
const CUBA: &str = include_str!("../../../catalogue/cuban-missile-crisis.toml");

fn conflict(text: &str) -> Conflict {
    read::read(text).conflict.expect("the file is in order")
}

/// The answer after some changes; `None` where they cannot be made or leave no such state.
fn asked_anew(conflict: &Conflict, changes: &[Change], question: &Question) -> Option<bool> {
    let changed = conflict.changed(changes).ok()?;
    let question = question_in(conflict, &changed, question).ok()?;
    match ask(&changed, &question, &Bounds::default(), &|| false) {
        Ok(verdict) => Some(verdict.holds),
        Err(AskError::NoSuchState(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

fn look(conflict: &Conflict, question: &Question, settings: &PivotSettings) -> Pivots {
    pivots(conflict, question, settings, &|| false).expect("it is small")
}

fn ids(found: &Pivots, assumptions: &[usize]) -> Vec<String> {
    assumptions.iter().map(|&a| found.assumptions[a].id.clone()).collect()
}

/// The assumptions that overturn the answer alone in one way.
fn by_way(found: &Pivots, way: Way) -> Vec<String> {
    let pivotal = found.pivotal();
    let ours: Vec<usize> = pivotal.into_iter().filter(|&a| found.ways_of(a).any(|w| w == way)).collect();
    ids(found, &ours)
}

/// A random question about a conflict.
fn random_question(rng: &mut Rng, conflict: &Conflict) -> Question {
    let list = StateList::new(conflict, 1 << 12).expect("it is small");
    let state = |rng: &mut Rng| rng.chance(60).then(|| list.states()[rng.below(list.states().len())].clone());
    let goal = |rng: &mut Rng| {
        if conflict.options.is_empty() || rng.chance(50) {
            OutcomeWhen::OneOf(list.states().iter().filter(|_| rng.chance(20)).cloned().collect())
        } else {
            OutcomeWhen::Holds(Expr::Option(OptionId::from(rng.below(conflict.options.len()))))
        }
    };
    let concept = CONCEPTS[rng.below(CONCEPTS.len())];
    let dm = DmId::from(rng.below(conflict.decision_makers.len()));
    let by = Motion::ALL[rng.below(3)];
    match rng.below(8) {
        0 => Question::Equilibrium { concept, at: state(rng) },
        1 => Question::Stable { concept, dm, at: state(rng) },
        2 => Question::Reaches { from: state(rng), by, goal: goal(rng) },
        3 => Question::Avoids { from: state(rng), by, goal: goal(rng) },
        4 => Question::JointImprovement {
            coalition: conflict.dm_ids().filter(|_| rng.chance(60)).collect(),
            from: state(rng),
            goal: rng.chance(50).then(|| goal(rng)),
        },
        5 => Question::Prefers { dm, better: state(rng), worse: state(rng) },
        6 => Question::SomeEquilibrium { concept, goal: goal(rng) },
        _ => Question::EveryEquilibrium { concept, goal: goal(rng) },
    }
}

/// Compares every single change with asking anew; how many were compared and how many overturn.
fn agree(conflict: &Conflict, question: &Question) -> (usize, usize) {
    let settings = PivotSettings { any_place: true, up_to: 1, ..PivotSettings::default() };
    let found = look(conflict, question, &settings);
    assert_eq!(Some(found.holds), asked_anew(conflict, &[], question), "{question:?}");
    for (place, alteration) in found.alterations.iter().enumerate() {
        let anew = asked_anew(conflict, std::slice::from_ref(&alteration.change), question);
        let impossible = found.scope.impossible.iter().any(|(other, _)| *other == place);
        assert_eq!(anew.is_none(), impossible, "{alteration:?} {question:?}");
        assert_eq!(
            anew.is_some_and(|anew| anew != found.holds),
            found.single.contains(&place),
            "{alteration:?} {question:?}"
        );
    }
    (found.tried(), found.single.len())
}

#[test]
fn every_single_change_is_answered_as_if_asked_anew_on_random_conflicts() {
    let (mut compared, mut overturned) = (0, 0);
    for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
        let seeds = if shape == Shape::Options { 1200 } else { 300 };
        for seed in 0..seeds {
            let conflict = random_conflict(seed, shape);
            let question = random_question(&mut Rng::new(seed * 31 + 7), &conflict);
            let (tried, pivots) = agree(&conflict, &question);
            compared += tried;
            overturned += pivots;
        }
    }
    assert!(compared > 10_000 && overturned > 500, "{compared} changes compared, {overturned} overturn");
}

#[test]
fn every_single_change_is_answered_as_if_asked_anew_in_the_catalogue() {
    let mut compared = 0;
    for text in [CORE, TAIWAN, KOREA, ELMIRA, GARRISON, CUBA] {
        let conflict = conflict(text);
        for concept in [&NASH, &SEQ] {
            if let Some(status_quo) = &conflict.status_quo {
                compared += agree(&conflict, &Question::Equilibrium { concept, at: Some(status_quo.clone()) }).0;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn sets_are_those_that_trying_everything_finds() {
    let mut with_sets = 0;
    for seed in 0..150 {
        let conflict = random_conflict(seed, if seed % 3 == 0 { Shape::Coalesced } else { Shape::Options });
        let question = random_question(&mut Rng::new(seed), &conflict);
        let settings = PivotSettings { up_to: 2, all_sizes: true, ..PivotSettings::default() };
        let found = look(&conflict, &question, &settings);
        assert_eq!(found.scope.complete_to, 2);
        let alone = found.pivotal();
        // Every pair of alterations of two assumptions that do nothing alone, asked anew.
        let mut expected: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (i, a) in found.alterations.iter().enumerate() {
            for (j, b) in found.alterations.iter().enumerate().skip(i + 1) {
                if a.assumption == b.assumption || alone.contains(&a.assumption) || alone.contains(&b.assumption) {
                    continue;
                }
                // Moves are made first.
                let mut order = [a, b];
                order.sort_by_key(|a| !matches!(a.way, Way::Placed(_)));
                let changes = order.map(|a| a.change.clone());
                assert_eq!(found.changes(&[i, j]), changes);
                if asked_anew(&conflict, &changes, &question).is_some_and(|anew| anew != found.holds) {
                    expected.push((vec![a.assumption, b.assumption], vec![i, j]));
                }
            }
        }
        let mut got: Vec<(Vec<usize>, Vec<usize>)> = found
            .sets
            .iter()
            .flat_map(|set| set.ways.iter().map(|way| (set.assumptions.clone(), way.clone())))
            .collect();
        got.sort();
        expected.sort();
        assert_eq!(got, expected, "seed {seed} {question:?}");
        with_sets += usize::from(!got.is_empty());
    }
    assert!(with_sets > 15, "{with_sets}");
}

#[test]
fn sets_of_three_have_no_smaller_set_within_them_and_do_overturn() {
    let mut threes = 0;
    for seed in 150..300 {
        let conflict = random_conflict(seed, Shape::Options);
        let question = random_question(&mut Rng::new(seed + 1000), &conflict);
        let settings = PivotSettings { up_to: 3, all_sizes: true, ..PivotSettings::default() };
        let found = look(&conflict, &question, &settings);
        for (place, set) in found.sets.iter().enumerate() {
            for smaller in &found.sets[..place] {
                assert!(!smaller.assumptions.iter().all(|a| set.assumptions.contains(a)));
            }
            if set.assumptions.len() == 3 {
                threes += 1;
                let changes = found.changes(&set.ways[0]);
                assert_eq!(asked_anew(&conflict, &changes, &question), Some(!found.holds));
            }
        }
    }
    assert!(threes > 12, "{threes}");
}

/// The smallest sets with all their ways, by asking anew after every choice of up to `most` alterations of as many assumptions.
fn plain_sets(conflict: &Conflict, question: &Question, found: &Pivots, most: usize) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut minimal: Vec<Vec<usize>> = Vec::new();
    let mut all = Vec::new();
    for size in 1..=most {
        let mut sets: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..size {
            let longer = |choice: &Vec<usize>| -> Vec<Vec<usize>> {
                let first = choice.last().map_or(0, |last| last + 1);
                (first..found.alterations.len()).map(|next| [choice.as_slice(), &[next]].concat()).collect()
            };
            choices = choices.iter().flat_map(longer).collect();
        }
        for choice in choices {
            let of: Vec<usize> = choice.iter().map(|&way| found.alterations[way].assumption).collect();
            // Of each assumption one alteration; nothing that a smaller set does.
            if of.windows(2).any(|pair| pair[0] == pair[1])
                || minimal.iter().any(|smaller| smaller.iter().all(|a| of.contains(a)))
            {
                continue;
            }
            // Moves are made first: places are counted in the lists as they are.
            let moves = |&&way: &&usize| matches!(found.alterations[way].way, Way::Placed(_));
            let order = choice.iter().filter(moves).chain(choice.iter().filter(|way| !moves(way)));
            let changes: Vec<Change> = order.map(|&way| found.alterations[way].change.clone()).collect();
            if asked_anew(conflict, &changes, question).is_some_and(|anew| anew != found.holds) {
                sets.push((of, choice));
            }
        }
        minimal.extend(sets.iter().map(|set| set.0.clone()));
        all.extend(sets);
    }
    all.sort();
    all
}

#[test]
fn sets_of_three_are_all_that_trying_every_three_finds() {
    let (mut threes, mut ways, mut compared, mut with_rules) = (0, 0, 0, 0);
    for seed in 0..700 {
        let conflict = random_conflict(seed, if seed % 4 == 0 { Shape::Coalesced } else { Shape::Options });
        let question = random_question(&mut Rng::new(seed * 7 + 1000), &conflict);
        let settings = PivotSettings { up_to: 3, all_sizes: true, ..PivotSettings::default() };
        let found = look(&conflict, &question, &settings);
        if !(3..=24).contains(&found.alterations.len()) {
            continue;
        }
        assert_eq!((found.scope.complete_to, found.scope.too_many), (3, None));
        let single = found.single.iter().map(|&way| (vec![found.alterations[way].assumption], vec![way]));
        let sets = found.sets.iter().flat_map(|set| set.ways.iter().map(|way| (set.assumptions.clone(), way.clone())));
        let mut got: Vec<(Vec<usize>, Vec<usize>)> = single.chain(sets).collect();
        got.sort();
        assert_eq!(got, plain_sets(&conflict, &question, &found, 3), "seed {seed} {question:?}");
        let of_three = found.sets.iter().filter(|set| set.assumptions.len() == 3);
        threes += of_three.clone().count();
        ways += of_three.clone().map(|set| set.ways.len()).sum::<usize>();
        let is_rule = |&a: &usize| matches!(found.assumptions[a].element, Element::Rule(_));
        with_rules += of_three.filter(|set| set.assumptions.iter().any(is_rule)).count();
        compared += 1;
    }
    assert!(compared > 300 && threes > 15 && ways > 20 && with_rules > 0, "{compared} {threes} {ways} {with_rules}");
}

#[test]
fn larger_sets_are_left_where_smaller_ones_do_it_and_the_scope_says_so() {
    let mut stopped = [0; 4];
    for seed in 0..300 {
        let conflict = random_conflict(seed, Shape::Options);
        let question = random_question(&mut Rng::new(seed * 7 + 1000), &conflict);
        let found = look(&conflict, &question, &PivotSettings::default());
        let smallest =
            if found.single.is_empty() { found.sets.first().map(|set| set.assumptions.len()) } else { Some(1) };
        // All of the smallest size, and nothing larger.
        assert_eq!(found.scope.complete_to, smallest.unwrap_or(3));
        assert!(found.sets.iter().all(|set| Some(set.assumptions.len()) == smallest));
        assert_eq!(found.scope.answers.len(), found.scope.complete_to);
        let everything = PivotSettings { all_sizes: true, ..PivotSettings::default() };
        let more = look(&conflict, &question, &everything);
        let same: Vec<_> = more.sets.iter().filter(|set| Some(set.assumptions.len()) == smallest).collect();
        assert_eq!(found.sets.iter().collect::<Vec<_>>(), same);
        stopped[smallest.unwrap_or(0)] += 1;
    }
    assert!(stopped.iter().all(|&count| count > 3), "{stopped:?}");
}

#[test]
fn sets_of_three_that_would_take_too_many_answers_are_said_to_be_left() {
    let mut left = 0;
    for seed in 0..100 {
        let conflict = random_conflict(seed, Shape::Options);
        let question = random_question(&mut Rng::new(seed), &conflict);
        let everything = PivotSettings { all_sizes: true, ..PivotSettings::default() };
        let all = look(&conflict, &question, &everything);
        let two: u64 = all.scope.answers[..2].iter().sum();
        if all.scope.answers[2] == 0 {
            continue;
        }
        // Sizes are judged by what they could take at most, so that sets of two may be left as well.
        let found = look(&conflict, &question, &PivotSettings { answers: two, ..everything });
        let (size, needed) = found.scope.too_many.expect("it was said");
        assert_eq!(size, found.scope.complete_to + 1);
        let answered: u64 = found.scope.answers.iter().sum();
        assert!(answered <= two && answered + needed > two && needed >= all.scope.answers[size - 1]);
        assert!(found.sets.iter().all(|set| set.assumptions.len() < size));
        left += u32::from(size == 3);
    }
    assert!(left > 20, "{left}");
}

#[test]
fn in_the_core_the_status_quo_rests_on_u2_u3_u4_and_c2() {
    let core = conflict(CORE);
    let found = look(&core, &Question::Equilibrium { concept: &NASH, at: None }, &PivotSettings::default());
    assert!(found.holds);
    let negated = by_way(&found, Way::Negated);
    assert_eq!(negated, ["u2", "u3", "u4", "u7", "c2", "c6", "c7"]);
    // Those of them that the article is cited for; the others are an inference (c6) and judgements (u7, c7).
    let cited =
        |id: &&String| found.assumptions.iter().any(|a| a.id == **id && a.provenance.basis == Some(Basis::Cited));
    assert_eq!(negated.iter().filter(cited).collect::<Vec<_>>(), ["u2", "u3", "u4", "c2"]);
    // No order matters: every statement may stand anywhere.
    let anywhere = PivotSettings { any_place: true, up_to: 1, ..PivotSettings::default() };
    let found = look(&core, &Question::Equilibrium { concept: &NASH, at: None }, &anywhere);
    assert!(found.single.iter().all(|&a| !matches!(found.alterations[a].way, Way::Placed(_))));
}

#[test]
fn in_the_taiwan_conflict_war_or_peace_hangs_on_u13_c11_and_t2() {
    let taiwan = conflict(TAIWAN);
    let force = taiwan.outcomes.iter().find(|o| o.id == "conflict").expect("it is there").when.clone();
    let question = Question::Avoids { from: None, by: Motion::BestImprovements, goal: force };
    let found = look(&taiwan, &question, &PivotSettings::default());
    assert!(found.holds, "by best improvements the status quo does not lead to force");
    assert_eq!(by_way(&found, Way::Negated), ["u13", "c11", "t2"]);
    // Nothing else overturns it alone: no other statement, no order, no direction, no rule.
    assert_eq!(found.single.len(), 3);
    for id in ["u13", "c11", "t2"] {
        let assumption = found.assumptions.iter().find(|a| a.id == id).expect("it is there");
        assert!(assumption.is_judgement() && !assumption.is_in_documents(), "{id} is not in the article");
    }
}

#[test]
fn a_pivot_by_hand() {
    // One decision maker may take its only option and would rather not; a rule keeps the other from answering.
    let text = r#"
format = 1
title = "By hand"
status_quo = []
[decision_makers.a]
options.x = { text = "X", direction = "off" }
prefers = [{ id = "a1", that = "not x" }, { id = "a2", that = "b.y" }]
[decision_makers.b]
options.y = "Y"
prefers = [{ id = "b1", that = "x or not y" }, { id = "b2", that = "y" }]
[[infeasible]]
id = "F"
when = "y and not a.x"
"#;
    let conflict = conflict(text);
    let stable = |dm| Question::Stable { concept: &NASH, dm: DmId(dm), at: None };
    let found = look(&conflict, &stable(0), &PivotSettings::default());
    assert!(found.holds);
    // a cannot take x at all, so its wish alone does nothing, nor does the direction: only both together.
    assert_eq!(found.pivotal(), [] as [usize; 0]);
    let sets: Vec<_> = found.sets.iter().map(|set| ids(&found, &set.assumptions)).collect();
    assert_eq!(sets, [["a1", "a.x"]]);
    let ways: Vec<Vec<Way>> =
        found.sets[0].ways.iter().map(|way| way.iter().map(|&a| found.alterations[a].way).collect()).collect();
    assert_eq!(ways, [[Way::Negated, Way::Directed(Direction::Both)], [Way::Negated, Way::Directed(Direction::On)],]);
    // b cannot take y, because of F; without it b1 would keep it from doing so.
    let found = look(&conflict, &stable(1), &PivotSettings::default());
    let sets: Vec<_> = found.sets.iter().map(|set| ids(&found, &set.assumptions)).collect();
    assert!(found.holds && found.single.is_empty());
    assert_eq!(sets, [["b1", "F"], ["b2", "F"]]);
    assert_eq!(found.assumptions[found.sets[0].assumptions[1]].element, Element::Rule(0));
}

#[test]
fn sizes_that_would_take_too_many_answers_are_not_begun_and_the_scope_says_so() {
    let core = conflict(CORE);
    let question = Question::Equilibrium { concept: &NASH, at: None };
    let settings = PivotSettings { all_sizes: true, answers: 1000, ..PivotSettings::default() };
    let found = look(&core, &question, &settings);
    assert_eq!(found.scope.complete_to, 1);
    assert!(matches!(found.scope.too_many, Some((2, needed)) if needed > 1000), "{:?}", found.scope);
    assert!(found.sets.is_empty());
    let error = pivots(&core, &question, &PivotSettings { states: 50, ..PivotSettings::default() }, &|| false);
    assert!(error.is_err());
    assert!(pivots(&core, &question, &settings, &|| true).is_err());
}

/// All orders of a list.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    (0..items.len())
        .flat_map(|first| {
            let mut rest = items.to_vec();
            let item = rest.remove(first);
            orders(&rest).into_iter().map(move |mut order| {
                order.insert(0, item.clone());
                order
            })
        })
        .collect()
}

#[test]
fn the_status_quo_is_nash_in_every_order_of_the_statements() {
    let core = conflict(CORE);
    let status_quo: State = core.status_quo.clone().expect("it has one");
    // Which statements the article has before which.
    let before = [
        ("us", &["u1 u3", "u2 u3"][..], 1680, 5040),
        ("china", &["c1 c2", "c1 c4", "c1 c5", "c1 c6", "c1 c7", "c0 c2"][..], 3840, 40320),
    ];
    for (id, constraints, allowed, all) in before {
        let dm = core.dm_by_id(id).expect("it is there");
        let statements = core.statements(dm).expect("it has statements").to_vec();
        let (mut counted, mut within) = (0, 0);
        // The ledger is left behind: it is copied with every change.
        let mut bare = core.clone();
        bare.claims.clear();
        for order in orders(&statements) {
            let place = |id: &str| order.iter().position(|statement| statement.id == id);
            within += usize::from(
                constraints
                    .iter()
                    .all(|pair| pair.split_once(' ').is_some_and(|(first, then)| place(first) < place(then))),
            );
            bare.decision_makers[dm.index()].preference = Preference::Prioritised(order);
            let meaning = detente_model::Meaning::new(&bare).expect("it is small");
            assert!(meaning.improvements(dm, &status_quo).is_empty());
            counted += 1;
        }
        assert_eq!((within, counted), (allowed, all), "{id}");
    }
}
