//! Sealed files: authenticated encryption in chunks, with random access.

use std::io::{Read, Result, Seek, SeekFrom};

/// The plaintext of a sealed file. Every byte it yields has been authenticated.
pub struct SealedReader {}

impl SealedReader {
    /// Number of bytes of plaintext.
    pub fn len(&self) -> u64 {
        unimplemented!()
    }

    /// Whether the plaintext is empty.
    pub fn is_empty(&self) -> bool {
        unimplemented!()
    }
}

impl Read for SealedReader {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        unimplemented!()
    }
}

impl Seek for SealedReader {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        unimplemented!()
    }
}
