//! Watching over the vault: its log, and examining it.

use crate::shell::Shell;
use tauri::{AppHandle, State};
use yanju_engine::{
    Session,
    api::{
        Result,
        log::{AskLog, Examination, LogPage},
    },
};

#[tauri::command]
pub async fn read_log(shell: State<'_, Shell>, request: AskLog) -> Result<LogPage> {
    shell.ask(move |session| session.log(&request)).await
}

#[tauri::command]
pub async fn examine(app: AppHandle, shell: State<'_, Shell>, job: String) -> Result<Examination> {
    shell.work(app, job, Session::examine).await
}
