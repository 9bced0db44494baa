//! What is recognised in texts, and the rules by which it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A recognised piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EntityMark {
    /// `order`, `tracking`, `invoice`, `ticket`, `amount`, `phone`, `email`, `link` or `date`.
    pub kind: String,
    /// It, in the one way of writing it: `YDH12345678`, `CNY 1234.50`, `2023-08-20`.
    pub value: String,
    /// Where it begins in the text (Unicode scalar values).
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// What the messages of a conversation speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Recognised {
    /// Kinds that occur, in a fixed order.
    pub groups: Vec<RecognisedGroup>,
}

/// The values of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecognisedGroup {
    /// The kind.
    pub kind: String,
    /// How many different values there are; more than are listed, perhaps.
    pub total: u64,
    /// The values most messages speak of, first.
    pub values: Vec<ValueCount>,
}

/// A value and how many messages speak of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ValueCount {
    /// It, in the one way of writing it.
    pub value: String,
    /// It, as it is first written.
    pub written: String,
    /// Messages.
    pub messages: u64,
}

/// A rule of recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EntityRule {
    /// What it finds.
    pub kind: String,
    /// Its name; the words for a built-in one are under `rule.<name>` in the locale files.
    pub name: String,
    /// A regular expression. The value is its group `value`, or all it matches; where a group `not` matches, nothing is found.
    pub pattern: String,
    /// Whether it is applied.
    pub enabled: bool,
}

/// The rules of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EntityRules {
    /// The rules that come with the program.
    pub built_in: Vec<EntityRule>,
    /// The names of those that are switched off.
    pub off: Vec<String>,
    /// Own rules; they go first.
    pub own: Vec<EntityRule>,
}

/// Change the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SaveRules {
    /// The names of the built-in rules that are not to be applied.
    pub off: Vec<String>,
    /// All own rules.
    pub own: Vec<EntityRule>,
}

/// Try a pattern on a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TryRule {
    /// What it is to find.
    pub kind: String,
    /// The pattern.
    pub pattern: String,
    /// The text.
    pub sample: String,
}
