//! A question of each kind, for tests of whoever asks them.

use super::Ask;

/// One question of each kind, all small, to the status quo where one is needed.
pub fn samples() -> Vec<Ask> {
    std::iter::successors(Some(first()), next).collect()
}

fn first() -> Ask {
    Ask::Why { state: None, dm: None, concept: Some("seq".into()) }
}

/// The question after this one. A kind that is not here is one that the compiler asks about.
fn next(ask: &Ask) -> Option<Ask> {
    let concepts = || vec!["nash".to_string()];
    Some(match ask {
        Ask::Why { .. } => Ask::Check,
        Ask::Check => Ask::Propositions,
        Ask::Propositions => Ask::Pivots {
            proposition: None,
            state: None,
            dm: None,
            concept: None,
            any_place: false,
            sets: 1,
            all_sizes: false,
            answers: 5_000,
        },
        Ask::Pivots { .. } => Ask::Compare { concepts: concepts() },
        Ask::Compare { .. } => Ask::Paths { state: None, by: "best".into(), to: None, limit: 20 },
        Ask::Paths { .. } => Ask::Coalitions { state: None, of: Vec::new(), limit: 3 },
        Ask::Coalitions { .. } => Ask::Stabilise {
            state: None,
            outcome: None,
            concept: "sseq".into(),
            by: "all".into(),
            vary: Vec::new(),
            edits: 1,
            add: false,
            limit: 5,
            work: 500,
        },
        Ask::Stabilise { .. } => Ask::Unknowns { state: None, completions: 100, sample: None, seed: 1, limit: 12 },
        Ask::Unknowns { .. } => Ask::Views { concepts: concepts(), limit: 12 },
        Ask::Views { .. } => Ask::Events,
        Ask::Events => return None,
    })
}
