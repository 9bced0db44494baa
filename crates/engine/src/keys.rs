//! Who can open a vault: changing the password, recovery words, quick unlock by the keychain of this computer.
//!
//! Each verb is whole in itself, so that a face may ask for the password again before it. Only the password is
//! proven here where it is replaced.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result, Secret,
        confirm::{Grant, Operation},
        keys::{
            ChangePassword, MakeRecoveryWords, QuickUnlock, RecoverVault, RecoveryPhrase, UnlockWays,
            WhichVault,
        },
        vault::{Language, VaultStatus},
    },
};
use std::path::Path;
use yanju_model::log::{Act, Detail, detail};
use yanju_store::{Credential, Error, Password, RecoveryWords, Vault, WayIn, WaysIn, WordList, ways_in};

/// The shortest password accepted for a vault, in characters.
pub const PASSWORD_MIN: usize = 8;

/// The password.
impl Session {
    /// Replaces the password of the open vault; [`ErrorCode::WrongPassword`] where the present one is another.
    pub fn change_password(&self, request: &ChangePassword) -> Result<()> {
        let new = new_password(&request.new)?;
        self.with(|vault| {
            let changed = self.noted(vault, Act::PasswordChanged, || {
                vault.change_password(&password(&request.current), &new, self.kdf)
            });
            if matches!(changed, Err(Error::WrongPassword)) {
                let operation = detail([("operation", "change_password".to_owned())]);
                self.note(vault, Act::ConfirmFailed, &operation)?;
            }
            Ok(changed?)
        })
    }
}

/// Recovery words.
impl Session {
    /// Makes recovery words for the open vault, and says them this once. Earlier ones are worthless from now on.
    pub fn make_recovery_words(&self, request: MakeRecoveryWords, grant: &Grant) -> Result<RecoveryPhrase> {
        let list = match request.language {
            Language::Chinese => WordList::Chinese,
            Language::English => WordList::English,
        };
        let words = self.with(|vault| {
            self.spend(vault, grant, &Operation::MakeRecoveryWords)?;
            Ok(self.noted(vault, Act::RecoveryMade, || vault.make_recovery_words())?)
        })?;
        Ok(RecoveryPhrase { words: words.phrase(list).into(), language: request.language })
    }

    /// Makes the recovery words of the open vault worthless.
    pub fn remove_recovery_words(&self, grant: &Grant) -> Result<()> {
        self.with(|vault| {
            self.spend(vault, grant, &Operation::RemoveRecoveryWords)?;
            Ok(self.noted(vault, Act::RecoveryRemoved, || vault.remove_recovery_words())?)
        })
    }

    /// Opens a vault by its recovery words and gives it another password.
    pub fn recover_vault(&self, request: &RecoverVault) -> Result<VaultStatus> {
        let words = RecoveryWords::parse(request.words.expose()).map_err(Error::from)?;
        let new = new_password(&request.password)?;
        let path = self.path_or_default(request.path.as_deref());
        self.open_at(&path, WayIn::RecoveryWords, |path| Vault::recover(path, &words, &new, self.kdf))?;
        // It is open by the new password whether this can be written or not.
        let _ = self.with(|vault| self.note(vault, Act::Recovered, &Detail::new()));
        self.vault_status()
    }
}

/// Quick unlock.
impl Session {
    /// The ways into a vault, open or locked, beside its password.
    pub fn unlock_ways(&self, request: &WhichVault) -> Result<UnlockWays> {
        let path = self.path_or_default(request.path.as_deref());
        let ways = ways_into(&path)?.ways;
        let quick_unlock = match ways.contains(&WayIn::DeviceSecret) {
            _ if !self.keychain.is_there() => QuickUnlock::Unavailable,
            true => QuickUnlock::On,
            false => QuickUnlock::Off,
        };
        Ok(UnlockWays { recovery_words: ways.contains(&WayIn::RecoveryWords), quick_unlock })
    }

    /// Lets the keychain of this computer open the open vault. Another computer's no longer does.
    pub fn enable_quick_unlock(&self, grant: &Grant) -> Result<()> {
        if !self.keychain.is_there() {
            return Err(ApiError::new(ErrorCode::KeychainUnavailable));
        }
        let (id, secret) = self.with(|vault| {
            self.spend(vault, grant, &Operation::EnableQuickUnlock)?;
            let secret = self.noted(vault, Act::QuickUnlockEnabled, || vault.make_device_secret())?;
            Ok((vault.id(), secret))
        })?;
        // Not while the vault is held: a keychain may ask a person first, and locking must not wait for them.
        self.keychain.store(&id, &secret).inspect_err(|_| {
            // What no keychain keeps opens nothing; that it stands there would only raise hopes.
            let _ = self.forget_device_secret(&id);
        })
    }

    /// Lets no keychain open the open vault any more.
    pub fn disable_quick_unlock(&self) -> Result<()> {
        let id = self.with(|vault| Ok(vault.id()))?;
        self.forget_device_secret(&id)?;
        // A keychain that does not answer keeps a secret that opens nothing.
        let _ = self.keychain.delete(&id);
        Ok(())
    }

    /// Makes the secret in a keychain worthless, if it is this vault that is open and it has one.
    fn forget_device_secret(&self, id: &str) -> Result<()> {
        self.with(|vault| {
            if vault.id() != id {
                return Ok(());
            }
            match self.noted(vault, Act::QuickUnlockDisabled, || vault.remove_device_secret()) {
                Err(Error::NoWayIn(_)) => Ok(()),
                removed => Ok(removed?),
            }
        })
    }

    /// Opens a vault by the keychain of this computer; [`ErrorCode::QuickUnlockOff`] where it does not.
    pub fn open_with_keychain(&self, request: &WhichVault) -> Result<VaultStatus> {
        let path = self.path_or_default(request.path.as_deref());
        let vault = ways_into(&path)?.vault;
        let secret = self.keychain.load(&vault)?.ok_or_else(|| ApiError::new(ErrorCode::QuickUnlockOff))?;
        self.open_at(&path, WayIn::DeviceSecret, |path| {
            Vault::open_with(path, Credential::DeviceSecret(&secret))
        })?;
        self.vault_status()
    }
}

fn ways_into(path: &Path) -> Result<WaysIn> {
    ways_in(path).map_err(|error| ApiError::from(error).with("path", path.display()))
}

/// A password as it was typed.
pub(crate) fn password(typed: &Secret) -> Password {
    Password::from(typed.expose().to_owned())
}

/// A password for times to come, which must not be too short.
pub(crate) fn new_password(typed: &Secret) -> Result<Password> {
    if typed.expose().chars().count() < PASSWORD_MIN {
        return Err(ApiError::new(ErrorCode::PasswordTooShort).with("min", PASSWORD_MIN));
    }
    Ok(password(typed))
}
