//! Sealed files: authenticated encryption in chunks, with random access.
//!
//! The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM with a key of its
//! own for every file; `docs/vault-format.md` has the bytes. A file that opens is whole and is the one of
//! that name: its last chunk, which binds the name and the length, is authenticated first. Nothing here
//! knows what is sealed, nor where files lie.

pub(crate) mod durable;
mod reader;
mod writer;

pub use reader::SealedReader;
pub(crate) use reader::{SealedFile, is_damage};
pub(crate) use writer::SealedWriter;

use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use hkdf::Hkdf;
use sha2::Sha512;
use std::io::{Error, ErrorKind, Result};
use zeroize::Zeroizing;

/// Bytes of plaintext in every chunk but the last, which may have fewer.
pub(crate) const CHUNK: usize = 16 * 1024;
/// Bytes that authenticating a chunk adds to it.
const TAG: usize = 16;
/// Magic, version and six bytes of zero.
const PREAMBLE: [u8; 16] = *b"YJSEALED\x01\0\0\0\0\0\0\0";
const SALT: usize = 32;
/// Preamble, salt, key commitment.
const HEADER: usize = PREAMBLE.len() + SALT + 32;

/// The length of a sealed file of so many bytes of plaintext.
pub(crate) fn sealed_len(bytes: u64) -> u64 {
    let chunks = bytes.div_ceil(CHUNK as u64).max(1);
    HEADER as u64 + bytes + chunks * TAG as u64
}

/// The key of one file and what commits to it.
struct FileKey {
    cipher: Aes256Gcm,
    commitment: [u8; 32],
}

impl FileKey {
    fn derive(key: &[u8; 32], salt: &[u8; SALT]) -> Result<Self> {
        let mut output = Zeroizing::new([0; 64]);
        Hkdf::<Sha512>::new(Some(salt), key)
            .expand_multi_info(&[b"yanju sealed file\0", &PREAMBLE], output.as_mut_slice())
            .map_err(|_| Error::other("key derivation"))?;
        let (cipher_key, commitment) = output.split_at(32);
        let cipher = Aes256Gcm::new_from_slice(cipher_key).map_err(|_| Error::other("key length"))?;
        let mut committed = [0; 32];
        committed.copy_from_slice(commitment);
        Ok(Self { cipher, commitment: committed })
    }
}

/// Where a chunk stands. It makes the nonce, so that no chunk opens in the place of another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// More chunks follow.
    Inner(u64),
    /// None does.
    Last(u64),
}

impl Place {
    /// Three bytes of zero, the number of the chunk, and whether it is the last. The key is the file's own,
    /// so that a nonce never repeats under it.
    fn nonce(self) -> Nonce<aes_gcm::aead::consts::U12> {
        let (number, last) = match self {
            Self::Inner(number) => (number, 0),
            Self::Last(number) => (number, 1),
        };
        let mut nonce = [0; 12];
        let places = nonce.iter_mut().skip(3);
        for (place, byte) in places.zip(number.to_be_bytes().into_iter().chain([last])) {
            *place = byte;
        }
        nonce.into()
    }

    /// The last chunk carries the name of the file as associated data.
    fn bound_to(self, name: &str) -> &[u8] {
        match self {
            Self::Inner(_) => &[],
            Self::Last(_) => name.as_bytes(),
        }
    }
}

/// The file is not what was sealed.
fn damage(how: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, how)
}

#[cfg(test)]
mod tests;
