//! What a file can hold.

use serde_json::Value;

use crate::error::{EditError, Reason};
use crate::{Edit, Step, What};

/// A longer text is not edited, in bytes: what `detente_model::read` reads at most.
pub const MAX_FILE_BYTES: usize = 8 << 20;
/// A longer text is no value, in bytes.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// A longer name is no key, in bytes.
pub const MAX_KEY_BYTES: usize = 1 << 10;
/// Values are nested at most so deep: 1 for a text, 2 for a list of texts.
pub const MAX_DEPTH: usize = 16;
/// The largest whole number, and its opposite the smallest: beyond, programs that read JSON lose digits.
pub const MAX_NUMBER: u64 = 1 << 53;

/// Refuses an edit with something in it that a file cannot hold.
pub(crate) fn check(edit: &Edit) -> Result<(), EditError> {
    let bad = |what: String, help: &str| EditError::new(Reason::BadValue, &edit.at, what, help);
    for step in &edit.at {
        if let Step::Key(name) = step {
            check_key(name).map_err(|(what, help)| bad(what, help))?;
        }
    }
    match &edit.what {
        What::Set { value } | What::Insert { value } => check_value(value, 1).map_err(|(what, help)| bad(what, help)),
        What::Rename { key } => check_key(key).map_err(|(what, help)| bad(what, help)),
        What::Remove | What::Move { .. } => Ok(()),
    }
}

type Refusal = (String, &'static str);

/// Refuses a value that is nested too deep from `depth` on, or cannot be written.
pub(crate) fn check_value(value: &Value, depth: usize) -> Result<(), Refusal> {
    if depth > MAX_DEPTH {
        return Err((
            format!("the value is nested deeper than {MAX_DEPTH} levels"),
            "no conflict needs that: flatten it",
        ));
    }
    match value {
        Value::Null => Err(("a file cannot hold `null`".into(), "remove the place instead")),
        Value::Bool(_) => Ok(()),
        Value::Number(number) => {
            let size = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
            match size {
                None => Err((format!("{number} is not a whole number"), "give a whole number, or a text")),
                Some(size) if size > MAX_NUMBER => {
                    Err((format!("{number} is beyond {MAX_NUMBER}"), "give a number closer to zero"))
                }
                Some(_) => Ok(()),
            }
        }
        Value::String(text) if text.len() > MAX_TEXT_BYTES => Err((
            format!("a text has {} bytes; a value has at most {MAX_TEXT_BYTES}", text.len()),
            "shorten it; documents are not put into a conflict file",
        )),
        Value::String(_) => Ok(()),
        Value::Array(items) => items.iter().try_for_each(|item| check_value(item, depth + 1)),
        Value::Object(keys) => keys.iter().try_for_each(|(name, value)| {
            check_key(name)?;
            check_value(value, depth + 1)
        }),
    }
}

fn check_key(name: &str) -> Result<(), Refusal> {
    match name.len() > MAX_KEY_BYTES {
        true => Err((format!("a key has {} bytes; it has at most {MAX_KEY_BYTES}", name.len()), "shorten it")),
        false => Ok(()),
    }
}
