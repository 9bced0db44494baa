//! What the vault remembers about the folder that is watched: which it is, and what became of the files in it.

use crate::{Result, Vault, table::setting};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf};

/// The folder, and whether it is watched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inbox {
    /// The folder; `None`: none was chosen yet.
    pub folder: Option<PathBuf>,
    /// Whether what lands in it is imported.
    pub is_on: bool,
}

/// What was met in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InboxMemory {
    /// When somebody looked last, UTC milliseconds.
    pub looked_at_ms: Option<i64>,
    /// The version that looked: another one may read what this one could not.
    pub version: String,
    /// The files.
    pub files: Vec<InboxFile>,
}

/// A file of the folder as it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxFile {
    /// Its path.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// When it was changed last, UTC milliseconds.
    pub modified_ms: i64,
    /// What became of it.
    pub fate: InboxFate,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxFate {
    /// It was imported.
    Imported,
    /// It is no chat: an attachment or a picture.
    Beside,
    /// It could not be imported.
    Failed {
        /// The code of the error.
        code: String,
        /// Its particulars.
        params: BTreeMap<String, String>,
    },
}

impl Vault {
    /// The folder that is watched; none, until somebody says.
    pub fn inbox(&self) -> Result<Inbox> {
        Ok(self.remembered(setting::INBOX)?.unwrap_or_default())
    }

    /// Says.
    pub fn set_inbox(&self, inbox: &Inbox) -> Result<()> {
        self.remember(setting::INBOX, inbox)
    }

    /// What was met in it.
    pub fn inbox_memory(&self) -> Result<InboxMemory> {
        Ok(self.remembered(setting::INBOX_MEMORY)?.unwrap_or_default())
    }

    /// Remembers what was met.
    pub fn remember_inbox(&self, memory: &InboxMemory) -> Result<()> {
        self.remember(setting::INBOX_MEMORY, memory)
    }
}
