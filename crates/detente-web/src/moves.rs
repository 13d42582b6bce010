//! What can be done at a state: the moves, in words, and what each is worth to the mover.

use detente_analysis::motion::{self, Worth};
use detente_analysis::{Answer, choices};
use detente_model::State;
use detente_report::pages;

use crate::api::{MoveHere, Moves, StateHere};
use crate::doc::runs;
use crate::sketch::row;

/// The moves from a state.
pub fn moves(answer: &Answer, state: &State) -> Moves {
    let words = pages::Play { meaning: &answer.meaning, answer: Some(answer) };
    let offers = motion::offers(&answer.meaning, state, None);
    let one = |offer: &motion::Offer| MoveHere {
        by: offer.by.index(),
        to: here(answer, &offer.to),
        words: runs(&words.switches(state, offer.by, &offer.to)),
        worth: match offer.worth {
            Worth::Best => "best",
            Worth::Better => "better",
            Worth::Same => "same",
            Worth::Worse => "worse",
        }
        .into(),
    };
    Moves { at: here(answer, state), moves: offers.iter().map(one).collect() }
}

/// A state that somebody has come to.
pub fn here(answer: &Answer, state: &State) -> StateHere {
    let place = answer.solution.place(state);
    StateHere {
        name: place.map(|place| answer.name(place)).unwrap_or_default(),
        row: row(&choices(&answer.meaning, state)),
        text: match (state, &answer.conflict.named_states) {
            (State::Named(place), Some(named)) => named[*place].text.clone(),
            _ => None,
        },
        outcomes: place.map(|place| answer.outcomes_at(place).map(|o| o.id.clone()).collect()).unwrap_or_default(),
        status_quo: answer.conflict.status_quo.as_ref() == Some(state),
    }
}
