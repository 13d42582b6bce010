//! What a sweep found, laid out.

mod row;

pub use row::{row, row_csv, row_json};

use detente_report::csv::Csv;
use detente_report::document::{Align, Document, Item, Rich, Table as Cells, Tone};
use detente_report::number;
use detente_sweep::summary::{Effect, Share, Summary, Topic};
use serde_json::{Map, Value, json};

/// So many splits of a finding are told to people.
const TOLD: usize = 3;

/// The page of a summary, with at most so many states.
pub fn summary(found: &Summary, limit: usize) -> Document {
    let mut page = Document::titled(found.manifest.conflict.title.as_str());
    page.paragraph(scope(found));
    shares(&mut page, found);
    constants(&mut page, found);
    decided(&mut page, found);
    states(&mut page, found, limit);
    page
}

/// "1,728,000 variants, …"
fn scope(found: &Summary) -> Rich {
    let manifest = &found.manifest;
    let factors = manifest.factors.iter().map(|factor| format!("{} ({})", factor.column, number(factor.values)));
    let factors: Vec<String> = factors.collect();
    let mut words = Rich::empty();
    if let Some(title) = &found.sweep.spec().title {
        words = words.plain(format!("{title}. "));
    }
    words = words.then(Tone::Strong, number(found.rows)).plain(match found.rows == manifest.rows {
        true => " variants, all there are".to_string(),
        false => format!(" variants of {}", number(manifest.rows)),
    });
    words = words.plain(format!("; varied: {}.", factors.join(", ")));
    if found.possible < found.rows {
        words = words.plain(format!(" {} of them leave no conflict.", number(found.rows - found.possible)));
    }
    words
}

/// In how many of a hundred, with one digit behind the point.
fn percent(share: Share) -> String {
    match share.permille() {
        None => "–".into(),
        Some(_) if share.is_all() => "always".into(),
        Some(_) if share.is_none() => "never".into(),
        // What is seldom is not never, and what is nearly always is not always.
        Some(0) => "< 0.1 %".into(),
        Some(permille) => format!("{}.{} %", permille / 10, permille % 10),
    }
}

/// The findings for people: whether somebody is stable is told to programs only, where there is a line for all.
fn told(found: &Summary) -> impl Iterator<Item = usize> + '_ {
    (0..found.findings.len()).filter(|&place| {
        let told = &found.findings[place];
        told.share.of > 0 && (told.topic != Topic::Watched || is_for_all(&told.words))
    })
}

/// What holds in some rows and not in others.
fn shares(page: &mut Document, found: &Summary) {
    let columns =
        [("Finding", Align::Left), ("Holds in", Align::Right), ("Most often, and least often, where", Align::Left)];
    let mut table = Cells::new("findings", columns.map(|(name, align)| (name.to_string(), align)));
    for place in told(found) {
        let one = &found.findings[place];
        if one.share.is_all() || one.share.is_none() {
            continue;
        }
        let effects = found.effects(place);
        let words = effects.first().map_or_else(String::new, |effect| effect_words(found, effect));
        table.rows.push(vec![one.words.as_str().into(), Rich::toned(Tone::Strong, percent(one.share)), words.into()]);
    }
    page.heading(
        "What hangs on it",
        Rich::toned(Tone::Quiet, "holds in some rows, of those in which there is an answer"),
    );
    if table.rows.is_empty() {
        page.paragraph("Nothing: each finding holds in all rows or in none.");
    } else {
        page.table(table);
    }
}

/// What holds in all rows, and what in none.
fn constants(page: &mut Document, found: &Summary) {
    let those = |which: fn(&Share) -> bool| -> Vec<&str> {
        let chosen = told(found).map(|place| &found.findings[place]).filter(|one| which(&one.share));
        let (some, every): (Vec<_>, Vec<_>) = chosen.partition(|one| one.topic != Topic::Every);
        some.iter().chain(&every).map(|one| one.words.as_str()).collect()
    };
    let mut items = Vec::new();
    let all = [("Always", Tone::Good, those(Share::is_all)), ("Never", Tone::Bad, those(Share::is_none))];
    for (word, tone, words) in all {
        if !words.is_empty() {
            items.push(Item::new("–", Rich::toned(tone, word).plain(format!(": {}.", by_concept(&words).join("; ")))));
        }
    }
    if !items.is_empty() {
        page.heading("What does not", Rich::toned(Tone::Quiet, "the same in every row"));
        page.items(items);
    }
}

