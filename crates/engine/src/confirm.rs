//! Asking for the password again before what cannot be taken back: a grant for one operation, once, for a minute.
//!
//! The grant is the engine's word. A window that was taken over can neither make one nor use one for anything but
//! what the person was shown.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        confirm::{Confirm, Grant, Operation},
    },
    keys::password,
};
use std::sync::{MutexGuard, PoisonError};
use yanju_model::log::{Act, detail};
use yanju_store::{Vault, random_token};

/// How long a grant may wait to be used.
const LIFE_MS: i64 = 60_000;
/// More than these, the oldest are void: nobody is asked for that many things at once.
const MOST: usize = 16;

/// A grant that was given and not used yet.
pub(crate) struct Issued {
    token: String,
    /// Of which vault it was given: another one's password is worth nothing here.
    vault: String,
    operation: Operation,
    /// By the clock that nobody can set.
    at_ms: i64,
}

impl Session {
    /// Gives a grant for an operation to whoever knows the password.
    pub fn confirm(&self, request: &Confirm) -> Result<Grant> {
        self.with(|vault| {
            if !vault.is_password(&password(&request.password))? {
                self.note(
                    vault,
                    Act::ConfirmFailed,
                    &detail([("operation", request.operation.name().to_owned())]),
                )?;
                return Err(ApiError::new(ErrorCode::WrongPassword));
            }
            self.grant(vault, request.operation.clone())
        })
    }

    /// Writes a grant down.
    pub(crate) fn grant(&self, vault: &Vault, operation: Operation) -> Result<Grant> {
        let token = random_token()?;
        let mut grants = self.grants();
        if grants.len() >= MOST {
            grants.remove(0);
        }
        grants.push(Issued {
            token: token.clone(),
            vault: vault.id(),
            operation,
            at_ms: self.clock.elapsed_ms(),
        });
        Ok(Grant { token })
    }

    /// Uses a grant up for the vault at hand. Whatever it was presented for, it is void from now on.
    pub(crate) fn spend(&self, vault: &Vault, grant: &Grant, operation: &Operation) -> Result<()> {
        let refused = || ApiError::new(ErrorCode::ConfirmationNeeded).with("operation", operation.name());
        let mut grants = self.grants();
        let place = grants.iter().position(|issued| issued.token == grant.token).ok_or_else(refused)?;
        let issued = grants.remove(place);
        let age = self.clock.elapsed_ms() - issued.at_ms;
        if issued.vault == vault.id() && issued.operation == *operation && age <= LIFE_MS {
            Ok(())
        } else {
            Err(refused())
        }
    }

    /// Makes every grant void, as when the vault is locked.
    pub(crate) fn void_grants(&self) {
        self.grants().clear();
    }

    fn grants(&self) -> MutexGuard<'_, Vec<Issued>> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
