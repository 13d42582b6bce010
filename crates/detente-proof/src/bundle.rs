//! The certificate file: one JSON document that holds the proofs of one or many verdicts and findings.

use std::fmt;

use detente_model::Conflict;
use serde::{Deserialize, Serialize};

use crate::{Conclusion, Conventions, Finding, Form};

/// A certificate: the proofs of one or many verdicts and findings on one conflict.
///
/// Reading is strict: an unknown or repeated field, another version, anything missing is an error. What the names in it
/// mean, and whether the proofs are any good, is for [`verify`](crate::verify) to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The version of the file format.
    pub format: Format,
    /// Which conflict it is about.
    pub conflict: About,
    /// What the words mean where the literature leaves a choice.
    pub conventions: Conventions,
    /// What opponents can do, for the verdicts that need it; shared by all that need the same.
    pub closed_sets: Vec<ClosedSet>,
    /// The verdicts, each with its proof.
    pub verdicts: Vec<Verdict>,
    /// What else is found, each with its proof; may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What is proved about changed forms of the conflict; may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// What follows from all that; may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conclusions: Vec<Conclusion>,
}

/// The version of the file format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// The first.
    #[default]
    #[serde(rename = "detente-certificate/1")]
    V1,
}

/// The conflict that a certificate is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its title, which must be that of the conflict it is checked against, so that nobody reads it as being about another.
    pub title: String,
    /// The digest of its meaning ([`detente_model::digest`]): this is what binds it.
    pub digest: String,
}

/// A set of pairs of a state and the opponent who moved last that no legal step of the opponents leaves.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedSet {
    /// The decision maker whose opponents move, by id.
    pub opponents_of: String,
    /// What steps they may take: `moves` or `improvements`.
    pub steps: String,
    /// The pairs, by who moved last.
    pub reached: Vec<Reached>,
}

/// The states of a closed set that a given decision maker was the last to move to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    /// Who, by id.
    pub by: String,
    /// The states.
    pub states: Vec<String>,
}

/// A verdict with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct Verdict {
    /// The concept, by id.
    pub concept: String,
    /// The decision maker, by id.
    pub decision_maker: String,
    /// The state.
    pub state: String,
    /// Whether it is stable, and why.
    pub proof: Proof,
}

/// Whether a state is stable for a decision maker under a concept, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// It is: every improvement is answered.
    Stable {
        /// Each improvement with an answer to it.
        improvements: Vec<Answer>,
    },
    /// It is not: an improvement has no answer.
    Unstable {
        /// The improvement.
        improvement: String,
        /// All that the opponents can do about it: a place in [`Bundle::closed_sets`], counted from 0. Absent where the
        /// concept lets no answer count.
        closed_set: Option<usize>,
    },
}

impl Proof {
    /// The closed set that it rests on, if it rests on one.
    pub fn closed_set(&self) -> Option<usize> {
        match self {
            Proof::Stable { .. } => None,
            Proof::Unstable { closed_set, .. } => *closed_set,
        }
    }
}

/// An improvement and the answer that takes its gain away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The improvement.
    pub to: String,
    /// The legal sequence of the opponents from there.
    pub sanction: Vec<Step>,
}

/// One step of a legal sequence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Who moves, by id.
    pub by: String,
    /// The state moved to.
    pub to: String,
}

/// A verdict as it stands in the file: flat, so that complaints about it keep their line and column.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    concept: String,
    decision_maker: String,
    state: String,
    verdict: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    improvements: Option<Vec<Answer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    improvement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_set: Option<usize>,
}

impl TryFrom<Record> for Verdict {
    type Error = String;

    fn try_from(record: Record) -> Result<Self, String> {
        let Record { concept, decision_maker, state, verdict, improvements, improvement, closed_set } = record;
        let proof = match (verdict.as_str(), improvements, improvement, closed_set) {
            ("stable", Some(improvements), None, None) => Proof::Stable { improvements },
            ("unstable", None, Some(improvement), closed_set) => Proof::Unstable { improvement, closed_set },
            ("stable", ..) => {
                return Err("a stable verdict has `improvements`, and neither `improvement` nor `closed_set`".into());
            }
            ("unstable", ..) => return Err("an unstable verdict has `improvement`, and no `improvements`".into()),
            (other, ..) => return Err(format!("a verdict is `stable` or `unstable`, not {other:?}")),
        };
        Ok(Verdict { concept, decision_maker, state, proof })
    }
}

