//! Extensions a to d against their table in the literature.

mod unknowns_support;

use std::collections::BTreeSet;

use detente_analysis::unknowns::{Extension, Opinion, Relation, Uncertain};
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{CONCEPTS, Concept, Conflict, DmId, Meaning, StateList, Steps, plain};
use detente_testkit::{Rng, Shape, graph_model, random_conflict, two_by_two};
use unknowns_support::PD;

/// The ends of legal sequences by trying them all, up to a length at which no new end can come.
fn ends(
    graph: &[Vec<Vec<usize>>], by: &[usize], from: usize, may: &dyn Fn(usize, usize, usize) -> bool,
) -> BTreeSet<usize> {
    let mut last: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut found = BTreeSet::new();
    for &mover in by {
        last.extend(graph[mover][from].iter().filter(|&&to| may(mover, from, to)).map(|&to| (to, mover)));
    }
    loop {
        found.extend(&last);
        let next: BTreeSet<(usize, usize)> = last
            .iter()
            .flat_map(|&(at, before)| {
                by.iter().filter(move |&&mover| mover != before).flat_map(move |&mover| {
                    graph[mover][at].iter().filter(move |&&to| may(mover, at, to)).map(move |&to| (to, mover))
                })
            })
            .filter(|pair| !found.contains(pair))
            .collect();
        if next.is_empty() {
            return found.into_iter().map(|(end, _)| end).filter(|&end| end != from).collect();
        }
        last = next;
    }
}

/// The table of section D, row by row.
fn by_the_table(
    graph: &[Vec<Vec<usize>>], relations: &[Relation], concept: &Concept, extension: Extension, dm: usize, s: usize,
) -> bool {
    use Opinion::{Indifferent, Preferred, Worse};
    let better = |dm: usize, q: usize, s: usize| relations[dm].of(q, s) == Preferred;
    let better_or_unknown =
        |dm: usize, q: usize, s: usize| better(dm, q, s) || relations[dm].of(q, s) == Opinion::Unknown;
    let own: Vec<usize> = match extension {
        Extension::A | Extension::C => graph[dm][s].iter().copied().filter(|&q| better_or_unknown(dm, q, s)).collect(),
        Extension::B | Extension::D => graph[dm][s].iter().copied().filter(|&q| better(dm, q, s)).collect(),
    };
    let set: BTreeSet<usize> = (0..relations[dm].states())
        .filter(|&z| match extension {
            Extension::A | Extension::B => [Worse, Indifferent].contains(&relations[dm].of(z, s)),
            Extension::C | Extension::D => relations[dm].of(z, s) != Preferred,
        })
        .collect();
    let others: Vec<usize> = (0..relations.len()).filter(|&other| other != dm).collect();
    own.iter().all(|&y| {
        let Some(sanction) = concept.sanction else { return false };
        let replies = match sanction.steps {
            Steps::Moves => ends(graph, &others, y, &|_, _, _| true),
            Steps::Improvements => ends(graph, &others, y, &|by, from, to| better_or_unknown(by, to, from)),
        };
        replies
            .iter()
            .any(|z| set.contains(z) && (!sanction.inescapable || graph[dm][*z].iter().all(|w| set.contains(w))))
    })
}

fn moves_of(conflict: &Conflict) -> Vec<Vec<Vec<usize>>> {
    let meaning = Meaning::new(conflict).unwrap();
    let list = StateList::new(conflict, 1 << 12).unwrap();
    let ends = |dm, state| meaning.moves(dm, state).iter().map(|to| list.place(to).unwrap()).collect();
    conflict.dm_ids().map(|dm| list.states().iter().map(|state| ends(dm, state)).collect()).collect()
}

/// A relation in which anything goes: neither > nor U is transitive.
fn random_relation(rng: &mut Rng, states: usize) -> Relation {
    let mut table = vec![vec![Opinion::Indifferent; states]; states];
    for (a, b) in (0..states).flat_map(|a| (0..a).map(move |b| (a, b))) {
        let opinion = match rng.below(10) {
            0..=3 => Opinion::Preferred,
            4..=6 => Opinion::Worse,
            7 => Opinion::Indifferent,
            _ => Opinion::Unknown,
        };
        (table[a][b], table[b][a]) = (opinion, opinion.reversed());
    }
    Relation::new(states, |a, b| table[a][b]).unwrap()
}

#[test]
fn extensions_are_those_of_the_table_and_keep_its_laws() {
    let (mut models, mut compared, mut stable) = (0, 0, 0);
    for seed in 0..4000 {
        let shape = [Shape::Graph, Shape::Options, Shape::Graph, Shape::Coalesced][seed as usize % 4];
        let conflict = random_conflict(seed, shape);
        let graph = moves_of(&conflict);
        let states = graph[0].len();
        if states > 24 {
            continue;
        }
        models += 1;
        let mut rng = Rng::new(seed + 99);
        let relations: Vec<Relation> = graph.iter().map(|_| random_relation(&mut rng, states)).collect();
        let uncertain = Uncertain::new(&conflict, relations.clone()).unwrap();
        for _ in 0..3 {
            let (s, dm) = (rng.below(states), rng.below(graph.len()));
            let is = |concept: &Concept, extension| uncertain.is_stable(concept, extension, DmId::from(dm), s);
            for extension in Extension::ALL {
                for concept in CONCEPTS {
                    let plain = by_the_table(&graph, &relations, concept, extension, dm, s);
                    assert_eq!(is(concept, extension), plain, "seed {seed}, {}, {extension:?}", concept.name);
                    compared += 1;
                    stable += usize::from(plain);
                }
                let implies = |a: &Concept, b: &Concept| !is(a, extension) || is(b, extension);
                assert!(implies(&NASH, &SSEQ) && implies(&SSEQ, &SEQ) && implies(&SSEQ, &SMR));
                assert!(implies(&SEQ, &GMR) && implies(&SMR, &GMR));
            }
            for concept in CONCEPTS {
                let [a, b, c, d] = Extension::ALL.map(|extension| is(concept, extension));
                assert!(a <= b && a <= c && b <= d && c <= d, "seed {seed}, {}", concept.name);
            }
        }
    }
    assert!(models > 2500 && stable > compared / 5 && stable < compared * 4 / 5, "{models}, {stable} of {compared}");
}

