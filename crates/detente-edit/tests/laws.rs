//! Laws of edits, on random edits of every file of the catalogue.

mod plain;
mod random;

use std::collections::BTreeMap;

use detente_edit::{Edit, Step, What, apply};
use detente_testkit::Rng;
use plain::{Plain, places};
use random::{some_edit, some_object, some_text};
use serde_json::json;

/// The files of the catalogue, with their names.
fn catalogue() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the catalogue is there")
        .map(|entry| entry.expect("its files can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("it can be read"))
        })
        .collect();
    files.sort();
    assert!(files.len() >= 18, "the catalogue is there");
    files
}

/// Texts that hold what the catalogue does not: line ends of two characters, lists in all layouts, tables in all forms.
fn oddities() -> Vec<(String, String)> {
    let odd = include_str!("odd.toml");
    let all = catalogue();
    let (name, text) = all.iter().find(|(name, _)| name == "us-china-2023-taiwan").expect("it is in the catalogue");
    vec![
        ("odd".into(), odd.into()),
        ("odd, two characters a line end".into(), odd.replace('\n', "\r\n")),
        (format!("{name}, two characters a line end"), text.replace('\n', "\r\n")),
        (format!("{name}, without the last line end"), format!("\u{feff}{}", text.trim_end())),
    ]
}

fn all_texts() -> Vec<(String, String)> {
    catalogue().into_iter().chain(oddities()).collect()
}

/// So many edits are tried on every text; the generator begins with the number of the text.
const EDITS: usize = 80;

/// Which of `count` cases of a text to try, so that a long text takes no longer than others: about `wanted` of them.
fn is_tried(rng: &mut Rng, count: usize, wanted: usize) -> bool {
    rng.below(count) < wanted
}

fn each_edit(mut law: impl FnMut(&str, &str, &Edit, &Plain, Result<String, detente_edit::EditError>)) -> usize {
    let mut made = 0;
    for (seed, (name, text)) in all_texts().into_iter().enumerate() {
        let mut rng = Rng::new(seed as u64);
        let data = Plain::of(&text);
        let places = places(&data);
        for _ in 0..EDITS {
            let Some(edit) = some_edit(&mut rng, &places) else { continue };
            let result = apply(&text, &edit);
            made += usize::from(result.is_ok());
            law(&name, &text, &edit, &data, result);
        }
    }
    made
}

#[test]
fn an_edit_does_to_the_text_what_it_does_to_the_data() {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let made = each_edit(|name, text, edit, data, result| {
        let kind = match edit.what {
            What::Set { .. } => "set",
            What::Remove => "remove",
            What::Insert { .. } => "insert",
            What::Move { .. } => "move",
            What::Rename { .. } => "rename",
        };
        let counts = kinds.entry(kind).or_default();
        match result {
            Ok(edited) => {
                counts.0 += 1;
                let found = Plain::of(&edited);
                let wanted = data.edited(edit).unwrap_or_else(|| panic!("{name}: {edit:?} was made and cannot be"));
                assert!(
                    found.is_like(&wanted, edit),
                    "{name}, {edit:?}\n--- found {found:?}\n--- wanted {wanted:?}\n{}",
                    difference(text, &edited)
                );
            }
            Err(error) => {
                counts.1 += 1;
                let reason = error.reason;
                let lawful = matches!(
                    reason,
                    detente_edit::Reason::CannotStandThere
                        | detente_edit::Reason::KeyTaken
                        | detente_edit::Reason::NotATable
                );
                assert!(lawful, "{name}, {edit:?}: {error}");
            }
        }
    });
    assert!(made > 1_300, "{made} edits were made: {kinds:?}");
    for (kind, (made, refused)) in &kinds {
        assert!(made > refused, "{kind}: {made} were made, {refused} refused");
    }
}

/// The lines that differ.
fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - start;
    let end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let lines = |lines: &[&str], sign: &str| -> String {
        lines[start..lines.len() - end].iter().map(|line| format!("{sign}{line:?}\n")).collect()
    };
    format!("{}{}", lines(&before, "-"), lines(&after, "+"))
}

#[test]
fn setting_the_present_value_changes_no_byte() {
    for (name, text) in all_texts() {
        let mut count = 0;
        let places = places(&Plain::of(&text));
        let mut rng = Rng::new(places.len() as u64);
        for (at, here) in &places {
            if at.len() > 1 && !is_tried(&mut rng, places.len(), 150) {
                continue;
            }
            let at = at.clone();
            let Some(value) = here.to_json().filter(|_| !at.is_empty()) else { continue };
            let edit = Edit { at, what: What::Set { value } };
            let edited = apply(&text, &edit).unwrap_or_else(|error| panic!("{name}, {edit:?}: {error}"));
            assert_eq!(edited, text, "{name}, {edit:?}");
            count += 1;
        }
        assert!(count > 10, "{name} has {count} places");
    }
}

