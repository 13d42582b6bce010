//! Pivots: what a verdict hangs on, and on what that rests in turn.

use detente_analysis::pivots::{Assumption, Element, Pivots, Way};
use detente_model::{Basis, ClaimId, Conflict, Direction, Question};
use serde_json::{Value, json};

use super::questions::{question_words, yes_or_no, yes_or_no_rich};
use crate::advice::{Advice, Surface};
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, number};

/// So many sets are told one by one.
const TOLD: usize = 20;

/// The page; `says` is what the question was asked for, where it came from a proposition.
pub fn pivots(
    conflict: &Conflict, question: &Question, says: Option<&str>, found: &Pivots, surface: Surface,
) -> Document {
    let mut page = Document::titled(conflict.title.as_str());
    if let Some(says) = says {
        page.paragraph(Rich::from(format!("“{says}”")));
    }
    page.paragraph(
        question_words(conflict, question).plain(" As things are: ").join(yes_or_no_rich(found.holds)).plain("."),
    );
    page.paragraph(rests_on(conflict, found));
    alone(&mut page, conflict, found);
    together(&mut page, conflict, found);
    cited(&mut page, conflict, found);
    page.heading("What was looked at", Rich::empty());
    page.items(scope(conflict, found, surface));
    page
}

fn alone(page: &mut Document, conflict: &Conflict, found: &Pivots) {
    let pivotal = found.pivotal();
    page.heading("Overturned by one", Rich::toned(Tone::Quiet, count(pivotal.len(), "assumption", "assumptions")));
    if pivotal.is_empty() {
        page.paragraph("No assumption, changed alone, overturns the answer.");
        return;
    }
    let columns = [
        ("", Align::Left),
        ("Assumption", Align::Left),
        ("Overturned when", Align::Left),
        ("Basis", Align::Left),
        ("Claims", Align::Left),
    ];
    let mut table = Table::new("pivots", columns.map(|(name, align)| (name.to_string(), align)));
    for place in pivotal {
        let assumption = &found.assumptions[place];
        let ways: Vec<String> = found.ways_of(place).map(|way| way_words(conflict, assumption, way)).collect();
        table.rows.push(vec![
            Rich::toned(Tone::Name, assumption.id.as_str()),
            element_words(conflict, assumption),
            ways.join("; ").into(),
            basis_rich(assumption),
            claims(conflict, assumption).join(" ").into(),
        ]);
    }
    page.table(table);
}

fn together(page: &mut Document, conflict: &Conflict, found: &Pivots) {
    if found.sets.is_empty() {
        return;
    }
    page.heading("Overturned by several together", Rich::toned(Tone::Quiet, count(found.sets.len(), "set", "sets")));
    let mut items: Vec<Item> = found
        .sets
        .iter()
        .take(TOLD)
        .map(|set| {
            let parts = set.ways[0].iter().map(|&way| {
                let alteration = &found.alterations[way];
                let assumption = &found.assumptions[alteration.assumption];
                format!("{} {}", assumption.id, way_words(conflict, assumption, alteration.way))
            });
            let parts: Vec<String> = parts.collect();
            let more = match set.ways.len() {
                1 => String::new(),
                n => format!(" (one of {} ways)", number(n as u128)),
            };
            Item::new(
                Rich::toned(Tone::Name, ids(found, &set.assumptions).join(" + ")),
                format!("{}{more}", parts.join("; ")),
            )
        })
        .collect();
    if found.sets.len() > TOLD {
        items.push(Item::new("…", format!("and {} more", number((found.sets.len() - TOLD) as u128))));
    }
    page.items(items);
    let mut members: Vec<usize> =
        found.sets.iter().take(TOLD).flat_map(|set| set.assumptions.iter().copied()).collect();
    members.sort_unstable();
    members.dedup();
    let columns = [("", Align::Left), ("Assumption", Align::Left), ("Basis", Align::Left), ("Claims", Align::Left)];
    let mut table = Table::new("set_members", columns.map(|(name, align)| (name.to_string(), align)));
    for place in members {
        let assumption = &found.assumptions[place];
        table.rows.push(vec![
            Rich::toned(Tone::Name, assumption.id.as_str()),
            element_words(conflict, assumption),
            basis_rich(assumption),
            claims(conflict, assumption).join(" ").into(),
        ]);
    }
    page.table(table);
}

