//! The expiry radar: every platform, how long it keeps chats, what the user is to be told now.

use crate::shell::Shell;
use tauri::State;
use yanju_engine::{
    Session,
    api::{
        Result,
        radar::{Radar, RadarSource, SetRetention},
    },
};

#[tauri::command]
pub async fn radar(shell: State<'_, Shell>) -> Result<Radar> {
    shell.ask(Session::radar).await
}

#[tauri::command]
pub async fn set_retention(shell: State<'_, Shell>, request: SetRetention) -> Result<Radar> {
    shell.ask(move |session| session.set_retention(&request)).await
}

#[tauri::command]
pub async fn radar_reminders(shell: State<'_, Shell>) -> Result<Vec<RadarSource>> {
    shell.ask(Session::radar_reminders).await
}
