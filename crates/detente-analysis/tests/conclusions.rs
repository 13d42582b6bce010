//! Certificates with forms and conclusions on random conflicts: all are accepted, and once something in them is changed nothing false is.
//!
//! What is false is decided by the definitions alone (`conclusions_support`).

mod conclusions_support;

use std::collections::BTreeMap;

use conclusions_support::{
    can_be_completed, every, keeping, partly_known, question, says_the_truth, some, stable, states, with_study,
};
use detente_analysis::Answer;
use detente_analysis::ask::Bounds;
use detente_analysis::certify::{CertifyError, Counted, Plan, completions, hypergame, in_variant, plans, propositions};
use detente_analysis::stabilise::{EditKinds, Limits, commitments, rankings, statements};
use detente_engine::{Control, Settings};
use detente_model::{Alternative, CONCEPTS, Change, Conflict, DmId, Meaning, State, Unknown};
use detente_proof::{Bundle, Conclusion, Cost, FormOf, Stable, state_text, verify};
use detente_testkit::{Rng, Shape, random_changes, random_conflict};

// --- certificates --------------------------------------------------------------------------------

fn go_on(_: usize, _: usize) -> bool {
    true
}

fn random_plans(conflict: &Conflict, rng: &mut Rng) -> Option<Bundle> {
    let variant = rng.chance(40).then(|| some(rng, &conflict.study.variants));
    let start = match &variant {
        Some(variant) => conflict.changed(&variant.changes).unwrap(),
        None => conflict.clone(),
    };
    let (concept, state) = (some(rng, &CONCEPTS), some(rng, &states(&start)));
    let mut found = Vec::new();
    for _ in 0..12 {
        let changes = random_changes(rng, &start.bare(), 3);
        let made = start.changed(&changes).unwrap();
        let there = start.state_in(&made, &state);
        if there.is_some_and(|there| stable(&made, concept, None, &there)) {
            let counted = some(rng, &[None, Some(Counted::Edits), Some(Counted::Pairs)]);
            found.push(Plan { state: state.clone(), changes, counted });
        }
    }
    if found.is_empty() {
        return None;
    }
    Some(plans(conflict, variant.as_ref().map(|v| v.id.as_str()), &start, concept, &found).unwrap())
}

/// A state to ask about: often one of which the order is not known, where there are any.
fn asked_about(conflict: &Conflict, rng: &mut Rng) -> State {
    let open = conflict.study.orders.iter().flat_map(|partly| {
        let is_open = |at: usize| (0..partly.states.len()).any(|other| !partly.order.is_known(at, other));
        (0..partly.states.len()).filter(move |&at| is_open(at)).map(|at| partly.states[at].clone())
    });
    let open: Vec<State> = open.collect();
    if !open.is_empty() && rng.chance(80) { some(rng, &open) } else { some(rng, &states(conflict)) }
}

fn certificates(conflict: &Conflict, rng: &mut Rng) -> Vec<(&'static str, Bundle)> {
    let all = states(conflict);
    let mut list = vec![
        ("views", hypergame(conflict, &CONCEPTS, &all, &mut go_on).unwrap()),
        ("unknowns", completions(conflict, &CONCEPTS, &asked_about(conflict, rng), None, &mut go_on).unwrap()),
        ("propositions", propositions(conflict, &Bounds::default(), &mut go_on).unwrap().0),
    ];
    let known = every(conflict).into_iter().map(|(numbers, _)| numbers);
    let few: Vec<Vec<usize>> = known.filter(|_| rng.chance(40)).collect();
    list.push((
        "some completions",
        completions(conflict, &CONCEPTS, &asked_about(conflict, rng), Some(&few), &mut go_on).unwrap(),
    ));
    list.extend(random_plans(conflict, rng).map(|bundle| ("plans", bundle)));
    list
}

