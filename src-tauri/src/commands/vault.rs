//! The vault: its state, creating, opening, locking.

use crate::{lock, pick, shell::Shell};
use tauri::{AppHandle, State};
use yanju_engine::{
    Job, Session, Why,
    api::{
        Result,
        vault::{CreateVault, LockSettings, OpenVault, VaultStatus},
    },
};

#[tauri::command]
pub async fn vault_status(shell: State<'_, Shell>) -> Result<VaultStatus> {
    shell.state().await
}

#[tauri::command]
pub async fn create_vault(shell: State<'_, Shell>, request: CreateVault) -> Result<VaultStatus> {
    shell.ask(move |session| session.create_vault(&request)).await
}

#[tauri::command]
pub async fn open_vault(shell: State<'_, Shell>, request: OpenVault) -> Result<VaultStatus> {
    shell.ask(move |session| session.open_vault(&request)).await
}

#[tauri::command]
pub async fn open_demo(shell: State<'_, Shell>) -> Result<VaultStatus> {
    shell.ask(|session| session.open_demo(&Job::quiet())).await
}

#[tauri::command]
pub async fn lock_vault(app: AppHandle, shell: State<'_, Shell>) -> Result<VaultStatus> {
    lock::lock(&app, &shell, Why::Asked).await
}

#[tauri::command]
pub async fn pick_vault_folder(app: AppHandle) -> Option<String> {
    pick::folder(app).await
}

#[tauri::command]
pub async fn lock_settings(shell: State<'_, Shell>) -> Result<LockSettings> {
    shell.ask(Session::lock_settings).await
}

#[tauri::command]
pub async fn set_lock_settings(shell: State<'_, Shell>, request: LockSettings) -> Result<()> {
    shell.ask(move |session| session.set_lock_settings(&request)).await
}

/// A person is there: a key, the pointer.
#[tauri::command]
pub async fn note_activity(shell: State<'_, Shell>) -> Result<()> {
    shell
        .ask(|session| {
            session.active();
            Ok(())
        })
        .await
}
