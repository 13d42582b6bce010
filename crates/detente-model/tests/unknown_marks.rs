//! What is not known, marked where it stands: statements, their places, and the order of states.

use std::collections::{BTreeMap, BTreeSet};

use detente_model::read::read;
use detente_model::{Change, Conflict, DmId, Mark, Order, Preference, State, Unknown, digest};
use detente_testkit::Rng;

fn sound(text: &str) -> Conflict {
    let reading = read(text);
    assert_eq!(reading.diagnostics, [], "{text}");
    reading.conflict.expect("without a complaint there is a conflict")
}

/// A conflict of four states s1 to s4 in which north has these wishes.
fn wishes(of_north: &str, more: &str) -> Conflict {
    sound(&format!(
        "format = 1\ntitle = \"Two neighbours\"\n[decision_makers.north]\noptions.talk = \"Talk\"\n{of_north}\n\
         [decision_makers.south]\noptions.hold = \"Hold\"\nprefers = [{{ id = \"own\", that = \"hold\" }}]\n{more}"
    ))
}

fn ids(conflict: &Conflict) -> Vec<String> {
    conflict.statements(DmId(0)).unwrap().iter().map(|statement| statement.id.clone()).collect()
}

/// The lists of north in all combinations of alternatives.
fn lists(conflict: &Conflict) -> Vec<Vec<String>> {
    let unknowns: &[Unknown] = &conflict.study.unknowns;
    let mut all: Vec<Vec<Change>> = vec![Vec::new()];
    for unknown in unknowns {
        all = all
            .iter()
            .flat_map(|before| {
                unknown.alternatives.iter().map(|other| [before.as_slice(), other.changes.as_slice()].concat())
            })
            .collect();
    }
    all.iter().map(|changes| ids(&conflict.changed(changes).unwrap())).collect()
}

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let with = |first: usize| {
        let rest: Vec<usize> = items.iter().copied().filter(|&other| other != first).collect();
        permutations(&rest).into_iter().map(move |rest| [vec![first], rest].concat())
    };
    items.iter().copied().flat_map(with).collect()
}

#[test]
fn ranges_of_places_allow_exactly_the_lists_that_keep_them_and_the_order_of_the_others() {
    let (mut lists_in_all, mut joint, mut separate) = (0, 0, 0);
    for seed in 0..600 {
        let mut rng = Rng::new(seed);
        let length = 1 + rng.below(6);
        let near = 1 + rng.below(length);
        let ranges: Vec<Option<(usize, usize)>> = (0..length)
            .map(|at| {
                let (first, last) = (at - rng.below(at + 1).min(near), at + rng.below(length - at).min(near));
                rng.chance(45).then_some((first, last))
            })
            .collect();
        let statements: String = ranges
            .iter()
            .enumerate()
            .map(|(at, range)| match range {
                Some((first, last)) => {
                    format!("{{ id = \"n{at}\", that = \"talk\", places = [{}, {}] }},", first + 1, last + 1)
                }
                None => format!("{{ id = \"n{at}\", that = \"talk\" }},"),
            })
            .collect();
        let conflict = wishes(&format!("prefers = [{statements}]"), "");
        let all: Vec<usize> = (0..length).collect();
        let expected: BTreeSet<Vec<String>> = permutations(&all)
            .into_iter()
            .filter(|list| {
                let unmarked: Vec<usize> = list.iter().copied().filter(|&own| ranges[own].is_none()).collect();
                let within = |(at, own): (usize, &usize)| ranges[*own].is_none_or(|(a, b)| (a..=b).contains(&at));
                unmarked.is_sorted() && list.iter().enumerate().all(within)
            })
            .map(|list| list.iter().map(|own| format!("n{own}")).collect())
            .collect();
        let found = lists(&conflict);
        assert_eq!(found[0], ids(&conflict), "the first is as written");
        assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected, "{statements}");
        assert_eq!(found.len(), expected.len(), "no list twice: {statements}");
        lists_in_all += found.len();
        let unknowns = &conflict.study.unknowns;
        joint += usize::from(unknowns.iter().any(|unknown| unknown.id.matches(".n").count() > 0));
        separate += usize::from(unknowns.len() > 1);
    }
    assert!(lists_in_all > 2000 && joint > 100 && separate > 12, "{lists_in_all} {joint} {separate}");
}

