//! Every case of the catalogue: its published results, and the proofs of all its verdicts.

mod support;

use detente_analysis::unknowns::{self, How};
use detente_analysis::views::Hypergame;
use detente_analysis::{Answer, ask, certify, published};
use detente_engine::{Control, EngineKind, NashSettings, Settings, nash_search};
use detente_model::concept::NASH;
use detente_model::{CONCEPTS, Conflict, Meaning, Proposition, State};
use detente_proof::{Bundle, Conclusion, Stable, verify};
use support::repository;

fn cases() -> Vec<(String, Conflict)> {
    let mut cases: Vec<(String, Conflict)> = std::fs::read_dir(repository("catalogue"))
        .expect("the catalogue is there")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let id = path.file_name()?.to_str()?.strip_suffix(".toml")?.to_string();
            let reading = detente_model::read::read_bytes(&std::fs::read(&path).expect("the file can be read"));
            assert!(reading.diagnostics.is_empty(), "{id}: {:#?}", reading.diagnostics);
            Some((id, reading.conflict.expect("a file without complaints is a conflict")))
        })
        .collect();
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    cases
}

#[test]
fn every_published_result_is_reproduced_or_the_difference_is_explained() {
    let mut compared = 0;
    for (id, conflict) in cases() {
        let answer = Answer::new(&conflict, &Settings::default(), &Control::none()).expect("cases are small");
        assert!(!conflict.published.is_empty(), "{id} has no published result");
        for comparison in published::compare(&answer) {
            compared += 1;
            assert!(!comparison.finding.is_failure(), "{id}: {comparison:?}");
        }
    }
    assert!(compared >= 100, "only {compared} results were compared");
}

#[test]
fn the_checker_accepts_the_proof_of_every_verdict_of_every_case_and_they_agree_with_the_engine() {
    for (id, conflict) in cases() {
        let meaning = Meaning::new(&conflict).expect("cases are small");
        let requests = certify::all_requests(&conflict).expect("cases are small");
        let bundle = certify::certify(&meaning, &requests, &mut |_, _| true).expect("cases are small");
        // Through the file format, as a reader would have it.
        let bundle = detente_proof::Bundle::from_json(&bundle.to_json()).expect("a certificate can be read");
        let verified =
            detente_proof::verify(&conflict, &bundle).unwrap_or_else(|rejected| panic!("{id}: {rejected:?}"));
        assert_eq!(verified.verdicts, requests.len(), "{id}");
        let answer = Answer::new(&conflict, &Settings::default(), &Control::none()).expect("cases are small");
        for tally in &verified.tallies {
            let ours: Vec<_> =
                answer.solution.equilibria(tally.concept).iter().map(|place| answer.solution.state(place)).collect();
            assert_eq!(tally.equilibria, ours, "{id}, {}", tally.concept.name);
        }
    }
}

#[test]
fn every_engine_gives_the_same_answer_on_every_case() {
    let mut by_sets = 0;
    for (id, conflict) in cases() {
        let solve = |engine| {
            let settings = Settings { engine: Some(engine), ..Settings::default() };
            detente_engine::analyse(&conflict, &settings, &Control::none()).expect("cases are small")
        };
        if conflict.named_states.is_some() {
            // States of several combinations, or without any: only the graph engine has them.
            continue;
        }
        by_sets += 1;
        let graph = solve(EngineKind::Graph);
        for engine in [EngineKind::Dense, EngineKind::Sparse, EngineKind::Symbolic] {
            let other = solve(engine);
            assert_eq!(graph.states(), other.states(), "{id}");
            for concept in CONCEPTS {
                for dm in conflict.dm_ids() {
                    assert_eq!(
                        graph.stable(concept, dm),
                        other.stable(concept, dm),
                        "{id}, {engine:?}, {}",
                        concept.name
                    );
                }
            }
        }
        let found = nash_search(&conflict, &NashSettings::default(), &Control::none()).expect("it is in option form");
        let listed: Vec<State> = graph.equilibria(&NASH).iter().map(|place| graph.state(place)).collect();
        assert!(found.complete(), "{id}");
        assert_eq!(found.equilibria.into_iter().map(State::Vector).collect::<Vec<_>>(), listed, "{id}");
    }
    assert!(by_sets >= 8, "only {by_sets} cases are in option form");
}

/// Through the file format, as a reader would have it.
fn verified(id: &str, conflict: &Conflict, bundle: &Bundle) -> Bundle {
    let bundle = Bundle::from_json(&bundle.to_json()).expect("a certificate can be read");
    verify(conflict, &bundle).unwrap_or_else(|rejected| panic!("{id}: {rejected:?}"));
    bundle
}

fn text(conflict: &Conflict, state: &State) -> String {
    detente_proof::state_text(conflict, state)
}

