//! Every verdict on every conflict of the catalogue is proved, and the proof survives being written and read.

use std::path::Path;

use detente_analysis::certify::{MAX_STATES_FOR_ALL, all_requests, certify};
use detente_model::{Meaning, StateList, read};
use detente_proof::{Bundle, verify};

#[test]
fn every_verdict_on_the_catalogue_is_proved() {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    let mut files: Vec<_> = std::fs::read_dir(catalogue).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    for file in files {
        let reading = read::read(&std::fs::read_to_string(&file).unwrap());
        let conflict = reading.conflict.unwrap_or_else(|| panic!("{}: {:?}", file.display(), reading.diagnostics));
        let meaning = Meaning::new(&conflict).unwrap();
        let bundle = certify(&meaning, &all_requests(&conflict).unwrap(), &mut |_, _| true).unwrap();
        let text = bundle.to_json();
        assert_eq!(Bundle::from_json(&text).as_ref(), Ok(&bundle));
        let verified = verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{}: {}", file.display(), all[0]));
        let states = StateList::new(&conflict, MAX_STATES_FOR_ALL).unwrap().states().len();
        for tally in &verified.tallies {
            assert_eq!(tally.equilibria.len() + tally.not_equilibria, states, "{}", file.display());
        }
    }
}
