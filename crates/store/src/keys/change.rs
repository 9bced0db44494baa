//! Changes of the key file of an open vault. Only slots change: the master key and all that is sealed under it
//! stay as they are.
//!
//! Every change is one rewriting of the file, so that after a kill anywhere the vault opens either as before or
//! as after it.

use super::{
    Credential, DeviceSecret, KdfCost, Key, Keys, Password, RecoveryWords, WayIn,
    file::{self, KeyFile},
    slot::Slot,
};
use crate::error::{Error, Result};
use std::{path::Path, sync::PoisonError};

/// Whether this is the vault's password.
pub(crate) fn is_password(dir: &Path, keys: &Keys, password: &Password) -> Result<bool> {
    opens(&ruling(dir, &keys.master)?, password)
}

/// Replaces the password: `WrongPassword`, and nothing is changed, where `current` is another.
pub(crate) fn change_password(
    dir: &Path,
    keys: &Keys,
    current: &Password,
    new: &Password,
    cost: KdfCost,
) -> Result<()> {
    rewrite(dir, keys, |key_file, master| {
        if !opens(key_file, current)? {
            return Err(Error::WrongPassword);
        }
        key_file.put(Slot::wrap(&key_file.header, master, Credential::Password(new), cost)?);
        Ok(())
    })
}

/// Replaces the password of a vault that was opened by its recovery words.
pub(crate) fn set_password(dir: &Path, keys: &Keys, new: &Password, cost: KdfCost) -> Result<()> {
    rewrite(dir, keys, |key_file, master| {
        key_file.put(Slot::wrap(&key_file.header, master, Credential::Password(new), cost)?);
        Ok(())
    })
}

/// Makes recovery words; earlier ones open nothing any more.
pub(crate) fn make_recovery_words(dir: &Path, keys: &Keys) -> Result<RecoveryWords> {
    let words = RecoveryWords::generate()?;
    put(dir, keys, Credential::RecoveryWords(&words))?;
    Ok(words)
}

/// Makes a secret for the keychain of this computer; an earlier one opens nothing any more.
pub(crate) fn make_device_secret(dir: &Path, keys: &Keys) -> Result<DeviceSecret> {
    let secret = DeviceSecret::generate()?;
    put(dir, keys, Credential::DeviceSecret(&secret))?;
    Ok(secret)
}

/// Closes one of the ways that a vault may have beside its password: `NoWayIn` where it has not.
pub(crate) fn remove(dir: &Path, keys: &Keys, way: WayIn) -> Result<()> {
    rewrite(dir, keys, |key_file, _| if key_file.remove(way) { Ok(()) } else { Err(Error::NoWayIn(way)) })
}

fn put(dir: &Path, keys: &Keys, with: Credential<'_>) -> Result<()> {
    rewrite(dir, keys, |key_file, master| {
        key_file.put(Slot::wrap(&key_file.header, master, with, KdfCost::NONE)?);
        Ok(())
    })
}

fn opens(key_file: &KeyFile, password: &Password) -> Result<bool> {
    match key_file.open(Credential::Password(password)) {
        Ok(_) => Ok(true),
        Err(Error::WrongPassword) => Ok(false),
        Err(error) => Err(error),
    }
}

fn rewrite(dir: &Path, keys: &Keys, edit: impl FnOnce(&mut KeyFile, &Key) -> Result<()>) -> Result<()> {
    // One change after another; a thread that broke off has left the file whole.
    let _turn = keys.changing.lock().unwrap_or_else(PoisonError::into_inner);
    let mut key_file = ruling(dir, &keys.master)?;
    edit(&mut key_file, &keys.master)?;
    let next = key_file.header.sequence.checked_add(1);
    key_file.header.sequence = next.ok_or_else(|| Error::damaged("vault.key: sequence"))?;
    file::write(dir, &key_file.encode(&keys.master)?)
}

/// The file as it is now, which must be this vault's own.
fn ruling(dir: &Path, master: &Key) -> Result<KeyFile> {
    let (key_file, bytes) = file::read(dir)?;
    key_file.verify(&bytes, master)?;
    Ok(key_file)
}
