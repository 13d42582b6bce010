//! Files that the program writes.

use std::io::Write as _;
use std::path::Path;

use crate::exit::{self, Failure};

/// Writes a file so that at any moment either the old or the new one is there, whole.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(exit::NO_OUTPUT, format_args!("{} cannot be written: {error}", path.display()))
    };
    // Pipes and devices are written as they are: there is nothing to replace.
    if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&part, path)).map_err(|error| {
        // The old file is untouched; what was begun is of no use to anybody.
        let _ = std::fs::remove_file(&part);
        failed(error)
    })
}
