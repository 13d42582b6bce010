//! The ledger page: documents, claims, and what rests on what.

use detente_model::ledger::{Audit, Check, Standing, Verification};
use detente_model::{Basis, Conflict};

use super::open::{open_rankings, open_unknowns};
use super::overview::without_ledger;
use crate::advice::{Advice, Surface};
use crate::csv::Csv;
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, number};

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a, 'c> {
    /// The conflict.
    pub conflict: &'c Conflict,
    /// Its digest.
    pub digest: &'a str,
    /// What its elements rest on.
    pub audit: &'a Audit<'c>,
    /// Its documents and claims, checked.
    pub verification: &'a Verification,
    /// The program in which the page is read.
    pub surface: Surface,
}

/// The page.
pub fn check(checked: Checked) -> Document {
    let Checked { conflict, digest, audit, verification, surface } = checked;
    let mut page = Document::titled(conflict.title.as_str());
    page.paragraph(Rich::toned(Tone::Quiet, format!("The file reads well. {digest}")));
    for sentence in open_rankings(conflict, surface).into_iter().chain(open_unknowns(conflict, surface)) {
        page.paragraph(sentence);
    }
    documents(&mut page, conflict, verification, surface);
    claims(&mut page, conflict, verification);
    bases(&mut page, conflict, audit);
    disputed(&mut page, conflict, audit);
    unused(&mut page, conflict, audit);
    page
}

fn documents(page: &mut Document, conflict: &Conflict, verification: &Verification, surface: Surface) {
    if conflict.sources.is_empty() {
        page.paragraph("The conflict names no documents.");
        return;
    }
    page.heading("Documents", Rich::empty());
    let items = conflict.sources.iter().zip(&verification.sources).map(|(source, check)| {
        let file = source.file.as_deref().unwrap_or("no file named");
        let text = Rich::toned(Tone::Name, source.id.as_str()).plain(format!("  {} ", source.title));
        Item::new(mark(check), text.then(Tone::Quiet, format!("({file}): ")).join(document_words(check, surface)))
    });
    page.items(items.collect());
}

fn mark(check: &Check) -> Rich {
    match check {
        Check::Verified => Rich::toned(Tone::Good, "✓"),
        check if check.is_failure() => Rich::toned(Tone::Bad, "✗"),
        _ => Rich::toned(Tone::Warn, "?"),
    }
}

fn document_words(check: &Check, surface: Surface) -> Rich {
    match check {
        Check::Verified => Rich::toned(Tone::Good, "verified by its digest."),
        Check::NotAtHand => {
            Rich::toned(Tone::Warn, format!("not at hand, so not verified.{}", Advice::Documents.words(surface)))
        }
        Check::NoDigest => {
            Rich::toned(Tone::Warn, "at hand, but the file gives no sha256 to know it by; not verified.")
        }
        Check::OtherDocument { found } => Rich::toned(Tone::Bad, format!("another document: its sha256 is {found}.")),
        other => claim_words(other),
    }
}

fn claim_words(check: &Check) -> Rich {
    match check {
        Check::Verified => Rich::toned(Tone::Good, "verified"),
        Check::NotAtHand => Rich::toned(Tone::Warn, "not verified: the document is not at hand"),
        Check::NoDigest => Rich::toned(Tone::Warn, "not verified: the document has no digest"),
        Check::OtherDocument { .. } => Rich::toned(Tone::Bad, "not verified: another document"),
        Check::BadRange { length } => {
            Rich::toned(Tone::Bad, format!("its bytes are not a passage of the document, which has {length}"))
        }
        Check::QuoteNotThere { elsewhere: Some(at) } => {
            Rich::toned(Tone::Bad, format!("the quote is not in these bytes; it stands at byte {at}"))
        }
        Check::QuoteNotThere { elsewhere: None } => Rich::toned(Tone::Bad, "the quote is nowhere in the document"),
        Check::NoQuote => Rich::toned(Tone::Warn, "its bytes are in the document, but it gives no quote to compare"),
    }
}

