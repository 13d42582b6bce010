//! The conclusions: that they follow from what has been proved.

use std::collections::HashSet;

use detente_model::{Change, Concept, Conflict, DmId, Image, Meaning, State, View};

use super::forms::{Made, Proved};
use super::unknowns::{Asked, Claim};
use super::verdicts::row;
use super::{Facts, Rejection};
use crate::{Bundle, Conclusion, Cost, FormOf, Stable};

/// Checks all conclusions but those about completions, and answers with these, by their places.
pub(super) fn check(proved: &Proved, bundle: &Bundle, rejections: &mut Vec<Rejection>) -> Vec<(usize, Asked)> {
    let mut asked = Vec::new();
    let mut told = HashSet::new();
    let pictures = Pictures::of(proved, bundle);
    let views = pictures.as_ref().map_err(Clone::clone).and_then(|pictures| Views::of(proved, pictures));
    for (index, conclusion) in bundle.conclusions.iter().enumerate() {
        let mut later = |claim, stable| proved.asked(claim, stable).map(|one| asked.push((index, one)));
        let checked = match conclusion {
            _ if !told.insert(conclusion) => Err("an earlier conclusion is the same".into()),
            Conclusion::Stabilised { form, concept, state, cost } => {
                let named = bundle.forms.get(*form).ok_or_else(|| format!("there is no form {form}"));
                named.and_then(|named| proved.stabilised(&named.form, concept, state, *cost))
            }
            Conclusion::HypergameEquilibrium { concept, state } => proved.hypergame(&views, concept, state, true),
            Conclusion::NotHypergameEquilibrium { concept, state } => proved.hypergame(&views, concept, state, false),
            Conclusion::Necessary(stable) => later(Claim::Necessary, stable),
            Conclusion::NotNecessary(stable) => later(Claim::NotNecessary, stable),
            Conclusion::Possible(stable) => later(Claim::Possible, stable),
            Conclusion::Impossible(stable) => later(Claim::Impossible, stable),
            Conclusion::Proposition { id, variant, holds } => proved.proposition(id, variant.as_deref(), *holds),
        };
        if let Err(because) = checked {
            rejections.push(Rejection { what: format!("conclusion {index} ({conclusion})"), because });
        }
    }
    asked
}

/// How each decision maker sees the conflict, with its changes to it; `None` for whoever sees it as it is.
struct Pictures(Vec<Option<(Conflict, Vec<Change>)>>);

impl Pictures {
    /// Made only where a conclusion needs them.
    fn of(proved: &Proved, bundle: &Bundle) -> Result<Self, String> {
        let needs = |conclusion: &Conclusion| {
            use Conclusion::{HypergameEquilibrium, NotHypergameEquilibrium};
            matches!(conclusion, HypergameEquilibrium { .. } | NotHypergameEquilibrium { .. })
        };
        if !bundle.conclusions.iter().any(needs) {
            return Ok(Pictures(Vec::new()));
        }
        let picture = |dm| {
            let changes = View::changes_of(&proved.conflict.study.views, dm);
            if changes.is_empty() {
                return Ok(None);
            }
            let of = &proved.conflict.dm(dm).id;
            let made = proved.bare.changed(&changes);
            let conflict = made.map_err(|error| format!("the view of {of:?} leaves no conflict: {error}"))?;
            Ok(Some((conflict, changes)))
        };
        proved.conflict.dm_ids().map(picture).collect::<Result<_, String>>().map(Pictures)
    }
}

/// The same, ready to be asked.
struct Views<'a> {
    truth: Meaning<'a>,
    seen: Vec<Option<(Meaning<'a>, &'a [Change])>>,
}

impl<'a> Views<'a> {
    fn of(proved: &'a Proved, pictures: &'a Pictures) -> Result<Self, String> {
        let one = |picture: &'a Option<(Conflict, Vec<Change>)>| match picture {
            None => Ok(None),
            Some((conflict, changes)) => Ok(Some((meaning(conflict)?, changes.as_slice()))),
        };
        Ok(Views { truth: meaning(&proved.bare)?, seen: pictures.0.iter().map(one).collect::<Result<_, String>>()? })
    }
}

