//! The key hierarchy of a vault: password, recovery words or device secret → key-encrypting key → vault master
//! key → one key per purpose.
//!
//! The key file's bytes are laid out in [`file`] and [`slot`]; `docs/vault-format.md` describes both for other
//! implementations. Nothing here knows what the keys seal.

mod change;
mod file;
mod process;
mod secret;
mod slot;
mod words;

use crate::{
    error::{Error, Result},
    sealed::durable,
};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use sha2::Sha512;
use std::{
    path::Path,
    sync::{Arc, Mutex},
};
use zeroize::Zeroizing;

pub(crate) use change::{
    change_password, is_password, make_device_secret, make_recovery_words, remove, set_password,
};
pub use process::harden;
pub use secret::{Credential, DeviceSecret, Password, RecoveryWords, WayIn};
pub use words::{WordList, WordsFault};

/// A key of 256 bits that is wiped from memory when dropped.
type Key = Zeroizing<[u8; 32]>;

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

    /// That of a secret which cannot be guessed.
    const NONE: Self = Self { memory_kib: 0, iterations: 0, lanes: 0 };

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
#[derive(Clone)]
pub(crate) struct Keys {
    /// Opens other ways in, and makes the keys of purposes that come up seldom.
    master: Key,
    vault: [u8; 16],
    epoch: u32,
    /// Held while the key file is rewritten.
    changing: Arc<Mutex<()>>,
    database: Key,
    index: Key,
    blob: Key,
    blob_name: Key,
    dedupe: Key,
    backup: Key,
    backup_name: Key,
}

impl Keys {
    fn derive(master: Key, header: &file::Header) -> Result<Self> {
        let key = |purpose| derive(&master, purpose, &header.vault, header.epoch);
        Ok(Self {
            database: key("database")?,
            index: key("index")?,
            blob: key("blob")?,
            blob_name: key("blob name")?,
            dedupe: key("dedupe")?,
            backup: key("backup")?,
            backup_name: key("backup name")?,
            master,
            vault: header.vault,
            epoch: header.epoch,
            changing: Arc::default(),
        })
    }

    /// The identity of the vault, no secret.
    pub(crate) fn vault(&self) -> &[u8; 16] {
        &self.vault
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

    /// Seals the pieces and snapshots of a backup.
    pub(crate) fn backup(&self) -> &[u8; 32] {
        &self.backup
    }

    /// Names the pieces of a backup.
    pub(crate) fn backup_name(&self) -> &[u8; 32] {
        &self.backup_name
    }
}

/// For what is not sealed every day.
impl Keys {
    /// Signs the heads of the log.
    pub(crate) fn signing(&self) -> Result<SigningKey> {
        Ok(SigningKey::from_bytes(&*self.of("signing")?))
    }

    /// Chains the entries of the log.
    pub(crate) fn log(&self) -> Result<Key> {
        self.of("log")
    }

    fn of(&self, purpose: &str) -> Result<Key> {
        derive(&self.master, purpose, &self.vault, self.epoch)
    }
}

/// Whether `dir` holds a key file (readable or not).
pub(crate) fn exist(dir: &Path) -> bool {
    file::COPIES.iter().any(|name| dir.join(name).exists())
}

/// What is wrong with the copies of the key file, each fault by its name.
pub(crate) fn faults(dir: &Path) -> Result<Vec<String>> {
    file::faults(dir)
}

/// The ways into a vault that a key file of these bytes offers, without going any: `Damaged` or `Newer` where it
/// cannot be read.
pub fn ways_offered(key_file: &[u8]) -> Result<Vec<WayIn>> {
    Ok(file::KeyFile::decode(key_file)?.ways().collect())
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
    let mut master = Key::default();
    random(master.as_mut_slice())?;
    let mut vault = [0; 16];
    random(&mut vault)?;
    let header = file::Header { vault, epoch: 1, sequence: 1 };
    let slot = slot::Slot::wrap(&header, &master, Credential::Password(password), cost)?;
    let key_file = file::KeyFile::new(header, slot);
    let bytes = NewKeyFile(key_file.encode(&master)?);
    Ok((Keys::derive(master, &key_file.header)?, bytes))
}

/// Opens the key file of the vault in `dir`. If not: `NoVault`, `Damaged`, `Newer`; `NoWayIn` where it has no slot
/// for this, `WrongPassword` or `WrongWords` where the slot does not open.
pub(crate) fn unlock(dir: &Path, with: Credential<'_>) -> Result<Keys> {
    let (key_file, bytes) = file::read(dir)?;
    let master = key_file.open(with)?;
    key_file.verify(&bytes, &master)?;
    // A copy that cannot be written now (a full disk) must not lock the records away: the other one opens.
    let _ = file::heal(dir, &bytes);
    Keys::derive(master, &key_file.header)
}

/// The identity of the vault in `dir` and the ways into it, without going one.
pub(crate) fn ways_in(dir: &Path) -> Result<([u8; 16], Vec<WayIn>)> {
    let (key_file, _) = file::read(dir)?;
    Ok((key_file.header.vault, key_file.ways().collect()))
}

/// Opens a copy of a key file and leaves its directory as it is, which may be one that cannot be written.
pub(crate) fn unlock_copy(dir: &Path, with: Credential<'_>) -> Result<Keys> {
    let (key_file, bytes) = file::read(dir)?;
    let master = key_file.open(with)?;
    key_file.verify(&bytes, &master)?;
    Keys::derive(master, &key_file.header)
}

/// The key file in `dir`, for another place of the same vault.
pub(crate) fn copy(dir: &Path) -> Result<NewKeyFile> {
    Ok(NewKeyFile(file::read(dir)?.1))
}

/// Makes the copy of the key file in `to` that of the vault in `from`, atomically. A copy there that is another
/// vault's, or later than the one to be written, stays.
pub(crate) fn renew_copy(from: &Path, to: &Path) -> Result<()> {
    match renewal(from, to)? {
        Some(bytes) => Ok(durable::replace(&to.join(file::COPIES[0]), &bytes)?),
        None => Ok(()),
    }
}

/// That [`renew_copy`] would not refuse.
pub(crate) fn check_copy(from: &Path, to: &Path) -> Result<()> {
    renewal(from, to).map(drop)
}

/// What the copy in `to` is to become; `None` where it is that already.
fn renewal(from: &Path, to: &Path) -> Result<Option<Vec<u8>>> {
    let (current, bytes) = file::read(from)?;
    let refused = |why| Err(Error::BackupPlace { why });
    match file::read(to) {
        Ok((known, _)) if known.header.vault != current.header.vault => refused("foreign"),
        Ok((_, known)) if known == bytes => Ok(None),
        Ok((known, _)) if known.header.sequence > current.header.sequence => refused("newer"),
        // Two files of one sequence: they parted at an earlier one, where this vault was put back to.
        Ok((known, _)) if known.header.sequence == current.header.sequence => refused("put_back"),
        // A damaged copy opens nothing, and is mended.
        Ok(_) | Err(Error::NoVault | Error::Damaged { .. }) => Ok(Some(bytes)),
        Err(error) => Err(error),
    }
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

/// A token that cannot be guessed: 32 hexadecimal digits.
pub fn random_token() -> Result<String> {
    let mut bytes = [0; 16];
    random(&mut bytes)?;
    Ok(crate::blobs::hex(&bytes))
}

/// Fills `buffer` with random bytes of the system.
pub(crate) fn random(buffer: &mut [u8]) -> Result<()> {
    getrandom::fill(buffer).map_err(|refused| Error::Io(std::io::Error::other(refused)))
}

#[cfg(test)]
mod standards;
#[cfg(test)]
mod tests;
