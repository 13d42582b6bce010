//! The commands, one a file. Each answers with an exit code.

mod analyze;
mod catalogue;
mod certificate;
mod certify;
mod check;
mod coalitions;
mod compare;
mod events;
mod nash;
mod open;
mod paths;
mod pivots;
mod play;
mod propositions;
mod report;
mod stabilise;
mod states;
#[cfg(feature = "sweep")]
mod sweep;
mod unknowns;
mod verify;
mod views;
mod why;

use clap::CommandFactory as _;

use crate::args::{Cli, Command, Format};
use crate::exit::{self, Failure};
use crate::terminal;

/// Does what the command line says.
pub fn run(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Open(args) => open::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Check(args) => check::run(&args),
        Command::States(args) => states::run(&args),
        Command::Nash(args) => nash::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Propositions(args) => propositions::run(&args),
        Command::Pivots(args) => pivots::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::Play(args) => play::run(&args),
        Command::Coalitions(args) => coalitions::run(&args),
        Command::Stabilise(args) => stabilise::run(&args),
        Command::Unknowns(args) => unknowns::run(&args),
        #[cfg(feature = "sweep")]
        Command::Sweep(args) => sweep::run(&args),
        Command::Views(args) => views::run(&args),
        Command::Events(args) => events::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Certify(args) => certify::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Catalogue(args) => catalogue::run(&args),
        Command::Concepts { layout } => {
            if matches!(layout.format, Format::Json | Format::Csv) {
                return Err(Failure::usage("definitions do not go into a table: use --format text or markdown"));
            }
            terminal::show(&detente_report::pages::concepts(), &layout)?;
            Ok(exit::OK)
        }
        Command::Schema => {
            terminal::print(&detente_model::file::json_schema())?;
            Ok(exit::OK)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "detente", &mut script);
            terminal::print(&String::from_utf8_lossy(&script))?;
            Ok(exit::OK)
        }
    }
}
