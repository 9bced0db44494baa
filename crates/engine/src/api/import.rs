//! Importing across the border: preview, act, report.

use super::{completeness::Verdict, transcript::TranscriptMessage};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the user settles before importing. `None`: detected, and said in the report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ImportOptions {
    /// The format's id.
    pub format: Option<String>,
    /// The IANA zone to assume where the source names none.
    pub zone: Option<String>,
    /// `ymd`, `dmy` or `mdy`.
    pub date_order: Option<String>,
    /// The platform, for tables and JSON that do not name one.
    pub platform: Option<String>,
    /// The title, for files that hold one conversation.
    pub title: Option<String>,
    /// What columns mean, for every table that has columns of these names. It is remembered for the next one.
    pub columns: Vec<ColumnMeanings>,
}

/// What the columns of a table mean, or the fields of the records of a JSON or XML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnMeanings {
    /// The names of the columns, in the order of the file. Where meanings are given, those not named have none.
    pub names: Vec<String>,
    /// What each means: `time`, `date`, `sender`, `text`, `conversation`, `title`, `role`, `customer`, `agent`, `kind`,
    /// `sender_id`, `id`, `platform`; `None`: it is not read.
    pub meanings: Vec<Option<String>>,
}

/// The columns of a file, for people to say what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnsPreview {
    /// The names and what is understood.
    pub columns: ColumnMeanings,
    /// The first rows, a cell for each name.
    pub rows: Vec<Vec<String>>,
    /// Whether the file names its columns. Where it does not they are called A, B, C, and what is said of them is kept for
    /// this file only.
    pub named: bool,
}

/// Text that was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PastedText {
    /// The name it is kept under.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Ask for a preview, or import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportRequest {
    /// Files and folders; folders are walked.
    pub paths: Vec<String>,
    /// Texts that were pasted.
    #[serde(default)]
    pub pasted: Vec<PastedText>,
    /// What is settled.
    pub options: ImportOptions,
}

/// What an import would bring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportPreview {
    /// One entry per file, in order.
    pub files: Vec<FilePreview>,
    /// Files of the folders that are no chats: attachments and media beside one.
    pub skipped: u64,
}

/// What was understood of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FilePreview {
    /// Its path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What was understood; `None` with an `error`.
    pub report: Option<FileReport>,
    /// The first messages.
    pub sample: Vec<TranscriptMessage>,
    /// The titles of its conversations, the first few.
    pub titles: Vec<String>,
    /// Its columns, where it has some.
    pub columns: Option<ColumnsPreview>,
    /// The formats it may be equally well, by their ids, where there are several: the user has to say which.
    pub candidates: Vec<String>,
    /// Why it cannot be read.
    pub error: Option<super::ApiError>,
}

/// What an import brought (`import --json`). Counts are of what the files hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportReport {
    /// The import's id; `None` where nothing was imported.
    pub import: Option<String>,
    /// Utterances.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// Those who wrote a message.
    pub participants: u64,
    /// Attachments whose content was found.
    pub attachments: u64,
    /// Of messages and events: those in the vault already.
    pub duplicates: u64,
    /// The first dated message, RFC 3339.
    pub first: Option<String>,
    /// The last dated message, RFC 3339.
    pub last: Option<String>,
    /// Each file.
    pub files: Vec<FileReport>,
    /// Files that could not be read; nothing of them was stored.
    pub failed: Vec<FailedFile>,
    /// Files of the folders that are no chats: attachments and media beside one.
    pub skipped: u64,
    /// Cancelled before its end: the files named here are stored, the others are not.
    pub cancelled: bool,
}

/// What was understood and stored of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FileReport {
    /// Its path.
    pub path: String,
    /// Its id in the vault; `None` in a preview.
    pub file: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The format's id.
    pub format: String,
    /// `certain`, `likely`, `possible`, or `chosen` by the user.
    pub confidence: String,
    /// The platforms of its conversations, by their stable names; `other` where neither the file nor the user says.
    pub platforms: Vec<String>,
    /// Utterances.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// Those who wrote a message.
    pub participants: u64,
    /// Attachments whose content was found.
    pub attachments: u64,
    /// Attachments that are only named.
    pub missing_attachments: u64,
    /// Places whose content is not there as its writer meant it; each is among the warnings.
    pub doubtful: u64,
    /// Of messages and events: those in the vault already.
    pub duplicates: u64,
    /// The encoding's WHATWG label; empty for containers.
    pub encoding: String,
    /// `source`, or `assumed:Asia/Shanghai`.
    pub zone: String,
    /// The order of numeric dates, where one had to be settled.
    pub date_order: Option<String>,
    /// The first dated message, RFC 3339.
    pub first: Option<String>,
    /// The last dated message, RFC 3339.
    pub last: Option<String>,
    /// Why the source itself says it is not all there, as codes.
    pub partial: Vec<String>,
    /// Whether the file is all there, by what it says and what was found in it.
    pub complete: Verdict,
    /// Doubts, with their places.
    pub warnings: Vec<ImportWarning>,
}

/// A doubt about content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportWarning {
    /// The code; explained under `warning.<code>` in the locale files.
    pub code: String,
    /// Where in the file.
    pub place: String,
    /// The particulars.
    pub detail: String,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FailedFile {
    /// Its path.
    pub path: String,
    /// Why.
    pub error: super::ApiError,
}

/// A format, for the file dialog, the picker and `yanju formats`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FormatRow {
    /// `import` or `export`.
    pub direction: String,
    /// Its id.
    pub id: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// File name endings, without the dot.
    pub extensions: Vec<String>,
    /// What is read or written, in Chinese.
    pub about_zh: String,
    /// What is read or written, in English.
    pub about_en: String,
}
