//! The conflict: who can move, what each can do, what each wants.
//!
//! A [`Conflict`] has every name resolved and is internally consistent; [`crate::read`] makes one from a file. What its parts mean
//! (which moves exist, which state is preferred) is in [`crate::Meaning`].

use std::collections::BTreeMap;

use crate::ledger::{Claim, Source};
use crate::{ClaimId, Concept, DmId, Expr, OptionId, OptionVector, Study};

/// A whole conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What it is about.
    pub title: String,
    /// A few sentences for the reader.
    pub description: Option<String>,
    /// Where it was published.
    pub reference: Option<String>,
    /// The documents of the ledger.
    pub sources: Vec<Source>,
    /// The claims of the ledger.
    pub claims: Vec<Claim>,
    /// Who can move, in the order of the file.
    pub decision_makers: Vec<DecisionMaker>,
    /// All options. Those of one decision maker follow each other, in the order of the decision makers.
    pub options: Vec<DmOption>,
    /// Combinations of options that cannot be.
    pub rules: Vec<Rule>,
    /// The states by name; `None` where they are all option vectors that no rule excludes.
    pub named_states: Option<Vec<NamedState>>,
    /// Moves given state by state, which replace those that the decision maker's options would give.
    pub move_tables: BTreeMap<DmId, MoveTable>,
    /// The state that the documents describe.
    pub status_quo: Option<State>,
    /// Named conditions on states.
    pub outcomes: Vec<Outcome>,
    /// What the literature says.
    pub published: Vec<Published>,
    /// Variants, views, unknowns, propositions and events.
    pub study: Study,
}

/// The moves of one decision maker, state by state: for each named state, by its place, the places it can move to, ascending.
pub type MoveTable = Vec<Vec<usize>>;

/// A state of a conflict.
///
/// In conflicts without named states a state *is* an option vector; where states have names, a state is its place among them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// An option vector that no rule excludes.
    Vector(OptionVector),
    /// A named state, by its place in the file.
    Named(usize),
}

/// A state with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedState {
    /// Its name.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// The option vectors that it stands for.
    pub extent: Extent,
}

/// The option vectors that a named state stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// None: graph form.
    Bare,
    /// One.
    Vector(OptionVector),
    /// All that satisfy a condition and that no rule excludes: a coalesced state.
    When(Expr),
}

/// An actor that can move.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionMaker {
    /// The id in names and answers.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Its options: `first..end` in [`Conflict::options`].
    pub options: std::ops::Range<u32>,
    /// What it wants.
    pub preference: Preference,
    /// Why the ranking or the weights are as they are. Statements have their own.
    pub provenance: Provenance,
}

/// Something a decision maker can do or not do.
#[derive(Clone, Debug, PartialEq)]
pub struct DmOption {
    /// The id within its decision maker.
    pub id: String,
    /// Who decides on it.
    pub owner: DmId,
    /// What it is, in words.
    pub text: String,
    /// Which way it can be changed.
    pub direction: Direction,
    /// Why it is in the model.
    pub provenance: Provenance,
}

/// Which way an option can be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// On and off at will.
    #[default]
    Both,
    /// It can be taken, never taken back.
    On,
    /// It can be dropped, never taken up again.
    Off,
}

/// A combination of options that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The id by which answers name it.
    pub id: String,
    /// No state satisfies this.
    pub when: Expr,
    /// Why.
    pub provenance: Provenance,
}

/// What a decision maker wants: a complete order of the states, ties allowed.
#[derive(Clone, Debug, PartialEq)]
pub enum Preference {
    /// Option prioritisation: statements, the most important first. The better of two states satisfies the first statement on
    /// which they differ.
    Prioritised(Vec<Statement>),
    /// Direct ranking: groups of states that tie, the best first. Every state is in exactly one.
    Ranked(Vec<Vec<State>>),
    /// Option weighting: the weight of each option of the conflict; those of the options that are on are added up.
    Weighted(Vec<i64>),
}

/// A preference statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The id by which answers name it.
    pub id: String,
    /// What the decision maker would have true.
    pub that: Expr,
    /// Why it is thought to.
    pub provenance: Provenance,
}

/// A named condition on states.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// Where it holds.
    pub when: OutcomeWhen,
    /// Why it is there.
    pub provenance: Provenance,
}

