//! The vault as a face sees it: there, locked, open.

use super::Secret;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether the window shows the doors, the lock or the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VaultState {
    /// No vault at the place.
    Absent,
    /// A vault, not opened.
    Locked,
    /// Open.
    Open,
}

/// Where the vault is and in which state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VaultStatus {
    /// The state.
    pub state: VaultState,
    /// Its folder.
    pub path: String,
    /// Whether it is the demo vault.
    pub demo: bool,
    /// The program's version.
    pub version: String,
    /// The shortest password that is accepted for a new vault, in characters.
    pub password_min: u32,
    /// How often somebody tried to open it in vain before it was opened this time.
    pub failed_attempts: u64,
}

/// When the vault locks by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LockSettings {
    /// After so many minutes without a person; 0: never. Whatever it is, the vault is locked before the machine sleeps where the
    /// system tells of it, and else on waking up.
    pub auto_lock_minutes: u32,
}

/// The language that names made by the program (the default categories, documents) are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum Language {
    /// 简体中文.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// Create a vault.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CreateVault {
    /// The folder; `None`: where [`VaultStatus::path`] says.
    pub path: Option<String>,
    /// The password.
    pub password: Secret,
    /// The language of the default categories.
    pub language: Language,
}

/// Open a vault.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenVault {
    /// The folder; `None`: where [`VaultStatus::path`] says.
    pub path: Option<String>,
    /// The password.
    pub password: Secret,
}

/// Figures of the whole vault (`yanju stats`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Stats {
    /// Utterances.
    pub messages: u64,
    /// Lines of the system.
    pub events: u64,
    /// Threads.
    pub conversations: u64,
    /// People and bots.
    pub participants: u64,
    /// Attachments held.
    pub attachments: u64,
    /// Space on disk.
    pub bytes: StatsBytes,
}

/// Space on disk, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StatsBytes {
    /// The database.
    pub database: u64,
    /// The search index.
    pub index: u64,
    /// Originals and attachments.
    pub blobs: u64,
}
