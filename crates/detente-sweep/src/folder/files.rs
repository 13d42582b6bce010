//! The files of a folder: written under another name, brought to the disk, and given their name.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::FolderError;

/// The conflict's file, as it was.
pub(super) const CONFLICT: &str = "conflict.toml";
/// The spec, as it was.
pub(super) const SPEC: &str = "sweep.toml";
/// What the folder is.
pub(super) const MANIFEST: &str = "manifest.json";
/// Held by whoever writes; the system lets go of it when that program ends, however it ends.
const LOCK: &str = ".lock";
/// What files begin with that are not done.
const UNDONE: &str = ".undone.";

/// The name of the file of a part.
pub(super) fn part_name(part: u64) -> String {
    format!("part-{part:08}.parquet")
}

/// The number of the part of which this is the file name.
pub(super) fn part_number(name: &str) -> Option<u64> {
    let number: u64 = name.strip_prefix("part-")?.strip_suffix(".parquet")?.parse().ok()?;
    (part_name(number) == name).then_some(number)
}

/// Writes a file so that under its name there is, at any moment, the old one or the new one, whole.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    let (undone, path) = (folder.join(format!("{UNDONE}{name}")), folder.join(name));
    let write = || -> io::Result<()> {
        let mut file = File::create(&undone)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&undone, &path)?;
        sync(folder)
    };
    write().map_err(|error| {
        // What was begun is of no use to anybody.
        let _ = fs::remove_file(&undone);
        FolderError::Unwritable(path.clone(), error)
    })
}

/// Brings the names in a folder to the disk, where the system can.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Takes a folder for writing, which is made where there is none. What was not done when a program ended is cleared away.
pub(super) fn take(folder: &Path) -> Result<File, FolderError> {
    let unwritable = |error| FolderError::Unwritable(folder.to_path_buf(), error);
    fs::create_dir_all(folder).map_err(unwritable)?;
    let mut undone = Vec::new();
    let is_sweep = folder.join(MANIFEST).exists();
    for entry in fs::read_dir(folder).map_err(unwritable)? {
        let entry = entry.map_err(unwritable)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(UNDONE) {
            undone.push(entry.path());
        } else if !is_sweep && ![CONFLICT, SPEC, LOCK].contains(&name.as_ref()) {
            return Err(FolderError::NotEmpty(folder.to_path_buf()));
        }
    }
    let lock = File::create(folder.join(LOCK)).map_err(unwritable)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(FolderError::InUse(folder.to_path_buf())),
        // Some file systems have no locks: then whoever starts two sweeps into one folder has to know.
        Err(fs::TryLockError::Error(_)) => {}
    }
    for path in undone {
        fs::remove_file(&path).map_err(|error| FolderError::Unwritable(path, error))?;
    }
    Ok(lock)
}

/// The bytes of a file.
pub(super) fn read(path: &PathBuf) -> Result<Vec<u8>, FolderError> {
    fs::read(path).map_err(|error| FolderError::Unreadable(path.clone(), error))
}
