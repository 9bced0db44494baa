//! Importers: one module per format, one registry, and the contract between them and whoever stores.

pub mod archive;
mod contract;
pub mod dates;
pub mod encoding;
pub mod input;
pub mod lines;
pub mod media;
pub mod probe;
mod wechat;
mod whatsapp;

pub use contract::{About, Confidence, Error, Importer, ReadOptions, Result, Sink};
pub use input::{Input, ReadSeek};
pub use probe::Probe;

/// Every importer, most specific first. The file dialog, `yanju formats`, the docs table and the contract
/// tests iterate this slice and nothing else.
pub const IMPORTERS: &[&dyn Importer] = &[&whatsapp::WhatsApp, &wechat::WeChatCopy];

/// The importer with this id.
pub fn importer(id: &str) -> Option<&'static dyn Importer> {
    IMPORTERS.iter().copied().find(|importer| importer.about().id == id)
}
