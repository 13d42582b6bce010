//! Changes that were found, as variants: in words, and as tables that can be pasted into the conflict file.

use detente_model::{Change, Conflict, read, write};

use crate::refusal::{Kind, Refusal};

/// Something that was found: what it comes to, its changes, and how it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it comes to, in words.
    pub text: String,
    /// The changes to the conflict that was asked about.
    pub changes: Vec<Change>,
    /// Why it is there, in words.
    pub because: String,
}

/// The body of a table `[variants.ID]` that makes the changes. `file` is the conflict of the file and `conflict` the one that was asked about: a variant of a
/// variant is told by its difference from the conflict that is in the file.
///
/// # Errors
/// When the changes cannot be made, or a file has no words for them.
pub fn body(file: &Conflict, conflict: &Conflict, changes: &[Change]) -> Result<String, Refusal> {
    let changed = conflict.changed(changes).map_err(Refusal::usage)?;
    write::difference(file, &changed).map_err(|error| Refusal::new(Kind::NoOutput, error))
}

/// Each as a whole table of a variant: the first with this id, the others with numbers after it.
///
/// # Errors
/// When an id cannot be given, the changes cannot be made, or a file has no words for them.
pub fn tables(file: &Conflict, conflict: &Conflict, id: &str, found: &[Found]) -> Result<String, Refusal> {
    let mut out = String::new();
    for (place, Found { text, changes, because, .. }) in found.iter().enumerate() {
        let id = if place == 0 { id.to_string() } else { format!("{id}_{}", place + 1) };
        check(file, &id)?;
        let body = body(file, conflict, changes)?;
        if place > 0 {
            out.push('\n');
        }
        out.push_str(&write::variant(&id, text, &body, because));
    }
    Ok(out)
}

/// Whether a variant can have this id.
///
/// # Errors
/// When it is no id, or is taken.
pub fn check(file: &Conflict, id: &str) -> Result<(), Refusal> {
    if !read::is_id(id) || id == "base" {
        return Err(Refusal::usage(format_args!(
            "{id} cannot be the id of a variant: ids are made of letters, digits and _, and `base` is the conflict itself"
        )));
    }
    match file.study.variants.iter().any(|variant| variant.id == id) {
        true => Err(Refusal::usage(format_args!("the file has a variant {id} already: give another id"))),
        false => Ok(()),
    }
}
