//! The report of an import of several files, and which of them were no files to import after all.

use super::{Imported, walk::Found};
use crate::api::{
    ApiError, ErrorCode,
    import::{FailedFile, FileReport, ImportReport},
};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};
use yanju_model::{ImportId, Timestamp};

/// What lies beside chats that were read.
#[derive(Default)]
pub(super) struct Beside {
    folders: HashSet<PathBuf>,
    attached: HashSet<PathBuf>,
}

impl Beside {
    /// A file was read, and these with it.
    pub(super) fn note(&mut self, path: &str, attached: Vec<PathBuf>) {
        self.folders.extend(Path::new(path).parent().map(Path::to_owned));
        self.attached.extend(attached);
    }

    /// Whether a file that nobody named is not missed: it came in with a chat, or is a medium beside one.
    pub(super) fn explains(&self, found: &Found, error: &ApiError) -> bool {
        let lies_beside = found.path.parent().is_some_and(|folder| self.folders.contains(folder));
        found.walked && (self.attached.contains(&found.path) || (lies_beside && is_medium(error)))
    }
}

/// Whether a file was refused because it is a picture, a recording, or bytes of which nothing is known. Of anything else
/// people are told: it may be meant to be read.
pub(super) fn is_medium(error: &ApiError) -> bool {
    let kind = error.params.get("kind").map(String::as_str);
    error.code == ErrorCode::FileBinary && matches!(kind, None | Some("picture" | "recording"))
}

/// The report of an import, as it grows file by file.
#[derive(Default)]
pub(super) struct Summary {
    /// The act under way, once a file brought something new.
    pub(super) act: Option<ImportId>,
    /// The act, or the earlier one that holds what was brought again.
    import: Option<ImportId>,
    files: Vec<FileReport>,
    /// The files of these, by folder, that lie beside them.
    taken: Beside,
    failed: Vec<(Found, ApiError)>,
    cancelled: bool,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Summary {
    pub(super) fn add(&mut self, imported: Imported) {
        if imported.is_new {
            self.act = Some(imported.import);
        }
        self.import = self.act.or(self.import).or(Some(imported.import));
        let earlier = |t: &Timestamp| t.utc_ms;
        let period = imported.tally.period();
        self.first = [self.first, period.map(|p| p.0)].into_iter().flatten().min_by_key(earlier);
        self.last = [self.last, period.map(|p| p.1)].into_iter().flatten().max_by_key(earlier);
        self.taken.note(&imported.report.path, imported.attached);
        self.files.push(imported.report);
    }

    pub(super) fn fail(&mut self, found: &Found, error: ApiError) {
        self.failed.push((found.clone(), error));
    }

    /// The user had enough; what was finished before stays.
    pub(super) fn cancel(&mut self) {
        self.cancelled = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(super) fn finish(mut self) -> ImportReport {
        let failures = self.failed.len();
        let taken = &self.taken;
        self.failed.retain(|(found, error)| !taken.explains(found, error));
        let skipped = (failures - self.failed.len()) as u64;
        let failed =
            |(found, error): (Found, ApiError)| FailedFile { path: found.path.display().to_string(), error };
        let sum = |count: fn(&FileReport) -> u64| self.files.iter().map(count).sum();
        ImportReport {
            import: self.import.map(|id| id.to_string()),
            messages: sum(|f| f.messages),
            events: sum(|f| f.events),
            conversations: sum(|f| f.conversations),
            participants: sum(|f| f.participants),
            attachments: sum(|f| f.attachments),
            duplicates: sum(|f| f.duplicates),
            first: self.first.and_then(Timestamp::rfc3339),
            last: self.last.and_then(Timestamp::rfc3339),
            files: self.files,
            failed: self.failed.into_iter().map(failed).collect(),
            skipped,
            cancelled: self.cancelled,
        }
    }
}
