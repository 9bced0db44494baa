//! The in-box: which folder, how it stands, looking into it.

use crate::{pick, shell::Shell};
use std::path::Path;
use tauri::{AppHandle, Manager, State};
use yanju_engine::{
    Session,
    api::{
        Result,
        inbox::{InboxLook, InboxStatus, Look, SetInbox},
    },
};

#[tauri::command]
pub async fn inbox(shell: State<'_, Shell>) -> Result<InboxStatus> {
    shell.ask(Session::inbox).await
}

#[tauri::command]
pub async fn set_inbox(shell: State<'_, Shell>, request: SetInbox) -> Result<InboxStatus> {
    shell.ask(move |session| session.set_inbox(&request)).await
}

#[tauri::command]
pub async fn look_into_inbox(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: String,
    request: Look,
) -> Result<InboxLook> {
    shell.work(app, job, move |session, job| session.look_into_inbox(request, job)).await
}

#[tauri::command]
pub async fn pick_inbox_folder(app: AppHandle) -> Option<String> {
    pick::folder(app).await
}

/// A folder of this name among the user's documents; nothing is made yet.
#[tauri::command]
#[expect(clippy::needless_pass_by_value, reason = "a command owns its arguments")]
pub fn suggest_inbox(app: AppHandle, name: String) -> Option<String> {
    let documents = app.path().document_dir().or_else(|_| app.path().home_dir()).ok()?;
    Some(documents.join(Path::new(&name).file_name()?).display().to_string())
}
