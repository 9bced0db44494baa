//! Which folder it is: a vault's own in a place for backups that it may share with others.

use super::{Backup, manifest};
use crate::{Error, Result, blobs::hex, keys, lock::VaultLock, sealed::durable};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What a vault's folder begins with; the first eight digits of its id follow.
const PREFIX: &str = "yanju-";

/// Held while something is written to a backup or removed from it. `None` where the file system knows no locks,
/// as on some network drives: then only this process keeps out of its own way.
pub(super) type Hold = Option<VaultLock>;

/// The folder of a vault in a place for backups, whether it is there or not.
pub(super) fn folder(place: &Path, vault: &[u8; 16]) -> PathBuf {
    let id = hex(vault);
    place.join(format!("{PREFIX}{}", id.get(..8).unwrap_or(&id)))
}

/// The folder of the backup that a person means by `path`.
pub(super) fn find(path: &Path) -> Result<PathBuf> {
    if is_backup(path) {
        return Ok(path.to_owned());
    }
    let entries = fs::read_dir(path).map_err(|_| Error::NoBackup)?.flatten();
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    let mut found = ours.map(|entry| entry.path()).filter(|dir| is_backup(dir));
    match (found.next(), found.next()) {
        (Some(dir), None) => Ok(dir),
        (None, _) => Err(Error::NoBackup),
        (Some(_), Some(_)) => Err(Error::BackupPlace { why: "several" }),
    }
}

fn is_backup(dir: &Path) -> bool {
    keys::exist(dir) && dir.join(manifest::FOLDER).is_dir()
}

impl Backup {
    /// Makes the folder of a vault in `place` ready to be written to. The place itself must be there: a drive that
    /// is not plugged in is not replaced by a folder of its name. What opens the backup stays as it is.
    pub(super) fn prepare(place: &Path, vault: &Path, keys: &keys::Keys) -> Result<(Self, Hold)> {
        if !place.is_dir() {
            return Err(Error::BackupPlace { why: "absent" });
        }
        if place.canonicalize()?.starts_with(vault.canonicalize()?) {
            return Err(Error::BackupPlace { why: "inside" });
        }
        let dir = folder(place, keys.vault());
        durable::create_dir_all(&dir.join(manifest::FOLDER))?;
        let backup = Self { dir, keys: keys.clone() };
        let hold = backup.hold()?;
        keys::check_copy(vault, &backup.dir)?;
        Ok((backup, hold))
    }

    /// Keeps other processes from changing the backup.
    fn hold(&self) -> Result<Hold> {
        match VaultLock::take(&self.dir) {
            Err(Error::InUse) => Err(Error::InUse),
            // Where it cannot be locked, writing may yet be possible; where that is not, it says so itself.
            taken => Ok(taken.ok()),
        }
    }
}
