//! Edits of texts that nobody would write: a file with everything in it, mutated, and texts put together from scraps.

mod plain;
mod random;

use detente_edit::{Edit, Reason, What, apply, path};
use detente_testkit::Rng;
use plain::{Plain, places};
use random::some_edit;

const SCRAPS: [&str; 40] = [
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    " ",
    "\t",
    ",",
    ",",
    "[",
    "]",
    "{",
    "}",
    "=",
    " = ",
    ".",
    "#c",
    "# d\n",
    "  # e\n",
    "a",
    "b",
    "c",
    "'q'",
    "\"r\"",
    "\"\"\"s\n\"\"\"",
    "1",
    "true",
    "[]",
    "{}",
    "[1, 2]",
    "{ a = 1 }",
    "a = 1\n",
    "b.c = 2 # x\n",
    "[d]\n",
    "[d.e]\n",
    "[[f]]\n",
    "[f.g]\n",
    "[[f.h]]\n",
    "i = [\n  1, # y\n  'z'\n]\n",
];

/// A text near `text`.
fn mutated(rng: &mut Rng, text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..1 + rng.below(3) {
        let start = text.floor_char_boundary(rng.below(text.len() + 1));
        let end = text.ceil_char_boundary((start + rng.below(12)).min(text.len()));
        let scrap = SCRAPS[rng.below(SCRAPS.len())];
        match rng.below(4) {
            0 => text.replace_range(start..end, ""),
            1 => text.replace_range(start..end, scrap),
            2 => {
                let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
                text.insert_str(line, scrap);
            }
            _ => text.insert_str(start, scrap),
        }
    }
    text
}

/// A text of scraps.
fn pieced(rng: &mut Rng) -> String {
    (0..1 + rng.below(9)).map(|_| SCRAPS[rng.below(SCRAPS.len())]).collect()
}

/// Part of the file with everything in it, so that mutations are dense.
fn part(rng: &mut Rng, text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let start = rng.below(lines.len());
    lines[start..(start + 1 + rng.below(14)).min(lines.len())].concat()
}

#[test]
fn whatever_is_toml_stays_toml_and_says_what_it_should() {
    let odd = include_str!("odd.toml");
    let rounds: u64 = std::env::var("MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(30_000);
    let (mut valid, mut made) = (0, 0);
    for seed in 0..rounds {
        let mut rng = Rng::new(seed);
        let text = match rng.below(3) {
            0 => pieced(&mut rng),
            1 => part(&mut rng, odd),
            _ => {
                let part = part(&mut rng, odd);
                mutated(&mut rng, &part)
            }
        };
        let Some(data) = Plain::read(&text) else {
            let edit = Edit { at: path!["a"], what: What::Remove };
            let error = apply(&text, &edit).expect_err("the text is not TOML");
            assert_eq!(error.reason, Reason::NotToml, "seed {seed}: {error}");
            continue;
        };
        valid += 1;
        let places = places(&data);
        for _ in 0..4 {
            let Some(edit) = some_edit(&mut rng, &places) else { continue };
            match apply(&text, &edit) {
                Ok(edited) => {
                    made += 1;
                    let found = Plain::read(&edited)
                        .unwrap_or_else(|| panic!("seed {seed}, {edit:?}: not TOML\n{text:?}\n{edited:?}"));
                    let wanted = data.edited(&edit).unwrap_or_else(|| panic!("seed {seed}, {edit:?}\n{text:?}"));
                    assert!(
                        found.is_like(&wanted, &edit),
                        "seed {seed}, {edit:?}\n--- before\n{text}\n--- after\n{edited}\n{text:?}\n{edited:?}"
                    );
                    let comments = |text: &str| text.matches('#').count();
                    let moves = matches!(edit.what, What::Move { .. });
                    assert!(
                        !moves || comments(&text) == comments(&edited),
                        "seed {seed}, {edit:?}: a comment is lost\n{text:?}\n{edited:?}"
                    );
                }
                Err(error) => {
                    let lawful = matches!(
                        error.reason,
                        Reason::CannotStandThere | Reason::KeyTaken | Reason::NotATable | Reason::NotAList
                    );
                    assert!(lawful, "seed {seed}, {edit:?}: {error}\n{text:?}");
                }
            }
        }
    }
    assert!(valid > rounds / 4 && made > rounds / 2, "{valid} texts of {rounds} were TOML, {made} edits were made");
}
