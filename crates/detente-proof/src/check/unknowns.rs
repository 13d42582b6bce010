//! What is not known: verdicts over all completions.
//!
//! The checker counts and makes the completions itself, one after the other, so that none can be left out.

use std::collections::BTreeMap;

use detente_model::{Concept, DmId, State, advance, completions};

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
    let unknowns = &proved.conflict.study.unknowns;
    let mut listed = listed(proved, bundle, rejections);
    if listed.len() as u64 > MAX_COMPLETIONS {
        let because = format!("it lists {} completions; at most {MAX_COMPLETIONS} are looked at", listed.len());
        rejections.push(Rejection { what: "the certificate".into(), because });
        return;
    }
    // Of a ranking that is partly known only one completion is made here, so what holds in all cannot be told.
    let count = completions(unknowns)
        .filter(|&count| count <= u128::from(MAX_COMPLETIONS) && proved.conflict.study.orders.is_empty());
    // Where only some can be looked at, they still may show what is possible.
    let all = !asked.is_empty() && count.is_some();
    let mut some: Vec<Vec<usize>> = listed.keys().rev().map(|one| one.to_vec()).collect();
    let mut next = if all { Some(vec![0; unknowns.len()]) } else { some.pop() };
    while let Some(mut completion) = next {
        let made = match proved.bare.completed(unknowns, &completion) {
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
        let places: Vec<usize> = (0..unknowns.len()).collect();
        let sizes: Vec<usize> = unknowns.iter().map(|unknown| unknown.alternatives.len()).collect();
        next = if all { advance(&mut completion, &places, &sizes).then_some(completion) } else { some.pop() };
    }
    for (index, asked) in asked {
        if let Err(because) = asked.decide(count) {
            let what = format!("conclusion {index} ({})", bundle.conclusions[index]);
            rejections.push(Rejection { what, because });
        }
    }
}

/// The completions that forms name, each with the form.
fn listed<'b>(proved: &Proved, bundle: &'b Bundle, rejections: &mut Vec<Rejection>) -> BTreeMap<&'b [usize], usize> {
    let unknowns = &proved.conflict.study.unknowns;
    let mut listed: BTreeMap<&[usize], usize> = BTreeMap::new();
    for (index, form) in bundle.forms.iter().enumerate() {
        let FormOf::Completions(all) = &form.form else { continue };
        let is_one = |one: &[usize]| {
            one.len() == unknowns.len() && one.iter().zip(unknowns).all(|(&at, u)| at < u.alternatives.len())
        };
        let wrong = if unknowns.is_empty() {
            Some("the conflict file has no unknowns".to_string())
        } else if all.is_empty() {
            Some("it names no completion".to_string())
        } else if let Some(one) = all.iter().find(|one| !is_one(one)) {
            Some(format!("{one:?} is no completion: for each unknown it has the place of an alternative"))
        } else {
            let twice = all.iter().find(|one| listed.insert(one, index).is_some());
            twice.map(|one| format!("{one:?} is listed twice"))
        };
        rejections.extend(wrong.map(|because| Rejection { what: place(index, form), because }));
    }
    listed
}

impl Asked {
    /// Whether the claim follows. `all` is how many completions there are, where all have been looked at.
    fn decide(&self, all: Option<u128>) -> Result<(), String> {
        let in_all = |kind: u64, other: u64, word: &str| match (all, &self.open) {
            (None, _) => Err(format!("there are more than {MAX_COMPLETIONS} completions, too many to look at all")),
            _ if other > 0 => Err(format!("there is a completion in which it is {word}")),
            (_, Some(open)) => Err(format!("nothing is proved about it in the completion {open:?}")),
            (Some(all), None) if u128::from(kind) == all => Ok(()),
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
