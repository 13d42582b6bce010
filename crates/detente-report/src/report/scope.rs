//! What the report covers, by which conventions, and how to make it again.

use detente_proof::CONVENTIONS;

use super::{Inputs, Section};
use crate::document::{Item, Rich, Tone};
use crate::pages::{open_unknowns, without_ledger};
use crate::words::{and_list, count};
use detente_model::Basis;

pub(super) fn scope(inputs: Inputs) -> Section {
    let (overview, answer) = (inputs.overview, inputs.overview.answer);
    let conflict = answer.conflict;
    let mut section = Section::new("scope", "How far to trust this");
    section.paragraph(
        "What is computed follows from the model, and the model is what somebody made of the situation: who matters, what each can do, what each wants. The method is the Graph Model for Conflict Resolution (GMCR). It \
         says what could last and why; it gives no probabilities and no dates.",
    );
    let mut items = vec![Item::new(
        "Complete:",
        format!(
            "all {} were analysed for every decision maker (explicit engine, {}).",
            count(answer.solution.states(), "state", "states"),
            answer.solution.engine().word()
        ),
    )];
    if conflict.claims.is_empty() {
        items.push(Item::new("Basis:", without_ledger(conflict, overview.audit)));
    } else {
        let mut by_basis: Vec<String> = Basis::ALL
            .iter()
            .map(|&basis| (overview.audit.with_basis(Some(basis)).count(), basis.word()))
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        let unfounded = overview.audit.with_basis(None).count();
        if unfounded > 0 {
            by_basis.push(format!("{unfounded} on nothing"));
        }
        let elements = count(overview.audit.elements.len(), "element", "elements");
        items.push(Item::new("Basis:", format!("of {elements} of the model, {}.", and_list(&by_basis))));
        let disputed: Vec<String> =
            overview.audit.on_disputed(conflict).iter().map(|element| element.name.clone()).collect();
        if !disputed.is_empty() {
            items.push(Item::new(
                "Disputed:",
                Rich::toned(Tone::Warn, "on a disputed claim").plain(format!(" rest {}.", and_list(&disputed))),
            ));
        }
    }
    items.extend(open_unknowns(conflict).map(|sentence| Item::new("Not known:", sentence)));
    for convention in CONVENTIONS {
        let mut topic: Vec<char> = convention.topic.chars().collect();
        topic[0] = topic[0].to_ascii_uppercase();
        items.push(Item::new(format!("{}:", topic.into_iter().collect::<String>()), format!("{}.", convention.words)));
    }
    items.push(Item::new("Conflict:", Rich::toned(Tone::Name, overview.digest)));
    items.push(Item::new("Program:", format!("Détente {}", inputs.version)));
    items.push(Item::new("Made by:", Rich::toned(Tone::Name, inputs.command)));
    section.items(items);
    section
}
