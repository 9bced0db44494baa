//! What a record is: the nouns of the glossary as data, with the invariants that make them evidence.
//!
//! Nothing here reads a file, asks the time or knows how a record is stored. Importers produce [`draft`]s,
//! the vault turns them into [`record`]s, people add [`annotation`]s beside them, and a [`query`] finds them.

pub mod annotation;
pub mod draft;
pub mod entity;
pub mod id;
pub mod job;
pub mod kind;
pub mod log;
pub mod platform;
pub mod query;
pub mod record;
pub mod time;
pub mod warning;

pub use entity::{Entity, EntityKind};
pub use id::{
    ActionId, AttachmentId, CategoryId, ConversationId, FileId, ImportId, MessageId, ParticipantId,
    SavedSearchId,
};
pub use kind::{Kind, Role};
pub use platform::Platform;
pub use time::{Precision, SourceTime, Timestamp, Zone, ZoneBasis};
pub use warning::Warning;
