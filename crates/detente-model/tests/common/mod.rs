//! What several tests of the reader need.

#![allow(dead_code)]

use std::path::PathBuf;

use detente_model::Severity;
use detente_model::read::Reading;

/// The root of the workspace.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The name and text of every file of a folder, by name.
fn files_in(folder: PathBuf) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("the file is text"))
        })
        .collect();
    files.sort();
    files
}

/// The catalogue.
pub fn catalogue() -> Vec<(String, String)> {
    let files = files_in(root().join("catalogue"));
    assert!(files.len() >= 16, "the catalogue has only {} files", files.len());
    files
}

/// The files with something wrong.
pub fn malformed() -> Vec<(String, String)> {
    files_in(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/malformed"))
}

/// The files with every key.
pub fn wellformed() -> Vec<(String, String)> {
    files_in(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/wellformed"))
}

/// What holds of every reading: a conflict comes out exactly where there is no error, and every place is within the file and does
/// not split a character.
pub fn assert_laws(bytes: &[u8], reading: &Reading, name: &str) {
    let errors = reading.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(reading.conflict.is_none(), errors, "{name}: a conflict comes out exactly where there is no error");
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    for diagnostic in &reading.diagnostics {
        assert!(!diagnostic.message.is_empty() && !diagnostic.code.is_empty(), "{name}");
        let places = std::iter::once(&diagnostic.span).chain(diagnostic.related.iter().map(|(span, _)| span));
        for span in places {
            assert!(text.get(span.clone()).is_some(), "{name}: {span:?} is no place in the file: {diagnostic:?}");
        }
    }
    let starts: Vec<usize> = reading.diagnostics.iter().map(|d| d.span.start).collect();
    assert!(starts.is_sorted(), "{name}: complaints are in the order of the file");
}
