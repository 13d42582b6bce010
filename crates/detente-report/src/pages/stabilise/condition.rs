//! The whole condition, decision maker by decision maker.

use detente_analysis::stabilise::{Condition, Requirement};

use super::{Stabilise, TOLD};
use crate::document::{Document, Item, Rich, Tone};

impl Stabilise<'_, '_> {
    pub(super) fn condition_section(&self, page: &mut Document, condition: &Condition) {
        let conflict = self.answer.conflict;
        page.heading("The whole condition", Rich::toned(Tone::Quiet, "necessary and sufficient"));
        let name = self.answer.name(condition.target);
        if condition.requirements.is_empty() {
            page.paragraph(format!("{name} is an equilibrium whatever anybody wants."));
            return;
        }
        let fixed = if condition.opponents_fixed { ", while its opponents want what they want now" } else { "" };
        let answers = match self.concept.sanction {
            None => "The states named are those that it could move to.",
            Some(_) => "The states named are those that it could move to, and those that the others could answer with.",
        };
        page.paragraph(format!(
            "{name} is an equilibrium exactly when all of these hold, each for one decision maker{fixed}. {answers} A tie is enough."
        ));
        let mut items = Vec::new();
        for dm in conflict.dm_ids() {
            let own: Vec<&Requirement> = condition.requirements.iter().filter(|one| one.dm == dm).collect();
            if own.is_empty() {
                continue;
            }
            let unmet = own.iter().filter(|one| !one.met).count();
            let state = match (unmet, own.len()) {
                (0, _) => Rich::toned(Tone::Good, "met"),
                (n, all) if n == all => Rich::toned(Tone::Bad, "not met"),
                (n, all) => Rich::toned(Tone::Bad, format!("{n} of {all} not met")),
            };
            let head = Rich::toned(Tone::Strong, conflict.dm(dm).name.as_str()).plain(": ").join(state);
            items.push(Item::new("●", head));
            // What is not met comes first, and its states are told.
            for met in [false, true] {
                let these: Vec<&Requirement> = own.iter().copied().filter(|one| one.met == met).collect();
                items.extend(self.requirements(&these, &name, met));
            }
        }
        page.items(items);
    }

    /// The requirements that are met, or those that are not.
    fn requirements(&self, these: &[&Requirement], name: &str, met: bool) -> Vec<Item> {
        let (mark, must) = if met { ("✓", "ranks") } else { ("✗", "must rank") };
        let mut items = Vec::new();
        let mut told: Vec<usize> = Vec::new();
        // Single alternatives of one state are one sentence.
        let simple = these.iter().filter(|one| one.alternatives.len() == 1);
        let mut simple: Vec<usize> = simple.flat_map(|one| one.alternatives[0].iter().copied()).collect();
        simple.sort_unstable();
        simple.dedup();
        if !simple.is_empty() {
            let text = format!("{must} {name} at least as high as {}", self.names(&simple, " and "));
            items.push(Item::new(mark, text).at(1));
            told.extend(&simple);
        }
        let complex: Vec<_> = these.iter().filter(|one| one.alternatives.len() > 1).collect();
        for one in complex.iter().take(TOLD) {
            let singles: Vec<usize> = one.alternatives.iter().filter(|all| all.len() == 1).map(|all| all[0]).collect();
            told.extend(&singles);
            let mut parts: Vec<String> = Vec::new();
            if !singles.is_empty() {
                let any = if singles.len() > 1 { "one of " } else { "" };
                parts.push(format!("{any}{}", self.names(&singles, " or ")));
            }
            let several = one.alternatives.iter().filter(|all| all.len() > 1);
            let more = several.clone().count();
            parts.extend(several.take(3).map(|all| format!("all of {}", self.names(all, " and "))));
            if more > 3 {
                parts.push(format!("all of one of {} more such lists (JSON has all)", more - 3));
            }
            items.push(Item::new(mark, format!("{must} {name} at least as high as {}", parts.join(", or "))).at(1));
        }
        if complex.len() > TOLD {
            items.push(Item::new("…", format!("and {} more of this kind (JSON has all).", complex.len() - TOLD)).at(1));
        }
        told.sort_unstable();
        told.dedup();
        if !met && told.len() <= TOLD {
            items.extend(told.iter().map(|&place| Item::new("–", self.state(place)).at(2)));
        }
        items
    }
}
