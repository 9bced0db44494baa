//! The bytes of `vault.key`: a header, one slot per way to unlock, a MAC and a checksum.
//!
//! There are two copies, replaced atomically one after the other, so that at any moment one is whole. The
//! copy with the higher sequence rules; the other is brought up to it at the next unlocking.

use super::{KdfCost, Key, Password, derive};
use crate::{
    error::{Error, Result},
    sealed::durable,
};
use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce, Tag,
    aead::{AeadInOut, inout::InOutBuf},
};
use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::{io, path::Path};

/// The copies, in the order they are read. They are written in the opposite order.
pub(super) const COPIES: [&str; 2] = ["vault.key", "vault.key.old"];

const MAGIC: &[u8; 8] = b"YANJUKEY";
const VERSION: u16 = 1;
const PASSWORD_SLOT: u8 = 1;
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

/// The master key, wrapped under a password.
pub(super) struct Slot {
    cost: KdfCost,
    salt: [u8; 16],
    wrapped: [u8; 32],
    tag: [u8; 16],
}

/// A key file whose checksum holds.
pub(super) struct KeyFile {
    /// The header.
    pub(super) header: Header,
    /// The slots, at least one.
    pub(super) slots: Vec<Slot>,
}

impl Slot {
    /// Wraps `master`. The salt must be fresh: the key it gives seals this one message, under a fixed nonce.
    pub(super) fn wrap(
        header: &Header,
        master: &Key,
        password: &Password,
        cost: KdfCost,
        salt: [u8; 16],
    ) -> Result<Self> {
        let mut slot = Self { cost, salt, wrapped: **master, tag: [0; 16] };
        let cipher = slot.cipher(password)?;
        let bound = slot.bound_to(header);
        let tag = cipher
            .encrypt_inout_detached(&Nonce::default(), &bound, InOutBuf::from(slot.wrapped.as_mut_slice()))
            .map_err(|_| Error::damaged("key wrapping"))?;
        slot.tag = tag.into();
        Ok(slot)
    }

    /// The master key; `None` where the password is not this slot's.
    fn unwrap(&self, header: &Header, password: &Password) -> Result<Option<Key>> {
        let mut master = Key::new(self.wrapped);
        let opened = self.cipher(password)?.decrypt_inout_detached(
            &Nonce::default(),
            &self.bound_to(header),
            InOutBuf::from(master.as_mut_slice()),
            &Tag::from(self.tag),
        );
        Ok(opened.is_ok().then_some(master))
    }

    fn cipher(&self, password: &Password) -> Result<Aes256Gcm> {
        let out_of_range = |_| Error::damaged("vault.key: cost of key derivation");
        let params = Params::new(self.cost.memory_kib, self.cost.iterations, self.cost.lanes, Some(32))
            .map_err(out_of_range)?;
        let mut key = Key::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.0.as_bytes(), &self.salt, key.as_mut_slice())
            .map_err(out_of_range)?;
        Ok(Aes256Gcm::new(&(*key).into()))
    }

    /// The slot's own header.
    fn head(&self) -> [u8; 32] {
        let mut head = [0; 32];
        let fields = [[PASSWORD_SLOT, 0, 0, 0], self.cost.memory_kib.to_le_bytes()]
            .into_iter()
            .chain([self.cost.iterations.to_le_bytes(), self.cost.lanes.to_le_bytes()]);
        for (place, byte) in head.iter_mut().zip(fields.flatten().chain(self.salt)) {
            *place = byte;
        }
        head
    }

    /// Associated data: a slot opens only in its own vault and epoch, at its own cost.
    fn bound_to(&self, header: &Header) -> Vec<u8> {
        [&self.head()[..], &header.vault, &header.epoch.to_le_bytes()].concat()
    }
}

impl KeyFile {
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
            bytes.extend_from_slice(&slot.head());
            bytes.extend_from_slice(&slot.wrapped);
            bytes.extend_from_slice(&slot.tag);
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
        let version = u16::from_le_bytes(fields.take()?);
        if version > VERSION {
            return Err(Error::Newer { found: version.into(), known: VERSION.into() });
        }
        if Sha256::digest(body).as_slice() != checksum {
            return Err(damaged());
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
        let slots = (0..slots).map(|_| fields.slot()).collect::<Result<_>>()?;
        let _mac = fields.take::<32>()?;
        if fields.0.is_empty() { Ok(Self { header, slots }) } else { Err(damaged()) }
    }

    /// Tries the password on every slot.
    pub(super) fn unwrap_master(&self, password: &Password) -> Result<Key> {
        for slot in &self.slots {
            if let Some(master) = slot.unwrap(&self.header, password)? {
                return Ok(master);
            }
        }
        Err(Error::WrongPassword)
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
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>().ok_or_else(|| Error::damaged("vault.key"))?;
        self.0 = rest;
        Ok(*field)
    }

    /// A slot whose cost may be paid: checked here, before any key derivation runs.
    fn slot(&mut self) -> Result<Slot> {
        let kind = self.take::<4>()?;
        let cost = KdfCost {
            memory_kib: u32::from_le_bytes(self.take()?),
            iterations: u32::from_le_bytes(self.take()?),
            lanes: u32::from_le_bytes(self.take()?),
        };
        let slot = Slot { cost, salt: self.take()?, wrapped: self.take()?, tag: self.take()? };
        if kind != [PASSWORD_SLOT, 0, 0, 0] || !cost.is_acceptable() {
            return Err(Error::damaged("vault.key: slot"));
        }
        Ok(slot)
    }
}

/// Reads the copy that rules, with its bytes.
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
pub(super) fn write(dir: &Path, bytes: &[u8]) -> Result<()> {
    for name in COPIES.iter().rev() {
        durable::replace(&dir.join(name), bytes)?;
    }
    Ok(())
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
