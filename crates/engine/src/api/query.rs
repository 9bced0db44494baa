//! The query across the border: text in, understood parts out, suggestions while typing.

use super::ApiError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A query as it was understood, so that the window can show its filters as chips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ParsedQuery {
    /// The query written out in one canonical way; parsing it again gives the same query.
    pub text: String,
    /// The parts of the outermost conjunction, in order.
    pub parts: Vec<QueryPart>,
}

/// One part of a query. Joining the `text` of all parts with spaces gives the query again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QueryPart {
    /// `word` for a plain word or phrase, `group` for a parenthesised or OR part, else the filter's English name
    /// (`from`, `with`, `in`, `on`, `role`, `tag`, `ticket`, `category`, `has`, `date`, `after`, `before`, `is`).
    pub kind: String,
    /// The part as it stands in a query, e.g. `from:小林`.
    pub text: String,
    /// The value alone, e.g. `小林`.
    pub value: String,
    /// Whether it is negated.
    pub negated: bool,
    /// The first day that a date names, `YYYY-MM-DD`; `None` where it is open or names no days.
    pub from: Option<String>,
    /// The last day, inclusive.
    pub to: Option<String>,
}

/// A search that is kept under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SavedSearch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The query as it was typed; relative dates are relative to the day it is asked.
    pub query: String,
    /// The same in the canonical way; `None` where it is not understood.
    pub text: Option<String>,
    /// Why it is not understood.
    pub error: Option<ApiError>,
}

/// Keep a search, or change one that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveSearch {
    /// The one to change; `None` keeps another one.
    pub id: Option<String>,
    /// Its name, which no other has.
    pub name: String,
    /// The query as typed.
    pub query: String,
}

/// Move a saved search in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MoveSavedSearch {
    /// Which.
    pub id: String,
    /// Its place afterwards, from 0.
    pub to: u32,
}

/// Ask what could come next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AskSuggestions {
    /// The word being typed, without the rest of the query: `wly`, `发件人:wly`, `from:"优品 旗`.
    pub word: String,
    /// How many at most.
    pub limit: u32,
}

/// Something that could be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Suggestion {
    /// The name of a filter; `filter` for a filter that still needs a value, `saved` for a search that is kept.
    pub kind: String,
    /// What people read, e.g. `小林` or `上个月`. For `on`, `role`, `has` and `is` the value's stable name.
    pub label: String,
    /// The query part to insert; for `saved` the whole query.
    pub text: String,
    /// Character ranges of `label` that what is being typed stands for; empty where it stands for another name of the same.
    pub marks: Vec<(u32, u32)>,
}

/// Ask which of some names are meant by what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MatchNames {
    /// What is being typed: a part of a name, or its pinyin.
    pub word: String,
    /// The names.
    pub names: Vec<String>,
}

/// A name that may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NameMatch {
    /// Which, from 0.
    pub index: u32,
    /// Character ranges that what is being typed stands for.
    pub marks: Vec<(u32, u32)>,
}
