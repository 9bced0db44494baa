//! The system's dialogs, behind one function: what they ask for goes in, the paths chosen come out.
//!
//! Under the feature `e2e` the answer is the next line of the file that `YANJU_E2E_PICKS` names (paths separated by
//! tabs, an empty line cancels), because a test cannot drive another toolkit's dialog dependably.

use crate::shell::WINDOW;
use std::{
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;

/// What is asked for.
pub enum Wanted {
    /// One folder.
    Folder,
    /// Files with one of these endings (without the dot), or any file.
    Files(Vec<String>),
}

/// Asks the user; an empty answer is a dialog that was closed.
pub async fn pick(app: AppHandle, wanted: Wanted) -> Vec<PathBuf> {
    // The dialog blocks its thread, which therefore must not be the window's.
    let answer =
        move || if cfg!(feature = "e2e") { next_prepared_answer() } else { answer_of_dialog(&app, wanted) };
    tauri::async_runtime::spawn_blocking(answer).await.unwrap_or_default()
}

/// Asks for one folder, as its path in text.
pub async fn folder(app: AppHandle) -> Option<String> {
    pick(app, Wanted::Folder).await.first().map(|path| path.display().to_string())
}

fn answer_of_dialog(app: &AppHandle, wanted: Wanted) -> Vec<PathBuf> {
    let mut dialog = app.dialog().file();
    if let Some(window) = app.get_webview_window(WINDOW) {
        dialog = dialog.set_parent(&window);
    }
    let chosen = match wanted {
        Wanted::Folder => dialog.blocking_pick_folder().map(|folder| vec![folder]),
        Wanted::Files(endings) => {
            let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
            dialog.add_filter(endings.join(" "), &endings).add_filter("*", &["*"]).blocking_pick_files()
        }
    };
    chosen.unwrap_or_default().into_iter().filter_map(|path| path.into_path().ok()).collect()
}

fn next_prepared_answer() -> Vec<PathBuf> {
    static TAKEN: AtomicUsize = AtomicUsize::new(0);
    let answers = std::env::var_os("YANJU_E2E_PICKS").and_then(|file| std::fs::read_to_string(file).ok());
    let answers = answers.unwrap_or_default();
    let line = answers.lines().nth(TAKEN.fetch_add(1, Ordering::Relaxed)).unwrap_or_default();
    line.split('\t').filter(|path| !path.is_empty()).map(PathBuf::from).collect()
}