/// The claims that the pivots cite, in the words of the documents.
fn cited(page: &mut Document, conflict: &Conflict, found: &Pivots) {
    let alone = found.pivotal().into_iter();
    let together = found.sets.iter().take(TOLD).flat_map(|set| set.assumptions.iter().copied());
    let mut cited: Vec<_> =
        alone.chain(together).flat_map(|place| found.assumptions[place].provenance.cites.iter().copied()).collect();
    cited.sort_unstable();
    cited.dedup();
    if cited.is_empty() {
        return;
    }
    page.heading("What the claims say", Rich::toned(Tone::Quiet, count(cited.len(), "claim", "claims")));
    let told = |&claim: &ClaimId| {
        let claim = &conflict.claims[claim.index()];
        let said = match &claim.quote {
            Some(quote) => Rich::from(format!("“{}” ", quote.replace('“', "‘").replace('”', "’"))),
            None => Rich::from(format!("{} ", claim.reading)),
        };
        let standing = claim.standing.word().replace('_', "-");
        let who = claim.speaker.as_ref().map_or(standing.clone(), |speaker| format!("{speaker}, {standing}"));
        Item::new(Rich::toned(Tone::Name, claim.id.as_str()), said.then(Tone::Quiet, format!("({who})")))
    };
    page.items(cited.iter().map(told).collect());
}

/// "This rests on u13, c11 and t2; none of them is in the documents."
pub fn rests_on(conflict: &Conflict, found: &Pivots) -> Rich {
    let pivotal = found.pivotal();
    if pivotal.is_empty() {
        let size = found.scope.complete_to;
        return match (found.sets.first(), size) {
            (Some(set), _) => format!(
                "This rests on no single assumption: at least {} have to change together.",
                number(set.assumptions.len() as u128)
            ),
            (None, 1) => "This rests on no single assumption.".into(),
            (None, n) => format!("No change of up to {n} assumptions overturns this."),
        }
        .into();
    }
    let of = |places: &[usize], kind: &dyn Fn(&Assumption) -> bool| -> Vec<usize> {
        places.iter().copied().filter(|&place| kind(&found.assumptions[place])).collect()
    };
    let outside = of(&pivotal, &Assumption::is_judgement);
    let logic = of(&pivotal, &|a| a.provenance.basis == Some(Basis::Logic));
    let inside = of(&pivotal, &Assumption::is_in_documents);
    let words = Rich::from("This rests on ").then(Tone::Strong, and_list(&ids(found, &pivotal)));
    if conflict.claims.is_empty() {
        return words.plain(". The file has no ledger, so it is not known what that rests on in turn.");
    }
    if inside.is_empty() && logic.is_empty() {
        return words.plain(match pivotal.len() {
            1 => "; it is not in the documents.",
            _ => "; none of them is in the documents.",
        });
    }
    let mut parts = Vec::new();
    if outside.is_empty() && logic.is_empty() {
        parts.push("all are drawn from the documents".to_string());
    } else if !inside.is_empty() {
        parts.push(format!("{} {} drawn from the documents", and_list(&ids(found, &inside)), is_or_are(&inside)));
    }
    if !outside.is_empty() {
        parts.push(format!("{} {} not in them", and_list(&ids(found, &outside)), is_or_are(&outside)));
    }
    if !logic.is_empty() {
        parts.push(format!("{} {} a matter of logic", and_list(&ids(found, &logic)), is_or_are(&logic)));
    }
    words.plain(format!("; {}.", and_list(&parts)))
}

