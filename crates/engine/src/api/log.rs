//! The audit log and examinations across the border.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Ask for a stretch of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AskLog {
    /// How many to skip.
    pub offset: u64,
    /// How many to return at most.
    pub limit: u32,
}

/// A stretch of the log, latest first (`yanju log --json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LogPage {
    /// How many acts there are in all.
    pub total: u64,
    /// Those of the page.
    pub entries: Vec<LogRow>,
}

/// Something that was done with the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LogRow {
    /// Its number, from 1.
    pub number: u64,
    /// When, RFC 3339.
    pub at: String,
    /// Who: `person`, `import`, `rule`, `program`, `unknown`; explained under `actor.<name>`.
    pub actor: String,
    /// What; explained under `log.<name>`.
    pub act: String,
    /// The particulars the sentence is filled with.
    pub detail: BTreeMap<String, String>,
}

/// What an examination found (`yanju doctor --json`, `yanju verify --json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Examination {
    /// Whether nothing is wrong now.
    pub ok: bool,
    /// Each part that was looked at, in this order.
    pub checks: Vec<CheckRow>,
}

/// A part that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CheckRow {
    /// Which; explained under `check.<name>`.
    pub name: String,
    /// Whether nothing is wrong with it now.
    pub ok: bool,
    /// What was wrong, for a technician; of a sound part: nothing.
    pub detail: String,
    /// It was wrong, follows from other parts, and was made anew.
    pub rebuilt: bool,
    /// How many things were looked at; 0 where that was not counted.
    pub looked_at: u64,
}
