//! What the window can call, one module per noun. Each command hands its request to the session and its answer back.

#[macro_use]
mod list;

mod annotate;
mod backup;
mod entity;
mod export;
mod import;
mod inbox;
mod job;
mod keys;
mod library;
mod radar;
mod transcript;
mod vault;
mod watch;
mod zone;

use tauri::{Wry, ipc::Invoke};

macro_rules! handle {
    ($($noun:ident :: $command:ident,)*) => { tauri::generate_handler![$($noun::$command),*] };
}

/// The handler of all commands.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    commands!(handle)
}
