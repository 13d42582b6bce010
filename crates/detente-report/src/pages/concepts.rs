//! What *stable* means: the concepts with their definitions and sources, and the conventions.

use detente_model::CONCEPTS;
use detente_proof::CONVENTIONS;

use crate::document::{Align, Document, Item, Rich, Table, Tone};

/// The page.
pub fn concepts() -> Document {
    let mut page = Document::titled("What “stable” means");
    page.paragraph(
        "A state is stable for a decision maker when it has no reason to leave it, and an equilibrium when it is stable for all. \
         The concepts differ in what counts as a reason: how far a decision maker looks ahead, and what answers of the others it reckons with.",
    );
    for concept in CONCEPTS {
        page.heading(concept.name, Rich::empty());
        page.paragraph(
            Rich::toned(Tone::Strong, capital(concept.title))
                .plain(format!(". A state is stable for a decision maker when {}.", concept.words)),
        );
        page.items(vec![
            Item::new("In symbols:", concept.symbols),
            Item::new("Source:", concept.reference),
            Item::new("In files and JSON:", Rich::toned(Tone::Name, concept.id)),
        ]);
    }
    page.heading("Notation", Rich::empty());
    page.paragraph(
        "i is the decision maker, O its opponents (everybody else). R_i(s) are the states it can move to from s, R_i⁺(s) those of them that it prefers to s. \
         R_O(y) are the ends of legal sequences of the opponents from y: moves in turn, in which a decision maker may move again but never twice in \
         succession; R_O⁺(y) those in which each step is an improvement of its mover. z ≤_i s: i does not prefer z to s.",
    );
    page.heading("What follows from what", Rich::empty());
    page.paragraph(
        "A state that is stable under Nash is stable under all. Stable under SSEQ, it is so under SEQ and SMR; under either of these, under GMR. No \
         other of these implies another.",
    );
    page.heading("Conventions", Rich::empty());
    page.paragraph(
        "Where the literature leaves a choice, this is what is taken. Every answer and every certificate says so.",
    );
    let columns = ["topic", "name", "what it says"].map(|name| (name.to_string(), Align::Left));
    let mut table = Table::new("conventions", columns);
    for convention in CONVENTIONS {
        table.rows.push(vec![convention.topic.into(), Rich::toned(Tone::Name, convention.id), convention.words.into()]);
    }
    page.table(table);
    page
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
