//! The bytes of `vault.key`: a header, one slot per way to unlock, a MAC and a checksum.
//!
//! There are two copies, replaced atomically one after the other, so that at any moment one is whole. The
//! copy with the higher sequence rules; the other is brought up to it at the next unlocking.

use super::{Credential, Key, WayIn, derive, slot::Slot};
use crate::{
    error::{Error, Result},
    sealed::durable,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{io, path::Path};

/// The copies, in the order they are read. They are written in the opposite order.
pub(super) const COPIES: [&str; 2] = ["vault.key", "vault.key.old"];

const MAGIC: &[u8; 8] = b"YANJUKEY";
const VERSION: u16 = 1;
const MAX_SLOTS: usize = 8;
/// No key file is longer; what is longer is not read.
const MAX_BYTES: u64 = 4096;

/// What all slots share.
pub(super) struct Header {
    /// The identity of the vault, random.
    pub(super) vault: [u8; 16],
    /// The generation of the master key.
    pub(super) epoch: u32,
    /// How often the file was changed.
    pub(super) sequence: u64,
}

/// A key file whose checksum holds.
pub(super) struct KeyFile {
    /// The header.
    pub(super) header: Header,
    /// The slots: at most one for a way in, and always one for the password.
    slots: Vec<Slot>,
}

impl KeyFile {
    /// A file with one way in, the password's.
    pub(super) fn new(header: Header, password: Slot) -> Self {
        Self { header, slots: vec![password] }
    }

    /// The ways in that it has.
    pub(super) fn ways(&self) -> impl Iterator<Item = WayIn> {
        self.slots.iter().map(Slot::way)
    }

    /// Adds a way in, or replaces the one of its kind.
    pub(super) fn put(&mut self, slot: Slot) {
        match self.slots.iter_mut().find(|old| old.way() == slot.way()) {
            Some(old) => *old = slot,
            None => self.slots.push(slot),
        }
    }

    /// Closes a way in; says whether there was one. The password's is never closed.
    pub(super) fn remove(&mut self, way: WayIn) -> bool {
        let before = self.slots.len();
        self.slots.retain(|slot| slot.way() == WayIn::Password || slot.way() != way);
        self.slots.len() < before
    }

    /// The bytes of the file.
    pub(super) fn encode(&self, master: &Key) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(self.slots.len() as u16).to_le_bytes());
        bytes.extend_from_slice(&self.header.vault);
        bytes.extend_from_slice(&self.header.epoch.to_le_bytes());
        bytes.extend_from_slice(&self.header.sequence.to_le_bytes());
        for slot in &self.slots {
            bytes.extend_from_slice(&slot.encode());
        }
        let mac = self.mac(master, &bytes)?.finalize().into_bytes();
        bytes.extend_from_slice(&mac);
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        Ok(bytes)
    }

    /// The file of these bytes, if its checksum holds and its costs may be paid.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self> {
        let damaged = || Error::damaged("vault.key");
        let (body, checksum) = bytes.split_last_chunk::<32>().ok_or_else(damaged)?;
        let mut fields = Fields(body);
        if &fields.take::<8>()? != MAGIC {
            return Err(damaged());
        }
        // Of every version, so that a flipped bit is damage and not a program of tomorrow.
        if Sha256::digest(body).as_slice() != checksum {
            return Err(damaged());
        }
        let version = u16::from_le_bytes(fields.take()?);
        if version > VERSION {
            return Err(Error::Newer { found: version.into(), known: VERSION.into() });
        }
        let slots = usize::from(u16::from_le_bytes(fields.take()?));
        let header = Header {
            vault: fields.take()?,
            epoch: u32::from_le_bytes(fields.take()?),
            sequence: u64::from_le_bytes(fields.take()?),
        };
        if version == 0 || !(1..=MAX_SLOTS).contains(&slots) {
            return Err(damaged());
        }
        let slots = (0..slots).map(|_| Slot::decode(&mut fields)).collect::<Result<_>>()?;
        let _mac = fields.take::<32>()?;
        let file = Self { header, slots };
        if fields.0.is_empty() && file.has_one_slot_a_way() { Ok(file) } else { Err(damaged()) }
    }

    /// The password's slot is there, and no two are of a kind.
    fn has_one_slot_a_way(&self) -> bool {
        let count = |way| self.ways().filter(|other| *other == way).count();
        count(WayIn::Password) == 1 && self.ways().all(|way| count(way) == 1)
    }

    /// The master key, by the slot of this way in.
    pub(super) fn open(&self, with: Credential<'_>) -> Result<Key> {
        let slot = self.slots.iter().find(|slot| slot.way() == with.way());
        let slot = slot.ok_or(Error::NoWayIn(with.way()))?;
        slot.unwrap(&self.header, with)?.ok_or_else(|| with.refused())
    }

    /// Whether the file is as a holder of the master key wrote it: no slot added, no sequence changed.
    pub(super) fn verify(&self, bytes: &[u8], master: &Key) -> Result<()> {
        let forged = |_| Error::damaged("vault.key: MAC");
        let signed = bytes.split_last_chunk::<32>().and_then(|(rest, _)| rest.split_last_chunk::<32>());
        let (body, mac) = signed.ok_or_else(|| Error::damaged("vault.key"))?;
        self.mac(master, body)?.verify_slice(mac).map_err(forged)
    }

    fn mac(&self, master: &Key, body: &[u8]) -> Result<Hmac<Sha256>> {
        let key = derive(master, "key file", &self.header.vault, self.header.epoch)?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(key.as_slice()).map_err(|_| Error::damaged("MAC key"))?;
        mac.update(body);
        Ok(mac)
    }
}

