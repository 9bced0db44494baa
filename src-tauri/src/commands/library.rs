//! The library: what is in the vault, and what a query finds in it.

use crate::shell::Shell;
use tauri::{AppHandle, State};
use yanju_engine::{
    Session,
    api::{
        Result,
        library::{AskTimeline, ConversationPage, Facets, Find, Overview, SearchPage, Timeline},
        query::{AskSuggestions, MatchNames, NameMatch, ParsedQuery, Suggestion},
        related::{AskRelated, RelatedRow},
    },
};

#[tauri::command]
pub async fn overview(shell: State<'_, Shell>) -> Result<Overview> {
    shell.ask(Session::overview).await
}

#[tauri::command]
pub async fn catch_up(app: AppHandle, shell: State<'_, Shell>, job: String) -> Result<()> {
    shell.work(app, job, Session::catch_up).await
}

#[tauri::command]
pub async fn find_conversations(shell: State<'_, Shell>, request: Find) -> Result<ConversationPage> {
    shell.ask(move |session| session.find_conversations(&request)).await
}

#[tauri::command]
pub async fn search_messages(shell: State<'_, Shell>, request: Find) -> Result<SearchPage> {
    shell.ask(move |session| session.search_messages(&request)).await
}

#[tauri::command]
pub async fn timeline(shell: State<'_, Shell>, request: AskTimeline) -> Result<Timeline> {
    shell.ask(move |session| session.timeline(&request)).await
}

#[tauri::command]
pub async fn facets(shell: State<'_, Shell>, text: String) -> Result<Facets> {
    shell.ask(move |session| session.facets(&text)).await
}

#[tauri::command]
pub async fn related(shell: State<'_, Shell>, request: AskRelated) -> Result<Vec<RelatedRow>> {
    shell.ask(move |session| session.related(&request)).await
}

#[tauri::command]
pub async fn suggest(shell: State<'_, Shell>, request: AskSuggestions) -> Result<Vec<Suggestion>> {
    shell.ask(move |session| session.suggest(&request)).await
}

#[tauri::command]
pub async fn match_names(shell: State<'_, Shell>, request: MatchNames) -> Result<Vec<NameMatch>> {
    shell.ask(move |session| Ok(session.match_names(&request))).await
}

#[tauri::command]
pub async fn parse_query(shell: State<'_, Shell>, text: String) -> Result<ParsedQuery> {
    shell.ask(move |session| session.parse_query(&text)).await
}
