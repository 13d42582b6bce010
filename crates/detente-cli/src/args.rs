//! The command line.

#[cfg(feature = "sweep")]
pub mod sweep;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use detente_desk::SURVEY_WORK;

/// Analyse strategic conflicts: who can do what, which states would last, and why.
///
/// A conflict is a TOML file, or the name of a case in the catalogue (`detente catalogue` lists them), or `-` for standard input.
#[derive(Debug, Parser)]
#[command(
    name = "detente",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 done, and a fault was found (certificate rejected, claim contradicted, published result differs); \
                  2 wrong command line; 3 a file cannot be read or has errors; 4 too large; 5 the answer could not be written; 130 interrupted."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The workbench in the browser: see the conflict, change it, watch the answer move
    Open(Open),
    /// The main job: the situation, the equilibria, the status quo's fate, and what it all rests on
    Analyze(Analyze),
    /// Check the file and its ledger: documents, claims, and what rests on what
    Check(Check),
    /// List the states: what is on, how each is ranked, for whom it is stable
    States(States),
    /// The Nash equilibria of conflicts of any size: hundreds of options are not too many
    Nash(Nash),
    /// Explain verdicts in plain sentences
    Why(Why),
    /// What the documents claim, as questions with computed verdicts
    Propositions(Propositions),
    /// What a verdict hangs on: the assumptions that, changed alone, overturn it
    Pivots(Pivots),
    /// The variants of the file side by side: which verdicts change
    Compare(Compare),
    /// Where the conflict can go: paths, what cannot be reached, slide and shock tests
    Paths(Paths),
    /// Step through the conflict, move by move
    Play(Play),
    /// What decision makers could do together, and which equilibria a coalition would upset
    Coalitions(Coalitions),
    /// What would have to change for a wanted state to be an equilibrium, least first
    Stabilise(Stabilise),
    /// What holds whatever the unknowns turn out to be, and which of them decide
    Unknowns(Unknowns),
    /// Every variant of a family: orders, judgements, unknowns, options; a row for each, in a folder
    #[cfg(feature = "sweep")]
    Sweep(sweep::Sweep),
    /// Misperception: what lasts where each decision maker acts on its own picture
    Views(Views),
    /// What happened, and whether the conflict expected it
    Events(Events),
    /// The whole conflict in one piece, to send or to print
    Report(Report),
    /// Write verdicts with their proofs
    Certify(Certify),
    /// Check proofs, knowing nothing but what moves and preferences mean
    Verify(Verify),
    /// Published conflicts: list them, or run all and compare with the published results
    Catalogue(Catalogue),
    /// What “stable” means: the concepts with their definitions and sources, and the conventions
    Concepts {
        #[command(flatten)]
        layout: Layout,
    },
    /// Print the JSON Schema of conflict files, for editors
    Schema,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Which conflict.
#[derive(Debug, Args)]
pub struct Input {
    /// The conflict: a file, the name of a case, or `-`
    pub file: String,
    /// Take a variant of it: the id under `[variants]` in the file
    #[arg(long, value_name = "ID")]
    pub variant: Option<String>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Text,
    /// For programs: a stable interface
    Json,
    /// For documents
    Markdown,
    /// For spreadsheets and statistics
    Csv,
}

/// How an answer is laid out.
#[derive(Debug, Args)]
pub struct Layout {
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Columns of text; the terminal's, between 60 and 120, unless given
    #[arg(long, value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
}

/// The memory that the engine may use unless told otherwise, in MiB.
const DEFAULT_MEMORY: u64 = 4096;

/// What the engine may use.
#[derive(Debug, Args)]
pub struct Work {
    /// Memory that the engine may use, in MiB
    #[arg(long, default_value_t = DEFAULT_MEMORY, value_name = "MIB")]
    pub memory: u64,
    /// Threads; as many as there are processors unless given
    #[arg(long)]
    pub threads: Option<usize>,
    /// Force an engine instead of the one that the estimate chooses
    #[arg(long, value_enum)]
    pub engine: Option<Engine>,
}

/// How long conflicts are worked on whose states cannot be listed.
#[derive(Debug, Args)]
pub struct Patience {
    /// Steps that conflicts too large to list may take, some ten million a second; what is found by then is told
    #[arg(long = "work", value_name = "STEPS", default_value_t = SURVEY_WORK)]
    pub steps: u64,
}

impl Default for Work {
    /// For commands that need the analysis only beside their own work and take no settings for it.
    fn default() -> Self {
        Work { memory: DEFAULT_MEMORY, threads: None, engine: None }
    }
}

