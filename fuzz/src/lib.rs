//! What holds of everything that the reader makes of a file, of every edit of one, and of every answer of the workbench.

pub mod edits;
pub mod requests;

use detente_model::read::{Reading, read_bytes};
use detente_model::{Conflict, Meaning, Severity, StateList, digest};

/// Reads `bytes` and checks what holds of every reading: a conflict comes out exactly where there is no error, and every place is
/// within the file and does not split a character.
pub fn read_lawfully(bytes: &[u8]) -> Reading {
    let reading = read_bytes(bytes);
    let errors = reading.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(reading.conflict.is_none(), errors, "a conflict comes out exactly where there is no error");
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    for diagnostic in &reading.diagnostics {
        assert!(!diagnostic.message.is_empty());
        assert!(diagnostic.help.as_ref().is_some_and(|help| !help.is_empty()), "a complaint says what to do");
        for span in std::iter::once(&diagnostic.span).chain(diagnostic.related.iter().map(|(span, _)| span)) {
            assert!(text.get(span.clone()).is_some(), "{span:?} is a place in the file: {diagnostic:?}");
        }
        diagnostic.line_and_column(text);
    }
    reading
}

/// Does with a conflict what can be done with a small one, and checks that its moves lead from state to state.
pub fn use_plainly(conflict: &Conflict) {
    if conflict.options.len() > 10 || conflict.decision_makers.len() > 8 {
        return;
    }
    assert!(digest(conflict).starts_with("sha256:"));
    detente_model::ledger::audit(conflict);
    detente_model::ledger::verify(conflict, |source| Some(source.title.clone().into_bytes()));
    let (Ok(meaning), Ok(list)) = (Meaning::new(conflict), StateList::new(conflict, 256)) else { return };
    assert!(!list.states().is_empty(), "a conflict has a state");
    for (place, state) in list.states().iter().enumerate().take(64) {
        assert!(meaning.is_feasible(state));
        assert_eq!(list.place(state), Some(place));
        for dm in conflict.dm_ids() {
            for end in meaning.moves(dm, state) {
                assert!(meaning.is_feasible(&end), "a move leads to a state");
                assert!(end != *state, "no move leads back at once");
                assert!(meaning.can_move(dm, state, &end), "what is listed as a move is one");
            }
            assert!(meaning.compare(dm, state, state).is_eq());
            let other = &list.states()[0];
            assert_eq!(meaning.compare(dm, state, other), meaning.compare(dm, other, state).reverse());
        }
    }
    if let Some(state) = &conflict.status_quo {
        assert!(meaning.is_feasible(state), "the status quo is feasible");
    }
}