#[test]
fn every_certificate_of_a_random_study_is_accepted_and_complete() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut conclusions: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..250 {
        let Some(conflict) = with_study(seed) else { continue };
        let mut rng = Rng::new(seed);
        for (kind, bundle) in certificates(&conflict, &mut rng) {
            assert_eq!(Bundle::from_json(&bundle.to_json()).as_ref(), Ok(&bundle));
            if bundle.forms.is_empty() && bundle.conclusions.is_empty() {
                continue;
            }
            let verified = verify(&conflict, &bundle)
                .unwrap_or_else(|all| panic!("{seed} {kind}: {}\n{}", all[0], bundle.to_json()));
            assert_eq!(verified.conclusions, bundle.conclusions.len());
            assert!(says_the_truth(&conflict, &bundle), "{seed} {kind}");
            *kinds.entry(kind).or_default() += 1;
            for conclusion in &bundle.conclusions {
                let text = format!("{conclusion:?}");
                *conclusions.entry(text.split([' ', '(']).next().unwrap().into()).or_default() += 1;
            }
            match kind {
                // Every state has its verdict.
                "views" => assert_eq!(bundle.conclusions.len(), states(&conflict).len() * CONCEPTS.len()),
                "unknowns" => {
                    // Each question is settled: by one conclusion, or by two where completions differ.
                    let questions = CONCEPTS.len() * (conflict.decision_makers.len() + 1);
                    let settled: usize =
                        bundle
                            .conclusions
                            .iter()
                            .map(|one| {
                                if matches!(one, Conclusion::Necessary(_) | Conclusion::Impossible(_)) { 2 } else { 1 }
                            })
                            .sum();
                    assert_eq!(settled, 2 * questions, "{seed}");
                }
                "propositions" => {
                    let (_, unproved) = propositions(&conflict, &Bounds::default(), &mut go_on).unwrap();
                    let asked: usize = conflict.study.propositions.iter().map(|one| 1 + one.variants.len()).sum();
                    assert_eq!(bundle.conclusions.len() + unproved.len(), asked);
                    for one in unproved {
                        assert!(one.because.contains("not feasible"), "{one:?}");
                    }
                }
                _ => {}
            }
        }
    }
    assert!(kinds.len() == 5 && kinds.values().all(|&count| count > 60), "{kinds:?}");
    assert!(conclusions.len() == 8 && conclusions.values().all(|&count| count > 150), "{conclusions:?}");
}

// --- wrong certificates --------------------------------------------------------------------------

/// What is done to a certificate, and whether it makes it wrong for certain.
const CHANGES: [(&str, bool); 21] = [
    ("turn a conclusion into its opposite", true),
    ("change a conclusion's state", false),
    ("change a conclusion's concept", false),
    ("change a conclusion's decision maker", false),
    ("change what a plan costs", true),
    ("change a plan's text", false),
    ("break a plan's text", true),
    ("name another form", false),
    ("exchange two forms' names", false),
    ("give a form another name", false),
    ("leave out a completion", true),
    ("list a completion twice", true),
    ("name a completion that is none", true),
    ("leave out the number of a ranking", true),
    ("give a completion another ranking", false),
    ("exchange the rankings of two completions", false),
    ("empty a form", true),
    ("give a form twice", true),
    ("draw a conclusion twice", true),
    ("leave out a form", false),
    ("leave out a verdict", false),
];

/// The place of a form, and a completion that it names.
type Named = (usize, Vec<usize>);

/// Two completions that differ in the last ranking alone, and of which different things are proved.
fn rankings_apart(conflict: &Conflict, bundle: &Bundle, rng: &mut Rng) -> Option<(Named, Named)> {
    conflict.study.orders.last()?;
    let mut all: Vec<Named> = Vec::new();
    for (place, form) in bundle.forms.iter().enumerate() {
        let FormOf::Completions(list) = &form.form else { continue };
        all.extend(list.iter().map(|one| (place, one.clone())));
    }
    if all.is_empty() {
        return None;
    }
    let first = some(rng, &all);
    let before = |one: &[usize]| one[..one.len() - 1].to_vec();
    all.retain(|other| other.0 != first.0 && before(&other.1) == before(&first.1));
    if all.is_empty() { None } else { Some((first, some(rng, &all))) }
}

/// The number of the last ranking of a completion in a form.
fn ranking_in<'b>(bundle: &'b mut Bundle, form: usize, one: &[usize]) -> &'b mut usize {
    let FormOf::Completions(list) = &mut bundle.forms[form].form else { panic!("it lists completions") };
    list.iter_mut().find(|own| *own == one).and_then(|own| own.last_mut()).expect("it is listed")
}