fn is_or_are(places: &[usize]) -> &'static str {
    if places.len() == 1 { "is" } else { "are" }
}

fn scope(conflict: &Conflict, found: &Pivots, surface: Surface) -> Vec<Item> {
    let scope = &found.scope;
    let varied = |kind: &dyn Fn(&Element) -> bool| found.assumptions.iter().any(|one| kind(&one.element));
    let mut done = Vec::new();
    if varied(&|element| matches!(element, Element::Statement(..))) {
        done.push("each statement negated, dropped and moved".to_string());
    }
    if varied(&|element| matches!(element, Element::Direction(_))) {
        done.push("each option's direction changed".to_string());
    }
    if varied(&|element| matches!(element, Element::Rule(_))) {
        done.push("each rule dropped".to_string());
    }
    let done = if done.is_empty() { String::new() } else { format!(": {}", and_list(&done)) };
    let mut items = vec![Item::new(
        "–",
        format!(
            "All single changes, {} to {}{done}.",
            count(found.tried(), "change", "changes"),
            count(found.assumptions.len(), "assumption", "assumptions"),
        ),
    )];
    for size in 2..=scope.complete_to {
        let answers = scope.answers.get(size - 1).copied().unwrap_or_default();
        items.push(Item::new(
            "–",
            format!("All sets of {size} in which no smaller one does it: {} answers.", number(answers)),
        ));
    }
    match scope.too_many {
        Some((size, answers)) => items.push(Item::new(
            "–",
            format!(
                "Sets of {size} were not looked at: they would take {} answers, more than are allowed{}.",
                number(answers),
                Advice::Answers.words(surface)
            ),
        )),
        None if scope.complete_to < 3 => {
            let why = match (found.single.is_empty(), found.sets.is_empty()) {
                (false, _) if scope.complete_to == 1 => {
                    format!("since one alone does it{}", Advice::LargerSets.words(surface))
                }
                (true, false) => {
                    format!("since sets of {} do it{}", scope.complete_to, Advice::LargerSets.words(surface))
                }
                _ => format!("as was asked{}", Advice::Sets.words(surface)),
            };
            let size = scope.complete_to + 1;
            items.push(Item::new("–", format!("Sets of {size} or more assumptions were not looked at, {why}.")));
        }
        None => items.push(Item::new("–", "Sets of more than 3 were not looked at.")),
    }
    for (way, why) in &scope.impossible {
        let alteration = &found.alterations[*way];
        let assumption = &found.assumptions[alteration.assumption];
        let words = way_words(conflict, assumption, alteration.way);
        items.push(Item::new("–", format!("Not possible: {} {words}: {why}.", assumption.id)));
    }
    if !scope.not_varied.is_empty() {
        let names: Vec<String> = scope.not_varied.iter().map(|&dm| conflict.dm(dm).name.clone()).collect();
        items.push(Item::new("–", format!("Taken as given: the ranking or weights of {}.", and_list(&names))));
    }
    items
}

fn element_words(conflict: &Conflict, assumption: &Assumption) -> Rich {
    match assumption.element {
        Element::Statement(dm, place) => {
            let that = conflict.statements(dm).map(|list| list[place].that.text(conflict)).unwrap_or_default();
            Rich::toned(Tone::Quiet, format!("{} wants ", conflict.dm(dm).id)).plain(that)
        }
        Element::Direction(option) => {
            Rich::from(format!("{} ", direction_words(conflict.option(option).direction))).then(Tone::Quiet, "(option)")
        }
        Element::Rule(place) => Rich::toned(Tone::Quiet, "never ").plain(conflict.rules[place].when.text(conflict)),
    }
}

fn direction_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Both => "can be taken and dropped",
        Direction::On => "can be taken, never dropped",
        Direction::Off => "can be dropped, never taken",
    }
}

