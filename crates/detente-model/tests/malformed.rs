//! Every file in `malformed/` has something wrong with it. What the reader says of it stands beside it in an `.expected` file, to be
//! read as somebody would who does not program: is it clear where, what, and what to do?
//!
//! `UPDATE_EXPECTED=1 cargo test -p detente-model --test malformed` writes the expected files anew.

mod common;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::{assert_laws, catalogue, malformed};
use detente_model::read::{MAX_FILE_BYTES, Reading, read, read_bytes};
use detente_model::{Diagnostic, Severity};
use detente_testkit::Rng;

/// No file may take longer to read than this, unoptimised and on a busy machine.
const MAX_TIME: Duration = Duration::from_secs(10);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/malformed")
}

/// One line a complaint: `line:column severity[code] message | help`, with other places that matter below it.
fn compact(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    let place = |diagnostic: &Diagnostic| {
        let (line, column) = diagnostic.line_and_column(text);
        format!("{line}:{column}")
    };
    for diagnostic in diagnostics {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = write!(out, "{} {severity}[{}] {}", place(diagnostic), diagnostic.code, diagnostic.message);
        let _ = match &diagnostic.help {
            Some(help) => writeln!(out, " | {help}"),
            None => writeln!(out),
        };
        for (span, label) in &diagnostic.related {
            let there = Diagnostic { span: span.clone(), ..diagnostic.clone() };
            let _ = writeln!(out, "  {} {label}", place(&there));
        }
    }
    out
}

#[test]
fn every_malformed_file_gets_the_expected_complaints() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let files = malformed();
    assert!(files.len() >= 80, "only {} malformed files", files.len());
    let mut stale = Vec::new();
    for (name, text) in files {
        let reading = read(&text);
        assert_laws(text.as_bytes(), &reading, &name);
        assert!(!reading.diagnostics.is_empty(), "{name}: nothing was complained of");
        let found = compact(&text, &reading.diagnostics);
        let expected_path = folder().join(&name).with_extension("expected");
        if update {
            std::fs::write(&expected_path, &found).expect("the expected file can be written");
        } else if std::fs::read_to_string(&expected_path).ok().as_deref() != Some(&found) {
            stale.push(format!("{name}:\n{found}"));
        }
    }
    assert!(
        stale.is_empty(),
        "{} files get other complaints than expected. If these are as good, run again with UPDATE_EXPECTED=1.\n\n{}",
        stale.len(),
        stale.join("\n")
    );
}

#[test]
fn every_expected_file_belongs_to_a_malformed_file() {
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        assert!(path.with_extension("toml").exists(), "{} stands alone", path.display());
    }
}

#[test]
fn every_complaint_says_what_to_do() {
    for (name, text) in malformed() {
        for diagnostic in read(&text).diagnostics {
            let help = diagnostic.help.as_deref().unwrap_or_default();
            assert!(!help.is_empty(), "{name}: no help: {}", diagnostic.message);
            for sentence in [&diagnostic.message, help] {
                assert!(!sentence.ends_with('.'), "{name}: a full stop: {sentence}");
                assert!(!sentence.contains('\n'), "{name}: several lines: {sentence}");
            }
        }
    }
}

/// Reads `text` and looks at everything that holds of all readings, and at the time.
fn read_in_time(name: &str, text: &str) -> Reading {
    let start = Instant::now();
    let reading = read(text);
    assert_laws(text.as_bytes(), &reading, name);
    assert!(start.elapsed() < MAX_TIME, "{name} took {:?}", start.elapsed());
    reading
}

/// The codes of the errors, without repetitions.
fn codes(reading: &Reading) -> Vec<&'static str> {
    let mut codes: Vec<&str> = reading.errors().map(|error| error.code).collect();
    codes.dedup();
    codes
}

const HEAD: &str = "format = 1\ntitle = \"Generated\"\n";

