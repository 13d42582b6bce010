#![allow(dead_code, reason = "each test file uses a part of it")]
//! The same edits made to plain data, with no text in sight: the law that edits of texts are measured by.

use detente_edit::{Edit, Step, What};
use serde_json::Value;
use toml::de::{DeTable, DeValue};

/// What a text says, with keys in their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    Text(String),
    Number(i64),
    Yes(bool),
    List(Vec<Plain>),
    Table(Vec<(String, Plain)>),
    /// A fraction or a date: nothing that an edit can write.
    Other(String),
}

impl Plain {
    /// What a text says.
    pub fn of(text: &str) -> Plain {
        Plain::read(text).unwrap_or_else(|| panic!("the text is not TOML\n{text}"))
    }

    /// What a text says, if it is TOML.
    pub fn read(text: &str) -> Option<Plain> {
        let text = text.trim_start_matches('\u{feff}');
        DeTable::parse(text).ok().map(|root| Plain::of_table(root.get_ref()))
    }

    fn of_table(table: &DeTable) -> Plain {
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        Plain::Table(
            keys.into_iter()
                .map(|(key, value)| (key.get_ref().to_string(), Plain::of_value(value.get_ref())))
                .collect(),
        )
    }

    fn of_value(value: &DeValue) -> Plain {
        match value {
            DeValue::String(text) => Plain::Text(text.to_string()),
            DeValue::Integer(number) => {
                Plain::Number(i64::from_str_radix(number.as_str(), number.radix()).expect("a small number"))
            }
            DeValue::Boolean(yes) => Plain::Yes(*yes),
            DeValue::Array(items) => Plain::List(items.iter().map(|item| Plain::of_value(item.get_ref())).collect()),
            DeValue::Table(table) => Plain::of_table(table),
            other => Plain::Other(format!("{other:?}")),
        }
    }

    pub fn of_json(value: &Value) -> Plain {
        match value {
            Value::String(text) => Plain::Text(text.clone()),
            Value::Number(number) => Plain::Number(number.as_i64().expect("a small number")),
            Value::Bool(yes) => Plain::Yes(*yes),
            Value::Array(items) => Plain::List(items.iter().map(Plain::of_json).collect()),
            Value::Object(keys) => {
                Plain::Table(keys.iter().map(|(key, value)| (key.clone(), Plain::of_json(value))).collect())
            }
            Value::Null => panic!("no file holds it"),
        }
    }

    /// As a value to set; `None` if there is a fraction or a date in it.
    pub fn to_json(&self) -> Option<Value> {
        Some(match self {
            Plain::Text(text) => Value::from(text.as_str()),
            Plain::Number(number) => Value::from(*number),
            Plain::Yes(yes) => Value::from(*yes),
            Plain::List(items) => Value::Array(items.iter().map(Plain::to_json).collect::<Option<_>>()?),
            Plain::Table(keys) => {
                let keys = keys.iter().map(|(key, value)| Some((key.clone(), value.to_json()?)));
                Value::Object(keys.collect::<Option<_>>()?)
            }
            Plain::Other(_) => return None,
        })
    }

    pub fn children(&self) -> usize {
        match self {
            Plain::List(items) => items.len(),
            Plain::Table(keys) => keys.len(),
            _ => 0,
        }
    }

    /// What stands at a place.
    pub fn at(&self, at: &[Step]) -> Option<&Plain> {
        let Some((step, rest)) = at.split_first() else { return Some(self) };
        match (self, step) {
            (Plain::Table(keys), Step::Key(name)) => keys.iter().find(|(key, _)| key == name)?.1.at(rest),
            (Plain::List(items), Step::Item(number)) => items.get(*number)?.at(rest),
            _ => None,
        }
    }

    fn at_mut(&mut self, at: &[Step]) -> Option<&mut Plain> {
        let Some((step, rest)) = at.split_first() else { return Some(self) };
        match (self, step) {
            (Plain::Table(keys), Step::Key(name)) => keys.iter_mut().find(|(key, _)| key == name)?.1.at_mut(rest),
            (Plain::List(items), Step::Item(number)) => items.get_mut(*number)?.at_mut(rest),
            _ => None,
        }
    }

    /// The data with an edit made to it; `None` if it cannot be made.
    pub fn edited(&self, edit: &Edit) -> Option<Plain> {
        let mut data = self.clone();
        let (last, before) = edit.at.split_last()?;
        match &edit.what {
            What::Set { value } => {
                let at = data.lengthen(&edit.at);
                data.set(at, Plain::of_json(value))?;
            }
            What::Remove => match (data.at_mut(before)?, last) {
                (Plain::Table(keys), Step::Key(name)) => keys.retain(|(key, _)| key != name),
                (Plain::List(items), Step::Item(number)) => drop(items.remove(*number)),
                _ => return None,
            },
            What::Insert { value } => match (data.at_mut(&edit.at), last) {
                (Some(Plain::List(items)), Step::Key(_)) => items.push(Plain::of_json(value)),
                (_, Step::Item(number)) => match data.at_mut(before)? {
                    Plain::List(items) => items.insert(*number, Plain::of_json(value)),
                    _ => return None,
                },
                _ => return None,
            },
            What::Move { to } => match (data.at_mut(before)?, last) {
                (Plain::Table(keys), Step::Key(name)) => {
                    let key = keys.remove(keys.iter().position(|(key, _)| key == name)?);
                    keys.insert(*to, key);
                }
                (Plain::List(items), Step::Item(number)) => {
                    let item = items.remove(*number);
                    items.insert(*to, item);
                }
                _ => return None,
            },
            What::Rename { key: new } => match (data.at_mut(before)?, last) {
                (Plain::Table(keys), Step::Key(name)) => {
                    keys.iter_mut().find(|(key, _)| key == name)?.0 = new.clone();
                }
                _ => return None,
            },
        }
        Some(data)
    }

