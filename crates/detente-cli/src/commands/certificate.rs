//! Certificates that commands write: `--certificate FILE` is the same everywhere.

use std::path::Path;

use detente_analysis::certify;
use detente_engine::Progress;
use detente_proof::Bundle;

use crate::exit::Failure;
use crate::input::Loaded;
use crate::output;
use crate::terminal;

/// A certificate about the loaded conflict. Of a variant it is one of the conflict that has it, so that whoever checks it need not be told which.
pub fn of(loaded: &Loaded, bundle: Bundle) -> Bundle {
    match loaded.variant_of() {
        Some((base, id)) => certify::in_variant(base, id, bundle),
        None => bundle,
    }
}

/// The same, written to a file.
pub fn write(loaded: &Loaded, bundle: Bundle, path: &Path) -> Result<(), Failure> {
    save(&of(loaded, bundle), path)
}

/// Writes a certificate as it is, and says what is in it.
pub fn save(bundle: &Bundle, path: &Path) -> Result<(), Failure> {
    output::replace(path, bundle.to_json().as_bytes())?;
    let in_forms = |count: fn(&detente_proof::Form) -> usize| bundle.forms.iter().map(count).sum::<usize>();
    let counts = [
        (bundle.verdicts.len() + in_forms(|form| form.verdicts.len()), "verdict"),
        (bundle.findings.len() + in_forms(|form| form.findings.len()), "finding"),
        (bundle.conclusions.len(), "conclusion"),
    ];
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> =
        some.map(|(count, one)| format!("{count} {one}{}", if *count == 1 { "" } else { "s" })).collect();
    let parts = match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        parts => parts.concat(),
    };
    terminal::tell(&format!("{parts} certified in {}", path.display()));
    Ok(())
}

/// Refuses a certificate that would have to be about a variant, where the study of the file counts: it is about the conflict as it is written.
pub fn as_written(loaded: &Loaded, certificate: Option<&Path>) -> Result<(), Failure> {
    match (loaded.variant_of(), certificate) {
        (Some(_), Some(_)) => Err(Failure::usage(
            "this certificate is about the conflict as it is written, with its views, unknowns and propositions: leave out --variant",
        )),
        _ => Ok(()),
    }
}

/// Runs work that tells how far it is. Ctrl-C ends it.
pub fn watched<T>(what: &'static str, work: impl FnOnce(&mut dyn FnMut(usize, usize) -> bool) -> T) -> T {
    work(&mut |done, total| {
        terminal::progress(Progress { done: done as u64, total: total as u64, what });
        !terminal::interrupted()
    })
}
