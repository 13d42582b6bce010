//! Rankings that are partly known, against every completion by the letter of the definitions.

mod unknowns_support;

use std::collections::BTreeSet;

use detente_analysis::unknowns::{
    Asked, Completion, Graph, How, MAX_LOOKS, Pair, Relation, Scope, Uncertain, UnknownsError, Verdict, ask, complete,
    completions, survey,
};
use detente_engine::Control;
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{
    CONCEPTS, Change, Conflict, Direction, DmId, Expr, Meaning, OptionId, Order, PartialRanking, Preference,
    Provenance, Rule, State, StateList, Statement, Unknown, plain,
};
use detente_testkit::{ArcsAndPayoffs, Rng, Shape, graph_model, random_conflict};
use unknowns_support::{all, holds, one_thread, unknown};

/// All rankings with ties of so many states.
fn rankings(states: usize) -> Vec<Vec<u32>> {
    let mut found = BTreeSet::new();
    for code in 0..states.pow(states as u32) {
        let raw: Vec<usize> = (0..states).map(|at| code / states.pow(at as u32) % states).collect();
        let used: BTreeSet<usize> = raw.iter().copied().collect();
        found.insert(raw.iter().map(|own| used.iter().position(|other| other == own).unwrap() as u32).collect());
    }
    found.into_iter().collect()
}

/// The rankings that keep what is known, pair by pair.
fn keeping(order: &Order) -> Vec<Vec<u32>> {
    let states = order.items();
    let keeps = |ranking: &Vec<u32>| {
        (0..states).all(|a| {
            (0..states).all(|b| {
                (!order.is_above(a, b) || ranking[a] > ranking[b]) && (!order.is_tied(a, b) || ranking[a] == ranking[b])
            })
        })
    };
    rankings(states).into_iter().filter(keeps).collect()
}

/// Makes the ranking of `dm` known in part.
fn forget(conflict: &mut Conflict, rng: &mut Rng, dm: DmId) {
    let states = StateList::new(conflict, 64).unwrap().states().to_vec();
    let mut order = Order::new(states.len());
    for _ in 0..rng.below(2 * states.len()) {
        let (a, b) = (rng.below(states.len()), rng.below(states.len()));
        if rng.chance(80) {
            order.add(a, b, true);
        } else if !order.is_above(a, b) && !order.is_above(b, a) {
            order.add(a, b, false);
            order.add(b, a, false);
        }
    }
    let ranking = PartialRanking { dm, states, order };
    conflict.decision_makers[dm.index()].preference = Preference::Ranked(ranking.groups(&ranking.order.by_levels()));
    conflict.study.orders.push(ranking);
}

/// A change that leaves everything in line, of preferences or of what there is.
fn random_change(rng: &mut Rng, conflict: &Conflict, tag: usize) -> Change {
    let dm = DmId::from(rng.below(conflict.decision_makers.len()));
    if conflict.options.is_empty() || rng.chance(50) {
        let mut groups: Vec<Vec<State>> = vec![Vec::new(); 3];
        for state in StateList::new(conflict, 64).unwrap().states() {
            groups[rng.below(3)].push(state.clone());
        }
        groups.retain(|group| !group.is_empty());
        return Change::Rank { dm, groups };
    }
    let option = OptionId::from(rng.below(conflict.options.len()));
    match rng.below(3) {
        0 => Change::Direct { option, direction: Direction::ALL[rng.below(3)] },
        1 => Change::Prefer {
            dm,
            statements: vec![Statement {
                id: format!("new{tag}"),
                that: Expr::Option(option),
                provenance: Provenance::default(),
            }],
        },
        _ => Change::AddRule(Rule {
            id: format!("rule{tag}"),
            when: Expr::Option(option).negated(),
            provenance: Provenance::default(),
        }),
    }
}

/// A completion by hand: what is ranked first, then the alternatives.
fn by_hand(conflict: &Conflict, unknowns: &[Unknown], completion: &Completion) -> Option<Conflict> {
    let mut changes = Vec::new();
    for (order, ranking) in conflict.study.orders.iter().zip(&completion.rankings) {
        let mut groups: Vec<Vec<State>> = vec![Vec::new(); ranking.len()];
        for (state, &place) in order.states.iter().zip(ranking) {
            groups[ranking.len() - 1 - place as usize].push(state.clone());
        }
        groups.retain(|group| !group.is_empty());
        changes.push(Change::Rank { dm: order.dm, groups });
    }
    for (unknown, &at) in unknowns.iter().zip(&completion.alternatives) {
        changes.extend(unknown.alternatives[at].changes.clone());
    }
    conflict.changed(&changes).ok()
}

