//! The manifest: what sweep a folder has, what its columns mean, and which parts are done.

use std::collections::BTreeMap;
use std::path::Path;

use detente_model::ledger::sha256;
use detente_proof::CONVENTIONS;
use serde::{Deserialize, Serialize};

use super::error::FolderError;
use super::files;
use crate::columns::{ColumnKind, factor_words};
use crate::family::Kind;
use crate::sweep::Sweep;

/// The format of manifests and parts.
const FORMAT: &str = "detente-sweep/1";

/// What is in the folder of a sweep. Nothing in it depends on when, where or by how many threads it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of manifests and parts.
    pub format: String,
    /// The version of the program.
    pub detente: String,
    /// The digest of the whole sweep; it is in the footer of every part.
    pub sweep: String,
    /// The conflict.
    pub conflict: ConflictRef,
    /// The spec.
    pub spec: SpecRef,
    /// The conventions, by topic.
    pub conventions: BTreeMap<String, String>,
    /// The concepts, by id.
    pub concepts: Vec<String>,
    /// The seed of samples, where any are drawn.
    pub seed: Option<u64>,
    /// How many rows the family has.
    pub rows: u64,
    /// How many of them are in a part.
    pub rows_per_part: u64,
    /// How many parts there are.
    pub parts: u64,
    /// Which shard this is, where it is one.
    pub shard: Option<Shard>,
    /// What is varied, in order.
    pub factors: Vec<FactorRef>,
    /// The columns, in order.
    pub columns: Vec<ColumnRef>,
    /// The states that bits stand for, by place.
    pub states: Vec<StateRef>,
    /// The parts that are done, by number.
    pub done: Vec<Done>,
}

/// A conflict that is swept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictRef {
    /// What it is about.
    pub title: String,
    /// The digest of what it means.
    pub digest: String,
    /// The digest of its file.
    pub sha256: String,
    /// Its file.
    pub file: String,
}

/// A spec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecRef {
    /// The digest of its file.
    pub sha256: String,
    /// Its file.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Which rows a folder is to have: the parts of the kth of n shards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub shard: u64,
    /// Of how many.
    pub of: u64,
    /// Its first part.
    pub first: u64,
    /// The part behind its last.
    pub end: u64,
}

/// A factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorRef {
    /// The column of its values.
    pub column: String,
    /// How many values it has.
    pub values: u64,
    /// What it is, in words.
    pub meaning: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnRef {
    /// Its name.
    pub name: String,
    /// `bool`, `int32`, `int64` or `bits64`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether there may be no value.
    pub nullable: bool,
    /// What it means, in words.
    pub meaning: String,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateRef {
    /// Its name.
    pub name: String,
    /// Its options, a letter each in the order of the file; empty where it is not one combination of options.
    pub row: String,
}

/// A part that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Its number.
    pub part: u64,
    /// Its file.
    pub file: String,
    /// Its first row.
    pub first: u64,
    /// The row behind its last.
    pub end: u64,
    /// How many bytes the file has.
    pub bytes: u64,
    /// The digest of the file.
    pub sha256: String,
}

impl Manifest {
    /// The manifest of a sweep of which nothing is done.
    pub fn new(sweep: &Sweep, shard: Option<Shard>) -> Self {
        let [meaning, conflict, spec] = sweep.digests();
        let version = env!("CARGO_PKG_VERSION");
        let family = &sweep.spec().family;
        let identity = sha256(format!("{FORMAT}\n{version}\n{conflict}\n{spec}\n").as_bytes());
        let word = |kind| match kind {
            ColumnKind::Flag => "bool",
            ColumnKind::Count => "int32",
            ColumnKind::Number => "int64",
            ColumnKind::Word => "bits64",
        };
        let columns = sweep.columns().iter().map(|column| ColumnRef {
            name: column.name.clone(),
            kind: word(column.kind).into(),
            nullable: column.nullable,
            meaning: column.meaning.clone(),
        });
        let factors = family.factors.iter().map(|factor| FactorRef {
            column: factor.name.clone(),
            values: factor.values,
            meaning: factor_words(sweep.conflict(), &factor.kind),
        });
        let has_words = sweep.universe().words() > 0;
        let states = sweep.universe().states().iter().filter(|_| has_words);
        Manifest {
            format: FORMAT.into(),
            detente: version.into(),
            sweep: format!("sha256:{identity}"),
            conflict: ConflictRef {
                title: sweep.conflict().title.clone(),
                digest: meaning,
                sha256: conflict,
                file: files::CONFLICT.into(),
            },
            spec: SpecRef { sha256: spec, file: files::SPEC.into(), text: sweep.spec_text.clone() },
            conventions: CONVENTIONS.iter().map(|one| (one.topic.to_string(), one.id.to_string())).collect(),
            concepts: sweep.spec().record.concepts.iter().map(|concept| concept.id.to_string()).collect(),
            seed: family.factors.iter().find_map(|factor| match &factor.kind {
                Kind::Sample(sample) => Some(sample.seed),
                _ => None,
            }),
            rows: sweep.rows(),
            rows_per_part: sweep.spec().rows_per_part,
            parts: sweep.rows().div_ceil(sweep.spec().rows_per_part),
            shard,
            factors: factors.collect(),
            columns: columns.collect(),
            states: states.map(|(name, row)| StateRef { name: name.clone(), row: row.clone() }).collect(),
            done: Vec::new(),
        }
    }

