//! One process per vault.

use crate::error::Result;
use std::path::Path;

/// Held as long as a vault is open; released when dropped or when the process ends, however it ends.
pub(crate) struct VaultLock;

impl VaultLock {
    /// Takes the lock of the vault in `dir`, or says `InUse`.
    pub(crate) fn take(dir: &Path) -> Result<Self> {
        unimplemented!()
    }
}
