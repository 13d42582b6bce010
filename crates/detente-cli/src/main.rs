//! Détente on the command line.

mod args;
mod commands;
mod exit;
mod input;
mod output;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    terminal::listen_for_interrupts();
    match commands::run(args::Cli::parse().command) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            if !failure.message.is_empty() {
                terminal::tell(&failure.message);
            }
            ExitCode::from(failure.code)
        }
    }
}
