//! Backups as a face sees them: where they go, what there is, taking, restoring, rehearsing, verifying.

use super::secret::Secret;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether backups are taken by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BackupSchedule {
    /// Only when asked for.
    #[default]
    Off,
    /// Once a day; the first of a month reads and mends everything.
    Daily,
}

/// Of how many days, weeks and months a backup is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupKeep {
    /// Days that have one.
    pub days: u32,
    /// Weeks that have one.
    pub weeks: u32,
    /// Months that have one.
    pub months: u32,
}

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupPlan {
    /// The folder for backups; `None`: not chosen yet.
    pub folder: Option<String>,
    /// Whether they are taken by themselves.
    pub schedule: BackupSchedule,
    /// How long they are kept.
    pub keep: BackupKeep,
}

/// How a backup ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupAttempt {
    /// When it began, RFC 3339.
    pub at: String,
    /// The code of the error; `None`: it was taken.
    pub error: Option<String>,
}

/// What is planned, and how it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupStatus {
    /// What is planned.
    pub plan: BackupPlan,
    /// How the latest one ended; `None`: there was none.
    pub last: Option<BackupAttempt>,
    /// When the latest snapshot in the folder was taken, RFC 3339; `None`: none, or the folder is not there.
    pub last_snapshot: Option<String>,
    /// Whether one is due now.
    pub due: bool,
}

/// Take a backup.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TakeBackup {
    /// The folder; `None`: the one that is planned.
    pub folder: Option<String>,
    /// Whether everything that is there already is read, and mended where it is damaged.
    pub full: bool,
}

/// What a snapshot holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupHoldings {
    /// Utterances.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// Attachments, with and without content.
    pub attachments: u64,
    /// Imported files.
    pub originals: u64,
    /// What restoring it writes, in bytes.
    pub bytes: u64,
}

/// A vault as it was at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupSnapshot {
    /// Its name, `20231114T221320Z`.
    pub id: String,
    /// When it was taken, RFC 3339.
    pub at: String,
    /// What it holds; `None` where it cannot be read.
    pub holdings: Option<BackupHoldings>,
}

/// What a backup did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BackupReport {
    /// The folder for backups.
    pub folder: String,
    /// The new snapshot.
    pub snapshot: BackupSnapshot,
    /// Files that were written; everything else was there already.
    pub files_written: u64,
    /// Their bytes.
    pub bytes_written: u64,
    /// Earlier snapshots that were given up.
    pub snapshots_removed: u64,
    /// Bytes that were freed.
    pub bytes_freed: u64,
    /// Snapshots that cannot be read. While there are any, nothing is given up.
    pub unreadable: Vec<String>,
}

/// Open a backup without a vault.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenBackup {
    /// The folder for backups, or a vault's own in it.
    pub path: String,
    /// The password the vault had at its latest backup, or its recovery words.
    pub password: Secret,
}

/// Restore a vault.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RestoreVault {
    /// The folder for backups, or a vault's own in it.
    pub backup: String,
    /// The password the vault had at its latest backup, or its recovery words.
    pub password: Secret,
    /// The snapshot; `None`: the latest.
    pub snapshot: Option<String>,
    /// An empty or absent folder; `None`: where the vault would be.
    pub to: Option<String>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Check {
    /// What: `snapshots`, `pieces`, `copies`, `restoring`, `database`, `counts`, `contents`.
    pub name: String,
    /// Whether it is as it should be.
    pub ok: bool,
    /// How much was looked at, or what is wrong.
    pub detail: String,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Verification {
    /// Whether everything is as it should be.
    pub ok: bool,
    /// What was looked at.
    pub checks: Vec<Check>,
}

/// Rehearse restoring the open vault.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RehearseBackup {
    /// The folder; `None`: the one that is planned.
    pub folder: Option<String>,
    /// The snapshot; `None`: the latest.
    pub snapshot: Option<String>,
}

/// How a rehearsal went: a snapshot restored, read through to the last byte, and removed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Rehearsal {
    /// The snapshot.
    pub snapshot: BackupSnapshot,
    /// Originals and attachments whose content was read through.
    pub contents: u64,
    /// Their bytes.
    pub content_bytes: u64,
    /// Whether everything is as it should be.
    pub ok: bool,
    /// What was looked at.
    pub checks: Vec<Check>,
}
