//! The forms: each is made by the checker itself, and what the certificate says about it is checked there.

use std::collections::{BTreeMap, BTreeSet};

use detente_model::{Conflict, View, read};

use super::{Facts, InForm, Rejection, check_part, conclusions, unknowns};
use crate::{Bundle, Form, FormOf, Plan};

/// A form that has been made, and what is proved about it.
pub(super) struct Made {
    pub(super) conflict: Conflict,
    /// What a plan is made to: the conflict itself, or a variant.
    pub(super) start: Option<Conflict>,
    pub(super) facts: Facts,
}

/// What all parts of a certificate prove, for its conclusions.
pub(super) struct Proved<'c> {
    pub(super) conflict: &'c Conflict,
    /// The conflict without what is said about it: what forms are made of.
    pub(super) bare: Conflict,
    /// About the conflict itself.
    pub(super) facts: Facts,
    /// About variants, views and plans.
    pub(super) made: BTreeMap<FormOf, Made>,
}

/// Checks all forms, and then the conclusions.
pub(super) fn check(
    conflict: &Conflict, facts: Facts, bundle: &Bundle, rejections: &mut Vec<Rejection>,
) -> Vec<InForm> {
    let mut proved = Proved { conflict, bare: conflict.bare(), facts, made: BTreeMap::new() };
    let mut summaries = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, form) in bundle.forms.iter().enumerate() {
        let place = place(index, form);
        let mut summary = InForm { verdicts: 0, findings: 0, tallies: Vec::new() };
        let made = match () {
            () if form.verdicts.is_empty() && form.findings.is_empty() => Err("nothing is proved about it".into()),
            () if !seen.insert(&form.form) => Err("an earlier form is the same".into()),
            // Those of completions are checked in all of them, further down.
            () if matches!(form.form, FormOf::Completions(_)) => Ok(None),
            () => proved.make(&form.form).map(Some),
        };
        match made {
            Ok(Some((start, made))) => {
                let facts = check_part(&made, form.part(), &format!("{place}, "), rejections);
                summary = InForm::new(conflict, &made, form.part(), &facts);
                proved.made.insert(form.form.clone(), Made { conflict: made, start, facts });
            }
            Ok(None) => {}
            Err(because) => rejections.push(Rejection { what: place, because }),
        }
        summaries.push(summary);
    }
    let concluded = conclusions::check(&proved, bundle, rejections);
    unknowns::check(&proved, bundle, concluded, &mut summaries, rejections);
    summaries
}

/// How rejections name a form.
pub(super) fn place(index: usize, form: &Form) -> String {
    format!("form {index} ({})", form.form)
}

impl Proved<'_> {
    /// Makes a form; of a plan what it is made to as well.
    fn make(&self, form: &FormOf) -> Result<(Option<Conflict>, Conflict), String> {
        match form {
            FormOf::Variant(id) => self.variant(id).map(|made| (None, made)),
            FormOf::View(of) => {
                let dm = self.conflict.dm_by_id(of).ok_or_else(|| format!("there is no decision maker {of:?}"))?;
                let changes = View::changes_of(&self.conflict.study.views, dm);
                if changes.is_empty() {
                    return Err(format!("{of:?} has no view of its own: it sees the conflict as it is"));
                }
                let made = self.bare.changed(&changes);
                made.map(|made| (None, made)).map_err(|error| format!("it leaves no conflict: {error}"))
            }
            FormOf::Plan(Plan { variant, changes }) => {
                let start = match variant {
                    Some(id) => self.variant(id)?,
                    None => self.bare.clone(),
                };
                let changes = read::changes(&start, changes)
                    .map_err(|all| format!("its changes cannot be read: {}", all[0].message))?;
                let made = start.changed(&changes).map_err(|error| format!("it leaves no conflict: {error}"))?;
                Ok((Some(start), made))
            }
            FormOf::Completions(_) => Err("there are several".into()),
        }
    }

    /// A variant of the conflict file.
    pub(super) fn variant(&self, id: &str) -> Result<Conflict, String> {
        let variant = self.conflict.study.variants.iter().find(|variant| variant.id == id);
        let variant = variant.ok_or_else(|| format!("there is no variant {id:?}"))?;
        self.bare.changed(&variant.changes).map_err(|error| format!("it leaves no conflict: {error}"))
    }
}
