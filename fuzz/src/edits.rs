//! Edits of any text, and what holds of them.

use detente_edit::{Edit, Reason, Step, What, apply};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

/// An edit, mostly of a place that is in the text.
pub fn some_edit(choices: &mut Unstructured, text: &str) -> Result<Edit> {
    let mut at = Vec::new();
    if let Ok(root) = DeTable::parse(text.trim_start_matches('\u{feff}')) {
        walk(choices, &DeValue::Table(root.into_inner()), &mut at)?;
    }
    if choices.ratio(1, 4)? {
        at.push(match choices.int_in_range(0..=3)? {
            0 => Step::Item(choices.int_in_range(0..=3)?),
            1 => "that".into(),
            2 => "decision_makers".into(),
            _ => "a b".into(),
        });
    }
    let what = match choices.int_in_range(0..=4)? {
        0 => What::Set { value: some_value(choices)? },
        1 => What::Remove,
        2 => What::Insert { value: some_value(choices)? },
        3 => What::Move { to: choices.int_in_range(0..=4)? },
        _ => What::Rename { key: ["renamed", "re named", "a"][choices.int_in_range(0..=2)?].into() },
    };
    Ok(Edit { at, what })
}

fn walk(choices: &mut Unstructured, here: &DeValue, at: &mut Vec<Step>) -> Result<()> {
    let (step, next) = match here {
        DeValue::Table(table) if !table.is_empty() => {
            let number = choices.choose_index(table.len())?;
            let Some((key, value)) = table.iter().nth(number) else { return Ok(()) };
            (Step::Key(key.get_ref().to_string()), value)
        }
        DeValue::Array(items) if !items.is_empty() => {
            let number = choices.choose_index(items.len())?;
            (Step::Item(number), &items[number])
        }
        _ => return Ok(()),
    };
    at.push(step);
    if choices.ratio(2, 3)? { walk(choices, next.get_ref(), at) } else { Ok(()) }
}

fn some_value(choices: &mut Unstructured) -> Result<Value> {
    Ok(match choices.int_in_range(0..=8)? {
        0 => json!("talk"),
        1 => json!("\"'\\#\n\u{1}"),
        2 => json!(-3),
        3 => json!([]),
        4 => json!({}),
        5 => json!(["a", ["b"]]),
        6 => json!({ "that": "talk", "cites": ["K1"], "in": { "ner": [{ "a b": true }] } }),
        7 => json!([{ "on": ["a"] }, { "off": ["b"] }]),
        _ => json!(null),
    })
}

/// Makes an edit and checks what holds of every edit; `None` if it was refused.
pub fn edit_lawfully(text: &str, edit: &Edit) -> Option<String> {
    let was_toml = DeTable::parse(text).is_ok();
    match apply(text, edit) {
        Ok(edited) => {
            assert!(was_toml, "what is not TOML is refused: {text:?}");
            assert!(DeTable::parse(&edited).is_ok(), "{edit:?} of {text:?} leaves no TOML: {edited:?}");
            if matches!(edit.what, What::Set { .. }) {
                let again = apply(&edited, edit);
                assert_eq!(again.as_ref(), Ok(&edited), "{edit:?} of {text:?}: what was set is there");
            }
            Some(edited)
        }
        Err(error) => {
            assert!(!error.what.is_empty() && !error.help.is_empty(), "a refusal says what to do");
            assert!(!was_toml || error.reason != Reason::NotToml, "{text:?} is TOML: {error}");
            // Only values nested deeper than TOML is read may spoil a text.
            assert!(error.reason != Reason::Spoiled || text.matches(['[', '{']).count() > 40, "{edit:?} of {text:?}: {error}");
            None
        }
    }
}
