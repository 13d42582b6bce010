//! What comes from outside, the text of a source, and what is taken out.

use serde::{Deserialize, Serialize};

use super::FileRef;

/// `POST /api/document`: the text of a source, where it is at hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DocumentRequest {
    /// The text of the conflict file.
    pub text: String,
    /// The file that the text came from.
    pub file: Option<FileRef>,
    /// The source, by id.
    pub source: String,
}

/// The text of a source. Where its claims are follows from the file that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceText {
    /// The text.
    pub text: String,
}

/// `POST /api/export`, answered by lines that end with an [`Exported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExportRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The file that the text came from.
    pub file: Option<FileRef>,
    /// What is wanted.
    pub format: ExportFormat,
}

/// What can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// The report as a page.
    Html,
    /// The report as Markdown.
    Markdown,
    /// The report as LaTeX.
    Latex,
    /// The verdicts as CSV.
    Csv,
    /// The analysis as JSON.
    Json,
    /// The file itself.
    Toml,
}

/// Something taken out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Exported {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its text.
    pub text: String,
}
