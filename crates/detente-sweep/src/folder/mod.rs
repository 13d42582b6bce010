//! A sweep in a folder: its parts, and a manifest that says what they are.
//!
//! Whatever ends the work, at any moment: a part is there whole or not at all, and what is there is not made again. Parts are cut by the numbers of rows, so that the bytes do not depend
//! on how many threads or machines made them.

mod error;
mod files;
mod manifest;
mod merge;
mod run;

pub use error::FolderError;
pub use manifest::{Done, Manifest, Shard};
pub use merge::merge;
pub use run::{RunSettings, run};

use std::path::Path;

use crate::columns::{Column, Table};
use crate::part;
use crate::sweep::Sweep;

/// The sweep in a folder, and its manifest.
///
/// # Errors
/// When there is none, or its files do not belong together.
pub fn open(folder: &Path) -> Result<(Sweep, Manifest), FolderError> {
    let manifest = Manifest::read(folder)?.ok_or_else(|| FolderError::NoSweep(folder.to_path_buf()))?;
    let text = |name: &str| -> Result<String, FolderError> {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(|error| FolderError::Unreadable(path, error))
    };
    let (conflict, spec) = (text(files::CONFLICT)?, text(files::SPEC)?);
    let (sweep, _) = Sweep::read(&conflict, &spec).map_err(|error| FolderError::Read(folder.to_path_buf(), error))?;
    manifest.check(&Manifest::new(&sweep, None), folder)?;
    Ok((sweep, manifest))
}

/// Reads some columns of a part that is done; the others come without values.
///
/// # Errors
/// When the file is not what the manifest says.
pub fn read_part(
    folder: &Path, done: &Done, columns: &[Column], wanted: impl Fn(usize) -> bool,
) -> Result<Table, FolderError> {
    let path = folder.join(&done.file);
    let file = std::fs::File::open(&path).map_err(|error| FolderError::Unreadable(path.clone(), error))?;
    part::read(file, columns, wanted).map_err(|error| FolderError::NoPart(path, error.to_string()))
}
