//! Who can open a vault: its password, recovery words, the keychain of a computer.

use super::{Secret, vault::Language};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Change the password of the open vault.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangePassword {
    /// The present one.
    pub current: Secret,
    /// The one to come.
    pub new: Secret,
}

/// Make recovery words for the open vault.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MakeRecoveryWords {
    /// The list they are written in. They are read in either.
    pub language: Language,
}

/// Recovery words, told once: the vault itself cannot tell them again.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecoveryPhrase {
    /// 24 words with a space between them.
    pub words: Secret,
    /// The list they are written in.
    pub language: Language,
}

/// Open a vault by its recovery words and give it another password.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecoverVault {
    /// The folder; `None`: where `VaultStatus.path` says.
    pub path: Option<String>,
    /// The words, as they were typed.
    pub words: Secret,
    /// The password to come.
    pub password: Secret,
}

/// Ask for the ways into a vault, or open it by one that needs no typing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WhichVault {
    /// The folder; `None`: where `VaultStatus.path` says.
    pub path: Option<String>,
}

/// The ways into a vault beside its password, which always leads in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UnlockWays {
    /// Whether it has recovery words.
    pub recovery_words: bool,
    /// Whether the keychain of this computer opens it.
    pub quick_unlock: QuickUnlock,
}

/// Whether the keychain of this computer opens a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum QuickUnlock {
    /// There is no keychain that answers, so nothing is offered.
    Unavailable,
    /// It could, but was not asked to.
    Off,
    /// It was set up, here or where the vault comes from.
    On,
}
