//! What a study adds to a conflict: other ways to see it, what is not known, and what is asked.
//!
//! A *variant* changes the conflict on purpose (another reading, another order), a *view* is how one decision maker sees it, and an *unknown* is a
//! choice between several ways it may be. All three are lists of [`Change`]s to the same conflict. A variant may change views as well: what is the case and who
//! knows of it are changed apart.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::{Change, ClaimId, Concept, Conflict, DmId, OptionId, Order, OutcomeWhen, Provenance, State};

/// What a file adds to its conflict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Study {
    /// Named changes.
    pub variants: Vec<Variant>,
    /// How decision makers see the conflict, where that differs from how it is; at most one of each.
    pub views: Vec<View>,
    /// What is not known: what `[unknowns]` has, and before it the marks of statements in the order of the file.
    pub unknowns: Vec<Unknown>,
    /// Rankings of which the order of some states is not known; at most one of each decision maker.
    pub orders: Vec<PartialRanking>,
    /// What is asked.
    pub propositions: Vec<Proposition>,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// Named changes to a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// The disputed claims that it takes in their other reading.
    pub other_reading: Vec<ClaimId>,
    /// What it changes, in order.
    pub changes: Vec<Change>,
    /// How decision makers see it, in place of how they see the conflict as it is.
    pub views: Vec<View>,
    /// Who sees it as it is, whatever it has otherwise.
    pub clarified: Vec<DmId>,
    /// Why.
    pub provenance: Provenance,
}

impl Variant {
    /// The views that hold in this variant: its own, and of those who have none in it and are not clarified those of the file. In the order of decision makers.
    ///
    /// A view is a picture of a whole: where it says what somebody wants, it says all of it, and what the variant changes of that is not seen.
    pub fn views_among(&self, views: &[View]) -> Vec<View> {
        let others = views
            .iter()
            .filter(|view| !self.clarified.contains(&view.of) && !self.views.iter().any(|own| own.of == view.of));
        let mut all: Vec<View> = self.views.iter().chain(others).cloned().collect();
        all.sort_by_key(|view| view.of);
        all
    }
}

/// How a decision maker sees the conflict, where that differs from how it is.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Who sees it so.
    pub of: DmId,
    /// What it sees otherwise: preferences of others, and options that it does not know of, which are held off.
    pub changes: Vec<Change>,
    /// Why it is thought to.
    pub provenance: Provenance,
}

/// Something that is not known: one of several alternatives holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Its id.
    pub id: String,
    /// What is not known, in words.
    pub text: Option<String>,
    /// How it may be; at least two. The first is how the conflict itself has it, and changes nothing.
    pub alternatives: Vec<Alternative>,
    /// Why it is not known.
    pub provenance: Provenance,
}

/// One way an unknown may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// What it says, in a few words.
    pub words: String,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// A direct ranking of which the order of some states is not known.
///
/// The conflict itself has one of its completions, [by levels](Order::by_levels). Other completions put any states that are not known to stand otherwise
/// above, below or beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialRanking {
    /// Whose ranking it is.
    pub dm: DmId,
    /// All states of the conflict, ascending.
    pub states: Vec<State>,
    /// What is known of their order, by place among them.
    pub order: Order,
}

/// A question put to the conflict, with the claim that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// Its id.
    pub id: String,
    /// What is claimed, in words.
    pub says: String,
    /// The claims it comes from.
    pub provenance: Provenance,
    /// What is asked.
    pub question: Question,
    /// In which variants, by id, besides the conflict itself.
    pub variants: Vec<String>,
}

/// A question in terms of the model, which is answered with yes or no.
///
/// A state of `None` is the status quo, whichever that is in the variant that is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Is the state an equilibrium?
    Equilibrium {
        /// Under which concept.
        concept: &'static Concept,
        /// Which state.
        at: Option<State>,
    },
    /// Is the state stable for a decision maker?
    Stable {
        /// Under which concept.
        concept: &'static Concept,
        /// For whom.
        dm: DmId,
        /// Which state.
        at: Option<State>,
    },
    /// Can the conflict get from a state to where a condition holds?
    Reaches {
        /// From which state.
        from: Option<State>,
        /// By what steps.
        by: Motion,
        /// Where to.
        goal: OutcomeWhen,
    },
    /// Can it not?
    Avoids {
        /// From which state.
        from: Option<State>,
        /// By what steps.
        by: Motion,
        /// Where it must not get.
        goal: OutcomeWhen,
    },
    /// Is there a joint improvement of a coalition?
    JointImprovement {
        /// The members.
        coalition: Vec<DmId>,
        /// From which state.
        from: Option<State>,
        /// To where this holds, if it matters.
        goal: Option<OutcomeWhen>,
    },
    /// Does a decision maker prefer one state to another?
    Prefers {
        /// Who.
        dm: DmId,
        /// The state that it is asked to prefer.
        better: Option<State>,
        /// The other.
        worse: Option<State>,
    },
    /// Is there an equilibrium in which a condition holds?
    SomeEquilibrium {
        /// Under which concept.
        concept: &'static Concept,
        /// The condition.
        goal: OutcomeWhen,
    },
    /// Does a condition hold in every equilibrium (and is there one)?
    EveryEquilibrium {
        /// Under which concept.
        concept: &'static Concept,
        /// The condition.
        goal: OutcomeWhen,
    },
}

