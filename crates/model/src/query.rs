//! The query as a tree. Its text form is parsed elsewhere; its meaning is this file's.

use crate::{ConversationId, EntityKind, Kind, Platform, Role, entity::AmountRange};
use serde::{Deserialize, Serialize};

/// What is looked for. A message matches or it does not; there is no "perhaps".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// Every message.
    All,
    /// All of these.
    And(Vec<Query>),
    /// Any of these.
    Or(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// The folded text of the message holds this folded substring.
    Text(String),
    /// A property of the message, its thread or what people attached.
    Filter(Filter),
}

/// A property to filter by. Names match as folded substrings, ids and enums exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Written by someone whose name holds this.
    From(String),
    /// In a conversation in which someone whose name holds this wrote.
    With(String),
    /// In a conversation whose title holds this.
    InTitle(String),
    /// In this conversation.
    InConversation(ConversationId),
    /// On this platform.
    On(Platform),
    /// Written by this role.
    Role(Role),
    /// The message or its conversation carries this keyword (whole, folded).
    Tag(String),
    /// The message or its conversation carries a ticket number that holds this.
    Ticket(String),
    /// The message or its conversation is in the category of this name (whole, folded).
    Category(String),
    /// Of this kind.
    Kind(Kind),
    /// Has an attachment of any sort.
    HasAttachment,
    /// The text holds a link.
    HasLink,
    /// Something of this kind is recognised in the text.
    Recognised(EntityKind),
    /// Something of this kind and exactly this value, in the one way of writing it, is recognised in the text.
    RecognisedValue(EntityKind, String),
    /// A sum within the range is recognised in the text.
    Amount(AmountRange),
    /// Sent within the range.
    Sent(TimeRange),
    /// The message or its conversation is starred.
    Starred,
    /// Taken back by its sender.
    Recalled,
    /// The source gives no time.
    Undated,
}

/// A half-open range of UTC milliseconds; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimeRange {
    /// The first millisecond inside.
    pub from: Option<i64>,
    /// The first millisecond after.
    pub until: Option<i64>,
}

impl TimeRange {
    /// Whether a point in time lies inside.
    pub fn holds(self, utc_ms: i64) -> bool {
        self.from.is_none_or(|from| utc_ms >= from) && self.until.is_none_or(|until| utc_ms < until)
    }
}

/// The order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Latest first.
    #[default]
    Newest,
    /// Earliest first.
    Oldest,
}

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Latest first.
    #[default]
    Newest,
    /// Earliest first.
    Oldest,
    /// What suits the words best first: where they stand often, in a short message, the rare ones counting more. Of what
    /// suits equally well, and where no word is looked for, the latest.
    Relevance,
}

impl Sort {
    /// The order of time, of what is otherwise equal.
    pub fn order(self) -> Order {
        match self {
            Self::Newest | Self::Relevance => Order::Newest,
            Self::Oldest => Order::Oldest,
        }
    }
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
        }
    }
}

impl Query {
    /// `self` and `other` together, without needless nesting.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, q) | (q, Self::All) => q,
            (Self::And(mut all), Self::And(more)) => {
                all.extend(more);
                Self::And(all)
            }
            (Self::And(mut all), q) => {
                all.push(q);
                Self::And(all)
            }
            (q, Self::And(mut all)) => {
                all.insert(0, q);
                Self::And(all)
            }
            (a, b) => Self::And(vec![a, b]),
        }
    }

    /// The texts that a hit is marked with: every substring looked for outside a negation.
    pub fn positive_texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::positive_texts).collect(),
            Self::All | Self::Not(_) | Self::Filter(_) => Vec::new(),
        }
    }
}
