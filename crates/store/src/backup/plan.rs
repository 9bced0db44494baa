//! What the vault remembers about its backups: where they go, whether they are taken by themselves, and how the
//! latest one ended.

use super::Retention;
use crate::{Result, Vault, table::setting};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
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

    /// `None` also where a later version wrote what this one does not understand.
    fn remembered<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let value = setting::value(&*self.database.read()?, name)?;
        Ok(value.and_then(|json| serde_json::from_str(&json).ok()))
    }

    fn remember(&self, name: &str, value: &impl Serialize) -> Result<()> {
        let json = serde_json::to_string(value).map_err(|error| crate::Error::Io(error.into()))?;
        let writer = self.database.write()?;
        setting::set(&writer, name, &json)?;
        writer.commit()
    }
}