/// By what steps a conflict moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motion {
    /// Any moves.
    Moves,
    /// Improvements.
    Improvements,
    /// Best improvements: of its improvements from a state a decision maker takes only those to which it prefers no other of them.
    #[default]
    BestImprovements,
}

/// Something that happened: options that were switched.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When, in the words of the file.
    pub date: String,
    /// Who switched them.
    pub by: DmId,
    /// Which options, and whether they went on.
    pub switches: Vec<(OptionId, bool)>,
    /// What it was, in words.
    pub text: Option<String>,
    /// How it is known.
    pub provenance: Provenance,
}

impl Question {
    /// The same question for a changed form of the conflict: its states are those with the same options, or the same names. Goals that list states lose
    /// those that are not feasible there.
    ///
    /// # Errors
    /// A state that is asked about and is not feasible there.
    pub fn in_form(&self, conflict: &Conflict, changed: &Conflict) -> Result<Question, State> {
        let mut question = self.clone();
        let moved = |state: &mut Option<State>| {
            if let Some(known) = state {
                *known = conflict.state_in(changed, known).ok_or_else(|| known.clone())?;
            }
            Ok(())
        };
        let settle = |goal: &mut OutcomeWhen| {
            if let OutcomeWhen::OneOf(states) = goal {
                *states = states.iter().filter_map(|state| conflict.state_in(changed, state)).collect();
            }
        };
        match &mut question {
            Question::Equilibrium { at, .. } | Question::Stable { at, .. } => moved(at)?,
            Question::Reaches { from, goal, .. } | Question::Avoids { from, goal, .. } => {
                moved(from)?;
                settle(goal);
            }
            Question::JointImprovement { from, goal, .. } => {
                moved(from)?;
                goal.iter_mut().for_each(settle);
            }
            Question::Prefers { better, worse, .. } => {
                moved(better)?;
                moved(worse)?;
            }
            Question::SomeEquilibrium { goal, .. } | Question::EveryEquilibrium { goal, .. } => settle(goal),
        }
        Ok(question)
    }
}

impl PartialRanking {
    /// The groups of states of a completion, best first, those of a group ascending. `ranking` has the place of each state, the higher the better.
    pub fn groups(&self, ranking: &[u32]) -> Vec<Vec<State>> {
        let mut groups: BTreeMap<Reverse<u32>, Vec<State>> = BTreeMap::new();
        for (state, &place) in self.states.iter().zip(ranking) {
            groups.entry(Reverse(place)).or_default().push(state.clone());
        }
        groups.into_values().collect()
    }

    /// The id by which answers name what is not known of it.
    pub fn id(&self, conflict: &Conflict) -> String {
        format!("{}.ranking", conflict.dm(self.dm).id)
    }

    /// Keeps the states for which `renamed` has a state, by that.
    pub(crate) fn keep(&mut self, renamed: impl Fn(&State) -> Option<State>) {
        let kept: Vec<usize> = (0..self.states.len()).filter(|&at| renamed(&self.states[at]).is_some()).collect();
        if kept.len() < self.states.len() {
            self.order = self.order.restricted(&kept);
        }
        self.states = self.states.iter().filter_map(renamed).collect();
    }
}

impl Motion {
    /// All kinds of steps.
    pub const ALL: [Motion; 3] = [Motion::Moves, Motion::Improvements, Motion::BestImprovements];

    /// The word in files and commands.
    pub fn word(self) -> &'static str {
        match self {
            Motion::Moves => "moves",
            Motion::Improvements => "improvements",
            Motion::BestImprovements => "best",
        }
    }
}
