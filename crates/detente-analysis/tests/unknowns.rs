//! Unknown preferences, against every completion by the letter of the definitions, and against the literature.

use std::collections::BTreeSet;
use std::path::Path;

use detente_analysis::unknowns::{
    Asked, Completed, Extension, How, MAX_COMPLETIONS, MAX_LOOKS, Opinion, Relation, Scope, Uncertain, UnknownsError,
    Verdict, ask, complete, completed, completions, words,
};
use detente_engine::{Control, Settings};
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{
    Alternative, CONCEPTS, Change, Concept, Conflict, Direction, DmId, Expr, Meaning, OptionId, Preference, Provenance,
    Rule, State, StateList, Statement, Steps, Unknown, plain, read,
};
use detente_testkit::{Game, Rng, Shape, graph_model, random_conflict, two_by_two};

const PD: Game = Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] };

fn all(conflict: &Conflict, unknowns: &[Unknown]) -> Completed {
    complete(conflict, unknowns, &one_thread(), How::All { limit: MAX_COMPLETIONS }, &Control::none()).unwrap()
}

fn one_thread() -> Settings {
    Settings { threads: Some(1), ..Settings::default() }
}

fn unknown(id: &str, alternatives: Vec<(&str, Vec<Change>)>) -> Unknown {
    let alternatives =
        alternatives.into_iter().map(|(words, changes)| Alternative { words: words.into(), changes }).collect();
    Unknown { id: id.into(), text: None, alternatives, provenance: Provenance::default() }
}

fn catalogue(name: &str) -> Conflict {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue").join(name);
    let reading = read::read(&std::fs::read_to_string(&file).unwrap());
    reading.conflict.unwrap_or_else(|| panic!("{name}: {:?}", reading.diagnostics))
}

fn condition(conflict: &Conflict, text: &str) -> Expr {
    read::condition(conflict, text).unwrap()
}

fn replace(conflict: &Conflict, id: &str, text: &str) -> Change {
    Change::Replace { id: id.into(), that: condition(conflict, text) }
}

// Random conflicts

/// A few changes of any kind, which may make no sense together.
fn random_change(rng: &mut Rng, conflict: &Conflict, tag: usize) -> Change {
    let dm = DmId::from(rng.below(conflict.decision_makers.len()));
    let states = StateList::new(conflict, 1 << 12).unwrap().states().to_vec();
    if conflict.options.is_empty() || conflict.statements(dm).is_none() && rng.chance(70) {
        let mut groups: Vec<Vec<State>> = vec![Vec::new(); 1 + rng.below(states.len().min(6))];
        let count = groups.len();
        states.into_iter().for_each(|state| groups[rng.below(count)].push(state));
        groups.retain(|group| !group.is_empty());
        return Change::Rank { dm, groups };
    }
    let option = OptionId::from(rng.below(conflict.options.len()));
    let literal = |rng: &mut Rng| {
        let option = Expr::Option(OptionId::from(rng.below(conflict.options.len())));
        if rng.chance(50) { option } else { option.negated() }
    };
    if rng.chance(12) {
        return match rng.below(3) {
            0 => Change::Direct { option, direction: Direction::ALL[rng.below(3)] },
            1 => Change::AddRule(Rule {
                id: format!("new{tag}"),
                when: Expr::And(vec![literal(rng), literal(rng)]),
                provenance: Provenance::default(),
            }),
            _ => Change::StatusQuo(states[rng.below(states.len())].clone()),
        };
    }
    let list = conflict.statements(dm).unwrap_or_default();
    let statement = |rng: &mut Rng| Statement {
        id: format!("added{tag}"),
        that: Expr::Or(vec![literal(rng), literal(rng)]),
        provenance: Provenance::default(),
    };
    if list.is_empty() {
        return Change::Prefer { dm, statements: vec![statement(rng)] };
    }
    let id = list[rng.below(list.len())].id.clone();
    match rng.below(5) {
        0 => Change::Negate { id },
        1 => Change::Drop { id },
        2 => Change::Replace { id, that: Expr::Iff(literal(rng).into(), literal(rng).into()) },
        3 => Change::Add { dm, at: rng.below(list.len() + 1), statement: statement(rng) },
        _ => Change::Move { id, to: rng.below(list.len()) },
    }
}

fn random_unknowns(rng: &mut Rng, conflict: &Conflict) -> Vec<Unknown> {
    (0..1 + rng.below(3))
        .map(|u| {
            let more = (0..1 + rng.below(2)).map(|a| ("other", vec![random_change(rng, conflict, 10 * u + a)]));
            let alternatives = [("as it is", Vec::new())].into_iter().chain(more).collect();
            unknown(&format!("u{u}"), alternatives)
        })
        .collect()
}

