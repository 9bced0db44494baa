//! Another zone for what was read in an assumed one: what it would change, and changing it.

use crate::shell::Shell;
use tauri::{AppHandle, State};
use yanju_engine::api::{
    Result,
    zone::{ChangeZone, ZoneChange},
};

#[tauri::command]
pub async fn preview_zone(shell: State<'_, Shell>, request: ChangeZone) -> Result<ZoneChange> {
    shell.ask(move |session| session.preview_zone(&request)).await
}

#[tauri::command]
pub async fn change_zone(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: ChangeZone,
) -> Result<ZoneChange> {
    shell.work(app, job, move |session, job| session.change_zone(&request, job)).await
}
