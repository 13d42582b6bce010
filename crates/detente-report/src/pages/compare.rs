//! Variants side by side: what each has, and which verdicts change, and only those.

use std::collections::BTreeMap;

use detente_analysis::compare::{CompareError, Compared, Difference, EquilibriaChanged, Seen, Side, Turn};
use detente_model::{Conflict, DmId, Proposition, State};
use detente_proof::state_text;
use serde_json::{Map, Value, json};

use super::questions::{state_in_list, yes_or_no_rich};
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, number};

/// So many propositions stand beside each other in a table.
const PROPOSITIONS_ABREAST: usize = 7;

/// So many states of a kind are named; of more, how many there are.
const NAMED: usize = 6;

/// The page.
pub fn compare(conflict: &Conflict, propositions: &[Proposition], compared: &Compared) -> Document {
    let mut page = Document::titled(conflict.title.as_str());
    side_by_side(&mut page, compared);
    views(&mut page, conflict, compared);
    questions(&mut page, propositions, compared);
    page.heading("What changes", Rich::toned(Tone::Quiet, "against the conflict as it is"));
    if compared.variants.is_empty() {
        page.paragraph("The file has no variants.");
    }
    for variant in &compared.variants {
        let mut title = Rich::toned(Tone::Strong, variant.id.as_str());
        if let Some(text) = &variant.text {
            title = title.plain(format!(": {text}"));
        }
        page.paragraph(title);
        page.items(match &variant.outcome {
            Ok((side, difference)) => changes(conflict, propositions, side, difference),
            Err(error) => vec![Item::new("–", unanswered(error))],
        });
    }
    page
}

/// Why a variant has no answers.
pub(crate) fn unanswered(error: &CompareError) -> Rich {
    Rich::toned(Tone::Warn, format!("It cannot be analysed: {error}."))
}

/// What the conflict and each variant have: states and equilibria.
pub(crate) fn side_by_side(page: &mut Document, compared: &Compared) {
    let concepts: Vec<&str> = compared.base.equilibria.iter().map(|(concept, _)| concept.name).collect();
    page.heading("Equilibria", Rich::toned(Tone::Quiet, "how many; ● where the status quo is one"));
    let columns = [("Variant".to_string(), Align::Left), ("States".to_string(), Align::Right)];
    let columns = columns.into_iter().chain(concepts.iter().map(|name| (name.to_string(), Align::Right)));
    let mut table = Table::new("variants", columns);
    let row = |id: Rich, side: &Side| {
        let mut cells = vec![id, number(side.states as u128).into()];
        for (place, (_, count)) in side.equilibria.iter().enumerate() {
            let here = side.fate.get(place).is_some_and(|(_, of)| of.iter().all(|stable| *stable));
            let mark = if here { Rich::toned(Tone::Good, "● ") } else { Rich::empty() };
            cells.push(mark.plain(number(*count as u128)));
        }
        cells
    };
    table.rows.push(row(Rich::toned(Tone::Quiet, "as it is"), &compared.base));
    for variant in &compared.variants {
        let id = Rich::toned(Tone::Name, variant.id.as_str());
        match &variant.outcome {
            Ok((side, _)) => table.rows.push(row(id, side)),
            Err(_) => {
                let mut cells = vec![id];
                cells.resize(2 + concepts.len(), Rich::toned(Tone::Warn, "?"));
                table.rows.push(cells);
            }
        }
    }
    page.table(table);
}

/// What comes of each variant where everybody acts on its own picture; nothing where there are no views.
fn views(page: &mut Document, conflict: &Conflict, compared: &Compared) {
    let Some(base) = &compared.base.seen else { return };
    let beside = "how many hypergame equilibria; ● where the status quo is one";
    page.heading("As each sees it", Rich::toned(Tone::Quiet, beside));
    let concepts: Vec<&str> = compared.base.equilibria.iter().map(|(concept, _)| concept.name).collect();
    let first = std::iter::once(("Variant".to_string(), Align::Left));
    let mut counts = Table::new("views", first.chain(concepts.iter().map(|name| (name.to_string(), Align::Right))));
    let expected = format!("Who would leave the status quo ({})", concepts.first().unwrap_or(&""));
    let columns = ["Variant", "Own view", &expected].map(|name| (name.to_string(), Align::Left));
    let mut who = Table::new("expected", columns);
    let ids = |dms: &[DmId]| and_list(&dms.iter().map(|&dm| conflict.dm(dm).id.clone()).collect::<Vec<_>>());
    let others = compared.variants.iter().filter_map(|variant| {
        let (side, _) = variant.outcome.as_ref().ok()?;
        Some((Rich::toned(Tone::Name, variant.id.as_str()), side.seen.as_ref()?))
    });
    for (id, seen) in std::iter::once((Rich::toned(Tone::Quiet, "as it is"), base)).chain(others) {
        let Ok(seen) = seen else {
            let mut cells = vec![id];
            cells.resize(1 + concepts.len(), Rich::toned(Tone::Warn, "?"));
            counts.rows.push(cells);
            continue;
        };
        let mut cells = vec![id.clone()];
        for under in &seen.under {
            let mark = if under.lasts == Some(true) { Rich::toned(Tone::Good, "● ") } else { Rich::empty() };
            cells.push(mark.plain(number(under.equilibria as u128)));
        }
        counts.rows.push(cells);
        let own = if seen.misled.is_empty() { Rich::toned(Tone::Quiet, "nobody") } else { ids(&seen.misled).into() };
        who.rows.push(vec![id, own, expected_to_leave(conflict, seen)]);
    }
    page.table(counts);
    page.table(who);
}

