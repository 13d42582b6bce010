//! How far the report can be trusted, by which conventions it was made, and how to make it again.

use detente_model::Basis;
use detente_proof::CONVENTIONS;

use super::ledger::verified_words;
use super::{Chapter, Inputs, Section};
use crate::advice::Surface;
use crate::document::{Item, Rich, Tone};
use crate::pages::{open_unknowns, without_ledger};
use crate::words::{and_list, count};

pub(super) fn trust(inputs: Inputs) -> Section {
    let overview = inputs.overview;
    let conflict = overview.answer.conflict;
    let mut section = Section::new(Chapter::Grounds, "trust", "How far to trust this");
    section.paragraph(
        "What is computed follows from the model, and the model is what somebody made of the situation: who matters, what each can do, what each wants. It says what could last and why. It gives no probabilities \
         and no dates, and what the model leaves out it cannot foresee.",
    );
    let mut items = Vec::new();
    if conflict.claims.is_empty() {
        items.push(Item::new("Basis:", without_ledger(conflict, overview.audit)));
    } else {
        let mut by_basis: Vec<String> = Basis::ALL
            .iter()
            .map(|&basis| (overview.audit.with_basis(Some(basis)).count(), basis_words(basis)))
            .filter(|(n, _)| *n > 0)
            .map(|(n, words)| format!("{n} {words}"))
            .collect();
        let unfounded = overview.audit.with_basis(None).count();
        if unfounded > 0 {
            by_basis.push(format!("{unfounded} rest on nothing"));
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
        items.push(Item::new("Documents:", verified_words(overview)));
    }
    items.extend(open_unknowns(conflict, Surface::CommandLine).map(|sentence| Item::new("Not known:", sentence)));
    items.push(Item::new("Complete:", complete(inputs)));
    section.items(items);
    section
}

fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Cited => "are cited from documents",
        Basis::Inferred => "are inferred from them",
        Basis::Disputed => "rest on what is disputed",
        Basis::Judgement => "are the analyst’s judgement",
        Basis::Logic => "are a matter of logic",
    }
}

fn complete(inputs: Inputs) -> String {
    let states = inputs.overview.answer.solution.states();
    format!(
        "every one of the {} was analysed for every decision maker; nothing was sampled.",
        count(states, "state", "states")
    )
}

pub(super) fn method(inputs: Inputs) -> Section {
    let answer = inputs.overview.answer;
    let mut section = Section::new(Chapter::Appendix, "method", "How it was computed");
    section.paragraph(
        "The method is the Graph Model for Conflict Resolution (GMCR), in use since 1987. On some points the literature leaves a choice; these were settled as follows.",
    );
    let mut items = Vec::new();
    for convention in CONVENTIONS {
        let mut topic = convention.topic.chars();
        let topic: String = topic.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(topic).collect();
        items.push(Item::new(format!("{topic}:"), format!("{}.", convention.words)));
    }
    items.push(Item::new("Engine:", format!("explicit, {}.", answer.solution.engine().word())));
    items.push(Item::new("Conflict:", Rich::toned(Tone::Name, inputs.overview.digest)));
    items.push(Item::new("Program:", format!("Détente {}", inputs.version)));
    items.push(Item::new("Made by:", Rich::toned(Tone::Name, inputs.command)));
    section.items(items);
    section
}
