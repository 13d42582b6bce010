//! Places in a file.

use serde::{Deserialize, Serialize};

/// One step on the way to a place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Step {
    /// To the item of a list with this number, from 0.
    Item(usize),
    /// To what stands under a key of a table.
    Key(String),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Step::Key(key.to_string())
    }
}

impl From<String> for Step {
    fn from(key: String) -> Self {
        Step::Key(key)
    }
}

impl From<usize> for Step {
    fn from(number: usize) -> Self {
        Step::Item(number)
    }
}

/// A place, for people, who count from 1: `decision_makers.north.prefers, item 2, that`.
pub fn words(at: &[Step]) -> String {
    let mut words = String::new();
    let mut was_item = false;
    for step in at {
        match step {
            Step::Key(key) => {
                let join = if was_item { ", " } else { "." };
                words.push_str(if words.is_empty() { "" } else { join });
                words.push_str(key);
                was_item = false;
            }
            Step::Item(number) => {
                words.push_str(&format!(", item {}", number.saturating_add(1)));
                was_item = true;
            }
        }
    }
    if words.is_empty() { "the file".into() } else { words }
}

/// A place: keys and numbers, in order.
#[macro_export]
macro_rules! path {
    ($($step:expr),* $(,)?) => { vec![$($crate::Step::from($step)),*] };
}
