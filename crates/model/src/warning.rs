//! Doubts about content: named with their place, never raised as errors, never swallowed.

use serde::{Deserialize, Serialize};

/// Something an importer could not take at face value. The record is kept all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable code that both locale files explain, e.g. `undated_line`.
    pub code: String,
    /// Where in the source, e.g. `line 17`, `messages[3]`, `row 12`; empty for the whole file.
    pub place: String,
    /// The particulars in the source's own words, cut to a readable length.
    pub detail: String,
}

impl Warning {
    /// The longest detail kept, in characters.
    const DETAIL_LIMIT: usize = 160;

    /// A warning at a place.
    pub fn new(code: &str, place: impl Into<String>, detail: &str) -> Self {
        Self {
            code: code.to_owned(),
            place: place.into(),
            detail: detail.chars().take(Self::DETAIL_LIMIT).collect(),
        }
    }
}
