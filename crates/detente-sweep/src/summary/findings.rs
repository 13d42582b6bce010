//! The findings that are told of.

use super::Share;
use crate::columns::{Finding, Origin, Table};
use crate::sweep::Sweep;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Whether there is an equilibrium under a concept, by its place in what is recorded.
    Exists(usize),
    /// Whether a watched state is an equilibrium, or stable for a decision maker.
    Watched,
    /// The answer to a proposition.
    Proposition,
    /// Whether an outcome holds in some equilibrium.
    Some,
    /// Whether it holds in every equilibrium, and there is one.
    Every,
}

/// A finding, and how often it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// A name for programs.
    pub id: String,
    /// What holds, in words.
    pub words: String,
    /// What it is about.
    pub topic: Topic,
    /// In how many rows it holds, and in how many there is an answer.
    pub share: Share,
    /// The column that it is read from, and the one of the number of equilibria where that matters.
    columns: (usize, usize),
}

/// The findings of a sweep, in the order of its columns.
pub(super) fn told(sweep: &Sweep) -> Vec<Told> {
    let columns = sweep.columns();
    let count_of = |concept: usize| {
        let finding = Origin::Finding(Finding::Equilibria(concept));
        columns.iter().position(|column| column.source == finding).unwrap_or(0)
    };
    let mut told = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let Origin::Finding(finding) = column.source else { continue };
        let mut add = |id: String, words: String, topic, of| {
            told.push(Told { id, words, topic, share: Share::default(), columns: (place, of) });
        };
        let statement = || column.meaning.trim_start_matches("Whether ").to_string();
        let concept_name = |concept: usize| sweep.spec().record.concepts[concept].name;
        match finding {
            Finding::States | Finding::Word(..) => {}
            Finding::Equilibria(concept) => {
                let words = format!("there is an equilibrium under {}", concept_name(concept));
                add(format!("{}_some", column.name), words, Topic::Exists(concept), place);
            }
            Finding::Watched(..) | Finding::WatchedFor(..) => {
                add(column.name.clone(), statement(), Topic::Watched, place);
            }
            Finding::Proposition(at) => {
                let one = &sweep.conflict().study.propositions[sweep.spec().record.propositions[at]];
                add(column.name.clone(), format!("{} “{}”", one.id, one.says), Topic::Proposition, place);
            }
            Finding::Outcome(outcome, concept) => {
                let outcome = sweep.spec().record.outcomes[outcome];
                let id = &sweep.conflict().outcomes[outcome].id;
                let name = concept_name(concept);
                let words = format!("{id} in some equilibrium under {name}");
                add(format!("{}_some", column.name), words, Topic::Some, place);
                let words = format!("{id} in every equilibrium under {name}");
                add(format!("{}_every", column.name), words, Topic::Every, count_of(concept));
            }
        }
    }
    told
}

impl Told {
    /// The rows in which it holds, and those in which there is an answer, as bits.
    pub(super) fn rows(&self, table: &Table) -> (Vec<u64>, Vec<u64>) {
        let words = table.rows().div_ceil(64);
        let (mut holds, mut there) = (vec![0; words], vec![0; words]);
        for row in 0..table.rows() {
            let Some(value) = table.get(self.columns.0, row) else { continue };
            there[row / 64] |= 1 << (row % 64);
            let does = match self.topic {
                Topic::Every => value > 0 && Some(value) == table.get(self.columns.1, row),
                _ => value > 0,
            };
            holds[row / 64] |= u64::from(does) << (row % 64);
        }
        (holds, there)
    }
}