fn every(conflict: &Conflict, unknowns: &[Unknown]) -> Vec<Completion> {
    let mut all = vec![Completion { alternatives: Vec::new(), rankings: Vec::new() }];
    for unknown in unknowns {
        let with = |rest: &Completion, at| {
            let mut rest = rest.clone();
            rest.alternatives.push(at);
            rest
        };
        all = all.iter().flat_map(|rest| (0..unknown.alternatives.len()).map(move |at| with(rest, at))).collect();
    }
    for order in &conflict.study.orders {
        let kept = keeping(&order.order);
        let with = |rest: &Completion, ranking: &Vec<u32>| {
            let mut rest = rest.clone();
            rest.rankings.push(ranking.clone());
            rest
        };
        all = all.iter().flat_map(|rest| kept.iter().map(move |ranking| with(rest, ranking))).collect();
    }
    all
}

/// The one thing in which two completions differ: an unknown or ranking, and the pair of it where it is one alone.
fn difference(conflict: &Conflict, a: &Completion, b: &Completion) -> Option<(usize, Option<Pair>)> {
    let unknowns = a.alternatives.len();
    let mut places: Vec<usize> = (0..unknowns).filter(|&at| a.alternatives[at] != b.alternatives[at]).collect();
    places.extend((0..a.rankings.len()).filter(|&at| a.rankings[at] != b.rankings[at]).map(|at| at + unknowns));
    let [place] = places[..] else { return None };
    let Some(ranking) = place.checked_sub(unknowns) else { return Some((place, None)) };
    let (a, b, order) = (&a.rankings[ranking], &b.rankings[ranking], &conflict.study.orders[ranking].order);
    let first = |item: usize| (0..=item).find(|&other| order.is_tied(other, item)).unwrap();
    let pairs: BTreeSet<(usize, usize)> = (0..a.len())
        .flat_map(|x| (0..x).map(move |y| (x, y)))
        .filter(|&(x, y)| a[x].cmp(&a[y]) != b[x].cmp(&b[y]))
        .map(|(x, y)| (first(x).min(first(y)), first(x).max(first(y))))
        .collect();
    let only = pairs.iter().next().filter(|_| pairs.len() == 1);
    Some((place, only.map(|&(a, b)| Pair { ranking, a, b })))
}

/// A random conflict of few states with one or two rankings that are partly known, and perhaps an unknown with alternatives.
fn case(seed: u64) -> Option<(Conflict, Vec<Unknown>, Rng)> {
    let shape = [Shape::Graph, Shape::Options, Shape::Graph, Shape::Coalesced][seed as usize % 4];
    let mut conflict = random_conflict(seed, shape);
    let states = StateList::new(&conflict, 1 << 10).unwrap().states().len();
    if !(2..=5).contains(&states) {
        return None;
    }
    let mut rng = Rng::new(seed ^ 0x5eed);
    let dms = conflict.decision_makers.len();
    let first = rng.below(dms);
    forget(&mut conflict, &mut rng, DmId::from(first));
    if rng.chance(60) {
        let second = (first + 1 + rng.below(dms - 1)) % dms;
        forget(&mut conflict, &mut rng, DmId::from(second));
        conflict.study.orders.sort_by_key(|order| order.dm.index());
    }
    let mut unknowns = Vec::new();
    for tag in 0..rng.below(3) {
        let change = random_change(&mut rng, &conflict, tag);
        unknowns.push(unknown(&format!("u{tag}"), vec![("as it is", vec![]), ("other", vec![change])]));
    }
    let all = completions(&conflict, &unknowns).unwrap();
    (all <= 700).then_some((conflict, unknowns, rng))
}

