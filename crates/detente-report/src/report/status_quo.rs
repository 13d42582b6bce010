//! Whether the present state of affairs lasts, and why.

use detente_analysis::Answer;

use super::reasons::reasons_of;
use super::{Chapter, Inputs, Section, Shape};
use crate::document::{Align, Rich, Table, Tone};
use crate::pages::ordinal;
use crate::words::{margin, number};

pub(super) fn status_quo(inputs: Inputs) -> Option<Section> {
    let answer = inputs.overview.answer;
    let place = answer.status_quo()?;
    let mut section = Section::new(Chapter::Answers, "status-quo", "Does the present state of affairs last?");
    section.paragraph(
        Rich::from("The status quo is state ").then(Tone::Name, answer.name(place)).plain(
            ". It lasts if every decision maker has reason to stay there, that is, if it is stable for each. How far they look ahead is not known, so there are \
             several definitions of a reason to stay, explained below; Nash, the plainest, says that nobody has a move that it would prefer.",
        ),
    );
    section.table("Whom the status quo suits", Shape::Grid, table(answer, place));
    let state = answer.solution.state(place);
    if let Some((_, found)) = inputs.reasons.iter().find(|(other, _)| *other == state) {
        section.heading("Why", Rich::empty());
        reasons_of(&mut section, answer, &state, found);
    }
    Some(section)
}

fn table(answer: &Answer, place: usize) -> Table {
    let mut columns = vec![("decision maker".to_string(), Align::Left), ("ranks it".into(), Align::Left)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Left)));
    let mut table = Table::new("status_quo", columns);
    let mut margins = false;
    for dm in answer.conflict.dm_ids() {
        let places = answer.solution.places_in_ranking(dm);
        let rank = format!("{} of {}", ordinal(places - answer.solution.rank(dm, place)), number(places));
        let mut row = vec![Rich::from(answer.conflict.dm(dm).name.as_str()), rank.into()];
        for concept in answer.solution.concepts() {
            let stable = answer.solution.stable(concept, dm).contains(place);
            let beside = margin(answer.margin(concept, dm, place));
            margins |= !beside.is_empty();
            row.push(
                match stable {
                    true => Rich::toned(Tone::Good, "✓ stable"),
                    false => Rich::toned(Tone::Bad, "✗ not"),
                }
                .then(Tone::Quiet, format!(" {beside}")),
            );
        }
        table.rows.push(row);
    }
    if margins {
        table.notes.push(
            "The figure beside a verdict says how firm it is. +n: the decision maker could think less of the state, by n places of its ranking, and it would stay \
             stable; −n: it must think more of it, by n places, before it becomes so; any: stable whatever its place."
                .into(),
        );
    }
    table
}
