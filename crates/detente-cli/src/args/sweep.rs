//! `detente sweep`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DEFAULT_MEMORY, Layout};

/// `detente sweep`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Sweep {
    /// What else to do with a sweep
    #[command(subcommand)]
    pub what: Option<What>,
    /// The conflict: a file, the name of a case, or `-`
    #[arg(required = true)]
    pub file: Option<String>,
    /// What to vary and what to record: a TOML file, see docs/sweep.md
    #[arg(long, value_name = "FILE", required = true)]
    pub spec: Option<PathBuf>,
    /// The folder for the rows [default: the name of the spec without `.toml` and `.sweep`, and the shard]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Only the Kth of N shards, to be put together by `merge`
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub shard: Option<(u64, u64)>,
    /// Threads; as many as there are processors unless given
    #[arg(long)]
    pub threads: Option<usize>,
    /// Go on with what was begun, and refuse where nothing was; without it, what was begun is gone on with and nothing else is refused
    #[arg(long)]
    pub resume: bool,
    /// Memory for a variant that is too large for the fast way, in MiB
    #[arg(long, default_value_t = DEFAULT_MEMORY, value_name = "MIB")]
    pub memory: u64,
}

/// What else to do with a sweep.
#[derive(Debug, Subcommand)]
pub enum What {
    /// How often each finding holds, and which assumptions decide it
    Summary(Summary),
    /// Put shards together: the same files as one run would have made
    Merge(Merge),
    /// Make one row again, and show its variant in words
    Row(Row),
}

/// `detente sweep summary`.
#[derive(Debug, Args)]
pub struct Summary {
    /// The folder of the sweep
    pub folder: PathBuf,
    /// At most so many states in a list [default: 12 in text and Markdown, all in JSON and CSV]
    #[arg(long)]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente sweep merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The folders of the shards
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// The folder for all rows
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// `detente sweep row`.
#[derive(Debug, Args)]
pub struct Row {
    /// The folder of the sweep, or its spec
    #[arg(value_name = "DIR|SPEC")]
    pub sweep: PathBuf,
    /// The row, from 0
    pub row: u64,
    /// With a spec, the conflict: a file, or the name of a case
    #[arg(long, value_name = "FILE")]
    pub conflict: Option<String>,
    /// Print the row as a variant of this id, to be pasted into the conflict's file
    #[arg(long, value_name = "ID", conflicts_with = "format")]
    pub as_variant: Option<String>,
    #[command(flatten)]
    pub layout: Layout,
}

/// Reads `K/N`.
fn shard(text: &str) -> Result<(u64, u64), String> {
    let read = |part: &str| part.trim().parse::<u64>().ok();
    let found = text.split_once('/').and_then(|(k, n)| Some((read(k)?, read(n)?)));
    match found {
        Some((k, n)) if k >= 1 && k <= n => Ok((k, n)),
        _ => Err("write a shard as K/N, from 1/N to N/N".into()),
    }
}
