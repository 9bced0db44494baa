//! Messages on their way into the index, gathered until they make a segment.

use super::{
    need::Flag,
    ranking::LONGEST,
    schema::{Fact, value_term},
    writer::{Entry, EntryFlags},
};
use crate::index::fold::fold_into;
use std::{cmp::Reverse, ops::Range};
use yanju_model::{ConversationId, EntityKind, Kind, MessageId, ParticipantId, Platform, Role};

/// Places that are left between two values of a message, so that no substring goes on from one in the next.
pub(super) const GAP: usize = 1;

/// What is held before it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Messages.
    pub(super) messages: usize,
    /// Bytes of their folded text.
    pub(super) bytes: usize,
    /// Documents of a segment.
    pub(super) documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { messages: 400_000, bytes: 48 << 20, documents: usize::MAX }
    }
}

/// A message, all but its text.
pub(super) struct Row {
    pub(super) id: MessageId,
    pub(super) conversation: ConversationId,
    pub(super) sent_at_ms: i64,
    sender: Option<ParticipantId>,
    platform: Platform,
    role: Role,
    kind: Kind,
    flags: EntryFlags,
    /// The characters of its folded words, as far as lengths are told apart.
    pub(super) length: u8,
    /// The kinds of what is recognised in it, a bit each.
    recognised: u16,
    /// The terms of what is, in order.
    pub(super) terms: Vec<Vec<u8>>,
    /// How many places it has: one for each character, and the gaps.
    pub(super) places: usize,
    /// Its values among all values.
    values: Range<u32>,
}

impl Row {
    /// What of it is looked up.
    pub(super) fn facts(&self) -> impl Iterator<Item = Fact> {
        let facts = [
            Fact::Conversation(self.conversation),
            Fact::Platform(self.platform),
            Fact::Role(self.role),
            Fact::Kind(self.kind),
        ];
        let marks = [
            (self.flags.recalled, Flag::Recalled),
            (self.flags.undated, Flag::Undated),
            (self.flags.has_link, Flag::HasLink),
            (self.flags.has_attachment, Flag::HasAttachment),
        ];
        let marks = marks.into_iter().filter_map(|(set, flag)| set.then_some(Fact::Flag(flag)));
        let recognised = EntityKind::ALL.iter().copied().filter(|kind| self.recognised & bit(*kind) != 0);
        let recognised = recognised.map(Fact::Recognised);
        facts.into_iter().chain(self.sender.map(Fact::Sender)).chain(marks).chain(recognised)
    }
}

fn bit(kind: EntityKind) -> u16 {
    1 << kind as u8
}

/// Messages that are not in a segment yet.
#[derive(Default)]
pub(super) struct Batch {
    rows: Vec<Row>,
    /// All values one after the other, folded, and where each ends. No gram goes over the edge of a value.
    text: String,
    ends: Vec<u32>,
}

impl Batch {
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        let first = self.ends.len() as u32;
        let (mut places, mut length) = (0, None);
        for value in std::iter::once(entry.text).chain(entry.others.iter().map(String::as_str)) {
            let start = self.text.len();
            fold_into(value, &mut self.text);
            self.ends.push(self.text.len() as u32);
            let characters = self.text.get(start..).map_or(0, |folded| folded.chars().count());
            length.get_or_insert(characters);
            places += characters + GAP;
        }
        let mut terms: Vec<_> =
            entry.recognised.iter().map(|(kind, value)| value_term(*kind, value)).collect();
        terms.sort_unstable();
        terms.dedup();
        self.rows.push(Row {
            id: entry.id,
            conversation: entry.conversation,
            sent_at_ms: entry.sent_at_ms,
            sender: entry.sender,
            platform: entry.platform,
            role: entry.role,
            kind: entry.kind,
            flags: entry.flags,
            length: length.unwrap_or(0).min(LONGEST) as u8,
            recognised: entry.recognised.iter().fold(0, |kinds, (kind, _)| kinds | bit(*kind)),
            terms,
            places,
            values: first..self.ends.len() as u32,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it is time to write it.
    pub(super) fn is_full(&self, limits: Limits) -> bool {
        self.rows.len() >= limits.messages || self.text.len() >= limits.bytes
    }

    /// All folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The rows in the order of documents: latest first.
    pub(super) fn in_order(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_key(|row| Reverse(row.sent_at_ms));
        rows
    }

    /// The folded values of a row.
    pub(super) fn values(&self, row: &Row) -> impl Iterator<Item = &str> {
        row.values.clone().map(|value| {
            let end = |value: u32| self.ends.get(value as usize).map_or(0, |end| *end as usize);
            let start = value.checked_sub(1).map_or(0, end);
            self.text.get(start..end(value)).unwrap_or("")
        })
    }
}
