//! Bytes to model and back: what reads a chat export, what writes a document, and the registry of each.
//!
//! Nothing here stores, searches or asks the time. An importer pushes drafts into a [`import::Sink`]; an
//! exporter writes a finished [`export::Document`]. File content is hostile: no `unwrap`, no indexing, no
//! slicing of strings.

pub mod export;
pub mod import;
