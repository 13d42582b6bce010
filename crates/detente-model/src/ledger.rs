//! The ledger: documents, the claims found in them, and what of a conflict rests on which claim.
//!
//! A claim is a passage of a document, by byte range, with a short fragment that must stand there. [`verify`] checks the
//! documents by digest and the claims byte for byte; [`audit`] says what every element of the model rests on.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::{Basis, ClaimId, Conflict, Preference, Provenance, SourceId};

/// A document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When, in the words of the file.
    pub date: Option<String>,
    /// Where it is to be found.
    pub url: Option<String>,
    /// The name of the file that holds it.
    pub file: Option<String>,
    /// The SHA-256 digest of the whole document, 64 lower-case hexadecimal digits.
    pub sha256: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A passage of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The document.
    pub source: SourceId,
    /// The passage: bytes of the document, half-open.
    pub at: std::ops::Range<u64>,
    /// A short fragment that stands within the passage.
    pub quote: Option<String>,
    /// Whose claim it is.
    pub speaker: Option<String>,
    /// What it is about.
    pub about: Option<String>,
    /// How firm it is.
    pub standing: Standing,
    /// What it is taken to say.
    pub reading: String,
    /// What else it may say; always there where the claim is disputed.
    pub other_reading: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// How firm a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The speaker's own words.
    Quoted,
    /// In quotation marks, but not the speaker's words.
    Paraphrased,
    /// The document says that the speaker said it.
    Reported,
    /// Somebody says that somebody else said it.
    SecondHand,
    /// The document's own voice.
    Stated,
    /// Conduct that one side lays to another.
    Alleged,
    /// A wish that one side lays to another.
    Imputed,
    /// Drawn from the text by the analyst.
    Inferred,
    /// A heading.
    Heading,
    /// Says nothing.
    Filler,
    /// Contradicted by another source or by the document itself.
    Disputed,
}

impl Standing {
    /// All standings, in the order of tables.
    pub const ALL: [Standing; 11] = [
        Standing::Quoted,
        Standing::Paraphrased,
        Standing::Reported,
        Standing::SecondHand,
        Standing::Stated,
        Standing::Alleged,
        Standing::Imputed,
        Standing::Inferred,
        Standing::Heading,
        Standing::Filler,
        Standing::Disputed,
    ];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Quoted => "quoted",
            Standing::Paraphrased => "paraphrased",
            Standing::Reported => "reported",
            Standing::SecondHand => "second_hand",
            Standing::Stated => "stated",
            Standing::Alleged => "alleged",
            Standing::Imputed => "imputed",
            Standing::Inferred => "inferred",
            Standing::Heading => "heading",
            Standing::Filler => "filler",
            Standing::Disputed => "disputed",
        }
    }
}

/// What became of a document or a claim when it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Everything that can be checked is as the file says.
    Verified,
    /// The document is not at hand: nothing was verified.
    NotAtHand,
    /// The document is at hand, but the file gives no digest to know it by; nothing was verified.
    NoDigest,
    /// The document has another digest. None of its claims can be verified.
    OtherDocument {
        /// The digest of the document at hand.
        found: String,
    },
    /// The byte range goes beyond the document, which is so many bytes long, or splits a character.
    BadRange {
        /// The length of the document in bytes.
        length: u64,
    },
    /// The fragment does not stand within the passage.
    QuoteNotThere {
        /// Where it stands instead, by its first byte, if anywhere.
        elsewhere: Option<u64>,
    },
    /// The claim gives no fragment, so only its range could be checked.
    NoQuote,
}

impl Check {
    /// Whether this contradicts the file, as opposed to leaving it unverified.
    pub fn is_failure(&self) -> bool {
        matches!(self, Check::OtherDocument { .. } | Check::BadRange { .. } | Check::QuoteNotThere { .. })
    }
}

/// The documents and claims of a conflict, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// For each source, in order.
    pub sources: Vec<Check>,
    /// For each claim, in order.
    pub claims: Vec<Check>,
}

impl Verification {
    /// How many claims are verified.
    pub fn verified_claims(&self) -> usize {
        self.claims.iter().filter(|check| **check == Check::Verified).count()
    }

    /// Whether anything contradicts the file.
    pub fn has_failures(&self) -> bool {
        self.sources.iter().chain(&self.claims).any(Check::is_failure)
    }
}