/// All completions, the last unknown varying fastest.
fn every(unknowns: &[Unknown]) -> Vec<Vec<usize>> {
    unknowns.iter().fold(vec![Vec::new()], |all, unknown| {
        all.iter()
            .flat_map(|rest| (0..unknown.alternatives.len()).map(|at| [rest.as_slice(), &[at]].concat()))
            .collect()
    })
}

/// The verdict on a state of `conflict` in a changed form of it, by the letter.
fn holds(conflict: &Conflict, changed: &Conflict, concept: &Concept, who: Option<DmId>, state: &State) -> bool {
    let Some(there) = conflict.state_in(changed, state) else { return false };
    let meaning = Meaning::new(changed).unwrap();
    match who {
        Some(dm) => plain::is_stable(&meaning, concept, dm, &there),
        None => plain::is_equilibrium(&meaning, concept, &there),
    }
}

fn differ_in_one(a: &[usize], b: &[usize]) -> Option<usize> {
    let differ: Vec<usize> = (0..a.len()).filter(|&at| a[at] != b[at]).collect();
    (differ.len() == 1).then(|| differ[0])
}

#[test]
fn verdicts_over_completions_are_those_of_every_completion_by_the_letter() {
    let (mut cases, mut possible, mut decided, mut verdicts) = (0, 0, 0, 0);
    for seed in 0..540 {
        let shape = [Shape::Options, Shape::Graph, Shape::Options, Shape::Coalesced][seed as usize % 4];
        let conflict = random_conflict(seed, shape);
        let mut rng = Rng::new(seed * 7 + 1);
        let unknowns = random_unknowns(&mut rng, &conflict);
        let every = every(&unknowns);
        assert_eq!(completions(&unknowns), Some(every.len() as u128));
        let changed: Result<Vec<Conflict>, _> =
            every.iter().map(|completion| completed(&conflict, &unknowns, completion)).collect();
        // Changes that fit nothing together are no question; that they are refused is tested below.
        let Ok(changed) = changed else { continue };
        cases += 1;
        let found = all(&conflict, &unknowns);
        assert_eq!(found.scope, Scope::All(every.len() as u64));
        for _ in 0..2 {
            let place = rng.below(found.states.len());
            let state = &found.states[place];
            let who = Some(rng.below(conflict.decision_makers.len() + 1))
                .filter(|&dm| dm < conflict.decision_makers.len())
                .map(DmId::from);
            for concept in CONCEPTS {
                verdicts += 1;
                let by_letter: Vec<bool> =
                    changed.iter().map(|changed| holds(&conflict, changed, concept, who, state)).collect();
                let deciding: BTreeSet<usize> = (0..every.len())
                    .flat_map(|a| (0..a).map(move |b| (a, b)))
                    .filter(|&(a, b)| by_letter[a] != by_letter[b])
                    .filter_map(|(a, b)| differ_in_one(&every[a], &every[b]))
                    .collect();
                let first = |wanted: bool| by_letter.iter().position(|&it| it == wanted).map(|at| every[at].clone());
                let verdict = match (first(true), first(false)) {
                    (Some(_), None) => Verdict::Necessary,
                    (None, _) => Verdict::Impossible,
                    _ => Verdict::Possible,
                };
                let tally = found.tally(concept, who, place);
                let here = format!("seed {seed}, {}, {who:?}, state {place}", concept.name);
                assert_eq!(tally.verdict, verdict, "{here}");
                assert_eq!(tally.holds as usize, by_letter.iter().filter(|&&it| it).count(), "{here}");
                assert_eq!(tally.of as usize, every.len(), "{here}");
                assert_eq!((&tally.yes, &tally.no), (&first(true), &first(false)), "{here}");
                assert_eq!(tally.decided_by, deciding.iter().copied().collect::<Vec<_>>(), "{here}");
                assert_eq!(found.in_all(concept, who).contains(&place), verdict == Verdict::Necessary, "{here}");
                assert_eq!(found.in_some(concept, who).contains(&place), verdict != Verdict::Impossible, "{here}");
                possible += usize::from(verdict == Verdict::Possible);
                decided += deciding.len();

                let asked = Asked { concept, who, state: state.clone() };
                let settled = ask(&conflict, &unknowns, &asked, MAX_LOOKS, &Control::none()).unwrap();
                assert!(settled.complete, "{here}");
                assert_eq!(
                    (settled.yes.is_some(), settled.no.is_some()),
                    (first(true).is_some(), first(false).is_some())
                );
                for (completion, wanted) in [(&settled.yes, true), (&settled.no, false)] {
                    if let Some(completion) = completion {
                        let at = every.iter().position(|other| other == completion).unwrap();
                        assert_eq!(by_letter[at], wanted, "{here}");
                    }
                }
                assert!(settled.decided_by.iter().all(|unknown| deciding.contains(unknown)), "{here}");
                assert_eq!(settled.decided_by.is_empty(), deciding.is_empty(), "{here}");
            }
        }
    }
    assert!(
        cases > 300 && possible > 150 && decided > 150,
        "{cases} cases, {verdicts} verdicts, {possible}, {decided}"
    );
}