/// Makes change number `change` at a random place; `None` where the certificate has no such place.
fn changed(conflict: &Conflict, bundle: &Bundle, change: usize, rng: &mut Rng) -> Option<Bundle> {
    let mut bundle = bundle.clone();
    let texts: Vec<String> = states(conflict).iter().map(|state| state_text(conflict, state)).collect();
    let (at, form_at) = (rng.below(bundle.conclusions.len()), rng.below(bundle.forms.len()));
    let universal =
        bundle.conclusions.iter().any(|one| matches!(one, Conclusion::Necessary(_) | Conclusion::Impossible(_)));
    let forms = bundle.forms.len();
    let dm = |rng: &mut Rng| conflict.dm(DmId::from(rng.below(conflict.decision_makers.len()))).id.clone();
    let conclusion = bundle.conclusions.get_mut(at);
    match CHANGES[change].0 {
        "turn a conclusion into its opposite" => {
            let conclusion = conclusion?;
            *conclusion = match conclusion.clone() {
                Conclusion::HypergameEquilibrium { concept, state } => {
                    Conclusion::NotHypergameEquilibrium { concept, state }
                }
                Conclusion::NotHypergameEquilibrium { concept, state } => {
                    Conclusion::HypergameEquilibrium { concept, state }
                }
                Conclusion::Necessary(asked) => Conclusion::NotNecessary(asked),
                Conclusion::NotNecessary(asked) => Conclusion::Necessary(asked),
                Conclusion::Possible(asked) => Conclusion::Impossible(asked),
                Conclusion::Impossible(asked) => Conclusion::Possible(asked),
                Conclusion::Proposition { id, variant, holds } => {
                    Conclusion::Proposition { id, variant, holds: !holds }
                }
                Conclusion::Stabilised { .. } => return None,
            };
        }
        "change a conclusion's state" => match conclusion? {
            Conclusion::HypergameEquilibrium { state, .. }
            | Conclusion::NotHypergameEquilibrium { state, .. }
            | Conclusion::Stabilised { state, .. }
            | Conclusion::Necessary(Stable { state, .. })
            | Conclusion::NotNecessary(Stable { state, .. })
            | Conclusion::Possible(Stable { state, .. })
            | Conclusion::Impossible(Stable { state, .. }) => *state = some(rng, &texts),
            Conclusion::Proposition { id, .. } => *id = format!("P{}", rng.below(5)),
        },
        "change a conclusion's concept" => match conclusion? {
            Conclusion::HypergameEquilibrium { concept, .. }
            | Conclusion::NotHypergameEquilibrium { concept, .. }
            | Conclusion::Stabilised { concept, .. }
            | Conclusion::Necessary(Stable { concept, .. })
            | Conclusion::NotNecessary(Stable { concept, .. })
            | Conclusion::Possible(Stable { concept, .. })
            | Conclusion::Impossible(Stable { concept, .. }) => *concept = some(rng, &CONCEPTS).id.into(),
            Conclusion::Proposition { variant, .. } => {
                *variant = rng.chance(70).then(|| format!("v{}", rng.below(4)));
            }
        },
        "change a conclusion's decision maker" => match conclusion? {
            Conclusion::Necessary(asked)
            | Conclusion::NotNecessary(asked)
            | Conclusion::Possible(asked)
            | Conclusion::Impossible(asked) => asked.decision_maker = rng.chance(80).then(|| dm(rng)),
            _ => return None,
        },
        "change what a plan costs" => match conclusion? {
            Conclusion::Stabilised { cost: Some(Cost::Edits(count)), .. } => *count += 1 + rng.below(2),
            Conclusion::Stabilised { cost: Some(Cost::Pairs(count)), .. } => *count += 1 + rng.below(2) as u64,
            _ => return None,
        },
        "change a plan's text" => match &mut bundle.forms.get_mut(form_at)?.form {
            FormOf::Plan(plan) => {
                let other = random_changes(rng, &conflict.bare(), 3);
                plan.changes = detente_model::write::changes(conflict, &other).unwrap();
            }
            _ => return None,
        },
        "break a plan's text" => match &mut bundle.forms.get_mut(form_at)?.form {
            FormOf::Plan(plan) => {
                plan.changes.push_str(some(rng, &["drop = [", "drop = [\"nobody\"]\nx = 1", "[variants.a]"]))
            }
            _ => return None,
        },
        "name another form" => match conclusion? {
            Conclusion::Stabilised { form, .. } => *form = rng.below(forms + 2),
            _ => return None,
        },
        "exchange two forms' names" => {
            let other = rng.below(forms.max(1));
            let name = bundle.forms.get(form_at)?.form.clone();
            bundle.forms[form_at].form = std::mem::replace(&mut bundle.forms[other].form, name);
        }
        "give a form another name" => {
            bundle.forms.get_mut(form_at)?.form = match rng.below(2) {
                0 => FormOf::Variant(format!("v{}", rng.below(4))),
                _ => FormOf::View(dm(rng)),
            };
        }
        "leave out a completion" if universal => match &mut bundle.forms.get_mut(form_at)?.form {
            FormOf::Completions(list) if list.len() > 1 => drop(list.remove(rng.below(list.len()))),
            _ => return None,
        },
        "leave out a completion" => return None,
        "list a completion twice" => {
            let FormOf::Completions(list) = &bundle.forms.get(form_at)?.form else { return None };
            let one = some(rng, list);
            let other = rng.below(forms);
            let FormOf::Completions(list) = &mut bundle.forms[other].form else { return None };
            list.push(one);
        }
        "name a completion that is none" => match &mut bundle.forms.get_mut(form_at)?.form {
            FormOf::Completions(list) => {
                let one = rng.below(list.len());
                match (rng.below(3), conflict.study.orders.last()) {
                    (0, _) => list[one][0] = 3 + rng.below(3),
                    (1, Some(partly)) => {
                        *list[one].last_mut()? = keeping(&partly.order).len() + rng.below(2);
                    }
                    _ => list[one].push(0),
                }
            }
            _ => return None,
        },
        "leave out the number of a ranking" => match &mut bundle.forms.get_mut(form_at)?.form {
            FormOf::Completions(list) if !conflict.study.orders.is_empty() => {
                let one = rng.below(list.len());
                list[one].pop();
            }
            _ => return None,
        },
        "give a completion another ranking" => {
            let ((form, one), (_, other)) = rankings_apart(conflict, &bundle, rng)?;
            *ranking_in(&mut bundle, form, &one) = other[other.len() - 1];
        }
        "exchange the rankings of two completions" => {
            let ((form, one), (other_form, other)) = rankings_apart(conflict, &bundle, rng)?;
            *ranking_in(&mut bundle, other_form, &other) = one[one.len() - 1];
            *ranking_in(&mut bundle, form, &one) = other[other.len() - 1];
        }
        "empty a form" => {
            let form = bundle.forms.get_mut(form_at)?;
            form.verdicts.clear();
            form.closed_sets.clear();
            form.findings.clear();
        }
        "give a form twice" => {
            let form = bundle.forms.get(form_at)?.clone();
            bundle.forms.push(form);
        }
        "draw a conclusion twice" => {
            let conclusion = conclusion?.clone();
            bundle.conclusions.push(conclusion);
        }
        "leave out a form" if forms > 0 => drop(bundle.forms.remove(form_at)),
        "leave out a form" => return None,
        "leave out a verdict" => {
            let form = bundle.forms.get_mut(form_at)?;
            if form.verdicts.is_empty() {
                return None;
            }
            form.verdicts.remove(rng.below(form.verdicts.len()));
        }
        other => panic!("nobody says how to {other}"),
    }
    Some(bundle)
}

