//! Random edits from a seed.

use crate::plain::Plain;
use detente_edit::{Edit, Step, What};
use detente_testkit::Rng;
use serde_json::{Map, Value, json};

fn pick<'p>(
    rng: &mut Rng, places: &'p [(Vec<Step>, Plain)], wanted: impl Fn(&[Step], &Plain) -> bool,
) -> Option<&'p (Vec<Step>, Plain)> {
    let fitting: Vec<_> = places.iter().filter(|(at, here)| wanted(at, here)).collect();
    (!fitting.is_empty()).then(|| fitting[rng.below(fitting.len())])
}

/// A text, with marks in it that mean something in TOML.
pub fn some_text(rng: &mut Rng) -> String {
    const PARTS: [&str; 12] = ["talk", "not ban", "é", "\"", "'", "\\", "#", "\n", "=", " ] ", "…", "\u{1}"];
    (0..1 + rng.below(4)).map(|_| PARTS[rng.below(PARTS.len())]).collect()
}

fn some_value(rng: &mut Rng, depth: usize) -> Value {
    match rng.below(if depth == 0 { 3 } else { 6 }) {
        0 => json!(some_text(rng)),
        1 => json!(rng.below(100) as i64 - 50),
        2 => json!(rng.chance(50)),
        3 => json!((0..rng.below(4)).map(|_| "a statement of some length").collect::<Vec<_>>()),
        4 => Value::Array((0..rng.below(4)).map(|_| some_value(rng, depth - 1)).collect()),
        _ => some_object(rng, depth),
    }
}

/// An object that is not empty.
pub fn some_object(rng: &mut Rng, depth: usize) -> Value {
    let keys = (0..1 + rng.below(3)).map(|number| (format!("key{number}"), some_value(rng, depth.saturating_sub(1))));
    Value::Object(Map::from_iter(keys.collect::<Vec<_>>()))
}

fn is_key(at: &[Step]) -> bool {
    matches!(at.last(), Some(Step::Key(_)))
}

/// An edit of a text that can be made, or nearly so.
pub fn some_edit(rng: &mut Rng, places: &[(Vec<Step>, Plain)]) -> Option<Edit> {
    let below = |at: &[Step], step: Step| [at, &[step]].concat();
    Some(match rng.below(8) {
        0 => {
            let (at, _) = pick(rng, places, |at, _| !at.is_empty())?;
            Edit { at: at.clone(), what: What::Set { value: some_value(rng, 2) } }
        }
        1 => {
            // Texts are what is set most.
            let (at, _) = pick(rng, places, |_, here| matches!(here, Plain::Text(_)))?;
            Edit { at: at.clone(), what: What::Set { value: json!(some_text(rng)) } }
        }
        2 => {
            let (at, _) = pick(rng, places, |_, here| matches!(here, Plain::Table(_)))?;
            let name = ["added", "an id", "options", "because"][rng.below(4)];
            Edit { at: below(at, name.into()), what: What::Set { value: some_value(rng, 2) } }
        }
        3 => {
            let table = ["decision_makers", "claims", "variants", "outcomes", "states", "fresh"][rng.below(6)];
            let mut at = vec![Step::from(table), Step::from("added")];
            at.extend((0..rng.below(3)).map(|number| Step::from(format!("below{number}"))));
            Edit { at, what: What::Set { value: some_object(rng, 2) } }
        }
        4 => {
            let (at, _) = pick(rng, places, |at, _| !at.is_empty())?;
            Edit { at: at.clone(), what: What::Remove }
        }
        5 => {
            let (at, list) = pick(rng, places, |_, here| matches!(here, Plain::List(_)))?;
            let Plain::List(items) = list else { return None };
            let tables = items.iter().all(|item| matches!(item, Plain::Table(_)));
            let value = if tables { some_object(rng, 1) } else { json!(some_text(rng)) };
            match rng.chance(30) {
                true => Edit { at: at.clone(), what: What::Insert { value } },
                false => Edit { at: below(at, rng.below(items.len() + 1).into()), what: What::Insert { value } },
            }
        }
        6 => {
            let (at, here) = pick(rng, places, |_, here| here.children() > 1)?;
            let step = match here {
                Plain::List(items) => rng.below(items.len()).into(),
                Plain::Table(keys) => keys[rng.below(keys.len())].0.as_str().into(),
                _ => return None,
            };
            Edit { at: below(at, step), what: What::Move { to: rng.below(here.children()) } }
        }
        _ => {
            let (at, _) = pick(rng, places, |at, _| is_key(at))?;
            Edit { at: at.clone(), what: What::Rename { key: ["renamed", "re named"][rng.below(2)].into() } }
        }
    })
}
