//! The watched folder as a face sees it: which it is, how it stands with it, what could not be imported.

use super::import::{FailedFile, ImportReport};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Choose the folder, and whether it is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetInbox {
    /// The folder, which is made where only it itself is missing; `None`: the one that is chosen already.
    pub folder: Option<String>,
    /// Whether what lands in it is imported.
    pub on: bool,
}

/// How it stands with the folder; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum InboxHealth {
    /// It is not watched, or none was chosen.
    Off,
    /// It cannot be listed: the drive is not there, or the rights are lacking.
    Unreachable,
    /// Some files in it could not be imported.
    Failures,
    /// Nothing is to be done.
    Fine,
}

/// The folder and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InboxStatus {
    /// The folder; `None`: none was chosen yet.
    pub folder: Option<String>,
    /// Whether what lands in it is imported.
    pub on: bool,
    /// How it stands.
    pub health: InboxHealth,
    /// When it was looked into last, RFC 3339.
    pub last_looked_at: Option<String>,
    /// Files that are not read yet.
    pub waiting: u64,
    /// Files that are in the vault.
    pub imported: u64,
    /// Files that are no chats: attachments, pictures.
    pub beside: u64,
    /// Files that could not be imported, and why.
    pub failures: Vec<FailedFile>,
}

/// Which files a look is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Look {
    /// Those that are new or changed. For a timer.
    New,
    /// Those that failed before, too. For a person, who may have done something about them.
    Again,
}

/// What a look brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InboxLook {
    /// The import; `None` where there was nothing to read.
    pub report: Option<ImportReport>,
    /// How it stands now.
    pub status: InboxStatus,
}
