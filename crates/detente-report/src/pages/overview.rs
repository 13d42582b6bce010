//! The main page: the situation, where it could rest, and how much of that to believe.

use detente_analysis::{Answer, Choice, Comparison, Finding};
use detente_engine::{EngineKind, StateSet};
use detente_model::ledger::{Audit, Verification};
use detente_model::{Basis, Conflict, Direction, DmId, Outcome, OutcomeWhen, State};
use detente_proof::CONVENTIONS;

use super::open::{open_rankings, open_unknowns};
use crate::advice::Surface;
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, margin, number, options_on};

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct OverviewInputs<'a, 'c> {
    /// The analysed conflict.
    pub answer: &'a Answer<'c>,
    /// Its digest.
    pub digest: &'a str,
    /// What its elements rest on.
    pub audit: &'a Audit<'c>,
    /// Its documents and claims, checked.
    pub verification: &'a Verification,
    /// Published results beside ours.
    pub comparisons: &'a [Comparison<'c>],
    /// At most so many states are listed.
    pub limit: usize,
}

/// The page.
pub fn overview(inputs: OverviewInputs) -> Document {
    let answer = inputs.answer;
    let mut page = Document::titled(answer.conflict.title.as_str());
    page.paragraph(size(answer));
    for sentence in open_rankings(answer.conflict, Surface::CommandLine) {
        page.paragraph(sentence);
    }
    situation(&mut page, answer);
    rest(&mut page, answer);
    status_quo(&mut page, answer);
    equilibria(&mut page, answer, inputs.limit);
    outcomes(&mut page, answer);
    literature(&mut page, answer, inputs.comparisons);
    sourcing(&mut page, inputs);
    scope(&mut page, inputs);
    page
}

fn size(answer: &Answer) -> Rich {
    let conflict = answer.conflict;
    let mut parts = vec![count(conflict.decision_makers.len(), "decision maker", "decision makers")];
    if !conflict.options.is_empty() {
        parts.push(count(conflict.options.len(), "option", "options"));
    }
    if !conflict.rules.is_empty() {
        parts.push(count(conflict.rules.len(), "rule", "rules"));
    }
    parts.push(count(answer.solution.states(), "feasible state", "feasible states"));
    Rich::toned(Tone::Quiet, parts.join(" · "))
}

/// Who can do what, and what is on at the status quo.
fn situation(page: &mut Document, answer: &Answer) {
    let conflict = answer.conflict;
    let place = answer.status_quo();
    let beside = match place {
        Some(place) => Rich::toned(Tone::Quiet, "status quo ")
            .then(Tone::Name, answer.name(place))
            .then(Tone::Quiet, "  ● on  ○ off"),
        None => Rich::toned(Tone::Quiet, "no status quo is given"),
    };
    page.heading("The situation", beside);
    let choices = place.map(|place| answer.choices(place)).unwrap_or_default();
    let mut items = Vec::new();
    for dm in conflict.dm_ids() {
        let who = conflict.dm(dm);
        items.push(Item::new(
            Rich::empty(),
            Rich::toned(Tone::Strong, who.name.as_str()).then(Tone::Quiet, id_beside(&who.name, &who.id)),
        ));
        for option in conflict.options_of(dm) {
            let mark = match choices.get(option.index()) {
                Some(Choice::On) => "●",
                Some(Choice::Off) => "○",
                Some(Choice::Either) => "◐",
                None => "·",
            };
            let one_way = match conflict.option(option).direction {
                Direction::Both => "",
                Direction::On => "; once on, it stays on",
                Direction::Off => "; once off, it stays off",
            };
            let mark = Rich::from(mark).plain(" ").then(Tone::Name, conflict.option_name(option)).plain(" ");
            items.push(
                Item::new(mark, Rich::from(conflict.option(option).text.as_str()).then(Tone::Quiet, one_way)).at(1),
            );
        }
    }
    if let (Some(place), Some(named)) = (place, &conflict.named_states)
        && let Some(text) = &named[place].text
    {
        items.push(Item::new(Rich::empty(), format!("The state {}: {text}", named[place].id)));
    }
    page.items(items);
}

/// The id, where the name does not show it.
fn id_beside(name: &str, id: &str) -> String {
    if name == id { String::new() } else { format!("  {id}") }
}

