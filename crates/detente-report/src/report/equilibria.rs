//! Where the conflict could rest: the equilibria, and the states that matter option by option.

use detente_analysis::{Answer, Choice};

use super::section::list;
use super::{Chapter, Section, Shape};
use crate::document::{Align, Rich, Table, Tone};
use crate::pages::OverviewInputs;
use crate::words::{count, number, options_on};

/// So many states fit beside each other on a page.
const ABREAST: usize = 10;

pub(super) fn equilibria(inputs: OverviewInputs) -> Section {
    let answer = inputs.answer;
    let conflict = answer.conflict;
    let mut section = Section::new(Chapter::Answers, "equilibria", "Where it could rest");
    section.paragraph(
        "A state is stable for a decision maker that has no reason to leave it. A state that is stable for every decision maker is an equilibrium: once there, the conflict stays there. How far \
         decision makers look ahead is not known, so there are several definitions of “no reason to leave”.",
    );
    let mut columns = vec![
        ("definition".to_string(), Align::Left),
        ("stable when".into(), Align::Left),
        ("equilibria".into(), Align::Right),
    ];
    if answer.status_quo().is_some() {
        columns.push(("status quo".into(), Align::Left));
    }
    let mut table = Table::new("concepts", columns);
    for concept in answer.solution.concepts() {
        let set = answer.solution.equilibria(concept);
        let mut row =
            vec![Rich::toned(Tone::Strong, concept.name), concept.short.into(), number(set.count() as u128).into()];
        if let Some(place) = answer.status_quo() {
            row.push(match set.contains(place) {
                true => Rich::toned(Tone::Good, "✓ lasts"),
                false => Rich::toned(Tone::Bad, "✗ does not last"),
            });
        }
        table.rows.push(row);
    }
    table.notes.push(
        "Read Nash and SEQ first: under GMR and SMR any countermove counts, even one that its mover would regret, so their numbers grow with every issue in the model.".into(),
    );
    section.table("Equilibria by definition of stability", Shape::Grid, table);
    section.fold(
        "The definitions in full",
        list(answer.solution.concepts().iter().map(|concept| {
            Rich::toned(Tone::Strong, concept.name).plain(format!(
                ", {}: a state is stable for a decision maker if {}. In symbols: {} ({}).",
                concept.title, concept.words, concept.symbols, concept.reference
            ))
        })),
    );
    let (places, total) = answer.notable(inputs.limit);
    if total == 0 {
        section.paragraph("No state is an equilibrium under any of these definitions: wherever the conflict stands, somebody has a reason to move on.");
        return section;
    }
    let mut columns = vec![("state".to_string(), Align::Left), ("what is on".into(), Align::Left)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.to_string(), Align::Centre)));
    if !conflict.outcomes.is_empty() {
        columns.push(("outcomes".into(), Align::Left));
    }
    let mut table = Table::new("equilibria", columns);
    for &place in &places {
        let mut name = Rich::toned(Tone::Name, answer.name(place));
        if answer.status_quo() == Some(place) {
            name = name.then(Tone::Strong, " now");
        }
        let mut row = vec![name, options_on(answer, place)];
        row.extend(answer.solution.concepts().iter().map(|concept| {
            match answer.solution.equilibria(concept).contains(place) {
                true => Rich::toned(Tone::Good, "✓"),
                false => Rich::toned(Tone::Quiet, "–"),
            }
        }));
        if !conflict.outcomes.is_empty() {
            row.push(
                answer.outcomes_at(place).map(|outcome| outcome.id.as_str()).collect::<Vec<_>>().join(", ").into(),
            );
        }
        table.rows.push(row);
    }
    if places.len() < total {
        table.notes.push(format!(
            "{} further states are equilibria under some of the definitions only; `detente states` lists them.",
            number((total - places.len()) as u128)
        ));
    }
    section.table(
        match places.len() < total {
            true => format!(
                "The first {} of {}, those first that are so under most definitions",
                places.len(),
                count(total, "equilibrium", "equilibria")
            ),
            false => "The equilibria, those first that are so under most definitions".to_string(),
        },
        Shape::Grid,
        table,
    );
    tableau(&mut section, answer);
    section
}

/// The states that matter: the status quo, then the equilibria, those under most concepts first.
fn that_matter(answer: &Answer, limit: usize) -> Vec<usize> {
    let (mut places, _) = answer.notable(limit);
    if let Some(place) = answer.status_quo() {
        places.retain(|&other| other != place);
        places.insert(0, place);
    }
    places.truncate(limit);
    places
}

/// The options of the states that matter, how each is ranked, and under which definitions it is an equilibrium.
fn tableau(section: &mut Section, answer: &Answer) {
    let conflict = answer.conflict;
    let places = that_matter(answer, ABREAST);
    if places.is_empty() {
        return;
    }
    let name = |place: usize| {
        let now = if answer.status_quo() == Some(place) { " now" } else { "" };
        format!("{}{now}", answer.name(place))
    };
    let columns = std::iter::once(("option".to_string(), Align::Left))
        .chain(places.iter().map(|&place| (name(place), Align::Centre)));
    let mut table = Table::new("tableau", columns);
    let choices: Vec<Vec<Choice>> = places.iter().map(|&place| answer.choices(place)).collect();
    for dm in conflict.dm_ids() {
        for option in conflict.options_of(dm) {
            let of = conflict.option(option);
            let mut row = vec![Rich::toned(Tone::Quiet, format!("{}: ", conflict.dm(dm).name)).plain(of.text.as_str())];
            row.extend(choices.iter().map(|of_state| match of_state.get(option.index()) {
                Some(Choice::On) => Rich::toned(Tone::Strong, "Y"),
                Some(Choice::Either) => "–".into(),
                _ => Rich::toned(Tone::Quiet, "N"),
            }));
            table.rows.push(row);
        }
    }
    for dm in conflict.dm_ids() {
        let mut row = vec![Rich::from(format!(
            "How {} ranks it, of {}",
            conflict.dm(dm).name,
            number(answer.solution.places_in_ranking(dm))
        ))];
        row.extend(
            places.iter().map(|&place| {
                Rich::from(number(answer.solution.places_in_ranking(dm) - answer.solution.rank(dm, place)))
            }),
        );
        table.rows.push(row);
    }
    for concept in answer.solution.concepts() {
        let mut row = vec![Rich::from(format!("Equilibrium under {}", concept.name))];
        row.extend(places.iter().map(|&place| match answer.solution.equilibria(concept).contains(place) {
            true => Rich::toned(Tone::Good, "✓"),
            false => Rich::toned(Tone::Quiet, "–"),
        }));
        table.rows.push(row);
    }
    let options = if conflict.options.is_empty() {
        ""
    } else {
        "Y: the option is on; N: it is off; –: the state stands for both. "
    };
    table.notes.push(format!("{options}In a ranking 1 is the best."));
    let caption = match answer.status_quo().is_some() {
        true => "Option by option: the status quo, and the equilibria that are so under most definitions",
        false => "Option by option: the equilibria that are so under most definitions",
    };
    section.table(caption, Shape::Grid, table);
}