#[test]
fn nothing_false_is_accepted_once_something_in_a_certificate_is_changed() {
    let (mut wrong, mut right) = ([0; CHANGES.len()], 0);
    for seed in 5000..5100 {
        let Some(conflict) = with_study(seed) else { continue };
        let mut rng = Rng::new(seed);
        for (kind, bundle) in certificates(&conflict, &mut rng) {
            for (change, (name, surely)) in CHANGES.iter().enumerate() {
                for _ in 0..2 {
                    let Some(changed) = changed(&conflict, &bundle, change, &mut rng) else { continue };
                    if changed == bundle {
                        continue;
                    }
                    let accepted = verify(&conflict, &changed).is_ok();
                    let truth = !surely && says_the_truth(&conflict, &changed);
                    assert!(!accepted || truth, "{seed} {kind}: accepted after: {name}\n{}", changed.to_json());
                    if truth { right += usize::from(accepted) } else { wrong[change] += 1 }
                }
            }
        }
    }
    for (change, (name, _)) in CHANGES.iter().enumerate() {
        // Leaving something out makes nothing false, only less proved.
        assert!(
            wrong[change] >= 10 || name.starts_with("leave out a form") || name.starts_with("leave out a verdict"),
            "{name}: {wrong:?}"
        );
    }
    assert!(wrong.iter().sum::<usize>() >= 4000 && right >= 60, "{wrong:?} {right}");
}

