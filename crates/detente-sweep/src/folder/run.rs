//! Making the rows of a sweep, or of a shard of it, in a folder.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use detente_engine::{Control, EngineError, Progress};

use super::error::FolderError;
use super::files;
use super::manifest::{Manifest, Shard};
use crate::part;
use crate::rows::Worker;
use crate::sweep::{Sweep, SweepError};

/// How the rows are made. The bytes do not depend on it.
#[derive(Clone, Debug, Default)]
pub struct RunSettings {
    /// Only the kth of n shards.
    pub shard: Option<(u64, u64)>,
    /// The number of threads; `None` for one a core.
    pub threads: Option<usize>,
    /// Only go on with what was begun: refuse where nothing was.
    pub resume: bool,
}

/// The manifest is written after so long at the latest; parts that it does not have yet are found again.
const KEPT_EVERY: Duration = Duration::from_secs(1);

/// Makes what is not done of a sweep, and says what is in the folder then. What is there of the same sweep is gone on with.
///
/// `control` is told how many rows are done, and of how many.
///
/// # Errors
/// When the folder has something else, cannot be written, a row cannot be made, or somebody cancels; all parts that were done by then are kept.
pub fn run(sweep: &Sweep, folder: &Path, settings: &RunSettings, control: Control) -> Result<Manifest, FolderError> {
    let mut manifest = Manifest::new(sweep, None);
    manifest.shard = settings.shard.map(|(k, n)| Shard::new(k, n, manifest.parts)).transpose()?;
    let begun = Manifest::read(folder)?;
    match &begun {
        Some(begun) => {
            begun.check(&manifest, folder)?;
            if begun.shard != manifest.shard {
                return Err(FolderError::Other { folder: folder.into(), what: "the shard".into() });
            }
        }
        None if settings.resume => return Err(FolderError::NoSweep(folder.into())),
        None => {}
    }
    let lock = files::take(folder)?;
    if begun.is_none() {
        files::replace(folder, files::CONFLICT, sweep.conflict_text.as_bytes())?;
        files::replace(folder, files::SPEC, sweep.spec_text.as_bytes())?;
    }
    manifest.done = begun.map(|begun| begun.done).unwrap_or_default();
    find_parts(&mut manifest, folder)?;
    manifest.write(folder)?;
    let result = make_parts(sweep, folder, settings, control, &mut manifest);
    // Whatever ended the work, the manifest says what is there.
    manifest.write(folder)?;
    drop(lock);
    result.map(|()| manifest)
}

/// Finds parts that were done before the manifest was told, and leaves out those that are gone.
fn find_parts(manifest: &mut Manifest, folder: &Path) -> Result<(), FolderError> {
    let size = |name: &str| std::fs::metadata(folder.join(name)).ok().map(|metadata| metadata.len());
    manifest.done.retain(|done| size(&done.file) == Some(done.bytes));
    let unreadable = |error| FolderError::Unreadable(folder.to_path_buf(), error);
    let (first, end) = manifest.wanted();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        found.extend(name.to_str().and_then(files::part_number).filter(|part| (first..end).contains(part)));
    }
    found.sort_unstable();
    for part in found {
        if manifest.done.binary_search_by_key(&part, |done| done.part).is_ok() {
            continue;
        }
        let path = folder.join(files::part_name(part));
        let footer = std::fs::File::open(&path).ok().and_then(part::footer);
        let (from, to) = manifest.rows_of(part);
        let fits = footer
            .is_some_and(|footer| footer.identity == manifest.sweep && footer.part == part && footer.rows == to - from);
        // What does not fit is made anew.
        if fits {
            let done = manifest.done_with(part, &files::read(&path)?);
            manifest.add(done);
        }
    }
    Ok(())
}

/// What the threads share.
struct Shared<'s> {
    todo: Vec<u64>,
    next: AtomicU64,
    rows: AtomicU64,
    ended: AtomicBool,
    manifest: Mutex<(&'s mut Manifest, Instant)>,
    failure: Mutex<Option<FolderError>>,
}

fn make_parts(
    sweep: &Sweep, folder: &Path, settings: &RunSettings, control: Control, manifest: &mut Manifest,
) -> Result<(), FolderError> {
    let (first, end) = manifest.wanted();
    let is_done = |part: &u64| manifest.done.binary_search_by_key(part, |done| done.part).is_ok();
    let todo: Vec<u64> = (first..end).filter(|part| !is_done(part)).collect();
    let total = manifest.rows_of(end).0.min(manifest.rows) - manifest.rows_of(first).0.min(manifest.rows);
    // What the parts are, without what is done: nobody waits for the lock to know that.
    let plan = Manifest { done: Vec::new(), ..manifest.clone() };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = settings.threads.unwrap_or(cores).clamp(1, todo.len().max(1));
    let shared = Shared {
        todo,
        next: AtomicU64::new(0),
        rows: AtomicU64::new(manifest.rows_done()),
        ended: AtomicBool::new(false),
        manifest: Mutex::new((manifest, Instant::now())),
        failure: Mutex::new(None),
    };
    let work = || {
        let cancelled = || shared.ended.load(Ordering::Relaxed) || (control.cancelled)();
        let quiet = Control { cancelled: &cancelled, progress: &|_| {} };
        let mut worker = Worker::new(sweep, quiet, false);
        loop {
            let at = shared.next.fetch_add(1, Ordering::Relaxed);
            let Some(&part) = usize::try_from(at).ok().and_then(|at| shared.todo.get(at)) else { return Ok(()) };
            let done = |rows| {
                let done = shared.rows.fetch_add(rows, Ordering::Relaxed) + rows;
                (control.progress)(Progress { done, total, what: "rows" });
            };
            make_part(&mut worker, sweep, folder, &plan, part, &shared, &done)?;
        }
    };
    let guarded = || {
        if let Err(error) = work() {
            shared.ended.store(true, Ordering::Relaxed);
            let mut failure = shared.failure.lock().unwrap_or_else(PoisonError::into_inner);
            // The first failure is the reason; the others were only told to stop.
            failure.get_or_insert(error);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(guarded);
        }
        guarded();
    });
    shared.failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

fn make_part(
    worker: &mut Worker, sweep: &Sweep, folder: &Path, plan: &Manifest, part: u64, shared: &Shared, done: &dyn Fn(u64),
) -> Result<(), FolderError> {
    let (first, end) = plan.rows_of(part);
    let table = worker.rows(first, end - first, done)?;
    let name = files::part_name(part);
    let bytes = part::write(sweep.columns(), &table, &plan.sweep, part)
        .map_err(|error| FolderError::NoPart(folder.join(&name), error.to_string()))?;
    files::replace(folder, &name, &bytes)?;
    let done = plan.done_with(part, &bytes);
    let mut manifest = shared.manifest.lock().unwrap_or_else(PoisonError::into_inner);
    manifest.0.add(done);
    if manifest.1.elapsed() >= KEPT_EVERY {
        manifest.0.write(folder)?;
        manifest.1 = Instant::now();
    }
    Ok(())
}

impl FolderError {
    /// Whether somebody cancelled the work.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, FolderError::Sweep(SweepError::Engine(EngineError::Cancelled)))
    }
}
