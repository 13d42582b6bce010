//! The files of the folder and of the catalogue: opened, saved, told apart.

use serde::{Deserialize, Serialize};

/// Which file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum FileRef {
    /// One of the opened folder, by name.
    Folder {
        /// Its name.
        name: String,
    },
    /// A case of the catalogue, which cannot be changed: to keep changes, save them under another name.
    Catalogue {
        /// Its name.
        name: String,
    },
}

/// A conflict file of the folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// The title of the conflict, where it can be read.
    pub title: Option<String>,
}

/// `POST /api/open`: the text of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Open {
    /// Which.
    pub file: FileRef,
}

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Opened {
    /// Which.
    pub file: FileRef,
    /// Its text.
    pub text: String,
    /// The SHA-256 digest of its bytes, by which a change on disk is noticed.
    pub digest: String,
}

/// `POST /api/save`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Save {
    /// The name of the file in the opened folder.
    pub name: String,
    /// Its new text.
    pub text: String,
    /// The digest of what is thought to be there now; nothing where no file of this name is thought to be there.
    pub expected: Option<String>,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Saved {
    /// It is written.
    Written {
        /// Its digest now.
        digest: String,
    },
    /// Something else is there than was thought. Nothing was written.
    Changed {
        /// What is there; nothing where the file is gone.
        text: Option<String>,
        /// Its digest.
        digest: Option<String>,
    },
}

/// `POST /api/digest`: has a file changed?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DigestOf {
    /// Which file of the folder.
    pub name: String,
}

/// The digest of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Digest {
    /// Nothing where it is gone.
    pub digest: Option<String>,
}