/// How many equilibria there are, and who finds how many states stable.
fn rest(page: &mut Document, answer: &Answer) {
    page.heading("Where it could rest", Rich::toned(Tone::Quiet, "states that are stable for every decision maker"));
    let conflict = answer.conflict;
    let mut columns = vec![("concept".into(), Align::Left), ("equilibria".into(), Align::Right)];
    if answer.status_quo().is_some() {
        columns.push(("status quo".into(), Align::Left));
    }
    columns.extend(conflict.decision_makers.iter().map(|dm| (dm.id.clone(), Align::Right)));
    // Beside many decision makers there is no room for words.
    let explained = conflict.decision_makers.len() <= 3;
    if explained {
        columns.push(("because, for each of them,".into(), Align::Left));
    }
    let mut table = Table::new("concepts", columns);
    for concept in answer.solution.concepts() {
        let set = answer.solution.equilibria(concept);
        let mut row = vec![Rich::toned(Tone::Strong, concept.name), number(set.count() as u128).into()];
        if let Some(place) = answer.status_quo() {
            row.push(verdict(set.contains(place), "lasts", "does not last"));
        }
        row.extend(conflict.dm_ids().map(|dm| number(answer.solution.stable(concept, dm).count() as u128).into()));
        if explained {
            row.push(Rich::toned(Tone::Quiet, concept.short));
        }
        table.rows.push(row);
    }
    table.notes.push(
        "Under each decision maker: how many states are stable for it. Read Nash and SEQ first: under GMR and SMR any countermove \
         counts, so their numbers grow with every issue in the model."
            .into(),
    );
    page.table(table);
}

fn verdict(good: bool, yes: &str, no: &str) -> Rich {
    if good { Rich::toned(Tone::Good, yes) } else { Rich::toned(Tone::Bad, no) }
}

/// How each decision maker sees the status quo.
fn status_quo(page: &mut Document, answer: &Answer) {
    let Some(place) = answer.status_quo() else { return };
    page.heading("The status quo", Rich::toned(Tone::Name, answer.name(place)));
    let mut columns = vec![("decision maker".into(), Align::Left), ("ranks it".into(), Align::Left)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Left)));
    let mut table = Table::new("status_quo", columns);
    for dm in answer.conflict.dm_ids() {
        let mut row = vec![Rich::from(answer.conflict.dm(dm).name.as_str()), ranked(answer, dm, place).into()];
        for concept in answer.solution.concepts() {
            let stable = answer.solution.stable(concept, dm).contains(place);
            let beside = margin(answer.margin(concept, dm, place));
            row.push(verdict(stable, "✓", "✗").then(Tone::Quiet, format!(" {beside}")));
        }
        table.rows.push(row);
    }
    table.notes.push(
        "✓ stable, ✗ not. +n: it could fall n places in the ranking and stay stable; −n: it must rise n places to become so; \
         any: stable at any place."
            .into(),
    );
    page.table(table);
}

/// "3rd of 60", the best being the first.
fn ranked(answer: &Answer, dm: DmId, place: usize) -> String {
    let places = answer.solution.places_in_ranking(dm);
    let from_best = places - answer.solution.rank(dm, place);
    format!("{} of {}", ordinal(from_best), number(u128::from(places)))
}

/// "1st", "2nd", …
pub(crate) fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", number(u128::from(n)))
}

/// The states that are equilibria, those under most concepts first.
fn equilibria(page: &mut Document, answer: &Answer, limit: usize) {
    let (places, total) = answer.notable(limit);
    let beside = match (total, places.len()) {
        (0, _) => String::new(),
        (_, shown) if shown < total => {
            format!("{} of {}: those under most concepts first", number(shown as u128), count(total, "state", "states"))
        }
        _ => format!("{}: those under most concepts first", count(total, "state", "states")),
    };
    page.heading("Equilibria", Rich::toned(Tone::Quiet, beside));
    if total == 0 {
        page.paragraph("No state is an equilibrium under any of these concepts.");
        return;
    }
    let has_outcomes = !answer.conflict.outcomes.is_empty();
    let mut columns = vec![("state".into(), Align::Left), ("what is on".into(), Align::Left)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Centre)));
    if has_outcomes {
        columns.push(("outcomes".into(), Align::Left));
    }
    let mut table = Table::new("equilibria", columns);
    let status_quo = answer.status_quo();
    for &place in &places {
        let mut name = Rich::toned(Tone::Name, answer.name(place));
        if Some(place) == status_quo {
            name = name.then(Tone::Strong, " now");
        }
        let mut row = vec![name, options_on(answer, place)];
        for concept in answer.solution.concepts() {
            let is = answer.solution.equilibria(concept).contains(place);
            row.push(if is { Rich::toned(Tone::Good, "●") } else { Rich::toned(Tone::Quiet, "·") });
        }
        if has_outcomes {
            row.push(
                answer.outcomes_at(place).map(|outcome| outcome.id.as_str()).collect::<Vec<_>>().join(", ").into(),
            );
        }
        table.rows.push(row);
    }
    if places.len() < total {
        table.notes.push(format!("{} more: use --limit to see them.", number((total - places.len()) as u128)));
    }
    page.table(table);
}

