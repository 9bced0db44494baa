//! The in-box: the thread that asks the engine every few seconds whether something landed in the watched folder, and
//! tells the window, which looks into it as one of its jobs.
//!
//! The folder is listed rather than watched by the system's notices: those do not come from network drives and synced
//! folders, where exports often land, and an in-box holds so few files that a listing costs less than another
//! dependency for each system. A thread of its own, because a drive that does not answer must not hold up locking.

use crate::shell::{Shell, WINDOW};
use std::{
    thread,
    time::{Duration, Instant},
};
use tauri::{AppHandle, Emitter};

/// How often the folder is listed.
const EVERY: Duration = Duration::from_secs(5);
/// A listing that takes long is made less often: this many times as long lies between two.
const REST: u32 = 50;

/// Watches from now on.
pub fn keep_watch(app: &AppHandle, shell: &Shell) {
    let (app, shell) = (app.clone(), shell.clone());
    thread::spawn(move || {
        let mut took = Duration::ZERO;
        loop {
            thread::sleep(EVERY.max(took * REST));
            let begun = Instant::now();
            let stirs = shell.session().inbox_stirs();
            took = begun.elapsed();
            if stirs {
                // A window that is gone hears nothing; the next one looks when it opens.
                let _ = app.emit_to(WINDOW, "inbox", ());
            }
        }
    });
}