#[test]
fn a_marked_statement_may_be_so_or_the_opposite_or_not_there() {
    let conflict = wishes(
        "prefers = [{ id = \"n1\", that = \"talk\", unknown = true, places = [1, 2], basis = \"judgement\" }, \
         { that = \"south.hold\", unknown = \"opposite\" }, { id = \"n3\", that = \"not talk\", unknown = \"absent\" }, \
         { that = \"talk\", unknown = false }]",
        "",
    );
    let unknowns = &conflict.study.unknowns;
    let told: Vec<(&str, Vec<&str>)> = unknowns
        .iter()
        .map(|unknown| (unknown.id.as_str(), unknown.alternatives.iter().map(|other| other.words.as_str()).collect()))
        .collect();
    assert_eq!(
        told,
        [
            ("n1.places", vec!["at place 1", "at place 2"]),
            ("n1", vec!["as written", "the opposite", "no such wish"]),
            ("north.2", vec!["as written", "the opposite"]),
            ("n3", vec!["as written", "no such wish"]),
        ]
    );
    assert_eq!(unknowns[1].text.as_deref(), Some("Whether north wants this, the opposite, or neither: north.talk"));
    assert_eq!(unknowns[0].provenance, unknowns[1].provenance);
    assert!(unknowns[1].provenance.basis.is_some());
    let with = |changes: &[Change]| conflict.changed(changes).unwrap();
    let opposite = with(&unknowns[2].alternatives[1].changes);
    assert_eq!(opposite.statements(DmId(0)).unwrap()[1].that.text(&conflict), "not south.hold");
    // Absent and placed at once: a place of what is not there means nothing, whichever comes first.
    let (absent, second) = (&unknowns[1].alternatives[2].changes, &unknowns[0].alternatives[1].changes);
    assert_eq!(ids(&with(&[absent.as_slice(), second].concat())), ["north.2", "n3", "north.4"]);
    assert_eq!(ids(&with(&[second.as_slice(), absent].concat())), ["north.2", "n3", "north.4"]);
    assert_eq!(ids(&with(second)), ["north.2", "n1", "n3", "north.4"]);
}

#[test]
fn a_change_settles_what_was_not_known_of_what_it_changes() {
    let statements = "prefers = [{ id = \"n1\", that = \"talk\", unknown = true, places = [1, 2] }, \
                      { id = \"n2\", that = \"south.hold\", unknown = true }, { id = \"n3\", that = \"talk\", places = [3, 4] }, \"talk\"]";
    let conflict = wishes(statements, "");
    let left = |change: Change| -> Vec<String> {
        conflict.changed(&[change]).unwrap().study.unknowns.iter().map(|unknown| unknown.id.clone()).collect()
    };
    assert_eq!(left(Change::Negate { id: "own".into() }), ["n1.places", "n3.places", "n1", "n2"]);
    assert_eq!(left(Change::Negate { id: "n1".into() }), ["n1.places", "n3.places", "n2"]);
    assert_eq!(left(Change::Drop { id: "n1".into() }), ["n3.places", "n2"]);
    assert_eq!(left(Change::Move { id: "n3".into(), to: 0 }), ["n1.places", "n1", "n2"]);
    assert_eq!(left(Change::Mark { id: "n1".into(), mark: Mark::Absent }).len(), 4, "a completion settles nothing");
    assert_eq!(left(Change::Prefer { dm: DmId(0), statements: Vec::new() }), [""; 0]);

    let conflict = wishes("ranking = \"s1 ? s2 > s3 ? s4\"", "");
    let ranked = Change::Rank { dm: DmId(0), groups: vec![conflict.study.orders[0].states.clone()] };
    assert!(conflict.changed(&[ranked]).unwrap().study.orders.is_empty());
    let held = Change::Fix { option: detente_model::OptionId(0), on: false };
    let held = conflict.changed(&[held]).unwrap();
    let order = &held.study.orders[0];
    // s1 and s3 are left, of which the one is above the other.
    assert_eq!((order.states.len(), order.order.open_pairs(), order.order.is_above(0, 1)), (2, 0, true));
}

fn order(of_north: &str) -> Order {
    wishes(of_north, "").study.orders.remove(0).order
}

#[test]
fn signs_bind_and_chains_join_as_they_are_documented() {
    // `~` binds tighter than `?`, and both are within a group.
    let one = order("ranking = \"s1 > s2 ~ s3 ? s4\"");
    assert!(one.is_tied(1, 2) && !one.is_known(2, 3) && !one.is_known(1, 3));
    assert!((1..4).all(|other| one.is_above(0, other)));
    assert_eq!(one.open_pairs(), 2);
    // What is not known of two pairs says nothing of the third, and nothing follows from a tie in the conflict as it is analysed.
    let none = order("ranking = \"s1 ? s2 ? s3 ? s4\"");
    assert_eq!(none.open_pairs(), 6);
    // What chains say together follows; `?` only says that this chain does not know.
    let chains = order("ranking = [\"s1 > s2\", \"s2 ~ s3\", \"s1 ? s3\", \"s4\"]");
    assert!(chains.is_above(0, 2) && (0..3).all(|other| !chains.is_known(3, other)));
    // Chains that leave nothing open are a ranking like any other.
    let whole = wishes("ranking = [\"s1 > s2\", \"s2 > s3 ~ s4\"]", "");
    assert!(whole.study.orders.is_empty());
    let same = wishes("ranking = \"s1 > s2 > s3 ~ s4\"", "");
    assert_eq!(whole.decision_makers[0].preference, same.decision_makers[0].preference);
}

