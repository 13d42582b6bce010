//! The conflict file as it is written: the types of its tables, with the place of every value.
//!
//! These types are the file format. [`crate::read`] fills them from TOML, and the JSON Schema that editors use is generated from
//! them, so that neither can say something that the other does not. The doc comments are what an editor shows.

#[cfg(feature = "schema")]
mod schema;

use std::ops::Range;

use crate::ledger::Standing;
use crate::{Basis, Concept, Direction};

#[cfg(feature = "schema")]
pub use schema::json_schema;

/// A value and its place in the file, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place. For strings this includes the quotation marks.
    pub span: Range<usize>,
}

/// A table whose keys are ids, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries(Vec::new())
    }
}

/// Defines a table of the file: the struct, and the list of its keys.
macro_rules! file_table {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl $name {
            /// The keys that the table may have.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
    };
}

mod study;

pub use study::{
    AddedTable, AlternativeTable, EventTable, PropositionTable, QuestionTable, SeenTable, UnknownTable, VariantTable,
    ViewTable,
};

file_table! {
    /// A conflict for the Graph Model for Conflict Resolution.
    ConflictFile {
        /// The version of the file format: 1.
        format: Spanned<FormatVersion>,
        /// What the conflict is about.
        title: Spanned<String>,
        /// A few sentences for the reader.
        description: Option<Spanned<String>>,
        /// Where the conflict was published.
        reference: Option<Spanned<String>>,
        /// The state that the documents describe: the options that are on, or the name of a state, or a row like "YNNY".
        status_quo: Option<Spanned<StateValue>>,
        /// The documents of the ledger, by id.
        sources: Option<Entries<SourceTable>>,
        /// The claims of the ledger, by id: passages of the documents.
        claims: Option<Entries<ClaimTable>>,
        /// Who can move, by id: what each can do and what each wants.
        decision_makers: Entries<DecisionMakerTable>,
        /// Combinations of options that cannot be.
        infeasible: Option<Vec<RuleTable>>,
        /// The feasible states by name. Without it, all combinations of options that no rule excludes.
        states: Option<Entries<NamedStateValue>>,
        /// The moves of decision makers, state by state, where they are not simply changes of their own options.
        moves: Option<Entries<Entries<Vec<Spanned<String>>>>>,
        /// Named conditions on states, by id.
        outcomes: Option<Entries<OutcomeValue>>,
        /// What the literature says, to be compared with the results.
        published: Option<Vec<PublishedTable>>,
        /// Named changes to the conflict, by id: other readings, other orders of preferences.
        variants: Option<Entries<VariantTable>>,
        /// How decision makers see the conflict, by decision maker, where that differs from how it is.
        views: Option<Entries<ViewTable>>,
        /// What is not known, by id.
        unknowns: Option<Entries<UnknownTable>>,
        /// Questions put to the conflict, by id.
        propositions: Option<Entries<PropositionTable>>,
        /// What happened, in order.
        events: Option<Vec<EventTable>>,
    }
}

/// The version of the file format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatVersion;

file_table! {
    /// A document.
    SourceTable {
        /// Its title.
        title: Option<Spanned<String>>,
        /// Who wrote it.
        author: Option<Spanned<String>>,
        /// When it appeared.
        date: Option<Spanned<String>>,
        /// Where it is to be found.
        url: Option<Spanned<String>>,
        /// The file that holds it; looked for beside the conflict file, then under --sources DIR.
        file: Option<Spanned<String>>,
        /// The SHA-256 digest of the whole document: 64 hexadecimal digits.
        sha256: Option<Spanned<String>>,
        /// A remark.
        note: Option<Spanned<String>>,
    }
}

file_table! {
    /// A passage of a document.
    ClaimTable {
        /// The id of the document.
        source: Spanned<String>,
        /// The passage: its first byte in the document, and the byte after its last.
        at: Spanned<ByteRange>,
        /// A short fragment that stands within the passage.
        quote: Option<Spanned<String>>,
        /// Whose claim it is.
        speaker: Option<Spanned<String>>,
        /// What it is about.
        about: Option<Spanned<String>>,
        /// How firm it is.
        standing: Spanned<Standing>,
        /// What it is taken to say.
        reading: Spanned<String>,
        /// What else it may say; required where the standing is "disputed".
        other_reading: Option<Spanned<String>>,
        /// A remark.
        note: Option<Spanned<String>>,
    }
}

/// A half-open range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteRange(pub u64, pub u64);

