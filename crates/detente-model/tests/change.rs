//! Changes to a conflict.

use detente_model::read::read;
use detente_model::{Change, ChangeError, Conflict, Direction, Expr, OptionId, Preference, State, StateList, digest};
use detente_testkit::{Shape, random_conflict};

const FILE: &str = r#"
format = 1
title = "Two"
status_quo = ["a.x", "b.z"]
[decision_makers.a]
options.x = "X"
options.y = "Y"
prefers = [{ id = "a1", that = "x" }, { id = "a2", that = "b.z" }, { id = "a3", that = "not y" }]
[decision_makers.b]
options.z = "Z"
ranking = "s8 > s7 > s6 > s5 > s4 > s3 > s2 > s1"
"#;

fn conflict() -> Conflict {
    read(FILE).conflict.expect("the file reads")
}

fn order(conflict: &Conflict) -> Vec<String> {
    let Preference::Prioritised(list) = &conflict.decision_makers[0].preference else { panic!("a has statements") };
    list.iter().map(|statement| format!("{}: {}", statement.id, statement.that.text(conflict))).collect()
}

fn changed(change: Change) -> Result<Conflict, ChangeError> {
    conflict().changed(&[change])
}

fn id(text: &str) -> String {
    text.to_string()
}

#[test]
fn a_statement_is_negated_dropped_moved_and_replaced() {
    let after = |change| order(&changed(change).expect("it can be made"));
    assert_eq!(after(Change::Negate { id: id("a1") }), ["a1: not a.x", "a2: b.z", "a3: not a.y"]);
    assert_eq!(after(Change::Negate { id: id("a3") }), ["a1: a.x", "a2: b.z", "a3: a.y"]);
    assert_eq!(after(Change::Drop { id: id("a2") }), ["a1: a.x", "a3: not a.y"]);
    assert_eq!(after(Change::Move { id: id("a3"), to: 0 }), ["a3: not a.y", "a1: a.x", "a2: b.z"]);
    assert_eq!(after(Change::Move { id: id("a1"), to: 2 }), ["a2: b.z", "a3: not a.y", "a1: a.x"]);
    let that = Expr::Option(OptionId(1));
    assert_eq!(after(Change::Replace { id: id("a2"), that }), ["a1: a.x", "a2: a.y", "a3: not a.y"]);
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    assert_eq!(changed(Change::Drop { id: id("zz") }), Err(ChangeError::Unknown(id("zz"))));
    assert!(matches!(changed(Change::Move { id: id("a1"), to: 3 }), Err(ChangeError::BeyondTheEnd { places: 3, .. })));
    let statement = conflict().statements(detente_model::DmId(0)).expect("a has statements")[0].clone();
    let add = |dm: u32| Change::Add { dm: detente_model::DmId(dm), at: 0, statement: statement.clone() };
    assert_eq!(changed(add(0)), Err(ChangeError::Taken(id("a1"))));
    let fresh = detente_model::Statement { id: id("new"), ..statement };
    let add = Change::Add { dm: detente_model::DmId(1), at: 0, statement: fresh };
    assert_eq!(changed(add), Err(ChangeError::NoStatements(id("b"))));
}

#[test]
fn a_held_option_leaves_the_states_in_which_it_is_so_and_takes_rankings_and_the_status_quo_along() {
    let held = changed(Change::Fix { option: OptionId(0), on: false }).expect("it can be made");
    let list = StateList::new(&held, 100).expect("few states");
    assert_eq!(list.states().len(), 4);
    assert!(list.states().iter().all(|state| matches!(state, State::Vector(vector) if !vector.is_on(OptionId(0)))));
    let Preference::Ranked(groups) = &held.decision_makers[1].preference else { panic!("b has a ranking") };
    assert_eq!(groups.iter().flatten().count(), 4);
    assert_eq!(held.status_quo.as_ref().and_then(|state| list.place(state)), Some(2));
}

#[test]
fn a_change_that_leaves_nothing_or_frees_what_is_not_ranked_is_refused() {
    let never = detente_model::Rule { id: id("never"), when: Expr::Constant(true), provenance: Default::default() };
    assert_eq!(changed(Change::AddRule(never)), Err(ChangeError::NothingLeft));
    let with_rule = read(
        &FILE
            .replace("s8 > s7 > s6 > s5 > s4 > s3 > s2 > s1", "s6 > s5 > s4 > s3 > s2 > s1")
            .replace("[decision_makers.a]", "[[infeasible]]\nid = \"F\"\nwhen = \"a.y and b.z\"\n[decision_makers.a]"),
    );
    let with_rule = with_rule.conflict.expect("the file reads");
    assert_eq!(with_rule.changed(&[Change::Drop { id: id("F") }]), Err(ChangeError::Unranked(id("b"))));
}

