//! One process per vault.
//!
//! The lock is the operating system's, on an open file: it goes when the process does, however it ends, so
//! the file itself says nothing and is never removed.
//!
//! It is given back by name, not by closing the file alone: while this process starts another one (a viewer,
//! a file manager), that one holds a copy of every open file for a moment, and with it the lock.

use crate::error::{Error, Result};
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// Held as long as a vault is open; released when dropped or when the process ends.
pub(crate) struct VaultLock {
    file: File,
}

impl Drop for VaultLock {
    fn drop(&mut self) {
        // Closing is the fallback where unlocking fails.
        let _ = self.file.unlock();
    }
}

impl VaultLock {
    /// Takes the lock of the vault in `dir`, or says `InUse`.
    pub(crate) fn take(dir: &Path) -> Result<Self> {
        let path = dir.join("vault.lock");
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_has_one_holder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let held = VaultLock::take(dir.path()).unwrap();
        assert!(matches!(VaultLock::take(dir.path()), Err(Error::InUse)), "two writers would corrupt it");
        drop(held);
        VaultLock::take(dir.path()).expect("the lock goes with its holder");
    }

    #[test]
    fn a_copy_of_the_open_file_in_a_process_being_started_does_not_keep_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let held = VaultLock::take(dir.path()).unwrap();
        let copy = held.file.try_clone().unwrap();
        drop(held);
        VaultLock::take(dir.path()).expect("the holder gave it back");
        drop(copy);
    }
}
