//! `detente sweep row`: one row made again, alone.

use detente_engine::Control;
use detente_model::write;
use detente_sweep::folder::{self, FolderError};
use detente_sweep::{Sweep, Table};

use super::{failure, page, read};
use crate::args::Format;
use crate::args::sweep::Row as Args;
use crate::exit::{self, Failure};
use crate::terminal;

pub fn run(args: &Args) -> Result<u8, Failure> {
    let control = Control { cancelled: &terminal::interrupted, ..Control::none() };
    let (sweep, kept) = if args.sweep.is_dir() {
        let (sweep, manifest) = folder::open(&args.sweep).map_err(failure)?;
        let part = manifest.done.iter().find(|done| (done.first..done.end).contains(&args.row));
        let kept = part.map(|done| {
            folder::read_part(&args.sweep, done, sweep.columns(), |_| true)
                .map(|table| (table, (args.row - done.first) as usize))
        });
        (sweep, kept.transpose().map_err(failure)?)
    } else {
        let Some(conflict) = &args.conflict else {
            return Err(Failure::usage("a spec alone does not say of which conflict: add --conflict FILE"));
        };
        (read(conflict, &args.sweep)?, None)
    };
    let made = sweep.table(args.row, 1, control).map_err(|error| failure(FolderError::Sweep(error)))?;
    let same = kept.as_ref().map(|(table, at)| same(&sweep, &made, table, *at));
    if let Some(id) = &args.as_variant {
        terminal::print(&variant(&sweep, args.row, id)?)?;
    } else {
        match args.layout.format {
            Format::Json => terminal::print(&format!("{:#}\n", page::row_json(&sweep, args.row, &made)))?,
            Format::Csv => terminal::print(&page::row_csv(&sweep, &made))?,
            Format::Text | Format::Markdown => terminal::show(&page::row(&sweep, args.row, &made, same), &args.layout)?,
        }
    }
    match same {
        Some(false) => Err(Failure::new(exit::FOUND_FAULT, "the folder has another row there than is made now")),
        _ => Ok(exit::OK),
    }
}

/// Whether the row that was made is the one that was kept.
fn same(sweep: &Sweep, made: &Table, kept: &Table, at: usize) -> bool {
    at < kept.rows() && (0..sweep.columns().len()).all(|column| made.get(column, 0) == kept.get(column, at))
}

/// The row as a variant, to be pasted into the conflict's file.
fn variant(sweep: &Sweep, row: u64, id: &str) -> Result<String, Failure> {
    if !detente_model::read::is_id(id) {
        return Err(Failure::usage(format_args!("`{id}` cannot be an id: ids are made of letters, digits and `_`")));
    }
    let changes = sweep.changes(row).map_err(|error| failure(FolderError::Sweep(error)))?;
    let unfit = |error: &dyn std::fmt::Display| Failure::usage(format_args!("row {row} cannot be a variant: {error}"));
    let conflict = sweep.conflict().bare();
    let changed = changes.made(&conflict).map_err(|error| unfit(&error))?;
    let body = write::difference(&conflict, &changed).map_err(|error| unfit(&error))?;
    let words = format!("Row {row} of a sweep");
    Ok(write::variant(id, &words, &body, "One of the rows of a sweep."))
}