#[test]
fn a_conclusion_whose_proofs_are_left_out_is_not_drawn() {
    let mut left_out = 0;
    for seed in 9000..9300 {
        let Some(conflict) = with_study(seed) else { continue };
        let mut rng = Rng::new(seed);
        for (kind, bundle) in certificates(&conflict, &mut rng) {
            // Of a hypergame equilibrium, of what is necessary and of a plan every verdict matters.
            let whole = match kind {
                "views" => bundle.conclusions.iter().all(|one| matches!(one, Conclusion::HypergameEquilibrium { .. })),
                "unknowns" => bundle.conclusions.iter().all(|one| matches!(one, Conclusion::Necessary(_))),
                "plans" => true,
                _ => false,
            };
            for form in 0..bundle.forms.len() {
                for verdict in 0..bundle.forms[form].verdicts.len() {
                    if !whole || bundle.forms[form].verdicts.len() < 2 {
                        continue;
                    }
                    let mut less = bundle.clone();
                    less.forms[form].verdicts.remove(verdict);
                    let rejections = verify(&conflict, &less).expect_err("a proof is missing");
                    assert!(rejections.iter().any(|one| one.because.contains("proved")), "{kind}: {rejections:?}");
                    left_out += 1;
                }
            }
        }
    }
    assert!(left_out > 100, "{left_out}");
}

// --- another study ---------------------------------------------------------------------------------

#[test]
fn a_certificate_is_checked_against_the_study_of_the_file_and_not_its_own_word() {
    let (mut rejected, mut accepted) = ([0; 6], 0);
    for seed in 7000..7150 {
        let Some(conflict) = with_study(seed) else { continue };
        let mut rng = Rng::new(seed);
        let mut others: Vec<Conflict> = vec![conflict.clone(); 6];
        let another = random_changes(&mut rng, &conflict.bare(), 4);
        // Views of others, one more alternative, another alternative, another variant, another question, another order of which parts are not known.
        let dms = conflict.decision_makers.len();
        others[0].study.views.iter_mut().for_each(|view| view.of = DmId::from((view.of.index() + 1) % dms));
        let more = Alternative { words: "new".into(), changes: another.clone() };
        others[1].study.unknowns[0].alternatives.push(more.clone());
        others[2].study.unknowns[0].alternatives[1] = more;
        others[3].study.variants[0].changes = another;
        others[4].study.propositions[0].question = question(&conflict, &mut rng);
        if let Some(order) = others[5].study.orders.first_mut() {
            *order = partly_known(&conflict, &mut rng, order.dm, 3);
        }
        let bundles = certificates(&conflict, &mut rng);
        for (place, other) in others.iter().enumerate() {
            if other == &conflict || !can_be_completed(other) {
                continue;
            }
            for (kind, bundle) in &bundles {
                let ok = verify(other, bundle).is_ok();
                assert!(!ok || says_the_truth(other, bundle), "{seed} {place} {kind}");
                if ok { accepted += 1 } else { rejected[place] += 1 }
            }
        }
    }
    assert!(rejected.iter().all(|&count| count > 15) && accepted > 500, "{rejected:?} {accepted}");
}

// --- the rest ------------------------------------------------------------------------------------