/// Who is expected to leave the status quo under the first concept, and by whom.
fn expected_to_leave(conflict: &Conflict, seen: &Seen) -> Rich {
    let ids = |dms: &[DmId]| and_list(&dms.iter().map(|&dm| conflict.dm(dm).id.clone()).collect::<Vec<_>>());
    let mut expected: BTreeMap<&[DmId], Vec<DmId>> = BTreeMap::new();
    for (by, whom) in seen.under.iter().take(1).flat_map(|under| &under.expects) {
        expected.entry(whom).or_default().push(*by);
    }
    if expected.is_empty() {
        return Rich::toned(Tone::Quiet, "nobody");
    }
    let each = expected.into_iter().map(|(whom, by)| match by.as_slice() {
        all if all.len() == conflict.decision_makers.len() => format!("{}, as all see it", ids(whom)),
        [one] => format!("{}, as {} sees it", ids(whom), ids(&[*one])),
        some => format!("{}, as {} see it", ids(whom), ids(some)),
    });
    Rich::toned(Tone::Warn, each.collect::<Vec<_>>().join("; "))
}

/// The verdicts on the propositions.
pub(crate) fn questions(page: &mut Document, propositions: &[Proposition], compared: &Compared) {
    if propositions.is_empty() {
        return;
    }
    page.heading("Propositions", Rich::empty());
    // As many columns as a narrow terminal has room for beside the names of variants.
    let mut first = 0;
    for some in propositions.chunks(PROPOSITIONS_ABREAST) {
        let columns = std::iter::once(("Variant".to_string(), Align::Left));
        let columns = columns.chain(some.iter().map(|proposition| (proposition.id.clone(), Align::Centre)));
        let mut table = Table::new("answers", columns);
        let row = |id: Rich, side: &Side| {
            let cells = side.propositions.iter().skip(first).take(some.len()).map(|verdict| match verdict {
                None => Rich::toned(Tone::Quiet, "·"),
                Some(Ok(verdict)) => yes_or_no_rich(verdict.holds),
                Some(Err(_)) => Rich::toned(Tone::Warn, "?"),
            });
            std::iter::once(id).chain(cells).collect::<Vec<_>>()
        };
        table.rows.push(row(Rich::toned(Tone::Quiet, "as it is"), &compared.base));
        for variant in &compared.variants {
            let Ok((side, _)) = &variant.outcome else { continue };
            // A variant of which nothing here is asked has no row.
            if side.propositions.iter().skip(first).take(some.len()).any(Option::is_some) {
                table.rows.push(row(Rich::toned(Tone::Name, variant.id.as_str()), side));
            }
        }
        first += some.len();
        if first == propositions.len() {
            table.notes.push("· not asked of this variant; ? no answer.".into());
        }
        page.table(table);
    }
}

