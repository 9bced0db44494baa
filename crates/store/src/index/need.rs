//! What the index can be asked for.

use std::sync::Arc;
use yanju_model::{EntityKind, Kind, MessageId, Platform, Role, entity::AmountRange, query::TimeRange};

/// A condition on messages, over what the index knows.
#[derive(Debug, Clone)]
pub(crate) enum Need {
    /// Every message.
    All,
    /// The folded text holds this folded substring.
    Text(String),
    /// In one of these conversations.
    Conversations(IdSet),
    /// Written by one of these participants.
    Senders(IdSet),
    /// One of these messages.
    Messages(MessageSet),
    /// One of the messages with these ids, at whatever time.
    Ids(IdRanges),
    /// On this platform.
    Platform(Platform),
    /// Written by this role.
    Role(Role),
    /// Of this kind.
    Kind(Kind),
    /// Carries this mark.
    Flag(Flag),
    /// Something of this kind is recognised in its text.
    Recognised(EntityKind),
    /// Something of this kind and value is.
    RecognisedValue(EntityKind, String),
    /// A sum within the range is.
    Amount(AmountRange),
    /// Sent within the range.
    Sent(TimeRange),
    /// All of these; every message when empty.
    And(Vec<Need>),
    /// Any of these; none when empty.
    Or(Vec<Need>),
    /// Not this.
    Not(Box<Need>),
}

/// A yes-or-no property of a message. The numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Flag {
    /// Taken back by its sender.
    Recalled = 1,
    /// Without a time in its source.
    Undated = 2,
    /// Its text holds a link.
    HasLink = 3,
    /// Has an attachment.
    HasAttachment = 4,
}

/// A set of ids of one kind. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdSet(Arc<[i64]>);

impl IdSet {
    /// Number of ids.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the id is one of them.
    pub(crate) fn holds(&self, id: i64) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// The ids, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<i64> for IdSet {
    fn from_iter<I: IntoIterator<Item = i64>>(ids: I) -> Self {
        let mut ids: Vec<i64> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids.into())
    }
}

/// A set of message ids, as ranges with both ends inside. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdRanges(Arc<[(i64, i64)]>);

impl IdRanges {
    /// Whether the id is one of them.
    pub(crate) fn holds(&self, id: i64) -> bool {
        let behind = self.0.partition_point(|(first, _)| *first <= id);
        behind.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| id <= *last)
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(i64, i64)> for IdRanges {
    fn from_iter<I: IntoIterator<Item = (i64, i64)>>(ranges: I) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_unstable();
        let mut apart: Vec<(i64, i64)> = Vec::new();
        for (first, last) in ranges {
            match apart.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => apart.push((first, last)),
            }
        }
        Self(apart.into())
    }
}

/// A set of messages, each with its sort time (UTC milliseconds), by which the index finds them quickly.
/// Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageSet(Arc<[(i64, MessageId)]>);

impl MessageSet {
    /// Whether the message of this sort time is one of them.
    pub(crate) fn holds(&self, sent_at_ms: i64, id: MessageId) -> bool {
        self.0.binary_search(&(sent_at_ms, id)).is_ok()
    }

    /// The messages of each time, times descending.
    pub(super) fn by_time(&self) -> impl Iterator<Item = &[(i64, MessageId)]> {
        self.0.chunk_by(|a, b| a.0 == b.0).rev()
    }
}

impl FromIterator<(i64, MessageId)> for MessageSet {
    fn from_iter<I: IntoIterator<Item = (i64, MessageId)>>(messages: I) -> Self {
        let mut messages: Vec<_> = messages.into_iter().collect();
        messages.sort_unstable();
        messages.dedup();
        Self(messages.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_what_lies_in_any_of_them() {
        let ranges = [(40, 60), (7, 9), (50, 80), (10, 12), (20, 20)];
        let set: IdRanges = ranges.into_iter().collect();
        for id in 0..100 {
            let lies_in_one = ranges.iter().any(|(first, last)| (*first..=*last).contains(&id));
            assert_eq!(set.holds(id), lies_in_one, "{id}");
        }
        assert_eq!(set.0.len(), 3, "what touches is one");
    }
}
