//! Exporting across the border: what would be written, what was written.

use super::vault::Language;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask for a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportRequest {
    /// The query in its text form; empty for everything.
    pub query: String,
    /// First day, `YYYY-MM-DD`, in the vault's zone.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
    /// Only these conversations; empty for all.
    pub conversations: Vec<String>,
    /// The title; `None`: the language's own.
    pub title: Option<String>,
    /// The language of headings and labels.
    pub language: Language,
    /// Where to write: a file per entry, the format told by `format`.
    pub outputs: Vec<ExportTarget>,
}

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportTarget {
    /// The exporter's id: `pdf`, `docx`.
    pub format: String,
    /// The file. Replaced whole if it exists, or not touched at all.
    pub path: String,
}

/// What an export holds, before or after it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportPreview {
    /// Messages and events in it.
    pub messages: u64,
    /// Conversations in it.
    pub conversations: u64,
    /// First dated message, RFC 3339.
    pub first: Option<String>,
    /// Last dated message, RFC 3339.
    pub last: Option<String>,
    /// `FULL` or `PARTIAL`.
    pub complete: String,
    /// What is left out.
    pub omitted: Vec<Omitted>,
    /// A file name to propose, without extension.
    pub suggested_name: String,
    /// Paths of the outputs asked for where a file is already; writing replaces it.
    pub existing: Vec<String>,
}

/// One thing left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Omitted {
    /// `not_matched`, `source_partial`, `undated` and others; explained under `omitted.<code>`.
    pub code: String,
    /// The conversation's title.
    pub conversation: String,
    /// How many.
    pub count: u64,
    /// Out of how many; 0 where that says nothing.
    pub of: u64,
    /// The source's own words.
    pub detail: String,
}

/// What was written (`export --json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportReport {
    /// The files.
    pub outputs: Vec<ExportOutput>,
    /// Messages and events in each.
    pub messages: u64,
    /// Conversations in each.
    pub conversations: u64,
    /// `FULL` or `PARTIAL`.
    pub complete: String,
    /// What is left out.
    pub omitted: Vec<Omitted>,
    /// The document's number.
    pub number: String,
    /// The manifest: what was written from which sources, as canonical JSON beside the first file.
    pub manifest: String,
}

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportOutput {
    /// Where it is.
    pub path: String,
    /// Its format.
    pub format: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Pages; `None` where the reader's program decides them.
    pub pages: Option<u64>,
    /// Characters no font covers, printed as `[U+…]`.
    pub uncovered: Vec<String>,
}
