//! Reading one conversation: its stretch of messages, its details, a text within it, an attachment's bytes.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        transcript::{
            AskTranscript, ConversationDetail, FindInConversation, FoundInConversation, PlaceInConversation,
            SourceFile, Transcript,
        },
    },
    clock, completeness, recognition, rows,
};
use std::io::Read;
use yanju_model::{
    AttachmentId, ConversationId, MessageId, Zone, annotation::Target, query::Query, record::ImportedFile,
};

/// The longest stretch a face can ask for.
const STRETCH_LIMIT: u32 = 1000;
/// The largest attachment that is handed to a face in one piece.
const ATTACHMENT_LIMIT: u64 = 64 << 20;

impl Session {
    /// A stretch of a conversation, with the words of a query marked.
    pub fn transcript(&self, request: &AskTranscript) -> Result<Transcript> {
        self.with(|vault| {
            let id: ConversationId = request.conversation.parse()?;
            let (_, query) = self.understand(vault, &request.query)?;
            let total = vault.conversation(id)?.messages;
            let categories = vault.categories()?;
            let messages = vault.transcript(id, request.from_seq.max(1), request.limit.min(STRETCH_LIMIT))?;
            let messages = messages
                .iter()
                .map(|message| {
                    let marks = marks(vault, &message.text, &query);
                    let annotations = vault.annotations(Target::Message(message.id))?;
                    let entities = recognition::marks(vault.entities(&message.text));
                    Ok(rows::message_row(message, marks, entities, &annotations, &categories))
                })
                .collect::<Result<_>>()?;
            Ok(Transcript { total, messages })
        })
    }

    /// A conversation with what is attached to it and where it came from.
    pub fn conversation_detail(&self, id: &str) -> Result<ConversationDetail> {
        self.with(|vault| {
            let id: ConversationId = id.parse()?;
            let conversation = vault.conversation(id)?;
            let annotations = vault.annotations(Target::Conversation(id))?;
            let files = vault.files_of(id)?;
            let zone = vault.zone()?;
            Ok(ConversationDetail {
                row: rows::conversation_row(&conversation, &annotations, &vault.categories()?, 0, None),
                note: annotations.note,
                zone: files.last().map(|file| file.zone.clone()).unwrap_or_default(),
                sources: files.iter().map(|file| source_file(file, zone)).collect(),
                completeness: completeness::of(vault, id)?,
            })
        })
    }

    /// Where a message stands: its conversation and its place in it.
    pub fn place_of(&self, message: &str) -> Result<(String, u64)> {
        self.with(|vault| {
            let message = vault.message(message.parse::<MessageId>()?)?;
            Ok((message.conversation.to_string(), message.seq))
        })
    }

    /// Where a text stands within one conversation.
    pub fn find_in_conversation(&self, request: &FindInConversation) -> Result<FoundInConversation> {
        self.with(|vault| {
            let id: ConversationId = request.conversation.parse()?;
            let hits = if request.text.is_empty() { Vec::new() } else { vault.find_in(id, &request.text)? };
            let hits = hits
                .into_iter()
                .map(|(message, seq)| PlaceInConversation { message: message.to_string(), seq })
                .collect();
            Ok(FoundInConversation { hits })
        })
    }

    /// The bytes of an imported file, as they were.
    pub fn original(&self, sha256: &str) -> Result<Vec<u8>> {
        self.with(|vault| {
            let mut bytes = Vec::new();
            let damaged = |cause| ApiError::new(ErrorCode::VaultDamaged).with("what", sha256).because(cause);
            vault.original(sha256)?.read_to_end(&mut bytes).map_err(damaged)?;
            Ok(bytes)
        })
    }

    /// An image attachment's type and bytes. Other files never reach the window.
    pub fn attachment(&self, id: &str) -> Result<(String, Vec<u8>)> {
        self.with(|vault| {
            let missing = || ApiError::new(ErrorCode::NotFound).with("id", id);
            let (_, content) = vault.attachment(id.parse::<AttachmentId>()?)?;
            let mut bytes = Vec::new();
            content
                .ok_or_else(missing)?
                .take(ATTACHMENT_LIMIT)
                .read_to_end(&mut bytes)
                .map_err(|cause| ApiError::new(ErrorCode::VaultDamaged).with("what", id).because(cause))?;
            let media_type = rows::image_type(&bytes).ok_or_else(missing)?;
            Ok((media_type.to_owned(), bytes))
        })
    }
}

fn marks(vault: &yanju_store::Vault, text: &str, query: &Query) -> Vec<(u32, u32)> {
    if *query == Query::All { Vec::new() } else { vault.marks(text, query) }
}

fn source_file(file: &ImportedFile, zone: Zone) -> SourceFile {
    SourceFile {
        id: file.id.to_string(),
        zone: file.zone.clone(),
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        bytes: file.bytes,
        format: file.format.clone(),
        imported_at: clock::at(file.imported_at_ms, zone).rfc3339().unwrap_or_default(),
        partial: file.understanding.partial.clone(),
        warnings: file.warnings.len() as u64,
    }
}