impl From<Verdict> for Record {
    fn from(verdict: Verdict) -> Self {
        let Verdict { concept, decision_maker, state, proof } = verdict;
        let (verdict, improvements, improvement, closed_set) = match proof {
            Proof::Stable { improvements } => ("stable", Some(improvements), None, None),
            Proof::Unstable { improvement, closed_set } => ("unstable", None, Some(improvement), closed_set),
        };
        Record { concept, decision_maker, state, verdict: verdict.into(), improvements, improvement, closed_set }
    }
}

impl Bundle {
    /// Reads a certificate.
    ///
    /// # Errors
    /// When `text` is not a certificate of this version, with the place.
    pub fn from_json(text: &str) -> Result<Self, ProofError> {
        // The version first: a file of another version should be told so, not that its fields are unknown.
        #[derive(Deserialize)]
        struct Head {
            #[serde(rename = "format")]
            _format: Format,
        }
        serde_json::from_str::<Head>(text).and_then(|_| serde_json::from_str(text)).map_err(|error| ProofError {
            line: error.line(),
            column: error.column(),
            message: error.to_string(),
        })
    }

    /// A certificate of `conflict` that proves nothing yet.
    pub fn of(conflict: &Conflict) -> Self {
        Bundle {
            format: Format::V1,
            conflict: About { title: conflict.title.clone(), digest: detente_model::digest(conflict) },
            conventions: Conventions::default(),
            closed_sets: Vec::new(),
            verdicts: Vec::new(),
            findings: Vec::new(),
            forms: Vec::new(),
            conclusions: Vec::new(),
        }
    }

    /// Writes the certificate: one closed set, verdict, finding or conclusion a line, the same bytes for the same certificate.
    pub fn to_json(&self) -> String {
        let forms: Vec<String> = self
            .forms
            .iter()
            .map(|form| {
                let proofs = proofs(&form.closed_sets, &form.verdicts, &form.findings);
                format!("{{\"form\":{},\n{proofs}}}", json(&form.form))
            })
            .collect();
        let forms = match forms.as_slice() {
            [] => String::new(),
            forms => format!(",\n\"forms\":[\n{}\n]", forms.join(",\n")),
        };
        let conclusions = match self.conclusions.as_slice() {
            [] => String::new(),
            conclusions => format!(",\n\"conclusions\":{}", lines(conclusions)),
        };
        format!(
            "{{\n\"format\":{},\n\"conflict\":{},\n\"conventions\":{},\n{}{forms}{conclusions}\n}}\n",
            json(&self.format),
            json(&self.conflict),
            json(&self.conventions),
            proofs(&self.closed_sets, &self.verdicts, &self.findings)
        )
    }
}

fn proofs(closed_sets: &[ClosedSet], verdicts: &[Verdict], findings: &[Finding]) -> String {
    let findings = match findings {
        [] => String::new(),
        findings => format!(",\n\"findings\":{}", lines(findings)),
    };
    format!("\"closed_sets\":{},\n\"verdicts\":{}{findings}", lines(closed_sets), lines(verdicts))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("text, numbers and lists always have a JSON form")
}

fn lines(items: &[impl Serialize]) -> String {
    if items.is_empty() {
        "[]".into()
    } else {
        format!("[\n{}\n]", items.iter().map(json).collect::<Vec<_>>().join(",\n"))
    }
}

/// Why a text is not a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofError {
    /// The line, counted from 1; 0 where the place is unknown.
    pub line: usize,
    /// The column, in bytes, counted from 1; 0 where the place is unknown.
    pub column: usize,
    /// What is wrong, with the place.
    pub message: String,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is not a certificate that can be read: {}", self.message)
    }
}

impl std::error::Error for ProofError {}
