//! Exporters: one [`Document`] tree, built once, and small writers over it.

pub mod document;

pub use document::Document;
