//! What the conflict is about, and who can do what.

use detente_analysis::{Answer, Choice};
use detente_model::{Conflict, Direction, DmId};

use super::sentences::ground;
use super::{Chapter, Part, Section, Shape};
use crate::document::{Align, Item, Rich, Table, Tone};

pub(super) fn situation(answer: &Answer) -> Section {
    let conflict = answer.conflict;
    let mut section = Section::new(Chapter::Situation, "situation", "What it is about, and who can do what");
    for text in conflict.description.iter().flat_map(|text| text.split("\n\n")) {
        section.paragraph(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if let Some(reference) = &conflict.reference {
        section.paragraph(Rich::toned(Tone::Quiet, format!("Published in: {reference}")));
    }
    let place = answer.status_quo();
    section.paragraph(match (place, conflict.options.is_empty()) {
        (Some(place), false) => Rich::from(
            "Each party to the conflict (a decision maker) has options: things that it can do or leave undone. A choice for every option is a state of the conflict. \
             States are numbered; the one that holds now, the status quo, is ",
        )
        .then(Tone::Name, answer.name(place))
        .plain("."),
        (Some(place), true) => Rich::from("The conflict is described by its states and by who can move between them. The state that holds now, the status quo, is ")
            .then(Tone::Name, answer.name(place))
            .plain("."),
        (None, _) => Rich::from("The conflict names no status quo: it is studied as it is, wherever it may stand."),
    });
    let choices = place.map(|place| answer.choices(place)).unwrap_or_default();
    if !conflict.options.is_empty() {
        let mut columns = vec![("name".to_string(), Align::Left), ("what it can do".into(), Align::Left)];
        if place.is_some() {
            columns.push(("now".into(), Align::Left));
        }
        columns.push(("can be changed".into(), Align::Left));
        for dm in conflict.dm_ids() {
            if conflict.options_of(dm).next().is_none() {
                section.paragraph(format!("{} has no options.", conflict.dm(dm).name));
                continue;
            }
            let mut table = Table::new("options", columns.clone());
            for option in conflict.options_of(dm) {
                let of = conflict.option(option);
                let mut row = vec![Rich::toned(Tone::Name, of.id.as_str()), of.text.as_str().into()];
                if place.is_some() {
                    row.push(match choices.get(option.index()) {
                        Some(Choice::On) => Rich::toned(Tone::Strong, "● on"),
                        Some(Choice::Either) => "◐ either".into(),
                        _ => "○ off".into(),
                    });
                }
                row.push(match of.direction {
                    Direction::Both => "both ways".into(),
                    Direction::On => Rich::toned(Tone::Warn, "one way: once on, it stays on"),
                    Direction::Off => Rich::toned(Tone::Warn, "one way: once off, it stays off"),
                });
                table.rows.push(row);
            }
            section.table(format!("{}: its options", named(conflict, dm)), Shape::Stacked, table);
        }
        let grounds = conflict.options.iter().any(|option| option.provenance.basis.is_some());
        if grounds {
            let mut table = Table::new(
                "option_grounds",
                [("option".to_string(), Align::Left), ("why it is in the model".to_string(), Align::Left)],
            );
            for (place, option) in conflict.options.iter().enumerate() {
                table.rows.push(vec![
                    Rich::toned(Tone::Name, conflict.option_name(place.into())),
                    ground(conflict, &option.provenance),
                ]);
            }
            let table = Part::Table { caption: String::new(), shape: Shape::Stacked, table };
            section.fold("What the options rest on", vec![table]);
        }
    }
    let named: Vec<Item> = conflict
        .named_states
        .iter()
        .flatten()
        .filter_map(|state| Some(Item::new(Rich::toned(Tone::Name, state.id.as_str()), state.text.as_deref()?)))
        .collect();
    if !named.is_empty() {
        section.heading("States with a name", Rich::empty());
        section.items(named);
    }
    section
}

/// The name, and the id by which formulas and short lists call the decision maker, where it is another.
fn named(conflict: &Conflict, dm: DmId) -> String {
    let of = conflict.dm(dm);
    if of.id == of.name.to_lowercase() || of.id == of.name {
        of.name.clone()
    } else {
        format!("{} ({})", of.name, of.id)
    }
}
