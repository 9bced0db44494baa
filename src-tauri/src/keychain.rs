//! The keychain of the operating system: Keychain on macOS, Credential Manager on Windows, the Secret Service
//! elsewhere. It keeps a secret only for a vault whose user asked for quick unlock.

use keyring::{Entry, Error};
use yanju_engine::{
    DeviceSecret,
    api::{ApiError, ErrorCode, Result},
    keychain::Keychain,
};
use zeroize::Zeroizing;

/// The name that the secrets are kept under; the account is the vault's identity.
const SERVICE: &str = "app.yanju";

/// The one of this computer.
pub struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn is_there(&self) -> bool {
        Entry::store_status().is_ok()
    }

    fn store(&self, vault: &str, secret: &DeviceSecret) -> Result<()> {
        found(entry(vault).and_then(|entry| entry.set_secret(secret.bytes()))).map(drop)
    }

    fn load(&self, vault: &str) -> Result<Option<DeviceSecret>> {
        let bytes = found(entry(vault).and_then(|entry| entry.get_secret()))?.map(Zeroizing::new);
        // What is no secret of ours is none.
        Ok(bytes.and_then(|bytes| DeviceSecret::from_bytes(&bytes)))
    }

    fn delete(&self, vault: &str) -> Result<()> {
        found(entry(vault).and_then(|entry| entry.delete_credential())).map(drop)
    }
}

fn entry(vault: &str) -> keyring::Result<Entry> {
    Entry::new(SERVICE, vault)
}

/// What the keychain answered: `None` where it keeps nothing of this name.
fn found<T>(answer: keyring::Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        // The words of an error never hold the secret, its debugging form may.
        Err(error) => Err(ApiError::new(ErrorCode::KeychainUnavailable).because(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keychain_that_keeps_nothing_is_no_error_and_one_that_is_gone_is_one() {
        assert_eq!(found::<()>(Err(Error::NoEntry)), Ok(None), "it was asked and said no");
        let gone = found::<()>(Err(Error::NoDefaultStore)).expect_err("it did not answer");
        assert_eq!(gone.code, ErrorCode::KeychainUnavailable);
        let damaged = found::<()>(Err(Error::BadEncoding(b"hush".to_vec()))).expect_err("not understood");
        assert!(!damaged.to_string().contains("hush"), "no error holds what was kept: {damaged}");
    }
}
