//! Where a vault begins: what a directory holds, and what is left of a vault that never came to be.
//!
//! A marker is written before anything else and removed after the key file, whose first copy is the moment from
//! which there is a vault. So what a kill leaves in between is told from a vault that lost its keys, which is
//! never touched. Nothing here looks into a file.

use crate::{Presence, Result, keys, sealed::durable};
use std::{
    fs::{self, File},
    io,
    path::Path,
};

/// Says that what is beside it is not a vault yet, unless there is a key file.
const MARKER: &str = "vault.new";

/// What may be beside the marker, in the order of removal. The lock stays: it may be held.
const UNFINISHED: [&str; 10] = [
    "vault.key.tmp",
    "vault.key.old.tmp",
    "vault.db-wal",
    "vault.db-shm",
    "vault.db-journal",
    "vault.db.before",
    "vault.db.tmp",
    "vault.db",
    "index",
    "blobs",
];

const LOCK: &str = "vault.lock";

/// What a directory holds, without a password.
pub fn presence(dir: &Path) -> Presence {
    if keys::exist(dir) {
        return Presence::Locked;
    }
    let unfinished = dir.join(MARKER).exists();
    // The remains of a vault that never came to be are no files to keep away from.
    let ours = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name();
            name == LOCK || (unfinished && (name == MARKER || UNFINISHED.iter().any(|ours| name == *ours)))
        })
    };
    match fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.all(ours) {
                Presence::Absent
            } else {
                Presence::NotAVault
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Presence::Absent,
        Err(_) => Presence::NotAVault,
    }
}

/// Clears what is left of a vault that never came to be, and marks the beginning of another. The caller holds
/// the lock and found the vault [`Presence::Absent`] under it.
pub(crate) fn begin(dir: &Path) -> Result<()> {
    clear(dir)?;
    File::create(dir.join(MARKER))?.sync_all()?;
    Ok(durable::sync_directory(dir)?)
}

/// Removes the mark of the beginning. The caller holds the lock, and there is a key file.
pub(crate) fn end(dir: &Path) -> Result<()> {
    if remove(&dir.join(MARKER))? { Ok(durable::sync_directory(dir)?) } else { Ok(()) }
}

/// Removes what is left of a vault that never came to be, the mark last. The caller holds the lock.
pub(crate) fn clear(dir: &Path) -> Result<()> {
    if keys::exist(dir) || !dir.join(MARKER).exists() {
        return Ok(());
    }
    for name in UNFINISHED {
        remove(&dir.join(name))?;
    }
    remove(&dir.join(MARKER))?;
    Ok(())
}

/// Whether there was something to remove.
fn remove(path: &Path) -> Result<bool> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}
