//! `--as-variant ID`: what was found, as tables that can be pasted into the conflict file.

use detente_model::{Change, Conflict, read, write};

use crate::exit::{self, Failure};
use crate::input::Loaded;

/// Something that was found: what it is, its changes, and how it was found.
#[derive(Debug)]
pub struct Found {
    /// What it is, in words.
    pub text: String,
    /// The changes to the loaded conflict.
    pub changes: Vec<Change>,
    /// Why it is there, in words.
    pub because: String,
}

/// Each as a variant of the conflict in the file: the first with this id, the others with numbers after it.
pub fn tables(loaded: &Loaded, id: &str, found: &[Found]) -> Result<String, Failure> {
    // A variant of a variant is told by its difference from the conflict that is in the file.
    let file: &Conflict = loaded.variant_of().map_or(&loaded.conflict, |(base, _)| base);
    let mut out = String::new();
    for (place, Found { text, changes, because }) in found.iter().enumerate() {
        let id = if place == 0 { id.to_string() } else { format!("{id}_{}", place + 1) };
        check(file, &id)?;
        let changed = loaded.conflict.changed(changes).map_err(Failure::usage)?;
        let body = write::difference(file, &changed).map_err(|error| Failure::new(exit::NO_OUTPUT, error))?;
        if place > 0 {
            out.push('\n');
        }
        out.push_str(&write::variant(&id, text, &body, because));
    }
    Ok(out)
}

/// Whether a variant can have this id.
pub fn check(file: &Conflict, id: &str) -> Result<(), Failure> {
    if !read::is_id(id) || id == "base" {
        return Err(Failure::usage(format_args!(
            "{id} cannot be the id of a variant: ids are made of letters, digits and _, and `base` is the conflict itself"
        )));
    }
    match file.study.variants.iter().any(|variant| variant.id == id) {
        true => Err(Failure::usage(format_args!("the file has a variant {id} already: give another id"))),
        false => Ok(()),
    }
}