/// Findings that are the same but for the concept, told once: "the status quo is an equilibrium under Nash, GMR".
fn by_concept(words: &[&str]) -> Vec<String> {
    const UNDER: &str = " under ";
    let mut told: Vec<String> = Vec::new();
    let mut last: &str = "";
    for &one in words {
        let (what, concept) = one.rsplit_once(UNDER).unwrap_or((one, ""));
        match told.last_mut() {
            Some(sentence) if what == last && !concept.is_empty() => sentence.push_str(&format!(", {concept}")),
            _ => told.push(one.to_string()),
        }
        last = what;
    }
    told
}

/// Whether a finding about a watched state is about everybody.
fn is_for_all(words: &str) -> bool {
    words.contains("is an equilibrium")
}

/// "u1 stands before u2: 80.0 %; u2 stands before u1: 12.5 %".
fn effect_words(found: &Summary, effect: &Effect) -> String {
    let split = &found.splits[effect.split];
    let side = |(side, share): (usize, Share)| format!("{}: {}", split.sides[side], percent(share));
    format!("{}; {}", side(effect.most), side(effect.least))
}

/// What decides findings alone, and what makes the biggest difference where nothing does.
fn decided(page: &mut Document, found: &Summary) {
    let mut items = Vec::new();
    for place in told(found) {
        let effects = found.effects(place);
        let name = || Rich::toned(Tone::Name, found.findings[place].words.as_str());
        let deciding: Vec<&Effect> = effects.iter().filter(|effect| effect.decides).collect();
        if deciding.is_empty() {
            let seldom = effects.iter().filter(|effect| effect.least.1.is_none() || effect.most.1.is_all());
            let bounds: Vec<String> = seldom.take(TOLD).map(|effect| bound_words(found, effect)).collect();
            if !bounds.is_empty() {
                items.push(Item::new("–", name().plain(format!(": {}.", bounds.join("; ")))));
            }
        }
        for effect in deciding {
            items.push(Item::new("●", name().plain(format!(": {}.", decision_words(found, place, effect)))));
        }
    }
    page.heading("What decides it", Rich::toned(Tone::Quiet, "alone, whatever all else is"));
    if items.is_empty() {
        page.paragraph("Nothing that was varied decides any of it alone.");
    } else {
        page.items(items);
    }
}

/// "exactly where u7 is kept".
fn decision_words(found: &Summary, finding: usize, effect: &Effect) -> String {
    let split = &found.splits[effect.split];
    let sides = found.counts[finding][effect.split].iter().zip(&split.sides);
    let sides: Vec<&str> = sides.filter(|(share, _)| share.is_all()).map(|(_, words)| words.as_str()).collect();
    format!("exactly where {}", sides.join(" or where "))
}

/// "never where u7 is dropped".
fn bound_words(found: &Summary, effect: &Effect) -> String {
    let split = &found.splits[effect.split];
    let always = effect.most.1.is_all().then(|| format!("always where {}", split.sides[effect.most.0]));
    let never = effect.least.1.is_none().then(|| format!("never where {}", split.sides[effect.least.0]));
    always.into_iter().chain(never).collect::<Vec<_>>().join(", ")
}

