//! Locking: the session ends its jobs and drops the vault with its keys; the window forgets what it showed.

use crate::shell::{Shell, WINDOW};
use tauri::{AppHandle, Manager};
use yanju_engine::{
    Session,
    api::{Result, vault::VaultStatus},
};

/// Locks the vault. The window loads anew whatever the state says, so that nothing it held of the records stays in its memory; it then asks
/// for the vault's state and shows the lock.
pub async fn lock(app: &AppHandle, shell: &Shell) -> Result<VaultStatus> {
    let status = shell.ask(Session::lock_vault).await;
    if let Some(window) = app.get_webview_window(WINDOW) {
        // A window that cannot be reloaded is closing: it forgets all the more.
        let _ = window.reload();
    }
    status
}
