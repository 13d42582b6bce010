//! A conflict, for whoever looks at it.

use detente_edit::Step;
use serde::{Deserialize, Serialize};

/// A conflict, for whoever looks at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Sketch {
    /// What it is about.
    pub title: String,
    /// The digest of its meaning.
    pub digest: String,
    /// The decision makers in order.
    pub decision_makers: Vec<DmSketch>,
    /// All options in order.
    pub options: Vec<OptionSketch>,
    /// The rules in order.
    pub rules: Vec<RuleSketch>,
    /// The outcomes in order.
    pub outcomes: Vec<OutcomeSketch>,
    /// Everything that can have a basis.
    pub elements: Vec<ElementSketch>,
    /// The documents in order.
    pub sources: Vec<SourceSketch>,
    /// The claims in order.
    pub claims: Vec<ClaimSketch>,
    /// The variants in order.
    pub variants: Vec<VariantSketch>,
    /// The status quo as a row of `Y`, `N` and `-`, or its name in graph form.
    pub status_quo: Option<String>,
    /// How many states there are; nothing where that takes too long to count.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub feasible: Option<u64>,
    /// Whether states are named in the file.
    pub named: bool,
    /// Whether moves or states are such that there are no options.
    pub graph_form: bool,
}

/// A decision maker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DmSketch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How its preference is given: `prefers`, `ranking` or `weights`.
    pub preference: String,
    /// Its options, by place in [`Sketch::options`].
    pub options: Vec<usize>,
    /// Its statements.
    pub statements: Vec<StatementSketch>,
}

/// A preference statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StatementSketch {
    /// Its id.
    pub id: String,
    /// Whether it is true at the status quo.
    pub holds: Option<bool>,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OptionSketch {
    /// Its full name, `dm.option`.
    pub name: String,
    /// Its id within its decision maker.
    pub id: String,
    /// Whose it is, by place.
    pub dm: usize,
    /// What it is, in words.
    pub text: String,
    /// Which way it can be changed: `both`, `on` or `off`.
    pub direction: String,
    /// Whether it is on at the status quo.
    pub now: Option<bool>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RuleSketch {
    /// Its id.
    pub id: String,
    /// How many combinations of options it alone would leave; nothing where that takes too long to count.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub leaves: Option<u64>,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OutcomeSketch {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// Whether it holds at the status quo.
    pub holds: Option<bool>,
}

/// Something that can have a basis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ElementSketch {
    /// `option`, `statement`, `ranking`, `weights`, `rule` or `outcome`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where it stands in the file.
    pub at: Vec<Step>,
    /// The claims it rests on, by place in [`Sketch::claims`].
    pub cites: Vec<usize>,
    /// `cited`, `inferred`, `disputed`, `judgement` or `logic`; nothing where nothing was said.
    pub basis: Option<String>,
    /// Whether it rests on a disputed claim.
    pub disputed: bool,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceSketch {
    /// Its id.
    pub id: String,
    /// What became of it when it was checked: `verified`, `not_at_hand`, `no_digest`, `other_document`.
    pub check: String,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClaimSketch {
    /// Its id.
    pub id: String,
    /// What became of it when it was checked: `verified`, `not_at_hand`, `no_digest`, `other_document`, `bad_range`, `quote_not_there`, `no_quote`.
    pub check: String,
    /// Whether it is disputed.
    pub disputed: bool,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VariantSketch {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
}
