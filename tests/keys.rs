//! Who can open a vault: changed passwords, recovery words, quick unlock.

use crate::support::{PASSWORD, TestVault};
use std::sync::Arc;
use yanju_engine::{
    DeviceSecret,
    api::{
        ApiError, ErrorCode, Result,
        confirm::{Confirm, Operation},
        keys::{ChangePassword, MakeRecoveryWords, QuickUnlock, RecoverVault, UnlockWays, WhichVault},
        vault::{Language, VaultState},
    },
    keychain::{Keychain, MemoryKeychain},
};

const NEW: &str = "another battery, another horse";

fn change(vault: &TestVault, current: &str, new: &str) -> Result<()> {
    vault.session.change_password(&ChangePassword { current: current.into(), new: new.into() })
}

fn recover(vault: &TestVault, words: &str, password: &str) -> Result<()> {
    let request = RecoverVault { path: None, words: words.into(), password: password.into() };
    vault.session.recover_vault(&request).map(|status| assert_eq!(status.state, VaultState::Open))
}

fn words(vault: &TestVault, language: Language) -> String {
    let phrase = vault
        .session
        .make_recovery_words(MakeRecoveryWords { language }, &vault.grant(Operation::MakeRecoveryWords))
        .expect("open");
    phrase.words.expose().to_owned()
}

fn ways(vault: &TestVault) -> UnlockWays {
    vault.session.unlock_ways(&WhichVault { path: None }).expect("there is a vault")
}

fn code<T>(answer: Result<T>) -> ErrorCode {
    answer.err().expect("it is refused").code
}

#[test]
fn a_password_is_changed_by_who_knows_it() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    assert_eq!(code(change(&vault, "wrong horse battery", NEW)), ErrorCode::WrongPassword);
    assert_eq!(code(change(&vault, PASSWORD, "short")), ErrorCode::PasswordTooShort);
    change(&vault, PASSWORD, NEW).expect("the present password and a long one");
    vault.session.lock_vault().expect("locks");
    assert_eq!(code(change(&vault, NEW, PASSWORD)), ErrorCode::VaultLocked, "only of an open vault");
    assert_eq!(vault.reopen(PASSWORD).expect_err("history"), ErrorCode::WrongPassword);
    vault.reopen(NEW).expect("the new one opens");
    assert_eq!(vault.search("退款").total(), 2, "everything is still there");
}

#[test]
fn a_forgotten_password_is_replaced_by_recovery_words() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    assert!(!ways(&vault).recovery_words, "none before they are made");
    assert_eq!(code(recover(&vault, &"zoo ".repeat(23), NEW)), ErrorCode::RecoveryWordsIncomplete);
    let valid = format!("{}vote", "zoo ".repeat(23));
    assert_eq!(code(recover(&vault, &valid, NEW)), ErrorCode::NoRecoveryWords);
    vault.reopen(PASSWORD).expect("the password is as it was");

    let first = words(&vault, Language::English);
    let words = words(&vault, Language::Chinese);
    assert!(ways(&vault).recovery_words, "a locked vault can say so");
    vault.session.lock_vault().expect("locks");
    assert_eq!(code(recover(&vault, &first, NEW)), ErrorCode::WrongRecoveryWords, "replaced");
    assert_eq!(code(recover(&vault, &words, "short")), ErrorCode::PasswordTooShort);
    let mistaken = words.replacen(' ', " 婦 ", 1);
    let unknown = recover(&vault, &mistaken, NEW).expect_err("not in the list");
    assert_eq!((unknown.code, unknown.params["number"].as_str()), (ErrorCode::RecoveryWordUnknown, "2"));
    vault.reopen(PASSWORD).expect("none of this changed the password");
    vault.session.lock_vault().expect("locks");

    recover(&vault, &words.replace(' ', ""), NEW).expect("the words open, however they are spaced");
    assert_eq!(vault.search("退款").total(), 2, "everything is still there");
    vault.session.lock_vault().expect("locks");
    assert_eq!(vault.reopen(PASSWORD).expect_err("history"), ErrorCode::WrongPassword);
    vault.reopen(NEW).expect("the new one opens");
    let remove = || {
        let operation = Operation::RemoveRecoveryWords;
        let grant = vault.session.confirm(&Confirm { operation, password: NEW.into() })?;
        vault.session.remove_recovery_words(&grant)
    };
    remove().expect("there are some");
    assert_eq!(code(remove()), ErrorCode::NoRecoveryWords);
    assert_eq!(code(recover(&vault, &words, PASSWORD)), ErrorCode::NoRecoveryWords);
}

