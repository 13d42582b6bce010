//! A conflict in one of its variants.

use std::fmt;

use detente_model::{ChangeError, Conflict, Variant};

/// Why there is no such form of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantError {
    /// There is no variant of this id; there are these.
    Unknown(String, Vec<String>),
    /// It cannot be made.
    Change(ChangeError),
}

impl fmt::Display for VariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VariantError::Unknown(_, ids) if ids.is_empty() => write!(f, "the file has no variants"),
            VariantError::Unknown(id, ids) => write!(f, "there is no variant {id}; there are {}", ids.join(", ")),
            VariantError::Change(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for VariantError {}

/// The variant of this id, and the conflict with it made. The title says so, and with it every answer and certificate.
///
/// # Errors
/// When there is none, or it leaves no conflict.
pub fn in_variant(conflict: &Conflict, id: &str) -> Result<(Variant, Conflict), VariantError> {
    let variants = &conflict.study.variants;
    let Some(variant) = variants.iter().find(|variant| variant.id == id) else {
        let ids = variants.iter().map(|variant| variant.id.clone()).collect();
        return Err(VariantError::Unknown(id.into(), ids));
    };
    let mut changed = conflict.changed(&variant.changes).map_err(VariantError::Change)?;
    changed.title = format!("{} [{id}]", conflict.title);
    changed.study.views = variant.views_among(&conflict.study.views);
    Ok((variant.clone(), changed))
}
