//! `detente report`: the whole conflict in one piece, to send or to print.

use std::path::Path;

use detente_desk::Host;
use detente_desk::report::{Command, Written, report};

use crate::args::{Report, ReportFormat};
use crate::exit::{self, Failure};
use crate::{input, output, terminal};

pub fn run(args: &Report) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let folders = loaded.folders(&args.documents.sources);
    let host = Host { folders: &folders, ..terminal::host(&args.work) };
    let (file, output) = (name(Path::new(&args.input.file)), args.output.as_deref().map(name));
    let command = Command {
        file: &file,
        variant: args.input.variant.as_deref(),
        written: match args.format {
            ReportFormat::Html => Written::Html,
            ReportFormat::Markdown => Written::Markdown,
            ReportFormat::Latex => Written::Latex,
        },
        limit: args.limit,
        sources: !args.documents.sources.is_empty(),
        output: output.as_deref(),
    };
    let text = report(&loaded.conflict, &command, env!("CARGO_PKG_VERSION"), &host)?;
    match &args.output {
        None => terminal::print(&text)?,
        Some(path) => {
            output::replace(path, text.as_bytes())?;
            terminal::tell(&format!("The report is in {}", path.display()));
        }
    }
    Ok(exit::OK)
}

/// The name of a file without its folder.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy().into_owned())
}