fn one_dm(options: usize, preference: &str) -> String {
    let mut text = format!("{HEAD}[decision_makers.north]\n{preference}\n");
    for option in 0..options {
        let _ = writeln!(text, "options.o{option} = \"Option {option}\"");
    }
    text
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_before_it_is_read() {
    let bytes = vec![b'#'; 100_000_000];
    let start = Instant::now();
    let reading = read_bytes(&bytes);
    assert_eq!(codes(&reading), ["too-long"]);
    assert!(start.elapsed() < Duration::from_millis(100));
    assert_eq!(codes(&read_bytes(&vec![b'='; MAX_FILE_BYTES + 1])), ["too-long"]);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_the_line() {
    let reading = read_bytes(b"format = 1\ntitle = \"\xE9t\xE9\"\n");
    assert_eq!(codes(&reading), ["not-text"]);
    assert!(reading.diagnostics[0].message.contains("line 2"), "{}", reading.diagnostics[0].message);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("format = 1".bytes().flat_map(|b| [b, 0])).collect();
    let reading = read_bytes(&utf16);
    assert_eq!(codes(&reading), ["not-text"]);
    assert!(reading.diagnostics[0].message.contains("UTF-16"));
}

#[test]
fn an_empty_file_lacks_everything_that_is_required() {
    for text in ["", "\n\n", "\u{feff}", "# nothing\n", "\r\n\r\n"] {
        let reading = read_in_time("empty", text);
        assert_eq!(codes(&reading), ["missing-key"], "{text:?}");
        assert_eq!(reading.diagnostics.len(), 3, "format, title and decision_makers: {text:?}");
    }
}

#[test]
fn nul_bytes_and_control_characters_are_complained_of() {
    for text in ["\0", "format = 1\0", "format = 1\ntitle = \"a\0b\"\n", "title = \"\u{1b}[31m\"", "# \u{7}"] {
        assert!(!codes(&read_in_time("control", text)).is_empty(), "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing_but_the_bytes() {
    for (name, text) in catalogue() {
        let plain = read_in_time(&name, &text).conflict.expect("the catalogue reads");
        let digest = detente_model::digest(&plain);
        for other in [format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
            let conflict = read_in_time(&name, &other).conflict.unwrap_or_else(|| panic!("{name} reads"));
            assert_eq!(detente_model::digest(&conflict), digest, "{name}");
        }
    }
}

#[test]
fn complaints_after_windows_line_ends_stand_at_the_same_line_and_column() {
    for (name, text) in malformed() {
        let windows = text.replace('\n', "\r\n");
        let marked = format!("\u{feff}{text}");
        let expected = compact(&text, &read(&text).diagnostics);
        assert_eq!(compact(&windows, &read(&windows).diagnostics), expected, "{name}");
        assert_eq!(compact(&marked, &read(&marked).diagnostics), expected, "{name}");
    }
}

#[test]
fn ten_thousand_options_are_too_many() {
    let reading = read_in_time("10,000 options", &one_dm(10_000, "prefers = []"));
    assert_eq!(codes(&reading), ["too-many"]);
    let mut text = HEAD.to_string();
    for dm in 0..1000 {
        let _ = writeln!(text, "[decision_makers.d{dm}]\nprefers = []");
    }
    assert_eq!(codes(&read_in_time("1,000 decision makers", &text)), ["too-many"]);
}

#[test]
fn four_thousand_options_read() {
    let reading = read_in_time("4,000 options", &one_dm(4000, "prefers = [\"o1 and not o3999\"]"));
    assert!(reading.conflict.is_some());
    let reading = read_in_time("4,000 options, ranked", &one_dm(4000, "ranking = \"s1 > s2\""));
    assert_eq!(codes(&reading), ["too-many-states"]);
}

#[test]
fn brackets_without_end_neither_hang_nor_overflow_the_stack() {
    for open in ["[", "{", "[[", "a=[", "a={a=", "(", "\"", "'''", "[a.", "a.", "=", ",", "-", "\\"] {
        for times in [1000, 1_000_000 / open.len()] {
            let text = open.repeat(times);
            assert!(!codes(&read_in_time(open, &text)).is_empty(), "{open}");
            read_in_time(open, &format!("{HEAD}x = {text}"));
        }
    }
}

#[test]
fn conditions_that_are_nested_without_end_are_refused() {
    for (open, close) in [("(", ")"), ("not ", ""), ("not (", ")"), ("(o0 and ", ")"), ("o0 implies (", ")")] {
        let nested = |times: usize| format!("{}o0{}", open.repeat(times), close.repeat(times));
        let condition = |times: usize| format!("prefers = [\"{}\"]", nested(times));
        for times in [1000, 50_000] {
            let reading = read_in_time(open, &one_dm(2, &condition(times)));
            assert_eq!(codes(&reading), ["bad-condition"], "{open}");
        }
        assert!(read_in_time(open, &one_dm(2, &condition(50))).conflict.is_some(), "{open}");
    }
}

#[test]
fn a_condition_of_a_million_names_is_too_large_and_read_in_time() {
    for joint in [" and ", " or ", "&"] {
        for times in [10_000, 100_000, 1_000_000] {
            let names = vec!["o0"; times].join(joint);
            let reading = read_in_time(joint, &one_dm(2, &format!("prefers = [\"{names}\"]")));
            assert_eq!(codes(&reading).is_empty(), times == 10_000, "{joint}, {times}");
        }
        // Unknown names are looked for among the known ones; escapes make their places hard to find.
        let names = vec!["\\u0078x"; 100_000].join(joint);
        let reading = read_in_time(joint, &one_dm(4000, &format!("prefers = [\"{names}\"]")));
        assert!(!codes(&reading).is_empty());
    }
}

#[test]
fn outcomes_that_name_each_other_thirty_thousand_times_read_in_time() {
    const N: usize = 30_000;
    let chain = |joint: &str, forwards: bool, nots: usize| {
        let n = N / (1 + nots);
        let mut text = one_dm(2, &format!("prefers = [\"x{}\"]", n / 2));
        text.push_str("[outcomes]\nx0 = \"o0\"\n");
        let not = "not ".repeat(nots);
        let line = |x: usize| match joint {
            "" => format!("x{x} = \"{not}x{}\"\n", x - 1),
            joint => format!("x{x} = \"{not}x{} {joint} x{}\"\n", x - 1, x - 1),
        };
        match forwards {
            true => (1..n).for_each(|x| text.push_str(&line(x))),
            false => (1..n).rev().for_each(|x| text.push_str(&line(x))),
        }
        text
    };
    for forwards in [true, false] {
        for joint in ["", "and", "iff"] {
            for nots in [0, 100] {
                let reading = read_in_time("chain", &chain(joint, forwards, nots));
                let is_alias = nots == 0 && joint.is_empty();
                let expected = (!is_alias).then_some("condition-too-large");
                assert_eq!(codes(&reading).first().copied(), expected, "{joint} {forwards} {nots}");
            }
        }
    }
    let circle = chain("", true, 0).replace("x0 = \"o0\"", &format!("x0 = \"x{}\"", N - 1));
    assert_eq!(codes(&read_in_time("circle", &circle)), ["circular-name"]);
}

#[test]
fn many_uses_of_a_large_outcome_are_too_large_and_read_in_time() {
    let large = vec!["o0"; 1000].join(" and ");
    let mut text = one_dm(2, "prefers = []");
    let _ = writeln!(text, "[outcomes]\nlarge = \"{large}\"");
    for x in 0..50_000 {
        let _ = writeln!(text, "x{x} = \"large or large\"");
    }
    assert_eq!(codes(&read_in_time("many uses", &text)), ["condition-too-large"]);
    let uses = vec!["large"; 100_000].join(" or ");
    let text = format!("{}[outcomes]\nlarge = \"{large}\"\nall = \"{uses}\"\n", one_dm(2, "prefers = []"));
    assert_eq!(codes(&read_in_time("one large use", &text)), ["condition-too-large"]);
}

#[test]
fn rules_that_are_hard_to_satisfy_do_not_hang() {
    // The pigeon-hole principle: n + 1 pigeons do not fit n holes, and a search cannot see why.
    let (pigeons, holes) = (12, 11);
    let at = |pigeon: usize, hole: usize| format!("o{}", pigeon * holes + hole);
    let mut text = one_dm(pigeons * holes, "prefers = []");
    for pigeon in 0..pigeons {
        let everywhere: Vec<String> = (0..holes).map(|hole| format!("not {}", at(pigeon, hole))).collect();
        let _ = writeln!(text, "[[infeasible]]\nwhen = \"{}\"", everywhere.join(" and "));
    }
    for hole in 0..holes {
        for one in 0..pigeons {
            for other in 0..one {
                let _ = writeln!(text, "[[infeasible]]\nwhen = \"{} and {}\"", at(one, hole), at(other, hole));
            }
        }
    }
    let reading = read_in_time("pigeons", &text);
    // Whether there is a state is not known, so the reader says nothing against it.
    assert!(reading.conflict.is_some());
    let _ = writeln!(text, "[states]");
    for state in 0..50 {
        let _ = writeln!(text, "s{state} = {{ when = \"o{state}\" }}");
    }
    assert_eq!(codes(&read_in_time("pigeons with states", &text)), ["too-large"]);
}

#[test]
fn named_states_that_stand_for_too_much_do_not_hang() {
    let text = format!("{}[states]\nall = {{ when = \"true\" }}\n", one_dm(60, "prefers = []"));
    assert_eq!(codes(&read_in_time("2^60 vectors", &text)), ["state-too-large"]);
    let mut text = one_dm(60, "prefers = []");
    text.push_str("[states]\n");
    for state in 0..1000 {
        let _ = writeln!(text, "s{state} = {{ when = \"o{} and not o{}\" }}", state % 60, state % 60);
    }
    assert_eq!(codes(&read_in_time("a thousand empty states", &text)), ["empty-state", "more"]);
    // Statements have to be looked at on every combination of options of every state.
    let statement = (0..16).map(|o| format!("\"{}\",", vec![format!("(o{o} iff o{o})"); 1000].join(" and ")));
    let preference = format!("prefers = [{}]", statement.collect::<String>());
    let text = format!("{}[states]\na = {{ when = \"o0\" }}\nb = {{ when = \"not o0\" }}\n", one_dm(16, &preference));
    assert_eq!(codes(&read_in_time("many statements", &text)), ["too-large"]);
}

#[test]
fn forty_thousand_of_everything_read_in_time() {
    const N: usize = 40_000;
    let list = |line: &dyn Fn(usize) -> String| (0..N).map(line).collect::<String>();
    let base = one_dm(16, "prefers = [\"o0\"]");
    let row = |x: usize| (0..17).map(|o| if x >> o & 1 == 1 { 'Y' } else { 'N' }).collect::<String>();
    let graph = |states: &str, ranking: &str| {
        format!("{HEAD}[decision_makers.north]\nranking = \"{ranking}\"\n[moves.north]\n[states]\n{states}")
    };
    let ids = list(&|x| format!("s{x} = \"State\"\n"));
    let ranked: Vec<String> = (0..N).map(|x| format!("s{x}")).collect();
    let files: Vec<(&str, bool, String)> = vec![
        ("outcomes", true, format!("{base}[outcomes]\n{}", list(&|x| format!("x{x} = \"o{}\"\n", x % 16)))),
        ("outcomes of states", true, format!("{base}[outcomes]\n{}", list(&|x| format!("x{x} = [\"s{}\"]\n", x + 1)))),
        (
            "an outcome of states",
            true,
            format!("{base}[outcomes]\nx = [{}]", (1..N).map(|x| format!("\"s{x}\",")).collect::<String>()),
        ),
        ("outcomes of unknown names", false, format!("{base}[outcomes]\n{}", list(&|x| format!("x{x} = \"y{x}z\"\n")))),
        ("outcomes of the wrong type", false, format!("{base}[outcomes]\n{}", list(&|x| format!("x{x} = {x}\n")))),
        ("unknown keys", false, format!("{HEAD}{}", list(&|x| format!("{x} = {x}\n")))),
        ("sources", true, format!("{base}{}", list(&|x| format!("[sources.r{x}]\n")))),
        (
            "claims",
            true,
            format!(
                "{base}{}{}",
                (0..1000).map(|x| format!("[sources.r{x}]\n")).collect::<String>(),
                list(&|x| format!(
                    "[claims.K{x}]\nsource = \"r{}\"\nat = [0, 1]\nstanding = \"stated\"\nreading = \"\"\n",
                    x % 1000
                ))
            ),
        ),
        (
            "claims of unknown sources",
            false,
            format!("{base}{}", list(&|x| format!("[claims.K{x}]\nsource = \"r{x}\"\nat = [1, 0]\n"))),
        ),
        ("citations", false, one_dm(1, &format!("prefers = []\ncites = [{}]", list(&|x| format!("\"K{x}\","))))),
        ("statements", true, one_dm(1, &format!("prefers = [{}]", list(&|_| "\"o0\",".into())))),
        ("ids", true, one_dm(1, &format!("prefers = [{}]", list(&|x| format!("{{id=\"u{x}\",that=\"o0\"}},"))))),
        ("rules", true, format!("{base}{}", list(&|_| "[[infeasible]]\nwhen = \"o0 and o1\"\n".into()))),
        ("published", true, format!("{base}{}", list(&|_| "[[published]]\nconcept = \"nash\"\ncount = 1\n".into()))),
        ("bare states", true, graph(&ids, &ranked.join(" > "))),
        ("states that tie", true, graph(&ids, &ranked.join("~"))),
        ("a ranking of unknown states", false, graph("s0 = \"State\"", &ranked.join(" > "))),
        ("a ranking without signs", false, graph(&ids, &ranked.join(" "))),
        ("a ranking of one state", false, graph(&ids, &vec!["s1"; N].join(" > "))),
        ("a ranking that escapes hide", false, graph("s0 = \"State\"", &list(&|x| format!("\\u0073{x} >")))),
        (
            "moves",
            true,
            format!(
                "{}[moves.south]\ns0 = [{}]\n[decision_makers.south]\nprefers = []\n",
                graph(&ids, &ranked.join(" > ")),
                (1..N).map(|x| format!("\"s{x}\",")).collect::<String>()
            ),
        ),
        ("states that rules exclude", false, {
            let rows = list(&|x| format!("s{x} = \"{}\"\n", row(x)));
            format!("{}[[infeasible]]\nwhen = \"true\"\n[states]\n{rows}", one_dm(17, "prefers = [\"o0\"]"))
        }),
        ("rows and rules", false, {
            let rows = list(&|x| format!("s{x} = \"{}\"\n", row(x)));
            let rules = list(&|_| "[[infeasible]]\nwhen = \"o16 and o15 and o0 and o1\"\n".into());
            format!("{}{rules}[states]\n{rows}", one_dm(17, "prefers = [\"o0\"]"))
        }),
    ];
    for (name, is_sound, text) in files {
        let reading = read_in_time(name, &text);
        assert_eq!(reading.conflict.is_some(), is_sound, "{name}: {:?}", reading.diagnostics.first());
    }
}

#[test]
fn of_more_complaints_than_anybody_reads_the_last_says_that_there_are_more() {
    let unknown: String = (0..250).map(|x| format!("\"x{x}\",")).collect();
    let reading = read_in_time("mistakes", &one_dm(1, &format!("prefers = [{unknown}]")));
    assert_eq!(reading.diagnostics.len(), 201);
    let last = reading.diagnostics.last().expect("there are many");
    assert_eq!((last.code, last.severity), ("more", Severity::Error));

    let idle = "[[infeasible]]\nwhen = \"false\"\n".repeat(250);
    let reading = read_in_time("warnings", &format!("{}{idle}", one_dm(1, "prefers = []")));
    let last = reading.diagnostics.last().expect("there are many");
    assert_eq!((last.code, last.severity), ("more", Severity::Warning));
    assert!(reading.conflict.is_some());
}

#[test]
fn any_number_of_warnings_does_not_hide_an_error() {
    let idle = "[[infeasible]]\nwhen = \"false\"\n".repeat(250);
    let text = format!("{}{idle}[outcomes]\npeace = [\"s99\"]\n", one_dm(1, "prefers = []"));
    assert_eq!(codes(&read_in_time("hidden", &text)), ["unknown-state"]);
}

#[test]
fn names_of_a_million_letters_read_in_time() {
    let long = "x".repeat(1_000_000);
    for text in [
        format!("{HEAD}{long} = 1"),
        one_dm(1000, &format!("prefers = [\"{long}\"]")),
        one_dm(1000, &format!("prefers = [\"north.{long}\"]")),
        one_dm(1000, &format!("prefers = [\"{long}.o1\"]")),
        one_dm(10, &format!("ranking = \"{long}\"")),
        one_dm(1000, &format!("cites = [\"{long}\"]\nbasis = \"{long}\"\nprefers = []")),
        format!("{HEAD}[decision_makers.{long}]\noptions.{long} = \"\"\nprefers = [\"{long}.{long}.{long}\"]"),
        format!("{HEAD}[decision_makers.n]\n[states]\n{long} = \"\"\n[moves.{long}]\n{long} = [\"{long}\"]"),
    ] {
        let reading = read_in_time("a long name", &text);
        for diagnostic in &reading.diagnostics {
            assert!(diagnostic.message.len() < 400, "{}", diagnostic.message.len());
            assert!(diagnostic.help.as_ref().is_none_or(|help| help.len() < 1000));
        }
    }
}

#[test]
fn a_catalogue_file_cut_anywhere_is_complained_of_or_read_without_panic() {
    for (name, text) in catalogue() {
        for end in (0..text.len()).step_by(97) {
            let bytes = &text.as_bytes()[..end];
            let reading = read_bytes(bytes);
            assert_laws(bytes, &reading, &name);
        }
    }
}

#[test]
fn garbage_is_complained_of() {
    const SIGNS: &[u8] = b"[]{}=,.\"'\\\n#a1 ";
    let mut rng = Rng::new(20);
    for length in (0..600).chain([10_000, 200_000]) {
        let bytes: Vec<u8> = (0..length).map(|_| rng.bits() as u8).collect();
        assert_laws(&bytes, &read_bytes(&bytes), "garbage");
        let letters: String = (0..length).map(|_| char::from(b' ' + rng.below(95) as u8)).collect();
        assert_laws(letters.as_bytes(), &read(&letters), "letters");
        let signs: String = (0..length).map(|_| char::from(SIGNS[rng.below(SIGNS.len())])).collect();
        assert_laws(signs.as_bytes(), &read(&signs), "signs");
        assert!(length == 0 || read_bytes(&bytes).conflict.is_none());
    }
}