/// An engine. All give the same answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Every combination of options has its place in memory
    Dense,
    /// Only feasible combinations are kept
    Sparse,
    /// States and moves one by one
    Graph,
    /// Sets of states, of any number of options; they need not be listed
    Symbolic,
}

/// Where documents are.
#[derive(Debug, Args)]
pub struct Documents {
    /// A folder with the documents that the conflict names; may be given several times
    #[arg(long, value_name = "DIR")]
    pub sources: Vec<PathBuf>,
}

/// `detente open`.
#[derive(Debug, Args)]
pub struct Open {
    /// A conflict file, a case of the catalogue, or a folder; without it the conflict files of this folder and the catalogue are shown
    pub file: Option<String>,
    /// The port of the server [default: any that is free]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Do not open a browser; only print the address
    #[arg(long)]
    pub no_browser: bool,
    /// A folder with the page, for whoever works on it
    #[arg(long, value_name = "DIR", hide = true)]
    pub page: Option<PathBuf>,
    #[command(flatten)]
    pub documents: Documents,
}

/// `detente analyze`.
#[derive(Debug, Args)]
pub struct Analyze {
    #[command(flatten)]
    pub input: Input,
    /// Only these concepts: nash, gmr, smr, seq, sseq
    #[arg(long = "under", value_name = "CONCEPT", value_delimiter = ',')]
    pub concepts: Vec<String>,
    /// At most so many states in a list [default: 12 in text and Markdown, 10000 in JSON, all in CSV]
    #[arg(long)]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub layout: Layout,
    #[command(flatten)]
    pub work: Work,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub documents: Documents,
}

/// `detente propositions`.
#[derive(Debug, Args)]
pub struct Propositions {
    #[command(flatten)]
    pub input: Input,
    /// Write the answers, also in the variants, with their proofs to a file, for `detente verify`
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub layout: Layout,
    #[command(flatten)]
    pub documents: Documents,
}

