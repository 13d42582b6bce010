//! `detente events`: what happened, and whether the conflict expected it.

use detente_analysis::certify::MAX_PAIRS;
use detente_analysis::events::{Course, EventError, follow};
use detente_model::{Event, Meaning, digest};
use detente_report::pages;
use serde_json::json;

use super::solve::working;
use crate::args::{Events, Format};
use crate::exit::{self, Failure};
use crate::{input, terminal};

pub fn run(args: &Events) -> Result<u8, Failure> {
    if args.layout.format == Format::Csv {
        return Err(Failure::usage("events do not go into one table: use --format text, markdown or json"));
    }
    let loaded = input::load(&args.input)?;
    let conflict = &loaded.conflict;
    let events = &conflict.study.events;
    if events.is_empty() {
        return Err(Failure::usage("the file has no events: say what happened under [[events]]"));
    }
    let meaning = Meaning::new(conflict).map_err(|error| Failure::new(exit::TOO_LARGE, error))?;
    let course = followed(&meaning, events)?;
    match args.layout.format {
        Format::Json => {
            let mut value = json!({
                "format": "detente-events/1",
                "conflict": { "title": conflict.title, "digest": digest(conflict) },
            });
            if let (Some(value), serde_json::Value::Object(found)) =
                (value.as_object_mut(), pages::events_json(conflict, events, &course))
            {
                value.extend(found);
            }
            terminal::print(&format!("{value:#}\n"))?;
        }
        _ => terminal::show(&pages::events(&meaning, events, &course), &args.layout)?,
    }
    Ok(exit::OK)
}

/// What the conflict makes of the events, until Ctrl-C.
pub fn followed(meaning: &Meaning, events: &[Event]) -> Result<Course, Failure> {
    working(false, |control| follow(meaning, events, MAX_PAIRS, control)).map_err(|error| match error {
        EventError::Cancelled => Failure::new(exit::INTERRUPTED, error),
        error => Failure::usage(error),
    })
}
