//! Conflicts and documents from files.

use std::fmt;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use detente_model::Conflict;
use detente_model::ledger::{self, Source, Verification};
use detente_model::read::{MAX_FILE_BYTES, Reading, read_bytes, too_long};

use crate::catalogue::{self, Case};

/// A document longer than this is not read: 256 MiB.
pub const MAX_DOCUMENT_BYTES: u64 = 256 << 20;

/// The text of a conflict file, and where it came from.
#[derive(Clone, Debug)]
pub struct Text {
    /// The name to show.
    pub shown: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The folder of the file, for the documents beside it.
    pub folder: Option<PathBuf>,
}

/// Why there is no text.
#[derive(Debug)]
pub enum OpenError {
    /// It is a folder.
    Folder(String),
    /// It is longer than a conflict file may be.
    TooLong(u64),
    /// There is neither a file nor a case of the catalogue of this name.
    NotFound(String),
    /// It cannot be read.
    Unreadable(String, std::io::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Folder(name) => write!(f, "{name} is a folder; name a conflict file within it"),
            OpenError::TooLong(bytes) => write!(f, "{}", too_long(*bytes).message),
            OpenError::NotFound(name) => write!(
                f,
                "there is neither a file nor a case of the catalogue named {name}\n  `detente catalogue` lists the cases"
            ),
            OpenError::Unreadable(name, error) => write!(f, "{name} cannot be read: {error}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// The text of the conflict that `name` names: a file, `-` for standard input, or a case of the catalogue.
///
/// # Errors
/// When there is none, or it is too long to be one.
pub fn open(name: &str) -> Result<Text, OpenError> {
    if name == "-" {
        let bytes = read_limited(std::io::stdin().lock(), name)?;
        return Ok(Text { shown: "standard input".into(), bytes, folder: None });
    }
    let path = Path::new(name);
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(OpenError::Folder(name.into())),
        Ok(metadata) if metadata.len() > MAX_FILE_BYTES as u64 => Err(OpenError::TooLong(metadata.len())),
        Ok(_) => {
            let file = std::fs::File::open(path).map_err(|error| OpenError::Unreadable(name.into(), error))?;
            let bytes = read_limited(file, name)?;
            let folder = path
                .parent()
                .map(|folder| if folder.as_os_str().is_empty() { ".".into() } else { folder.to_path_buf() });
            Ok(Text { shown: name.into(), bytes, folder })
        }
        Err(error) => match catalogue::find(name) {
            Some(case) => Ok(Text::of_case(case)),
            None if error.kind() == std::io::ErrorKind::NotFound => Err(OpenError::NotFound(name.into())),
            None => Err(OpenError::Unreadable(name.into(), error)),
        },
    }
}

fn read_limited(from: impl std::io::Read, name: &str) -> Result<Vec<u8>, OpenError> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too long from one that is just long enough.
    from.take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| OpenError::Unreadable(name.into(), error))?;
    Ok(bytes)
}

impl Text {
    /// The text of a case of the catalogue.
    pub fn of_case(case: &Case) -> Text {
        Text { shown: format!("{} (catalogue)", case.id), bytes: case.text.as_bytes().to_vec(), folder: None }
    }

    /// The conflict in it, and all complaints.
    pub fn read(&self) -> Reading {
        read_bytes(&self.bytes)
    }
}

/// Checks the ledger of a conflict against the documents in `folders`.
pub fn verify(conflict: &Conflict, folders: &[&Path]) -> Verification {
    ledger::verify(conflict, |source| document(source, folders))
}

/// The bytes of a document, from the first folder that has it; a file with the right digest is preferred.
pub fn document(source: &Source, folders: &[&Path]) -> Option<Vec<u8>> {
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
