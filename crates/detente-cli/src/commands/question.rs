//! What a question to the prover is about, and why it may have no answer.

use detente_analysis::certify::CertifyError;
use detente_analysis::{Answer, find_state};
use detente_model::{Meaning, State};

use crate::exit::{self, Failure};

/// The state that somebody asks about; the status quo unless they say.
pub fn find(meaning: &Meaning, text: Option<&str>, answer: Option<&Answer>) -> Result<State, Failure> {
    match text {
        Some(text) => find_state(meaning, text, |place| {
            let solution = &answer?.solution;
            (place < solution.states()).then(|| solution.state(place))
        })
        .map_err(Failure::usage),
        None => meaning.conflict().status_quo.clone().ok_or_else(|| {
            Failure::usage("the conflict has no status quo: name a state (`detente states` lists them)")
        }),
    }
}

/// Why the prover gave no answer.
pub fn certify_failure(error: CertifyError) -> Failure {
    let code = match error {
        CertifyError::Cancelled { .. } => exit::INTERRUPTED,
        CertifyError::TooLarge { .. } | CertifyError::TooMany(_) | CertifyError::TooManyCompletions { .. } => {
            exit::TOO_LARGE
        }
        CertifyError::Unknown(_) => exit::USAGE,
        CertifyError::Form { .. } | CertifyError::Write(_) => exit::BAD_INPUT,
        CertifyError::NoEquilibrium => exit::FOUND_FAULT,
    };
    Failure::new(code, error)
}
