//! Why a question has no answer.

use std::fmt;

use detente_analysis::AnswerError;
use detente_analysis::certify::CertifyError;
use detente_analysis::coalition::CoalitionError;
use detente_analysis::events::EventError;
use detente_analysis::motion::MotionError;
use detente_analysis::pivots::PivotError;
use detente_analysis::stabilise::StabiliseError;
use detente_analysis::unknowns::UnknownsError;
use detente_analysis::views::ViewsError;
use detente_engine::EngineError;
use detente_model::{Diagnostic, TooMany};
use detente_report::advice::{Advice, Surface};

/// What kind of a reason. The exit codes of the command line and the kinds of problems of the workbench follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is asked for is not there, or cannot be asked so.
    Usage,
    /// The file is not what it should be.
    BadInput,
    /// The conflict is too large for the memory or for a search.
    TooLarge,
    /// Nobody wanted the answer any more.
    Cancelled,
    /// Two ways to the same answer differ, or what should be proved cannot be.
    Fault,
    /// The answer could not be written.
    NoOutput,
}

/// Why a question has no answer: what, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What kind of a reason it is.
    pub kind: Kind,
    /// For people, in the words of the command line.
    pub message: String,
    /// The same in the words of the workbench, where they are others.
    pub workbench: Option<String>,
    /// What is wrong with a condition that somebody wrote, where that is the reason.
    pub unread: Option<Box<Unread>>,
}

/// A condition that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// The condition.
    pub text: String,
    /// What is wrong with it, each with its place in the text.
    pub complaints: Vec<Diagnostic>,
}

impl Refusal {
    /// A refusal of a kind.
    pub fn new(kind: Kind, message: impl fmt::Display) -> Self {
        Refusal { kind, message: message.to_string(), workbench: None, unread: None }
    }

    /// What is asked for is not there.
    pub fn usage(message: impl fmt::Display) -> Self {
        Refusal::new(Kind::Usage, message)
    }

    /// What is asked for is not there, and what can be done about it.
    pub fn advising(message: &str, advice: Advice) -> Self {
        let on = |surface| format!("{message}{}", advice.words(surface));
        Refusal { workbench: Some(on(Surface::Workbench)), ..Refusal::usage(on(Surface::CommandLine)) }
    }

    /// What is said on a surface.
    pub fn told(&self, surface: Surface) -> &str {
        match (surface, &self.workbench) {
            (Surface::Workbench, Some(message)) => message,
            _ => &self.message,
        }
    }

    /// Nobody wanted the answer any more.
    pub fn cancelled() -> Self {
        Refusal::new(Kind::Cancelled, "interrupted")
    }

    /// A condition cannot be read. The message is the first complaint with its help.
    pub fn unread(text: &str, complaints: Vec<Diagnostic>) -> Self {
        let message = complaints.first().map_or_else(
            || "it cannot be read".to_string(),
            |first| match &first.help {
                Some(help) => format!("{}; {help}", first.message),
                None => first.message.clone(),
            },
        );
        let unread = Box::new(Unread { text: text.into(), complaints });
        Refusal {
            kind: Kind::Usage, message: format!("“{text}”: {message}"), workbench: None, unread: Some(unread)
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl From<TooMany> for Refusal {
    fn from(error: TooMany) -> Self {
        Refusal::new(Kind::TooLarge, error)
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let kind = match error {
            EngineError::Cancelled => Kind::Cancelled,
            EngineError::WrongEngine { .. } => Kind::Usage,
            _ => Kind::TooLarge,
        };
        // The command line can be given more memory, the workbench not.
        let workbench = Some(error.with_fixed_memory().to_string());
        Refusal { workbench, ..Refusal::new(kind, error) }
    }
}

impl From<AnswerError> for Refusal {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Engine(error) => error.into(),
            AnswerError::TooMany(error) => error.into(),
        }
    }
}

impl From<MotionError> for Refusal {
    fn from(error: MotionError) -> Self {
        let kind = match error {
            MotionError::TooFar(_) => Kind::TooLarge,
            MotionError::Cancelled => Kind::Cancelled,
        };
        Refusal::new(kind, error)
    }
}

impl From<CertifyError> for Refusal {
    fn from(error: CertifyError) -> Self {
        let kind = match error {
            CertifyError::Cancelled { .. } => Kind::Cancelled,
            CertifyError::TooLarge { .. }
            | CertifyError::TooManyMoves { .. }
            | CertifyError::TooMany(_)
            | CertifyError::TooManyCompletions { .. } => Kind::TooLarge,
            CertifyError::Unknown(_) => Kind::Usage,
            CertifyError::Form { .. } | CertifyError::Write(_) => Kind::BadInput,
            CertifyError::NoEquilibrium => Kind::Fault,
        };
        Refusal::new(kind, error)
    }
}

impl From<CoalitionError> for Refusal {
    fn from(error: CoalitionError) -> Self {
        let kind = match error {
            CoalitionError::Cancelled => Kind::Cancelled,
            CoalitionError::TooFar(_) | CoalitionError::TooLarge { .. } => Kind::TooLarge,
        };
        Refusal::new(kind, error)
    }
}

impl From<StabiliseError> for Refusal {
    fn from(error: StabiliseError) -> Self {
        let kind = match error {
            StabiliseError::NotFeasible | StabiliseError::NothingWanted => Kind::Usage,
            StabiliseError::Unconfirmed(_) => Kind::Fault,
            _ => Kind::TooLarge,
        };
        Refusal::new(kind, error)
    }
}

impl From<PivotError> for Refusal {
    fn from(error: PivotError) -> Self {
        let kind = match error {
            PivotError::Cancelled => Kind::Cancelled,
            PivotError::Ask(_) => Kind::Usage,
            PivotError::TooMany(_) | PivotError::TooLarge { .. } => Kind::TooLarge,
        };
        Refusal::new(kind, error)
    }
}

impl From<UnknownsError> for Refusal {
    fn from(error: UnknownsError) -> Self {
        let kind = match &error {
            UnknownsError::Engine(error) => return error.clone().into(),
            UnknownsError::TooMany { .. }
            | UnknownsError::Uncounted { .. }
            | UnknownsError::TooManyForms { .. }
            | UnknownsError::TooManyStates { .. } => Kind::TooLarge,
            UnknownsError::NoSuchState | UnknownsError::FormDiffers { .. } => Kind::Usage,
            UnknownsError::Unconfirmed { .. } => Kind::Fault,
            UnknownsError::Change { .. } | UnknownsError::NoAlternative(_) => Kind::BadInput,
        };
        Refusal::new(kind, error)
    }
}

impl From<ViewsError> for Refusal {
    fn from(error: ViewsError) -> Self {
        let kind = match &error {
            ViewsError::Change { .. } => Kind::BadInput,
            ViewsError::Engine(error) => return error.clone().into(),
            ViewsError::TooMany(_) => Kind::TooLarge,
        };
        Refusal::new(kind, error)
    }
}

impl From<EventError> for Refusal {
    fn from(error: EventError) -> Self {
        let kind = match error {
            EventError::Cancelled => Kind::Cancelled,
            _ => Kind::Usage,
        };
        Refusal::new(kind, error)
    }
}
