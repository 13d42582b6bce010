//! The points on which programs and papers differ, and what is taken here.

use serde::{Deserialize, Serialize};

/// One point that the literature leaves open, and how it is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convention {
    /// What it is about: the key in certificates and answers.
    pub topic: &'static str,
    /// What is taken, for programs.
    pub id: &'static str,
    /// What is taken, for people.
    pub words: &'static str,
}

/// The conventions of every answer and every certificate, in the order in which they are shown.
pub const CONVENTIONS: [Convention; 4] = [
    Convention {
        topic: "replies",
        id: "legal-sequences",
        words: "opponents answer by legal sequences: a decision maker may move again, never twice in succession",
    },
    Convention {
        topic: "sanction",
        id: "not-preferred",
        words: "a sanction is a state not preferred to the starting one",
    },
    Convention { topic: "return", id: "may-return", words: "a sanction may lead back to the starting state" },
    Convention {
        topic: "credible",
        id: "stepwise",
        words: "in SEQ and SSEQ each step of a sanction is an improvement of its mover from where it moves",
    },
];

/// The conventions as a certificate names them: the [`id`](Convention::id) of each [`topic`](Convention::topic).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conventions {
    /// How opponents answer.
    pub replies: String,
    /// What counts as a sanction.
    pub sanction: String,
    /// Whether a sanction may lead back to the starting state.
    #[serde(rename = "return")]
    pub returning: String,
    /// What makes an answer credible.
    pub credible: String,
}

impl Default for Conventions {
    /// Those of [`CONVENTIONS`].
    fn default() -> Self {
        let [replies, sanction, returning, credible] = CONVENTIONS.map(|convention| convention.id.to_owned());
        Conventions { replies, sanction, returning, credible }
    }
}
