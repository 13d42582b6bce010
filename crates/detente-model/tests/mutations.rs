//! A little fuzzing that needs no fuzzer: catalogue and malformed files, changed at random from a seed.

mod common;

use common::{assert_laws, catalogue, malformed, wellformed};
use detente_model::read::read_bytes;
use detente_model::{Meaning, State, StateList, digest};
use detente_testkit::Rng;

/// Something that files are made of.
const PIECES: [&str; 40] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "=",
    ",",
    ".",
    "\n",
    "\r\n",
    "\\",
    "\\u00e9",
    "\\\n",
    "#",
    "-",
    "> ",
    "~",
    "(",
    ")",
    "not ",
    " and ",
    " or ",
    " implies ",
    "true",
    "0",
    "18446744073709551616",
    "é",
    "🦀",
    "\u{feff}",
    "\0",
    "s1",
    "YN-",
    "format = 2\n",
    "[states]\n",
    "x = {}\n",
];

/// Files that are small enough to be changed thousands of times.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let all = catalogue().into_iter().chain(wellformed()).chain(malformed());
    all.map(|(name, text)| (name, text.into_bytes())).filter(|(_, bytes)| bytes.len() < 16_000).collect()
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// The bytes, cut into words, signs and spaces.
fn tokens(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut tokens: Vec<Vec<u8>> = Vec::new();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    for &byte in bytes {
        match tokens.last_mut() {
            Some(last) if is_word(byte) && is_word(last[0]) => last.push(byte),
            _ => tokens.push(vec![byte]),
        }
    }
    tokens
}

fn mutate(rng: &mut Rng, bytes: &mut Vec<u8>, others: &[(String, Vec<u8>)]) {
    if bytes.is_empty() {
        return;
    }
    match rng.below(10) {
        0 => {
            let at = rng.below(bytes.len());
            bytes[at] ^= 1 << rng.below(8);
        }
        1 => {
            let mut lines = lines(bytes);
            lines.remove(rng.below(lines.len()));
            *bytes = lines.concat();
        }
        2 => {
            let mut lines = lines(bytes);
            let line = lines[rng.below(lines.len())].clone();
            lines.insert(rng.below(lines.len() + 1), line);
            *bytes = lines.concat();
        }
        3 | 4 => {
            let mut tokens = tokens(bytes);
            let (one, other) = (rng.below(tokens.len()), rng.below(tokens.len()));
            tokens.swap(one, other);
            *bytes = tokens.concat();
        }
        5 => {
            let mut tokens = tokens(bytes);
            tokens.remove(rng.below(tokens.len()));
            *bytes = tokens.concat();
        }
        6 => {
            let piece = PIECES[rng.below(PIECES.len())].bytes();
            let at = rng.below(bytes.len() + 1);
            bytes.splice(at..at, piece);
        }
        7 => {
            // A word takes the place of another, from this file or another.
            let foreign = tokens(&others[rng.below(others.len())].1);
            let mut tokens = tokens(bytes);
            let at = rng.below(tokens.len());
            tokens[at] = foreign[rng.below(foreign.len())].clone();
            *bytes = tokens.concat();
        }
        8 => bytes.truncate(rng.below(bytes.len())),
        _ => {
            let from = lines(&others[rng.below(others.len())].1);
            let mut lines = lines(bytes);
            lines.insert(rng.below(lines.len() + 1), from[rng.below(from.len())].clone());
            *bytes = lines.concat();
        }
    }
}

/// What can be done with a conflict that reads, if it is small.
fn use_it(bytes: &[u8], name: &str) {
    let Some(conflict) = read_bytes(bytes).conflict else { return };
    assert!(digest(&conflict).starts_with("sha256:"));
    let (Ok(meaning), Ok(list)) = (Meaning::new(&conflict), StateList::new(&conflict, 64)) else { return };
    for state in list.states().iter().take(32) {
        for dm in conflict.dm_ids() {
            for end in meaning.moves(dm, state) {
                assert!(meaning.is_feasible(&end), "{name}: a move leads to a state");
                assert!(list.place(&end).is_some(), "{name}: a move leads to a state of the list");
                assert!(meaning.can_move(dm, state, &end), "{name}: what is listed as a move is one");
            }
            meaning.compare(dm, state, &list.states()[0]);
        }
    }
    if let Some(State::Vector(vector)) = &conflict.status_quo {
        assert!(!conflict.is_excluded(vector), "{name}: the status quo is feasible");
    }
    detente_model::ledger::audit(&conflict);
    detente_model::ledger::verify(&conflict, |_| Some(b"a document".to_vec()));
}

#[test]
fn changed_files_are_read_or_complained_of() {
    let seeds = seeds();
    let mut rng = Rng::new(0x00DE_7E47_E000);
    let mut read = 0;
    let sound: Vec<usize> = (0..seeds.len()).filter(|&seed| read_bytes(&seeds[seed].1).conflict.is_some()).collect();
    for _ in 0..20_000 {
        // Most begin with something that reads, so that there is something to be broken.
        let seed = if rng.chance(70) { sound[rng.below(sound.len())] } else { rng.below(seeds.len()) };
        let (name, bytes) = &seeds[seed];
        let mut bytes = bytes.clone();
        // Most get one change, so that many still read; some get many.
        for _ in 0..if rng.chance(60) { 1 } else { 1 + rng.below(12) } {
            mutate(&mut rng, &mut bytes, &seeds);
        }
        let reading = read_bytes(&bytes);
        assert_laws(&bytes, &reading, name);
        if reading.conflict.is_some() {
            read += 1;
            use_it(&bytes, name);
        }
    }
    assert!(read > 1000, "only {read} of the changed files read: they are changed too much to tell anything");
}