#[test]
fn the_conflict_itself_ranks_by_levels_and_the_digest_is_that_of_the_conflict_itself() {
    let groups = |conflict: &Conflict| -> Vec<Vec<usize>> {
        let Preference::Ranked(groups) = &conflict.decision_makers[0].preference else { panic!("a ranking") };
        let states = &conflict.study.orders[0].states;
        let place = |state: &State| states.iter().position(|other| other == state).unwrap();
        groups.iter().map(|group| group.iter().map(place).collect()).collect()
    };
    let by_sign = wishes("ranking = \"s1 > s2 ? s3 > s4\"", "");
    assert_eq!(groups(&by_sign), [vec![0], vec![1, 2], vec![3]]);
    assert_eq!(digest(&by_sign), digest(&wishes("ranking = \"s1 > s2 ~ s3 > s4\"", "")));
    let by_chain = wishes("ranking = [\"s4 > s2\", \"s1 > s2 > s3\"]", "");
    assert_eq!(groups(&by_chain), [vec![0, 3], vec![1], vec![2]]);
    assert_eq!(by_chain.study.orders[0].id(&by_chain), "north.ranking");
    // Like the other sections of a study, marks are said about the conflict.
    let marked =
        wishes("prefers = [{ id = \"n1\", that = \"talk\", unknown = true, places = [1, 2] }, \"south.hold\"]", "");
    assert_eq!(digest(&marked), digest(&wishes("prefers = [{ id = \"n1\", that = \"talk\" }, \"south.hold\"]", "")));
}

#[test]
fn chains_mean_what_follows_from_all_of_their_pairs() {
    let (mut open, mut refused) = (0, 0);
    for seed in 0..300 {
        let mut rng = Rng::new(seed);
        let mut chains = Vec::new();
        let mut known: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for _ in 0..1 + rng.below(3) {
            let mut states = vec![0, 1, 2, 3];
            let mut text = String::new();
            let mut groups: Vec<Vec<Vec<usize>>> = vec![vec![vec![]]];
            for at in 0..1 + rng.below(4) {
                let state = states.remove(rng.below(states.len()));
                if at > 0 {
                    match rng.below(4) {
                        0 => text.push_str(" ~ "),
                        1 => {
                            text.push_str(" ? ");
                            groups.last_mut().unwrap().push(vec![]);
                        }
                        _ => {
                            text.push_str(" > ");
                            groups.push(vec![vec![]]);
                        }
                    }
                }
                text.push_str(&format!("s{}", state + 1));
                groups.last_mut().unwrap().last_mut().unwrap().push(state);
            }
            for (better, group) in groups.iter().enumerate() {
                for tie in group {
                    for (a, b) in tie.iter().flat_map(|&a| tie.iter().map(move |&b| (a, b))) {
                        known.entry((a, b)).or_insert(false);
                    }
                }
                for worse in &groups[better + 1..] {
                    for &a in group.iter().flatten() {
                        known.extend(worse.iter().flatten().map(|&b| ((a, b), true)));
                    }
                }
            }
            chains.push(format!("\"{text}\""));
        }
        chains.extend((1..5).map(|state| format!("\"s{state}\"")));
        let mut expected = Some(Order::new(4));
        for (&(a, b), &strictly) in &known {
            if expected.as_mut().is_some_and(|order| !order.add(a, b, strictly)) {
                expected = None;
            }
        }
        let text = format!(
            "format = 1\ntitle = \"T\"\n[decision_makers.north]\noptions.talk = \"Talk\"\nranking = [{}]\n\
             [decision_makers.south]\noptions.hold = \"Hold\"\nprefers = []\n",
            chains.join(", ")
        );
        let reading = read(&text);
        let found = reading.conflict.map(|conflict| conflict.study.orders.first().map(|order| order.order.clone()));
        match (&found, &expected) {
            (None, None) => {
                assert_eq!(reading.diagnostics[0].code, "ranking-in-a-circle", "{text}");
                refused += 1;
            }
            (Some(Some(found)), Some(expected)) => {
                assert_eq!(found, expected, "{text}");
                open += 1;
            }
            (Some(None), Some(expected)) => assert_eq!(expected.open_pairs(), 0, "{text}"),
            _ => panic!("{found:?}, {expected:?}: {text}"),
        }
    }
    assert!(open > 100 && refused > 40, "{open} {refused}");
}
