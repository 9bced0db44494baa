//! The reading pane and the inspector: one conversation, its messages, what is attached, where it came from.

use super::completeness::Completeness;
use super::entity::EntityMark;
use super::library::{CategoryRef, ConversationRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask for a stretch of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AskTranscript {
    /// The conversation.
    pub conversation: String,
    /// The place of the first message wanted, from 1.
    pub from_seq: u64,
    /// How many at most.
    pub limit: u32,
    /// Marks are made for this query; empty for none.
    pub query: String,
}

/// A stretch of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Transcript {
    /// Messages in the conversation in all.
    pub total: u64,
    /// The stretch, in order.
    pub messages: Vec<TranscriptMessage>,
}

/// A message as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TranscriptMessage {
    /// Its id.
    pub id: String,
    /// Its place, from 1.
    pub seq: u64,
    /// When, RFC 3339 with offset; `None`: the source does not say.
    pub sent_at: Option<String>,
    /// `minute`, `second` …: the finest unit the source states.
    pub precision: String,
    /// What the source says of the time where that is no moment, as it is written there: a clock without a day.
    pub stated_time: Option<String>,
    /// Who; empty for an event, or where the source names nobody.
    pub sender: String,
    /// The name in the source, where the writer is said to be the same person as one of another name.
    pub stated_sender: Option<String>,
    /// Their role's stable name.
    pub role: String,
    /// Its kind's stable name.
    pub kind: String,
    /// The words.
    pub text: String,
    /// Character ranges of the hits in `text`.
    pub marks: Vec<(u32, u32)>,
    /// What is recognised in `text`, in order.
    pub entities: Vec<EntityMark>,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
    /// Taken back by its sender.
    pub recalled: bool,
    /// The answered message, where it is in the vault.
    pub reply_to: Option<String>,
    /// The words repeated of the answered message.
    pub quote: String,
    /// Keywords on this message.
    pub tags: Vec<String>,
    /// Ticket number on this message.
    pub ticket: Option<String>,
    /// Category of this message.
    pub category: Option<CategoryRef>,
    /// Note on this message.
    pub note: Option<String>,
    /// Starred.
    pub starred: bool,
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AttachmentRow {
    /// Its id; an image is shown from `media://localhost/<id>`.
    pub id: String,
    /// Its name in the source.
    pub name: String,
    /// SHA-256; `None`: mentioned but not held.
    pub sha256: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// `image/png` and the like for images that can be shown; empty otherwise.
    pub media_type: String,
}

/// A conversation with everything the header and the inspector show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConversationDetail {
    /// As in the list; `hits` and `top` are quiet here.
    pub row: ConversationRow,
    /// The note on it.
    pub note: Option<String>,
    /// `source`, or `assumed:Asia/Shanghai`: on whose word its times are read.
    pub zone: String,
    /// The files its messages came from.
    pub sources: Vec<SourceFile>,
    /// Whether it is all there.
    pub completeness: Completeness,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourceFile {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of the original.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The format's id.
    pub format: String,
    /// `source`, or `assumed:Asia/Shanghai`: on whose word its times are read.
    pub zone: String,
    /// When it was imported, RFC 3339.
    pub imported_at: String,
    /// Why the source itself says it is not all there, as codes; empty: it does not say so.
    pub partial: Vec<String>,
    /// How many doubts its import named.
    pub warnings: u64,
}

/// Ask for a text within one conversation (Ctrl+F).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FindInConversation {
    /// The conversation.
    pub conversation: String,
    /// The text; a literal substring, not a query.
    pub text: String,
}

/// Where a text stands in one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FoundInConversation {
    /// Matching messages, in order.
    pub hits: Vec<PlaceInConversation>,
}

/// A message and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlaceInConversation {
    /// The message.
    pub message: String,
    /// Its place, from 1.
    pub seq: u64,
}
