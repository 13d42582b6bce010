//! Our results beside those of the literature.

use detente_engine::StateSet;
use detente_model::{Agreement, Published, PublishedResult, State};

use crate::Answer;

/// A published result and ours.
#[derive(Clone, Debug)]
pub struct Comparison<'c> {
    /// What was published.
    pub published: &'c Published,
    /// How ours compares.
    pub finding: Finding,
    /// Published states that ours lack, by place.
    pub missing: Vec<usize>,
    /// Our states that were not published, by place (none for results that do not claim to be complete).
    pub extra: Vec<usize>,
    /// How many states ours has.
    pub ours: usize,
}

/// How our result compares with a published one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The same.
    Reproduced,
    /// Different, as the file says, which gives the reason.
    Differs,
    /// Different, as the file says, and nobody knows why.
    Unresolved,
    /// Different, and the file does not say so: something is wrong.
    Unexplained,
    /// The same, although the file says that it differs: the file is out of date.
    Outdated,
}

impl Finding {
    /// Whether somebody has to mend something.
    pub fn is_failure(self) -> bool {
        matches!(self, Finding::Unexplained | Finding::Outdated)
    }

    /// A word for it.
    pub fn word(self) -> &'static str {
        match self {
            Finding::Reproduced => "reproduced",
            Finding::Differs => "differs, explained",
            Finding::Unresolved => "unresolved",
            Finding::Unexplained => "DIFFERS",
            Finding::Outdated => "agrees, but the file says that it differs",
        }
    }
}

/// Compares every published result under the concepts of the answer with ours.
pub fn compare<'c>(answer: &Answer<'c>) -> Vec<Comparison<'c>> {
    let concepts = answer.solution.concepts();
    let asked = answer.conflict.published.iter().filter(|published| concepts.contains(&published.concept));
    asked.map(|published| compare_one(answer, published)).collect()
}

fn compare_one<'c>(answer: &Answer<'c>, published: &'c Published) -> Comparison<'c> {
    let solution = &answer.solution;
    let equilibria = || solution.equilibria(published.concept);
    let places = |states: &[State]| states.iter().filter_map(|state| solution.place(state)).collect::<Vec<usize>>();
    let against = |ours: &StateSet, theirs: &[State], complete: bool| {
        let theirs = places(theirs);
        let missing: Vec<usize> = theirs.iter().copied().filter(|&place| !ours.contains(place)).collect();
        let extra = if complete { ours.iter().filter(|place| !theirs.contains(place)).collect() } else { Vec::new() };
        (missing.is_empty() && extra.is_empty(), missing, extra, ours.count())
    };
    let (same, missing, extra, ours) = match &published.result {
        PublishedResult::Equilibria(states) => against(equilibria(), states, true),
        PublishedResult::Includes(states) => against(equilibria(), states, false),
        PublishedResult::Count(count) => {
            let ours = equilibria().count();
            (ours as u64 == *count, Vec::new(), Vec::new(), ours)
        }
        PublishedResult::Stable(dm, states) => against(solution.stable(published.concept, *dm), states, true),
    };
    let finding = match (same, &published.agreement) {
        (true, Agreement::Expected) => Finding::Reproduced,
        (true, _) => Finding::Outdated,
        (false, Agreement::Expected) => Finding::Unexplained,
        (false, Agreement::Differs(_)) => Finding::Differs,
        (false, Agreement::Unresolved(_)) => Finding::Unresolved,
    };
    Comparison { published, finding, missing, extra, ours }
}
