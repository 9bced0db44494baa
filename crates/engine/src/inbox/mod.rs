//! The in-box: a folder that is watched, and whose new files are imported by themselves.
//!
//! Whoever has the window calls [`Session::look_into_inbox`] from time to time, and [`Session::inbox_stirs`] every few
//! seconds to hear whether it is worth it now. Files are read where they lie; none is moved, changed or deleted. The
//! folder is listed while the vault is not held: a drive that does not answer must not keep it from being locked.

mod listing;

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        import::{FailedFile, ImportReport},
        inbox::{InboxHealth, InboxLook, InboxStatus, Look, SetInbox},
    },
    clock, failure,
    import::walk,
};
use listing::{FILES_LIMIT, Listing, Lying};
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, TryLockError},
};
use yanju_model::{
    job::Job,
    log::{Act, detail},
};
use yanju_store::{Inbox, InboxFate, InboxFile, InboxMemory, Vault};

/// What a session knows of the folder beside what the vault remembers.
#[derive(Default)]
pub(crate) struct Watch {
    /// Held while somebody looks.
    looking: Mutex<()>,
    /// What was ready at the latest look, and in which folder.
    met: Mutex<Option<(PathBuf, HashSet<Lying>)>>,
}

impl Session {
    /// Which folder is watched, and how it stands with it.
    pub fn inbox(&self) -> Result<InboxStatus> {
        let (inbox, memory, zone) =
            self.with(|vault| Ok((vault.inbox()?, vault.inbox_memory()?, vault.zone()?)))?;
        let listing = match &inbox.folder {
            Some(folder) if inbox.is_on => Some(Listing::of(folder)),
            _ => None,
        };
        let listed = listing.as_ref().and_then(|listing| listing.as_ref().ok());
        let there: HashSet<String> =
            listed.iter().flat_map(|listing| &listing.files).map(|file| name(&file.path)).collect();
        let met: Vec<&InboxFile> =
            memory.files.iter().filter(|file| listed.is_none() || there.contains(&file.path)).collect();
        let mut failures: Vec<FailedFile> = met.iter().filter_map(|file| failure_of(file)).collect();
        if let (Some(folder), true) = (&inbox.folder, listed.is_some_and(|listing| listing.is_cut)) {
            failures.insert(0, too_many(folder));
        }
        let too_deep = listed.iter().flat_map(|listing| &listing.too_deep);
        failures.extend(
            too_deep.map(|folder| FailedFile {
                path: folder.display().to_string(),
                error: walk::too_deep(folder),
            }),
        );
        let count = |fate: &InboxFate| met.iter().filter(|file| file.fate == *fate).count() as u64;
        Ok(InboxStatus {
            health: match &listing {
                None => InboxHealth::Off,
                Some(Err(_)) => InboxHealth::Unreachable,
                Some(Ok(_)) if failures.is_empty() => InboxHealth::Fine,
                Some(Ok(_)) => InboxHealth::Failures,
            },
            last_looked_at: memory.looked_at_ms.and_then(|ms| clock::at(ms, zone).rfc3339()),
            waiting: listed.map_or(0, |listing| unmet(listing.files.iter(), &memory).len() as u64),
            imported: count(&InboxFate::Imported),
            beside: count(&InboxFate::Beside),
            failures,
            on: inbox.is_on,
            folder: inbox.folder.map(|folder| folder.display().to_string()),
        })
    }

    /// Chooses the folder, and whether it is watched. One that is to be watched is made, where only it itself is missing.
    pub fn set_inbox(&self, request: &SetInbox) -> Result<InboxStatus> {
        let before = self.with(|vault| Ok(vault.inbox()?))?;
        let folder = request.folder.as_ref().map(PathBuf::from).or(before.folder);
        let folder = folder.map(|folder| std::path::absolute(&folder).unwrap_or(folder));
        match &folder {
            None if request.on => return Err(unusable("")),
            Some(folder) if request.on => self.prepare(folder)?,
            _ => {}
        }
        self.with(|vault| {
            let shown = folder.as_ref().map_or_else(String::new, |folder| folder.display().to_string());
            vault.set_inbox(&Inbox { folder, is_on: request.on })?;
            let value = format!("{shown} {}", if request.on { "on" } else { "off" });
            let changed = [("name", "inbox".to_owned()), ("value", value.trim().to_owned())];
            self.note(vault, Act::SettingChanged, &detail(changed))
        })?;
        self.inbox()
    }