    fn set(&mut self, at: &[Step], value: Plain) -> Option<()> {
        let Some((step, rest)) = at.split_first() else {
            *self = value;
            return Some(());
        };
        match (self, step) {
            (Plain::Table(keys), Step::Key(name)) => {
                let place = keys.iter().position(|(key, _)| key == name).unwrap_or_else(|| {
                    keys.push((name.clone(), Plain::Table(Vec::new())));
                    keys.len() - 1
                });
                keys[place].1.set(rest, value)
            }
            (Plain::List(items), Step::Item(number)) => items.get_mut(*number)?.set(rest, value),
            _ => None,
        }
    }

    /// Where a short form is on the way, it becomes a table, as the documentation of the file format says that it may; its own key
    /// is the place of the short form itself.
    fn lengthen<'a>(&mut self, at: &'a [Step]) -> &'a [Step] {
        for end in 1..at.len() {
            let key = match (self.at(&at[..end]), &names(&at[..end])[..]) {
                (Some(Plain::Text(_)), ["decision_makers", _, "options", _]) => "text",
                (Some(Plain::Text(_)), ["decision_makers", _, "prefers", "#"]) => "that",
                (Some(Plain::Text(_)), ["variants", _, "prefers", _, "#"]) => "that",
                (Some(Plain::Text(_)), ["views", _, "decision_makers", _, "prefers", "#"]) => "that",
                (Some(Plain::Text(_)), ["outcomes", _]) => "when",
                (Some(Plain::List(_)), ["outcomes", _]) => "states",
                (Some(Plain::List(_)), ["states", _]) => "at",
                (Some(Plain::Text(row)), ["states", _]) if row.chars().all(|c| "YN-".contains(c)) => "at",
                (Some(Plain::Text(_)), ["states", _]) => "text",
                _ => continue,
            };
            let short = self.at_mut(&at[..end]).expect("it was found");
            if at[end..] == [Step::from(key)] {
                return &at[..end];
            }
            if matches!(at[end], Step::Key(_)) {
                *short = Plain::Table(vec![(key.into(), short.clone())]);
            }
        }
        at
    }

    /// Whether this is what was wanted. A table that had but the key that is gone may be gone as well, as may a list; a table that
    /// was set may have its keys with headers behind the others, and one that changed its form stands at the end of its table.
    pub fn is_like(&self, wanted: &Plain, edit: &Edit) -> bool {
        if self == wanted {
            return true;
        }
        match &edit.what {
            What::Remove => {
                // A table in several parts stands where its first part stands: that may be the one that is gone.
                if self.sorted_along(&edit.at) == wanted.sorted_along(&edit.at) {
                    return true;
                }
                let mut wanted = wanted.clone();
                for end in (1..edit.at.len()).rev() {
                    if wanted.at(&edit.at[..end]).is_none_or(|here| here.children() > 0) {
                        return false;
                    }
                    let gone = Edit { at: edit.at[..end].to_vec(), what: What::Remove };
                    let Some(less) = wanted.edited(&gone) else { return false };
                    if self.sorted_along(&edit.at) == less.sorted_along(&edit.at) {
                        return true;
                    }
                    wanted = less;
                }
                false
            }
            What::Set { .. } => {
                // The order may differ on the way to the place and within it, and nowhere else.
                self.sorted_along(&edit.at) == wanted.sorted_along(&edit.at)
            }
            _ => false,
        }
    }

    fn sorted_along(&self, at: &[Step]) -> Plain {
        match self {
            Plain::Table(keys) => {
                let mut keys: Vec<(String, Plain)> = keys
                    .iter()
                    .map(|(key, value)| match at.split_first() {
                        Some((Step::Key(name), rest)) if name == key => (key.clone(), value.sorted_along(rest)),
                        Some(_) => (key.clone(), value.clone()),
                        None => (key.clone(), value.sorted_along(&[])),
                    })
                    .collect();
                // All others keep their order.
                match at.first() {
                    Some(Step::Key(name)) => keys.sort_by_key(|(key, _)| key == name),
                    _ => keys.sort_by(|a, b| a.0.cmp(&b.0)),
                }
                Plain::Table(keys)
            }
            Plain::List(items) => {
                let of = |(number, item): (usize, &Plain)| match at.split_first() {
                    Some((Step::Item(wanted), rest)) if *wanted == number => item.sorted_along(rest),
                    Some(_) => item.clone(),
                    None => item.sorted_along(&[]),
                };
                Plain::List(items.iter().enumerate().map(of).collect())
            }
            other => other.clone(),
        }
    }
}

fn names(at: &[Step]) -> Vec<&str> {
    at.iter().map(|step| if let Step::Key(name) = step { name.as_str() } else { "#" }).collect()
}

/// All places of some data, from the top.
pub fn places(data: &Plain) -> Vec<(Vec<Step>, Plain)> {
    fn walk(here: &Plain, at: &mut Vec<Step>, all: &mut Vec<(Vec<Step>, Plain)>) {
        all.push((at.clone(), here.clone()));
        let mut below = |step: Step, inner: &Plain| {
            at.push(step);
            walk(inner, at, all);
            at.pop();
        };
        match here {
            Plain::List(items) => items.iter().enumerate().for_each(|(number, item)| below(number.into(), item)),
            Plain::Table(keys) => keys.iter().for_each(|(key, item)| below(key.as_str().into(), item)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    walk(data, &mut Vec::new(), &mut all);
    all
}