impl Proved<'_> {
    fn stabilised(&self, form: &FormOf, concept: &str, state: &str, cost: Option<Cost>) -> Result<(), String> {
        let FormOf::Plan(_) = form else { return Err(format!("the form is no plan, but {form}")) };
        let Some(Made { conflict, start: Some(start), facts }) = self.made.get(form) else {
            return Err("it rests on a form that is rejected".into());
        };
        let (concept, state) = (self.concept(concept)?, state_of(conflict, state)?);
        let everybody: Vec<DmId> = conflict.dm_ids().collect();
        if facts.stable(concept, &everybody, &state) != Some(true) {
            return Err("it is not proved that the state is stable for every decision maker there".into());
        }
        let counted = match cost {
            None => return Ok(()),
            Some(Cost::Edits(_)) => start.edits_to(conflict).map(Cost::Edits),
            Some(Cost::Pairs(_)) => start.pairs_to(conflict).map_err(|error| error.to_string())?.map(Cost::Pairs),
        };
        match counted {
            Some(counted) if Some(counted) == cost => Ok(()),
            Some(counted) => Err(format!("the plan takes {counted}")),
            None => Err("the plan changes more than its cost counts".into()),
        }
    }

    /// Whether a state is a hypergame equilibrium: stable for each decision maker in the form that is its view.
    fn hypergame(
        &self, views: &Result<Views, String>, concept: &str, state: &str, claimed: bool,
    ) -> Result<(), String> {
        let Views { truth, seen } = views.as_ref().map_err(Clone::clone)?;
        let (concept, state) = (self.concept(concept)?, state_of(self.conflict, state)?);
        if !truth.is_feasible(&state) {
            return Err("there is no such state".into());
        }
        let mut open = None;
        for (dm, picture) in self.conflict.dm_ids().zip(seen) {
            let finds = match picture {
                None => self.facts.stable(concept, &[dm], &state),
                Some((picture, changes)) => match truth.image_in(picture, changes, &state) {
                    Image::None => Some(false),
                    Image::Itself(image) | Image::Another(image) => {
                        let form = FormOf::View(self.conflict.dm(dm).id.clone());
                        self.made.get(&form).and_then(|made| made.facts.stable(concept, &[dm], &image))
                    }
                },
            };
            match finds {
                Some(false) if claimed => return Err(format!("{:?} does not find it stable", self.conflict.dm(dm).id)),
                Some(false) => return Ok(()),
                Some(true) => {}
                None => open = open.or(Some(dm)),
            }
        }
        match open {
            None if claimed => Ok(()),
            None => Err("every decision maker finds it stable".into()),
            Some(dm) => {
                let who = &self.conflict.dm(dm).id;
                Err(format!("whether {who:?} finds it stable in its own picture is not proved"))
            }
        }
    }

    fn asked(&self, claim: Claim, Stable { concept, decision_maker, state }: &Stable) -> Result<Asked, String> {
        let dms = match decision_maker {
            Some(id) => {
                vec![self.conflict.dm_by_id(id).ok_or_else(|| format!("there is no decision maker {id:?}"))?]
            }
            None => self.conflict.dm_ids().collect(),
        };
        let (concept, state) = (self.concept(concept)?, state_of(self.conflict, state)?);
        Ok(Asked { claim, concept, dms, state, holds: 0, fails: 0, open: None })
    }

    pub(super) fn concept(&self, id: &str) -> Result<&'static Concept, String> {
        Concept::by_id(id).ok_or_else(|| format!("there is no concept {id:?}"))
    }

    /// What is proved about the conflict itself, or about a variant.
    pub(super) fn facts_of(&self, variant: Option<&str>) -> Option<&Facts> {
        match variant {
            None => Some(&self.facts),
            Some(id) => self.made.get(&FormOf::Variant(id.into())).map(|made| &made.facts),
        }
    }
}

pub(super) fn meaning(conflict: &Conflict) -> Result<Meaning<'_>, String> {
    Meaning::new(conflict).map_err(|error| format!("the conflict is too large: {error}"))
}

/// The state of a text, whether or not it is feasible.
fn state_of(conflict: &Conflict, text: &str) -> Result<State, String> {
    let state = match &conflict.named_states {
        Some(named) => named.iter().position(|named| named.id == text).map(State::Named),
        None => row(text, conflict.options.len()).map(State::Vector),
    };
    state.ok_or_else(|| format!("{text:?} is no state of the conflict"))
}
