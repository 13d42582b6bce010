//! Where it could rest: the states that matter, the equilibria, the status quo, the outcomes.

use detente_analysis::{Answer, Choice, Finding};
use detente_model::OutcomeWhen;

use super::sentences::condition;
use super::{Section, Shape};
use crate::document::{Align, Item, Rich, Table, Tone};
use crate::pages::{OverviewInputs, difference, ordinal};
use crate::words::{and_list, count, margin, number, options_on};

/// So many states fit beside each other on a page.
const ABREAST: usize = 10;

/// The states that matter: the status quo, then the equilibria, those under most concepts first.
pub(super) fn that_matter(answer: &Answer, limit: usize) -> Vec<usize> {
    let (mut places, _) = answer.notable(limit);
    if let Some(place) = answer.status_quo() {
        places.retain(|&other| other != place);
        places.insert(0, place);
    }
    places.truncate(limit);
    places
}

pub(super) fn states(inputs: OverviewInputs) -> Section {
    let answer = inputs.answer;
    let conflict = answer.conflict;
    let mut section = Section::new("states", "The states that matter");
    let places = that_matter(answer, ABREAST);
    let all = answer.solution.states();
    section.paragraph(format!(
        "There {} in all. {} that matter most: {}the equilibria, at which the conflict could rest, those first that are so under most definitions.",
        if all == 1 { "is one state".to_string() } else { format!("are {}", count(all, "state", "states")) },
        if places.len() == 1 { "Here is the one".to_string() } else { format!("Here are the {}", places.len()) },
        if answer.status_quo().is_some() { "the status quo and " } else { "" },
    ));
    if places.is_empty() {
        return section;
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
    section.table("States and options", Shape::Grid, table);
    section
}

pub(super) fn equilibria(inputs: OverviewInputs) -> Section {
    let answer = inputs.answer;
    let conflict = answer.conflict;
    let mut section = Section::new("equilibria", "Where it could rest");
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
        answer
            .solution
            .concepts()
            .iter()
            .map(|concept| {
                Rich::toned(Tone::Strong, concept.name).plain(format!(
                    ", {}: a state is stable for a decision maker if {}. In symbols: {} ({}).",
                    concept.title, concept.words, concept.symbols, concept.reference
                ))
            })
            .collect(),
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
    section
}

pub(super) fn status_quo(answer: &Answer) -> Option<Section> {
    let place = answer.status_quo()?;
    let mut section = Section::new("status-quo", "The status quo");
    section.paragraph(
        Rich::from("State ")
            .then(Tone::Name, answer.name(place))
            .plain(", as each decision maker sees it. The margin says how firm a verdict is: by how many places a decision maker could think less of the state, all else being the same, before the \
                    verdict turns."),
    );
    let mut columns = vec![("decision maker".to_string(), Align::Left), ("ranks it".into(), Align::Left)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Left)));
    let mut table = Table::new("status_quo", columns);
    for dm in answer.conflict.dm_ids() {
        let places = answer.solution.places_in_ranking(dm);
        let rank = format!("{} of {}", ordinal(places - answer.solution.rank(dm, place)), number(places));
        let mut row = vec![Rich::from(answer.conflict.dm(dm).name.as_str()), rank.into()];
        for concept in answer.solution.concepts() {
            let stable = answer.solution.stable(concept, dm).contains(place);
            let beside = margin(answer.margin(concept, dm, place));
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
    table.notes.push(
        "+n: the state could fall n places in the ranking and stay stable; −n: it must rise n places to become so; any: stable at any place.".into(),
    );
    section.table("The status quo and its margins", Shape::Grid, table);
    Some(section)
}

pub(super) fn outcomes(answer: &Answer) -> Option<Section> {
    let conflict = answer.conflict;
    if conflict.outcomes.is_empty() {
        return None;
    }
    let mut section = Section::new("outcomes", "Outcomes");
    section.paragraph("Outcomes are conditions that deserve a name. The table counts the states and the equilibria in which each holds.");
    let mut columns =
        vec![("outcome".to_string(), Align::Left), ("holds when".into(), Align::Left), ("states".into(), Align::Right)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Right)));
    if answer.status_quo().is_some() {
        columns.push(("now".into(), Align::Left));
    }
    let mut table = Table::new("outcomes", columns);
    let counted = |n: Option<usize>| n.map_or("not counted".to_string(), |n| number(n as u128));
    for outcome in &conflict.outcomes {
        let when = match &outcome.when {
            OutcomeWhen::Holds(expr) => condition(conflict, expr),
            OutcomeWhen::OneOf(states) => {
                let names: Vec<String> = states
                    .iter()
                    .filter_map(|state| answer.solution.place(state))
                    .map(|place| answer.name(place))
                    .collect();
                format!("One of {}", names.join(", "))
            }
        };
        let what = outcome.text.as_deref().map(|text| format!(" {text}")).unwrap_or_default();
        let mut row = vec![
            Rich::toned(Tone::Strong, outcome.id.as_str()).plain(what),
            when.into(),
            counted(answer.count_holding(outcome, 0..answer.solution.states())).into(),
        ];
        for concept in answer.solution.concepts() {
            row.push(counted(answer.count_in_equilibria(outcome, concept)).into());
        }
        if let Some(place) = answer.status_quo() {
            row.push(if answer.holds(outcome, place) {
                Rich::toned(Tone::Strong, "yes")
            } else {
                Rich::toned(Tone::Quiet, "no")
            });
        }
        table.rows.push(row);
    }
    section.table("Where the outcomes hold", Shape::Grid, table);
    Some(section)
}

pub(super) fn literature(inputs: OverviewInputs) -> Option<Section> {
    if inputs.comparisons.is_empty() {
        return None;
    }
    let mut section = Section::new("literature", "Published results");
    let of = |finding: Finding| inputs.comparisons.iter().filter(|comparison| comparison.finding == finding).count();
    let mut parts = vec![format!("{} of {} reproduced", of(Finding::Reproduced), inputs.comparisons.len())];
    for finding in [Finding::Differs, Finding::Unresolved, Finding::Unexplained, Finding::Outdated] {
        if of(finding) > 0 {
            parts.push(format!("{} {}", of(finding), finding.word()));
        }
    }
    section.paragraph(format!(
        "The file names figures found by others or by other means; this analysis was compared with them: {}.",
        and_list(&parts)
    ));
    section.items(
        inputs
            .comparisons
            .iter()
            .filter(|comparison| comparison.finding != Finding::Reproduced)
            .map(|comparison| difference(inputs.answer, comparison))
            .collect::<Vec<Item>>(),
    );
    let mut references: Vec<&str> = Vec::new();
    for reference in inputs.comparisons.iter().filter_map(|comparison| comparison.published.reference.as_deref()) {
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    section
        .items(references.into_iter().map(|reference| Item::new("–", Rich::toned(Tone::Quiet, reference))).collect());
    Some(section)
}
