//! Errors as a face sees them: a code it can act on, the particulars, and the technical detail.
//!
//! The sentence for people is looked up by the code in the locale files; a test holds both languages to
//! every code.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};
use ts_rs::TS;

/// What went wrong, as far as a caller acts differently on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// The password opens no slot.
    WrongPassword,
    /// A password or recovery words are needed, and there is neither a terminal to ask on nor another place they
    /// were given: `variable` and `option` name such places.
    PasswordNeeded,
    /// No vault at `path`.
    VaultAbsent,
    /// There is a vault at `path` already.
    VaultExists,
    /// Another program has the vault open.
    VaultInUse,
    /// The vault is locked.
    VaultLocked,
    /// Written by a newer version of the program.
    VaultNewer,
    /// The folder at `path` is not a vault.
    NotAVault,
    /// A part of the vault fails its integrity check: `what`.
    VaultDamaged,
    /// The password is too short; `min` characters at least.
    PasswordTooShort,
    /// Word `number` of the recovery words, counted from 1, is in no list.
    RecoveryWordUnknown,
    /// There are `found` recovery words instead of 24.
    RecoveryWordsIncomplete,
    /// Each of the recovery words is in a list, but their checksum fails.
    RecoveryWordsMistyped,
    /// The recovery words are whole, but not those of this vault.
    WrongRecoveryWords,
    /// The vault has no recovery words.
    NoRecoveryWords,
    /// The keychain of this computer does not answer.
    KeychainUnavailable,
    /// The keychain of this computer does not open this vault.
    QuickUnlockOff,
    /// `path` cannot be read.
    Unreadable,
    /// `path` cannot be written.
    Unwritable,
    /// The folder at `path` holds no files that can be imported.
    FolderEmpty,
    /// `file` has no content.
    FileEmpty,
    /// `file` is not text and no format that is known; `kind` is what it is, where its first bytes tell: `pdf`, `document`,
    /// `old_workbook`, `picture`, `recording`, `program`, `archive`, `database`.
    FileBinary,
    /// `file` is damaged at `place`.
    FileDamaged,
    /// `file` is text, but in no layout that is known; `kind` is `table` where it may have columns to say the meaning of.
    FormatUnknown,
    /// `file` may be one of several `formats` equally well, and nobody is there to say which.
    FormatAmbiguous,
    /// There is no format `id`.
    NoSuchFormat,
    /// `file` lacks a column: `column` is `text_column` or `time_column`.
    ColumnMissing,
    /// `file` holds no messages.
    NoMessages,
    /// The dates of `file` can be read in each of these `orders`, parted by commas.
    AmbiguousDates,
    /// `file` exceeds `limit` at `place`.
    LimitExceeded,
    /// `what` (`message`, `conversation`, `category`, …) of this `id` does not exist.
    NotFound,
    /// The query cannot be understood at `position` (characters, from 0): `problem` is a code of its own.
    QueryInvalid,
    /// A change is to be made to whatever matches a query, and the query is empty.
    QueryEmpty,
    /// Nothing matches, so nothing was exported.
    NothingToExport,
    /// The day `to` lies before the day `from`.
    DatesReversed,
    /// A value is not acceptable: `name`, `value`; where few are, these are `allowed`. `kind` is `meaning` where a column
    /// (`name`) cannot mean `value`.
    InvalidValue,
    /// The pattern of a rule cannot be used at `position` (characters, from 0): `rule`, and `fault`: `empty`, `too_long`, `syntax`,
    /// `too_large` or `finds_nothing`.
    PatternInvalid,
    /// Another category, or another saved search, has the name already.
    NameTaken,
    /// Those who are to be one person are of different conversations.
    OtherConversation,
    /// The source of `file` states its times; no zone was assumed that could be another one.
    ZoneStated,
    /// Different `zones` were assumed for what is to be read in another one.
    ZonesDiffer,
    /// No folder for backups is chosen.
    BackupUnset,
    /// The folder at `path` cannot take a backup, or does not say which: `reason` is `absent`, `inside`, `foreign`,
    /// `newer`, `put_back` or `several`.
    BackupPlace,
    /// No backup at `path`.
    BackupAbsent,
    /// A file of the backup is missing or altered: `what`.
    BackupDamaged,
    /// The password has to be given again for `operation`; what was given is void, too old or for another.
    ConfirmationNeeded,
    /// Cancelled by the user.
    Cancelled,
    /// A fault of the program; `detail` says where.
    Internal,
}

impl ErrorCode {
    /// Every code, for the test that holds the locale files to them.
    pub const ALL: &'static [Self] = &[
        Self::WrongPassword,
        Self::PasswordNeeded,
        Self::VaultAbsent,
        Self::VaultExists,
        Self::VaultInUse,
        Self::VaultLocked,
        Self::VaultNewer,
        Self::NotAVault,
        Self::VaultDamaged,
        Self::PasswordTooShort,
        Self::RecoveryWordUnknown,
        Self::RecoveryWordsIncomplete,
        Self::RecoveryWordsMistyped,
        Self::WrongRecoveryWords,
        Self::NoRecoveryWords,
        Self::KeychainUnavailable,
        Self::QuickUnlockOff,
        Self::Unreadable,
        Self::Unwritable,
        Self::FolderEmpty,
        Self::FileEmpty,
        Self::FileBinary,
        Self::FileDamaged,
        Self::FormatUnknown,
        Self::FormatAmbiguous,
        Self::NoSuchFormat,
        Self::ColumnMissing,
        Self::NoMessages,
        Self::AmbiguousDates,
        Self::LimitExceeded,
        Self::NotFound,
        Self::QueryInvalid,
        Self::QueryEmpty,
        Self::NothingToExport,
        Self::DatesReversed,
        Self::InvalidValue,
        Self::PatternInvalid,
        Self::NameTaken,
        Self::OtherConversation,
        Self::ZoneStated,
        Self::ZonesDiffer,
        Self::BackupUnset,
        Self::BackupPlace,
        Self::BackupAbsent,
        Self::BackupDamaged,
        Self::ConfirmationNeeded,
        Self::Cancelled,
        Self::Internal,
    ];

    /// The stable name, as in JSON and the locale files.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// An error on its way to a face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// What went wrong.
    pub code: ErrorCode,
    /// The particulars the sentence is filled with.
    pub params: BTreeMap<String, String>,
    /// For a bug report: the chain of causes. Never holds record content or keys.
    pub detail: String,
}

impl ApiError {
    /// An error with this code.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, params: BTreeMap::new(), detail: String::new() }
    }

    /// The same with a particular.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same with the cause in technical words.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.detail = cause.to_string();
        self
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.name())?;
        for (name, value) in &self.params {
            write!(f, " {name}={value}")?;
        }
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

impl std::error::Error for ApiError {}
