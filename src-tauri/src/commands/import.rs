//! Importing: which formats there are, what is chosen, what it would bring, what it brought.

use crate::{
    pick::{self, Wanted},
    shell::Shell,
};
use tauri::{AppHandle, State};
use yanju_engine::api::{
    Result,
    import::{FormatRow, ImportPreview, ImportReport, ImportRequest},
};

#[tauri::command]
pub fn formats() -> Vec<FormatRow> {
    yanju_engine::formats()
}

#[tauri::command]
pub async fn pick_import_files(app: AppHandle) -> Vec<String> {
    let chosen = pick::pick(app, Wanted::Files(importable(yanju_engine::formats()))).await;
    chosen.iter().map(|path| path.display().to_string()).collect()
}

#[tauri::command]
pub async fn pick_import_folder(app: AppHandle) -> Option<String> {
    pick::folder(app).await
}

#[tauri::command]
pub async fn preview_import(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: ImportRequest,
) -> Result<ImportPreview> {
    shell.work(app, job, move |session, job| session.preview_import(&request, job)).await
}

#[tauri::command]
pub async fn import_files(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: ImportRequest,
) -> Result<ImportReport> {
    shell.work(app, job, move |session, job| session.import_files(&request, job)).await
}

/// The endings of all files that an importer reads, each once.
fn importable(formats: Vec<FormatRow>) -> Vec<String> {
    let mut endings: Vec<String> = formats
        .into_iter()
        .filter(|format| format.direction == "import")
        .flat_map(|format| format.extensions)
        .collect();
    endings.sort_unstable();
    endings.dedup();
    endings
}
