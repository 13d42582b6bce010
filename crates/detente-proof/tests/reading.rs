//! Reading certificates: strict, with the place of what is wrong, and never a panic.

use detente_proof::{Bundle, verify};
use detente_testkit::{Game, Rng, two_by_two};

fn prisoners_dilemma() -> detente_model::Conflict {
    two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] })
}

/// A right certificate, as text.
fn text() -> String {
    let digest = detente_model::digest(&prisoners_dilemma());
    r#"{
"format":"detente-certificate/1",
"conflict":{"title":"A 2×2 game","digest":"DIGEST"},
"conventions":{"replies":"legal-sequences","sanction":"not-preferred","return":"may-return","credible":"stepwise"},
"closed_sets":[
{"opponents_of":"row","steps":"moves","reached":[{"by":"column","states":["YN"]}]}
],
"verdicts":[
{"concept":"gmr","decision_maker":"row","state":"NN","verdict":"stable","improvements":[{"to":"YN","sanction":[{"by":"column","to":"YY"}]}]},
{"concept":"gmr","decision_maker":"row","state":"NY","verdict":"unstable","improvement":"YY","closed_set":0},
{"concept":"nash","decision_maker":"row","state":"NY","verdict":"unstable","improvement":"YY"}
]
}
"#
    .replace("DIGEST", &digest)
}

#[track_caller]
fn refuse(text: &str, because: &str) {
    let error = Bundle::from_json(text).expect_err("the text is no certificate").to_string();
    assert!(error.contains(because), "{error}");
}

#[test]
fn a_certificate_written_by_hand_is_read_checked_and_written_the_same() {
    let bundle = Bundle::from_json(&text()).unwrap();
    assert_eq!(verify(&prisoners_dilemma(), &bundle).unwrap().verdicts, 3);
    assert_eq!(bundle.to_json(), text());
}

#[test]
fn another_version_is_told_before_its_fields_are_complained_about() {
    let other = text().replace("certificate/1", "certificate/2").replace("closed_sets", "invariants");
    refuse(&other, "unknown variant `detente-certificate/2`, expected `detente-certificate/1`");
    refuse("{}", "missing field `format`");
}

#[test]
fn unknown_missing_and_repeated_fields_are_refused_with_their_place() {
    for (from, to, because) in [
        ("\"closed_set\":0", "\"closed_set\":0,\"margin\":1", "unknown field `margin`"),
        ("\"title\":", "\"author\":\"x\",\"title\":", "unknown field `author`"),
        ("\"by\":\"column\",\"to\"", "\"by\":\"column\",\"as\":\"x\",\"to\"", "unknown field `as`"),
        ("\"steps\":", "\"from\":\"YN\",\"steps\":", "unknown field `from`"),
        ("\"return\":\"may-return\",", "", "missing field `return`"),
        ("\"credible\":\"stepwise\"", "\"credible\":\"stepwise\",\"credible\":\"not\"", "duplicate field `credible`"),
        ("\"state\":\"NN\",", "\"state\":\"NN\",\"state\":\"NY\",", "duplicate field `state`"),
        ("\"state\":\"NN\",", "", "missing field `state`"),
        ("\"closed_set\":0", "\"closed_set\":-1", "invalid value"),
        ("\"closed_set\":0", "\"closed_set\":18446744073709551616", "invalid type"),
        ("\"closed_set\":0", "\"closed_set\":1e999", "number out of range"),
        ("\"verdict\":\"stable\"", "\"verdict\":\"perhaps\"", "`stable` or `unstable`, not \"perhaps\""),
        ("\"verdict\":\"stable\"", "\"verdict\":\"unstable\"", "an unstable verdict has `improvement`"),
        ("\"verdict\":\"unstable\"", "\"verdict\":\"stable\"", "a stable verdict has `improvements`"),
        ("\"verdict\":\"stable\"", "\"verdict\":\"stable\",\"closed_set\":0", "a stable verdict has `improvements`"),
    ] {
        let changed = text().replacen(from, to, 1);
        assert_ne!(changed, text());
        refuse(&changed, because);
        assert!(Bundle::from_json(&changed).unwrap_err().line > 1);
    }
    refuse(&format!("{} {{}}", text()), "trailing characters");
}

#[test]
fn deep_nesting_and_half_a_file_are_refused() {
    refuse(&"[".repeat(1_000_000), "at line 1");
    refuse(&format!("{{\"format\":{}", "{\"a\":".repeat(100_000)), "at line 1");
    let nested = text().replace("\"A 2×2 game\"", &"[".repeat(100_000));
    refuse(&nested, "at line 3");
    let text = text();
    for end in (0..text.trim_end().len()).filter(|&end| text.is_char_boundary(end)) {
        assert!(Bundle::from_json(&text[..end]).is_err());
    }
}

#[test]
fn corrupted_texts_are_refused_or_rejected_and_never_a_panic() {
    let (conflict, text, mut rng) = (prisoners_dilemma(), text(), Rng::new(1));
    let (mut read, pieces) = (
        0,
        [
            "\"", "{", "}", "[", "]", ",", ":", "0", "-1", "1e400", "null", "Y", "N", "row", "column", "\\u0000", "ÿ",
            " ",
        ],
    );
    for _ in 0..3000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=rng.below(3) {
            let (at, piece) = (rng.below(bytes.len()), pieces[rng.below(pieces.len())]);
            match rng.below(4) {
                0 => bytes[at] = rng.bits() as u8,
                1 => drop(bytes.drain(at..(at + 1 + rng.below(9)).min(text.len() / 2).max(at))),
                2 => drop(bytes.splice(at..at, piece.bytes())),
                _ => drop(bytes.splice(at..=at, piece.bytes())),
            }
        }
        if let Ok(bundle) = Bundle::from_json(&String::from_utf8_lossy(&bytes)) {
            read += 1;
            // Whatever it says now: an answer, and no panic. What is accepted has the same verdicts as before.
            if verify(&conflict, &bundle).is_ok() {
                assert_eq!(bundle.verdicts, Bundle::from_json(&text).unwrap().verdicts);
            }
        }
    }
    assert!(read > 100, "{read}");
}
