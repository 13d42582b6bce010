//! The states, listed: what is on, how each is ranked, for whom it is stable.

use detente_analysis::{Answer, Choice};

use crate::csv::Csv;
use crate::document::{Align, Document, Rich, Table, Tone};
use crate::words::{count, number, options_on};

/// The states at `places`, of `total` that were asked for.
pub fn states(answer: &Answer, places: &[usize], total: usize) -> Document {
    let conflict = answer.conflict;
    let mut page = Document::titled(conflict.title.as_str());
    let shown =
        if places.len() < total { format!("the first {} of ", number(places.len() as u128)) } else { String::new() };
    page.paragraph(Rich::toned(
        Tone::Quiet,
        format!("{shown}{}; ranks count from the best, ties share one", count(total, "state", "states")),
    ));
    let mut columns = vec![("state".into(), Align::Left), ("what is on".into(), Align::Left)];
    columns.extend(conflict.decision_makers.iter().map(|dm| (format!("{} ranks it", dm.id), Align::Right)));
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Left)));
    if !conflict.outcomes.is_empty() {
        columns.push(("outcomes".into(), Align::Left));
    }
    let mut table = Table::new("states", columns);
    for &place in places {
        let mut name = Rich::toned(Tone::Name, answer.name(place));
        if answer.status_quo() == Some(place) {
            name = name.then(Tone::Strong, " now");
        }
        let mut row = vec![name, options_on(answer, place)];
        for dm in conflict.dm_ids() {
            let from_best = answer.solution.places_in_ranking(dm) - answer.solution.rank(dm, place);
            row.push(number(u128::from(from_best)).into());
        }
        for concept in answer.solution.concepts() {
            row.push(if answer.solution.equilibria(concept).contains(place) {
                Rich::toned(Tone::Good, "all")
            } else {
                let stable: Vec<&str> = conflict
                    .dm_ids()
                    .filter(|&dm| answer.solution.stable(concept, dm).contains(place))
                    .map(|dm| conflict.dm(dm).id.as_str())
                    .collect();
                Rich::toned(Tone::Quiet, if stable.is_empty() { "–".to_string() } else { stable.join(" ") })
            });
        }
        if !conflict.outcomes.is_empty() {
            row.push(
                answer.outcomes_at(place).map(|outcome| outcome.id.as_str()).collect::<Vec<_>>().join(", ").into(),
            );
        }
        table.rows.push(row);
    }
    table.notes.push("Under each concept: for whom the state is stable; “all” makes it an equilibrium.".into());
    page.table(table);
    page
}

/// The same for programs: a row for each state, an option a column (`1`, `0`, or `-` where the state stands for both).
pub fn states_csv(answer: &Answer, places: &[usize]) -> String {
    let conflict = answer.conflict;
    let mut columns = vec!["state".to_string()];
    columns
        .extend((0..conflict.options.len()).map(|option| conflict.option_name(detente_model::OptionId::from(option))));
    columns.extend(conflict.decision_makers.iter().map(|dm| format!("rank.{}", dm.id)));
    for concept in answer.solution.concepts() {
        columns.extend(conflict.decision_makers.iter().map(|dm| format!("{}.{}", concept.id, dm.id)));
        columns.push(format!("{}.equilibrium", concept.id));
    }
    columns.extend(conflict.outcomes.iter().map(|outcome| format!("outcome.{}", outcome.id)));
    let mut csv = Csv::new(&columns);
    let bit = |value: bool| if value { "1".to_string() } else { "0".to_string() };
    for &place in places {
        let mut row = vec![answer.name(place)];
        row.extend(answer.choices(place).iter().map(|choice| match choice {
            Choice::On => "1".to_string(),
            Choice::Off => "0".to_string(),
            Choice::Either => "-".to_string(),
        }));
        row.resize(1 + conflict.options.len(), String::new());
        for dm in conflict.dm_ids() {
            row.push((answer.solution.places_in_ranking(dm) - answer.solution.rank(dm, place)).to_string());
        }
        for concept in answer.solution.concepts() {
            row.extend(conflict.dm_ids().map(|dm| bit(answer.solution.stable(concept, dm).contains(place))));
            row.push(bit(answer.solution.equilibria(concept).contains(place)));
        }
        row.extend(conflict.outcomes.iter().map(|outcome| bit(answer.holds(outcome, place))));
        csv.row(&row);
    }
    csv.into_text()
}
