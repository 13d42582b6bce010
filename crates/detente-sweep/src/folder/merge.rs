//! Shards put together: the very files that one run would have made.

use std::path::{Path, PathBuf};

use detente_engine::{Control, EngineError, Progress};

use super::error::FolderError;
use super::manifest::{Done, Manifest};
use super::{files, open};
use crate::sweep::SweepError;

/// Puts the parts of several folders of one sweep into another folder, each checked against its digest.
///
/// # Errors
/// When the folders are of different sweeps, a part is in two of them or in none, or is not what its manifest says; or when somebody cancels.
pub fn merge(folders: &[PathBuf], into: &Path, control: Control) -> Result<Manifest, FolderError> {
    let Some(first) = folders.first() else { return Err(FolderError::NoSweep(into.into())) };
    let (sweep, _) = open(first)?;
    let mut merged = Manifest::new(&sweep, None);
    let mut parts: Vec<(Done, &PathBuf)> = Vec::new();
    for folder in folders {
        let manifest = Manifest::read(folder)?.ok_or_else(|| FolderError::NoSweep(folder.clone()))?;
        manifest.check(&merged, folder)?;
        parts.extend(manifest.done.into_iter().map(|done| (done, folder)));
    }
    parts.sort_by_key(|(done, _)| done.part);
    if let Some(pair) = parts.windows(2).find(|pair| pair[0].0.part == pair[1].0.part) {
        let (first, second) = (pair[0].1.clone(), pair[1].1.clone());
        return Err(FolderError::Twice { part: pair[0].0.part, first, second });
    }
    check_for_gaps(&parts, &merged)?;
    let lock = files::take(into)?;
    if let Some(other) = Manifest::read(into)? {
        other.check(&merged, into)?;
        if other.shard.is_some() {
            return Err(FolderError::Other { folder: into.into(), what: "the shard".into() });
        }
    }
    files::replace(into, files::CONFLICT, sweep.conflict_text.as_bytes())?;
    files::replace(into, files::SPEC, sweep.spec_text.as_bytes())?;
    merged.write(into)?;
    for (done, folder) in parts {
        if (control.cancelled)() {
            return Err(SweepError::Engine(EngineError::Cancelled).into());
        }
        let path = folder.join(&done.file);
        let bytes = files::read(&path)?;
        if merged.done_with(done.part, &bytes) != done {
            return Err(FolderError::NoPart(path, "its bytes have another digest".into()));
        }
        files::replace(into, &done.file, &bytes)?;
        (control.progress)(Progress { done: done.end, total: merged.rows, what: "rows" });
        merged.add(done);
    }
    merged.write(into)?;
    drop(lock);
    Ok(merged)
}

fn check_for_gaps(parts: &[(Done, &PathBuf)], merged: &Manifest) -> Result<(), FolderError> {
    let mut next = 0;
    for (done, _) in parts {
        if done.part != next {
            return Err(FolderError::Missing { from: merged.rows_of(next).0, to: done.first });
        }
        next += 1;
    }
    if next < merged.parts {
        return Err(FolderError::Missing { from: merged.rows_of(next).0, to: merged.rows });
    }
    Ok(())
}
