//! Plans that make a state an equilibrium, as the inverse analysis finds them.

use std::collections::BTreeSet;

use detente_model::write::{self, WriteError};
use detente_model::{Change, Concept, Conflict, Meaning, State, read};
use detente_proof::{Bundle, Conclusion, Cost, Form, FormOf, state_text};

use super::CertifyError;
use super::verdicts::Verdicts;

/// Changes that make a state an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The state, as one of the conflict that the plan starts from.
    pub state: State,
    /// The changes.
    pub changes: Vec<Change>,
    /// What its cost is counted in, if it is.
    pub counted: Option<Counted>,
}

/// What the cost of a plan is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Edits of statements.
    Edits,
    /// Pairs of states that are compared otherwise.
    Pairs,
}

/// Proves of each of some plans that it makes its state an equilibrium under `concept`. The plans are changes to `start`: the conflict `base` itself, or its variant of this id. A plan
/// that comes to the same as an earlier one is left out. That no plan costs less is not proved.
///
/// # Errors
/// When a plan cannot be made or written down, or does not do what it should; and those of the search.
pub fn plans(
    base: &Conflict, variant: Option<&str>, start: &Conflict, concept: &'static Concept, plans: &[Plan],
) -> Result<Bundle, CertifyError> {
    let mut bundle = Bundle::of(base);
    let mut seen = BTreeSet::new();
    for Plan { state, changes, counted } in plans {
        let text = write::changes(start, changes).map_err(CertifyError::Write)?;
        if !seen.insert(text.clone()) {
            continue;
        }
        let form = |error| CertifyError::Form { form: "the plan".into(), error };
        // What the checker will have: the ids of added statements may be others.
        let read = read::changes(start, &text).map_err(|_| CertifyError::Write(WriteError::Otherwise))?;
        let made = start.changed(&read).map_err(form)?;
        let there = start.state_in(&made, state).ok_or(CertifyError::NoEquilibrium)?;
        let meaning = Meaning::new(&made)?;
        let mut verdicts = Verdicts::new(&meaning);
        if !verdicts.equilibrium(concept, &there)? {
            return Err(CertifyError::NoEquilibrium);
        }
        let (closed_sets, verdicts) = verdicts.written();
        let cost = match counted {
            None => None,
            Some(Counted::Edits) => start.edits_to(&made).map(Cost::Edits),
            Some(Counted::Pairs) => start.pairs_to(&made)?.map(Cost::Pairs),
        };
        bundle.conclusions.push(Conclusion::Stabilised {
            form: bundle.forms.len(),
            concept: concept.id.into(),
            state: state_text(&made, &there),
            cost,
        });
        let plan = detente_proof::Plan { variant: variant.map(Into::into), changes: text };
        bundle.forms.push(Form { form: FormOf::Plan(plan), closed_sets, verdicts, findings: Vec::new() });
    }
    Ok(bundle)
}
