//! What each decision maker wants, and what cannot be.

use detente_analysis::Answer;
use detente_model::{Conflict, DmId, Preference, State};

use super::sentences::{condition, ground};
use super::{Chapter, Section, Shape};
use crate::advice::Surface;
use crate::document::{Align, Item, Rich, Table, Tone};
use crate::pages::open_ranking;
use crate::words::{count, quoted};

/// So many groups of a ranking are written out.
const GROUPS: usize = 24;

pub(super) fn wants(answer: &Answer) -> Section {
    let conflict = answer.conflict;
    let mut section = Section::new(Chapter::Model, "wants", "What each wants");
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
            if let Some(sentence) = open_ranking(conflict, dm, Surface::CommandLine) {
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
    let mut section = Section::new(Chapter::Model, "rules", "What cannot be");
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