/// `detente nash`.
#[derive(Debug, Args)]
pub struct Nash {
    #[command(flatten)]
    pub input: Input,
    /// Only equilibria where this outcome holds, or this condition, such as `china.force and not us.engage`
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// At most so many equilibria; the search ends when there are more
    #[arg(long, default_value_t = 1000)]
    pub limit: usize,
    /// Give the search up after so many steps, with what was found until then
    #[arg(long, value_name = "STEPS", default_value_t = detente_desk::nash::WORK)]
    pub work: u64,
    /// Memory that the search may use, in MiB
    #[arg(long, default_value_t = DEFAULT_MEMORY, value_name = "MIB")]
    pub memory: u64,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente states`.
#[derive(Debug, Args)]
pub struct States {
    #[command(flatten)]
    pub input: Input,
    /// Only states that satisfy this condition, such as `china.force and not us.engage`
    #[arg(long = "where", value_name = "CONDITION")]
    pub condition: Option<String>,
    /// Only equilibria under this concept
    #[arg(long, value_name = "CONCEPT")]
    pub equilibria: Option<String>,
    /// At most so many states [default: 100 in text and Markdown, all in CSV and JSON]
    #[arg(long)]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub layout: Layout,
    #[command(flatten)]
    pub work: Work,
    #[command(flatten)]
    pub patience: Patience,
}

/// Which verdicts.
#[derive(Debug, Args)]
pub struct Which {
    /// Only for this decision maker
    #[arg(long = "for", value_name = "DM")]
    pub dm: Option<String>,
    /// Only under this concept: nash, gmr, smr, seq, sseq
    #[arg(long = "under", value_name = "CONCEPT")]
    pub concept: Option<String>,
}

/// `detente why`.
#[derive(Debug, Args)]
pub struct Why {
    #[command(flatten)]
    pub input: Input,
    /// The state: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    pub state: Option<String>,
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente pivots`.
#[derive(Debug, Args)]
pub struct Pivots {
    #[command(flatten)]
    pub input: Input,
    /// The state: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    #[arg(conflicts_with = "proposition")]
    pub state: Option<String>,
    /// The verdict on a proposition of the file, by its id, instead of a state's stability
    #[arg(long, value_name = "ID", conflicts_with_all = ["dm", "concept"])]
    pub proposition: Option<String>,
    /// For whom and under which concept: an equilibrium under Nash unless given
    #[command(flatten)]
    pub which: Which,
    /// Move statements to every place of their list, not by one place only
    #[arg(long)]
    pub any_place: bool,
    /// Look at sets of up to so many assumptions
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub sets: u8,
    /// Look at larger sets even where smaller ones overturn the verdict
    #[arg(long)]
    pub all_sizes: bool,
    /// Begin no size of sets that would take more than so many answers in all
    #[arg(long, default_value_t = 2_000_000)]
    pub answers: u64,
    /// Print the smallest sets of changes that overturn the verdict as variants of this id, to be pasted into the file
    #[arg(long, value_name = "ID", conflicts_with = "format")]
    pub as_variant: Option<String>,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente compare`.
#[derive(Debug, Args)]
pub struct Compare {
    #[command(flatten)]
    pub input: Input,
    /// Only these concepts: nash, gmr, smr, seq, sseq
    #[arg(long = "under", value_name = "CONCEPT", value_delimiter = ',')]
    pub concepts: Vec<String>,
    /// Memory that the engine may use, in MiB
    #[arg(long, default_value_t = DEFAULT_MEMORY, value_name = "MIB")]
    pub memory: u64,
    /// Threads; as many as there are processors unless given
    #[arg(long)]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente paths`.
#[derive(Debug, Args)]
pub struct Paths {
    #[command(flatten)]
    pub input: Input,
    /// Where to begin: a state's name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    pub state: Option<String>,
    /// By what steps
    #[arg(long, value_enum, default_value_t = By::Best)]
    pub by: By,
    /// Only the way to this: an outcome, a condition such as `china.force and not us.engage`, or a state
    #[arg(long, value_name = "GOAL")]
    pub to: Option<String>,
    /// Write what is and what cannot be reached with its proofs to a file, for `detente verify`
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// At most so many states and paths in a list [default: 20; JSON and CSV have all]
    #[arg(long)]
    pub limit: Option<usize>,
    /// Give up beyond so many pairs of a state and who stepped last [default: 2097152]
    #[arg(long)]
    pub pairs: Option<usize>,
    #[command(flatten)]
    pub layout: Layout,
    #[command(flatten)]
    pub work: Work,
}

/// By what steps a conflict moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Any moves
    Moves,
    /// Improvements of whoever moves
    Improvements,
    /// Best improvements: of its improvements a decision maker takes one to which it prefers no other
    Best,
}

/// `detente play`.
#[derive(Debug, Args)]
pub struct Play {
    #[command(flatten)]
    pub input: Input,
    /// Where to begin: a state's name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    pub state: Option<String>,
    /// Move for this decision maker only; the others answer
    #[arg(long = "as", value_name = "DM")]
    pub own: Option<String>,
    /// Keep the transcript in a file: Markdown where its name ends in .md, text otherwise
    #[arg(long, value_name = "FILE")]
    pub transcript: Option<PathBuf>,
    /// Columns of text; the terminal's, between 60 and 120, unless given
    #[arg(long, value_parser = clap::value_parser!(u16).range(40..=500))]
    pub width: Option<u16>,
}

/// `detente coalitions`.
#[derive(Debug, Args)]
pub struct Coalitions {
    #[command(flatten)]
    pub input: Input,
    /// The state: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    pub state: Option<String>,
    /// Only the coalition of these decision makers, separated by commas; every coalition unless given
    #[arg(long, value_name = "DM,DM", value_delimiter = ',')]
    pub of: Vec<String>,
    /// At most so many equilibria in the table [default: 12 in text and Markdown, 1000 in JSON]
    #[arg(long)]
    pub limit: Option<usize>,
    /// Give up the search for the joint moves of a coalition beyond so many pairs of a state and who moved last
    #[arg(long, value_name = "PAIRS", default_value_t = detente_analysis::coalition::MAX_PAIRS)]
    pub search: usize,
    /// Write the joint improvements, and that there are no others where there are none, with their proofs to a file, for `detente verify`
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    #[command(flatten)]
    pub layout: Layout,
}

/// What may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Change {
    /// How decision makers rank the states; with the whole condition
    Rankings,
    /// Their lists of preference statements
    Statements,
    /// Single options or combinations: one-way, removed or ruled out
    Commitments,
    /// All of these
    All,
}

