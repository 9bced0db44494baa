//! What is recognised in texts, and the rules by which it is.

use crate::shell::Shell;
use tauri::State;
use yanju_engine::{
    Session,
    api::{
        Result,
        entity::{EntityMark, EntityRules, Recognised, SaveRules, TryRule},
    },
};

#[tauri::command]
pub async fn recognised(shell: State<'_, Shell>, id: String) -> Result<Recognised> {
    shell.ask(move |session| session.recognised(&id)).await
}

#[tauri::command]
pub async fn entity_rules(shell: State<'_, Shell>) -> Result<EntityRules> {
    shell.ask(Session::entity_rules).await
}

#[tauri::command]
pub async fn save_entity_rules(shell: State<'_, Shell>, request: SaveRules) -> Result<EntityRules> {
    shell.ask(move |session| session.save_entity_rules(&request)).await
}

#[tauri::command]
pub async fn try_entity_rule(shell: State<'_, Shell>, request: TryRule) -> Result<Vec<EntityMark>> {
    shell.ask(move |session| session.try_entity_rule(&request)).await
}
