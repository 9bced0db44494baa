//! Locking: the session ends its jobs and drops the vault with its keys; the window forgets what it showed.
//!
//! A person locks; so does the shell by itself, when nobody was there for a while and when the machine sleeps. When
//! that is, the engine says; here are the thread that asks it and the word of the system.

use crate::shell::{Shell, WINDOW};
use std::{thread, time::Duration};
use tauri::{AppHandle, Manager};
use yanju_engine::{
    Session, Why,
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
    let (app, shell) = (app.clone(), shell.clone());
    let asked = app.clone();
    thread::spawn(move || {
        loop {
            thread::sleep(EVERY);
            // A vault whose settings cannot be read is no reason to leave it open: the next round asks again.
            if let Ok(Some(_)) = shell.session().lock_when_due() {
                forget(&app);
            }
        }
    });
    #[cfg(target_os = "linux")]
    thread::spawn(move || crate::sleep::on_sleep(|| lock_now(&asked)));
}

/// Locks before the machine sleeps, on the thread that heard of it.
#[cfg(target_os = "linux")]
fn lock_now(app: &AppHandle) {
    let shell = app.state::<Shell>();
    let session: &Session = shell.session();
    if session.is_open() {
        let _ = session.lock_because(Why::Suspended);
        forget(app);
    }
}

fn forget(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(WINDOW) {
        // A window that cannot be reloaded is closing: it forgets all the more.
        let _ = window.reload();
    }
}
