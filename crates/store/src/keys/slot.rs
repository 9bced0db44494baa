//! One slot of the key file: the master key, wrapped under one of the ways in.

use super::{
    Credential, KdfCost, Key, WayIn,
    file::{Fields, Header},
    random,
};
use crate::error::{Error, Result};
use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce, Tag,
    aead::{AeadInOut, inout::InOutBuf},
};
use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha512;

/// The kinds as they stand in the file.
const KINDS: [(WayIn, u8); 3] = [(WayIn::Password, 1), (WayIn::RecoveryWords, 2), (WayIn::DeviceSecret, 3)];

/// The master key, wrapped.
pub(super) struct Slot {
    way: WayIn,
    cost: KdfCost,
    salt: [u8; 16],
    wrapped: [u8; 32],
    tag: [u8; 16],
}

impl Slot {
    /// Wraps `master`. The salt is always fresh: the key it gives seals this one message, under a fixed nonce.
    /// `cost` is what guessing a password costs; the other secrets cannot be guessed and have [`KdfCost::NONE`].
    pub(super) fn wrap(header: &Header, master: &Key, with: Credential<'_>, cost: KdfCost) -> Result<Self> {
        let mut salt = [0; 16];
        random(&mut salt)?;
        let mut slot = Self { way: with.way(), cost, salt, wrapped: **master, tag: [0; 16] };
        if !slot.is_acceptable() {
            return Err(Error::Unusable { what: "key derivation cost", why: "out_of_range" });
        }
        let cipher = slot.cipher(with)?;
        let bound = slot.bound_to(header);
        let tag = cipher
            .encrypt_inout_detached(&Nonce::default(), &bound, InOutBuf::from(slot.wrapped.as_mut_slice()))
            .map_err(|_| Error::damaged("key wrapping"))?;
        slot.tag = tag.into();
        Ok(slot)
    }

    /// The master key; `None` where the credential is not this slot's.
    pub(super) fn unwrap(&self, header: &Header, with: Credential<'_>) -> Result<Option<Key>> {
        let mut master = Key::new(self.wrapped);
        let opened = self.cipher(with)?.decrypt_inout_detached(
            &Nonce::default(),
            &self.bound_to(header),
            InOutBuf::from(master.as_mut_slice()),
            &Tag::from(self.tag),
        );
        Ok(opened.is_ok().then_some(master))
    }

    /// Which way in it is.
    pub(super) fn way(&self) -> WayIn {
        self.way
    }

    fn cipher(&self, with: Credential<'_>) -> Result<Aes256Gcm> {
        let key = match with {
            Credential::Password(password) => self.stretched(password.0.as_bytes())?,
            Credential::RecoveryWords(words) => self.expanded(words.0.as_slice(), "recovery words")?,
            Credential::DeviceSecret(secret) => self.expanded(secret.0.as_slice(), "device secret")?,
        };
        Ok(Aes256Gcm::new(&(*key).into()))
    }

    /// Argon2id of what people can remember and others can guess.
    fn stretched(&self, password: &[u8]) -> Result<Key> {
        let out_of_range = |_| Error::damaged("vault.key: cost of key derivation");
        let params = Params::new(self.cost.memory_kib, self.cost.iterations, self.cost.lanes, Some(32))
            .map_err(out_of_range)?;
        let mut key = Key::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password, &self.salt, key.as_mut_slice())
            .map_err(out_of_range)?;
        Ok(key)
    }

    /// HKDF-SHA512 of 256 random bits.
    fn expanded(&self, secret: &[u8], name: &str) -> Result<Key> {
        let mut key = Key::default();
        Hkdf::<Sha512>::new(Some(&self.salt), secret)
            .expand_multi_info(&[b"yanju slot 1\0", name.as_bytes(), b"\0"], key.as_mut_slice())
            .map_err(|_| Error::damaged("key derivation"))?;
        Ok(key)
    }

    /// Whether its cost may be paid: neither a downgrade nor more memory than a laptop has.
    fn is_acceptable(&self) -> bool {
        match self.way {
            WayIn::Password => self.cost.is_acceptable(),
            WayIn::RecoveryWords | WayIn::DeviceSecret => self.cost == KdfCost::NONE,
        }
    }

    /// Associated data: a slot opens only as its own kind, in its own vault and epoch, at its own cost.
    fn bound_to(&self, header: &Header) -> Vec<u8> {
        [&self.head()[..], &header.vault, &header.epoch.to_le_bytes()].concat()
    }

    /// The slot's own header.
    fn head(&self) -> [u8; 32] {
        let kind = KINDS.iter().find(|(way, _)| *way == self.way).map_or(0, |(_, kind)| *kind);
        let mut head = [0; 32];
        let fields = [[kind, 0, 0, 0], self.cost.memory_kib.to_le_bytes()]
            .into_iter()
            .chain([self.cost.iterations.to_le_bytes(), self.cost.lanes.to_le_bytes()]);
        for (place, byte) in head.iter_mut().zip(fields.flatten().chain(self.salt)) {
            *place = byte;
        }
        head
    }

    /// The bytes of the slot.
    pub(super) fn encode(&self) -> Vec<u8> {
        [&self.head()[..], &self.wrapped, &self.tag].concat()
    }

    /// A slot of a kind that is known and whose cost may be paid: checked here, before any key derivation runs.
    pub(super) fn decode(fields: &mut Fields<'_>) -> Result<Self> {
        let kind = fields.take::<4>()?;
        let cost = KdfCost {
            memory_kib: u32::from_le_bytes(fields.take()?),
            iterations: u32::from_le_bytes(fields.take()?),
            lanes: u32::from_le_bytes(fields.take()?),
        };
        let way = KINDS.iter().find(|(_, known)| kind == [*known, 0, 0, 0]).map(|(way, _)| *way);
        let way = way.ok_or_else(|| Error::damaged("vault.key: slot"))?;
        let slot = Self { way, cost, salt: fields.take()?, wrapped: fields.take()?, tag: fields.take()? };
        if slot.is_acceptable() { Ok(slot) } else { Err(Error::damaged("vault.key: slot")) }
    }
}
