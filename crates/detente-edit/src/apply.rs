//! Placeholder until the real one is merged.
use crate::Edit;
/// Why.
#[derive(Debug)]
pub struct EditError(pub String);
impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for EditError {}
/// Applies.
pub fn apply(text: &str, _: &Edit) -> Result<String, EditError> {
    Ok(text.into())
}
/// Applies all.
pub fn apply_all(text: &str, _: &[Edit]) -> Result<String, EditError> {
    Ok(text.into())
}