    /// Imports what is new in the folder as one act. Nothing happens where it is not watched, cannot be listed, or
    /// somebody is looking already.
    pub fn look_into_inbox(&self, look: Look, job: &Job) -> Result<InboxLook> {
        let _looking = match self.inbox.looking.try_lock() {
            Ok(looking) => looking,
            Err(TryLockError::Poisoned(looking)) => looking.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(InboxLook { report: None, status: self.inbox()? }),
        };
        let report = match self.watched()? {
            Some(folder) => match Listing::of(&folder) {
                Ok(listing) => self.take_news(&folder, &listing, look, job)?,
                Err(_) => None,
            },
            None => None,
        };
        Ok(InboxLook { report, status: self.inbox()? })
    }

    /// Whether something lies in the folder that did not when it was looked into last. Costs a listing of the folder.
    pub fn inbox_stirs(&self) -> bool {
        let Ok(Some(folder)) = self.watched() else { return false };
        let Ok(listing) = Listing::of(&folder) else { return false };
        let met = self.inbox.met.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever opens a vault looks first; until then there is nothing to compare with.
        met.as_ref().is_some_and(|(of, met)| {
            *of == folder && listing.settled(self.clock.now_ms()).any(|file| !met.contains(file))
        })
    }

    /// The folder, if it is to be looked into.
    fn watched(&self) -> Result<Option<PathBuf>> {
        let inbox = self.with(|vault| Ok(vault.inbox()?))?;
        Ok(inbox.folder.filter(|_| inbox.is_on))
    }

    fn take_news(
        &self,
        folder: &Path,
        listing: &Listing,
        look: Look,
        job: &Job,
    ) -> Result<Option<ImportReport>> {
        let take = |vault: &Vault| {
            // Another vault was opened meanwhile, or another folder chosen: what was listed is none of its business.
            let inbox = vault.inbox()?;
            if !inbox.is_on || inbox.folder.as_deref() != Some(folder) {
                return Ok(None);
            }
            let memory = vault.inbox_memory()?;
            let now_ms = self.clock.now_ms();
            let ready: Vec<PathBuf> = match look {
                Look::New => due(listing.settled(now_ms), &memory, is_passing),
                Look::Again => due(listing.settled(now_ms), &memory, |_| true),
            };
            let report =
                if ready.is_empty() { None } else { Some(self.import_unattended(vault, &ready, job)?) };
            let files = files_after(listing, &memory, &ready, report.as_ref());
            let memory = InboxMemory {
                looked_at_ms: Some(now_ms),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                files,
            };
            vault.remember_inbox(&memory)?;
            let met = listing.settled(now_ms).cloned().collect();
            *self.inbox.met.lock().unwrap_or_else(PoisonError::into_inner) = Some((folder.to_owned(), met));
            Ok(report)
        };
        let report = match look {
            Look::New => self.during_by_itself(job, take)?,
            Look::Again => self.during(job, take)?,
        };
        match report {
            Some(report) if report.cancelled && report.files.is_empty() => {
                Err(ApiError::new(ErrorCode::Cancelled))
            }
            report => Ok(report),
        }
    }

    /// Sees to it that a folder can be watched.
    fn prepare(&self, folder: &Path) -> Result<()> {
        let (vault, place) = (real(Path::new(&self.vault_status()?.path)), real(folder));
        // The vault's own files are no exports, and nothing readable is to lie in it.
        if place.starts_with(&vault) || vault.starts_with(&place) {
            return Err(unusable(&folder.display().to_string()));
        }
        match std::fs::create_dir(folder) {
            Err(cause) if !folder.is_dir() => Err(failure::unwritable(folder, cause)),
            _ => Ok(()),
        }
    }
}

/// A path without links and detours, also where its last part is not there yet.
fn real(path: &Path) -> PathBuf {
    let beside = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(beside).unwrap_or_else(|| path.to_owned())
}

fn unusable(folder: &str) -> ApiError {
    ApiError::new(ErrorCode::InvalidValue).with("name", "folder").with("value", folder)
}

