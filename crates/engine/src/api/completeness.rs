//! Whether a conversation is all there, across the border.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known of how complete a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Completeness {
    /// The verdict.
    pub verdict: Verdict,
    /// What is missing or doubtful.
    pub gaps: Vec<Gap>,
    /// How far each source reaches.
    pub ranges: Vec<CoveredRange>,
}

/// Whether it is all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Verdict {
    /// Every source states that it is, and nothing speaks against it.
    Full,
    /// Something is known to be missing.
    Partial,
    /// No source says either.
    Unknown,
}

/// Something that is missing or doubtful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Gap {
    /// What it is; explained under `gap.<code>` in the locale files.
    pub code: GapCode,
    /// How many; 0 where that says nothing.
    pub count: u64,
    /// Out of how many; 0 where that says nothing.
    pub of: u64,
    /// The particulars: a code of the source's, numbers, moments.
    pub detail: String,
    /// The source it concerns; empty where it concerns all.
    pub source: String,
}

/// What is missing or doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum GapCode {
    /// The source itself says that it is not all there; `detail` is its reason's code.
    SourcePartial,
    /// Running numbers of messages are left out; `detail` names them.
    MissingNumbers,
    /// Between the sources there are times that none covers; `detail` names them.
    Uncovered,
    /// Files that messages name and no source holds.
    MissingAttachments,
    /// Places whose content is doubtful or was not taken in.
    DoubtfulContent,
    /// Messages without a time.
    Undated,
}

impl GapCode {
    /// Whether it says that something is not there, or only that something is not known.
    pub const fn means_absence(self) -> bool {
        !matches!(self, Self::Undated)
    }
}

/// How far a source reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CoveredRange {
    /// Its name.
    pub source: String,
    /// Its first dated message, RFC 3339.
    pub first: String,
    /// Its last dated message, RFC 3339.
    pub last: String,
}
