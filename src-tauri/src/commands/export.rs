//! Exporting: what a document would hold, writing it, showing where it is.

use crate::{pick, shell::Shell};
use std::path::PathBuf;
use tauri::{AppHandle, State};
use yanju_engine::api::{
    ApiError, ErrorCode, Result,
    confirm::Grant,
    export::{ExportPreview, ExportReport, ExportRequest},
};

#[tauri::command]
pub async fn preview_export(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: ExportRequest,
) -> Result<ExportPreview> {
    shell.work(app, job, move |session, job| session.preview_export(&request, job)).await
}

#[tauri::command]
pub async fn export_document(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: ExportRequest,
    grant: Grant,
) -> Result<ExportReport> {
    shell.work(app, job, move |session, job| session.export_document(&request, &grant, job)).await
}

#[tauri::command]
pub async fn pick_export_folder(app: AppHandle) -> Option<String> {
    pick::folder(app).await
}

/// Shows a file in the system's file manager; the file itself is not opened.
#[tauri::command]
pub async fn show_in_folder(shell: State<'_, Shell>, path: PathBuf) -> Result<()> {
    shell
        .ask(move |_| {
            tauri_plugin_opener::reveal_item_in_dir(&path).map_err(|cause| {
                ApiError::new(ErrorCode::Unreadable).with("path", path.display()).because(cause)
            })
        })
        .await
}
