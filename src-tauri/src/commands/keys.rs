//! Who can open the vault: the password, recovery words, quick unlock.

use crate::shell::Shell;
use tauri::State;
use yanju_engine::{
    Session,
    api::{
        Result,
        confirm::{Confirm, Grant},
        keys::{ChangePassword, MakeRecoveryWords, RecoverVault, RecoveryPhrase, UnlockWays, WhichVault},
        vault::VaultStatus,
    },
};

/// The password asked for again, for one operation.
#[tauri::command]
pub async fn confirm(shell: State<'_, Shell>, request: Confirm) -> Result<Grant> {
    shell.ask(move |session| session.confirm(&request)).await
}

#[tauri::command]
pub async fn unlock_ways(shell: State<'_, Shell>, request: WhichVault) -> Result<UnlockWays> {
    shell.ask(move |session| session.unlock_ways(&request)).await
}

#[tauri::command]
pub async fn change_password(shell: State<'_, Shell>, request: ChangePassword) -> Result<()> {
    shell.ask(move |session| session.change_password(&request)).await
}

#[tauri::command]
pub async fn make_recovery_words(
    shell: State<'_, Shell>,
    request: MakeRecoveryWords,
    grant: Grant,
) -> Result<RecoveryPhrase> {
    shell.ask(move |session| session.make_recovery_words(request, &grant)).await
}

#[tauri::command]
pub async fn remove_recovery_words(shell: State<'_, Shell>, grant: Grant) -> Result<()> {
    shell.ask(move |session| session.remove_recovery_words(&grant)).await
}

#[tauri::command]
pub async fn recover_vault(shell: State<'_, Shell>, request: RecoverVault) -> Result<VaultStatus> {
    shell.ask(move |session| session.recover_vault(&request)).await
}

#[tauri::command]
pub async fn enable_quick_unlock(shell: State<'_, Shell>, grant: Grant) -> Result<()> {
    shell.ask(move |session| session.enable_quick_unlock(&grant)).await
}

#[tauri::command]
pub async fn disable_quick_unlock(shell: State<'_, Shell>) -> Result<()> {
    shell.ask(Session::disable_quick_unlock).await
}

#[tauri::command]
pub async fn open_with_keychain(shell: State<'_, Shell>, request: WhichVault) -> Result<VaultStatus> {
    shell.ask(move |session| session.open_with_keychain(&request)).await
}