#[test]
fn a_one_way_option_changes_the_meaning_and_not_the_states() {
    let one_way = changed(Change::Direct { option: OptionId(0), direction: Direction::On }).expect("it can be made");
    assert_ne!(digest(&one_way), digest(&conflict()));
    assert_eq!(one_way.named_states, conflict().named_states);
}

#[test]
fn holding_an_option_of_random_conflicts_leaves_exactly_the_states_that_have_it_so() {
    for seed in 0..500 {
        for shape in [Shape::Options, Shape::Coalesced] {
            let conflict = random_conflict(seed, shape);
            let option = OptionId(seed as u32 % conflict.options.len() as u32);
            let on = seed % 2 == 0;
            let meaning = detente_model::Meaning::new(&conflict).expect("small");
            let list = StateList::new(&conflict, 1000).expect("small");
            let has = |state: &State| meaning.vectors(state).iter().any(|vector| vector.is_on(option) == on);
            let expected = list.states().iter().filter(|state| has(state)).count();
            match conflict.changed(&[Change::Fix { option, on }]) {
                Ok(held) => {
                    let found = StateList::new(&held, 1000).expect("small");
                    assert_eq!(found.states().len(), expected, "seed {seed}");
                    for state in list.states() {
                        let there = conflict.state_in(&held, state);
                        assert_eq!(there.is_some(), has(state), "seed {seed}, {state:?}");
                    }
                }
                Err(ChangeError::NothingLeft) => assert_eq!(expected, 0, "seed {seed}"),
                Err(ChangeError::StatusQuoLost) => {}
                Err(other) => panic!("seed {seed}: {other}"),
            }
        }
    }
}

const NAMED: &str = r#"
format = 1
title = "Named"
status_quo = "low"
[decision_makers.a]
options.x = "X"
options.y = "Y"
ranking = "high > low > away > both"
[decision_makers.b]
options.z = "Z"
prefers = []
[states]
both = "YYN"
low = "NNN"
high = "YNN"
away = "--Y"
"#;

#[test]
fn a_statement_has_one_value_in_every_state() {
    let conflict = read(NAMED).conflict.expect("the file reads");
    let that = detente_model::read::condition(&conflict, "x").expect("it is a condition");
    let statement = detente_model::Statement { id: id("b1"), that, provenance: Default::default() };
    let add = Change::Add { dm: detente_model::DmId(1), at: 0, statement };
    let mixed = ChangeError::Mixed { of: id("b1"), state: id("away") };
    assert_eq!(conflict.changed(std::slice::from_ref(&add)), Err(mixed));
    // Once the state stands for one combination there is no doubt.
    let fix = |option| Change::Fix { option: OptionId(option), on: false };
    conflict.changed(&[add, fix(0), fix(1)]).expect("what is left of `away` has neither x nor y");
    // Without options there is nothing that a statement could be about.
    let graph = random_conflict(1, Shape::Graph);
    let statement =
        detente_model::Statement { id: id("new"), that: Expr::Constant(true), provenance: Default::default() };
    let changed = graph.changed(&[Change::Prefer { dm: detente_model::DmId(0), statements: vec![statement] }]);
    assert!(matches!(changed, Err(ChangeError::Mixed { .. })), "{changed:?}");
}

#[test]
fn the_states_of_a_variant_are_those_that_it_names_though_others_are_closed() {
    let text = format!(
        "{NAMED}\n[variants.v]\nhold = {{ \"a.y\" = false }}\nranking = {{ a = \"away > high ~ low\" }}\nstatus_quo = \"high\"\n"
    );
    let reading = read(&text);
    assert_eq!(reading.diagnostics, []);
    let conflict = reading.conflict.expect("the file reads");
    let variant = conflict.changed(&conflict.study.variants[0].changes).expect("it can be made");
    let name = |state: &State| match state {
        State::Named(place) => variant.named_states.as_ref().expect("they have names")[*place].id.clone(),
        State::Vector(_) => panic!("states have names"),
    };
    assert_eq!(variant.status_quo.as_ref().map(name), Some(id("high")));
    let Preference::Ranked(groups) = &variant.decision_makers[0].preference else { panic!("a has a ranking") };
    let groups: Vec<Vec<String>> = groups.iter().map(|group| group.iter().map(name).collect()).collect();
    assert_eq!(groups, [vec!["away"], vec!["high", "low"]]);
}