/// What is left of a key file to read.
pub(super) struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    /// The next so many bytes.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>().ok_or_else(|| Error::damaged("vault.key"))?;
        self.0 = rest;
        Ok(*field)
    }
}

/// Reads the copy that rules, with its bytes: one of a newer version always does.
pub(super) fn read(dir: &Path) -> Result<(KeyFile, Vec<u8>)> {
    let mut ruling: Option<(KeyFile, Vec<u8>)> = None;
    let mut failure = Error::NoVault;
    for name in COPIES {
        match read_copy(&dir.join(name)) {
            Ok(Some(copy)) => {
                let newer = ruling.as_ref().is_none_or(|(r, _)| copy.0.header.sequence > r.header.sequence);
                if newer {
                    ruling = Some(copy);
                }
            }
            Ok(None) => {}
            // It rules by what it says, and the other copy is what the newer program had not replaced yet.
            Err(newer @ Error::Newer { .. }) => return Err(newer),
            Err(error) => failure = error,
        }
    }
    ruling.ok_or(failure)
}

/// `None` where there is no such file.
fn read_copy(path: &Path) -> Result<Option<(KeyFile, Vec<u8>)>> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(absent) if absent.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(file, MAX_BYTES), &mut bytes)?;
    Ok(Some((KeyFile::decode(&bytes)?, bytes)))
}

/// What is wrong with the copies: one that cannot be read, or two that differ.
pub(super) fn faults(dir: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut whole = Vec::new();
    for name in COPIES {
        match read_copy(&dir.join(name)) {
            Ok(Some((_, bytes))) => whole.push(bytes),
            Ok(None) => faults.push(format!("{name} is missing")),
            Err(Error::Io(error)) => return Err(error.into()),
            Err(error) => faults.push(format!("{name}: {error}")),
        }
    }
    if whole.windows(2).any(|pair| matches!(pair, [one, other] if one != other)) {
        faults.push("the two copies of vault.key differ".to_owned());
    }
    Ok(faults)
}

/// Writes both copies, the second only once the first is safe on disk.
///
/// A failure on the way is one only if the file does not rule: what another password would open is changed, and
/// the copy that is missing is mended at the next unlocking.
pub(super) fn write(dir: &Path, bytes: &[u8]) -> Result<()> {
    let mut copies = COPIES.iter().rev().map(|name| dir.join(name));
    match copies.try_for_each(|copy| durable::replace(&copy, bytes)) {
        Err(_) if read(dir).is_ok_and(|(_, ruling)| ruling == bytes) => Ok(()),
        written => Ok(written?),
    }
}

/// Makes both copies what the ruling one is.
pub(super) fn heal(dir: &Path, bytes: &[u8]) -> Result<()> {
    for name in COPIES.iter().rev() {
        let path = dir.join(name);
        if std::fs::read(&path).ok().as_deref() != Some(bytes) {
            durable::replace(&path, bytes)?;
        }
    }
    Ok(())
}
