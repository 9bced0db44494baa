//! Locking: the session ends its jobs and drops the vault with its keys; the window forgets what it showed.
//!
//! A person locks; so does the shell by itself, when nobody was there for a while and when the machine sleeps. When
//! that is, the engine says; here are the thread that asks it and the word of the system.

use crate::shell::{Shell, WINDOW};
use std::{thread, time::Duration};
use tauri::{AppHandle, Manager};
use yanju_engine::{
    Why,
    api::{Result, vault::VaultStatus},
};

/// How often the engine is asked. Much shorter than what it takes for a sleep.
const EVERY: Duration = Duration::from_secs(3);

/// Locks the vault. The window loads anew whatever comes of it, so that nothing it held of the records stays in its
/// memory; it then asks for the vault's state and shows the lock.
pub async fn lock(app: &AppHandle, shell: &Shell, why: Why) -> Result<VaultStatus> {
    let status = shell.ask(move |session| session.lock_because(why)).await;
    forget(app);
    status
}

/// Locks by itself from now on.
pub fn keep_watch(app: &AppHandle, shell: &Shell) {
    #[cfg(target_os = "linux")]
    {
        let app = app.clone();
        thread::spawn(move || crate::sleep::on_sleep(|| lock_now(&app)));
    }
    let (app, shell) = (app.clone(), shell.clone());
    thread::spawn(move || {
        loop {
            thread::sleep(EVERY);
            if shell.session().lock_when_due().is_some() {
                forget(&app);
            }
        }
    });
}

/// Locks before the machine sleeps, on the thread that heard of it.
#[cfg(target_os = "linux")]
fn lock_now(app: &AppHandle) {
    let shell = app.state::<Shell>();
    if shell.session().is_open() {
        // What is shown goes first: closing waits for what is under way, and the machine may not.
        forget(app);
        let _ = shell.session().lock_because(Why::Suspended);
        forget(app);
    }
}

fn forget(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(WINDOW) {
        // A window that cannot be reloaded is closing: it forgets all the more.
        let _ = window.reload();
    }
}