#[test]
fn a_sample_of_many_draws_sees_what_there_is_and_says_that_it_is_one() {
    let conflict = random_conflict(3, Shape::Options);
    let mut rng = Rng::new(5);
    let unknowns: Vec<Unknown> = (0..40)
        .map(|u| {
            unknown(
                &format!("u{u}"),
                vec![("as it is", vec![]), ("other", vec![random_change(&mut rng, &conflict, u)])],
            )
        })
        .filter(|unknown| completed(&conflict, std::slice::from_ref(unknown), &[1]).is_ok())
        .take(3)
        .collect();
    let exact = all(&conflict, &unknowns);
    let how = How::Sample { draws: 400, seed: 11 };
    let sample = |how| complete(&conflict, &unknowns, &one_thread(), how, &Control::none()).unwrap();
    let (one, two) = (sample(how), sample(how));
    assert_eq!(one.scope, Scope::Sampled { completions: Some(8), draws: 400, seed: 11 });
    assert_eq!(one.scope.margin(), 68);
    for place in 0..exact.states.len() {
        for concept in CONCEPTS {
            let (seen, there) = (one.tally(concept, None, place), exact.tally(concept, None, place));
            assert_eq!(seen, two.tally(concept, None, place), "the same seed, the same answer");
            assert_eq!(seen.of, 400);
            assert_eq!(seen.decided_by, there.decided_by);
            let expected = match there.verdict {
                Verdict::Necessary => Verdict::NecessaryAsFarAsSeen,
                Verdict::Impossible => Verdict::ImpossibleAsFarAsSeen,
                other => other,
            };
            assert_eq!(seen.verdict, expected);
            let (share, drawn) = (there.holds * 1000 / there.of, seen.holds * 1000 / seen.of);
            assert!(share.abs_diff(drawn) <= 68, "{share} and {drawn}");
        }
    }
}

#[test]
fn what_cannot_be_answered_is_refused_with_the_reason() {
    let conflict = two_by_two(PD);
    let many: Vec<Unknown> =
        (0..20).map(|u| unknown(&format!("u{u}"), vec![("as it is", vec![]), ("the same", vec![])])).collect();
    let how = How::All { limit: 1000 };
    let error = complete(&conflict, &many, &one_thread(), how, &Control::none()).unwrap_err();
    assert_eq!(error, UnknownsError::TooMany { completions: Some(1 << 20), limit: 1000 });
    let cancelled = Control { cancelled: &|| true, progress: &|_| {} };
    let how = How::All { limit: MAX_COMPLETIONS };
    let error = complete(&conflict, &many[..1], &one_thread(), how, &cancelled).unwrap_err();
    assert_eq!(error, UnknownsError::Engine(detente_engine::EngineError::Cancelled));
    let asked = Asked { concept: &NASH, who: None, state: State::Named(9) };
    assert_eq!(ask(&conflict, &many, &asked, 9, &Control::none()).unwrap_err(), UnknownsError::NoSuchState);
    let wrong = [unknown("w", vec![("as it is", vec![]), ("other", vec![Change::Negate { id: "nothing".into() }])])];
    let error = complete(&conflict, &wrong, &one_thread(), how, &Control::none()).unwrap_err();
    assert!(error.to_string().contains("w: other"), "{error}");
    let form = [unknown(
        "f",
        vec![("as it is", vec![]), ("one way", vec![Change::Direct { option: OptionId(0), direction: Direction::On }])],
    )];
    assert_eq!(
        Uncertain::from_unknowns(&conflict, &form, 10).unwrap_err(),
        UnknownsError::FormDiffers { unknown: "f".into() }
    );
    let empty = [unknown("e", vec![])];
    let error = complete(&conflict, &empty, &one_thread(), how, &Control::none()).unwrap_err();
    assert_eq!(error, UnknownsError::NoAlternative("e".into()));
}