fn states(page: &mut Document, found: &Summary, limit: usize) {
    let concepts = &found.sweep.spec().record.concepts;
    let all = found.sweep.universe().states();
    if found.states.iter().all(Vec::is_empty) {
        return;
    }
    let mut columns = vec![("State".to_string(), Align::Left), ("Options".to_string(), Align::Left)];
    columns.extend(concepts.iter().map(|concept| (concept.name.to_string(), Align::Right)));
    let mut table = Cells::new("states", columns);
    let mut order: Vec<usize> = (0..all.len()).filter(|&at| found.states.iter().any(|of| of[at] > 0)).collect();
    // Those that last most often under any concept come first; the weakest concept tells.
    order.sort_by_key(|&at| {
        let counts: Vec<u64> = found.states.iter().map(|of| of[at]).collect();
        (std::cmp::Reverse(counts), at)
    });
    let total = order.len();
    page.heading(
        "Which states are equilibria",
        Rich::toned(Tone::Quiet, format!("{} of {} in some row", number(total as u64), number(all.len() as u64))),
    );
    for &at in order.iter().take(limit) {
        let mut cells: Vec<Rich> = vec![Rich::toned(Tone::Name, all[at].0.as_str()), all[at].1.as_str().into()];
        cells.extend(found.states.iter().map(|of| Rich::from(percent(Share { holds: of[at], of: found.possible }))));
        table.rows.push(cells);
    }
    if total > limit {
        table.notes.push(format!("and {} more (--limit)", number((total - limit) as u64)));
    }
    page.table(table);
}

/// The same for programs: `detente-sweep-summary/1`.
pub fn json(found: &Summary, limit: usize) -> Value {
    let share = |share: &Share| json!({ "holds": share.holds, "of": share.of });
    let finding = |place: usize| {
        let told = &found.findings[place];
        let effects: Vec<Value> = found
            .effects(place)
            .iter()
            .map(|effect| {
                let split = &found.splits[effect.split];
                let sides = split.sides.iter().zip(&found.counts[place][effect.split]);
                json!({
                    "factor": found.manifest.factors[split.factor].column,
                    "split": split.words,
                    "decides": effect.decides,
                    "sides": sides.map(|(words, share)| json!({ "where": words, "holds": share.holds, "of": share.of })).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({ "id": told.id, "says": told.words, "holds": told.share.holds, "of": told.share.of, "splits": effects })
    };
    let concepts = &found.sweep.spec().record.concepts;
    let states = found.sweep.universe().states().iter().enumerate().take(limit).map(|(at, (name, row))| {
        let counts = concepts
            .iter()
            .zip(&found.states)
            .filter_map(|(concept, of)| Some((concept.id.to_string(), (*of.get(at)?).into())));
        json!({ "id": name, "row": row, "equilibrium_in": counts.collect::<Map<String, Value>>() })
    });
    let whole = Share { holds: found.possible, of: found.rows };
    json!({
        "format": "detente-sweep-summary/1",
        "detente": found.manifest.detente,
        "sweep": found.manifest.sweep,
        "conflict": { "title": found.manifest.conflict.title, "digest": found.manifest.conflict.digest },
        "rows": { "read": found.rows, "of": found.manifest.rows, "possible": share(&whole)["holds"] },
        "factors": found.manifest.factors,
        "findings": (0..found.findings.len()).map(finding).collect::<Vec<_>>(),
        "states": states.collect::<Vec<_>>(),
    })
}

/// The same for spreadsheets: a row for each finding, and one for each of it and each side of a split.
pub fn csv(found: &Summary) -> String {
    let mut out = Csv::new(&["finding", "factor", "split", "where", "holds", "of"]);
    for (place, told) in found.findings.iter().enumerate() {
        let (holds, of) = (told.share.holds.to_string(), told.share.of.to_string());
        out.row(&[told.id.as_str(), "", "", "", &holds, &of]);
        for (split, shares) in found.splits.iter().zip(&found.counts[place]) {
            let factor = &found.manifest.factors[split.factor].column;
            for (words, share) in split.sides.iter().zip(shares) {
                let (holds, of) = (share.holds.to_string(), share.of.to_string());
                out.row(&[told.id.as_str(), factor, &split.words, words, &holds, &of]);
            }
        }
    }
    out.into_text()
}
