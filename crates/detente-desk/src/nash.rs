//! The Nash equilibria of a conflict of any size, found by a search that lists no states.

use detente_engine::{NashFound, NashSettings, nash_search};
use detente_model::{Conflict, Meaning};
use detente_report::document::Document;
use detente_report::pages;
use serde_json::Value;

use crate::find;
use crate::host::Host;
use crate::refusal::Refusal;

/// The search is given up after so many steps unless told otherwise: minutes.
pub const WORK: u64 = 100_000_000;

/// Which equilibria are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    /// Only those where this outcome or condition holds.
    pub among: Option<&'a str>,
    /// At most so many.
    pub limit: usize,
    /// The search is given up after so many steps.
    pub work: u64,
}

/// The Nash equilibria that were found.
#[derive(Debug)]
pub struct Equilibria<'c> {
    meaning: Meaning<'c>,
    among: Option<String>,
    found: NashFound,
}

/// Searches for the Nash equilibria of a conflict.
///
/// # Errors
/// When states have names or the condition cannot be read, or the work is cancelled.
pub fn nash<'c>(conflict: &'c Conflict, which: &Which, host: &Host) -> Result<Equilibria<'c>, Refusal> {
    if conflict.named_states.is_some() {
        return Err(Refusal::usage(
            "the search is for conflicts whose states are combinations of options; here they have names, and `detente states --equilibria nash` lists them",
        ));
    }
    let meaning = Meaning::new(conflict)?;
    let settings = NashSettings {
        limit: which.limit,
        among: which.among.map(|text| find::outcome(conflict, text)).transpose()?,
        work: which.work,
        memory: host.memory,
    };
    let found = nash_search(conflict, &settings, &host.control())?;
    Ok(Equilibria { meaning, among: which.among.map(String::from), found })
}

impl Equilibria<'_> {
    /// What was found.
    pub fn found(&self) -> &NashFound {
        &self.found
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::nash(&self.meaning, &self.found, self.among.as_deref())
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let digest = detente_model::digest(self.meaning.conflict());
        pages::nash_json(&self.meaning, &self.found, self.among.as_deref(), &digest)
    }

    /// The same for spreadsheets.
    pub fn csv(&self) -> String {
        pages::nash_csv(&self.meaning, &self.found)
    }
}
