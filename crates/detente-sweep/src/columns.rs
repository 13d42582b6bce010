//! The columns of a sweep: what they are called, what they hold, what they mean.

use detente_model::Conflict;

use crate::family::{Factor, Kind, Mixing, permutation};
use crate::forms::Universe;
use crate::spec::Spec;

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name: letters, digits and `_`.
    pub name: String,
    /// What its values are.
    pub kind: ColumnKind,
    /// Whether there may be no value in a row.
    pub nullable: bool,
    /// What it means, in words.
    pub meaning: String,
    /// Where it comes from.
    pub source: Origin,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// True or false.
    Flag,
    /// A number of 32 bits.
    Count,
    /// A number of 64 bits.
    Number,
    /// 64 bits that are no number: a piece of a set of states.
    Word,
}

/// Where a column comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The number of the row.
    Row,
    /// The value of a factor, by its place.
    Factor(usize),
    /// Whether the changes leave a conflict.
    Possible,
    /// Something that was found.
    Finding(Finding),
}

/// Something that is found out about a variant. Concepts and all else by their places in what the spec records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// How many states there are.
    States,
    /// How many equilibria there are under a concept.
    Equilibria(usize),
    /// Which, as a word of bits: the nth 64 places.
    Word(usize, usize),
    /// Whether a watched state is an equilibrium.
    Watched(usize, usize),
    /// Whether it is stable for a decision maker.
    WatchedFor(usize, usize, usize),
    /// The answer to a proposition.
    Proposition(usize),
    /// In how many equilibria an outcome holds.
    Outcome(usize, usize),
}

/// All columns of a sweep, in order.
pub(crate) fn columns(conflict: &Conflict, spec: &Spec, universe: &Universe) -> Vec<Column> {
    let family = &spec.family;
    let mut columns: Vec<Column> = Vec::new();
    let nullable = family.outer() > 0;
    let mut add = |name: String, kind, nullable, meaning: String, source| {
        let taken = |name: &str, columns: &[Column]| columns.iter().any(|column| column.name == name);
        let name = match taken(&name, &columns) {
            false => name,
            true => (2..).map(|n| format!("{name}_{n}")).find(|name| !taken(name, &columns)).expect("numbers suffice"),
        };
        columns.push(Column { name, kind, nullable, meaning, source });
    };
    add("row".into(), ColumnKind::Number, false, "The number of the row, from 0".into(), Origin::Row);
    for (place, factor) in family.factors.iter().enumerate() {
        let kind = match factor.kind {
            Kind::Rule(_) | Kind::Statement(_) => ColumnKind::Flag,
            _ if factor.values > 1 << 31 => ColumnKind::Number,
            _ => ColumnKind::Count,
        };
        add(factor.name.clone(), kind, false, factor_words(conflict, &factor.kind), Origin::Factor(place));
    }
    if nullable {
        let words = "Whether the changes leave a conflict; where they do not, nothing is found";
        add("possible".into(), ColumnKind::Flag, false, words.into(), Origin::Possible);
        add(
            "states".into(),
            ColumnKind::Count,
            true,
            "How many states there are".into(),
            Origin::Finding(Finding::States),
        );
    }
    for (c, concept) in spec.record.concepts.iter().enumerate() {
        let words = format!("How many equilibria there are under {}", concept.name);
        add(concept.id.into(), ColumnKind::Count, nullable, words, Origin::Finding(Finding::Equilibria(c)));
        for word in 0..universe.words() {
            let (from, to) = (word * 64, (word * 64 + 63).min(universe.len().saturating_sub(1)));
            let words = format!(
                "Which states at places {from} to {to} are equilibria under {}: bit n is the place {from} + n",
                concept.name
            );
            let name = format!("{}_states_{word}", concept.id);
            add(name, ColumnKind::Word, nullable, words, Origin::Finding(Finding::Word(c, word)));
        }
    }
    for (w, watched) in spec.record.states.iter().enumerate() {
        let state =
            if watched.state.is_none() { "the status quo".to_string() } else { format!("the state {}", watched.name) };
        for (c, concept) in spec.record.concepts.iter().enumerate() {
            let words = format!("Whether {state} is an equilibrium under {}", concept.name);
            let name = format!("{}_{}", watched.name, concept.id);
            add(name.clone(), ColumnKind::Flag, nullable, words, Origin::Finding(Finding::Watched(w, c)));
            for dm in conflict.dm_ids() {
                let id = &conflict.dm(dm).id;
                let words = format!("Whether {state} is stable for {id} under {}", concept.name);
                let finding = Finding::WatchedFor(w, c, dm.index());
                add(format!("{name}_{id}"), ColumnKind::Flag, nullable, words, Origin::Finding(finding));
            }
        }
    }
    for (p, &place) in spec.record.propositions.iter().enumerate() {
        let proposition = &conflict.study.propositions[place];
        let finding = Origin::Finding(Finding::Proposition(p));
        let words = format!("Whether {} holds: {}", proposition.id, proposition.says);
        add(format!("proposition_{}", proposition.id), ColumnKind::Flag, nullable, words, finding);
    }
    for (o, &place) in spec.record.outcomes.iter().enumerate() {
        let id = &conflict.outcomes[place].id;
        for (c, concept) in spec.record.concepts.iter().enumerate() {
            let words = format!("In how many equilibria under {} the outcome {id} holds", concept.name);
            let finding = Origin::Finding(Finding::Outcome(o, c));
            add(format!("outcome_{id}_{}", concept.id), ColumnKind::Count, nullable, words, finding);
        }
    }
    columns
}

