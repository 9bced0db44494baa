//! One conversation: its header, its messages, a text within it.

use crate::shell::Shell;
use tauri::State;
use yanju_engine::api::{
    Result,
    transcript::{AskTranscript, ConversationDetail, FindInConversation, FoundInConversation, Transcript},
};

#[tauri::command]
pub async fn conversation_detail(shell: State<'_, Shell>, id: String) -> Result<ConversationDetail> {
    shell.ask(move |session| session.conversation_detail(&id)).await
}

#[tauri::command]
pub async fn transcript(shell: State<'_, Shell>, request: AskTranscript) -> Result<Transcript> {
    shell.ask(move |session| session.transcript(&request)).await
}

#[tauri::command]
pub async fn find_in_conversation(
    shell: State<'_, Shell>,
    request: FindInConversation,
) -> Result<FoundInConversation> {
    shell.ask(move |session| session.find_in_conversation(&request)).await
}