#[test]
fn without_anything_unknown_the_extensions_are_the_concepts_themselves() {
    for seed in 0..400 {
        let shape = [Shape::Graph, Shape::Options, Shape::Coalesced][seed as usize % 3];
        let conflict = random_conflict(seed, shape);
        let meaning = Meaning::new(&conflict).unwrap();
        let list = StateList::new(&conflict, 1 << 12).unwrap();
        // A reply that leads back to the improvement itself never matters to known preferences.
        let uncertain = Uncertain::from_unknowns(&conflict, &[], 1).unwrap();
        let mut rng = Rng::new(seed);
        for _ in 0..3 {
            let place = rng.below(list.states().len());
            let dm = DmId::from(rng.below(conflict.decision_makers.len()));
            for concept in CONCEPTS {
                let plain = plain::is_stable(&meaning, concept, dm, &list.states()[place]);
                for extension in Extension::ALL {
                    assert_eq!(uncertain.is_stable(concept, extension, dm, place), plain, "seed {seed}");
                }
            }
        }
    }
}

/// The prisoner's dilemma in which row's opinion of two states is unknown. States by place: CC, DC, CD, DD.
fn pd_with_unknown(a: usize, b: usize) -> Uncertain {
    let conflict = two_by_two(PD);
    let relation = |payoffs: [u32; 4], unknown: Option<(usize, usize)>| {
        Relation::new(4, |x, y| {
            if unknown.is_some_and(|(a, b)| (x, y) == (a, b) || (x, y) == (b, a)) {
                return Opinion::Unknown;
            }
            match payoffs[x].cmp(&payoffs[y]) {
                std::cmp::Ordering::Greater => Opinion::Preferred,
                std::cmp::Ordering::Less => Opinion::Worse,
                std::cmp::Ordering::Equal => Opinion::Indifferent,
            }
        })
        .unwrap()
    };
    Uncertain::new(&conflict, vec![relation([3, 4, 1, 2], Some((a, b))), relation([3, 1, 4, 2], None)]).unwrap()
}

#[test]
fn the_prisoners_dilemma_with_an_unknown_pair_is_as_in_the_definitions() {
    let (cc, dc, cd, dd) = (0, 1, 2, 3);
    let _ = cd;
    // DD U CC for row.
    let model = pd_with_unknown(dd, cc);
    for extension in Extension::ALL {
        assert_eq!(model.equilibria(&NASH, extension), [dd]);
        for concept in [&GMR, &SMR, &SEQ] {
            let expected: &[usize] = if matches!(extension, Extension::A | Extension::B) { &[dd] } else { &[cc, dd] };
            assert_eq!(model.equilibria(concept, extension), expected, "{} {extension:?}", concept.name);
        }
    }
    // CC U DC for row.
    let model = pd_with_unknown(cc, dc);
    for extension in Extension::ALL {
        let row: Vec<usize> = (0..4).filter(|&s| model.is_stable(&NASH, extension, DmId(0), s)).collect();
        let expected: &[usize] = if matches!(extension, Extension::A | Extension::C) { &[dd] } else { &[cc, dc, dd] };
        assert_eq!(row, expected, "{extension:?}");
        assert_eq!(model.equilibria(&NASH, extension), [dd]);
        for concept in [&GMR, &SMR, &SEQ] {
            assert_eq!(model.equilibria(concept, extension), [cc, dd], "{} {extension:?}", concept.name);
        }
    }
}

#[test]
fn an_answer_never_ends_where_it_began() {
    // DM 0 may go from 0 to 1 and does not know whether it would like that; DM 1 and DM 2 could go there and back between them.
    let conflict = graph_model(3, &[(&[(0, 1)], &[1, 1, 2]), (&[(1, 2)], &[0, 0, 1]), (&[(2, 1)], &[0, 0, 1])]);
    let opinion = |a: usize, b: usize| match (a, b) {
        _ if a == b => Opinion::Indifferent,
        (0, 1) | (1, 0) => Opinion::Unknown,
        _ if a > b => Opinion::Preferred,
        _ => Opinion::Worse,
    };
    let relations = (0..3).map(|_| Relation::new(3, opinion).unwrap()).collect();
    let model = Uncertain::new(&conflict, relations).unwrap();
    assert!(!model.is_stable(&GMR, Extension::C, DmId(0), 0), "a round trip of the others is no sanction");
    assert!(model.is_stable(&GMR, Extension::D, DmId(0), 0));
    assert!(Relation::new(2, |_, _| Opinion::Preferred).is_err());
    assert_eq!(
        Relation::new(2, |a, b| if a < b { Opinion::Preferred } else { Opinion::Indifferent }).unwrap_err().to_string(),
        "what is said of the states at 0 and 1 does not fit what is said of them the other way round"
    );
}
