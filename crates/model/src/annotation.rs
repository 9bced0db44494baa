//! What people add beside a record: keywords, ticket number, category, note, star.
//!
//! An annotation never touches the record. Every change is an [`Edit`] with both its states, so that
//! undoing is applying the edit the other way round.

use crate::{CategoryId, ConversationId, MessageId, SavedSearchId};
use serde::{Deserialize, Serialize};

/// What an annotation is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A whole thread.
    Conversation(ConversationId),
    /// One message.
    Message(MessageId),
}

/// A change that a person asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// Attach a keyword.
    AddTag {
        /// The keyword; trimmed, never empty.
        tag: String,
    },
    /// Detach a keyword.
    RemoveTag {
        /// The keyword.
        tag: String,
    },
    /// Set or (with `None`) clear the ticket number.
    SetTicket {
        /// The number as the other side wrote it.
        ticket: Option<String>,
    },
    /// Clear the ticket number where it is this one.
    ClearTicket {
        /// The number; case and width do not matter.
        ticket: String,
    },
    /// Set or clear the category.
    SetCategory {
        /// A category of the user's list.
        category: Option<CategoryId>,
    },
    /// Clear the category where it is this one.
    ClearCategory {
        /// A category of the user's list.
        category: CategoryId,
    },
    /// Set or clear the note.
    SetNote {
        /// Free text.
        note: Option<String>,
    },
    /// Clear the note where it is this one.
    ClearNote {
        /// The note; case and width do not matter.
        note: String,
    },
    /// Star or unstar.
    SetStar {
        /// Whether it is to be starred.
        starred: bool,
    },
}

/// Everything attached to one target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Annotations {
    /// Keywords, in alphabetical order.
    pub tags: Vec<String>,
    /// The ticket number.
    pub ticket: Option<String>,
    /// The category.
    pub category: Option<CategoryId>,
    /// The note.
    pub note: Option<String>,
    /// Starred.
    pub starred: bool,
}

/// A category of the user's list (F15, F16).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its name; unique in the vault.
    pub name: String,
    /// Index into the interface's palette of quiet colours.
    pub color: u8,
    /// The usual share of all cases in percent, to compare one's own with; `None`: no baseline.
    pub baseline_percent: Option<u8>,
}

/// A search that the user keeps under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// Its name.
    pub name: String,
    /// The query as it was typed.
    pub query: String,
}
