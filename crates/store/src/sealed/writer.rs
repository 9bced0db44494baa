//! Sealing: plaintext in, in one pass.

use super::{CHUNK, FileKey, HEADER, PREAMBLE, Place, SALT, TAG};
use aes_gcm::aead::{AeadInOut, inout::InOutBuf};
use std::io::{Error, Result, Write};

/// Seals what is written to it. Without [`SealedWriter::finish`] the file does not open.
pub(crate) struct SealedWriter<W: Write> {
    out: W,
    key: FileKey,
    /// Plaintext of the chunk to come. A full one is held back, because it may be the last.
    chunk: Vec<u8>,
    number: u64,
}

impl<W: Write> SealedWriter<W> {
    /// Starts a file under a fresh salt.
    pub(crate) fn new(out: W, key: &[u8; 32]) -> Result<Self> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(Error::other)?;
        Self::with_salt(out, key, &salt)
    }

    pub(super) fn with_salt(mut out: W, key: &[u8; 32], salt: &[u8; SALT]) -> Result<Self> {
        let key = FileKey::derive(key, salt)?;
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(&PREAMBLE);
        header.extend_from_slice(salt);
        header.extend_from_slice(&key.commitment);
        out.write_all(&header)?;
        Ok(Self { out, key, chunk: Vec::with_capacity(CHUNK + TAG), number: 0 })
    }

    /// Seals the last chunk, which binds `name`. The writer takes nothing afterwards.
    pub(crate) fn finish(&mut self, name: &str) -> Result<&mut W> {
        self.seal(Place::Last(self.number), name)?;
        self.out.flush()?;
        Ok(&mut self.out)
    }

    fn seal(&mut self, place: Place, name: &str) -> Result<()> {
        let tag = self
            .key
            .cipher
            .encrypt_inout_detached(
                &place.nonce(),
                place.bound_to(name),
                InOutBuf::from(self.chunk.as_mut_slice()),
            )
            .map_err(|_| Error::other("sealing"))?;
        self.chunk.extend_from_slice(&tag);
        self.out.write_all(&self.chunk)?;
        self.chunk.clear();
        self.number += 1;
        Ok(())
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.chunk.len() == CHUNK && !bytes.is_empty() {
            self.seal(Place::Inner(self.number), "")?;
        }
        // A chunk with its tag is one that could not be written; who buffers for others may ask again while giving up.
        let room =
            CHUNK.checked_sub(self.chunk.len()).ok_or_else(|| Error::other("a chunk was not written"))?;
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.chunk.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> Result<()> {
        // A part of a chunk cannot be sealed: it would be one more "last".
        Ok(())
    }
}
