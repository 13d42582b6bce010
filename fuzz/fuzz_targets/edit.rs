//! Any text and any edits of it: what was TOML is TOML afterwards, what was not is refused, and a place that was set says the value.

#![no_main]

use libfuzzer_sys::arbitrary::{Result, Unstructured};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = edit(bytes);
});

/// The first bytes say what is done, the others are the text, so that a corpus of files is one of texts.
fn edit(bytes: &[u8]) -> Result<()> {
    let (head, text) = bytes.split_at(bytes.len().min(48));
    let Ok(text) = std::str::from_utf8(text) else { return Ok(()) };
    let mut choices = Unstructured::new(head);
    let mut text = text.to_string();
    while !choices.is_empty() {
        let edit = detente_fuzz::edits::some_edit(&mut choices, &text)?;
        match detente_fuzz::edits::edit_lawfully(&text, &edit) {
            Some(edited) => text = edited,
            None => break,
        }
    }
    Ok(())
}