#[test]
fn verdicts_over_partly_known_rankings_are_those_of_every_completion_by_the_letter() {
    let (mut cases, mut possible, mut paired, mut mixed, mut formed) = (0, 0, 0, 0, 0);
    for seed in 0..1600 {
        let Some((conflict, unknowns, mut rng)) = case(seed) else { continue };
        let every = every(&conflict, &unknowns);
        assert_eq!(completions(&conflict, &unknowns), Some(every.len() as u128), "seed {seed}");
        let changed: Option<Vec<Conflict>> =
            every.iter().map(|completion| by_hand(&conflict, &unknowns, completion)).collect();
        let Some(changed) = changed else { continue };
        cases += 1;
        mixed += usize::from(!unknowns.is_empty());
        formed += usize::from(changed.iter().any(|changed| {
            StateList::new(changed, 64).unwrap().states().len() != StateList::new(&conflict, 64).unwrap().states().len()
        }));
        let found = all(&conflict, &unknowns);
        assert_eq!(found.scope, Scope::All(every.len() as u64));
        let differences: Vec<(usize, usize, usize, Option<Pair>)> = (0..every.len())
            .flat_map(|a| (0..a).map(move |b| (a, b)))
            .filter_map(|(a, b)| difference(&conflict, &every[a], &every[b]).map(|(at, pair)| (a, b, at, pair)))
            .collect();
        for _ in 0..2 {
            let place = rng.below(found.states.len());
            let state = &found.states[place];
            let who = Some(rng.below(conflict.decision_makers.len() + 1))
                .filter(|&dm| dm < conflict.decision_makers.len())
                .map(DmId::from);
            for concept in CONCEPTS {
                let here = format!("seed {seed}, {}, {who:?}, state {place}", concept.name);
                let by_letter: Vec<bool> =
                    changed.iter().map(|changed| holds(&conflict, changed, concept, who, state)).collect();
                let (some, not_all) = (by_letter.contains(&true), by_letter.contains(&false));
                let turning = || differences.iter().filter(|&&(a, b, ..)| by_letter[a] != by_letter[b]);
                let deciding: BTreeSet<usize> = turning().map(|&(_, _, at, _)| at).collect();
                let pairs: BTreeSet<Pair> = turning().filter_map(|&(.., pair)| pair).collect();
                let tally = found.tally(concept, who, place);
                let verdict = match (some, not_all) {
                    (true, false) => Verdict::Necessary,
                    (false, _) => Verdict::Impossible,
                    _ => Verdict::Possible,
                };
                assert_eq!(tally.verdict, verdict, "{here}");
                assert_eq!(tally.holds as usize, by_letter.iter().filter(|&&it| it).count(), "{here}");
                assert_eq!(tally.of as usize, every.len(), "{here}");
                assert_eq!(tally.decided_by, deciding.iter().copied().collect::<Vec<_>>(), "{here}");
                assert_eq!(tally.pairs, pairs.iter().copied().collect::<Vec<_>>(), "{here}");
                let right = |completion: &Option<Completion>, wanted: bool| {
                    completion.as_ref().is_none_or(|completion| {
                        by_letter[every.iter().position(|other| other == completion).expect("it is one")] == wanted
                    })
                };
                assert!(right(&tally.yes, true) && right(&tally.no, false), "{here}");

                let asked = Asked { concept, who, state: state.clone() };
                let settled = ask(&conflict, &unknowns, &asked, MAX_LOOKS, &Control::none()).unwrap();
                assert!(settled.complete, "{here}");
                assert_eq!((settled.yes.is_some(), settled.no.is_some()), (some, not_all), "{here}");
                assert!(right(&settled.yes, true) && right(&settled.no, false), "{here}");
                assert!(settled.decided_by.iter().all(|unknown| deciding.contains(unknown)), "{here}");
                assert!(settled.pairs.iter().all(|pair| pairs.contains(pair)), "{here}");
                if unknowns.is_empty() && ![&SEQ, &SSEQ].contains(&concept) {
                    assert_eq!(settled.looks, 1, "the first node is the last: {here}");
                }
                possible += usize::from(verdict == Verdict::Possible);
                paired += usize::from(!settled.pairs.is_empty());
            }
        }
        // State by state, as if there were too many completions.
        if let Ok(survey) = survey(&conflict, &unknowns, &[&NASH, &SSEQ], 64, MAX_LOOKS, &Control::none()) {
            for (concept, verdicts) in &survey.equilibria {
                for (state, verdict) in survey.states.iter().zip(verdicts) {
                    let place = found.place(state);
                    let expected = place.map_or(Verdict::Impossible, |place| found.tally(concept, None, place).verdict);
                    assert_eq!(*verdict, Some(expected), "seed {seed}, {}, {state:?}", concept.name);
                }
            }
        }
        // Extensions a to d know of each pair whether all completions agree on it.
        if let Ok(uncertain) = Uncertain::from_unknowns(&conflict, &unknowns, 1 << 10) {
            for dm in conflict.dm_ids() {
                let list = StateList::new(&conflict, 64).unwrap();
                let of_all: Vec<Vec<u32>> = changed
                    .iter()
                    .map(|changed| {
                        let places = plain::places(&Meaning::new(changed).unwrap(), &list, dm);
                        places.into_iter().map(|place| place as u32).collect()
                    })
                    .collect();
                assert_eq!(uncertain.relations[dm.index()], Relation::common(&of_all), "seed {seed}, {dm:?}");
            }
        }
    }
    let counts = (cases, possible, paired, mixed, formed);
    assert!(cases > 300 && possible > 600 && paired > 250 && mixed > 200 && formed > 8, "{counts:?}");
}