/// Where an outcome holds.
#[derive(Clone, Debug, PartialEq)]
pub enum OutcomeWhen {
    /// In the states that satisfy a condition.
    Holds(Expr),
    /// In these states.
    OneOf(Vec<State>),
}

/// Why an element is in the model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// The claims it rests on.
    pub cites: Vec<ClaimId>,
    /// The kind of ground; `None` where nothing was said.
    pub basis: Option<Basis>,
    /// A sentence.
    pub because: Option<String>,
}

/// The kind of ground that a model element has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A claim says so.
    Cited,
    /// It follows from claims by an inference of the analyst.
    Inferred,
    /// It rests on a claim that is disputed.
    Disputed,
    /// The analyst's own judgement; the documents are silent.
    Judgement,
    /// It could not be otherwise.
    Logic,
}

/// A published result, to be compared with ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// Under which concept.
    pub concept: &'static Concept,
    /// What was found.
    pub result: PublishedResult,
    /// Where.
    pub reference: Option<String>,
    /// Whether ours is expected to be the same.
    pub agreement: Agreement,
}

/// What the literature found.
#[derive(Clone, Debug, PartialEq)]
pub enum PublishedResult {
    /// These are all the equilibria.
    Equilibria(Vec<State>),
    /// These are among the equilibria.
    Includes(Vec<State>),
    /// There are so many equilibria.
    Count(u64),
    /// These are all the states that are stable for one decision maker.
    Stable(DmId, Vec<State>),
}

/// Whether our result is expected to equal the published one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is.
    Expected,
    /// It is not, and this is why.
    Differs(String),
    /// It is not, and nobody knows why.
    Unresolved(String),
}

impl Conflict {
    /// The decision makers in order.
    pub fn dm_ids(&self) -> impl DoubleEndedIterator<Item = DmId> + Clone + use<> {
        (0..self.decision_makers.len()).map(DmId::from)
    }

    /// A decision maker.
    pub fn dm(&self, dm: DmId) -> &DecisionMaker {
        &self.decision_makers[dm.index()]
    }

    /// The opponents of `dm`: everybody else, in order.
    pub fn opponents(&self, dm: DmId) -> Vec<DmId> {
        self.dm_ids().filter(|&other| other != dm).collect()
    }

    /// An option.
    pub fn option(&self, option: OptionId) -> &DmOption {
        &self.options[option.index()]
    }

    /// The options of a decision maker, in order.
    pub fn options_of(&self, dm: DmId) -> impl DoubleEndedIterator<Item = OptionId> + use<> {
        self.dm(dm).options.clone().map(OptionId)
    }

    /// The full name of an option: `dm.option`.
    pub fn option_name(&self, option: OptionId) -> String {
        let option = self.option(option);
        format!("{}.{}", self.dm(option.owner).id, option.id)
    }

    /// A decision maker by id.
    pub fn dm_by_id(&self, id: &str) -> Option<DmId> {
        self.decision_makers.iter().position(|dm| dm.id == id).map(DmId::from)
    }

    /// Whether a rule excludes an option vector.
    pub fn is_excluded(&self, vector: &OptionVector) -> bool {
        self.rules.iter().any(|rule| rule.when.holds(vector))
    }
}

impl Direction {
    /// All directions.
    pub const ALL: [Direction; 3] = [Direction::Both, Direction::On, Direction::Off];

    /// Whether an option may go from `from` to `to`.
    pub fn allows(self, from: bool, to: bool) -> bool {
        match self {
            Direction::Both => true,
            Direction::On => !from || to,
            Direction::Off => from || !to,
        }
    }

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Both => "both",
            Direction::On => "on",
            Direction::Off => "off",
        }
    }
}

impl Basis {
    /// All kinds of ground, in the order of tables.
    pub const ALL: [Basis; 5] = [Basis::Cited, Basis::Inferred, Basis::Disputed, Basis::Judgement, Basis::Logic];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Basis::Cited => "cited",
            Basis::Inferred => "inferred",
            Basis::Disputed => "disputed",
            Basis::Judgement => "judgement",
            Basis::Logic => "logic",
        }
    }

    /// Whether an element of this basis must name the claims it rests on.
    pub fn needs_claims(self) -> bool {
        matches!(self, Basis::Cited | Basis::Inferred | Basis::Disputed)
    }
}
