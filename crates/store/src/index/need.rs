//! What the index can be asked for.

use yanju_model::{Kind, MessageId, Platform, Role, query::TimeRange};

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
    /// On this platform.
    Platform(Platform),
    /// Written by this role.
    Role(Role),
    /// Of this kind.
    Kind(Kind),
    /// Carries this mark.
    Flag(Flag),
    /// Sent within the range.
    Sent(TimeRange),
    /// All of these; every message when empty.
    And(Vec<Need>),
    /// Any of these; none when empty.
    Or(Vec<Need>),
    /// Not this.
    Not(Box<Need>),
}

/// A yes-or-no property of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Taken back by its sender.
    Recalled,
    /// Without a time in its source.
    Undated,
    /// Its text holds a link.
    HasLink,
    /// Has an attachment.
    HasAttachment,
}

/// A set of ids of one kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdSet(Vec<i64>);

impl FromIterator<i64> for IdSet {
    fn from_iter<I: IntoIterator<Item = i64>>(ids: I) -> Self {
        unimplemented!()
    }
}

/// A set of messages, each with its sort time (UTC milliseconds), which is how the index finds them quickly.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageSet(Vec<(i64, MessageId)>);

impl FromIterator<(i64, MessageId)> for MessageSet {
    fn from_iter<I: IntoIterator<Item = (i64, MessageId)>>(messages: I) -> Self {
        unimplemented!()
    }
}