#[test]
fn one_question_is_answered_exactly_where_there_are_more_completions_than_stars() {
    // Two players and 80 bystanders with an option each, whose wishes are unknown: they bear on credible replies, never on Nash.
    let mut conflict = two_by_two(PD);
    let list = StateList::new(&conflict, 8).unwrap();
    let flip = |dm: usize| -> Vec<Vec<State>> {
        let Preference::Ranked(groups) = &conflict.decision_makers[dm].preference else { unreachable!() };
        groups.iter().rev().cloned().collect()
    };
    let mut unknowns: Vec<Unknown> = Vec::new();
    let column = flip(1);
    for u in 0..100 {
        // A hundred unknowns that each may turn the column player's wishes into the same other ones: 2^100 completions.
        let rank = Change::Rank { dm: DmId(1), groups: column.clone() };
        unknowns.push(unknown(&format!("u{u}"), vec![("as it is", vec![]), ("reversed", vec![rank])]));
    }
    conflict.status_quo = Some(list.states()[0].clone());
    assert_eq!(completions(&unknowns), Some(1 << 100));
    let question = |concept: &'static Concept, who, place: usize| {
        let asked = Asked { concept, who, state: list.states()[place].clone() };
        ask(&conflict, &unknowns, &asked, MAX_LOOKS, &Control::none()).unwrap()
    };
    // The row player's Nash stability does not hang on the other.
    let row = question(&NASH, Some(DmId(0)), 3);
    assert!(row.complete && row.yes.is_some() && row.no.is_none());
    assert_eq!(row.looks, 1);
    // DD (at place 3) is a Nash equilibrium as it is and not where the column player's wishes are reversed.
    let both = question(&NASH, None, 3);
    assert!(both.complete && both.yes.is_some() && both.no.is_some());
    assert!(!both.decided_by.is_empty());
    // CC (at place 0) is stable for row under SEQ only while the column player would defect in reply.
    let seq = question(&SEQ, Some(DmId(0)), 0);
    assert!(seq.complete && seq.yes.is_some() && seq.no.is_some());
    assert_eq!(question(&GMR, Some(DmId(0)), 0).no, None);
    let halted = ask(
        &conflict,
        &unknowns,
        &Asked { concept: &SEQ, who: Some(DmId(0)), state: list.states()[0].clone() },
        3,
        &Control::none(),
    )
    .unwrap();
    assert!(!halted.complete && halted.looks == 3);
}

// Extensions a to d

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

// Figures

/// How the unknown rank and direction of force, and the order of c5 and c6, may be: 18 completions of the first case.
fn of_the_core(conflict: &Conflict) -> Vec<Unknown> {
    let order =
        unknown("e3", vec![("c5 above c6", vec![]), ("c6 above c5", vec![Change::Move { id: "c6".into(), to: 5 }])]);
    let to = |to| Change::Move { id: "c3".into(), to };
    let mut ranks = vec![("as it is", vec![])];
    ranks.extend([0, 1, 2, 4, 5, 6, 7].map(|place| ("at another place", vec![to(place)])));
    ranks.push(("wanted, if all else is equal", vec![replace(conflict, "c3", "china.force"), to(7)]));
    vec![order, unknown("e2", ranks)]
}

#[test]
fn the_status_quo_of_the_first_case_lasts_however_china_thinks_of_force() {
    let conflict = catalogue("us-china-2023.toml");
    let both = of_the_core(&conflict);
    let mut rank_alone = both[1].clone();
    rank_alone.alternatives.truncate(8);
    let status_quo = conflict.status_quo.clone().unwrap();
    for (unknowns, count) in [(vec![rank_alone], 8), (both[1..].to_vec(), 9), (both.clone(), 18)] {
        let found = all(&conflict, &unknowns);
        assert_eq!(found.scope, Scope::All(count));
        let place = found.place(&status_quo).unwrap();
        for concept in CONCEPTS {
            let tally = found.tally(concept, None, place);
            assert_eq!((tally.verdict, tally.holds, tally.decided_by.len()), (Verdict::Necessary, count, 0));
        }
        let uncertain = Uncertain::from_unknowns(&conflict, &unknowns, MAX_COMPLETIONS).unwrap();
        let place = uncertain.graph.states.place(&status_quo).unwrap();
        for extension in Extension::ALL {
            for concept in CONCEPTS {
                assert!(uncertain.is_equilibrium(concept, extension, place), "{} {extension:?}", concept.name);
            }
        }
    }
    // Its twin with both channels closed is only possibly Nash.
    let found = all(&conflict, &both);
    let Some(State::Vector(vector)) = &conflict.status_quo else { unreachable!() };
    let mut twin = vector.clone();
    (0..2).for_each(|o| twin.set(OptionId([0, 4][o]), false));
    let tally = found.tally(&NASH, None, found.place(&State::Vector(twin)).unwrap());
    assert_eq!((tally.verdict, tally.decided_by), (Verdict::Possible, vec![1]));
}

