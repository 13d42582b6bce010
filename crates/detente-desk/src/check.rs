//! Check: the file and its ledger.

use detente_model::Conflict;
use detente_model::ledger::{self, Audit, Verification};
use detente_report::advice::Surface;
use detente_report::document::Document;
use detente_report::pages::{self, Checked};
use serde_json::Value;

use crate::files;
use crate::host::Host;

/// A conflict with its ledger, checked.
#[derive(Debug)]
pub struct Check<'c> {
    conflict: &'c Conflict,
    digest: String,
    audit: Audit<'c>,
    verification: Verification,
    surface: Surface,
}

impl<'c> Check<'c> {
    /// Checks the ledger against the documents that are at hand.
    pub fn new(conflict: &'c Conflict, host: &Host) -> Self {
        Check {
            conflict,
            digest: detente_model::digest(conflict),
            audit: ledger::audit(conflict),
            verification: files::verify(conflict, host.folders),
            surface: host.surface,
        }
    }

    /// Whether a document contradicts the ledger.
    pub fn has_failures(&self) -> bool {
        self.verification.has_failures()
    }

    /// The page.
    pub fn page(&self) -> Document {
        pages::check(self.checked())
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        detente_report::json::check(self.checked())
    }

    /// The same for spreadsheets.
    pub fn csv(&self) -> String {
        pages::check_csv(self.checked())
    }

    fn checked(&self) -> Checked<'_, 'c> {
        let Check { conflict, digest, audit, verification, surface } = self;
        Checked { conflict, digest, audit, verification, surface: *surface }
    }
}