#[test]
fn inserting_and_removing_gives_the_first_text_back() {
    for (seed, (name, text)) in all_texts().into_iter().enumerate() {
        let mut rng = Rng::new(seed as u64);
        let lists: Vec<_> =
            places(&Plain::of(&text)).into_iter().filter(|(_, p)| matches!(p, Plain::List(_))).collect();
        let all: usize = lists.iter().map(|(_, list)| list.children() + 1).sum();
        for (at, list) in lists {
            let Plain::List(items) = list else { continue };
            // An empty list that is not written `[]` is written so once it is empty again.
            if matches!(&at[..], [Step::Key(name)] if name == "roomy" || name == "open") {
                continue;
            }
            for number in 0..=items.len() {
                if !is_tried(&mut rng, all, 60) {
                    continue;
                }
                let at = [&at[..], &[number.into()]].concat();
                let values = [some_object(&mut rng, 1), json!(some_text(&mut rng))];
                for value in values {
                    let edit = Edit { at: at.clone(), what: What::Insert { value } };
                    let edited = match apply(&text, &edit) {
                        Ok(edited) => edited,
                        Err(error) if error.reason == detente_edit::Reason::CannotStandThere => continue,
                        Err(error) => panic!("{name}, {edit:?}: {error}"),
                    };
                    let back = apply(&edited, &Edit { at: at.clone(), what: What::Remove }).expect("it is there");
                    assert!(back == text, "{name}, {edit:?}\n{}\n{edited}", difference(&text, &back));
                }
            }
        }
    }
}

#[test]
fn moving_there_and_back_gives_the_first_text_back() {
    for (seed, (name, text)) in catalogue().into_iter().enumerate() {
        let mut rng = Rng::new(seed as u64);
        let (mut moved, mut refused) = (0, 0);
        let places = places(&Plain::of(&text));
        for (at, here) in &places {
            let steps: Vec<Step> = match here {
                Plain::List(items) => (0..items.len()).map(Step::from).collect(),
                Plain::Table(keys) => keys.iter().map(|(name, _)| name.as_str().into()).collect(),
                _ => continue,
            };
            for (from, step) in steps.iter().enumerate() {
                if !is_tried(&mut rng, places.len(), 80) {
                    continue;
                }
                let to = rng.below(steps.len());
                let place = [&at[..], std::slice::from_ref(step)].concat();
                let there = Edit { at: place, what: What::Move { to } };
                let edited = match apply(&text, &there) {
                    Ok(edited) => edited,
                    Err(error) => {
                        assert_eq!(error.reason, detente_edit::Reason::CannotStandThere, "{name}, {there:?}: {error}");
                        refused += 1;
                        continue;
                    }
                };
                let step = if matches!(step, Step::Item(_)) { Step::Item(to) } else { step.clone() };
                let back = Edit { at: [&at[..], &[step]].concat(), what: What::Move { to: from } };
                let back = apply(&edited, &back).unwrap_or_else(|error| panic!("{name}, {there:?}, back: {error}"));
                assert!(back == text, "{name}, {there:?}\n{}\n{edited}", difference(&text, &back));
                moved += 1;
            }
        }
        assert!(moved > 10 && refused < 12, "{name}: {moved} moved, {refused} refused");
    }
}

