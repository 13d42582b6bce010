//! How a run ended, as a number. These are part of the interface.

use detente_desk::{Kind, Refusal};
use detente_report::diagnostics;

/// Done, and everything is as it should be.
pub const OK: u8 = 0;
/// Done, and something is not as it should be: a certificate is rejected, a claim contradicts its document, a published result differs.
pub const FOUND_FAULT: u8 = 1;
/// The command line asks for something that is not there. (`clap` uses the same number.)
pub const USAGE: u8 = 2;
/// A file cannot be read, or is not what it should be.
pub const BAD_INPUT: u8 = 3;
/// The conflict is too large for the memory or the engine.
pub const TOO_LARGE: u8 = 4;
/// The answer could not be written.
pub const NO_OUTPUT: u8 = 5;
/// Interrupted from the keyboard.
pub const INTERRUPTED: u8 = 130;

/// Why a command ended without an answer.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What to tell, for standard error; may have ANSI styles and several lines.
    pub message: String,
}

impl Failure {
    /// A failure that begins with `error:`.
    pub fn new(code: u8, message: impl std::fmt::Display) -> Self {
        Failure { code, message: format!("error: {message}") }
    }

    /// A failure whose message is complete as it is.
    pub fn told(code: u8, message: String) -> Self {
        Failure { code, message }
    }

    /// Something that the command line asks for is not there.
    pub fn usage(message: impl std::fmt::Display) -> Self {
        Failure::new(USAGE, message)
    }

    /// A refusal that may be about a condition, which stands on the command line after `option`.
    pub fn about(option: &'static str) -> impl Fn(Refusal) -> Failure {
        move |refusal| match refusal.unread {
            Some(unread) => {
                let shown = diagnostics::render(&unread.complaints, option, &unread.text);
                Failure::told(USAGE, shown.trim_end().to_string())
            }
            None => refusal.into(),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal.kind {
            Kind::Usage => USAGE,
            Kind::BadInput => BAD_INPUT,
            Kind::TooLarge => TOO_LARGE,
            Kind::Cancelled => INTERRUPTED,
            Kind::Fault => FOUND_FAULT,
            Kind::NoOutput => NO_OUTPUT,
        };
        Failure::new(code, refusal)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        // Whoever reads our output may stop when it has enough, as `head` does.
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Failure::told(OK, String::new());
        }
        Failure::new(NO_OUTPUT, format_args!("the answer could not be written: {error}"))
    }
}
