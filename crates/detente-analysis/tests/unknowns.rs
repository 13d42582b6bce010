//! Verdicts over completions, against every completion by the letter of the definitions.

mod unknowns_support;

use std::collections::BTreeSet;

use detente_analysis::unknowns::{
    Asked, How, MAX_COMPLETIONS, MAX_LOOKS, Scope, Uncertain, UnknownsError, Verdict, ask, complete, completed,
    completions,
};
use detente_engine::Control;
use detente_model::concept::{GMR, NASH, SEQ};
use detente_model::{
    CONCEPTS, Change, Concept, Conflict, Direction, DmId, Expr, OptionId, Preference, Provenance, Rule, State,
    StateList, Statement, Unknown,
};
use detente_testkit::{Rng, Shape, random_conflict, two_by_two};
use unknowns_support::{PD, all, holds, one_thread, only, unknown};

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
        assert_eq!(completions(&conflict, &unknowns), Some(every.len() as u128));
        let changed: Result<Vec<Conflict>, _> =
            every.iter().map(|alternatives| completed(&conflict, &unknowns, &only(alternatives))).collect();
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
                let shown = (tally.yes.map(|it| it.alternatives), tally.no.map(|it| it.alternatives));
                assert_eq!(shown, (first(true), first(false)), "{here}");
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
                        let at = every.iter().position(|other| *other == completion.alternatives).unwrap();
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
        .filter(|unknown| completed(&conflict, std::slice::from_ref(unknown), &only(&[1])).is_ok())
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
    assert_eq!(completions(&conflict, &unknowns), Some(1 << 100));
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
