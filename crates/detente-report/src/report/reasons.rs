//! Why states last or not: the proofs of the verdicts in sentences.

use detente_analysis::Answer;
use detente_analysis::certify::{Reasons, Request};
use detente_model::State;

use super::{Chapter, Inputs, Part, Section};
use crate::advice::Surface;
use crate::document::{Block, Rich, Tone};
use crate::pages::Why;
use crate::words::vectors_on;

/// The reasons of the equilibria. Those of the status quo are told where its verdict is.
pub(super) fn reasons(inputs: Inputs) -> Option<Section> {
    let answer = inputs.overview.answer;
    let now = answer.status_quo().map(|place| answer.solution.state(place));
    let mut others = inputs.reasons.iter().filter(|(state, _)| Some(state) != now.as_ref()).peekable();
    others.peek()?;
    let mut section = Section::new(Chapter::Appendix, "why", "Why the other equilibria last");
    section.paragraph(
        "For each state the reasons, one decision maker after the other: what it could do that it would prefer, and what the others could do about that. Every one of these verdicts, and of those on the \
         status quo, has a proof that can be checked by machine without trust in the program that found it (`detente certify` and `detente verify`).",
    );
    for (state, found) in others {
        let Some(place) = answer.solution.place(state) else { continue };
        let concepts: Vec<&str> = answer
            .solution
            .concepts()
            .iter()
            .filter(|concept| answer.solution.equilibria(concept).contains(place))
            .map(|concept| concept.name)
            .collect();
        let beside = match (concepts.len(), answer.solution.concepts().len()) {
            (0, _) => "not an equilibrium".to_string(),
            (n, all) if n == all => "an equilibrium under every definition".to_string(),
            _ => format!("an equilibrium under {}", concepts.join(", ")),
        };
        section.heading(&format!("State {}", answer.name(place)), Rich::toned(Tone::Quiet, beside));
        reasons_of(&mut section, answer, state, found);
    }
    Some(section)
}

/// What is on in a state, and why it lasts or not.
pub(super) fn reasons_of(
    section: &mut Section, answer: &Answer, state: &State, found: &Result<Vec<(Request, Reasons)>, String>,
) {
    let on = vectors_on(&answer.meaning, state);
    if !on.is_empty() {
        section.paragraph(Rich::from("On: ").join(on).plain("."));
    }
    let verdicts = match found {
        Ok(verdicts) => verdicts,
        Err(message) => {
            section.paragraph(Rich::toned(Tone::Warn, format!("The reasons are not told: {message}.")));
            return;
        }
    };
    let page =
        Why { meaning: &answer.meaning, answer: Some(answer), surface: Surface::CommandLine }.page(state, verdicts);
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