#[test]
fn the_keychain_of_a_computer_opens_a_vault_after_it_was_asked_to() {
    let keychain = Arc::new(MemoryKeychain::default());
    let vault = TestVault::new().with_keychain(keychain.clone());
    vault.import("csv/shop");
    let here = WhichVault { path: None };
    let open = || vault.session.open_with_keychain(&here).map(drop);
    assert_eq!(ways(&vault).quick_unlock, QuickUnlock::Off, "nothing is on that was not asked for");
    assert_eq!(code(open()), ErrorCode::QuickUnlockOff);
    vault
        .session
        .enable_quick_unlock(&vault.grant(Operation::EnableQuickUnlock))
        .expect("there is a keychain");
    vault.session.lock_vault().expect("locks");
    assert_eq!(ways(&vault).quick_unlock, QuickUnlock::On);
    open().expect("no password is asked for");
    assert_eq!(vault.search("退款").total(), 2, "everything is there");
    change(&vault, PASSWORD, NEW).expect("the password is another matter");
    vault.session.lock_vault().expect("locks");
    open().expect("so it still opens");

    vault.session.disable_quick_unlock().expect("it is on");
    vault.session.disable_quick_unlock().expect("off is off");
    vault.session.lock_vault().expect("locks");
    assert_eq!(ways(&vault).quick_unlock, QuickUnlock::Off);
    assert_eq!(code(open()), ErrorCode::QuickUnlockOff);
    vault.reopen(NEW).expect("the password always opens");
}

#[test]
fn a_keychain_that_lost_or_exchanged_its_secret_is_no_way_in() {
    let keychain = Arc::new(MemoryKeychain::default());
    let vault = TestVault::new().with_keychain(keychain.clone());
    vault
        .session
        .enable_quick_unlock(&vault.grant(Operation::EnableQuickUnlock))
        .expect("there is a keychain");
    vault.session.lock_vault().expect("locks");
    let other = DeviceSecret::from_bytes(&[9; 32]).expect("32 bytes");
    let id = keychain.vaults().pop().expect("it keeps a secret for the vault");
    for secret in [Some(other), None] {
        match secret {
            Some(secret) => keychain.store(&id, &secret).expect("in memory"),
            None => keychain.delete(&id).expect("in memory"),
        }
        assert_eq!(
            code(vault.session.open_with_keychain(&WhichVault { path: None })),
            ErrorCode::QuickUnlockOff
        );
    }
    vault.reopen(PASSWORD).expect("the password always opens");
}

/// One that is there and keeps nothing.
struct Refusing;

impl Keychain for Refusing {
    fn is_there(&self) -> bool {
        true
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

#[test]
fn quick_unlock_is_offered_only_where_there_is_a_keychain() {
    let vault = TestVault::new();
    assert_eq!(
        ways(&vault).quick_unlock,
        QuickUnlock::Unavailable,
        "a session has none unless it is given one"
    );
    assert_eq!(
        code(vault.session.enable_quick_unlock(&vault.grant(Operation::EnableQuickUnlock))),
        ErrorCode::KeychainUnavailable
    );
    let vault = vault.with_keychain(Arc::new(Refusing));
    assert_eq!(
        code(vault.session.enable_quick_unlock(&vault.grant(Operation::EnableQuickUnlock))),
        ErrorCode::KeychainUnavailable
    );
    assert_eq!(ways(&vault).quick_unlock, QuickUnlock::Off, "what the keychain did not keep is not on");
    vault.session.disable_quick_unlock().expect("what opens nothing may stay in a keychain");
}