/// What is varied, in words.
pub(crate) fn factor_words(conflict: &Conflict, kind: &Kind) -> String {
    match kind {
        Kind::Variant(values) => {
            let names = values.iter().enumerate().map(|(value, variant)| {
                format!("{value} {}", variant.map_or("base", |at| conflict.study.variants[at].id.as_str()))
            });
            format!("The variant: {}", names.collect::<Vec<_>>().join(", "))
        }
        Kind::Unknown(id) => {
            let unknown = conflict.study.unknowns.iter().find(|unknown| unknown.id == *id);
            let words = unknown.into_iter().flat_map(|unknown| &unknown.alternatives).enumerate();
            let words: Vec<String> = words.map(|(value, one)| format!("{value} {}", one.words)).collect();
            format!("The unknown {id}: {}", words.join(", "))
        }
        Kind::Option { option, held } => {
            let words = held.iter().enumerate().map(|(value, held)| format!("{value} {}", held_word(*held)));
            format!("The option {}: {}", conflict.option_name(*option), words.collect::<Vec<_>>().join(", "))
        }
        Kind::Rule(id) => format!("Whether the rule {id} is dropped"),
        Kind::Statement(id) => format!("Whether the statement {id} is dropped"),
        Kind::Order { dm, statements } => format!(
            "The order of {} of {}: the number of the permutation in lexicographic order, 0 as written",
            statements.join(", "),
            conflict.decision_makers[*dm].id
        ),
        Kind::Sample(sample) => {
            let ids: Vec<&str> = sample.dms.iter().map(|&dm| conflict.decision_makers[dm].id.as_str()).collect();
            format!(
                "The number of the sample: statements of {} changed at random, seed {}",
                ids.join(", "),
                sample.seed
            )
        }
    }
}