file_table! {
    /// An actor that can move. Exactly one of prefers, ranking and weights says what it wants.
    DecisionMakerTable {
        /// The name for people; the id where absent.
        name: Option<Spanned<String>>,
        /// What it can do or not do, by id.
        options: Option<Entries<OptionValue>>,
        /// Option prioritisation: statements, the most important first. An empty list: indifferent between all states.
        prefers: Option<Spanned<Vec<StatementValue>>>,
        /// Direct ranking of all states, best first: "s7 > s3 > s4 ~ s8 > s5". With "?" between states whose order is not known, or as a list of
        /// such chains: ["s3 > s7", "s4 > s8 ? s1"].
        ranking: Option<RankingValue>,
        /// Option weighting: whole numbers, by option; the weights of the options that are on are added up.
        weights: Option<Spanned<Entries<Spanned<i64>>>>,
        /// The claims that the ranking or the weights rest on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why the ranking or the weights are as they are.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

/// A direct ranking: whole, or in chains.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub enum RankingValue {
    /// All states, best first.
    Whole(Spanned<String>),
    /// What is known of their order: chains of states, each best first. Every state is in at least one.
    Chains(Spanned<Vec<Spanned<String>>>),
}

impl RankingValue {
    /// The place of the value.
    pub fn span(&self) -> Range<usize> {
        match self {
            RankingValue::Whole(text) => text.span.clone(),
            RankingValue::Chains(chains) => chains.span.clone(),
        }
    }
}

/// An option: its text, or a table.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub enum OptionValue {
    /// What it is, in words.
    Text(Spanned<String>),
    /// What it is, which way it can be changed and why it is in the model.
    Table(OptionTable),
}

file_table! {
    /// An option in full.
    OptionTable {
        /// What it is, in words.
        text: Spanned<String>,
        /// Which way it can be changed: "on" can be taken and never taken back, "off" can be dropped and never taken up again.
        direction: Option<Spanned<Direction>>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is in the model.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

/// A preference statement: a condition, or a table.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub enum StatementValue {
    /// What the decision maker would have true.
    Condition(Spanned<String>),
    /// The same with an id and the reason for it.
    Table(StatementTable),
}

file_table! {
    /// A preference statement in full.
    StatementTable {
        /// The id by which answers name it.
        id: Option<Spanned<String>>,
        /// What the decision maker would have true.
        that: Spanned<String>,
        /// Whether it is not known: true (it may be so, or the opposite, or the decision maker does not care), "opposite" (so or the opposite) or
        /// "absent" (so, or it does not care). In a decision maker's own list alone.
        unknown: Option<Spanned<UnknownMark>>,
        /// Where it may stand in the list, from the first place to the last, 1 the most important, if that is not known. In a decision maker's own list alone.
        places: Option<Spanned<PlaceRange>>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is thought to.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

/// What is not known of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownMark {
    /// Nothing: it is as it is written.
    #[default]
    Known,
    /// As it is written, the opposite, or no wish at all.
    Any,
    /// As it is written, or the opposite.
    Opposite,
    /// As it is written, or no wish at all.
    Absent,
}

/// A range of places in a list, both ends among them, 1 the most important.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlaceRange(pub u64, pub u64);

file_table! {
    /// A combination of options that cannot be.
    RuleTable {
        /// The id by which answers name it.
        id: Option<Spanned<String>>,
        /// The condition that no state satisfies.
        when: Spanned<String>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it cannot be.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

/// A state: the options that are on, or a name, or a row of Y and N.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub enum StateValue {
    /// The options that are on.
    On(Vec<Spanned<String>>),
    /// The name of a state, or a row such as "YNNY" in the order of the options.
    Name(Spanned<String>),
}

/// What a named state stands for.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub enum NamedStateValue {
    /// The options that are on.
    On(Vec<Spanned<String>>),
    /// A row such as "YNN-" in the order of the options ("-" is either); in graph form, what the state is in words.
    Row(Spanned<String>),
    /// The same with a text, or the condition for several combinations that count as one state.
    Table(NamedStateTable),
}

file_table! {
    /// A named state in full.
    NamedStateTable {
        /// The options that are on, or a row such as "YNN-".
        at: Option<Spanned<StateValue>>,
        /// All feasible combinations that satisfy this count as one state.
        when: Option<Spanned<String>>,
        /// What the state is, in words.
        text: Option<Spanned<String>>,
    }
}

/// An outcome: a condition, a list of states, or a table.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub enum OutcomeValue {
    /// Where it holds.
    Condition(Spanned<String>),
    /// The states in which it holds.
    States(Vec<Spanned<String>>),
    /// The same with a text and the reason for it.
    Table(OutcomeTable),
}

file_table! {
    /// An outcome in full. It has either a condition or a list of states.
    OutcomeTable {
        /// Where it holds.
        when: Option<Spanned<String>>,
        /// The states in which it holds.
        states: Option<Vec<Spanned<String>>>,
        /// What it is, in words.
        text: Option<Spanned<String>>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is there.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

file_table! {
    /// A published result. It has one of equilibria, includes, count and stable.
    PublishedTable {
        /// Under which concept.
        concept: Spanned<ConceptName>,
        /// All the equilibria.
        equilibria: Option<Vec<Spanned<StateValue>>>,
        /// Some of the equilibria.
        includes: Option<Vec<Spanned<StateValue>>>,
        /// How many equilibria there are.
        count: Option<Spanned<i64>>,
        /// The decision maker of "stable".
        decision_maker: Option<Spanned<String>>,
        /// All the states that are stable for the decision maker.
        stable: Option<Vec<Spanned<StateValue>>>,
        /// Where it was published.
        reference: Option<Spanned<String>>,
        /// Our result is known to differ, and this is why.
        differs: Option<Spanned<String>>,
        /// Our result is known to differ, and nobody knows why; what is known.
        unresolved: Option<Spanned<String>>,
    }
}

/// The name of a stability concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConceptName(pub &'static Concept);
