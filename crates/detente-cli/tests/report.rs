//! Reports as the program writes them.

mod support;

use support::{assert_generated, output, run, scratch};

#[test]
fn the_report_in_the_docs_is_what_the_program_writes() {
    let page = scratch("report").join("us-china-2023.html");
    output(&["report", "us-china-2023", "-o", page.to_str().expect("a path")]);
    let text = std::fs::read_to_string(page).expect("the report is there");
    assert_generated("docs/us-china-2023.html", &text);
}

#[test]
fn a_report_tells_the_facts_of_the_case() {
    let page = output(&["report", "us-china-2023"]);
    for fact in [
        "<title>The United States and China after the Beijing talks of June 2023</title>",
        "120 states of affairs are possible",
        "The present state of affairs lasts",
        "None of them was compared with its document",
        "sustained communication at senior levels",
        "92b3b3bbf75c40cf77b052c919f6f9d1035ad35a32038d610e4f54dffa7db6fc",
        "detente report us-china-2023",
        "s94 · status quo · Nash",
    ] {
        assert!(page.contains(fact), "the report lacks {fact:?}");
    }
}

#[test]
fn a_report_says_where_a_status_quo_that_does_not_last_goes() {
    let page = output(&["report", "elmira", "--format", "markdown"]);
    assert!(page.contains("the conflict comes to rest in s5"), "{page}");
}

#[test]
fn every_format_is_the_same_every_time() {
    for format in ["html", "markdown", "latex"] {
        let report = || output(&["report", "garrison", "--format", format, "--threads", "1"]);
        let first = report();
        assert!(first.len() > 10_000, "{format}");
        assert_eq!(first, report(), "{format}");
        let threads = output(&["report", "garrison", "--format", format, "--threads", "2"]);
        assert_eq!(first, threads, "{format}");
    }
}

#[test]
fn a_report_names_no_folder_of_the_writer() {
    let folder = scratch("report-folder");
    let file = folder.join("own case.toml");
    std::fs::write(&file, output(&["catalogue", "show", "elmira"])).expect("the file can be written");
    let page = output(&["report", file.to_str().expect("a path")]);
    assert!(page.contains("detente report &#39;own case.toml&#39;"), "the command is quoted");
    assert!(!page.contains("report-folder"));
}

#[test]
fn a_format_that_there_is_not_is_refused() {
    assert_eq!(run(&["report", "elmira", "--format", "csv"]).code, 2);
}

/// The sections on what a file asks beyond the conflict itself, by their ids.
const ASKED: [&str; 6] = ["propositions", "pivots", "variants", "unknowns", "views", "events"];

#[test]
fn sections_are_there_exactly_where_the_file_has_such_things() {
    for (case, there) in [
        ("us-china-2023", &["propositions", "pivots", "variants", "unknowns", "views"][..]),
        ("us-china-2023-taiwan", &["propositions", "pivots", "variants", "unknowns"]),
        ("lake-gisborne", &["propositions", "variants", "unknowns"]),
        ("cuban-missile-crisis", &["events"]),
        ("garrison", &[]),
    ] {
        let page = output(&["report", case]);
        for id in ASKED {
            assert_eq!(page.contains(&format!("<section id=\"{id}\"")), there.contains(&id), "{case}: {id}");
        }
        assert!(!page.contains("there is no answer"), "{case}");
    }
}

/// The report words what the commands compute, and computes nothing itself: lines of the commands stand in it.
#[test]
fn a_report_says_what_the_commands_say() {
    for (case, command, lines) in [
        ("us-china-2023-taiwan", "unknowns", &["| Nash | possible | 12/18 | 18/18 | 18/18 | 12/18 | wish |"][..]),
        ("us-china-2023-taiwan", "compare", &["| `undefended` | 528 | 3 | ● 231 | ● 207 | ● 207 | ● 207 |"]),
        ("us-china-2023", "views", &["| Nash | 6 | 4 | 6 | 0 | 6 |"]),
        ("us-china-2023", "propositions", &["- no: no such step leads away."]),
        ("cuban-missile-crisis", "events", &["Of 3 events the conflict expected all: 3 best improvements."]),
    ] {
        let report = output(&["report", case, "--format", "markdown"]);
        let said = output(&[command, case, "--format", "markdown"]);
        for line in lines {
            assert!(said.contains(line), "{command} {case} lacks {line}\n{said}");
            assert!(report.contains(line), "the report of {case} lacks {line}");
        }
    }
    let page = output(&["report", "us-china-2023-taiwan", "--format", "markdown"]);
    assert!(
        page.contains("| Nash: the status quo becomes unstable for Taiwan. `P5a` becomes no. `P6` becomes no."),
        "{page}"
    );
}

#[test]
fn the_report_of_a_variant_tells_of_no_other_variants_and_how_to_make_it() {
    let page = output(&["report", "us-china-2023", "--variant", "deadlock"]);
    assert!(!page.contains("<section id=\"variants\""));
    assert!(page.contains("detente report us-china-2023 --variant deadlock</code>"), "the variant is named once");
}
