//! How far a changed form of a conflict is from the conflict itself.

use std::collections::{BTreeMap, VecDeque};

use detente_model::{Change, Conflict, DmId, Meaning, Preference, StateList, read};
use detente_testkit::{Rng, Shape, random_changes, random_conflict};

#[test]
fn pairs_are_counted_one_by_one() {
    let mut counted = 0;
    for seed in 0..1500 {
        let conflict = random_conflict(seed, [Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 3]);
        let changes = random_changes(&mut Rng::new(seed), &conflict, 3);
        let changed = conflict.changed(&changes).unwrap();
        let same_but_for_preferences = conflict.rules == changed.rules
            && conflict.options == changed.options
            && conflict.status_quo == changed.status_quo;
        let pairs = conflict.pairs_to(&changed).unwrap();
        assert_eq!(pairs.is_some(), same_but_for_preferences, "{seed}: {changes:?}");
        let Some(pairs) = pairs else { continue };
        let list = StateList::new(&conflict, 1 << 10).unwrap();
        let (old, new) = (Meaning::new(&conflict).unwrap(), Meaning::new(&changed).unwrap());
        let mut expected = 0;
        for dm in conflict.dm_ids() {
            for (place, a) in list.states().iter().enumerate() {
                let others = list.states()[place + 1..].iter();
                expected += others.filter(|b| old.compare(dm, a, b) != new.compare(dm, a, b)).count() as u64;
            }
        }
        assert_eq!(pairs, expected, "{seed}: {changes:?}");
        counted += usize::from(pairs > 0);
    }
    assert!(counted > 100, "{counted}");
}

const FILE: &str = r#"
format = 1
title = "Four statements"
[decision_makers.a]
options.w = "W"
options.x = "X"
options.y = "Y"
options.z = "Z"
prefers = ["w", "x", "y", "z"]
[decision_makers.b]
options.v = "V"
prefers = []
"#;

fn list(conflict: &Conflict) -> Vec<String> {
    let Preference::Prioritised(list) = &conflict.decision_makers[0].preference else { panic!("a has statements") };
    list.iter().map(|statement| format!("{} {}", statement.id, statement.that.text(conflict))).collect()
}

#[test]
fn edits_are_the_fewest_that_lead_there() {
    // Breadth first over all lists that drops, negations and moves lead to.
    let conflict = read::read(FILE).conflict.expect("the file reads");
    let mut found: BTreeMap<Vec<String>, (usize, Conflict)> = BTreeMap::new();
    let mut open = VecDeque::from([(0, conflict.clone())]);
    while let Some((edits, at)) = open.pop_front() {
        if found.contains_key(&list(&at)) {
            continue;
        }
        found.insert(list(&at), (edits, at.clone()));
        let own = at.statements(DmId(0)).expect("a has statements");
        for id in own.iter().map(|statement| statement.id.clone()) {
            let moves = (0..own.len()).map(|to| Change::Move { id: id.clone(), to });
            let others = [Change::Drop { id: id.clone() }, Change::Negate { id: id.clone() }];
            open.extend(others.into_iter().chain(moves).map(|change| (edits + 1, at.changed(&[change]).unwrap())));
        }
    }
    assert_eq!(found.len(), 24 * 16 + 24 * 8 + 12 * 4 + 4 * 2 + 1, "all lists of all sizes, each statement either way");
    for (list, (edits, changed)) in &found {
        // An empty list and a full one have nothing in common, but are four drops apart.
        assert_eq!(conflict.edits_to(changed), Some(*edits), "{list:?}");
    }
    let rule = Change::Direct { option: detente_model::OptionId(0), direction: detente_model::Direction::On };
    assert_eq!(conflict.edits_to(&conflict.changed(&[rule]).unwrap()), None, "more than statements changed");
}
