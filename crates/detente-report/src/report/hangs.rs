//! The assumptions that the answers hang on: each that overturns some answer alone, and what it rests on in turn.

use detente_analysis::pivots::{Assumption, Element};
use detente_model::Conflict;

use super::sentences::{condition, ground};
use super::{Chapter, Inputs, Section, Shape};
use crate::document::{Align, Rich, Table, Tone};
use crate::words::{and_list, quoted, some, upper};

/// An assumption, and the propositions whose answers it overturns alone.
pub(super) struct Pivotal<'a> {
    pub(super) assumption: &'a Assumption,
    pub(super) overturns: Vec<&'a str>,
}

/// In the order of the file.
pub(super) fn pivotal<'a>(inputs: Inputs<'a, '_>) -> Vec<Pivotal<'a>> {
    let mut all: Vec<(usize, Pivotal)> = Vec::new();
    for one in inputs.study.propositions {
        let Some(found) = one.pivots else { continue };
        for place in found.pivotal() {
            // The assumptions are those of the conflict, and so the same for every question.
            match all.iter_mut().find(|(other, _)| *other == place) {
                Some((_, pivotal)) => pivotal.overturns.push(&one.proposition.id),
                None => {
                    let assumption = &found.assumptions[place];
                    all.push((place, Pivotal { assumption, overturns: vec![&one.proposition.id] }));
                }
            }
        }
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, pivotal)| pivotal).collect()
}

pub(super) fn hangs(inputs: Inputs) -> Option<Section> {
    let conflict = inputs.overview.answer.conflict;
    let pivotal = pivotal(inputs);
    if pivotal.is_empty() {
        return None;
    }
    let mut section = Section::new(Chapter::Grounds, "pivots", "The assumptions that decide");
    let outside: Vec<String> =
        pivotal.iter().filter(|one| one.assumption.is_judgement()).map(|one| one.assumption.id.clone()).collect();
    section.paragraph(
        "Every assumption of the model was changed, one at a time: wishes negated, dropped and moved, options made one-way or not, rules dropped. Those in the table overturn \
         an answer by themselves. Whoever doubts one of them has to doubt the answers beside it.",
    );
    if !conflict.claims.is_empty() {
        section.paragraph(match outside.len() {
            0 => Rich::from("All of them are drawn from the documents, or are a matter of logic."),
            n => Rich::toned(Tone::Strong, upper(&some(n, "of them is", "of them are"))).plain(format!(
                " not in the documents: {}. There the analyst’s judgement decides.",
                and_list(&outside)
            )),
        });
    }
    let columns = ["assumption", "what it says", "what it rests on", "overturns"];
    let mut table = Table::new("pivots", columns.map(|name| (name.to_string(), Align::Left)));
    for one in &pivotal {
        table.rows.push(vec![
            Rich::toned(Tone::Name, one.assumption.id.as_str()),
            says(conflict, one.assumption),
            ground(conflict, &one.assumption.provenance),
            names(&one.overturns),
        ]);
    }
    section.table("Assumptions that overturn an answer alone", Shape::Stacked, table);
    Some(section)
}

/// Names, each of which may lead somewhere.
fn names(names: &[&str]) -> Rich {
    let one = |(place, name): (usize, &&str)| Rich::from(if place > 0 { ", " } else { "" }).then(Tone::Name, *name);
    names.iter().enumerate().map(one).fold(Rich::empty(), Rich::join)
}

/// An assumption in the words of the conflict.
fn says(conflict: &Conflict, assumption: &Assumption) -> Rich {
    match assumption.element {
        Element::Statement(dm, place) => {
            let statement = conflict.statements(dm).and_then(|list| list.get(place));
            let words = statement.map(|statement| condition(conflict, &statement.that)).unwrap_or_default();
            Rich::toned(Tone::Quiet, format!("{} wants: ", conflict.dm(dm).name)).plain(words)
        }
        Element::Direction(option) => {
            let of = conflict.option(option);
            Rich::toned(Tone::Quiet, format!("{}: ", conflict.dm(of.owner).name)).plain(format!(
                "{} {}",
                quoted(&of.text),
                match of.direction {
                    detente_model::Direction::Both => "can be taken up and dropped",
                    detente_model::Direction::On => "can be taken up and never dropped",
                    detente_model::Direction::Off => "can be dropped and never taken up",
                }
            ))
        }
        Element::Rule(place) => {
            Rich::toned(Tone::Quiet, "Never: ").plain(condition(conflict, &conflict.rules[place].when))
        }
    }
}