#[test]
fn a_search_that_has_to_branch_finds_what_every_completion_says() {
    // The replies of two opponents whose orders are mostly unknown: some verdicts are the same for different reasons in different completions.
    let (mut branched, mut settled_by_branching, mut asked_in_all) = (0, 0, 0);
    for seed in 0..200 {
        let mut rng = Rng::new(seed + 77);
        let states = 4;
        let arcs: Vec<Vec<(usize, usize)>> = (0..3)
            .map(|_| {
                let pairs = (0..states).flat_map(|a| (0..states).map(move |b| (a, b)));
                pairs.filter(|(a, b)| a != b).filter(|_| rng.chance(45)).collect()
            })
            .collect();
        let payoffs: Vec<u32> = (0..states).map(|_| rng.below(4) as u32).collect();
        let dms: Vec<ArcsAndPayoffs> = arcs.iter().map(|arcs| (arcs.as_slice(), payoffs.as_slice())).collect();
        let mut conflict = graph_model(states, &dms);
        for dm in 1..3 {
            let mut order = Order::new(states);
            for _ in 0..2 - rng.below(2) {
                order.add(rng.below(states), rng.below(states), true);
            }
            let names = (0..states).map(State::Named).collect();
            let ranking = PartialRanking { dm: DmId::from(dm), states: names, order };
            conflict.decision_makers[dm].preference = Preference::Ranked(ranking.groups(&ranking.order.by_levels()));
            conflict.study.orders.push(ranking);
        }
        let changed: Vec<Conflict> =
            every(&conflict, &[]).iter().map(|completion| by_hand(&conflict, &[], completion).unwrap()).collect();
        if changed.len() > 800 {
            continue;
        }
        let meanings: Vec<Meaning> = changed.iter().map(|changed| Meaning::new(changed).unwrap()).collect();
        for (state, who, concept) in (0..states).flat_map(|state| {
            [Some(DmId(0)), None].into_iter().flat_map(move |who| [&SEQ, &SSEQ].map(|concept| (state, who, concept)))
        }) {
            let state = State::Named(state);
            let by_letter: BTreeSet<bool> = meanings
                .iter()
                .map(|meaning| match who {
                    Some(dm) => plain::is_stable(meaning, concept, dm, &state),
                    None => plain::is_equilibrium(meaning, concept, &state),
                })
                .collect();
            let asked = Asked { concept, who, state };
            let settled = ask(&conflict, &[], &asked, MAX_LOOKS, &Control::none()).unwrap();
            assert!(settled.complete);
            let found = (settled.yes.is_some(), settled.no.is_some());
            assert_eq!(found, (by_letter.contains(&true), by_letter.contains(&false)), "seed {seed}, {asked:?}");
            asked_in_all += 1;
            branched += usize::from(settled.looks > 1);
            settled_by_branching += usize::from(settled.looks > 1 && by_letter.len() == 1);
            if settled.looks > 1 {
                let ended = ask(&conflict, &[], &asked, 1, &Control::none()).unwrap();
                assert!(!ended.complete, "a search that is ended says so");
            }
        }
    }
    assert!(branched > 12 && settled_by_branching > 1, "{branched} {settled_by_branching} of {asked_in_all}");
}

