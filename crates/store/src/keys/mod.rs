//! The key hierarchy of a vault: password → key-encrypting key → vault master key → one key per purpose.

mod process;

use crate::error::Result;
use std::path::Path;
use zeroize::Zeroizing;

pub use process::harden;

/// A password as typed. Wiped from memory when dropped; never printed.
pub struct Password(Zeroizing<String>);

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }
}

/// What deriving a key from a password costs (Argon2id, RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    memory_kib: u32,
    iterations: u32,
    lanes: u32,
}

impl KdfCost {
    /// The cheapest cost a vault may have. Only for tests: it withstands no guessing.
    pub const INSECURE_FOR_TESTS: Self = Self { memory_kib: 8 * 1024, iterations: 1, lanes: 1 };
}

impl Default for KdfCost {
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, iterations: 3, lanes: 4 }
    }
}

/// The keys of an unlocked vault, one per purpose. Wiped from memory when dropped; never printed.
pub(crate) struct Keys {}

impl Keys {
    /// The raw key of the SQLCipher database.
    pub(crate) fn database(&self) -> &[u8; 32] {
        unimplemented!()
    }

    /// Seals the files of the search index.
    pub(crate) fn index(&self) -> &[u8; 32] {
        unimplemented!()
    }

    /// Seals originals and attachments.
    pub(crate) fn blob(&self) -> &[u8; 32] {
        unimplemented!()
    }

    /// Hides content hashes in the names of blobs.
    pub(crate) fn blob_name(&self) -> &[u8; 32] {
        unimplemented!()
    }

    /// Fingerprints records, to know them again.
    pub(crate) fn dedupe(&self) -> &[u8; 32] {
        unimplemented!()
    }
}

/// Whether `dir` holds a key file (readable or not).
pub(crate) fn exist(dir: &Path) -> bool {
    unimplemented!()
}

/// Makes the key file of a new vault; refuses a directory that has one.
pub(crate) fn create(dir: &Path, password: &Password, cost: KdfCost) -> Result<Keys> {
    unimplemented!()
}

/// Opens the key file of a vault.
pub(crate) fn unlock(dir: &Path, password: &Password) -> Result<Keys> {
    unimplemented!()
}
