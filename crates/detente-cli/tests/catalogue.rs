//! Every case of the catalogue: its published results, and the proofs of all its verdicts.

mod support;

use detente_analysis::{Answer, ask, certify, published};
use detente_engine::{Control, Settings};
use detente_model::{Conflict, Meaning};
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