/// Where the named outcomes hold.
fn outcomes(page: &mut Document, answer: &Answer) {
    let conflict = answer.conflict;
    if conflict.outcomes.is_empty() {
        return;
    }
    page.heading("Outcomes", Rich::toned(Tone::Quiet, "in how many states and equilibria each holds"));
    page.table(outcome_table(answer, "yes".into(), |outcome| {
        let when = match &outcome.when {
            OutcomeWhen::Holds(condition) => condition.text(conflict),
            OutcomeWhen::OneOf(states) => format!("one of {}", named(answer, states)),
        };
        (Rich::toned(Tone::Strong, outcome.id.as_str()), when.into())
    }));
}

/// A row for each outcome: its name and when it holds in the words of `described`, then in how many states and equilibria it holds, and whether it does `now`.
pub(crate) fn outcome_table(answer: &Answer, now: Rich, described: impl Fn(&Outcome) -> (Rich, Rich)) -> Table {
    let mut columns =
        vec![("outcome".into(), Align::Left), ("holds when".into(), Align::Left), ("states".into(), Align::Right)];
    columns.extend(answer.solution.concepts().iter().map(|concept| (concept.name.into(), Align::Right)));
    if answer.status_quo().is_some() {
        columns.push(("now".into(), Align::Left));
    }
    let mut table = Table::new("outcomes", columns);
    let counted = |n: Option<usize>| n.map_or("not counted".to_string(), |n| number(n as u128));
    for outcome in &answer.conflict.outcomes {
        let (name, when) = described(outcome);
        let holding = answer.holding(outcome);
        let mut row = vec![name, when, counted(holding.as_ref().map(StateSet::count)).into()];
        for concept in answer.solution.concepts() {
            let equilibria = answer.solution.equilibria(concept);
            row.push(counted(holding.as_ref().map(|holding| holding.count_common(equilibria))).into());
        }
        if let Some(place) = answer.status_quo() {
            row.push(if answer.holds(outcome, place) { now.clone() } else { Rich::toned(Tone::Quiet, "no") });
        }
        table.rows.push(row);
    }
    table
}

/// The names of those of the states that are feasible.
pub(crate) fn named(answer: &Answer, states: &[State]) -> String {
    let names: Vec<String> =
        states.iter().filter_map(|state| answer.solution.place(state)).map(|place| answer.name(place)).collect();
    names.join(", ")
}

/// How the results compare with published ones.
fn literature(page: &mut Document, answer: &Answer, comparisons: &[Comparison]) {
    if comparisons.is_empty() {
        return;
    }
    let of = |finding: Finding| comparisons.iter().filter(|comparison| comparison.finding == finding).count();
    page.heading("Published results", Rich::empty());
    let mut parts = vec![format!("{} of {} reproduced", of(Finding::Reproduced), comparisons.len())];
    for finding in [Finding::Differs, Finding::Unresolved, Finding::Unexplained, Finding::Outdated] {
        if of(finding) > 0 {
            parts.push(format!("{} {}", of(finding), finding.word()));
        }
    }
    page.paragraph(parts.join(", ") + ".");
    let differing = comparisons.iter().filter(|comparison| comparison.finding != Finding::Reproduced);
    page.items(differing.map(|comparison| difference(answer, comparison)).collect());
}

/// The names of some states: of a dozen, and how many more there are.
pub fn some_names(answer: &Answer, places: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = places.iter().take(12).map(|&place| answer.name(place)).collect();
    if places.len() > names.len() {
        names.push(format!("{} more", places.len() - names.len()));
    }
    names
}