fn claims(page: &mut Document, conflict: &Conflict, verification: &Verification) {
    if conflict.claims.is_empty() {
        return;
    }
    page.heading(
        "Claims",
        Rich::toned(
            Tone::Quiet,
            format!("{} of {} verified byte for byte", verification.verified_claims(), conflict.claims.len()),
        ),
    );
    let mut standings: Vec<String> = Vec::new();
    for standing in Standing::ALL {
        let n = conflict.claims.iter().filter(|claim| claim.standing == standing).count();
        if n > 0 {
            standings.push(format!("{n} {}", standing.word().replace('_', "-")));
        }
    }
    page.paragraph(format!("By standing: {}.", standings.join(", ")));
    let open: Vec<_> =
        conflict.claims.iter().zip(&verification.claims).filter(|(_, check)| **check != Check::Verified).collect();
    // Where all share one reason, it was said above with the documents.
    let alike =
        open.iter().all(|(_, check)| matches!(check, Check::NotAtHand | Check::NoDigest | Check::OtherDocument { .. }));
    if !open.is_empty() && !alike {
        let items = open.into_iter().map(|(claim, check)| {
            let text = Rich::toned(Tone::Name, claim.id.as_str())
                .plain(format!("  bytes {} to {}: ", claim.at.start, claim.at.end));
            Item::new(mark(check), text.join(claim_words(check)).plain("."))
        });
        page.items(items.collect());
    }
}

fn bases(page: &mut Document, conflict: &Conflict, audit: &Audit) {
    page.heading(
        "What the model rests on",
        Rich::toned(Tone::Quiet, count(audit.elements.len(), "element", "elements")),
    );
    if conflict.claims.is_empty() {
        page.paragraph(without_ledger(conflict, audit));
    }
    let columns = [("basis".into(), Align::Left), ("elements".into(), Align::Right), ("which".into(), Align::Left)];
    let mut table = Table::new("bases", columns);
    let mut row = |name: Rich, basis: Option<Basis>| {
        let names: Vec<String> = audit.with_basis(basis).map(|element| element.name.clone()).collect();
        if !names.is_empty() {
            table.rows.push(vec![name, number(names.len() as u128).into(), names.join(", ").into()]);
        }
    };
    for basis in Basis::ALL {
        row(basis.word().into(), Some(basis));
    }
    row(Rich::toned(Tone::Warn, "nothing"), None);
    page.table(table);
}

/// Both readings of every disputed claim, and what rests on it.
fn disputed(page: &mut Document, conflict: &Conflict, audit: &Audit) {
    let claims: Vec<_> =
        conflict.claims.iter().zip(0u32..).filter(|(claim, _)| claim.standing == Standing::Disputed).collect();
    if claims.is_empty() {
        return;
    }
    page.heading("Disputed claims", Rich::empty());
    let mut items = Vec::new();
    for (claim, place) in claims {
        let resting: Vec<String> = audit
            .elements
            .iter()
            .filter(|element| element.provenance.cites.iter().any(|cited| cited.0 == place))
            .map(|element| element.name.clone())
            .collect();
        let quote = claim.quote.as_deref().map(|quote| format!("“{quote}”")).unwrap_or_default();
        items.push(Item::new(Rich::toned(Tone::Name, claim.id.as_str()), quote));
        items.push(Item::new("one reading:", claim.reading.as_str()).at(1));
        if let Some(other) = &claim.other_reading {
            items.push(Item::new("the other:", other.as_str()).at(1));
        }
        let text = if resting.is_empty() { "nothing".to_string() } else { and_list(&resting) };
        items.push(Item::new("rests on it:", Rich::toned(Tone::Warn, text)).at(1));
    }
    page.items(items);
}

fn unused(page: &mut Document, conflict: &Conflict, audit: &Audit) {
    if conflict.claims.is_empty() {
        return;
    }
    page.heading(
        "Claims that nothing uses",
        Rich::toned(Tone::Quiet, format!("{} of {}", audit.unused.len(), conflict.claims.len())),
    );
    if audit.unused.is_empty() {
        page.paragraph("Every claim is used.");
        return;
    }
    let columns = [("claim".into(), Align::Left), ("standing".into(), Align::Left), ("reading".into(), Align::Left)];
    let mut table = Table::new("unused", columns);
    for &claim in &audit.unused {
        let claim = &conflict.claims[claim.index()];
        let standing = claim.standing.word().replace('_', "-");
        table.rows.push(vec![
            Rich::toned(Tone::Name, claim.id.as_str()),
            standing.into(),
            claim.reading.as_str().into(),
        ]);
    }
    page.table(table);
}

/// The same for programs: an element a row.
pub fn check_csv(checked: Checked) -> String {
    let Checked { conflict, audit, .. } = checked;
    let mut csv = Csv::new(&["kind", "name", "basis", "cites", "because"]);
    for element in &audit.elements {
        let cites: Vec<&str> =
            element.provenance.cites.iter().map(|claim| conflict.claims[claim.index()].id.as_str()).collect();
        let basis = element.provenance.basis.map_or("", Basis::word);
        let because = element.provenance.because.as_deref().unwrap_or("");
        csv.row(&[element.kind, &element.name, basis, &cites.join(" "), because]);
    }
    csv.into_text()
}