/// All that a variant changes, a point each.
fn changes(conflict: &Conflict, propositions: &[Proposition], side: &Side, difference: &Difference) -> Vec<Item> {
    let mut items = Vec::new();
    let mut add = |text: Rich| items.push(Item::new("–", text));
    if difference.status_quo_moved {
        // In a variant with other named states a place means another state, so only combinations are spelled out.
        let to = side.status_quo.as_ref().filter(|state| matches!(state, State::Vector(_)));
        let to = to.map(|state| format!(": {}", state_text(conflict, state))).unwrap_or_default();
        add(format!("The status quo is another state{to}.").into());
    }
    let (fewer, more) = difference.states;
    if fewer + more > 0 {
        add(format!("{} no more, {} new.", count(fewer, "state", "states"), number(more as u128)).into());
    }
    fate(conflict, difference).into_iter().for_each(&mut add);
    for (concept, turn) in &difference.seen {
        let (tone, word) = match turn {
            Turn::ToYes => (Tone::Good, "lasts"),
            Turn::ToNo => (Tone::Bad, "does not last"),
        };
        add(Rich::from(format!("{}, as each sees it: the status quo now ", concept.name)).then(tone, word).plain("."));
    }
    for (concept, dm, turn) in &difference.expects {
        let what = match turn {
            Turn::ToYes => "expects another, or itself, to leave the status quo now",
            Turn::ToNo => "expects nobody to leave the status quo any more",
        };
        add(format!("{}, as each sees it: {} {what}.", concept.name, conflict.dm(*dm).name).into());
    }
    if !difference.hypergame.is_empty() {
        let each = difference.hypergame.iter();
        let each = each.map(|(concept, was, is)| {
            format!("{} {} in place of {}", concept.name, number(*is as u128), number(*was as u128))
        });
        add(format!("Hypergame equilibria: {}.", each.collect::<Vec<_>>().join(", ")).into());
    }
    for changed in &difference.equilibria {
        let parts: Vec<String> =
            kinds(changed).into_iter().filter_map(|(word, states)| named(conflict, word, states)).collect();
        add(format!("{}: equilibria {}.", changed.concept.name, parts.join("; ")).into());
    }
    turned(propositions, difference).into_iter().for_each(&mut add);
    if difference.is_none() {
        add(Rich::toned(Tone::Quiet, "No verdict changes."));
    }
    items
}

