//! What the file asks beyond the conflict itself, with the answers: propositions, variants, unknowns, views and events. The pages of these say it; here it is put
//! in order for somebody who reads one thing after the other, with the long lists folded away.

use detente_analysis::compare::Compared;
use detente_analysis::events::Course;

use super::section::parts;
use super::{Chapter, Inputs, Part, Section, Shape};
use crate::document::{Align, Block, Document, Rich, Table, Tone};
use crate::pages::propositions as claimed;
use crate::pages::{self, AnsweredProposition, Unknowns, Views, compare};
use crate::words::count;

/// The answers to what the file asks. Where there is `None`, it does not ask; a message says why there is no answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Study<'a, 'c> {
    /// The propositions, in order.
    pub propositions: &'a [AnsweredProposition<'a>],
    /// The variants beside the conflict as it is.
    pub compared: Option<Result<&'a Compared, &'a str>>,
    /// What is not known.
    pub unknowns: Option<Result<Unknowns<'a>, &'a str>>,
    /// How decision makers see each other.
    pub views: Option<Result<Views<'a, 'c>, &'a str>>,
    /// What happened.
    pub events: Option<Result<&'a Course, &'a str>>,
}

/// A section, and in it the message where there is no answer.
fn section<T>(chapter: Chapter, id: &str, title: &str, answer: Result<T, &str>) -> (Section, Option<T>) {
    let mut section = Section::new(chapter, id, title);
    match answer {
        Ok(answer) => (section, Some(answer)),
        Err(message) => {
            section
                .paragraph(Rich::toned(Tone::Warn, format!("The file asks this, and there is no answer: {message}.")));
            (section, None)
        }
    }
}

pub(super) fn propositions(inputs: Inputs) -> Option<Section> {
    let answered = inputs.study.propositions;
    if answered.is_empty() {
        return None;
    }
    let meaning = &inputs.overview.answer.meaning;
    let ledger = !meaning.conflict().claims.is_empty();
    let mut section = Section::new(
        Chapter::Answers,
        "propositions",
        if ledger {
            "What the documents claim, and what the model says to it"
        } else {
            "What is claimed, and what the model says to it"
        },
    );
    section.paragraph(
        "Each proposition was put to the model as a question. Yes: in the model it is so. No: it is not. Beside the answer stand the assumptions on which it hangs, by their short names; the section on what \
         the answers hang on says what they are.",
    );
    section.table("", Shape::Stacked, claimed::table(answered, false));
    let mut details = Document::default();
    answered.iter().for_each(|one| details.items(claimed::detail(meaning, one)));
    section.fold("Each question as it was put, and the reason for its answer", parts(details, Shape::Grid));
    Some(section)
}

pub(super) fn variants(inputs: Inputs) -> Option<Section> {
    let conflict = inputs.overview.answer.conflict;
    let (mut section, found) =
        section(Chapter::Grounds, "variants", "If things were otherwise", inputs.study.compared?);
    let Some(found) = found else { return Some(section) };
    section.paragraph(format!(
        "The file names {} of the conflict: other readings of what is disputed, other wishes, other openings. The table says what becomes of the present state of affairs and of the \
         claims under each; what it does not mention stays as it is.",
        count(found.variants.len(), "variant", "variants")
    ));
    let columns = ["variant", "what is otherwise", "what that changes"];
    let mut table = Table::new("changes", columns.map(|name| (name.to_string(), Align::Left)));
    for variant in &found.variants {
        let name = Rich::toned(Tone::Name, variant.id.as_str());
        let changes = match &variant.outcome {
            Err(error) => compare::unanswered(error),
            Ok((_, difference)) => compare::in_short(conflict, &conflict.study.propositions, difference),
        };
        table.rows.push(vec![name, variant.text.clone().unwrap_or_default().into(), changes]);
    }
    section.table("", Shape::Stacked, table);
    let mut numbers = Document::default();
    compare::side_by_side(&mut numbers, found);
    compare::questions(&mut numbers, &conflict.study.propositions, found);
    section.fold("Equilibria and answers side by side", parts(numbers, Shape::Grid));
    section.paragraph("`detente compare` says which states become or cease to be equilibria under each.");
    Some(section)
}

pub(super) fn unknowns(inputs: Inputs) -> Option<Section> {
    let (mut section, found) = section(Chapter::Grounds, "unknowns", "What is not known", inputs.study.unknowns?);
    let Some(found) = found else { return Some(section) };
    section.paragraph(
        "Some of what the model needs nobody knows. Every way in which that could turn out (a completion) was tried. What holds in all of them is necessary: it can be relied on \
         without knowing. What holds in some is possible, and then it is said which of the unknowns decide.",
    );
    section.paragraph(Rich::toned(Tone::Quiet, format!("{}.", found.size())));
    let mut page = Document::default();
    found.list(&mut page);
    // The section's own title says what the page's first heading says.
    page.blocks.retain(|block| !matches!(block, Block::Heading(..)));
    found.closely(&mut page);
    found.single(&mut page);
    section.page(page, Shape::Grid);
    let mut more = Document::default();
    found.everywhere(&mut more);
    found.extensions(&mut more);
    section.fold("All equilibria, and the same in the terms of the literature", parts(more, Shape::Grid));
    Some(section)
}

pub(super) fn views(inputs: Inputs) -> Option<Section> {
    let (mut section, found) =
        section(Chapter::Grounds, "views", "If they see each other wrongly", inputs.study.views?);
    let Some(found) = found else { return Some(section) };
    section.paragraph(
        "Here each decision maker acts on its own picture of the conflict, which may be wrong. A state lasts if each finds it stable in its own picture (a hypergame equilibrium). It can \
         then surprise somebody who expected another to leave, and it can rest on the misunderstanding alone.",
    );
    let mut page = Document::default();
    found.who_sees_what(&mut page);
    found.status_quo(&mut page);
    found.motion(&mut page);
    section.page(page, Shape::Grid);
    let mut clarified = Document::default();
    found.clarification(&mut clarified);
    section.page(clarified, Shape::Stacked);
    let mut counts = Document::default();
    found.counts(&mut counts);
    found.list(&mut counts);
    section.fold("Where it could rest, picture by picture", parts(counts, Shape::Grid));
    Some(section)
}

pub(super) fn events(inputs: Inputs) -> Option<Section> {
    let answer = inputs.overview.answer;
    let (mut section, course) = section(Chapter::Grounds, "events", "What happened", inputs.study.events?);
    let Some(course) = course else { return Some(section) };
    section.paragraph(
        "What really happened is the test of a model. Each event is held against what the model expected of its maker in the state that then was: its best move, another move that it \
         prefers to staying, or one that it does not prefer (a surprise). For moves that were expected it is also said what the others could have done about them.",
    );
    let mut page = Document::default();
    pages::events_section(&mut page, &answer.meaning, &answer.conflict.study.events, course);
    page.blocks.retain(|block| !matches!(block, Block::Heading(..)));
    section.parts.extend(parts(page, Shape::Stacked).into_iter().map(|part| match part {
        Part::Table { table, shape, .. } => Part::Table { caption: "The events in order".into(), shape, table },
        part => part,
    }));
    Some(section)
}
