//! If their priorities were otherwise: the fewest edits of statements.

use detente_analysis::stabilise::{Edit, StatementPlan, Statements};
use detente_model::{Change, Provenance};

use super::{Stabilise, or_list};
use crate::advice::Advice;
use crate::document::{Document, Item, Rich, Tone};
use crate::pages::overview::ordinal;
use crate::words::number;

impl Stabilise<'_, '_> {
    pub(super) fn statements_section(&self, page: &mut Document, found: &Statements) {
        page.heading("If their priorities were otherwise", Rich::toned(Tone::Quiet, self.of(&found.vary)));
        if found.vary.is_empty() {
            page.paragraph("None of them has a list of statements to edit.");
            return;
        }
        if found.target != self.target && !found.plans.is_empty() {
            page.paragraph(
                Rich::from("The wanted state that needs the fewest is ").join(self.state(found.target)).plain("."),
            );
        }
        let kinds = kinds(found);
        match found.plans.first() {
            None if found.complete_to == 0 => {
                page.paragraph(format!(
                    "The search ended before every single edit ({kinds}) had been tried; {}.",
                    Advice::Work.words(self.surface)
                ));
            }
            None => page.paragraph(format!(
                "No {} would do ({kinds}); all were tried. {}.",
                match found.complete_to {
                    1 => "single edit".to_string(),
                    n => format!("combination of up to {n} edits"),
                },
                match found.cut {
                    true => format!("The search ended there; {}", Advice::Work.words(self.surface)),
                    false => format!("More together might; {}", Advice::Edits.words(self.surface)),
                }
            )),
            Some(plan) if plan.edits.is_empty() => page.paragraph("Nothing has to change."),
            Some(plan) => {
                page.paragraph(self.how_many(found, plan.edits.len(), &kinds));
                let mut items = Vec::new();
                for plan in found.plans.iter().take(self.limit) {
                    items.push(Item::new("●", self.edits_words(plan)));
                }
                page.items(items);
            }
        }
    }

    /// A plan in words: "China no longer cares for c1 (…); and …".
    pub fn edits_words(&self, plan: &StatementPlan) -> String {
        plan.edits.iter().map(|edit| self.edit(edit)).collect::<Vec<_>>().join("; and ")
    }

    fn how_many(&self, found: &Statements, edits: usize, kinds: &str) -> String {
        format!(
            "{} ({kinds}), and no fewer; {} to do it{}:",
            match edits {
                1 => "One edit would do".to_string(),
                n => format!("{n} edits together would do"),
            },
            match found.total {
                1 => "there is one way".to_string(),
                n => format!("there are {} ways", number(n)),
            },
            match found.total as usize > self.limit {
                true => format!(", of which {} are shown{}", self.limit, Advice::MorePlans.words(self.surface)),
                false => String::new(),
            }
        )
    }

    fn edit(&self, edit: &Edit) -> String {
        let conflict = self.answer.conflict;
        let who = &conflict.dm(edit.dm).name;
        let text = edit.statement.that.text(conflict);
        let id = format!("{} ({text}{})", edit.statement.id, self.ground(&edit.statement.provenance));
        let place = |at: usize| ordinal(at as u32 + 1);
        match &edit.change {
            Change::Drop { .. } => format!("{who} no longer cares for {id}"),
            Change::Negate { .. } => format!("{who} wants the opposite of {id}"),
            Change::Move { to, .. } => {
                let way = if *to < edit.from { "up" } else { "down" };
                format!("{who} moves {id} {way} from {} to {} place", place(edit.from), place(*to))
            }
            _ => format!("{who} also wants {text}, in {} place", place(edit.from)),
        }
    }

    /// Why a statement is in the conflict, where the file says so.
    fn ground(&self, provenance: &Provenance) -> String {
        let Some(basis) = provenance.basis else { return String::new() };
        let claims: Vec<&str> =
            provenance.cites.iter().map(|claim| self.answer.conflict.claims[claim.index()].id.as_str()).collect();
        let claims = if claims.is_empty() { String::new() } else { format!(", {}", claims.join(" ")) };
        format!("; {}{claims}", basis.word())
    }
}

fn kinds(found: &Statements) -> String {
    let mut kinds = Vec::new();
    for (tried, word) in [
        (found.kinds.drop, "dropped"),
        (found.kinds.negate, "turned into its opposite"),
        (found.kinds.shift, "moved to any place"),
        (found.kinds.add, "added (one option on, or off)"),
    ] {
        if tried {
            kinds.push(word.to_string());
        }
    }
    format!("a statement {}", or_list(&kinds))
}
