//! Originals and attachments: sealed, content-addressed, write-once.

pub use crate::sealed::SealedReader;
use crate::{error::Result, keys::Keys};
use std::{io::Read, path::Path};

/// The `blobs/` directory of a vault.
pub(crate) struct Blobs {}

/// Content that is sealed on disk but not yet part of the vault. Dropping it removes it again.
pub struct Staged {
    /// SHA-256 of the plaintext, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes of plaintext.
    pub bytes: u64,
}

/// Whether keeping content added a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// The content was not in the vault before; a rolled-back import removes it again.
    New,
    /// The vault had it already.
    Known,
}

impl Blobs {
    /// The blobs below `dir`, a vault's directory; nothing is touched yet.
    pub(crate) fn new(dir: &Path, keys: &Keys) -> Self {
        unimplemented!()
    }

    /// Seals what `reader` yields into a temporary file. `progress` is called with the bytes of every step.
    pub(crate) fn stage(
        &self,
        reader: &mut dyn Read,
        progress: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Staged> {
        unimplemented!()
    }

    /// Opens content by its SHA-256.
    pub(crate) fn open(&self, sha256: &str) -> Result<SealedReader> {
        unimplemented!()
    }

    /// Removes content that a rolled-back import had kept as [`Kept::New`].
    pub(crate) fn remove(&self, sha256: &str) -> Result<()> {
        unimplemented!()
    }

    /// Removes temporary files that a crash left behind. Called while the vault is locked by us and nothing is staged.
    pub(crate) fn sweep(&self) -> Result<()> {
        unimplemented!()
    }
}

impl Staged {
    /// Makes the content part of the vault, durably.
    pub(crate) fn keep(self) -> Result<Kept> {
        unimplemented!()
    }
}
