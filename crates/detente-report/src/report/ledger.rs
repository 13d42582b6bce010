//! The claims and the documents that the model rests on.

use detente_model::ledger::{Check, Standing};

use super::section::list;
use super::{Chapter, Part, Section, Shape};
use crate::document::{Align, Item, Rich, Table, Tone};
use crate::pages::OverviewInputs;
use crate::words::count;

pub(super) fn claims(inputs: OverviewInputs) -> Option<Section> {
    let conflict = inputs.answer.conflict;
    if conflict.claims.is_empty() {
        return None;
    }
    let mut section = Section::new(Chapter::Model, "claims", "The claims it rests on");
    let verification = inputs.verification;
    section.paragraph(
        Rich::from(format!(
            "A claim is a passage of a document, with who said it, how firm it is, and how it is read here. Of {} {} used by the model. ",
            count(conflict.claims.len(), "claim", "claims"),
            match conflict.claims.len() - inputs.audit.unused.len() {
                1 => "one is".to_string(),
                n => format!("{n} are"),
            },
        ))
        .join(verified_words(inputs)),
    );
    let columns = [
        ("claim".to_string(), Align::Left),
        ("words of the document".into(), Align::Left),
        ("read as".into(), Align::Left),
    ];
    let mut table = Table::new("claims", columns.clone());
    let mut unused = Table::new("claims", columns);
    for ((place, claim), check) in conflict.claims.iter().enumerate().zip(&verification.claims) {
        let standing = claim.standing.word().replace('_', "-");
        let tone = if claim.standing == Standing::Disputed { Tone::Warn } else { Tone::Quiet };
        let mut name = Rich::toned(Tone::Name, claim.id.as_str()).plain(" ").then(tone, standing);
        if *check == Check::Verified {
            name = name.then(Tone::Good, " · ✓ verified");
        } else if check.is_failure() {
            name = name.then(Tone::Bad, " · ✗ contradicted");
        }
        let mut words = match &claim.quote {
            // Quotes of which the passage itself has some are told apart from ours.
            Some(quote) => Rich::from(format!("“{}”", quote.replace('“', "‘").replace('”', "’"))),
            None => Rich::toned(Tone::Quiet, format!("bytes {} to {}", claim.at.start, claim.at.end)),
        };
        if let Some(speaker) = &claim.speaker {
            words = words.then(Tone::Quiet, format!(" — {speaker}"));
        }
        let mut reading = Rich::empty();
        if let Some(other) = &claim.other_reading {
            reading = reading.then(Tone::Strong, "One reading: ").plain(claim.reading.as_str());
            reading = reading.plain(" ").then(Tone::Strong, "The other: ").plain(other.as_str());
        } else {
            reading = reading.plain(claim.reading.as_str());
        }
        if let Some(note) = &claim.note {
            reading = reading.then(Tone::Quiet, format!(" Note: {note}"));
        }
        let is_used = !inputs.audit.unused.iter().any(|unused| unused.index() == place);
        let side = if is_used { &mut table } else { &mut unused };
        side.rows.push(vec![name, words, reading]);
    }
    if !table.rows.is_empty() {
        section.table("The claims that the model uses", Shape::Stacked, table);
    }
    if !unused.rows.is_empty() {
        let parts = vec![Part::Table { caption: String::new(), shape: Shape::Stacked, table: unused }];
        section.fold("The claims that the model does not use", parts);
    }
    let says = |(word, says): &(&str, &str)| Rich::toned(Tone::Strong, *word).plain(format!(": {says}."));
    section.fold("What the words mean that say how firm a claim is", list(STANDINGS.iter().map(says)));
    Some(section)
}

/// What the standings of claims say.
const STANDINGS: [(&str, &str); 11] = [
    ("quoted", "the speaker’s own words"),
    ("paraphrased", "in quotation marks, but not the speaker’s words"),
    ("reported", "the document says that the speaker said it"),
    ("second-hand", "somebody says that somebody else said it"),
    ("stated", "the document’s own voice"),
    ("alleged", "conduct that one side lays to another"),
    ("imputed", "a wish that one side lays to another"),
    ("inferred", "drawn from the text by the analyst"),
    ("heading", "a heading"),
    ("filler", "says nothing"),
    ("disputed", "contradicted by another source or by the document itself"),
];

/// Whether the claims were compared with the documents, in a sentence.
pub(super) fn verified_words(inputs: OverviewInputs) -> Rich {
    let all = inputs.answer.conflict.claims.len();
    let verified = inputs.verification.verified_claims();
    if inputs.verification.has_failures() {
        Rich::toned(Tone::Bad, "The documents at hand contradict the ledger; what is marked ✗ must not be relied on.")
    } else if verified == all {
        Rich::toned(Tone::Good, "All of them were compared with the documents, byte for byte, and found there.")
    } else if verified == 0 {
        Rich::toned(
            Tone::Warn,
            "None of them was compared with its document for this report: the documents were not at hand.",
        )
    } else {
        Rich::toned(
            Tone::Warn,
            format!(
                "{verified} of {all} were compared with the documents, byte for byte, and found there; for the others the documents were not at hand."
            ),
        )
    }
}

pub(super) fn sources(inputs: OverviewInputs) -> Option<Section> {
    let conflict = inputs.answer.conflict;
    if conflict.sources.is_empty() {
        return None;
    }
    let mut section = Section::new(Chapter::Model, "sources", "Sources");
    for (source, check) in conflict.sources.iter().zip(&inputs.verification.sources) {
        let beside: Vec<&str> = source.author.iter().chain(&source.date).map(String::as_str).collect();
        section.paragraph(Rich::toned(Tone::Strong, source.title.as_str()).then(
            Tone::Quiet,
            match beside.is_empty() {
                true => String::new(),
                false => format!(" ({})", beside.join(", ")),
            },
        ));
        let mut items = vec![Item::new("In this model:", Rich::toned(Tone::Name, source.id.as_str()))];
        for (mark, text) in [("Where:", &source.url), ("File:", &source.file), ("SHA-256:", &source.sha256)] {
            if let Some(text) = text {
                items.push(Item::new(mark, Rich::toned(Tone::Name, text.as_str())));
            }
        }
        if let Some(note) = &source.note {
            items.push(Item::new("Note:", note.as_str()));
        }
        items.push(Item::new(
            "Checked:",
            match check {
                Check::Verified => Rich::toned(Tone::Good, "the document at hand has this digest"),
                Check::OtherDocument { found } => {
                    Rich::toned(Tone::Bad, format!("the document at hand is another one; its SHA-256 is {found}"))
                }
                Check::NoDigest => Rich::toned(Tone::Warn, "no: the file gives no digest to know it by"),
                _ => Rich::toned(Tone::Warn, "no: the document was not at hand"),
            },
        ));
        section.items(items);
    }
    Some(section)
}
