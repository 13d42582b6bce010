//! Certificates of stability verdicts, findings on motion and what follows from them, and the checker that needs to believe nobody.
//!
//! A certificate is a file that proves verdicts and findings about a conflict. Whoever has the conflict and the certificate can
//! check it, and need not trust the program that found the verdicts: [`verify`] knows the plain meaning of moves and
//! preferences ([`detente_model::Meaning`]) and what each concept asks for ([`detente_model::Concept`]), and nothing
//! else. This crate never depends on an engine, and is small enough to be read in one sitting: [`Bundle`] is the file,
//! [`verify`] the checker.
//!
//! ```
//! use detente_proof::{Bundle, verify};
//! use detente_testkit::{Game, two_by_two};
//!
//! let dilemma = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
//! let digest = detente_model::digest(&dilemma);
//! // Row could defect (YN), but column would answer in kind (YY), and row likes that no better than where it was (NN).
//! let text = format!(
//!     r#"{{
//!         "format": "detente-certificate/1",
//!         "conflict": {{ "title": "A 2×2 game", "digest": "{digest}" }},
//!         "conventions": {{
//!             "replies": "legal-sequences", "sanction": "not-preferred", "return": "may-return", "credible": "stepwise"
//!         }},
//!         "closed_sets": [],
//!         "verdicts": [{{
//!             "concept": "gmr", "decision_maker": "row", "state": "NN", "verdict": "stable",
//!             "improvements": [{{ "to": "YN", "sanction": [{{ "by": "column", "to": "YY" }}] }}]
//!         }}]
//!     }}"#
//! );
//! let verified = verify(&dilemma, &Bundle::from_json(&text)?).expect("the proof holds");
//! assert_eq!(verified.to_string(), "1 verdict proved: GMR 1 stable, 0 unstable");
//! # Ok::<(), detente_proof::ProofError>(())
//! ```
//!
//! Write `i` for the decision maker, `s` for the state, `O` for the opponents of `i`.
//!
//! - **Stable** is proved by an answer to *every* improvement `y` of `i` from `s`: a legal sequence of `O` from `y` to
//!   a state `z` that `i` does not prefer to `s`. Where the concept asks for credible answers, each step is an
//!   improvement of its mover; where it asks for inescapable ones, no move of `i` from `z` leads to a state that `i`
//!   prefers to `s`. The checker lists the improvements and the moves from `z` itself.
//! - **Unstable** is proved by *one* improvement `y` and a closed set: all that `O` could reach from `y`, as pairs of a
//!   state and the decision maker who moved last. The set holds every first step of `O` from `y`, and with each pair
//!   every step that may follow it; and each of its states is one that `i` prefers to `s`, or can escape from to one
//!   that it prefers. Then no answer takes the gain away, however long it is. Where the concept lets no answer count,
//!   the improvement is proof enough.
//!
//! Findings ([`Finding`]) are proved in the same two ways: what is possible (a path to a goal, a joint improvement) by a
//! legal sequence, what is impossible by a set of pairs that legal sequences cannot leave and in which it does not occur.
//!
//! Verdicts and findings may be about a [`Form`] of the conflict: a variant, how a decision maker sees it, a completion of what is not known, or a plan. The checker makes each form
//! itself. [`Conclusion`]s have no proofs of their own: the checker sees that they follow from what has been proved in all the forms that matter.

#![forbid(unsafe_code)]

mod bundle;
mod check;
mod conclusion;
mod conventions;
mod finding;
mod form;

pub use bundle::{About, Answer, Bundle, ClosedSet, Format, Proof, ProofError, Reached, Step, Verdict};
pub use check::{InForm, MAX_COMPLETIONS, Rejection, Tally, Verified, verify};
pub use conclusion::{Conclusion, Cost, Stable};
pub use conventions::{CONVENTIONS, Convention, Conventions};
pub use finding::{Finding, Goal};
pub use form::{Form, FormOf, Plan};

use detente_model::{Conflict, State, Steps};

/// How a certificate writes a state: its name where states have names, otherwise its row of `Y` and `N` in the order of
/// the options.
///
/// # Panics
/// When `state` is not one of `conflict`.
pub fn state_text(conflict: &Conflict, state: &State) -> String {
    match (state, &conflict.named_states) {
        (State::Named(place), Some(named)) => named[*place].id.clone(),
        (State::Vector(vector), _) => vector.row(conflict.options.len()),
        (State::Named(_), None) => panic!("a named state in a conflict without named states"),
    }
}

/// How a certificate writes the kind of steps that the opponents may take.
pub fn steps_text(steps: Steps) -> &'static str {
    match steps {
        Steps::Moves => "moves",
        Steps::Improvements => "improvements",
    }
}
