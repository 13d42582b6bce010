//! Conflicts and documents that the command line names.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use detente_desk::catalogue::Case;
use detente_desk::files::{self, OpenError, Text};
use detente_desk::variant::in_variant;
use detente_model::read::{Reading, too_long};
use detente_model::{Conflict, Variant};
use detente_report::diagnostics;

use crate::args::Input;
use crate::exit::{self, Failure};

/// A conflict and where it came from.
#[derive(Debug)]
pub struct Loaded {
    /// The conflict.
    pub conflict: Conflict,
    /// Warnings, rendered; empty where there are none.
    pub warnings: String,
    /// The variant that was asked for, and the conflict without it.
    pub varied: Option<(Variant, Conflict)>,
    /// The folder of the file, for the documents beside it.
    folder: Option<PathBuf>,
}

/// Loads the conflict that the command line asks for, in the variant that it asks for.
pub fn load(input: &Input) -> Result<Loaded, Failure> {
    let text = files::open(&input.file).map_err(|error| match error {
        OpenError::TooLong(bytes) => {
            complaints(&Reading { conflict: None, diagnostics: vec![too_long(bytes)] }, &input.file, "")
        }
        other => Failure::new(exit::BAD_INPUT, other),
    })?;
    let mut loaded = loaded(text)?;
    if let Some(id) = input.variant.as_deref().filter(|id| *id != "base") {
        let (variant, changed) = in_variant(&loaded.conflict, id).map_err(Failure::usage)?;
        loaded.varied = Some((variant, std::mem::replace(&mut loaded.conflict, changed)));
    }
    Ok(loaded)
}

/// The text of a conflict file, after the complaints where it is none.
#[cfg(feature = "sweep")]
pub fn readable(text: Text) -> Result<String, Failure> {
    let source = String::from_utf8_lossy(&text.bytes).into_owned();
    loaded(text).map(|_| source)
}

/// Loads a case of the catalogue.
pub fn load_case(case: &Case) -> Result<Loaded, Failure> {
    loaded(Text::of_case(case))
}

/// Reads a text file of at most `limit` bytes, or standard input for `-`.
pub fn read_text(name: &str, limit: u64) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let result = match name {
        "-" => std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes),
        path => std::fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)),
    };
    result.map_err(|error| Failure::new(exit::BAD_INPUT, OpenError::Unreadable(name.into(), error)))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::new(exit::BAD_INPUT, format_args!("{name} is longer than {limit} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(exit::BAD_INPUT, format_args!("{name} is not UTF-8 text")))
}

fn loaded(text: Text) -> Result<Loaded, Failure> {
    let reading = text.read();
    let source = String::from_utf8_lossy(&text.bytes);
    match &reading.conflict {
        None => Err(complaints(&reading, &text.shown, &source)),
        Some(conflict) => {
            let warnings = diagnostics::render(&reading.diagnostics, &text.shown, &source);
            Ok(Loaded { conflict: conflict.clone(), warnings, varied: None, folder: text.folder })
        }
    }
}

fn complaints(reading: &Reading, shown: &str, source: &str) -> Failure {
    let mut message = diagnostics::render(&reading.diagnostics, shown, source);
    message.push_str(&format!("{shown} has {}.", diagnostics::tally(&reading.diagnostics)));
    Failure::told(exit::BAD_INPUT, message)
}

impl Loaded {
    /// Where the conflict is a variant: the conflict that has it, and its id.
    pub fn variant_of(&self) -> Option<(&Conflict, &str)> {
        self.varied.as_ref().map(|(variant, base)| (base, variant.id.as_str()))
    }

    /// The conflict of the file, whether or not a variant was asked for.
    pub fn file(&self) -> &Conflict {
        self.varied.as_ref().map_or(&self.conflict, |(_, base)| base)
    }

    /// Where documents are looked for: beside the file, and in `folders`.
    pub fn folders<'p>(&'p self, folders: &'p [PathBuf]) -> Vec<&'p Path> {
        self.folder.iter().chain(folders).map(PathBuf::as_path).collect()
    }
}
