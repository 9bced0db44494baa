//! One process per vault.
//!
//! The lock is the operating system's, on an open file: it goes when the process does, however it ends, so
//! the file itself says nothing and is never removed.

use crate::error::{Error, Result};
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// Held as long as a vault is open; released when dropped or when the process ends.
pub(crate) struct VaultLock {
    _file: File,
}

impl VaultLock {
    /// Takes the lock of the vault in `dir`, or says `InUse`.
    pub(crate) fn take(dir: &Path) -> Result<Self> {
        let path = dir.join("vault.lock");
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
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
}
