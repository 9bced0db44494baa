//! The key hierarchy of a vault: password → key-encrypting key → vault master key → one key per purpose.
//!
//! The key file's bytes are laid out in [`file`]; `docs/vault-format.md` describes both for other
//! implementations. Nothing here knows what the keys seal.

mod file;
mod process;

use crate::error::{Error, Result};
use hkdf::Hkdf;
use sha2::Sha512;
use std::path::Path;
use zeroize::Zeroizing;

pub use process::harden;

/// A key of 256 bits that is wiped from memory when dropped.
type Key = Zeroizing<[u8; 32]>;

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

    /// Whether a key file may ask for this: neither a downgrade nor more memory than a laptop has.
    fn is_acceptable(self) -> bool {
        (8 * 1024..=1024 * 1024).contains(&self.memory_kib)
            && (1..=16).contains(&self.iterations)
            && (1..=16).contains(&self.lanes)
    }
}

impl Default for KdfCost {
    /// 64 MiB, three passes, four lanes: the second recommendation of RFC 9106, about half a second.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, iterations: 3, lanes: 4 }
    }
}

/// The keys of an unlocked vault, one per purpose. Wiped from memory when dropped; never printed.
pub(crate) struct Keys {
    database: Key,
    index: Key,
    blob: Key,
    blob_name: Key,
    dedupe: Key,
}

impl Keys {
    fn derive(master: &Key, vault: &[u8; 16], epoch: u32) -> Result<Self> {
        let key = |purpose| derive(master, purpose, vault, epoch);
        Ok(Self {
            database: key("database")?,
            index: key("index")?,
            blob: key("blob")?,
            blob_name: key("blob name")?,
            dedupe: key("dedupe")?,
        })
    }

    /// The raw key of the SQLCipher database.
    pub(crate) fn database(&self) -> &[u8; 32] {
        &self.database
    }

    /// Seals the files of the search index.
    pub(crate) fn index(&self) -> &[u8; 32] {
        &self.index
    }

    /// Seals originals and attachments.
    pub(crate) fn blob(&self) -> &[u8; 32] {
        &self.blob
    }

    /// Hides content hashes in the names of blobs.
    pub(crate) fn blob_name(&self) -> &[u8; 32] {
        &self.blob_name
    }

    /// Fingerprints records, to know them again.
    pub(crate) fn dedupe(&self) -> &[u8; 32] {
        &self.dedupe
    }
}

/// Whether `dir` holds a key file (readable or not).
pub(crate) fn exist(dir: &Path) -> bool {
    file::COPIES.iter().any(|name| dir.join(name).exists())
}

/// A way into a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A password.
    Password,
}

/// The ways into a vault that a key file of these bytes offers, without going any: `Damaged` or `Newer` where it
/// cannot be read.
pub fn ways_in(key_file: &[u8]) -> Result<Vec<Way>> {
    Ok(file::KeyFile::decode(key_file)?.slots.iter().map(|_| Way::Password).collect())
}

/// The key file of a vault that is about to be.
pub(crate) struct NewKeyFile(Vec<u8>);

impl NewKeyFile {
    /// Writes it to `dir`, durably. From the first of its copies on the directory holds a vault. `VaultExists`
    /// where it does already.
    pub(crate) fn save(&self, dir: &Path) -> Result<()> {
        if exist(dir) {
            return Err(Error::VaultExists);
        }
        file::write(dir, &self.0)
    }
}

/// The keys of a new vault. They open nothing until their file is saved.
pub(crate) fn create(password: &Password, cost: KdfCost) -> Result<(Keys, NewKeyFile)> {
    if !cost.is_acceptable() {
        return Err(Error::Unusable { what: "key derivation cost", why: "out_of_range" });
    }
    let mut master = Key::default();
    random(master.as_mut_slice())?;
    let mut vault = [0; 16];
    random(&mut vault)?;
    let mut salt = [0; 16];
    random(&mut salt)?;
    let header = file::Header { vault, epoch: 1, sequence: 1 };
    let slot = file::Slot::wrap(&header, &master, password, cost, salt)?;
    let key_file = NewKeyFile(file::KeyFile { header, slots: vec![slot] }.encode(&master)?);
    Ok((Keys::derive(&master, &vault, 1)?, key_file))
}

/// Opens the key file of the vault in `dir`: `NoVault`, `WrongPassword`, `Damaged` or `Newer` if not.
pub(crate) fn unlock(dir: &Path, password: &Password) -> Result<Keys> {
    let (key_file, bytes) = file::read(dir)?;
    let master = key_file.unwrap_master(password)?;
    key_file.verify(&bytes, &master)?;
    file::heal(dir, &bytes)?;
    Keys::derive(&master, &key_file.header.vault, key_file.header.epoch)
}

/// HKDF-SHA512 (RFC 5869) of the master key for one purpose.
fn derive(master: &Key, purpose: &str, vault: &[u8; 16], epoch: u32) -> Result<Key> {
    let mut key = Key::default();
    Hkdf::<Sha512>::new(None, master.as_slice())
        .expand_multi_info(
            &[b"yanju key 1\0", purpose.as_bytes(), b"\0", vault, &epoch.to_le_bytes()],
            key.as_mut_slice(),
        )
        .map_err(|_| Error::damaged("key derivation"))?;
    Ok(key)
}

/// Fills `buffer` with random bytes of the system.
pub(crate) fn random(buffer: &mut [u8]) -> Result<()> {
    getrandom::fill(buffer).map_err(|refused| Error::Io(std::io::Error::other(refused)))
}

#[cfg(test)]
mod tests;
