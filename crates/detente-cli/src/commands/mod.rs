//! The commands, one a file. Each answers with an exit code.

mod analyze;
mod as_variant;
mod catalogue;
mod certificate;
mod certify;
mod check;
mod coalitions;
mod compare;
mod events;
mod open;
mod paths;
mod pivots;
mod play;
mod propositions;
mod question;
mod report;
mod solve;
mod stabilise;
mod states;
mod unknowns;
mod verify;
mod views;
mod why;

use clap::CommandFactory as _;
use detente_model::{CONCEPTS, Concept, Conflict, DmId};

use crate::args::{Cli, Command, Format, Which};
use crate::exit::{self, Failure};
use crate::terminal;

/// Does what the command line says.
pub fn run(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Open(args) => open::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Check(args) => check::run(&args),
        Command::States(args) => states::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Propositions(args) => propositions::run(&args),
        Command::Pivots(args) => pivots::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::Play(args) => play::run(&args),
        Command::Coalitions(args) => coalitions::run(&args),
        Command::Stabilise(args) => stabilise::run(&args),
        Command::Unknowns(args) => unknowns::run(&args),
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

/// The concept of this name.
fn concept(name: &str) -> Result<&'static Concept, Failure> {
    Concept::by_id(&name.to_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = CONCEPTS.iter().map(|concept| concept.id).collect();
        Failure::usage(format_args!("there is no concept {name}; there are {}", names.join(", ")))
    })
}

/// The decision maker of this id.
fn decision_maker(conflict: &Conflict, id: &str) -> Result<DmId, Failure> {
    conflict.dm_by_id(id).ok_or_else(|| {
        let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
        Failure::usage(format_args!("there is no decision maker {id}; there are {}", ids.join(", ")))
    })
}

impl Which {
    /// The decision makers asked for.
    fn dms(&self, conflict: &Conflict) -> Result<Vec<DmId>, Failure> {
        match &self.dm {
            Some(id) => Ok(vec![decision_maker(conflict, id)?]),
            None => Ok(conflict.dm_ids().collect()),
        }
    }

    /// The concepts asked for.
    fn concepts(&self) -> Result<Vec<&'static Concept>, Failure> {
        match &self.concept {
            Some(name) => Ok(vec![concept(name)?]),
            None => Ok(CONCEPTS.to_vec()),
        }
    }
}
