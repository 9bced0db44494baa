//! The words of the audit log: what can be done with a vault that its owner may want to know of later.
//!
//! Organising has a journal of its own, which can be undone; nothing here can. A change of a zone is in both.

use std::collections::BTreeMap;

/// Something done with a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The vault was made.
    Created,
    /// It was opened; detail: `way`, and how many `attempts` in vain there were before.
    Unlocked,
    /// Somebody tried a password, words or a device in vain while it was locked.
    UnlockFailed,
    /// It was locked; detail: `why`.
    Locked,
    /// The password was asked for again and was wrong; detail: `operation`.
    ConfirmFailed,
    /// The password was changed.
    PasswordChanged,
    /// Recovery words were made; earlier ones are void.
    RecoveryMade,
    /// The recovery words were made void.
    RecoveryRemoved,
    /// The recovery words were used to set a new password.
    Recovered,
    /// This device may open the vault without the password.
    QuickUnlockEnabled,
    /// It may no longer.
    QuickUnlockDisabled,
    /// A file was taken in; detail: `file`, `format`, `sha256`, `messages` (and events), `duplicates`.
    Imported,
    /// The times of a file were read in another zone; detail: `file`, `sha256`, `before`, `after`, `messages`.
    ZoneChanged,
    /// A document was written; detail: `number`, `files` and their `sha256` (a line each), `messages`, `complete`, `query`.
    Exported,
    /// A setting was changed; detail: `name`, `value`.
    SettingChanged,
    /// What is recognised in texts is another; detail: `off`, `own`, the names of rules.
    RulesChanged,
    /// A backup was made; detail: `snapshot`, `folder`.
    BackedUp,
    /// A backup failed; detail: `code`, `folder`.
    BackupFailed,
    /// A backup was restored to a folder and compared; detail: `snapshot`, `outcome`.
    Rehearsed,
    /// This vault came from a backup; detail: `folder`.
    Restored,
    /// The vault was examined; detail: `faulty`, the names of what is not as it should be.
    Examined,
    /// The search index was made anew; detail: `why`.
    IndexRebuilt,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 22] = [
        Self::Created,
        Self::Unlocked,
        Self::UnlockFailed,
        Self::Locked,
        Self::ConfirmFailed,
        Self::PasswordChanged,
        Self::RecoveryMade,
        Self::RecoveryRemoved,
        Self::Recovered,
        Self::QuickUnlockEnabled,
        Self::QuickUnlockDisabled,
        Self::Imported,
        Self::ZoneChanged,
        Self::Exported,
        Self::SettingChanged,
        Self::RulesChanged,
        Self::BackedUp,
        Self::BackupFailed,
        Self::Rehearsed,
        Self::Restored,
        Self::Examined,
        Self::IndexRebuilt,
    ];

    /// The stable name, as stored and as under `log` in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Unlocked => "unlocked",
            Self::UnlockFailed => "unlock_failed",
            Self::Locked => "locked",
            Self::ConfirmFailed => "confirm_failed",
            Self::PasswordChanged => "password_changed",
            Self::RecoveryMade => "recovery_made",
            Self::RecoveryRemoved => "recovery_removed",
            Self::Recovered => "recovered",
            Self::QuickUnlockEnabled => "quick_unlock_enabled",
            Self::QuickUnlockDisabled => "quick_unlock_disabled",
            Self::Imported => "imported",
            Self::ZoneChanged => "zone_changed",
            Self::Exported => "exported",
            Self::SettingChanged => "setting_changed",
            Self::RulesChanged => "rules_changed",
            Self::BackedUp => "backed_up",
            Self::BackupFailed => "backup_failed",
            Self::Rehearsed => "rehearsed",
            Self::Restored => "restored",
            Self::Examined => "examined",
            Self::IndexRebuilt => "index_rebuilt",
        }
    }
}

/// The particulars of an act, by name.
pub type Detail = BTreeMap<String, String>;

/// Particulars from pairs.
pub fn detail<const N: usize>(pairs: [(&str, String); N]) -> Detail {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