/// What a variant changes of what is asked first: the status quo and the propositions.
pub(crate) fn in_short(conflict: &Conflict, propositions: &[Proposition], difference: &Difference) -> Rich {
    let mut sentences = Vec::new();
    if difference.status_quo_moved {
        sentences.push(Rich::from("The status quo is another state."));
    }
    // A change that is the same under several concepts is told once.
    let mut told: Vec<(DmId, Turn, Vec<&str>)> = Vec::new();
    for (concept, dm, turn) in &difference.fate {
        match told.iter_mut().find(|(of, to, _)| of == dm && to == turn) {
            Some((_, _, names)) => names.push(concept.name),
            None => told.push((*dm, *turn, vec![concept.name])),
        }
    }
    for (dm, turn, names) in told {
        let under = and_list(&names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
        sentences.push(status_quo_turns(conflict, dm, turn, &under));
    }
    sentences.extend(turned(propositions, difference));
    if sentences.is_empty() {
        return Rich::toned(
            Tone::Quiet,
            if difference.is_none() { "Nothing." } else { "Only which other states are equilibria." },
        );
    }
    sentences.into_iter().fold(Rich::empty(), |all, one| match all.is_empty() {
        true => one,
        false => all.plain(" ").join(one),
    })
}

fn status_quo_turns(conflict: &Conflict, dm: DmId, turn: Turn, under: &str) -> Rich {
    let (tone, word) = match turn {
        Turn::ToYes => (Tone::Good, "stable"),
        Turn::ToNo => (Tone::Bad, "unstable"),
    };
    Rich::from(format!("{under}: the status quo becomes "))
        .then(tone, word)
        .plain(format!(" for {}.", conflict.dm(dm).name))
}

/// What becomes of the status quo, a sentence each.
fn fate(conflict: &Conflict, difference: &Difference) -> Vec<Rich> {
    difference.fate.iter().map(|(concept, dm, turn)| status_quo_turns(conflict, *dm, *turn, concept.name)).collect()
}

/// Which propositions turn, a sentence each.
fn turned(propositions: &[Proposition], difference: &Difference) -> Vec<Rich> {
    let one = |(place, turn): &(usize, Turn)| {
        Rich::toned(Tone::Name, propositions[*place].id.as_str())
            .plain(" becomes ")
            .join(yes_or_no_rich(*turn == Turn::ToYes))
            .plain(".")
    };
    difference.propositions.iter().map(one).collect()
}

fn kinds(changed: &EquilibriaChanged) -> [(&'static str, &Vec<State>); 4] {
    [
        ("lost", &changed.lost),
        ("won", &changed.won),
        ("no longer feasible", &changed.gone),
        ("newly feasible", &changed.new),
    ]
}

fn named(conflict: &Conflict, word: &str, states: &[State]) -> Option<String> {
    if states.is_empty() {
        return None;
    }
    if states.len() > NAMED {
        return Some(format!("{word}: {}", number(states.len() as u128)));
    }
    // The places of newly feasible named states are the variant's: they are counted, not named.
    if word == "newly feasible" && states.iter().any(|state| matches!(state, State::Named(_))) {
        return Some(format!("{word}: {}", states.len()));
    }
    let names: Vec<String> = states.iter().map(|state| state_in_list(conflict, state)).collect();
    Some(format!("{word}: {}", and_list(&names)))
}

fn seen_json(conflict: &Conflict, seen: &Seen) -> Value {
    let id = |dm: &DmId| conflict.dm(*dm).id.clone();
    let under = seen.under.iter().map(|under| {
        let expects = under.expects.iter().map(|(by, whom)| (id(by), whom.iter().map(id).collect::<Vec<_>>().into()));
        let value = json!({
            "equilibria": under.equilibria,
            "status_quo_lasts": under.lasts,
            "expects_to_leave": expects.collect::<Map<String, Value>>(),
        });
        (under.concept.id.to_string(), value)
    });
    json!({ "of": seen.misled.iter().map(id).collect::<Vec<_>>(), "under": under.collect::<Map<String, Value>>() })
}

/// The same for programs: `detente-compare/1`. Lists of states are whole.
pub fn compare_json(conflict: &Conflict, propositions: &[Proposition], compared: &Compared) -> Value {
    let side = |side: &Side| {
        let mut equilibria = Map::new();
        side.equilibria.iter().for_each(|(concept, n)| drop(equilibria.insert(concept.id.into(), (*n).into())));
        let mut status_quo = Map::new();
        for (concept, of) in &side.fate {
            let by: Map<String, Value> =
                conflict.decision_makers.iter().zip(of).map(|(dm, stable)| (dm.id.clone(), (*stable).into())).collect();
            status_quo.insert(concept.id.into(), by.into());
        }
        let asked = propositions.iter().zip(&side.propositions).filter_map(|(p, verdict)| {
            let verdict = verdict.as_ref()?;
            let problem = verdict.as_ref().err().map(ToString::to_string);
            Some(json!({ "id": p.id, "holds": verdict.as_ref().ok().map(|v| v.holds), "problem": problem }))
        });
        let views = side.seen.as_ref().and_then(|seen| seen.as_ref().ok()).map(|seen| seen_json(conflict, seen));
        json!({
            "states": side.states,
            "equilibria": equilibria,
            "status_quo_stable": status_quo,
            "views": views,
            "propositions": asked.collect::<Vec<_>>(),
        })
    };
    let names = |states: &[State]| states.iter().map(|state| state_text(conflict, state)).collect::<Vec<_>>();
    let to = |turn: &Turn| *turn == Turn::ToYes;
    let difference = |difference: &Difference| {
        json!({
            "status_quo_moved": difference.status_quo_moved,
            "states": { "gone": difference.states.0, "new": difference.states.1 },
            "status_quo_stable": difference
                .fate
                .iter()
                .map(|(concept, dm, turn)| json!({
                    "concept": concept.id, "decision_maker": conflict.dm(*dm).id, "to": to(turn),
                }))
                .collect::<Vec<_>>(),
            "equilibria": difference
                .equilibria
                .iter()
                .map(|changed| {
                    let is_vector = changed.new.iter().all(|state| matches!(state, State::Vector(_)));
                    json!({
                        "concept": changed.concept.id,
                        "lost": names(&changed.lost),
                        "won": names(&changed.won),
                        "gone": names(&changed.gone),
                        "new": is_vector.then(|| names(&changed.new)),
                        "new_count": changed.new.len(),
                    })
                })
                .collect::<Vec<_>>(),
            "status_quo_lasts_as_seen": difference
                .seen
                .iter()
                .map(|(concept, turn)| json!({ "concept": concept.id, "to": to(turn) }))
                .collect::<Vec<_>>(),
            "expects_to_leave": difference
                .expects
                .iter()
                .map(|(concept, dm, turn)| json!({
                    "concept": concept.id, "decision_maker": conflict.dm(*dm).id, "to": to(turn),
                }))
                .collect::<Vec<_>>(),
            "hypergame_equilibria": difference
                .hypergame
                .iter()
                .map(|(concept, was, is)| json!({ "concept": concept.id, "base": was, "variant": is }))
                .collect::<Vec<_>>(),
            "propositions": difference
                .propositions
                .iter()
                .map(|(place, turn)| json!({ "id": propositions[*place].id, "to": to(turn) }))
                .collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "detente-compare/1",
        "conflict": { "title": conflict.title, "digest": detente_model::digest(conflict) },
        "scope": { "complete": true },
        "base": side(&compared.base),
        "variants": compared
            .variants
            .iter()
            .map(|variant| {
                let outcome = variant.outcome.as_ref();
                json!({
                    "id": variant.id,
                    "text": variant.text,
                    "problem": outcome.err().map(ToString::to_string),
                    "side": outcome.ok().map(|(s, _)| side(s)),
                    "changes": outcome.ok().map(|(_, d)| difference(d)),
                })
            })
            .collect::<Vec<_>>(),
    })
}
