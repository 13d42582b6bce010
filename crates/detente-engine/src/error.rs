//! Why there is no answer.

use std::fmt;

use crate::{StateCount, Unfinished};

/// Why the engine gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// The conflict does not fit the memory allowed, or is beyond what any engine can number.
    TooLarge {
        /// The number of options.
        options: usize,
        /// What is known of the number of states.
        states: StateCount,
        /// The bytes that the work would take; `None` where that is beyond counting or where bytes are not what is missing.
        needed: Option<u64>,
        /// The bytes that it may use.
        allowed: u64,
    },
    /// Named states stand for more option vectors than the model allows.
    TooManyVectors {
        /// How many it allows.
        limit: usize,
    },
    /// The engine that was asked for does not work on this kind of conflict.
    WrongEngine {
        /// The engine's word.
        engine: &'static str,
    },
    /// The rules or the preferences of the conflict are too entangled for the symbolic engine to lay them down within its limits.
    TooEntangled {
        /// The number of options.
        options: usize,
        /// The limit.
        unfinished: Unfinished,
    },
    /// The system gave no thread for work that goes deep.
    NoThread,
    /// The asker cancelled the work.
    Cancelled,
}

impl EngineError {
    /// The same for programs in which nobody can allow more memory: it is not advised there.
    pub fn with_fixed_memory(&self) -> impl fmt::Display {
        WithFixedMemory(self)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, more_memory: bool) -> fmt::Result {
        match self {
            EngineError::TooLarge { options, states, needed, allowed } => {
                write!(f, "the conflict is too large: {options} options, {states}; ")?;
                match needed {
                    Some(needed) if needed > allowed => write!(
                        f,
                        "the work would take {} and may use {}. Add rules that exclude what cannot be{}",
                        Bytes(*needed),
                        Bytes(*allowed),
                        if more_memory {
                            ", leave options out, or allow more memory"
                        } else {
                            ", or leave options out"
                        }
                    ),
                    _ if *options > 64 => write!(
                        f,
                        "states can be listed for up to 64 options. Leave options out, or name the states that matter under [states]"
                    ),
                    _ => write!(
                        f,
                        "they are too many, or the rules too entangled, to list them. Add rules that exclude what cannot be, leave \
                         options out, or name the states that matter under [states]"
                    ),
                }
            }
            EngineError::TooManyVectors { limit } => write!(
                f,
                "the named states stand for more than {limit} option vectors. Make their conditions narrower, or leave options out"
            ),
            EngineError::WrongEngine { engine } => write!(
                f,
                "the {engine} engine works on conflicts in option form without named states only. Leave the choice of the engine open"
            ),
            EngineError::TooEntangled { options, unfinished } => write!(
                f,
                "the rules and preferences about the {options} options are too entangled: {unfinished}. Allow more, leave options out, or say \
                 with rules what cannot be"
            ),
            EngineError::NoThread => write!(f, "the system gave no thread to work in. Try again when less is running"),
            EngineError::Cancelled => write!(f, "the work was cancelled"),
        }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true)
    }
}

impl std::error::Error for EngineError {}

/// See [`EngineError::with_fixed_memory`].
struct WithFixedMemory<'a>(&'a EngineError);

impl fmt::Display for WithFixedMemory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, false)
    }
}

/// A number of bytes for people, in whole units rounded up.
pub(crate) struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..0x10_0000 => write!(f, "{} KiB", self.0.div_ceil(1 << 10)),
            0x10_0000..0x2_8000_0000 => write!(f, "{} MiB", self.0.div_ceil(1 << 20)),
            _ => write!(f, "{} GiB", self.0.div_ceil(1 << 30)),
        }
    }
}
