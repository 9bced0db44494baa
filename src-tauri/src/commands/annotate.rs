//! Organising: keywords, tickets, notes, stars, categories, saved searches, who is who, and taking it back.

use crate::shell::Shell;
use tauri::State;
use yanju_engine::{
    Session,
    api::{
        Result,
        annotate::{Annotate, Receipt, SamePerson, SaveCategory},
        query::{MoveSavedSearch, SaveSearch},
    },
};

#[tauri::command]
pub async fn annotate(shell: State<'_, Shell>, request: Annotate) -> Result<Receipt> {
    shell.ask(move |session| session.annotate(&request)).await
}

#[tauri::command]
pub async fn same_person(shell: State<'_, Shell>, request: SamePerson) -> Result<Receipt> {
    shell.ask(move |session| session.same_person(&request)).await
}

#[tauri::command]
pub async fn undo(shell: State<'_, Shell>) -> Result<Option<Receipt>> {
    shell.ask(Session::undo).await
}

#[tauri::command]
pub async fn redo(shell: State<'_, Shell>) -> Result<Option<Receipt>> {
    shell.ask(Session::redo).await
}

#[tauri::command]
pub async fn save_category(shell: State<'_, Shell>, request: SaveCategory) -> Result<Receipt> {
    shell.ask(move |session| session.save_category(&request)).await
}

#[tauri::command]
pub async fn remove_category(shell: State<'_, Shell>, id: String) -> Result<Receipt> {
    shell.ask(move |session| session.remove_category(&id)).await
}

#[tauri::command]
pub async fn save_search(shell: State<'_, Shell>, request: SaveSearch) -> Result<Receipt> {
    shell.ask(move |session| session.save_search(&request)).await
}

#[tauri::command]
pub async fn move_saved_search(shell: State<'_, Shell>, request: MoveSavedSearch) -> Result<Receipt> {
    shell.ask(move |session| session.move_saved_search(&request)).await
}

#[tauri::command]
pub async fn remove_saved_search(shell: State<'_, Shell>, id: String) -> Result<Receipt> {
    shell.ask(move |session| session.remove_saved_search(&id)).await
}
