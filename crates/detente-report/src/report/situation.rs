//! Who can do what, what each wants, and what cannot be.

use detente_analysis::{Answer, Choice};
use detente_model::{Conflict, Direction, DmId, Preference, State};

use super::sentences::{condition, ground};
use super::{Section, Shape};
use crate::document::{Align, Item, Rich, Table, Tone};
use crate::pages::open_ranking;
use crate::words::{count, quoted};

/// So many groups of a ranking are written out.
const GROUPS: usize = 24;

pub(super) fn situation(answer: &Answer) -> Section {
    let conflict = answer.conflict;
    let mut section = Section::new("situation", "The situation");
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
             The state that holds now, the status quo, is ",
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
            section.table(format!("What {} can do", named(conflict, dm)), Shape::Stacked, table);
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
            section.table("What the options rest on", Shape::Stacked, table);
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

pub(super) fn wants(answer: &Answer) -> Section {
    let conflict = answer.conflict;
    let mut section = Section::new("wants", "What each wants");
    if conflict
        .decision_makers
        .iter()
        .any(|dm| matches!(&dm.preference, Preference::Prioritised(list) if !list.is_empty()))
    {
        section.paragraph(
            "Wishes are listed with the most important first. Of two states a decision maker prefers the one that fulfils the first wish on which they differ. With each wish stands what \
             it rests on: a claim of a document (cited), a conclusion from claims (inferred), a claim that is disputed, logic, or the analyst’s judgement.",
        );
    }
    for dm in conflict.dm_ids() {
        section.heading(&conflict.dm(dm).name, Rich::empty());
        preference(&mut section, answer, dm);
    }
    section
}

fn preference(section: &mut Section, answer: &Answer, dm: DmId) {
    let conflict = answer.conflict;
    match &conflict.dm(dm).preference {
        Preference::Prioritised(statements) if statements.is_empty() => {
            section.paragraph("It has no wishes in this model: all states are the same to it.");
        }
        Preference::Prioritised(statements) => {
            let mut items = Vec::new();
            for (place, statement) in statements.iter().enumerate() {
                items.push(Item::new(format!("{}.", place + 1), condition(conflict, &statement.that)));
                let source = Rich::toned(Tone::Name, statement.id.as_str())
                    .then(Tone::Quiet, format!(" = {} · ", statement.that.text(conflict)))
                    .join(ground(conflict, &statement.provenance));
                items.push(Item::new("", source).at(1));
            }
            section.items(items);
        }
        Preference::Ranked(groups) => {
            let name = |state: &State| match answer.solution.place(state) {
                Some(place) => answer.name(place),
                None => detente_proof::state_text(conflict, state),
            };
            let mut shown: Vec<String> = groups
                .iter()
                .take(GROUPS)
                .map(|group| group.iter().map(name).collect::<Vec<_>>().join(" ~ "))
                .collect();
            if groups.len() > GROUPS {
                shown.push("…".into());
            }
            section.paragraph(
                Rich::from("States from the best to the worst (“~” joins states that are the same to it): ")
                    .plain(shown.join(" > "))
                    .plain("."),
            );
            if let Some(sentence) = open_ranking(conflict, dm) {
                section.paragraph(sentence);
            }
            provenance(section, conflict, dm);
        }
        Preference::Weighted(weights) => {
            section.paragraph("Options that are on count with these weights; the more, the better:");
            let items = weights.iter().enumerate().filter(|(_, weight)| **weight != 0).map(|(place, weight)| {
                let option = conflict.option(place.into());
                let sign = if *weight > 0 { "+" } else { "−" };
                Item::new(
                    format!("{sign}{}", weight.unsigned_abs()),
                    format!("{} ({})", quoted(&option.text), conflict.dm(option.owner).name),
                )
            });
            section.items(items.collect());
            provenance(section, conflict, dm);
        }
    }
}

fn provenance(section: &mut Section, conflict: &Conflict, dm: DmId) {
    let provenance = &conflict.dm(dm).provenance;
    if provenance.basis.is_some() || provenance.because.is_some() {
        section.paragraph(Rich::from("Basis: ").join(ground(conflict, provenance)));
    }
}

pub(super) fn rules(conflict: &Conflict) -> Option<Section> {
    if conflict.rules.is_empty() {
        return None;
    }
    let mut section = Section::new("rules", "What cannot be");
    section.paragraph(format!(
        "Some combinations of options are left out because they cannot be, or make no sense. There {}.",
        if conflict.rules.len() == 1 {
            "is one such rule".to_string()
        } else {
            format!("are {}", count(conflict.rules.len(), "such rule", "such rules"))
        }
    ));
    let columns = [("rule".to_string(), Align::Left), ("never".into(), Align::Left), ("because".into(), Align::Left)];
    let mut table = Table::new("rules", columns);
    for rule in &conflict.rules {
        table.rows.push(vec![
            Rich::toned(Tone::Name, rule.id.as_str()),
            condition(conflict, &rule.when).into(),
            ground(conflict, &rule.provenance),
        ]);
    }
    section.table("Combinations of options that are left out", Shape::Stacked, table);
    Some(section)
}
