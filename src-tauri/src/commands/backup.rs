//! Backups: what is planned, what there is, taking, restoring, rehearsing, verifying.

use crate::{pick, shell::Shell};
use tauri::{AppHandle, State};
use yanju_engine::{
    Session,
    api::{
        Result,
        backup::{
            BackupPlan, BackupReport, BackupSnapshot, BackupStatus, OpenBackup, Rehearsal, RehearseBackup,
            RestoreVault, TakeBackup, Verification,
        },
        vault::VaultStatus,
    },
};

#[tauri::command]
pub async fn backup_status(shell: State<'_, Shell>) -> Result<BackupStatus> {
    shell.ask(Session::backup_status).await
}

#[tauri::command]
pub async fn set_backup_plan(shell: State<'_, Shell>, request: BackupPlan) -> Result<BackupStatus> {
    shell.ask(move |session| session.set_backup_plan(&request)).await
}

#[tauri::command]
pub async fn backups(shell: State<'_, Shell>) -> Result<Vec<BackupSnapshot>> {
    shell.ask(Session::backups).await
}

#[tauri::command]
pub async fn backups_at(shell: State<'_, Shell>, request: OpenBackup) -> Result<Vec<BackupSnapshot>> {
    shell.ask(move |session| session.backups_at(&request)).await
}

#[tauri::command]
pub async fn back_up(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: TakeBackup,
) -> Result<BackupReport> {
    shell.work(app, job, move |session, job| session.back_up(&request, job)).await
}

#[tauri::command]
pub async fn back_up_if_due(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
) -> Result<Option<BackupReport>> {
    shell.work(app, job, Session::back_up_if_due).await
}

#[tauri::command]
pub async fn rehearse_backup(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: RehearseBackup,
) -> Result<Rehearsal> {
    shell.work(app, job, move |session, job| session.rehearse_backup(&request, job)).await
}

#[tauri::command]
pub async fn verify_backup(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: OpenBackup,
) -> Result<Verification> {
    shell.work(app, job, move |session, job| session.verify_backup(&request, job)).await
}

#[tauri::command]
pub async fn restore_vault(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: RestoreVault,
) -> Result<VaultStatus> {
    shell.work(app, job, move |session, job| session.restore_vault(&request, job)).await
}

#[tauri::command]
pub async fn pick_backup_folder(app: AppHandle) -> Option<String> {
    pick::folder(app).await
}
