//! Conflicts and documents from files.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use detente_model::ledger::{self, Source, Verification};
use detente_model::read::{MAX_FILE_BYTES, Reading, read_bytes, too_long};
use detente_model::{Conflict, Variant};
use detente_report::diagnostics;

use crate::args::Input;
use crate::catalogue::{self, Case};
use crate::exit::{self, Failure};

/// A document longer than this is not read: 256 MiB.
const MAX_DOCUMENT_BYTES: u64 = 256 << 20;

/// A conflict and where it came from.
#[derive(Debug)]
pub struct Loaded {
    /// The conflict.
    pub conflict: Conflict,
    /// Warnings, rendered; empty where there are none.
    pub warnings: String,
    /// The variant that was asked for, and the conflict without it.
    pub varied: Option<(Variant, Conflict)>,
    /// The folder of the file, for the documents beside it.
    folder: Option<PathBuf>,
}

/// Loads the conflict that the command line asks for, in the variant that it asks for.
pub fn load(input: &Input) -> Result<Loaded, Failure> {
    let mut loaded = load_file(&input.file)?;
    if let Some(id) = input.variant.as_deref().filter(|id| *id != "base") {
        let (variant, changed) = variant(&loaded.conflict, id)?;
        loaded.varied = Some((variant, std::mem::replace(&mut loaded.conflict, changed)));
    }
    Ok(loaded)
}

/// A variant of a conflict. Its title says so, and with it every answer and certificate.
fn variant(conflict: &Conflict, id: &str) -> Result<(Variant, Conflict), Failure> {
    let Some(variant) = conflict.study.variants.iter().find(|variant| variant.id == id) else {
        let ids: Vec<&str> = conflict.study.variants.iter().map(|variant| variant.id.as_str()).collect();
        return Err(Failure::usage(match ids.as_slice() {
            [] => "the file has no variants".to_string(),
            ids => format!("there is no variant {id}; there are {}", ids.join(", ")),
        }));
    };
    let mut changed = conflict.changed(&variant.changes).map_err(Failure::usage)?;
    changed.title = format!("{} [{id}]", conflict.title);
    changed.study.views = variant.views_among(&conflict.study.views);
    Ok((variant.clone(), changed))
}

/// Loads the conflict that `name` names: a file, `-`, or a case of the catalogue.
fn load_file(name: &str) -> Result<Loaded, Failure> {
    if name == "-" {
        let bytes = read_limited(std::io::stdin().lock(), name)?;
        return loaded(&bytes, "standard input", None);
    }
    let path = Path::new(name);
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            Err(Failure::new(exit::BAD_INPUT, format_args!("{name} is a folder; name a conflict file within it")))
        }
        Ok(metadata) if metadata.len() > MAX_FILE_BYTES as u64 => {
            Err(complaints(&Reading { conflict: None, diagnostics: vec![too_long(metadata.len())] }, name, ""))
        }
        Ok(_) => {
            let file = std::fs::File::open(path).map_err(|error| unreadable(name, &error))?;
            let bytes = read_limited(file, name)?;
            let folder = path
                .parent()
                .map(|folder| if folder.as_os_str().is_empty() { ".".into() } else { folder.to_path_buf() });
            loaded(&bytes, name, folder)
        }
        Err(error) => match catalogue::find(name) {
            Some(case) => load_case(case),
            None if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::new(
                exit::BAD_INPUT,
                format_args!(
                    "there is neither a file nor a case of the catalogue named {name}\n  `detente catalogue` lists the cases"
                ),
            )),
            None => Err(unreadable(name, &error)),
        },
    }
}

/// Loads a case of the catalogue.
pub fn load_case(case: &Case) -> Result<Loaded, Failure> {
    loaded(case.text.as_bytes(), &format!("{} (catalogue)", case.id), None)
}

/// Reads a text file of at most `limit` bytes, or standard input for `-`.
pub fn read_text(name: &str, limit: u64) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let result = match name {
        "-" => std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes),
        path => std::fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)),
    };
    result.map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::new(exit::BAD_INPUT, format_args!("{name} is longer than {limit} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(exit::BAD_INPUT, format_args!("{name} is not UTF-8 text")))
}

fn unreadable(name: &str, error: &std::io::Error) -> Failure {
    Failure::new(exit::BAD_INPUT, format_args!("{name} cannot be read: {error}"))
}

fn read_limited(from: impl std::io::Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too long from one that is just long enough.
    from.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    Ok(bytes)
}

fn loaded(bytes: &[u8], shown: &str, folder: Option<PathBuf>) -> Result<Loaded, Failure> {
    let reading = read_bytes(bytes);
    let source = String::from_utf8_lossy(bytes);
    match &reading.conflict {
        None => Err(complaints(&reading, shown, &source)),
        Some(conflict) => {
            let warnings = diagnostics::render(&reading.diagnostics, shown, &source);
            Ok(Loaded { conflict: conflict.clone(), warnings, varied: None, folder })
        }
    }
}

fn complaints(reading: &Reading, shown: &str, source: &str) -> Failure {
    let mut message = diagnostics::render(&reading.diagnostics, shown, source);
    message.push_str(&format!("{shown} has {}.", diagnostics::tally(&reading.diagnostics)));
    Failure::told(exit::BAD_INPUT, message)
}

impl Loaded {
    /// Where the conflict is a variant: the conflict that has it, and its id.
    pub fn variant_of(&self) -> Option<(&Conflict, &str)> {
        self.varied.as_ref().map(|(variant, base)| (base, variant.id.as_str()))
    }

    /// Checks the ledger against the documents beside the file and in `folders`.
    pub fn verify(&self, folders: &[PathBuf]) -> Verification {
        let places: Vec<&PathBuf> = self.folder.iter().chain(folders).collect();
        ledger::verify(&self.conflict, |source| document(source, &places))
    }
}

/// The bytes of a document, from the first folder that has it; a file with the right digest is preferred.
fn document(source: &Source, folders: &[&PathBuf]) -> Option<Vec<u8>> {
    let file = Path::new(source.file.as_deref()?);
    // A conflict file from somebody else names documents, not places on this machine.
    if !file.components().all(|component| matches!(component, Component::Normal(_))) {
        return None;
    }
    let mut other = None;
    for folder in folders {
        let path = folder.join(file);
        let fits =
            std::fs::metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_DOCUMENT_BYTES);
        let Some(bytes) = fits.then(|| std::fs::read(&path).ok()).flatten() else { continue };
        if source.sha256.as_deref() == Some(ledger::sha256(&bytes).as_str()) {
            return Some(bytes);
        }
        other.get_or_insert(bytes);
    }
    other
}
