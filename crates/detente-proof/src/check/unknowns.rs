//! What is not known: verdicts over all completions.
//!
//! The checker counts and makes the completions itself, one after the other, so that none can be left out.

use std::collections::BTreeMap;

use detente_model::{Completions, Concept, DmId, State};

use super::forms::{Proved, place};
use super::{Facts, InForm, Rejection, check_part};
use crate::{Bundle, FormOf};

/// So many completions are looked at.
pub const MAX_COMPLETIONS: u64 = 1 << 16;

/// What is claimed about the completions in which a verdict holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Necessary,
    NotNecessary,
    Possible,
    Impossible,
}

/// A claim, and what the completions looked at say to it.
pub(super) struct Asked {
    pub(super) claim: Claim,
    pub(super) concept: &'static Concept,
    pub(super) dms: Vec<DmId>,
    /// As a state of the conflict itself.
    pub(super) state: State,
    pub(super) holds: u64,
    pub(super) fails: u64,
    /// The first completion in which neither is proved.
    pub(super) open: Option<Vec<usize>>,
}

/// Checks the forms of completions in all of them, and the conclusions about completions.
pub(super) fn check(
    proved: &Proved, bundle: &Bundle, mut asked: Vec<(usize, Asked)>, summaries: &mut [InForm],
    rejections: &mut Vec<Rejection>,
) {
    // Rankings that are partly known take a while to list, and most certificates are not about them.
    if asked.is_empty() && !bundle.forms.iter().any(|form| matches!(form.form, FormOf::Completions(_))) {
        return;
    }
    let completions = Completions::new(proved.conflict, MAX_COMPLETIONS);
    let mut listed = listed(proved, &completions, bundle, rejections);
    if listed.len() as u64 > MAX_COMPLETIONS {
        let because = format!("it lists {} completions; at most {MAX_COMPLETIONS} are looked at", listed.len());
        rejections.push(Rejection { what: "the certificate".into(), because });
        return;
    }
    let first = vec![0; completions.sizes().len()];
    // Where only some can be looked at, they still may show what is possible.
    let all = !asked.is_empty() && completions.count().is_some() && completions.contains(&first);
    let mut some: Vec<Vec<usize>> = listed.keys().rev().map(|one| one.to_vec()).collect();
    let mut next = if all { Some(first) } else { some.pop() };
    while let Some(mut completion) = next {
        let made = match completions.make(&completion) {
            Ok(made) => made,
            Err(error) => {
                let because = format!("it leaves no conflict: {error}");
                return rejections.push(Rejection { what: format!("the completion {completion:?}"), because });
            }
        };
        let mut facts = Facts::default();
        if let Some(&index) = listed.get(completion.as_slice()) {
            let (form, before) = (&bundle.forms[index], rejections.len());
            let place = format!("{}, in {completion:?}, ", place(index, form));
            facts = check_part(&made, form.part(), &place, rejections);
            if rejections.len() > before {
                // One completion in which a form is rejected tells enough.
                listed.retain(|_, other| *other != index);
            }
            if summaries[index].verdicts + summaries[index].findings == 0 {
                summaries[index] = InForm::new(proved.conflict, &made, form.part(), &facts);
            }
        }
        for (_, asked) in &mut asked {
            let there = proved.bare.state_in(&made, &asked.state);
            // What is not feasible is not stable.
            match there.map_or(Some(false), |there| facts.stable(asked.concept, &asked.dms, &there)) {
                Some(true) => asked.holds += 1,
                Some(false) => asked.fails += 1,
                None => asked.open = asked.open.take().or_else(|| Some(completion.clone())),
            }
        }
        next = if all { completions.advance(&mut completion).then_some(completion) } else { some.pop() };
    }
    for (index, asked) in asked {
        if let Err(because) = asked.decide(&completions) {
            let what = format!("conclusion {index} ({})", bundle.conclusions[index]);
            rejections.push(Rejection { what, because });
        }
    }
}

/// The completions that forms name, each with the form.
fn listed<'b>(
    proved: &Proved, completions: &Completions, bundle: &'b Bundle, rejections: &mut Vec<Rejection>,
) -> BTreeMap<&'b [usize], usize> {
    let study = &proved.conflict.study;
    let mut listed: BTreeMap<&[usize], usize> = BTreeMap::new();
    for (index, form) in bundle.forms.iter().enumerate() {
        let FormOf::Completions(all) = &form.form else { continue };
        let wrong = if study.unknowns.is_empty() && study.orders.is_empty() {
            Some("the conflict file has no unknowns".to_string())
        } else if all.is_empty() {
            Some("it names no completion".to_string())
        } else if let Some(one) = all.iter().find(|one| !completions.contains(one)) {
            let sizes = completions.sizes();
            Some(format!(
                "{one:?} is no completion: it has a number for each unknown, and then for each ranking that is partly known, below {sizes:?}"
            ))
        } else {
            let twice = all.iter().find(|one| listed.insert(one, index).is_some());
            twice.map(|one| format!("{one:?} is listed twice"))
        };
        rejections.extend(wrong.map(|because| Rejection { what: place(index, form), because }));
    }
    listed
}

impl Asked {
    /// Whether the claim follows. Where the completions can be counted all of them have been looked at.
    fn decide(&self, completions: &Completions) -> Result<(), String> {
        let in_all = |kind: u64, other: u64, word: &str| match (completions.count(), &self.open) {
            (None, _) => {
                Err(format!("there are more than {} completions, too many to look at all", completions.more_than()))
            }
            (Some(0), _) => Err("an unknown has no alternative".into()),
            _ if other > 0 => Err(format!("there is a completion in which it is {word}")),
            (_, Some(open)) => Err(format!("nothing is proved about it in the completion {open:?}")),
            (Some(all), None) if kind == all => Ok(()),
            _ => Err("not all completions were looked at".into()),
        };
        let in_some = |kind: u64| if kind > 0 { Ok(()) } else { Err("no completion is proved to show it".to_string()) };
        match self.claim {
            Claim::Necessary => in_all(self.holds, self.fails, "not stable"),
            Claim::Impossible => in_all(self.fails, self.holds, "stable"),
            Claim::Possible => in_some(self.holds),
            Claim::NotNecessary => in_some(self.fails),
        }
    }
}
