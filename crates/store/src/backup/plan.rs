//! What the vault remembers about its backups: where they go, whether they are taken by themselves, and how the
//! latest one ended.

use super::Retention;
use crate::{Result, Vault, table::setting};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Whether backups are taken by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Only when asked for.
    #[default]
    Off,
    /// Once a day, and in full once a month.
    Daily,
}

/// Where, when and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The place for backups.
    pub place: Option<PathBuf>,
    /// Whether they are taken by themselves.
    pub schedule: Schedule,
    /// How long snapshots are kept.
    pub keep: Retention,
}

/// How a backup ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began, UTC milliseconds.
    pub at_ms: i64,
    /// The code of the error; `None`: it was taken.
    pub error: Option<String>,
}

impl Vault {
    /// What is planned; nothing, until somebody does.
    pub fn backup_plan(&self) -> Result<Plan> {
        Ok(self.remembered(setting::BACKUP_PLAN)?.unwrap_or_default())
    }

    /// Plans.
    pub fn set_backup_plan(&self, plan: &Plan) -> Result<()> {
        self.remember(setting::BACKUP_PLAN, plan)
    }

    /// How the latest backup ended.
    pub fn backup_attempt(&self) -> Result<Option<Attempt>> {
        self.remembered(setting::BACKUP_ATTEMPT)
    }

    /// Notes how a backup ended.
    pub fn note_backup(&self, attempt: &Attempt) -> Result<()> {
        self.remember(setting::BACKUP_ATTEMPT, attempt)
    }
}
