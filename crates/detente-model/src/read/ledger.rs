//! Resolving the ledger, and what model elements say they rest on.

use std::collections::{HashMap, HashSet};

use super::condition::is_id;
use super::resolve::text;
use super::table::{Desk, is_there, shorten};
use crate::diagnostic::listed;
use crate::file::{ClaimTable, ConflictFile, SourceTable, Spanned};
use crate::ledger::{Claim, Source, Standing};
use crate::{Basis, ClaimId, Diagnostic, Provenance, SourceId};

/// The ledger, and its claims by id, for citations.
pub(crate) struct Claims<'f> {
    pub sources: Vec<Source>,
    pub claims: Vec<Claim>,
    pub ids: Vec<&'f str>,
    pub by_id: HashMap<&'f str, ClaimId>,
}

impl<'f> Claims<'f> {
    pub(crate) fn new(desk: &Desk, file: &'f ConflictFile) -> Self {
        let written: &[_] = file.sources.as_ref().map_or(&[], |sources| &sources.0);
        let sources = written.iter().map(|(key, source)| self::source(desk, key, source)).collect();
        let source_ids: Vec<&str> = written.iter().map(|(key, _)| key.value.as_str()).collect();
        let by_source: HashMap<&str, SourceId> = source_ids.iter().copied().zip((0..).map(SourceId)).collect();
        let written: &[_] = file.claims.as_ref().map_or(&[], |claims| &claims.0);
        let claims =
            written.iter().map(|(key, claim)| self::claim(desk, &source_ids, &by_source, key, claim)).collect();
        let ids: Vec<&str> = written.iter().map(|(key, _)| key.value.as_str()).collect();
        let by_id = ids.iter().copied().zip((0..).map(ClaimId)).collect();
        Claims { sources, claims, ids, by_id }
    }
}

fn source(desk: &Desk, key: &Spanned<String>, table: &SourceTable) -> Source {
    let sha256 = table.sha256.as_ref().map(|digest| {
        let hex = digest.value.trim_start_matches("sha256:").to_ascii_lowercase();
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            desk.complain(
                Diagnostic::error("bad-digest", digest.span.clone(), "this is not a SHA-256 digest")
                    .help("it has 64 hexadecimal digits; `sha256sum FILE` prints it"),
            );
        }
        hex
    });
    Source {
        id: key.value.clone(),
        title: text(&table.title).unwrap_or_else(|| key.value.clone()),
        author: text(&table.author),
        date: text(&table.date),
        url: text(&table.url),
        file: text(&table.file),
        sha256,
        note: text(&table.note),
    }
}

fn claim(
    desk: &Desk, ids: &[&str], by_id: &HashMap<&str, SourceId>, key: &Spanned<String>, table: &ClaimTable,
) -> Claim {
    let source = by_id.get(table.source.value.as_str()).copied();
    if source.is_none() && is_there(&table.source) {
        let name = &table.source.value;
        let help = match (desk.meant(name, ids.iter().copied()), ids) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, []) => format!("add it: [sources.{}]", if is_id(name) { shorten(name) } else { "report".into() }),
            (None, ids) => format!("to choose from: {}", listed(ids, 8)),
        };
        let message = match name.trim().is_empty() {
            true => format!("the claim `{}` names no source", shorten(&key.value)),
            false => format!("there is no source `{}`", shorten(name)),
        };
        desk.complain(Diagnostic::error("unknown-source", table.source.span.clone(), message).help(help));
    }
    let says_nothing = |text: &Option<Spanned<String>>| text.as_ref().is_none_or(|text| text.value.trim().is_empty());
    if table.standing.value == Standing::Disputed && says_nothing(&table.other_reading) {
        desk.complain(
            Diagnostic::error(
                "one-reading",
                table.standing.span.clone(),
                format!("the disputed claim `{}` has only one reading", shorten(&key.value)),
            )
            .help("say what it means otherwise: other_reading = \"…\""),
        );
    }
    if let Some(quote) = table.quote.as_ref().filter(|quote| quote.value.trim().is_empty()) {
        desk.complain(
            Diagnostic::error("empty-quote", quote.span.clone(), "the quote is empty")
                .help("give a few words of the passage, or leave it out"),
        );
    }
    Claim {
        id: key.value.clone(),
        source: source.unwrap_or(SourceId(0)),
        at: table.at.value.0..table.at.value.1,
        quote: text(&table.quote),
        speaker: text(&table.speaker),
        about: text(&table.about),
        standing: table.standing.value,
        reading: table.reading.value.clone(),
        other_reading: text(&table.other_reading),
        note: text(&table.note),
    }
}

/// Resolves `cites`, `basis` and `because`.
pub(crate) struct Grounds<'a> {
    pub desk: &'a Desk<'a>,
    pub claims: HashMap<&'a str, ClaimId>,
    /// The ids of the claims in the order of the file.
    pub ids: Vec<&'a str>,
}

impl Grounds<'_> {
    /// The claim of a name, or `None` after a complaint.
    pub(crate) fn claim(&self, name: &Spanned<String>) -> Option<ClaimId> {
        let found = self.claims.get(name.value.as_str()).copied();
        if found.is_none() {
            let help = match (self.desk.meant(&name.value, self.ids.iter().copied()), self.ids.as_slice()) {
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                (None, []) => "the file has no claims: add them to the ledger, each as [claims.ID]".into(),
                (None, ids) => format!("to choose from: {}", listed(ids, 8)),
            };
            let message = format!("there is no claim `{}`", shorten(&name.value));
            self.desk.complain(Diagnostic::error("unknown-claim", name.span.clone(), message).help(help));
        }
        found
    }

    pub(crate) fn resolve(
        &self, cites: &Option<Vec<Spanned<String>>>, basis: &Option<Spanned<Basis>>, because: &Option<Spanned<String>>,
    ) -> Provenance {
        let written = cites.as_deref().unwrap_or_default();
        let mut cited: Vec<ClaimId> = Vec::new();
        let mut seen: HashSet<ClaimId> = HashSet::new();
        for name in written {
            match self.claim(name) {
                Some(claim) if !seen.insert(claim) => self.desk.complain(
                    Diagnostic::error(
                        "cited-twice",
                        name.span.clone(),
                        format!("the claim `{}` is cited twice", shorten(&name.value)),
                    )
                    .help("once is enough"),
                ),
                Some(claim) => cited.push(claim),
                None => {}
            }
        }
        if let Some(basis) = basis.as_ref().filter(|basis| basis.value.needs_claims() && written.is_empty()) {
            let word = basis.value.word();
            self.desk.complain(
                Diagnostic::error(
                    "no-claim",
                    basis.span.clone(),
                    format!("the basis is `{word}`, but no claim is cited"),
                )
                .help("add `cites = [\"…\"]`, or say that it is the analyst's `judgement`"),
            );
        }
        Provenance {
            basis: basis.as_ref().map(|basis| basis.value).or((!cited.is_empty()).then_some(Basis::Cited)),
            cites: cited,
            because: text(because),
        }
    }
}
