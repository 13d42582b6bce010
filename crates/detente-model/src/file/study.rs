//! The tables of a study: variants, views, unknowns, propositions, events.

use super::{ConceptName, Entries, RuleTable, Spanned, StateValue, StatementValue};
use crate::{Basis, Direction, Motion};

/// Which changes a table makes: the keys that variants and the alternatives of unknowns share.
macro_rules! changes_table {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        file_table! {
            $(#[$doc])*
            $name {
                $($(#[$field_doc])* $field: $type,)*
                /// Statements that say the opposite, by id.
                negate: Option<Vec<Spanned<String>>>,
                /// Statements and rules that are no more, by id.
                drop: Option<Vec<Spanned<String>>>,
                /// Statements and rules that say something else: the new condition, by id.
                replace: Option<Entries<Spanned<String>>>,
                /// Statements that get another place: "first", "last", "before ID" or "after ID", by id.
                place: Option<Entries<Spanned<String>>>,
                /// Statements that are added.
                add: Option<Vec<AddedTable>>,
                /// Rules that are added.
                infeasible: Option<Vec<RuleTable>>,
                /// Options that are held on (true) or off (false).
                hold: Option<Entries<Spanned<bool>>>,
                /// Options that can be changed another way.
                direction: Option<Entries<Spanned<Direction>>>,
                /// Whole lists of statements, by decision maker.
                prefers: Option<Entries<Spanned<Vec<StatementValue>>>>,
                /// Direct rankings, by decision maker.
                ranking: Option<Entries<Spanned<String>>>,
                /// Another status quo.
                status_quo: Option<Spanned<StateValue>>,
            }
        }
    };
}

changes_table! {
    /// Named changes to the conflict.
    VariantTable {
        /// What it is, in words.
        text: Option<Spanned<String>>,
        /// The disputed claims that are taken in their other reading.
        other_reading: Option<Vec<Spanned<String>>>,
        /// How decision makers see the variant, each in place of the view of it under "views" at the top of the file.
        views: Option<Entries<ViewTable>>,
        /// Decision makers that see the variant as it is: their views at the top of the file are left out.
        clarified: Option<Vec<Spanned<String>>>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is there.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

changes_table! {
    /// One way an unknown may be.
    AlternativeTable {
        /// What it says, in a few words.
        words: Spanned<String>,
    }
}

file_table! {
    /// A statement that is added.
    AddedTable {
        /// The decision maker who has it.
        to: Spanned<String>,
        /// The id by which answers name it.
        id: Option<Spanned<String>>,
        /// What the decision maker would have true.
        that: Spanned<String>,
        /// Its place: "first", "last", "before ID" or "after ID"; the last unless given.
        place: Option<Spanned<String>>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is thought to.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

file_table! {
    /// Something that is not known. The conflict as it is written is the first alternative; these are the others.
    UnknownTable {
        /// What is not known, in words.
        text: Option<Spanned<String>>,
        /// What the conflict as it is written says, in a few words.
        written: Option<Spanned<String>>,
        /// How else it may be.
        or: Vec<AlternativeTable>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is not known.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

file_table! {
    /// How a decision maker sees the conflict, where that differs from how it is.
    ViewTable {
        /// How it sees the others (or itself), by decision maker.
        decision_makers: Entries<SeenTable>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// Why it is thought to see it so.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

file_table! {
    /// How a decision maker is seen.
    SeenTable {
        /// The statements it is thought to have, the most important first.
        prefers: Option<Spanned<Vec<StatementValue>>>,
        /// The ranking it is thought to have.
        ranking: Option<Spanned<String>>,
        /// Its options that are not known of, by their ids.
        unaware: Option<Vec<Spanned<String>>>,
    }
}

file_table! {
    /// A question put to the conflict.
    PropositionTable {
        /// What is claimed, in words.
        says: Spanned<String>,
        /// The question.
        ask: Spanned<QuestionTable>,
        /// In which variants it is asked, besides the conflict itself.
        variants: Option<Vec<Spanned<String>>>,
        /// The claims it comes from.
        cites: Option<Vec<Spanned<String>>>,
        /// How it is known.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}

file_table! {
    /// A question in terms of the model. It has exactly one of equilibrium, stable, reaches, avoids, joint_improvement, prefers,
    /// some_equilibrium and every_equilibrium.
    QuestionTable {
        /// Is the state an equilibrium under this concept? Goes with "at".
        equilibrium: Option<Spanned<ConceptName>>,
        /// Is the state stable under this concept? Goes with "decision_maker" and "at".
        stable: Option<Spanned<ConceptName>>,
        /// Can the conflict get to where this condition holds? Goes with "from" and "by".
        reaches: Option<Spanned<String>>,
        /// Can it never get to where this condition holds? Goes with "from" and "by".
        avoids: Option<Spanned<String>>,
        /// Have these decision makers a joint improvement? Goes with "from" and "to".
        joint_improvement: Option<Vec<Spanned<String>>>,
        /// Does this decision maker prefer "better" to "worse"?
        prefers: Option<Spanned<String>>,
        /// Is there an equilibrium under this concept in which "holds" is true?
        some_equilibrium: Option<Spanned<ConceptName>>,
        /// Is "holds" true in every equilibrium under this concept?
        every_equilibrium: Option<Spanned<ConceptName>>,
        /// The state that is asked about; the status quo unless given.
        at: Option<Spanned<StateValue>>,
        /// For which decision maker.
        decision_maker: Option<Spanned<String>>,
        /// The state to begin from; the status quo unless given.
        from: Option<Spanned<StateValue>>,
        /// By what steps: "moves", "improvements" or "best"; best improvements unless given.
        by: Option<Spanned<Motion>>,
        /// The condition of a joint improvement's end.
        to: Option<Spanned<String>>,
        /// The state that is asked to be preferred; the status quo unless given.
        better: Option<Spanned<StateValue>>,
        /// The state that it is compared with; the status quo unless given.
        worse: Option<Spanned<StateValue>>,
        /// The condition on equilibria.
        holds: Option<Spanned<String>>,
    }
}

file_table! {
    /// Something that happened: options that were switched.
    EventTable {
        /// When.
        date: Spanned<String>,
        /// Who switched them.
        by: Spanned<String>,
        /// The options that went on.
        on: Option<Vec<Spanned<String>>>,
        /// The options that went off.
        off: Option<Vec<Spanned<String>>>,
        /// What it was, in words.
        text: Option<Spanned<String>>,
        /// The claims it rests on.
        cites: Option<Vec<Spanned<String>>>,
        /// How it is known.
        basis: Option<Spanned<Basis>>,
        /// The same in a sentence.
        because: Option<Spanned<String>>,
    }
}