#[test]
fn a_sample_of_partly_known_rankings_sees_what_there_is() {
    let mut seen = 0;
    for seed in 0..400 {
        let Some((conflict, unknowns, _)) = case(seed) else { continue };
        let every = every(&conflict, &unknowns);
        if every.len() > 60 || every.iter().any(|completion| by_hand(&conflict, &unknowns, completion).is_none()) {
            continue;
        }
        let how = How::Sample { draws: 1500, seed };
        let (exact, sample) =
            (all(&conflict, &unknowns), complete(&conflict, &unknowns, &one_thread(), how, &Control::none()).unwrap());
        for place in 0..exact.states.len() {
            for concept in CONCEPTS {
                let (there, drawn) = (exact.tally(concept, None, place), sample.tally(concept, None, place));
                let (share, part) = (there.holds * 1000 / there.of, drawn.holds * 1000 / drawn.of);
                assert!(share.abs_diff(part) <= 50, "seed {seed}: {share} and {part}");
                assert!(drawn.pairs.iter().all(|pair| there.pairs.contains(pair)));
                assert!(drawn.decided_by.iter().all(|unknown| there.decided_by.contains(unknown)));
                seen += usize::from(!drawn.pairs.is_empty());
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Graph models of many states, nothing known of any ranking but a few pairs.
fn large(states: usize, rng: &mut Rng) -> Conflict {
    let arcs: Vec<Vec<(usize, usize)>> = (0..3)
        .map(|_| {
            let all = (0..states).flat_map(|a| (0..3).map(move |_| a));
            let arcs: BTreeSet<(usize, usize)> = all.map(|a| (a, rng.below(states))).filter(|(a, b)| a != b).collect();
            arcs.into_iter().collect()
        })
        .collect();
    let level = vec![0; states];
    let dms: Vec<ArcsAndPayoffs> = arcs.iter().map(|arcs| (arcs.as_slice(), level.as_slice())).collect();
    let mut conflict = graph_model(states, &dms);
    for dm in 0..3 {
        let names: Vec<State> = (0..states).map(State::Named).collect();
        let mut order = Order::new(states);
        for _ in 0..states * 2 {
            order.add(rng.below(states), rng.below(states), true);
        }
        let ranking = PartialRanking { dm: DmId::from(dm), states: names, order };
        conflict.decision_makers[dm].preference = Preference::Ranked(ranking.groups(&ranking.order.by_levels()));
        conflict.study.orders.push(ranking);
    }
    conflict
}

#[test]
fn orders_of_many_states_are_answered_exactly_without_looking_at_completions() {
    let mut rng = Rng::new(11);
    let (mut open, mut known, mut asked_in_all) = (0, 0, 0);
    for _ in 0..2 {
        let conflict = large(60, &mut rng);
        assert_eq!(completions(&conflict, &[]), None);
        let how = How::All { limit: 1000 };
        let error = complete(&conflict, &[], &one_thread(), how, &Control::none()).unwrap_err();
        assert_eq!(error, UnknownsError::TooMany { completions: None, limit: 1000 });
        let how = How::Sample { draws: 10, seed: 1 };
        let error = complete(&conflict, &[], &one_thread(), how, &Control::none()).unwrap_err();
        assert_eq!(error, UnknownsError::Uncounted { ranking: "dm0.ranking".into() });
        let graph = Graph::new(&conflict, 100).unwrap();
        for place in (0..60).step_by(7) {
            for who in [Some(DmId(0)), Some(DmId(1)), None] {
                for concept in [&NASH, &GMR, &SMR, &SEQ, &SSEQ] {
                    let asked = Asked { concept, who, state: State::Named(place) };
                    let settled = ask(&conflict, &[], &asked, 2000, &Control::none()).unwrap();
                    if [&NASH, &GMR, &SMR].contains(&concept) {
                        assert!(settled.complete && settled.looks == 1);
                    }
                    // Under Nash the answer is to be read off what is known.
                    if let (&&NASH, Some(dm)) = (&concept, who) {
                        let order = &conflict.study.orders[dm.index()].order;
                        let moves = graph.moves(dm, place);
                        let (never, always) = (
                            moves.iter().any(|&y| order.is_above(y, place)),
                            moves.iter().all(|&y| order.is_at_least(place, y)),
                        );
                        assert_eq!((settled.yes.is_none(), settled.no.is_none()), (never, always));
                    }
                    open += usize::from(settled.yes.is_some() && settled.no.is_some());
                    known += usize::from(settled.complete);
                    asked_in_all += 1;
                }
            }
        }
    }
    assert!(open > 100 && known == asked_in_all, "{open} {known}");
}