/// Checks the ledger of `conflict` against the documents that `document` finds, by source; `None` where one is not at hand.
pub fn verify(conflict: &Conflict, mut document: impl FnMut(&Source) -> Option<Vec<u8>>) -> Verification {
    let documents: Vec<Option<Vec<u8>>> = conflict.sources.iter().map(&mut document).collect();
    let sources: Vec<Check> =
        conflict.sources.iter().zip(&documents).map(|(source, bytes)| check_source(source, bytes.as_deref())).collect();
    let claims = conflict
        .claims
        .iter()
        .map(|claim| match (&sources[claim.source.index()], &documents[claim.source.index()]) {
            (Check::Verified, Some(bytes)) => check_claim(claim, bytes),
            (unverified, _) => unverified.clone(),
        })
        .collect();
    Verification { sources, claims }
}

fn check_source(source: &Source, bytes: Option<&[u8]>) -> Check {
    match (bytes, &source.sha256) {
        (None, _) => Check::NotAtHand,
        (Some(_), None) => Check::NoDigest,
        (Some(bytes), Some(expected)) => {
            let found = sha256(bytes);
            if found == *expected { Check::Verified } else { Check::OtherDocument { found } }
        }
    }
}

fn check_claim(claim: &Claim, document: &[u8]) -> Check {
    let length = document.len() as u64;
    let bad_range = Check::BadRange { length };
    let (Ok(start), Ok(end)) = (usize::try_from(claim.at.start), usize::try_from(claim.at.end)) else {
        return bad_range;
    };
    let Some(passage) = document.get(start..end) else { return bad_range };
    if std::str::from_utf8(passage).is_err() && std::str::from_utf8(document).is_ok() {
        return bad_range;
    }
    let Some(quote) = &claim.quote else { return Check::NoQuote };
    if find(passage, quote.as_bytes()).is_some() {
        Check::Verified
    } else {
        Check::QuoteNotThere { elsewhere: find(document, quote.as_bytes()).map(|at| at as u64) }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len().max(1)).position(|window| window == needle)
}

/// The SHA-256 digest of `bytes`, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// An element of the model that can have a basis.
#[derive(Clone, Debug, PartialEq)]
pub struct Element<'c> {
    /// What kind of element it is: `option`, `statement`, `ranking`, `weights`, `rule` or `outcome`.
    pub kind: &'static str,
    /// Its name: `dm.option`, the id of a statement or rule, …
    pub name: String,
    /// Why it is there.
    pub provenance: &'c Provenance,
}

/// What a conflict rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit<'c> {
    /// Every element that can have a basis, in the order of the file.
    pub elements: Vec<Element<'c>>,
    /// The claims that no element cites.
    pub unused: Vec<ClaimId>,
}

impl<'c> Audit<'c> {
    /// The elements of a basis; `None` for those that rest on nothing.
    pub fn with_basis(&self, basis: Option<Basis>) -> impl Iterator<Item = &Element<'c>> {
        self.elements.iter().filter(move |element| element.provenance.basis == basis)
    }

    /// The elements that rest on a disputed claim, whatever their basis says.
    pub fn on_disputed(&self, conflict: &Conflict) -> Vec<&Element<'c>> {
        let disputed = |claim: &ClaimId| conflict.claims[claim.index()].standing == Standing::Disputed;
        self.elements
            .iter()
            .filter(|e| e.provenance.basis == Some(Basis::Disputed) || e.provenance.cites.iter().any(disputed))
            .collect()
    }
}

/// Lists what every element of `conflict` rests on, and the claims that nothing uses.
pub fn audit(conflict: &Conflict) -> Audit<'_> {
    let mut elements = Vec::new();
    for dm in &conflict.decision_makers {
        for option in &conflict.options[dm.options.start as usize..dm.options.end as usize] {
            let name = format!("{}.{}", dm.id, option.id);
            elements.push(Element { kind: "option", name, provenance: &option.provenance });
        }
        let whole = |kind| Element { kind, name: dm.id.clone(), provenance: &dm.provenance };
        match &dm.preference {
            Preference::Prioritised(statements) => elements.extend(statements.iter().map(|s| Element {
                kind: "statement",
                name: s.id.clone(),
                provenance: &s.provenance,
            })),
            Preference::Ranked(_) => elements.push(whole("ranking")),
            Preference::Weighted(_) => elements.push(whole("weights")),
        }
    }
    elements.extend(conflict.rules.iter().map(|r| Element {
        kind: "rule",
        name: r.id.clone(),
        provenance: &r.provenance,
    }));
    elements.extend(conflict.outcomes.iter().map(|o| Element {
        kind: "outcome",
        name: o.id.clone(),
        provenance: &o.provenance,
    }));
    let unused = (0..conflict.claims.len())
        .map(ClaimId::from)
        .filter(|claim| !elements.iter().any(|element| element.provenance.cites.contains(claim)))
        .collect();
    Audit { elements, unused }
}
