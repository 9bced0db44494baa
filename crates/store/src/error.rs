//! Why the vault could not do what it was asked. A variant exists only where a caller acts differently.
//!
//! No message here carries content of records or anything derived from a key.

use crate::keys::{WayIn, WordsFault};
use std::io;
use yanju_model::job::Cancelled;

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the vault could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The directory holds no vault.
    #[error("there is no vault in this directory")]
    NoVault,
    /// The directory already holds a vault; nothing was touched.
    #[error("there is already a vault in this directory")]
    VaultExists,
    /// The directory holds other files; a vault keeps to itself.
    #[error("this directory is not empty")]
    NotEmpty,
    /// The password opens no slot.
    #[error("the password does not open this vault")]
    WrongPassword,
    /// The recovery words open no slot.
    #[error("the recovery words do not open this vault: {0}")]
    WrongWords(#[from] WordsFault),
    /// The vault was not given this way in, or the secret in the keychain is that of another.
    #[error("this vault has no such way in: {0:?}")]
    NoWayIn(WayIn),
    /// Another process has the vault open.
    #[error("the vault is in use by another process")]
    InUse,
    /// A newer version of the program wrote the vault.
    #[error("the vault has version {found}; this program reads up to {known}")]
    Newer {
        /// The version found.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// A file of the vault is missing, altered or cut short.
    #[error("the vault is damaged: {what}")]
    Damaged {
        /// Which part, and how it shows.
        what: String,
    },
    /// The directory holds no backup, or none of this vault.
    #[error("there is no backup in this directory")]
    NoBackup,
    /// A directory cannot take a backup, or it is not clear which one is meant.
    #[error("this directory cannot be used for a backup: {why}")]
    BackupPlace {
        /// Why not, as a stable code: `absent`, `inside`, `foreign`, `newer`, `put_back`, `several`.
        why: &'static str,
    },
    /// A file of a backup is missing, altered or cut short.
    #[error("the backup is damaged: {what}")]
    BackupDamaged {
        /// Which file, below the directory of the backup, and how it shows.
        what: String,
    },
    /// The search index cannot be read. It holds nothing of its own and is rebuilt from the database.
    #[error("the search index is damaged: {what}")]
    IndexDamaged {
        /// Which part, and how it shows.
        what: String,
    },
    /// Nothing has this id.
    #[error("there is no {id}")]
    NoSuch {
        /// The id as it is written, e.g. `m42`.
        id: String,
    },
    /// A value cannot be taken as it is: an empty keyword, a category name already in use.
    #[error("{what} is not usable: {why}")]
    Unusable {
        /// What was given, e.g. `tag`, `category name`, `key derivation cost`.
        what: &'static str,
        /// Why not, as a stable code: `empty`, `taken`, `out_of_range`.
        why: &'static str,
    },
    /// The pattern of a rule cannot be used.
    #[error("the pattern of {rule} is not usable at {position}: {why} {detail}")]
    BadPattern {
        /// The rule's name.
        rule: String,
        /// Why not, as a stable code: `empty`, `too_long`, `syntax`, `too_large`, `finds_nothing`.
        why: &'static str,
        /// Where in the pattern, in characters from 0.
        position: usize,
        /// What the parser says; empty where it is not the one who refuses.
        detail: String,
    },
    /// The source of a file states its times itself: no zone was assumed that could be another one.
    #[error("the source of {file} states its zone")]
    ZoneStated {
        /// The file's name.
        file: String,
    },
    /// The person who started the work cancelled it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(#[source] rusqlite::Error),
    /// The search engine refused.
    #[error("the search index refused: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// What was given to be kept could not be read. A reader that fails with [`Cancelled`] inside its error
    /// makes it [`Error::Cancelled`] instead.
    #[error("the source could not be read: {0}")]
    Source(#[source] io::Error),
    /// The file system refused.
    #[error("the file system refused: {0}")]
    Io(#[from] io::Error),
}

impl From<rusqlite::Error> for Error {
    /// A page that does not authenticate is damage; a disk that is full, read-only or failing is the file system's
    /// word; everything else is a refusal.
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
                Self::damaged("vault.db cannot be read")
            }
            Some(rusqlite::ErrorCode::DiskFull) => {
                Self::Io(io::Error::new(io::ErrorKind::StorageFull, error))
            }
            Some(rusqlite::ErrorCode::ReadOnly) => {
                Self::Io(io::Error::new(io::ErrorKind::ReadOnlyFilesystem, error))
            }
            Some(rusqlite::ErrorCode::SystemIoFailure | rusqlite::ErrorCode::CannotOpen) => {
                Self::Io(io::Error::other(error))
            }
            _ => Self::Database(error),
        }
    }
}

impl Error {
    /// A read of what is to be kept failed.
    pub(crate) fn source(error: io::Error) -> Self {
        error.downcast().map_or_else(Self::Source, Self::Cancelled)
    }

    /// A part of the vault is missing, altered or cut short.
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    /// A file of a backup is missing, altered or cut short.
    pub(crate) fn backup_damaged(what: impl Into<String>) -> Self {
        Self::BackupDamaged { what: what.into() }
    }

    /// Nothing has this id.
    pub(crate) fn no_such(id: impl std::fmt::Display) -> Self {
        Self::NoSuch { id: id.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_the_file_systems_word_in_the_database_too() {
        for (code, kind) in [
            (rusqlite::ffi::SQLITE_FULL, io::ErrorKind::StorageFull),
            (rusqlite::ffi::SQLITE_READONLY, io::ErrorKind::ReadOnlyFilesystem),
            (rusqlite::ffi::SQLITE_IOERR, io::ErrorKind::Other),
        ] {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            let error = Error::from(error);
            assert!(matches!(&error, Error::Io(cause) if cause.kind() == kind), "{code} became {error:?}");
        }
    }
}
