//! Checking documents and claims, and what a conflict rests on.

mod common;

use std::collections::BTreeMap;

use common::{catalogue, root};
use detente_model::ledger::{Check, audit, sha256, verify};
use detente_model::read::read;
use detente_model::{Basis, Conflict};

/// "é" is two bytes, 8 and 9.
const DOCUMENT: &str = "The two é talk. The two do not talk. They talk again.";

/// A conflict with one source of `digest` and a claim for each `at` and `quote`.
fn ledger(digest: Option<&str>, claims: &[(&str, Option<&str>)]) -> Conflict {
    let mut text = String::from(
        "format = 1\ntitle = \"T\"\n[decision_makers.n]\noptions.a = \"A\"\nprefers = []\n[sources.report]\n",
    );
    if let Some(digest) = digest {
        text.push_str(&format!("sha256 = \"{digest}\"\n"));
    }
    for (number, (at, quote)) in claims.iter().enumerate() {
        text.push_str(&format!(
            "[claims.K{number}]\nsource = \"report\"\nat = {at}\nstanding = \"stated\"\nreading = \"R\"\n"
        ));
        if let Some(quote) = quote {
            text.push_str(&format!("quote = \"{quote}\"\n"));
        }
    }
    let reading = read(&text);
    reading.conflict.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn checks(digest: Option<&str>, claims: &[(&str, Option<&str>)], document: Option<&[u8]>) -> (Check, Vec<Check>) {
    let conflict = ledger(digest, claims);
    let verification = verify(&conflict, |source| {
        assert_eq!(source.id, "report");
        document.map(<[u8]>::to_vec)
    });
    assert_eq!(verification.sources.len(), 1);
    (verification.sources[0].clone(), verification.claims)
}

#[test]
fn a_claim_is_verified_where_its_fragment_stands_within_its_passage() {
    let digest = sha256(DOCUMENT.as_bytes());
    let claims =
        [("[0, 16]", Some("é talk")), ("[17, 37]", Some("do not talk")), ("[38, 54]", Some("They talk again."))];
    let (source, found) = checks(Some(&digest), &claims, Some(DOCUMENT.as_bytes()));
    assert_eq!(source, Check::Verified);
    assert_eq!(found, [Check::Verified, Check::Verified, Check::Verified]);
}

#[test]
fn a_document_is_known_by_its_digest_in_any_spelling() {
    let digest = sha256(DOCUMENT.as_bytes());
    for spelling in [digest.to_uppercase(), format!("sha256:{digest}")] {
        let (source, _) = checks(Some(&spelling), &[], Some(DOCUMENT.as_bytes()));
        assert_eq!(source, Check::Verified, "{spelling}");
    }
}

#[test]
fn nothing_is_verified_where_the_document_is_not_at_hand() {
    let digest = sha256(DOCUMENT.as_bytes());
    let (source, found) = checks(Some(&digest), &[("[0, 16]", Some("é talk"))], None);
    assert_eq!((source, found), (Check::NotAtHand, vec![Check::NotAtHand]));
}

#[test]
fn nothing_is_verified_where_the_file_gives_no_digest() {
    let (source, found) = checks(None, &[("[0, 16]", Some("é talk"))], Some(DOCUMENT.as_bytes()));
    assert_eq!((source, found), (Check::NoDigest, vec![Check::NoDigest]));
}

#[test]
fn another_document_fails_with_its_digest() {
    let digest = sha256(b"something else");
    let (source, found) = checks(Some(&digest), &[("[0, 16]", Some("é talk"))], Some(DOCUMENT.as_bytes()));
    let other = Check::OtherDocument { found: sha256(DOCUMENT.as_bytes()) };
    assert!(other.is_failure());
    assert_eq!((source, found), (other.clone(), vec![other]));
}

#[test]
fn a_range_must_be_within_the_document_and_between_characters() {
    let digest = sha256(DOCUMENT.as_bytes());
    let bad = Check::BadRange { length: DOCUMENT.len() as u64 };
    assert!(bad.is_failure());
    let end = DOCUMENT.len();
    let claims = [
        (format!("[0, {}]", end + 1), None),
        (format!("[{}, {}]", end, end + 5), None),
        (format!("[{}, {}]", end + 1, end + 2), None),
        ("[0, 9223372036854775807]".into(), Some("é")),
        ("[0, 9]".into(), None),
        ("[9, 16]".into(), Some("talk")),
        (format!("[0, {end}]"), None),
        ("[8, 10]".into(), Some("é")),
    ];
    let claims: Vec<(&str, Option<&str>)> = claims.iter().map(|(at, quote)| (at.as_str(), *quote)).collect();
    let (_, found) = checks(Some(&digest), &claims, Some(DOCUMENT.as_bytes()));
    assert_eq!(found[..6], vec![bad; 6]);
    assert_eq!(found[6..], [Check::NoQuote, Check::Verified]);
}

#[test]
fn a_range_of_a_document_that_is_no_text_may_begin_anywhere() {
    let document = b"\xff\xfe some \x80 bytes";
    let (_, found) = checks(Some(&sha256(document)), &[("[1, 9]", Some("some"))], Some(document));
    assert_eq!(found, [Check::Verified]);
}

#[test]
fn a_fragment_outside_its_passage_is_not_there_and_may_stand_elsewhere() {
    let digest = sha256(DOCUMENT.as_bytes());
    let claims = [("[0, 10]", Some("do not talk")), ("[0, 10]", Some("never")), ("[0, 12]", Some("é talk"))];
    let (_, found) = checks(Some(&digest), &claims, Some(DOCUMENT.as_bytes()));
    let at = |word: &str| DOCUMENT.find(word).map(|at| at as u64);
    assert_eq!(found[0], Check::QuoteNotThere { elsewhere: at("do not talk") });
    assert_eq!(found[1], Check::QuoteNotThere { elsewhere: None });
    assert_eq!(found[2], Check::QuoteNotThere { elsewhere: at("é talk") }, "it begins within and ends outside");
    assert!(found.iter().all(Check::is_failure));
}

#[test]
fn a_claim_without_a_fragment_has_its_range_checked_alone() {
    let digest = sha256(DOCUMENT.as_bytes());
    let (_, found) = checks(Some(&digest), &[("[0, 10]", None)], Some(DOCUMENT.as_bytes()));
    assert_eq!(found, [Check::NoQuote]);
    assert!(!Check::NoQuote.is_failure());
}

#[test]
fn verification_counts_what_is_verified_and_tells_failures_from_silence() {
    let digest = sha256(DOCUMENT.as_bytes());
    let conflict = ledger(Some(&digest), &[("[0, 16]", Some("é talk")), ("[0, 16]", None)]);
    let at_hand = verify(&conflict, |_| Some(DOCUMENT.into()));
    assert_eq!((at_hand.verified_claims(), at_hand.has_failures()), (1, false));
    let absent = verify(&conflict, |_| None);
    assert_eq!((absent.verified_claims(), absent.has_failures()), (0, false));
    let other = verify(&conflict, |_| Some(b"x".to_vec()));
    assert_eq!((other.verified_claims(), other.has_failures()), (0, true));
}

#[test]
fn an_empty_document_and_an_empty_ledger_are_no_trouble() {
    let (source, found) = checks(Some(&sha256(b"")), &[("[0, 1]", Some("x"))], Some(b""));
    assert_eq!((source, found), (Check::Verified, vec![Check::BadRange { length: 0 }]));
    let (source, found) = checks(Some(&sha256(b"")), &[], Some(b""));
    assert_eq!((source, found), (Check::Verified, vec![]));
}

const AUDITED: &str = r#"
format = 1
title = "T"
[sources.report]
[claims.firm]
source = "report"
at = [0, 1]
standing = "quoted"
reading = "R"
[claims.doubtful]
source = "report"
at = [0, 1]
standing = "disputed"
reading = "R"
other_reading = "S"
[claims.idle]
source = "report"
at = [0, 1]
standing = "filler"
reading = "R"
[decision_makers.north]
options.talk = { text = "Talk", cites = ["firm"] }
options.ban = { text = "Ban", cites = ["doubtful"], basis = "cited" }
prefers = ["talk", { id = "u2", that = "ban", cites = ["firm", "doubtful"], basis = "disputed" }]
[decision_makers.south]
options.build = { text = "Build", basis = "logic" }
ranking = "s1 > s2 > s3 > s4 > s5 > s6"
cites = ["firm"]
basis = "inferred"
[decision_makers.east]
weights = {}
basis = "judgement"
[[infeasible]]
id = "F1"
when = "talk and ban"
[outcomes]
peace = { when = "talk", basis = "judgement" }
"#;

#[test]
fn an_audit_lists_every_element_in_the_order_of_the_file_and_says_what_it_rests_on() {
    let reading = read(AUDITED);
    let conflict = reading.conflict.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let audit = audit(&conflict);
    let listed: Vec<(&str, &str, Option<Basis>)> =
        audit.elements.iter().map(|e| (e.kind, e.name.as_str(), e.provenance.basis)).collect();
    assert_eq!(
        listed,
        [
            ("option", "north.talk", Some(Basis::Cited)),
            ("option", "north.ban", Some(Basis::Cited)),
            ("statement", "north.1", None),
            ("statement", "u2", Some(Basis::Disputed)),
            ("option", "south.build", Some(Basis::Logic)),
            ("ranking", "south", Some(Basis::Inferred)),
            ("weights", "east", Some(Basis::Judgement)),
            ("rule", "F1", None),
            ("outcome", "peace", Some(Basis::Judgement)),
        ]
    );
    let unused: Vec<&str> = audit.unused.iter().map(|claim| conflict.claims[claim.index()].id.as_str()).collect();
    assert_eq!(unused, ["idle"]);
    // What cites a disputed claim rests on it, whatever it says of itself.
    let disputed: Vec<&str> = audit.on_disputed(&conflict).into_iter().map(|e| e.name.as_str()).collect();
    assert_eq!(disputed, ["north.ban", "u2"]);
    let on_nothing: Vec<&str> = audit.with_basis(None).map(|e| e.name.as_str()).collect();
    assert_eq!(on_nothing, ["north.1", "F1"]);
}

/// The first case and its article. The article is not in the repository: where it is not at hand, there is nothing to check.
#[test]
fn the_ledger_of_the_first_case_stands_in_its_article() {
    let folder = root().join("../shared/seeds");
    let files: BTreeMap<String, String> = catalogue().into_iter().collect();
    for name in ["us-china-2023", "us-china-2023-north-korea", "us-china-2023-taiwan"] {
        let conflict = read(&files[name]).conflict.expect("the catalogue reads");
        let verification =
            verify(&conflict, |source| source.file.as_ref().and_then(|file| std::fs::read(folder.join(file)).ok()));
        if verification.sources == [Check::NotAtHand] {
            println!("{name}: the article is not at hand, so its {} claims were not checked", conflict.claims.len());
            continue;
        }
        for (claim, check) in conflict.claims.iter().zip(&verification.claims) {
            assert_eq!(*check, Check::Verified, "{name}: claim {}", claim.id);
        }
        println!("{name}: {} claims are verified", verification.verified_claims());
    }
}

#[test]
fn claims_that_the_files_of_the_first_case_share_are_the_same_in_all() {
    let mut first: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut shared = 0;
    for (name, text) in catalogue().into_iter().filter(|(name, _)| name.starts_with("us-china-2023")) {
        let claims = text.split("\n[claims.").skip(1).map(|rest| rest.split("\n\n").next().expect("a table").trim());
        for table in claims {
            let id = table.split(']').next().expect("an id").to_string();
            if let Some((other, earlier)) = first.get(&id) {
                assert_eq!(table, earlier, "{id} in {name} and {other}");
                shared += 1;
            } else {
                first.insert(id, (name.clone(), table.to_string()));
            }
        }
        let source = |text: &str| {
            let start = text.find("[sources.article]").expect("there is the article");
            text[start..].split("\n\n").next().expect("a table").to_string()
        };
        let (other, earlier) =
            first.entry("the article".into()).or_insert_with(|| (name.clone(), source(&text))).clone();
        assert_eq!(source(&text), earlier, "the article in {name} and {other}");
    }
    assert!(shared >= 20, "only {shared} claims are shared");
}
