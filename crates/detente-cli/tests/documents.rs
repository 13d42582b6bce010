//! The documents in the repository: generated ones are fresh, and every command in them runs.

mod support;

use support::{assert_generated, output, program, repository, scratch};

#[test]
fn the_page_of_concepts_is_what_the_program_prints() {
    let page = output(&["concepts", "--format", "markdown"]);
    assert_generated(
        "docs/concepts.md",
        &format!("{page}\n*This page is generated: `detente concepts --format markdown`.*\n"),
    );
}

#[test]
fn the_command_reference_is_what_the_program_says_of_itself() {
    let mut page = String::from("# Commands\n\n*This page is generated from `detente --help`.*\n");
    let commands = [
        "",
        "analyze",
        "check",
        "states",
        "nash",
        "why",
        "propositions",
        "pivots",
        "compare",
        "paths",
        "play",
        "coalitions",
        "stabilise",
        "unknowns",
        "views",
        "events",
        "report",
        "sweep",
        "sweep summary",
        "sweep row",
        "sweep merge",
        "certify",
        "verify",
        "catalogue",
        "catalogue list",
        "catalogue run",
        "catalogue show",
        "concepts",
        "schema",
        "completions",
    ];
    for command in commands {
        let mut args: Vec<&str> = command.split_whitespace().collect();
        args.push("--help");
        let title = format!("detente {command}");
        page.push_str(&format!("\n## `{}`\n\n```text\n{}\n```\n", title.trim_end(), output(&args).trim_end()));
    }
    assert_generated("docs/commands.md", &page);
}

#[test]
fn the_picture_in_the_readme_is_the_output_of_its_first_command() {
    let run = program()
        .args(["analyze", "us-china-2023", "--width", "100", "--limit", "6"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("the program runs");
    let text = String::from_utf8(run.stdout).expect("the output is text");
    let picture = anstyle_svg::Term::new().min_width_px(860).render_svg(&text);
    // The quiet tone is to be read in the picture, too.
    let picture = picture.replace("opacity: 0.4", "opacity: 0.7");
    assert_generated("docs/images/analyze.svg", &picture);
}

/// The lines of the shell blocks of a document that call the program, without comments.
fn commands_in(document: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository(document)).expect("the document is there");
    let mut inside = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && line.starts_with("detente ") {
            commands.push(line.split(" #").next().unwrap_or(line).trim().to_string());
        }
    }
    commands
}

#[test]
fn every_command_in_the_documents_runs() {
    let mut total = 0;
    for document in [
        "README.md",
        "docs/file-format.md",
        "docs/json.md",
        "docs/sweep.md",
        "docs/certificates.md",
        "catalogue/README.md",
    ] {
        let folder = scratch(&document.replace('/', "-"));
        // Who reads them stands in a clone.
        let examples = folder.join("docs/examples");
        std::fs::create_dir_all(&examples).expect("a folder");
        for file in std::fs::read_dir(repository("docs/examples")).expect("there are examples") {
            let file = file.expect("a file").path();
            std::fs::copy(&file, examples.join(file.file_name().expect("a name"))).expect("it is copied");
        }
        let folder_of_program =
            std::path::Path::new(env!("CARGO_BIN_EXE_detente")).parent().expect("it is in a folder");
        let path = std::env::join_paths(
            std::iter::once(folder_of_program.to_path_buf())
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
        );
        // The workbench goes on until it is ended; the browser tests open it.
        let ends = |command: &String| !command.starts_with("detente open");
        for command in commands_in(document).into_iter().filter(ends) {
            total += 1;
            let run = std::process::Command::new("sh")
                .args(["-c", &command])
                .current_dir(&folder)
                .env("PATH", path.as_ref().expect("paths join"))
                .output()
                .expect("the shell runs");
            assert!(run.status.success(), "{document}: {command}\n{}", String::from_utf8_lossy(&run.stderr));
        }
    }
    assert!(total >= 10, "only {total} commands were found");
}

#[test]
fn the_documents_link_to_files_that_are_there() {
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/file-format.md",
        "docs/json.md",
        "docs/sweep.md",
        "docs/certificates.md",
        "docs/workbench.md",
        "catalogue/README.md",
    ] {
        let path = repository(document);
        let text = std::fs::read_to_string(&path).expect("the document is there");
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().expect("a link ends").split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") {
                assert!(path.with_file_name(target).exists(), "{document} links to {target}, which is not there");
            }
        }
    }
}
