//! Whether a text says a value already.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::Step;

/// Whether there is this value at this place, with its keys in this order.
pub(crate) fn says(root: &DeTable, at: &[Step], value: &Value) -> bool {
    at_place(root, at).is_some_and(|here| is_same(here, value))
}

/// The text that stands at a place, if one does.
pub(crate) fn text_at<'r>(root: &'r DeTable, at: &[Step]) -> Option<&'r str> {
    match at_place(root, at)? {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

fn at_place<'r, 'i>(root: &'r DeTable<'i>, at: &[Step]) -> Option<&'r DeValue<'i>> {
    let (Step::Key(first), rest) = at.split_first()? else { return None };
    let mut here = root.get(first.as_str())?.get_ref();
    for step in rest {
        here = match (here, step) {
            (DeValue::Table(table), Step::Key(name)) => table.get(name.as_str())?.get_ref(),
            (DeValue::Array(items), Step::Item(number)) => items.get(*number)?.get_ref(),
            _ => return None,
        };
    }
    Some(here)
}

fn is_same(here: &DeValue, value: &Value) -> bool {
    match (here, value) {
        (DeValue::String(here), Value::String(text)) => here == text,
        (DeValue::Integer(here), Value::Number(number)) => {
            i64::from_str_radix(here.as_str(), here.radix()).ok().is_some_and(|here| number.as_i64() == Some(here))
        }
        (DeValue::Boolean(here), Value::Bool(yes)) => here == yes,
        (DeValue::Array(here), Value::Array(items)) => {
            here.len() == items.len() && here.iter().zip(items).all(|(here, item)| is_same(here.get_ref(), item))
        }
        (DeValue::Table(here), Value::Object(keys)) => {
            let mut in_order: Vec<_> = here.iter().collect();
            in_order.sort_by_key(|(name, _)| name.span().start);
            let same =
                |((name, here), (key, value)): ((&toml::Spanned<_>, &toml::Spanned<DeValue>), (&String, &Value))| {
                    let name: &std::borrow::Cow<str> = name.get_ref();
                    name == key && is_same(here.get_ref(), value)
                };
            in_order.len() == keys.len() && in_order.into_iter().zip(keys).all(same)
        }
        // Dates, times and fractions are nothing that a value can say.
        _ => false,
    }
}
