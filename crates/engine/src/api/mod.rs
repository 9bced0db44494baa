//! What crosses into a face: requests, answers and error codes, serialisable and exported to TypeScript.
//!
//! Types only. The verbs behind them live in the rooms beside this one; a face calls [`crate::Session`].

pub mod annotate;
pub mod backup;
pub mod completeness;
pub mod confirm;
pub mod entity;
pub mod error;
pub mod export;
pub mod import;
pub mod inbox;
pub mod job;
pub mod keys;
pub mod library;
pub mod log;
pub mod query;
pub mod radar;
pub mod related;
mod secret;
pub mod transcript;
pub mod vault;
pub mod zone;

pub use error::{ApiError, ErrorCode};
pub use secret::Secret;

/// The result of every call across the border.
pub type Result<T> = std::result::Result<T, ApiError>;
