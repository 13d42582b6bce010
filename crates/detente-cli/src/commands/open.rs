//! `detente open`: the workbench.

use std::path::{Path, PathBuf};

use detente_desk::catalogue;
use detente_desk::files::OpenError;
use detente_web::{FileRef, Options, Workbench};

use crate::args::Open;
use crate::exit::{self, Failure};
use crate::terminal;

pub fn run(args: &Open) -> Result<u8, Failure> {
    let (folder, opened) = what(args.file.as_deref())?;
    if !detente_web::is_built() && args.page.is_none() {
        terminal::tell(
            "warning: the page of the workbench is not in this program, since Node.js was not at hand when it was built; \
             with Node.js 20.19 or later and npm, build it again",
        );
    }
    let options =
        Options { folder, opened, sources: args.documents.sources.clone(), port: args.port, page: args.page.clone() };
    let bench = Workbench::listen(options).map_err(|error| {
        let why = match args.port {
            0 => format!("the workbench cannot start: {error}"),
            port => format!(
                "the workbench cannot start on port {port}: {error}\n  leave --port out to take any that is free"
            ),
        };
        Failure::new(exit::NO_OUTPUT, why)
    })?;
    terminal::print(&format!("The workbench is at {}\n", bench.address()))?;
    terminal::tell("Nobody without this address can use it. Ctrl-C ends it.");
    if !args.no_browser && open::that_detached(bench.address()).is_err() {
        terminal::tell("No browser could be opened; open the address in one.");
    }
    // Whoever stops the server has saved what they wanted: the page keeps unsaved texts.
    let (end, ended) = std::sync::mpsc::channel::<()>();
    terminal::when_interrupted(move || drop(end));
    bench
        .run(move || {
            let _ = ended.recv();
        })
        .map_err(|error| Failure::new(exit::NO_OUTPUT, format_args!("the workbench ended: {error}")))?;
    Ok(exit::OK)
}

/// The folder to serve, and the file to begin with.
fn what(name: Option<&str>) -> Result<(PathBuf, Option<FileRef>), Failure> {
    let here = || PathBuf::from(".");
    let Some(name) = name else { return Ok((here(), None)) };
    let path = Path::new(name);
    if path.is_dir() {
        return Ok((path.to_path_buf(), None));
    }
    if path.is_file() {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !file.ends_with(".toml") {
            return Err(Failure::new(
                exit::BAD_INPUT,
                format_args!("{name} is no conflict file: its name does not end in .toml"),
            ));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(here, Path::to_path_buf);
        return Ok((folder, Some(FileRef::Folder { name: file })));
    }
    match catalogue::find(name) {
        Some(case) => Ok((here(), Some(FileRef::Catalogue { name: case.id.into() }))),
        None => Err(Failure::new(exit::BAD_INPUT, OpenError::NotFound(name.into()))),
    }
}
