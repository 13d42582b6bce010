//! Why the status quo lasts or not, and why each equilibrium is one.

use super::{Inputs, Part, Section};
use crate::document::{Block, Rich, Tone};
use crate::pages::Why;
use crate::words::vectors_on;

pub(super) fn why(inputs: Inputs) -> Option<Section> {
    if inputs.reasons.is_empty() {
        return None;
    }
    let answer = inputs.overview.answer;
    let mut section = Section::new("why", "Why");
    section.paragraph(
        "For each state the reasons, one decision maker after the other: what it could do that it would prefer, and what the others could do about that. Every one of these verdicts has a proof that can be checked by \
         machine without trust in the program that found it (`detente certify` and `detente verify`).",
    );
    for (state, found) in inputs.reasons {
        let Some(place) = answer.solution.place(state) else { continue };
        let concepts: Vec<&str> = answer
            .solution
            .concepts()
            .iter()
            .filter(|concept| answer.solution.equilibria(concept).contains(place))
            .map(|concept| concept.name)
            .collect();
        let now = if answer.status_quo() == Some(place) { ", the status quo" } else { "" };
        let beside = match (concepts.len(), answer.solution.concepts().len()) {
            (0, _) => "not an equilibrium".to_string(),
            (n, all) if n == all => "an equilibrium under every definition".to_string(),
            _ => format!("an equilibrium under {}", concepts.join(", ")),
        };
        section.heading(&format!("State {}{now}", answer.name(place)), Rich::toned(Tone::Quiet, beside));
        let on = vectors_on(&answer.meaning, state);
        if !on.is_empty() {
            section.paragraph(Rich::from("On: ").join(on).plain("."));
        }
        match found {
            Err(message) => section.paragraph(Rich::toned(Tone::Warn, format!("The reasons are not told: {message}."))),
            Ok(verdicts) => {
                let page = Why { meaning: &answer.meaning, answer: Some(answer) }.page(state, verdicts);
                // The page's own title and first sentence say what was just said.
                let mut blocks = page.blocks.into_iter().skip(2).peekable();
                while let Some(block) = blocks.next() {
                    let Block::Heading(title, beside) = block else {
                        section.parts.push(Part::Block(block));
                        continue;
                    };
                    let mut text = Rich::toned(Tone::Strong, title).plain(" ").join(beside).plain(". ");
                    // A single sentence needs no line of its own.
                    if let Some(Block::Paragraph(first)) = blocks.peek() {
                        text = text.join(first.clone());
                        blocks.next();
                    }
                    section.paragraph(text);
                }
            }
        }
    }
    Some(section)
}
