//! What the vault knows of the days on which platforms drop chats: how far the records reach, what its owner said of a
//! platform, and of which days the owner was told.

use crate::{
    Result, Vault,
    table::{conversation, setting},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use yanju_model::Platform;

/// For how long a platform keeps chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Days at hand; `None`: without end, or nobody knows.
    pub days: Option<u32>,
    /// Days until even what is no longer at hand is gone.
    pub final_days: Option<u32>,
}

impl Vault {
    /// The newest dated record of each platform, UTC milliseconds. A conversation that reaches beyond `now_ms` has a
    /// date that is wrong, and nothing is concluded from it.
    pub fn newest_records(&self, now_ms: i64) -> Result<Vec<(Platform, i64)>> {
        Ok(conversation::newest(&*self.database.read()?, now_ms)?)
    }

    /// What the owner said of platforms, by their stable names.
    pub fn retention(&self) -> Result<BTreeMap<String, Kept>> {
        Ok(self.remembered(setting::RETENTION)?.unwrap_or_default())
    }

    /// Remembers it.
    pub fn set_retention(&self, said: &BTreeMap<String, Kept>) -> Result<()> {
        self.remember(setting::RETENTION, said)
    }

    /// The latest that the owner was told of a platform, by its stable name and in the caller's words.
    pub fn reminded(&self) -> Result<BTreeMap<String, String>> {
        Ok(self.remembered(setting::REMINDED)?.unwrap_or_default())
    }

    /// Remembers it.
    pub fn note_reminded(&self, told: &BTreeMap<String, String>) -> Result<()> {
        self.remember(setting::REMINDED, told)
    }
}