#[test]
fn comments_and_untouched_lines_survive() {
    each_edit(|name, text, edit, data, result| {
        let Ok(edited) = result else { return };
        let lines = |text: &str| -> Vec<String> {
            text.trim_start_matches('\u{feff}')
                .lines()
                .map(str::to_string)
                .filter(|line| !line.trim().is_empty())
                .collect()
        };
        let (before, after) = (lines(text), lines(&edited));
        // Every line that is new or gone is one that the edit touches: it is accounted for by the words of the place.
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        before.iter().for_each(|line| *counts.entry(line).or_default() -= 1);
        after.iter().for_each(|line| *counts.entry(line).or_default() += 1);
        let gone: Vec<&str> = counts.iter().filter(|(_, count)| **count < 0).map(|(line, _)| *line).collect();
        let new: Vec<&str> = counts.iter().filter(|(_, count)| **count > 0).map(|(line, _)| *line).collect();
        let report = || format!("{name}, {edit:?}\n{}", difference(text, &edited));
        let removes = matches!(edit.what, What::Remove | What::Set { .. });
        for line in &gone {
            // A line that is gone has come back changed, or held what was taken out.
            let is_comment = line.trim_start().starts_with('#');
            assert!(removes || !is_comment, "a comment is gone: {line}\n{}", report());
        }
        match &edit.what {
            What::Insert { .. } => assert!(gone.len() <= 2, "{}", report()),
            What::Move { .. } => {
                // Commas stay with the places; items of one line may come together anew.
                let words = |lines: &[&str]| -> Vec<char> {
                    let mut words: Vec<char> = lines.concat().replace(',', "").chars().collect();
                    words.retain(|c| !c.is_whitespace());
                    words.sort_unstable();
                    words
                };
                assert!(words(&gone) == words(&new), "{}", report());
            }
            What::Rename { .. } => assert_eq!(gone.len(), new.len(), "{}", report()),
            What::Set { .. } if data.at(&edit.at).is_none() => assert!(gone.len() <= 1, "{}", report()),
            What::Set { value } if value.is_string() && matches!(data.at(&edit.at), Some(Plain::Text(_))) => {
                // A text of one line is one line; one of several is as many as it has.
                let Some(Plain::Text(old)) = data.at(&edit.at) else { return };
                assert!(gone.len() <= old.lines().count() + 2, "{}", report());
            }
            What::Set { .. } | What::Remove => {}
        }
        // Lines that are in both texts come in the same order, but for what moves.
        if !matches!(edit.what, What::Move { .. }) {
            let common = |lines: &[String]| -> Vec<String> {
                lines.iter().filter(|line| counts.get(line.as_str()) == Some(&0)).cloned().collect()
            };
            assert!(common(&before) == common(&after), "the order has changed\n{}", report());
        }
    });
}

#[test]
fn line_ends_and_the_mark_at_the_beginning_stay_as_they_are() {
    each_edit(|name, text, edit, _, result| {
        let Ok(edited) = result else { return };
        if text.contains("\r\n") {
            assert!(!edited.replace("\r\n", "").contains('\n'), "{name}, {edit:?}\n{}", difference(text, &edited));
        } else {
            assert!(!edited.contains('\r'), "{name}, {edit:?}\n{}", difference(text, &edited));
        }
        assert_eq!(text.starts_with('\u{feff}'), edited.starts_with('\u{feff}'), "{name}, {edit:?}");
        assert_eq!(text.ends_with('\n'), edited.ends_with('\n'), "{name}, {edit:?}\n{}", difference(text, &edited));
    });
}

#[test]
fn an_edited_text_has_no_mistakes_of_syntax() {
    each_edit(|name, _, edit, _, result| {
        let Ok(edited) = result else { return };
        let reading = detente_model::read::read(&edited);
        let bad: Vec<_> = reading.diagnostics.iter().filter(|d| d.code == "syntax").collect();
        assert!(bad.is_empty(), "{name}, {edit:?}: {bad:?}\n{edited}");
    });
}

#[test]
fn edits_of_a_statement_leave_a_conflict_that_reads() {
    for (name, text) in catalogue() {
        let before = detente_model::read::read(&text);
        let before = before.conflict.unwrap_or_else(|| panic!("{name} reads"));
        for (dm, decision_maker) in before.decision_makers.iter().enumerate() {
            let detente_model::Preference::Prioritised(list) = &decision_maker.preference else { continue };
            let at = |more: Vec<Step>| {
                [&detente_edit::path!["decision_makers", decision_maker.id.as_str(), "prefers"][..], &more[..]].concat()
            };
            let edits: Vec<Edit> = vec![
                Edit { at: at(vec![]), what: What::Insert { value: json!("true") } },
                Edit { at: at(vec![list.len().into(), "because".into()]), what: What::Set { value: json!("a try") } },
                Edit { at: at(vec![list.len().into()]), what: What::Move { to: 0 } },
            ];
            let edited = detente_edit::apply_all(&text, &edits).unwrap_or_else(|error| panic!("{name}: {error}"));
            let after = detente_model::read::read(&edited).conflict.unwrap_or_else(|| panic!("{name} reads\n{edited}"));
            let detente_model::Preference::Prioritised(now) = &after.decision_makers[dm].preference else {
                panic!("statements stay statements")
            };
            assert_eq!(now.len(), list.len() + 1, "{name}");
        }
    }
}
