//! The opened folder: the conflict files in it, and nothing outside it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use detente_desk::{catalogue, files, output};
use detente_model::ledger::sha256;
use detente_model::read::MAX_FILE_BYTES;

use crate::api::{FileEntry, FileRef, Opened, Saved};

/// So many files are listed.
const MAX_LISTED: usize = 200;
/// The title of a longer file is not looked for.
const MAX_TITLED_BYTES: u64 = 1 << 20;

/// A folder with conflict files.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Further folders with documents.
    sources: Vec<PathBuf>,
    /// One file is written at a time, so that nothing comes between looking and writing.
    writing: Mutex<()>,
}

/// Why a file cannot be had or written.
#[derive(Debug)]
pub enum FolderError {
    /// This is not the name of a conflict file in the folder.
    BadName(String),
    /// There is none of this name.
    NotFound(String),
    /// It is no text, or too long.
    NotText(String),
    /// The system says no.
    System(String, io::Error),
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FolderError::BadName(name) => write!(
                f,
                "“{name}” cannot be the name of a conflict file: letters, digits, spaces, dots, dashes and underscores, with .toml at the end"
            ),
            FolderError::NotFound(name) => write!(f, "there is no file {name} in the folder"),
            FolderError::NotText(name) => {
                write!(f, "{name} is no conflict file: it is no UTF-8 text, or longer than {MAX_FILE_BYTES} bytes")
            }
            FolderError::System(name, error) => write!(f, "{name}: {error}"),
        }
    }
}

impl Folder {
    /// The folder at `path`, with documents in `sources` as well.
    pub fn new(path: PathBuf, sources: Vec<PathBuf>) -> Self {
        Folder { path, sources, writing: Mutex::new(()) }
    }

    /// The conflict files in it, in the order of their names, and whether there are more than are listed.
    pub fn list(&self) -> (Vec<FileEntry>, bool) {
        let entries = std::fs::read_dir(&self.path).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| self.place(name).is_ok())
            .collect();
        names.sort_unstable();
        let cut = names.len() > MAX_LISTED;
        names.truncate(MAX_LISTED);
        let entry = |name: String| self.title(&name).map(|title| FileEntry { name, title });
        (names.into_iter().filter_map(entry).collect(), cut)
    }

    /// The title of a conflict file, if it has one that can be read; `None` where it is some other TOML file.
    fn title(&self, name: &str) -> Option<Option<String>> {
        let place = self.place(name).ok()?;
        if std::fs::metadata(&place).is_ok_and(|metadata| metadata.len() > MAX_TITLED_BYTES) {
            return Some(None);
        }
        let text = String::from_utf8(self.bytes(name).ok()??).ok()?;
        let Ok(file) = toml_edit::Document::parse(text) else { return Some(None) };
        let has = |key: &str| file.get(key).is_some();
        (has("decision_makers") || has("title") && has("format"))
            .then(|| Some(file.get("title")?.as_str()?.to_string()))
    }

    /// Where the file of this name is.
    fn place(&self, name: &str) -> Result<PathBuf, FolderError> {
        let good = |c: char| c.is_alphanumeric() || " ._-()".contains(c);
        let is_name = name.len() <= 120
            && name.ends_with(".toml")
            && name.len() > ".toml".len()
            && !name.starts_with(['.', ' ', '-'])
            && name.chars().all(good);
        if is_name { Ok(self.path.join(name)) } else { Err(FolderError::BadName(name.into())) }
    }

    /// The text of a file, of the folder or of the catalogue.
    pub fn open(&self, file: &FileRef) -> Result<Opened, FolderError> {
        match file {
            FileRef::Catalogue { name } => {
                let case = catalogue::find(name).ok_or_else(|| FolderError::NotFound(name.clone()))?;
                Ok(Opened { file: file.clone(), text: case.text.into(), digest: sha256(case.text.as_bytes()) })
            }
            FileRef::Folder { name } => {
                let bytes = self.bytes(name)?.ok_or_else(|| FolderError::NotFound(name.clone()))?;
                let digest = sha256(&bytes);
                let text = String::from_utf8(bytes).map_err(|_| FolderError::NotText(name.clone()))?;
                Ok(Opened { file: file.clone(), text, digest })
            }
        }
    }

    /// The digest of a file of the folder; `None` where there is none of this name.
    pub fn digest(&self, name: &str) -> Result<Option<String>, FolderError> {
        Ok(self.bytes(name)?.map(|bytes| sha256(&bytes)))
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, FolderError> {
        let path = self.place(name)?;
        let system = |error| FolderError::System(name.into(), error);
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(system(error)),
            Ok(metadata) if !metadata.is_file() || metadata.len() > MAX_FILE_BYTES as u64 => {
                return Err(FolderError::NotText(name.into()));
            }
            Ok(_) => {}
        }
        match inside(&self.path, &path).map_err(system)? {
            Some(real) => std::fs::read(real).map(Some).map_err(system),
            None => Err(FolderError::NotFound(name.into())),
        }
    }

    /// Writes a file, if what is there is what is thought to be there.
    pub fn save(&self, name: &str, text: &str, expected: Option<&str>) -> Result<Saved, FolderError> {
        let path = self.place(name)?;
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let there = self.bytes(name)?;
        let digest = there.as_deref().map(sha256);
        if digest.as_deref() != expected {
            let text = there.and_then(|bytes| String::from_utf8(bytes).ok());
            return Ok(Saved::Changed { text, digest });
        }
        output::replace(&path, text.as_bytes()).map_err(|error| FolderError::System(name.into(), error))?;
        Ok(Saved::Written { digest: sha256(text.as_bytes()) })
    }

    /// The folders in which documents of a file are looked for.
    pub fn of_documents(&self, file: Option<&FileRef>) -> Vec<&Path> {
        let own = matches!(file, Some(FileRef::Folder { .. })).then_some(&self.path);
        own.into_iter().chain(&self.sources).map(PathBuf::as_path).collect()
    }

    /// The text of a document of the ledger, with the right digest.
    pub fn document(&self, source: &detente_model::ledger::Source, file: Option<&FileRef>) -> Option<Vec<u8>> {
        let name = source.file.as_deref()?;
        let mut folders = self.of_documents(file);
        folders.retain(|folder| matches!(inside(folder, &folder.join(name)), Ok(Some(_))));
        let bytes = files::document(source, &folders)?;
        (source.sha256.as_deref() == Some(sha256(&bytes).as_str())).then_some(bytes)
    }
}

/// Where a file of a folder really is; `None` where a link leads out of the folder.
fn inside(folder: &Path, path: &Path) -> io::Result<Option<PathBuf>> {
    let real = std::fs::canonicalize(path)?;
    Ok(real.starts_with(std::fs::canonicalize(folder)?).then_some(real))
}
