//! Errors of the rooms below, turned into what a face understands. Nothing is lost: the chain of causes goes
//! into `detail`, never content.

use crate::{
    api::{ApiError, ErrorCode},
    query::QueryError,
};
use std::{io::ErrorKind, path::Path};
use yanju_formats::{export, import};
use yanju_model::{Platform, draft::DateOrder, job::Cancelled};
use yanju_store::{WayIn, WordsFault};

impl From<yanju_store::Error> for ApiError {
    fn from(error: yanju_store::Error) -> Self {
        use yanju_store::Error as E;
        let detail = chain(&error);
        match error {
            E::WrongPassword => Self::new(ErrorCode::WrongPassword),
            E::WrongWords(fault) => fault.into(),
            E::NoWayIn(WayIn::RecoveryWords) => Self::new(ErrorCode::NoRecoveryWords),
            E::NoWayIn(WayIn::DeviceSecret) => Self::new(ErrorCode::QuickUnlockOff),
            E::NoVault => Self::new(ErrorCode::VaultAbsent),
            E::VaultExists => Self::new(ErrorCode::VaultExists),
            E::NotEmpty => Self::new(ErrorCode::NotAVault),
            E::InUse => Self::new(ErrorCode::VaultInUse),
            E::Newer { found, known } => {
                Self::new(ErrorCode::VaultNewer).with("found", found).with("known", known)
            }
            E::Damaged { what } | E::IndexDamaged { what } => {
                Self::new(ErrorCode::VaultDamaged).with("what", what)
            }
            E::NoBackup => Self::new(ErrorCode::BackupAbsent),
            E::BackupPlace { why } => Self::new(ErrorCode::BackupPlace).with("reason", why),
            E::BackupDamaged { what } => Self::new(ErrorCode::BackupDamaged).with("what", what),
            E::NoSuch { id } => Self::new(ErrorCode::NotFound).with("id", id),
            E::Unusable { what: "category name" | "saved search name", why: "taken" } => {
                Self::new(ErrorCode::NameTaken)
            }
            E::Unusable { what: "saved search", why } => {
                Self::new(ErrorCode::InvalidValue).with("name", "saved_search").with("value", why)
            }
            E::Unusable { what: "participant", .. } => Self::new(ErrorCode::OtherConversation),
            E::Unusable { what, why } => {
                Self::new(ErrorCode::InvalidValue).with("name", what).with("value", why)
            }
            E::BadPattern { rule, why, position, detail: said } => {
                let error =
                    Self::new(ErrorCode::PatternInvalid).with("fault", why).with("position", position);
                // One that is only tried has no name.
                let error =
                    if rule.is_empty() { error.with("kind", "unnamed") } else { error.with("rule", rule) };
                error.because(said)
            }
            E::ZoneStated { file } => Self::new(ErrorCode::ZoneStated).with("file", file),
            E::Cancelled(_) => Self::new(ErrorCode::Cancelled),
            E::Source(cause) => Self::new(ErrorCode::Unreadable).with("path", "").because(cause),
            E::Io(_) => Self::new(ErrorCode::Unwritable).with("path", "").because(detail),
            // A vault without a password does not pass for one.
            E::Database(_) | E::Index(_) | E::NoWayIn(WayIn::Password) => {
                Self::new(ErrorCode::Internal).because(detail)
            }
        }
    }
}

impl From<WordsFault> for ApiError {
    fn from(fault: WordsFault) -> Self {
        match fault {
            WordsFault::UnknownWord(number) => {
                Self::new(ErrorCode::RecoveryWordUnknown).with("number", number)
            }
            WordsFault::Count(found) => Self::new(ErrorCode::RecoveryWordsIncomplete).with("found", found),
            WordsFault::Checksum => Self::new(ErrorCode::RecoveryWordsMistyped),
            WordsFault::OfAnotherVault => Self::new(ErrorCode::WrongRecoveryWords),
        }
    }
}

impl From<import::Error> for ApiError {
    fn from(error: import::Error) -> Self {
        use import::Error as E;
        let detail = chain(&error);
        let about = |code, file: &str| Self::new(code).with("file", file);
        match error {
            // What was read is not what was written: an archive's checksum, a stream that cannot be unpacked.
            E::Io { file, source } if source.kind() == ErrorKind::InvalidData => {
                about(ErrorCode::FileDamaged, &file).with("place", "content").because(source)
            }
            E::Io { file, source } => Self::new(ErrorCode::Unreadable).with("path", file).because(source),
            E::Empty { file } => about(ErrorCode::FileEmpty, &file),
            E::Damaged { file, place, detail } => {
                about(ErrorCode::FileDamaged, &file).with("place", place).because(detail)
            }
            E::Lacks { file, what: "messages" } => about(ErrorCode::NoMessages, &file),
            E::Lacks { file, what } => about(ErrorCode::ColumnMissing, &file).with("column", what),
            E::TooLarge { file, limit, place } => {
                about(ErrorCode::LimitExceeded, &file).with("limit", limit).with("place", place)
            }
            E::AmbiguousDates { file, orders } => {
                let orders = orders.into_iter().map(DateOrder::name).collect::<Vec<_>>().join(", ");
                about(ErrorCode::AmbiguousDates, &file).with("orders", orders)
            }
            E::Cancelled(_) => Self::new(ErrorCode::Cancelled),
            E::Unreadable { source } => Self::new(ErrorCode::Unreadable).with("path", "").because(source),
            E::Sink(cause) => match cause.downcast::<Self>() {
                Ok(error) => *error,
                Err(_) => Self::new(ErrorCode::Internal).because(detail),
            },
        }
    }
}

impl From<export::Error> for ApiError {
    fn from(error: export::Error) -> Self {
        let detail = chain(&error);
        match error {
            export::Error::Cancelled(_) => Self::new(ErrorCode::Cancelled),
            export::Error::Io(_) => Self::new(ErrorCode::Unwritable).with("path", "").because(detail),
            export::Error::Refused { .. } => Self::new(ErrorCode::Internal).because(detail),
        }
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        Self::new(ErrorCode::QueryInvalid)
            .with("position", error.position)
            .with("problem", error.problem.code())
            .with("part", error.part)
            .with("allowed", error.allowed.join(", "))
    }
}

impl From<Cancelled> for ApiError {
    fn from(_: Cancelled) -> Self {
        Self::new(ErrorCode::Cancelled)
    }
}

impl From<yanju_model::id::NotAnId> for ApiError {
    fn from(error: yanju_model::id::NotAnId) -> Self {
        let name = format!("id ({})", error.example());
        Self::new(ErrorCode::InvalidValue).with("name", name).with("value", error.text())
    }
}

/// The error of a platform that there is not, with those there are.
pub(crate) fn no_platform(name: &str) -> ApiError {
    let allowed: Vec<&str> = Platform::ALL.iter().map(|platform| platform.name()).collect();
    ApiError::new(ErrorCode::InvalidValue)
        .with("name", "platform")
        .with("value", name)
        .with("allowed", allowed.join(", "))
}

/// The error of reading a path.
pub(crate) fn unreadable(path: &Path, cause: impl std::fmt::Display) -> ApiError {
    ApiError::new(ErrorCode::Unreadable).with("path", path.display()).because(cause)
}

/// The error of writing a path.
pub(crate) fn unwritable(path: &Path, cause: impl std::fmt::Display) -> ApiError {
    ApiError::new(ErrorCode::Unwritable).with("path", path.display()).because(cause)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