#[test]
fn the_figures_for_taiwan_are_those_of_the_analysis() {
    let conflict = catalogue("us-china-2023-taiwan.toml");
    let unknowns = vec![
        unknown("e4", vec![("answer", vec![]), ("no answer", vec![replace(&conflict, "u14", "not us.defend")])]),
        unknown(
            "e5",
            vec![
                ("trigger first", vec![]),
                ("no war with the US first", vec![Change::Move { id: "c12".into(), to: 1 }]),
                ("averse to force", vec![replace(&conflict, "c11", "not china.force")]),
            ],
        ),
        unknown(
            "e6",
            vec![
                ("wants it without opposition", vec![]),
                ("wants it", vec![replace(&conflict, "t2", "taiwan.indep")]),
                ("does not want it", vec![replace(&conflict, "t2", "not taiwan.indep")]),
            ],
        ),
    ];
    let found = all(&conflict, &unknowns);
    assert_eq!(found.scope, Scope::All(18));
    let status_quo = conflict.status_quo.clone().unwrap();
    let place = found.place(&status_quo).unwrap();
    let holds: Vec<u64> = [&NASH, &GMR, &SMR, &SEQ].map(|c| found.tally(c, None, place).holds).into();
    assert_eq!(holds, [12, 18, 18, 16]);
    let nash = found.tally(&NASH, None, place);
    assert_eq!((nash.verdict, &nash.decided_by), (Verdict::Possible, &vec![2]), "only Taiwan's wish decides it");
    assert_eq!(nash.no, Some(vec![0, 0, 1]));
    assert!(words(&unknowns, &nash.no.unwrap()).contains("e6: wants it"));
    let necessary = found.in_all(&NASH, None);
    assert_eq!(necessary.len(), 1);
    let meaning = Meaning::new(&conflict).unwrap();
    let war = condition(&conflict, "china.force and us.defend and taiwan.indep");
    assert!(meaning.holds(&war, &found.states[necessary[0]]));

    let uncertain = Uncertain::from_unknowns(&conflict, &unknowns, MAX_COMPLETIONS).unwrap();
    let place = uncertain.graph.states.place(&status_quo).unwrap();
    let nash = Extension::ALL.map(|extension| uncertain.is_equilibrium(&NASH, extension, place));
    assert_eq!(nash, [false, true, false, true]);
    let taiwan = conflict.dm_by_id("taiwan").unwrap();
    for dm in conflict.dm_ids() {
        assert_eq!(uncertain.is_stable(&NASH, Extension::A, dm, place), dm != taiwan);
    }
}

const GISBORNE: &str = r#"
format = 1
title = "Lake Gisborne"
status_quo = "s1"
[decision_makers.federal]
options.accord = "Continue a Canada-wide accord on the prohibition of bulk water export"
ranking = "s2 > s6 > s4 > s8 > s1 > s5 > s3 > s7"
[decision_makers.provincial]
options.lift = "Lift the ban on bulk water export"
ranking = "s3 > s7 > s4 > s8 > s1 > s5 > s2 > s6"
[decision_makers.support]
options.appeal = "Appeal for continuing the Gisborne project"
ranking = "s3 > s4 > s7 > s8 > s5 > s6 > s1 > s2"
[states]
s1 = "NNN"
s2 = "YNN"
s3 = "NYN"
s4 = "YYN"
s5 = "NNY"
s6 = "YNY"
s7 = "NYY"
s8 = "YYY"
"#;

/// The places of states numbered from 1.
fn numbered(numbers: &[usize]) -> Vec<usize> {
    numbers.iter().map(|number| number - 1).collect()
}

fn ranked(order: &[usize]) -> Change {
    Change::Rank { dm: DmId(1), groups: numbered(order).into_iter().map(|place| vec![State::Named(place)]).collect() }
}

