//! The keychain of an operating system, as the engine sees it. The real one belongs to the window's shell.

use crate::api::{ApiError, ErrorCode, Result};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use yanju_store::DeviceSecret;

/// Keeps one secret for each vault, by the vault's identity. Where it does not answer, its verbs fail with
/// [`ErrorCode::KeychainUnavailable`].
pub trait Keychain: Send + Sync {
    /// Whether there is one that answers, found out without asking the user anything.
    fn is_there(&self) -> bool;
    /// Keeps a secret; an earlier one of this vault is forgotten.
    fn store(&self, vault: &str, secret: &DeviceSecret) -> Result<()>;
    /// The secret of a vault; `None` where it keeps none.
    fn load(&self, vault: &str) -> Result<Option<DeviceSecret>>;
    /// Forgets the secret of a vault, if it keeps one.
    fn delete(&self, vault: &str) -> Result<()>;
}

/// A system without one.
#[derive(Debug, Clone, Copy)]
pub struct NoKeychain;

impl Keychain for NoKeychain {
    fn is_there(&self) -> bool {
        false
    }

    fn store(&self, _: &str, _: &DeviceSecret) -> Result<()> {
        Err(ApiError::new(ErrorCode::KeychainUnavailable))
    }

    fn load(&self, _: &str) -> Result<Option<DeviceSecret>> {
        Err(ApiError::new(ErrorCode::KeychainUnavailable))
    }

    fn delete(&self, _: &str) -> Result<()> {
        Err(ApiError::new(ErrorCode::KeychainUnavailable))
    }
}

/// One that forgets everything with the process, for tests.
#[derive(Default)]
pub struct MemoryKeychain(Mutex<HashMap<String, DeviceSecret>>);

impl MemoryKeychain {
    /// The vaults that it keeps a secret for.
    pub fn vaults(&self) -> Vec<String> {
        self.secrets().keys().cloned().collect()
    }

    fn secrets(&self) -> MutexGuard<'_, HashMap<String, DeviceSecret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for MemoryKeychain {
    fn is_there(&self) -> bool {
        true
    }

    fn store(&self, vault: &str, secret: &DeviceSecret) -> Result<()> {
        self.secrets().insert(vault.to_owned(), secret.clone());
        Ok(())
    }

    fn load(&self, vault: &str) -> Result<Option<DeviceSecret>> {
        Ok(self.secrets().get(vault).cloned())
    }

    fn delete(&self, vault: &str) -> Result<()> {
        self.secrets().remove(vault);
        Ok(())
    }
}
