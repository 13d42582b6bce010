//! Necessary and possible: verdicts in the completions of what is not known.

use std::collections::HashMap;

use detente_model::{Completions, Concept, Conflict, DmId, Meaning, State};
use detente_proof::{Bundle, ClosedSet, Conclusion, Form, FormOf, MAX_COMPLETIONS, Stable, Verdict, state_text};

use super::verdicts::Verdicts;
use super::{CertifyError, Request};

/// How often a verdict holds, and how often it does not.
#[derive(Clone, Copy, Default)]
struct Tally {
    holds: u64,
    fails: u64,
}

/// The proofs about a completion, by which completions are put together.
type Proofs = (Vec<ClosedSet>, Vec<Verdict>);

/// Proves of a state what holds of it in the completions of what is not known of `conflict`, under each concept, for each decision maker and for all together: that it is necessary or
/// impossible, or that it is possible and not necessary.
///
/// All completions are looked at; where `some` are given, by their numbers ([`Completions`] up to [`MAX_COMPLETIONS`]), only these, and then nothing is said to be
/// necessary or impossible. A state that is not feasible in a completion is not
/// stable there.
///
/// `progress` is called after each completion with the number of those looked at and of all; when it returns `false`, the work is given up.
///
/// # Errors
/// [`CertifyError::TooManyCompletions`] before any work; otherwise see there. Nothing is certified then.
///
/// # Panics
/// Where `some` has numbers of no completion.
pub fn completions(
    conflict: &Conflict, concepts: &[&'static Concept], state: &State, some: Option<&[Vec<usize>]>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Bundle, CertifyError> {
    let all = Completions::new(conflict, MAX_COMPLETIONS);
    let total = match some {
        Some(some) => some.len() as u64,
        None => all.count().ok_or_else(|| CertifyError::TooManyCompletions {
            completions: crate::unknowns::completions(conflict, &conflict.study.unknowns),
            limit: all.more_than(),
        })?,
    };
    if total > MAX_COMPLETIONS {
        return Err(CertifyError::TooManyCompletions { completions: Some(total.into()), limit: MAX_COMPLETIONS });
    }
    let total = total as usize;
    let bare = all.bare();
    let mut bundle = Bundle::of(conflict);
    // For each concept: each decision maker, and then all together.
    let mut tallies = vec![vec![Tally::default(); conflict.decision_makers.len() + 1]; concepts.len()];
    let mut forms: Vec<(Vec<Vec<usize>>, Proofs)> = Vec::new();
    let mut form_of: HashMap<Proofs, usize> = HashMap::new();
    let mut completion = vec![0; all.sizes().len()];
    for done in 0..total {
        if let Some(some) = some {
            completion.clone_from(&some[done]);
        }
        let made = all
            .make(&completion)
            .map_err(|error| CertifyError::Form { form: format!("the completion {completion:?}"), error })?;
        let (proofs, stable) = proofs(bare, &made, concepts, state)?;
        for (tallies, stable) in tallies.iter_mut().zip(stable) {
            for (tally, stable) in tallies.iter_mut().zip(stable) {
                if stable { tally.holds += 1 } else { tally.fails += 1 }
            }
        }
        if !proofs.1.is_empty() {
            let form = *form_of.entry(proofs).or_insert_with_key(|proofs| {
                forms.push((Vec::new(), proofs.clone()));
                forms.len() - 1
            });
            forms[form].0.push(completion.clone());
        }
        if !progress(done + 1, total) {
            return Err(CertifyError::Cancelled { done: done + 1 });
        }
        if some.is_none() {
            all.advance(&mut completion);
        }
    }
    for (completions, (closed_sets, verdicts)) in forms {
        let form = FormOf::Completions(completions);
        bundle.forms.push(Form { form, closed_sets, verdicts, findings: Vec::new() });
    }
    for (&concept, tallies) in concepts.iter().zip(&tallies) {
        for (who, tally) in conflict.dm_ids().map(Some).chain([None]).zip(tallies) {
            bundle.conclusions.extend(concluded(conflict, concept, who, state, *tally, some.is_none()));
        }
    }
    Ok(bundle)
}

/// The proofs about one completion, and for each concept whether the state is stable: for each decision maker, and then for all together.
fn proofs(
    base: &Conflict, made: &Conflict, concepts: &[&'static Concept], state: &State,
) -> Result<(Proofs, Vec<Vec<bool>>), CertifyError> {
    let dms = made.decision_makers.len();
    let Some(there) = base.state_in(made, state) else {
        return Ok((Proofs::default(), vec![vec![false; dms + 1]; concepts.len()]));
    };
    let meaning = Meaning::new(made)?;
    let mut verdicts = Verdicts::new(&meaning);
    let mut stable = vec![Vec::with_capacity(dms + 1); concepts.len()];
    for dm in made.dm_ids() {
        for (&concept, stable) in concepts.iter().zip(&mut stable) {
            stable.push(verdicts.stable(&Request { concept, dm, state: there.clone() })?);
        }
    }
    for stable in &mut stable {
        stable.push(stable.iter().all(|&stable| stable));
    }
    Ok((verdicts.written(), stable))
}

fn concluded(
    conflict: &Conflict, concept: &Concept, who: Option<DmId>, state: &State, tally: Tally, all: bool,
) -> Vec<Conclusion> {
    let stable = Stable {
        concept: concept.id.into(),
        decision_maker: who.map(|dm| conflict.dm(dm).id.clone()),
        state: state_text(conflict, state),
    };
    match tally {
        Tally { fails: 0, .. } if all => vec![Conclusion::Necessary(stable)],
        Tally { holds: 0, .. } if all => vec![Conclusion::Impossible(stable)],
        Tally { holds, fails } => {
            let possible = (holds > 0).then(|| Conclusion::Possible(stable.clone()));
            let not_necessary = (fails > 0).then_some(Conclusion::NotNecessary(stable));
            possible.into_iter().chain(not_necessary).collect()
        }
    }
}
