//! Hypergame equilibria: verdicts in the views of decision makers.

use std::collections::BTreeMap;

use detente_model::{Change, Concept, Conflict, DmId, Meaning, State, View};
use detente_proof::{Bundle, Conclusion, Form, FormOf, Verdict, state_text};

use super::verdicts::{Verdicts, is_stable};
use super::{CertifyError, Request};

/// A picture of the conflict, with those who see it so.
struct Picture {
    /// Whose view it is; `None` for the conflict as it is.
    of: Option<DmId>,
    changes: Vec<Change>,
    conflict: Conflict,
}

/// A verdict that is held back until the state turns out to be a hypergame equilibrium: in which picture, and what.
type Held = (usize, Request, Verdict);

/// Proves of each of some states whether it is a hypergame equilibrium, under each concept: of one that is, that each decision maker finds it stable for itself in its own
/// picture; of another that one does not.
///
/// `progress` is called after each question put to a picture, with the number of those answered and of all; when it returns `false`, the work is given up.
///
/// # Errors
/// See [`CertifyError`]; nothing is certified then.
pub fn hypergame(
    conflict: &Conflict, concepts: &[&'static Concept], states: &[State],
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Bundle, CertifyError> {
    let bare = conflict.bare();
    let mut pictures = vec![Picture { of: None, changes: Vec::new(), conflict: bare.clone() }];
    let mut picture_of = Vec::new();
    for dm in conflict.dm_ids() {
        let changes = View::changes_of(&conflict.study.views, dm);
        if changes.is_empty() {
            picture_of.push(0);
            continue;
        }
        let seen = bare
            .changed(&changes)
            .map_err(|error| CertifyError::Form { form: format!("the view of {}", conflict.dm(dm).id), error })?;
        picture_of.push(pictures.len());
        pictures.push(Picture { of: Some(dm), changes, conflict: seen });
    }
    let meanings: Vec<Meaning> =
        pictures.iter().map(|picture| Meaning::new(&picture.conflict)).collect::<Result<_, _>>()?;
    let mut verdicts: Vec<Verdicts> = meanings.iter().map(Verdicts::new).collect();
    // The decision maker first: the prover remembers what the opponents of one at a time can do.
    let mut held: BTreeMap<(usize, &State), Option<Vec<Held>>> = BTreeMap::new();
    let total = conflict.decision_makers.len() * states.len() * concepts.len();
    let mut done = 0;
    for dm in conflict.dm_ids() {
        let picture = picture_of[dm.index()];
        for state in states {
            let image = meanings[0].image_in(&meanings[picture], &pictures[picture].changes, state).state();
            for &concept in concepts {
                done += 1;
                let so_far = held.entry((concept.index(), state)).or_insert_with(|| Some(Vec::new()));
                if let Some(list) = so_far {
                    // A state that is not in somebody's picture is none that it would stay at.
                    let found = match &image {
                        None => None,
                        Some(image) => {
                            let request = Request { concept, dm, state: image.clone() };
                            let verdict = verdicts[picture].find(&request)?;
                            Some((request, verdict))
                        }
                    };
                    match found {
                        Some((request, verdict)) if is_stable(&verdict) => list.push((picture, request, verdict)),
                        Some((request, verdict)) => {
                            verdicts[picture].write(&request, verdict);
                            *so_far = None;
                        }
                        None => *so_far = None,
                    }
                }
                if !progress(done, total) {
                    return Err(CertifyError::Cancelled { done });
                }
            }
        }
    }
    let mut bundle = Bundle::of(conflict);
    for state in states {
        for &concept in concepts {
            let (id, text) = (concept.id.to_string(), state_text(conflict, state));
            bundle.conclusions.push(match held.get_mut(&(concept.index(), state)).and_then(Option::take) {
                Some(list) => {
                    for (picture, request, verdict) in list {
                        verdicts[picture].write(&request, verdict);
                    }
                    Conclusion::HypergameEquilibrium { concept: id, state: text }
                }
                None => Conclusion::NotHypergameEquilibrium { concept: id, state: text },
            });
        }
    }
    for (picture, verdicts) in pictures.iter().zip(verdicts) {
        let (closed_sets, verdicts) = verdicts.written();
        match picture.of {
            None => (bundle.closed_sets, bundle.verdicts) = (closed_sets, verdicts),
            Some(_) if verdicts.is_empty() => {}
            Some(dm) => {
                let form = FormOf::View(conflict.dm(dm).id.clone());
                bundle.forms.push(Form { form, closed_sets, verdicts, findings: Vec::new() });
            }
        }
    }
    Ok(bundle)
}
