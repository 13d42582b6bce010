//! Running the program, and comparing generated files.

#![allow(dead_code)] // Each test file uses a part of it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// The program, in an environment without anything that changes its output.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program.
pub fn run(args: &[&str]) -> Run {
    run_with_input(args, b"")
}

/// Runs the program with something on standard input.
pub fn run_with_input(args: &[&str], input: &[u8]) -> Run {
    let mut child = program()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The program may end before it has read everything.
    let _ = child.stdin.take().expect("standard input is a pipe").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Run {
        code: output.status.code().expect("the program ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("standard output is text"),
        stderr: String::from_utf8(output.stderr).expect("standard error is text"),
    }
}

/// The standard output of a run that must succeed.
pub fn output(args: &[&str]) -> String {
    let run = run(args);
    assert_eq!(run.code, 0, "detente {args:?} failed: {}", run.stderr);
    run.stdout
}

/// A path within the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Compares a generated file with what it should be; `UPDATE_EXPECTED=1` writes it anew instead.
pub fn assert_generated(path: &str, expected: &str) {
    let file = repository(path);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, expected).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{path} is stale: UPDATE_EXPECTED=1 cargo test --workspace writes it anew");
}

/// A folder for one test, emptied first.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
