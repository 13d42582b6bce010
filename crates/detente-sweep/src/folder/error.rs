//! Why there is no sweep in a folder.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::sweep::{ReadError, SweepError};

/// Why a sweep was not made, continued, merged or read.
#[derive(Debug)]
pub enum FolderError {
    /// There is no manifest in the folder.
    NoSweep(PathBuf),
    /// The folder has other things in it.
    NotEmpty(PathBuf),
    /// Another program is writing into it.
    InUse(PathBuf),
    /// What is in the folder is another sweep; in what it differs.
    Other {
        /// The folder.
        folder: PathBuf,
        /// What differs: "the spec", "the conflict".
        what: String,
    },
    /// A manifest cannot be read.
    BadManifest(PathBuf, String),
    /// The texts in the folder cannot be read.
    Read(PathBuf, ReadError),
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file cannot be written.
    Unwritable(PathBuf, io::Error),
    /// A part is not what the manifest says.
    NoPart(PathBuf, String),
    /// A part of a merge is in two folders.
    Twice {
        /// The part.
        part: u64,
        /// The first folder that has it.
        first: PathBuf,
        /// The second.
        second: PathBuf,
    },
    /// Rows are in none of the folders of a merge: the first of them, and the first that is there again.
    Missing {
        /// The first row.
        from: u64,
        /// The row behind the last.
        to: u64,
    },
    /// A shard that is none.
    NoShard(u64, u64),
    /// The rows could not be made.
    Sweep(SweepError),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FolderError::NoSweep(folder) => {
                write!(f, "there is no sweep in {}: it has no manifest.json", folder.display())
            }
            FolderError::NotEmpty(folder) => {
                write!(f, "{} is not empty, and there is no sweep in it: name another folder", folder.display())
            }
            FolderError::InUse(folder) => write!(f, "another sweep is writing into {}", folder.display()),
            FolderError::Other { folder, what } => write!(
                f,
                "the sweep in {} is another one, {what} differs: name another folder, or take the files that it was begun with",
                folder.display()
            ),
            FolderError::BadManifest(path, error) => write!(f, "{} is no manifest of a sweep: {error}", path.display()),
            FolderError::Read(folder, error) => {
                let (what, complaints) = match error {
                    ReadError::Conflict(complaints) => ("conflict", complaints),
                    ReadError::Spec(complaints) => ("spec", complaints),
                };
                let first = complaints.first().map_or("", |first| first.message.as_str());
                write!(f, "the {what} in {} cannot be read: {first}", folder.display())
            }
            FolderError::Unreadable(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
            FolderError::Unwritable(path, error) => write!(f, "{} cannot be written: {error}", path.display()),
            FolderError::NoPart(path, error) => {
                write!(f, "{} is not the part that the manifest names: {error}", path.display())
            }
            FolderError::Twice { part, first, second } => {
                write!(
                    f,
                    "part {part} is in {} and in {}: leave one of the folders out",
                    first.display(),
                    second.display()
                )
            }
            FolderError::Missing { from, to } => {
                write!(f, "the rows from {from} up to but not including {to} are in none of the folders")
            }
            FolderError::NoShard(k, n) => {
                write!(f, "there is no shard {k}/{n}: of n shards the first is 1/n and the last n/n")
            }
            FolderError::Sweep(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FolderError {}

impl From<SweepError> for FolderError {
    fn from(error: SweepError) -> Self {
        FolderError::Sweep(error)
    }
}