/// What differs between a published result and ours.
pub(crate) fn difference(answer: &Answer, comparison: &Comparison) -> Item {
    let names = |places: &[usize]| and_list(&some_names(answer, places));
    let mut text = Rich::toned(Tone::Strong, comparison.published.concept.name).then(
        if comparison.finding.is_failure() { Tone::Bad } else { Tone::Warn },
        format!(" {}", comparison.finding.word()),
    );
    if !comparison.extra.is_empty() {
        text = text.plain(format!("; ours has also {}", names(&comparison.extra)));
    }
    if !comparison.missing.is_empty() {
        text = text.plain(format!("; ours lacks {}", names(&comparison.missing)));
    }
    if let detente_model::PublishedResult::Count(count) = comparison.published.result {
        text =
            text.plain(format!("; published {}, ours {}", number(u128::from(count)), number(comparison.ours as u128)));
    }
    match &comparison.published.agreement {
        detente_model::Agreement::Differs(why) | detente_model::Agreement::Unresolved(why) => {
            text = text.plain(format!(". {why}"))
        }
        detente_model::Agreement::Expected => text = text.plain("."),
    }
    if let Some(reference) = &comparison.published.reference {
        text = text.then(Tone::Quiet, format!(" [{reference}]"));
    }
    Item::new("–", text)
}

/// How well the model is sourced.
fn sourcing(page: &mut Document, inputs: OverviewInputs) {
    let OverviewInputs { answer, audit, verification, .. } = inputs;
    let conflict = answer.conflict;
    page.heading("What it rests on", Rich::empty());
    if conflict.claims.is_empty() {
        page.paragraph(without_ledger(conflict, audit));
        return;
    }
    let mut by_basis: Vec<String> = Basis::ALL
        .iter()
        .map(|&basis| (audit.with_basis(Some(basis)).count(), basis.word()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    let unfounded = audit.with_basis(None).count();
    if unfounded > 0 {
        by_basis.push(format!("{unfounded} on nothing"));
    }
    let used = conflict.claims.len() - audit.unused.len();
    let mut items = vec![Item::new(
        "–",
        format!("{}: {}.", count(audit.elements.len(), "model element", "model elements"), by_basis.join(", ")),
    )];
    let on_disputed = audit.on_disputed(conflict);
    if !on_disputed.is_empty() {
        let names: Vec<String> = on_disputed.iter().map(|element| element.name.clone()).collect();
        items.push(Item::new(
            "–",
            Rich::toned(Tone::Warn, "On a disputed claim").plain(format!(" rest {}.", and_list(&names))),
        ));
    }
    items.push(Item::new(
        "–",
        format!(
            "{} from {}; {used} used.",
            count(conflict.claims.len(), "claim", "claims"),
            count(conflict.sources.len(), "document", "documents")
        ),
    ));
    let verified = verification.verified_claims();
    let state = if verification.has_failures() {
        Rich::toned(Tone::Bad, "The ledger contradicts the documents").plain(": `detente check` says where.")
    } else if verified == conflict.claims.len() && verified > 0 {
        Rich::toned(Tone::Good, "All claims verified").plain(" byte for byte against the documents.")
    } else {
        Rich::toned(Tone::Warn, "Not verified").plain(format!(
            ": {} of {} claims could be checked against documents at hand (--sources DIR says where they are).",
            verified,
            conflict.claims.len()
        ))
    };
    items.push(Item::new("–", state));
    page.items(items);
}

/// What a model without a ledger rests on, in a sentence.
pub(crate) fn without_ledger(conflict: &Conflict, audit: &Audit) -> Rich {
    match &conflict.reference {
        Some(reference) => format!("There is no ledger of claims. The model as a whole is from: {reference}.").into(),
        None => {
            let unfounded = count(audit.with_basis(None).count(), "element", "elements");
            Rich::toned(Tone::Warn, "There is no ledger of claims, and no reference")
                .plain(format!(": {unfounded} of the model rest on nothing."))
        }
    }
}

/// What the answer covers, and by which conventions.
fn scope(page: &mut Document, inputs: OverviewInputs) {
    let answer = inputs.answer;
    page.heading("Scope and conventions", Rich::empty());
    let engine = match answer.solution.engine() {
        EngineKind::Symbolic => "symbolic engine".to_string(),
        listing => format!("explicit engine, {}", listing.word()),
    };
    let mut items = vec![Item::new(
        "–",
        format!(
            "Complete: all {} were analysed for every decision maker ({engine}).",
            count(answer.solution.states(), "state", "states")
        ),
    )];
    items.extend(open_unknowns(answer.conflict, Surface::CommandLine).map(|sentence| Item::new("–", sentence)));
    items.extend(
        CONVENTIONS
            .iter()
            .map(|convention| Item::new("–", Rich::from(format!("{}: {}.", convention.topic, convention.words)))),
    );
    items.push(Item::new("–", Rich::toned(Tone::Quiet, format!("Conflict {}", inputs.digest))));
    page.items(items);
}