fn too_many(folder: &Path) -> FailedFile {
    let error = ApiError::new(ErrorCode::LimitExceeded)
        .with("file", folder.display())
        .with("limit", "watched files")
        .with("place", FILES_LIMIT);
    FailedFile { path: folder.display().to_string(), error }
}

/// The name of a path in what is remembered.
fn name(path: &Path) -> String {
    path.display().to_string()
}

fn is_same(file: &Lying, met: &InboxFile) -> bool {
    (file.bytes, file.modified_ms) == (met.bytes, met.modified_ms)
}

/// The files that were not met as they are now.
fn unmet<'l>(files: impl Iterator<Item = &'l Lying>, memory: &InboxMemory) -> Vec<PathBuf> {
    let known = by_path(memory);
    let is_met = |file: &&Lying| known.get(name(&file.path).as_str()).is_some_and(|met| is_same(file, met));
    files.filter(|file| !is_met(file)).map(|file| file.path.clone()).collect()
}

/// The files to be read: those that were not met as they are now, and of those that failed, those for which `again`.
fn due<'l>(
    files: impl Iterator<Item = &'l Lying>,
    memory: &InboxMemory,
    again: impl Fn(ErrorCode) -> bool,
) -> Vec<PathBuf> {
    let known = by_path(memory);
    let is_other_version = memory.version != env!("CARGO_PKG_VERSION");
    let is_due = |file: &&Lying| match known.get(name(&file.path).as_str()) {
        Some(met) if is_same(file, met) => match &met.fate {
            InboxFate::Failed { code, .. } => is_other_version || again(code_of(code)),
            InboxFate::Imported | InboxFate::Beside => false,
        },
        _ => true,
    };
    files.filter(is_due).map(|file| file.path.clone()).collect()
}

/// Whether an error says nothing of the file: another program has it open, the disk is full.
fn is_passing(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::Unreadable | ErrorCode::Unwritable | ErrorCode::VaultDamaged | ErrorCode::Internal
    )
}

fn by_path(memory: &InboxMemory) -> HashMap<&str, &InboxFile> {
    memory.files.iter().map(|file| (file.path.as_str(), file)).collect()
}

/// What is to be remembered after a look: of what was read how that went, of the rest what was known.
fn files_after(
    listing: &Listing,
    memory: &InboxMemory,
    read: &[PathBuf],
    report: Option<&ImportReport>,
) -> Vec<InboxFile> {
    let known = by_path(memory);
    let read: HashSet<&PathBuf> = read.iter().collect();
    let taken: HashSet<&str> =
        report.iter().flat_map(|report| &report.files).map(|file| file.path.as_str()).collect();
    let failed: HashMap<&str, &ApiError> = report
        .iter()
        .flat_map(|report| &report.failed)
        .map(|file| (file.path.as_str(), &file.error))
        .collect();
    let is_whole = report.is_none_or(|report| !report.cancelled);
    let fate = |file: &Lying, path: &str| {
        if taken.contains(path) {
            Some(InboxFate::Imported)
        } else if let Some(error) = failed.get(path) {
            Some(InboxFate::Failed { code: error.code.name(), params: error.params.clone() })
        } else if is_whole && read.contains(&file.path) {
            Some(InboxFate::Beside)
        } else {
            None
        }
    };
    let remembered = |file: &Lying| {
        let path = name(&file.path);
        match fate(file, &path) {
            Some(fate) => Some(InboxFile { bytes: file.bytes, modified_ms: file.modified_ms, fate, path }),
            None => known.get(path.as_str()).map(|&met| met.clone()),
        }
    };
    listing.files.iter().filter_map(remembered).collect()
}

fn failure_of(file: &InboxFile) -> Option<FailedFile> {
    let InboxFate::Failed { code, params } = &file.fate else { return None };
    let error = ApiError { code: code_of(code), params: params.clone(), detail: String::new() };
    Some(FailedFile { path: file.path.clone(), error })
}

/// The code of a stable name; one that a later version wrote is a failure all the same.
fn code_of(name: &str) -> ErrorCode {
    ErrorCode::ALL.iter().copied().find(|code| code.name() == name).unwrap_or(ErrorCode::Internal)
}
