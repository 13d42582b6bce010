//! Events: what happened, and whether the conflict expected it.

use detente_analysis::certify::MAX_PAIRS;
use detente_analysis::events::{Course, follow};
use detente_model::{Conflict, Meaning, digest};
use detente_report::document::Document;
use detente_report::pages;
use serde_json::{Value, json};

use crate::host::Host;
use crate::refusal::Refusal;

/// The events of a conflict, followed.
#[derive(Debug)]
pub struct Events<'c> {
    meaning: Meaning<'c>,
    course: Course,
}

impl<'c> Events<'c> {
    /// Follows the events of the file.
    ///
    /// # Errors
    /// When there are none, they cannot be followed, or the work is cancelled.
    pub fn new(conflict: &'c Conflict, host: &Host) -> Result<Self, Refusal> {
        if conflict.study.events.is_empty() {
            return Err(Refusal::usage("the file has no events: say what happened under [[events]]"));
        }
        let meaning = Meaning::new(conflict)?;
        let course = followed(&meaning, host)?;
        Ok(Events { meaning, course })
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::events(&self.meaning, &self.meaning.conflict().study.events, &self.course)
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let conflict = self.meaning.conflict();
        let mut value = json!({
            "format": "detente-events/1",
            "conflict": { "title": conflict.title, "digest": digest(conflict) },
        });
        let found = pages::events_json(conflict, &conflict.study.events, &self.course);
        if let (Some(value), Value::Object(found)) = (value.as_object_mut(), found) {
            value.extend(found);
        }
        value
    }
}

/// What the conflict makes of its events.
///
/// # Errors
/// When they cannot be followed, or the work is cancelled.
pub fn followed(meaning: &Meaning, host: &Host) -> Result<Course, Refusal> {
    Ok(follow(meaning, &meaning.conflict().study.events, MAX_PAIRS, &host.control())?)
}