#[test]
fn lake_gisborne_with_the_provinces_wishes_unknown_is_as_published() {
    let conflict = read::read(GISBORNE).conflict.unwrap();
    // The second ranking turns every pair round but the four that are known: together the two leave exactly those.
    let mind =
        unknown("mind", vec![("as it is", vec![]), ("the other way round", vec![ranked(&[2, 6, 1, 5, 4, 8, 3, 7])])]);
    let from_two = Uncertain::from_unknowns(&conflict, &[mind], 10).unwrap();
    let known = [(3, 7), (4, 8), (1, 5), (2, 6)];
    let province = Relation::new(8, |a, b| {
        let said = |a: usize, b: usize| known.contains(&(a + 1, b + 1));
        match () {
            () if a == b => Opinion::Indifferent,
            () if said(a, b) => Opinion::Preferred,
            () if said(b, a) => Opinion::Worse,
            () => Opinion::Unknown,
        }
    })
    .unwrap();
    assert_eq!(from_two.relations[1], province);
    assert_eq!(province.unknown_pairs(), 24);
    let given = [from_two.relations[0].clone(), province, from_two.relations[2].clone()];
    let given = Uncertain::new(&conflict, given.into()).unwrap();
    let file: [(Extension, [&[usize]; 4]); 4] = [
        (Extension::A, [&[], &[], &[], &[]]),
        (Extension::B, [&[4, 6], &[4, 6, 8], &[4, 6, 8], &[4, 6, 8]]),
        (Extension::C, [&[], &[4, 6, 8], &[4, 6, 8], &[4, 6]]),
        (Extension::D, [&[4, 6], &[4, 6, 8], &[4, 6, 8], &[4, 6, 8]]),
    ];
    for (extension, by_concept) in file {
        for (concept, expected) in [&NASH, &GMR, &SMR, &SEQ].into_iter().zip(by_concept) {
            assert_eq!(given.equilibria(concept, extension), numbered(expected), "{} {extension:?}", concept.name);
            assert_eq!(from_two.equilibria(concept, extension), numbered(expected));
        }
    }
}

/// All rankings in which the four known pairs are as they are known.
fn linear_extensions(above: &[usize], left: &[usize], out: &mut Vec<Vec<usize>>) {
    if left.is_empty() {
        out.push(above.to_vec());
    }
    for &state in left {
        let better = [(7, 3), (8, 4), (5, 1), (6, 2)].iter().find(|pair| pair.0 == state).map(|pair| pair.1);
        if better.is_none_or(|better| above.contains(&better)) {
            let rest: Vec<usize> = left.iter().copied().filter(|&other| other != state).collect();
            linear_extensions(&[above, &[state]].concat(), &rest, out);
        }
    }
}

#[test]
fn three_rankings_say_of_lake_gisborne_what_all_2520_say() {
    let conflict = read::read(GISBORNE).conflict.unwrap();
    let mut orders = Vec::new();
    linear_extensions(&[], &[1, 2, 3, 4, 5, 6, 7, 8], &mut orders);
    assert_eq!(orders.len(), 2520);
    let alternatives = orders.iter().map(|order| ("a ranking", vec![ranked(order)])).collect();
    let of_all = all(&conflict, &[unknown("mind", alternatives)]);
    // The two published rankings leave exactly the known pairs, but between them s8 is never a SEQ equilibrium.
    let (economic, environment) = (vec![], vec![ranked(&[2, 6, 1, 5, 4, 8, 3, 7])]);
    let two = vec![("the economy", economic), ("the environment", environment)];
    let mut three = two.clone();
    three.push(("in between", vec![ranked(&THIRD)]));
    let (of_two, of_three) = (all(&conflict, &[unknown("mind", two)]), all(&conflict, &[unknown("mind", three)]));
    let of = |found: &Completed, concept| (found.in_all(concept, None), found.in_some(concept, None));
    for concept in CONCEPTS {
        let possible = if *concept == NASH { numbered(&[4, 6]) } else { numbered(&[4, 6, 8]) };
        assert_eq!(of(&of_all, concept), (vec![], possible), "{}", concept.name);
        assert_eq!(of(&of_three, concept), of(&of_all, concept), "{}", concept.name);
        let credible = [&SEQ, &SSEQ].contains(&concept);
        assert_eq!(of(&of_two, concept) == of(&of_all, concept), !credible, "{}", concept.name);
    }
}

/// A ranking in which s8 is a SEQ equilibrium.
const THIRD: [usize; 8] = [1, 2, 3, 4, 5, 7, 8, 6];
