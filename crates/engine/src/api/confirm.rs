//! The password asked for again, across the border.

use super::{export::ExportRequest, secret::Secret};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is not done without the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "operation", rename_all = "snake_case")]
#[ts(export)]
pub enum Operation {
    /// Writing a document: this one and no other.
    Export {
        /// The whole request, as it will be made.
        request: ExportRequest,
    },
    /// Making recovery words.
    MakeRecoveryWords,
    /// Making the recovery words void.
    RemoveRecoveryWords,
    /// Letting this device open the vault without the password.
    EnableQuickUnlock,
}

impl Operation {
    /// The stable name, as in the log and under `operation` in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Export { .. } => "export",
            Self::MakeRecoveryWords => "make_recovery_words",
            Self::RemoveRecoveryWords => "remove_recovery_words",
            Self::EnableQuickUnlock => "enable_quick_unlock",
        }
    }
}

/// Ask for a grant.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Confirm {
    /// What is to be done.
    pub operation: Operation,
    /// The vault's password.
    pub password: Secret,
}

/// The engine's word that the password was given for one operation: good once, for a minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Grant {
    /// Nothing to be read in it.
    pub token: String,
}
