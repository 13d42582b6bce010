//! What is asked of the engine, and how the asker stays in touch with it.

use detente_model::{CONCEPTS, Concept, State};

/// Which engine works on a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineKind {
    /// Option form, a slot for each of the 2^options option vectors.
    Dense,
    /// Option form, a list of the feasible vectors, of up to 64 options.
    Sparse,
    /// Named states or listed moves; moves need not chain.
    Graph,
    /// Option form of any number of options, by sets of states that are not listed.
    Symbolic,
}

impl EngineKind {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            EngineKind::Dense => "dense",
            EngineKind::Sparse => "sparse",
            EngineKind::Graph => "graph",
            EngineKind::Symbolic => "symbolic",
        }
    }
}

/// What is asked of the engine.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The concepts to evaluate.
    pub concepts: Vec<&'static Concept>,
    /// The engine to use; `None` leaves the choice to [`crate::estimate`].
    pub engine: Option<EngineKind>,
    /// The bytes that the work may use.
    pub memory: u64,
    /// The steps that a survey by sets may take, some ten million a second; `None` for any number. Beyond it what was found stays, and a beginning
    /// is made in any case. What is listed takes as long as it takes.
    pub work: Option<u64>,
    /// The number of threads; `None` for one a core. The answer does not depend on it.
    pub threads: Option<usize>,
    /// States whose margins are kept whatever the size of the conflict. Those that are not feasible are ignored.
    pub watch: Vec<State>,
}

impl Default for Settings {
    /// All concepts, 4 GiB, any work, a thread a core.
    fn default() -> Self {
        Settings {
            concepts: CONCEPTS.to_vec(),
            engine: None,
            memory: 4 << 30,
            work: None,
            threads: None,
            watch: Vec::new(),
        }
    }
}

impl Settings {
    /// How many threads work, at most.
    pub(crate) fn workers(&self) -> usize {
        self.threads.unwrap_or_else(rayon::current_num_threads)
    }
}

/// How far the work has come. Pieces of work take about as long as each other, so that the done ones grow about evenly with time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Pieces of work done.
    pub done: u64,
    /// Pieces of work in all.
    pub total: u64,
    /// What is being done.
    pub what: &'static str,
}

/// How the asker stays in touch with work that takes long.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Asked often; once it is true the work ends with [`crate::EngineError::Cancelled`].
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    /// Told now and then, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

impl Control<'static> {
    /// Never cancels and listens to nothing.
    pub fn none() -> Self {
        Control { cancelled: &|| false, progress: &|_| {} }
    }
}

impl Default for Control<'static> {
    fn default() -> Self {
        Self::none()
    }
}
