//! The ways into a vault: its password, recovery words on paper, a secret in a computer's keychain.
//!
//! No record is sealed anew by any of this: what changes is who can unwrap the master key.

use crate::{
    Credential, DeviceSecret, KdfCost, Password, RecoveryWords, Result, Vault, WayIn, blobs::hex, keys,
};
use std::path::Path;

/// What a locked vault says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysIn {
    /// Its identity, as [`Vault::id`] says it.
    pub vault: String,
    /// The ways that lead into it; a password always does.
    pub ways: Vec<WayIn>,
}

/// The ways into the vault in `dir`, without going one. What it says is not proven before the vault is open.
pub fn ways_in(dir: &Path) -> Result<WaysIn> {
    let (vault, ways) = keys::ways_in(dir)?;
    Ok(WaysIn { vault: hex(&vault), ways })
}

/// Who can open it.
impl Vault {
    /// Opens a vault by its recovery words and gives it another password, at one stroke: the forgotten password
    /// opens it until the new one does. The words stay as they are.
    pub fn recover(dir: &Path, words: &RecoveryWords, new: &Password, cost: KdfCost) -> Result<Self> {
        let vault = Self::open_with(dir, Credential::RecoveryWords(words))?;
        keys::set_password(dir, &vault.keys, new, cost)?;
        Ok(vault)
    }

    /// The identity of the vault, which it keeps wherever its directory goes: 32 hexadecimal digits.
    pub fn id(&self) -> String {
        hex(self.keys.vault())
    }

    /// Whether this is the password of the vault. Takes as long as opening it.
    pub fn is_password(&self, password: &Password) -> Result<bool> {
        keys::is_password(&self.dir, &self.keys, password)
    }

    /// Replaces the password. `WrongPassword`, and nothing is changed, where `current` is another. Who has an old
    /// copy of the key file and the old password can still open what that copy lies beside.
    pub fn change_password(&self, current: &Password, new: &Password, cost: KdfCost) -> Result<()> {
        keys::change_password(&self.dir, &self.keys, current, new, cost)
    }

    /// Makes recovery words, which cannot be told again. Earlier ones open nothing any more.
    pub fn make_recovery_words(&self) -> Result<RecoveryWords> {
        keys::make_recovery_words(&self.dir, &self.keys)
    }

    /// Makes the recovery words worthless. `NoWayIn` where there are none.
    pub fn remove_recovery_words(&self) -> Result<()> {
        keys::remove(&self.dir, &self.keys, WayIn::RecoveryWords)
    }

    /// Makes a secret for the keychain of this computer. An earlier one, of this computer or another, opens
    /// nothing any more.
    pub fn make_device_secret(&self) -> Result<DeviceSecret> {
        keys::make_device_secret(&self.dir, &self.keys)
    }

    /// Makes the secret in a keychain worthless. `NoWayIn` where there is none.
    pub fn remove_device_secret(&self) -> Result<()> {
        keys::remove(&self.dir, &self.keys, WayIn::DeviceSecret)
    }
}
