//! What a vault is opened with. Everything here is wiped from memory when dropped, and nothing is printed.
//!
//! Which slot of the key file a secret belongs to is said here; how it opens the slot stands in [`super::slot`].

use super::random;
use crate::error::{Error, Result};
use zeroize::Zeroizing;

/// A password as typed.
pub struct Password(pub(super) Zeroizing<String>);

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }
}

/// The secret of the recovery words, which [`super::words`] writes and reads.
#[derive(PartialEq, Eq)]
pub struct RecoveryWords(pub(super) Zeroizing<[u8; 32]>);

impl RecoveryWords {
    /// Fresh ones.
    pub(super) fn generate() -> Result<Self> {
        random_secret().map(Self)
    }
}

/// A secret that the keychain of one computer keeps, so that the vault opens there without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceSecret(pub(super) Zeroizing<[u8; 32]>);

impl DeviceSecret {
    /// A fresh one.
    pub(super) fn generate() -> Result<Self> {
        random_secret().map(Self)
    }

    /// The secret of these bytes, as [`Self::bytes`] gave them; `None` where they are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut secret = Zeroizing::new([0; 32]);
        if bytes.len() != secret.len() {
            return None;
        }
        secret.copy_from_slice(bytes);
        Some(Self(secret))
    }

    /// For the keychain.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn random_secret() -> Result<Zeroizing<[u8; 32]>> {
    let mut secret = Zeroizing::new([0; 32]);
    random(secret.as_mut_slice())?;
    Ok(secret)
}

/// The ways into a vault, each with a slot of its own in the key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// A password. Every vault has one.
    Password,
    /// 24 words on paper.
    RecoveryWords,
    /// A secret in the keychain of one computer.
    DeviceSecret,
}

/// One of the ways, with what it takes.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// By the password.
    Password(&'a Password),
    /// By the recovery words.
    RecoveryWords(&'a RecoveryWords),
    /// By the secret of this computer.
    DeviceSecret(&'a DeviceSecret),
}

impl Credential<'_> {
    /// Which way it is.
    pub(super) fn way(self) -> WayIn {
        match self {
            Self::Password(_) => WayIn::Password,
            Self::RecoveryWords(_) => WayIn::RecoveryWords,
            Self::DeviceSecret(_) => WayIn::DeviceSecret,
        }
    }

    /// That its slot is there and does not open.
    pub(super) fn refused(self) -> Error {
        match self {
            Self::Password(_) => Error::WrongPassword,
            Self::RecoveryWords(_) => Error::WrongWords(super::WordsFault::OfAnotherVault),
            // A keychain that holds another secret is as good as one that holds none.
            Self::DeviceSecret(_) => Error::NoWayIn(WayIn::DeviceSecret),
        }
    }
}
