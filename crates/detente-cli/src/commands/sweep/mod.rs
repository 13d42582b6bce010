//! `detente sweep`: families of variants, row by row, in a folder.

mod page;
mod row;
mod summary;

use std::path::{Path, PathBuf};

use detente_desk::files;
use detente_engine::{Control, EngineError};
use detente_report::{diagnostics, number};
use detente_sweep::folder::{self, FolderError, Manifest, RunSettings, Shard};
use detente_sweep::{ReadError, Sweep, SweepError};

use crate::args::sweep::{Merge, Sweep as Args, What};
use crate::exit::{self, Failure};
use crate::{input, terminal};

/// A spec is no longer than this, in bytes.
const MAX_SPEC: u64 = 1 << 20;

pub fn run(args: &Args) -> Result<u8, Failure> {
    match &args.what {
        Some(What::Summary(args)) => summary::run(args),
        Some(What::Merge(args)) => merge(args),
        Some(What::Row(args)) => row::run(args),
        None => make(args),
    }
}

fn make(args: &Args) -> Result<u8, Failure> {
    // Both are there: clap asks for them.
    let (file, spec) = (args.file.as_deref().unwrap_or_default(), args.spec.clone().unwrap_or_default());
    let mut sweep = read(file, &spec)?;
    sweep.allow(args.memory.saturating_mul(1 << 20));
    let folder = args.output.clone().unwrap_or_else(|| default_folder(&spec, args.shard));
    let parts = sweep.rows().div_ceil(sweep.spec().rows_per_part);
    let mut told = format!("{} in {}", plural(sweep.rows(), "row", "rows"), plural(parts, "part", "parts"));
    if let Some((k, n)) = args.shard {
        let shard = Shard::new(k, n, parts).map_err(failure)?;
        told.push_str(&format!("; shard {k}/{n} has {} of them", plural(shard.end - shard.first, "part", "parts")));
    }
    terminal::tell(&told);
    let settings = RunSettings { shard: args.shard, threads: args.threads, resume: args.resume };
    let control = Control { cancelled: &terminal::interrupted, progress: &terminal::rows };
    match folder::run(&sweep, &folder, &settings, control) {
        Ok(manifest) => {
            let done = plural(manifest.rows_done(), "row", "rows");
            let parts = plural(manifest.done.len() as u64, "part", "parts");
            terminal::print(&format!("{}: {done} in {parts}, all that it is to have\n", folder.display()))?;
            Ok(exit::OK)
        }
        Err(error) if error.is_cancelled() => {
            let kept = Manifest::read(&folder).ok().flatten().map_or(0, |manifest| manifest.rows_done());
            let message = format!(
                "interrupted: {} are kept in {}; the same command goes on from there",
                plural(kept, "row", "rows"),
                folder.display()
            );
            Err(Failure::new(exit::INTERRUPTED, message))
        }
        Err(error) => Err(failure(error)),
    }
}

fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

fn merge(args: &Merge) -> Result<u8, Failure> {
    let control = Control { cancelled: &terminal::interrupted, progress: &terminal::rows };
    let manifest = folder::merge(&args.folders, &args.output, control).map_err(failure)?;
    let rows = plural(manifest.rows_done(), "row", "rows");
    let parts = plural(manifest.done.len() as u64, "part", "parts");
    terminal::print(&format!("{}: {rows} in {parts}, the whole sweep\n", args.output.display()))?;
    Ok(exit::OK)
}

/// Reads the conflict and the spec.
fn read(file: &str, spec: &Path) -> Result<Sweep, Failure> {
    let text = files::open(file).map_err(|error| Failure::new(exit::BAD_INPUT, error))?;
    let shown = spec.display().to_string();
    let spec_text = input::read_text(&shown, MAX_SPEC)?;
    // What is wrong with the conflict is told as every command tells it.
    let conflict_text = input::readable(text)?;
    match Sweep::read(&conflict_text, &spec_text) {
        Ok((sweep, complaints)) => {
            if !complaints.is_empty() {
                terminal::tell(diagnostics::render(&complaints, &shown, &spec_text).trim_end());
            }
            Ok(sweep)
        }
        Err(ReadError::Spec(complaints) | ReadError::Conflict(complaints)) => {
            let mut message = diagnostics::render(&complaints, &shown, &spec_text);
            message.push_str(&format!("{shown} has {}.", diagnostics::tally(&complaints)));
            Err(Failure::told(exit::BAD_INPUT, message))
        }
    }
}

/// `orders.sweep.toml`, shard 1/4: `orders.1-of-4`.
fn default_folder(spec: &Path, shard: Option<(u64, u64)>) -> PathBuf {
    let name = spec.file_name().unwrap_or_default().to_string_lossy().to_string();
    let name = name.strip_suffix(".toml").unwrap_or(&name);
    let name = name.strip_suffix(".sweep").unwrap_or(name);
    let name = if name.is_empty() || name == "-" { "sweep" } else { name };
    match shard {
        // The spec itself may have no ending.
        None if Path::new(name) == spec => format!("{name}.rows").into(),
        None => name.into(),
        Some((k, n)) => format!("{name}.{k}-of-{n}").into(),
    }
}

/// Why a folder has no sweep, as the end of the program.
fn failure(error: FolderError) -> Failure {
    let code = match &error {
        _ if error.is_cancelled() => exit::INTERRUPTED,
        FolderError::NoSweep(_)
        | FolderError::NotEmpty(_)
        | FolderError::InUse(_)
        | FolderError::Other { .. }
        | FolderError::Twice { .. }
        | FolderError::Missing { .. }
        | FolderError::NoShard(..) => exit::USAGE,
        FolderError::BadManifest(..)
        | FolderError::Read(..)
        | FolderError::Unreadable(..)
        | FolderError::NoPart(..) => exit::BAD_INPUT,
        FolderError::Unwritable(..) => exit::NO_OUTPUT,
        FolderError::Sweep(SweepError::NoSuchRow { .. }) => exit::USAGE,
        FolderError::Sweep(SweepError::Engine(EngineError::Cancelled)) => exit::INTERRUPTED,
        FolderError::Sweep(_) => exit::TOO_LARGE,
    };
    Failure::new(code, error)
}
