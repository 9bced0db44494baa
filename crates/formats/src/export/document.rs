//! The evidence document as data: everything that will stand on the page, nothing of how it is drawn.
//!
//! The engine builds it from the vault; every writer prints the same content with the same numbers. All texts
//! of the document itself (headings, labels, sentences) are chosen in `wording` by [`Language`];
//! record texts are passed through untouched.

use std::sync::Arc;
use yanju_model::{Kind, Platform, Role, Timestamp};

/// The language of headings and labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The language of everything that is not record text.
    pub language: Language,
    /// The title, e.g. 聊天记录证据报告.
    pub title: String,
    /// A line under the title: what it is about; may be empty.
    pub subject: String,
    /// The document's number, e.g. `YJ-20230820-7F3A`.
    pub number: String,
    /// The selection in words people can check: the query and the date range as typed.
    pub selection: Selection,
    /// When it was made.
    pub made_at: Timestamp,
    /// Program name and version, e.g. `言据 Yanju 0.1.0`.
    pub software: String,
    /// The zone that times are printed in, and on whose word.
    pub zones: Vec<ZoneStatement>,
    /// Whether something of the selected conversations was left out.
    pub completeness: Completeness,
    /// The files the records came from.
    pub sources: Vec<Source>,
    /// The conversations, in order; their messages carry running serials through the document.
    pub conversations: Vec<Conversation>,
}

/// What was selected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// The query text; empty for everything.
    pub query: String,
    /// First and last day asked for, as printed dates; empty where open.
    pub from: String,
    /// See `from`.
    pub to: String,
}

/// In which zone which records are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneStatement {
    /// The source states the offset.
    FromSource,
    /// The source is silent; this IANA zone was assumed.
    Assumed(String),
}

/// Whether the document holds all there is (F33).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completeness {
    /// All messages of the selected conversations, from sources that do not call themselves partial.
    Full,
    /// Something is left out; each omission is listed.
    Partial(Vec<Omission>),
}

/// One thing left out, as a code and its figures; `wording` makes the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// What was left out.
    pub code: OmissionCode,
    /// The conversation's title; empty where it concerns a source as a whole.
    pub conversation: String,
    /// How many messages or files.
    pub count: u64,
    /// Out of how many; 0 where that says nothing.
    pub of: u64,
    /// The source's own words, where it has any.
    pub detail: String,
}

/// What was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OmissionCode {
    /// Messages that the selection did not match.
    NotMatched,
    /// The source itself says that it is not all there.
    SourcePartial,
    /// Files that a message names and the source does not hold.
    MissingAttachment,
    /// Places of a source whose content is doubtful or was not taken in; `detail` is the source's name.
    DoubtfulContent,
    /// Messages left out of a source's running numbers; `detail` names these.
    MissingNumbers,
    /// Times between the sources that none covers; `detail` names them.
    Uncovered,
    /// Messages without a date in their source, which a choice of dates can neither take nor leave.
    Undated,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// The format's name in the document's language.
    pub format: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// When it was imported.
    pub imported_at: Timestamp,
}

/// A conversation in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its title.
    pub title: String,
    /// Where it took place.
    pub platform: Platform,
    /// Those who wrote the printed messages.
    pub participants: Vec<Participant>,
    /// What the user added to it.
    pub added: Added,
    /// The printed messages, in order.
    pub messages: Vec<Message>,
    /// How many messages it holds in the vault.
    pub held: u64,
}

/// What the user added to a conversation or a message, to find it and to remember: no part of the record, and
/// printed so that nobody takes it for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Added {
    /// The ticket number.
    pub ticket: Option<String>,
    /// The category's name.
    pub category: Option<String>,
    /// Keywords.
    pub tags: Vec<String>,
    /// The note.
    pub note: Option<String>,
}

/// A participant in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The name in the source.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Printed messages by them, those of `joined` included.
    pub messages: u64,
    /// Who stands under this name because the user says that they are the same person.
    pub joined: Vec<Joined>,
}

/// A participant of the sources who stands under another's name by the user's word: no part of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The name in the source.
    pub name: String,
    /// Printed messages that are theirs by the source.
    pub messages: u64,
}

/// A printed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Running number through the document, from 1; printed with six digits.
    pub serial: u64,
    /// The writer's name; empty for an event.
    pub sender: String,
    /// The name in the source, where the writer stands under another.
    pub stated_sender: Option<String>,
    /// The writer's role.
    pub role: Role,
    /// When.
    pub sent_at: Timestamp,
    /// What the source says of the time where that is no moment, as it is written there: a clock without a day.
    pub stated_time: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The words.
    pub text: String,
    /// Taken back by its sender.
    pub recalled: bool,
    /// The words of the message it answers; may be empty.
    pub quote: String,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// What the user added to it.
    pub added: Added,
}

/// A file of a printed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the source.
    pub name: String,
    /// Its hash and size; `None`: the source mentions the file but does not hold it.
    pub content: Option<AttachmentContent>,
}

/// The content of an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentContent {
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The bytes themselves for an image to be printed inline (PNG or JPEG); `None` for other files.
    /// Shared, because a writer keeps them until its file is finished.
    pub image: Option<Arc<[u8]>>,
}

impl Document {
    /// The printed messages of all conversations, in order of their serials.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.conversations.iter().flat_map(|conversation| &conversation.messages)
    }

    /// How many attachments the printed messages name, held or not.
    pub fn attachments(&self) -> u64 {
        self.messages().map(|message| message.attachments.len() as u64).sum()
    }
}

impl Added {
    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Conversation {
    /// The first and last moment of its dated messages; `None` when none is dated.
    pub fn period(&self) -> Option<(Timestamp, Timestamp)> {
        period(self.messages.iter())
    }

    /// The first and last serial printed; `None` when no message is.
    pub fn serials(&self) -> Option<(u64, u64)> {
        Some((self.messages.first()?.serial, self.messages.last()?.serial))
    }
}

/// The first and last moment among the dated of `messages`.
pub(super) fn period<'a>(messages: impl Iterator<Item = &'a Message>) -> Option<(Timestamp, Timestamp)> {
    messages.map(|message| message.sent_at).filter(|at| at.is_dated()).fold(None, |period, at| {
        let (first, last) = period.unwrap_or((at, at));
        Some((
            if at.utc_ms < first.utc_ms { at } else { first },
            if at.utc_ms > last.utc_ms { at } else { last },
        ))
    })
}