#[test]
fn the_answers_to_all_propositions_are_proved_in_every_variant_that_they_name() {
    let mut proved = 0;
    for (id, conflict) in cases() {
        let study = &conflict.study;
        let bounds = ask::Bounds::default();
        let (bundle, unproved) = certify::propositions(&conflict, &bounds, &mut |_, _| true).expect("cases are small");
        assert_eq!(unproved, [], "{id}");
        if study.propositions.is_empty() {
            continue;
        }
        let drawn = verified(&id, &conflict, &bundle).conclusions;
        let answers = ask::answer_propositions(&conflict, &study.variants, &study.propositions, &bounds, &|| false);
        let conclusion = |proposition: &Proposition, variant: Option<&String>, holds| Conclusion::Proposition {
            id: proposition.id.clone(),
            variant: variant.cloned(),
            holds,
        };
        for (proposition, answered) in study.propositions.iter().zip(answers) {
            let here = conclusion(proposition, None, answered.verdict.expect("an answer").holds);
            assert!(drawn.contains(&here), "{id}: {here:?}");
            for (variant, holds) in answered.in_variants {
                let there = conclusion(proposition, Some(&variant), holds.expect("an answer"));
                assert!(drawn.contains(&there), "{id}: {there:?}");
            }
        }
        proved += drawn.len();
    }
    assert!(proved >= 120, "{proved}");
}

#[test]
fn all_hypergame_equilibria_are_proved_and_that_there_are_no_others() {
    let mut proved = 0;
    for (id, conflict) in cases().into_iter().filter(|(_, conflict)| !conflict.study.views.is_empty()) {
        let game = Hypergame::new(&conflict, &conflict.study.views, &Settings::default(), &Control::none())
            .expect("cases are small");
        let states: Vec<State> = (0..game.solution.states()).map(|place| game.solution.state(place)).collect();
        let bundle = certify::hypergame(&conflict, &CONCEPTS, &states, &mut |_, _| true).expect("cases are small");
        let drawn = verified(&id, &conflict, &bundle).conclusions;
        for concept in CONCEPTS {
            let ours: Vec<String> =
                game.equilibria(concept).iter().map(|found| text(&conflict, &states[found.place])).collect();
            let theirs: Vec<String> = drawn
                .iter()
                .filter_map(|one| match one {
                    Conclusion::HypergameEquilibrium { concept: of, state } if of == concept.id => Some(state.clone()),
                    _ => None,
                })
                .collect();
            assert_eq!(ours, theirs, "{id}, {}", concept.name);
            proved += theirs.len();
        }
        assert_eq!(drawn.len(), states.len() * CONCEPTS.len());
    }
    assert!(proved >= 200, "{proved}");
}

#[test]
fn what_is_necessary_and_what_is_possible_is_proved() {
    let mut proved = 0;
    for (id, conflict) in cases() {
        let unknowns = &conflict.study.unknowns;
        if unknowns.is_empty() && conflict.study.orders.is_empty() {
            continue;
        }
        let how = How::All { limit: unknowns::MAX_COMPLETIONS };
        let completed = unknowns::complete(&conflict, unknowns, &Settings::default(), how, &Control::none())
            .expect("cases are small");
        // Every state of the small cases, and of the others the status quo and one that may be an equilibrium.
        let count = unknowns::completions(&conflict, unknowns).expect("they can be counted") as usize;
        let small = completed.states.len() * count <= 4000;
        let may_last = |state: &&State| {
            let place = completed.place(state).expect("it is one of them");
            completed.tally(CONCEPTS[0], None, place).verdict == unknowns::Verdict::Possible
        };
        let states = match &conflict.status_quo {
            Some(state) if !small => {
                [state].into_iter().chain(completed.states.iter().find(may_last)).cloned().collect()
            }
            _ => completed.states.clone(),
        };
        for state in states {
            let bundle =
                certify::completions(&conflict, &CONCEPTS, &state, None, &mut |_, _| true).expect("cases are small");
            let drawn = verified(&id, &conflict, &bundle).conclusions;
            let place = completed.place(&state).expect("it is one of them");
            for concept in CONCEPTS {
                for who in conflict.dm_ids().map(Some).chain([None]) {
                    let stable = Stable {
                        concept: concept.id.into(),
                        decision_maker: who.map(|dm| conflict.dm(dm).id.clone()),
                        state: text(&conflict, &state),
                    };
                    let expected = match completed.tally(concept, who, place).verdict {
                        unknowns::Verdict::Necessary => vec![Conclusion::Necessary(stable)],
                        unknowns::Verdict::Impossible => vec![Conclusion::Impossible(stable)],
                        _ => vec![Conclusion::Possible(stable.clone()), Conclusion::NotNecessary(stable)],
                    };
                    assert!(expected.iter().all(|one| drawn.contains(one)), "{id}: {expected:?}");
                    proved += expected.len();
                }
            }
        }
    }
    assert!(proved >= 2000, "{proved}");
}

#[test]
fn the_published_story_of_elmira_and_its_coalitions_comes_out() {
    let (_, elmira) = cases().into_iter().find(|(id, _)| id == "elmira").expect("it is in the catalogue");
    let study = &elmira.study;
    let answered =
        ask::answer_propositions(&elmira, &study.variants, &study.propositions, &ask::Bounds::default(), &|| false);
    let verdicts: Vec<(&str, bool)> = study
        .propositions
        .iter()
        .zip(&answered)
        .map(|(proposition, answered)| (proposition.id.as_str(), answered.verdict.as_ref().expect("an answer").holds))
        .collect();
    assert_eq!(verdicts, [("jump", true), ("jump_alone", false), ("rests", false), ("appeal", false)]);
}
