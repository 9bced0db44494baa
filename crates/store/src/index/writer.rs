//! Feeding the index.

use super::Stamp;
use crate::error::Result;
use yanju_model::{ConversationId, Kind, MessageId, ParticipantId, Platform, Role};

/// What the index is told of a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The message.
    pub(crate) id: MessageId,
    /// Its conversation.
    pub(crate) conversation: ConversationId,
    /// Who wrote it.
    pub(crate) sender: Option<ParticipantId>,
    /// Where.
    pub(crate) platform: Platform,
    /// The writer's role.
    pub(crate) role: Role,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its sort time, UTC milliseconds.
    pub(crate) sent_at_ms: i64,
    /// Its marks.
    pub(crate) flags: EntryFlags,
    /// Its words, as in the source.
    pub(crate) text: &'a str,
}

/// The marks of a message.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of one record")]
pub(crate) struct EntryFlags {
    /// Taken back by its sender.
    pub(crate) recalled: bool,
    /// Without a time in its source.
    pub(crate) undated: bool,
    /// Its text holds a link.
    pub(crate) has_link: bool,
    /// Has an attachment.
    pub(crate) has_attachment: bool,
}

/// Writes to the index. What is not committed is gone when it is dropped.
pub(crate) struct IndexWriter<'a> {
    index: &'a super::Index,
}

impl IndexWriter<'_> {
    /// Adds a message, in place of what the index knew of it.
    pub(crate) fn put(&mut self, entry: &Entry<'_>) -> Result<()> {
        unimplemented!()
    }

    /// Removes a message.
    pub(crate) fn delete(&mut self, id: MessageId) -> Result<()> {
        unimplemented!()
    }

    /// Makes everything so far durable and visible to new snapshots, and notes how far it goes.
    pub(crate) fn commit(&mut self, stamp: Stamp) -> Result<()> {
        unimplemented!()
    }

    /// Waits for merges that are under way. Calling it after a long run of commits keeps the index compact.
    pub(crate) fn settle(self) -> Result<()> {
        unimplemented!()
    }
}