/// `detente stabilise`.
#[derive(Debug, Args)]
pub struct Stabilise {
    #[command(flatten)]
    pub input: Input,
    /// The wanted state: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    #[arg(conflicts_with = "outcome")]
    pub state: Option<String>,
    /// Any state of this outcome, or of this condition: whichever takes the least
    #[arg(long, value_name = "OUTCOME")]
    pub outcome: Option<String>,
    /// An equilibrium under this concept: nash, gmr, smr, seq, sseq
    #[arg(long = "under", value_name = "CONCEPT", default_value = "nash")]
    pub concept: String,
    /// What may change
    #[arg(long, value_enum, default_value_t = Change::All)]
    pub by: Change,
    /// Only the preferences of these decision makers may change, separated by commas; all unless given
    #[arg(long, value_name = "DM,DM", value_delimiter = ',')]
    pub vary: Vec<String>,
    /// At most so many edits of statements together
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub edits: u8,
    /// Try added statements as well: that one option is on, or off
    #[arg(long)]
    pub add: bool,
    /// At most so many plans of a kind [default: 12]
    #[arg(long, default_value_t = 12, hide_default_value = true)]
    pub limit: usize,
    /// End the search after so many pieces of work; what is known by then is told
    #[arg(long, value_name = "PIECES", default_value_t = 100_000)]
    pub work: u64,
    /// Print the plans as variants of this id, to be pasted into the file
    #[arg(long, value_name = "ID", conflicts_with = "format")]
    pub as_variant: Option<String>,
    /// Write the plans with the proofs that they do it to a file, for `detente verify`
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente unknowns`.
#[derive(Debug, Args)]
pub struct Unknowns {
    #[command(flatten)]
    pub input: Input,
    /// The state: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    pub state: Option<String>,
    /// Look at no more than so many completions one by one; beyond, only one state is asked about
    #[arg(long, default_value_t = 65536, value_name = "N")]
    pub completions: u64,
    /// Draw so many completions instead of looking at all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub sample: Option<u64>,
    /// What the draws follow from: the same seed gives the same draws
    #[arg(long, default_value_t = 1, requires = "sample")]
    pub seed: u64,
    /// Write what is necessary, possible and impossible at the state with its proofs to a file, for `detente verify`
    #[arg(long, value_name = "FILE", conflicts_with = "sample")]
    pub certificate: Option<PathBuf>,
    /// At most so many states in a list
    #[arg(long, default_value_t = 12)]
    pub limit: usize,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente events`.
#[derive(Debug, Args)]
pub struct Events {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente views`.
#[derive(Debug, Args)]
pub struct Views {
    #[command(flatten)]
    pub input: Input,
    /// The state to look at closely: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    pub state: Option<String>,
    /// Only these concepts: nash, gmr, smr, seq, sseq
    #[arg(long = "under", value_name = "CONCEPT", value_delimiter = ',')]
    pub concepts: Vec<String>,
    /// Write which states are hypergame equilibria and which are not, with the proofs, to a file, for `detente verify`
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// At most so many states in a list
    #[arg(long, default_value_t = 12)]
    pub limit: usize,
    #[command(flatten)]
    pub layout: Layout,
}

/// `detente report`.
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub input: Input,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Html)]
    pub format: ReportFormat,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// At most so many equilibria in a list
    #[arg(long, default_value_t = 16)]
    pub limit: usize,
    #[command(flatten)]
    pub work: Work,
    #[command(flatten)]
    pub documents: Documents,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// One self-contained page for browsers and printers, without scripts
    Html,
    /// For documents
    Markdown,
    /// For papers: tables with booktabs, the picture with TikZ
    Latex,
}

/// `detente certify`.
#[derive(Debug, Args)]
pub struct Certify {
    #[command(flatten)]
    pub input: Input,
    /// The state: its name, a row such as YNNY, or the options that are on, separated by commas; the status quo unless given
    #[arg(conflicts_with = "all")]
    pub state: Option<String>,
    /// Every verdict: all states
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub which: Which,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `detente verify`.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    pub input: Input,
    /// The certificates, as `detente certify` and the option `--certificate` of other commands write them; `-` for standard input
    #[arg(required = true)]
    pub certificates: Vec<String>,
}

/// `detente catalogue`.
#[derive(Debug, Args)]
pub struct Catalogue {
    /// What to do; lists the cases unless given
    #[command(subcommand)]
    pub action: Option<CatalogueAction>,
}

/// What to do with the catalogue.
#[derive(Debug, Subcommand)]
pub enum CatalogueAction {
    /// List the cases
    List {
        #[command(flatten)]
        layout: Layout,
    },
    /// Run all cases, or some, and compare with the published results
    Run {
        /// Names of cases; all unless given
        cases: Vec<String>,
        #[command(flatten)]
        layout: Layout,
    },
    /// Print the file of a case, to begin one's own from
    Show {
        /// The name of a case
        case: String,
    },
}
