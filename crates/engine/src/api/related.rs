//! What else is about the same.

use super::library::ConversationRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask what else is about the same as a message or a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AskRelated {
    /// A conversation (`c12`) or a message (`m34`).
    pub to: String,
    /// How many at most.
    pub limit: u32,
}

/// A conversation that is about the same, and by what that is known. At least one of `values`, `people` and `percent` says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RelatedRow {
    /// The conversation; `top` is the message that shows it, where a single one does.
    pub row: ConversationRow,
    /// Numbers and addresses that both speak of.
    pub values: Vec<SharedValue>,
    /// Names of people who wrote in both.
    pub people: Vec<String>,
    /// How much of what is rare in the words of the one the other has too, in percent; 0 where that is little.
    pub percent: u32,
}

/// A number or an address that both speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SharedValue {
    /// `order`, `tracking`, `invoice`, `ticket`, `phone` or `email`.
    pub kind: String,
    /// It, in the one way of writing it.
    pub value: String,
}