/// A value of a factor, in words.
pub(crate) fn value_words(conflict: &Conflict, factor: &Factor, value: u64) -> String {
    let at = usize::try_from(value).unwrap_or(usize::MAX);
    match &factor.kind {
        Kind::Variant(values) => match values.get(at).copied().flatten() {
            Some(variant) => conflict.study.variants[variant].id.clone(),
            None => "base".into(),
        },
        Kind::Unknown(id) => {
            let unknown = conflict.study.unknowns.iter().find(|unknown| unknown.id == *id);
            let alternative = unknown.and_then(|unknown| unknown.alternatives.get(at));
            alternative.map_or_else(String::new, |alternative| alternative.words.clone())
        }
        Kind::Option { held, .. } => held_word(held.get(at).copied().flatten()).into(),
        Kind::Rule(_) | Kind::Statement(_) => if value == 0 { "kept" } else { "dropped" }.into(),
        Kind::Order { statements, .. } => {
            let order = permutation(statements.len(), value);
            order.into_iter().map(|member| statements[member].as_str()).collect::<Vec<_>>().join(" ")
        }
        Kind::Sample(sample) => {
            let mixing = match sample.mixing {
                Mixing::Shuffle => ", shuffled".to_string(),
                Mixing::Swaps(0) => String::new(),
                Mixing::Swaps(swaps) => format!(", {swaps} swaps of neighbours"),
            };
            let dropped = match sample.drop_percent {
                0 => String::new(),
                percent => format!(", {percent} of a hundred statements dropped"),
            };
            format!("sample {value} of seed {}{mixing}{dropped}", sample.seed)
        }
    }
}

/// How an option is held.
pub(crate) fn held_word(held: Option<bool>) -> &'static str {
    match held {
        None => "free",
        Some(true) => "on",
        Some(false) => "off",
    }
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// True or false.
    Flags(Vec<bool>),
    /// Numbers of 32 bits.
    Counts(Vec<i32>),
    /// Numbers, or words, of 64 bits.
    Numbers(Vec<i64>),
}

/// Rows, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// For each column its values, one a row; where there is none, 0.
    pub values: Vec<Values>,
    /// For each column that may lack values, in which rows it has one.
    pub present: Vec<Option<Vec<bool>>>,
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Flags(values) => values.len(),
            Values::Counts(values) => values.len(),
            Values::Numbers(values) => values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value in a row, as a number: 0 and 1 for false and true; words as they are.
    pub fn number(&self, row: usize) -> i64 {
        match self {
            Values::Flags(values) => i64::from(values[row]),
            Values::Counts(values) => i64::from(values[row]),
            Values::Numbers(values) => values[row],
        }
    }

    #[inline]
    fn push(&mut self, value: u64) {
        match self {
            Values::Flags(values) => values.push(value != 0),
            Values::Counts(values) => values.push(value as i32),
            Values::Numbers(values) => values.push(value as i64),
        }
    }
}

impl Table {
    /// A table without rows, with room for some.
    pub(crate) fn new(columns: &[Column], rows: usize) -> Self {
        let values = |column: &Column| match column.kind {
            ColumnKind::Flag => Values::Flags(Vec::with_capacity(rows)),
            ColumnKind::Count => Values::Counts(Vec::with_capacity(rows)),
            ColumnKind::Number | ColumnKind::Word => Values::Numbers(Vec::with_capacity(rows)),
        };
        let present = |column: &Column| column.nullable.then(|| Vec::with_capacity(rows));
        Table { values: columns.iter().map(values).collect(), present: columns.iter().map(present).collect() }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.first().map_or(0, Values::len)
    }

    /// The value in a row; `None` where there is none.
    pub fn get(&self, column: usize, row: usize) -> Option<i64> {
        let there = self.present[column].as_ref().is_none_or(|present| present[row]);
        there.then(|| self.values[column].number(row))
    }

    /// Adds a value each to the columns from `first` on.
    #[inline]
    pub(crate) fn push(&mut self, first: usize, record: &[u64]) {
        self.values[first..].iter_mut().zip(record).for_each(|(column, &value)| column.push(value));
    }

    /// Says for so many rows from which columns values are there.
    pub(crate) fn mark(&mut self, first: usize, present: &[bool], rows: usize) {
        for (column, &is_there) in self.present[first..].iter_mut().zip(present) {
            if let Some(column) = column {
                column.resize(column.len() + rows, is_there);
            }
        }
    }
}
