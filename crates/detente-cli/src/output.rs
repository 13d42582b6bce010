//! Files that the program writes.

use std::path::Path;

use crate::exit::{self, Failure};

/// Writes a file so that at any moment either the old or the new one is there, whole.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    detente_desk::output::replace(path, bytes)
        .map_err(|error| Failure::new(exit::NO_OUTPUT, format_args!("{} cannot be written: {error}", path.display())))
}
