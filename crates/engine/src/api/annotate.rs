//! Organising: keywords, tickets, categories, notes, stars, and taking it back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A change to annotations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Annotate {
    /// Ids of conversations (`c12`) and messages (`m345`), mixed as one likes.
    pub targets: Vec<String>,
    /// The change.
    pub edit: AnnotationEdit,
}

/// What is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "edit", rename_all = "snake_case")]
#[ts(export)]
pub enum AnnotationEdit {
    /// Attach a keyword.
    AddTag {
        /// The keyword.
        tag: String,
    },
    /// Detach a keyword.
    RemoveTag {
        /// The keyword.
        tag: String,
    },
    /// Set or clear the ticket number.
    SetTicket {
        /// `null` clears it.
        ticket: Option<String>,
    },
    /// Clear the ticket number where it is this one.
    ClearTicket {
        /// The number; case and width do not matter.
        ticket: String,
    },
    /// Set or clear the category.
    SetCategory {
        /// The category's id; `null` clears it.
        category: Option<String>,
    },
    /// Clear the category where it is this one.
    ClearCategory {
        /// The category's id.
        category: String,
    },
    /// Set or clear the note.
    SetNote {
        /// `null` clears it.
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

/// Say that participants of a conversation are one person, or that they are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SamePerson {
    /// Ids of participants (`p3`).
    pub participants: Vec<String>,
    /// The participant of the same conversation under whose name they stand; `null`: they are the same person as no
    /// other, and nobody is the same as they are.
    pub kept: Option<String>,
}

/// What an organising act did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Receipt {
    /// Conversations, messages and participants that changed; 0: it was so already.
    pub changed: u64,
    /// What kind of act it was, or was taken back or made again: `add_tag`, `set_note`, `save_category` …
    pub act: String,
}

/// Add or change a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveCategory {
    /// The category to change; `None` adds one.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Index into the palette.
    pub color: u8,
    /// The usual share in percent.
    pub baseline: Option<u8>,
}