pub(crate) fn way_words(conflict: &Conflict, assumption: &Assumption, way: Way) -> String {
    match (way, assumption.element) {
        (Way::Negated, _) => "negated".into(),
        (Way::Dropped, _) => "dropped".into(),
        (Way::Directed(direction), _) => direction_words(direction).into(),
        (Way::Placed(to), Element::Statement(dm, from)) => {
            let list = conflict.statements(dm).unwrap_or_default();
            let other = list.get(to).map(|statement| statement.id.as_str()).unwrap_or_default();
            format!("moved {} {other}", if to < from { "before" } else { "behind" })
        }
        (Way::Placed(to), _) => format!("moved to place {}", to + 1),
    }
}

pub(crate) fn basis_rich(assumption: &Assumption) -> Rich {
    match assumption.provenance.basis {
        Some(basis) if basis.needs_claims() => basis.word().into(),
        Some(Basis::Logic) => Basis::Logic.word().into(),
        Some(basis) => Rich::toned(Tone::Warn, basis.word()),
        None => Rich::toned(Tone::Warn, "none given"),
    }
}

pub(crate) fn claims(conflict: &Conflict, assumption: &Assumption) -> Vec<String> {
    assumption.provenance.cites.iter().map(|claim| conflict.claims[claim.index()].id.clone()).collect()
}

pub(crate) fn ids(found: &Pivots, places: &[usize]) -> Vec<String> {
    places.iter().map(|&place| found.assumptions[place].id.clone()).collect()
}

/// The same for programs: `detente-pivots/1`.
pub fn pivots_json(conflict: &Conflict, question: &Question, says: Option<&str>, found: &Pivots) -> Value {
    let way_json = |way: Way| match way {
        Way::Negated => json!("negated"),
        Way::Dropped => json!("dropped"),
        Way::Placed(to) => json!({ "moved_to": to + 1 }),
        Way::Directed(direction) => json!({ "direction": direction.word() }),
    };
    let alteration = |&place: &usize| {
        let alteration = &found.alterations[place];
        json!({ "id": found.assumptions[alteration.assumption].id, "change": way_json(alteration.way) })
    };
    let pivot = |place: usize| {
        let assumption = &found.assumptions[place];
        json!({
            "id": assumption.id,
            "kind": match assumption.element {
                Element::Statement(..) => "statement",
                Element::Direction(_) => "option",
                Element::Rule(_) => "rule",
            },
            "basis": assumption.provenance.basis.map(Basis::word),
            "cites": claims(conflict, assumption),
            "in_documents": assumption.is_in_documents(),
            "changes": found.ways_of(place).map(way_json).collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "detente-pivots/1",
        "conflict": { "title": conflict.title, "digest": detente_model::digest(conflict) },
        "question": question_words(conflict, question).words(),
        "says": says,
        "holds": found.holds,
        "answer": yes_or_no(found.holds),
        "rests_on": rests_on(conflict, found).words(),
        "pivots": found.pivotal().into_iter().map(pivot).collect::<Vec<_>>(),
        "sets": found
            .sets
            .iter()
            .map(|set| json!({
                "ids": ids(found, &set.assumptions),
                "ways": set.ways.iter().map(|way| way.iter().map(alteration).collect::<Vec<_>>()).collect::<Vec<_>>(),
            }))
            .collect::<Vec<_>>(),
        "scope": {
            "complete_to": found.scope.complete_to,
            "answers": found.scope.answers,
            "not_begun": found.scope.too_many.map(|(size, answers)| json!({ "size": size, "answers": answers })),
            "assumptions": found.assumptions.len(),
            "changes": found.tried(),
            "impossible": found
                .scope
                .impossible
                .iter()
                .map(|(place, why)| json!({ "change": alteration(place), "why": why }))
                .collect::<Vec<_>>(),
            "not_varied": found.scope.not_varied.iter().map(|&dm| conflict.dm(dm).id.as_str()).collect::<Vec<_>>(),
        },
    })
}