    /// The manifest in a folder; `None` where there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(folder: &Path) -> Result<Option<Manifest>, FolderError> {
        let path = folder.join(files::MANIFEST);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(FolderError::Unreadable(path, error)),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|error| FolderError::BadManifest(path.clone(), error.to_string()))?;
        // File names come from whoever sent the folder: they name files in it, and nothing else.
        let is_sound = |done: &Done| {
            done.file == files::part_name(done.part)
                && done.part < manifest.parts
                && (done.first, done.end) == manifest.rows_of(done.part)
        };
        if !manifest.done.iter().all(is_sound) || !manifest.done.is_sorted_by(|a, b| a.part < b.part) {
            return Err(FolderError::BadManifest(path, "its parts are not in order".into()));
        }
        Ok(Some(manifest))
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), FolderError> {
        let mut text = serde_json::to_string_pretty(self).expect("a manifest is plain data");
        text.push('\n');
        files::replace(folder, files::MANIFEST, text.as_bytes())
    }

    /// Compares what the sweep is, but not which shard and what is done of it.
    ///
    /// # Errors
    /// When it is another sweep, in words.
    pub(super) fn check(&self, wanted: &Manifest, folder: &Path) -> Result<(), FolderError> {
        let differs: Vec<&str> = [
            ("the format", self.format != wanted.format),
            ("the version of the program", self.detente != wanted.detente),
            ("the conflict", self.conflict != wanted.conflict),
            ("the spec", self.spec != wanted.spec),
        ]
        .into_iter()
        .filter_map(|(what, differs)| differs.then_some(what))
        .collect();
        match differs.first() {
            Some(what) => Err(FolderError::Other { folder: folder.into(), what: (*what).into() }),
            None if self.sweep != wanted.sweep || self.rows != wanted.rows || self.columns != wanted.columns => {
                Err(FolderError::Other { folder: folder.into(), what: "what the program makes of them".into() })
            }
            None => Ok(()),
        }
    }

    /// The first row of a part, and the one behind its last.
    pub fn rows_of(&self, part: u64) -> (u64, u64) {
        let first = part.saturating_mul(self.rows_per_part);
        (first, first.saturating_add(self.rows_per_part).min(self.rows))
    }

    /// The first part that the folder is to have, and the one behind its last.
    pub fn wanted(&self) -> (u64, u64) {
        self.shard.as_ref().map_or((0, self.parts), |shard| (shard.first, shard.end))
    }

    /// How many rows are done.
    pub fn rows_done(&self) -> u64 {
        self.done.iter().map(|done| done.end - done.first).sum()
    }

    /// Whether all that the folder is to have is done.
    pub fn is_complete(&self) -> bool {
        let (first, end) = self.wanted();
        self.done.iter().map(|done| done.part).eq(first..end)
    }

    /// Says that a part is done.
    pub(super) fn add(&mut self, done: Done) {
        match self.done.binary_search_by_key(&done.part, |done| done.part) {
            Ok(at) => self.done[at] = done,
            Err(at) => self.done.insert(at, done),
        }
    }

    /// What is said of a part with these bytes.
    pub(super) fn done_with(&self, part: u64, bytes: &[u8]) -> Done {
        let (first, end) = self.rows_of(part);
        let sha256 = format!("sha256:{}", sha256(bytes));
        Done { part, file: files::part_name(part), first, end, bytes: bytes.len() as u64, sha256 }
    }
}

impl Shard {
    /// The kth of n shards of so many parts: as many parts as the others, or one more or less.
    ///
    /// # Errors
    /// When k is not from 1 to n.
    pub fn new(shard: u64, of: u64, parts: u64) -> Result<Self, FolderError> {
        if shard == 0 || shard > of {
            return Err(FolderError::NoShard(shard, of));
        }
        let begins = |k: u64| (u128::from(parts) * u128::from(k) / u128::from(of)) as u64;
        Ok(Shard { shard, of, first: begins(shard - 1), end: begins(shard) })
    }
}
