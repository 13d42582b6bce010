//! Questions whose answers are laid out as on the command line, and verdicts that are proved and checked.

use detente_analysis::certify::{CertifyError, Prover, Request, certify};
use detente_engine::Control;
use detente_proof::{Bundle, verify};
use detente_report::pages;

use detente_desk::ask::Ask;

use crate::api::{Answered, Problem, Verified, VerifyRequest};
use crate::doc::doc;
use crate::solve::{concepts, conflict, dms, problem, solve, state};

/// The search for the reasons of one verdict is given up beyond so many pairs of a state and who moved last.
const MAX_PAIRS: usize = 1 << 20;

/// The answer to a question.
pub fn ask(text: &str, variant: Option<&str>, ask: &Ask, control: &Control) -> Result<Answered, Problem> {
    let conflict = conflict(text, variant)?;
    let answer = solve(&conflict, control)?;
    match ask {
        Ask::Why { state: name, dm, concept } => {
            let state = state(&answer, name.as_deref())?;
            let mut prover = Prover::new(&answer.meaning).with_max_pairs(MAX_PAIRS);
            let mut verdicts = Vec::new();
            for dm in dms(&conflict, dm.as_deref())? {
                for concept in concepts(concept.as_deref())? {
                    if (control.cancelled)() {
                        return Err(problem("cancelled", "the work was cancelled"));
                    }
                    let request = Request { concept, dm, state: state.clone() };
                    let reasons = prover.reasons(&request).map_err(certify_problem)?;
                    verdicts.push((request, reasons));
                }
            }
            let page = pages::Why { meaning: &answer.meaning, answer: Some(&answer) }.page(&state, &verdicts);
            Ok(Answered { doc: doc(&page), notes: Vec::new(), plans: Vec::new() })
        }
        _ => Err(problem("bad_request", "this question cannot be asked here yet")),
    }
}

/// Proves verdicts, and has the proofs checked by the checker that knows no engine.
pub fn verified(request: &VerifyRequest, control: &Control) -> Result<Verified, Problem> {
    let conflict = conflict(&request.text, request.variant.as_deref())?;
    let answer = solve(&conflict, control)?;
    let state = state(&answer, Some(&request.state))?;
    let mut requests = Vec::new();
    for dm in dms(&conflict, request.dm.as_deref())? {
        for concept in concepts(request.concept.as_deref())? {
            requests.push(Request { concept, dm, state: state.clone() });
        }
    }
    let mut go_on = |_, _| !(control.cancelled)();
    let bundle = certify(&answer.meaning, &requests, &mut go_on).map_err(certify_problem)?;
    // The checker gets what a reader of the file would get: the text.
    let certificate = bundle.to_json();
    let read = Bundle::from_json(&certificate).map_err(|error| problem("bad_answer", error))?;
    match verify(&conflict, &read) {
        Ok(verified) => Ok(Verified { words: verified.to_string(), certificate }),
        Err(rejections) => Err(problem("rejected", &rejections[0])),
    }
}

fn certify_problem(error: CertifyError) -> Problem {
    let kind = match error {
        CertifyError::Cancelled { .. } => "cancelled",
        CertifyError::Unknown(_) => "not_found",
        CertifyError::TooLarge { .. } | CertifyError::TooMany(_) | CertifyError::TooManyCompletions { .. } => {
            "too_large"
        }
        CertifyError::Form { .. } => "bad_file",
        CertifyError::Write(_) | CertifyError::NoEquilibrium => "bad_answer",
    };
    problem(kind, error)
}