#[test]
fn a_certificate_of_a_variant_is_one_of_the_conflict_that_has_it() {
    let mut checked = 0;
    for seed in 0..200 {
        let Some(conflict) = with_study(seed) else { continue };
        let variant = &conflict.study.variants[0];
        let made = conflict.changed(&variant.changes).unwrap();
        let meaning = Meaning::new(&made).unwrap();
        let requests = detente_analysis::certify::all_requests(&made).unwrap();
        let bundle = detente_analysis::certify::certify(&meaning, &requests, &mut go_on).unwrap();
        let bundle = in_variant(&conflict, &variant.id, bundle);
        let verified = verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{seed}: {}", all[0]));
        assert_eq!((verified.verdicts, verified.forms[0].verdicts), (0, requests.len()));
        for tally in &verified.forms[0].tallies {
            let expected: Vec<String> = states(&made)
                .iter()
                .filter(|state| stable(&made, tally.concept, None, state))
                .map(|state| state_text(&made, state))
                .collect();
            let told: Vec<String> = tally.equilibria.iter().map(|state| state_text(&conflict, state)).collect();
            assert_eq!(told, expected, "{seed}");
        }
        checked += 1;
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn what_stabilise_finds_is_proved_at_the_cost_that_it_tells() {
    let (mut edits, mut pairs, mut bound) = (0, 0, 0);
    for seed in 0..250 {
        let conflict = random_conflict(seed, [Shape::Options, Shape::Options, Shape::Coalesced][seed as usize % 3]);
        if states(&conflict).len() > 16 {
            continue;
        }
        let answer = Answer::new(&conflict, &Settings::default(), &Control::none()).unwrap();
        let everybody: Vec<DmId> = conflict.dm_ids().collect();
        let mut rng = Rng::new(seed);
        let (concept, target) = (some(&mut rng, &CONCEPTS), rng.below(answer.solution.states()));
        let state = answer.solution.state(target);
        let check = |changes: Vec<Change>, counted: Option<Counted>| {
            let plan = Plan { state: state.clone(), changes, counted };
            let bundle = plans(&conflict, None, &conflict, concept, &[plan]).unwrap();
            verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{seed}: {}", all[0]));
            match bundle.conclusions.as_slice() {
                [Conclusion::Stabilised { cost, .. }] => *cost,
                other => panic!("{other:?}"),
            }
        };
        let kinds = EditKinds { add: true, ..EditKinds::default() };
        let found = statements(&answer, concept, target, &everybody, kinds, 2, Limits::default()).unwrap();
        for plan in found.plans.iter().take(4) {
            // Lists that have nothing in common are told apart by no edits; there the cost is left out.
            let cost = check(plan.changes(), Some(Counted::Edits));
            if cost.is_some() {
                assert_eq!(cost, Some(Cost::Edits(plan.edits.len())), "{seed}: {plan:?}");
                edits += 1;
            }
        }
        let found = rankings(&answer, concept, target, &everybody, Limits::default()).unwrap();
        if let Some(plan) = &found.plan {
            let cost = check(plan.changes.clone(), Some(Counted::Pairs));
            assert_eq!(cost, Some(Cost::Pairs(plan.cost)), "{seed}: {plan:?}");
            pairs += usize::from(plan.cost > 0);
        }
        for one in commitments(&answer, concept, target, Limits::default()).unwrap().found.iter().take(4) {
            assert_eq!(check(vec![one.change.clone()], None), None);
            bound += 1;
        }
    }
    assert!(edits > 60 && pairs > 30 && bound > 60, "{edits} {pairs} {bound}");
}

#[test]
fn too_many_completions_are_told_before_any_work() {
    let mut conflict = with_study(0).or_else(|| with_study(4)).or_else(|| with_study(8)).expect("one of them is small");
    let one = conflict.study.unknowns[0].clone();
    conflict.study.unknowns = (0..40).map(|place| Unknown { id: format!("u{place}"), ..one.clone() }).collect();
    let state = states(&conflict)[0].clone();
    let error = completions(&conflict, &CONCEPTS, &state, None, &mut go_on).expect_err("there are very many");
    assert!(matches!(error, CertifyError::TooManyCompletions { completions: Some(_), limit: 65_536 }), "{error}");
    assert!(error.to_string().contains("65536 at most"), "{error}");
    // What is possible is shown by one.
    let bundle = completions(&conflict, &CONCEPTS, &state, Some(&[vec![0; 40]]), &mut go_on).unwrap();
    verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{}", all[0]));
    let Some(Conclusion::Possible(asked) | Conclusion::NotNecessary(asked)) = bundle.conclusions.first() else {
        panic!("something is possible")
    };
    let mut bold = bundle.clone();
    bold.conclusions = vec![Conclusion::Necessary(asked.clone())];
    let rejections = verify(&conflict, &bold).expect_err("not all can be looked at");
    assert!(rejections[0].because.contains("too many to look at all"), "{}", rejections[0]);
}

#[test]
fn work_can_be_watched_and_cancelled() {
    let conflict = (0..).find_map(with_study).expect("some are small");
    let all = states(&conflict);
    let mut stop = |done, total| {
        assert!(done <= total);
        done < 2
    };
    let cancelled = |error| matches!(error, CertifyError::Cancelled { done: 2 });
    assert!(cancelled(hypergame(&conflict, &CONCEPTS, &all, &mut stop).unwrap_err()));
    assert!(cancelled(completions(&conflict, &CONCEPTS, &all[0], None, &mut stop).unwrap_err()));
    assert!(cancelled(propositions(&conflict, &Bounds::default(), &mut stop).unwrap_err()));
}
